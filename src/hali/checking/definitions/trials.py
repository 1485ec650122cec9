"""Every definition tried on one number, as columns: what each gives, what it would change in the text.

A dyad has hundreds to thousands of readings and a text many claims, so nothing here loops over readings. An axis is
asked once for every distinct combination of the columns it reads; a candidate becomes an object only when shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hali.model.claim import Candidate, Departure
from hali.model.definition import Reading

if TYPE_CHECKING:
    import numpy as np

    from hali.record.index import Index, Wanted

    Array = np.ndarray[Any, Any]

SLOTS = (
    "measure",
    "flow",
    "reporter",
    "composition",
    "bloc",
    "scope",
    "product",
    "variant",
    "currency",
    "source",
    "base",
    "period",
    "vintage",
    "scale",
)
"""The slots of a text a definition may change; a set of them is a number with these bits."""


_BIT = {slot: 1 << place for place, slot in enumerate(SLOTS)}


def bits(slots: Iterable[str]) -> int:
    """The set of `slots` as a number."""
    found = 0
    for slot in slots:
        found |= _BIT[slot]
    return found


Changes = tuple[Departure, ...]

MEASURED = ("value", "band", "gap", "distance")
"""The columns that are filled when the numbers are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Definitions tried, one per position.

    Attributes:
        index: the readings they are rows of.
        rows: row of each.
        cost: sum of the costs of its departures.
        slots: the slots it changes, see `bits`.
        count: how many departures it has.
        changes: one entry per axis: the group each belongs to, and the departures of each group.
        value: the number compared, in the claim's unit; empty until it is compared.
        band: 0 strict, 1 lenient, 2 outside; empty until it is compared.
        gap: distance to the strict interval in granules.
        distance: distance to the written figure in granules.
        unit: unit of `value`, by the reading's unit code.
    """

    index: Index
    rows: Array
    cost: Array
    slots: Array
    count: Array
    changes: tuple[tuple[Array, tuple[Changes, ...]], ...]
    value: Array
    band: Array
    gap: Array
    distance: Array
    unit: dict[int, str]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates(range(len(self))))

    def codes(self, column: str) -> Array:
        """Code of each in a text column of the index."""
        found: Array = self.index.codes[column][self.rows]
        return found

    def holds(self, column: str, wanted: Wanted) -> Array:
        """Whether each holds in `column` what is wanted."""
        return self.index.holds(column, wanted, self.rows)

    def key(self, columns: Sequence[str]) -> Array:
        """One number for each combination of `columns`."""
        return self.index.key(self.rows, columns)

    def take(self, chosen: Any) -> Trials:
        """Those at the positions `chosen` (positions or a boolean array), in that order."""
        return replace(
            self,
            rows=self.rows[chosen],
            cost=self.cost[chosen],
            slots=self.slots[chosen],
            count=self.count[chosen],
            changes=tuple((group[chosen], listed) for group, listed in self.changes),
            **{name: column[chosen] if len(column := getattr(self, name)) else column for name in MEASURED},
        )

    def changed(self, groups: Array, listed: Sequence[Sequence[Departure]]) -> Trials:
        """The same, each with the departures of its group added."""
        import numpy as np

        if not any(listed):
            return self
        cost = np.array([sum(d.cost for d in found) for found in listed])
        mask = np.array([bits(d.slot for d in found) for found in listed], np.int64)
        return replace(
            self,
            cost=self.cost + cost[groups],
            slots=self.slots | mask[groups],
            count=self.count + np.array([len(found) for found in listed])[groups],
            changes=(*self.changes, (groups, tuple(map(tuple, listed)))),
        )

    def asked(self, columns: Sequence[str], axis: Callable[[Reading], list[Departure] | None]) -> Trials:
        """The same with the departures of an axis that reads only `columns`; those it refuses are left out."""
        import numpy as np

        if not len(self):
            return self
        _, firsts, groups = np.unique(self.key(columns), return_index=True, return_inverse=True)
        found = [axis(reading) for reading in self.index.read(self.rows[firsts])]
        kept = np.array([answer is not None for answer in found])
        listed = [answer or [] for answer in found]
        if kept.all():
            return self.changed(groups, listed)
        staying = kept[groups]
        return self.take(staying).changed(groups[staying], listed)

    def changing(self, *slots: str) -> Array:
        """Whether each changes one of `slots`."""
        found: Array = (self.slots & bits(slots)) != 0
        return found

    def changing_only(self, *slots: str) -> Array:
        """Whether each changes nothing but `slots`, if anything."""
        found: Array = (self.slots & ~bits(slots)) == 0
        return found

    def candidates(self, positions: Iterable[int]) -> list[Candidate]:
        """The candidates at `positions`, without cells and sources of their readings."""
        chosen = list(positions)
        return [
            Candidate(
                reading=reading,
                value=float(self.value[at]),
                unit=self.unit[int(self.index.codes["unit"][self.rows[at]])],
                cost=int(self.cost[at]),
                departures=self.departures(at),
                band=int(self.band[at]),
                gap=float(self.gap[at]),
                distance=float(self.distance[at]),
            )
            for at, reading in zip(chosen, self.index.read(self.rows[chosen]), strict=True)
        ]

    def departures(self, at: int) -> Changes:
        """The departures of the one at a position, in the order of the axes."""
        return tuple(d for groups, listed in self.changes for d in listed[groups[at]])


def of(index: Index, rows: Array) -> Trials:
    """The readings of `rows` before any axis was asked."""
    import numpy as np

    none = np.empty(0)
    zeros = np.zeros(len(rows), np.int64)
    return Trials(index, rows, zeros, zeros, zeros, (), none, none, none, none, {})


def joined(parts: Sequence[Trials]) -> Trials:
    """The trials of `parts`, all descended from one, one after the other.

    A part may have been changed on more axes than the first.
    """
    import numpy as np

    depth = max(len(part.changes) for part in parts)
    changes = []
    for axis in range(depth):
        listed: list[Changes] = []
        groups, offset = [], 0
        for part in parts:
            group, found = part.changes[axis] if axis < len(part.changes) else (np.zeros(len(part), np.int64), ((),))
            groups.append(group + offset)
            listed += found
            offset += len(found)
        changes.append((np.concatenate(groups), tuple(listed)))
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("rows", "cost", "slots", "count", *MEASURED)
    }
    units = {code: unit for part in parts for code, unit in part.unit.items()}
    return replace(parts[0], changes=tuple(changes), unit=units, **columns)


def calendar(index: Index) -> tuple[Any, Any, Any]:
    """Years that begin with the days in column `start`; with those in column `end`; the years of the latter.

    A day that begins no year gives -1 and -3, which never follow one another.
    """
    import numpy as np

    starts, ends = (index.texts[name] for name in ("start", "end"))
    return (
        np.array([int(day[:4]) if day[4:] == "-01-01" else -1 for day in starts]),
        np.array([int(day[:4]) if day[4:] == "-01-01" else -3 for day in ends]),
        np.array([int(day[:4]) for day in ends]),
    )
