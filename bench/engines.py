"""The readings of the whole record on DuckDB and on Spark: wall time, CPU and memory of whole processes.

    python bench/engines.py [--master 'local[2]'] [--duckdb-only]

Every record is built into a folder of its own, which is deleted. CPU and memory are those of the process and all it
started, Java included, looked up five times a second. Prints, asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time


def processes(root: int) -> dict[int, tuple[float, int]]:
    """Process `root` and all below it: seconds of CPU and bytes of memory of each."""
    import psutil

    found = {}
    try:
        top = psutil.Process(root)
        for process in (top, *top.children(recursive=True)):
            used = process.cpu_times()
            found[process.pid] = (used.user + used.system, process.memory_info().rss)
    except psutil.Error:  # one has ended
        pass
    return found


def measure(*options: str) -> tuple[float, float, float]:
    """Seconds of wall time and CPU, and gigabytes of memory, of building the record."""
    cpu: dict[int, float] = {}
    peak = 0
    with tempfile.TemporaryDirectory() as data:
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "hali", "record", "build", *options],
            env={**os.environ, "HALI_DATA": data},
            stdout=subprocess.DEVNULL,
        ) as running:
            while running.poll() is None:
                seen = processes(running.pid)
                cpu |= {pid: seconds for pid, (seconds, _) in seen.items()}
                peak = max(peak, sum(size for _, size in seen.values()))
                time.sleep(0.2)
        wall = time.perf_counter() - start
        if running.returncode:
            raise SystemExit(running.returncode)
    return wall, sum(cpu.values()), peak / 1e9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--master", default="local[2]", help="address of the Spark cluster")
    parser.add_argument("--duckdb-only", action="store_true", help="leave Spark out")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':32}{'wall s':>8}{'CPU s':>8}{'GB':>8}")
    runs = [("duckdb", ())]
    if not options.duckdb_only:
        runs.append((f"spark {options.master}", ("--engine", "spark", "--master", options.master)))
    for name, arguments in runs:
        wall, cpu, memory = measure(*arguments)
        print(f"{name:32}{wall:8.1f}{cpu:8.1f}{memory:8.2f}", flush=True)


if __name__ == "__main__":
    main()
