"""Readings as files: every format holds the same numbers, says where they come from, and is the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hali import retrieval
from hali.errors import QuestionError
from hali.exports import BATCH, CITED, DEFAULT, Readings
from hali.model.definition import READING_COLUMNS, SERIES_COLUMNS
from hali.publish import write_table, write_xlsx
from hali.publish.extract import COLUMNS
from hali.record import readings as lookup

FORMATS = ["table", "csv", "json", "sdmx-csv", "sdmx-json", "parquet", "xlsx", "zip"]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def shares(record) -> Readings:
    return retrieval.readings("partner_share_trade", reporter="KZ", partner="EU", record=record)


def written(found: Readings, format: str) -> bytes:
    out = io.BytesIO()
    found.write(out, format)
    return out.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_same_readings_are_the_same_bytes(shares: Readings, format: str) -> None:
    assert written(shares, format) == written(shares, format)


def test_rows_are_those_of_the_record_with_their_sources(record, shares: Readings) -> None:
    complete = {reading.id: reading for reading in (lookup.get(record, id_) for id_ in shares["reading"].to_pylist())}
    assert len(complete) == len(shares) > 10
    for row in shares.to_pylist():
        reading = complete[row["reading"]]
        cells = lookup.observations(record, reading.cells)
        assert row["value"] == reading.value
        assert tuple(row["sources"]) == reading.sources
        assert set(row["origins"]) == {cell.origin for cell in cells}
        known = lookup.origins(record, row["origins"]).values()
        assert set(row["producers"]) == {origin.producer for origin in known}
        assert set(row["licences"]) == {origin.licence for origin in known}


def test_columns_are_described_and_typed(shares: Readings) -> None:
    assert tuple(shares.schema.names) == (*READING_COLUMNS[:-2], *CITED, DEFAULT) == tuple(COLUMNS)
    assert pa.types.is_date32(shares.schema.field("known").type)


def test_large_results_come_in_batches(record) -> None:
    found = retrieval.readings("exports", reporter="US", record=record)
    assert len(found) > BATCH
    assert max(batch.num_rows for batch in found.batches()) == BATCH
    assert pa.table(found).equals(found.table)


def test_arrow_stream_is_taken_by_others(shares: Readings) -> None:
    reader = pa.RecordBatchReader.from_stream(shares)
    assert reader.read_all().num_rows == len(shares)
    assert shares.num_rows == len(shares)


def test_an_empty_result_is_written_in_every_format(record) -> None:
    nothing = retrieval.readings("partner_share_trade", reporter="KZ", partner="EU", period="1900", record=record)
    assert len(nothing) == 0
    for format in FORMATS:
        assert written(nothing, format)
    assert json.loads(written(nothing, "json")) == []


def test_csv_reads_back(shares: Readings) -> None:
    rows = list(csv.DictReader(io.StringIO(written(shares, "csv").decode(), newline="")))
    assert [float(row["value"]) for row in rows] == shares["value"].to_pylist()
    assert rows[0]["producers"] == "Bureau of National Statistics of Kazakhstan"
    assert rows[0]["licences"] == shares["licences"].to_pylist()[0][0]


def test_csv_quotes_what_has_to_be_quoted() -> None:
    batch = pa.record_batch({"a": ["plain", 'say "no", no', "two\nlines"], "b": [[], ["x"], ["x", "y"]]})
    out = io.BytesIO()
    write_table._write_lines([write_table._texts(batch, name) for name in "ab"], "\n", out)
    assert list(csv.reader(io.StringIO(out.getvalue().decode(), newline=""))) == [
        ["plain", ""],
        ['say "no", no', "x"],
        ["two\nlines", "x y"],
    ]


def test_sdmx_csv_has_the_columns_and_codes_of_the_standard(shares: Readings, record) -> None:
    text = written(shares, "sdmx-csv").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    heads = text.split("\r\n")[0].split(",")
    assert heads[:4] == ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ"]
    dimensions = heads[3 : heads.index("OBS_VALUE")]
    keys = [tuple(row[name] for name in dimensions) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)
    assert {(row["STRUCTURE"], row["ACTION"], row["FREQ"]) for row in rows} == {("dataflow", "I", "A")}
    assert re.fullmatch(r"\w+:\w+\(\d\.\d\)", rows[0]["STRUCTURE_ID"])
    quoted = retrieval.readings("agreement_areas", record=record)
    listed = csv.DictReader(io.StringIO(written(quoted, "sdmx-csv").decode(), newline=""))
    # Q would be "suppressed" in CL_OBS_STATUS
    assert {row["OBS_STATUS"] for row in listed} == {"U"}


def test_parquet_reads_back_with_its_citations(shares: Readings) -> None:
    read = pq.read_table(io.BytesIO(written(shares, "parquet")))
    assert read.equals(shares.table)
    said = read.schema.metadata
    assert said[b"record"].decode() == shares.record.id
    assert said[b"command"] == b"hali readings partner_share_trade --reporter KZ --partner EU"
    assert b"Bureau of National Statistics" in said[b"citations"]


def sheets(data: bytes) -> dict[str, list[dict[str, ElementTree.Element]]]:
    """Sheet name -> rows, each a mapping from column letters to cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [e.get("name") for e in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{SHEET}sheet")]
        found = {}
        for number, name in enumerate(names, 1):
            root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            rows = [{re.sub(r"\d", "", c.get("r", "")): c for c in row} for row in root.iter(f"{SHEET}row")]
            found[str(name)] = rows
            if name == "Data":
                assert root.find(f"{SHEET}autoFilter") is not None
                assert root.find(f".//{SHEET}pane[@state='frozen']") is not None
    return found


def test_workbook_has_data_definitions_and_sources(shares: Readings) -> None:
    found = sheets(written(shares, "xlsx"))
    assert list(found) == ["Data", "Definitions", "Sources"]
    data = found["Data"]
    assert len(data) == len(shares) + 1
    heads = {"".join(cell.itertext()): letters for letters, cell in data[0].items()}
    values = [row[heads["value"]] for row in data[1:]]
    assert all(cell.get("t") is None for cell in values)  # numbers
    assert [float("".join(cell.itertext())) for cell in values] == pytest.approx(shares["value"].to_pylist())
    days = [row[heads["start"]] for row in data[1:]]
    assert all(cell.get("t") is None and cell.get("s") for cell in days)  # a day is a number with a format
    words = ["".join(row["A"].itertext()) for row in found["Definitions"] if "A" in row]
    assert any("share in goods exports and imports together" in text for text in words)
    assert any(text.startswith("caveats AS_PRINTED: ") for text in words)
    sources = [" ".join("".join(cell.itertext()) for cell in row.values()) for row in found["Sources"]]
    assert sum("Bureau of National Statistics" in text for text in sources) == len(shares.citations)
    assert any(shares.record.id in text for text in sources)


def test_archive_explains_and_cites_itself(shares: Readings) -> None:
    with zipfile.ZipFile(io.BytesIO(written(shares, "zip"))) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        held = {name: archive.read(name) for name in archive.namelist()}
    assert set(held) == {"data.csv", "data.parquet", "README.md", "CITATION.bib", "CITATION.ris", "CITATION.json"}
    assert held["data.csv"] == written(shares, "csv")
    assert held["data.parquet"] == written(shares, "parquet")
    readme = held["README.md"].decode()
    for part in (shares.command, shares.record.id, *COLUMNS, "`AS_PRINTED`", "PCT (%)", "CC BY 4.0"):
        assert part in readme, part
    for origin in {id_ for row in shares.to_pylist() for id_ in row["origins"]}:
        assert f"| `{origin}` |" in readme
    items = json.loads(held["CITATION.json"])
    assert len(items) == len(shares.citations) + 1
    for item in items:
        assert item["id"].encode() in held["CITATION.bib"]
        assert item["id"].encode() in held["CITATION.ris"]


def test_an_export_is_cited_by_the_most_that_was_done_to_any_of_its_readings(record, shares: Readings) -> None:
    """An index stands as published, a balance is made of two figures."""
    index, rows = lookup.rows(record, ["governance_index", "trade_balance"], reporters=["KAZ"])
    _, owner = index.flat(rows)
    count = np.bincount(owner)
    single, several = rows[count == 1][:3], rows[count > 1][:3]
    assert len(single) == len(several) == 3

    def done(*chosen: int) -> set[str]:
        return {one.processing for one in Readings(record, index, np.array(chosen), "").citations}

    assert done(*single) == {"none"}
    assert done(*several) == {"minor"}
    assert done(*single, several[0]) == {"minor"}
    assert {one.processing for one in shares.citations} == {"minor"}
    votes = retrieval.readings("un_vote_agreement", reporter="DE", partner="KZ", record=record)
    assert {one.processing for one in votes.citations} == {"major"}


def test_a_series_ends_with_its_newest_reading(shares: Readings) -> None:
    by_series: dict[tuple[str, ...], list[str]] = {}
    for row in shares.to_pylist():
        by_series.setdefault(tuple(row[name] for name in SERIES_COLUMNS), []).append(row["period"])
    lines = {tuple(line.fields[name] for name in SERIES_COLUMNS): line for line in shares.extract().lines()}
    assert {key: (min(listed), max(listed), len(listed)) for key, listed in by_series.items()} == {
        key: (line.first, line.last, line.readings) for key, line in lines.items()
    }
    assert any(line.first < line.last for line in lines.values())


def test_notebook_shows_the_first_rows_and_the_sources(shares: Readings) -> None:
    shown = shares._repr_html_()
    assert f"{len(shares)} readings" in shown
    assert f"{len(shares) - 20} more" in shown
    assert shown.count("<tr>") == 21
    assert "<script" not in shown


def test_workbook_too_large_to_open_is_refused(shares: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_xlsx, "LARGEST", len(shares) - 1)
    with pytest.raises(QuestionError, match="csv or parquet"):
        written(shares, "xlsx")
