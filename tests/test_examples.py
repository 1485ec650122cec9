"""The example articles: every claim is found, none is made up, and each gets a finding a specialist would sign."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hali
from hali.model.claim import CODES
from hali.narrate.line import line

if TYPE_CHECKING:
    from hali.checking.checked import Checked
    from hali.model.claim import Finding

EXAMPLES = Path(__file__).parents[1] / "examples"


def expected() -> dict[str, list[dict[str, str]]]:
    by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (EXAMPLES / "expected.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            by_file[row["file"]].append(row)
    return dict(by_file)


EXPECTED = expected()
ROWS = [row for rows in EXPECTED.values() for row in rows]


@cache
def checked(file: str) -> Checked:
    return hali.check((EXAMPLES / file).read_bytes(), name=file)


def finding_at(file: str, kind: str, words: str) -> Finding | None:
    text = checked(file).article.text
    assert text.count(words) == 1, f"{words!r} must stand exactly once in {file}"
    start = text.index(words)
    found = [
        f
        for f in checked(file).findings
        if f.claim.kind == kind and f.claim.start < start + len(words) and start < f.claim.end
    ]
    return found[0] if found else None


def test_every_article_has_expectations_and_every_code_occurs() -> None:
    articles = {path.name for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".html"}}
    assert set(EXPECTED) == articles
    assert {code for row in ROWS for code in row["accepted"].split("|")} == set(CODES)


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=[f"{row['file']}:{row['text']}" for row in ROWS])
def test_finding_is_one_a_specialist_would_sign(row: dict[str, str]) -> None:
    finding = finding_at(row["file"], row["kind"], row["text"])
    assert finding is not None, f"no {row['kind']} claim at {row['text']!r}"
    assert finding.code in row["accepted"].split("|"), finding.explanation


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_nothing_is_claimed_that_the_article_does_not_say(file: str) -> None:
    wanted = [finding_at(file, row["kind"], row["text"]) for row in EXPECTED[file]]
    extra = [f.claim.sentence for f in checked(file).findings if f not in wanted]
    assert extra == []


@pytest.mark.slow
def test_navigation_script_and_footer_make_no_claims() -> None:
    text = checked("partnership_en.html").article.text
    assert "small print" in text
    for left_out in ("Subscribe", "77 %", "Telephone"):
        assert left_out not in text


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_every_finding_has_a_line_that_says_something(file: str) -> None:
    lines = [line(f, f.claim.language) for f in checked(file).findings]
    assert all(len(text.strip(". ")) > 3 for text in lines), lines
