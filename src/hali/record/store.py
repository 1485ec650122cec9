"""The record on disk: Parquet files in one folder per content, built once and never edited.

    <data folder>/record/v1/<record id>-<recipe>/observations.parquet  readings.parquet  ...  manifest.json

The record id is the hash of what ships with the package and of the harvested vintages (`record.vintages`); the recipe
that of the code and codelists that turn them into readings. A folder is written under a temporary name and renamed, so
a reader sees all or nothing and a crash leaves at most a temporary folder behind. It holds nothing that cannot be
built again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.access.rawstore import hash_file
from hali.errors import QuestionError, RecordError
from hali.record import engine, spark
from hali.record.vintages import Manifest, Store, record_id

if TYPE_CHECKING:
    import duckdb

    from hali.record.query import Tables

FORMAT = "v1"
"""Version of the layout; another version is refused or rebuilt, never guessed at."""

RECIPE = ("record", "pillars", "codelists", "model")
"""The packages whose text decides what the readings are."""

PARTS = ("observations", "readings", "withdrawn", "dataflows", "membership", "areas", "origins", "events", "votes")
"""The Parquet files of a record."""


BUILDING = "building-"
"""How the name of a folder begins in which a record is being built."""


@dataclass(frozen=True, slots=True)
class Record:
    """One opened record.

    Attributes:
        folder: where its Parquet files lie.
        id: content hash of what ships with the package and of the harvested vintages, 12 hexadecimal digits.
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


Build = Callable[[Path, Store, Manifest], None]
"""Writes the Parquet files of PARTS into the folder it is given, from what ships and the vintages of a store."""


def open_record(build: Build, folder: Path | None = None, as_of: str = "") -> Record:
    """What ships with the package and what was harvested, built with `build` if this machine has not got it yet.

    Args:
        build: see `Build`.
        folder: data folder; default `data_folder()`.
        as_of: ISO date to see the record as of, or "".

    Raises:
        RecordError: the data folder cannot be used, or the harvested part is damaged.
    """
    store = Store(folder or data_folder())
    manifest = store.read()
    here = place(manifest, folder)
    if not intact(here):
        # vintages must not be collected while they are read
        with store.in_use() if manifest.vintages else nullcontext():
            _build(here, lambda work: build(work, store, manifest))
    return Record(here, record_id(embedded_id(), manifest.vintages), as_of)


def place(manifest: Manifest, folder: Path | None = None) -> Path:
    """Where the record of these vintages lies once it is built."""
    root = (folder or data_folder()) / "record" / FORMAT
    return root / f"{record_id(embedded_id(), manifest.vintages)}-{recipe()}"


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
        work = Path(tempfile.mkdtemp(prefix=BUILDING, dir=here.parent))
    except OSError as error:
        raise RecordError(
            f"the data folder {here.parent} cannot be written ({error.strerror}); set HALI_DATA to a folder that can"
        ) from error
    try:
        build(work)
        written = sorted(work.iterdir())
        manifest = {
            "format": FORMAT,
            "record": here.name.partition("-")[0],
            "recipe": recipe(),
            "files": {path.name: path.stat().st_size for path in written},
            "hashes": {path.name: hash_file(path) for path in written},
        }
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

    connection = engine.opened()
    try:
        for part in PARTS:
            path = engine.quoted(folder / f"{part}.parquet")
            connection.execute(f"create view {part} as select * from read_parquet({path})")
    except duckdb.Error as error:
        raise RecordError(f"the record in {folder} is damaged; delete that folder and it is built again") from error
    return connection


ENGINES = ("duckdb", "spark")
"""What can run the expressions of the record."""


def require_engine(name: str, master: str) -> None:
    """Refuse an engine that is not there.

    Raises:
        QuestionError: naming those there are, or what to install.
    """
    if name not in ENGINES:
        raise QuestionError(f"unknown engine {name!r}; accepted: {', '.join(ENGINES)}")
    spark.require(name, master)


@contextmanager
def started(name: str, master: str, folder: Path) -> Iterator[engine.Engine]:
    """The engine called `name`, which ends with its work.

    Args:
        name: one of ENGINES.
        master: address of the Spark cluster; "" = the one Spark is configured with, else this machine.
        folder: where Spark may keep rows while it works; every executor must see it.

    Raises:
        QuestionError: it is not there.
        HaliError: it gave up.
    """
    require_engine(name, master)
    if name == "spark":
        with (
            tempfile.TemporaryDirectory(prefix=BUILDING, dir=folder) as work,
            spark.session("build the record", master) as session,
        ):
            yield spark.Spark(session, Path(work))
    else:
        with closing(engine.DuckDB()) as on:
            yield on


def tables(on: engine.Engine, folder: Path) -> Tables:
    """The Ibis tables of the record in `folder`, on an engine."""
    from hali.record.query import Tables

    names = ("observations", "dataflows", "membership", "areas", "votes")
    return Tables(**{name: on.read(folder / f"{name}.parquet") for name in names})


def check_date(text: str) -> str:
    """`text` if it is an ISO date; raises QuestionError naming what is accepted."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise QuestionError(f"not a date: {text!r}; write YYYY-MM-DD") from None
