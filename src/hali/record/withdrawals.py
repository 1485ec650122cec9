"""Which vintages count, and which of them withdraw something the vintage before them listed.

Whether one does takes a comparison of two files; the answers are remembered beside the kept readings and can be lost.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hali.access import durable, sealed
from hali.errors import RecordError
from hali.record import engine
from hali.record.vintages import KEY, Manifest, Store, Vintage

FILE, ANSWERS = "withdrawals.json", "restates"


@dataclass(frozen=True, slots=True)
class Effective:
    """The vintages that count.

    Attributes:
        numbers: vintage -> its number within its slice, from 1; of those known on one day, the last to come counts.
        last: the last vintage of every slice.
        restate: those that withdraw a row of the one before them, and so state their slice anew.
    """

    numbers: dict[str, int]
    last: frozenset[str]
    restate: frozenset[str]


def effective(manifest: Manifest) -> list[list[Vintage]]:
    """The vintages of each slice that count, by the day they were known."""
    last = {(v.dataflow, v.slice, v.known): v for v in manifest.vintages}
    lines: dict[tuple[str, str], list[Vintage]] = {}
    for (dataflow, slice_, _), vintage in sorted(last.items(), key=lambda item: item[0]):
        lines.setdefault((dataflow, slice_), []).append(vintage)
    return list(lines.values())


def restating(store: Store, manifest: Manifest, folder: Path) -> Effective:
    """See `Effective`.

    Args:
        store: where the rows of the vintages lie.
        manifest: the vintages.
        folder: where the answers are remembered.
    """
    lines = effective(manifest)
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if b.kind == "rows"]
    known = _remembered(folder / FILE) if pairs else {}
    new = {f"{a.id} {b.id}": _withdraws(store, a, b) for a, b in pairs if f"{a.id} {b.id}" not in known}
    if new:
        known = known | new
        with suppress(RecordError):  # a folder that takes no file costs the comparison next time
            durable.write(folder / FILE, sealed.dump({ANSWERS: known}))
    return Effective(
        numbers={vintage.id: number for line in lines for number, vintage in enumerate(line, 1)},
        last=frozenset(line[-1].id for line in lines),
        restate=frozenset(b.id for a, b in pairs if known[f"{a.id} {b.id}"]),
    )


def whole(file: Path) -> bool:
    """Whether a file of remembered answers is what was written."""
    return _read(file) is not None


def _remembered(file: Path) -> dict[str, bool]:
    return _read(file) or {}


def _read(file: Path) -> dict[str, bool] | None:
    try:
        told = sealed.load(file.read_bytes())
        return {str(pair): bool(answer) for pair, answer in told[ANSWERS].items()} if sealed.SEAL in told else None
    except (OSError, ValueError, AttributeError, KeyError):
        return None


def _withdraws(store: Store, before: Vintage, after: Vintage) -> bool:
    """Whether a key of one vintage is missing in the next.

    Keys are compared by two hashes of 64 bits, which take a tenth of the memory of their texts.

    Raises:
        RecordError: the rows of one of the two are missing or damaged.
    """
    keys = ", ".join(f'"{column}"' for column in KEY)
    hashes = f"hash({keys}) as one, hash('', {keys}) as other"
    connection = engine.opened()
    old, new = (f"select {hashes} from read_parquet({engine.quoted(store.path(v))})" for v in (before, after))
    try:
        with store.checked.sound(store.sealed(before), store.sealed(after)):
            return bool(connection.execute(f"select 1 from ({old} except {new}) limit 1").fetchall())
    finally:
        connection.close()
