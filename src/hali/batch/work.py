"""The work on one article: read, check, write in the format asked for."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from hali import api
from hali.batch import files
from hali.batch.settings import Settings
from hali.checking.checked import Checked, Listener
from hali.checking.intake.ingest import take
from hali.checking.intake.source import Source
from hali.errors import HaliError
from hali.record.store import Record


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: its findings as written, or the error that stopped it.

    Attributes:
        file: path as given or found.
        parts: (name, bytes) of what is written; without a name it is a piece of the one document of all articles.
        error: one line; "" where the article was checked.
        codes: findings by code.
        title: title of the article, "" if it has none.
    """

    file: str
    parts: tuple[tuple[str, bytes], ...] = ()
    error: str = ""
    codes: dict[str, int] = field(default_factory=dict)
    title: str = ""


def check_one(
    data: bytes | Source, name: str, settings: Settings, record: Record, listener: Listener | None = None
) -> Checked:
    """Check the bytes of one article.

    Args:
        data: the bytes, or what was read from them before.
        name: file name; its ending says how they are read.
        settings: how it is checked.
        record: what it is checked against.
        listener: told how the check goes on; None = nobody.
    """
    return api.check(
        data,
        pair=settings.pair,
        published=settings.published,
        name=name,
        lang=settings.lang,
        record=record,
        url=settings.page,
        corrections=settings.corrections,
        listener=listener,
    )


def check_file(path: Path, settings: Settings, below: Path, data_folder: Path | None = None) -> Outcome:
    """Check one file of many; one that cannot be checked is an outcome, not the end of the batch.

    Args:
        path: the file.
        settings: how it is checked and written.
        below: folder that holds all articles.
        data_folder: where the record lies; default as everywhere.
    """
    file = str(path)
    try:
        record = opened(settings.as_of, data_folder)
        with path.open("rb") as opened_file:
            data = take(opened_file, path.name)
        checked = check_one(data, path.name, settings, record)
        parts = written(record, checked, settings, file, files.place(path, below))
    except HaliError as error:
        return Outcome(file, error=str(error))
    except OSError as error:
        return Outcome(file, error=f"cannot be read: {error.strerror}")
    except Exception as error:
        # one article that meets a fault of ours must not cost the thousands that wait behind it
        return Outcome(file, error=f"a fault of hali, please report it: {type(error).__name__}: {error}")
    codes = Counter(str(finding.code) for finding in checked.findings)
    return Outcome(file, tuple(parts), "", dict(codes), checked.article.title)


def document(record: Record, checked: Checked, settings: Settings, file: str) -> bytes:
    """The findings of an article that is checked alone, as one document."""
    from hali.checking import annotate
    from hali.checking.output import claimreview, report, text

    command = settings.command(file)
    if settings.format == "html":
        return annotate.to_html(record, checked, command)
    if settings.format == "csv":
        return report.to_csv(checked, file, command).encode()
    if settings.format == "text":
        return text.to_text(checked, command, settings.verbose, settings.trace, settings.colours).encode()
    if settings.format == "claimreview":
        return _linked(list(claimreview.reviews(record, checked, settings.reviewer(), command).values()))
    return _json(report.to_json(checked, command, settings.trace), 1)


def written(record: Record, checked: Checked, settings: Settings, file: str, place: str) -> list[tuple[str, bytes]]:
    """The findings of one article among many: (name, bytes) of each file they make, or pieces without a name.

    Args:
        record: what the article was checked against.
        checked: the article and its findings.
        settings: how it was checked, and the format.
        file: path as given or found.
        place: where its files are put; "" for the folder of results itself.
    """
    from hali.checking.output import claimreview, report, text

    command = settings.command(file)
    if settings.format == "html":
        return [(f"{place}.html", document(record, checked, settings, file))]
    if settings.format == "claimreview":
        reviews = claimreview.reviews(record, checked, settings.reviewer(), command)
        folder = f"{place}/" if place else ""
        return [(f"{folder}{claim}.jsonld", _linked(review)) for claim, review in reviews.items()]
    if settings.format == "csv":
        return [("", report.csv_rows(checked, file, command).encode())]
    if settings.format == "text":
        return [("", text.to_brief_text(checked, file, settings.colours).encode())]
    return [("", _json({"file": file, **report.to_json(checked, command, settings.trace)}, None))]


def _linked(content: Any) -> bytes:
    """JSON-LD that can stand in a script element: no text in it can end the element."""
    return _json(content, 1).replace(b"<", b"\\u003c")


def _json(content: Any, indent: int | None) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=indent) + "\n").encode()


@cache
def opened(as_of: str, data_folder: Path | None = None) -> Record:
    """The record, opened once in each process."""
    return api.open_record(data_folder, as_of=as_of)
