"""What a language is stands in its folder: no word and no letter of one in the code that reads and writes texts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from hali.languages import BASIC, CODES

PACKAGE = Path(__file__).parents[2] / "src" / "hali"
ROOMS = ("languages", "checking", "codelists")


def _files() -> dict[str, str]:
    found = (path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in found}


def _asks(source: str) -> list[str]:
    """The comparisons of a file with the code of a language."""
    codes = {*CODES, *BASIC}
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        for side in node.comparators
        if any(isinstance(one, ast.Constant) and one.value in codes for one in _members(side))
        and re.search(r"lang|prior|language", ast.unparse(node.left))
    ]


def _members(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Set | ast.Tuple | ast.List) else [node]


def test_code_is_in_plain_letters():
    assert [name for name, source in _files().items() if not source.isascii()] == []


def test_code_asks_what_a_language_does_not_which_it_is():
    asking = {name: _asks(source) for name, source in _files().items()}
    assert {name: found for name, found in asking.items() if found} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = hit.lang == "kk"', 1),
        ('x = passage.language in {"fr", "sw"}', 1),
        ('x = lang != "de" and other.language == REFERENCE', 1),
        ('x = word in {"de", "du"}', 0),
        ("x = traits(lang).unit_first", 0),
    ],
)
def test_a_question_for_a_language_is_found(source, found):
    assert len(_asks(source)) == found
