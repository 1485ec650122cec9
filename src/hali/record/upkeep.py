"""Keep the store in order: look for damage, remove what nothing names."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hali.access import durable
from hali.access.rawstore import hash_file
from hali.errors import RecordError
from hali.record.store import FORMAT, place
from hali.record.vintages import Store

BUILT_KEPT = 86_400.0
"""Seconds for which a built record that is no longer the current one is kept: a command may still be reading it."""


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
    """Read every file of the store and of the record built from it, and hold it against its hash.

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
    named = {sha256 for vintage in manifest.vintages for sha256 in vintage.raw}
    for sha256 in sorted(named | set(store.raw.hashes())):
        try:
            store.raw.check(sha256)
        except RecordError as error:
            yield str(error)
        else:
            yield ""
    built = place(manifest, store.folder.parent)
    if built.exists():
        yield from _verified_build(built)


def _verified_build(built: Path) -> Iterator[str]:
    try:
        hashes = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["hashes"]
    except (OSError, ValueError, KeyError, TypeError):
        yield f"{built} is damaged; delete that folder and it is built again"
        return
    for name, sha256 in hashes.items():
        told = _held(built / name, sha256, f"{name} of the built record")
        yield f"{told}; delete that folder and it is built again" if told else ""


def _held(path: Path, sha256: str, what: str) -> str:
    try:
        return "" if hash_file(path) == sha256 else f"{what} is damaged ({path}): its hash is another"
    except FileNotFoundError:
        return f"{what} is missing ({path})"
    except OSError as error:
        return f"{what} cannot be read ({path}): {error.strerror}"


def collect(store: Store) -> Freed:
    """Remove raw answers and rows that no vintage names, remains of crashes, and records built from older states.

    Raises:
        RecordError: another command uses the store, or its list of vintages cannot be read.
    """
    if not store.folder.is_dir():
        return Freed(*_removed(_old_builds(store)))
    with store.in_use(alone=True):
        manifest = store.read()
        named = {store.path(vintage) for vintage in manifest.vintages}
        named |= {store.raw.path(sha256) for vintage in manifest.vintages for sha256 in vintage.raw}
        files = [path for path in _files(store) if path not in named]
        return Freed(*_removed([*files, *_old_builds(store)]))


def _files(store: Store) -> Iterator[Path]:
    """Every file that may be unnamed: rows, raw answers, remains of crashes."""
    for pattern in ("vintages/*/*.parquet", "raw/sha256/??/*.zst"):
        yield from (path for path in store.folder.glob(pattern) if not path.name.startswith(durable.PART))
    yield from store.folder.rglob(f"{durable.PART}*")


def _old_builds(store: Store) -> list[Path]:
    """Built records of other states, and unfinished ones, that nobody can be reading any more."""
    root = store.folder.parent / "record" / FORMAT
    current = place(store.read(), store.folder.parent)
    if not root.is_dir():
        return []
    latest = time.time() - BUILT_KEPT
    return [path for path in root.iterdir() if path != current and path.stat().st_mtime < latest]


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
