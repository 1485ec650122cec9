"""Texts made from the record's own readings whose finding is known to change, or not to change.

Year shuffle: an undated sentence with the number of another year than the one the day of the text means; confirming it
is wrong. Order: two texts that say the same in another order must get the same findings.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import hali
from hali.codelists import areas
from hali.languages.numbers import format_quantity
from hali.model.definition import Reading
from hali.record import readings
from hali.record.store import Record

LANGUAGES = ("en", "sw", "kk", "ru", "fr", "de")
FLOWS = ("trade_total", "exports", "imports")
REPORTERS = ("KAZ", "UZB", "EU27_2020")
PARTNERS = ("CHN", "RUS", "TUR", "DEU", "ITA", "KOR", "UZB", "KAZ", "KGZ", "POL", "FRA", "JPN", "UKR", "IND", "TJK")
TABLES = ("KZ_BNS:TRADE", "UZ_STAT:TRADE", "ESTAT:DS-059341")
DAYS = ("2012-06-15", "2016-06-15", "2023-06-15")
CONFIRMED = frozenset({"REPRODUCED", "REPRODUCED_ROUGHLY"})
LATER = "2025-01-15"
"""When the dated texts appeared."""

SAID = {
    "trade_total": {
        "en": "trade between {a} and {b} amounted to {value}",
        "sw": "biashara kati ya {a} na {b} ilikuwa {value}",
        "kk": "{a} мен {b} арасындағы тауар айналымы {value} болды",
        "ru": "товарооборот между {a} и {b} составил {value}",
        "fr": "les échanges entre {a} et {b} se sont élevés à {value}",
        "de": "der Handel zwischen {a} und {b} belief sich auf {value}",
    },
    "exports": {
        "en": "exports {of_a} {to_b} amounted to {value}",
        "sw": "mauzo ya nje ya {a} {to_b} yalikuwa {value}",
        "kk": "{of_a} {to_b} экспорты {value} болды",
        "ru": "экспорт {of_a} {to_b} составил {value}",
        "fr": "les exportations {of_a} {to_b} se sont élevées à {value}",
        "de": "die Ausfuhren {of_a} {to_b} beliefen sich auf {value}",
    },
    "imports": {
        "en": "imports {of_a} {from_b} amounted to {value}",
        "sw": "uagizaji wa {a} {from_b} ulikuwa {value}",
        "kk": "{of_a} {from_b} импорты {value} болды",
        "ru": "импорт {of_a} {from_b} составил {value}",
        "fr": "les importations {of_a} {from_b} se sont élevées à {value}",
        "de": "die Einfuhren {of_a} {from_b} beliefen sich auf {value}",
    },
}
JOINED = {"en": "and", "sw": "na", "kk": "ал", "ru": "а", "fr": "et", "de": "und"}
YEAR = {
    "en": "in {year}",
    "sw": "mwaka {year}",
    "kk": "{year} жылы",
    "ru": "в {year} году",
    "fr": "en {year}",
    "de": "im Jahr {year}",
}
FRONTED = {
    "trade_total": "{front} belief sich der Handel zwischen {a} und {b} auf {value}",
    "exports": "{front} beliefen sich die Ausfuhren {of_a} {to_b} auf {value}",
    "imports": "{front} beliefen sich die Einfuhren {of_a} {from_b} auf {value}",
}
"""German, whose verb comes second: the clause after its time."""
COUNT = {
    "en": "according to the statistics {of}",
    "sw": "kwa mujibu wa takwimu za {subject}",
    "kk": "{of} статистикасы бойынша",
    "ru": "по статистике {of}",
    "fr": "selon les statistiques {of}",
    "de": "nach der Statistik {of}",
}


@dataclass(frozen=True, slots=True)
class Shuffled:
    """An undated text of a day, with the number of another year."""

    lang: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class Reordered:
    """Two texts that say the same; `kind` is what changed places."""

    kind: str
    lang: str
    first: str
    second: str


def population(record: Record) -> list[Reading]:
    """Yearly goods trade an article may quote: own tables, newest vintage, at least a million."""
    found = readings.find(
        record,
        FLOWS,
        reporters=REPORTERS,
        partners=PARTNERS,
        newest=True,
        where={
            "product": "TOTAL",
            "variant": "_Z",
            "rate": "reported",
            "dataflow": TABLES,
            "period": lambda period: len(period) == 4,
        },
    )
    return sorted((r for r in found if r.value >= 1e6), key=lambda r: r.definition.id)


def shuffled(record: Record, number: int, seed: int) -> Iterator[Shuffled]:
    """`number` texts for each day and language."""
    chance = random.Random(seed)
    series = _series(population(record))
    for day in DAYS:
        meant = int(day[:4]) - 1
        for lang in LANGUAGES:
            made = 0
            while made < number:
                values = series[chance.choice(sorted(series))]
                year = chance.choice(sorted(values))
                near = [values[y].value for y in (meant - 1, meant) if y in values]
                if meant - 1 <= year <= meant + 1 or any(abs(values[year].value / v - 1) < 0.1 for v in near):
                    continue
                made += 1
                yield Shuffled(lang, day, _sentence(said(values[year], lang)))


def _series(found: list[Reading]) -> dict[tuple[str, str, str, str], dict[int, Reading]]:
    """(measure, reporter, partner, currency) -> year -> reading."""
    series: dict[tuple[str, str, str, str], dict[int, Reading]] = {}
    for reading in found:
        d = reading.definition
        series.setdefault((d.measure, d.reporter, d.partner, d.unit), {})[int(d.period)] = reading
    return series


def reordered(record: Record, number: int, seed: int) -> Iterator[Reordered]:
    """`number` pairs of texts for each kind and language; one number in three is another year's."""
    chance = random.Random(seed)
    series = _series(population(record))
    both = [(a, b) for a, b in _dyads(series, "trade_total") if (b, a) in _dyads(series, "trade_total")]
    for lang in LANGUAGES:
        for n in range(number):
            a, b = chance.choice(_dyads(series, "trade_total"))
            total = _pick(series, "trade_total", a, b, chance)
            year = int(total.definition.period) - (n % 3 == 0)
            when = YEAR[lang].format(year=year)
            there, back = said(total, lang, when), said(total, lang, when, turned=True)
            yield Reordered("names", lang, _sentence(there), _sentence(back))
            yield Reordered("date", lang, _sentence(there), _sentence(_last(said(total, lang), when, lang)))

            a, b = chance.choice([d for d in _dyads(series, "exports") if d in _dyads(series, "imports")])
            out = _pick(series, "exports", a, b, chance)
            back_in = series["imports", a, b, out.definition.unit].get(int(out.definition.period))
            if back_in is not None:
                when = YEAR[lang].format(year=out.definition.period)
                first, second = (
                    _sentence(f"{said(one, lang, when)}, {JOINED[lang]} {said(other, lang)}")
                    for one, other in ((out, back_in), (back_in, out))
                )
                yield Reordered("clauses", lang, first, second)
            a, b = chance.choice(both)
            mine = _pick(series, "trade_total", a, b, chance)
            theirs = series["trade_total", b, a, mine.definition.unit].get(int(mine.definition.period))
            if theirs is not None:
                one, two = counted(mine, lang), counted(theirs, lang)
                yield Reordered("reporters", lang, f"{one} {two}", f"{two} {one}")


