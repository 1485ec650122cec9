"""Files, standard streams and progress of the command line: whole files or none, messages on standard error.

An input is never written to, and a file that is no earlier output of the same kind only with leave.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from hali import extras, preferences
from hali.errors import QuestionError, UnreadableInput

if TYPE_CHECKING:
    from hali.publish.document import Document

STANDARD = "-"
"""Standard input or output."""

PASTED = "--paste"
"""In place of a file: what somebody pastes into the terminal."""

SENTENCE = 3
"""Words from which on an argument that names no file is a sentence."""


def read(file: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and a name whose ending tells their kind."""
    from hali.checking.intake.ingest import take

    if file == PASTED and sys.stdin.isatty():
        print("paste the text, then press Ctrl-D (Windows: Ctrl-Z, Enter) on a line of its own", file=sys.stderr)
    if file in {STANDARD, PASTED}:
        return take(sys.stdin.buffer, "standard input"), "standard-input.txt"
    if len(file.split()) >= SENTENCE and not _exists(file):
        return file.encode(), "sentence.txt"
    path = Path(file)
    if os.path.isdir(file):
        raise UnreadableInput(f"{file} is a folder; name a .txt, .md, .html, .pdf or .docx file")
    try:
        with path.open("rb") as opened:
            return take(opened, file), path.name
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror}") from error


def tell_undrawn(document: Document) -> None:
    """Say on standard error that charts of a page are missing, and what adds them."""
    from hali.publish.render import undrawn

    if number := undrawn(document):
        told = "1 chart is" if number == 1 else f"{number} charts are"
        print(f"hali: {told} not drawn, their tables are shown; pip install 'hali[charts]' adds them", file=sys.stderr)


def _exists(file: str) -> bool:
    """Whether something has this name; a text may be no name at all."""
    try:
        return os.path.exists(file)
    except (OSError, ValueError):
        return False


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV with a head; what a row has beside the columns is left out."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


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
    """A path to write to that becomes `output` once everything is on the disk; a device is written to as it is.

    A link is followed, and a file that is replaced keeps its mode.
    """
    import tempfile

    from hali.access import durable

    part = path = Path(os.path.realpath(output))
    try:
        if not os.path.exists(path) or os.path.isfile(path):
            part = Path(tempfile.mkdtemp(prefix=durable.PART, dir=path.parent), "whole")
        yield part
        if part != path:
            if path.exists():
                shutil.copymode(path, part)
            durable.flush(part)
            part.replace(path)
    except OSError as error:
        raise QuestionError(f"{output} cannot be written: {error.strerror}; name another file with -o") from error
    finally:
        if part != path:
            shutil.rmtree(part.parent, ignore_errors=True)


ENDINGS = {
    "html": (".html", ".htm"),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "md": (".md", ".markdown"),
    "json": (".json", ".jsonl", ".ndjson"),
    "geojson": (".geojson",),
    "svg": (".svg",),
    "png": (".png",),
    "claimreview": (".jsonld", ".json"),
    "text": (".txt", ".text", ".log", ""),
    "table": (".txt", ".text", ".log", ""),
    "csv": (".csv",),
    "sdmx-csv": (".csv",),
    "sdmx-json": (".json",),
    "sdmx-structure": (".xml",),
    "parquet": (".parquet", ".pq"),
    "xlsx": (".xlsx",),
    "zip": (".zip",),
}
"""Format -> endings of its files."""

Format = TypeVar("Format", bound=StrEnum)


def format_of(command: str, output: str, given: Format | None, default: Format) -> Format:
    """The format to write: the one asked for, the one the ending of the file tells, the settings file's, the default.

    What it needs is installed.

    Args:
        command: name of the command.
        output: file, folder or STANDARD.
        given: what `--format` says; None where it was left out.
        default: what is written where nothing tells; the first format of its kind that an ending fits is told by it.

    Raises:
        QuestionError: the ending is that of another format, or what the format needs is not installed.
    """
    format = _told_format(command, output, given, default)
    extras.require_format(format.value)
    return format


def _told_format(command: str, output: str, given: Format | None, default: Format) -> Format:
    ending = "" if output == STANDARD or is_folder(output) else Path(output).suffix.lower()
    # what is no format of ours is the user's to name, but not without saying what to write into it
    if not ending or (given and all(ending not in endings for endings in ENDINGS.values())):
        return given or _preferred(command, default)
    formats = [one for one in type(default) if ending in ENDINGS[one.value]]
    if given in formats or (given is None and formats):
        return given or formats[0]
    if formats:
        raise QuestionError(f"{output} is the name of a {formats[0]} file; leave --format {given} out, or rename it")
    accepted = ", ".join(type(default))
    raise QuestionError(f"{output}: no {ending} file is written here; accepted are {accepted}")


def _preferred(command: str, default: Format) -> Format:
    """The format the settings file wants of a command."""
    wanted = preferences.preferences().format.get(command)
    if wanted is None:
        return default
    accepted = {one.value: one for one in type(default)}
    if wanted not in accepted:
        told = f"the settings file {preferences.file()}: hali {command} writes no {wanted!r}"
        raise QuestionError(f"{told}; accepted are {', '.join(accepted)}")
    return accepted[wanted]


def placed(name: str) -> str:
    """Where a file goes that no -o names: the folder of the settings file, else here."""
    folder = preferences.preferences().folder
    return str(Path(folder).expanduser() / name) if folder else name


