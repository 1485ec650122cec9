"""What publishers sent, as it came: every body under its own hash, every fetch in a log that only grows.

raw/sha256/ab/cd....zst    a body, compressed; its name is the hash of what was sent
raw/fetches.jsonl          one line a fetch: request, when, status, headers, hash
raw/.fetches.jsonl.last    its length and hash, so that `verify` knows what is missing
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hali.access import durable
from hali.errors import DamagedRecord, RecordError

KEPT = ("content-type", "content-encoding", "last-modified", "etag", "date", "content-disposition")
"""Headers of an answer that the log keeps; none of them can hold a key."""

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fetch:
    """One answer of a publisher, or one file given by hand.

    Attributes:
        source: id of the source.
        dataflow: id of the dataflow.
        method: GET or POST; FILE for a file given by hand.
        url: full address; `file:NAME` for a file given by hand. Keys travel in headers and never stand here.
        retrieved: UTC, ISO, seconds.
        status: HTTP status.
        headers: those of KEPT.
        sha256: hash of the body.
        size: bytes of the body.
        version: version of hali that read it.
    """

    source: str
    dataflow: str
    method: str
    url: str
    retrieved: str
    status: int
    headers: dict[str, str]
    sha256: str
    size: int
    version: str


class RawStore:
    """Bodies and fetch log in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "fetches.jsonl"

    def path(self, sha256: str) -> Path:
        """Where the body of this hash lies."""
        return self._folder / "sha256" / sha256[:2] / f"{sha256[2:]}.zst"

    def keep(self, body: bytes) -> str:
        """Keep a body; its hash. The same bytes are kept once."""
        import pyarrow as pa

        sha256 = hashlib.sha256(body).hexdigest()
        if not self._kept(sha256):
            with durable.whole(self.path(sha256)) as part, pa.CompressedOutputStream(str(part), "zstd") as stream:
                stream.write(body)
        return sha256

    def keep_file(self, file: Path) -> str:
        """Keep the content of a file of any size; its hash."""
        import pyarrow as pa

        sha256 = hash_file(file)
        if not self._kept(sha256):
            with (
                durable.whole(self.path(sha256)) as part,
                file.open("rb") as source,
                pa.CompressedOutputStream(str(part), "zstd") as stream,
            ):
                while block := source.read(_BLOCK):
                    stream.write(block)
        return sha256

    def _kept(self, sha256: str) -> bool:
        """Whether a body is here and whole; one that is damaged is kept anew."""
        try:
            self.check(sha256)
        except RecordError:
            return False
        return True

    def read(self, sha256: str) -> bytes:
        """The body of a hash.

        Raises:
            DamagedRecord: it is not there, or not what was sent.
        RecordError: it cannot be read.
        """
        return b"".join(self._blocks(sha256))

    def check(self, sha256: str) -> None:
        """Read a body to its end.

        Raises:
            DamagedRecord: it is not there, or not what was sent.
        RecordError: it cannot be read.
        """
        for _ in self._blocks(sha256):
            pass

    def _blocks(self, sha256: str) -> Iterator[bytes]:
        import pyarrow as pa

        digest = hashlib.sha256()
        path = self.path(sha256)
        try:
            with pa.input_stream(str(path), compression="zstd") as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    yield block
        except FileNotFoundError as error:
            raise DamagedRecord(f"raw answer {sha256[:12]} is not in the store ({path})") from error
        except PermissionError as error:
            raise durable.unreadable(f"raw answer {sha256[:12]}", path, error) from error
        except (OSError, pa.ArrowException) as error:
            raise DamagedRecord(f"raw answer {sha256[:12]} is damaged ({path}): it cannot be unpacked") from error
        if digest.hexdigest() != sha256:
            raise DamagedRecord(f"raw answer {sha256[:12]} is damaged ({path}): its hash is another")

    def hashes(self) -> list[str]:
        """The hashes of all bodies, in order."""
        found = (self._folder / "sha256").glob("??/*.zst")
        return sorted(path.parent.name + path.stem for path in found if not path.name.startswith(durable.PART))

    def remove(self, sha256: str) -> int:
        """Delete a body; the bytes that are free again."""
        path = self.path(sha256)
        size = path.stat().st_size
        path.unlink()
        return size

    def log(self, fetch: Fetch) -> None:
        """Add a fetch to the log."""
        durable.append(self._log, json.dumps(asdict(fetch), ensure_ascii=False, sort_keys=True).encode())

    def check_log(self, *, noted: bool) -> None:
        """Read the log to its end.

        Args:
            noted: what it holds must be noted beside it; logs of older versions of hali have no such note.

        Raises:
            DamagedRecord: lines are missing, or others than were written.
            RecordError: it cannot be read.
        """
        try:
            whole = durable.uncut(self._log) and (not noted or durable.appended(self._log))
        except OSError as error:
            raise durable.unreadable("the log of fetches", self._log, error) from error
        if not whole:
            raise DamagedRecord(
                f"the log of fetches is damaged ({self._log}): lines are missing, or others than written"
            )

    def note_log(self) -> None:
        """Take the log as it is."""
        durable.note(self._log)

    def fetches(self) -> list[Fetch]:
        """Every fetch, oldest first. A line torn by a crash is left out."""
        try:
            lines = self._log.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        read = (_fetch(line) for line in lines)
        return [fetch for fetch in read if fetch is not None]


def _fetch(line: bytes) -> Fetch | None:
    try:
        fields: dict[str, Any] = json.loads(line)
        return Fetch(**fields)
    except (ValueError, TypeError):
        return None


def hash_file(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
