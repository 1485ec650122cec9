"""Every indicator gives the same readings on DuckDB, on Spark and on Sail: what ships, and harvested vintages on it.

Of what ships the rows of SOME about one another are taken, so that the tests last as long when the record grows; Sail
is Spark's protocol without Java.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from unittest.mock import patch

import duckdb
import pyarrow.parquet as pq
import pytest
from tests.record import tiny
from tests.replay.fake import row

from hali.codelists import areas
from hali.model.definition import DEFINITION_COLUMNS
from hali.pillars import build, pillars
from hali.pillars.plan import MADE, plan
from hali.record import asking, readings, roll_calls, seed, spark
from hali.record.asking import EVERYBODY
from hali.record.engine import Engine
from hali.record.engines import started
from hali.record.lists import ROLL_CALLS, everyone
from hali.record.store import Record
from hali.record.warehouse import Warehouse

pytestmark = pytest.mark.slow

JAVA = pytest.mark.skipif(
    find_spec("pyspark") is None or which("java") is None, reason="the extra hali[spark] or Java is not installed"
)
SAIL = pytest.mark.skipif(find_spec("pysail") is None, reason="pysail is not installed")
OTHERS = [pytest.param("spark", marks=JAVA), pytest.param("sail", marks=SAIL)]

NOT_SHIPPED = {"trade.printed"}
"""Indicators of whose series nothing ships: the pages with printed shares were left out of the newest edition."""

COMPUTED = [one.id for pillar in pillars() for one in pillar.indicators if one.expression and one.id not in NOT_SHIPPED]

SOME = everyone(["EAEU"]) | {"EU27_2020", "EAEU", "DEU", "FRA", "POL", "ROU", "GBR", "CHN", "USA"}
"""The countries and blocs of whom rows are taken, as far as they are about one another, about the world or nobody."""

OTHERS_THAN_COUNTRIES = frozenset(code for code in areas.codes() if areas.area(code).kind != "country")

SHARED_KEY = ", ".join(f'"{column}"' for column in DEFINITION_COLUMNS)
NUMBERS = ("value", "granule")
EQUAL = [column for column in MADE if column not in {*DEFINITION_COLUMNS, *NUMBERS}]

TOLERANCE = 1e-9
"""Relative; engines add and divide in their own order."""

QUIET = {"SPARK_LOCAL_IP": "127.0.0.1", "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1"}
"""No network, and no compiler that pays off only after minutes."""


def some_of_what_ships(folder: Path) -> Path:
    """The rows of SOME, as a folder that ships."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def are(column: pa.ChunkedArray, codes: Iterable[str]) -> pa.ChunkedArray:
        return pc.is_in(column, pa.array(sorted(codes)))

    package = seed.folder()
    votes = pq.read_table(seed.votes(package))
    parts = []
    for one in seed.seeds(package).values():
        rows = pq.read_table(package / one.file)
        reporters = are(rows["reporter"], SOME | {ROLL_CALLS, "_Z"})
        mine = rows.filter(pc.and_(reporters, are(rows["partner"], SOME | OTHERS_THAN_COUNTRIES)))
        parts.append(mine.append_column("dataflow", pa.repeat(one.dataflow, len(mine))))
    seed.save(folder, pa.concat_tables(parts, promote_options="permissive"), votes.filter(are(votes["area"], SOME)))
    return folder


def harvested(folder: Path, shipped: Path) -> Warehouse:
    """Two vintages of a table of months on top: of the first a value is revised, of June 2021 one is withdrawn."""
    rows = [
        row(f"{year}-{month:02}", 1e6 * year + 12345.67 * month / 7, freq="M", flow=flow, partner=partner)
        for year in (2020, 2021)
        for month in range(1, 13)
        for flow in ("X", "M")
        for partner in ("DEU", "FRA")
    ]
    rows += [row("2019", value, partner=partner) for partner, value in (("DEU", 7e9), ("FRA", 8e9), ("WLD", 15e9))]
    revised = [dict(rows[0], value=1.5e9), *(r for r in rows[1:] if (r["period"], r["flow"]) != ("2021-06", "M"))]
    drafts = [tiny.draft(*told, day=day) for told, day in ((rows, "2025-01-01"), (revised, "2025-02-01"))]
    return tiny.warehouse(folder, *drafts, shipped=shipped)


@contextmanager
def sail(folder: Path) -> Iterator[Engine]:
    """The engine for Spark, on a server of Sail in this process."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").create()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    try:
        yield spark.Spark(session, folder)
    finally:
        session.stop()
        server.stop()


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Some of what ships, and the harvested table."""
    folder = tmp_path_factory.mktemp("engines")
    return harvested(folder, some_of_what_ships(folder / "ships"))


