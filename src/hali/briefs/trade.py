"""The trade section: size by both counts, rank, products, and a table of both counts by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali import narrate
from hali.briefs import circulating, disputed, tables
from hali.briefs.material import Material, Series, currency, is_year, same_line
from hali.briefs.press import Press
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Block, Paragraph
from hali.record import dataflows

RANKED = ("blocs",)
"""Ways of counting partners whose rank is stated: those `hali check` reads back."""

LAST_RANK = 5
"""The last place that has a word in every language."""

STATEMENTS = 5
"""Sentences of the section at the most, those of the first page counted in."""

LEADING = 10.0
"""Share in percent from which on a product is worth a sentence."""

CERTAIN = 0.1
"""Part of the trade of both directions a balance must be to be stated where some pairs of members are missing."""

YEARS = 6
"""Years of the table at the most, the newest ones held."""


def blocks(material: Material, press: Press) -> tuple[list[Block], list[Reading]]:
    """Statements and table of the trade section, and all readings shown."""
    chosen = statements(material, press)
    found: list[Block] = []
    if chosen:
        found.append(Paragraph(tuple(press.say(r) for r in chosen)))
    listed = columns(material, press.lang)
    years = sorted({int(r.definition.period) for _, readings in listed for r in readings}, reverse=True)[:YEARS]
    shown = list(chosen)
    if years:
        counted = any(is_own(r) for _, readings in listed for r in readings)
        found.append(tables.by_year(press, listed, press.text("caption_counts" if counted else "caption_goods"), years))
        shown += [r for _, readings in listed for r in readings if int(r.definition.period) in years]
    if circulating.on(material.pair):
        # the first page has the figures in circulation instead
        found += disputed.definitions(press, shares(material))
    return found, shown


def statements(material: Material, press: Press) -> list[Reading]:
    """Each count of total trade, the newest first, the smaller share, the partner's rank, the largest product share.

    Five readings at the most; what the first page states is left out.
    """
    found = [r for r in (size(material, *pair) for pair in roles(material)) if r is not None]
    found.sort(key=lambda r: r.end, reverse=True)
    found += smaller_share(material)
    for side in roles(material):
        found += [r for r in (rank(material, *side),) if r is not None]
    for measure in ("product_share_imports", "product_share_exports"):
        products = [s for s in material.find(measure) if s.key.product not in {"TOTAL", "_Z"} and s.years]
        products = [s for s in products if s.key.partner != "WLD" and narrate.speaks(s.years[-1], press.lang)]
        products = [s for s in products if s.years[-1].value >= LEADING]
        products.sort(key=lambda s: s.years[-1].value, reverse=True)
        found += [s.years[-1] for s in products[:1]]
    for side in roles(material):
        balance = material.one("trade_balance", *side, flow="B", product="TOTAL")
        if balance is not None and is_year(balance.latest) and _is_certain(material, balance.latest, side):
            found.append(balance.latest)
    return [r for r in [r for r in found if narrate.speaks(r, press.lang)][:STATEMENTS] if not press.stated(r)]


def _is_certain(material: Material, balance: Reading, side: tuple[str, str]) -> bool:
    """Whether what a partial sum leaves out would hardly turn a surplus into a deficit: of a whole one always."""
    if not balance.missing:
        return True
    series = total(material, *side)
    both = series.at(balance.definition.period) if series is not None else None
    return both is not None and abs(balance.value) >= CERTAIN * both.value


def roles(material: Material) -> tuple[tuple[str, str], tuple[str, str]]:
    """(reporter, partner) concepts in both directions, in the order asked for."""
    from hali.codelists.areas import concept

    a, b = (concept(side) for side in material.pair)
    return (a, b), (b, a)


def total(material: Material, reporter: str, partner: str) -> Series | None:
    """Total goods trade by one reporter, or None."""
    return material.one("trade_total", reporter, partner, product="TOTAL")


def size(material: Material, reporter: str, partner: str) -> Reading | None:
    """The newest size of goods trade by one reporter: total, else exports, else imports."""
    for measure in ("trade_total", "exports", "imports"):
        series = material.one(measure, reporter, partner, product="TOTAL")
        if series is not None and series.years:
            return newest(series)
    return None


def own_size(material: Material, reporter: str, partner: str) -> Reading | None:
    """The newest size of goods trade in the tables of one reporter itself: total, else exports, else imports."""
    for measure in ("trade_total", "exports", "imports"):
        series = material.one(measure, reporter, partner, product="TOTAL")
        own = [r for r in series.years if is_own(r)] if series is not None else []
        if own:
            return own[-1]
    return None


def is_own(reading: Reading) -> bool:
    """Whether a number is of its reporter's own tables: neither quoted nor what a third party put together."""
    return reading.status != "Q" and not dataflows.computed(reading.definition.dataflow)


def newest(series: Series) -> Reading:
    """The newest full year of a table, else of anything."""
    tables_only = tuple(r for r in series.years if r.status != "Q")
    return (tables_only or series.years or series.readings)[-1]


def both_counts(material: Material) -> tuple[Reading, Reading] | None:
    """Total trade of the newest year both sides report, in one currency, first side first; None if never."""
    series = [total(material, *side) for side in roles(material)]
    if series[0] is None or series[1] is None:
        return None
    unit = common_currency(material)
    for year in sorted({r.definition.period for r in series[0].years}, reverse=True):
        pair = [in_unit(material, s.at(year), unit) for s in series if s is not None]
        if all(r is not None and r.status != "Q" and not dataflows.computed(r.definition.dataflow) for r in pair):
            return pair[0], pair[1]  # type: ignore[return-value]
    return None


