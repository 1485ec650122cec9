"""Every verified row of the series catalogue against the recorded structures, whether or not it is harvested."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hali.connectors import baci, comext, gdelt, series, sources, unga
from hali.model.source import Scope

SHARED = Path(__file__).parents[2].parent / "shared"
WIRE = SHARED / "wire"

Row = dict[str, str]


@cache
def available() -> dict[str, dict[str, set[str]]]:
    """Eurostat's tables -> dimensions -> codes with figures."""
    import duckdb

    path = WIRE / "eurostat" / "available_codes.parquet"
    query = "select df_id, dimension_id, list(code_id) from read_parquet(?) group by all"
    found: dict[str, dict[str, set[str]]] = {}
    for table, dimension, codes in duckdb.execute(query, [str(path)]).fetchall():
        found.setdefault(table, {})[dimension] = set(codes)
    return found


@cache
def loaded(name: str) -> Any:
    return json.loads((WIRE / name).read_bytes())


def eurostat(row: Row) -> None:
    """Each code of the key has figures in the table, from the year the row says."""
    codes = available()[row["dataset"].upper()]
    for part in row["key"].split(";"):
        name, _, listed = part.partition("=")
        asked = set(listed.replace("{partner}", "KZ").replace("{eu}", "EU27_2020").split("+"))
        assert asked - {"*"} <= codes[name], (name, asked)
    if row["start_checked"] == "yes":
        assert min(codes["TIME_PERIOD"]) == row["start"]


def comext_row(row: Row) -> None:
    """The columns of the monthly file, or the dimensions and codes of the declared table."""
    if row["dataset"].startswith("full_v2"):
        assert tuple(row["key"].split(",")) == comext.COLUMNS
        return
    table = series.declared("comext")[row["dataset"]]
    named = dict(part.split("=", 1) for part in row["key"].split(";"))
    assert tuple(named) == table.dimensions
    assert named["indicators"] == table.fixed["indicators"]
    assert set(re.findall(r"\b\d\b", named["flow"])) == set(table.codes("flow"))


def comtrade(row: Row) -> None:
    """The parameters are fields of the data dictionary, the reporters in the reference table."""
    if row["dataset"].startswith("bulk"):
        (entry,) = loaded("comtrade/bulk_list.json")["data"]
        assert {*row["key"].replace("period", "refPeriodId").split(","), "rowKey"} <= set(entry)
        return
    fields = {item["dataItem"].lower() for item in loaded("comtrade/ref_TradeDataItems.json")["results"]}
    named = dict(re.findall(r"(\w+)=([^; ]*)", row["key"]))
    assert {name.lower() for name in named} - {"includedesc"} <= fields
    reporters = {entry["id"] for entry in loaded("comtrade/ref_Reporters.json")["results"]}
    assert {int(named["reporterCode"]), 398} <= reporters


def imf(row: Row) -> None:
    """The dimensions in the order of the key; codes where the row names some."""
    structure = loaded("imf/structures_extract.json")[re.findall(r":(\w+)", row["dataset"])[0]]
    dimensions, _, key = row["key"].partition(" = ")
    assert dimensions.split(".") == structure["dimensions"]
    for name, codes in zip(structure["dimensions"], key.split(".") if key else [], strict=bool(key)):
        assert set(codes.split("+")) <= set(structure["available"][name]), name


def world_bank(row: Row) -> None:
    """What the connector asks for is the row's address, database included; a series that is not taken has its form."""
    indicator = row["dataset"]
    assert f"/indicator/{indicator}?format=json" in row["key"]
    flow = "WB:GOV_WGI" if indicator.startswith("GOV_WGI") else "WB:WDI"
    (dataflow,) = [f for f in sources()["worldbank"].dataflows if f.id == flow]
    asked = [r.url for r in dataflow.requests(Scope(("KAZ", "EU27_2020"))) if f"/indicator/{indicator}?" in r.url]
    if asked:
        assert f"/v2/country/KAZ;EUU/indicator/{indicator}?format=json&per_page=20000" in asked[0]
        assert f"source={3 if 'WGI' in indicator else 2}" in asked[0]
    else:
        assert re.fullmatch(r"[A-Z]{2}(\.[A-Z0-9]{2,4}){2,5}", indicator)


