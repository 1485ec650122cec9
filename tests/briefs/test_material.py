"""Which reading stands for a period, and what belongs to a pair."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.narrate.samples import made

from hali.briefs import choice, trade
from hali.briefs.material import by_default, codes_of, currency, dated, gather, same_line, usual
from hali.briefs.press import Press


@pytest.fixture(scope="module")
def eu_kaz(record):
    return gather(record, "EU", "KAZ", "2026-11-23")


def test_a_bloc_stands_for_its_members_of_today(eu_kaz):
    assert eu_kaz.codes == ("EU27_2020", "KAZ")
    series = eu_kaz.one("partner_share_trade", "KAZ", "EU")
    assert {r.definition.partner for r in series.comparable} == {"EU27_2020"}


def test_the_newest_publication_and_the_publishers_own_currency_are_taken(eu_kaz):
    series = trade.total(eu_kaz, "KAZ", "EU")
    reading = series.at("2022")
    assert reading.definition.vintage == "2024-07-25"
    assert (reading.definition.unit, reading.definition.rate) == ("USD", "reported")


def test_a_table_goes_before_a_quoted_figure(eu_kaz):
    series = trade.total(eu_kaz, "KAZ", "EU")
    assert any(reading.status == "Q" for reading in series.readings)
    assert trade.newest(series).status != "Q"


def test_both_counts_are_of_one_year_and_one_currency(eu_kaz):
    one, other = trade.both_counts(eu_kaz)
    assert (one.definition.reporter, other.definition.reporter) == ("EU27_2020", "KAZ")
    assert one.definition.period == other.definition.period == "2021"
    assert one.definition.unit == other.definition.unit == "EUR"
    assert one.value == pytest.approx(23.035e9, rel=1e-3)
    assert other.value == pytest.approx(24.443e9, rel=1e-3)


def test_events_need_both_sides_or_one_alone(record, eu_kaz):
    assert any(e.subject == "EPCA" and e.action == "in_force" for e in eu_kaz.events)
    neighbours = gather(record, "KAZ", "UZB", "2026-11-23")
    assert not any(e.subject in {"EPCA", "GLOBAL_GATEWAY", "LEADERS_MEETING"} for e in neighbours.events)
    assert any(e.subject == "CANWFZ" for e in neighbours.events)


def test_figures_of_one_side_do_not_fill_a_section_on_two(record):
    from hali.pillars.investment import PILLAR

    neighbours = gather(record, "TKM", "TJK", "2026-11-23")
    assert choice.relevant(neighbours, PILLAR.sections[0]) == []


@pytest.mark.parametrize(("side", "code"), [("EU", "EU27_2020"), ("EU28", "EU28"), ("KAZ", "KAZ"), ("EAEU", "EAEU")])
def test_the_usual_code_of_a_side(side, code):
    assert usual(side, "2026-11-23") == code
    assert code in codes_of(side)


@pytest.mark.parametrize(("concept", "unit"), [("EU", "EUR"), ("DEU", "EUR"), ("KAZ", "USD"), ("CHN", "USD")])
def test_currency_of_an_areas_statistics(concept, unit):
    assert currency(concept) == unit


def chosen(*readings):
    """Which of several readings of one series and period stands for it, in either order."""
    found = set()
    for listed in (readings, readings[::-1]):
        (series,) = by_default(listed, "2026-11-23").values()
        found.add(series.latest)
    (one,) = found
    return one


def test_a_whole_sum_goes_before_a_partial_one():
    whole, partial = made(method="sum"), made(missing=("CYP",), dataflow="AAA:FIRST")
    assert chosen(whole, partial) == whole


def test_other_members_never_stand_for_those_of_today():
    today = made(reporter="KAZ", partner="EU27_2020", missing=("CYP",))
    assert chosen(today, made(reporter="KAZ", partner="EU28")) == today


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"status": "Q"}),
        ({}, {"dataflow": "CEPII:GRAVITY_COMTRADE"}),
        ({}, {"method": "sum"}),
        ({"method": "sum"}, {"method": "printed"}),
        ({"unit": "USD"}, {"unit": "EUR", "rate": "annual_mean"}),
        ({"denominator": "NAMED"}, {"denominator": "EXT"}),
        ({"status": "Q", "rate": "annual_mean", "missing": ()}, {"missing": ("CYP",)}),
    ],
)
def test_the_default_of_two(better, worse):
    assert chosen(made(**better), made(**worse)) == made(**better)


def test_the_newer_publication_goes_first():
    newer = replace(made(), known="2024-12-01")
    assert chosen(made(vintage="2024-10"), newer) == newer


def test_visas_are_not_told_of_two_who_need_none(record) -> None:
    inside = gather(record, "FRA", "DEU", "2026-11-28")
    assert not inside.find("visas_issued")
    assert not inside.find("visa_refusal_rate")
    assert not gather(record, "EU", "FRA", "2026-11-28").find("visas_issued"), "nor of a bloc and a member of it"
    assert gather(record, "EU", "IRL", "2026-11-28").find("visas_issued")
    assert gather(record, "FRA", "KAZ", "2026-11-28").find("visas_issued")


def test_a_bloc_with_other_members_is_another_line(record) -> None:
    """Bolivia is a member of Mercosur since July 2024; the EU of a fixed day has the same members for all time."""
    pair = gather(record, "EU", "MERCOSUR", "2026-11-28")
    visas = pair.one("visas_issued", "SCHENGEN", "MERCOSUR", variant="issued")
    assert {r.definition.period for r in visas.years} >= {"2022", "2023", "2024"}
    assert [r.definition.period for r in visas.comparable] == ["2024"]
    china = gather(record, "EU", "CHN", "2026-11-28")
    assert len(china.one("exports", "EU", "CHN", product="TOTAL").comparable) > 10


def test_a_line_is_of_one_total(record) -> None:
    """The share of ASEAN in the EU's exports: up to 2018 of two totals, since then of the listed partners alone."""
    shares = gather(record, "ASEAN", "EU", "2026-11-28").one("partner_share_exports", "EU", "ASEAN")
    assert {r.definition.denominator for r in shares.comparable} == {"NAMED"}
    assert shares.comparable[0].definition.period == "2010"


