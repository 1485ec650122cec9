"""Changes a year seen in the pair's series, with an interval, and the pace a target needs. Nothing is forecast."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from hali.briefs import choice, tables
from hali.briefs.material import Material, Series
from hali.briefs.press import Press, cell_digits
from hali.codelists.measures import Use, in_section
from hali.methods.trend import FEWEST, Slope, theil_sen
from hali.model.definition import NONE, Reading
from hali.pillars import pillars
from hali.publish.document import Block, Cell, Column, DataTable, Plain

ROWS = 6
"""Series listed at the most."""

OF_A_SECTION = 2
"""Series of one section listed at the most."""

ADDITIVE = ("PCT", "INDEX")
"""Units whose change is a difference; that of amounts is a rate of growth."""

RECENT = 5
"""Years a series may have ended before the brief: the change of an older one says nothing about what lies ahead."""

SMALLEST = 1.0
"""Smallest share whose change is worth a row, %."""


def series(material: Material) -> list[Series]:
    """The best series of each measure of the pair with at least eight whole, unquoted years and no break.

    Those of measures that are stated, or where none is long enough of those that are listed. No section takes more than
    its share of the rows: what goes on between two is more than trade.
    """
    return _of_use(material, "stated") or _of_use(material, "listed")


def _of_use(material: Material, use: Use) -> list[Series]:
    found = []
    for section in (section for pillar in pillars() for section in pillar.sections):
        own = []
        for measure in in_section(section.id, use):
            long = [s for s in material.find(measure) if _long(material, s)]
            long.sort(key=lambda s: (choice.variant_order(s), -len(points(s)), s.key.product))
            own += long[:1]
        found += own[:OF_A_SECTION]
    return found[:ROWS]


def points(one: Series) -> list[Reading]:
    """Years of a series a slope may rest on."""
    return [r for r in one.comparable if r.status != "Q" and not r.missing and "BREAK" not in r.caveats]


def _long(material: Material, one: Series) -> bool:
    kept = points(one)
    subject = one.key.product if one.key.measure == "un_vote_agreement" else NONE
    return (
        one.key.partner not in {NONE, "WLD"}
        and subject == NONE
        and len(kept) >= FEWEST
        and int(kept[-1].definition.period) >= int(material.as_of[:4]) - RECENT
        and kept[0].definition.unit != "RANK"
        and all(r.value > 0 for r in kept)
        and choice.fills_a_picture(kept)
        and (kept[0].definition.unit != "PCT" or max(r.value for r in kept) >= SMALLEST)
    )


def slope(kept: Sequence[Reading]) -> Slope:
    """Change a year: in points, or in % for amounts (of the logarithms)."""
    years = [int(r.definition.period) for r in kept]
    if kept[0].definition.unit in ADDITIVE:
        return theil_sen(years, [r.value for r in kept])
    logs = theil_sen(years, [math.log(r.value) for r in kept])
    grown = [100 * math.expm1(x) for x in (logs.slope, logs.low, logs.high)]
    return Slope(logs.points, *grown)


def table(material: Material, press: Press) -> Iterator[Block]:
    """Slopes with their intervals, a row each; nothing where no series is long enough."""
    rows: list[tuple[Cell, ...]] = []
    shown: list[Reading] = []
    for one in series(material):
        kept = points(one)
        latest = kept[-1]
        found = slope(kept)
        additive = latest.definition.unit in ADDITIVE
        sides = [tables.name_of(code, press.lang) for code in (latest.definition.reporter, latest.definition.partner)]
        name = press.text("trend_of", name=tables.row_name(latest, press.lang), a=sides[0], b=sides[1])
        years = f"{kept[0].definition.period}\u2013{latest.definition.period}"
        what = press.text("trend_definition", name=name, years=years)
        unit = latest.definition.unit if additive else "PCT"
        told = {"slope": found.slope, "low": found.low, "high": found.high}
        digits = cell_digits(unit, max(map(abs, told.values())))  # as wide as the interval, so one for all three
        numbers = [
            press.derived(kind, kept, value, unit, digits, what, "trend_formula") for kind, value in told.items()
        ]
        per_year = press.text("trend_points" if additive else "trend_percent")
        rows.append((Plain(name), Plain(years), *numbers, Plain(per_year)))
        shown += kept
    if not rows:
        return
    heads = (
        Column(press.text("table_measure")),
        Column(press.text("trend_years")),
        Column(press.text("trend_change"), numeric=True),
        Column(press.text("trend_low"), numeric=True),
        Column(press.text("trend_high"), numeric=True),
        Column(press.text("table_unit")),
    )
    yield DataTable(
        columns=heads,
        rows=tuple(rows),
        caption=press.text("caption_trends"),
        sources=press.sources(shown),
        note=press.text("trend_note"),
    )


def pace(press: Press, target: Reading, today: Reading | None, seen: Sequence[Reading]) -> tuple[Cell, Cell]:
    """Change a year a target needs from the value today on, and the mean change a year seen so far."""
    unit = target.definition.unit
    scale, _ = tables.scale_of([target], press.lang)
    needed: Cell = None
    if today is not None and today.definition.unit == unit:
        years = int(target.definition.period[:4]) - int(today.definition.period[:4])
        if years > 0:
            change = (target.value - today.value) / years / scale
            needed = press.derived(
                "needed",
                [target, today],
                change,
                unit,
                cell_digits(unit, change, scale),
                press.text("target_needed"),
                "pace_formula",
                scale,
            )
    kept = [r for r in seen if r.definition.unit == unit and len(r.definition.period) == 4]
    if len(kept) < 2 or kept[-1].definition.period == kept[0].definition.period:
        return needed, None
    span = int(kept[-1].definition.period) - int(kept[0].definition.period)
    change = (kept[-1].value - kept[0].value) / span / scale
    return needed, press.derived(
        "seen",
        [kept[0], kept[-1]],
        change,
        unit,
        cell_digits(unit, change, scale),
        press.text("target_seen"),
        "pace_formula",
        scale,
    )
