"""What follows from levels at look-up: growth, sums over years, currencies; every number worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.record import tiny
from tests.record.tiny import MODEL, RATES, SECOND, draft, rate
from tests.replay.fake import row

from hali.record import readings


def found(record, measure: str, **where):
    """Readings of a measure, complete, by (period, base)."""
    listed = readings.complete(record, readings.find(record, [measure], where=where))
    by_period = {(one.definition.period, one.definition.base): one for one in listed}
    assert len(by_period) == len(listed), "a definition is left open"
    return by_period


def values(record, measure: str, **where):
    return {key: one.value for key, one in found(record, measure, **where).items()}


def test_a_year_grows_against_every_earlier_year(tmp_path) -> None:
    one = tiny.record(tmp_path, draft(row("2020", 100.0), row("2021", 150.0), row("2023", 75.0)))
    assert values(one, "exports_growth") == {
        ("2021", "2020"): 50.0,  # 150 / 100
        ("2023", "2020"): -25.0,  # 75 / 100
        ("2023", "2021"): -50.0,  # 75 / 150
    }
    [twenty_one] = [r for key, r in found(one, "exports_growth").items() if key == ("2021", "2020")]
    assert (twenty_one.definition.unit, twenty_one.definition.variant) == ("PCT", "USD")
    assert (twenty_one.start, twenty_one.end) == ("2021-01-01", "2022-01-01")
    level = found(one, "exports", variant="_Z")
    cells = [level[year, "_Z"].cells for year in ("2021", "2020")]
    assert twenty_one.cells == cells[0] + cells[1], "the numerator is first"


def test_nothing_grows_from_zero(tmp_path) -> None:
    one = tiny.record(tmp_path, draft(row("2020", 0.0), row("2021", 150.0), row("2022", 0.0)))
    assert values(one, "exports_growth") == {("2022", "2021"): -100.0}


@pytest.mark.parametrize(
    ("now", "before", "frequency"),
    [
        ("2021-03", "2020-03", "M"),
        ("2021-Q3", "2020-Q3", "Q"),
        ("2021-S1", "2020-S1", "S"),
        ("2020-02", "2019-02", "M"),  # 29 days against 28
        ("2021-02", "2020-02", "M"),
        ("2020-01-01/P2M", "2019-01-01/P2M", "_O"),  # ends on 29 and on 28 February
        ("2021-01-01/P9M", "2020-01-01/P9M", "_O"),
        ("2020-11-01/P4M", "2019-11-01/P4M", "_O"),  # over the turn of the year
    ],
)
def test_a_part_of_a_year_grows_against_the_same_part_a_year_earlier(tmp_path, now, before, frequency) -> None:
    told = [row(period, value, freq=frequency) for period, value in ((before, 200.0), (now, 250.0))]
    assert values(tiny.record(tmp_path, draft(*told)), "exports_growth") == {(now, before): 25.0}


@pytest.mark.parametrize(
    ("now", "before", "frequency"),
    [
        ("2021-03", "2020-04", "M"),  # another month
        ("2021-03", "2019-03", "M"),  # two years earlier
        ("2021-01-01/P9M", "2020-01-01/P8M", "_O"),  # another length
        ("2021-01-01/P9M", "2020-02-01/P9M", "_O"),  # another beginning
        ("2021-Q1", "2020-01-01/P3M", "_O"),  # the same days, another notation
    ],
)
def test_other_parts_are_not_compared(tmp_path, now, before, frequency) -> None:
    frequencies = [frequency if "/" in period or "-Q" not in period else "Q" for period in (before, now)]
    told = [row(p, v, freq=f) for p, v, f in zip((before, now), (200.0, 250.0), frequencies, strict=True)]
    assert values(tiny.record(tmp_path, draft(*told)), "exports_growth") == {}


def test_a_break_on_either_side_is_told(tmp_path) -> None:
    told = draft(row("2019", 50.0), row("2020", 100.0, status="B"), row("2021", 150.0), row("2022", 300.0, status="P"))
    grown = found(tiny.record(tmp_path, told), "exports_growth")
    assert {key: (one.status, one.caveats) for key, one in grown.items()} == {
        ("2020", "2019"): ("B", ("BREAK",)),
        ("2021", "2020"): ("B", ("BREAK",)),
        ("2021", "2019"): ("A", ()),
        ("2022", "2019"): ("P", ()),
        ("2022", "2020"): ("P", ("BREAK",)),  # the worse status, and still the break
        ("2022", "2021"): ("P", ()),
    }


def test_second_hand_figures_carry_their_caveat_and_precision(tmp_path) -> None:
    told = [row(year, value, status="Q", vintage="2024-05-01") for year, value in (("2020", 20e9), ("2021", 25e9))]
    [grown] = found(tiny.record(tmp_path, draft(*told, flow=tiny.PAGES)), "exports_growth").values()
    assert (grown.value, grown.status, grown.caveats) == (25.0, "Q", ("SECOND_HAND",))
    assert grown.granule == pytest.approx(25.0 * 1 / 25)  # a step of "25" billion is one twenty-fifth


def test_what_is_printed_of_a_bloc_says_so_when_it_grows(tmp_path) -> None:
    told = draft(*(row(y, v, partner="EU_AS_PRINTED_KZ") for y, v in (("2020", 100.0), ("2021", 110.0))))
    [grown] = found(tiny.record(tmp_path, told), "exports_growth").values()
    assert (grown.definition.method, grown.caveats) == ("printed", ("AS_PRINTED",))


def test_sums_of_a_bloc_that_misses_a_member_are_partial_when_they_grow(tmp_path) -> None:
    summing = replace(tiny.TRADE, may_sum=True)
    told = draft(
        *(row(y, v, reporter=r, partner="CHN") for y in ("2020", "2021") for r, v in (("KAZ", 2.0), ("KGZ", 3.0)))
    )
    one = tiny.record(tmp_path, told, flows={summing.id: summing})
    [grown] = found(one, "exports_growth", reporter="CA5").values()
    assert (grown.value, grown.missing, grown.caveats) == (0.0, ("TJK", "TKM", "UZB"), ("PARTIAL",))


def test_rows_that_never_stood_together_are_not_compared(tmp_path) -> None:
    """In the second vintage 2021 is revised and 2020 gone: only the first 2021 was ever listed beside 2020."""
    first = draft(row("2020", 100.0), row("2021", 150.0), day="2025-01-10")
    second = draft(row("2021", 180.0), day="2025-02-10")
    one = tiny.record(tmp_path, first, second)
    assert sorted(r.value for r in readings.find(one, ["exports"])) == [100.0, 150.0, 180.0, 250.0]
    [grown] = found(one, "exports_growth").values()
    assert (grown.value, grown.known, grown.definition.vintage) == (50.0, "2025-01-10", "2025-01-10")


def test_a_revision_gives_the_growth_of_each_state(tmp_path) -> None:
    first = draft(row("2020", 100.0), row("2021", 150.0), day="2025-01-10")
    second = draft(row("2020", 100.0), row("2021", 180.0), day="2025-02-10")
    one = tiny.record(tmp_path, first, second)
    grown = readings.find(one, ["exports_growth"])
    assert {r.definition.vintage: r.value for r in grown} == {"2025-01-10": 50.0, "2025-02-10": pytest.approx(80.0)}
    [newest] = readings.find(one, ["exports_growth"], newest=True)
    assert (newest.value, newest.known) == (pytest.approx(80.0), "2025-02-10")
    [sum_now] = readings.find(one, ["exports"], newest=True, where={"variant": "cumulated"})
    assert sum_now.value == 280.0


def test_lines_of_two_tables_are_not_mixed(tmp_path) -> None:
    one = tiny.record(tmp_path, draft(row("2020", 100.0)), draft(row("2021", 150.0), flow=SECOND))
    assert values(one, "exports_growth") == {}
    assert values(one, "exports", variant="cumulated") == {}


def test_of_a_model_there_are_levels_only(tmp_path) -> None:
    one = tiny.record(tmp_path, draft(row("2020", 100.0), row("2021", 150.0), flow=MODEL))
    assert values(one, "exports") == {("2020", "_Z"): 100.0, ("2021", "_Z"): 150.0}
    assert values(one, "exports_growth") == {}


def test_products_have_levels_only(tmp_path) -> None:
    one = tiny.record(tmp_path, draft(*(row(y, 1.0, product="HS:27") for y in ("2020", "2021"))))
    assert set(values(one, "exports")) == {("2020", "_Z"), ("2021", "_Z")}
    assert values(one, "exports_growth") == {}


def test_sums_end_at_a_gap(tmp_path) -> None:
    told = draft(*(row(str(y), float(v)) for y, v in ((2018, 1), (2019, 2), (2020, 4), (2022, 8), (2023, 16))))
    one = tiny.record(tmp_path, told)
    assert values(one, "exports", variant="cumulated") == {
        ("2018-01-01/P2Y", "2018"): 3.0,
        ("2018-01-01/P3Y", "2018"): 7.0,
        ("2019-01-01/P2Y", "2019"): 6.0,
        ("2022-01-01/P2Y", "2022"): 24.0,
    }
    three = found(one, "exports", variant="cumulated")["2018-01-01/P3Y", "2018"]
    assert (three.start, three.end, len(three.cells)) == ("2018-01-01", "2021-01-01", 3)


def test_sums_are_exact_and_take_the_worst_status_and_the_newest_vintage(tmp_path) -> None:
    """0.1 + 0.2 + 0.3 is 0.6, not 0.6000000000000001."""
    first = draft(row("2019", 0.1), row("2020", 0.2, status="P"), day="2025-01-10")
    second = draft(row("2019", 0.1), row("2020", 0.2, status="P"), row("2021", 0.3), day="2025-02-10")
    one = tiny.record(tmp_path, first, second)
    three = found(one, "exports", variant="cumulated")["2019-01-01/P3Y", "2019"]
    assert (three.value, three.status, three.known) == (0.6, "P", "2025-02-10")
    assert three.definition.vintage == "2025-02-10"
    assert three.sources == ("FAKE:TRADE@2025-01-10", "FAKE:TRADE@2025-02-10")


def test_sums_start_again_where_no_state_held_all_years(tmp_path) -> None:
    first = draft(row("2019", 1.0), row("2020", 2.0), day="2025-01-10")
    second = draft(row("2020", 2.5), row("2021", 4.0), day="2025-02-10")
    one = tiny.record(tmp_path, first, second)
    assert values(one, "exports", variant="cumulated") == {
        ("2019-01-01/P2Y", "2019"): 3.0,
        ("2020-01-01/P2Y", "2020"): 6.5,
    }


def test_money_is_converted_by_the_rate_of_its_year(tmp_path) -> None:
    told = draft(row("2020", 100.0), row("2021", 150.0), row("2022", 160.0), row("2021-03", 12.0, freq="M"))
    one = tiny.record(tmp_path, told, draft(rate("2020", 1.25), rate("2021", 1.2), flow=RATES))
    assert values(one, "exports", unit="EUR", variant="_Z") == {
        ("2020", "_Z"): pytest.approx(80.0),  # 100 / 1.25
        ("2021", "_Z"): pytest.approx(125.0),  # 150 / 1.2
        ("2021-03", "_Z"): pytest.approx(10.0),  # 12 / 1.2; of 2022 no rate is known
    }
    assert values(one, "exports_growth", variant="EUR") == {("2021", "2020"): pytest.approx(56.25)}  # 125 / 80
    assert values(one, "exports", unit="EUR", variant="cumulated") == {("2020-01-01/P2Y", "2020"): pytest.approx(205.0)}
    in_euro = found(one, "exports", unit="EUR", variant="_Z")["2020", "_Z"]
    assert (in_euro.definition.rate, len(in_euro.cells)) == ("annual_mean", 2)
    assert in_euro.sources == ("FAKE:RATES@2025-01-10", "FAKE:TRADE@2025-01-10")
    amount, per_euro = readings.observations(one, in_euro.cells)
    assert {amount.value, per_euro.value} == {100.0, 1.25}


def test_a_span_over_two_years_is_not_converted(tmp_path) -> None:
    told = draft(row("2020-07-01/P12M", 100.0, freq="_O"), row("2020-01-01/P9M", 50.0, freq="_O"))
    one = tiny.record(tmp_path, told, draft(rate("2020", 1.25), rate("2021", 1.2), flow=RATES))
    assert values(one, "exports", unit="USD") == {
        ("2020-07-01/P12M", "_Z"): 100.0,
        ("2020-01-01/P9M", "_Z"): 50.0,
    }
    assert values(one, "exports", unit="EUR") == {("2020-01-01/P9M", "_Z"): pytest.approx(40.0)}


def test_money_in_two_targets(tmp_path) -> None:
    """Tenge at 500 for a euro and 400 for a dollar."""
    rates = draft(rate("2020", 500.0, "KZT_EUR"), rate("2020", 400.0, "KZT_USD"), flow=RATES)
    one = tiny.record(tmp_path, draft(row("2020", 1e6, unit="KZT")), rates)
    assert {r.definition.unit: r.value for r in readings.find(one, ["exports"])} == {
        "KZT": 1e6,
        "EUR": pytest.approx(2000.0),
        "USD": pytest.approx(2500.0),
    }
