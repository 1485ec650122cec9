"""The command that says how wide a relation is and how much each side rests on it: `hali relation A B`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hali.languages.marks import EN_DASH
from hali.terminal import STANDARD, deliver, progress

if TYPE_CHECKING:
    from hali.briefs.relation import Count, Relation
    from hali.methods.relation_index import Interval


class RelationFormat(StrEnum):
    """Formats a relation is written in."""

    text = "text"
    json = "json"


FORMULAS = {
    "bandwidth": "bandwidth.v1: flow with the partner / flow with the largest partner, same table and year",
    "dependence": "dependence.v1: flow with the partner / flow with all partners, same table and year",
    "interval": "lowest and highest over tables, years, and leaving out one component or pillar; equal weights",
}
"""How the numbers are made."""


def relation(
    a: Annotated[str, typer.Argument(help="One side: a country or bloc, by name or code.")],
    b: Annotated[str, typer.Argument(help="The other side.")],
    format: Annotated[RelationFormat, typer.Option(help="What to write.")] = RelationFormat.text,
    as_of: Annotated[str, typer.Option(help="See the record as of this day (YYYY-MM-DD).", metavar="DATE")] = "",
) -> None:
    """Say how wide the relation of A and B is and how much each rests on it, by pillar: intervals, never a rank.

    Every component stands below its pillar with the id of its reading; `hali explain` shows the cells behind it.
    """
    from hali import api
    from hali.briefs import relation as found
    from hali.errors import NotInRecord

    pair = api.resolve_pair((a, b))
    with progress("opening the record"):
        record = api.open_record(as_of=as_of)
        sides: list[Relation] = []
        for one, other in (pair, pair[::-1]):
            try:
                sides.append(found.relation(record, one, other))
            except NotInRecord as error:
                missing = error
        if not sides:
            raise missing
    told = [_document(one) for one in sides]
    if format is RelationFormat.json:
        deliver(json.dumps({"record": record.id, "formulas": FORMULAS, "sides": told}, indent=1) + "\n", STANDARD)
        return
    lines = [line for one in sides for line in _lines(one)]
    deliver("\n".join([*lines, *FORMULAS.values(), f"record {record.id}"]) + "\n", STANDARD)


def _interval(interval: Interval | None) -> list[float] | None:
    return [interval.low, interval.high] if interval else None


def _document(one: Relation) -> dict[str, Any]:
    """A side as plain data."""
    index = one.index
    return {
        "side": one.side,
        "partner": one.other,
        "bandwidth": _interval(index.whole_bandwidth),
        "dependence": _interval(index.whole_dependence),
        "pillars": [
            {"pillar": name, "bandwidth": _interval(wide), "dependence": _interval(deep)}
            for name, wide, deep in zip(one.pillars, index.pillar_bandwidth, index.pillar_dependence, strict=True)
        ],
        "counts": [
            _count(count) | {"bandwidth": float(wide), "dependence": float(deep)}
            for count, wide, deep in zip(one.counts, index.bandwidth, index.dependence, strict=True)
        ],
        "missing": list(one.missing),
    }


def _count(count: Count) -> dict[str, Any]:
    d = count.reading.definition
    return {
        "pillar": count.pillar,
        "measure": count.measure,
        "period": d.period,
        "dataflow": d.dataflow,
        "unit": d.unit,
        "value": count.reading.value,
        "reading": count.reading.id,
        "largest": count.largest.value,
        "largest_partner": count.largest.definition.partner,
        "largest_reading": count.largest.id,
        "total": count.total,
        "partners": count.partners,
        "caveats": list(count.reading.caveats),
    }


def _lines(one: Relation) -> Iterator[str]:
    """A side as lines."""
    from hali.narrate import words

    def ends(interval: Interval | None) -> str:
        return f"{interval.low:.2f} {EN_DASH} {interval.high:.2f}" if interval else EN_DASH

    names = [words.form(code, "en", "plain") for code in (one.side, one.other)]
    index = one.index
    yield f"{names[0]}: relation with {names[1]}"
    yield f"  {'':44}{'bandwidth':>13}  {'dependence':>13}"
    yield f"  {'all pillars':44}{ends(index.whole_bandwidth):>13}  {ends(index.whole_dependence):>13}"
    for number, pillar in enumerate(one.pillars):
        wide, deep = index.pillar_bandwidth[number], index.pillar_dependence[number]
        yield f"  {pillar:44}{ends(wide):>13}  {ends(deep):>13}"
        for count, share, part in zip(one.counts, index.bandwidth, index.dependence, strict=True):
            if count.pillar == pillar:
                d = count.reading.definition
                mark = " ".join(("", *count.reading.caveats))
                told = f"{count.measure} {d.period}, {d.dataflow}{mark}"
                yield f"    {told:42}{share:13.2f}  {part:13.2f}  {count.reading.id}"
    if one.missing:
        yield f"  nothing comparable in this record: {', '.join(one.missing)}"
    yield ""
