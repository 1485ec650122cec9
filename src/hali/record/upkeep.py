"""Keep the store in order: look for damage, put away what nothing names, mend what can be mended."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from hali.access import durable, sealed
from hali.access.rawstore import hash_file
from hali.errors import DamagedRecord, RecordError
from hali.record import bulk, estimates, kept, seed, withdrawals
from hali.record.checked import require
from hali.record.journal import now
from hali.record.vintages import Manifest, Store, Vintage, ahead

UNUSED = 30 * 86_400.0
"""Seconds after which computed readings nobody asked for are removed: they can be computed again."""

TRASH = "trash"
"""Where files go that no list names, in a folder of the day: a list may have been lost."""

TRASH_DAYS = 30
"""Days they stay there."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found.

    Attributes:
        files: files read to their end.
        damage: one line for each damaged or missing file; empty where all is well.
        unread: one line for each file that is there and cannot be read; it may be whole.
        dated: one line for each vintage known from a day that has not come: some clock was wrong.
    """

    files: int
    damage: tuple[str, ...]
    unread: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Freed:
    """What `collect` did.

    Attributes:
        files: files and folders removed.
        bytes: their size.
        moved: files moved to the trash.
    """

    files: int
    bytes: int
    moved: int = 0


def verify(store: Store, shipped: Path | None = None) -> Verified:
    """Read every file of the store, of bulk data, of what ships and of what was computed, and hold it to its hash.

    Args:
        store: the store of the data folder.
        shipped: folder of what ships; default that of the package.

    Raises:
        RecordError: the list of vintages cannot be read, or is not the newest.
    """
    with store.in_use():
        manifest = store.read()
        checks = list(_checks(store, manifest, shipped or seed.folder()))
        wrong = [error for error in map(_failing, checks) if error is not None]
    damage = tuple(str(error) for error in wrong if isinstance(error, DamagedRecord))
    unread = tuple(str(error) for error in wrong if not isinstance(error, DamagedRecord))
    return Verified(1 + len(checks), damage, unread, tuple(map(_dated, ahead(manifest))))


def _failing(check: Callable[[], object]) -> RecordError | None:
    try:
        check()
    except RecordError as error:
        return error
    return None


def _checks(store: Store, manifest: Manifest, shipped: Path) -> Iterator[Callable[[], object]]:
    """One for each file; it raises where the file is not what was written, or cannot be read."""
    yield store.list.require_noted
    for vintage in manifest.vintages:
        yield partial(require, store.sealed(vintage))
    yield store.runs.require_noted
    for run in estimates.runs(store):
        yield partial(require, estimates.file_of(store, run))
    named = {sha256 for vintage in manifest.vintages for sha256 in vintage.raw}
    for sha256 in sorted(named | set(store.raw.hashes())):
        yield partial(store.raw.check, sha256)
    yield partial(store.raw.check_log, noted=store.list.noted())
    for place in bulk.places(store.bulk):
        yield partial(bulk.check, place)
    yield partial(seed.identity, shipped)
    for file in seed.files(shipped):
        yield partial(require, file)
    for path in _computed(kept.folder_of(store.folder.parent)):
        if (path.suffix in COMPUTED or path.name == withdrawals.FILE) and not path.name.startswith("."):
            yield partial(_require_computed, path)


def _computed(folder: Path) -> list[Path]:
    try:
        return durable.below(folder)
    except PermissionError as error:
        raise durable.unreadable("the folder of computed readings", folder, error) from error


COMPUTED = (".arrow", ".parquet", ".txt")
"""What files of computed readings end with."""


def _require_computed(file: Path) -> None:
    """A damaged file of computed readings is never used, and computed anew when it is asked.

    Raises:
        DamagedRecord: it is damaged.
    """
    match file.suffix:
        case ".parquet":
            require(kept.sealed(file))
            return
        case ".arrow":
            well = kept.read(file) is not None
        case ".txt":
            well = None not in kept.listed(file)
        case _:
            well = withdrawals.whole(file)
    if not well:
        raise DamagedRecord(f"{file} is damaged; it will be computed again")


def collect(store: Store) -> Freed:
    """Put away raw answers, rows and estimates that no list names, remove remains of crashes and readings long unused.

    What no list names stays in the trash for TRASH_DAYS: `mend` puts it back if a list turns up that names it.

    Raises:
        RecordError: another command uses the store, or a list cannot be read or is not the newest; nothing is removed.
    """
    data = store.folder.parent
    if data.exists() and not durable.writable(data):
        raise durable.unwritable(data, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    if not store.folder.is_dir():
        return Freed(*_removed(_unused(store)))
    with store.in_use(alone=True):
        named = {path for path, _ in _named(store)}
        store.list.require_noted()
        store.runs.require_noted()
        unnamed = [path for path in _files(store) if path not in named]
        today = date.fromisoformat(now()[:10])
        for path in unnamed:
            target = store.folder / TRASH / today.isoformat() / path.relative_to(store.folder)
            durable.folder(target.parent)
            path.replace(target)
        last = (today - timedelta(TRASH_DAYS)).isoformat()
        old = [day for day in (store.folder / TRASH).glob("????-??-??") if day.name < last]
        return Freed(*_removed([*store.folder.rglob(f"{durable.PART}*"), *old, *_unused(store)]), len(unnamed))


def _named(store: Store) -> Iterator[tuple[Path, str]]:
    """Every file the lists name, and its hash; that of a raw answer is of what is in it, and not told here."""
    for vintage in store.read().vintages:
        yield store.path(vintage), vintage.sha256
        yield from ((store.raw.path(sha256), "") for sha256 in vintage.raw)
    for run in estimates.runs(store):
        yield estimates.path(store, run), run.sha256


def _files(store: Store) -> Iterator[Path]:
    """Every file that may be unnamed: rows, raw answers, estimates."""
    for pattern in ("vintages/*/*.parquet", "raw/sha256/??/*.zst", f"{estimates.FOLDER}/*.parquet"):
        yield from (path for path in store.folder.glob(pattern) if not path.name.startswith(durable.PART))


def _unused(store: Store) -> list[Path]:
    """Computed readings nobody asked for lately, abandoned ones, and what older versions of hali built."""
    root = kept.folder_of(store.folder.parent)
    latest = time.time() - UNUSED
    old = [path for path in root.parent.glob("*") if path != root]
    for folder in {part.parent for part in root.rglob(f"{durable.PART}*")}:
        durable.sweep(folder)
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
        elif path.exists():  # not with a folder above it
            size += path.stat().st_size
            path.unlink(missing_ok=True)
    return len(paths), size


def mend(store: Store) -> list[str]:
    """Put right what can be: files back from the trash, notes on lists and log anew, days that have not come.

    A vintage known from a later day than today is known from today: the clock of its harvest was wrong.

    Returns:
        What was done, a line each.

    Raises:
        RecordError: another command uses the store, or a list of it is damaged, gone or not the newest.
    """
    done = []
    with store.in_use(alone=True):
        for path, sha256 in _named(store):
            found = [] if path.exists() else sorted(store.folder.glob(f"{TRASH}/*/{path.relative_to(store.folder)}"))
            if found and sha256 in {"", hash_file(found[-1])}:
                durable.folder(path.parent)
                found[-1].replace(path)
                done.append(f"{path} is back from the trash")
        manifest, today = store.read(), now()[:10]
        late = {vintage.id for vintage in ahead(manifest)}
        if late or _unnoted(store.list):
            dated = (replace(v, known=min(v.known, today)) if v.id in late else v for v in manifest.vintages)
            store.replace(replace(manifest, vintages=tuple(dated)))
            done += [f"{_dated(v)}: now known from {today}" for v in ahead(manifest)]
            done.append(f"{store.list.path} is noted as the newest list")
        if _unnoted(store.runs):
            estimates.note(store)
            done.append(f"{store.runs.path} is noted as the newest list")
        if _failing(partial(store.raw.check_log, noted=store.list.noted())):
            store.raw.note_log()
            done.append("the log of fetches is taken as it is; what is missing in it is lost")
    return done


def _unnoted(newest: sealed.Newest) -> bool:
    return _failing(newest.require_noted) is not None


def _dated(vintage: Vintage) -> str:
    return f"vintage {vintage.id} of {vintage.dataflow} is dated {vintage.known}, a day that has not come"
