"""Kill -9 at random moments of update, ingest, gc, export and import: nothing is corrupted, no vintage is lost.

    python -m tests.record.crash --kills 200 [--seed N]

A child commits vintages one after the other and says so once each is committed. It is killed at a random moment. Then
every file is held against its hash, and every vintage that was ever announced must be listed. The publisher is a server
on this machine whose figures change with every question.
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
from pathlib import Path

from tests.replay.fake import FAKE, TRADE, body, message, row
from tests.replay.server import Message, Replay

from hali.access.http import Client
from hali.errors import RecordError
from hali.model.source import Scope
from hali.record import archive, harvest, upkeep
from hali.record.ingest import ingest
from hali.record.vintages import Store


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
        match chance.choice(["update", "update", "ingest", "ingest", "gc", "move"]):
            case "update":
                made = lambda: Client(store.state / "hosts", sleep=lambda _: None)  # noqa: E731
                outcomes = harvest.update(store, [(FAKE, TRADE)], [Scope()], client=made)
            case "ingest":
                file = folder / f"file-{seed}-{number}.json"
                file.write_bytes(body([row(str(y), chance.random()) for y in range(1990, 2020)]))
                outcomes = ingest(store, FAKE, [file])
                file.unlink()
            case "gc":
                upkeep.collect(store)
                continue
            case _:
                if store.read().vintages:
                    archive.export(store, folder / "all.tar")
                    archive.import_(store, folder / "all.tar")
                continue
        for outcome in outcomes:
            assert outcome.result in {"new", "unchanged"}, outcome  # killed between commit and announcement
            os.write(announced, "".join(f"{id_}\n" for id_ in outcome.vintages).encode())


def one_kill(folder: Path, seed: int, after: float) -> list[str]:
    """Run a child, kill it after so many seconds, and give the vintages it announced."""
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
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise AssertionError("the child ended by itself; see its traceback")
    with os.fdopen(read) as pipe:
        return pipe.read().split()


def warm(folder: Path) -> None:
    """Load everything once, so that a child is at work at once."""
    file = folder / "warm.json"
    file.write_bytes(body([row()]))
    ingest(Store(folder / "warm"), FAKE, [file])
    importlib.import_module("httpx")


def run(kills: int, seed: int, longest: float = 1.0) -> dict[str, int]:
    """Kill `kills` children; how many vintages were announced, lost, and how many files damaged."""
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
            warm(Path(name))
            for number in range(kills):
                announced |= set(one_kill(Path(name), seed + number, chance.uniform(0.02, longest)))
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
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    if given.serve:
        serve()
    else:
        found = run(given.kills, given.seed)
        print(found)
        sys.exit(bool(found["lost"] or found["damaged"]))
