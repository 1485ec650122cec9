"""Parts of a document as bytes that are kept, and back: JSON, so that a kept file holds data and never a program.

A dataclass is `{"": its name, ...fields}`, a list `{"": "list", "items": [...]}`, a dict
`{"": "dict", "items": {...}}`; an array stands for a tuple.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from hali.publish import blocks, document, plots

CLASSES: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        *(blocks.Column, blocks.DataTable, blocks.Figure, blocks.Foreign, blocks.Paragraph, blocks.Plain),
        *(blocks.Quantity, blocks.Quoted, blocks.Statement, document.CitedOrigin, plots.Span, plots.Spans),
    )
}
"""What can be packed."""


def pack(told: tuple[Any, ...]) -> bytes:
    """Parts of a document as bytes.

    Raises:
        TypeError: one holds what is not among CLASSES.
    """
    return json.dumps(_plain(told), ensure_ascii=False, separators=(",", ":")).encode()


def unpack(content: bytes) -> tuple[Any, ...]:
    """The same parts, equal to those that were packed."""
    found: tuple[Any, ...] = _made(json.loads(content))
    return found


def _plain(told: Any) -> Any:
    match told:
        case None | str() | int() | float():
            return told
        case tuple():
            return [_plain(one) for one in told]
        case list():
            return {"": "list", "items": [_plain(one) for one in told]}
        case dict():
            return {"": "dict", "items": {key: _plain(one) for key, one in told.items()}}
    if is_dataclass(told) and CLASSES.get(type(told).__name__) is type(told):
        return {"": type(told).__name__, **{one.name: _plain(getattr(told, one.name)) for one in fields(told)}}
    raise TypeError(f"a {type(told).__name__} is not packed")


def _made(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(map(_made, plain))
    if not isinstance(plain, dict):
        return plain
    held = plain.pop("")
    if held == "list":
        return list(map(_made, plain["items"]))
    if held == "dict":
        return {key: _made(one) for key, one in plain["items"].items()}
    return CLASSES[held](**{name: _made(one) for name, one in plain.items()})
