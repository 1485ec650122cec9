"""The words of routes: `routes.toml` in the folder of a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from hali.languages import folder


@cache
def table(lang: str) -> Mapping[str, Any]:
    """Words of a language: table -> key -> text."""
    return folder.toml(lang, "routes.toml")
