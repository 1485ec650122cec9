"""Trade methods on a year of 10 M flows: complexity, chapters, concentration, mirror gaps; time and memory.

    python bench/trade.py                        beside SQL written by hand
    python bench/trade.py --others PYTHON        complexity also beside ecomplexity and econcomplex

`--others` names an interpreter that has the two (`python -m venv /tmp/o && /tmp/o/bin/pip install ecomplexity
econcomplex`). They get the year already summed by exporter and product; hali reads the whole Parquet file. Every
measurement is a process of its own, competitors first, the median of the runs counts; prints, asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

ECONOMIES = 220
PRODUCTS = 5_000

Measured = dict[str, float]


def generate(folder: Path, rows: int) -> tuple[Path, Path, Path]:
    """A year of exports in the columns of BACI, what importers report of it, and exports summed by product.

    Values have heavy tails, and able exporters make what is hard to make, so that complexity has an order. Importers
    report 80 % of the flows, 6 % higher, with log-normal noise.
    """
    import duckdb

    exports, imports, summed = (folder / f"{name}.parquet" for name in ("exports", "imports", "summed"))
    step = ECONOMIES * ECONOMIES * PRODUCTS // rows
    connection = duckdb.connect(config={"memory_limit": "4GB", "threads": 2})
    uniform = "((hash(id + {0}) >> 11)::double / 9007199254740992)"
    noise = " + ".join(uniform.format(number) for number in range(1, 7))
    connection.execute(f"""
        copy (
            with keys as (select range * {step} + ((hash(range) >> 3) % {step})::bigint as id from range({rows})),
            split as (select id, id // {ECONOMIES * PRODUCTS} as i, (id // {PRODUCTS}) % {ECONOMIES} as j,
                id % {PRODUCTS} as p from keys)
            select 2023 as t, i::int as i, j::int as j, ((1 + p % 96) * 10000 + p)::int as k,
                exp(2.5 * ({noise} - 3) + 6 * (i / {ECONOMIES} - 0.5) * ((p * 7919 % {PRODUCTS}) / {PRODUCTS} - 0.3))
                    as v, 1.0 as q
            from split where i != j
        ) to '{exports}' (format parquet, compression zstd)""")
    other = uniform.replace("id", "i * 1000003 + j * 5003 + k")
    imports_noise = " + ".join(other.format(number) for number in range(11, 17))
    connection.execute(f"""
        copy (select t, i, j, k, v * 1.06 * exp(0.5 * ({imports_noise} - 3)) as v, q from '{exports}'
            where {other.format(7)} < 0.8)
        to '{imports}' (format parquet, compression zstd)""")
    connection.execute(f"copy (select i, k, sum(v) as v from '{exports}' group by all) to '{summed}' (format parquet)")
    connection.close()
    return exports, imports, summed


RUN = """
import json, resource, time
{imports}
walls = []
for _ in range({times}):
    start = time.perf_counter()
{body}
    walls.append(time.perf_counter() - start)
mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
print(json.dumps({{"first": walls[0], "wall": walls[-1], "mb": mb}} | {more}))
"""


def measured(
    imports: str, body: str, python: str = sys.executable, more: str = "{}", times: int = 1
) -> Callable[[], Measured]:
    """A run in a process of its own, `times` over; imports of its libraries are not timed."""
    indented = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    code = RUN.format(imports=textwrap.dedent(imports), body=indented, more=more, times=times)

    def run() -> Measured:
        root = Path(__file__).parents[1]
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        env = {**os.environ, **one, "PYTHONPATH": str(root / "src")}
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, env=env)
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        found: Measured = json.loads(done.stdout.splitlines()[-1])
        return found

    return run


OURS = """
import ibis
from hali.methods.complexity import complexity, rca
from hali.pillars import flows
connection = ibis.duckdb.connect(threads=2)
"""

KEPT = """
import duckdb
from hali.pillars import flows_plan
connection = duckdb.connect(config={'threads': 2})
"""

DUCKDB = "import duckdb\nconnection = duckdb.connect(config={'threads': 2})"


def complexity(files: tuple[Path, Path, Path], others: str) -> dict[str, Callable[[], Measured]]:
    """RCA, ECI and PCI of the year; the first numbers of each are compared below the table."""
    exports, _, summed = files
    contenders = {}
    if others:
        contenders["ecomplexity"] = measured(
            "import io, contextlib, warnings, pandas as pd\nfrom ecomplexity import ecomplexity\n"
            "warnings.filterwarnings('ignore')",
            f"""
            frame = pd.read_parquet({str(summed)!r}).assign(t=2023)
            with contextlib.redirect_stdout(io.StringIO()):
                found = ecomplexity(frame, {{'time': 't', 'loc': 'i', 'prod': 'k', 'val': 'v'}}, verbose=False,
                                    check_logsupermodularity=False)
            eci = found.groupby('i')['eci'].first().sort_index()
            """,
            others,
            "{'eci': [float(one) for one in (eci - eci.mean()) / eci.std(ddof=0)]}",
        )
        contenders["econcomplex"] = measured(
            "import pandas as pd, econcomplex",
            f"""
            frame = pd.read_parquet({str(summed)!r}).pivot(index='i', columns='k', values='v').fillna(0)
            eci, pci = econcomplex.eci_pci_eigenvector(frame)
            """,
            others,
            "{'eci': [float(one) for one in (eci - eci.mean()) / eci.std(ddof=0)]}",
        )
    contenders["hali, from Parquet"] = measured(
        OURS,
        f"""
        told = flows.renamed(connection.read_parquet({str(exports)!r}))
        whole = flows.matrix(connection.to_pyarrow(flows.by_exporter(told)))
        found = complexity(rca(whole.values) >= 1)
        """,
        more="{'eci': found.eci.tolist(), 'gap': found.gap}",
    )
    return contenders


def queries(files: tuple[Path, Path, Path]) -> dict[str, dict[str, Callable[[], Measured]]]:
    """What is asked of the big table, by hand and through the expressions."""
    exports, imports, _ = files
    told, other = (f"read_parquet('{file}')" for file in (exports, imports))
    run = "rows = flows_plan.run(connection, {!r}, {}, {}).to_arrow_table()"
    by_hand = {
        "one pair by chapter": f"select k // 10000, sum(v) from '{exports}' where i = 3 and j = 7 group by all",
        "HHI and top supplier by importer and product": f"""
            select j, k, count(*), arg_max(i, {{v: v, i: -i}}), sum(v * v) / (sum(v) * sum(v)), max(v) / sum(v)
            from '{exports}' where v > 0 group by j, k""",
        "mirror gaps by pair": f"""
            select i, j, count(g), count(*) filter (m is null and x > 0), count(*) filter (x is null and m > 0),
                sum(x), sum(m), avg(g)
            from (select coalesce(a.i, b.i) i, coalesce(a.j, b.j) j, a.v x, b.v m,
                    case when a.v > 0 and b.v > 0 then ln(b.v / (a.v * 1.06)) end g
                from '{exports}' a full join '{imports}' b on a.i = b.i and a.j = b.j and a.k = b.k)
            group by 1, 2""",
    }
    expressions = {
        "one pair by chapter": run.format("by_chapter", {"flows": told}, "exporter=3, importer=7"),
        "HHI and top supplier by importer and product": run.format("concentration", {"flows": told}, ""),
        "mirror gaps by pair": run.format("gaps_by_pair", {"exports": told, "imports": other}, "margin=0.06"),
    }
    return {
        name: {
            "DuckDB SQL by hand": measured(DUCKDB, f"rows = connection.sql('''{sql}''').to_arrow_table()", times=2),
            "hali": measured(KEPT, expressions[name], times=2),
        }
        for name, sql in by_hand.items()
    }


def reconciliation(files: tuple[Path, Path, Path]) -> dict[str, Callable[[], Measured]]:
    """Margin, reliability and reconciled values of the year; distances are made up."""
    exports, imports, _ = files
    body = f"""
    told, other = (flows.renamed(connection.read_parquet(file)) for file in ({str(exports)!r}, {str(imports)!r}))
    rows = connection.to_pyarrow(flows.mirrored(told, other).drop('log_gap', 'product'))
    i, j = (rows[name].to_numpy().astype(np.int32) for name in ('exporter', 'importer'))
    x, m = (np.nan_to_num(rows[name].to_numpy()) for name in ('x', 'm'))
    del rows
    distance = np.log(200.0 + 50.0 * abs(i - j))[:, None]
    model = fit_margin(x, m, distance, np.log([250.0]), i, j, 1.0)
    scored = reliability(model.residual, i, j, {ECONOMIES})
    margin = model.margin
    del model, distance
    found = reconcile(x, m, margin, scored.var_x[i], scored.var_m[j])
    """
    libraries = (
        OURS + "import numpy as np\nfrom hali.methods.margin import fit_margin\n"
        "from hali.methods.mirror import reconcile, reliability\n"
    )
    return {"hali": measured(libraries, body)}


def table(title: str, contenders: dict[str, Callable[[], Measured]], repeat: int) -> dict[str, Measured]:
    """Print the median of the runs of each contender, in the order given: the first time, and the last."""
    print(f"\n{title}\n{'':26}{'first s':>9}{'again s':>9}{'MB':>9}", flush=True)
    medians = {}
    for name, run in contenders.items():
        runs = sorted((run() for _ in range(repeat)), key=lambda one: one["wall"])
        middle = runs[len(runs) // 2] | {"mb": statistics.median(one["mb"] for one in runs)}
        medians[name] = middle
        print(f"{name:26}{middle['first']:9.2f}{middle['wall']:9.2f}{middle['mb']:9.0f}", flush=True)
    return medians


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("-n", type=int, default=3, help="runs of each; the median counts")
    parser.add_argument("--others", default="", metavar="PYTHON", help="interpreter with ecomplexity and econcomplex")
    parser.add_argument("--folder", type=Path, help="where the generated data may lie")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    with tempfile.TemporaryDirectory(prefix="hali-trade-", dir=options.folder) as work:
        files = generate(Path(work), options.rows)
        print(f"{options.rows:,} rows, {files[0].stat().st_size / 1e6:.0f} MB of Parquet")
        found = table("RCA, ECI and PCI of one year", complexity(files, options.others), options.n)
        mine = found["hali, from Parquet"]
        for name, one in found.items():
            if one is not mine:
                apart = max(abs(a - b) for a, b in zip(one["eci"], mine["eci"], strict=True))
                print(
                    f"  {name}: {one['wall'] / mine['wall']:.0f} x the time, {one['mb'] / mine['mb']:.1f} x the memory,"
                    f" largest difference {apart:.1e}"
                )
        table("margin, reliability, reconciled values of one year", reconciliation(files), 1)
        for title, contenders in queries(files).items():
            told = table(title, contenders, options.n)
            print(f"  hali / by hand: {told['hali']['wall'] / told['DuckDB SQL by hand']['wall']:.2f}")


if __name__ == "__main__":
    main()
