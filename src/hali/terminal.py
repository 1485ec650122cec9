"""Files, standard streams and progress of the command line: whole files or none, messages on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from hali.errors import QuestionError, UnreadableInput

STANDARD = "-"
"""Standard input or output."""


def read(file: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and a name whose ending tells their kind."""
    if file == STANDARD:
        return sys.stdin.buffer.read(), "standard-input.txt"
    path = Path(file)
    if path.is_dir():
        raise UnreadableInput(f"{file} is a folder; name a .txt, .md, .html, .pdf or .docx file")
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror}") from error


def deliver(content: str | bytes, output: str) -> None:
    """Write to standard output or, whole or not at all, to a file; say where on standard error."""
    data = content.encode() if isinstance(content, str) else content
    if output == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with whole(output) as part:
        part.write_bytes(data)
    path = Path(output)
    print(f"wrote {path}", file=sys.stderr)


@contextmanager
def whole(output: str) -> Iterator[Path]:
    """A path to write to that becomes `output` once everything is written; a device is written to as it is."""
    path = Path(output)
    part = path if path.exists() and not path.is_file() else path.with_name(f".{path.name}.part")
    try:
        yield part
        if part != path:
            part.replace(path)
    except OSError as error:
        raise QuestionError(f"{output} cannot be written: {error.strerror}; name another file with -o") from error
    finally:
        if part != path:
            part.unlink(missing_ok=True)


@contextmanager
def lines(output: str) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if output == STANDARD:
        yield sys.stdout
        return
    with whole(output) as part, part.open("w", encoding="utf-8") as stream:
        yield stream


@contextmanager
def counted(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error; the function it gives moves it on by one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("checking", total=total)
        yield lambda: bar.advance(task)


def progress(doing: str) -> Any:
    """A spinner on standard error while something takes long; nothing where nobody looks."""
    from rich.console import Console

    return Console(stderr=True).status(doing)
