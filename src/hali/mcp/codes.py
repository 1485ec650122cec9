"""Names and ids of a question as codes; what nobody knows is answered with the three nearest."""

from __future__ import annotations

from collections.abc import Sequence

from hali.catalogue import measure_list
from hali.codelists import areas, measures
from hali.errors import QuestionError, UnknownCode
from hali.record.store import Record

FLOWS = ("X", "M", "T", "B")
"""Exports, imports, both together, exports less imports."""


NEAREST = 3
"""Codes named beside a word nobody knows."""


def area_code(name: str) -> str:
    """The code of an area; of a name of several areas, or of none, the error lists three codes."""
    try:
        return areas.resolve(name)
    except UnknownCode:
        # many spellings of one area come close to a word; enough of them to have three areas
        raise UnknownCode("area", name, areas.suggestions(name, 8 * NEAREST)[:NEAREST]) from None


def pair_codes(reporter: str, partner: str) -> tuple[str, str]:
    """The codes of two different areas."""
    pair = area_code(reporter), area_code(partner)
    if areas.concept(pair[0]) == areas.concept(pair[1]):
        raise QuestionError(f"reporter and partner are the same area, {pair[0]}: give two different ones")
    return pair


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
