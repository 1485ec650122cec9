"""Time whole commands as a person waits for them: `make bench`. Prints medians; asserts nothing.

The first run builds the record into a data folder of its own; the others use the record of the checkout.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("HALI_DATA", ROOT / ".hali"))

COMMANDS = (
    ("--help",),
    ("check", "examples/trade_en.txt"),
    ("check", "examples/mixed_en_sw.txt", "--format", "html", "-o", "-"),
    ("brief", "EU", "KZ", "-o", "-"),
    ("brief", "EU", "KZ", "--lang", "sw", "-o", "-"),
    ("brief", "KZ", "UZ", "-o", "-"),
    ("readings", "partner_share_trade", "--reporter", "KZ", "--partner", "EU"),
)


def seconds(arguments: tuple[str, ...], data: Path) -> float:
    """Wall time of one whole process."""
    environment = {**os.environ, "HALI_DATA": str(data)}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "hali", *arguments], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    return time.perf_counter() - start


def row(name: str, times: list[float]) -> str:
    return f"{name:64}{statistics.median(times):8.2f}{min(times):8.2f}{max(times):8.2f}{len(times):4}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=5, help="runs of each command")
    parser.add_argument("--no-first-run", action="store_true", help="leave out building the record anew")
    options = parser.parse_args()

    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{'seconds, whole process':64}{'median':>8}{'least':>8}{'most':>8}{'n':>4}")
    if not options.no_first_run:
        with tempfile.TemporaryDirectory() as fresh:
            print(row("first run (builds the record): sources", [seconds(("sources",), Path(fresh))]))
    seconds(("sources",), DATA)
    for arguments in COMMANDS:
        seconds(arguments, DATA)
        print(row(" ".join(arguments), [seconds(arguments, DATA) for _ in range(options.n)]), flush=True)


if __name__ == "__main__":
    main()
