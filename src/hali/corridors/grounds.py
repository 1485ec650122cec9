"""What the numbers of a route rest on: rows of what was published, and assumptions by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from hali.corridors.load import BASE_YEAR, Loaded, Source
from hali.corridors.search import Route
from hali.methods.corridors import economics
from hali.methods.corridors.simulate import Part

Measure = Literal["time", "cost", "co2e"]
MEASURES: tuple[Measure, ...] = ("time", "cost", "co2e")

FIELDS: Mapping[Measure, frozenset[str]] = {
    "time": frozenset({"km", "days", "speed", "headway", "hours", "p95"}),
    "cost": frozenset({"km", "cost", "tariff"}),
    "co2e": frozenset({"km", "emission"}),
}
"""Measure -> numbers of services and processes that enter it."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Rows a number rests on, and assumptions in it as `element: number`."""

    rows: tuple[str, ...]
    assumed: tuple[str, ...]


def grounds_of(loaded: Loaded, route: Route, parts: Sequence[Part]) -> dict[Measure, Grounds]:
    """What time, cost and emissions of a route rest on."""
    found = {measure: _elements(loaded, route, measure) for measure in MEASURES}
    rows, assumed = found["time"].rows, found["time"].assumed
    groups = {part.group for part in parts if part.kind == "process"}
    weather = [part for part in parts if part.kind in ("weather", "shut")]
    found["time"] = _grounds(
        (*rows, *loaded.level, *(id_ for group in groups for id_ in loaded.fitted.get(group, ()))),
        (*assumed, *(f"{part.name}: {word}" for part in weather for word in part.assumed)),
        [id_ for part in weather for id_ in part.rows],
    )
    found["cost"] = _grounds(
        (*found["cost"].rows, *loaded.prices),
        (*found["cost"].assumed, f"no inflation after {BASE_YEAR}"),
    )
    light, heavy = economics.LOADS
    found["co2e"] = _grounds(
        found["co2e"].rows, (*found["co2e"].assumed, f"load of a FEU: {light:g} to {heavy:g} tonnes")
    )
    return found


def publishers(loaded: Loaded, rows: Iterable[str]) -> dict[str, list[Source]]:
    """Rows by who published them, those with most of them first; within one by page."""
    found: dict[str, list[Source]] = {}
    for source in sorted((loaded.sources[row] for row in set(rows)), key=lambda one: (one.address, one.id)):
        found.setdefault(source.publisher, []).append(source)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _elements(loaded: Loaded, route: Route, measure: Measure) -> Grounds:
    """What services and processes say of a measure."""
    fields = FIELDS[measure]
    rows: list[str] = []
    assumed: list[str] = []
    for service in route:
        rows += [id_ for field, ids in service.rows.items() if field in fields for id_ in ids]
        assumed += [f"{service.id}: {word}" for word in service.assumed if word.partition("-")[0] in fields]
    for one, other in pairwise(route):
        process = loaded.network.change(other.start, one, other)
        assert process is not None
        named = f"{process.place} ({one.mode} to {other.mode})"
        rows += [id_ for field, ids in process.rows.items() if field in fields for id_ in ids]
        assumed += [f"{named}: {word}" for word in process.assumed if word in fields]
    return _grounds(rows, assumed)


def _grounds(rows: Iterable[str], assumed: Iterable[str], more: Iterable[str] = ()) -> Grounds:
    return Grounds(tuple(sorted(dict.fromkeys((*rows, *more)))), tuple(dict.fromkeys(assumed)))
