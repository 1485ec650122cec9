"""The headline numbers beside the same numbers of other partners, chosen by size, by what is held, and by region.

Of the six largest partners of the side whose table of trade the record holds (the second side first), the three
largest are taken of which it holds votes as well, and the largest of the side's region among the rest. The EU stands
for its members where neither side belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from hali.briefs import tables, trade
from hali.briefs.material import Material, Series, usual
from hali.briefs.parties import GROUPS
from hali.briefs.press import Press
from hali.codelists import areas, measures
from hali.model.definition import NONE, Reading
from hali.model.period import last_day
from hali.publish.document import Block, Box, Cell, Column, DataTable, Plain
from hali.record import partners
from hali.record import readings as lookup
from hali.record.store import Record

LARGEST = 6
"""Partners among which those with the most numbers are chosen."""

CHOSEN = 3
"""How many of them are."""

RULE = "both-ways"
"""How partners are chosen: what is kept on disk of an earlier rule is not taken."""

NEIGHBOURS = 1
"""Partners chosen by region."""

ASKED = (
    "partner_share_trade",
    "trade_total",
    "partner_share_oil_imports",
    "fdi_stock",
    "students_from_partner",
)
"""Measures whose parts of the record hold what stands beside a headline; computed together beforehand."""

ALIKE = ("variant", "product", "flow", "unit")
"""What a number and the one it is compared with have in common, beside measure, period and the side that stays."""


def others(record: Record, pair: tuple[str, str], as_of: str) -> tuple[str, ...]:
    """Codes of the areas a pair is compared with, largest first; none where neither side has a table of trade.

    Args:
        record: the record.
        pair: concepts or dated codes of the two sides.
        as_of: ISO day the brief is written on.
    """
    return record.warehouse.chosen(lambda: _chosen(record, pair, as_of), "comparators", RULE, *pair, as_of)


def _chosen(record: Record, pair: tuple[str, str], as_of: str) -> tuple[str, ...]:
    day = date.fromisoformat(as_of)
    # a side's own table goes before what others made of both sides' reports
    for own, (reporter, partner) in product((True, False), (pair[::-1], pair)):
        found = partners.sizes(record, usual(reporter, as_of), areas.concept(partner), day, own=own)
        listed = _by_size(pair, found, as_of) if found else []
        if len(listed) > LARGEST:
            voting = partners.voting(record, listed[:LARGEST])
            best = sorted(listed[:LARGEST], key=lambda code: code not in voting)[:CHOSEN]
            region = [code for code in listed if code not in best and _neighbour(code, reporter, day)]
            kept = {*best, *region[:NEIGHBOURS]}
            return tuple(code for code in listed if code in kept)
    return ()


def _by_size(pair: tuple[str, str], found: partners.Sizes, as_of: str) -> list[str]:
    """Partners in a table other than the pair, largest first."""
    day = last_day(found.year)
    union = usual("EU", as_of)
    inside = areas.members(union, day)
    apart = bool({areas.concept(side) for side in pair} & {"EU", *inside})
    taken = set().union(*(areas.members(usual(side, as_of), day) for side in pair))
    values = {
        code: value
        for code, value in found.values.items()
        if areas.area(code).kind == "country" and code not in taken | inside
    }
    if not apart:
        values[union] = found.values.get(union) or sum(found.values.get(member, 0) for member in inside)
    return sorted(values, key=lambda code: (-values[code], code))


def asks(pair: Sequence[str], others: Sequence[str]) -> list[lookup.Ask]:
    """What will be looked up of the others beside the headlines."""
    if not others:
        # a question that names nobody is about everybody
        return []
    return [lookup.Ask(ASKED, pair, others), lookup.Ask(("un_vote_agreement",), pair, others, either_way=True)]


def _neighbour(code: str, reporter: str, day: date) -> bool:
    """Whether two areas belong to one of the groups of a region."""
    return any({code, reporter} <= areas.members(group, day) for group in GROUPS)


def box(material: Material, press: Press, headlines: Sequence[Reading]) -> Iterator[Block]:
    """The table of headlines beside other partners; nothing where no other partner has any of them."""
    beside = others(material.record, material.pair, material.as_of)
    rows = [(reading, _beside(material, reading, beside)) for reading in headlines if beside]
    rows = [(reading, row) for reading, row in rows if any(row)]
    if not rows:
        return
    lang = press.lang
    heads = [Column(press.text("table_measure")), Column(press.text("table_unit"))]
    heads.append(Column(press.text("table_this_pair"), numeric=True))
    heads += [Column(tables.name_of(code, lang), numeric=True) for code in beside]
    cells: list[tuple[Cell, ...]] = []
    shown: list[Reading] = []
    for reading, row in rows:
        every = [reading, *(r for r in row if r is not None)]
        scale, unit = tables.scale_of([reading] if reading.value else every, lang)
        d = reading.definition
        area = tables.name_of(held(reading, material), lang)
        name = press.text(
            "table_of", name=tables.row_name(reading, lang), area=area, period=tables.period_name(d.period, lang)
        )
        cells.append((Plain(name), Plain(unit), *(press.cell(r, scale) for r in (reading, *row))))
        shown += every
    listed = DataTable(
        columns=tuple(heads),
        rows=tuple(cells),
        caption=press.text("caption_compared"),
        sources=press.sources(shown),
        note=press.text("compared_note", flags=press.flags_note(shown)).strip(),
    )
    yield Box("note", press.text("compared"), (listed,))


def held(reading: Reading, material: Material) -> str:
    """Code of the side that stays: whoever reports; of a symmetric measure the second side."""
    d = reading.definition
    if not measures.measure(d.measure).check.symmetric:
        return d.reporter
    second = areas.concept(material.pair[1])
    return d.reporter if areas.concept(d.reporter) == second else d.partner


def _beside(material: Material, reading: Reading, others: Sequence[str]) -> list[Reading | None]:
    """The same number of each other partner; a sum that leaves members out beside such as leave out the same ones."""
    d = reading.definition
    best: dict[str, Reading] = {}
    for r in _alike(material, reading, others, {"period": d.period}):
        if r.missing == reading.missing:
            best.setdefault(_other(r, held(reading, material)), r)
    return [best.get(code) for code in others]


def _alike(material: Material, reading: Reading, others: Sequence[str], where: dict[str, str]) -> list[Reading]:
    """Readings of the same definition with other partners; those of the same table first, whole before partial."""
    d = reading.definition
    found = lookup.find(
        material.record,
        [d.measure],
        reporters=[held(reading, material)],
        partners=list(others),
        either_way=measures.measure(d.measure).check.symmetric,
        newest=True,
        where={column: getattr(d, column) for column in ALIKE} | where,
    )
    return sorted(found, key=lambda r: (r.definition.dataflow != d.dataflow, r.status == "Q", bool(r.missing), r.id))


def _other(reading: Reading, side: str) -> str:
    """The side of a reading that is not `side`."""
    d = reading.definition
    return d.partner if d.reporter == side else d.reporter


def over_time(material: Material, reading: Reading) -> dict[str, list[Reading]]:
    """The same number of every other partner in each period, oldest first; partners largest first."""
    beside = others(material.record, material.pair, material.as_of)
    found: dict[str, list[Reading]] = {code: [] for code in beside}
    for r in sorted(_alike(material, reading, beside, {}) if beside else [], key=lambda r: r.end):
        found[_other(r, held(reading, material))].append(r)
    return {code: readings for code, readings in found.items() if readings}


def headlines(material: Material, chosen: Sequence[Series], said: Sequence[Reading]) -> list[Reading]:
    """Newest key numbers, what the first page states, and agreement in votes: each measure and reporter once."""
    votes = material.find("un_vote_agreement", variant="identical", product=NONE)
    every = [*(trade.newest(s) for s in chosen), *said, *(s.latest for s in votes[:1])]
    once: dict[tuple[str, ...], Reading] = {}
    for reading in every:
        d = reading.definition
        once.setdefault((d.measure, d.variant, d.reporter, d.product), reading)
    return list(once.values())
