"""A small folder of articles, one of them no text."""

from __future__ import annotations

from pathlib import Path

import pytest

TRUE = "In 2021 the EU accounted for 28.4 % of Kazakhstan's foreign trade in goods."
FALSE = "In 2021 the EU accounted for 45 % of Kazakhstan's foreign trade in goods."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles" / "inner").mkdir(parents=True)
    for number in range(5):
        text = FALSE if number % 2 else TRUE
        (tmp_path / "articles" / f"a{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "articles" / "inner" / "z's.md").write_text(TRUE, encoding="utf-8")
    (tmp_path / "articles" / "inner" / "broken.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "articles" / "table.xlsx").write_bytes(b"not an article")
    return tmp_path / "articles"
