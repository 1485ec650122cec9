"""The detector on worlds in which it is known who does not record what: found, ranked, not found where nothing is."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.methods.planted_diversion import Planted, area_under_curve, world

from hali.errors import QuestionError
from hali.methods.diversion import REASONS, detect
from hali.methods.diversion_amounts import MARGINS
from hali.methods.diversion_panel import Panel, panel
from hali.methods.diversion_scan import adjust, onward, scan, unit_value_shift

SIZE = (20, 60, 36, 4)
"""Destinations, products, months and destinations that divert: small enough for the suite."""


def agreeing(m: Any, valued: Any, cells: Any) -> float:
    """A twin that finds the same: the pooled change of the treated cells' ratio."""
    del m, valued, cells
    return -0.1


@pytest.fixture(scope="module")
def planted() -> Planted:
    return world(2, *SIZE)


@pytest.fixture(scope="module")
def told(planted: Planted) -> Panel:
    return panel(planted.x, planted.m)


def alone(planted: Planted, place: int) -> Any:
    return np.arange(len(planted.unrecorded)) == place


def test_the_planted_destinations_come_first_and_others_are_left_alone(planted: Planted, told: Panel) -> None:
    found = scan(told, planted.listed, planted.first, twin=agreeing)
    theta = np.array([one.theta for one in found.found])
    positive = planted.unrecorded > 0
    assert area_under_curve(-theta, positive) >= 0.95
    assert found.flag[positive].all()
    assert not found.flag[~positive].any()
    assert theta[positive] == pytest.approx(np.log(1 - planted.unrecorded[positive]), abs=0.15)


def test_few_flags_where_nothing_is_planted() -> None:
    flags = 0
    for seed in range(4):
        nothing = world(seed, *SIZE[:3], 0)
        flags += int(scan(panel(nothing.x, nothing.m), nothing.listed, nothing.first, twin=agreeing).flag.sum())
    assert flags <= 0.05 * 4 * SIZE[0]


def test_placebo_ranks_are_even_where_nothing_is_planted() -> None:
    ranks = []
    for seed in range(5):
        nothing = world(seed, *SIZE[:3], 0)
        told = panel(nothing.x, nothing.m)
        ranks += [detect(told, nothing.listed, alone(nothing, n), nothing.first).placebo_p for n in range(SIZE[0])]
    assert 0.3 < np.mean(np.array(ranks) < 0.5) < 0.7
    assert np.mean(np.array(ranks) < 0.05) <= 0.1


def test_intervals_cover_what_was_planted() -> None:
    covered = []
    for seed in range(6):
        one = world(seed, *SIZE)
        told = panel(one.x, one.m)
        clean = one.unrecorded == 0
        for place in np.flatnonzero(~clean):
            kept = clean | alone(one, place)
            beside = panel(told.x[kept], told.m[kept])
            found = detect(beside, one.listed, alone(one, place)[kept], one.first)
            covered.append(found.opened_low <= one.amount[place] <= found.opened_high)
    assert np.mean(covered) >= 0.8  # 91 % at full size; these are 24 draws


def test_the_effect_equals_least_squares_on_dummies() -> None:
    """A panel small enough for a column an effect."""
    small = world(3, 5, 8, 12, 1)
    told = panel(small.x, small.m)
    suspected = small.unrecorded > 0
    found = detect(told, small.listed, suspected, small.first)
    p, k, t = (axis[told.both] for axis in np.indices(told.x.shape))
    treated = (suspected[p] & small.listed[k] & (t >= small.first)).astype(float)
    columns = [treated]
    for one, other in ((p * 8 + k, 40), (p * 12 + t, 60), (k * 12 + t, 96)):
        columns += [(one == number).astype(float) for number in range(other)]
    gap = np.log(small.m[told.both] / (small.x[told.both] * 1.06))
    expected = np.linalg.lstsq(np.stack(columns, axis=1), gap, rcond=None)[0][0]
    assert found.theta == pytest.approx(expected, abs=1e-6)


