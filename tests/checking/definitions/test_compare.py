"""A number against a claimed interval, worked out by hand: half-widths of quoted figures, open bounds, gaps."""

from __future__ import annotations

import numpy as np
import pytest
from tests.checking.definitions.synthetic import quantity
from tests.checking.synthetic import trials_of
from tests.narrate.samples import made

from hali.checking.definitions.compare import compared, compared_granule


def bands(said, *readings, factor: float = 1.0):
    """Band and gap of each reading, its value times `factor`."""
    tried = trials_of(readings)
    found = compared(said, tried, tried.index.value * factor)
    return [(int(band), pytest.approx(float(gap), abs=1e-8)) for band, gap in zip(found.band, found.gap, strict=True)]


def share(value: float, granule: float = 0.0):
    return made("partner_share_trade", unit="PCT", value=value, granule=granule)


def test_a_figure_meets_what_rounds_to_it() -> None:
    """40 with a granule of 5 is 37.5 to 42.5; roughly, 35 to 45."""
    said = quantity(40, "percent", 5)
    found = bands(said, share(37.5), share(42.5), share(37.4), share(35.0), share(34.0), share(46.0))
    # a gap is counted in granules from the strict interval
    assert found == [(0, 0), (0, 0), (1, 0.1 / 5), (1, 2.5 / 5), (2, 3.5 / 5), (2, 3.5 / 5)]


def test_a_quoted_figure_is_as_wide_as_it_was_rounded() -> None:
    """Quoted as 30 with a granule of 10 it may be 25 to 35; the claim is 37.5 to 42.5."""
    said = quantity(40, "percent", 5)
    assert bands(said, share(30, 10)) == [(1, 2.5 / 5)]
    assert bands(said, share(32.5, 10)) == [(0, 0)]
    assert bands(said, share(32.4, 10)) == [(1, 0.1 / 5)]
    assert bands(said, share(47.5, 10)) == [(0, 0)]
    assert bands(said, share(47.6, 10)) == [(1, 0.1 / 5)]


def test_the_width_of_a_quoted_figure_is_converted_with_it() -> None:
    """16 quoted to 2 is 15 to 17; times 2.5 it is 37.5 to 42.5."""
    said = quantity(45, "percent", 5)
    assert bands(said, share(16, 2), factor=2.5) == [(0, 0)]
    assert bands(said, share(15.9, 2), factor=2.5) == [(1, pytest.approx((42.5 - 42.25) / 5))]


def test_an_open_bound_is_outside_by_a_hair() -> None:
    """Nearly 40 is below 40; more than 40 is above it; a quoted 40 may be either."""
    nearly, more = quantity(40, "percent", 5, "<~"), quantity(40, "percent", 5, ">")
    for said in (nearly, more):
        tried = trials_of([share(40.0)])
        found = compared(said, tried, tried.index.value)
        assert int(found.band[0]) == 1
        assert 0 < found.gap[0] < 1e-6
        assert bands(said, share(40.0, 1.0)) == [(0, 0)]
    assert bands(nearly, share(39.999)) == [(0, 0)]
    assert bands(more, share(40.001)) == [(0, 0)]


def test_a_half_line_has_no_far_end() -> None:
    said = quantity(40, "percent", 5, ">=")
    assert [band for band, _ in bands(said, share(40), share(4000), share(39.9))] == [0, 0, 2]


def test_a_fraction_is_compared_in_percent() -> None:
    said = quantity(0.3, "share", 0.1)
    assert compared_granule(said) == pytest.approx(10)
    assert [band for band, _ in bands(said, share(30), share(0.3))] == [0, 2]


def test_distance_is_to_the_written_figure() -> None:
    tried = trials_of([share(41.0), share(38.0)])
    found = compared(quantity(40, "percent", 5), tried, tried.index.value)
    assert np.allclose(found.distance, [1 / 5, 2 / 5])
