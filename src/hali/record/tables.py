"""The embedded record as it lies in the package: tables, dataflows, origins, events, votes.

`embedded/dataflows.toml` declares every dataflow and how each file of `embedded/tables/` becomes observations;
nothing about a single table is written in code. Small tables are text, close to how their publishers print them; large
ones are Parquet in the layout of observations already (`tools/world.py` made them), and not in the package: what ships
is made of both (`record.seed`).
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from hali.errors import RecordError
from hali.model.dataflow import Dataflow
from hali.model.observation import COLUMNS, STATUSES, Event, Origin

if TYPE_CHECKING:
    import pyarrow as pa

EMBEDDED = resources.files("hali.record") / "embedded"
"""Folder of the embedded record."""

OBSERVATION: tuple[str, ...] = tuple(c for c in COLUMNS if c != "cell")
"""Columns of the table `read_embedded` returns, in order: text, but `value` is a float."""

_OPTIONAL = {"partner": "_Z", "flow": "_Z", "product": "_Z"}

_FREQUENCIES = {
    "_Z": "_Z",
    "_O": "[0-9]{4}-[0-9]{2}-[0-9]{2}/P[0-9]+[YMD]",
    "A": "[0-9]{4}",
    "S": "[0-9]{4}-S[12]",
    "Q": "[0-9]{4}-Q[1-4]",
    "M": "[0-9]{4}-[0-9]{2}",
    "D": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
}


@dataclass(frozen=True, slots=True)
class RollCall:
    """One recorded vote of the UN General Assembly.

    Attributes:
        id: number of the roll call.
        resolution: symbol of the resolution.
        date: ISO day.
        issues: tags of the subject (`me`, `nu`, `di`, `hr`, `co`, `ec`).
        votes: area code -> `Y`, `N` or `A` (abstained); an area without a vote is not in it.
    """

    id: int
    resolution: str
    date: str
    issues: tuple[str, ...]
    votes: dict[str, str]


LARGE = ".parquet"
"""How the name of a large table ends."""

MORE_VOTES = "votes_of_the_world.parquet"
"""The large table of the votes of areas `votes.csv` has no column for: rcid, area, vote."""


def read_embedded() -> pa.Table:
    """The observations of all text tables, in the order of `dataflows.toml`, of the rows and of the columns.

    Returns:
        A table with the columns `OBSERVATION`; `value` in base units of `unit`, everything else text.

    Raises:
        RecordError: a file does not fit its declaration.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    # One long CSV for Arrow's own reader: building arrays from Python objects would import pandas.
    long = io.StringIO(newline="")
    writer = csv.writer(long, lineterminator="\n")
    for declared in _declaration()["table"]:
        if not declared["file"].endswith(LARGE):
            writer.writerows(_observations(declared))
    types = {c: pa.float64() if c == "value" else pa.string() for c in OBSERVATION}
    return arrow_csv.read_csv(
        pa.py_buffer(long.getvalue().encode()),
        read_options=arrow_csv.ReadOptions(column_names=list(OBSERVATION)),
        convert_options=arrow_csv.ConvertOptions(column_types=types),
    )


def read_large(dataflow: str) -> pa.Table:
    """The observations of the large tables of a dataflow, with the columns OBSERVATION; no rows where there are none.

    Raises:
        RecordError: a file does not hold those columns, or rows of another dataflow.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    schema = pa.schema([(c, pa.float64() if c == "value" else pa.string()) for c in OBSERVATION])
    parts = [schema.empty_table()]
    for declared in _large(dataflow):
        with (EMBEDDED / "tables" / declared["file"]).open("rb") as stream:
            read = pq.read_table(stream)
        if read.schema.names != schema.names or not pc.all(pc.equal(read["dataflow"], dataflow)).as_py():
            raise RecordError(f"{declared['file']}: its columns or its dataflow are not as dataflows.toml declares")
        parts.append(read.cast(schema))
    return pa.concat_tables(parts)


def _large(dataflow: str) -> list[dict[str, Any]]:
    """The declared large tables of a dataflow."""
    return [t for t in _declaration()["table"] if t["file"].endswith(LARGE) and t["dataflow"] == dataflow]


def _observations(declared: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The observations of one file as text, in the order of `OBSERVATION`."""
    name, columns = declared["file"], declared["columns"]
    plans = [(column, _OPTIONAL | declared["set"] | sets) for column, sets in columns.items()]
    pick = itemgetter(*OBSERVATION)
    reader = csv.DictReader((EMBEDDED / "tables" / name).read_text(encoding="utf-8").splitlines())
    header = set(reader.fieldnames or ())
    for column, sets in plans:
        if column not in header or header - set(columns) | set(sets) | {"freq", "value"} != set(OBSERVATION):
            raise RecordError(f"{name}: column {column!r} and its dimensions are not as dataflows.toml declares")
    for row in reader:
        keys = {c: cell for c, cell in row.items() if c not in columns}
        if not all(keys.values()):
            raise RecordError(f"{name}, line {reader.line_num}: a cell is empty; write _Z for 'not applicable'")
        for column, sets in plans:
            if value := row[column]:
                cells = {**sets, **keys, "value": value}
                cells["freq"] = _frequency(cells["period"])
                yield pick(cells)


