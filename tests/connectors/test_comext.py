"""Comext: the API and the monthly files. The messages are synthetic, after the documented layout."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from hali.connectors import comext
from hali.errors import UnknownCode
from hali.model.source import ROW, Reply, Request, Scope

FLOWS = {flow.id: flow for flow in comext.SOURCE.dataflows}
API = FLOWS["ESTAT:DS-059341"]
MONTHS = FLOWS["ESTAT:COMEXT_MONTHS"]


def month(*rows: tuple[str, str, str, str, str, float]) -> bytes:
    lines = [",".join(comext.COLUMNS)]
    for reporter, partner, product, flow, period, value in rows:
        cells = [
            reporter,
            partner,
            "E",
            product,
            "33",
            "",
            "",
            "",
            "",
            "05",
            flow,
            "1",
            "",
            period,
            f"{value}",
            "0",
            "",
            "",
        ]
        lines.append(",".join(cells))
    return "\n".join([*lines, ""]).encode()


MONTH = month(
    ("GR", "KZ", "27090090", "1", "202512", 10),
    ("GR", "KZ", "27101944", "1", "202512", 5),
    ("GR", "KZ", "01012100", "1", "202512", 2),
    ("GR", "KZ", "99RRR100", "1", "202512", 4),
    ("GR", "KZ", "TOTAL", "1", "202512", 21),
    ("GR", "QP", "27090090", "2", "202512", 7),
    ("GR", "NA", "27090090", "2", "202512", 8),
)


def test_question_to_the_api() -> None:
    (request,) = API.requests(Scope(("EU27_2020", "GRC"), ("KAZ", "GBR"), "2020-05", "2021"))
    parts = urlsplit(request.url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.path.startswith("/eurostat/api/comext/dissemination/sdmx/3.0/data/dataflow/ESTAT/DS-059341/")
    assert query["c[reporter]"] == "EU27_2020,GR"  # EL is Greece elsewhere at Eurostat
    assert query["c[partner]"] == "KZ,GB,WORLD,EXT_EU27_2020"
    assert query["c[product]"].split(",")[:3] == ["TOTAL", "01", "02"]
    assert query["c[TIME_PERIOD]"] == "ge:2020+le:2021"  # plain years
    assert query["c[freq]"] == "A"
    assert query["c[indicators]"] == "VALUE_EUR"


def test_the_other_table_has_other_names() -> None:
    (request,) = FLOWS["ESTAT:DS-045409"].requests(Scope(("DEU",), ("KAZ",)))
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    assert query["c[indicators]"] == "VALUE_IN_EUROS"
    assert query["c[partner]"] == "KZ,WORLD,EU27_2020_EXTRA"


def test_rows_of_the_api() -> None:
    text = "STRUCTURE,STRUCTURE_ID,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    text += "dataflow,ESTAT:DS-059341(1.0),M,EU27_2020,KZ,27,1,VALUE_EUR,2021-03,1000,\n"
    text += "dataflow,ESTAT:DS-059341(1.0),A,EU27_2020,KZ,TOTAL,2,VALUE_EUR,2021,5000,p\n"
    text += "dataflow,ESTAT:DS-059341(1.0),A,EU27_2020,QP,TOTAL,2,VALUE_EUR,2021,7,\n"
    text += "dataflow,ESTAT:DS-059341(1.0),A,EU27_2020,KZ,TOTAL,2,QUANTITY_KG,2021,9,\n"
    rows = [tuple(r.values()) for r in API.parse(text.encode()).to_pylist()]
    assert rows == [
        ("trade_value", "A", "2021", "EU27_2020", "KAZ", "X", "TOTAL", 5000.0, "EUR", "P"),
        ("trade_value", "M", "2021-03", "EU27_2020", "KAZ", "M", "HS:27", 1000.0, "EUR", "A"),
    ]
    assert [i for i, flow in FLOWS.items() if flow.recognise("x.csv", text.encode())] == ["ESTAT:DS-059341"]


def test_months_asked_for() -> None:
    urls = [request.url for request in MONTHS.requests(Scope(first="2019-11", last="2020"))]
    assert len(urls) == 14
    assert urls[0].endswith("file=comext%2FCOMEXT_DATA%2FPRODUCTS%2Ffull_v2_201911.7z")
    assert urls[-1].endswith("full_v2_202012.7z")
    assert not any("52.7z" in url for url in urls)  # the file of the whole year would count twice


def test_months_that_are_not_out_yet_are_not_asked_for() -> None:
    months = [request.url.removesuffix(".7z")[-6:] for request in MONTHS.requests(Scope())]
    assert len(months) == 12
    newest = datetime(int(months[-1][:4]), int(months[-1][4:]), 28, tzinfo=UTC)
    assert timedelta(days=50) <= datetime.now(UTC) - newest <= timedelta(days=50 + 35)


def test_monthly_file() -> None:
    table = MONTHS.parse(MONTH)
    assert tuple(table.column_names) == ROW
    found = {(r["partner"], r["flow"], r["product"]): r["value"] for r in table.to_pylist()}
    assert found == {
        ("KAZ", "M", "HS:27"): 15.0,
        ("KAZ", "M", "HS:01"): 2.0,  # the leading zero is kept
        ("KAZ", "M", "TOTAL"): 21.0,  # the file's own row, not added to the products
        ("NAM", "X", "HS:27"): 8.0,  # Namibia is no gap; QP no country
    }
    assert {(r["reporter"], r["period"], r["freq"]) for r in table.to_pylist()} == {("GRC", "2025-12", "M")}


def test_file_of_a_year() -> None:
    rows = MONTHS.parse(MONTH.replace(b"202512", b"202552")).to_pylist()
    assert {(r["period"], r["freq"]) for r in rows} == {("2025", "A")}


def test_packed_monthly_file(tmp_path: Path) -> None:
    import py7zr

    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(MONTH, "full_202512.dat")  # not the archive's stem
    body = packed.getvalue()
    assert MONTHS.parse(body).num_rows == 4
    assert MONTHS.recognise("full_v2_202512.7z", body)
    assert MONTHS.recognise("anything", MONTH)
    assert not MONTHS.recognise("baci.7z", body)
    with pytest.raises(ValueError, match="7z"):
        MONTHS.parse(body[: len(body) // 2])


def test_another_layout_stops_the_reading() -> None:
    with pytest.raises(ValueError, match="columns"):
        MONTHS.parse(MONTH.replace(b"REPORTER,PARTNER", b"DECLARANT,PARTNER"))
    with pytest.raises(ValueError, match="flow"):
        MONTHS.parse(month(("GR", "KZ", "TOTAL", "3", "202512", 1)))
    with pytest.raises(UnknownCode):
        MONTHS.parse(month(("EL", "KZ", "TOTAL", "1", "202512", 1)))


def test_missing_month() -> None:
    page = Reply(Request("https://ec.europa.eu/x"), 200, {}, b"<html>not found</html>")
    assert "no 7z file" in MONTHS.refuse(page)


def test_files_of_the_history_have_older_columns() -> None:
    header = (
        "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_cpa2002,PRODUCT_cpa2008,"
        "PRODUCT_CPA2_1,PRODUCT_BEC,PRODUCT_SECTION,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,"
        "SUP_QUANTITY"
    )
    rows = (
        "009,GR,0079,KZ,E,27090090,333,1,1,1,31,05,1,4,,200101,10,1,",
        "009,GR,0079,KZ,E,TOTAL,,,,,,,1,4,,200101,12,1,",
    )
    text = "\n".join((header, *rows, "")).encode()
    assert MONTHS.recognise("full200101.dat", text)
    found = {(r["reporter"], r["partner"], r["product"]): r["value"] for r in MONTHS.parse(text).to_pylist()}
    assert found == {("GRC", "KAZ", "HS:27"): 10.0, ("GRC", "KAZ", "TOTAL"): 12.0}
    with pytest.raises(ValueError, match="columns"):
        MONTHS.parse(text.replace(b"VALUE_IN_EUROS", b"VALUE_IN_ECU"))


def test_the_text_in_an_archive_has_any_name() -> None:
    import py7zr

    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(MONTH, "full_v2_202512.txt")
    assert MONTHS.parse(packed.getvalue()).num_rows == 4
    several = io.BytesIO()
    with py7zr.SevenZipFile(several, "w") as archive:
        archive.writestr(MONTH, "full_202512.dat")
        archive.writestr(MONTH, "another.txt")
    with pytest.raises(ValueError, match="2 files"):
        MONTHS.parse(several.getvalue())
