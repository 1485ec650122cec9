"""Cells of CSV: a text that a spreadsheet would take for a formula is told apart from one."""

from __future__ import annotations

import re

FORMULA = "^[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]"
"""How a cell begins that a spreadsheet may compute. Understood by `re` and by Arrow."""

NUMBER = r"^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$"
"""A number: a sign before it makes no formula. Understood by `re` and by Arrow."""

MARK = "'"
"""What is put before a text that is no formula; spreadsheets write it themselves."""

_FORMULA, _NUMBER = re.compile(FORMULA), re.compile(NUMBER.replace("$", r"\Z"))


def is_formula(text: str) -> bool:
    r"""Whether a spreadsheet might compute a text.

    >>> [is_formula(text) for text in ("=1+1", "@SUM(A1)", "-3 %", "-3.5", "3", "", "\t=1")]
    [True, True, True, False, False, False, True]
    """
    return bool(_FORMULA.match(text)) and not _NUMBER.match(text)


def neutral(cell: object) -> object:
    """A cell as it is, with MARK before a text that would be a formula; numbers stay numbers.

    >>> neutral("=1+1"), neutral("-3.5"), neutral(-3.5), neutral("Trade")
    ("'=1+1", '-3.5', -3.5, 'Trade')
    """
    return MARK + cell if isinstance(cell, str) and is_formula(cell) else cell
