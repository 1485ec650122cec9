"""Plant known faults one at a time and see whether the nearest tests notice: `make mutants`.

    .venv/bin/python tools/mutants.py                    every mutant of tests/mutants/*.toml
    .venv/bin/python tools/mutants.py --only model       those of a room, of a file, or one by its id
    .venv/bin/python tools/mutants.py --list             names only; says which no longer fit the code
    .venv/bin/python tools/mutants.py -j 2 --json FILE   two at a time, results as JSON too

Each is planted in a temporary copy of the tree; the checkout is not touched. First the tests named must pass without
any fault. Exit code 1 if a mutant survives or no longer fits.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[1]

LEFT_OUT = shutil.ignore_patterns(".venv", ".git", ".*_cache", "__pycache__", ".hypothesis", "site", "dist")

TIMEOUT = 240
"""Seconds after which tests that do not end count as noticing."""

STALE, CAUGHT, SURVIVED, BROKEN = "stale", "caught", "survived", "broken"


@dataclass(frozen=True)
class Mutant:
    """One planted fault.

    Attributes:
        id: `room.name`.
        file: where, from the top of the tree.
        old: the text replaced; it must stand in the file exactly once.
        new: what replaces it.
        tests: the tests nearest to it, as pytest takes them.
        why: what a reader would get wrong if nobody noticed.
        prepare: script that makes a file anew from the code, run once the fault is planted; "" = none.
        makes: that file.
    """

    id: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    why: str
    prepare: str = ""
    makes: str = ""

    def planted(self, text: str) -> str | None:
        """The text of the file with the fault; None where it no longer fits."""
        return text.replace(self.old, self.new) if text.count(self.old) == 1 and self.old != self.new else None


@dataclass(frozen=True)
class Result:
    """What became of a mutant: `caught`, `survived`, `stale` (fits no longer) or `broken` (no test ran)."""

    id: str
    outcome: str
    seconds: float
    said: str


def read(folder: Path) -> list[Mutant]:
    """The mutants of a folder: one TOML file a room, one `[[mutant]]` each."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for one in content["mutant"]:
            tests = tuple(one.get("tests", content.get("tests", ())))
            made = (content.get("prepare", ""), content.get("makes", ""))
            id_ = f"{path.stem}.{one['name']}"
            found.append(Mutant(id_, one["file"], one["old"], one["new"], tests, one["why"], *made))
    ids = [mutant.id for mutant in found]
    if twice := {id_ for id_ in ids if ids.count(id_) > 1}:
        raise SystemExit(f"mutants of one name: {', '.join(sorted(twice))}")
    return found


def wanted(mutants: Sequence[Mutant], only: Sequence[str]) -> list[Mutant]:
    """Those of a room, a file, or an id; all where nothing is asked for."""
    return [m for m in mutants if not only or {m.id, m.id.partition(".")[0], m.file} & set(only)]


def fits(mutant: Mutant, root: Path) -> str:
    """Why a mutant no longer fits the tree; "" where it does."""
    path = root / mutant.file
    if not path.is_file():
        return f"no file {mutant.file}"
    if mutant.planted(path.read_text(encoding="utf-8")) is None:
        return f"its old text does not stand exactly once in {mutant.file}"
    absent = [test for test in mutant.tests if not (root / test.partition("::")[0]).exists()]
    return f"no test {', '.join(absent)}" if absent or not mutant.tests else ""


