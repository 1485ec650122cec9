"""Every hostile file in a process of its own, with its memory, its seconds and what it says.

python -m tests.torture.hostile [WORD ...]    only files whose name holds one of the words
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from tests.hostile.corpus import CORPUS, Hostile

SECONDS, BYTES = 60, 1_000_000_000
"""What reading one file may take, by the clock and in memory of the whole tree of processes."""
_STOP = 3 * BYTES
"""Bytes at which a process is stopped: what more it would take says nothing new."""


@dataclass(frozen=True)
class Ended:
    """How one file ended."""

    code: int
    seconds: float
    bytes: int
    said: str

    def wrong(self) -> str:
        """What is wrong with it, or ""."""
        lines = self.said.strip().splitlines()
        told = [line for line in lines if line.startswith(("hali: ", "failed "))]
        found = []
        if self.bytes > BYTES:
            found.append(f"{self.bytes / 1e6:,.0f} MB")
        if self.seconds > SECONDS:
            found.append(f"{self.seconds:.0f} s")
        if "Traceback" in self.said:
            found.append("a traceback")
        if self.code < 0 or self.code not in {0, 1, 2, 3}:
            found.append(f"exit code {self.code}")
        if self.code in {2, 3} and len(told) != 1:
            found.append(f"{len(told)} lines of an error")
        return ", ".join(found)


def run(one: Hostile, folder: Path) -> Ended:
    """Give the file to `hali` in a process of its own."""
    file = folder / one.file
    file.write_bytes(one.make())
    environment = os.environ | {"HALI_DATA": str(folder / "data"), "HALI_OFFLINE": "1"}
    begun, most = time.monotonic(), 0
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "hali", *one.arguments, file.name],
            cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT,
        )  # fmt: skip
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            most = max(most, _held(watched))
            if most > _STOP or time.monotonic() - begun > SECONDS + 5:
                for child in watched.children(recursive=True):
                    child.kill()
                process.kill()
            time.sleep(0.02)
        taken = time.monotonic() - begun
        said.seek(0)
        return Ended(process.returncode, taken, most, said.read().decode("utf-8", "replace"))


def _held(process: psutil.Process) -> int:
    """Bytes of memory of a process and those it started."""
    total = 0
    for one in [process, *_children(process)]:
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def main(words: list[str]) -> int:
    """Run the corpus; how many files ended wrong."""
    wrong = 0
    for name, one in CORPUS.items():
        if words and not any(word in name for word in words):
            continue
        with tempfile.TemporaryDirectory() as folder:
            ended = run(one, Path(folder))
            left = _left(Path(folder) / "data") if one.arguments[0] != "check" and ended.code else ""
            if one.arguments == ("record", "import") and not ended.code:
                left = "taken"
        trouble = ", ".join(filter(None, (ended.wrong(), left)))
        wrong += bool(trouble)
        line = (ended.said.strip().splitlines() or [""])[-1][:150]
        took = f"{ended.seconds:5.1f} s {ended.bytes / 1e6:6,.0f} MB  {ended.code}"
        why = f"  [{trouble}]" if trouble else ""
        print(f"{'WRONG' if trouble else 'right'}  {took}  {name}{why}\n       {line}", flush=True)
    print(f"{wrong} wrong")
    return wrong


def _left(data: Path) -> str:
    """What a refused file left of itself in the record."""
    kinds = ("*.parquet", "manifest.json", "runs.json")
    found = [path for kind in kinds for path in (data / "store").rglob(kind)] if data.is_dir() else []
    return f"left {found[0].name}" if found else ""


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
