"""Make the large tables of `src/hali/record/embedded/tables` from the compilations of open data of the world.

`world.toml` beside this file says of each table where its rows come from and what becomes of them: which series ship
under which of our measures, which rows are left out and why. Rows that a text table has already are left out, too. The
compilations lie beside the repository; the same compilations give the same bytes. After this, `tools/seed.py`.

    python tools/world.py ../shared [TABLE ...]
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from hali.codelists import areas
from hali.record import engine, tables
from hali.record.seed import ORDER
from hali.record.vintages import KEY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "hali" / "record" / "embedded" / "tables"

SAME = (*KEY, "dataflow")
"""What two rows of one figure have in common, whichever edition each is from."""


def made(compilations: Path, declared: Mapping[str, Any], text: pa.Table) -> pa.Table:
    """The rows of one table, with the columns of an observation, in the order of what ships.

    Args:
        compilations: the folder they lie in.
        declared: its entry of `world.toml`.
        text: the rows of all text tables.
    """
    connection = engine.opened()
    connection.register("text", text)
    named = [(theirs, ours) for theirs, ours in declared["measures"].items()]
    listed = ", ".join(f"({engine.quoted(theirs)}, {engine.quoted(ours)})" for theirs, ours in named)
    replaced = declared.get("set", {}) | {"measure": "ours"}
    changes = ", ".join(f'{sql} as "{column}"' for column, sql in sorted(replaced.items()))
    columns = ", ".join(f'"{column}"' for column in tables.OBSERVATION)
    file = engine.quoted(str(compilations / f"{declared['from']}.parquet"))
    order = ", ".join(f'"{column}"' for column in ORDER)
    shown = "chosen"
    if "sum" in declared:
        kept = ", ".join(f'"{column}"' for column in tables.OBSERVATION if column not in {declared["sum"], "value"})
        shown = f"(select {kept}, '_Z' as {declared['sum']}, sum(value) as value from chosen group by all)"  # noqa: S608
    if "blocs" in declared:
        members(connection, declared["blocs"])
        kept = ", ".join(f'"{column}"' for column in tables.OBSERVATION if column not in {"partner", "value"})
        shown = f"""(select {kept}, bloc as partner, sum(value) as value from chosen join members
            on member = partner and bloc not in (select bloc from members where member = reporter) group by all)"""  # noqa: S608
    query = f"""
        with named(theirs, ours) as (values {listed}),
        chosen as (
            select r.* replace ({changes}) from read_parquet({file}) r join named on r.measure = theirs
            where {declared.get("where", "true")})
        select {columns} from {shown} anti join text using ({", ".join(SAME)}) order by {order}
    """  # noqa: S608 - the declaration is ours
    rows: pa.Table = connection.sql(query).to_arrow_table()
    connection.close()
    return rows


def members(connection: DuckDBPyConnection, blocs: list[str]) -> None:
    """The table of members of blocs on the last day of 2022: bloc, member."""
    pairs = [(bloc, member) for bloc in blocs for member in sorted(areas.members(bloc, date(2022, 12, 31)))]
    connection.register("members", pa.table({"bloc": [b for b, _ in pairs], "member": [m for _, m in pairs]}))


def votes(compilations: Path) -> pa.Table:
    """Votes in the shipped roll calls by the areas `votes.csv` has no column for: rcid, area, vote."""
    connection = engine.opened()
    calls = tables.votes()
    told = {area for call in calls for area in call.votes}
    wanted = pa.array(sorted(set(areas.codes()) - told), pa.string())
    connection.register("calls", pa.table({"rcid": pa.array([call.id for call in calls], pa.int64())}))
    connection.register("wanted", pa.table({"area": wanted}))
    file = engine.quoted(str(compilations / "world" / "parquet" / "votes_all.parquet"))
    query = f"""
        with cast_ as (select rcid, unnest(string_split(areas, ' ')) as area, vote from read_parquet({file}))
        select rcid, area, vote from cast_ semi join calls using (rcid) semi join wanted using (area)
        order by area, rcid
    """  # noqa: S608 - no text of others
    rows: pa.Table = connection.sql(query).to_arrow_table()
    connection.close()
    return rows


def main(compilations: Path, chosen: list[str]) -> None:
    """Write the chosen tables, without a choice all of them."""
    text = tables.read_embedded()
    told = tomllib.loads((HERE / "world.toml").read_text(encoding="utf-8"))
    for name, declared in told.items():
        if not chosen or name in chosen:
            save(made(compilations, declared, text), TARGET / f"{name}.parquet")
    if not chosen or "votes" in chosen:
        save(votes(compilations), TARGET / tables.MORE_VOTES)


def save(rows: pa.Table, file: Path) -> None:
    """Write a table and say how large it is."""
    pq.write_table(rows, file, compression="zstd", compression_level=15)
    print(f"{file.stem}: {rows.num_rows:,} rows, {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
