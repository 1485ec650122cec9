"""Bad places to write to, full disks and damaged records: one clear line, exit code 2, nothing half-written."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hali import cli

if TYPE_CHECKING:
    from hali.record.store import Record

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
        if self.suffix == ".part":
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
        (("brief", "EU", "KZ", "--since", "000000000000"), ("not on this machine", "give a day")),
        (("brief", "EU", "KZ", "--since", "2024-01-01", "--as-of", "2023-01-01"), ("earlier day",)),
        (("explain", "000000000000", "--lang", "tlh"), ("unknown language", "sw")),
    ],
    ids=lambda value: "-".join(value[-2:]),
)
def test_wrong_question(run, arguments: tuple[str, ...], words: tuple[str, ...], tmp_path: Path) -> None:
    refused(run(*arguments), *words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("part", ["readings-1.arrow", "readings.parquet"])
@pytest.mark.parametrize("arguments", [(*SHARES, "--format", "csv"), ("brief", "EU", "KZ")], ids=lambda w: w[0])
def test_file_of_the_record_cut_short(
    run, record: Record, part: str, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from hali.record import index

    index.of(record.folder)  # writes the Arrow file where it is not there yet
    copy = tmp_path / "data" / "record" / record.folder.parent.name / record.folder.name
    shutil.copytree(record.folder, copy)
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))
    if part == "readings.parquet":
        (copy / "readings-1.arrow").unlink()
        (copy / part).write_bytes(bytes((copy / part).stat().st_size))
    else:
        os.truncate(copy / part, 100_000)
    refused(run(*arguments, "-o", "made"), "damaged", "delete")
    assert not (tmp_path / "made").exists()
