"""Dependence: cases by hand, bounds that hold whatever is behind a residual, windows of critical products."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.errors import QuestionError
from hali.methods.dependence import (
    CEPII,
    EC,
    NO_EXPORTS,
    cepii_criteria,
    complementarity,
    concentration,
    critical,
    dyad,
    ec_criteria,
    export_similarity,
    grubel_lloyd,
    top,
    trade_intensity,
)

NAN = np.nan
VALUES = st.lists(st.floats(0, 1e6), min_size=2, max_size=12).filter(lambda v: sum(v) > 1)


def array(*values: Any) -> Any:
    return np.array(values, float)


def test_concentration_by_hand() -> None:
    found = concentration(array(6, 3, 0, 1))
    assert (found.low, found.high, found.worst) == pytest.approx((0.46, 0.46, 0.46))
    assert (found.residual, found.count) == (0, 3)
    bounded = concentration(array(6, 2), 2)
    assert bounded.low == pytest.approx(0.4)
    assert bounded.high == pytest.approx(0.44)
    assert bounded.worst == pytest.approx(0.68)
    assert bounded.residual == 0.2


@given(VALUES, st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_bounds_hold_however_a_residual_is_split(named: list[float], hidden: list[float]) -> None:
    """The hidden part belongs to partners already named, one each, and to new ones."""
    told = concentration(array(*named), sum(hidden))
    merged = array(*named, *([0] * len(hidden)))
    for place, value in enumerate(hidden):
        merged[place % len(merged)] += value
    true = concentration(merged)
    assert told.low <= true.low + 1e-9
    assert true.low <= told.worst + 1e-9
    assert told.low <= told.high <= told.worst <= 1 + 1e-9


@pytest.mark.parametrize("values", [(0, 0), (1, -1), (1, NAN), ()])
def test_what_no_concentration_is_taken_of(values: tuple[float, ...]) -> None:
    with pytest.raises(QuestionError):
        concentration(array(*values))


def test_the_largest_with_bounds_and_ties() -> None:
    found = top(["C", "A", "B", "D"], array(4, 2, 2, 0), 2, residual=2)
    assert found.codes == ("C", "A")
    assert found.low == (0.4, 0.2)
    assert found.high == (pytest.approx(0.6), pytest.approx(0.4))
    assert found.share == pytest.approx(0.6)
    assert found.tied
    assert not top(["C", "A", "B"], array(4, 2, 2), 1).tied
    assert top(["B", "A"], array(2, 2), 2).tied
    assert top(["B", "A"], array(0, 2), 5).codes == ("A",)
    with pytest.raises(QuestionError, match="give 1 or more"):
        top(["A"], array(1), 0)


def test_critical_products_by_windows() -> None:
    """Five years: a product that comes in, one that stays, one that leaves, one met in single years only."""
    yes, no = (0.5, 0.5, 2.0), (0.5, 0.3, 2.0)
    years = [[no, no, no, yes, yes], [yes] * 5, [yes, yes, no, no, no], [yes, no, no, yes, no]]
    found = critical(np.array(years), CEPII)
    assert found.dependent.tolist() == [[False, False, True], [True] * 3, [True, False, False], [False] * 3]
    assert found.new.tolist() == [[False, False, True], [False] * 3, [False] * 3, [False] * 3]
    assert found.lasting.tolist() == [[False] * 3, [False, True, True], [False] * 3, [False] * 3]
    assert found.gone.tolist() == [[False] * 3, [False] * 3, [False, True, False], [False] * 3]
    assert found.years_met[1].tolist() == [3, 3, 3]
    # which criterion failed, and by how much
    assert found.margin[0, 0] == pytest.approx([0.1, -0.1, 1.0])
    assert not found.open.any()


def test_an_unknown_criterion_leaves_a_window_open() -> None:
    yes, unknown, no = (0.5, 0.5, 2.0), (0.5, NAN, 2.0), (0.1, NAN, 2.0)
    found = critical(np.array([[yes, unknown, no, no, no], [yes, no, no, no, no]]), CEPII)
    assert found.dependent.tolist() == [[False] * 3] * 2
    assert found.open.tolist() == [[True, False, False], [False] * 3]
    # what was open before is neither new nor gone
    later = critical(np.array([[yes, unknown, no, yes, yes]]), CEPII)
    assert later.dependent.tolist() == [[False, False, True]]
    assert critical(np.array([[yes, unknown, unknown, yes]]), CEPII).new.tolist() == [[False, False]]


def test_a_threshold_has_to_be_exceeded() -> None:
    assert not critical(np.array([[CEPII] * 3]), CEPII).dependent.any()


def test_too_few_years_are_refused() -> None:
    with pytest.raises(QuestionError, match="need 3 consecutive years; 2 given"):
        critical(np.zeros((1, 2, 3)), CEPII)
    with pytest.raises(QuestionError, match="products x years x 3"):
        critical(np.zeros((1, 3, 2)), CEPII)


def test_criteria_of_cepii_and_of_the_commission() -> None:
    found = cepii_criteria(array([0.5]), array([0.6]), array([10.0]), array([0.0]))
    assert found.tolist() == [[[0.5, 0.6, NO_EXPORTS]]]
    theirs = ec_criteria(array([0.5]), array([30.0]), array([40.0]), array([15.0]))
    assert theirs.tolist() == [[[0.5, 0.75, 2.0]]]
    # neither imports nor exports: nothing is known of the ratio
    assert np.isnan(cepii_criteria(array([0.5]), array([0.6]), array([0.0]), array([0.0]))[0, 0, 2])
    assert np.isnan(cepii_criteria(array([0.5]), array([0.6]), array([1.0]), array([NAN]))[0, 0, 2])
    assert np.isnan(ec_criteria(array([0.5]), array([0.0]), array([0.0]), array([1.0]))[0, 0, 1])
    assert len(EC) == 3


def test_trade_intensity_in_two_variants() -> None:
    """A fifth of i's exports go to j, which takes a tenth of the world's: 2. Without i's own in the world: 1.8."""
    x_ij, x_i, m_j, x_w = array(2, 0, 1), array(10, 10, 10), array(10, 10, 0), array(100, 100, 100)
    assert trade_intensity(x_ij, x_i, m_j, x_w)[:2] == pytest.approx([2, 0])
    assert trade_intensity(x_ij, x_i, m_j, x_w, without_own=True)[0] == pytest.approx(1.8)
    assert np.isnan(trade_intensity(x_ij, x_i, m_j, x_w)[2])


