"""The last section: changes a year seen, dated targets and their pace, what would fill the gaps. No forecast."""

from __future__ import annotations

from collections.abc import Sequence

from hali.briefs import tables, trends
from hali.briefs.elements import State, last_year, present
from hali.briefs.material import Material, Series
from hali.briefs.press import Press
from hali.codelists.measures import measures
from hali.model.definition import NONE, Reading
from hali.narrate import words
from hali.publish.document import Block, Box, Cell, Column, DataTable, Paragraph, Plain, Section, Statement, plain

WAYS = ("out", "back")
"""How ids of elements end that are of one way of two."""


def section(material: Material, press: Press, sections: Sequence[Section], elements: Sequence[State]) -> Section:
    """Targets, next steps and what is not held, from the sections before it and the elements of the pair."""
    blocks: list[Block] = list(trends.table(material, press))
    told = {reading.id for reading in press.printed}
    # without a value of today a target says here what its own section has said
    rows = [
        (target, today) for target, today in _targets(material, press) if today is not None or target.id not in told
    ]
    if rows:
        blocks.append(Paragraph((plain(press.text("outlook_intro")),)))
        heads = (
            Column(press.text("target_head")),
            Column(press.text("target_date")),
            Column(press.text("target_value"), numeric=True),
            Column(press.text("target_today"), numeric=True),
            Column(press.text("target_needed"), numeric=True),
            Column(press.text("target_seen"), numeric=True),
            Column(press.text("table_unit")),
        )
        shown = [r for target, today in rows for r in (target, today.latest if today else None) if r is not None]
        blocks.append(
            DataTable(
                columns=heads,
                rows=tuple(_row(press, target, today) for target, today in rows),
                caption=press.text("caption_targets"),
                sources=press.sources(shown),
                note=press.flags_note(shown),
            )
        )
    if not blocks:
        blocks.append(Paragraph((plain(press.text("outlook_none")),)))
    said = (*coverage(press, elements), *_steps(press, sections))
    blocks.append(Box("coverage", press.text("coverage_title"), tuple(Paragraph((one,)) for one in said)))
    return Section(
        id="outlook",
        pillar="",
        title=str(words.table(press.lang, "sections")["outlook"]),
        level=1,
        number="12",
        blocks=tuple(blocks),
    )


def _steps(press: Press, sections: Sequence[Section]) -> list[Statement]:
    """What would fill the gaps, and which sections each step would fill."""
    grouped: dict[str, list[str]] = {}
    for section in sections:
        if section.gap is not None and section.gap.next_step:
            grouped.setdefault(section.gap.next_step, []).append(section.title)
    return [plain(press.text("next_item", step=step, sections="; ".join(titles))) for step, titles in grouped.items()]


def _targets(material: Material, press: Press) -> list[tuple[Reading, Series | None]]:
    day = material.as_of[:4]
    found = [
        (target, _today(material, series, one.brief.today))
        for one in measures()
        if one.brief.target
        for series in material.find(one.id)
        for target in series.readings
        if target.definition.period[:4] >= day
    ]
    return sorted(found, key=lambda row: (row[0].end, row[0].definition.measure, row[0].id))


def _today(material: Material, target: Series, today: str) -> Series | None:
    measure, _, variant = today.partition(".")
    series = [s for s in material.find(measure) if not variant or s.key.variant == variant]
    series = [s for s in series if s.key.product == target.key.product]
    return max(series, key=lambda s: s.latest.end, default=None)


def _row(press: Press, target: Reading, today: Series | None) -> tuple[Cell, ...]:
    lang = press.lang
    scale, unit = tables.scale_of([target], lang)
    d = target.definition
    latest = today.latest if today is not None else None
    name = f"{tables.row_name(target, lang)} ({tables.name_of(d.reporter, lang)})"
    if today is not None and today.key.variant != NONE:
        # one of several ways to count: another page of the brief may tell another
        name = press.text("target_counted", name=name, today=words.code(today.key.variant, lang))
    return (
        Plain(name),
        Plain(tables.period_name(d.period, lang)),
        press.cell(target, scale),
        press.cell(latest, scale),
        *trends.pace(press, target, latest, today.years if today is not None else ()),
        Plain(unit),
    )


def coverage(press: Press, elements: Sequence[State]) -> tuple[Statement, ...]:
    """How many elements of a pair are held, which are not or only in part, and from which years the numbers are."""
    day = press.material.as_of
    years = sorted({last_year(r) for r in press.printed if r.end <= day}) or [day[:4]]
    said = press.text("coverage", held=len(present(elements)), all=len(elements), oldest=years[0], newest=years[-1])
    named = [
        press.text(key, names=_by_group(press, [s for s in elements if s.status == status]))
        for status, key in (("missing", "not_held"), ("partly", "held_partly"))
        if any(s.status == status for s in elements)
    ]
    return tuple(plain(text) for text in (said, *named))


def _by_group(press: Press, states: Sequence[State]) -> str:
    """Names of elements, group by group: "people: migrants, tourism; energy: oil".

    What neither side has of the other is named once, without the ways it goes.
    """
    groups = words.table(press.lang, "brief.groups")
    ids = {state.element.id for state in states}
    listed: dict[str, dict[str, None]] = {}
    for state in states:
        name = press.named(state.element.names)
        if {f"{state.element.id.rpartition('_')[0]}_{way}" for way in WAYS} <= ids:
            name = name.partition(" (")[0]
        listed.setdefault(str(groups[state.element.group]), {})[name] = None
    return "; ".join(f"{group}: {', '.join(names)}" for group, names in listed.items())
