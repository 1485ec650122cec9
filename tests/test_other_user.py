"""A data folder of somebody else: what may be read is read, what may not is one line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ANOTHER = 65534
"""A user who is not ours."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("setpriv"),
        reason="only root can give a folder away, and only setpriv takes the rights of root from a command",
    ),
]

READINGS = ("readings", "exports", "--reporter", "KZ", "--partner", "EU", "--period", "2021")


def hali(data: Path, *words: str, rights: bool = False) -> subprocess.CompletedProcess[str]:
    less = () if rights else ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")
    return subprocess.run(
        [*less, sys.executable, "-m", "hali", *words],
        env={**os.environ, "HALI_DATA": str(data)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with readings kept, of another user."""
    data = tmp_path_factory.mktemp("another") / "data"
    assert hali(data, *READINGS, rights=True).returncode == 0
    for path in (data, *data.rglob("*")):
        os.chown(path, ANOTHER, ANOTHER)
    return data


@pytest.mark.parametrize("words", [READINGS, ("record", "verify"), ("sources",)])
def test_what_may_be_read_is_read(given: Path, words: tuple[str, ...]) -> None:
    given.chmod(0o755)
    ran = hali(given, *words)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == hali(given, *words, rights=True).stdout


@pytest.mark.parametrize("closed", [".", "record"])
@pytest.mark.parametrize("words", [READINGS, ("record", "verify"), ("record", "gc")])
def test_what_may_not_is_one_line(given: Path, closed: str, words: tuple[str, ...]) -> None:
    (given / closed).chmod(0o700)
    try:
        ran = hali(given, *words)
    finally:
        (given / closed).chmod(0o755)
    told = ran.stderr.strip()
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told.startswith("hali: ")
    assert "\n" not in told
    assert "Permission denied" in told
    assert str(given) in told
