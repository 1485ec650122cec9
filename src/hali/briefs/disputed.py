"""What is disputed: figures in circulation beside the definition that gives them, and one share by all definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hali import narrate
from hali.briefs import tables
from hali.briefs.circulating import Circulating
from hali.briefs.material import Material, is_year, usual
from hali.briefs.press import Press
from hali.codelists import areas
from hali.languages import numbers
from hali.languages.marks import EN_DASH
from hali.model.claim import Candidate, Claim, Departure, Finding
from hali.model.definition import Reading
from hali.model.period import last_day
from hali.model.units import record_unit
from hali.narrate import words
from hali.publish.document import Block, Box, Cell, Column, DataTable, Paragraph, Plain, Quantity, Quoted, plain
from hali.record import readings as lookup

Checked = tuple[Circulating, Finding]
"""A figure in circulation and what the check found of it."""

CLAIMS = 4
"""Figures in circulation in the box at the most."""

DEAREST = 5
"""Cost of the changes above which a definition no longer explains a figure."""

HEDGES = {"~": "\u2248", "<~": "\u2272", ">": ">", "<": "<", ">=": "\u2265", "<=": "\u2264"}
"""How the approximator of a printed figure is printed again: as a sign, for a word would need each language's own."""

SHARES = ("partner_share_trade", "partner_share_exports", "partner_share_imports")
"""Shares whose definitions are set side by side; of the last the lowest, of the others the highest is shown."""

FEWEST = 4
"""Definitions the table needs at least."""

MOST = 8
"""Definitions in the table at the most."""


def claims(press: Press, circulating: Sequence[Checked]) -> Iterator[Block]:
    """The box of figures in circulation: each as printed, and the definition that gives it, or none."""
    heads = (
        Column(press.text("disputed_figure"), numeric=True),
        Column(press.text("disputed_about")),
        Column(press.text("disputed_gives"), numeric=True),
        Column(press.text("table_definition")),
        Column(press.text("table_source")),
    )
    rows = [_row(press, one, finding) for one, finding in circulating[:CLAIMS]]
    shown = [cell.reading for row in rows for cell in row if isinstance(cell, Quantity)]
    used = [r for _, f in circulating[:CLAIMS] for c in f.front for r in (c.reading,) if r.id in shown]
    listed = DataTable(
        columns=heads,
        rows=tuple(rows),
        caption=press.text("disputed_claims"),
        sources=press.sources(used),
        note=press.flags_note(used),
    )
    press.once("disputed")
    yield Box("joint", press.text("disputed"), (listed,))


def _row(press: Press, one: Circulating, finding: Finding) -> tuple[Cell, ...]:
    """A figure as printed, what it is about, the number and definition that give it, and who printed it."""
    giving = _giving(press.material, one, finding)
    number: Cell = Plain(EN_DASH)
    text = press.text("disputed_none")
    if giving is not None:
        number = _number(press, giving.reading)
        changed = "; ".join(narrate.departure(d, press.lang, giving.reading.end) for d in giving.departures)
        text = changed or press.text("disputed_as_said")
    claim = finding.claim
    about = words.capital(_about(claim.measure or "", press), press.lang)
    if claim.period is not None and claim.period.start:
        first, last = claim.period.start[:4], str(int(claim.period.end[:4]) - (claim.period.end[4:] == "-01-01"))
        about = f"{about}, {first}" if first == last else f"{about}, {first}\u2013{last}"
    said_by = one.page.producer if one.page is not None else press.producer(one.origin)
    mark = f"[{press.cite(one.origin, one.page)}]"
    return Quoted(printed(claim, press.lang), said_by, claim.id), Plain(about), number, Plain(text), Plain(mark)


def _about(measure: str, press: Press) -> str:
    """What a figure is of, in few words: "share in total trade"."""
    if measure in SHARES:
        return press.text("share_in", what=words.code(measure, press.lang))
    return words.code(measure, press.lang)


def _giving(material: Material, one: Circulating, finding: Finding) -> Candidate | None:
    """The cheapest definition that gives the figure strictly, else roughly, and does not rest on the page itself."""
    found = [c for c in finding.front if c.band < 2 and c.cost <= DEAREST]
    for candidate in sorted(found, key=lambda c: (c.band, c.cost)):
        cells = lookup.observations(material.record, candidate.reading.cells)
        if one.origin not in {cell.origin for cell in cells}:
            return candidate
    return None


