"""Keep the store in order: look for damage, remove what nothing names."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hali.access import durable
from hali.access.rawstore import hash_file
from hali.errors import RecordError
from hali.record import estimates, kept, seed
from hali.record.vintages import Store

UNUSED = 30 * 86_400.0
"""Seconds after which computed readings nobody asked for are removed: they can be computed again."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found.

    Attributes:
        files: files read to their end.
        damage: one line for each damaged or missing file; empty where all is well.
    """

    files: int
    damage: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Freed:
    """What `collect` removed.

    Attributes:
        files: files and folders removed.
        bytes: their size.
    """

    files: int
    bytes: int


def verify(store: Store) -> Verified:
    """Read every file of the store, of what ships and of what was computed, and hold it against its hash.

    Raises:
        RecordError: the list of vintages cannot be read.
    """
    with store.in_use():
        found = list(_verified(store))
    return Verified(len(found), tuple(line for line in found if line))


def _verified(store: Store) -> Iterator[str]:
    """A line for each file: what is wrong with it, or ""."""
    manifest = store.read()
    yield ""
    for vintage in manifest.vintages:
        yield _held(store.path(vintage), vintage.sha256, f"vintage {vintage.id} of {vintage.dataflow}")
    for run in estimates.runs(store):
        what = f"run {run.id} of the estimates {run.specification.id}"
        yield _held(estimates.path(store, run), run.sha256, what)
    named = {sha256 for vintage in manifest.vintages for sha256 in vintage.raw}
    for sha256 in sorted(named | set(store.raw.hashes())):
        try:
            store.raw.check(sha256)
        except RecordError as error:
            yield str(error)
        else:
            yield ""
    for one in seed.seeds(seed.folder()).values():
        yield _held(seed.folder() / one.file, one.sha256, f"the shipped table {one.dataflow}")
    yield from _verified_readings(kept.folder_of(store.folder.parent))


def _verified_readings(folder: Path) -> Iterator[str]:
    """A line for each file of computed readings; a damaged one is never used, and computed anew when it is asked."""
    for file in sorted([*folder.rglob("*.arrow"), *folder.rglob("*.parquet")]):
        well = kept.readable(file) if file.suffix == ".parquet" else kept.read(file) is not None
        yield "" if well else f"{file} is damaged; it will be computed again"


def _held(path: Path, sha256: str, what: str) -> str:
    try:
        return "" if hash_file(path) == sha256 else f"{what} is damaged ({path}): its hash is another"
    except FileNotFoundError:
        return f"{what} is missing ({path})"
    except OSError as error:
        return f"{what} cannot be read ({path}): {error.strerror}"


def collect(store: Store) -> Freed:
    """Remove raw answers, rows and estimates that no list names, remains of crashes, and readings long unused.

    Raises:
        RecordError: another command uses the store, or its list of vintages cannot be read.
    """
    if not store.folder.is_dir():
        return Freed(*_removed(_unused(store)))
    with store.in_use(alone=True):
        manifest = store.read()
        named = {store.path(vintage) for vintage in manifest.vintages}
        named |= {store.raw.path(sha256) for vintage in manifest.vintages for sha256 in vintage.raw}
        named |= {estimates.path(store, run) for run in estimates.runs(store)}
        files = [path for path in _files(store) if path not in named]
        return Freed(*_removed([*files, *_unused(store)]))


def _files(store: Store) -> Iterator[Path]:
    """Every file that may be unnamed: rows, raw answers, estimates, remains of crashes."""
    for pattern in ("vintages/*/*.parquet", "raw/sha256/??/*.zst", f"{estimates.FOLDER}/*.parquet"):
        yield from (path for path in store.folder.glob(pattern) if not path.name.startswith(durable.PART))
    yield from store.folder.rglob(f"{durable.PART}*")


def _unused(store: Store) -> list[Path]:
    """Computed readings nobody asked for lately, and what older versions of hali built."""
    root = kept.folder_of(store.folder.parent)
    latest = time.time() - UNUSED
    old = [path for path in root.parent.glob("*") if path != root]
    return old + [path for path in root.rglob("*") if path.is_file() and _last_used(path) < latest]


def _last_used(file: Path) -> float:
    told = file.stat()
    return max(told.st_atime, told.st_mtime)


def _removed(paths: list[Path]) -> tuple[int, int]:
    size = 0
    for path in sorted(paths):
        if path.is_dir():
            size += sum(part.stat().st_size for part in path.rglob("*") if part.is_file())
            shutil.rmtree(path, ignore_errors=True)
        else:
            size += path.stat().st_size
            path.unlink(missing_ok=True)
    return len(paths), size