def coloured(output: str) -> bool:
    """Whether what is written may have colours: to a terminal that shows them, unless NO_COLOR asks for none.

    Source: no-color.org.
    """
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output == STANDARD and sys.stdout.isatty() and not plain


BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "html": (b"<",),
    "pdf": (b"%PDF",),
    "docx": (b"PK",),
    "json": (b"{", b"["),
    "claimreview": (b"{", b"["),
    "geojson": (b"{",),
    "svg": (b"<",),
    "png": (b"\x89PNG",),
    "parquet": (b"PAR1",),
    "xlsx": (b"PK",),
    "zip": (b"PK",),
}
"""Format -> how its files begin; those of other formats are texts."""

_NO_TEXT = (b"%PDF", b"PK\x03", b"PAR1", b"\x89PNG")
"""How files begin that are no text, whatever their name."""


def require_free(output: str, format: str, inputs: Iterable[str] = (), force: bool = False) -> None:
    """Refuse to write over an input; ask before a file that is no output of the same format is replaced.

    Args:
        output: file, folder or STANDARD.
        format: what is written, a key of ENDINGS.
        inputs: files the command reads.
        force: replace such a file without asking.

    Raises:
        QuestionError: `output` is an input, by whatever name, or nobody is there to be asked.
    """
    if output == STANDARD or is_folder(output):
        return
    if _identities([output]) & _identities(inputs):
        raise QuestionError(f"{output} is an input of this command; name another file with -o")
    path = Path(output)
    if force or not os.path.isfile(output) or _of_format(path, format):
        return
    said = f"{output} exists and is no {format} file"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise QuestionError(f"{said}; add --force to replace it, or name another file with -o")
    import typer

    if not typer.confirm(f"{said}; replace it?", err=True):
        raise QuestionError(f"{output} is left as it is; name another file with -o")


def _identities(files: Iterable[str]) -> frozenset[tuple[int, int]]:
    """Device and number of each file there is: the same through links, other spellings and hard links."""
    found = set()
    for file in files:
        if file != STANDARD:
            with suppress(OSError, ValueError):
                told = os.stat(file)
                found.add((told.st_dev, told.st_ino))
    return frozenset(found)


def _of_format(path: Path, format: str) -> bool:
    """Whether a file is empty, or has the ending and the beginning of a format."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise QuestionError(f"{path} cannot be read: {error.strerror}; name another file with -o") from error
    if not head:
        return True
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    begins = start.startswith(BEGINNINGS[format]) if format in BEGINNINGS else not start.startswith(_NO_TEXT)
    return begins and path.suffix.lower() in ENDINGS[format]


@contextmanager
def destination(output: str, folder: bool, inputs: Iterable[str] = ()) -> Iterator[Callable[[str, bytes], Any]]:
    """What takes (name, content): a folder of files, or one stream, as a file under its name only when it is whole."""
    if folder:
        yield partial(keep, output, inputs=tuple(inputs))
    else:
        with stream(output) as file:
            yield lambda _, content: file.write(content)


def is_folder(output: str) -> bool:
    """Whether `output` is a folder, or is written as one: with a slash at its end."""
    return output.endswith(("/", os.sep)) or os.path.isdir(output)


def keep(folder: str, name: str, content: bytes, inputs: Collection[str] = ()) -> None:
    """Write one file, whole or not at all, below `folder`, which is made where it is missing; never one of `inputs`."""
    path = Path(folder, name)
    if path.exists() and _identities([str(path)]) & _identities(inputs):
        raise QuestionError(f"{path} is an input of this command; name another folder with -o")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuestionError(f"{path.parent} cannot be made: {error.strerror}; name another folder with -o") from error
    with whole(str(path)) as part:
        part.write_bytes(content)


def keep_together(folder: str, contents: Mapping[str, bytes], ending: str, force: bool) -> None:
    """Write a folder of files, all of them or none; it takes the place of an earlier one of the same kind.

    Args:
        folder: where they stand; without contents no such folder is left.
        contents: name -> bytes.
        ending: of the names; a folder with anything else in it is somebody's own.
        force: take the place of such a folder, too.

    Raises:
        QuestionError: the folder is somebody's own, or cannot be made.
    """
    import tempfile

    from hali.access import durable

    path = Path(folder)
    aside: Path | None = None
    try:
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise QuestionError(f"{folder} cannot be made: a file or a link has its name; name another file with -o")
        if path.is_dir() and not force and any(one.suffix != ending for one in path.iterdir()):
            raise QuestionError(
                f"{folder} holds files that are no {ending}; add --force to replace it, or name another file with -o"
            )
        aside = Path(tempfile.mkdtemp(prefix=durable.PART, dir=path.parent))
        made = aside / "new"
        made.mkdir()
        for name, content in contents.items():
            (made / name).write_bytes(content)
        if path.is_dir():
            path.rename(aside / "old")
        try:
            if contents:
                made.rename(path)
        except OSError:
            (aside / "old").rename(path)
            raise
    except OSError as error:
        raise QuestionError(f"{folder} cannot be made: {error.strerror}; name another file with -o") from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def counted(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error; the function it gives moves it on by one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("checking", total=total)
        yield lambda: bar.advance(task)


@contextmanager
def progress(doing: str) -> Iterator[Callable[[str], Any]]:
    """A spinner on standard error while something takes long, and what changes its words; none where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda words: None
        return
    from rich.console import Console

    with Console(stderr=True).status(doing) as shown:
        yield shown.update