def test_parts_add_up_and_ranges_hold(planted: Planted, told: Panel) -> None:
    place = int(planted.unrecorded.argmax())
    found = detect(told, planted.listed, alone(planted, place), planted.first)
    assert found.by_product.sum() == pytest.approx(found.amount)
    assert not found.by_product[~planted.listed].any()
    assert found.amount_low <= found.amount <= found.amount_high
    assert found.low < found.theta < found.high
    assert 0 < found.opened_low < found.opened_high
    assert found.unexcluded == REASONS
    assert len(found.month_x) == SIZE[2]
    after = found.month_gap[planted.first :]
    assert np.nanmean(after) < np.nanmean(found.month_gap[: planted.first])
    # no twin, no flag
    assert found.against == ("no_twin",)
    assert not found.flag
    # exports and imports of one month at the margin, cell by cell
    cells = planted.listed[:, None] & (np.arange(SIZE[2]) >= planted.first)[None]
    both = cells & np.isfinite(planted.m[place]) & np.isfinite(planted.x[place])
    by_hand = (planted.x[place] * 1.06 - np.nan_to_num(planted.m[place]))[both].sum()
    assert found.amount == pytest.approx(by_hand)
    assert MARGINS[1] == 0.06


def test_what_keeps_a_gap_from_being_a_finding(planted: Planted, told: Panel) -> None:
    place = int(planted.unrecorded.argmax())
    one = alone(planted, place)
    assert detect(told, planted.listed, one, planted.first, twin=agreeing).flag
    opposed = detect(told, planted.listed, one, planted.first, twin=lambda m, valued, cells: 0.2)
    assert opposed.against == ("twin_disagrees",)
    quiet = detect(told, planted.listed, alone(planted, int(planted.unrecorded.argmin())), planted.first)
    assert {"placebo", "one_shipment"} <= set(quiet.against)


def test_a_gap_that_opened_before_the_day_is_no_finding(planted: Planted) -> None:
    """The listed goods of a quiet destination lose a tenth more every month from the start on."""
    place = int(np.flatnonzero(planted.unrecorded == 0)[0])
    m = planted.m.copy()
    m[place, planted.listed] *= np.exp(-0.1 * np.arange(SIZE[2]))
    found = detect(panel(planted.x, m), planted.listed, alone(planted, place), planted.first, twin=agreeing)
    assert found.theta < 0
    assert "leads" in found.against
    assert not found.flag


def test_one_shipment_is_no_finding(planted: Planted) -> None:
    """All of a gap in one month of one product: without it nothing is left."""
    place = int(np.flatnonzero(planted.unrecorded == 0)[0])
    x, m = planted.x.copy(), planted.m.copy()
    product = int(np.flatnonzero(planted.listed)[0])
    x[place, product, planted.first + 1] = x[np.isfinite(x)].max() * 50
    m[place, product, planted.first + 1] = x[place, product, planted.first + 1] * 1e-9
    found = detect(panel(x, m), planted.listed, alone(planted, place), planted.first, twin=agreeing)
    assert not found.flag
    assert "one_shipment" in found.against
    # without that cell the goods are as quiet as they were
    before = detect(panel(planted.x, planted.m), planted.listed, alone(planted, place), planted.first)
    assert found.theta < before.theta - 0.1
    assert found.without_largest_p > 0.05


def test_several_destinations_together(planted: Planted, told: Panel) -> None:
    found = detect(told, planted.listed, planted.unrecorded > 0, planted.first, twin=agreeing)
    assert found.flag
    assert 0 < found.standard_error < abs(found.theta)
    assert np.isnan(detect(told, planted.listed, alone(planted, 0), planted.first).standard_error)


def test_the_same_input_gives_the_same_result(planted: Planted, told: Panel) -> None:
    one, other = (detect(told, planted.listed, alone(planted, 1), planted.first, seed=7) for _ in range(2))
    assert (one.theta, one.placebo_p, one.low, one.high) == (other.theta, other.placebo_p, other.low, other.high)