def ecb(row: Row) -> None:
    """The key's codes stand in the code lists of the recorded structure, dimension by dimension."""
    structure = gzip.decompress((WIRE / "sdmx" / "ECB_EXR__1__structure-full.xml.gz").read_bytes()).decode()
    names = re.findall(r'<str:Dimension [^>]*\bid="(\w+)"', structure)
    assert [name.lower() for name in names] == list(series.declared("ecb")[row["dataset"]].dimensions)
    lists = {
        m[1]: m[0] for m in re.finditer(r'<str:Codelist [^>]*\bid="(\w+)".*?</str:Codelist>', structure, re.DOTALL)
    }
    for name, code in zip(names, row["key"].split(" ")[0].split("."), strict=True):
        assert f'id="{code}"' in lists[f"CL_{name.removesuffix('_DENOM')}"], name


def baci_row(row: Row) -> None:
    """The six columns of a yearly file."""
    header = ",".join(part.split()[0] for part in row["key"].split(";")[0].split(","))
    assert baci.recognise("BACI_HS92_Y2021_V202501.csv", f"{header}\n2021,398,276,270900,1.5,NA\n".encode())


def library(row: Row) -> None:
    """The columns of the recorded file, with and without the one that came in 2026."""
    names = re.sub(r"\([^)]*\)", "", row["key"]).replace("[,vote_note since 2026]", ",vote_note").split(",")
    with (WIRE / "un_votes" / "undl_ga_voting_2026_layout.csv").open(encoding="utf-8") as lines:
        assert next(csv.reader(lines)) == names
    (flow, _) = unga.SOURCE.dataflows
    for columns in (names, [name for name in names if name != "vote_note"]):
        assert flow.recognise("votes.csv", (",".join(columns) + "\n").encode())


def gdelt_row(row: Row) -> None:
    """As many columns as the official label files list."""
    labels = {
        "export": ("GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv", ","),
        "mentions": ("GDELT_2.0_eventMentions_Column_Labels_Header_Row_Sep2016.tsv", "\t"),
        "gkg": ("GDELT_2.0_gdeltKnowledgeGraph_Column_Labels_Header_Row_Sep2016.tsv", "\t"),
    }
    counts = {}
    for kind, (name, delimiter) in labels.items():
        with (WIRE / "gdelt" / name).open(encoding="utf-8") as lines:
            counts[kind] = sum(1 for _ in csv.DictReader(lines, delimiter=delimiter))
    assert (counts["export"], counts["mentions"]) == (len(gdelt.EVENT_FIELDS), len(gdelt.MENTION_FIELDS))
    text = row["dataset"] + row["key"]
    named = [kind for kind in labels if kind in text]
    assert named
    assert set(map(int, re.findall(r"(\d+) columns", text))) == {counts[kind] for kind in named}


CHECKS: dict[str, Callable[[Row], None]] = {
    "Eurostat": eurostat,
    "Eurostat Comext": comext_row,
    "UN Comtrade": comtrade,
    "IMF": imf,
    "World Bank": world_bank,
    "World Bank WGI": world_bank,
    "ECB": ecb,
    "CEPII BACI": baci_row,
    "UN Digital Library": library,
    "GDELT": gdelt_row,
}
"""Provider -> what is checked of a row."""


def check(rows: list[Row]) -> None:
    for row in rows:
        CHECKS[row["provider"]](row)


@pytest.mark.shared
def test_every_verified_row_is_accepted() -> None:
    with (SHARED / "catalogue" / "series_catalogue.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["status"] == "verified"]
    assert len(rows) == 98
    refused = []
    for row in rows:
        try:
            check([row])
        except (AssertionError, KeyError, ValueError) as error:
            refused.append(f"{row['provider']} {row['dataset']} {row['key']}: {error!r}")
    assert not refused, "\n".join(refused)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("provider", "column", "old", "new"),
    [
        ("Eurostat", "key", "TOTAL", "ALL"),
        ("Eurostat", "start", "2002", "1901"),
        ("IMF", "key", "KAZ.", "KZ."),
        ("ECB", "key", "USD", "KZT9"),
        ("Eurostat Comext", "key", "VALUE_EUR", "VALUE"),
        ("UN Comtrade", "key", "97", "9999"),
        ("GDELT", "dataset", "", "27 columns "),
        ("CEPII BACI", "key", "k HS6", "p HS6"),
        ("UN Digital Library", "key", "ms_code", "code"),
        ("World Bank", "key", "/indicator/", "/series/"),
    ],
)
def test_a_changed_row_is_refused(provider: str, column: str, old: str, new: str) -> None:
    with (SHARED / "catalogue" / "series_catalogue.csv").open(encoding="utf-8") as lines:
        rows = [r for r in csv.DictReader(lines) if r["provider"] == provider and r["status"] == "verified"]
    changed = [row | {column: new + row[column] if not old else row[column].replace(old, new)} for row in rows]
    with pytest.raises((AssertionError, KeyError, ValueError)):
        check(changed)
