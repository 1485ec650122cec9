"""The record on disk: Parquet files in one folder per content, built once and never edited.

    <data folder>/record/v1/<record id>-<recipe>/observations.parquet  readings.parquet  ...  manifest.json

The record id is the hash of the observations, votes, events and origins; the recipe that of the code and codelists
that turn them into readings. A folder is written under a temporary name and renamed, so a reader sees all or nothing
and a crash leaves at most a temporary folder behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.errors import QuestionError, RecordError

if TYPE_CHECKING:
    import duckdb

    from hali.record.query import Tables

FORMAT = "v1"
"""Version of the layout; another version is refused or rebuilt, never guessed at."""

RECIPE = ("record", "pillars", "codelists", "model")
"""The packages whose text decides what the readings are."""

PARTS = ("observations", "readings", "dataflows", "membership", "areas", "origins", "events", "votes")
"""The Parquet files of a record."""


@dataclass(frozen=True, slots=True)
class Record:
    """One opened record.

    Attributes:
        folder: where its Parquet files lie.
        id: content hash of the observations and their origins, 12 hexadecimal digits.
        as_of: ISO date; what was published later is not seen. "" = everything.
    """

    folder: Path
    id: str
    as_of: str = ""


def data_folder() -> Path:
    """The folder for record, raw replies and state: `HALI_DATA`, else the platform's user data folder."""
    given = os.environ.get("HALI_DATA")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("hali", appauthor=False)


@cache
def embedded_id() -> str:
    """Content hash of the record that ships with the package: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for name, text in _walk(files("hali.record").joinpath("embedded"), ""):
        digest.update(name.encode())
        digest.update(text)
    return digest.hexdigest()[:12]


@cache
def recipe() -> str:
    """Hash of everything that turns observations into readings: 8 hexadecimal digits."""
    digest = hashlib.sha256(FORMAT.encode())
    for package in RECIPE:
        for name, text in _walk(files("hali").joinpath(package), package):
            if name.endswith((".py", ".csv", ".toml")) and "embedded" not in name:
                digest.update(name.encode())
                digest.update(text)
    return digest.hexdigest()[:8]


def _walk(folder: Any, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda e: str(e.name)):
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                found += _walk(entry, name)
        else:
            found.append((name, entry.read_bytes()))
    return found


def open_embedded(build: Callable[[Path], None], folder: Path | None = None, as_of: str = "") -> Record:
    """The record that ships with the package, built with `build` if this machine has not got it yet.

    Args:
        build: writes the Parquet files of PARTS into the folder it is given.
        folder: data folder; default `data_folder()`.
        as_of: ISO date to see the record as of, or "".

    Raises:
        RecordError: the data folder cannot be used.
    """
    root = (folder or data_folder()) / "record" / FORMAT
    here = root / f"{embedded_id()}-{recipe()}"
    if not intact(here):
        _build(here, build)
    return Record(here, embedded_id(), as_of)


def intact(folder: Path) -> bool:
    """Whether `folder` holds a whole record: a manifest, and every file of the size it names."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return bool(manifest["format"] == FORMAT) and all(
            (folder / name).stat().st_size == size for name, size in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build(here: Path, build: Callable[[Path], None]) -> None:
    try:
        here.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix="building-", dir=here.parent))
    except OSError as error:
        raise RecordError(
            f"the data folder {here.parent} cannot be written ({error.strerror}); set HALI_DATA to a folder that can"
        ) from error
    try:
        build(work)
        sizes = {path.name: path.stat().st_size for path in sorted(work.iterdir())}
        manifest = {"format": FORMAT, "record": embedded_id(), "recipe": recipe(), "files": sizes}
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        if here.exists() and not intact(here):
            shutil.rmtree(here)
        try:
            work.rename(here)
        except OSError:
            # another process finished first; its record has the same content
            if not intact(here):
                raise
    except OSError as error:
        raise RecordError(f"the record cannot be written to {here.parent} ({error.strerror})") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


@cache
def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with one view per file of the record in `folder`.

    Raises:
        RecordError: a file is damaged.
    """
    import duckdb

    connection = duckdb.connect()
    try:
        for part in PARTS:
            path = str(folder / f"{part}.parquet").replace("'", "''")
            connection.execute(f"create view {part} as select * from read_parquet('{path}')")
    except duckdb.Error as error:
        raise RecordError(f"the record in {folder} is damaged; delete that folder and it is built again") from error
    return connection


def tables(backend: Any) -> Tables:
    """The Ibis tables of a backend in which the parts of a record are known by their names."""
    from hali.record.query import Tables

    return Tables(
        observations=backend.table("observations"),
        dataflows=backend.table("dataflows"),
        membership=backend.table("membership"),
        areas=backend.table("areas"),
    )


def check_date(text: str) -> str:
    """`text` if it is an ISO date; raises QuestionError naming what is accepted."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise QuestionError(f"not a date: {text!r}; write YYYY-MM-DD") from None
