"""Outlook: slopes with intervals, pace needed and seen; nothing is forecast."""

from __future__ import annotations

import pytest

from hali.brief import trends
from hali.brief.compose import compose
from hali.brief.material import gather
from hali.publish.document import DataTable, Quantity


@pytest.fixture(scope="module")
def outlook(record):
    return [b for b in compose(record, "EU", "KAZ", "en").sections[-1].blocks if isinstance(b, DataTable)]


def test_a_slope_lies_in_its_interval_and_has_a_card(record, outlook) -> None:
    document = compose(record, "EU", "KAZ", "en")
    table = outlook[0]
    assert table.rows
    for row in table.rows:
        change, low, high = (cell for cell in row if isinstance(cell, Quantity))
        assert low.value <= change.value <= high.value
        assert "Theil" in document.readings[change.reading]["formula"]
        assert document.readings[change.reading]["sources"]


def test_a_slope_rests_on_eight_whole_years_of_tables(record) -> None:
    material = gather(record, "EU", "KAZ", "2026-11-23")
    found = trends.series(material)
    assert {"exports", "un_vote_agreement"} <= {s.key.measure for s in found}
    for one in found:
        kept = trends.points(one)
        assert len(kept) >= 8
        assert all(r.status != "Q" and "BREAK" not in r.caveats and not r.missing for r in kept)


def test_the_pace_of_a_target(outlook) -> None:
    table = outlook[1]
    titles = [c.title for c in table.columns]
    row = next(r for r in table.rows if "renewables" in r[0].text and r[1].text == "2030")
    value, today, needed = (row[titles.index(t)].value for t in ("Target value", "Latest value", "Needed a year"))
    assert (value, today) == (15.0, 7.0)
    assert needed == pytest.approx((15 - 7) / 6)
