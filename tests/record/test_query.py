"""What was known when, and sums by the members of the period."""

from __future__ import annotations

from dataclasses import replace

from hali.record import readings


def newest(record, **where):
    return readings.find(record, newest=True, where=where)


def test_as_of_hides_what_was_published_later(record):
    key = {"measure": "partner_share_trade", "reporter": "KAZ", "partner": "EU27_2020"}
    today = {r.definition.period for r in newest(record, **key)}
    assert "2023" in today
    then = newest(replace(record, as_of="2023-01-01"), **key)
    assert {r.definition.period for r in then} == {"2018", "2019", "2020", "2021"}
    assert max(r.definition.vintage for r in then) == "2022-07-22"
    assert newest(replace(record, as_of="1990-01-01"), **key) == []


def test_bloc_is_the_sum_of_its_members_on_the_day(record):
    from hali.codelists import areas
    from hali.model.period import last_day

    for period in ("2018", "2020", "2021"):
        members = areas.members("EU_V", last_day(period))
        about = {"measure": "exports", "reporter": "KAZ", "unit": "USD", "product": "TOTAL"}
        parts = newest(record, period=period, dataflow="KZ_BNS:TRADE", **about)
        bloc = [r for r in parts if r.definition.partner == "EU_V"]
        single = [r.value for r in parts if r.definition.partner in members]
        assert len(bloc) == 1
        assert abs(bloc[0].value - sum(single)) < 1


def test_missing_members_are_named(record):
    students = newest(record, measure="students_from_partner", reporter="EU27_2020", partner="KAZ", period="2019")
    assert [r.value for r in students] == [5693]
    assert students[0].missing == ("BGR", "CYP", "HRV", "MLT", "ROU", "SVN")
    assert "PARTIAL" in students[0].caveats


def test_no_sum_where_the_table_allows_none(record):
    """The gravity table holds 18 importers: nothing in it is a figure of the EU."""
    assert newest(record, measure="imports", reporter="EU27_2020", partner="KAZ", dataflow="CEPII:GRAVITY_IMF") == []


def test_sums_over_several_years_are_not_converted(record):
    found = newest(record, measure="fdi_gross_cumulative", reporter="KAZ", partner="EU_UNSTATED")
    assert found
    assert {r.definition.unit for r in found} == {"USD"}
    assert all(r.status == "Q" and "SECOND_HAND" in r.caveats for r in found)
    assert {r.granule for r in found if r.value == 160e9} == {10e9}


def test_every_reading_is_explained_to_its_cells(record):
    found = newest(record, measure="partner_share_trade", reporter="KAZ", partner="EU27_2020", period="2021")
    whole = readings.complete(record, found)[0]
    cells = readings.observations(record, whole.cells)
    world = [c.value for c in cells if c.partner == "WLD"]
    assert len(cells) == 28
    assert len(world) == 1
    assert abs(100 * sum(c.value for c in cells if c.partner != "WLD") / world[0] - whole.value) < 1e-9
    assert whole.sources == ("KZ_BNS:TRADE@2023-07-28",)
    assert readings.origins(record, {c.origin for c in cells})


def test_ids_are_permanent(record):
    """The id is the hash of the definition: the same for the same definition in every record."""
    for partner in ("EU27_2020", "EU_AS_PRINTED_KZ"):
        found = newest(record, measure="partner_share_trade", reporter="KAZ", partner=partner, period="2021")[0]
        assert found.id == found.definition.id


def test_equal_flows_share_a_rank(record):
    """A rank is one more than the number of larger flows: ties share it, and no build decides between them."""
    ranks = newest(record, measure="partner_rank", reporter="KAZ", period="2021", flow="X", variant="countries")
    flows = newest(
        record, measure="exports", period="2021", unit="USD", product="TOTAL", dataflow="KZ_BNS:TRADE", variant="_Z"
    )
    value = {r.definition.partner: r.value for r in flows}
    ranked = {r.definition.partner: r.value for r in ranks}
    for partner, rank in ranked.items():
        assert rank == 1 + sum(value[other] > value[partner] for other in ranked)
