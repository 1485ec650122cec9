"""The map of an answer: its routes, with the days spent at each place."""

from __future__ import annotations

from hali.corridors.answer import Answer
from hali.corridors.question import Found
from hali.corridors.wording import Wording
from hali.methods.corridors.network import SEA, Service
from hali.publish.plots import RouteMap, Stop, Track, Way

WAYS: tuple[Way, ...] = ("rail", "sea", "road", "air", "planned")

FAR = ("ocean", "air")
"""What may leave the picture where the first route keeps off it."""


def route_map(answer: Answer, says: Wording) -> RouteMap:
    """The routes of an answer: the lead wide, the others thin; circles grow with the mean days spent at a place."""
    first = answer.lead
    tracks: dict[str, Track] = {}
    for route in answer.routes:
        for service in route.services:
            if service.id not in tracks:
                far = service.mode in FAR and service not in first.services
                tracks[service.id] = Track(service.line, _way(service), route is first, far)
    ways = [way for way in WAYS if any(track.way == way for track in tracks.values())]
    return RouteMap(
        tracks=tuple(tracks.values()),
        stops=_stops(answer, says),
        ways=tuple((way, says(f"ways.{way}")) for way in ways),
        words=(says.route(first.title), says("captions.map_circles")),
    )


def _way(service: Service) -> Way:
    if service.planned:
        return "planned"
    if service.mode in SEA:
        return "sea"
    return "road" if service.mode == "road" else "air" if service.mode == "air" else "rail"


def _stops(answer: Answer, says: Wording) -> tuple[Stop, ...]:
    """Places of the routes, those of the first before the others'."""
    nodes = answer.loaded.nodes
    days: dict[str, float] = {}
    for route in answer.routes:
        for place, spent in dwell(route).items():
            days[place] = max(days.get(place, 0.0), spent)
    ends = {side.node for side in answer.ends}
    return tuple(
        Stop(says.near(place), *nodes[place].point, round(spent, 2), place in ends) for place, spent in days.items()
    )


def dwell(route: Found) -> dict[str, float]:
    """Mean days spent at each place of a route, waiting for what leaves there included."""
    leaving = {service.id: service.start for service in route.services}
    found = dict.fromkeys([route.services[0].start, *(service.end for service in route.services)], 0.0)
    for part, mean, _, _ in route.times.parts:
        if part.kind != "run":
            found[leaving.get(part.where, part.where)] += mean
    return found
