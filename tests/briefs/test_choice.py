"""Which numbers become sentences: none that is stale, none that would be printed as nothing."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from tests.narrate.samples import made

from hali.briefs import choice
from hali.briefs.material import Key, Series


def series(reading, product="TOTAL", partner="KAZ") -> Series:
    d = reading.definition
    return Series(Key(d.measure, d.variant, product, d.flow, "EU", partner), (reading,))


def ended(year: int, **slots) -> Series:
    one = made(period=str(year), **slots)
    return series(replace(one, start=f"{year}-01-01", end=f"{year + 1}-01-01"))


@pytest.mark.parametrize(("share", "read"), [(0.04, False), (0.049, False), (0.05, True), (-0.04, False), (28.4, True)])
def test_a_share_that_prints_as_nothing_is_no_sentence(share: float, read: bool) -> None:
    one = series(made("partner_share_trade", unit="PCT", rate="_Z", denominator="WLD", value=share))
    assert choice.is_read(one) is read


def test_an_amount_may_be_small() -> None:
    assert choice.is_read(series(made(value=0.01)))


def test_a_stale_number_is_no_sentence() -> None:
    material = SimpleNamespace(as_of="2026-11-23", pair=("EU", "KAZ"))
    old, new = ended(2014, measure="exports", flow="X"), ended(2016, measure="imports", flow="M")
    said = choice.statements(material, "en", ["exports", "imports"], [old, new])
    assert [r.definition.period for r in said] == ["2016"]


def test_a_quoted_figure_does_not_repeat_a_table() -> None:
    table = ended(2021)
    quoted = replace(table, key=replace(table.key, product="HS:27"), readings=(replace(table.latest, status="Q"),))
    later = replace(quoted, readings=(replace(quoted.latest, end="2023-01-01"),))
    assert choice._twin(quoted, [table, quoted])
    assert not choice._twin(later, [table, later])
    assert not choice._twin(table, [table, quoted])


@pytest.mark.parametrize(("people", "read"), [(1.0, False), (9.0, False), (10.0, True), (5693.0, True)])
def test_a_handful_of_people_is_no_sentence(people: float, read: bool) -> None:
    assert choice.is_read(series(made("students_from_partner", unit="PERS", rate="_Z", value=people))) is read


@pytest.mark.parametrize(("people", "fills"), [((5.0, 11.0), False), ((5.0, 120.0), True), ((), False)])
def test_a_handful_of_people_is_no_picture(people, fills: bool) -> None:
    readings = [made("refugees", unit="PERS", rate="_Z", value=value) for value in people]
    assert choice.fills_a_picture(readings) is fills
