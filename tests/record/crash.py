"""Kill -9 at random moments of update, ingest, gc, export and import: nothing is corrupted, no vintage is lost.

    python -m tests.record.crash --kills 200 [--seed N] [--at-once 3]

Children commit vintages one after the other and say so once each is committed, or ask questions. Each is killed at a
random moment. Then every file is held against its hash, and every vintage that was ever announced must be listed. The
publisher is a server on this machine whose figures change with every question.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from tests.replay.fake import FAKE, TRADE, body, message, row
from tests.replay.server import Message, Replay

from hali.access.http import Client
from hali.errors import RecordError
from hali.model.source import Scope
from hali.pillars.plan import plan
from hali.record import archive, harvest, readings, upkeep
from hali.record.ingest import ingest
from hali.record.session import Session
from hali.record.vintages import Store

LONGEST = 20
"""Vintages that a child has time for before it is killed at the latest."""


def serve() -> None:
    """A publisher whose figures change with every question."""
    count = itertools.count(1)

    def next_figures(_: str) -> Message:
        number = float(next(count))
        return message([row(str(year), number + year) for year in range(1990, 2024)])

    with Replay() as server:
        server.make("https://data.example.org/", next_figures)
        print(server.address, flush=True)
        sys.stdin.read()  # until the parent is gone


def work(folder: Path, announced: int, seed: int) -> None:
    """Commit until killed; write the id of every committed vintage to the descriptor `announced`."""
    chance = random.Random(seed)
    store = Store(folder)
    for number in itertools.count():
        match chance.choice(["update", "update", "ingest", "ingest", "gc", "move", "ask"]):
            case "update":
                made = lambda: Client(store.state / "hosts", sleep=lambda _: None)  # noqa: E731
                outcomes = harvest.update(store, [(FAKE, TRADE)], [Scope()], client=made)
            case "ingest":
                file = folder / f"file-{seed}-{number}.json"
                file.write_bytes(body([row(str(y), chance.random()) for y in range(1990, 2020)]))
                outcomes = ingest(store, FAKE, [file])
                file.unlink()
            case "gc":
                with contextlib.suppress(RecordError):  # another child uses the record
                    upkeep.collect(store)
                continue
            case "ask":
                readings.find(Session(plan(), folder).record(), ["exports"], reporters=["KAZ"], partners=["DEU"])
                continue
            case _:
                if store.read().vintages:
                    archive.export(store, folder / f"all-{seed}.tar")
                    archive.import_(store, folder / f"all-{seed}.tar")
                continue
        for outcome in outcomes:
            assert outcome.result in {"new", "unchanged"}, outcome  # killed between commit and announcement
            os.write(announced, "".join(f"{id_}\n" for id_ in outcome.vintages).encode())


def killed(folder: Path, seeds: Sequence[int], longest: float, chance: random.Random) -> set[str]:
    """Run children side by side, kill each at a random moment, and give the vintages they announced."""
    begun = time.monotonic()
    children = [started(folder, seed) for seed in seeds]
    moments = sorted(chance.uniform(0.02, longest) for _ in seeds)
    announced: set[str] = set()
    for (child, read), moment in zip(children, moments, strict=True):
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise AssertionError("the child ended by itself; see its traceback")
        with os.fdopen(read) as pipe:
            announced |= set(pipe.read().split())
    return announced


def started(folder: Path, seed: int) -> tuple[int, int]:
    """A child at work, and where it announces its vintages."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with contextlib.suppress(BaseException):
            try:
                work(folder, write, seed)
            except BaseException:
                traceback.print_exc()
        os._exit(1)
    os.close(write)
    return child, read


def warm(folder: Path) -> float:
    """Load everything once, so that a child is at work at once; the seconds one vintage takes on this machine now."""
    importlib.import_module("httpx")
    for number in range(2):
        begun = time.monotonic()
        file = folder / "warm.json"
        file.write_bytes(body([row(str(2000 + number))]))
        ingest(Store(folder / "warm"), FAKE, [file])
    return time.monotonic() - begun


def run(kills: int, seed: int, at_once: int = 1) -> dict[str, int]:
    """Kill `kills` children, so many at once; how many vintages were announced and lost, how many files damaged.

    They live for up to a second, or as long as some vintages take where the machine is busy.
    """
    chance = random.Random(seed)
    announced: set[str] = set()
    lost = damaged = 0
    publisher = subprocess.Popen(
        [sys.executable, "-m", "tests.record.crash", "--serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert publisher.stdout is not None
        os.environ["HALI_REPLAY"] = publisher.stdout.readline().strip()
        os.environ.pop("HALI_OFFLINE", None)
        with tempfile.TemporaryDirectory() as name:
            store = Store(Path(name))
            longest = max(1.0, at_once * LONGEST * warm(Path(name)))
            for number in range(0, kills, at_once):
                seeds = range(seed + number, seed + min(number + at_once, kills))
                announced |= killed(Path(name), seeds, longest, chance)
                try:
                    listed = {v.id for v in store.read().vintages}
                    damage = upkeep.verify(store).damage
                except RecordError as error:
                    listed, damage = set(), (str(error),)
                lost += len(announced - listed)
                damaged += len(damage)
                for line in damage:
                    print(f"kill {number}: {line}", file=sys.stderr)
            if kills:
                upkeep.collect(store)
                assert upkeep.verify(store).damage == ()
    finally:
        publisher.kill()
        publisher.communicate()
    return {"kills": kills, "announced": len(announced), "lost": lost, "damaged": damaged}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    if given.serve:
        serve()
    else:
        found = run(given.kills, given.seed, at_once=given.at_once)
        print(found)
        sys.exit(bool(found["lost"] or found["damaged"]))
