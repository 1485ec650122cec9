"""What is compiled of CLDR is what Babel says, and plural forms are those of its rules."""

from __future__ import annotations

import runpy
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale

from hali import cldr
from hali.languages import CODES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "hali" / "cldr" / "data"


def test_files_are_what_the_tool_writes() -> None:
    files = runpy.run_path(str(ROOT / "tools" / "compile_cldr.py"))["files"]()
    held = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir() if path.is_file()}
    assert held == files, "run tools/compile_cldr.py"


NUMBERS = [
    *range(131),
    *(Decimal(text) for text in ("0.0", "1.0", "1.00", "1.5", "2.0", "5.2", "21.0", "1000000", "2000000", "1000000.0")),
    *(0.5, 1.2, 1_000_000, 3_000_000, 1_000_001),
]


@pytest.mark.parametrize("lang", CODES)
def test_plural_forms_are_those_of_the_rules(lang: str) -> None:
    rule = Locale.parse(lang).plural_form
    assert [cldr.plural(lang, number) for number in NUMBERS] == [rule(number) for number in NUMBERS]


def test_zeros_printed_count_though_the_numbers_are_equal() -> None:
    assert cldr.plural("en", 1) == "one"
    assert cldr.plural("en", Decimal("1.0")) == "other"
    assert cldr.plural("en", 1) == "one"
