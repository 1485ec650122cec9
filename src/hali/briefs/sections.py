"""One section of the brief: statements, one figure or table, what to know about the data, events, or an honest gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hali import narrate
from hali.briefs import choice, politics, remaining, routes, tables, trade
from hali.briefs.elements import State
from hali.briefs.material import Material
from hali.briefs.press import Press
from hali.codelists import areas, measures
from hali.codelists.areas import concept
from hali.connectors import source
from hali.languages import numbers
from hali.model.definition import Reading
from hali.model.indicator import Section as Declared
from hali.model.observation import Event
from hali.narrate import words
from hali.publish.document import (
    Block,
    Cell,
    Column,
    DataTable,
    Gap,
    GapReason,
    Note,
    Paragraph,
    Plain,
    Section,
    Statement,
    plain,
)
from hali.record import dataflows

EVENTS = 4
"""Events of one section at the most, newest first; agreements before others."""

LASTING = 2
"""Agreements, treaties and laws of one section that go before its other events."""

TOLD = 2
"""Events of one section that are said in a sentence at the most."""

EVENT_SECTIONS: dict[str, tuple[str, ...]] = {
    "trade": ("trade",),
    "investment": ("investment",),
    "energy": ("energy",),
    "green_energy": ("green_energy",),
    "connectivity": ("transport",),
    "dialogue": ("politics", "governance"),
    "exchange": ("education",),
    "tourism": ("people",),
    "climate": ("climate",),
    "biodiversity": ("environment",),
}
"""Section -> subjects of the events listed in it; security is split by what happened to what."""

SECURITY_SUBJECTS: dict[str, tuple[str, ...]] = {
    "terrorism": ("LEICA", "CADAP"),
    "borders": ("BOMCA", "BORDER"),
    "nonproliferation": (
        *("START_LISBON_PROTOCOL", "NPT", "CTBT", "CANWFZ", "TPNW", "SEMIPALATINSK", "LEU_BANK", "NUCLEAR_GUARANTEE"),
        "NUCLEAR_WARHEADS",
    ),
}
"""Security sections -> what their events are about; every other event of security stands with the dialogue."""

STANDING_NOTES: dict[str, tuple[str, ...]] = {
    "investment": ("fdi",),
    "dialogue": ("votes",),
    "reform": ("indices",),
    "exchange": ("students",),
    "tourism": ("visas",),
}
"""Notes a section always carries when it has data."""

VISAS = ("visas_issued", "visa_refusal_rate")
"""Measures the note on visas is about."""


def section(
    material: Material,
    press: Press,
    declared: Declared,
    pillar: str,
    elements: Sequence[State] = (),
    *,
    whole: bool = True,
) -> Section:
    """One declared section, filled with what the record holds, its elements first of all; a gap where it is nothing.

    Args:
        material: the pair.
        press: prints it.
        declared: the section.
        pillar: id of its pillar.
        elements: what is held of the elements of the pair.
        whole: whether the section follows that says what all of them lack.
    """
    events = said_once(press, section_events(material, declared.id))
    told = told_events(press, events)
    further: list[Reading] = []
    if declared.id == "trade":
        blocks, shown = trade.blocks(material, press)
    elif declared.id == "dialogue":
        blocks, shown = politics.blocks(material, press, measures.in_section(declared.id, "stated"))
    else:
        blocks, shown, further = _blocks(material, press, declared)
    if (blocks or further) and declared.id in {"connectivity", "routes"}:
        blocks += routes.blocks(material, press, declared.id)
    blocks = with_told([press.told(event) for event in told], blocks)
    before = {reading.id for reading in press.printed}
    blocks += remaining.blocks(press, elements, declared.id, further)
    shown += [reading for reading in press.printed if reading.id not in before]
    listed = listed_events(events, told, elements)
    if listed:
        blocks.append(event_table(press, listed))
    notes = note_statements(material, press, declared.id, shown) if blocks else ()
    blocks += [Note(notes)] if notes else []
    return Section(
        id=declared.id,
        pillar=pillar,
        title=str(words.table(press.lang, "sections")[declared.id]),
        level=len(declared.order),
        number=".".join(map(str, declared.order)),
        blocks=tuple(blocks),
        gap=None if blocks else gap(press, declared, whole),
    )


def _blocks(material: Material, press: Press, declared: Declared) -> tuple[list[Block], list[Reading], list[Reading]]:
    """Sentences and a picture, all readings they show, and further readings for a table, the best first."""
    found = choice.relevant(material, declared)
    chosen = choice.statements(material, press.lang, measures.in_section(declared.id, "stated"), found)
    chosen = [reading for reading in chosen if not press.stated(reading)]
    blocks: list[Block] = []
    if chosen:
        blocks.append(Paragraph(tuple(press.say(r) for r in chosen)))
    shown = list(chosen)
    drawn = choice.drawn(material, found)
    if drawn is not None:
        latest = drawn.comparable[-1]
        title = press.text(
            "figure_series",
            measure=tables.row_name(latest, press.lang),
            reporter=tables.name_of(latest.definition.reporter, press.lang),
            partner=tables.name_of(latest.definition.partner, press.lang),
        )
        blocks.append(tables.line_figure(press, [(tables.line_name(press, latest), drawn.comparable)], title))
        shown += drawn.comparable
    apart = [s for s in found if not choice.repeats(s, found)]
    left = [s.latest for s in apart if s.latest not in shown and (drawn is None or s.key != drawn.key)]
    return blocks, shown, [r for r in left if r.status != "Q" or not press.is_old(r)]


def section_events(material: Material, id_: str) -> list[Event]:
    """Events of a section, newest first: what joins the two, else what one side did alone."""
    if id_ in SECURITY_SUBJECTS:
        found = [e for e in material.events if e.pillar == "security" and e.subject in SECURITY_SUBJECTS[id_]]
    else:
        listed = {s for subjects in SECURITY_SUBJECTS.values() for s in subjects}
        pillars = EVENT_SECTIONS.get(id_, ())
        found = [e for e in material.events if e.pillar in pillars]
        if id_ == "dialogue":
            found += [e for e in material.events if e.pillar == "security" and e.subject not in listed]
    joint = [e for e in found if material.parties.joint(e)]
    return sorted(joint or found, key=lambda e: e.date, reverse=True)


def said_once(press: Press, events: Sequence[Event]) -> list[Event]:
    """Of events in the same words, phases of a programme and yearly meetings, the newest."""
    newest: dict[str, Event] = {}
    for event in events:
        newest.setdefault(narrate.event_title(event, press.lang)[0], event)
    return list(newest.values())


def told_events(press: Press, events: Sequence[Event]) -> list[Event]:
    """Events worth a sentence, oldest first: of each kind the newest, two at the most."""
    newest: dict[str, Event] = {}
    for event in events:
        if press.tells(event):
            newest.setdefault(event.kind, event)
    return sorted(list(newest.values())[:TOLD], key=lambda event: event.date)


def listed_events(events: Sequence[Event], told: Sequence[Event], elements: Sequence[State]) -> list[Event]:
    """Events of a section for its table, newest first, without those told in sentences.

    When there are too many, the newest that answers each element of the pair stays, then what both began with and
    what is in force.
    """
    answers = [event for state in elements if not state.readings for event in state.events[:1]]
    left = [e for e in events if e not in told]
    asked = [e for e in left if e in answers]
    lasting = [e for e in left if e.kind in {"agreement", "treaty", "law"}]
    lasting.sort(key=lambda e: (e.subject != "DIPLOMATIC_RELATIONS", e.action != "in_force"))
    others = [e for e in left if e not in lasting]
    order = [*asked, *lasting[:LASTING], *others, *lasting[LASTING:]]
    kept = {id(e) for e in order[: max(EVENTS, len(asked))]}
    return [e for e in left if id(e) in kept]


def with_told(told: Sequence[Statement], blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a section with its events said first, in the paragraph they begin with if there is one."""
    if not told:
        return list(blocks)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        room = choice.STATEMENTS - len(first.statements)
        return [Paragraph((*told[:room], *first.statements)), *blocks[1:]]
    return [Paragraph(tuple(told)), *blocks]


