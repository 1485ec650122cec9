"""The rules of `linking.toml`: which words make a number a number of which measure, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `linking.toml`; its fields are explained there."""

    id: str
    level: int
    measure: str
    relation: str
    unit: frozenset[str]
    need: tuple[frozenset[str], ...]
    bar: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def _file() -> Mapping[str, object]:
    return tomllib.loads((resources.files("hali.checking.context") / "linking.toml").read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, those that go before others first; their order in the file means nothing."""
    written = _file()["rule"]
    assert isinstance(written, list)
    return read(written)


@cache
def counting(classes: frozenset[str]) -> tuple[Rule, ...]:
    """The rules for numbers of these classes of units, in their order."""
    return tuple(rule for rule in rules() if rule.unit & classes)


@cache
def openings(classes: frozenset[str]) -> Mapping[str, tuple[int, ...]]:
    """Places in `counting` by each word of a rule's first need, those of rules without needs by ""."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(counting(classes)):
        for word in rule.need[0] if rule.need else ("",):
            found.setdefault(word, []).append(place)
    return {word: tuple(places) for word, places in found.items()}


def opened(classes: frozenset[str], known: Iterable[str]) -> Iterator[Rule]:
    """The rules of `counting` whose first need one of the words fills, and those that need nothing, in their order."""
    places, listed = openings(classes), counting(classes)
    return (listed[at] for at in sorted({at for word in ("", *known) for at in places.get(word, ())}))


def read(written: list[dict[str, Any]]) -> tuple[Rule, ...]:
    """Rules as they are written, in the order they are asked."""
    found = [
        Rule(
            id=r["id"],
            level=r["level"],
            measure=r["measure"],
            relation=r.get("relation", ""),
            unit=frozenset(r["unit"]),
            need=tuple(frozenset(n.split("|")) for n in r["need"]),
            bar=frozenset(r.get("bar", ())),
            yes=tuple(r["yes"]),
            no=tuple(r.get("no", ())),
        )
        for r in written
    ]
    return tuple(sorted(found, key=lambda rule: (rule.level, rule.id)))


def unit_class(unit: str) -> str:
    """The class of a text unit that the rules speak of.

    >>> unit_class("EUR"), unit_class("share"), unit_class("TEU")
    ('money', 'percent', 'TEU')
    """
    if len(unit) == 3 and unit.isupper() and unit != "TEU":
        return "money"
    return {"share": "percent", "pp": "percent"}.get(unit, unit)


@cache
def names(table: str) -> Mapping[str, str]:
    """A table of names of `linking.toml`: `growth`, `share` or `product`."""
    found = _file()[table]
    assert isinstance(found, dict)
    return found
