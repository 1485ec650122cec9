"""What stops a harvest, and what is told of one that passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.replay.fake import TRADE, body, parse, row

from hali.codelists import areas
from hali.errors import SourceChanged
from hali.record.acceptance import accept, caveats, check_unit, series
from hali.record.vintages import KEY

TODAY = date(2026, 11, 1)


def rows(*given):
    return parse(body(given))


def told(*given, before=None, flow=TRADE):
    return [line.partition(":")[0] for line in caveats(flow, rows(*given), rows(*before) if before else None)]


def test_what_ships_would_be_accepted(record) -> None:
    """The codelists of the gate know every code of the embedded record."""
    from hali.record.store import connect

    cursor = connect(record.folder).cursor()
    for (unit,) in cursor.execute("select distinct unit from observations").fetchall():
        check_unit(unit)
    assert {row[0] for row in cursor.execute("select distinct measure from observations").fetchall()} <= series()
    for dataflow in ("KZ_BNS:TRADE", "ESTAT:COMEXT", "WB:WDI", "EC:COIR", "CEPII:GRAVITY"):
        listed = cursor.sql(
            f"select {', '.join((*KEY, 'value', 'status'))} from observations where dataflow = '{dataflow}' "
            f"qualify row_number() over (partition by {', '.join(KEY)} order by known desc) = 1"
        ).to_arrow_table()
        accept(replace(TRADE, id=dataflow, measures=()), listed, TODAY)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SourceChanged, match="FAKE:TRADE: columns unit are missing"):
        accept(TRADE, rows(row()).drop_columns("unit"), TODAY)


def test_forecasts_may_lie_in_the_future() -> None:
    accept(TRADE, rows(row("2030", status="F"), row("2031", status="P")), TODAY)
    with pytest.raises(SourceChanged, match="a period lies in the future and is no forecast: trade_value 2030 KAZ DEU"):
        accept(TRADE, rows(row("2030")), TODAY)


def test_a_control_total_is_held() -> None:
    total = {"reporter": "EU27_2020", "partner": "KAZ", "flow": "M", "unit": "EUR"}
    comext = replace(TRADE, id="ESTAT:COMEXT")
    accept(comext, rows(row("2021", 17.55e9, **total)), TODAY)
    with pytest.raises(SourceChanged, match=r"control total missed: .* is 17,548,000, it should be near"):
        accept(comext, rows(row("2021", 17.548e6, **total)), TODAY)
    accept(TRADE, rows(row("2021", 17.548e6, **total)), TODAY)


def test_nothing_to_tell() -> None:
    plain = [row(str(year), float(year)) for year in range(2015, 2022)]
    assert told(*plain, before=plain) == []


def test_fewer_rows() -> None:
    before = [row(str(year), float(year)) for year in range(2010, 2020)]
    assert told(*before[:8], before=before) == []
    assert told(*before[:7], before=before) == ["FEWER_ROWS"]


def test_a_bloc_and_its_members() -> None:
    members = sorted(areas.members("EU27_2020", TODAY))
    parts = [row("2021", 100.0 + n, reporter="KAZ", partner=m) for n, m in enumerate(members)]
    total = sum(part["value"] for part in parts)
    for side, other_ in (("partner", "reporter"), ("reporter", "partner")):
        turned = [{**part, side: part["partner"], other_: "KAZ"} for part in parts]
        printed = {side: "EU27_2020", other_: "KAZ"}
        assert told(*turned, row("2021", total * 1.004, **printed)) == []
        assert told(*turned, row("2021", total * 1.006, **printed)) == ["BLOC_SUM"]
        assert told(*turned[1:], row("2021", total * 1.006, **printed)) == []


def test_a_balance() -> None:
    goods = [row(flow="X", value=50.0), row(flow="M", value=30.0)]
    assert told(*goods, row(measure="trade_balance", flow="_Z", value=20.0)) == []
    assert told(*goods, row(measure="trade_balance", flow="_Z", value=25.0)) == ["BALANCE"]


def test_a_share_outside_its_bounds() -> None:
    share = {"measure": "partner_share_trade", "unit": "PCT"}
    assert told(row(value=100.0, **share)) == []
    assert told(row(value=100.5, **share)) == ["SHARE"]
    assert told(row(value=130.0, measure="exports_growth", unit="PCT")) == []


def test_a_slip_of_scale() -> None:
    assert told(row("2020", 5.2e6), row("2021", 5.5e9)) == ["SCALE"]
    assert told(row("2020", 5.2e9), row("2021", 5.5e6)) == ["SCALE"]
    assert told(row("2020", 5.2e6), row("2021", 5.5e8)) == []


def test_a_constant_tail() -> None:
    tail = [row(str(year), 7.0) for year in range(2018, 2022)]
    assert told(*tail) == ["CONSTANT"]
    assert told(*tail[:3]) == []
    assert told(*tail, row("2022", 7.5)) == []


def test_a_large_revision() -> None:
    assert told(row(value=10.0), before=[row(value=6.6)]) == ["REVISED"]
    assert told(row(value=10.0), before=[row(value=7.0)]) == []
