"""What changed from one vintage of a slice to the next: keys added, withdrawn and changed, the largest first."""

from __future__ import annotations

from dataclasses import dataclass

from hali.record import engine
from hali.record.vintages import KEY, KEYS, Manifest, Store, Vintage

LISTED = 20
"""Changes a report lists one by one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One key whose value is another, is new or is gone; values are in the unit of the key.

    Attributes:
        key: columns of `record.vintages.KEY` by name.
        before: value in the vintage before; None where the key is new.
        after: value now; None where the key is withdrawn.
    """

    key: dict[str, str]
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A vintage against the one before it.

    Attributes:
        vintage: id of the vintage.
        before: id of the one before; "" for the first of its slice.
        added: keys that are new.
        withdrawn: keys that are gone.
        changed: keys with another value.
        largest: the largest changes of values; then withdrawn and added keys.
    """

    vintage: str
    before: str
    added: int
    withdrawn: int
    changed: int
    largest: tuple[Change, ...]

    def line(self) -> str:
        """The report in one line."""
        if not self.before:
            return f"{self.added:,} rows, the first vintage"
        return f"{self.added:,} added, {self.changed:,} changed, {self.withdrawn:,} withdrawn"


def report(store: Store, manifest: Manifest, vintage: Vintage) -> Report:
    """What changed with `vintage`, compared with the vintage of its slice known before it.

    Raises:
        RecordError: the rows of one of the two are damaged.
    """
    line = manifest.of(vintage.dataflow, vintage.slice)
    place = next(n for n, v in enumerate(line) if v.id == vintage.id)
    if place == 0:
        return Report(vintage.id, "", vintage.rows, 0, 0, ())
    return _compared(store, line[place - 1], vintage)


def _compared(store: Store, before: Vintage, after: Vintage) -> Report:

    keys = ", ".join(f'"{c}"' for c in KEYS[after.kind])
    connection = engine.opened()
    valued = after.kind in {"rows", "paged"}
    for name, vintage in (("old", before), ("new", after)):
        connection.register(f"{name}_rows", store.rows(vintage))
        value = "value" if valued else "null::double as value"
        connection.execute(f"create view {name} as select {keys}, {value}, true as there from {name}_rows")
    joined = f"from old o full join new n using ({keys})"
    added, withdrawn, changed = connection.execute(
        "select count(*) filter (o.there is null), count(*) filter (n.there is null), "
        f"count(*) filter (o.there and n.there and o.value <> n.value) {joined}"
    ).fetchall()[0]
    shown = ", ".join(f'"{c}"' for c in KEY)
    largest = (
        connection.execute(
            f"select {shown}, o.value, n.value {joined} "
            "where o.there is null or n.there is null or o.value <> n.value "
            "order by o.there is null, n.there is null, abs(coalesce(n.value, 0) - coalesce(o.value, 0)) desc, "
            f"{keys} limit {LISTED}"
        ).fetchall()
        if valued
        else []
    )
    connection.close()
    listed = tuple(Change(dict(zip(KEY, row, strict=False)), row[-2], row[-1]) for row in largest)
    return Report(after.id, before.id, added, withdrawn, changed, listed)
