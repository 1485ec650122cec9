"""Complexity: published advantages, an independent eigen-solve, what is refused, relatedness by hand."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg

from hali.errors import QuestionError
from hali.methods.complexity import BLOCK, complexity, density, openings, proximity, rca

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "datawheel_rca"


def matrix(seed: int, exporters: int = 30, products: int = 80) -> Any:
    """Advantages of a nested world: the more able an exporter, the more and the rarer its products."""
    rng = np.random.default_rng(seed)
    able, hard = rng.uniform(-1, 2, exporters), rng.uniform(-1, 2, products)
    return able[:, None] + rng.logistic(0, 0.5, (exporters, products)) > hard


@pytest.mark.shared
def test_advantages_of_226_countries_as_published() -> None:
    with (REFERENCE / "exports.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    countries = sorted({row["Exporter Country ID"] for row in rows})
    sections = sorted({int(row["Section ID"]) for row in rows})
    values = np.zeros((len(countries), len(sections)))
    for row in rows:
        values[countries.index(row["Exporter Country ID"]), sections.index(int(row["Section ID"]))] += float(
            row["Trade Value"]
        )
    found = rca(values)
    with (REFERENCE / "expected_rca.csv").open(encoding="utf-8-sig") as file:
        expected = list(csv.DictReader(file))
    assert expected
    for row in expected:
        column = found[:, sections.index(int(row["section_id"]))]
        told = {
            "count": len(column),
            "mean": column.mean(),
            "std": column.std(ddof=1),
            "min": column.min(),
            "q25": np.quantile(column, 0.25),
            "q50": np.median(column),
            "q75": np.quantile(column, 0.75),
            "max": column.max(),
        }
        for name, text in row.items():
            if name != "section_id" and text:
                assert told[name] == pytest.approx(float(text), rel=0, abs=5.1e-7), (row["section_id"], name)


def test_advantage_by_hand() -> None:
    found = rca(np.array([[8.0, 2.0, 0.0], [2.0, 8.0, 0.0], [0.0, 0.0, 0.0]]))
    assert found == pytest.approx(np.array([[1.6, 0.4, 0], [0.4, 1.6, 0], [0, 0, 0]]))
    for wrong in ([[-1.0, 2.0]], [[np.nan, 1.0]], [[0.0, 0.0]]):
        with pytest.raises(QuestionError):
            rca(np.array(wrong))


@given(st.integers(0, 2**32 - 1))
def test_equal_to_the_eigenvector_of_the_unsymmetric_matrix(seed: int) -> None:
    """The textbook matrix of products over products, solved by another routine: the same order and scale."""
    held = matrix(seed)
    kept = held[np.ix_(held.any(axis=1), held.any(axis=0))].astype(float)
    try:
        found = complexity(held)
    except QuestionError:
        return
    across = kept / kept.sum(axis=1, keepdims=True)
    back = kept / kept.sum(axis=0, keepdims=True)
    values, vectors = linalg.eig(back.T @ across)
    order = np.argsort(-values.real)
    pci = vectors[:, order[1]].real
    pci = (pci - pci.mean()) / pci.std()
    mine = found.pci[np.isfinite(found.pci)]
    # the unsymmetric routine is the less exact one where two eigenvalues are near to each other
    assert abs(mine - np.sign(pci @ mine) * pci).max() < 1e-9 / found.gap
    assert found.second == pytest.approx(values.real[order[1]])
    assert found.gap == pytest.approx(values.real[order[1]] - values.real[order[2]])


def test_scale_sign_and_order_of_rows() -> None:
    held = matrix(5)
    found = complexity(held)
    assert found.eci.mean() == pytest.approx(0)
    assert found.eci.std() == pytest.approx(1)
    assert np.corrcoef(found.eci, found.diversity)[0, 1] > 0
    shuffled = np.random.default_rng(0).permutation(len(held))
    assert complexity(held[shuffled]).eci == pytest.approx(found.eci[shuffled])
    again = complexity(held)
    assert again.eci.tobytes() == found.eci.tobytes()
    assert found.diversity.tolist() == held.sum(axis=1).tolist()


def test_who_exports_nothing_is_left_out_and_changes_nothing() -> None:
    held = matrix(6)
    wider = np.zeros((len(held) + 1, held.shape[1] + 1), bool)
    wider[:-1, :-1] = held
    found, before = complexity(wider), complexity(held)
    assert found.eci[:-1] == pytest.approx(before.eci)
    assert np.isnan([found.eci[-1], found.pci[-1]]).all()


def test_worlds_without_an_order_are_refused() -> None:
    apart = np.kron(np.eye(2, dtype=bool), np.ones((3, 4), bool))
    with pytest.raises(QuestionError, match="share no product"):
        complexity(apart)
    with pytest.raises(QuestionError, match="occurs twice"):
        complexity(~np.eye(4, dtype=bool))
    with pytest.raises(QuestionError, match="3 exporters with an advantage or more; 2 have one"):
        complexity(np.ones((2, 5), bool))


def test_proximity_by_hand() -> None:
    """Two of three makers of the first make the second, which has two makers: 2/3."""
    held = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0]], bool)
    near = proximity(held)
    assert near == pytest.approx(np.array([[0, 2 / 3, 0], [2 / 3, 0, 0], [0, 0, 0]]))
    found = density(held)
    assert found[2, :2] == pytest.approx([0, 1])
    assert np.isnan(found[:, 2]).all()


def test_density_does_not_depend_on_blocks() -> None:
    held = matrix(7, 12, BLOCK + 40)
    near = proximity(held)
    with np.errstate(invalid="ignore"):
        whole = held @ near / near.sum(axis=0)
    found = density(held)
    assert np.nanmax(abs(found - whole)) < 1e-12
    assert density(held, np.array([3]))[0] == pytest.approx(found[3], nan_ok=True)
    assert np.nanmin(found) >= 0
    assert np.nanmax(found) <= 1


def test_what_one_could_supply_to_the_other() -> None:
    near = np.array([0.9, 0.1, 0.5, 0.8, np.nan, 0.7])
    mine = np.array([True, False, False, False, False, False])
    found = openings(near, mine, np.array([5.0, 5, 5, 0, 5, 2]))
    # above the median 0.6 of what it does not make yet, and imported
    assert found.product.tolist() == [5]
    assert (found.density.tolist(), found.imports.tolist()) == ([0.7], [2])
    assert not len(openings(near, np.ones(6, bool), near).product)
