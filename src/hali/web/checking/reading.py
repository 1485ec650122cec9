"""The reading process: bytes of one file in, its text with blocks out, within limits of memory and time, then it ends.

Each file gets a process of its own: what a hostile one breaks is gone with it. It is started before it is needed.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

from hali.checking.intake import ingest
from hali.checking.intake.source import Source, megabytes
from hali.errors import UnreadableInput
from hali.web.checking import messages

UPLOAD = 5_000_000
"""Bytes a file may have."""

PAGES = 200
"""Pages a PDF may have."""

LETTERS = 400_000
"""Characters the text of a file may have: as much as PAGES hold."""

SECONDS = 20
"""Time the reading may take, on the processor and by the clock."""

MEMORY = 512_000_000
"""Bytes of address space the reading may take."""


def read(data: bytes, name: str) -> Source:
    """The text of a file.

    Args:
        data: the bytes.
        name: file name, shown in errors; its ending helps to tell what it is.

    Raises:
        UnreadableInput: larger than any accepted file, or what `ingest.source` refuses.
    """
    if len(data) > UPLOAD:
        raise UnreadableInput(f"{name} is larger than {megabytes(UPLOAD)}; give one article at a time")
    found = ingest.source(data, name, PAGES)
    if len(found.text) > LETTERS:
        raise UnreadableInput(f"{name} holds more than {LETTERS:,} characters of text; give one article at a time")
    return found


def told(source: Source) -> dict[str, object]:
    """A text with its blocks as JSON."""
    return asdict(source) | {"published": source.published.isoformat() if source.published else None}


def too_much(name: str) -> str:
    """Why the reading of a file was ended."""
    return (
        f"{name} takes more than {SECONDS} seconds or {megabytes(MEMORY)} of memory to read; "
        "save the article alone, or paste its text"
    )


def _limited() -> None:
    """Bound the time and memory of this process where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the server's clock is the only bound
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform != "darwin":  # which counts shared libraries in and refuses any limit below them
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Read one file."""
    out = messages.channel()
    import trafilatura  # noqa: F401 - loaded while nobody waits

    asked = messages.read(sys.stdin.buffer)
    if asked is None:
        return
    name = str(asked.head["name"])
    _limited()
    try:
        answer: dict[str, object] = {"source": told(read(asked.body, name))}
    except UnreadableInput as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": too_much(name)}
    messages.send(out, answer)


if __name__ == "__main__":
    main()
