"""Printing: cells, flags, digits, age."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.narrate.samples import made

from hali.briefs.material import gather
from hali.briefs.press import Press, cell_digits


@pytest.fixture(scope="module")
def press(record):
    return Press(gather(record, "EU", "KAZ", "2026-11-23"), "en")


@pytest.mark.parametrize(
    ("unit", "value", "scale", "digits"),
    [
        ("PCT", 28.4, 1.0, 1),
        ("EUR", 23.0, 1e9, 1),
        ("TEU", 77000.0, 1.0, 0),
        ("D", 15.0, 1.0, 0),
        ("D", 20.5, 1.0, 1),
        ("INDEX", 39.0, 1.0, 0),
        ("INDEX", 0.52, 1.0, 2),
        ("YEAR", 2060.0, 1.0, 0),
    ],
)
def test_decimals_of_a_cell(unit, value, scale, digits):
    assert cell_digits(unit, value, scale) == digits


def test_a_negative_number_has_a_real_minus(press):
    cell = press.cell(made("trade_balance", value=-12.3e9), 1e9)
    assert cell.text == "\u221212.3"
    assert press.cell(made("trade_balance", value=-1.0), 1e9).text == "0.0"
    assert press.cell(made("trade_balance", value=-2.23e6), 1e9).text == "\u22120.002", "not as zero"


def test_a_quoted_share_is_no_finer_than_it_was_quoted(press):
    quoted = {"unit": "PCT", "status": "Q"}
    assert press.cell(made("renewables_share", value=7.0, granule=1.0, **quoted)).text == "7"
    assert press.cell(made("renewables_share", value=26.82, granule=0.01, **quoted)).text == "26.8"
    assert press.cell(made("renewables_share", value=7.0, unit="PCT")).text == "7.0"


def test_a_year_is_not_grouped(press):
    assert press.cell(made("net_zero_year", unit="YEAR", value=2060.0)).text == "2060"


def test_no_reading_is_no_cell(press):
    assert press.cell(None) is None


def test_flags_tell_quoted_partial_and_broken_numbers(press):
    assert press.flag(made(status="Q")) == "q"
    assert press.flag(made(missing=("CYP",))) == "p"
    assert press.flag(made(caveats=("BREAK",))) == "b"
    assert press.flag(made()) == ""
    note = press.flags_note([made(status="Q"), made(missing=("CYP",)), None])
    assert note == "p: partial sum, members missing; q: quoted second-hand"


def test_a_number_is_old_after_three_years(press):
    assert press.is_old(made())
    assert press.is_old(replace(made(), end="2023-11-22"))
    assert not press.is_old(replace(made(), end="2023-11-24"))
    assert not press.is_old(replace(made(), end="2024-01-01"))


def test_sources_are_numbered_in_the_order_they_are_cited(press):
    readings = [s.latest for s in list(press.material.series.values())[:6]]
    first = press.sources(readings[:1])
    assert first
    assert min(first) == 1
    assert press.sources(readings[:1]) == first
    cited = {number for reading in readings for number in press.sources([reading])}
    assert len(press.origins()) == len(cited) == max(cited)


def test_a_flag_is_explained_once_and_behind_a_picture_again(press):
    flagged = [made(missing=("CYP",))]
    press.flags_note(flagged)
    assert press.flags_note(flagged) == ""
    assert press.flags_note(flagged, again=True) == "p: partial sum, members missing"
    assert press.hollow_note(flagged) == "Hollow: partial sum, members missing."
    assert press.hollow_note([made()]) == ""
    assert "p: partial sum, members missing" in press.flags_told
    assert not press.once("PARTIAL")


def test_a_number_that_follows_from_several_says_so(press):
    """Nobody published a share or a sum over members: the card says what it is computed from, and how."""
    share = press.material.find("partner_share_trade", "KAZ", "EU")[0]
    score = press.material.find("lpi_score", "KAZ")[0]
    enrolled = press.material.find("students_from_partner", "EU", "KAZ")[0]
    own = Press(press.material, "en")
    for one in (share, score, enrolled):
        own.number(one.latest)
    cards = own.cards()
    told = [(cards[s.latest.id]["status"], cards[s.latest.id]["formula"]) for s in (share, score, enrolled)]
    assert told == [
        ("computed from published figures", "100 × flow with the partner / flow with all partners"),
        ("published by the body itself", "as published"),
        ("computed from published figures", "sum over the members"),
    ]
