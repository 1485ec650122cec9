"""Damage on purpose, full disks, kills, and everybody at once; nothing may be told that is wrong, nothing be lost.

    python -m tests.torture.storage [--damages 500] [--disks 50] [--kills 500] [--processes 8] [--seed N]

Damages: a data folder with every kind of file is copied, one file of the copy gets a bit turned, is cut, emptied,
deleted, or replaced by another, and the same questions are asked. Each must be answered as before or refused as damage.
What was not refused must be named by `verify`, unless the file was one that is computed, and was computed again.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from tests.record import crash, tiny
from tests.record.test_bulk import MONTH, put
from tests.record.test_estimates import estimate
from tests.replay.fake import FAKE, body, row

from hali.codelists import areas
from hali.errors import RecordError
from hali.model.dataflow import Dataflow
from hali.model.source import EVENT, VOTE
from hali.pillars.plan import plan
from hali.record import bulk, estimates, readings, seed, upkeep
from hali.record.ingest import ingest
from hali.record.store import Record
from hali.record.vintages import Draft, Store
from hali.record.warehouse import Warehouse

KINDS = ("flip", "cut", "delete", "replace", "empty")
"""What can be done to a file."""

VOTES = Dataflow(id="UN:GA_VOTES", title="Roll calls", publisher="un", kind="votes")
EVENTS = Dataflow(id="FAKE:EVENTS", title="Events", publisher="fake", kind="events")


def filled(folder: Path) -> Path:
    """A data folder with every kind of file, and beside it what ships (`ships`), every question asked once."""
    shipped = [
        {**row("2019", 7e9, measure="trade_value"), "dataflow": "KZ_BNS:TRADE", "vintage": "2024-01-01"},
        {**tiny.rate("2021", 1.2), "dataflow": "ECB:EXR", "vintage": "2024-01-01"},
    ]
    cast = [(n, f"201{n}-01-01", ["me"], area, "Y") for n in (7, 8, 9) for area in ("KAZ", "DEU")]
    tiny.ships(folder / "ships", shipped, cast)
    store = Store(folder / "data")
    file = put(folder, "trade.json", "")
    for number in range(3):
        rows = [row(str(year), float(year + number), partner=p) for year in range(2000, 2024) for p in ("DEU", "FRA")]
        file.write_bytes(body(rows[number:], f"2025-01-0{number + 1}"))
        ingest(store, FAKE, [file])
    file.unlink()
    page = tiny.draft(row("2021", 5e9) | {"vintage": "2024-02-01"}, flow=tiny.PAGES)
    store.commit([replace(page, raw=())], {"FAKE:PAGES": tiny.PAGES.told()})
    for number in (1, 2):
        store.commit([_votes(number), _events(number)], {VOTES.id: VOTES.told(), EVENTS.id: EVENTS.told()})
    for number in (1, 2):
        estimates.add(store, [estimate(float(number), f"2026-03-0{number}")])
    for period in (202511, 202512):
        text = put(folder, f"full_{period}.dat", MONTH.replace("202512", str(period)))
        bulk.ingest(text, store.bulk, known=f"2026-0{period - 202510}-15")
        text.unlink()
    asked(folder, ["DEU", "ITA"])  # France is asked about later, so that its readings are computed then
    return folder


def _votes(number: int) -> Draft:
    """A harvest of roll calls: one more each time."""
    calls = [
        {
            "rcid": 10 + n,
            "resolution": f"R/9{n}",
            "date": date(2022, n, 1),
            "issues": ["nu"],
            "area": area,
            "vote": vote,
        }
        for n in range(1, number + 1)
        for area, vote in (("KAZ", "Y"), ("DEU", "YNA"[n]))
    ]
    kinds = [pa.int64(), pa.string(), pa.date32(), pa.list_(pa.string()), pa.string(), pa.string()]
    return _draft(VOTES, number, calls, zip(VOTE, kinds, strict=True))


def _events(number: int) -> Draft:
    """A harvest of events: one more each time."""
    told = [
        {**dict.fromkeys(EVENT, "x"), "date": f"2022-0{n}-01", "parties": ["KAZ", "DEU"], "title": f"Thing {n}"}
        for n in range(1, number + 1)
    ]
    kinds = [pa.list_(pa.string()) if name == "parties" else pa.string() for name in EVENT]
    return _draft(EVENTS, number, told, zip(EVENT, kinds, strict=True))


def _draft(
    flow: Dataflow, number: int, told: list[dict[str, Any]], columns: Iterable[tuple[str, pa.DataType]]
) -> Draft:
    schema = pa.schema([*columns, ("origin", pa.string())])
    rows = pa.Table.from_pylist([{**one, "origin": "O"} for one in told], schema)
    made = tiny.draft(row(), day=f"2025-02-0{number}")
    return replace(made, dataflow=flow.id, kind=flow.kind, rows=rows, raw=())


def opened(folder: Path) -> Record:
    """The record of a data folder as a new process opens it."""
    for cached in (seed.seeds, seed.identity):
        cached.cache_clear()
    store = Store(folder / "data")
    return Record(Warehouse(plan(), store, store.read(), folder / "ships"))


def asked(folder: Path, partners: Iterable[str] = ("DEU", "FRA", "ITA")) -> dict[str, object]:
    """What the record of a data folder says to every kind of question; what is damaged is refused, as `RecordError`.

    Args:
        folder: made by `filled`.
        partners: with whom Kazakhstan is asked about; the last has no figures.
    """
    record = opened(folder)
    found = {
        f"{name} {partner}": readings.find(record, [name], reporters=["KAZ"], partners=[partner])
        for name in ("exports", "un_vote_agreement")
        for partner in partners
    }
    listed = [one for some in found.values() for one in some]
    return {
        **found,
        "cells": readings.complete(record, listed),
        "events": record.warehouse.events,
        "votes": record.warehouse.cursor().execute("select * from all_votes order by all").fetchall(),
        "estimates": estimates.find(record, "exports"),
        "products": bulk.pair_totals(record.warehouse.store.bulk / "comext", "DEU", "KAZ").to_pylist(),
    }


def damaged(path: Path, kind: str, chance: random.Random, others: list[Path]) -> None:
    """Do one thing to a file."""
    content = path.read_bytes()
    match kind:
        case "flip":
            changed = bytearray(content)
            changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(changed)
        case "cut":
            path.write_bytes(content[: chance.randrange(len(content))])
        case "empty":
            path.write_bytes(b"")
        case "delete":
            path.unlink()
        case _:
            path.write_bytes(chance.choice(others).read_bytes())


@dataclass(frozen=True)
class Trial:
    """One damage and what came of it.

    Attributes:
        file: the file, within the folder.
        kind: see KINDS.
        result: `refused`, `named` (by verify), `harmless` (nothing that cannot be computed), or what went wrong.
        told: the refusal, or what else there is to see.
    """

    file: str
    kind: str
    result: str
    told: str

    @property
    def wrong(self) -> str:
        """What is not as it should be, or ""."""
        well = self.result in {"refused", "named", "harmless"}
        return "" if well else f"{self.result}: {self.kind} {self.file}: {self.told}"


DERIVED = ("data/record/", "data/store/.in-use", "data/store/.commit", "data/store/raw/.fetches.jsonl.lock")
"""What can be computed again, and locks."""


def files_of(folder: Path) -> list[Path]:
    """Every file that has something in it."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def one_of_each(folder: Path) -> list[Path]:
    """One file of every kind, within the folder: files whose names differ in digits of a hash are of one kind."""
    kinds = {
        re.sub(r"[0-9a-f]{12,}|[0-9a-f]{2}/[0-9a-f]{20,}|=[0-9-]+", "", str(path)): path for path in files_of(folder)
    }
    return sorted(path.relative_to(folder) for path in kinds.values())


