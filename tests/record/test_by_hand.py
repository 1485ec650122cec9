"""Formulas held to cases worked out by hand: a table of a few rows, taken in as any table is, and asked.

Kazakhstan trades with Germany, France, China and Russia from 2015 to 2020; the exports to China of 2017 are missing and
those to Russia break in 2018. Germany and France report on Kazakhstan. Nothing here rests on what ships.
"""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from tests.replay.fake import body, parse, row

from hali import api
from hali.errors import NotInRecord
from hali.model.dataflow import Dataflow
from hali.record import readings
from hali.record.store import Record
from hali.record.vintages import Draft, Store

MINE, OWN = "FAKE:MINE", "FAKE:OWN"
FIRST, SECOND = "2024-01-15", "2024-07-15"

YEARS = range(2015, 2021)
EXPORTS = {
    "DEU": (100, 110, 121, 150, 90, 60),
    "FRA": (50, 40, 30, 20, 10, 60),
    "CHN": (80, 90, None, 100, 130, 140),
    "RUS": (70, 75, 80, 40, 45, 60),
    "WLD": (400, 420, 440, 460, 480, 500),
}
IMPORTS = {"DEU": (30, 35, 40, 45, 50, 55), "CHN": (60, 65, 70, 75, 80, 85), "WLD": (200, 210, 220, 230, 240, 250)}
MONTHS = {"2019-01": 1, "2019-02": 2, "2019-03": 4, "2019-05": 16, "2020-02": 32, "2020-03": 64}


def trade(reporter: str, flow: str, table: dict[str, tuple[int | None, ...]], years=YEARS, **other: str):
    """One row for each partner and year that has a value."""
    return [
        row(str(year), 1000.0 * value, reporter=reporter, partner=partner, flow=flow, **other)
        for partner, values in table.items()
        for year, value in zip(years, values, strict=True)
        if value is not None
    ]


def broken(listed):
    """The same rows with a break of Russia's in 2018."""
    return [{**r, "status": "B"} if (r["partner"], r["period"]) == ("RUS", "2018") else r for r in listed]


def revised(listed):
    """The next edition: exports to Germany of 2020 are 66, those to France of 2015 are listed no more."""
    kept = [r for r in listed if (r["partner"], r["period"], r["flow"]) != ("FRA", "2015", "X")]
    return [
        {**r, "value": 66_000.0} if (r["partner"], r["period"], r["flow"]) == ("DEU", "2020", "X") else r for r in kept
    ]


