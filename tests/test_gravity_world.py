"""Other trade costs in general equilibrium on a world from a file: by the numerics themselves, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from hali import gravity_world
from hali.errors import HaliError, NotInRecord, QuestionError
from hali.methods import equilibrium

CODES = ("CHN", "DEU", "FRA", "KAZ", "TUR", "Rest of world")


@pytest.fixture
def flows() -> Any:
    made = np.random.default_rng(4).uniform(1, 10, (6, 6))
    made[np.diag_indices(6)] = 60
    return made


@pytest.fixture
def file(tmp_path: Path, flows: Any) -> str:
    rows = [f"{CODES[i]},{CODES[j]},{float(flows[i, j])!r}" for i in range(6) for j in range(6)]
    made = tmp_path / "world.csv"
    made.write_text("exporter,importer,value\n" + "\n".join(rows) + "\n")
    return str(made)


def fitted(coef: float = -0.8) -> Any:
    return SimpleNamespace(coef=np.array([coef]), vcov=np.array([[0.01**2]]))


def effect(file: str, change: float, dyad: tuple[str, str] = ("KAZ", "DEU"), closure: Any = "ratio") -> Any:
    return gravity_world.effect(file, fitted(), np.array([change]), dyad, date(2023, 12, 31), 5.0, closure)


def test_the_numbers_are_those_of_the_exact_algebra(file: str, flows: Any) -> None:
    told = effect(file, -0.5)
    order = sorted(range(6), key=lambda place: CODES[place])
    square = flows[np.ix_(order, order)]
    theta = np.ones((6, 6))
    names = [CODES[place] for place in order]
    theta[names.index("KAZ"), names.index("DEU")] = np.exp(0.4)
    expected = equilibrium.counterfactual(square, theta)
    for row in told["real_gdp"]:
        assert row["percent"] == pytest.approx(expected.real_gdp[names.index(row["country"])])
        assert row["low"] <= row["percent"] <= row["high"]
        assert row["sigma_5"] == pytest.approx(row["percent"])
    kaz, deu = names.index("KAZ"), names.index("DEU")
    assert told["trade"] == pytest.approx(expected.flows[kaz, deu] / square[kaz, deu])
    assert told["real_gdp"][0]["country"] == "KAZ"
    assert told["real_gdp"][0]["percent"] > 0
    assert "closure ratio" in told["read_as"][0]


def test_nothing_changes_where_the_costs_are_the_same(file: str) -> None:
    for closure in equilibrium.CLOSURES:
        told = effect(file, 0.0, closure=closure)
        assert max(abs(row["percent"]) for row in told["real_gdp"]) < 1e-6
        assert told["trade"] == pytest.approx(1)


def test_a_bloc_is_all_its_members_in_the_file(file: str) -> None:
    told = effect(file, -0.5, ("KAZ", "EU"))
    assert [row["country"] for row in told["real_gdp"][:3]] == ["KAZ", "DEU", "FRA"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("exporter,importer\nKAZ,DEU\n", "no column value"),
        ("exporter,importer,value\nKAZ,DEU,-1\n", "value of zero or more"),
        ("exporter,importer,value\nKAZ,DEU,much\n", "value of zero or more"),
        ("exporter,importer,value\nKAZ,DEU,1\nDEU,KAZ,1\nDEU,DEU,5\n", "no domestic sales of KAZ"),
        ("exporter,importer,value\nFRA,DEU,1\nDEU,FRA,1\nDEU,DEU,5\nFRA,FRA,5\n", "no row of KAZ"),
    ],
)
def test_worlds_without_an_equilibrium_are_refused(tmp_path: Path, content: str, said: str) -> None:
    made = tmp_path / "bad.csv"
    made.write_text(content)
    with pytest.raises(HaliError, match=said):
        effect(str(made), -0.5)


def test_closures_and_elasticities_that_are_none_are_refused(file: str) -> None:
    with pytest.raises(QuestionError, match="ratio, nominal, balanced"):
        gravity_world.checked(5, "open")
    with pytest.raises(QuestionError, match="more than 1"):
        gravity_world.checked(1, "ratio")
    with pytest.raises(NotInRecord, match="no row of USA"):
        effect(file, -0.5, ("USA", "DEU"))
