"""Indicator and pillar: how numbers are declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Indicator:
    """One relational expression that answers one or several measures under every definition.

    Attributes:
        id: `pillar.name`.
        measures: ids of the measures codelist it answers.
        formula: the formula in one line, with its unit.
        source: paper or manual the formula follows; empty for plain sums and quotients.
        expression: takes the record's tables (`record.query.Tables`) and returns an Ibis table whose columns
            are those `pillars.readings` turns into readings.
    """

    id: str
    measures: tuple[str, ...]
    formula: str
    source: str
    expression: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the brief.

    Attributes:
        id: `trade`, `green_energy` ...; its title stands in `languages/*.toml`.
        order: position in the brief, `1.1` is (1, 1).
        measures: measures whose readings may stand in it.
        sources: ids of the publishers missing data could come from.
    """

    id: str
    order: tuple[int, ...]
    measures: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pillar:
    """One subject of the relation: its sections and indicators."""

    id: str
    order: int
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
