"""The expressions over large tables of flows as SQL whose text never changes: compiled once, kept, run by DuckDB.

Compiling one takes ten milliseconds, as long as a look-up of one pair takes. `tools/compile_plan.py` writes
`flows.json` from `pillars.flows`; a test compiles them anew and compares. Other engines take the expressions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from hali.errors import QuestionError
from hali.pillars import flows

if TYPE_CHECKING:
    import duckdb

COMPILED = "flows.json"
"""The compiled expressions, in this package."""

_STANDING = {"exporter": "-1000001", "importer": "-1000002", "margin": "0.1234567"}
"""Numbers that stand in the expressions while they are compiled, for those a question gives."""


def compiled() -> dict[str, str]:
    """SQL of each expression, by its name; `$exporter`, `$importer` and `$margin` are the question's."""
    import ibis

    told = flows.unbound()
    both = flows.unbound("exports"), flows.unbound("imports")
    exporter, importer = int(_STANDING["exporter"]), int(_STANDING["importer"])
    margin = float(_STANDING["margin"])
    expressions = {
        "by_exporter": flows.by_exporter(told),
        "advantage": flows.advantage(told),
        "by_chapter": flows.by_chapter(told, exporter, importer),
        "concentration": flows.concentration(told),
        "mirrored": flows.mirrored(*both, margin),
        "gaps_by_pair": flows.gaps_by_pair(*both, margin),
    }
    found = {}
    for name, expression in expressions.items():
        sql = str(ibis.to_sql(expression, dialect="duckdb"))
        if "mirror" in name or "gaps" in name:
            standing = f"{1 + margin!r}"
            sql = sql.replace(standing, "(1 + $margin::double)")
        for slot in ("exporter", "importer"):
            sql = sql.replace(f"CAST({_STANDING[slot]} AS BIGINT)", f"${slot}").replace(_STANDING[slot], f"${slot}")
        found[name] = " ".join(sql.split())
    return found


@cache
def kept() -> Mapping[str, str]:
    """The SQL in this package."""
    text = (resources.files("hali.pillars") / COMPILED).read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def run(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    scans: Mapping[str, str],
    columns: Sequence[str] = ("i", "j", "k", "v"),
    **values: float,
) -> duckdb.DuckDBPyRelation:
    """The rows of an expression over tables that lie in files or in the connection.

    Args:
        connection: a DuckDB.
        name: of the expression: `by_exporter`, `advantage`, `by_chapter`, `concentration`, `mirrored`, `gaps_by_pair`.
        scans: `flows`, or `exports` and `imports`, each with the SQL that reads it: `read_parquet('2023.parquet')`.
        columns: exporter, importer, product and value in them; those of BACI by default.
        values: `exporter` and `importer` of `by_chapter`, `margin` of the last two.

    Raises:
        QuestionError: no such expression.
    """
    if name not in kept():
        raise QuestionError(f"no expression {name!r}; there are {', '.join(kept())}")
    told = ", ".join(
        f'"{column}"::{"double" if target == "value" else "bigint"} as {target}'
        for target, column in zip(flows.FLOWS, columns, strict=True)
    )
    tables = ", ".join(f'"{table}" as (select {told} from {scan})' for table, scan in scans.items())
    return connection.sql(f"with {tables} select * from ({kept()[name]})", params=values or None)