def _dyads(series: dict[tuple[str, str, str, str], dict[int, Reading]], measure: str) -> list[tuple[str, str]]:
    return sorted({(a, b) for m, a, b, _ in series if m == measure})


def _pick(
    series: dict[tuple[str, str, str, str], dict[int, Reading]], measure: str, a: str, b: str, chance: random.Random
) -> Reading:
    unit = chance.choice(sorted(u for m, x, y, u in series if (m, x, y) == (measure, a, b)))
    values = series[measure, a, b, unit]
    return values[chance.choice(sorted(values))]


def said(reading: Reading, lang: str, front: str = "", *, turned: bool = False) -> str:
    """A clause with the reading's number, after the words `front`; `turned` names the two areas in the other order."""
    d = reading.definition
    a, b = areas.concept(d.reporter), areas.concept(d.partner)
    a, b = (b, a) if turned else (a, b)
    clause = FRONTED[d.measure] if front and lang == "de" else "{front} " * bool(front) + SAID[d.measure][lang]
    return clause.format(
        front=front,
        a=_between(a, lang),
        b=_between(b, lang),
        of_a=areas.name(a, lang, "of"),
        to_b=areas.name(b, lang, "to"),
        from_b=areas.name(b, lang, "from"),
        value=format_quantity(float(f"{reading.value:.3g}"), d.unit, lang),
    )


def counted(reading: Reading, lang: str) -> str:
    """A sentence with the reading's number that says whose statistics it is from."""
    d = reading.definition
    a = areas.concept(d.reporter)
    whose = COUNT[lang].format(of=areas.name(a, lang, "of"), subject=areas.name(a, lang, "subject"))
    return _sentence(_last(said(reading, lang, whose), YEAR[lang].format(year=d.period), lang))


def _between(area: str, lang: str) -> str:
    """The form after "between": in Russian and German that of "with", without its preposition."""
    if lang in ("ru", "de"):
        return areas.name(area, lang, "with").partition(" ")[2]
    return areas.name(area, lang, "subject")


def _last(clause: str, when: str, lang: str) -> str:
    """The clause with its time at the end, or in Kazakh, whose verb is last, before the number."""
    if lang == "kk":
        head, noun, rest = clause.partition(" тауар айналымы")
        return f"{head}{noun} {when}{rest}"
    return f"{clause} {when}"


def _sentence(clause: str) -> str:
    return clause[0].upper() + clause[1:] + "."


def codes(record: Record, text: str, day: str) -> dict[float, str]:
    """Number of the text -> code of its finding."""
    found = hali.check(text, published=day, record=record).findings
    return {float(f.claim.quantity.value): f.code for f in found if f.claim.quantity}


def confirmed(record: Record, number: int, seed: int) -> dict[str, Counter[str]]:
    """Day of the text -> how many `texts`, how many with a number `read`, how many wrongly `confirmed`."""
    counts: dict[str, Counter[str]] = {day: Counter() for day in DAYS}
    for case in shuffled(record, number, seed):
        found = codes(record, case.text, case.day)
        right = bool(CONFIRMED & set(found.values()))
        counts[case.day].update(texts=1, read=bool(found), confirmed=right)
    return counts


def differing(record: Record, number: int, seed: int) -> dict[str, list[tuple[Reordered, bool]]]:
    """What changed places -> each pair of texts that were read, with whether their findings differ."""
    pairs: dict[str, list[tuple[Reordered, bool]]] = {}
    for case in reordered(record, number, seed):
        first, second = codes(record, case.first, LATER), codes(record, case.second, LATER)
        if first or second:
            pairs.setdefault(case.kind, []).append((case, first != second))
    return pairs
