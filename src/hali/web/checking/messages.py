"""Messages between the server and the processes that read and check: a head in JSON, and a body of bytes.

No pickles: a process that reads hostile files must not be able to run anything in the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
import sys
from dataclasses import dataclass
from typing import Any, BinaryIO

_SIZES = struct.Struct(">II")

MOST = 256_000_000
"""Bytes a message may have."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        head: what it is.
        body: bytes handed on as they are: a file, a page.
    """

    head: dict[str, Any]
    body: bytes = b""

    def packed(self) -> bytes:
        """The message as it is sent."""
        head = json.dumps(self.head).encode()
        return _SIZES.pack(len(head), len(self.body)) + head + self.body


def read(stream: BinaryIO) -> Message | None:
    """The next message of a stream; None where it ends."""
    sizes = stream.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    head, body = _SIZES.unpack(sizes)
    return Message(json.loads(stream.read(head)), stream.read(body))


async def receive(stream: asyncio.StreamReader) -> Message | None:
    """The next message a process sends; None where it ended or sends none of ours."""
    try:
        head, body = _SIZES.unpack(await stream.readexactly(_SIZES.size))
        if head + body > MOST:
            return None
        return Message(json.loads(await stream.readexactly(head)), await stream.readexactly(body))
    except (asyncio.IncompleteReadError, ValueError):
        return None


def channel() -> BinaryIO:
    """Where a process of ours sends its messages: its standard output, which nothing else can write to any more."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one message."""
    stream.write(Message(head, body).packed())
    stream.flush()
