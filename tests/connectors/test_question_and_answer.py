"""Each table of Eurostat: an answer with every cell that its question asks for is read without a duplicate or a gap."""

from __future__ import annotations

import itertools
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from hali.connectors import series, sources
from hali.connectors.series import Table
from hali.model.source import Feed, Scope
from hali.record.acceptance import accept

PERIODS = {"A": ("2017", "2018"), "Q": ("2018-Q1",), "M": ("2018-03",)}

TABLES = [
    pytest.param(flow, table, id=flow.id)
    for publisher in ("eurostat", "comext")
    for code, table in series.declared(publisher).items()
    for flow in sources()[publisher].dataflows
    if flow.id == f"ESTAT:{code}"
]


@pytest.mark.parametrize(("flow", "table"), TABLES)
def test_what_is_asked_for_is_read(flow: Feed, table: Table) -> None:
    (request,) = flow.requests(Scope(("EU27_2020", "DEU", "POL"), ("KAZ",)))
    filters = {
        name[2:-1]: codes[0].split(",")
        for name, codes in parse_qs(urlsplit(request.url).query).items()
        if name.startswith("c[")
    }
    # only the frequency may be left open: every other dimension would multiply the rows
    assert set(table.dimensions) - set(filters) <= {"freq"}
    filters.setdefault("freq", ["A", "Q", "M"] if table.monthly else ["A"])
    lines = ["STRUCTURE,STRUCTURE_ID," + ",".join(table.dimensions) + ",TIME_PERIOD,OBS_VALUE,OBS_FLAG"]
    for key in itertools.product(*(filters[name] for name in table.dimensions)):
        frequency = key[table.dimensions.index("freq")]
        cells = f"dataflow,{flow.id}(1.0),{','.join(key)}"
        lines += [f"{cells},{period},{len(lines)}.5," for period in PERIODS[frequency]]
    rows = flow.parse("\n".join([*lines, ""]).encode())
    accept(flow, rows, date(2026, 1, 1))
    asked = {name: set(codes) for name, codes in filters.items()}
    taken = [s for s in table.series if all(code in asked[name] for name, code in s.where.items())]
    assert taken == list(table.series)
    areas = len(filters.get(table.reporter, [1])) * len(filters.get(table.partner, [1]))
    products = len(filters.get(table.product, [1]))
    periods = sum(len(PERIODS[frequency]) for frequency in filters["freq"])
    assert rows.num_rows == len(table.series) * areas * products * periods
