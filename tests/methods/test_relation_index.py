"""The relation index: by hand, intervals that hold every count, scales, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.errors import QuestionError
from hali.methods.relation_index import relation_index

NAN = float("nan")


def test_by_hand() -> None:
    """Two pillars: the first of two components, one of them counted twice; the second of one."""
    found = relation_index(
        np.array([1.0, 2, 6, 3]),
        np.array([10.0, 10, 10, 3]),
        np.array([20.0, 20, 20, NAN]),
        np.array([0, 0, 1, 2]),
        np.array([0, 0, 0, 1]),
    )
    assert found.bandwidth.tolist() == [0.1, 0.2, 0.6, 1.0]
    one, other = found.pillar_bandwidth
    # means 0.35 and 0.4; without the first component 0.6, without the second 0.1 to 0.2
    assert one is not None
    assert other is not None
    assert (one.low, one.high) == pytest.approx((0.1, 0.6))
    assert (other.low, other.high) == (1, 1)
    assert found.whole_bandwidth is not None
    assert (found.whole_bandwidth.low, found.whole_bandwidth.high) == pytest.approx((0.1, 1))
    # what has no whole has no dependence, and no pillar of it
    assert np.isnan(found.dependence[3])
    assert found.pillar_dependence[1] is None
    assert found.whole_dependence == found.pillar_dependence[0]


SHARES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=12)


@given(SHARES)
def test_intervals_lie_within_their_parts(told: list[tuple[float, int, int]]) -> None:
    share = np.array([one for one, _, _ in told])
    pillar = np.array([number for _, _, number in told])
    component = np.array([5 * three + two for _, two, three in told])
    found = relation_index(share, np.ones(len(told)), np.full(len(told), 2.0), component, pillar)
    whole = found.whole_bandwidth
    assert whole is not None
    assert share.min() - 1e-12 <= whole.low <= whole.high <= share.max() + 1e-12
    for number, one in enumerate(found.pillar_bandwidth):
        mine = share[pillar == number]
        assert (one is None) == (len(mine) == 0)
        if one:
            assert mine.min() - 1e-12 <= one.low <= one.high <= mine.max() + 1e-12
    half = found.whole_dependence
    assert half is not None
    assert (half.low, half.high) == pytest.approx((whole.low / 2, whole.high / 2))


@pytest.mark.parametrize(("value", "largest", "total"), [(-1, 1, 1), (2, 1, 3), (2, 3, 1), (NAN, 1, 1)])
def test_impossible_counts_are_refused(value: float, largest: float, total: float) -> None:
    one = np.zeros(1, int)
    with pytest.raises(QuestionError):
        relation_index(np.array([value]), np.array([largest]), np.array([total]), one, one)
    with pytest.raises(QuestionError, match="none is there"):
        relation_index(*(np.zeros(0) for _ in range(3)), one[:0], one[:0])
