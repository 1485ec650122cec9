"""Indicator and pillar: how numbers are declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Derived:
    """How an indicator follows from levels when they are looked up (`record.derive`).

    Attributes:
        rule: `growth` (against an earlier period) or `cumulated` (over consecutive years).
        levels: ids of the indicators whose readings it starts from.
        names: measure of a level -> measure of what follows from it.
    """

    rule: Literal["growth", "cumulated"]
    levels: tuple[str, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One relational expression that answers one or several measures under every definition.

    Attributes:
        id: `pillar.name`.
        measures: ids of the measures codelist it answers.
        formula: the formula in one line, with its unit.
        source: paper or manual the formula follows; empty for plain sums and quotients.
        expression: takes the record's tables (`record.query.Tables`) and returns an Ibis table whose columns
            are those `pillars.plan.finish` turns into readings; None for a derived one.
        stored: the stored series it reads, `measure` or `measure.variant`.
        derived: how it follows from levels; None for an expression.
        compares: it compares tables of different currencies and converts them itself.
        whole: it sets a partner against all partners of the reporter, and so reads the reporter's whole table.
    """

    id: str
    measures: tuple[str, ...]
    formula: str
    source: str
    expression: Callable[[Any], Any] | None = None
    stored: tuple[str, ...] = ()
    derived: Derived | None = None
    compares: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the brief; which measures stand in it is said by their entries (`codelists.measures`).

    Attributes:
        id: `trade`, `green_energy` ...; its title stands in `languages/*.toml`.
        order: position in the brief, `1.1` is (1, 1).
        sources: ids of the publishers missing data could come from.
    """

    id: str
    order: tuple[int, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pillar:
    """One subject of the relation: its sections and indicators."""

    id: str
    order: int
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
