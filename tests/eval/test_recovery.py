"""The sweep brings back the definition an author had."""

from __future__ import annotations

import pytest
from tests.eval import recovery

NUMBER = 60


@pytest.mark.slow
@pytest.mark.parametrize(("slips", "floor"), [(False, 0.98), (True, 0.85)])
def test_true_definition_is_on_the_front(record, slips, floor):
    cases = list(recovery.cases(record, NUMBER, slips, seed=7))
    assert sum(recovery.recovered(record, case) for case in cases) >= floor * NUMBER


@pytest.mark.slow
def test_claims_three_granules_away_are_not_plainly_reproduced(record):
    cases = list(recovery.cases(record, NUMBER, False, seed=8))
    assert sum(recovery.reproduced_when_moved(record, case) for case in cases) <= 0.01 * NUMBER
