"""What is to be otherwise: settings, and areas or places to be avoided, carried out on a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hali.codelists import areas
from hali.corridors.load import Loaded
from hali.corridors.places import folded
from hali.errors import QuestionError, UnknownCode
from hali.methods.corridors.network import Network, Process, Service, Shut

UTILISATION = 0.8
"""Arrivals by capacity at a place that is shut once; an assumption."""

ACCEPTED = (
    "dwell[.PLACE]=FACTOR, wait.SERVICE=FACTOR, headway.SERVICE=DAYS, speed.SERVICE=KM_A_DAY, tariff.SERVICE=FACTOR, "
    "close.SERVICE|PLACE=yes, open.SERVICE|CORRIDOR=yes, shut.PLACE=DAYS, promise=DAYS, tonnes_per_teu=TONNES"
)
"""What can be set."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A network with its changes.

    Attributes:
        loaded: the network changed.
        told: each change, as a sentence.
        promise: days routes are judged by; None = their typical days.
        tonnes_per_teu: for capacities in tonnes; None = they are not converted.
        changed: whether times, costs or routes may differ.
    """

    loaded: Loaded
    told: tuple[str, ...]
    promise: float | None
    tonnes_per_teu: float | None
    changed: bool


def parsed(settings: Sequence[str]) -> dict[str, str]:
    """Settings as key -> value.

    Raises:
        QuestionError: one without `=`, of unknown kind, or two that contradict each other.
    """
    found: dict[str, str] = {}
    for setting in settings:
        key, sign, value = (part.strip() for part in setting.partition("="))
        if not sign or not value or key.partition(".")[0] not in _DOERS:
            raise QuestionError(f"{setting!r} cannot be set; accepted are {ACCEPTED}")
        if found.get(key, value) != value:
            raise QuestionError(f"{key} is set to {found[key]} and to {value}; set it once")
        found[key] = value
    for key in found:
        kind, _, element = key.partition(".")
        if kind == "close" and f"open.{element}" in found:
            raise QuestionError(f"{element} is both closed and opened; set one of them")
        if kind == "close" and any(other.endswith(f".{element}") and other != key for other in found):
            raise QuestionError(f"{element} is closed, so nothing else can be set for it")
    return found


def apply(loaded: Loaded, settings: Sequence[str], avoid: Sequence[str], ends: Sequence[str]) -> WhatIf:
    """A network with settings carried out.

    Args:
        loaded: the network as it is.
        settings: `KEY=VALUE`; keys as in ACCEPTED.
        avoid: areas and places not to be passed.
        ends: places the routes lead between, which cannot be avoided or closed.

    Raises:
        QuestionError: a setting that cannot be carried out.
    """
    network = loaded.network
    told: list[str] = []
    given = parsed(settings)
    for key, value in given.items():
        kind, _, element = key.partition(".")
        network = _DOERS[kind](_Change(loaded, network, key, element, value, ends))
        told.append(f"{key} = {value}")
    for word in avoid:
        network = _avoided(loaded, network, word, ends)
        _require_passed(loaded, network, given, word)
        told.append(f"without {word}")
    promise = _number("promise", given["promise"]) if "promise" in given else None
    tonnes = _number("tonnes_per_teu", given["tonnes_per_teu"]) if "tonnes_per_teu" in given else None
    if tonnes == 0:
        raise QuestionError("tonnes_per_teu is 0; accepted is a number above it")
    changed = network is not loaded.network
    return WhatIf(replace(loaded, network=network) if changed else loaded, tuple(told), promise, tonnes, changed)


def _require_passed(loaded: Loaded, network: Network, given: Mapping[str, str], word: str) -> None:
    """Refuse a setting for a place or a service that is avoided."""
    left = {one.id for one in network.services if not {one.start, one.end} & network.without}
    for key in given:
        kind, _, element = key.partition(".")
        place = element in loaded.nodes and element in network.without
        if kind != "close" and (place or (element in loaded.network.by_id and element not in left)):
            raise QuestionError(f"{key} cannot be set where {word} is avoided; leave one of them out")


@dataclass(frozen=True, slots=True)
class _Change:
    """One setting to carry out."""

    loaded: Loaded
    network: Network
    key: str
    element: str
    value: str
    ends: Sequence[str]

    @property
    def number(self) -> float:
        return _number(self.key, self.value)

    @property
    def place(self) -> str:
        """Id of the place that is named."""
        return _place(self.loaded, self.element)

    @property
    def services(self) -> frozenset[str]:
        """Ids of the services that are named: one, or all of a corridor."""
        if self.element in self.network.by_id:
            return frozenset({self.element})
        marked = frozenset(one.id for one in self.network.services if one.corridor == self.element)
        if not marked:
            raise UnknownCode("service", self.element, _near(self.element, self.network.by_id))
        return marked

    def each(self, changed: Callable[[Service], Service]) -> Network:
        """The network with the named services changed."""
        named = self.services
        return self.network.changed(
            services=tuple(changed(one) if one.id in named else one for one in self.network.services)
        )


def _number(key: str, value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        raise QuestionError(f"{key} is set to {value!r}; accepted is a number") from None
    if not 0 <= found < 10_000:
        raise QuestionError(f"{key} is set to {value}; accepted is a number from 0 to 10000")
    return found


def _yes(change: _Change) -> None:
    if change.value.lower() != "yes":
        raise QuestionError(f"{change.key} is set to {change.value!r}; accepted is yes")


def _place(loaded: Loaded, word: str) -> str:
    key = folded(word)
    for node in loaded.nodes.values():
        if key in {folded(name) for name in (node.id, node.name, *node.aliases)}:
            return node.id
    raise UnknownCode("place", word, _near(word, loaded.nodes))


def _near(word: str, known: Mapping[str, object]) -> tuple[str, ...]:
    from rapidfuzz import process

    return tuple(name for name, _, _ in process.extract(word, list(known), limit=3))


def _dwell(change: _Change) -> Network:
    """Hours at one place, or everywhere, times a factor; a place without a process of its own gets one."""
    factor = change.number
    if factor == 0:
        raise QuestionError(f"{change.key} is 0; accepted is a factor above it: 0.75 cuts by a quarter")

    def scaled(one: Process, place: str) -> Process:
        return replace(one, place=place, hours=(one.hours[0] * factor, one.hours[1] * factor))

    if not change.element:
        return change.network.changed(processes=tuple(scaled(one, one.place) for one in change.network.processes))
    place = change.place
    own = {(one.before, one.after) for one in change.network.processes if one.place == place}
    found = [scaled(one, place) if one.place == place else one for one in change.network.processes]
    found += [
        scaled(one, place)
        for one in change.network.processes
        if one.place == "*" and (one.before, one.after) not in own
    ]
    return change.network.changed(processes=tuple(found))


def _headway(change: _Change) -> Network:
    days = change.number
    return change.each(lambda one: replace(one, headway=days))


def _wait(change: _Change) -> Network:
    factor = change.number
    return change.each(lambda one: replace(one, headway=one.headway * factor))


def _speed(change: _Change) -> Network:
    speed = change.number
    if speed == 0:
        raise QuestionError(f"{change.key} is 0; accepted is a speed above it, in km a day")

    def faster(one: Service) -> Service:
        share = one.km / speed / one.days[1]
        return replace(one, days=(one.days[0] * share, one.days[1] * share, one.days[2] * share))

    return change.each(faster)


def _tariff(change: _Change) -> Network:
    factor = change.number
    return change.each(lambda one: replace(one, cost=(one.cost[0] * factor, one.cost[1] * factor)))


def _close(change: _Change) -> Network:
    _yes(change)
    if change.element in change.network.by_id:
        return change.each(lambda one: replace(one, open=False))
    return _without(change.network, change.loaded, [change.place], change.ends, "closed")


def _open(change: _Change) -> Network:
    _yes(change)
    return change.each(lambda one: replace(one, open=True))


def _shut(change: _Change) -> Network:
    if change.place in change.ends:
        raise QuestionError(f"{change.key}: the routes begin or end there; only a place between them can be shut")
    shut = {**change.network.shut, change.place: Shut(change.number, UTILISATION)}
    return change.network.changed(shut=shut)


def _nothing(change: _Change) -> Network:
    return change.network


_DOERS: Mapping[str, Callable[[_Change], Network]] = {
    "dwell": _dwell,
    "headway": _headway,
    "wait": _wait,
    "speed": _speed,
    "tariff": _tariff,
    "close": _close,
    "open": _open,
    "shut": _shut,
    "promise": _nothing,
    "tonnes_per_teu": _nothing,
}


def _avoided(loaded: Loaded, network: Network, word: str, ends: Sequence[str]) -> Network:
    """The network without a place, or without the countries of an area and what runs through them."""
    from datetime import date

    try:
        places = [_place(loaded, word)]
        crossed: frozenset[str] = frozenset()
    except UnknownCode:
        concept = areas.resolve(word)
        crossed = areas.members(areas.concept_codes(areas.concept(concept))[0], date.max)
        places = [node.id for node in loaded.nodes.values() if node.area in crossed]
    kept = tuple(one for one in network.services if not one.crosses & crossed)
    return _without(network.changed(services=kept), loaded, places, ends, "avoided")


def _without(network: Network, loaded: Loaded, places: Sequence[str], ends: Sequence[str], how: str) -> Network:
    lost = sorted(set(places) & set(ends))
    if lost:
        raise QuestionError(f"{loaded.nodes[lost[0]].name} is where the routes begin or end; it cannot be {how}")
    return network.changed(without=network.without | set(places))
