"""What the record said of a pair on an earlier day against what it says now: values changed, numbers new, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from hali.briefs import tables
from hali.briefs.material import Key, Material, Series
from hali.briefs.press import Press, cell_digits
from hali.languages import numbers
from hali.model.definition import DEFINITION_COLUMNS, NONE, Reading
from hali.narrate import words
from hali.publish.document import Block, Cell, Change, Changes, Column, DataTable, Paragraph, Plain, Section, plain

LISTED = 20
"""Rows of a table at the most; the JSON form holds all."""

NOISE = 1e-9
"""Relative difference below which two computed values are the same."""

FINEST = 6
"""Decimals shown at the most to tell two values apart."""

SAME = tuple(name for name in DEFINITION_COLUMNS if name != "vintage")
"""What makes a number the same number in two records."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states of a pair.

    Attributes:
        changed: the reading then and now, the largest relative change first.
        added: readings the record did not hold then; those of the pair before those of one side, the latest first.
        withdrawn: readings it no longer holds, in the same order.
    """

    changed: tuple[tuple[Reading, Reading], ...]
    added: tuple[Reading, ...]
    withdrawn: tuple[Reading, ...]


def compare(then: Material, now: Material) -> Compared:
    """The default series of two states, number by number.

    A number is new or withdrawn only if the other state holds it under no vintage at all; that another one became the
    default is no change of a number.
    """
    held_then, held_now = ({_same(r): r for r in state.everything} for state in (then, now))
    chosen_then, chosen_now = ({_same(r): r for r in _chosen(state.series)} for state in (then, now))
    both = [(held_then[key], one) for key, one in chosen_now.items() if key in held_then]
    changed = [(old, new) for old, new in both if _distance(old, new) > NOISE]
    return Compared(
        changed=tuple(sorted(changed, key=lambda pair: (-_distance(*pair), _same(pair[1])))),
        added=_ordered(one for key, one in chosen_now.items() if key not in held_then),
        withdrawn=_ordered(one for key, one in chosen_then.items() if key not in held_now),
    )


def section(press: Press, compared: Compared, since: str) -> Section:
    """The section at the end of a brief.

    Args:
        press: prints the numbers.
        compared: the two states; `press` has learnt the readings of the earlier one.
        since: the earlier state in words.
    """
    said = words.table(press.lang, "changes")
    title = str(said["title"]).format(since=since)
    blocks: list[Block] = []
    if compared.changed:
        rows = compared.changed[:LISTED]
        more = len(compared.changed) > LISTED
        blocks.append(_table(press, rows, "caption_changed", more))
    for name, listed in (("caption_added", compared.added), ("caption_withdrawn", compared.withdrawn)):
        if listed:
            blocks.append(_table(press, [(one,) for one in listed[:LISTED]], name, len(listed) > LISTED))
    lead = Paragraph((plain(str(said["intro" if blocks else "none"]).format(since=since)),))
    return Section(id="changes", pillar="", title=title, blocks=(lead, *blocks))


def as_data(compared: Compared, since: str) -> Changes:
    """All changes as plain data, for the JSON form.

    Args:
        compared: the two states.
        since: ISO day or record id of the earlier one.
    """
    return {
        "since": since,
        "changed": [_change(old, new) for old, new in compared.changed],
        "added": [_change(None, one) for one in compared.added],
        "withdrawn": [_change(one, None) for one in compared.withdrawn],
    }


def earlier(compared: Compared) -> list[Reading]:
    """The readings of the earlier state that are printed."""
    return [*(old for old, _ in compared.changed[:LISTED]), *compared.withdrawn[:LISTED]]


def later(compared: Compared) -> list[Reading]:
    """The readings of the later state that are printed."""
    return [*(new for _, new in compared.changed[:LISTED]), *compared.added[:LISTED]]


def _chosen(series: dict[Key, Series]) -> Iterator[Reading]:
    return chain.from_iterable(one.readings for one in series.values())


def _same(reading: Reading) -> tuple[str, ...]:
    return tuple(getattr(reading.definition, name) for name in SAME)


def _distance(old: Reading, new: Reading) -> float:
    """Relative change; of a value that was zero, the new value."""
    return abs(new.value - old.value) / (abs(old.value) or 1.0)


def _ordered(readings: Iterator[Reading]) -> tuple[Reading, ...]:
    by_name = sorted(readings, key=_same)
    own = sorted(by_name, key=lambda one: (one.end, one.known), reverse=True)
    return tuple(sorted(own, key=lambda one: one.definition.partner in {NONE, "WLD"}))


def _table(press: Press, rows: Sequence[tuple[Reading, ...]], caption: str, more: bool) -> DataTable:
    """Rows of one reading, or of the same one then and now."""
    said = words.table(press.lang, "changes")
    values = ["before", "after"] if len(rows[0]) == 2 else []
    heads = [Column(press.text(f"table_{name}")) for name in ("measure", "area", "partner", "period")]
    heads += [Column(str(said[name]), numeric=True) for name in values]
    heads += [] if values else [Column(press.text("table_value"), numeric=True)]
    readings = [reading for row in rows for reading in row]
    note = press.flags_note(readings, dated=[row[-1] for row in rows])
    return DataTable(
        columns=(*heads, Column(press.text("table_unit"))),
        rows=tuple(_row(press, row) for row in rows),
        caption=str(said[caption]),
        sources=press.sources(readings),
        note=" ".join(text for text in (str(said["more"]) if more else "", note) if text),
    )


def _row(press: Press, row: tuple[Reading, ...]) -> tuple[Cell, ...]:
    newest = row[-1]
    d = newest.definition
    scale, unit = tables.scale_of(row, press.lang)
    partner = tables.name_of(d.partner, press.lang)
    digits = _digits(row, scale, press.lang)
    named = (tables.row_name(newest, press.lang), tables.name_of(d.reporter, press.lang), partner)
    return (
        *(Plain(text) for text in (*named, tables.marked_period(press, newest))),
        *(press.cell(reading, scale, digits) for reading in row),
        Plain(unit),
    )


def _digits(row: tuple[Reading, ...], scale: float, lang: str) -> int:
    """Decimals that tell the values of a row apart."""
    values = [reading.value / scale for reading in row]
    least = max(cell_digits(row[0].definition.unit, value, scale) for value in values)
    for digits in range(least, FINEST):
        if len({numbers.format_number(value, lang, digits) for value in values}) == len(values):
            return digits
    return FINEST


def _change(old: Reading | None, new: Reading | None) -> Change:
    shown = new or old
    assert shown is not None
    d = shown.definition
    return {
        **{name: getattr(d, name) for name in SAME if getattr(d, name) != NONE},  # type: ignore[typeddict-item]
        "before": _state(old),
        "after": _state(new),
    }


def _state(reading: Reading | None) -> dict[str, str | float] | None:
    if reading is None:
        return None
    return {"reading": reading.id, "value": reading.value, "vintage": reading.definition.vintage}