@cache
def _frequency(period: str) -> str:
    """SDMX frequency of a period, by its form."""
    for code, form in _FREQUENCIES.items():
        if re.fullmatch(form, period):
            return code
    raise RecordError(f"period {period!r} is not an SDMX time period such as 2021, 2021-03 or 2022-01-01/P11M")


@cache
def dataflows() -> dict[str, Dataflow]:
    """Every dataflow of the embedded record by id, in order of declaration."""
    return {id: Dataflow(id=id, **fields) for id, fields in _declaration()["dataflow"].items()}


def wholes(dataflow: str) -> tuple[str, ...]:
    """The vintages of a dataflow in which the sum over the partners is the total over all."""
    usual = dataflows()[dataflow].world
    return _vintages(dataflow, lambda declared: bool(declared.get("world", usual) == "sum"))


def partials(dataflow: str) -> tuple[str, ...]:
    """The vintages of a dataflow that leave partners out, although as a rule it lists every one."""
    return _vintages(dataflow, lambda declared: bool(declared.get("partial", False)))


def _vintages(dataflow: str, chosen: Callable[[dict[str, Any]], bool]) -> tuple[str, ...]:
    """The vintages of the chosen tables of a dataflow."""
    listed = set()
    for declared in filter(chosen, _declaration()["table"]):
        if declared["file"].endswith(LARGE):
            listed |= set(declared["vintages"]) if declared["dataflow"] == dataflow else set()
        else:
            sets = [declared["set"] | column for column in declared["columns"].values()]
            listed |= {one["vintage"] for one in sets if one["dataflow"] == dataflow}
    return tuple(sorted(listed))


def vintage_of(file: str) -> str:
    """The vintage of a file of `embedded/tables`."""
    told = (str(declared["set"]["vintage"]) for declared in _declaration()["table"] if declared["file"] == file)
    return next(told, "")


@cache
def origins() -> dict[str, Origin]:
    """Every origin of the embedded record by id."""
    return {row["id"]: Origin(**row) for row in _rows("origins.csv")}


EVENTS = ("events.csv", "events_of_the_world.csv")
"""What single pages tell, and what lists of the world do."""


@cache
def events() -> tuple[Event, ...]:
    """Every dated event of the embedded record, oldest first."""
    found = [_event(row) for name in EVENTS for row in _rows(name)]
    return tuple(sorted(found, key=lambda event: event.date))


def _event(row: dict[str, str]) -> Event:
    """One row of a file of events."""
    status = row["status"]
    if status not in STATUSES:
        raise RecordError(f"events: status {status!r}; accepted are {', '.join(STATUSES)}")
    return Event(
        date=row["date"],
        kind=row["kind"],
        action=row["action"],
        subject=row["subject"],
        parties=tuple(row["parties"].split()),
        title=row["title"],
        pillar=row["pillar"],
        origin=row["origin"],
        status=status,
    )


@cache
def votes() -> tuple[RollCall, ...]:
    """Every roll call of the embedded record, oldest first."""
    return tuple(
        RollCall(
            id=int(row.pop("rcid")),
            resolution=row.pop("resolution"),
            date=row.pop("date"),
            issues=tuple(tag for tag in row.pop("issues").split("+") if tag),
            votes={area: vote for area, vote in row.items() if vote},
        )
        for row in _rows("votes.csv")
    )


def more_votes() -> pa.Table:
    """The votes of `MORE_VOTES` in the roll calls of `votes`."""
    import pyarrow.parquet as pq

    with (EMBEDDED / "tables" / MORE_VOTES).open("rb") as stream:
        return pq.read_table(stream)


@cache
def _declaration() -> dict[str, Any]:
    """The content of `dataflows.toml`."""
    return tomllib.loads((EMBEDDED / "dataflows.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV file of the embedded record, column name -> text."""
    yield from csv.DictReader((EMBEDDED / name).read_text(encoding="utf-8").splitlines())
