"""The large tables as they ship: known totals of their publishers come out, and their traps are kept.

The totals are those named in the notes on the compilations (`tools/world.toml`), most of them printed by the publisher
or found in a second copy.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from hali.codelists import areas, organisations
from hali.record import readings, seed, tables

UNION = sorted(areas.members("EU27_2020", date(2024, 12, 31)))

Ask = Callable[..., float]


@pytest.fixture(scope="module")
def shipped() -> Callable[[str], Any]:
    """The rows of a dataflow that ship, as a relation of DuckDB."""
    connection = duckdb.connect()
    listed = seed.seeds(seed.folder())

    def rows(dataflow: str) -> Any:
        return connection.read_parquet(str(seed.folder() / listed[dataflow].file))

    return rows


@pytest.fixture(scope="module")
def total(shipped) -> Ask:
    """Sum of the rows of a dataflow with these dimensions; a list stands for any of its codes."""

    def summed(dataflow: str, **where: str | list[str]) -> float:
        found = shipped(dataflow)
        for column, wanted in where.items():
            codes = [wanted] if isinstance(wanted, str) else wanted
            found = found.filter(f'"{column}" in ({", ".join(repr(code) for code in codes)})')
        values = [value for (value,) in found.project("value").fetchall()]
        assert values, where
        return sum(values)

    return summed


BACI = {"dataflow": "CEPII:BACI", "period": "2023"}
TOP = {"dataflow": "CEPII:BACI_TOP"}
CENSUS = {"dataflow": "US_CENSUS:TRADE", "reporter": "USA"}
KAZ = {"dataflow": "KZ_BNS:TRADE", "reporter": "KAZ", "freq": "A"}
RUSSIA = {"dataflow": "RU_FCS:TRADE", "reporter": "RUS", "freq": "A"}


@pytest.mark.parametrize(
    ("where", "expected", "close"),
    [
        (BACI | {"reporter": "CHN", "partner": "USA"}, 440.5e9, 1e-3),
        (BACI | {"reporter": "MEX", "partner": "USA"}, 459.1e9, 1e-3),
        (BACI | {"reporter": "CHN"}, 3344e9, 1e-3),
        (BACI, 21_750e9, 1e-4),
        (BACI | {"reporter": "FRA", "partner": "BRA"}, 5.39e9, 1e-3),
        (BACI | {"reporter": "BRA", "partner": "FRA"}, 3.03e9, 2e-3),
        (BACI | {"reporter": "KAZ", "partner": UNION}, 27.4e9, 2e-3),
        (BACI | {"reporter": UNION, "partner": "KAZ"}, 12.46e9, 1e-3),
        (TOP | {"reporter": "CHN", "partner": "USA", "period": "2019"}, 431.1e9, 1e-3),
        (TOP | {"reporter": "USA", "partner": "CHN", "period": "2021"}, 150.1e9, 1e-3),
        (CENSUS | {"partner": "WLD", "period": "2023", "flow": "M"}, 3080.2e9, 1e-4),
        (CENSUS | {"partner": "WLD", "period": "2023", "flow": "X"}, 2018.1e9, 1e-4),
        (CENSUS | {"partner": "CHN", "period": "2023", "flow": "M"}, 426.9e9, 1e-4),
        (CENSUS | {"partner": "KAZ", "period": "2023", "flow": "M"}, 2.23e9, 3e-3),
        (KAZ | {"partner": UNION, "period": "2024", "flow": "X"}, 38_142.0e6, 1e-5),
        (KAZ | {"partner": UNION, "period": "2025", "flow": "X"}, 34_760.5e6, 1e-5),
        (KAZ | {"partner": UNION, "period": "2024", "flow": "M"}, 10_697.4e6, 1e-5),
        (KAZ | {"partner": UNION, "period": "2025", "flow": "M"}, 10_577.3e6, 1e-5),
        (KAZ | {"partner": "WLD", "period": "2024", "flow": "X"}, 81_674.1e6, 1e-5),
        (KAZ | {"partner": "WLD", "period": "2025", "flow": "X"}, 79_229.5e6, 1e-5),
        (KAZ | {"partner": "WLD", "period": "2024", "flow": "M"}, 60_398.0e6, 1e-5),
        (KAZ | {"partner": "WLD", "period": "2025", "flow": "M"}, 65_431.0e6, 1e-5),
        (KAZ | {"partner": [*UNION, "GBR"], "period": "2024", "flow": "X"}, 38.56e9, 1e-3),
        (RUSSIA | {"partner": "KAZ", "period": "2021", "flow": "X"}, 18.50e9, 1e-3),
        (RUSSIA | {"partner": "KAZ", "period": "2021", "flow": "M"}, 7.14e9, 1e-3),
        (
            {"dataflow": "KG_NSC:TRADE", "partner": "KAZ", "period": "2023", "flow": "M"},
            0.86e9,
            1e-2,
        ),
        (
            {"dataflow": "JP_MOF:TRADE", "partner": "WLD", "period": "2023", "flow": "X"},
            100.873e12,
            1e-5,
        ),
    ],
)
def test_known_totals_of_goods_trade(total: Ask, where: dict[str, Any], expected: float, close: float) -> None:
    assert total(**where) == pytest.approx(expected, rel=close)


@pytest.mark.parametrize(
    ("partner", "year", "share"),
    [
        *(("EU", "2024", 34.38), ("EU", "2025", 31.34)),
        *(("CHN", "2024", 21.23), ("RUS", "2024", 19.80), ("TUR", "2024", 3.50), ("UZB", "2024", 2.91)),
        *(("CHN", "2025", 23.62), ("RUS", "2025", 19.21), ("TUR", "2025", 3.74), ("UZB", "2025", 3.29)),
    ],
)
def test_shares_of_kazakhstan_divide_by_the_total_that_is_printed(
    total: Ask, partner: str, year: str, share: float
) -> None:
    theirs = total(**KAZ, partner=UNION if partner == "EU" else partner, period=year)
    assert round(100 * theirs / total(**KAZ, partner="WLD", period=year), 2) == share


@pytest.mark.parametrize(("year", "share"), [("2024", 46.70), ("2025", 43.87)])
def test_share_of_the_union_in_the_exports_of_kazakhstan(total: Ask, year: str, share: float) -> None:
    exports = KAZ | {"flow": "X", "period": year}
    assert round(100 * total(**exports, partner=UNION) / total(**exports, partner="WLD"), 2) == share


def test_months_of_kazakhstan_add_up_to_the_years_that_were_printed(total: Ask) -> None:
    for year in ("2019", "2020", "2021", "2022"):
        months = [f"{year}-{month:02}" for month in range(1, 13)]
        printed = {"2019": "2020-08-13", "2020": "2021-07-28", "2021": "2022-07-22", "2022": "2024-07-25"}[year]
        for flow in ("X", "M"):
            theirs = total("KZ_BNS:TRADE", partner="WLD", flow=flow, period=months)
            assert theirs == pytest.approx(
                total("KZ_BNS:TRADE", partner="WLD", flow=flow, period=year, vintage=printed), abs=1e5
            )


def test_months_of_the_united_states_add_up_to_the_year(total: Ask) -> None:
    months = [f"2023-{month:02}" for month in range(1, 13)]
    for partner in ("CHN", "WLD", "KAZ"):
        assert total(**CENSUS, partner=partner, period=months) == pytest.approx(
            total(**CENSUS, partner=partner, period="2023"), abs=100
        )


def test_the_union_as_the_census_prints_it_is_the_sum_of_its_members(total: Ask) -> None:
    for year in ("2020", "2021", "2022", "2023"):
        printed = total(**CENSUS, partner="EU27_2020", period=year)
        assert total(**CENSUS, partner=UNION, period=year) == pytest.approx(printed, rel=1e-6)


def test_reports_to_the_fund_are_those_of_the_exporters(total: Ask) -> None:
    for year in ("2019", "2021"):
        for partner in ("CHN", "DEU", "JPN"):
            mine = total("IMF:DOTS", reporter="USA", partner=partner, period=year)
            assert mine == pytest.approx(total(**CENSUS, partner=partner, period=year, flow="X"), rel=0.01)


def test_the_reconciled_table_has_one_value_a_pair_and_no_zero_for_a_missing_one(shipped) -> None:
    rows = shipped("CEPII:BACI")
    assert rows.filter("flow <> 'X' or value <= 0").fetchall() == []
    assert rows.filter("reporter = 'TWN' or partner = 'TWN'").fetchall() == []
    assert tables.wholes("CEPII:BACI") == (), "without Taiwan the partners listed are not all"
    assert tables.partials("CEPII:BACI") == ("2025-01",)


def test_two_editions_of_the_reconciled_table_are_two_tables(shipped) -> None:
    years = {flow: set(shipped(flow).project("period").fetchall()) for flow in ("CEPII:BACI", "CEPII:BACI_TOP")}
    assert years["CEPII:BACI"] == {("2023",)}
    assert max(years["CEPII:BACI_TOP"]) == ("2021",)
    assert {tables.dataflows()[flow].nature for flow in years} == {"compiled"}


def test_a_partner_missing_from_kazakhstan_in_2025_is_no_zero(shipped) -> None:
    rows = shipped("KZ_BNS:TRADE").filter("period in ('2024', '2025') and partner <> 'WLD'")
    assert rows.filter("value = 0").fetchall() == []
    for year, absent in (("2024", {"TWN"}), ("2025", {"ARE", "AFG", "BHS", "LIE", "LBN", "TWN"})):
        listed = {code for (code,) in rows.filter(f"period = '{year}'").project("partner").fetchall()}
        assert not absent & listed
    assert tables.partials("KZ_BNS:TRADE") == ("2025-07", "2026-07-27")


def test_exports_of_russia_below_the_customs_figures_do_not_ship(shipped) -> None:
    years = {year for (year,) in shipped("IMF:DOTS").filter("reporter = 'RUS'").project("period").fetchall()}
    assert not years & {"2009", "2010", "2011"}
    assert {"2008", "2012", "2021"} <= years


def test_imports_of_armenia_are_by_origin_alone(shipped) -> None:
    assert {product for (product,) in shipped("AM_ARMSTAT:TRADE").project("product").fetchall()} == {"TOTAL"}


def test_the_union_in_the_japanese_table_has_no_stated_members(shipped) -> None:
    blocs = shipped("JP_MOF:TRADE").filter("length(partner) <> 3").project("partner").fetchall()
    assert set(blocs) == {("EU_UNSTATED",)}


CDIS = {"dataflow": "IMF:CDIS", "period": "2022"}
REFUGEES = {"dataflow": "UNHCR:RDF", "measure": "refugees_from_partner"}
GASES = {"dataflow": "JRC:EDGAR", "measure": "ghg_emissions", "period": "2023"}
STUDENTS = {"dataflow": "OECD:EDU_ENRL_MOBILE"}


@pytest.mark.parametrize(
    ("where", "expected", "close"),
    [
        (CDIS | {"reporter": "USA", "partner": "WLD"}, 6581.0e9, 1e-4),
        (CDIS | {"reporter": "FRA", "partner": "BRA"}, 37.3e9, 2e-3),
        (CDIS | {"reporter": "BRA", "partner": "FRA"}, 1.4e9, 4e-2),
        (CDIS | {"reporter": "USA", "partner": "CHN"}, 126.1e9, 1e-3),
        (CDIS | {"reporter": "CHN", "partner": "USA"}, 79.2e9, 1e-3),
        (CDIS | {"reporter": "JPN", "partner": "KOR"}, 41.3e9, 2e-3),
        (CDIS | {"reporter": "KOR", "partner": "JPN"}, 10.6e9, 5e-3),
        (CDIS | {"reporter": "IND", "partner": "BRA"}, 0.42e9, 2e-2),
        (CDIS | {"reporter": "POL", "partner": "UKR"}, 0.27e9, 2e-2),
        (CDIS | {"reporter": "TUR", "partner": "AZE"}, 0.95e9, 1e-2),
        (CDIS | {"reporter": "AZE", "partner": "TUR"}, 13.5e9, 4e-3),
        (CDIS | {"reporter": "ZAF", "partner": "NGA"}, 1.5e9, 4e-2),
        (CDIS | {"reporter": "CAN", "partner": "MEX"}, 24.2e9, 2e-3),
        (CDIS | {"reporter": "AUS", "partner": "VNM"}, 0.87e9, 1e-2),
        (CDIS | {"reporter": UNION, "partner": "ALB"}, 5.6e9, 1e-2),
        (CDIS | {"reporter": "ALB", "partner": UNION}, 0.34e9, 2e-2),
        (CDIS | {"reporter": UNION, "partner": "KAZ"}, 57.4e9, 1e-3),
        (CDIS | {"reporter": "NLD", "partner": "KAZ"}, 46.2e9, 1e-3),
        (CDIS | {"reporter": "FRA", "partner": "KAZ"}, 8.6e9, 6e-3),
        (CDIS | {"reporter": "KAZ", "partner": UNION}, 23.9e9, 3e-3),
        (CDIS | {"reporter": UNION, "partner": "UZB"}, 0.30e9, 2e-2),
        ({"dataflow": "UN:IMS", "reporter": "USA", "partner": "MEX", "period": "2020"}, 10.85e6, 1e-3),
        ({"dataflow": "UN:IMS", "reporter": "ARE", "partner": "IND", "period": "2020"}, 3.47e6, 2e-3),
        # persons of unknown origin are in the total that is published, and in no row
        (REFUGEES | {"period": "2024"}, 30.96e6, 1e-2),
        (REFUGEES | {"period": "2025"}, 28.46e6, 1e-2),
        (GASES | {"reporter": UNION}, 3.22e9, 2e-3),
        (GASES | {"reporter": "KAZ"}, 320e6, 3e-3),
        (STUDENTS | {"reporter": "USA", "partner": "CHN", "period": "2018"}, 333_935, 0),
        (STUDENTS | {"reporter": "DEU", "partner": "KAZ", "period": "2019"}, 963, 0),
        (STUDENTS | {"reporter": UNION, "partner": "KAZ", "period": "2013"}, 3144, 0),
        (STUDENTS | {"reporter": UNION, "partner": "KAZ", "period": "2019"}, 5693, 0),
    ],
)
def test_known_totals_of_investment_and_people(
    total: Ask, where: dict[str, Any], expected: float, close: float
) -> None:
    assert total(**where) == pytest.approx(expected, rel=close or 1e-12)


def codes(rows: Any, column: str) -> set[str]:
    return {code for (code,) in rows.project(f'"{column}"').distinct().fetchall()}


def test_positions_abroad_are_of_the_investor_and_bounds_where_cells_are_kept_back(shipped) -> None:
    rows = shipped("IMF:CDIS")
    assert "WLD" not in codes(rows, "reporter"), "all investment from abroad is not the sum over the reporters"
    assert rows.filter("value < 0").fetchall(), "negative positions are real"
    assert tables.dataflows()["IMF:CDIS"].bound == "lower"
    to_kazakhstan = codes(rows.filter("period = '2022' and partner = 'KAZ'"), "reporter")
    assert not to_kazakhstan & {"CYP", "DEU", "IRL", "MLT", "PRT", "SVK"}, "kept back, and no zero"
    assert len(to_kazakhstan & set(UNION)) == 20


def test_flows_of_investment_that_end_in_2012_do_not_ship() -> None:
    assert "UNCTAD:BFDI" not in tables.dataflows()


def test_aid_is_bilateral_alone_and_at_prices_of_one_year(shipped) -> None:
    rows = shipped("OECD:DAC2A")
    assert codes(rows, "measure") == {"aid_gross", "aid_humanitarian"}, "what multilateral bodies pass on is imputed"
    assert codes(rows, "unit") == {"USD_2022"}
    assert not {code for code in codes(rows, "reporter") if code.startswith("EU")}, "no institutions of the EU"
    # Japan still pays China, which pays back more: of net aid the copy holds no such year, and none of it ships
    assert max(codes(rows.filter("reporter = 'JPN' and partner = 'CHN'"), "period")) == "2022"
    assert codes(shipped("AIDDATA:GCDF"), "unit") == {"USD_2021"}, "commitments at prices of one year, no disbursements"


AID = {"dataflow": "OECD:DAC2A", "measure": "aid_gross", "period": "2022"}
SERVICES = {"dataflow": "US_BEA:ITA", "reporter": "USA", "partner": "CHN", "period": "2024"}
DELIVERED = {"dataflow": "OECD:ICIO", "measure": "services_delivered", "period": "2022"}


@pytest.mark.parametrize(
    ("where", "expected", "close"),
    [
        # of the two that lend nothing the gross sum is the net one that is printed
        (AID | {"reporter": "TUR"}, 4.9e9, 1e-2),
        (AID | {"reporter": "USA", "partner": "UKR"}, 9.2e9, 6e-3),
        (SERVICES | {"flow": "X"}, 54.612e9, 1e-9),
        (SERVICES | {"flow": "M"}, 22.773e9, 1e-9),
        (DELIVERED | {"reporter": "DEU", "partner": "KAZ"}, 592_638_100, 1e-9),
    ],
)
def test_known_totals_of_services_and_aid(total: Ask, where: dict[str, Any], expected: float, close: float) -> None:
    assert total(**where) == pytest.approx(expected, rel=close)


def test_deliveries_of_a_model_are_no_report_and_no_goods_trade(shipped) -> None:
    assert tables.dataflows()["OECD:ICIO"].nature == "model"
    assert not tables.dataflows()["OECD:ICIO"].complete_partners
    rows = shipped("OECD:ICIO")
    assert codes(rows, "measure") == {"services_delivered", "goods_by_industry"}, "no fourth count of goods"
    assert rows.filter("value <= 0").fetchall() == [], "a zero is what the copy made of none"
    industries = rows.filter("measure = 'goods_by_industry'")
    assert codes(industries, "period") == {"2022"}
    assert len(codes(industries, "product")) == 27


def test_a_bloc_takes_what_its_members_take(total: Ask) -> None:
    from_kazakhstan = {"dataflow": "OECD:ICIO", "reporter": "KAZ", "product": "ISIC4:B06"}
    printed = total(**from_kazakhstan, partner="EU27_2020")
    assert total(**from_kazakhstan, partner=UNION) == pytest.approx(printed, rel=1e-12)


def test_services_of_the_union_before_2020_have_no_stated_members(shipped) -> None:
    rows = shipped("US_BEA:ITA")
    assert codes(rows.filter("partner = 'EU27_2020'"), "period") == {str(year) for year in range(2020, 2025)}
    assert max(codes(rows.filter("partner = 'EU_UNSTATED'"), "period")) == "2019"
    assert codes(rows, "measure") == {"services_exports", "services_imports"}, "goods on this basis are another count"


def test_main_partners_are_some_of_all_and_of_the_book_as_it_was_closed(shipped) -> None:
    rows = shipped("CIA:FACTBOOK_PARTNERS")
    assert tables.dataflows()["CIA:FACTBOOK_PARTNERS"].world == "none"
    assert rows.filter("value <= 0 or value > 100").fetchall() == []
    assert max(codes(rows, "vintage")) == "2026-02"
    assert not {code for code in codes(rows, "partner") if code.startswith("EU")}


def test_shares_of_electricity_that_do_not_add_up_do_not_ship(shipped) -> None:
    rows = shipped("CIA:FACTBOOK").filter("measure = 'renewables_in_electricity'")
    assert "LUX" not in codes(rows, "reporter")
    assert rows.filter("value > 100.5").fetchall() == []


def test_lists_of_members_that_are_stale_are_not_taken() -> None:
    taken = organisations.organisations()
    assert not {"ORG:EU", "ORG:ECB", "ORG:EIB", "ORG:NAFTA", "ORG:UNASUR"} & set(taken)
    assert {id_ for id_, one in taken.items() if "EU" in one.members} == {"ORG:WTO", "ORG:FAO", "ORG:EBRD"}
    assert len(taken["ORG:UN"].members) == 193
    assert "ORG:WTO" not in organisations.joint("KAZ", "UZB", "2026-11-28")


def test_agreements_and_visits_are_what_their_lists_tell() -> None:
    listed = [event for event in tables.events() if event.origin.startswith("HISTORYATSTATE")]
    assert not [event for event in listed if "private visit" in event.title]
    assert max(event.date for event in listed) == "2025-02-19", "nothing is known of what came after"
    agreements = [event for event in tables.events() if event.origin == "WTO_RTA_2026"]
    assert not [e for e in agreements if {"JPN", "KOR"} == set(e.parties)], "the list holds what was notified"
    assert not [e for e in agreements if "EU27_2020" in e.parties and e.date < "2020-02-01"]


def test_visas_and_students_of_the_world_repeat_no_row(shipped) -> None:
    assert codes(shipped("OECD:EDU_ENRL_MOBILE"), "product") == {"_Z"}
    rows = shipped("EC:SCHENGEN_VISA")
    assert codes(rows, "product") == {"VISA_C"}
    assert len(codes(rows, "partner")) > 170
    assert rows.filter("value < 0").fetchall() == [], "Spain 2013 has five counts below nought"


def test_the_open_database_licence_stays_with_its_table(shipped) -> None:
    open_ones = {id_ for id_, origin in tables.origins().items() if "ODbL" in origin.licence}
    assert open_ones == {"OPENFLIGHTS_2014"}
    assert codes(shipped("OPENFLIGHTS"), "origin") == open_ones
    for id_ in tables.dataflows():
        assert id_ == "OPENFLIGHTS" or not codes(shipped(id_), "origin") & open_ones


def test_what_cannot_be_compared_is_not_there(shipped) -> None:
    assert codes(shipped("WB:LPI").filter("measure <> 'lpi_score'"), "period") == {"2023"}
    assert codes(shipped("UN:SYB66"), "measure") == {"tourism_receipts"}
    assert codes(shipped("VOETEN:UNGA"), "measure") == {"un_ideal_point"}
    assert max(codes(shipped("VOETEN:UNGA"), "period")) == "2024"
    assert shipped("UNHCR:RDF").filter("value < 5").fetchall() == []


def test_emissions_are_compiled_and_lack_the_states_their_table_does_not_tell_apart(shipped) -> None:
    """Its Israel has 14.8 million people and its Sudan 62: with Palestine, and with South Sudan."""
    assert tables.dataflows()["JRC:EDGAR"].nature == "compiled"
    told = codes(shipped("JRC:EDGAR"), "reporter")
    assert not told & {"SRB", "MNE", "XKX", "ISR", "PSE", "SDN", "SSD"}
    assert {"JOR", "EGY"} <= told


def test_lists_that_are_not_complete_make_no_zero_of_a_gap(shipped) -> None:
    for flow, pair in (("WIKIDATA:MISSIONS", ("KEN", "TZA")), ("WTO:RTA", ("JPN", "KOR"))):
        rows = shipped(flow)
        assert rows.filter("value = 0").fetchall() == []
        assert rows.filter(f"reporter = '{pair[0]}' and partner = '{pair[1]}'").fetchall() == []
        assert not tables.dataflows()[flow].complete_partners


def test_what_the_world_bank_has_of_a_country_stays_its_figure(shipped) -> None:
    bank = shipped("WB:WDI")
    for flow in ("CIA:FACTBOOK", "GAPMINDER:SG"):
        rows = shipped(flow)
        for measure in codes(rows, "measure") & codes(bank, "measure"):
            of = f"measure = '{measure}'"
            assert not codes(rows.filter(of), "reporter") & codes(bank.filter(of), "reporter"), measure


def test_votes_of_all_areas_are_those_in_the_roll_calls_that_ship() -> None:
    rows = duckdb.read_parquet(str(seed.votes(seed.folder())))
    assert len(codes(rows, "area")) > 185
    assert rows.aggregate("count(distinct rcid)").fetchall() == [(1861,)]
    assert rows.aggregate("area, rcid, count(*) as n").filter("n > 1").fetchall() == []


@pytest.mark.parametrize("measure", ["distance_capitals", "trade_agreements", "visa_free_days"])
def test_what_is_of_two_sides_is_no_sum_over_a_bloc(record, measure: str) -> None:
    """Albania is no 35,573 km from the European Union, the sum of 27 distances, nor has it 27 agreements with it."""
    found = readings.find(record, [measure], reporters=["ALB"])
    assert {r.definition.method for r in found} == {"table"}


def national(record, measure: str, *areas_: str, **where: str) -> list[Any]:
    """Readings of areas alone, in the currency of the publisher."""
    found = readings.find(record, [measure], reporters=areas_, partners=["_Z"], where=where)
    return [one for one in found if one.definition.rate != "annual_mean"]


@pytest.mark.parametrize(
    ("measure", "bloc", "year", "expected", "dataflow"),
    [
        # VNM 476,324,572,784 of the World Bank; BRN 15.463, IDN 1,396, KHM 46.353, LAO 16.503, MMR 74.08, MYS 421.972,
        # PHL 461.618, SGP 547.387, THA 526.411 billion of the Factbook
        ("gdp", "ASEAN", "2024", 3_982_111_572_784.0, "CIA:FACTBOOK-WB:WDI"),
        # BRA 2,185,821,610,690; ARG 633.267, BOL 49.668, PRY 44.458, URY 80.962 billion; Bolivia joined in July 2024
        ("gdp", "MERCOSUR", "2024", 2_994_176_610_690.0, "CIA:FACTBOOK-WB:WDI"),
        # ARE 552,324,919,096, QAT 216,294,505,495, SAU 1,254,140,800,000; BHR 47.737, KWT 160.227, OMN 106.943 billion
        ("gdp", "GCC", "2024", 2_337_667_224_591.0, "CIA:FACTBOOK-WB:WDI"),
        # ARM 3,033,500, BLR 9,132,629, KAZ 20,592,571, KGZ 7,221,868, RUS 143,669,648
        ("population", "EAEU", "2024", 183_650_216.0, "WB:WDI"),
        # ARM 13.092, BLR 40.344, KAZ 82.471, KGZ 5.142, RUS 433.634 billion
        ("merchandise_exports", "EAEU", "2024", 574_683_000_000.0, "WB:WDI"),
        # BDI 0.378229, COD 29.65, KEN 12.626, RWA 3.509, SSD 4.499, TZA 13.98, UGA 9.084 billion; Somalia from 2024
        ("exports_goods_services", "EAC", "2023", 73_726_229_000.0, "CIA:FACTBOOK"),
    ],
)
def test_a_bloc_has_what_its_members_have(record, measure, bloc, year, expected, dataflow) -> None:
    [told] = national(record, measure, bloc, period=year)
    assert (told.value, told.definition.method, told.definition.dataflow) == (expected, "sum", dataflow)
    assert told.missing == ()


def test_members_absent_from_the_sum_of_a_bloc_are_named(record) -> None:
    [gdp] = national(record, "gdp", "AFRICAN_UNION")
    assert (gdp.missing, gdp.caveats) == (("ESH", "ETH", "SSD"), ("PARTIAL",)), "three of fifty-five"
    exports = national(record, "exports_goods_services", "ASEAN")
    assert {r.definition.period: r.missing for r in exports} == {"2022": ("MMR",), "2023": ("MMR",)}
    assert not national(record, "population", "ASEAN"), "three of eleven are not counted in one year"


def test_nothing_but_sizes_adds_up(record) -> None:
    for measure in ("gdp_growth", "inflation", "gdp_per_head_constant", "human_development_index", "lpi_score"):
        assert national(record, measure, "KAZ"), measure
        assert not national(record, measure, "ASEAN", "EAEU", "GCC"), measure


def test_who_got_no_aid_is_none_that_is_missing_and_who_has_no_refugees_is(record) -> None:
    """Brunei and Singapore get no aid; IDN 927.32, KHM 51.42, LAO 28.9, MMR 37.25, MYS 12.33, PHL 34.29, THA 22.84,
    VNM 213.1 million. Refugees in Germany: IDN 14, KHM 33, LAO 39, MMR 1,305, MYS 24, PHL 76, SGP 13, THA 37,
    VNM 3,619. The UNHCR does not list counts below five: an origin that is absent may have some.
    """
    german = {"reporters": ["DEU"], "partners": ["ASEAN"]}
    [aid] = readings.find(record, ["aid_gross"], **german, where={"period": "2022"})
    refugees = readings.find(record, ["refugees_from_partner"], **german, where={"period": "2024"})
    assert (aid.value, aid.missing) == (1_327_450_000.0, ())
    assert all(one.missing for one in refugees)


def test_no_more_visas_are_refused_than_were_applied_for(record) -> None:
    """Sweden decided 37 applications against in 2022 and took 29 in Nigeria; Slovakia 143 and 132 in 2014."""
    asked = {"reporters": ["SWE", "SVK"], "partners": ["NGA"]}
    rates = readings.find(record, ["visa_refusal_rate"], **asked)
    assert rates
    assert all(0 <= rate.value <= 100 for rate in rates)
    told = {(r.definition.reporter, r.definition.period) for r in rates}
    assert not told & {("SWE", "2022"), ("SVK", "2014")}