def event_table(press: Press, events: Iterable[Event]) -> DataTable:
    """Events as a table: date, and what happened with its source."""
    rows: list[tuple[Cell, ...]] = []
    for event in events:
        day, title = press.event(event)
        rows.append((day, title, Plain(f"[{press.event_source(event)}]")))
    heads = (Column(press.text("table_date")), Column(press.text("table_event")), Column(press.text("table_source")))
    return DataTable(columns=heads, rows=tuple(rows), caption=press.text("caption_events"))


def note_statements(material: Material, press: Press, id_: str, shown: Sequence[Reading]) -> tuple[Statement, ...]:
    """What a reader should know about the numbers of a section and was not told before.

    Args:
        material: the pair.
        press: prints the words, and knows what was said.
        id_: section.
        shown: readings of the section.
    """
    written = words.table(press.lang, "caveats")
    codes = [c for r in shown for c in r.caveats]
    codes += ["LOWER_BOUND"] if any(narrate.is_lower_bound(r) for r in shown) else []
    concerned = {
        "tourism": any(r.definition.measure in VISAS for r in shown),
        "reform": len({r.definition.dataflow for r in shown}) > 1,
        "exchange": any(areas.area(code).kind != "country" for code in material.codes),
    }
    standing = STANDING_NOTES.get(id_, ()) if concerned.get(id_, True) else ()
    keys = [*standing, *sorted(set(codes) & set(written))]
    counts = {concept(r.definition.reporter) for r in shown if not dataflows.computed(r.definition.dataflow)}
    if id_ == "trade" and len(counts) > 1:
        keys = ["two_counts", *(["oil_first_buyer"] if "KAZ" in material.pair else []), *keys]
    if any(r.missing and r.definition.measure.endswith("oil_imports") for r in shown):
        keys.append("oil_members")
    return tuple(plain(str(written[key])) for key in dict.fromkeys(keys) if press.once(key))


def gap(press: Press, declared: Declared, whole: bool) -> Gap:
    """Why a section is empty, where it was looked for, and what would fill it.

    Where no publisher's table is known to hold what is missing, nothing is said of what is published.
    """
    written = words.table(press.lang, "gaps")
    publisher = online_source(press.material, declared)
    reason: GapReason = "published_not_held" if publisher else "not_held"
    return Gap(
        reason=reason,
        text=str(written[reason]),
        looked_in=(
            str(written["looked_in"]).format(
                record=press.material.record.id, day=numbers.format_date(press.material.as_of, press.lang)
            ),
        ),
        next_step=str(written["fill"]).format(source=publisher) if publisher else str(written["fill_hand"]),
        elsewhere=whole,
    )


def online_source(material: Material, declared: Declared) -> str:
    """The publisher that would have what a section of this pair lacks; "" where only single pages are known."""
    union = areas.members("EU27_2020", areas.FIXED["EU27_2020"])
    sides = {concept(side) for side in material.pair}
    covered = {"EU"} if sides & (union | {"EU"}) else set()
    covered |= sides & {"KAZ"}
    asked = [s for s in declared.sources if s != "curated" and source(s).covers in {"", *covered}]
    return asked[0] if asked else "comtrade" if declared.id == "trade" else ""
