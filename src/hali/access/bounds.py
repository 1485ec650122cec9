"""What an input may become: bytes once unpacked, nodes, cells, tags and columns, whatever it says of itself.

Nothing that unpacks or parses a file of somebody else trusts its size. It asks here, before or while it reads, and a
limit that is passed is a `TooMuch`. The limits lie well above what publishers send at once and below what one
gigabyte of memory holds.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

MESSAGE = 256 << 20
"""Bytes of a message that is held in memory whole, unpacked."""
TREE = 128 << 20
"""Bytes of a message in XML: its tree takes several times as much."""
FILE = 8 << 30
"""Bytes of a bulk file that is unpacked to the disk."""
RATIO, SLACK = 250, 32 << 20
"""Times as large as it is packed a content may be once unpacked; asked beyond so many bytes."""
MEMBERS = 10_000
"""Files in one archive."""
NODES = 8_000_000
"""Objects, lists and their items in one JSON message."""
TAGS = 4_000_000
"""Tags in one XML message, closing ones included."""
BRANCH = 16 << 20
"""Bytes of XML that have to be held as a tree before any of it can be let go: a series with its observations."""
SHEET_CELLS = 3_000_000
"""Cells of a sheet of a workbook, from its first corner to its last."""
CELLS = 50_000_000
"""Cells of a table of text whose columns are coded ..."""
LONG_CELLS = 6_000_000
"""... and of one that becomes a row a cell."""
COLUMNS = 1000
"""Columns of a table."""
_TAG = re.compile(rb"<[^<>]{65536}")
"""A tag with more attributes than anybody needs: parsers compare each with each."""

BLOCK = 1 << 20
"""Bytes read at a time; no header of a table is longer."""


class TooMuch(Exception):
    """A limit of this module is passed; the text says which, and fits after "the file has".

    No ValueError: whoever takes a file for none of its own because it is damaged must not take this for it.
    """


def megabytes(size: int) -> str:
    """A size in words: `268 MB`, `10 bytes`."""
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size:,} bytes"


def hold(blocks: Iterable[bytes], packed: int, most: int = MESSAGE) -> Iterator[bytes]:
    """Blocks of an unpacked content as they come, as long as they are not too many.

    Args:
        blocks: the content, in blocks of bounded size.
        packed: bytes it has packed.
        most: bytes it may have.

    Raises:
        TooMuch: there are more, or more than RATIO times what is packed.
    """
    left = min(most, max(SLACK, RATIO * packed))
    for block in blocks:
        left -= len(block)
        if left < 0:
            raise TooMuch(f"more than {megabytes(min(most, max(SLACK, RATIO * packed)))} once unpacked")
        yield block


def whole(blocks: Iterable[bytes]) -> bytes:
    """Blocks as one, without holding them twice."""
    out = io.BytesIO()
    for block in blocks:
        out.write(block)
    return out.getvalue()


@contextmanager
def archive(file: bytes | Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """A zip archive with a bounded number of members.

    Raises:
        TooMuch: there are more.
        ValueError: it is damaged, or asks for a password or a method nobody has.
    """
    if isinstance(file, bytes) and file.count(b"PK\x01\x02") > MEMBERS:
        raise TooMuch(f"more than {MEMBERS:,} files in it")
    with _damage(), zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as opened:
        check_members(opened)
        yield opened


@contextmanager
def _damage() -> Iterator[None]:
    import zlib

    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ValueError(f"a damaged zip archive ({error})") from error


def check_members(opened: zipfile.ZipFile) -> None:
    """Raise TooMuch where a zip archive has more members, or says that they hold more, than any may."""
    if len(opened.filelist) > MEMBERS:
        raise TooMuch(f"more than {MEMBERS:,} files in it")
    if sum(info.file_size for info in opened.filelist) > 2 * FILE:
        raise TooMuch(f"more than {megabytes(2 * FILE)} once unpacked")


def member(opened: zipfile.ZipFile, info: zipfile.ZipInfo, most: int = MESSAGE) -> Iterator[bytes]:
    """The content of one member in blocks; read to its end, its checksum is right.

    Raises:
        TooMuch: it has more than `most` bytes, or far more than it is packed.
    """
    if info.file_size > min(most, max(SLACK, RATIO * info.compress_size)):
        raise TooMuch(f"more than {megabytes(min(most, max(SLACK, RATIO * info.compress_size)))} once unpacked")
    with _damage(), opened.open(info) as stream:
        yield from hold(blocks(stream), info.compress_size, most)


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream in blocks."""
    return iter(lambda: stream.read(BLOCK), b"")


class Stream(io.RawIOBase):
    """Blocks as an open file, for those who want one."""

    def __init__(self, given: Iterator[bytes]) -> None:
        self._given = given
        self._rest = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as the next block goes."""
        if not self._rest:
            self._rest = next(self._given, b"")
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def read_json(text: bytes | str, nodes: int = NODES, made: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """A JSON text.

    Args:
        text: the text; a mark of its encoding at the start is left out.
        nodes: objects, lists and items it may have.
        made: what becomes of each object, from its names and values; it stays an object where None.

    Raises:
        TooMuch: there are more, or they stand too deep one in the other.
        ValueError: no JSON.
    """
    plain: Any = text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text
    signs: Any = (b"{", b"[", b",") if isinstance(text, bytes) else ("{", "[", ",")
    if len(plain) > MESSAGE:
        raise TooMuch(f"more than {megabytes(MESSAGE)} of JSON")
    if sum(plain.count(sign) for sign in signs) > nodes:
        raise TooMuch(f"more than {nodes:,} values in its JSON")
    try:
        return json.loads(plain, object_pairs_hook=made)
    except RecursionError:
        raise TooMuch("more lists and objects one in the other than any message") from None


def check_xml(body: bytes, branches: re.Pattern[bytes] | None = None, tags: int = TAGS) -> None:
    """Look at an XML message before it is parsed.

    Args:
        body: the message.
        branches: where a part begins that is let go once it is read.
        tags: how many it may have.

    Raises:
        TooMuch: it is too large or has too many tags, or one of its parts is.
        ValueError: it declares entities of its own.
    """
    if len(body) > TREE:
        raise TooMuch(f"more than {megabytes(TREE)} of XML")
    if body.count(b"<") > tags:
        raise TooMuch(f"more than {tags:,} tags of XML")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise ValueError("XML that declares entities of its own")
    if _TAG.search(body):
        raise TooMuch("a tag of more than 65,536 letters in its XML")
    if branches is None:
        return
    starts = [found.start() for found in branches.finditer(body)]
    for start, end in pairwise([*starts, len(body)]):
        if end - start > BRANCH:
            raise TooMuch(f"more than {megabytes(BRANCH)} of XML in one series")


def check_line(header: bytes) -> None:
    """Look at the first line of a table.

    Raises:
        TooMuch: it is longer than any header.
    """
    if len(header) > BLOCK:
        raise TooMuch(f"more than {megabytes(BLOCK)} in its first line")


def check_table(body: bytes, delimiter: str, columns: int, most: int = CELLS) -> None:
    """Look at a table of text before it is parsed.

    Raises:
        TooMuch: it is too large, or has too many columns or cells.
    """
    if len(body) > MESSAGE:
        raise TooMuch(f"more than {megabytes(MESSAGE)} of text")
    if columns > COLUMNS:
        raise TooMuch(f"more than {COLUMNS:,} columns")
    if body.count(delimiter.encode()) > most or body.count(b"\n") > most:
        raise TooMuch(f"more than {most:,} cells")
