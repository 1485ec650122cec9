"""The command that writes a brief: `hali brief A B`."""

from __future__ import annotations

import os
import shutil
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hali.cli_options import AsOf, Force, Lang, Output
from hali.errors import QuestionError
from hali.terminal import (
    STANDARD,
    deliver,
    format_of,
    keep_together,
    placed,
    progress,
    require_free,
    stream,
    tell,
    tell_undrawn,
)

if TYPE_CHECKING:
    from hali.publish.document import Document


class BriefFormat(StrEnum):
    """Formats a brief is written in."""

    html = "html"
    pdf = "pdf"
    docx = "docx"
    md = "md"
    json = "json"


def brief(
    a: Annotated[str, typer.Argument(help="The observer: a country or bloc, by name or code.")],
    b: Annotated[str, typer.Argument(help="The other side.")],
    lang: Lang = "en",
    as_of: AsOf = "",
    since: Annotated[
        str,
        typer.Option(help="Add what changed since this day, or since the record of this id.", metavar="DATE|RECORD"),
    ] = "",
    short: Annotated[bool, typer.Option("--short", help="The first page alone: one sheet.")] = False,
    sections: Annotated[
        str, typer.Option(help="Only these after the first page: trade,energy,dialogue.", metavar="ID,...")
    ] = "",
    format: Annotated[
        BriefFormat | None, typer.Option(help="What to write; default what the ending of -o says, else html.")
    ] = None,
    output: Output = "",
    force: Force = False,
) -> None:
    """Write the state-of-relations brief of A and B."""
    from hali import api
    from hali.publish import charts
    from hali.publish.render import render
    from hali.record.store import data_folder

    pair = api.resolve_pair((a, b))
    wanted = [id_.strip() for id_ in sections.split(",") if id_.strip()]
    if short and wanted:
        raise QuestionError("--short is the first page alone; take --short or --sections, not both")
    format = format_of("brief", output, format, BriefFormat.html)
    name = f"hali-{pair[0]}-{pair[1]}-{lang}.{format.value}".lower()
    target = output or (STANDARD if format is BriefFormat.json else placed(name))
    require_free(target, format.value, force=force)
    asked = (*pair, lang, as_of, since, sections, str(short))
    drawing = charts.kept(data_folder() / "pictures", *asked) if format is not BriefFormat.json else nullcontext()
    with drawing:
        with progress("opening the record"):
            told = wanted if wanted or short else None
            document = api.brief(a, b, lang=lang, as_of=as_of, since=since, sections=told)
        if format is BriefFormat.md and target != STANDARD and (os.path.isfile(target) or not os.path.exists(target)):
            _illustrated(document, target, force)
        else:
            deliver(render(document, format.value), target)
    if format in {BriefFormat.html, BriefFormat.md}:
        tell_undrawn(document)


def _illustrated(document: Document, output: str, force: bool) -> None:
    """Write Markdown and, in a folder beside it, its figures: all of them or nothing."""
    from hali.publish import write_markdown

    pictures = write_markdown.pictures(document)
    folder = Path(output).with_name(f"{Path(output).stem}-figures")
    lying = folder.exists()
    try:
        with stream(output) as out:
            out.write(write_markdown.write(document, folder.name if pictures else ""))
            keep_together(str(folder), pictures, ".svg", force)
    except QuestionError:
        if not lying:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    tell(output)
