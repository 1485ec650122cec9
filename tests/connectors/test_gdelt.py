"""GDELT 2.0: the raw tab-separated files, their lists, and monthly figures of pairs. Export rows here are made up."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from hali.connectors import gdelt
from hali.errors import UnknownCode
from hali.model.source import ROW, Reply, Request, Scope

WIRE = Path(__file__).parents[2].parent / "shared" / "wire" / "gdelt"
FLOW = gdelt.SOURCE.dataflows[0]


def event(number: int, actors: tuple[str, str] = ("KAZ", "DEU"), **fields: str) -> dict[str, str]:
    first, second = actors
    return {
        "GLOBALEVENTID": str(number),
        "SQLDATE": "20250115",
        "Actor1CountryCode": first,
        "Actor2CountryCode": second,
        "EventCode": "042",
        "QuadClass": "1",
        "GoldsteinScale": "1.9",
        "AvgTone": "-2.5",
        "Actor1Geo_CountryCode": "KZ",
        "Actor2Geo_CountryCode": "GM",
        "DATEADDED": "20250115120000",
        "SOURCEURL": "https://example.org/a",
        **fields,
    }


def export(*events: dict[str, str]) -> bytes:
    """A headerless file of 61 tab-separated columns."""
    lines = ("\t".join(row.get(name, "") for name in gdelt.EVENT_FIELDS) + "\n" for row in events)
    return "".join(lines).encode()


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(f"{name}.export.CSV", body)
    return stream.getvalue()


def values(table) -> dict[tuple[str, str, str, str], float]:
    return {(r["measure"], r["period"], r["reporter"], r["partner"]): r["value"] for r in table.to_pylist()}


@pytest.mark.shared
def test_columns_are_those_of_the_official_label_files() -> None:
    with (WIRE / "GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv").open(encoding="utf-8") as file:
        assert tuple(row["tableId"] for row in csv.DictReader(file)) == gdelt.EVENT_FIELDS
    with (WIRE / "GDELT_2.0_eventMentions_Column_Labels_Header_Row_Sep2016.tsv").open(encoding="utf-8") as file:
        assert tuple(row["tableId"] for row in csv.DictReader(file, delimiter="\t")) == gdelt.MENTION_FIELDS
    assert len(gdelt.EVENT_FIELDS) == 61
    assert len(gdelt.MENTION_FIELDS) == 16


@pytest.mark.shared
def test_recorded_mentions_in_their_raw_form() -> None:
    with gzip.open(WIRE / "mentions_sample_lowercase_header.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    raw = "".join("\t".join(row) + "\n" for row in rows).encode()
    read = gdelt.mentions(raw)
    assert (read.num_rows, read.num_columns) == (1090, 16)
    assert read["GLOBALEVENTID"][0].as_py() == "555924816"
    with pytest.raises(ValueError, match="spreadsheet"):
        gdelt.mentions(raw.replace(b"20170701234500", b"2.01707E+13"))
    with pytest.raises(ValueError, match="61 tab-separated"):
        gdelt.parse(raw)


@pytest.mark.shared
def test_recorded_mentions_as_they_were_saved_again() -> None:
    with gzip.open(WIRE / "mentions_sample_lowercase_header.csv.gz") as file:
        read = gdelt.mentions(file.read())
    assert (read.num_rows, read.num_columns) == (1090, 16)
    assert read.column_names == list(gdelt.MENTION_FIELDS)


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_copy_with_a_header_is_read_by_its_names(delimiter: str) -> None:
    raw = export(event(1), event(2, SOURCEURL="https://example.org/a,b"))
    lines = [
        ",".join(f'"{c}"' for c in line.split("\t")) if delimiter == "," else line for line in raw.decode().splitlines()
    ]
    copy = "\n".join([delimiter.join(gdelt.EVENT_FIELDS).lower(), *lines, ""]).encode()
    assert FLOW.recognise("copy.csv", copy)
    assert gdelt.parse(copy).equals(gdelt.parse(raw))
    with pytest.raises(ValueError, match="spreadsheet"):
        gdelt.parse(copy.replace(b"20250115120000", b"2.02501E+13"))
    with pytest.raises(ValueError, match="columns of GDELT"):
        gdelt.parse(copy.replace(b"eventcode", b"code"))


def test_months_of_a_pair() -> None:
    body = export(
        event(1),
        event(2, QuadClass="4", GoldsteinScale="-10.0", AvgTone="0.5"),
        event(3, ("DEU", "KAZ")),
        event(4, DATEADDED="20250201000000"),
        event(5, ("KAZ", "KAZ")),
        event(6, ("KAZ", "")),
        event(7, ("KAZ", "EUR")),  # a region is no country
        event(8, GoldsteinScale=""),
    )
    read = gdelt.parse(body)
    assert tuple(read.column_names) == ROW
    found = values(read)
    assert found["news_events", "2025-01", "KAZ", "DEU"] == 2
    assert found["news_verbal_cooperation", "2025-01", "KAZ", "DEU"] == 1
    assert found["news_material_conflict", "2025-01", "KAZ", "DEU"] == 1
    assert found["news_goldstein", "2025-01", "KAZ", "DEU"] == pytest.approx(-4.05)
    assert found["news_tone", "2025-01", "KAZ", "DEU"] == pytest.approx(-1.0)
    assert found["news_events", "2025-02", "KAZ", "DEU"] == 1
    assert found["news_events", "2025-01", "DEU", "KAZ"] == 1
    assert {pair[2:] for pair in found} == {("KAZ", "DEU"), ("DEU", "KAZ")}
    assert {r["unit"] for r in read.to_pylist() if r["measure"].startswith("news_events")} == {"NR"}


def test_actors_are_cameo_and_places_are_not_read() -> None:
    # FIPS AU is Austria and GM Germany; as countries of actors they would be unknown
    found = values(gdelt.parse(export(event(1, ("ROM", "AUS"), ActionGeo_CountryCode="AU"))))
    assert ("news_events", "2025-01", "ROU", "AUS") in found
    with pytest.raises(UnknownCode):
        gdelt.parse(export(event(1, ("KAZ", "GM"))))


def test_files_together_are_as_one_file() -> None:
    events = [event(n, GoldsteinScale=str(n % 7), AvgTone=str(n / 3)) for n in range(1, 40)]
    events += [event(n, ("RUS", "KAZ")) for n in range(40, 45)]
    one = gdelt.parse(export(*events))
    parts = [export(*events[:5]), export(*events[5:41]), export(*events[41:])]
    several = FLOW.combine([gdelt.parse(part) for part in parts])
    assert several.schema == one.schema
    assert values(several) == pytest.approx(values(one), rel=1e-12)
    archive = zipped(**{f"2025011512{n:02}00": part for n, part in enumerate(parts)})
    assert values(gdelt.parse(archive)) == pytest.approx(values(one), rel=1e-12)
    assert gdelt.recognise("january.zip", archive)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"DATEADDED": "2.02E+13"}, "spreadsheet"),
        ({"SQLDATE": "15/01/2025"}, "spreadsheet"),
        ({"GLOBALEVENTID": "1"}, "event 1 is there twice"),
    ],
)
def test_damaged_events_stop(change: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gdelt.parse(export(event(1), event(2) | change))


def test_another_quad_class_stops() -> None:
    with pytest.raises(KeyError):
        gdelt.parse(export(event(1, QuadClass="5")))


@pytest.mark.parametrize("body", [b"", b"a\tb\tc\n", zipped(**{"20250115120000": export(event(1))})[:-40]])
def test_cut_and_foreign_files_stop(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"empty|tab-separated|damaged"):
        gdelt.parse(body)
    assert not gdelt.recognise("x.zip", body)


def test_a_zip_with_a_foreign_file_stops() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("20250115120000.mentions.CSV", b"1\t2\n")
    with pytest.raises(ValueError, match="no export file"):
        gdelt.parse(stream.getvalue())


def test_a_list_leads_to_the_file_and_its_size_and_md5_are_held_against_it() -> None:
    body = zipped(**{"20250115120000": export(event(1))})
    md5 = hashlib.md5(body, usedforsecurity=False).hexdigest()
    address = "http://data.gdeltproject.org/gdeltv2/20250115120000"
    text = f"{len(body)} {md5} {address}.export.CSV.zip\n1234 {'0' * 32} {address}.mentions.CSV.zip\n".encode()
    request = FLOW.requests(Scope())[0]
    wanted = FLOW.following(Reply(request, 200, {}, text))
    assert wanted is not None
    assert wanted.url.split("#")[0].endswith("/20250115120000.export.CSV.zip")
    assert wanted.url.startswith("https://")
    assert FLOW.parse(text).num_rows == 0
    assert FLOW.refuse(Reply(wanted, 200, {}, body)) == ""
    assert FLOW.following(Reply(wanted, 200, {}, body)) is None
    assert "bytes" in FLOW.refuse(Reply(wanted, 200, {}, body[:-1]))
    assert "MD5" in FLOW.refuse(Reply(wanted, 200, {}, body[:-1] + b"x"))
    assert FLOW.refuse(Reply(Request("https://example.org/a.zip"), 200, {}, body)) == ""


@pytest.mark.parametrize("text", [b"<html>busy</html>", b"12 abc http://x", b"12 " + b"0" * 32 + b"\n"])
def test_a_damaged_list_stops(text: bytes) -> None:
    with pytest.raises(ValueError, match="size md5 address"):
        gdelt.listing(text)
