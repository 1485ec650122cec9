"""Files of computed readings: written whole under a temporary name, never edited, free to be deleted.

    <data folder>/record/v6/<part>/<hash>.arrow  empty-<hash>.txt
    <data folder>/record/v6/chosen/<hash>.txt
    <data folder>/record/v6/<name>.parquet       <name>.parquet.sha256

The hash is that of what the readings rest on and of the pair. A file holds two Arrow tables behind a hash of its name
and of both: the readings, and the observations they are made of. They are packed as one: a brief reads hundreds of
files of a few rows, and unpacking each column by itself took most of the time. A file that is damaged is as good as
none: it is computed anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hali.access import durable
from hali.access.rawstore import hash_file
from hali.errors import RecordError
from hali.record.checked import Checked, Sealed

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "v6"
"""Version of the layout, and of what the files hold."""


def folder_of(data_folder: Path) -> Path:
    """Where the files lie."""
    return data_folder / "record" / FORMAT


def path(folder: Path, part: str, version: str, *pair: str, suffix: str = ".arrow") -> Path:
    """The file of a pair."""
    name = hashlib.sha256("|".join((version, *pair)).encode()).hexdigest()[:32]
    return folder / part / f"{name}{suffix}"


def empties(folder: Path, part: str, version: str) -> frozenset[str]:
    """The pairs of which nothing came out: they need no file of their own. Those in damaged lines are forgotten."""
    return frozenset(pair for pair in listed(_empties(folder, part, version)) if pair is not None)


def listed(file: Path) -> list[str | None]:
    """The pairs in a file of such; None in place of each that is damaged, and then the file is as good as none."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        return []
    pairs = [line[_SHORT:].decode(errors="replace") for line in lines]
    return [pair if line == _line(file, pair) else None for pair, line in zip(pairs, lines, strict=True)]


def add_empties(folder: Path, part: str, version: str, pairs: Iterable[str]) -> None:
    """Remember pairs of which nothing came out. Lines are appended, so that several processes may do so at once."""
    file = _empties(folder, part, version)
    told = b"".join(_line(file, pair) + b"\n" for pair in pairs)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if None in listed(file):
            file.unlink()
        with file.open("ab") as out:
            out.write(told)


def texts(file: Path) -> tuple[str, ...] | None:
    """The texts of a file of such; None where there is none, or it is damaged."""
    found = listed(file)
    whole = tuple(text for text in found if text is not None)
    return whole if found and len(whole) == len(found) else None


def write_texts(file: Path, told: Iterable[str]) -> None:
    """Write a file of texts, each on a line; a disk that takes none costs time at the next question, no more."""
    with suppress(RecordError):
        durable.write(file, b"".join(_line(file, text) + b"\n" for text in told))


_SHORT = 16
"""Bytes of the hash a line begins with."""


def _line(file: Path, pair: str) -> bytes:
    """A pair behind a hash of it and of where it stands: a list in the place of another one does not pass."""
    told = f"{file.parent.name}/{file.name}|{pair}"
    return hashlib.sha256(told.encode()).hexdigest()[:_SHORT].encode() + pair.encode()


def _empties(folder: Path, part: str, version: str) -> Path:
    return folder / part / f"empty-{version[:32]}.txt"


_HASH = 32
"""Bytes of the hash a file begins with."""

_SIZE = 8
"""Bytes after it that say how large the tables are unpacked."""

_CODEC: Literal["lz4"] = "lz4"
"""How they are packed: half the time of zstd for a seventh more room."""


def read(file: Path) -> tuple[pa.Table, pa.Table] | None:
    """The two tables of a file; None where there is none, or it is damaged."""
    import pyarrow as pa

    try:
        content = memoryview(file.read_bytes())
    except OSError:
        return None
    if _hash(file, content[_HASH:]) != content[:_HASH]:
        return None
    size = int.from_bytes(content[_HASH : _HASH + _SIZE], "big")
    source = pa.BufferReader(pa.decompress(content[_HASH + _SIZE :], size, _CODEC))
    # threads cost more than a few rows are worth
    alone = pa.ipc.IpcReadOptions(use_threads=False)
    return pa.ipc.open_stream(source, options=alone).read_all(), pa.ipc.open_stream(source, options=alone).read_all()


def write(file: Path, tables: Sequence[pa.Table]) -> None:
    """Write a file, all of it or nothing; a disk that takes none costs time at the next question, no more."""
    import pyarrow as pa

    stream = pa.BufferOutputStream()
    for table in tables:
        with pa.ipc.new_stream(stream, table.schema) as writer:
            writer.write_table(table)
    plain = stream.getvalue()
    content = plain.size.to_bytes(_SIZE, "big") + pa.compress(plain, _CODEC, asbytes=True)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part = durable.Part(file.parent)
        try:
            with part.path.open("wb") as out:
                out.write(_hash(file, content))
                out.write(content)
            part.becomes(file)
        finally:
            part.end()


def _hash(file: Path, content: memoryview | bytes) -> bytes:
    """Of a file's name and content: another file in its place does not pass."""
    digest = hashlib.sha256(file.name.encode())
    digest.update(content)
    return digest.digest()


@contextmanager
def settled(file: Path) -> Iterator[Path]:
    """A temporary path to write a Parquet file to; on leaving it becomes `file`, with its hash beside it.

    Raises:
        RecordError: the folder cannot be written or the disk is full.
    """
    with durable.whole(file) as part:
        yield part
        durable.write(_noted(file), hash_file(part).encode())


def stands(file: Path, checked: Checked) -> bool:
    """Whether a Parquet file that was settled is there, and what it was; else it is made anew."""
    try:
        checked.require(sealed(file))
    except RecordError:
        return False
    return True


def sealed(file: Path) -> Sealed:
    """A Parquet file that was settled, with its hash."""
    try:
        sha256 = _noted(file).read_text(encoding="ascii", errors="replace")
    except OSError:
        sha256 = ""
    return Sealed(file, sha256, "a file of computed readings", "it will be computed again")


def _noted(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")
