"""Files, standard streams and progress of the command line: whole files or none, messages on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from hali.errors import QuestionError, UnreadableInput

STANDARD = "-"
"""Standard input or output."""


def read(file: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and a name whose ending tells their kind."""
    from hali.check.intake.ingest import take

    if file == STANDARD:
        return take(sys.stdin.buffer, "standard input"), "standard-input.txt"
    path = Path(file)
    if path.is_dir():
        raise UnreadableInput(f"{file} is a folder; name a .txt, .md, .html, .pdf or .docx file")
    try:
        with path.open("rb") as opened:
            return take(opened, file), path.name
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror}") from error


def deliver(content: str | bytes, output: str) -> None:
    """Write to standard output or, whole or not at all, to a file; say where on standard error."""
    data = content.encode() if isinstance(content, str) else content
    with stream(output) as out:
        out.write(data)
    tell(output)


def tell(output: str) -> None:
    """Say on standard error which file was written."""
    if output != STANDARD:
        print(f"wrote {Path(output)}", file=sys.stderr)


@contextmanager
def stream(output: str) -> Iterator[BinaryIO]:
    """What takes the bytes of standard output or of a file, which appears whole or not at all."""
    if output == STANDARD:
        try:
            sys.stdout.flush()
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritten(error) from error
        return
    with whole(output) as part, part.open("wb") as file:
        yield file


def unwritten(error: OSError) -> QuestionError:
    """Why standard output takes no more; what it still held is dropped, so that leaving does not fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return QuestionError(f"standard output cannot be written: {error.strerror}; name a file with -o")


@contextmanager
def whole(output: str) -> Iterator[Path]:
    """A path to write to that becomes `output` once everything is written; a device is written to as it is."""
    part = path = Path(output)
    try:
        if not path.exists() or path.is_file():
            part = path.with_name(f".{path.name}.part")
        yield part
        if part != path:
            part.replace(path)
    except OSError as error:
        raise QuestionError(f"{output} cannot be written: {error.strerror}; name another file with -o") from error
    finally:
        if part != path:
            part.unlink(missing_ok=True)


@contextmanager
def destination(output: str, folder: bool) -> Iterator[Callable[[str, bytes], Any]]:
    """What takes (name, content): a folder of files, or one stream, as a file under its name only when it is whole."""
    if folder:
        yield partial(keep, output)
    else:
        with stream(output) as file:
            yield lambda _, content: file.write(content)


def is_folder(output: str) -> bool:
    """Whether `output` is a folder, or is written as one: with a slash at its end."""
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def keep(folder: str, name: str, content: bytes) -> None:
    """Write one file, whole or not at all, below `folder`, which is made where it is missing."""
    path = Path(folder, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuestionError(f"{path.parent} cannot be made: {error.strerror}; name another folder with -o") from error
    with whole(str(path)) as part:
        part.write_bytes(content)


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
