"""Names and ids of a question as codes; what nobody knows is answered with the three nearest."""

from __future__ import annotations

from collections.abc import Sequence

from hali.catalogue import measure_list
from hali.codelists import measures
from hali.errors import UnknownCode
from hali.record.store import Record

NEAREST = 3
"""Codes named beside a word nobody knows."""


def measure_id(record: Record, id_: str) -> str:
    """The id of a measure the record has readings of; any other is an error that lists three."""
    held = record.warehouse.plan.measures
    if id_ in held:
        return id_
    near = measure_list.find(id_, held)[:NEAREST]
    more = [one["code"] for one in measure_list.nearest(id_, among=held)]
    raise UnknownCode("measure", id_, _first([*(one.id for one in near), *more]))


def measure_name(id_: str, lang: str) -> str:
    """What a measure is called."""
    return measures.name(id_, lang)


def _first(codes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(codes))[:NEAREST]
