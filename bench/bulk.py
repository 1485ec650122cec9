"""Bulk trade: time, CPU and memory of ingesting and asking, beside hand-written DuckDB SQL and polars in the same run.

    python bench/bulk.py comext              5 M rows of a Comext month -> sorted Parquet
    python bench/bulk.py baci                10 M BACI-shaped rows -> sorted Parquet
    python bench/bulk.py pair --years 30     yearly totals of one pair by HS2 from 30 years (1e8 rows)

The data are generated in the publishers' real layout in a folder of their own, which is deleted. `--polars PYTHON`
names an interpreter with polars (`python -m venv /tmp/p && /tmp/p/bin/pip install polars`); without it that row is left
out.
Every measurement is a process of its own; prints, asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from hali.codelists import areas, schemes

KEPT = "PARTNER REPORTER PRODUCT_NC FLOW TRADE_TYPE STAT_PROCEDURE SUPPL_UNIT VALUE_EUR QUANTITY_KG QUANTITY_SUPPL_UNIT"
COLUMNS = (
    "REPORTER PARTNER TRADE_TYPE PRODUCT_NC PRODUCT_SITC PRODUCT_CPA21 PRODUCT_CPA22 PRODUCT_BEC PRODUCT_BEC5 "
    "PRODUCT_SECTION FLOW STAT_PROCEDURE SUPPL_UNIT PERIOD VALUE_EUR VALUE_NAC QUANTITY_KG QUANTITY_SUPPL_UNIT"
)
DAY = "2026-02-16"


def generate(sql: str, target: Path) -> None:
    """Rows of a query as CSV."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "3GB", "preserve_insertion_order": False})
    connection.execute(f"copy ({sql}) to '{target}' (format csv, header true)")
    connection.close()


def comext(target: Path, rows: int) -> None:
    """One month: 27 reporters, every partner Comext has, 9,000 products of eight digits, no two rows with one key."""
    members = sorted(areas.members("EU27_2020", areas.FIXED["EU27_2020"]))
    reporters = [schemes.code("COMEXT", area) for area in members]
    partners = [schemes.codes("COMEXT", area)[0] for area in areas.codes() if areas.area(area).kind == "country"]
    step = len(reporters) * len(partners) * 9000 * 2 // rows
    generate(
        f"""with keys as (select range * {step} + ((hash(range) >> 3) % {step}) as id,
                (hash(range + 7) >> 3)::bigint as h
            from range({rows})),
        split as (select h, id % 2 + 1 as flow, (id // 2) % 9000 as product, ((id // 18000) % {len(partners)})::bigint
            as partner, ((id // {18000 * len(partners)}) % {len(reporters)})::bigint as reporter from keys)
        select {reporters}[1 + reporter] as REPORTER, {partners}[1 + partner] as PARTNER,
            case when h % 2 = 0 then 'I' else 'E' end as TRADE_TYPE,
            case when product = 0 then 'TOTAL' else lpad((1000000 + product * 10871)::varchar, 8, '0') end
                as PRODUCT_NC,
            lpad((product % 9999)::varchar, 5, '0') as PRODUCT_SITC,
            lpad((product % 997)::varchar, 4, '0') as PRODUCT_CPA21,
            lpad((product % 997)::varchar, 4, '0') as PRODUCT_CPA22, (100 + product % 900)::varchar as PRODUCT_BEC,
            '.....' as PRODUCT_BEC5, lpad((1 + product % 21)::varchar, 2, '0') as PRODUCT_SECTION, flow as FLOW,
            [1, 1, 1, 1, 2, 3, 9][1 + h % 7] as STAT_PROCEDURE,
            ['NO_SU', 'NO_SU', 'p/st', 'l'][1 + h % 4] as SUPPL_UNIT,
            202512 as PERIOD, 1 + (h % 100000000) // (1 + h % 4999) as VALUE_EUR,
            1 + (h % 100000000) // (1 + h % 4999) as VALUE_NAC, (h % 10000000) // (1 + h % 4999) as QUANTITY_KG,
            case when h % 4 = 2 then h % 1000 else 0 end as QUANTITY_SUPPL_UNIT from split""",
        target,
    )