class Copy:
    """A copy of the tree in which faults are planted."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(root, folder, ignore=LEFT_OUT, symlinks=True)
        self._planted = 0

    def run(self, tests: Sequence[str], timeout: float) -> tuple[int | None, str]:
        """Exit code of pytest, None where it did not end; and the last lines it printed."""
        return self._python(("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests), timeout)

    def _python(self, arguments: Sequence[str], timeout: float) -> tuple[int | None, str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder / "src"),
            "HALI_DATA": str(self.folder / ".hali"),
            "HALI_OFFLINE": "1",
        }
        command = [sys.executable, *arguments]
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=timeout, check=False
            )
        except subprocess.TimeoutExpired:
            return None, f"no end in {timeout:g} s"
        return done.returncode, "\n".join((done.stdout + done.stderr).strip().splitlines()[-3:])

    def check(self, mutant: Mutant, timeout: float) -> Result:
        """Plant one fault, run its tests, take it out again."""
        if reason := fits(mutant, self.folder):
            return Result(mutant.id, STALE, 0.0, reason)
        path = self.folder / mutant.file
        text, at = path.read_text(encoding="utf-8"), path.stat().st_mtime
        made = (self.folder / mutant.makes).read_bytes() if mutant.prepare else b""
        # a time of its own: compiled code is found stale by the time of its source, to the second
        self._planted += 1
        start = time.perf_counter()
        try:
            path.write_text(str(mutant.planted(text)), encoding="utf-8")
            os.utime(path, (at + self._planted, at + self._planted))
            code, said = self._python((mutant.prepare,), timeout) if mutant.prepare else (0, "")
            if code == 0:
                code, said = self.run(mutant.tests, timeout)
        finally:
            if mutant.prepare:
                (self.folder / mutant.makes).write_bytes(made)
            path.write_text(text, encoding="utf-8")
            os.utime(path, (at, at))
        # 1: a test, or what prepares it, failed; 2: a module could not even be imported
        outcome = SURVIVED if code == 0 else CAUGHT if code in {None, 1, 2} else BROKEN
        return Result(mutant.id, outcome, time.perf_counter() - start, said)


def measure(mutants: Sequence[Mutant], root: Path, jobs: int, timeout: float) -> list[Result]:
    """The result of every mutant, in their order, `jobs` at a time."""
    with tempfile.TemporaryDirectory(prefix="hali-mutants-") as work:
        free: SimpleQueue[Copy] = SimpleQueue()
        copies = [Copy(root, Path(work) / str(number)) for number in range(jobs)]
        tests = sorted({test for mutant in mutants if not fits(mutant, root) for test in mutant.tests})
        if tests:
            code, said = copies[0].run(tests, 10 * timeout)
            if code != 0:
                raise SystemExit(f"the tests fail without any fault:\n{said}")
        for copy in copies:
            free.put(copy)

        def one(mutant: Mutant) -> Result:
            copy = free.get()
            try:
                result = copy.check(mutant, timeout)
            finally:
                free.put(copy)
            print(f"{result.outcome:9}{result.seconds:6.1f} s  {result.id}", flush=True)
            return result

        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(one, mutants))


def table(mutants: Sequence[Mutant], results: Sequence[Result]) -> str:
    """Caught and planted by room, and what survived with the reason it matters."""
    lines = [f"{'room':16}{'planted':>8}{'caught':>8}"]
    for room in dict.fromkeys(mutant.id.partition(".")[0] for mutant in mutants):
        own = [result for result in results if result.id.partition(".")[0] == room]
        lines.append(f"{room:16}{len(own):8}{sum(result.outcome == CAUGHT for result in own):8}")
    caught = sum(result.outcome == CAUGHT for result in results)
    lines.append(f"{'all':16}{len(results):8}{caught:8}  {100 * caught / max(1, len(results)):.0f} %")
    for mutant, result in zip(mutants, results, strict=True):
        if result.outcome != CAUGHT:
            lines.append(f"{result.outcome} {result.id}: {mutant.why if result.outcome == SURVIVED else result.said}")
    return "\n".join(lines)


def main() -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="rooms, files or ids")
    parser.add_argument("--list", action="store_true", help="say what there is, run nothing")
    parser.add_argument("-j", type=int, default=1, metavar="N", help="so many at a time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds for the tests of one mutant")
    options = parser.parse_args()
    mutants = wanted(read(ROOT / "tests" / "mutants"), options.only)
    if not mutants:
        parser.error(f"no mutant is called {' '.join(options.only)}")
    if options.list:
        reasons = [fits(mutant, ROOT) for mutant in mutants]
        for mutant, reason in zip(mutants, reasons, strict=True):
            print(f"{mutant.id:44}{reason or mutant.file}")
        return int(any(reasons))
    results = measure(mutants, ROOT, options.j, options.timeout)
    print(table(mutants, results))
    if options.json:
        options.json.write_text(json.dumps([asdict(result) for result in results], indent=1) + "\n", encoding="utf-8")
    return int(any(result.outcome != CAUGHT for result in results))


if __name__ == "__main__":
    sys.exit(main())
