"""The articles of a batch: which files are read, and the place of each in a folder of results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from hali.batch.settings import PAGES, Settings
from hali.errors import QuestionError, UnreadableInput

ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
"""Endings of the files a folder is searched for."""


def articles(paths: Iterable[str]) -> list[Path]:
    """The files named, and those with one of ENDINGS below the folders named, each once, in order.

    Raises:
        UnreadableInput: a path that does not exist, or a folder without articles.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
            if not inside:
                raise UnreadableInput(f"{given} is a folder without articles; accepted: {', '.join(ENDINGS)}")
            found |= dict.fromkeys(inside)
        elif path.is_file():
            found[path] = None
        else:
            raise UnreadableInput(f"{given} cannot be read: no such file or folder")
    return list(found)


def root(files: Sequence[Path]) -> Path:
    """The folder that holds all `files`; results are laid out below another folder as they lie below this one."""
    return Path(os.path.commonpath([file.absolute().parent for file in files]))


def place(file: Path, below: Path) -> str:
    """`file` as seen from the folder `below`, with slashes."""
    return file.absolute().relative_to(below).as_posix()


def require_many(settings: Settings, output: str, given: Iterable[str]) -> None:
    """Refuse what makes no sense for several articles.

    Args:
        settings: how they are checked and written.
        output: where to.
        given: files and folders as typed.

    Raises:
        QuestionError: files without a folder to put them in, one in which the next batch would find them as articles,
            or the address of one article for all of them.
    """
    if settings.review and (settings.review.url or settings.review.review_url):
        raise QuestionError("--url and --review-url belong to one article: check the articles one by one to give them")
    if settings.format not in PAGES:
        return
    if output == "-":
        raise QuestionError(f"several articles make several files as {settings.format}: name a folder with -o")
    target = Path(output).resolve()
    for one in given:
        if target.is_relative_to(Path(one).resolve()):
            raise QuestionError(f"{output} lies in {one}, where the articles are; name a folder outside it with -o")
