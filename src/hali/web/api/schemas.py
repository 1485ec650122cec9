"""JSON Schema (2020-12) of every document hali writes, made from the types; `docs/generate.py` writes them down."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from hali.retrieval import Explanation
from hali.web.api import shapes

DOCUMENTS: dict[str, tuple[Any, str]] = {
    "brief": (shapes.Brief, "hali brief --format json"),
    "report": (shapes.Report, "hali check --format json"),
    "readings": (list[shapes.ReadingRow], "hali readings --format json"),
    "explanation": (Explanation, "hali explain --json"),
    "measures": (list[shapes.Measure], "hali measures --format json"),
    "areas": (list[shapes.Area], "hali areas --format json"),
    "sources": (list[shapes.Source], "hali sources --format json"),
    "routes": (shapes.Routes, "hali routes --format json"),
    "problem": (shapes.Problem, "an error of the API (RFC 9457)"),
}
"""Name -> the type a document is of, and what writes it."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a document.

    Args:
        name: one of DOCUMENTS.
    """
    kind, written_by = DOCUMENTS[name]
    made = TypeAdapter(kind).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **made,
        "$comment": f"what is written by: {written_by}",
    }
