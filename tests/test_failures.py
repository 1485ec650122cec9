"""Bad places to write to, full disks and damaged records: one clear line, exit code 2, nothing half-written."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.record.test_vintages import FLAGS, draft
from tests.replay.fake import row

from hali import api, cli
from hali.access import durable
from hali.record.vintages import Store

TRADE = str(Path(__file__).parents[1] / "examples" / "trade_en.txt")
SHARES = ("readings", "partner_share_trade", "--reporter", "KZ")
FULL = Path("/dev/full")
WRITERS = [
    *(("brief", "KZ", "UZ", "--format", format) for format in ("html", "md", "docx", "pdf", "json")),
    *((*SHARES, "--format", format) for format in ("table", "csv", "json", "sdmx-csv", "parquet", "xlsx", "zip")),
    *(("check", TRADE, "--format", format) for format in ("text", "html", "json", "csv")),
]
"""Every command that writes a file, in each of its formats."""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path):
    """Runs one command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def one(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["hali", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
        capfd.readouterr()
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        return Done(int(stopped.value.code or 0), *capfd.readouterr())

    return one


def refused(done: Done, *words: str) -> None:
    assert done.code == 2, done.err
    assert done.out == ""
    [line] = done.err.strip().splitlines()
    assert line.startswith("hali: ")
    for word in words:
        assert word in line


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("arguments", WRITERS, ids=lambda words: f"{words[0]}-{words[-1]}")
def test_full_disk(run, arguments: tuple[str, ...]) -> None:
    refused(run(*arguments, "-o", str(FULL)), str(FULL), "No space left", "-o")


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("arguments", WRITERS, ids=lambda words: f"{words[0]}-{words[-1]}")
def test_disk_that_fills_up_leaves_nothing_behind(
    run, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        if self.parent.name.startswith(durable.PART):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    refused(run(*arguments, "-o", "made.out"), "made.out", "No space left")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("arguments", [WRITERS[0], WRITERS[6], WRITERS[10], WRITERS[12]], ids=lambda w: w[0])
@pytest.mark.parametrize(
    ("place", "word"), [("folder", "directory"), ("nowhere/file", "No such file"), ("a" * 300, "too long")]
)
def test_place_that_cannot_be_written(run, arguments: tuple[str, ...], place: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    if arguments[0] == "check" and place == "folder":
        arguments = (*arguments[:-1], "json")  # pages may go into a folder
    refused(run(*arguments, "-o", place), place, word, "-o")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("arguments", [("measures",), SHARES, ("quantities", "-"), ("sources",)], ids=lambda w: w[0])
def test_standard_output_that_is_full(arguments: tuple[str, ...]) -> None:
    sentence = b'{"id": 1, "text": "It was 40 % in 2021."}\n'
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hali", *arguments],
            input=sentence,
            stdout=full,
            stderr=subprocess.PIPE,
            env=os.environ,
            check=False,
        )
    assert done.returncode == 2
    [line] = done.stderr.decode().strip().splitlines()
    assert line.startswith("hali: standard output cannot be written: No space left")


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("format", ["parquet", "xlsx", "zip"])
def test_binary_format_wants_a_file(run, format: str) -> None:
    refused(run(*SHARES, "--format", format), format, "-o")


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*SHARES, "--flow", "Q"), ("unknown flow", "X, M, T, B")),
        ((*SHARES, "--period", "20x1"), ("unknown period", "2021")),
        ((*SHARES, "--partner", "Nowhereland"), ("unknown area",)),
        (("brief", "EU", "KZ", "--since", "lately"), ("not a date", "YYYY-MM-DD")),
        (("brief", "EU", "KZ", "--since", "000000000000"), ("no earlier state", "give a day")),
        (("brief", "EU", "KZ", "--since", "2024-01-01", "--as-of", "2023-01-01"), ("earlier day",)),
        (("explain", "000000000000", "--lang", "tlh"), ("unknown language", "sw")),
    ],
    ids=lambda value: "-".join(value[-2:]),
)
def test_wrong_question(run, arguments: tuple[str, ...], words: tuple[str, ...], tmp_path: Path) -> None:
    refused(run(*arguments), *words)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def harvested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of its own with one vintage of Kazakh exports, as the data folder of the commands."""
    store = Store(tmp_path / "data")
    store.commit([draft(row("2021", 5e9, partner="FRA"))], FLAGS)
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))
    return store


@pytest.mark.parametrize("content", [b"", b"PAR1", bytes(2000)], ids=["empty", "cut", "zeros"])
@pytest.mark.parametrize("arguments", [(*SHARES, "--format", "csv"), ("brief", "EU", "KZ")], ids=lambda w: w[0])
def test_vintage_cut_short(run, harvested: Store, arguments: tuple[str, ...], content: bytes, tmp_path: Path) -> None:
    [vintage] = harvested.read().vintages
    harvested.path(vintage).write_bytes(content)
    refused(run(*arguments, "-o", "made"), "damaged", vintage.id, "hali record import")
    assert not (tmp_path / "made").exists()


def test_vintage_that_is_gone(run, harvested: Store, tmp_path: Path) -> None:
    [vintage] = harvested.read().vintages
    harvested.path(vintage).unlink()
    refused(run(*SHARES, "-o", "made"), "missing", vintage.id, "hali record import")
    assert not (tmp_path / "made").exists()


def test_reading_whose_vintage_is_gone_is_not_explained(run, harvested: Store) -> None:
    """What was computed is kept, but its cells lie in the vintage."""
    asked = ("readings", "exports", "--reporter", "KZ", "--partner", "FRA", "--period", "2021", "--format", "json")
    [reading] = [
        one["reading"]
        for one in json.loads(run(*asked).out)
        if one["dataflow"] == "FAKE:TRADE" and one["rate"] == "reported"
    ]
    assert run("explain", reading).code == 0
    [vintage] = harvested.read().vintages
    harvested.path(vintage).unlink()
    refused(run("explain", reading), "missing", vintage.id, "hali record import")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]"], ids=["json", "bytes", "shape"])
def test_list_of_vintages_that_is_damaged(run, harvested: Store, content: bytes) -> None:
    (harvested.folder / "manifest.json").write_bytes(content)
    refused(run(*SHARES), "manifest.json", "damaged", "hali record import")


@pytest.mark.parametrize(
    "arguments",
    [(*SHARES, "--format", "csv"), pytest.param(("brief", "EU", "KZ"), marks=pytest.mark.slow)],
    ids=lambda w: w[0],
)
def test_computed_readings_cut_short_are_computed_again(
    run, harvested: Store, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    assert run(*arguments, "-o", "first").code == 0
    kept = list((tmp_path / "data" / "record").rglob("*.arrow"))
    assert kept
    for file in kept:
        os.truncate(file, file.stat().st_size // 2)
    api.session.cache_clear()
    assert run(*arguments, "-o", "second").code == 0
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
