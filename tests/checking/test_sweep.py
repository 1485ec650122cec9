"""The showcase: what the grid says about the share and the volume of EU-Kazakhstan trade, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hali.checking import joint, sweep
from hali.checking.definitions.front import placebo
from hali.checking.gates import Text, verdict
from hali.model import units
from hali.model.claim import Claim, Period, Quantity


def quantity(value, unit, approximator="", written=None, scale=1.0, ambiguous=False):
    granule = units.granule(written or str(value), scale)
    i = units.interval(value, granule, approximator, unit, ambiguous)
    return Quantity(
        start=0,
        end=1,
        text="x",
        value=value,
        low=i.low,
        high=i.high,
        lenient_low=i.lenient_low,
        lenient_high=i.lenient_high,
        low_open=i.low_open,
        high_open=i.high_open,
        unit=unit,
        scale=scale,
        approximator=approximator,
        granule=granule,
        language="en",
    )


def claim(said, measure, id_="c1", **slots):
    return Claim(
        id=id_,
        kind="quantity",
        start=0,
        end=1,
        sentence="s",
        sentence_start=0,
        language="en",
        block=0,
        quantity=said,
        measure=measure,
        **slots,
    )


def year(first, last=None, stated="sentence"):
    return Period(f"{first}-01-01", f"{(last or first) + 1}-01-01", "year", "", stated)


SHARE = {"reporter": "KAZ", "partner": "EU"}


def share(value, approximator="~", **slots):
    return claim(quantity(value, "percent", approximator), "partner_share_trade", **SHARE, **slots)


PUBLISHED = "2024-06-01"


def tried(record, said):
    swept = sweep.run(record, said, None, PUBLISHED)
    assert swept is not None
    return swept


def decide(said, swept):
    return verdict(said, swept, Text(PUBLISHED)).code


def shown(swept):
    return [(round(c.value, 2), c.reading.definition.flow, c.reading.definition.period, c.cost) for c in swept.front]


def test_forty_percent_of_trade_in_the_year_of_the_paragraph(record):
    said = claim(
        quantity(40.0, "percent", "<~", "40", ambiguous=True),
        "partner_share_trade",
        **SHARE,
        period=year(2021, stated="paragraph"),
    )
    swept = tried(record, said)
    assert swept.default.value == pytest.approx(28.42, abs=0.005)
    assert shown(swept)[1:] == [(39.75, "T", "2018", 2), (38.55, "X", "2021", 2), (39.97, "X", "2021", 3)]
    assert [d.slot for d in swept.front[2].departures] == ["flow"]
    assert decide(said, swept) == "ONLY_IF_TERMS_CHANGED"


@pytest.mark.parametrize(
    ("value", "code"),
    [(30, "REPRODUCED"), (35, "NOT_CHECKABLE"), (36, "NOT_REPRODUCED"), (40, "OUTDATED"), (50, "NOT_REPRODUCED")],
)
def test_the_shares_in_circulation(record, value, code):
    said = share(value)
    swept = tried(record, said)
    assert swept.default.reading.definition.period == "2023"
    assert decide(said, swept) == code


def test_a_fraction_is_compared_in_percent(record):
    said = claim(quantity(0.3, "share"), "partner_share_trade", **SHARE, period=year(2023))
    swept = tried(record, said)
    assert swept.default.value == pytest.approx(29.6, abs=0.05)
    assert decide(said, swept) == "REPRODUCED"
    half = claim(quantity(0.5, "share"), "partner_share_exports", **SHARE, period=year(2023))
    assert decide(half, tried(record, half)) != "REPRODUCED"


def test_forty_five_percent_is_nobodys_figure(record):
    said = share(45, "", period=year(2021))
    assert decide(said, tried(record, said)) == "NOT_REPRODUCED"


def test_stated_year_leaves_no_room_for_outdated(record):
    said = share(40, "", period=year(2021))
    assert decide(said, tried(record, said)) == "ONLY_IF_TERMS_CHANGED"


def test_volume_is_judged_by_the_party_of_its_currency(record):
    said = claim(quantity(24e9, "EUR", "~", "24", 1e9), "trade_total", pair=("EU", "KAZ"), period=year(2021))
    swept = tried(record, said)
    assert swept.question.declarant == "EU"
    assert decide(said, swept) == "REPRODUCED_ROUGHLY"
    assert swept.default.value == pytest.approx(23.035e9, rel=1e-4)
    beside = {round(c.value / 1e9, 1): {d.slot for d in c.departures} for c in (*swept.front[1:], *swept.nearby)}
    assert beside[24.4] == {"reporter"}
    assert beside[25.4] == {"reporter", "composition"}
    dollars = claim(quantity(29e9, "USD", "~", "29", 1e9), "trade_total", pair=("EU", "KAZ"), period=year(2021))
    assert tried(record, dollars).question.declarant == "KAZ"


def test_invested_sum_is_dollars(record):
    said = claim(quantity(160e9, "EUR", ">", "160", 1e9), "fdi_gross_cumulative", **SHARE, period=year(2005, 2020))
    swept = tried(record, said)
    assert decide(said, swept) == "OUTSIDE_THE_RECORD"
    first = swept.front[0]
    assert (first.value, first.reading.definition.unit, first.reading.status) == (160e9, "USD", "Q")
    assert {d.slot for d in first.departures} == {"currency", "period"}
    # the sum since 2005 stood on a page the edition of November 2026 dropped
    assert first.reading.definition.period == "1993-01-01/P30Y"


def test_one_definition_gives_both_numbers(record):
    terms = {"period": year(2021), "flow": "T"}
    forty = claim(quantity(40.0, "percent", "~", "40"), "partner_share_trade", "a", **SHARE, **terms)
    volume = claim(quantity(24e9, "EUR", "~", "24", 1e9), "trade_total", "b", pair=("EU", "KAZ"), **terms)
    found = joint.search(record, [(forty, tried(record, forty)), (volume, tried(record, volume))])
    best = found[0]
    assert best.reproduced == 2
    assert [round(c.value, 1) for c in best.candidates] == [40.0, 24109309870.0]
    assert {c.reading.definition.partner for c in best.candidates} == {"EU_AS_PRINTED_KZ"}
    assert {c.reading.definition.flow for c in best.candidates} == {"X"}
    assert best.candidates[1].reading.definition.unit == "USD"
    assert {d.slot for d in best.shared} == {"flow", "composition"}
    assert best.cost == 7


def test_more_readings_never_take_a_reproduction_away(record):
    said = share(30, period=year(2023))
    known_then = tried(replace(record, as_of="2024-12-31"), said)
    assert decide(said, known_then) == "REPRODUCED"
    assert decide(said, tried(record, said)) == "REPRODUCED"


def test_as_of_takes_the_year_that_was_known(record):
    said = share(30)
    then = sweep.run(replace(record, as_of="2022-12-31"), said, None, "2022-12-31")
    assert then.default.reading.definition.period == "2021"
    assert sweep.run(replace(record, as_of="1990-01-01"), said, None).tried == 0


def test_direction_decides_between_exports_and_the_mirror(record):
    said = claim(quantity(23.3e9, "USD", "", "23.3", 1e9), "exports", reporter="KAZ", partner="EU", period=year(2021))
    swept = tried(record, said)
    assert decide(said, swept) == "REPRODUCED"
    mirror = [
        c for c in swept.candidates if c.reading.definition.reporter == "EU27_2020" and c.reading.definition.flow == "M"
    ]
    assert mirror
    assert all({d.slot for d in c.departures} >= {"reporter"} for c in mirror)
    other_way = [
        c for c in swept.candidates if c.reading.definition.reporter == "KAZ" and c.reading.definition.flow == "M"
    ]
    assert other_way
    assert all(any(d.used.startswith("from EU") for d in c.departures) for c in other_way)


def test_placebo_counts_what_chance_would_match(record):
    swept = tried(record, share(40, "", period=year(2021)))
    rates = [swept.placebo[k] for k in sorted(swept.placebo)]
    assert rates == sorted(rates)
    assert 0 < rates[0] < 0.2
    assert placebo(quantity(40.0, "percent", "", "40"), swept.candidates, ()) == {}


def test_ranks_are_an_ordinary_number(record):
    place = replace(quantity(1.0, "count"), unit="rank", low=1.0, high=1.0, lenient_low=1.0, lenient_high=1.0)
    said = claim(place, "partner_rank", **SHARE)
    assert decide(said, tried(record, said)) == "REPRODUCED"
    china = replace(said, partner="CHN")
    assert decide(china, tried(record, china)) == "REPRODUCED"
    among_blocs = replace(china, counting="blocs")
    assert decide(among_blocs, tried(record, among_blocs)) != "REPRODUCED"


def test_claims_are_taken_together_only_where_nothing_of_them_is_guessed(record):
    terms = {"period": year(2021), "flow": "T"}
    volume = claim(quantity(24e9, "EUR", "~", "24", 1e9), "trade_total", "b", pair=("EU", "KAZ"), **terms)
    swept = tried(record, volume)
    assert joint.shared(volume, swept) == ("EU", "KAZ", "2021-01-01", "2022-01-01", "T", "")
    assert joint.shared(replace(volume, stated={"pair": "article"}), swept) == ()
    assert joint.shared(replace(volume, period=replace(year(2021), stated="publication")), swept) == ()


def test_a_share_and_a_level_imply_a_total():
    level = claim(quantity(24e9, "EUR", "~", "24", 1e9), "trade_total", "b", pair=("EU", "KAZ"))
    forty = claim(quantity(40.0, "percent", "~", "40"), "partner_share_trade", "a", **SHARE)
    assert joint.contradiction(forty, level) == pytest.approx(60e9)
    part = claim(quantity(0.4, "share", "~", "0.4"), "partner_share_trade", "a", **SHARE)
    assert joint.contradiction(part, level) == pytest.approx(60e9)
    assert joint.contradiction(level, forty) is None