def test_sums_that_leave_other_members_out_are_not_set_against_each_other() -> None:
    one, other = made(period="2020", missing=("CYP",)), made(period="2021", missing=("MLT",))
    assert same_line(one, made(period="2021", missing=("CYP",)))
    assert not same_line(one, other)
    (series,) = by_default([one, other], "2026-11-23").values()
    assert len(series.comparable) == 2, "they stand in one table"


def test_what_one_member_reports_is_no_sum_of_a_bloc(record) -> None:
    """Of the states that issue visas the record has France's own table; the sum of all is another one."""
    visas = gather(record, "ASEAN", "EU", "2026-11-28")
    assert visas.one("visas_issued", "EU", "ASEAN") is None
    latest = visas.one("visas_issued", "SCHENGEN", "ASEAN", variant="issued").latest
    assert (latest.definition.period, latest.value, latest.missing) == ("2024", 803_343.0, ("BRN",))


def test_a_count_of_agreements_is_not_told_where_a_side_has_left_a_bloc(record) -> None:
    assert gather(record, "KEN", "TZA", "2026-11-28").find("trade_agreements") == []
    assert gather(record, "KEN", "UGA", "2026-11-28").find("trade_agreements")


def test_an_index_is_dated_by_its_edition() -> None:
    assert dated(made("lpi_score", period="2022")) == "2023"
    assert dated(made("lpi_score", period="2018")) == "2018"
    assert dated(made(period="2022")) == "2022"


def test_a_compiler_has_a_number_in_every_year_it_holds(record) -> None:
    """France to Germany: BACI of 2023, and its other edition up to 2021, beside what France itself reports."""
    pair = gather(record, "FRA", "DEU", "2026-11-28")
    columns = dict(trade.columns(pair, "en"))
    compiled = {r.definition.period: round(r.value / 1e9, 1) for r in columns["France: exports, reconciled by CEPII"]}
    assert (compiled["2023"], compiled["2021"]) == (79.1, 75.8)
    assert "2022" not in compiled
    assert len({r.definition.dataflow for r in columns["France: exports"]}) == 1


def test_a_rank_is_of_the_newest_share_or_none(record) -> None:
    """Kazakhstan's newest tables leave partners out, so no rank follows from them, and that of 2023 is outdated."""
    pair = gather(record, "EU", "KAZ", "2026-11-28")
    assert trade.newest(pair.one("partner_share_trade", "KAZ", "EU")).definition.period == "2025"
    assert trade.rank(pair, "KAZ", "EU") is None
    earlier = gather(record, "EU", "KAZ", "2024-12-31")
    assert pair.find("partner_rank")
    assert earlier.find("partner_rank")


@pytest.mark.parametrize(("bloc", "told"), [("ASEAN", True), ("MERCOSUR", False)])
def test_a_small_balance_of_a_partial_sum_is_not_stated(record, bloc, told) -> None:
    """A surplus of a quarter of the trade stays one; 0.9 billion of 118 may not, with Argentina and Poland missing."""
    pair = gather(record, bloc, "EU", "2026-11-28")
    (balance,) = [s.latest for s in pair.find("trade_balance", bloc, "EU", product="TOTAL") if s.latest.missing]
    assert (balance in trade.statements(pair, Press(pair, "en"))) is told
