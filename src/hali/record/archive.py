"""What was harvested and estimated as one file, to move it or to keep it safe.

A tar archive: first `contents.json` with the hash of everything in it, then the list of vintages, the log of fetches,
the list of runs of estimates, and the files these name: rows, raw answers, estimates. An import is read to its end and
verified where it lies (`archive_check`) before the store is touched, and adds to what is there: no vintage is ever lost
by it, and a bad archive leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from dataclasses import asdict
from pathlib import Path

from hali.access import bounds, durable
from hali.access.rawstore import hash_file
from hali.errors import QuestionError, RecordError, UnreadableInput
from hali.record import archive_check, estimates
from hali.record.archive_check import CONTENTS, FORMAT, LIST, LOG, RUNS
from hali.record.vintages import Store, dump, relative


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
        UnreadableInput: the file is no export, or damaged; nothing of it is left behind.
        RecordError: the export is of another format, or the store cannot be written.
    """
    with archive_check.opened(file) as given:
        durable.folder(store.folder)
        with store.in_use():
            for name, entry in given.members.items():
                _copy(file, given.archive, entry, store.folder / name, given.hashes[name])
            logged = {json.dumps(asdict(fetch), sort_keys=True) for fetch in store.raw.fetches()}
            for fetch in given.log:
                if json.dumps(asdict(fetch), sort_keys=True) not in logged:
                    store.raw.log(fetch)
            estimates.merge(store, given.runs)
            return store.merge(given.manifest)


def _copy(file: Path, archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path, announced: str) -> None:
    """Put one file of an export in its place; a damaged file of ours is replaced as well: the export was verified."""
    stream = archive.extractfile(entry)
    digest = hashlib.sha256()
    with durable.whole(target) as part:
        with part.open("wb") as sink:
            for block in bounds.blocks(stream) if stream else ():
                digest.update(block)
                sink.write(block)
        if digest.hexdigest() != announced:
            raise UnreadableInput(f"{file} changed while it was read; give it again")
