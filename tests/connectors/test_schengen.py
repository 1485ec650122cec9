"""Visa workbooks of several years; the rows are made up, the headers are those of the years."""

from __future__ import annotations

import io

import openpyxl
import pytest

from hali.connectors import schengen
from hali.errors import UnknownCode
from hali.model.source import ROW

HEADERS_2018 = (
    "Schengen State",
    "Country where consulate is located",
    "Consulate",
    "Airport transit visas (ATVs) applied for ",
    " ATVs issued (including multiple)",
    "Multiple ATVs issued",
    "ATVs not issued ",
    "Not issued rate for ATVs",
    "Uniform visas applied for",
    "Total  uniform visas issued (including MEV) \n",
    "Multiple entry uniform visas (MEVs) issued",
    "Share of MEVs on total number of uniform visas issued",
    "Total LTVs issued",
    "Uniform visas not issued",
    "Not issued rate for uniform visas",
    "Total ATVs and uniform visas applied for",
    "Total ATVs and uniform visas issued  (including multiple ATVs, MEVs and LTVs) ",
    "Total ATVs and uniform visas not issued",
    "Not issued rate for ATVs and uniform visas ",
)
OUTSIDE_2018 = (
    *("Schengen State", "Country where consulate is located", "Consulate"),
    "Short-stay visas applied for",
    "Total  short-stay visas issued (including MEV) \n",
    "Short-stay visas not issued",
)
OUTSIDE_2022 = ("Member State", *OUTSIDE_2018[1:])
HEADERS_2013 = (
    *("Schengen State", "Country where consulate is located", "Consulate"),
    "C visas applied for",
    "Total C uniform visas issued (including MEV) \n",
    "C visas not issued",
)
NOTED = (
    "Schengen State 1)",
    *HEADERS_2013[1:3],
    "Uniform visas\napplied for",
    "Uniform visas issued",
    *HEADERS_2018[13:14],
)


def row(header: tuple[str, ...], state, country, city, applied, issued, refused) -> list[object]:
    cells: list[object] = [None] * len(header)
    words = [" ".join(name.split()) for name in header]
    for at, text in enumerate(words):
        if "visas" in text and "ATV" not in text and "rate" not in text and "Share" not in text:
            if text.endswith("applied for"):
                cells[at] = applied
            elif text.endswith("not issued"):
                cells[at] = refused
            elif "issued" in text and "Multiple" not in text and "LTV" not in text:
                cells[at] = issued
    cells[:3] = [state, country, city]
    return cells


def workbook(*sheets: tuple[str, tuple[str, ...], list[tuple]], above: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title)
        if above:
            sheet.append([above])
        sheet.append(header)
        for cells in rows:
            sheet.append(row(header, *cells))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MAIN = [
    ("Germany", "KAZAKHSTAN", "ASTANA", "1,200", "1,100", "90"),
    ("Germany", "KAZAKHSTAN", "ALMATY", 800, 700, 60.0),
    ("Germany", "KAZAKHSTAN", "OSKEMEN", None, "-", ""),
    ("Czech Republic", "KAZAKHSTAN", "ALMATY", 10, 9, 1),
    ("Germany", "CONGO (DEMOCRATIC REPUBLIC)", "KINSHASA", 5, 4, 1),
    (None, None, None, 2015, 1813, 152),
    ("Total", "KAZAKHSTAN", None, 2010, 1809, 151),
    ("* Figures of Germany are provisional", None, None, None, None, None),
]
OUTSIDE = [("Bulgaria", "KAZAKHSTAN", "ASTANA", 7, 6, 1)]


def values(body: bytes) -> dict[tuple[str, str, str], float]:
    read = schengen.parse(body).to_pylist()
    assert all(tuple(r) == ROW for r in read)
    return {(r["reporter"], r["partner"], r["measure"].split(".")[1]): r["value"] for r in read}


@pytest.mark.parametrize(
    ("main", "outside"),
    [(HEADERS_2018, OUTSIDE_2018), (HEADERS_2018, OUTSIDE_2022), (HEADERS_2013, HEADERS_2018), (NOTED, OUTSIDE_2018)],
)
def test_headers_of_several_years(main: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert len(HEADERS_2018) == 19
    found = values(workbook(("Data for consulates", main, MAIN), ("BG, HR, RO", outside, OUTSIDE)))
    assert found["DEU", "KAZ", "applied"] == 2000
    assert found["DEU", "KAZ", "issued"] == 1800
    assert found["DEU", "KAZ", "refused"] == 150
    assert found["CZE", "KAZ", "applied"] == 10
    assert found["BGR", "KAZ", "issued"] == 6
    assert found["DEU", "COD", "issued"] == 4
    assert found["SCHENGEN", "KAZ", "applied"] == 2017
    assert len(found) == 6 * 3


def test_the_year_is_the_workbooks_or_the_names() -> None:
    plain = workbook(("Data for consulates", HEADERS_2018, MAIN))
    assert set(schengen.parse(plain)["period"].to_pylist()) == {""}
    titled = workbook(("Data for consulates", HEADERS_2018, MAIN), above="Visa statistics for consulates, 2018")
    assert set(schengen.parse(titled)["period"].to_pylist()) == {"2018"}
    both = workbook(("2018 and 2019", HEADERS_2018, MAIN))
    assert set(schengen.parse(both)["period"].to_pylist()) == {""}
    flow = schengen.SOURCE.dataflows[0]
    assert flow.dated_by_name("2024-schengen-visa-statistics-consulates_en.xlsx") == "2024"
    assert flow.dated_by_name("Visa statistics for consulates 2021_0.xlsx") == "2021"
    assert flow.dated_by_name("visas.xlsx") == ""


def test_a_missing_or_doubled_column_stops() -> None:
    with pytest.raises(ValueError, match="0 columns for 'refused'"):
        schengen.parse(workbook(("Data for consulates", HEADERS_2013[:-1], [])))
    with pytest.raises(ValueError, match="2 columns for 'applied'"):
        schengen.parse(workbook(("Data for consulates", (*HEADERS_2018, "Short-stay visas applied for"), [])))


@pytest.mark.parametrize("value", ["12 %", "n.a.", -3, 2.5])
def test_what_is_no_count_stops(value: object) -> None:
    with pytest.raises(ValueError, match=r"number|visas"):
        values(workbook(("Data", HEADERS_2018, [("Germany", "KAZAKHSTAN", "ASTANA", value, 1, 1)])))


def test_an_unknown_country_stops() -> None:
    with pytest.raises(UnknownCode):
        values(workbook(("Data", HEADERS_2018, [("Germany", "RURITANIA", "STRELSAU", 1, 1, 0)])))


def test_foreign_workbooks_are_told() -> None:
    body = workbook(("Data for consulates", HEADERS_2018, MAIN))
    assert schengen.recognise("a.xlsx", body)
    assert not schengen.recognise("a.xlsx", workbook(("Data", ("a", "b", "c"), [])))
    assert not schengen.recognise("a.csv", b"Schengen State,Country where consulate is located\n")
    with pytest.raises(ValueError, match="no sheet"):
        schengen.parse(workbook(("Data", ("a", "b", "c"), [])))