def trial(
    whole: Path, before: dict[str, object], chance: random.Random, within: Path | None = None, kind: str = ""
) -> Trial | None:
    """Damage one file of a copy of the folder `whole`, a certain one or any; None where the file was not changed."""
    with tempfile.TemporaryDirectory(dir=whole.parent) as name:
        folder = Path(name) / "copy"
        shutil.copytree(whole, folder)
        files = files_of(folder)
        path, kind = folder / within if within else chance.choice(files), kind or chance.choice(KINDS)
        content = path.read_bytes()
        damaged(path, kind, chance, [one for one in files if one.suffix == path.suffix and one != path] or files)
        if path.exists() and path.read_bytes() == content:
            return None
        result, told = judged(folder, str(path.relative_to(folder)), before)
        return Trial(str(path.relative_to(folder)), kind, result, told)


def judged(folder: Path, file: str, before: dict[str, object]) -> tuple[str, str]:
    """What comes of a damage, and what was said."""
    derived = file.startswith(DERIVED) or file.endswith("checked.json")
    try:
        found = asked(folder)
    except RecordError as error:
        line = str(error)
        if derived:
            return "a computed file stops a question", line
        return ("refused", line) if "\n" not in line else ("more than a line", line)
    except Exception as error:
        return "traceback", f"{type(error).__name__}: {error}"
    if found != before:
        wrong = [name for name in before if found[name] != before[name]]
        return "WRONG ANSWER", ", ".join(wrong)
    store = Store(folder / "data")
    try:
        lines = upkeep.verify(store, folder / "ships").damage
    except RecordError as error:
        return "named", str(error)
    except Exception as error:
        return "traceback of verify", f"{type(error).__name__}: {error}"
    if derived:
        return ("harmless", "") if not lines else ("a computed file was not renewed", lines[0])
    return ("named", lines[0]) if lines else ("NOT NOTICED", "")


