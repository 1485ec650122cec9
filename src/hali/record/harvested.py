"""The harvested events beside those that ship; the rows of tables are read by `record.states`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """`shipped` and the harvested events, oldest first; one that stands in both is the harvested one."""
    listed = {_same(event): event for event in shipped}
    for _, rows in _latest(store, manifest, "events"):
        for told in rows.to_pylist():
            event = _event(told)
            listed[_same(event)] = event
    return tuple(sorted(listed.values(), key=lambda e: (periods.bounds(e.date)[0], e.title, e.action)))


def _same(event: Event) -> tuple[str, ...]:
    return (event.date, event.action, event.subject, event.title)


def _event(told: dict[str, Any]) -> Event:
    names = ("date", "kind", "action", "subject", "title", "pillar", "origin", "status")
    return Event(parties=tuple(told["parties"]), **{name: told[name] for name in names})
