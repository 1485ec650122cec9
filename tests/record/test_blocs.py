"""Sums over blocs: pairs of members of two, members that are negligible, rows a publisher prints of one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from tests.record import tiny
from tests.record.tiny import TRADE, draft
from tests.replay.fake import row

from hali.codelists import areas
from hali.model.period import last_day
from hali.record import readings

SUMS = replace(TRADE, may_sum=True)
SOUTH = ("ARG", "BRA", "PRY", "URY")
"""Members of the Mercosur in 2020 and 2021."""


def table(folder, *rows, flow=SUMS):
    return tiny.record(folder, draft(*rows, flow=flow), flows={flow.id: flow})


def sent(reporter: str, year: str = "2021", **values: float):
    return [row(year, value, reporter=reporter, partner=partner) for partner, value in values.items()]


def exports(record, reporter: str, partner: str) -> dict[str, tuple[float, tuple[str, ...]]]:
    found = readings.find(record, ["exports"], reporters=[reporter], partners=[partner])
    return {r.definition.period: (r.value, r.missing) for r in found if r.definition.variant == "_Z"}


def test_the_members_are_those_the_tests_say() -> None:
    for year in ("2020", "2021"):
        assert areas.members("MERCOSUR", last_day(year)) == set(SOUTH)
        assert areas.members("EAEU", last_day(year)) == {"ARM", "BLR", "KAZ", "KGZ", "RUS"}


def test_of_two_blocs_every_pair_that_is_held_counts(tmp_path) -> None:
    """A member is not left out with all it sends because one partner is absent; who is missing is said."""
    rows = [r for reporter in ("ARM", "RUS") for r in sent(reporter, ARG=1.0, BRA=2.0, PRY=3.0, URY=4.0)]
    rows += [r for reporter in ("BLR", "KAZ") for r in sent(reporter, ARG=10.0, BRA=20.0, PRY=30.0)]
    one = table(tmp_path, *rows)
    # 2 x (1 + 2 + 3 + 4) + 2 x (10 + 20 + 30); nothing of Kyrgyzstan, and Uruguay is held with two of four only
    assert exports(one, "EAEU", "MERCOSUR") == {"2021": (140.0, ("KGZ", "URY"))}
    assert exports(one, "KAZ", "MERCOSUR") == {}
    assert exports(one, "RUS", "MERCOSUR") == {"2021": (10.0, ())}


def test_the_shorter_list_of_members_is_named(tmp_path) -> None:
    whole = {code: 1.0 for code in SOUTH}
    rows = [r for reporter in ("ARM", "BLR", "KGZ", "RUS") for r in sent(reporter, **whole)]
    one = table(tmp_path, *rows, *sent("KAZ", ARG=5.0, BRA=5.0))
    assert exports(one, "EAEU", "MERCOSUR") == {"2021": (26.0, ("KAZ",))}


@pytest.mark.parametrize(("pairs", "told"), [(9, False), (10, True)])
def test_a_sum_of_fewer_than_half_the_pairs_is_none(tmp_path, pairs, told) -> None:
    every = list(product(("ARM", "BLR", "KAZ", "KGZ", "RUS"), SOUTH))
    held = every[::2] if told else every[::2][:pairs]
    assert len(held) == pairs
    one = table(tmp_path, *(row("2021", 1.0, reporter=a, partner=b) for a, b in held))
    found = exports(one, "EAEU", "MERCOSUR")
    assert ({year: value for year, (value, _) in found.items()}) == ({"2021": 10.0} if told else {})


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ({"ARG": 1000.0, "BRA": 1000.0, "PRY": 10.0, "URY": 990.0}, {"2020": (3000.0, ()), "2021": (2900.0, ("PRY",))}),
        ({"ARG": 1000.0, "BRA": 1000.0, "PRY": 20.0, "URY": 980.0}, {"2020": (3000.0, ())}),  # 20 of 2,900 are 0.7 %
        ({"ARG": 1000.0, "BRA": 1000.0, "URY": 980.0}, {}),  # how much it is nobody knows
    ],
)
def test_a_partner_that_was_negligible_may_be_absent(tmp_path, earlier, expected) -> None:
    one = table(tmp_path, *sent("KAZ", "2020", **earlier), *sent("KAZ", ARG=1000.0, BRA=1000.0, URY=900.0))
    assert exports(one, "KAZ", "MERCOSUR") == expected


def test_every_absent_partner_must_be_known_to_be_negligible(tmp_path) -> None:
    earlier = sent("KAZ", "2020", ARG=1000.0, BRA=1000.0, PRY=1.0)
    assert exports(table(tmp_path, *earlier, *sent("KAZ", ARG=1000.0, BRA=1000.0)), "KAZ", "MERCOSUR") == {}


def test_a_later_year_says_nothing_of_an_earlier_one(tmp_path) -> None:
    later = sent("KAZ", "2021", ARG=1000.0, BRA=1000.0, PRY=1.0, URY=900.0)
    one = table(tmp_path, *sent("KAZ", "2020", ARG=1000.0, BRA=1000.0, URY=900.0), *later)
    assert exports(one, "KAZ", "MERCOSUR") == {"2021": (2901.0, ())}


def test_a_row_that_is_printed_of_a_bloc_is_not_counted_beside_its_members(tmp_path) -> None:
    printed = sent("KAZ", ARG=10.0, BRA=20.0, PRY=30.0, URY=40.0, MERCOSUR=100.0)
    one = table(tmp_path, *printed, *sent("RUS", MERCOSUR=7.0))
    found = readings.find(one, ["exports"], reporters=["EAEU"], partners=["MERCOSUR"])
    assert [(r.value, r.missing) for r in found] == [(107.0, ("ARM", "BLR", "KGZ"))]


def test_a_gap_is_told_of_the_same_members_only(tmp_path) -> None:
    """Without Uruguay on one side, half of the gap would be what Uruguay bought."""
    bought = [row("2021", 1.0, reporter=a, partner="KAZ", flow="M") for a in SOUTH]
    sold = sent("KAZ", **{code: 3.0 for code in SOUTH})
    whole = table(tmp_path / "a", *bought, *sold)
    assert [r.value for r in readings.find(whole, ["mirror_gap"], partners=["MERCOSUR"])] == [8.0]
    short = table(tmp_path / "b", *bought[:3], *sold)
    assert readings.find(short, ["mirror_gap"], partners=["MERCOSUR"]) == []
    assert readings.find(short, ["mirror_gap"], partners=["ARG"])


def test_pairs_nobody_reported_are_not_taken_for_zero(record) -> None:
    """BACI has no row between Poland and Vietnam or the Philippines, who seem not to have reported 2023 yet."""
    [trade] = readings.find(
        record,
        ["trade_total"],
        reporters=["ASEAN"],
        partners=["EU27_2020"],
        where={"dataflow": "CEPII:BACI", "unit": "USD"},
    )
    # the rows of ten members and 27, both ways
    assert trade.value == pytest.approx(283_261_975_691)
    assert trade.missing == ("BGR", "EST", "MLT", "POL")
    assert (
        readings.find(record, ["exports"], reporters=["VNM"], partners=["EU27_2020"], where={"dataflow": "CEPII:BACI"})
        == []
    )


def test_visas_go_on_without_brunei(record) -> None:
    found = readings.find(
        record, ["visas_issued"], reporters=["SCHENGEN"], partners=["ASEAN"], newest=True, where={"variant": "issued"}
    )
    told = {r.definition.period: (r.value, r.missing) for r in found}
    assert told["2016"] == (698_447.0, ())
    assert told["2024"] == (803_343.0, ("BRN",))