def test_complementarity_and_similarity() -> None:
    assert complementarity(array(1, 1, 0), array(0, 1, 1)) == pytest.approx(50)
    assert complementarity(array(1, 1), array(7, 7)) == pytest.approx(100)
    assert export_similarity(array(1, 1, 0), array(0, 1, 1)) == pytest.approx(0.5)
    with pytest.raises(QuestionError):
        complementarity(array(0, 0), array(1, 1))


@given(VALUES, VALUES)
def test_similarity_is_complementarity_in_other_units(one: list[float], other: list[float]) -> None:
    """min(a, b) = (a + b - |a - b|) / 2, so the two indices are one formula."""
    width = max(len(one), len(other))
    a, b = (array(*values, *([0] * (width - len(values)))) for values in (one, other))
    assert 100 * export_similarity(a, b) == pytest.approx(complementarity(a, b))


def test_grubel_lloyd_by_hand() -> None:
    each, whole = grubel_lloyd(array(10, 0, 0, NAN), array(5, 5, 0, 1))
    assert each[:2] == pytest.approx([1 - 5 / 15, 0])
    assert np.isnan(each[2:]).all()
    assert whole == pytest.approx(0.5)
    # the finer the products, the less there is of it
    assert grubel_lloyd(array(10), array(10))[1] == 1
    assert np.isnan(grubel_lloyd(array(0), array(0))[1])


def test_what_one_partner_supplies_of_dependent_products() -> None:
    imports = np.array([[60.0, 30, 10], [5, 5, 90], [50, 0, 0], [40, 60, 0]])
    world = np.array([[10.0, 30, 60], [1, 1, 8], [0, 0, 0], [2, 2, 4]])
    found = dyad(imports, world, np.array([True, True, True, False]), 0)
    assert found.product.tolist() == [2, 0, 1]
    assert found.share.tolist() == pytest.approx([1, 0.6, 0.05])
    assert found.rank.tolist() == [1, 1, 2]
    assert found.others.tolist() == [[-1, -1], [1, 2], [2, 1]]
    assert found.world_share[1:].tolist() == pytest.approx([0.1, 0.1])
    assert np.isnan(found.world_share[0])
    assert found.exposure.tolist() == pytest.approx([50, 36, 0.25])
    assert not len(dyad(imports, world, np.zeros(4, bool), 0).product)