@pytest.fixture(scope="module")
def inputs(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every engine reads."""
    folder = tmp_path_factory.mktemp("inputs")
    build.inputs(warehouse, folder)
    return folder


def computed(on: Engine, inputs: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    """The readings of all parts of the plan on an engine, as the table `readings`."""
    for file in inputs.iterdir():
        (folder / file.name).symlink_to(file)
    made = build.computed(on, folder, set(plan().parts))
    connection = duckdb.connect()
    connection.read_parquet([str(file) for file in made.values()]).create("readings")
    return connection


@pytest.fixture(scope="module")
def mine(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The readings of DuckDB, one file a part of the plan in a folder."""
    folder = tmp_path_factory.mktemp("duckdb")
    with started("duckdb", "", folder) as on:
        computed(on, inputs, folder).close()
    return folder


@pytest.fixture(scope="module", params=OTHERS)
def both(
    request: pytest.FixtureRequest, inputs: Path, mine: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The readings of DuckDB as the table `mine`, and of another engine as `readings`."""
    folder = tmp_path_factory.mktemp(request.param)
    # a session of Spark Connect tells the processes after it, by the environment, that they want one too
    with patch.dict(os.environ, QUIET):
        kept = folder / "kept"
        with sail(kept) if request.param == "sail" else started("spark", "local[2]", folder) as on:
            connection = computed(on, inputs, folder)
    connection.read_parquet(str(mine / "readings_*.parquet")).create("mine")
    yield connection
    connection.close()


@pytest.mark.parametrize("indicator", COMPUTED)
def test_readings_are_the_same(both: duckdb.DuckDBPyConnection, indicator: str) -> None:
    here, there = (f"(from {name} where indicator = '{indicator}')" for name in ("mine", "readings"))
    different = " or ".join(
        [f'a."{name}" is distinct from b."{name}"' for name in EQUAL]
        + [f"coalesce(abs(a.{n} - b.{n}) <= {TOLERANCE} * abs(a.{n}), false) = false" for n in NUMBERS]
    )
    ((rows,),) = both.sql(f"select count(*) from {here}").fetchall()
    assert rows > 0
    pairs = f"{here} a full join {there} b using ({SHARED_KEY})"
    assert both.sql(f"select {SHARED_KEY}, a, b from {pairs} where {different} limit 3").fetchall() == []


def test_there_are_no_other_readings(both: duckdb.DuckDBPyConnection) -> None:
    for name in ("mine", "readings"):
        found = both.sql(
            f"select indicator, count(*) = count(distinct ({SHARED_KEY})) from {name} group by all"
        ).fetchall()
        assert sorted(found) == sorted((one, True) for one in COMPUTED)


def test_columns_are_of_the_same_types(both: duckdb.DuckDBPyConnection) -> None:
    here, there = (both.sql(f"describe {name}").fetchall() for name in ("mine", "readings"))
    assert here == there


def facts(one: Record) -> list[tuple[object, ...]]:
    """Every reading with its cells, its sources, and the day from which it no longer holds."""
    index, rows = readings.rows(one)
    made = [index.made_of(row) for row in rows.tolist()]
    return [(*told, gone) for told, gone in zip(zip(index.read(rows), made, strict=True), index.gone, strict=True)]


def test_look_ups_in_a_built_record_are_those_computed_when_asked(tmp_path: Path) -> None:
    """On a made-up record; `taken` and `compute` never meet in one data folder."""
    shipped = tiny.ships(tmp_path / "ships", votes=VOTES, rows=CALLS)
    asked, made = (harvested(tmp_path / name, shipped) for name in ("asked", "built"))
    files = build.build(made)
    assert build.build(made) == []
    before = {file: file.stat().st_mtime_ns for file in files}
    expected, found = facts(Record(asked)), facts(Record(made))
    assert expected == found
    assert {reading.definition.measure for reading, *_ in found} >= {"imports", "partner_rank", "un_vote_agreement"}
    assert {gone for *_, gone in found} == {"", "2025-02-01"}
    assert {file: file.stat().st_mtime_ns for file in files} == before
    kept = {path.relative_to(made.folder).parts[0] for path in made.folder.rglob("*.arrow")}
    assert kept == {"rates"}, "what was built is not computed again"


VOTES = [
    (number, f"{year}-12-01", ["hr"], area, "YNA"[(number + at) % 3] if at < 2 else "Y")
    for number, year in ((n, 2000 + n % 3) for n in range(45))
    for at, area in enumerate(("DEU", "KAZ", "FRA"))
]
CALLS = [
    row(
        str(year),
        15,
        measure="un_roll_calls",
        reporter="WLD",
        partner="_Z",
        flow="_Z",
        product="_Z",
        unit="NR",
        dataflow=roll_calls.DATAFLOW,
        vintage="2021-03",
    )
    for year in (2000, 2001, 2002)
]


PAIRS = [("KAZ", "EU"), ("EU", "KAZ"), ("DEU", "EAEU"), ("KGZ", EVERYBODY)]


LONGER = f"""
    from now n join {{then}} t using ({SHARED_KEY})
    where n.stood > t.stood or exists (from {{then}} where known > n.stood and known <= t.stood) limit 3
"""
"""A table read whole has days on which nothing of a pair was new: how long a reading stood differs by them only.

What follows from readings at look-up rests on which of them stood on the day another came, and so is the same.
"""


def test_of_all_pairs_one_is_what_it_is_when_asked(warehouse: Warehouse, inputs: Path, mine: Path) -> None:
    """From a file of all pairs of what ships come the same readings, of the same observations, as from a question."""
    shares = warehouse.shares([], PAIRS)
    cursor = warehouse.cursor()
    cursor.register("rated", warehouse.rates[1])
    for share in shares:
        held = asking.taken(mine / f"readings_{share.part}.parquet", inputs / "cells.parquet", share)
        assert held is not None
        for number, table in enumerate(held):
            cursor.register(f"built_{number}_{shares.index(share)}", table)
    for a, b in PAIRS:
        wanted = [share for share in shares if (share.reporter, share.partner) == (a, b)]
        asked = warehouse.cursor()
        asked.register("rates", warehouse.rates[0])
        for share, tables in asking.compute(asked, warehouse.plan, warehouse.held, wanted):
            for number, table in enumerate(tables):
                cursor.register("now", table)
                then = f"built_{number}_{shares.index(share)}"
                columns = ", ".join(f'"{name}"' for name in table.column_names if name != "stood")
                # the rates, which every look-up adds, are among what was built
                both = "now" if number == 0 else "(from now union from rated)"
                for one, other in (("now", then), (then, both)):
                    apart = f"select {columns} from {one} except all select {columns} from {other}"
                    assert cursor.sql(f"{apart} limit 3").fetchall() == [], (share, one)
                if number == 0:
                    assert cursor.sql(LONGER.format(then=then)).fetchall() == [], share
        asked.close()
    cursor.close()


def test_a_measure_asked_of_everybody_by_itself_has_the_readings_it_has_with_all_others(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """It reads its own stored series alone."""
    index, rows = readings.rows(Record(warehouse))
    together: dict[str, set[str]] = defaultdict(set)
    for reading in index.read(rows):
        together[reading.definition.measure].add(reading.id)
    one = Record(harvested(tmp_path, some_of_what_ships(tmp_path / "ships")))
    for measure in sorted(warehouse.plan.measures):
        if any(part.series([measure]) for part in warehouse.plan.parts.values()):
            assert {reading.id for reading in readings.find(one, [measure])} == together[measure], measure


SCRIPT = """
import sys
from pathlib import Path
from hali import cli
from hali.record import seed

shipped = Path(sys.argv.pop(1))
seed.folder = lambda: shipped
cli.main()
"""
"""The command, in a package that ships less."""


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=JAVA)])
def test_the_command_says_one_line_and_leaves_nothing_behind(tmp_path: Path, engine: str) -> None:
    shipped = tiny.ships(tmp_path / "ships", votes=VOTES, rows=CALLS)
    made = harvested(tmp_path, shipped)
    options = ["--engine", "spark", "--master", "local[1]"] if engine == "spark" else []

    def said() -> str:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(shipped), "record", "build", *options],
            cwd=tmp_path,
            env={**os.environ, "HALI_DATA": str(tmp_path / "data"), **QUIET},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert said() == f"all readings of record {made.id}: computed by {engine}, in {made.folder}\n"
    names = (*made.plan.parts, "cells")
    built = [made.built(name) for name in names]
    assert {path for path in made.folder.rglob("*") if path.is_file() and path.suffix != ".arrow"} == {
        *built,
        *(path.with_name(f"{path.name}.sha256") for path in built),
        made.folder / "withdrawals.json",
        made.folder / "checked.json",
    }
    assert {path.name for path in made.folder.iterdir()} == {*names, "rates", "withdrawals.json", "checked.json"}
    assert {path.name for path in tmp_path.iterdir()} == {"ships", "data"}
    assert said() == f"all readings of record {made.id}: was there already, in {made.folder}\n"