def run(damages: int, seed_: int) -> Iterator[Trial]:
    """So many damages, one after another."""
    chance = random.Random(seed_)
    with tempfile.TemporaryDirectory() as name:
        whole = filled(Path(name) / "whole")
        before = asked(Path(shutil.copytree(whole, Path(name) / "copy")))
        assert upkeep.verify(Store(whole / "data"), whole / "ships").damage == ()
        done = 0
        while done < damages:
            if one := trial(whole, before, chance):
                done += 1
                yield one


STEP = 100_000
"""Bytes by which one disk is larger than the one before."""


def disks(count: int) -> Iterator[str]:
    """Work on disks of STEP bytes, twice STEP ... until they are full: one line each time, and what was there is whole.

    Yields:
        What went wrong, or "".
    """
    for number in range(1, count + 1):
        with tempfile.TemporaryDirectory() as name:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={number * STEP}", "tmpfs", name], check=True)
            try:
                yield filled_up(Path(name), number)
            finally:
                subprocess.run(["umount", name], check=True)


def filled_up(disk: Path, seed_: int) -> str:
    """Take files in until the disk is full, and ask; what went wrong, or ""."""
    store, told = Store(disk / "data"), ""
    with tempfile.TemporaryDirectory() as beside:
        file = Path(beside) / "trade.json"
        listed: set[str] = set()
        partners = SIDES[: 4 * (1 + seed_ // 10)]
        for number in range(200):
            values = random.Random(seed_ * 1000 + number)
            file.write_bytes(
                body([row(str(year), values.random(), partner=p) for year in range(1950, 2020) for p in partners])
            )
            try:
                [outcome] = ingest(store, FAKE, [file])
                told = outcome.reason if outcome.result == "failed" else ""
            except RecordError as error:
                told = str(error)
            if told:
                break
            listed |= set(outcome.vintages)
        if "full" not in told or "\n" in told:
            return f"{disk}: the disk is full, and it says {told!r}"
        if listed - {vintage.id for vintage in store.read().vintages}:
            return "a vintage was lost"
        if damage := upkeep.verify(store).damage:
            return f"called damaged: {damage[0]}"
        record = Record(Warehouse(plan(), store, store.read()))
        readings.find(record, ["exports"], reporters=["KAZ"], partners=["DEU"])
    return ""


SIDES = tuple(sorted(areas.members("EU27_2020", date(2024, 1, 1))))
"""Partners in the files that fill a disk; the more the larger it is, so that some dozens of files fill it."""


def at_once(processes: int, folder: Path) -> tuple[int, int]:
    """Everybody asks the same of a cold record; how many different answers there were, and how many builds.

    A build is a file of readings: one written twice has been computed twice.
    """
    words = ["readings", "exports", "--reporter", "KZ", "--partner", "EU", "--format", "csv"]
    with ThreadPoolExecutor(processes) as pool:
        ask = [sys.executable, "-c", COUNTED, *words]
        environment = {**os.environ, "HALI_DATA": str(folder)}
        asked_ = lambda _: subprocess.run(ask, env=environment, capture_output=True, check=True)  # noqa: E731
        done = list(pool.map(asked_, range(processes)))
    return len({one.stdout for one in done}), sum(one.stderr.count(b"computed") for one in done)


COUNTED = """
import sys
from hali import cli
from hali.record import asking
really = asking.compute
asking.compute = lambda *given: (print("computed", file=sys.stderr), really(*given))[1]
cli.main()
"""


def told(what: str, wrong: Iterable[str]) -> int:
    """Print what went wrong, and how often it went well; how often it did not."""
    listed = list(wrong)
    for line in filter(None, listed):
        print(f"{what}: {line}"[:300], flush=True)
    print(f"{what}: {len(listed)}, of them {sum(map(bool, listed))} wrong", flush=True)
    return sum(map(bool, listed))


def main() -> int:
    """Everything; how much of it went wrong."""
    parser = argparse.ArgumentParser()
    for name, count in (("damages", 500), ("disks", 50), ("kills", 500), ("processes", 8), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=count)
    given = parser.parse_args()
    wrong = told("damages", (one.wrong for one in run(given.damages, given.seed)))
    if given.disks and os.geteuid() == 0:
        wrong += told("full disks", disks(given.disks))
    elif given.disks:
        print("full disks: left out, only root can mount small ones")
    if given.kills:
        found = crash.run(given.kills, given.seed, at_once=3)
        wrong += told("kills", [str(found) if found["lost"] or found["damaged"] else ""])
    if given.processes:
        with tempfile.TemporaryDirectory() as name:
            answers, builds = at_once(given.processes, Path(name))
        wrong += told("at once", [f"{answers} answers, {builds} builds" if (answers, builds) != (1, 1) else ""])
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main()))
