"""Outlook: slopes with intervals, pace needed and seen; nothing is forecast."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.narrate.samples import made

from hali.briefs import trends
from hali.briefs.compose import compose
from hali.briefs.material import Key, Series, gather
from hali.publish.document import DataTable, Paragraph, Quantity


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


def test_an_outlook_with_nothing_in_it_says_so(record) -> None:
    first = compose(record, "FJI", "PRY", "en").sections[-1].blocks[0]
    assert isinstance(first, Paragraph)
    assert first.statements[0].text.startswith("The record holds no dated target")


def test_a_small_slope_does_not_read_as_an_interval_of_zeros(record) -> None:
    table = next(b for b in compose(record, "ASEAN", "EU", "en").sections[-1].blocks if isinstance(b, DataTable))
    small = [[cell for cell in row if isinstance(cell, Quantity)] for row in table.rows]
    assert [[cell.text for cell in row] for row in small][-1] == ["\u22120.01", "\u22120.03", "0.04"]
    assert len({cell.digits for cell in small[-1]}) == 1


def test_a_slope_rests_on_eight_whole_years_of_tables(record) -> None:
    material = gather(record, "EU", "KAZ", "2026-11-23")
    found = trends.series(material)
    assert {"exports", "visas_issued"} <= {s.key.measure for s in found}
    for one in found:
        kept = trends.points(one)
        assert kept[-1].definition.period >= "2021", "what ended before says nothing about what lies ahead"
        assert len(kept) >= 8
        assert all(r.status != "Q" and "BREAK" not in r.caveats and not r.missing for r in kept)


def test_the_pace_of_a_target(outlook) -> None:
    table = outlook[1]
    titles = [c.title for c in table.columns]
    row = next(r for r in table.rows if "renewables" in r[0].text and r[1].text == "2030")
    value, today, needed = (row[titles.index(t)].value for t in ("Target value", "Latest value", "Needed a year"))
    assert (value, today) == (15.0, 7.0)
    assert needed == pytest.approx((15 - 7) / 6)


def years(values, **slots):
    """One reading a year from 2015 on."""
    return [
        replace(made(period=str(year), value=value, **slots), start=f"{year}-01-01", end=f"{year + 1}-01-01")
        for year, value in enumerate(values, 2015)
    ]


def test_amounts_grow_by_a_rate_and_shares_by_points() -> None:
    amounts = trends.slope(years([100e9 * 1.1**n for n in range(8)]))
    assert (amounts.slope, amounts.low, amounts.high) == pytest.approx((10, 10, 10))
    shares = trends.slope(years([20 + 1.5 * n for n in range(8)], unit="PCT"))
    assert (shares.slope, shares.low, shares.high) == pytest.approx((1.5, 1.5, 1.5))


def test_what_a_slope_does_not_rest_on() -> None:
    readings = years(range(1, 12))
    readings[2] = replace(readings[2], status="Q")
    readings[3] = replace(readings[3], missing=("CYP",))
    readings[4] = replace(readings[4], caveats=("BREAK",))
    one = Series(Key("trade_total", "_Z", "TOTAL", "T", "EU", "KAZ"), tuple(readings))
    assert [r.value for r in trends.points(one)] == [1, 2, 6, 7, 8, 9, 10, 11]