def test_one_sided_zeros_are_counted_and_never_imputed(planted: Planted) -> None:
    place = int(planted.unrecorded.argmax())
    m = planted.m.copy()
    m[place, planted.listed, planted.first :] = 0
    with pytest.raises(QuestionError, match="none after"):
        detect(panel(planted.x, m), planted.listed, alone(planted, place), planted.first)
    m[place, planted.listed, planted.first] = planted.x[place, planted.listed, planted.first]
    found = detect(panel(planted.x, m), planted.listed, alone(planted, place), planted.first)
    assert found.one_sided > found.cells
    # a report that is unknown is no zero
    m[place, planted.listed, planted.first + 1 :] = np.nan
    assert detect(panel(planted.x, m), planted.listed, alone(planted, place), planted.first).one_sided == 0


def test_bad_input_is_refused_in_a_line(planted: Planted, told: Panel) -> None:
    one, listed = alone(planted, 0), planted.listed
    for asked, said in (
        ((listed, one, 5), "6 months before the day or more; 5 are there"),
        ((listed, one, SIZE[2]), "a month after the day"),
        ((np.zeros_like(listed), one, 24), "some have to be chosen"),
        ((listed, np.ones_like(one), 24), "some have to be chosen"),
    ):
        with pytest.raises(QuestionError, match=said):
            detect(told, *asked)
    with pytest.raises(QuestionError, match="destinations x products x months"):
        panel(planted.x, planted.m[1:])
    with pytest.raises(QuestionError, match="zero or more"):
        panel(-planted.x, planted.m)
    with pytest.raises(QuestionError, match="no cell"):
        panel(planted.x, np.full_like(planted.m, np.nan))
    absent = planted.m.copy()
    absent[0] = np.nan
    untested = scan(panel(planted.x, absent), listed, planted.first)
    assert untested.found[0] is None
    assert "both reports" in untested.untested[0]
    assert np.isnan(untested.adjusted_p[0])


def test_false_discoveries_by_hand() -> None:
    assert adjust(np.array([0.01, 0.02, 0.03, 0.5])).tolist() == pytest.approx([0.04, 0.04, 0.04, 0.5])
    assert adjust(np.array([0.9, 0.95])).max() <= 1


def test_unit_values_and_the_onward_leg() -> None:
    shift, far = unit_value_shift(np.array([1.0, 1.1, 0.9, np.nan]), np.array([2.0, 2.1]))
    assert far
    assert shift == pytest.approx(1.05 / (1.4826 * 0.1))
    assert not unit_value_shift(np.array([1.0, 1.1, 0.9]), np.array([1.05]))[1]
    with pytest.raises(QuestionError):
        unit_value_shift(np.array([1.0, 1.0]), np.array([1.0]))
    with pytest.raises(QuestionError):
        unit_value_shift(np.array([np.nan]), np.array([1.0]))
    assert onward(np.array([1.0, 3.0, 7.0, np.nan]), 2) == 5.0
    # unknown is not zero
    assert onward(None, 2) is None
    assert onward(np.array([np.nan, np.nan, 7.0]), 2) is None


@pytest.mark.skipif(importlib.util.find_spec("pyfixest") is not None, reason="the extra is installed")
def test_without_the_extra_the_twin_says_what_it_needs(planted: Planted, told: Panel) -> None:
    from hali.methods.poisson_twin import gap_effect

    with pytest.raises(QuestionError, match='extra "gravity"'):
        detect(told, planted.listed, alone(planted, 0), planted.first, twin=gap_effect)


@pytest.mark.skipif(importlib.util.find_spec("pyfixest") is None, reason="the extra is not installed")
def test_the_twin_finds_what_was_planted(planted: Planted, told: Panel) -> None:
    from hali.methods.poisson_twin import excess_exports, gap_effect

    place = int(planted.unrecorded.argmax())
    found = detect(told, planted.listed, alone(planted, place), planted.first, twin=gap_effect)
    assert found.twin == pytest.approx(np.log(1 - planted.unrecorded[place]), abs=0.3)
    x = planted.x.copy()
    cells = alone(planted, place)[:, None, None] & planted.listed[None, :, None]
    cells = cells & (np.arange(SIZE[2]) >= planted.first)[None, None]
    more = excess_exports(np.where(cells, x * 2, x), cells)
    assert more.low < np.log(2) < more.high
    assert replace(more) == more
