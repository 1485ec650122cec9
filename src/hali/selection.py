"""Readings chosen among those found: the default definition of each number, and the newest periods of each series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hali.briefs import material
from hali.codelists.measures import measure
from hali.model.definition import SERIES_COLUMNS
from hali.record.index import Index

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

SAME = ("measure", "variant", "product", "flow", "period")
"""What readings of one number have in common, beside the concepts of its two sides."""

CHOSEN_BY = ("status", "dataflow", "method", "rate", "known", "denominator")
"""Columns the choice among them looks at; see `briefs.material.preference`."""


def latest(index: Index, rows: Array, most: int) -> Array:
    """Those of `rows` of the newest periods of their series.

    Args:
        index: where they are.
        rows: their numbers.
        most: periods of each series.
    """
    import numpy as np

    series = index.key(rows, SERIES_COLUMNS)
    end = index.codes["end"][rows].astype(np.int64)
    # periods of a series counted from its newest one back
    order = np.lexsort((-end, series))
    first = np.r_[True, series[order][1:] != series[order][:-1]]
    other = first | np.r_[True, end[order][1:] != end[order][:-1]]
    count = np.cumsum(other)
    begin = np.repeat(count[first], np.diff(np.r_[np.flatnonzero(first), len(order)]))
    kept: Array = np.sort(rows[order[count - begin < most]])
    return kept


def defaults(index: Index, rows: Array, day: str) -> Array:
    """Those of `rows` a brief would take: of each number, of one measure, two sides and a period, one definition.

    Args:
        index: where they are.
        rows: their numbers.
        day: ISO day that says which composition of a bloc is today's.
    """
    import numpy as np

    if not len(rows):
        return rows
    parties, partial = _parties(index, rows, day), index.holds("missing", bool, rows)
    told = index.key(rows, CHOSEN_BY) * 2 + partial
    width = int(parties.max()) + 1
    combined, held = np.unique(told * width + parties, return_inverse=True)
    firsts = np.zeros(len(combined), np.int64)
    firsts[held] = np.arange(len(rows))
    asked = []
    for n in firsts.tolist():
        told_by = (_text(index, name, rows[n]) for name in CHOSEN_BY)
        asked.append(material.preference(int(parties[n]), bool(partial[n]), *told_by))
    place = {key: number for number, key in enumerate(sorted(set(asked)))}
    rank = np.array([place[key] for key in asked], np.int64)[held]
    number = np.unique(np.stack([index.key(rows, SAME), *_concepts(index, rows)]), axis=1, return_inverse=True)[1]
    unit = index.codes["unit"][rows]
    order = np.lexsort((unit, rank, number.ravel()))
    same = number.ravel()[order]
    first = np.r_[True, same[1:] != same[:-1]]
    # what the choice does not tell apart is told apart by the id, as in a brief
    best = np.repeat(order[first], np.diff(np.r_[np.flatnonzero(first), len(order)]))
    tied = order[(rank[order] == rank[best]) & (unit[order] == unit[best])]
    ids = dict(zip(tied.tolist(), index.identified(rows[tied]), strict=True))
    chosen: dict[int, int] = {}
    for n in tied.tolist():
        group = int(number.ravel()[n])
        if group not in chosen or ids[n] < ids[chosen[group]]:
            chosen[group] = n
    kept: Array = np.sort(rows[np.array(sorted(chosen.values()), np.int64)])
    return kept


def _text(index: Index, column: str, row: int) -> str:
    return str(index.texts[column][index.codes[column][row]])


def _parties(index: Index, rows: Array, day: str) -> Array:
    """How far the two sides of each row are from what they are read as; see `material.composed`."""
    import numpy as np

    pairs, held = np.unique(index.key(rows, ("measure", "reporter", "partner")), return_inverse=True)
    firsts = np.zeros(len(pairs), np.int64)
    firsts[held] = rows
    told = []
    for row in firsts.tolist():
        measured, reporter, partner = (_text(index, name, row) for name in ("measure", "reporter", "partner"))
        told.append(material.composed(measured, reporter, partner, day))
    found: Array = np.array(told, np.int64)[held]
    return found


def _concepts(index: Index, rows: Array) -> list[Array]:
    """A number for the concept of the reporter and of the partner of each row."""
    import numpy as np

    found = []
    for side in ("reporter", "partner"):
        concepts = [material.concept_of(code) for code in index.texts[side].tolist()]
        numbers = {concept: number for number, concept in enumerate(dict.fromkeys(concepts))}
        found.append(np.array([numbers[concept] for concept in concepts], np.int64)[index.codes[side][rows]])
    return found


def one_way(index: Index, rows: Array, reporters: tuple[str, ...], partners: tuple[str, ...]) -> Array:
    """Those of `rows`, found in either order of two sides, that answer in the order asked for.

    Of a measure that is the same whichever side is named first both orders do.
    """
    symmetric = index.holds("measure", lambda id_: measure(id_).check.symmetric, rows)
    told = symmetric | (index.holds("reporter", reporters, rows) & index.holds("partner", partners, rows))
    kept: Array = rows[told]
    return kept
