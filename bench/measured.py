"""Whole processes measured: wall time and peak memory; tables of figures beside their goals."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """One process.

    Attributes:
        seconds: wall time.
        megabytes: peak resident memory.
        output: what it printed.
    """

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        name: what was measured.
        value: the number, in `unit`.
        unit: `s`, `ms`, `MB` ...
        goal: the most it may be; None where none is set.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None


def run(arguments: Sequence[str], data: Path) -> Run:
    """Run Python with `arguments` and the data folder `data`, alone and to its end.

    Raises:
        SystemExit: it failed; with what it said.
    """
    environment = {**os.environ, "HALI_DATA": str(data), "HALI_OFFLINE": "1"}
    # what is installed is compiled once; a checkout must be allowed to, or every run compiles what was edited
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    with process.stdout as stream:
        output = stream.read().decode(errors="replace")
    # wait4 gives the use of this one child; getrusage would give the largest of all so far
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}:\n{output}")
    return Run(seconds, used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3), output)


def median(runs: Sequence[Run]) -> Run:
    """The run in the middle by time, with the largest memory of all."""
    middle = sorted(runs, key=lambda one: one.seconds)[(len(runs) - 1) // 2]
    return Run(statistics.median(one.seconds for one in runs), max(one.megabytes for one in runs), middle.output)


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table; those above their goal are marked."""
    lines = ["| | measured | goal | |", "|---|---:|---:|---|"]
    for one in figures:
        goal = "" if one.goal is None else f"{shown(one.goal)} {one.unit}"
        missed = one.goal is not None and one.value > one.goal
        lines.append(f"| {one.name} | {shown(one.value)} {one.unit} | {goal} | {'missed' if missed else ''} |")
    return "\n".join(lines)


def shown(value: float) -> str:
    """A number with three digits, or all those before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
