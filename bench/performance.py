"""Measure commands and the synthetic world, print both tables and renew `docs/performance.md`: `make bench`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import commands, web, world
from bench.measured import ROOT, Figure, table

PAGE = ROOT / "docs" / "performance.md"

HEAD = """# Performance

Made by `make bench`: Python {python}, {machine}, {cores} cores. Wall time and peak memory of whole processes; the
median where a command ran several times. Goals are those of a machine with two cores and nothing else to do. Machines
differ by a factor of two and more: on this one a plain loop of ten million steps of Python took {pace:.2g} s.

## Commands

{commands}

## A synthetic world

{areas} areas with each other, {years} years, exports and imports, in one and in four editions (`bench/world.py`). The
questions ask for all definitions of one measure of one pair.

{world}
"""


def pace() -> float:
    """Seconds a plain loop takes here."""
    start = time.perf_counter()
    total = 0
    for step in range(10_000_000):
        total += step * step
    return time.perf_counter() - start


def page(of_commands: list[Figure], of_world: list[Figure], areas: int, years: int) -> str:
    """The text of the page."""
    return HEAD.format(
        pace=pace(),
        python=platform.python_version(),
        machine=platform.machine(),
        cores=os.cpu_count(),
        commands=table(of_commands),
        areas=areas,
        years=years,
        world=table(of_world),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=5, help="runs of each command")
    parser.add_argument("--areas", type=int, default=200)
    parser.add_argument("--years", type=int, default=30)
    options = parser.parse_args()
    of_commands = commands.measure(options.n)
    print(table(of_commands), flush=True)
    of_world = [figure for editions in (1, 4) for figure in world.measure(editions, options.areas, options.years)]
    print(table(of_world))
    told = page(of_commands, of_world, options.areas, options.years)
    kept = web.section(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(f"{told.rstrip()}\n\n{kept}\n" if kept else told, encoding="utf-8")


if __name__ == "__main__":
    main()
