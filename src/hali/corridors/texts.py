"""The words of routes, a file a language: `words/<lang>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(lang: str) -> Mapping[str, Any]:
    """Words of a language: table -> key -> text."""
    text = (files("hali.corridors") / "words" / f"{lang}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
