"""Numbers the publishers' tables give, worked out by hand from the printed tables."""

from __future__ import annotations

import pytest

from hali.record import readings


def one(record, measure, reporter, partner, period, **where):
    """The single newest reading of a definition."""
    found = readings.find(
        record,
        [measure],
        reporters=[reporter],
        partners=[partner],
        newest=True,
        where={"product": "TOTAL", "period": period, **where},
    )
    assert len(found) == 1, [r.definition for r in found]
    return found[0]


SHARES = [
    # year, flow, EU27, as printed by the Kazakh table
    ("2018", "T", 38.44, 39.75),
    ("2019", "T", 31.10, 32.25),
    ("2020", "T", 27.54, 28.75),
    ("2021", "T", 28.42, 29.56),
    ("2022", "T", 29.54, 30.90),
    ("2023", "T", 29.60, 29.60),
    ("2018", "X", 49.48, 50.77),
    ("2021", "X", 38.55, 39.97),
    ("2023", "X", 39.16, 39.16),
    ("2018", "M", 18.38, 19.74),
    ("2021", "M", 13.65, 14.40),
]
MEASURE = {"T": "partner_share_trade", "X": "partner_share_exports", "M": "partner_share_imports"}


@pytest.mark.parametrize(("year", "flow", "members", "printed"), SHARES)
def test_share_of_the_eu_in_kazakh_trade(record, year, flow, members, printed):
    assert one(record, MEASURE[flow], "KAZ", "EU27_2020", year).value == pytest.approx(members, abs=0.006)
    as_printed = one(record, MEASURE[flow], "KAZ", "EU_AS_PRINTED_KZ", year)
    assert as_printed.value == pytest.approx(printed, abs=0.006)
    assert "AS_PRINTED" in as_printed.caveats
    assert as_printed.definition.method == "printed"


def test_printed_row_holds_the_united_kingdom_until_2022(record):
    for year, bloc in [("2018", "EU28"), ("2021", "EU28"), ("2022", "EU28"), ("2023", "EU27_2020")]:
        printed = one(record, "trade_total", "KAZ", "EU_AS_PRINTED_KZ", year, unit="USD", dataflow="KZ_BNS:TRADE")
        summed = one(record, "trade_total", "KAZ", bloc, year, unit="USD", dataflow="KZ_BNS:TRADE")
        assert printed.value == pytest.approx(summed.value, rel=1e-6)


def test_volume_by_both_reporters(record):
    european = one(
        record, "trade_total", "EU27_2020", "KAZ", "2021", unit="EUR", dataflow="ESTAT:DS-059341", method="table"
    )
    kazakh = one(record, "trade_total", "KAZ", "EU27_2020", "2021", unit="EUR")
    assert european.value / 1e9 == pytest.approx(23.035, abs=0.001)
    assert kazakh.value / 1e9 == pytest.approx(24.44, abs=0.005)
    assert kazakh.definition.rate == "annual_mean"
    dollars = one(record, "trade_total", "KAZ", "EU27_2020", "2021", unit="USD")
    assert dollars.value / kazakh.value == pytest.approx(1.18274, abs=1e-5)


def test_exports_as_printed(record):
    assert one(record, "exports", "KAZ", "EU_AS_PRINTED_KZ", "2021", unit="USD").value == pytest.approx(
        24.109e9, rel=1e-4
    )


def test_single_partners(record):
    assert one(record, "partner_share_trade", "KAZ", "RUS", "2021").value == pytest.approx(24.20, abs=0.005)
    assert one(record, "partner_share_trade", "KAZ", "CHN", "2021").value == pytest.approx(17.69, abs=0.005)


def test_ranks_among_blocs_and_among_countries(record):
    assert one(record, "partner_rank", "KAZ", "EU27_2020", "2021", flow="T", variant="blocs").value == 1
    assert one(record, "partner_rank", "KAZ", "EAEU", "2021", flow="T", variant="blocs").value == 2
    assert one(record, "partner_rank", "KAZ", "RUS", "2021", flow="T", variant="countries").value == 1
    assert one(record, "partner_rank", "KAZ", "CHN", "2021", flow="T", variant="countries").value == 2


def test_turnover_needs_both_flows(record):
    """The EU27 export table has no imports: it gives no turnover, while Comext gives one for 2021 and none for 2023.

    CEPII has one number for each direction, and so a turnover, where neither side's imports are held.
    """
    held = readings.find(record, ["trade_total"], reporters=["EU27_2020"], partners=["KAZ"], newest=True)
    found = [r for r in held if r.definition.dataflow != "CEPII:BACI"]
    assert {r.definition.period for r in held if r not in found} == {"2023"}
    assert {r.definition.dataflow for r in found if r.definition.variant == "_Z"} <= {
        "ESTAT:DS-059341",
        "CURATED:QUOTED",
    }
    assert not [r for r in found if r.definition.period == "2023" and r.status != "Q"]


