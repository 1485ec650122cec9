"""The same contents as files: bytes of the command line, numbers of the page."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
import zlib
from xml.etree import ElementTree

import pyarrow as pa
import pypdf
import pytest

from hali import api, retrieval
from hali.publish.render import render
from hali.web.pages import views
from hali.web.pages.suffixes import DATA, MEDIA

PAIR = "/en/eu27_2020/kaz"
READING = "cf999e0941c05d94ea47c0daec9ad1d1"


@pytest.fixture(scope="module")
def document(record):
    return api.brief("EU", "KZ", record=record)


def got(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[:200])
    return answer


def test_the_brief_as_json_is_that_of_the_command_line(client, document):
    assert got(client, f"{PAIR}.json").content == render(document, "json")


@pytest.mark.parametrize("format", ["csv", "json", "parquet", "zip", "sdmx-csv", "sdmx-json"])
def test_a_series_is_that_of_the_command_line(client, record, format):
    out = io.BytesIO()
    retrieval.readings(series=READING, record=record).write(out, format)
    suffix = format.replace("-", ".")
    assert got(client, f"/en/series/{READING}.{suffix}").content == out.getvalue()


def test_the_numbers_of_a_page_are_the_rows_of_its_table(client, document):
    shown = {id_ for id_, card in document.readings.items() if "measure" in card}
    rows = list(csv.DictReader(io.StringIO(got(client, f"{PAIR}.csv").text)))
    assert {row["reading"] for row in rows} == shown
    for row in rows:
        assert float(row["value"]) == document.readings[row["reading"]]["value"]
    assert f"All {len(shown)} numbers" in got(client, PAIR).text
    section = next(one for one in document.sections if one.id == "energy")
    own = {id_ for id_ in views.readings(section.blocks) if "measure" in document.readings[id_]}
    rows = list(csv.DictReader(io.StringIO(got(client, f"{PAIR}/energy.csv").text)))
    assert {row["reading"] for row in rows} == own
    drawn = set(views.readings((views.figure(section.blocks),)))
    rows = list(csv.DictReader(io.StringIO(got(client, f"{PAIR}/energy.csv?filtered=1").text)))
    assert {row["reading"] for row in rows} == drawn < own


def test_a_program_may_take_a_stream(client, record):
    table = pa.ipc.open_stream(got(client, f"/en/series/{READING}.arrow").content).read_all()
    assert table.equals(retrieval.readings(series=READING, record=record).table)


def test_a_spreadsheet_may_ask_for_a_mark(client):
    assert got(client, f"{PAIR}.csv?excel=1").content.startswith(b"\xef\xbb\xbf")
    assert not got(client, f"{PAIR}.csv").content.startswith(b"\xef\xbb\xbf")


def test_codes_may_be_told_in_words(client):
    plain = list(csv.reader(io.StringIO(got(client, f"/ru/series/{READING}.csv").text)))
    told = list(csv.reader(io.StringIO(got(client, f"/ru/series/{READING}.csv?labels=1").text)))
    width = len(plain[0])
    assert [row[:width] for row in told] == plain
    row = dict(zip(told[0], told[1], strict=True))
    assert row["reporter"] != row["reporter_label"] == "Казахстан"
    assert {name: row[name] for name in row if name.endswith("_label") and not row[name]} == {
        f"{name}_label": "" for name in ("variant", "denominator") if row[name] == "_Z"
    }


@pytest.mark.parametrize("page", [PAIR, f"{PAIR}/energy", f"/en/series/{READING}"])
def test_every_suffix_is_what_it_says(client, page):
    starts = {
        ".pdf": b"%PDF",
        ".docx": b"PK",
        ".xlsx": b"PK",
        ".zip": b"PK",
        ".parquet": b"PAR1",
        ".png": b"\x89PNG",
        ".svg": b"<svg",
        ".html": b"<!doctype html>",
        ".md": b"# ",
        ".json": b"",
        ".csl.json": b"[",
        ".bib": b"@",
        ".ris": b"TY",
    }
    for suffix, start in starts.items():
        answer = got(client, f"{page}{suffix}")
        assert answer.content.lower().startswith(start.lower()), (page, suffix)
        assert answer.headers["content-type"] == MEDIA[suffix], suffix
        assert suffix in answer.headers["content-disposition"], suffix
    with zipfile.ZipFile(io.BytesIO(got(client, f"{page}.zip").content)) as archive:
        assert {"data.csv", "README.md", "CITATION.bib"} <= set(archive.namelist())


def test_the_overview_as_pdf_is_one_sheet(client):
    (page,) = pypdf.PdfReader(io.BytesIO(got(client, f"{PAIR}/overview.pdf").content)).pages
    assert "[1]" in page.extract_text()


@pytest.mark.parametrize("suffix", [".html", ".md", ".pdf", ".docx"])
def test_a_text_says_where_it_stands(client, record, suffix):
    address = f"127.0.0.1:8765{PAIR}/energy?v={record.id}"
    content = got(client, f"{PAIR}/energy{suffix}").content
    if suffix == ".pdf":
        told = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    elif suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    else:
        told = content.decode()
    assert address in "".join(told.split()).replace("\\", "")


def test_a_picture_says_what_it_is(client, record):
    address = f"http://127.0.0.1:8765{PAIR}/energy?v={record.id}"
    answer = got(client, f"{PAIR}/energy.svg")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    root = ElementTree.fromstring(answer.content)
    told = json.loads(root.find(".//{http://www.w3.org/2000/svg}metadata").text)
    assert told["URL"] == address
    printed = " ".join(one.text for one in root.iter("{http://www.w3.org/2000/svg}text") if one.text)
    assert address in printed
    assert record.id in printed
    assert told["Title"].split()[0] in printed
    chunks = dict(texts(got(client, f"{PAIR}/energy.png").content))
    assert chunks["URL"] == address
    assert chunks["Title"] == told["Title"]
    spec = got(client, f"{PAIR}/energy.vl.json").json()
    assert spec["usermeta"]["URL"] == address


def texts(png):
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"iTXt":
            name, _, rest = body.partition(b"\0")
            yield name.decode(), rest[4:].decode()
        place += 12 + length


def test_a_format_that_makes_no_sense_names_those_that_do(client):
    answer = client.get(f"{PAIR}/reform.svg")
    assert answer.status_code == 404
    assert ".csv" in answer.text
    assert ".png" not in answer.text.split("it has")[1].split("</p>")[0]
    assert client.get(f"{PAIR}/routes.vl.json").status_code == 404
    assert client.get("/en/tuv/smr.csv").status_code == 404 or "reading" in client.get("/en/tuv/smr.csv").text


def test_every_data_format_is_offered(client):
    text = got(client, PAIR).text
    for suffix in set(DATA) - {".sdmx.csv", ".sdmx.json", ".arrow"}:
        assert f'href="{PAIR}{suffix}"' in text, suffix