def common_currency(material: Material) -> str:
    """EUR where one side publishes in it, else USD."""
    return "EUR" if "EUR" in {currency(side[0]) for side in roles(material)} else "USD"


def in_unit(material: Material, reading: Reading | None, unit: str) -> Reading | None:
    """The same definition in another currency, or None where the record has no rate."""
    if reading is None or reading.definition.unit == unit:
        return reading
    d = reading.definition
    same = [
        r
        for r in material.everything
        if r.definition.unit == unit
        and r.definition.measure == d.measure
        and (r.definition.reporter, r.definition.partner) == (d.reporter, d.partner)
        and (r.definition.period, r.definition.flow, r.definition.product) == (d.period, d.flow, d.product)
        and (r.definition.dataflow, r.definition.vintage, r.definition.method) == (d.dataflow, d.vintage, d.method)
        and r.definition.variant == d.variant
    ]
    return same[0] if same else None


def shares(material: Material) -> list[Reading]:
    """The larger of the partner's shares in either side's total trade, and its share in that side's exports."""
    best = _shares(material)
    if not best:
        return []
    largest, side = max(best, key=lambda item: item[0].value)
    exports = material.one("partner_share_exports", *side)
    more = [newest(exports)] if exports is not None and exports.years else []
    return [largest, *(r for r in more if r.id != largest.id)]


def smaller_share(material: Material) -> list[Reading]:
    """The smaller of both shares: what the side needs that is needed less. None where one side's share is not held."""
    best = [reading for reading, _ in _shares(material)]
    return [min(best, key=lambda reading: reading.value)] if len(best) > 1 else []


def _shares(material: Material) -> list[tuple[Reading, tuple[str, str]]]:
    """The partner's newest share in each side's total trade, else in its exports, with the side."""
    best: list[tuple[Reading, tuple[str, str]]] = []
    for side in roles(material):
        for measure in ("partner_share_trade", "partner_share_exports"):
            series = material.one(measure, *side)
            if series is not None and series.years:
                best.append((newest(series), side))
                break
    return best


def rank(material: Material, reporter: str, partner: str) -> Reading | None:
    """The partner's rank in the reporter's total trade among the first five; none of a year before its newest share."""
    shares = material.one("partner_share_trade", reporter, partner)
    oldest = newest(shares).end if shares is not None and shares.years else str(int(material.as_of[:4]) - YEARS)
    for variant in RANKED:
        series = material.one("partner_rank", reporter, partner, variant=variant, flow="T")
        latest = newest(series) if series is not None and series.years else None
        if latest is not None and 1 <= latest.value <= LAST_RANK and latest.end >= oldest:
            return latest
    return None


def _lines(material: Material, series: Series, what: str, lang: str) -> list[tuple[str, Sequence[Reading]]]:
    """The columns of one flow: the line of its table and, where a compilation is newer, what its publisher holds."""
    line, latest = series.comparable, newest(series)
    compiled = () if any(same_line(latest, r) for r in line) else _compiled(material, latest)
    found: list[tuple[str, Sequence[Reading]]] = []
    for readings in (() if set(line) <= set(compiled) else line, compiled):
        for last in readings[-1:]:
            name = f"{tables.name_of(last.definition.reporter, lang)}: {what}"
            whose = words.table(lang, "codes").get(last.definition.dataflow, "")
            said = f"{name}, {whose}" if dataflows.computed(last.definition.dataflow) and whose else name
            found.append((said, readings))
    return found


def _compiled(material: Material, latest: Reading) -> tuple[Reading, ...]:
    """The number of every year in the tables of one compiler, its newest edition first: a line has one table a year."""
    d = latest.definition
    publishers = {dataflow.publisher for dataflow in dataflows.of(d.dataflow)}
    held: dict[str, Reading] = {}
    for r in sorted(material.everything, key=lambda r: (r.definition.dataflow != d.dataflow, r.id)):
        same = replace(r.definition, period=d.period, dataflow=d.dataflow, vintage=d.vintage) == d
        if (
            same
            and is_year(r)
            and {dataflow.publisher for dataflow in dataflows.of(r.definition.dataflow)} == publishers
        ):
            held.setdefault(r.definition.period, r)
    return tuple(sorted(held.values(), key=lambda r: r.end))


def columns(material: Material, lang: str) -> list[tuple[str, Sequence[Reading]]]:
    """Columns of the table: exports and imports by each count, and the shares in total trade."""
    found: list[tuple[str, Sequence[Reading]]] = []
    codes = words.table(lang, "codes")
    for reporter, partner in roles(material):
        for measure in ("exports", "imports"):
            series = material.one(measure, reporter, partner, product="TOTAL")
            if series is not None and series.years:
                found += _lines(material, series, str(codes[measure]), lang)
    for reporter, partner in roles(material):
        for measure in ("partner_share_trade", "partner_share_exports"):
            series = material.one(measure, reporter, partner)
            if series is not None and series.years and len(found) < 6:
                name = tables.name_of(series.latest.definition.reporter, lang)
                share = words.table(lang, "brief")["share_in"]
                found.append((f"{name}: {str(share).format(what=codes[measure])}", series.comparable))
                break
    return found
