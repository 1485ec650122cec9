"""Figures in circulation: the definition that gives one is never taken from the page that printed it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from tests.narrate.samples import made

from hali.briefs import disputed
from hali.model.claim import Candidate
from hali.record import readings as lookup


def candidate(cell: int, cost: int = 0, band: int = 0) -> Candidate:
    reading = replace(made(), cells=(cell,))
    return Candidate(reading, reading.value, "EUR", cost, (), band, 0.0, 0.0)


@pytest.fixture
def giving(monkeypatch):
    """The cell of the definition that gives a figure printed on PAGE; cell 1 is of that page, the others are not."""
    origins = {1: "PAGE"}
    monkeypatch.setattr(
        lookup, "observations", lambda record, cells: [SimpleNamespace(origin=origins.get(c, "TABLE")) for c in cells]
    )

    def ask(*front: Candidate) -> int | None:
        one, finding = SimpleNamespace(origin="PAGE"), SimpleNamespace(front=front)
        found = disputed._giving(SimpleNamespace(record=None), one, finding)
        return found.reading.cells[0] if found else None

    return ask


def test_the_page_itself_does_not_confirm_its_figure(giving) -> None:
    assert giving(candidate(1), candidate(2, cost=2)) == 2
    assert giving(candidate(1)) is None


def test_strict_before_rough_and_cheap_before_dear(giving) -> None:
    assert giving(candidate(2, band=1), candidate(3, cost=3)) == 3
    assert giving(candidate(2, cost=2), candidate(3, cost=1)) == 3


def test_too_many_changes_explain_nothing(giving) -> None:
    assert giving(candidate(2, cost=disputed.DEAREST)) == 2
    assert giving(candidate(2, cost=disputed.DEAREST + 1), candidate(3, band=2)) is None
