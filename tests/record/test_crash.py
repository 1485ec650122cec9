"""A few kills in the suite; `python -m tests.record.crash --kills 200` does the full number."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_killed_at_any_moment_the_record_is_whole() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.record.crash", "--kills", "20", "--seed", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = dict(re.findall(r"'(\w+)': (\d+)", done.stdout))
    assert int(told["announced"]) >= 5
    assert (told["lost"], told["damaged"]) == ("0", "0")
