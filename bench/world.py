"""A synthetic world at full scale, and what the record makes of it.

    python bench/world.py write FOLDER [--editions 4] [--areas 200] [--years 30]     only the Parquet files
    python bench/world.py measure [--editions 1 4] [--areas 200] [--years 30]        take in, open, ask; a table

200 areas with 199 partners each, 30 years, exports and imports: 2.4 M observations an edition. Every edition revises
its last years and a fiftieth of the others. Values come from integers mixed by a fixed rule, so every machine writes
the same world; nothing is read from the network.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measured import Figure, Run, run, table

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

DATAFLOW = "BENCH:WORLD"
"""The table all editions are of."""

LAST_YEAR = 2024
FLOWS = ("X", "M")
BLOCK = 10
"""Reporters in one row group: what is held in memory while a file is written."""

EDITIONS = ("2025-06-01", "2025-09-01", "2025-12-01", "2026-03-01")
"""The day on which each edition comes out."""

LATE_YEARS, SELDOM = 3, 50
"""Years at the end that every edition revises, and one in how many values of the others."""


def world_areas(count: int) -> list[str]:
    """The first `count` countries of the codelist; the European Union, Kazakhstan and Uzbekistan among them."""
    from hali.codelists import areas

    wanted = sorted(areas.members("EU27_2020", areas.FIXED["EU27_2020"]) | {"KAZ", "UZB", "CHN", "RUS"})
    others = [code for code in areas.codes() if areas.area(code).kind == "country" and code not in wanted]
    listed = [*wanted, *others][:count]
    if len(listed) < count:
        raise SystemExit(f"the codelist has {len(listed)} countries, {count} were asked for")
    return sorted(listed)


def mixed(numbers: np.ndarray) -> np.ndarray:
    """64-bit numbers that look random, one for each of `numbers` (splitmix64): the same on every machine."""
    import numpy as np

    with np.errstate(over="ignore"):
        state = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def block(edition: int, reporters: np.ndarray, areas: int, years: int) -> tuple[np.ndarray, ...]:
    """Positions of reporter, partner, year and flow, and the value in USD, of all rows of some reporters."""
    import numpy as np

    grids = np.meshgrid(reporters, np.arange(areas), np.arange(len(FLOWS)), np.arange(years), indexing="ij")
    reporter, partner, flow, year = (grid.ravel() for grid in grids)
    there = reporter != partner
    reporter, partner, flow, year = (column[there] for column in (reporter, partner, flow, year))
    row = ((reporter * areas + partner) * len(FLOWS) + flow) * years + year
    size = 1000 + (mixed(np.arange(areas)) % 1_000_000).astype(np.int64)
    noise = 500 + (mixed(row) % 1000).astype(np.int64)
    value = size[reporter] * size[partner] * (100 + 4 * year) // 100 * noise // 1000
    for number in range(1, edition + 1):
        dice = mixed(row + 1_000_000_007 * number)
        revised = (year >= years - LATE_YEARS) | (dice % SELDOM == 0)
        step = 950 + ((dice >> np.uint64(8)) % 100).astype(np.int64)
        value = np.where(revised, value * step // 1000, value)
    return reporter, partner, year, flow, value.astype(np.float64)


def rows(edition: int, areas: int, years: int) -> Iterator[pa.Table]:
    """The rows of one edition in the publishers' columns, some reporters at a time."""
    import numpy as np
    import pyarrow as pa

    from hali.model.source import ROW

    codes = pa.array(world_areas(areas))
    periods = pa.array([str(LAST_YEAR - years + 1 + at) for at in range(years)])
    fixed = {"measure": "trade_value", "freq": "A", "product": "TOTAL", "unit": "USD", "status": "A"}
    for first in range(0, areas, BLOCK):
        reporters = np.arange(first, min(first + BLOCK, areas))
        reporter, partner, year, flow, value = block(edition, reporters, areas, years)
        columns = {
            "reporter": codes.take(pa.array(reporter)),
            "partner": codes.take(pa.array(partner)),
            "period": periods.take(pa.array(year)),
            "flow": pa.array(FLOWS).take(pa.array(flow)),
            "value": pa.array(value),
            **{name: pa.repeat(text, len(value)) for name, text in fixed.items()},
        }
        yield pa.table({name: columns[name] for name in ROW})


def write(folder: Path, editions: int = 1, areas: int = 200, years: int = 30) -> list[Path]:
    """Write the editions as Parquet files, one a file, oldest first."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for edition, day in enumerate(EDITIONS[:editions]):
        path = folder / f"world-{day}.parquet"
        writer = None
        for part in rows(edition, areas, years):
            writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd", store_schema=False)
            writer.write_table(part)
        assert writer is not None
        writer.close()
        written.append(path)
    return written


TAKE_IN = """
import sys
from dataclasses import asdict
import pyarrow as pa, pyarrow.parquet as pq
from hali.model.dataflow import Dataflow
from hali.model.observation import Origin
from hali.record.store import data_folder
from hali.record.vintages import Draft, Store