def test_months_add_up_to_the_printed_year(record):
    months = [
        one(record, "exports", "EU27_2020", "KAZ", f"2022-{m:02}", unit="EUR", method="table", rate="reported").value
        for m in range(1, 13)
    ]
    year = one(record, "exports", "EU27_2020", "KAZ", "2022", unit="EUR", method="table", dataflow="ESTAT:DS-059341")
    assert sum(months) == pytest.approx(year.value, rel=1e-9)
    nine = one(record, "exports", "EU27_2020", "KAZ", "2022-01-01/P9M", unit="EUR", method="table")
    assert nine.value == pytest.approx(sum(months[:9]), rel=1e-12)


def test_growth_across_the_break_is_marked(record):
    found = readings.find(
        record,
        ["trade_growth"],
        reporters=["KAZ"],
        partners=["EU_AS_PRINTED_KZ"],
        newest=True,
        where={"period": "2023", "base": "2022", "variant": "USD"},
    )
    assert found
    assert all("BREAK" in r.caveats for r in found)


def test_cumulated_sum_needs_every_year(record):
    five = one(record, "trade_total", "KAZ", "EU27_2020", "2018-01-01/P5Y", unit="USD", variant="cumulated")
    years = [one(record, "trade_total", "KAZ", "EU27_2020", str(y), unit="USD").value for y in range(2018, 2023)]
    assert five.value == pytest.approx(sum(years), rel=1e-12)


def test_shares_of_disjoint_partners_stay_within_the_whole(record):
    for flow, measure in MEASURE.items():
        found = readings.find(
            record, [measure], reporters=["KAZ"], newest=True, where={"period": "2021", "method": "table"}
        )
        countries = [r.value for r in found if len(r.definition.partner) == 3]
        assert 95 < sum(countries) <= 100.0001, flow


def test_mirror_gap_has_both_signs(record):
    found = readings.find(
        record,
        ["mirror_gap"],
        reporters=["EU27_2020"],
        partners=["KAZ"],
        where={"unit": "USD", "dataflow": "ESTAT:DS-059341-KZ_BNS:TRADE"},
    )
    by_year = {r.definition.period: r.value / 1e9 for r in found}
    assert by_year["2022"] == pytest.approx(3.27, abs=0.01)
    assert by_year["2021"] == pytest.approx(0.83, abs=0.01)


@pytest.mark.parametrize(("flow", "measure"), [("X", "exports"), ("M", "imports")])
@pytest.mark.parametrize("year", ["2020", "2021"])
def test_bloc_to_bloc_is_the_sum_that_misses_no_member(record, flow, measure, year):
    """The EU's printed rows with each EAEU member add up; summed over EU members too, some chapters are not there."""
    where = {"dataflow": "ESTAT:DS-059341", "unit": "EUR", "variant": "_Z", "flow": flow}
    both = one(record, measure, "EU27_2020", "EAEU", year, **where)
    printed = [
        one(record, measure, "EU27_2020", member, year, method="table", **where).value
        for member in ("ARM", "BLR", "KAZ", "KGZ", "RUS")
    ]
    assert both.value == pytest.approx(sum(printed), rel=1e-12)
    assert (both.missing, "PARTIAL" in both.caveats) == ((), False)


def test_of_what_a_third_party_compiled_there_are_levels_only(record):
    from hali.pillars import trade
    from hali.record import dataflows

    measures = {name for one in trade.PILLAR.indicators for name in one.measures}
    # between them these pairs have every table of trade
    index, rows = readings.rows(record, measures, reporters=["KAZ", "DEU"], partners=["DEU", "KAZ", "EU28"])
    columns = (index.texts[name][index.codes[name][rows]] for name in ("indicator", "dataflow"))
    found = {pair for pair in zip(*columns, strict=True) if pair[0].startswith("trade.")}
    compiled = {
        (indicator, flow)
        for indicator, flow in found
        if any(d.nature in {"compiled", "model", "estimate"} for d in dataflows.of(flow))
    }
    assert {flow for _, flow in compiled} == {
        *("CEPII:BACI", "CEPII:GRAVITY_BACI", "CEPII:GRAVITY_COMTRADE", "CEPII:GRAVITY_IMF"),
        *("CIA:FACTBOOK_PARTNERS", "OECD:ICIO"),
    }
    assert {i for i, flow in compiled if flow in {"CIA:FACTBOOK_PARTNERS", "OECD:ICIO"}} == {"trade.published"}
    assert {indicator for indicator, _ in compiled}.isdisjoint({"trade.growth", "trade.cumulated", "trade.mirror_gap"})
    relayed = {indicator for indicator, flow in found if flow == "COMTRADE:SUM"}
    assert "trade.growth" in relayed  # own reports, passed on


@pytest.mark.parametrize("period", ["2021-02", "2021-03", "2021-12", "2020-03"])
def test_a_month_is_compared_with_the_same_month_of_a_leap_year(record, period):
    base = f"{int(period[:4]) - 1}{period[4:]}"
    where = {"unit": "EUR", "dataflow": "ESTAT:DS-059341", "vintage": "2024-11"}
    now, before = (one(record, "exports", "EU28", "KAZ", month, **where) for month in (period, base))
    grown = one(record, "exports_growth", "EU28", "KAZ", period, base=base, variant="EUR", vintage="2024-11")
    assert grown.value == pytest.approx(100 * (now.value - before.value) / before.value, rel=1e-12)
