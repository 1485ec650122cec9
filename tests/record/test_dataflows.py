"""The nature of dataflows, said once and read everywhere."""

from __future__ import annotations

import pytest

from hali.connectors import source, sources
from hali.model.dataflow import Dataflow, both
from hali.record import dataflows, tables

TWINS = [
    (shipped, feed)
    for shipped in tables.dataflows().values()
    for one in sources().values()
    for feed in one.dataflows
    if feed.id == shipped.id
]


@pytest.mark.parametrize(("shipped", "feed"), TWINS, ids=[shipped.id for shipped, _ in TWINS])
def test_what_ships_and_what_is_harvested_of_one_table_are_of_one_nature(shipped, feed):
    facts = ("kind", "nature", "relayed", "bound", "lag_months", "may_sum", "complete_partners", "world")
    assert {f: getattr(shipped, f) for f in facts} == {f: getattr(feed, f) for f in facts}


def test_nothing_ships_that_may_not():
    assert len(TWINS) >= 7
    assert {d.ship for d in tables.dataflows().values()} == {"Y", "X"}
    barred = {one.id for one in sources().values() if one.ship == "N"}
    whole = {d.id for d in tables.dataflows().values() if d.publisher in barred and d.ship == "Y"}
    assert whole == {"UN:GA_VOTES"}  # read from a copy under CC0


@pytest.mark.parametrize(
    ("id", "third"),
    [
        ("KZ_BNS:TRADE", False),
        ("COMTRADE:SUM", True),  # own reports, passed on
        ("CEPII:GRAVITY_BACI", True),
        ("CEPII:BACI", True),  # harvested only
        ("IMF:IMTS", True),
        ("ESTAT:DS-059341-KZ_BNS:TRADE", False),
        ("ESTAT:DS-059341-COMTRADE:SUM", True),
        ("FAKE:TRADE", False),
    ],
)
def test_third_parties(id, third):
    assert dataflows.third_party(id) is third


def test_both_sides_of_a_gap_are_known():
    assert [d.id for d in dataflows.of("ESTAT:DS-059341-KZ_BNS:TRADE")] == ["ESTAT:DS-059341", "KZ_BNS:TRADE"]
    assert dataflows.of("ESTAT:DS-059341-NOBODY:KNOWS") == ()


def test_of_two_parts_only_what_holds_for_both_is_said():
    first = Dataflow(id="A:B", title="ships", nature="compiled", may_sum=True, complete_partners=True, world="row")
    second = Dataflow(id="A:B", title="harvested", may_sum=True, world="sum")
    assert both(first, second) == Dataflow(id="A:B", title="ships", nature="compiled", may_sum=True)
    assert both(second, second) == second


def test_a_nature_survives_the_list_of_vintages():
    for shipped in tables.dataflows().values():
        assert Dataflow(**shipped.told()) == shipped
    baci, chosen = source("baci").dataflows
    assert {Dataflow(**one.told()).nature for one in (baci, chosen)} == {"compiled"}


def test_publishers_of_one_side_say_so():
    assert {one.id: one.covers for one in sources().values() if one.covers} == {
        "comext": "EU",
        "erasmus": "EU",
        "eurostat": "EU",
        "kazstat": "KAZ",
        "oecd": "EU",
        "schengen": "EU",
    }
