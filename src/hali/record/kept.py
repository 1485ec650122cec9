"""Files of computed readings: written whole under a temporary name, never edited, free to be deleted.

    <data folder>/record/v2/<part>/<hash>.arrow  empty-<hash>.txt

The hash is that of what the readings rest on and of the pair. A file holds two Arrow tables behind a hash of both: the
readings, and the observations they are made of. A file that is damaged is as good as none: it is computed anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "v2"
"""Version of the layout, and of what the files hold."""


def folder_of(data_folder: Path) -> Path:
    """Where the files lie."""
    return data_folder / "record" / FORMAT


def path(folder: Path, part: str, version: str, *pair: str) -> Path:
    """The file of a pair."""
    name = hashlib.sha256("|".join((version, *pair)).encode()).hexdigest()[:32]
    return folder / part / f"{name}.arrow"


def empties(folder: Path, part: str, version: str) -> frozenset[str]:
    """The pairs of which nothing came out: they need no file of their own."""
    try:
        return frozenset(_empties(folder, part, version).read_text(encoding="utf-8").split("\n"))
    except (OSError, UnicodeDecodeError):
        return frozenset()


def add_empties(folder: Path, part: str, version: str, pairs: Iterable[str]) -> None:
    """Remember pairs of which nothing came out. Lines are appended, so that several processes may do so at once."""
    told = "".join(f"{pair}\n" for pair in pairs)
    with suppress(OSError):
        file = _empties(folder, part, version)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(told)


def _empties(folder: Path, part: str, version: str) -> Path:
    return folder / part / f"empty-{version[:32]}.txt"


_HASH = 32
"""Bytes of the hash a file begins with."""


def read(file: Path) -> tuple[pa.Table, pa.Table] | None:
    """The two tables of a file; None where there is none, or it is damaged."""
    import pyarrow as pa

    try:
        content = memoryview(file.read_bytes())
    except OSError:
        return None
    if hashlib.sha256(content[_HASH:]).digest() != content[:_HASH]:
        return None
    source = pa.BufferReader(content[_HASH:])
    return pa.ipc.open_stream(source).read_all(), pa.ipc.open_stream(source).read_all()


def readable(file: Path) -> bool:
    """Whether a Parquet file is there and can be read to its end."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as content:
            for _ in content.iter_batches():
                pass
    except (OSError, pa.ArrowException):
        return False
    return True


def write(file: Path, tables: Sequence[pa.Table]) -> None:
    """Write a file, all of it or nothing; a disk that takes none costs time at the next question, no more."""
    import pyarrow as pa

    stream = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for table in tables:
        with pa.ipc.new_stream(stream, table.schema, options=options) as writer:
            writer.write_table(table)
    content = stream.getvalue()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", dir=file.parent)
        os.close(handle)
    except OSError:
        return
    part = Path(name)
    with suppress(OSError):
        with part.open("wb") as out:
            out.write(hashlib.sha256(content).digest())
            out.write(content)
        part.replace(file)
    with suppress(OSError):
        part.unlink(missing_ok=True)
