"""Routes worth looking at between two places: by each corridor, and those no other beats in time and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hali.corridors.load import Loaded
from hali.methods.corridors import paths
from hali.methods.corridors.network import Network, Service

Route = tuple[Service, ...]

FASTEST, CHEAPEST = 3, 2
"""Routes looked for by time and by cost along each corridor."""

LORRIES = 0.2
"""Share of the kilometres on land from which on a route is told apart as one by road."""

BY_ROAD = "by road"
"""Last part of the label of a route by corridors that lorries do much of."""

EPSILON = 50.0
"""USD per FEU below which a saving makes no other route."""


@dataclass(frozen=True, slots=True)
class Title:
    """What a route is called by.

    Attributes:
        corridors: ids of the corridors it follows, in the order of the network.
        modes: what it runs by, in order.
        seas: the seas it crosses, in order.
        road: whether lorries do much of a route that follows corridors.
    """

    corridors: tuple[str, ...]
    modes: tuple[str, ...]
    seas: tuple[str, ...]
    road: bool


@lru_cache(maxsize=4)
def graph(network: Network) -> paths.Graph:
    """The graph of a network, kept."""
    return paths.graph(network)


def candidates(loaded: Loaded, start: str, end: str) -> tuple[Route, ...]:
    """Routes between two places of the network; empty where there is none.

    A box stays on rails and ships where it can: lorries are looked at apart, and where nothing else leads there.
    """
    found = graph(loaded.network)
    services = loaded.network.services
    numbers: dict[paths.Path, None] = {}
    for tags, required in _alone(loaded):
        marked = frozenset(number for number, one in enumerate(services) if not one.corridor or one.corridor in tags)
        through = frozenset(number for number in marked if required and services[number].corridor == required)
        without = frozenset(number for number in marked if services[number].mode != "road")
        for allowed in (without, marked):
            if required:
                fast = paths.via(found, start, end, through & allowed, paths.TIME, allowed)[:FASTEST]
                cheap = paths.via(found, start, end, through & allowed, paths.COST, allowed)[:CHEAPEST]
            else:
                fast = paths.best(found, start, end, FASTEST, paths.TIME, allowed)
                cheap = paths.best(found, start, end, CHEAPEST, paths.COST, allowed)
            numbers |= dict.fromkeys((*fast, *cheap))
            if fast:
                break
    numbers |= dict.fromkeys(
        path for _, _, path in paths.front(found, start, end, EPSILON) if paths.simple(found, path)
    )
    by_road = frozenset(number for number, one in enumerate(services) if one.mode != "rail" and one.mode != "air")
    numbers |= dict.fromkeys(paths.best(found, start, end, 1, paths.TIME, by_road))
    return tuple(tuple(services[number] for number in path) for path in numbers)


def _alone(loaded: Loaded) -> Sequence[tuple[frozenset[str], str]]:
    """Corridors a search keeps to, and the one it must follow: none, each alone, each with one it joins."""
    used = {one.corridor for one in loaded.network.services if one.open}
    found: list[tuple[frozenset[str], str]] = [(frozenset(), "")]
    for corridor in loaded.corridors.values():
        if corridor.id in used:
            found.append((frozenset({corridor.id}), corridor.id))
            found += [(frozenset({corridor.id, other}), corridor.id) for other in corridor.joins if other in used]
    return found


def label(loaded: Loaded, route: Route) -> str:
    """Ids of the corridors a route follows, joined by "+"; its modes where it follows none."""
    marks = dict.fromkeys(one.corridor for one in route if one.corridor)
    ordered = [id_ for id_ in loaded.corridors if id_ in marks]
    modes = dict.fromkeys(one.mode for one in route)
    return "+".join((*(ordered or modes), *([BY_ROAD] if ordered and by_road(route) else [])))


def by_road(route: Route) -> bool:
    """Whether lorries do more than LORRIES of the kilometres of a route on land; never where it flies."""
    if any(one.mode == "air" for one in route):
        return False
    land = [one for one in route if one.mode in ("rail", "road")]
    return sum(one.km for one in land if one.mode == "road") > LORRIES * sum(one.km for one in land)


def title(loaded: Loaded, route: Route) -> Title:
    """What a route is called by."""
    marks = dict.fromkeys(one.corridor for one in route if one.corridor)
    return Title(
        corridors=tuple(id_ for id_ in loaded.corridors if id_ in marks),
        modes=tuple(dict.fromkeys(one.mode for one in route)),
        seas=seas(loaded, route),
        road=bool(marks) and by_road(route),
    )


def seas(loaded: Loaded, route: Route) -> tuple[str, ...]:
    """The seas a route crosses, in order."""
    return tuple(dict.fromkeys(sea for one in route if (sea := _sea(loaded, one))))


def _sea(loaded: Loaded, service: Service) -> str:
    """The sea both ports of a service lie at; "" on land, in the air and on the ocean."""
    if service.mode in ("rail", "road", "air", "ocean"):
        return ""
    one, other = (loaded.nodes[place].sea for place in (service.start, service.end))
    return one if one == other else ""
