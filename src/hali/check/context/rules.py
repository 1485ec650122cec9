"""The rules of `linking.toml`: which words make a number a number of which measure, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `linking.toml`."""

    measure: str
    unit: frozenset[str]
    need: tuple[frozenset[str], ...]
    bar: frozenset[str]


@cache
def _file() -> Mapping[str, object]:
    return tomllib.loads((resources.files("hali.check.context") / "linking.toml").read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order they are tried."""
    written = _file()["rule"]
    assert isinstance(written, list)
    return tuple(
        Rule(
            r["measure"],
            frozenset(r["unit"]),
            tuple(frozenset(n.split("|")) for n in r["need"]),
            frozenset(r.get("bar", ())),
        )
        for r in written
    )


@cache
def names(table: str) -> Mapping[str, str]:
    """A table of names of `linking.toml`: `growth`, `share` or `product`."""
    found = _file()[table]
    assert isinstance(found, dict)
    return found
