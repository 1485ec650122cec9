"""Whole commands as a person waits for them: cold (empty data folder) and warm, with their peak memory.

python bench/commands.py [-n 5]        prints medians; asserts nothing
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measured import ROOT, Figure, median, run, table

SHOWCASE = ROOT.parent / "shared" / "seed" / "article.txt"
"""The article the project starts from; where it is absent the example of the checkout is checked."""

ARTICLE = str(SHOWCASE if SHOWCASE.is_file() else ROOT / "examples" / "trade_en.txt")

COMMANDS: dict[str, tuple[tuple[str, ...], float | None, float | None]] = {
    "hali --help": (("--help",), None, None),
    "hali check of one article": (("check", ARTICLE), 4, 1.5),
    "hali check, HTML": (("check", "examples/mixed_en_sw.txt", "--format", "html", "-o", "-"), None, None),
    "hali brief EU KZ": (("brief", "EU", "KZ", "-o", "-"), 4, 1.5),
    "hali brief EU KZ, PDF": (("brief", "EU", "KZ", "--format", "pdf", "-o", "-"), None, 2),
    "hali brief EU KZ, Word": (("brief", "EU", "KZ", "--format", "docx", "-o", "-"), None, 2.5),
    "hali brief EU KZ --lang sw": (("brief", "EU", "KZ", "--lang", "sw", "-o", "-"), None, None),
    "hali brief KZ UZ": (("brief", "KZ", "UZ", "-o", "-"), None, None),
    "hali readings, one pair": (("readings", "partner_share_trade", "--reporter", "KZ", "--partner", "EU"), None, None),
}
"""Name -> arguments, and the most seconds it may take on an empty data folder and warm."""

MEMORY = 500
"""The most megabytes a command with a goal may hold."""


def measure(times: int) -> list[Figure]:
    """Every command: once on an empty data folder where it has a goal, then `times` times warm."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="hali-bench-") as kept:
        for name, (arguments, cold_goal, warm_goal) in COMMANDS.items():
            command = ("-m", "hali", *arguments)
            if cold_goal is not None:
                with tempfile.TemporaryDirectory(prefix="hali-bench-") as fresh:
                    cold = run(command, Path(fresh))
                figures.append(Figure(f"`{name}`, empty data folder", cold.seconds, "s", cold_goal))
                figures.append(Figure(f"`{name}`, empty data folder, peak memory", cold.megabytes, "MB", MEMORY))
            run(command, Path(kept))
            warm = median([run(command, Path(kept)) for _ in range(times)])
            figures.append(Figure(f"`{name}`, warm", warm.seconds, "s", warm_goal))
            if warm_goal is not None:
                figures.append(Figure(f"`{name}`, warm, peak memory", warm.megabytes, "MB", MEMORY))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=5, help="runs of each command")
    print(table(measure(parser.parse_args().n)))


if __name__ == "__main__":
    main()
