"""The harvested events beside those that ship; the rows of tables are read by `record.states`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hali.model import period as periods
from hali.model.dataflow import Kind
from hali.model.observation import Event
from hali.record.vintages import Manifest, Store, Vintage
from hali.record.withdrawals import effective

if TYPE_CHECKING:
    import pyarrow as pa


def _latest(store: Store, manifest: Manifest, kind: Kind) -> Iterator[tuple[Vintage, pa.Table]]:
    """The last vintage of every slice of a kind, with its rows; those that came last are last."""
    place = {vintage.id: number for number, vintage in enumerate(manifest.vintages)}
    last = [line[-1] for line in effective(manifest) if line[-1].kind == kind]
    for vintage in sorted(last, key=lambda v: place[v.id]):
        yield vintage, store.rows(vintage)


def events(shipped: Sequence[Event], store: Store, manifest: Manifest) -> tuple[Event, ...]:
    """`shipped` and the harvested events, oldest first; one that stands in both is the harvested one.

    What one list tells of several, each with parties of its own, stands once for each: the bonds of a trade agreement.
    """
    listed = _grouped(shipped)
    for _, rows in _latest(store, manifest, "events"):
        listed |= _grouped(_event(told) for told in rows.to_pylist())
    every = (event for some in listed.values() for event in some)
    return tuple(sorted(every, key=lambda e: (periods.bounds(e.date)[0], e.title, e.action, e.parties)))


def _grouped(told: Iterable[Event]) -> dict[tuple[str, ...], list[Event]]:
    """The events of one list by what happened; of the same parties the last."""
    found: dict[tuple[str, ...], dict[tuple[str, ...], Event]] = {}
    for event in told:
        found.setdefault(_same(event), {})[event.parties] = event
    return {key: list(some.values()) for key, some in found.items()}


def _same(event: Event) -> tuple[str, ...]:
    return (event.date, event.action, event.subject, event.title)


def _event(told: dict[str, Any]) -> Event:
    names = ("date", "kind", "action", "subject", "title", "pillar", "origin", "status")
    return Event(parties=tuple(told["parties"]), **{name: told[name] for name in names})
