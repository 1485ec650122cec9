"""Texts that spreadsheets would compute: neutral in CSV and XLSX; numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from hali.checking.output import report
from hali.publish import write_table, write_xlsx
from hali.publish.cells import is_formula, neutral
from hali.publish.extract import COLUMNS, Extract

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "-3 %", "+", "＝1+1")
NUMBERS = ("-3.5", "+3", "12", "1e-5", "-1.5E+10", "0", "", "Trade", "a=1", "3-4")


def extract(texts: list[str], values: list[float]) -> Extract:
    columns = {"reading": pa.array(texts), "value": pa.array(values), "origins": pa.array([[t] for t in texts])}
    batch = pa.record_batch(columns)
    assert set(columns) <= set(COLUMNS)
    return Extract(
        command="hali readings",
        record="0" * 12,
        as_of="2024-01-01",
        version="hali",
        rows=len(texts),
        schema=batch.schema,
        batches=lambda: iter([batch]),
        codes=tuple,
        lines=tuple,
        citations=(),
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas(text: str) -> None:
    assert is_formula(text)
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", NUMBERS)
def test_no_formulas(text: str) -> None:
    assert neutral(text) == text


def test_table_of_readings_holds_no_formula() -> None:
    out = io.BytesIO()
    given = [*FORMULAS, *NUMBERS]
    write_table.write_csv(extract(given, [-float(n) for n in range(len(given))]), out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))
    assert [row["reading"] for row in rows] == [neutral(text) for text in given]
    assert [row["origins"] for row in rows] == [neutral(text) for text in given]
    assert [float(row["value"]) for row in rows] == [-float(n) for n in range(len(given))]


def test_table_of_findings_holds_no_formula() -> None:
    told = report._csv([["=HYPERLINK(1)", -3.5, "-3.5", "c1"]])
    assert told == "'=HYPERLINK(1),-3.5,-3.5,c1\n"


def test_workbook_holds_texts_that_stay_texts() -> None:
    out = io.BytesIO()
    given = [text for text in FORMULAS if text.isprintable()]
    write_xlsx.write(extract([*given, "Trade"], [-1.5] * (len(given) + 1)), out)
    sheet = load_workbook(io.BytesIO(out.getvalue()))["Data"]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [*given, "Trade"]
    assert [row[0].data_type for row in rows] == ["s"] * len(rows)
    assert [bool(row[0].quotePrefix) for row in rows] == [True] * len(given) + [False]
    assert {(row[1].value, row[1].data_type) for row in rows} == {(-1.5, "n")}
