"""Read one million observations: this project's readers beside other libraries, both sides in one run.

    python bench/sources.py --peers PYTHON

PYTHON is the interpreter of an environment with the other libraries (see bench/README.md). Each side runs alternately,
every time in a process of its own, from bytes on disk: SDMX-CSV to a Parquet file with typed values, JSON-stat and
SDMX-ML to a table in memory. Printed are medians of CPU seconds (all threads, imports apart), of wall seconds and of
the peak of resident memory, and their ratios. CPU seconds are what to compare on a machine that is busy with other
things.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]

MEASURE = """
import json, resource, sys, time
path, out = sys.argv[1:]
{imports}
wall, cpu = time.perf_counter(), time.process_time()
{work}
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps(dict(wall=wall, cpu=cpu, peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, rows=rows)))
"""

SIDES = {
    "SDMX-CSV to Parquet": {
        "hali": (
            "from hali.access.formats import sdmx_csv; import pyarrow.parquet as pq, pyarrow.csv, pyarrow.compute",
            "table = sdmx_csv.read(open(path, 'rb').read()); pq.write_table(table, out); rows = table.num_rows",
        ),
        "pysdmx": (
            "import pandas as pd, pyarrow; from pysdmx.io.csv.sdmx10.reader import read",
            "frame = read(open(path).read())[0].data\n"
            "frame['OBS_VALUE'] = pd.to_numeric(frame['OBS_VALUE']); frame.to_parquet(out); rows = len(frame)",
        ),
    },
    "JSON-stat to a table": {
        "hali": (
            "from hali.access.formats import jsonstat; import numpy, pyarrow",
            "table = jsonstat.read(open(path, 'rb').read()); rows = table.num_rows",
        ),
        "pyjstat": (
            "import warnings; warnings.simplefilter('ignore'); from pyjstat import pyjstat",
            "frame = pyjstat.Dataset.read(open(path).read()).write('dataframe'); rows = len(frame)",
        ),
    },
    "SDMX-ML to a table": {
        "hali": (
            "from hali.access.formats import sdmx_ml; import lxml.etree, numpy, pyarrow",
            "table = sdmx_ml.read(open(path, 'rb').read()); rows = table.num_rows",
        ),
        "pysdmx": (
            "from pysdmx.io.xml.sdmx21.reader.structure_specific import read",
            "frame = read(open(path).read())[0].data; rows = len(frame)",
        ),
    },
}

DIMENSIONS = {"freq": 1, "indic": 5, "siec": 2, "partner": 100, "geo": 25, "time": 40}


def axes() -> dict[str, list[str]]:
    """Codes of each dimension of the synthetic cube of one million cells."""
    found = {name: [f"{name.upper()}{i}" for i in range(count)] for name, count in DIMENSIONS.items()}
    return found | {"time": [str(1985 + i) for i in range(DIMENSIONS["time"])], "freq": ["A"]}


def write_csv(path: Path) -> None:
    """The cube as Eurostat's SDMX-CSV."""
    dice, codes = random.Random(7), axes()
    with path.open("w", newline="") as out:
        out.write("DATAFLOW,LAST UPDATE,freq,indic,siec,partner,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\r\n")
        for key in product(codes):
            flag = dice.choice(["", "", "", "p", "e"])
            out.write(f"ESTAT:BENCH(1.0),17/04/24 23:00:00,{key},{dice.random() * 1e6:.3f},{flag}\r\n")


def product(codes: dict[str, list[str]]) -> list[str]:
    """Every key of the cube, joined by commas, last dimension fastest."""
    keys = [""]
    for listed in codes.values():
        keys = [f"{key},{code}" if key else code for key in keys for code in listed]
    return keys