def baci(target: Path, rows: int, year: int) -> None:
    """One year: every pair of 220 countries, 5,000 products, mass sometimes NA."""
    countries = [schemes.codes("BACI", area)[:1] for area in areas.codes() if areas.area(area).kind == "country"]
    codes = sorted({code for listed in countries for code in listed})[:230]
    step = len(codes) ** 2 * 5000 // rows
    generate(
        f"""with keys as (select range * {step} + ((hash(range + {year}) >> 3) % {step}) as id,
            (hash(range * 31 + {year}) >> 3)::bigint as h from range({rows})),
        split as (select h, id % 5000 as k, ((id // 5000) % {len(codes)})::bigint as j,
            ((id // {5000 * len(codes)}) % {len(codes)})::bigint as i from keys)
        select {year} as t, {codes}[1 + i]::integer as i, {codes}[1 + j]::integer as j,
            lpad((10100 + k * 193)::varchar, 6, '0') as k, round((1 + h % 100000000) / 1000.0 / (1 + h % 4999), 3) as v,
            case when h % 17 = 0 then 'NA' else round((1 + h % 10000000) / 1000.0 / (1 + h % 4999), 3)::varchar end as q
        from split""",
        target,
    )


def measured(code: str, python: str = sys.executable) -> dict[str, float]:
    """Wall and CPU seconds and peak memory of a process that runs `code` and prints what it found."""
    start = time.perf_counter()
    process = subprocess.Popen([python, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {code}")
    lines = printed.strip().splitlines()
    inner = json.loads(lines[-1]) if lines else {}
    wall = inner.pop("wall", time.perf_counter() - start)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024, **inner}


TIMED = (
    "import time, json\nstart = time.perf_counter()\n{body}\nprint(json.dumps({{'wall': time.perf_counter() - start}}))"
)


def show(name: str, found: dict[str, float], reference: dict[str, float]) -> None:
    print(
        f"{name:34}{found['wall']:9.2f}{found['cpu']:9.2f}{found['mb']:9.0f}"
        f"{found['wall'] / reference['wall']:9.2f}{found['cpu'] / reference['cpu']:9.2f}",
        flush=True,
    )


def table(title: str, contenders: dict[str, Callable[[], dict[str, float]]], repeat: int) -> None:
    print(f"\n{title}\n{'':34}{'wall s':>9}{'CPU s':>9}{'MB':>9}{'x wall':>9}{'x CPU':>9}")
    found = {}
    for name, run in contenders.items():
        found[name] = min((run() for _ in range(repeat)), key=lambda one: one["wall"])
    for name, one in found.items():
        show(name, one, found["DuckDB SQL by hand"])


def ingest(file: Path, folder: Path) -> str:
    return TIMED.format(
        body=f"from pathlib import Path\nfrom hali.record import bulk\n"
        f"bulk.ingest(Path({str(file)!r}), Path({str(folder)!r}), known={DAY!r})"
    )


def run_comext(work: Path, options: argparse.Namespace) -> None:
    file = work / "full_202512.dat"
    comext(file, options.rows or 5_000_000)
    types = dict.fromkeys(COLUMNS.split(), "VARCHAR") | dict.fromkeys(COLUMNS.split()[14:], "DOUBLE")
    out = work / "by_hand.parquet"
    sql = TIMED.format(
        body=f"import duckdb\nduckdb.sql('''copy (select {', '.join(KEPT.split())} from read_csv('{file}', "
        f"header=true, auto_detect=false, delim=',', columns={types}) order by PARTNER, REPORTER, PRODUCT_NC) "
        f"to '{out}' (format parquet, compression zstd)''')"
    )
    polars = TIMED.format(
        body=f"import polars as pl\nkinds = {{c: pl.Float64 if c[:3] in ('VAL', 'QUA') else pl.String for c in "
        f"{COLUMNS.split()}}}\npl.scan_csv({str(file)!r}, schema=kinds).select({KEPT.split()})"
        f".sort('PARTNER', 'REPORTER', 'PRODUCT_NC').sink_parquet({str(out)!r}, compression='zstd')"
    )
    contenders: dict[str, Callable[[], dict[str, float]]] = {
        "hali ingest (checked)": lambda: fresh(work / "bulk", lambda folder: measured(ingest(file, folder))),
        "DuckDB SQL by hand": lambda: measured(sql),
    }
    if options.polars:
        contenders["polars"] = lambda: measured(polars, options.polars)
    table(f"Comext month, {file.stat().st_size / 1e6:.0f} MB of text", contenders, options.n)


def run_baci(work: Path, options: argparse.Namespace) -> None:
    file = work / "BACI_HS92_Y2021_V202501.csv"
    baci(file, options.rows or 10_000_000, 2021)
    out = work / "by_hand.parquet"
    types = {"t": "VARCHAR", "i": "VARCHAR", "j": "VARCHAR", "k": "VARCHAR", "v": "DOUBLE", "q": "DOUBLE"}
    sql = TIMED.format(
        body=f"import duckdb\nduckdb.sql('''copy (select * exclude t from read_csv('{file}', header=true, "
        f"auto_detect=false, delim=',', nullstr='NA', columns={types}) order by i, j, k) to '{out}' "
        "(format parquet, compression zstd)''')"
    )
    polars = TIMED.format(
        body=f"import polars as pl\npl.scan_csv({str(file)!r}, null_values='NA', schema={{'t': pl.Int32, "
        f"'i': pl.String, 'j': pl.String, 'k': pl.String, 'v': pl.Float64, 'q': pl.Float64}})"
        f".select('i', 'j', 'k', 'v', 'q').sort('i', 'j', 'k').sink_parquet({str(out)!r}, compression='zstd')"
    )
    contenders: dict[str, Callable[[], dict[str, float]]] = {
        "hali ingest (checked)": lambda: fresh(work / "bulk", lambda folder: measured(ingest(file, folder))),
        "DuckDB SQL by hand": lambda: measured(sql),
    }
    if options.polars:
        contenders["polars"] = lambda: measured(polars, options.polars)
    table(f"BACI year, {file.stat().st_size / 1e6:.0f} MB of text", contenders, options.n)


def run_pair(work: Path, options: argparse.Namespace) -> None:
    folder = work / "bulk"
    rows = (options.rows or 100_000_000) // options.years
    start, spent = time.perf_counter(), 0.0
    for year in range(2024 - options.years + 1, 2025):
        file = work / f"BACI_HS92_Y{year}_V202601.csv"
        baci(file, rows, year)
        one = measured(ingest(file, folder))
        spent += one["wall"]
        file.unlink()
        print(f"{year}: {one['wall']:.1f} s, {one['mb']:.0f} MB", flush=True)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"{options.years} years, {rows * options.years:,} rows: {spent:.0f} s of ingest, "
        f"{size / 1e9:.2f} GB of Parquet, {time.perf_counter() - start:.0f} s with generating"
    )
    files = sorted(str(path) for path in folder.rglob("rows.parquet"))
    warm = (
        "\nbest = []\nfor _ in range(5):\n    start = time.perf_counter()\n    once()\n"
        "    best.append(time.perf_counter() - start)\n"
    )
    end = "print(json.dumps({'wall': min(best)}))"
    ours = (
        f"import time, json\nfrom pathlib import Path\nfrom hali.record import bulk\n"
        f"once = lambda: bulk.pair_totals(Path({str(folder)!r}), 'KAZ', 'DEU'){warm}{end}"
    )
    sql = (
        f"import time, json, duckdb\nonce = lambda: duckdb.sql('''select year, flow, left(product, 2), sum(value) "
        f"from (select year, 'X' as flow, product, value from read_parquet({files}, hive_partitioning=true) "
        f"where reporter = '398' and partner = '276' union all "
        f"select year, 'M', product, value from read_parquet({files}, hive_partitioning=true) "
        f"where reporter = '276' and partner = '398') group by all order by all''').fetchall(){warm}{end}"
    )
    polars = (
        f"import time, json, polars as pl\nread = lambda a, b, f: pl.scan_parquet({files}, hive_partitioning=True)"
        f".filter((pl.col('reporter') == a) & (pl.col('partner') == b)).select('year', pl.lit(f).alias('flow'), "
        f"pl.col('product').str.slice(0, 2), 'value')\nonce = lambda: pl.concat([read('398', '276', 'X'), "
        f"read('276', '398', 'M')]).group_by('year', 'flow', 'product').agg(pl.col('value').sum())"
        f".sort('year', 'flow', 'product').collect(){warm}{end}"
    )
    union = ours.replace("'KAZ', 'DEU'", "'EU27_2020', 'KAZ'")
    contenders: dict[str, Callable[[], dict[str, float]]] = {
        "hali pair_totals KAZ-DEU": lambda: measured(ours),
        "hali pair_totals EU27-KAZ": lambda: measured(union),
        "DuckDB SQL by hand": lambda: measured(sql),
    }
    if options.polars:
        contenders["polars"] = lambda: measured(polars, options.polars)
    table(f"one pair by HS2, {options.years} years, best of five warm (CPU and MB of all five)", contenders, 1)


def fresh(folder: Path, run: Callable[[Path], dict[str, float]]) -> dict[str, float]:
    """A run into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    return run(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["comext", "baci", "pair"])
    parser.add_argument("--rows", type=int, help="rows to generate")
    parser.add_argument("--years", type=int, default=30)
    parser.add_argument("-n", type=int, default=2, help="runs of each; the best counts")
    parser.add_argument("--polars", metavar="PYTHON", help="an interpreter that has polars")
    parser.add_argument("--folder", type=Path, help="where the generated data may lie")
    options = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, soft limit of memory "
        f"{resource.getrlimit(resource.RLIMIT_AS)[0]}"
    )
    with tempfile.TemporaryDirectory(prefix="hali-bulk-", dir=options.folder) as work:
        {"comext": run_comext, "baci": run_baci, "pair": run_pair}[options.what](Path(work), options)


if __name__ == "__main__":
    main()
