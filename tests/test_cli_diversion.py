"""`hali diversion`: a file of planted reports, what is found of it, what is refused; wording without a cause."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.methods.planted_diversion import Planted, world

from hali.errors import HaliError
from hali.pillars import monthly_flows

HEAD = "destination,product,month,exported,recorded\n"
FIRST = "2022-01"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hali", "diversion", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def planted() -> Planted:
    return world(2, 20, 60, 36, 4)


@pytest.fixture(scope="module")
def file(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted reports as a file; months an importer does not report are empty, single unknown cells `c`."""
    rows = []
    silent = np.isnan(planted.m).all(axis=1)
    for place, x in np.ndenumerate(planted.x):
        d, p, t = place
        m = planted.m[place]
        recorded = "" if silent[d, t] else "c" if np.isnan(m) else repr(float(m))
        rows.append(f"D{d:02},{850000 + p},{2020 + t // 12}-{t % 12 + 1:02},{float(x)!r},{recorded}")
    made = tmp_path_factory.mktemp("diversion") / "flows.csv"
    made.write_text(HEAD + "\n".join(rows) + "\n")
    return made


@pytest.fixture(scope="module")
def codes(planted: Planted) -> str:
    return ",".join(str(850000 + p) for p in np.flatnonzero(planted.listed))


def test_a_file_is_the_panel_it_was_written_from(planted: Planted, file: Path) -> None:
    told = monthly_flows.of_file(str(file))
    assert told.months[0] == "2020-01"
    assert told.months.index(FIRST) == planted.first
    np.testing.assert_array_equal(told.x, planted.x)
    np.testing.assert_array_equal(told.m, planted.m)


def test_the_planted_destinations_are_found_and_no_cause_is_named(planted: Planted, file: Path, codes: str) -> None:
    pytest.importorskip("pyfixest")
    done = run(str(file), "--listed", codes, "--since", FIRST, "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    flagged = {row["destination"] for row in told["scan"] if row.get("flag")}
    assert flagged == {f"D{d:02}" for d in np.flatnonzero(planted.unrecorded)}
    row = next(row for row in told["scan"] if row["destination"] in flagged)
    assert sum(row["products"].values()) == pytest.approx(row["amount"])
    assert set(row["products"]) <= set(codes.split(","))
    assert row["amount_low"] <= row["amount"] <= row["amount_high"]
    text = run(str(file), "--listed", codes, "--since", FIRST).stdout
    assert "not recorded by the importer: a difference of two counts, not its cause" in text
    assert "transit and cargo to order" in text
    for word in ("evasion", "evade", "smuggl", "sanction", "illegal", "divert"):
        assert word not in text.replace("hali diversion", "").lower()


def test_destinations_tested_together_and_quiet_ones(planted: Planted, file: Path, codes: str) -> None:
    quiet = [f"D{d:02}" for d in np.flatnonzero(planted.unrecorded == 0)[:2]]
    done = run(str(file), "--listed", codes, "--since", FIRST, "--to", ",".join(quiet), "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row["flag"] == "False"
    assert "placebo" in row["against"]
    opened = [f"D{d:02}" for d in np.flatnonzero(planted.unrecorded)]
    done = run(str(file), "--listed", codes, "--since", FIRST, "--to", ",".join(opened), "--format", "json")
    found = json.loads(done.stdout)["found"]
    assert found["theta"] < found["high"] < 0
    assert len(found["months"]) == 36


def test_a_missing_row_is_zero_of_a_reporter_of_that_month_and_unknown_of_none(tmp_path: Path) -> None:
    made = tmp_path / "flows.csv"
    made.write_text(HEAD + "A,1,2020-01,5,4\nA,2,2020-01,,c\nB,1,2020-03,,7\nB,2,2020-03,2,\n")
    told = monthly_flows.of_file(str(made))
    nan = np.nan
    assert told.months == ("2020-01", "2020-02", "2020-03")
    np.testing.assert_array_equal(told.x, [[[5, nan, 0], [0, nan, 0]], [[0, nan, 0], [0, nan, 2]]])
    np.testing.assert_array_equal(told.m, [[[4, nan, nan], [nan, nan, nan]], [[nan, nan, 7], [nan, nan, 0]]])


def test_a_list_takes_all_that_begin_with_a_code() -> None:
    assert monthly_flows.listed("8542.31\n", ("85423110", "85423210")).tolist() == [True, False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("destination,product,month,exported\nA,1,2020-01,1\n", "no column recorded or m"),
        (HEAD, "no row"),
        (HEAD + "A,1,2020-13,1,1\n", "without a month as 2022-03"),
        (HEAD + "A,1,2020,1,1\n", "without a month as 2022-03"),
        (HEAD + ",1,2020-01,1,1\n", "without a destination"),
        (HEAD + "A,1,2020-01,-1,1\n", "whose `exported`"),
        (HEAD + "A,1,2020-01,1,x\n", "whose `recorded`"),
        (HEAD + "A,1,2020-01,1,1\nA,1,2020-01,2,2\n", "there twice"),
    ],
)
def test_files_that_cannot_be_used_are_refused(tmp_path: Path, content: str, said: str) -> None:
    made = tmp_path / "bad.csv"
    made.write_text(content)
    with pytest.raises(HaliError, match=said):
        monthly_flows.of_file(str(made))


def test_questions_that_cannot_be_asked_are_one_line(file: Path, codes: str) -> None:
    cases: list[tuple[tuple[Any, ...], str]] = [
        (("absent.csv", "--listed", codes, "--since", FIRST), "no such file"),
        ((str(file), "--listed", "99", "--since", FIRST), "no product of the file begins with 99"),
        ((str(file), "--listed", codes, "--since", "2030-01"), "the file has months from 2020-01 to 2022-12"),
        ((str(file), "--listed", codes, "--since", "2020-03"), "6 months before the day"),
        ((str(file), "--listed", codes, "--since", FIRST, "--to", "XX"), "no destination XX"),
        ((str(file), "--listed", codes, "--since", FIRST, "--margin", "6"), "0.06 stands for 6 %"),
        ((str(file), "--listed", "8", "--since", FIRST), "some have to be chosen"),
    ]
    for words, said in cases:
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
