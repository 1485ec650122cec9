"""What a share is a share of, and which state of a figure it rests on: tables of a few rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.record import tiny
from tests.record.tiny import TRADE, draft
from tests.replay.fake import row

from hali.record import readings

SUMMED = replace(TRADE, world="sum")
FLOWS = {**tiny.FLOWS, SUMMED.id: SUMMED}


def shares(record, period="2021"):
    found = readings.find(record, ["partner_share_exports"], partners=["DEU"], newest=True, where={"period": period})
    return [(one.definition.denominator, one.value) for one in found]


def test_a_printed_world_goes_before_the_sum_of_the_partners(tmp_path):
    listed = [row(value=30.0), row(value=50.0, partner="FRA")]
    without = tiny.record(tmp_path / "a", draft(*listed, flow=SUMMED), flows=FLOWS)
    assert shares(without) == [("NAMED", pytest.approx(37.5))]
    printed = tiny.record(tmp_path / "b", draft(*listed, row(value=100.0, partner="WLD"), flow=SUMMED), flows=FLOWS)
    assert shares(printed) == [("WLD", pytest.approx(30.0))]


def test_a_figure_that_became_final_is_final(tmp_path):
    record = tiny.record(
        tmp_path,
        draft(row(value=30.0, status="P"), day="2024-01-10"),
        draft(row(value=30.0, status="A"), day="2025-01-10"),
    )
    (found,) = readings.find(record, ["exports"], newest=True, where={"unit": "USD"})
    assert (found.value, found.status, found.definition.vintage) == (30.0, "A", "2025-01-10")


def test_turnover_needs_both_flows_in_the_table(tmp_path):
    whole = replace(TRADE, complete_partners=True)
    flows = {**tiny.FLOWS, whole.id: whole}
    exports = [row(value=30.0), row(value=50.0, partner="FRA")]

    def turnover(record):
        found = readings.find(record, ["trade_total"], partners=["DEU", "FRA"], newest=True, where={"unit": "USD"})
        return {one.definition.partner: one.value for one in found}

    assert turnover(tiny.record(tmp_path / "a", draft(*exports, flow=whole), flows=flows)) == {}
    both = draft(*exports, row(value=5.0, partner="FRA", flow="M"), flow=whole)
    assert turnover(tiny.record(tmp_path / "b", both, flows=flows)) == {"DEU": 30.0, "FRA": 55.0}
