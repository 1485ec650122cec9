"""How much an answer holds: items are added while there is room, and what is left out is counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hali.languages.marks import ELLIPSIS

FULL = 3_900
"""Bytes an answer takes at the most where nothing else is asked for."""

COMPACT = 1_450
"""Bytes of a compact answer."""


def size(answer: object) -> int:
    """Bytes an answer takes as JSON."""
    return len(written(answer).encode())


def written(answer: object) -> str:
    """An answer as JSON, the same text for the same answer in every process."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def most(compact: bool) -> int:
    """The bytes there are."""
    return COMPACT if compact else FULL


def fill(answer: dict[str, Any], key: str, items: Sequence[Any], limit: int) -> dict[str, Any]:
    """The answer with as many of the items as there is room for, and under `left_out` how many there was none for.

    Args:
        answer: what is said already.
        key: where the items go.
        items: the most telling first.
        limit: bytes of the whole.
    """
    filled: dict[str, Any] = {**answer, key: []}
    room = limit - size(filled) - len(',"left_out":{}') - len(f'"{key}":9999,') - 20
    for item in items:
        room -= size(item) + 1
        if room < 0:
            break
        filled[key].append(item)
    missing = len(items) - len(filled[key])
    if missing:
        filled["left_out"] = {**answer.get("left_out", {}), key: missing}
    return filled


def cut(text: str, limit: int) -> str:
    """A text of at most so many characters, with three dots where it goes on."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS
