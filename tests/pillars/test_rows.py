"""Shares, listed totals, ranks, bloc sums, printed blocs, turnover and months so far, on a few rows told by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.record import tiny
from tests.record.tiny import TRADE, draft
from tests.replay.fake import row

from hali.codelists import areas
from hali.record import readings

PRINTS_WORLD = TRADE
NO_WORLD = replace(TRADE, world="none")
LISTS_ALL = replace(TRADE, world="sum", complete_partners=True)
MAY_SUM = replace(TRADE, may_sum=True)
RECONCILED = replace(TRADE, nature="compiled", world="none", may_sum=True)


def table(folder, flow, *rows, **same):
    """A record of one table, of what nature `flow` says."""
    return tiny.record(folder, draft(*(one | same for one in rows), flow=flow), flows={flow.id: flow})


def by(column: str, record, measure: str, **where):
    """Value of each reading of a measure, by one column of its definition."""
    listed = readings.find(record, [measure], where=where)
    told = {getattr(one.definition, column): one.value for one in listed}
    assert len(told) == len(listed), "a definition is left open"
    return told


def partners(**values: float):
    """Exports of Kazakhstan in 2021 by partner."""
    return [row("2021", value, partner=partner) for partner, value in values.items()]


def test_a_share_of_the_printed_world(tmp_path) -> None:
    one = table(tmp_path, PRINTS_WORLD, *partners(DEU=30.0, CHN=50.0, WLD=200.0))
    assert by("partner", one, "partner_share_exports") == {"DEU": 15.0, "CHN": 25.0}  # 30 / 200, 50 / 200
    assert by("denominator", one, "partner_share_exports", partner="DEU") == {"WLD": 15.0}
    [share] = readings.complete(one, readings.find(one, ["partner_share_exports"], where={"partner": "DEU"}))
    assert [o.value for o in readings.observations(one, share.cells[:1])] == [30.0]
    assert len(share.cells) == 2


def test_a_share_of_the_sum_of_all_partners_where_no_world_is_printed(tmp_path) -> None:
    one = table(tmp_path, LISTS_ALL, *partners(DEU=30.0, FRA=20.0, CHN=50.0))
    shares = by("partner", one, "partner_share_exports", denominator="NAMED")
    assert {p: shares[p] for p in ("DEU", "FRA", "CHN", "EU27_2020")} == {
        "DEU": 30.0,
        "FRA": 20.0,
        "CHN": 50.0,
        "EU27_2020": 50.0,  # 30 + 20: a bloc is not counted beside its members
    }


def test_no_share_where_the_world_is_not_known(tmp_path) -> None:
    one = table(tmp_path, NO_WORLD, *partners(DEU=30.0, CHN=50.0))
    assert by("partner", one, "partner_share_exports") == {}
    assert by("partner", one, "partner_rank") == {}, "nor a rank among those somebody chose to list"
    assert by("partner", one, "exports") == {"DEU": 30.0, "CHN": 50.0}


def test_nothing_is_a_share_of_zero(tmp_path) -> None:
    one = table(tmp_path, PRINTS_WORLD, *partners(DEU=0.0, WLD=0.0))
    assert by("partner", one, "partner_share_exports") == {}


def test_a_share_takes_numerator_and_denominator_of_one_state(tmp_path) -> None:
    first = draft(*partners(DEU=30.0, WLD=200.0), day="2025-01-10")
    second = draft(*partners(DEU=30.0, WLD=300.0), day="2025-02-10")
    one = tiny.record(tmp_path, first, second)
    assert by("vintage", one, "partner_share_exports") == {"2025-01-10": 15.0, "2025-02-10": 10.0}


def test_a_share_takes_the_worse_status(tmp_path) -> None:
    told = [row("2021", 30.0, status="A"), row("2021", 200.0, partner="WLD", status="P")]
    [share] = readings.find(table(tmp_path, PRINTS_WORLD, *told), ["partner_share_exports"])
    assert share.status == "P"


def test_investment_shares_keep_stocks_and_flows_apart(tmp_path) -> None:
    told = [
        row("2021", value, partner=partner, measure=measure, flow="_Z", product="_Z")
        for measure, partner, value in (
            ("fdi_stock", "DEU", 10.0),
            ("fdi_stock", "WLD", 40.0),
            ("fdi_flow.gross", "DEU", 3.0),
            ("fdi_flow.gross", "WLD", 30.0),
        )
    ]
    one = table(tmp_path, PRINTS_WORLD, *told)
    assert by("variant", one, "partner_share_fdi") == {"stock": 25.0, "gross": 10.0}
    assert by("variant", one, "fdi_flow", partner="DEU") == {"gross": 3.0}


def test_a_share_of_a_product(tmp_path) -> None:
    told = [row("2021", 80.0), row("2021", 20.0, product="HS:27")]
    one = table(tmp_path, NO_WORLD, *told)
    assert by("product", one, "product_share_exports") == {"HS:27": 25.0}


def test_equals_share_a_rank(tmp_path) -> None:
    one = table(tmp_path, PRINTS_WORLD, *partners(DEU=50.0, FRA=50.0, CHN=30.0, USA=10.0, WLD=500.0))
    assert by("partner", one, "partner_rank", variant="countries") == {"DEU": 1, "FRA": 1, "CHN": 3, "USA": 4}


def test_blocs_are_ranked_without_their_members(tmp_path) -> None:
    """Germany leads among countries; with the EU at 70 and the EAEU at 65 as one partner each, China is third."""
    one = table(tmp_path, LISTS_ALL, *partners(DEU=60.0, FRA=10.0, RUS=55.0, BLR=10.0, CHN=40.0))
    assert by("partner", one, "partner_rank", variant="countries") == {
        "DEU": 1, "RUS": 2, "CHN": 3, "FRA": 4, "BLR": 4,
    }  # fmt: skip
    ranks = by("partner", one, "partner_rank", variant="blocs")
    assert {p: ranks[p] for p in ("EU27_2020", "EAEU", "CHN")} == {"EU27_2020": 1, "EAEU": 2, "CHN": 3}
    assert {"DEU", "FRA", "RUS", "BLR"}.isdisjoint(ranks)


def test_a_partner_bloc_is_summed_where_every_partner_is_listed(tmp_path) -> None:
    one = table(tmp_path, LISTS_ALL, *partners(KGZ=1.0, UZB=2.0, CHN=4.0), reporter="DEU")
    [bloc] = readings.complete(one, readings.find(one, ["exports"], where={"partner": "CA5"}))
    assert (bloc.value, bloc.definition.method, bloc.missing, bloc.caveats) == (3.0, "sum", (), ())
    assert len(bloc.cells) == 2


def test_a_partner_bloc_needs_all_members_elsewhere(tmp_path) -> None:
    four = partners(KGZ=1.0, UZB=2.0, TJK=4.0, TKM=8.0)
    ours = table(tmp_path / "a", NO_WORLD, *four)
    assert by("partner", ours, "exports")["CA5"] == 15.0, "the reporter, a member itself, is no partner of its own"
    theirs = table(tmp_path / "b", NO_WORLD, *four, reporter="DEU")
    assert "CA5" not in by("partner", theirs, "exports"), "Kazakhstan is not there"
    whole = table(tmp_path / "c", NO_WORLD, *four, *partners(KAZ=16.0), reporter="DEU")
    assert by("partner", whole, "exports")["CA5"] == 31.0


def test_a_reporter_bloc_lists_its_missing_members(tmp_path) -> None:
    told = [row("2021", value, reporter=reporter, partner="CHN") for reporter, value in (("KAZ", 5.0), ("UZB", 2.0))]
    [bloc] = readings.find(table(tmp_path / "a", MAY_SUM, *told), ["exports"], reporters=["CA5"])
    assert (bloc.value, bloc.missing, bloc.caveats) == (7.0, ("KGZ", "TJK", "TKM"), ("PARTIAL",))
    assert by("reporter", table(tmp_path / "b", NO_WORLD, *told), "exports") == {"KAZ": 5.0, "UZB": 2.0}


def test_a_bloc_has_the_members_of_the_period(tmp_path) -> None:
    """Croatia joined in July 2013, the United Kingdom left in January 2020."""
    told = [
        row(y, v, partner=p) for y in ("2012", "2019", "2021") for p, v in (("DEU", 1.0), ("HRV", 2.0), ("GBR", 4.0))
    ]
    one = table(tmp_path, LISTS_ALL, *told)
    sums = {bloc: by("period", one, "exports", partner=bloc, variant="_Z") for bloc in ("EU_V", "EU27_2020", "EU28")}
    assert sums == {
        "EU_V": {"2012": 5.0, "2019": 7.0, "2021": 3.0},
        "EU27_2020": {"2012": 3.0, "2019": 3.0, "2021": 3.0},
        "EU28": {"2012": 7.0, "2019": 7.0, "2021": 7.0},
    }


def test_what_is_printed_of_a_bloc_stands_beside_our_sum(tmp_path) -> None:
    printed = row("2021", 36.0, partner="EU_AS_PRINTED_KZ")
    one = table(tmp_path, LISTS_ALL, *partners(DEU=30.0, FRA=5.0), printed)
    told = {r.definition.partner: (r.definition.method, r.value, r.caveats) for r in readings.find(one, ["exports"])}
    assert told["EU_AS_PRINTED_KZ"] == ("printed", 36.0, ("AS_PRINTED",))
    assert told["EU27_2020"] == ("sum", 35.0, ())
    assert told["DEU"] == ("table", 30.0, ())
    assert areas.area("EU_AS_PRINTED_KZ").kind == "printed"


def test_turnover_needs_both_flows_or_a_table_of_all_partners(tmp_path) -> None:
    told = [row(flow="X", value=3.0), row(flow="M", value=4.0), row(flow="X", value=5.0, partner="FRA")]
    assert by("partner", table(tmp_path / "a", NO_WORLD, *told), "trade_total") == {"DEU": 7.0}
    complete = by("partner", table(tmp_path / "b", LISTS_ALL, *told), "trade_total", method="table")
    assert complete == {"DEU": 7.0, "FRA": 5.0}
    printed = table(tmp_path / "c", NO_WORLD, *told[:2], row(flow="T", value=7.5))
    assert by("partner", printed, "trade_total") == {"DEU": 7.5}, "what is printed is not summed"


def test_a_balance_is_exports_minus_imports(tmp_path) -> None:
    one = table(tmp_path, NO_WORLD, row(flow="X", value=3.0), row(flow="M", value=4.5))
    assert by("flow", one, "trade_balance") == {"B": -1.5}


def test_months_so_far_end_at_the_first_that_is_missing(tmp_path) -> None:
    told = [row(f"2021-{month:02}", float(month), freq="M") for month in (1, 2, 3, 5)]
    one = table(tmp_path, NO_WORLD, *told, row("2022-02", 9.0, freq="M"))
    so_far = {p: v for p, v in by("period", one, "exports").items() if "/" in p}
    assert so_far == {"2021-01-01/P2M": 3.0, "2021-01-01/P3M": 6.0}


@pytest.mark.parametrize("world", ["none", "row"])
def test_a_mirror_gap_compares_both_reports(tmp_path, world) -> None:
    told = [row(value=10.0), row(flow="M", reporter="DEU", partner="KAZ", value=12.5)]
    one = table(tmp_path, replace(TRADE, world=world), *told)
    [gap] = readings.complete(one, readings.find(one, ["mirror_gap"]))
    assert (gap.definition.reporter, gap.definition.partner, gap.value) == ("KAZ", "DEU", -2.5)
    assert gap.definition.dataflow == "FAKE:TRADE-FAKE:TRADE"
    assert [o.value for o in readings.observations(one, gap.cells[:1])] == [10.0]


def test_one_number_for_each_direction_gives_turnover_and_balance(tmp_path) -> None:
    """KAZ sells CHN 5 and CHN sells KAZ 8: 13 between them, -3 for KAZ, 3 for CHN."""
    told = [row("2021", 5.0, partner="CHN"), row("2021", 8.0, reporter="CHN", partner="KAZ")]
    one = table(tmp_path / "a", RECONCILED, *told)
    assert by("reporter", one, "trade_total") == {"KAZ": 13.0, "CHN": 13.0}
    assert by("reporter", one, "trade_balance") == {"KAZ": -3.0, "CHN": 3.0}
    [total] = readings.complete(one, readings.find(one, ["trade_total"], reporters=["KAZ"]))
    assert len(total.cells) == 2
    assert by("reporter", table(tmp_path / "b", RECONCILED, told[0]), "trade_total") == {}
    assert by("reporter", table(tmp_path / "c", NO_WORLD, *told), "trade_total") == {}, "two reports are no one number"
    passed_on = row("2021", 9.0, reporter="CHN", partner="KAZ", flow="M")
    assert by("reporter", table(tmp_path / "d", RECONCILED, *told, passed_on), "trade_total") == {"CHN": 17.0}


def test_the_members_of_a_bloc_that_is_asked_for_are_added_up(tmp_path) -> None:
    """Vietnam sells China 5 and Thailand sells it 2; eight more members of ASEAN are not there."""
    told = [row("2021", 5.0, reporter="VNM", partner="CHN"), row("2021", 2.0, reporter="THA", partner="CHN")]
    one = table(tmp_path, MAY_SUM, *told)
    [bloc] = readings.find(one, ["exports"], reporters=["ASEAN"], partners=["CHN"])
    assert (bloc.value, len(bloc.missing), bloc.caveats) == (7.0, 8, ("PARTIAL",))
    assert "ASEAN" not in by("reporter", one, "exports")


ASEAN = ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM")


def national(*reporters: str, measure: str = "gdp", period: str = "2021", value: float = 1.0, unit: str = "USD"):
    """A national figure of some areas."""
    none = {"partner": "_Z", "flow": "_Z", "product": "_Z"}
    return [row(period, value, reporter=one, measure=measure, unit=unit, **none) for one in reporters]


def test_what_the_members_have_adds_up_to_what_the_bloc_has(tmp_path) -> None:
    told = [*national("USA", value=20.0), *national("CAN", value=2.0), *national("MEX", value=1.5)]
    one = table(tmp_path, NO_WORLD, *told, *national("USA", "CAN", "MEX", measure="gdp_growth", unit="PCT"))
    [bloc] = readings.complete(one, readings.find(one, ["gdp"], reporters=["USMCA"], where={"unit": "USD"}))
    assert (bloc.value, bloc.definition.method, bloc.missing, len(bloc.cells)) == (23.5, "sum", (), 3)
    assert readings.find(one, ["gdp_growth"], reporters=["USMCA"]) == [], "rates have no sum"


def test_one_member_in_ten_may_be_absent_where_no_sum_is_whole(tmp_path) -> None:
    nine = national(*ASEAN[1:])
    [bloc] = readings.find(table(tmp_path / "a", NO_WORLD, *nine), ["gdp"], reporters=["ASEAN"])
    assert (bloc.value, bloc.missing, bloc.caveats) == (9.0, ("BRN",), ("PARTIAL",))
    assert readings.find(table(tmp_path / "b", NO_WORLD, *nine[1:]), ["gdp"], reporters=["ASEAN"]) == []
    whole = table(tmp_path / "c", NO_WORLD, *nine, *national(*ASEAN, period="2020"))
    assert by("period", whole, "gdp", reporter="ASEAN") == {"2020": 10.0}, "the newer one would look like a fall"


def test_members_of_two_tables_add_up_and_both_are_named(tmp_path) -> None:
    first = draft(*national("USA", "CAN", value=2.0))
    other = draft(*national("MEX", "CAN", value=5.0), flow=tiny.SECOND, day="2024-01-10")
    one = tiny.record(tmp_path, first, other)
    [bloc] = readings.find(one, ["gdp"], reporters=["USMCA"])
    assert (bloc.value, bloc.definition.dataflow) == (9.0, "FAKE:SECOND-FAKE:TRADE"), "the newer table of Canada"


def test_no_sum_beside_what_is_printed_of_the_bloc(tmp_path) -> None:
    members = sorted(areas.members("EU27_2020", areas.FIXED["EU27_2020"]))
    printed = national("EU27_2020", value=30.0, period="2020")
    one = table(tmp_path, NO_WORLD, *national(*members), *printed)
    assert by("reporter", one, "gdp", reporter="EU27_2020") == {"EU27_2020": 30.0}
    assert not {"EU28", "EU_V"} & set(by("reporter", one, "gdp")), "nor under another code of the same bloc"
    assert by("reporter", table(tmp_path / "b", NO_WORLD, *national(*members)), "gdp", reporter="EU27_2020") == {
        "EU27_2020": 27.0
    }
