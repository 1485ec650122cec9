"""Files of UN Comtrade's web sites, as rows with the names of its API.

The site of today (`TradeData_*.csv`, `.xlsx`): the fields of the API under their names, every row with a comma too
many at its end, the code page of western Europe. The site until 2023 (`comtrade.csv`, `comtrade_trade_data.csv`):
columns in words, `Trade Value (US$)`, flows as numbers, blank where nothing is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from hali.access.formats import by_hand

CAPS = frozenset({500, 50_000, 100_000, 250_000})
"""Rows at which the sites cut a file off."""

_NEW = frozenset(
    {
        *("typecode", "classificationcode", "cmdcode", "flowcode", "period", "reportercode", "partnercode"),
        *("partner2code", "motcode", "customscode", "primaryvalue"),
    }
)
_OLD: Mapping[str, str] = MappingProxyType(
    {
        "classification": "classificationcode",
        "period": "period",
        "tradeflowcode": "flowcode",
        "reportercode": "reportercode",
        "partnercode": "partnercode",
        "2ndpartnercode": "partner2code",
        "customsproccode": "customscode",
        "modeoftransportcode": "motcode",
        "commoditycode": "cmdcode",
        "tradevalueus": "primaryvalue",
    }
)
_FLOWS = {"1": "M", "2": "X", "3": "RX", "4": "RM"}
_BLANK = {"partner2code": 0, "motcode": 0, "customscode": "C00"}


def is_one(body: bytes) -> bool:
    """Whether bytes are such a file; an answer of the API is none."""
    return not body.lstrip().startswith(b"{") and by_hand.has(body, lambda _, row: _fields(row) is not None)


def rows(body: bytes) -> Iterator[dict[str, Any]]:
    """Rows by the lower-case names of the API's fields.

    Raises:
        ValueError: no such file, or a row of another length than the header.
    """
    header, listed = by_hand.found(body, lambda _, row: _fields(row) is not None)
    fields = _fields(header) or {}
    old = "primaryvalue" not in {_plain(name) for name in header}
    for number, row in enumerate(listed, 2):
        if not any(row):
            continue
        if len(row) < len(header) or any(row[len(header) :]):
            raise ValueError(f"row {number} has {len(row)} cells, the header {len(header)}: the file is cut off")
        yield _row({name: row[at] for name, at in fields.items()}, old)


def _row(cells: dict[str, Any], old: bool) -> dict[str, Any]:
    if old:
        cells["flowcode"] = _FLOWS.get(cells["flowcode"], cells["flowcode"])
        cells["typecode"] = "C"
    for name, total in _BLANK.items():
        if not cells[name]:
            cells[name] = total
        elif cells[name].isdigit():
            cells[name] = int(cells[name])
    # a spreadsheet takes the zero from chapters 01 to 09; codes have an even number of digits
    if cells["cmdcode"].isdigit() and len(cells["cmdcode"]) % 2:
        cells["cmdcode"] = f"0{cells['cmdcode']}"
    cells["primaryvalue"] = float(cells["primaryvalue"]) if cells["primaryvalue"] else None
    return cells


def _plain(name: str) -> str:
    """The name of a column without signs and blanks, in small letters."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _fields(header: by_hand.Row) -> dict[str, int] | None:
    """Field -> place of its column; None where a row is no header."""
    names = [_plain(name) for name in header]
    if set(names) >= _NEW:
        return {name: names.index(name) for name in _NEW}
    if set(names) >= set(_OLD):
        return {field: names.index(name) for name, field in _OLD.items()}
    return None
