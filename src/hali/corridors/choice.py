"""Which of the routes found are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hali.corridors.question import Found, Objective

BEATEN = 4.0
"""Times the days by times the cost of a faster and cheaper route from which on a route is left out."""

EQUAL, CHEAPER = 1.05, 0.9
"""Times the best of a corridor up to which another may stand for it, and times its cost from which on it does."""

ROUND = 2.0
"""Times the kilometres on land of another route from which on a route on land is left out."""


_KEYS: Mapping[Objective, Callable[[Found], float]] = {
    "time": lambda one: one.times.quantiles[2],
    "cost": lambda one: one.cost.middle,
    "co2": lambda one: one.co2e.middle,
    "sure": lambda one: one.times.quantiles[4],
}


def chosen(found: Sequence[Found], objective: Objective) -> tuple[Found, ...]:
    """The best of each corridor and others no route beats, in the order asked for; those by air come last.

    A container that is sent by air is another business: it would lead every list by time and end every list by cost.
    """
    key = _KEYS[objective]
    kept = [one for one in found if (one.on_front or _marked(one)) and not _beaten(one, found)]
    ordered = sorted(kept, key=lambda one: (key(one), [service.id for service in one.services]))
    grouped: dict[str, list[Found]] = {}
    for one in ordered:
        grouped.setdefault(one.corridor, []).append(one)
    firsts = {corridor: _standing(those, key) for corridor, those in grouped.items()}
    names = {one.name for one in firsts.values()}
    others = {one.name: one for one in reversed(ordered) if one.on_front and one.name not in names}
    picked = {id(one) for one in (*firsts.values(), *others.values())}
    return tuple(sorted((one for one in ordered if id(one) in picked), key=_flies))


def _standing(found: Sequence[Found], key: Callable[[Found], float]) -> Found:
    """The one of a corridor's routes, the best first, that stands for it.

    Of those about as good as the best: one without lorries, and the cheapest if it saves something worth it.
    """
    near = [one for one in found if key(one) <= EQUAL * key(found[0])]
    near = [one for one in near if all(service.mode != "road" for service in one.services)] or near
    cheapest = min(near, key=lambda one: one.cost.middle)
    return cheapest if cheapest.cost.middle <= CHEAPER * near[0].cost.middle else near[0]


def _marked(found: Found) -> bool:
    """Whether a route follows a corridor that has a name."""
    return any(service.corridor for service in found.services)


def _beaten(found: Found, others: Sequence[Found]) -> bool:
    """Whether nobody would take a route: it goes a long way round, or another is much faster and cheaper."""
    days, money = found.times.quantiles[2], found.cost.middle
    shortest = min((_on_land(one) for one in others if _land(one)), default=0.0)
    if _land(found) and _on_land(found) > ROUND * shortest:
        return True
    ratios = [(days / one.times.quantiles[2], money / one.cost.middle) for one in others]
    return any(slower > 1 and dearer > 1 and slower * dearer > BEATEN for slower, dearer in ratios)


def _flies(found: Found) -> bool:
    """Whether a part of a route goes by air."""
    return any(one.mode == "air" for one in found.services)


def _land(found: Found) -> bool:
    """Whether a route keeps off the ocean and the air."""
    return all(one.mode not in ("ocean", "air") for one in found.services)


def _on_land(found: Found) -> float:
    """Kilometres of a route but for those at sea and in the air."""
    return sum(one.km for one in found.services if one.mode in ("rail", "road"))