path, day, dataflow = sys.argv[1:]
rows = pq.read_table(path)
rows = rows.append_column("origin", pa.repeat(dataflow, rows.num_rows))
origin = Origin(id=dataflow, producer="bench", title="a synthetic world", dataset=dataflow, url_main="",
                date_published=day, retrieved=day, licence="CC0", attribution="", note="made by bench/world.py")
flow = Dataflow(id=dataflow, title="a synthetic world", publisher="bench", complete_partners=True, may_sum=True,
                world="sum")
draft = Draft(source="bench", dataflow=dataflow, slice="", kind="rows", rows=rows, published=day,
              retrieved=day + "T00:00:00+00:00", raw=(), origins=(asdict(origin),))
assert Store(data_folder()).commit([draft], {dataflow: flow.told()})
"""
"""Takes one edition in: the store's own way, without the recognition of a publisher's file."""

ASK = """
import json, sys, time
import hali

def timed(ask):
    start = time.perf_counter()
    found = ask()
    return time.perf_counter() - start, found

measure, reporter, partner = sys.argv[1:]
opening, record = timed(hali.open_record)
ask = lambda: hali.readings(measure, reporter=reporter, partner=partner, all_definitions=True, record=record).table
first, found = timed(ask)
assert found.num_rows, "no reading of the pair"
warm = sorted(timed(ask)[0] for _ in range(9))[4]
print(json.dumps({"opening": opening, "first": first, "warm": warm, "readings": found.num_rows}))
"""
"""Opens the record, asks for all definitions of a measure of a pair, and asks again; prints seconds."""


PAIR, OTHER = ("exports", "DEU", "KAZ"), ("exports", "KAZ", "UZB")
UNTOUCHED = ("un_vote_agreement", "DEU", "KAZ")
"""Questions: two on the world, and one that no edition of it touches."""


@dataclass(frozen=True)
class Asked:
    """What ASK printed: seconds of opening, of the first answer, of a warm one; and peak memory in megabytes."""

    opening: float
    first: float
    warm: float
    readings: int
    megabytes: float


def take_in(path: Path, data: Path) -> Run:
    """Take one edition into the data folder, in a process of its own."""
    return run(["-c", TAKE_IN, str(path), path.stem.removeprefix("world-"), DATAFLOW], data)


def ask(question: tuple[str, str, str], data: Path) -> Asked:
    """Ask one question in a process of its own."""
    asked = run(["-c", ASK, *question], data)
    return Asked(**json.loads(asked.output.splitlines()[-1]), megabytes=asked.megabytes)


def measure(editions: int, areas: int, years: int) -> list[Figure]:
    """Take one world in and ask it, each step a process of its own."""
    work = Path(tempfile.mkdtemp(prefix="hali-world-"))
    try:
        start = time.perf_counter()
        files = write(work / "files", editions, areas, years)
        writing = time.perf_counter() - start
        data = work / "data"
        taken = [take_in(path, data) for path in files[:-1]]
        before = ask(UNTOUCHED, data)
        taken.append(take_in(files[-1], data))
        first = ask(PAIR, data)
        again = ask(PAIR, data)
        other = ask(OTHER, data)
        after = ask(UNTOUCHED, data)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    size = editions * areas * (areas - 1) * years * len(FLOWS) / 1e6
    of = f"{size:.2g} M observations"
    return [
        Figure(f"{of}: writing the files", writing, "s"),
        Figure(f"{of}: taking in, per million", sum(one.seconds for one in taken) / size, "s"),
        Figure(f"{of}: taking in, peak memory", max(one.megabytes for one in taken), "MB"),
        Figure(f"{of}: opening after a new edition", first.opening, "s", 2),
        Figure(f"{of}: opening again", again.opening, "s", 2),
        Figure(f"{of}: first question on a pair", first.first, "s", 1.5),
        Figure(f"{of}: first question on another pair", other.first, "s", 1.5),
        Figure(f"{of}: the same question in a new process", again.first, "s"),
        Figure(f"{of}: all definitions of a measure of the pair, asked again", 1000 * first.warm, "ms", 20),
        Figure(f"{of}: question on another table, before the edition", before.first, "s"),
        Figure(f"{of}: question on another table, after it", after.first, "s"),
        Figure(
            f"{of}: peak memory of a process that asks", max(one.megabytes for one in (first, again, other)), "MB", 600
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("write", "measure"))
    parser.add_argument("folder", type=Path, nargs="?", help="where `write` puts the files")
    parser.add_argument("--editions", type=int, nargs="+", default=[1], choices=range(1, len(EDITIONS) + 1))
    parser.add_argument("--areas", type=int, default=200)
    parser.add_argument("--years", type=int, default=30)
    options = parser.parse_args()
    if options.what == "write":
        if options.folder is None:
            parser.error("write: which folder?")
        for path in write(options.folder, max(options.editions), options.areas, options.years):
            print(path)
        return
    figures = [figure for count in options.editions for figure in measure(count, options.areas, options.years)]
    print(table(figures))


if __name__ == "__main__":
    main()
