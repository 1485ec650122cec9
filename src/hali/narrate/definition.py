"""Definitions and departures in words: what exactly a number counts, and how another definition departs from a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hali.codelists import areas
from hali.languages import dictionary_order, numbers
from hali.model.claim import Departure
from hali.model.definition import NONE, Reading
from hali.model.units import CURRENCIES
from hali.narrate import words
from hali.narrate.sentence import count, is_lower_bound, is_of_two_blocs, is_own_count
from hali.narrate.words import AreaWords


def definition(reading: Reading, lang: str) -> str:
    """What a reading counts, as one phrase that leaves nothing open.

    Example: "goods exports and imports together, statistics of Kazakhstan, partner European Union (members since
    February 2020), 2021, converted to euro at the annual mean rate, vintage 28 July 2023".
    """
    return ", ".join(part for _, part in slots(reading, lang))


def slots(reading: Reading, lang: str) -> list[tuple[str, str]]:
    """The parts of a definition by slot name, in the order they are said."""
    return [(name, text) for name, text in _parts(reading, lang) if text]


def short(reading: Reading, lang: str) -> str:
    """The definition without vintage and caveats, for labels and lists."""
    left_out = {"vintage", "missing", "status", "denominator"}
    return ", ".join(part for name, part in slots(reading, lang) if name not in left_out)


def _parts(reading: Reading, lang: str) -> Iterator[tuple[str, str]]:
    d = reading.definition
    written = words.table(lang, "definition")
    growth = d.measure.endswith("_growth")
    yield "measure", words.measure(d.measure, lang, d.variant)
    if d.product not in {NONE, "TOTAL"}:
        yield "product", words.code(d.product, lang)
    yield "reporter", _reporter(reading, lang)
    if d.partner != NONE:
        yield "partner", words.filled(written["partner"], partner=AreaWords(d.partner, lang))
    if d.period != NONE:
        yield "period", numbers.format_period(d.period, lang)
    if d.base != NONE and growth:
        yield "base", str(written["base"]).format(period=numbers.format_period(d.base, lang))
    if d.unit in CURRENCIES:
        template = written["annual_mean" if d.rate == "annual_mean" else "reported"]
        yield "currency", str(template).format(currency=words.currency(d.unit, lang))
    elif growth and d.variant in CURRENCIES:
        yield "currency", str(written["growth_currency"]).format(currency=words.currency(d.variant, lang))
    if d.method in {"sum", "printed"}:
        yield "method", str(written[d.method])
    yield "denominator", str(written.get(f"denominator_{d.denominator}", ""))
    if "MAJORITY" in reading.caveats:
        yield "method", str(written["majority"])
    if reading.missing:
        names = [words.form(member, lang, "plain") for member in reading.missing]
        key = "missing_pairs" if is_of_two_blocs(reading) else "missing"
        yield "missing", str(written[key]).format(members=numbers.join_list(names, lang))
    if reading.status == "Q":
        yield "status", str(written["second_hand"])
    if is_lower_bound(reading):
        yield "status", str(written["lower_bound"])
    if "BREAK" in reading.caveats:
        yield "status", str(written["break"])
    if d.vintage != NONE:
        yield "vintage", str(written["vintage"]).format(vintage=numbers.format_period(d.vintage, lang))


def _reporter(reading: Reading, lang: str) -> str:
    written = words.table(lang, "definition")
    d = reading.definition
    reporter = AreaWords(d.reporter, lang)
    if d.partner == NONE:
        return words.filled(written["area"], reporter=reporter)
    if not is_own_count(reading, lang):
        area, by = words.filled(written["area"], reporter=reporter), count(reading, lang)
        return f"{area} ({by})" if by else area
    return words.filled(written["statistics"], reporter=reporter)


def departure(one: Departure, lang: str, end: str = "") -> str:
    """One departure in words: "exports, not total trade", "with the United Kingdom", "2018, not 2021".

    Args:
        one: the departure; its `said` and `used` are codes, areas, periods or measures.
        lang: language to write in.
        end: ISO day after the period of the reading, "" if not known; decides whether a printed row for the EU
            still held the United Kingdom.
    """
    written = words.table(lang, "departures")
    match one.slot:
        case "composition":
            return _composition(one.used, lang, end)
        case "flow" if one.used.startswith("from "):
            origin = one.used.removeprefix("from ")
            said = words.speakable(str(written["direction"]), lang, used=origin)
            return words.filled(written["direction" if said else "direction_label"], used=AreaWords(origin, lang))
        case "period":
            return _period(one, lang)
        case "reporter":
            used = AreaWords(one.used, lang)
            if words.speakable(str(written["reporter"]), lang, used=one.used):
                return words.filled(written["reporter"], used=used)
            return words.form(one.used, lang, "plain")
        case "scale":
            factor = float(one.used.removeprefix("x"))
            return str(written["scale"]).format(used=numbers.format_number(max(factor, 1 / factor), lang, 0))
        case "base" | "vintage" | "source" | "denominator":
            return str(written[one.slot]).format(used=words.code(one.used, lang))
        case "currency" if not one.said:
            return str(written["currency_open"]).format(used=words.code(one.used, lang))
        case "currency":
            other, own = (words.currency(unit, lang) for unit in (one.used, one.said))
            return str(written["currency"]).format(used=other, said=own)
    template = written["instead"] if one.said else written["open"]
    return str(template).format(used=words.code(one.used, lang), said=words.code(one.said, lang) if one.said else "")


def _composition(code: str, lang: str, end: str) -> str:
    written = words.table(lang, "departures")
    if code == "EU_AS_PRINTED_KZ" and end > "2023-01-01":
        return str(written["composition_EU_AS_PRINTED_KZ_later"])
    own = written.get(f"composition_{code}")
    return str(own) if own else words.filled(written["composition"], used=AreaWords(code, lang))


def _period(one: Departure, lang: str) -> str:
    written: Any = words.table(lang, "departures")
    used = words.code(one.used, lang)
    if not one.said:
        return str(written["period_open"]).format(used=used)
    since = one.said.endswith("/")
    said = str(written["since"]).format(said=one.said[:4]) if since else words.code(one.said, lang)
    return str(written["period"]).format(used=used, said=said)


def composition(code: str, day: str, lang: str) -> str:
    """A partner in words with its members: for a bloc their names, for a country its name.

    Args:
        code: code of a reading.
        day: ISO day the members are taken on.
        lang: language to write in.
    """
    from datetime import date

    members = areas.members(code, date.fromisoformat(day))
    written = words.table(lang, "brief")
    name = words.form(code, lang, "plain")
    if members <= {code}:
        return str(written["composition_country"]).format(name=name)
    key = "composition_moving" if areas.area(code).kind == "moving" else "composition_bloc"
    listed = sorted((words.form(one, lang, "plain") for one in members), key=lambda one: dictionary_order(one, lang))
    slots = {"name": name, "members": numbers.join_list(listed, lang)}
    return str(written[key]).format(**slots, day=numbers.format_date(day, lang))
