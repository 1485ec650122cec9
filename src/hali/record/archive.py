"""What was harvested and estimated as one file, to move it or to keep it safe.

A tar archive: first `contents.json` with the hash of everything in it, then the list of vintages, the log of fetches,
the list of runs of estimates, and the files these name: rows, raw answers, estimates. An import is verified whole
before the first vintage of it is listed, and adds to what is there: no vintage is ever lost by it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from hali.access import durable
from hali.access.rawstore import hash_file
from hali.errors import QuestionError, RecordError, UnreadableInput
from hali.record import estimates
from hali.record.vintages import Manifest, Store, dump, parse, relative

CONTENTS, LIST, LOG, RUNS = "contents.json", "manifest.json", "raw/fetches.jsonl", estimates.LIST
FORMAT = 2
_NAMES = re.compile(
    r"manifest\.json|raw/fetches\.jsonl|estimates/runs\.json"
    r"|raw/sha256/[0-9a-f]{2}/[0-9a-f]{62}\.zst|(?:vintages/[A-Za-z0-9._-]+|estimates)/[0-9a-f]{12}\.parquet"
)
_BLOCK = 1 << 20


def export(store: Store, file: Path) -> int:
    """Write the vintages, their raw answers, the log of fetches and all estimates to `file`, whole or not at all.

    Returns:
        How many vintages.

    Raises:
        QuestionError: `file` cannot be written, or nothing was harvested or estimated yet.
        RecordError: a file of the store is missing.
    """
    with store.in_use():
        manifest, runs = store.read(), estimates.runs(store)
        if not (manifest.vintages or runs):
            raise QuestionError("nothing was harvested yet; `hali update` or `hali ingest` come first")
        members = {relative(v): store.path(v) for v in manifest.vintages}
        members |= {estimates.relative(run.id): estimates.path(store, run) for run in runs}
        for sha256 in sorted({sha256 for v in manifest.vintages for sha256 in v.raw}):
            path = store.raw.path(sha256)
            members[f"raw/sha256/{path.parent.name}/{path.name}"] = path
        lists = {LIST: dump(manifest), LOG: _log(store), RUNS: estimates.dump(runs)}
        _write(file, lists, members)
    return len(manifest.vintages)


def _write(file: Path, lists: dict[str, bytes], members: dict[str, Path]) -> None:
    try:
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in lists.items()}
        hashes |= {name: hash_file(path) for name, path in members.items()}
    except OSError as error:
        raise RecordError(f"{error.filename} cannot be read; `hali record verify` names what is damaged") from error
    contents = json.dumps({"format": FORMAT, "files": hashes}, indent=1).encode()
    try:
        with durable.whole(file) as part, tarfile.open(part, "w") as archive:
            for name, content in {CONTENTS: contents, **lists}.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
            for name, path in members.items():
                archive.add(path, name, recursive=False)
    except RecordError as error:
        raise QuestionError(f"{file} cannot be written; name another file") from error


def _log(store: Store) -> bytes:
    return b"".join(json.dumps(asdict(fetch), ensure_ascii=False).encode() + b"\n" for fetch in store.raw.fetches())


def import_(store: Store, file: Path) -> int:
    """Add the vintages and estimates of an export to the store, all of them or none; how many vintages were new.

    Raises:
        UnreadableInput: the file is no export, or damaged.
        RecordError: the export is of another format, or the store cannot be written.
    """
    durable.folder(store.folder)
    with store.in_use(), _unpacked(store, file) as work:
        manifest = parse((work / LIST).read_text(encoding="utf-8"), f"{file}: {LIST}")
        runs = estimates.parse((work / RUNS).read_text(encoding="utf-8"), f"{file}: {RUNS}")
        _complete(file, manifest, runs, work)
        for path in sorted(work.rglob("*.zst")) + sorted(work.rglob("*.parquet")):
            target = store.folder / path.relative_to(work)
            # a damaged file of ours is replaced as well: the export was verified
            with durable.whole(target) as part:
                shutil.copyfile(path, part)
        logged = {json.dumps(asdict(fetch), sort_keys=True) for fetch in store.raw.fetches()}
        for line in (work / LOG).read_text(encoding="utf-8").splitlines():
            if json.dumps(json.loads(line), sort_keys=True) not in logged:
                durable.append(store.folder / LOG, line.encode())
        estimates.merge(store, runs)
        return store.merge(manifest)


@contextmanager
def _unpacked(store: Store, file: Path) -> Iterator[Path]:
    """The files of an export, each held against its hash, in a folder for the time being."""
    work = Path(tempfile.mkdtemp(prefix=durable.PART, dir=store.folder))
    try:
        with tarfile.open(file, "r:") as archive:
            hashes = _contents(archive)
            for entry in archive:
                if entry.name != CONTENTS:
                    _unpack(archive, entry, hashes, work)
        absent = [name for name in hashes if not (work / name).is_file()]
        if absent:
            raise UnreadableInput(f"{file} is cut off: {absent[0]} is missing")
        yield work
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableInput(f"{file} is no export of `hali record export`, or damaged ({error})") from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _contents(archive: tarfile.TarFile) -> dict[str, str]:
    """Name -> hash of every file of an export."""
    entry = archive.next()
    stream = archive.extractfile(entry) if entry is not None and entry.name == CONTENTS else None
    if stream is None:
        raise ValueError(f"it does not begin with {CONTENTS}")
    told = json.load(stream)
    if told["format"] != FORMAT:
        raise RecordError(f"an export of format {told['format']}, this hali reads format {FORMAT}")
    hashes: dict[str, str] = told["files"]
    return hashes


def _unpack(archive: tarfile.TarFile, entry: tarfile.TarInfo, hashes: dict[str, str], work: Path) -> None:
    """Write one file of an export if its name and content are those announced."""
    stream = archive.extractfile(entry)
    if stream is None or entry.name not in hashes or not _NAMES.fullmatch(entry.name):
        raise ValueError(f"unexpected {entry.name!r}")
    target = work / entry.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if _copied(stream, target) != hashes[entry.name]:
        raise ValueError(f"{entry.name} is not what was exported")


def _copied(stream: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as out:
        while block := stream.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _complete(file: Path, manifest: Manifest, runs: Sequence[estimates.Run], work: Path) -> None:
    """Every file a vintage or run names is in the export, and its rows have the hash the list says."""
    for vintage in manifest.vintages:
        raw = [f"raw/sha256/{sha256[:2]}/{sha256[2:]}.zst" for sha256 in vintage.raw]
        absent = [name for name in (relative(vintage), *raw) if not (work / name).is_file()]
        if absent:
            raise UnreadableInput(f"{file} is not whole: {absent[0]} of vintage {vintage.id} is missing")
        if hash_file(work / relative(vintage)) != vintage.sha256:
            raise UnreadableInput(f"{file} is damaged: the rows of vintage {vintage.id} are others than listed")
    for run in runs:
        rows = work / estimates.relative(run.id)
        if not rows.is_file() or hash_file(rows) != run.sha256:
            raise UnreadableInput(f"{file} is damaged: the estimates of run {run.id} are missing or others than listed")