def write_jsonstat(path: Path) -> None:
    """The cube as JSON-stat 2.0 with an array of values."""
    dice, codes = random.Random(7), axes()
    size = [len(listed) for listed in codes.values()]
    cells = len(product(codes))
    dimension = {
        name: {
            "label": name,
            "category": {
                "index": {code: i for i, code in enumerate(listed)},
                "label": dict(zip(listed, listed, strict=True)),
            },
        }
        for name, listed in codes.items()
    }
    message = {
        "version": "2.0",
        "class": "dataset",
        "label": "bench",
        "id": list(codes),
        "size": size,
        "dimension": dimension,
        "value": [round(dice.random() * 1e6, 3) for _ in range(cells)],
    }
    path.write_text(json.dumps(message))


def write_xml(path: Path) -> None:
    """The cube as structure-specific SDMX-ML 2.1, a series a key."""
    dice, codes = random.Random(7), axes()
    periods = codes.pop("time")
    space = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
    urn = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ESTAT:BENCH(1.0):ObsLevelDim:TIME_PERIOD"
    with path.open("w") as out:
        out.write(
            f'<?xml version="1.0"?><m:StructureSpecificData xmlns:m="{space}/message" xmlns:c="{space}/common" '
            f'xmlns:s="{space}/data/structurespecific" xmlns:n="{urn}" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><m:Header><m:ID>BENCH</m:ID><m:Test>false</m:Test>'
            '<m:Prepared>2024-04-17T23:00:00</m:Prepared><m:Sender id="BENCH"/>'
            f'<m:Structure structureID="S" namespace="{urn}" dimensionAtObservation="TIME_PERIOD"><c:StructureUsage>'
            '<Ref agencyID="ESTAT" id="BENCH" version="1.0"/></c:StructureUsage></m:Structure></m:Header>'
            '<m:DataSet s:structureRef="S" xsi:type="n:DataSetType" s:dataScope="DataStructure" action="Replace">'
        )
        for key in product(codes):
            named = " ".join(f'{name}="{code}"' for name, code in zip(codes, key.split(","), strict=True))
            out.write(f"<Series {named}>")
            for period in periods:
                flag = dice.choice(["b", "p", "e"])
                out.write(f'<Obs TIME_PERIOD="{period}" OBS_VALUE="{dice.random() * 1e6:.3f}" OBS_FLAG="{flag}"/>')
            out.write("</Series>")
        out.write("</m:DataSet></m:StructureSpecificData>")


def run(python: str, imports: str, work: str, path: Path, out: Path) -> dict[str, float]:
    """One measurement in a process of its own."""
    code = MEASURE.format(imports=imports, work=work)
    done = subprocess.run(
        [python, "-c", code, str(path), str(out)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def medians(found: list[dict[str, float]]) -> dict[str, float]:
    """The median of each thing measured."""
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


def main() -> None:
    """Measure every format and print one line a side and one of ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", required=True, help="interpreter of an environment with pysdmx and pyjstat")
    parser.add_argument("--repeat", type=int, default=5, help="measurements of each side")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        writers = (("csv", write_csv), ("json", write_jsonstat), ("xml", write_xml))
        paths = {}
        for name, (ending, write) in zip(SIDES, writers, strict=True):
            paths[name] = Path(folder) / f"cube.{ending}"
            write(paths[name])
        for name, sides in SIDES.items():
            times: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
            for _ in range(chosen.repeat):
                for side, (imports, work) in sides.items():
                    python = sys.executable if side == "hali" else chosen.peers
                    times[side].append(run(python, imports, work, paths[name], Path(folder) / "out.parquet"))
            ours, theirs = (medians(times[side]) for side in sides)
            megabytes = paths[name].stat().st_size / 1e6
            print(f"{name} ({ours['rows']:,.0f} and {theirs['rows']:,.0f} rows, {megabytes:.0f} MB)")
            for side, of in zip(sides, (ours, theirs), strict=True):
                print(f"  {side:8} {of['cpu']:6.2f} s CPU  {of['wall']:6.2f} s wall  {of['peak']:6.0f} MB peak")
            ratios = {k: theirs[k] / ours[k] for k in ("cpu", "wall", "peak")}
            print(f"  ratio    {ratios['cpu']:6.1f} x CPU  {ratios['wall']:6.1f} x wall  {ratios['peak']:6.1f} x peak")


if __name__ == "__main__":
    main()