def draft(dataflow: str, listed, day: str) -> Draft:
    table = parse(body(listed))
    origin = dict.fromkeys(
        ("id", "producer", "title", "dataset", "url_main", "date_published", "retrieved", "licence"), "made up"
    )
    return Draft(
        source="fake",
        dataflow=dataflow,
        slice="all",
        kind="rows",
        rows=table.append_column("origin", pa.repeat(dataflow, table.num_rows)),
        published=day,
        retrieved=f"{day}T10:00:00+00:00",
        raw=(day,),
        origins=({**origin, "id": dataflow, "attribution": "", "note": ""},),
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Record:
    """A record with both editions of Kazakhstan's table and the one of Germany and France."""
    folder = tmp_path_factory.mktemp("by-hand")
    store = Store(folder)
    flags = Dataflow(id=MINE, title="by hand", publisher="fake", complete_partners=True, world="row")
    mine = broken(trade("KAZ", "X", EXPORTS) + trade("KAZ", "M", IMPORTS))
    mine += [row(month, 1000.0 * n, partner="UZB", freq="M", flow="X") for month, n in MONTHS.items()]
    for listed, day in ((mine, FIRST), (revised(mine), SECOND)):
        assert store.commit([draft(MINE, listed, day)], {MINE: flags.told()})
    theirs = [
        r
        for reporter, values in (("DEU", (33, 99)), ("FRA", (5, None)))
        for r in trade(reporter, "M", {"KAZ": values}, (2015, 2016), unit="EUR")
    ]
    others = replace(flags, id=OWN, complete_partners=False, may_sum=True, world="sum")
    assert store.commit([draft(OWN, theirs, FIRST)], {OWN: others.told()})
    return api.open_record(folder)


def found(record: Record, measure: str, partner: str, reporter: str = "KAZ", dataflow: str = MINE, **where: str):
    """Newest readings of one table in the publisher's own money, by period and base."""
    given = {"dataflow": dataflow, "rate": lambda rate: rate != "annual_mean", **where}
    listed = readings.find(record, [measure], reporters=[reporter], partners=[partner], newest=True, where=given)
    return {
        (r.definition.period, r.definition.base) if r.definition.base != "_Z" else r.definition.period: r
        for r in listed
        if r.definition.unit not in {"EUR"} or dataflow == OWN
    }


def values(listed):
    return {key: pytest.approx(reading.value, rel=1e-12) for key, reading in listed.items()}


def test_a_sum_runs_over_years_that_are_all_there(made) -> None:
    sums = found(made, "exports", "CHN", variant="cumulated", unit="USD")
    spans = {period: reading.value / 1000 for (period, _), reading in sums.items()}
    assert spans == {
        "2015-01-01/P2Y": 170,
        "2018-01-01/P2Y": 230,
        "2018-01-01/P3Y": 370,
        "2019-01-01/P2Y": 270,
    }
    whole = found(made, "exports", "RUS", variant="cumulated", unit="USD")
    assert whole["2015-01-01/P6Y", "2015"].value == 370_000
    assert whole["2015-01-01/P6Y", "2015"].status == "B"
    assert len(whole) == 15  # every span of two to six of six years


def test_months_so_far_end_at_the_first_that_is_missing(made) -> None:
    levels = found(made, "exports", "UZB", variant="_Z", unit="USD")
    so_far = {period: reading.value / 1000 for period, reading in levels.items() if "/P" in period}
    assert so_far == {"2019-01-01/P2M": 3, "2019-01-01/P3M": 7}  # no January in 2020


def test_growth_is_against_every_earlier_year_and_says_where_the_series_breaks(made) -> None:
    growth = found(made, "exports_growth", "DEU", variant="USD")
    assert growth["2016", "2015"].value == pytest.approx(10, rel=1e-12)
    assert growth["2018", "2015"].value == pytest.approx(50, rel=1e-12)
    assert growth["2020", "2019"].value == pytest.approx(100 * (66 / 90 - 1), rel=1e-12)
    assert len(growth) == 15
    assert not any(reading.caveats for reading in growth.values())
    russia = found(made, "exports_growth", "RUS", variant="USD")
    told = {key for key, reading in russia.items() if "BREAK" in reading.caveats}
    assert told == {key for key in russia if "2018" in key}
    assert russia["2020", "2019"].caveats == ()
    china = found(made, "exports_growth", "CHN", variant="USD")
    assert ("2018", "2016") in china
    assert not any("2017" in key for key in china)


def test_growth_of_a_month_is_against_the_same_month_a_year_before(made) -> None:
    growth = found(made, "exports_growth", "UZB", variant="USD")
    assert {key: reading.value for key, reading in growth.items()} == {
        ("2020-02", "2019-02"): pytest.approx(1500, rel=1e-12),
        ("2020-03", "2019-03"): pytest.approx(1500, rel=1e-12),
    }


def test_a_share_is_of_the_printed_world(made) -> None:
    shares = found(made, "partner_share_exports", "DEU")
    assert shares["2015"].value == pytest.approx(25, rel=1e-12)
    assert shares["2020"].value == pytest.approx(100 * 66 / 500, rel=1e-12)
    assert {r.definition.denominator for r in shares.values()} == {"WLD"}
    # 160 of 700: turnover of a table that lists every partner, where Russia sells nothing
    assert found(made, "partner_share_trade", "DEU")["2016"].value == pytest.approx(100 * 145 / 630, rel=1e-12)
    assert found(made, "partner_share_trade", "RUS")["2016"].value == pytest.approx(100 * 75 / 630, rel=1e-12)


def test_a_share_is_of_the_sum_where_no_world_is_printed(made) -> None:
    shares = found(made, "partner_share_imports", "KAZ", reporter="DEU", dataflow=OWN)
    assert {p: (r.value, r.definition.denominator) for p, r in shares.items()} == {
        "2015": (100.0, "NAMED"),
        "2016": (100.0, "NAMED"),
    }


def test_equal_partners_share_a_rank_and_the_next_is_left_out(made) -> None:
    """Of 2020: China 140, Germany 66, then France and Russia 60 each."""
    ranks = {
        partner: found(made, "partner_rank", partner, variant="countries", flow="X")["2020"].value
        for partner in ("CHN", "DEU", "FRA", "RUS")
    }
    assert ranks == {"CHN": 1, "DEU": 2, "FRA": 3, "RUS": 3}
    before = {
        partner: found(made, "partner_rank", partner, variant="countries", flow="X")["2018"].value
        for partner in ("DEU", "CHN", "RUS", "FRA")
    }
    assert before == {"DEU": 1, "CHN": 2, "RUS": 3, "FRA": 4}


def test_a_bloc_counts_as_one_partner_and_its_members_not_at_all(made) -> None:
    """Of 2020: China 140, the Union 126, the Eurasian union 60."""
    ranks = {
        partner: found(made, "partner_rank", partner, variant="blocs", flow="X").get("2020")
        for partner in ("CHN", "EU27_2020", "EAEU", "DEU", "RUS")
    }
    assert {partner: r.value for partner, r in ranks.items() if r} == {"CHN": 1, "EU27_2020": 2, "EAEU": 3}


def test_an_absent_partner_is_zero_where_all_are_listed(made) -> None:
    union = found(made, "exports", "EU27_2020", variant="_Z", unit="USD")
    assert {p: (r.value / 1000, r.missing) for p, r in union.items()} == {
        "2015": (100, ()),
        "2016": (150, ()),
        "2017": (151, ()),
        "2018": (170, ()),
        "2019": (100, ()),
        "2020": (126, ()),
    }


def test_an_absent_reporter_is_named(made) -> None:
    union = found(made, "imports", "KAZ", reporter="EU27_2020", dataflow=OWN, variant="_Z")
    assert {p: r.value / 1000 for p, r in union.items()} == {"2015": 38, "2016": 99}
    assert len(union["2015"].missing) == 25
    assert set(union["2016"].missing) - set(union["2015"].missing) == {"FRA"}
    assert all("PARTIAL" in r.caveats and r.definition.method == "sum" for r in union.values())


def test_turnover_and_balance(made) -> None:
    assert found(made, "trade_total", "DEU", variant="_Z", unit="USD")["2020"].value == 121_000
    # every partner is listed: who buys nothing sells nothing
    assert found(made, "trade_total", "RUS", variant="_Z", unit="USD")["2020"].value == 60_000
    assert found(made, "trade_balance", "DEU", unit="USD")["2020"].value == 11_000
    assert found(made, "trade_balance", "RUS", unit="USD") == {}


def test_a_mirror_gap_is_the_exporters_report_less_the_importers(made) -> None:
    """Kazakhstan says it sold 100,000 dollars in 2015, Germany that it bought for 33,000 euro."""
    gap = readings.find(
        made,
        ["mirror_gap"],
        reporters=["KAZ"],
        partners=["DEU"],
        newest=True,
        where={"dataflow": f"{MINE}-{OWN}", "period": "2015", "unit": "EUR"},
    )
    sold = readings.find(
        made,
        ["exports"],
        reporters=["KAZ"],
        partners=["DEU"],
        newest=True,
        where={"dataflow": MINE, "period": "2015", "unit": "EUR", "variant": "_Z"},
    )
    assert len(gap) == len(sold) == 1
    assert gap[0].value == pytest.approx(sold[0].value - 33_000, rel=1e-12)


def test_money_of_one_year_is_converted_at_one_rate(made) -> None:
    pairs = {}
    for partner in ("DEU", "FRA", "CHN"):
        both = readings.find(
            made,
            ["exports"],
            reporters=["KAZ"],
            partners=[partner],
            newest=True,
            where={"dataflow": MINE, "period": "2018", "variant": "_Z"},
        )
        by_unit = {r.definition.unit: r for r in both}
        assert (by_unit["USD"].definition.rate, by_unit["EUR"].definition.rate) == ("reported", "annual_mean")
        pairs[partner] = by_unit["USD"].value / by_unit["EUR"].value
    assert len({round(rate, 12) for rate in pairs.values()}) == 1
    # the European Central Bank's mean of 2018, dollars for a euro
    assert pairs["DEU"] == pytest.approx(1.1810, abs=5e-5)


def test_each_day_sees_its_own_edition(made) -> None:
    asked = {"dataflow": MINE, "period": "2020", "unit": "USD", "variant": "_Z"}
    every = readings.find(made, ["exports"], reporters=["KAZ"], partners=["DEU"], where=asked)
    assert [(r.definition.vintage, r.value) for r in every] == [(FIRST, 60_000), (SECOND, 66_000)]
    early = replace(made, as_of="2024-03-01")
    seen = readings.find(early, ["exports"], reporters=["KAZ"], partners=["DEU"], newest=True, where=asked)
    assert [r.value for r in seen] == [60_000]
    with pytest.raises(NotInRecord):
        readings.get(early, every[1].id)


def test_what_is_listed_no_more_is_the_newest_of_nothing(made) -> None:
    asked = {"dataflow": MINE, "period": "2015", "unit": "USD", "variant": "_Z"}
    ask = {"reporters": ["KAZ"], "partners": ["FRA"], "where": asked}
    assert [r.value for r in readings.find(made, ["exports"], **ask)] == [50_000]
    assert readings.find(made, ["exports"], newest=True, **ask) == []
    early = replace(made, as_of="2024-03-01")
    assert [r.value for r in readings.find(early, ["exports"], newest=True, **ask)] == [50_000]
