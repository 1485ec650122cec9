"""Rules that are written as code: each has an id and a level, and of those that hold the lowest level decides.

Their sentences stand in `coded.toml`, as those of the rules that are data stand in `linking.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Coded(Generic[Q, A_co]):
    """One rule.

    Attributes:
        id: room and name, `mood:denied`; stands in the trace of each claim it decides.
        level: of the rules of a room that hold the one with the lowest level decides; no two have the same.
        tells: its answer, None where it does not hold.
    """

    id: str
    level: int
    tells: Callable[[Q], A_co | None]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of a rule: texts in which it decides a claim, and texts like them in which it decides none."""

    id: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


def in_order(*rules: Coded[Q, A]) -> tuple[Coded[Q, A], ...]:
    """Rules as they are asked, whatever order they are written in."""
    return tuple(sorted(rules, key=lambda rule: rule.level))


def decided(rules: Iterable[Coded[Q, A]], asked: Q, otherwise: B) -> tuple[A | B, str]:
    """The answer and the id of the rule that decides; `otherwise` and "" where none holds."""
    for rule in rules:
        answer = rule.tells(asked)
        if answer is not None:
            return answer, rule.id
    return otherwise, ""


def evidence() -> tuple[Evidence, ...]:
    """The sentences of all rules written as code."""
    text = (resources.files("hali.checking.context") / "coded.toml").read_text(encoding="utf-8")
    return tuple(Evidence(one["id"], tuple(one["yes"]), tuple(one["no"])) for one in tomllib.loads(text)["rule"])
