"""The hostile corpus within this process: every file ends in one line, is bounded, and leaves nothing behind.

The long form, each file in a process of its own with its memory and seconds: `python -m tests.torture.hostile`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.hostile.corpus import CORPUS, Hostile
from tests.test_cli import Run, run

__all__ = ["run"]

QUICK = [name for name, one in CORPUS.items() if not one.slow]
SOME = [name for name in QUICK if not name.startswith("import: ")][::4]
"""A fourth of those that are read: all of them take minutes."""
BOMBS = ("eurostat: gz of 16 GB of zeros", "comext: 7z of 8 GB of zeros", "schengen: 4 GB of shared texts")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALI_OFFLINE", "1")
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))


def test_the_corpus_is_over_all_intakes() -> None:
    assert len(CORPUS) >= 80
    given = {one.arguments[:2] for one in CORPUS.values()}
    assert len(given) >= 14


@pytest.mark.parametrize("name", [name for name in QUICK if name.startswith("import: ")])
def test_a_bad_archive_leaves_nothing(run: Run, tmp_path: Path, name: str) -> None:
    one = CORPUS[name]
    Path(one.file).write_bytes(one.make())
    done = run(*one.arguments, one.file)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert done.err.startswith("hali: ")
    assert not (tmp_path / "data").exists()
    assert [path.name for path in tmp_path.rglob("*")] == [one.file]


@pytest.mark.parametrize("name", [*SOME, *(name for name in BOMBS if name not in SOME)])
def test_it_ends_in_one_line(run: Run, tmp_path: Path, name: str) -> None:
    one: Hostile = CORPUS[name]
    Path(one.file).write_bytes(one.make())
    done = run(*one.arguments, one.file)
    said = (done.out + done.err).splitlines()
    assert done.code in {0, 2, 3}, done
    if done.code:
        assert sum(line.startswith(("hali: ", "failed ")) for line in said) == 1
        assert not list((tmp_path / "data").rglob("*.parquet"))
        assert not any("RecursionError" in line or "MemoryError" in line for line in said)
    if name in BOMBS:
        assert "more than" in done.out + done.err
