"""Branches taken by the tests, by module, from the JSON report of coverage.py: `make coverage`.

    .venv/bin/python tools/branches.py build/coverage.json

Exit code 1 if a room takes fewer of its branches than the floor. Lines are told too, but no bound is set on them: a
line that ran proves less than a choice that was made both ways.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLOOR = 90.0
"""Branches each room must take at the least, %."""

ROOMS = ("record", "pillars", "checking")


@dataclass(frozen=True)
class Taken:
    """Branches and lines of one module or room: how many there are, how many were taken or ran."""

    branches: int = 0
    taken: int = 0
    lines: int = 0
    ran: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(
            self.branches + other.branches,
            self.taken + other.taken,
            self.lines + other.lines,
            self.ran + other.ran,
        )

    @property
    def percent(self) -> float:
        """Branches taken, %; 100 where there are none."""
        return 100 * self.taken / self.branches if self.branches else 100.0

    def row(self, name: str) -> str:
        """One line of the table."""
        return f"{name:44}{self.branches:9}{self.taken:7}{self.percent:9.1f}{100 * self.ran / max(1, self.lines):9.1f}"


def modules(report: Mapping[str, Any]) -> dict[str, Taken]:
    """The modules of a report, `record/index.py` and so on."""
    found = {}
    for path, told in report["files"].items():
        summary = told["summary"]
        name = path.replace("\\", "/").rpartition("hali/")[2]
        found[name] = Taken(
            summary["num_branches"], summary["covered_branches"], summary["num_statements"], summary["covered_lines"]
        )
    return dict(sorted(found.items()))


def rooms(found: Mapping[str, Taken]) -> dict[str, Taken]:
    """The sums of ROOMS."""
    return {
        room: sum((taken for name, taken in found.items() if name.startswith(f"{room}/")), Taken()) for room in ROOMS
    }


def main() -> int:
    """Print the table; the exit code."""
    found = modules(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print(f"{'':44}{'branches':>9}{'taken':>7}{'%':>9}{'lines %':>9}")
    for name, taken in found.items():
        print(taken.row(name))
    low = []
    for room, taken in rooms(found).items():
        print(taken.row(room))
        if taken.percent < FLOOR or not taken.branches:
            low.append(room)
    if low:
        print(f"below the floor of {FLOOR:.0f} % of the branches: {', '.join(low)}", file=sys.stderr)
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
