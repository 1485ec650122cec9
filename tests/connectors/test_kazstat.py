"""Kazakh trade workbooks: printed anew from the figures of the record, they give those figures back."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from hali.codelists import areas
from hali.connectors import kazstat
from hali.errors import UnknownCode
from hali.model.source import ROW
from hali.record.tables import EMBEDDED

DATA = Path(__file__).parent / "data"

REGIONS = {
    "WLD": "Всего",
    "CIS_AS_PRINTED_KZ": "Страны СНГ",
    "EAEU_AS_PRINTED_KZ": "Страны ЕАЭС",
    "CIS_NON_EAEU_AS_PRINTED_KZ": "Остальные страны",
    "NON_CIS_AS_PRINTED_KZ": "Остальные страны мира",
    "EUROPE_AS_PRINTED_KZ": "Европа",
    "EU_AS_PRINTED_KZ": "Страны ЕС",
    "EUROPE_NON_EU_AS_PRINTED_KZ": "Остальные страны",
    "ASIA_AS_PRINTED_KZ": "Азия",
    "AMERICA_AS_PRINTED_KZ": "Америка",
    "AFRICA_AS_PRINTED_KZ": "Африка",
    "OCEANIA_AS_PRINTED_KZ": "Австралия и Океания",
}
SPELLED = {"CZE": "Чешская Республика", "LVA": "Республика Латвия", "MDA": "Молдова, Республика", "COG": "Конго"}

Printed = dict[str, dict[tuple[str, str], str]]  # partner -> year and flow -> value as stored


def printed(year: int) -> Printed:
    """The figures of one file of the record."""
    found: Printed = {}
    with (Path(str(EMBEDDED)) / "tables" / f"kz_trade_{year}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for flow in "XMT":
                if row[flow]:
                    found.setdefault(row["partner"], {})[row["period"], flow] = row[flow]
    return found


def order(found: Printed) -> list[str]:
    """Partners in the order of the table: regions, each followed by its countries where the record says which."""
    seen: list[str] = []
    for code in REGIONS:
        if code not in found:
            continue
        seen.append(code)
        if code in {"EAEU_AS_PRINTED_KZ", "EU_AS_PRINTED_KZ"}:
            seen += sorted(m for m in areas.members(code, date(2022, 12, 31)) if m in found and m not in seen)
    return seen + sorted(code for code in found if code not in seen)


def workbook(
    found: Printed,
    *,
    years_above: bool = True,
    unit: str = "тыс. долларов США",
    names: dict[str, str] | None = None,
    second_row: tuple[str, ...] = (),
) -> bytes:
    """The figures as the office lays them out: two merged rows of headings, names, thousand dollars."""
    book = openpyxl.Workbook()
    sheet = book.active
    years = sorted({year for flows in found.values() for year, _ in flows})
    words = {"T": "товарооборот", "X": "экспорт", "M": "импорт"}
    sheet.append([f"Основные показатели внешней торговли Республики Казахстан по странам за {years[-1]} год"])
    sheet.append([None, None, None, None, unit])
    if years_above:
        columns = [(year, flow) for year in years for flow in "TXM"]
        sheet.append([None] + [f"{year} год" if flow == "T" else None for year, flow in columns])
        sheet.append(["Страны"] + [words[flow] for _, flow in columns])
    else:
        columns = [(year, flow) for flow in "TXM" for year in years]
        sheet.append([None] + [words[flow] if year == years[0] else None for year, flow in columns])
        sheet.append(["Страны"] + [int(year) for year, _ in columns])
    if second_row:
        sheet.append(second_row)
    for partner in order(found):
        name = (names or {}).get(partner) or REGIONS.get(partner) or SPELLED.get(partner) or areas.name(partner, "ru")
        flows = found[partner]
        sheet.append([name] + [float(Decimal(flows[c]) / 1000) if c in flows else "-" for c in columns])
    sheet.append(["* по данным Комитета государственных доходов"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def stored(body: bytes) -> dict[tuple[str, str, str], tuple[float, str]]:
    rows = kazstat.parse(body).to_pylist()
    assert all(tuple(row) == ROW for row in rows)
    found = {(r["partner"], r["period"], r["flow"]): (r["value"], r["status"]) for r in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023])
def test_every_file_of_the_record_comes_back_to_the_last_digit(year: int) -> None:
    found = printed(year)
    read = stored(workbook(found, years_above=year % 2 == 0))
    expected = {(p, *key): float(value) for p, flows in found.items() for key, value in flows.items()}
    assert {key: value for key, (value, _) in read.items()} == pytest.approx(expected, rel=1e-12)
    breaks = {(partner, period) for (partner, period, _), (_, status) in read.items() if status == "B"}
    assert breaks == ({("EU_AS_PRINTED_KZ", "2023")} if year == 2023 else set())


def test_figures_a_publisher_printed() -> None:
    read = stored(workbook(printed(2021)))
    # foreign trade of Kazakhstan in 2021 as the office printed it: 60.32 and 41.42 bn dollars
    assert round(read["WLD", "2021", "X"][0] / 1e9, 2) == 60.32
    assert round(read["WLD", "2021", "M"][0] / 1e9, 2) == 41.42


def test_a_union_row_that_is_neither_sum_stops() -> None:
    found = printed(2022)
    for code in ("EU_AS_PRINTED_KZ", "EUROPE_AS_PRINTED_KZ", "NON_CIS_AS_PRINTED_KZ", "WLD"):
        for flow in "XT":
            found[code]["2022", flow] = str(Decimal(found[code]["2022", flow]) + 50_000)
    with pytest.raises(ValueError, match="neither the sum of the 28 nor of the 27"):
        kazstat.parse(workbook(found))


def test_a_union_row_without_the_united_kingdom_before_2023_stops() -> None:
    found = printed(2022)
    for flow in "XMT":
        without = Decimal(found["EU_AS_PRINTED_KZ"]["2022", flow]) - Decimal(found["GBR"]["2022", flow])
        rest = Decimal(found["EUROPE_NON_EU_AS_PRINTED_KZ"]["2022", flow]) + Decimal(found["GBR"]["2022", flow])
        found["EU_AS_PRINTED_KZ"]["2022", flow] = str(without)
        found["EUROPE_NON_EU_AS_PRINTED_KZ"]["2022", flow] = str(rest)
    with pytest.raises(ValueError, match="EU countries 2022 are EU27_2020"):
        kazstat.parse(workbook(found))


def test_a_turnover_that_is_not_exports_and_imports_stops() -> None:
    found = printed(2022)
    found["CHN"]["2022", "T"] = "1"
    with pytest.raises(ValueError, match="CHN 2022: turnover"):
        kazstat.parse(workbook(found))


def test_regions_that_do_not_add_up_stop() -> None:
    found = printed(2022)
    for flow, sign in (("X", 1), ("M", -1)):
        value = Decimal(found["EUROPE_NON_EU_AS_PRINTED_KZ"]["2022", flow])
        found["EUROPE_NON_EU_AS_PRINTED_KZ"]["2022", flow] = str(value + sign * 9_000_000)
    with pytest.raises(ValueError, match="EUROPE_AS_PRINTED_KZ 2022"):
        kazstat.parse(workbook(found))


@pytest.mark.parametrize("unit", ["млн. долларов США", "млн тенге", ""])
def test_another_unit_stops(unit: str) -> None:
    with pytest.raises(ValueError, match="thousand US dollars"):
        kazstat.parse(workbook(printed(2022), unit=unit))


def test_a_part_of_a_year_stops() -> None:
    found = printed(2022)
    with pytest.raises(ValueError, match="part of a year"):
        kazstat.parse(workbook(found, second_row=(None, *["январь-июнь"] * 6)))
    assert stored(workbook(found, second_row=(None, *["январь - декабрь"] * 6)))


def test_an_unknown_country_stops() -> None:
    with pytest.raises(UnknownCode):
        kazstat.parse(workbook(printed(2022), names={"CHN": "Атлантида"}))


def test_a_country_twice_with_other_values_stops() -> None:
    with pytest.raises(ValueError, match="two values"):
        kazstat.parse(workbook(printed(2022), names={"CHN": "Япония"}))


def test_old_workbooks_are_read_too() -> None:
    read = stored((DATA / "kazstat_2022.xls").read_bytes())
    assert read["EU_AS_PRINTED_KZ", "2022", "X"] == (pytest.approx(33_866_512_610), "A")
    assert {period for _, period, _ in read} == {"2021", "2022"}
    assert len(read) == 2 * 3 * 31


def test_a_foreign_or_cut_file_is_told() -> None:
    body = workbook(printed(2022))
    assert kazstat.recognise("any.xlsx", body)
    assert not kazstat.recognise("any.csv", b"a,b\n1,2\n")
    assert not kazstat.recognise("any.xlsx", body[:2000])
    with pytest.raises(ValueError, match="damaged"):
        kazstat.parse(body[: len(body) // 2])
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    stream = io.BytesIO()
    book.save(stream)
    assert not kazstat.recognise("any.xlsx", stream.getvalue())
    with pytest.raises(ValueError, match="no sheet with a row"):
        kazstat.parse(stream.getvalue())
