"""Check many articles: all cores, flat memory, results in the order of the files.

Each worker process opens the record once and keeps it. Articles are handed out one by one and results come back as
finished texts, so neither side ever holds more than a few articles.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hali import api
from hali.errors import HaliError, UnreadableInput
from hali.record.store import Record

ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
"""Endings of the files a folder is searched for."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How every article of a batch is checked; see `api.check`."""

    pair: tuple[str, str] | None = None
    published: str = ""
    as_of: str = ""
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: its JSON document on one line, or the error that stopped it.

    Attributes:
        file: path as given or found.
        document: JSON of the checked article; "" after an error.
        error: one line; "" where the article was checked.
        codes: findings by code.
    """

    file: str
    document: str
    error: str
    codes: dict[str, int] = field(default_factory=dict)


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


def run(files: list[Path], settings: Settings, workers: int = 0) -> Iterator[Outcome]:
    """Check `files`, yielding one outcome each, in order.

    Args:
        files: articles.
        settings: how they are checked.
        workers: processes; 0 = one per core, never more than there are files.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    count = min(workers or os.cpu_count() or 1, len(files))
    if count < 2:
        for path in files:
            yield check_file(path, settings)
        return
    _record(settings.as_of)  # built once, before several workers would
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        ahead = count * 4
        waiting = [pool.submit(check_file, path, settings) for path in files[:ahead]]
        for number in range(len(files)):
            outcome = waiting[number % ahead].result()
            if number + ahead < len(files):
                waiting[number % ahead] = pool.submit(check_file, files[number + ahead], settings)
            yield outcome


def check_file(path: Path, settings: Settings) -> Outcome:
    """Check one file; an unreadable one is an outcome, not the end of the batch."""
    from hali.check import report

    try:
        checked = api.check(
            path.read_bytes(),
            pair=settings.pair,
            published=settings.published,
            name=path.name,
            lang=settings.lang,
            record=_record(settings.as_of),
        )
    except HaliError as error:
        return Outcome(str(path), "", str(error))
    except OSError as error:
        return Outcome(str(path), "", f"{path} cannot be read: {error.strerror}")
    document = {"file": str(path), **report.to_json(checked)}
    codes = Counter(str(finding.code) for finding in checked.findings)
    return Outcome(str(path), json.dumps(document, ensure_ascii=False), "", dict(codes))


@cache
def _record(as_of: str) -> Record:
    return api.open_record(as_of=as_of)
