"""Every dataflow the record can hold, by id: those that ship and those a source declares."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hali.model.dataflow import COMPUTED, Dataflow
from hali.record import tables


@cache
def find(id: str) -> Dataflow | None:
    """The dataflow of an id, None where neither the package ships it nor a source lists it."""
    shipped = tables.dataflows().get(id)
    if shipped is not None:
        return shipped
    from hali.connectors import sources

    return next((d for source in sources().values() for d in source.dataflows if d.id == id), None)


@cache
def of(id: str) -> tuple[Dataflow, ...]:
    """The dataflows a reading's numbers come from: one, or both of a gap between two reports (`A-B`)."""
    # whatever ships is told without loading the sources
    return _of(id, tables.dataflows().get) or _of(id, find)


def _of(id: str, known: Callable[[str], Dataflow | None]) -> tuple[Dataflow, ...]:
    whole = known(id)
    if whole is not None:
        return (whole,)
    cuts = [at for at, letter in enumerate(id) if letter == "-"]
    pairs = ((known(id[:at]), known(id[at + 1 :])) for at in cuts)
    return next(((a, b) for a, b in pairs if a is not None and b is not None), ())


def computed(id: str) -> bool:
    """Whether numbers are what a third party compiled or computed: nobody's own report."""
    return any(dataflow.nature in COMPUTED for dataflow in of(id))


def third_party(id: str) -> bool:
    """Whether numbers of two sides come from neither of them."""
    return any(dataflow.third_party for dataflow in of(id))


def relayed(id: str) -> bool:
    """Whether numbers are a side's own reports as a third party passes them on."""
    return any(dataflow.relayed for dataflow in of(id))
