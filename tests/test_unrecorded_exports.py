"""The page on exports that importers do not record: its tables are what the record and the test of today say."""

from __future__ import annotations

import importlib.util
import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

import hali
from hali.briefs.mirror import counts, listing

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "how-to" / "unrecorded-exports.md").read_text(encoding="utf-8")
SCRIPT = ROOT / "examples" / "planted_exports.py"
CODES = {
    **{"Kazakhstan": "KAZ", "Kyrgyzstan": "KGZ", "Armenia": "ARM", "Uzbekistan": "UZB", "United States": "USA"},
    **{"Georgia": "GEO", "Belarus": "BLR", "Russia": "RUS"},
}


def table(name: str) -> list[dict[str, str]]:
    """The rows of the table of the page that stands under the comment `name`."""
    lines = PAGE.split(f"<!-- {name} -->\n")[1].split("\n\n")[0].splitlines()
    head, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line)
    return [dict(zip(head, row, strict=True)) for row in rows]


def signed(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+\.\d+", text.replace("−", "-").replace(",", ""))]


@pytest.mark.parametrize("row", table("gaps"), ids=lambda row: row["to"])
def test_both_counts_by_year(record, row: dict[str, str]) -> None:
    code = CODES[row["to"]]
    view = counts.view(record, "EU", code, years=(2018, 2023), margin=0)
    told = {one["period"]: one for one in listing.rows(view) if one["importer"] == code}
    for year in map(str, range(2018, 2024)):
        if row[year] == "–":
            assert told[year]["state"] == "x_only"
            continue
        gap, ratio = signed(row[year])
        assert told[year]["unrecorded"] / 1e9 == pytest.approx(gap, abs=0.0051)
        assert math.exp(told[year]["log_gap"]) == pytest.approx(ratio, abs=0.0051)


def exports(record, partner: str, **which: str) -> dict[str, float]:
    """Exports of the 27 members in euros as of January 2023, by period, where no member is missing."""
    rows = hali.readings("exports", reporter="EU27_2020", partner=partner, all_definitions=True, record=record, **which)
    return {
        row["period"]: row["value"]
        for row in rows
        if (row["unit"], row["vintage"], row["reporter"]) == ("EUR", "2023-01-13", "EU27_2020") and not row["missing"]
    }


@pytest.mark.parametrize("row", table("listed"), ids=lambda row: row["to"])
def test_listed_goods_and_others(record, row: dict[str, str]) -> None:
    listed = exports(record, CODES[row["to"]], product="BAN_RU")
    months = exports(record, CODES[row["to"]], product="TOTAL", start="2021-01", end="2022-11")
    before, since = listed["2021"], listed["2022-01-01/P11M"]
    totals = [[v for p, v in months.items() if len(p) == 7 and p.startswith(year)] for year in ("2021", "2022")]
    assert [len(one) for one in totals] == [12, 11]
    others = (sum(totals[1]) - since) / 11 / ((sum(totals[0]) - before) / 12)
    shown = signed(row["listed goods 2021, million EUR"]) + signed(row["January to November 2022"])
    assert [before / 1e6, since / 1e6] == pytest.approx(shown, abs=0.051)
    assert since / 11 / (before / 12) == pytest.approx(signed(row["listed, times"])[0], abs=0.051)
    assert others == pytest.approx(signed(row["others, times"])[0], abs=0.051)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spec = importlib.util.spec_from_file_location("planted_exports", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    planted = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(planted)
    made = tmp_path_factory.mktemp("planted") / "flows.csv"
    planted.main(made)
    return made


def diversion(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hali", "diversion", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_planted_file_gives_what_the_page_shows(file: Path) -> None:
    pytest.importorskip("pyfixest")
    done = diversion(str(file), "--listed", "L", "--since", "2021-07", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = {row["destination"]: row for row in json.loads(done.stdout)["scan"]}
    for row in table("planted"):
        one = told[row["destination"]]
        assert [one["theta"], one["low"], one["high"]] == pytest.approx(signed(row["log gap"]), abs=0.0051)
        assert one["adjusted_p"] == pytest.approx(float(row["adjusted p"]), abs=0.00051)
        assert one["flag"] == (row["answer"] == "all conditions hold")
        assert ("leads" in one["against"]) == (row["answer"] == "the gap moved before the day already")
    assert {name for name, one in told.items() if one["flag"]} == {"opened"}
    rows = (line.split(",") for line in file.read_text().splitlines()[1:])
    unrecorded = sum(
        float(recorded) * 0.6 / 0.4
        for to, product, month, _, recorded in rows
        if to == "opened" and product.startswith("L") and month >= "2021-07"
    )
    shown = [unrecorded, told["opened"]["opened_low"], told["opened"]["opened_high"]]
    assert [round(one / 1e3) for one in shown] == [308, 271, 354]
    assert "308 million" in PAGE
    assert "271 to 354 million" in PAGE


def test_five_months_before_the_day_are_too_few(file: Path) -> None:
    done = diversion(str(file), "--listed", "L", "--since", "2020-06")
    assert done.returncode == 2
    assert "needs 6 months before the day or more; 5 are there" in done.stderr