def printed(claim: Claim, lang: str) -> str:
    """The figure of a claim as its author printed it, in the notation of a language: "~ 40 %"."""
    quantity = claim.quantity
    assert quantity is not None
    value = quantity.value[0] if isinstance(quantity.value, tuple) else quantity.value
    scale, unit = tables.scaled(abs(value), record_unit(quantity.unit), lang)
    text = f"{numbers.format_number(value / scale, lang, _decimals(claim))}\u00a0{unit}"
    hedge = HEDGES.get(quantity.approximator, "")
    return f"{hedge}\u00a0{text}" if hedge else text


def _number(press: Press, reading: Reading) -> Cell:
    """A reading with its unit in short form, for a cell: "160.0 billion USD"."""
    scale, unit = tables.scaled(abs(reading.value), reading.definition.unit, press.lang)
    cell = press.cell(reading, scale)
    return replace(cell, text=f"{cell.text}\u00a0{unit}") if isinstance(cell, Quantity) else cell


def _decimals(claim: Claim) -> int:
    """Decimals the figure was written with."""
    quantity = claim.quantity
    assert quantity is not None
    return len(quantity.text.partition(".")[2])


def definitions(press: Press, shares: Sequence[Reading]) -> Iterator[Block]:
    """The box of what the definitions of one share give, lowest to highest, the default marked.

    Args:
        press: prints the words.
        shares: the default share first; nothing is said where there is none.
    """
    material = press.material
    if not shares:
        return
    default = shares[0]
    reporter, partner = (areas.concept(c) for c in (default.definition.reporter, default.definition.partner))
    every = [
        r
        for r in material.everything
        if r.definition.measure in SHARES
        and areas.concept(r.definition.reporter) == reporter
        and areas.concept(r.definition.partner) == partner
        and is_year(r)
        and r.status != "Q"
        and r.definition.dataflow == default.definition.dataflow
        and int(r.definition.period) > int(default.definition.period) - 6
    ]
    rows = _spread(every, default)
    if len(rows) < FEWEST:
        return
    heads = (
        Column(press.text("table_value"), numeric=True),
        Column(press.text("table_definition")),
        Column(press.text("table_period")),
    )
    cells: list[tuple[Cell, ...]] = []
    for reading in rows:
        said = _terms(reading, press.lang, material.as_of)
        text = press.text("disputed_default", definition=said) if reading.id == default.id else said
        cells.append((press.cell(reading), Plain(text), Plain(reading.definition.period)))
    area = tables.name_of(default.definition.partner, press.lang)
    of = tables.name_of(default.definition.reporter, press.lang)
    listed = DataTable(
        columns=heads,
        rows=tuple(cells),
        caption=press.text("disputed_caption", partner=area, reporter=of),
        unit="%",
        sources=press.sources(rows),
    )
    # a second box of the title explains itself
    intro = (Paragraph((plain(press.text("disputed_intro")),)),) if press.once("disputed") else ()
    yield Box("joint", press.text("disputed"), (*intro, listed))


def _terms(reading: Reading, lang: str, day: str) -> str:
    """Flow and members of a share: "exports, EU27"; of a printed row that it is one."""
    d = reading.definition
    area = tables.name_of(d.partner, lang)
    if d.method == "printed":
        area = narrate.departure(Departure("composition", "", d.partner, 1), lang, reading.end)
    elif d.partner != usual(areas.concept(d.partner), day):
        area = str(words.table(lang, "brief")["disputed_then"]).format(area=area)
    return f"{words.code(d.measure, lang)}, {area}"


def _spread(every: Sequence[Reading], default: Reading) -> list[Reading]:
    """The default; of each flow the newest and the extreme, and the newest printed row that counts other members."""
    kept = [default]
    for measure in SHARES:
        own = [r for r in every if r.definition.measure == measure and _of_the_day(r)]
        other = [r for r in every if r.definition.measure == measure and r.definition.method == "printed"]
        values = {f"{r.value:.6g}" for r in own}
        other = [r for r in other if f"{r.value:.6g}" not in values]
        if own:
            extreme = min if measure == SHARES[-1] else max
            kept += [max(own, key=lambda r: r.end), extreme(own, key=lambda r: r.value)]
        if other and measure != SHARES[-1]:
            kept.append(max(other, key=lambda r: r.end))
    distinct = {f"{r.value:.6g}": r for r in reversed(kept)}
    return sorted(distinct.values(), key=lambda r: (r.value, r.id))[-MOST:]


def _of_the_day(reading: Reading) -> bool:
    """Whether the partner counts the members of the last day of the period."""
    d = reading.definition
    return d.partner == usual(areas.concept(d.partner), last_day(d.period).isoformat())
