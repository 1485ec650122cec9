"""What stops a harvest, and what is told of one that passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.replay.fake import TRADE, body, parse, row

from hali.codelists import areas
from hali.errors import SourceChanged
from hali.record import seed, tables
from hali.record.acceptance import accept, caveats

TODAY = date(2026, 11, 1)


def rows(*given):
    return parse(body(given))


def told(*given, before=None, flow=TRADE):
    return [line.partition(":")[0] for line in caveats(flow, rows(*given), rows(*before) if before else None)]


@pytest.mark.parametrize("id", seed.seeds(seed.folder()))
def test_what_ships_is_accepted(id) -> None:
    shipped = pq.read_table(seed.folder() / seed.seeds(seed.folder())[id].file)
    flow = replace(TRADE, id=id, measures=(), may_sum=tables.dataflows()[id].may_sum)
    accept(flow, shipped, TODAY)
    codes = {line.partition(":")[0] for vintage in parts(shipped) for line in caveats(flow, vintage, None)}
    assert "BLOC_SUM" not in codes or not flow.may_sum


def parts(shipped):
    """The rows of each vintage."""
    for vintage in shipped["vintage"].unique().to_pylist():
        yield shipped.filter(pc.equal(shipped["vintage"], vintage))


def test_rows_with_a_vintage_of_their_own_are_held_against_it() -> None:
    dated = rows(row("2021"), row("2021", 2.0)).append_column("vintage", pa.array(["2022", "2023"]))
    accept(TRADE, dated, TODAY)
    with pytest.raises(SourceChanged, match="rows occur twice"):
        accept(TRADE, dated.drop_columns("vintage"), TODAY)
    early = rows(row("2021")).append_column("vintage", pa.array(["2020-12"]))
    with pytest.raises(SourceChanged, match="a period lies in the future"):
        accept(TRADE, early, TODAY)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SourceChanged, match="FAKE:TRADE: columns unit are missing"):
        accept(TRADE, rows(row()).drop_columns("unit"), TODAY)


def test_forecasts_may_lie_in_the_future() -> None:
    accept(TRADE, rows(row("2030", status="F"), row("2031", status="P")), TODAY)
    with pytest.raises(SourceChanged, match="a period lies in the future and is no forecast: trade_value 2030 KAZ DEU"):
        accept(TRADE, rows(row("2030")), TODAY)


def test_the_future_begins_tomorrow() -> None:
    accept(TRADE, rows(row("2026-11")), TODAY)
    for period in ("2026-12", "2027", "2026-11-02"):
        with pytest.raises(SourceChanged, match="lies in the future"):
            accept(TRADE, rows(row(period)), TODAY)


def test_no_row_is_an_answer_only_where_the_table_says_so() -> None:
    with pytest.raises(SourceChanged, match="0 rows, at least 1 are expected"):
        accept(TRADE, rows(), TODAY)
    accept(replace(TRADE, may_be_empty=True), rows(), TODAY)
    with pytest.raises(SourceChanged, match="2 rows, at least 3 are expected"):
        accept(replace(TRADE, rows=(3, 9)), rows(row("2020"), row("2021")), TODAY)


def test_no_key_stands_twice() -> None:
    with pytest.raises(SourceChanged, match="rows occur twice"):
        accept(TRADE, rows(row("2021", 1.0), row("2021", 2.0)), TODAY)


def test_a_control_total_is_held() -> None:
    total = {"reporter": "EU27_2020", "partner": "KAZ", "flow": "M", "unit": "EUR"}
    comext = replace(TRADE, id="ESTAT:DS-059341")
    accept(comext, rows(row("2021", 17.55e9, **total)), TODAY)
    with pytest.raises(SourceChanged, match=r"control total missed: .* is 17,548,000, it should be near"):
        accept(comext, rows(row("2021", 17.548e6, **total)), TODAY)
    with pytest.raises(SourceChanged, match="control total missed"):
        accept(comext, rows(row("2021", 17.548e9 * 1.1, **total)), TODAY)
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
