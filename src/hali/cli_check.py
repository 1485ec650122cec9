"""The commands that read texts: `hali check`, `hali quantities`."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from hali.cli_options import AsOf, Force
from hali.errors import QuestionError, UnreadableInput
from hali.terminal import (
    PASTED,
    STANDARD,
    coloured,
    counted,
    deliver,
    destination,
    format_of,
    is_folder,
    keep,
    progress,
    read,
    require_free,
)

if TYPE_CHECKING:
    from hali.batch.settings import Settings


class CheckFormat(StrEnum):
    """Formats findings are written in."""

    text = "text"
    html = "html"
    json = "json"
    csv = "csv"
    claimreview = "claimreview"


class Engine(StrEnum):
    """What checks many articles."""

    local = "local"
    spark = "spark"


class ReviewerKind(StrEnum):
    """What a reviewer is."""

    organization = "organization"
    person = "person"


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Articles (.txt, .md, .html, .pdf, .docx), folders of them, or a sentence in quotes; - reads one.",
            metavar="FILE|TEXT...",
            show_default=False,
        ),
    ] = None,
    paste: Annotated[bool, typer.Option("--paste", help="Take the text pasted into the terminal.")] = False,
    pair: Annotated[tuple[str, str] | None, typer.Option(help="The two partners the text is about.")] = None,
    published: Annotated[str, typer.Option(help="Day the text appeared.", metavar="DATE")] = "",
    as_of: AsOf = "",
    lang: Annotated[str, typer.Option(help="Language of the report; default that of the text.")] = "",
    corrections: Annotated[
        list[str] | None, typer.Option("--set", help="What a claim means: c3.period=2022.", metavar="ID.SLOT=VALUE")
    ] = None,
    corrections_file: Annotated[
        str, typer.Option("--corrections", help="File with one such line for each.", metavar="FILE")
    ] = "",
    verbose: Annotated[bool, typer.Option("--verbose", help="Every claim in full.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Also the decisions that made each claim.")] = False,
    format: Annotated[
        CheckFormat | None, typer.Option(help="What to write; default what the ending of -o says, else text.")
    ] = None,
    fail_on: Annotated[str, typer.Option(help="Exit 1 if one of these findings occurs.", metavar="CODE,...")] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", help="Write to this file, or folder; - for standard output.")
    ] = STANDARD,
    force: Force = False,
    engine: Annotated[Engine, typer.Option(help="What checks many articles.")] = Engine.local,
    master: Annotated[str, typer.Option(help="Address of the Spark cluster.", metavar="URL")] = "",
    reviewer: Annotated[str, typer.Option(help="Who answers for a ClaimReview.", metavar="NAME")] = "",
    reviewer_kind: Annotated[ReviewerKind, typer.Option(help="What the reviewer is.")] = ReviewerKind.organization,
    reviewer_url: Annotated[str, typer.Option(help="The reviewer's own page.", metavar="URL")] = "",
    url: Annotated[str, typer.Option(help="Page the article appeared on.", metavar="URL")] = "",
    review_url: Annotated[str, typer.Option(help="Page the review is published on.", metavar="URL")] = "",
    reviewed: Annotated[str, typer.Option(help="Day the review is published.", metavar="DATE")] = "",
) -> None:
    """Find the numbers, ranks and dated events of a text and the definitions that reproduce them, if any.

    Several articles, or a folder of them, are checked on all cores, with one summary at the end. Each then makes a
    short block of text, a line of JSON, rows of one table, or files in the folder named by -o (html, claimreview).
    """
    from hali.batch.settings import Settings
    from hali.checking.corrections import parsed, written
    from hali.checking.output.claimreview import Review
    from hali.record import spark

    wanted = codes(fail_on)
    if bool(files) == paste:
        raise QuestionError("name the articles, give a sentence in quotes, or --paste one; - reads standard input")
    files = files or [PASTED]
    format = format_of("check", output, format, CheckFormat.text)
    spark.require(engine, master)
    review = None
    if format is CheckFormat.claimreview:
        review = Review(reviewer, reviewer_kind is ReviewerKind.person, reviewer_url, url, review_url, reviewed)
    elif reviewer or reviewer_url or review_url or reviewed:
        raise QuestionError("what is said of a reviewer and a review is for --format claimreview")
    many = len(files) > 1 or (files[0] != STANDARD and os.path.isdir(files[0]))
    given = written(parsed([*(lines(corrections_file) if corrections_file else ()), *(corrections or ())]))
    if given and many:
        raise QuestionError("corrections name the claims of one article: check that article alone")
    require_free(output, format.value, [*files, corrections_file], force)
    settings = Settings(
        pair=pair,
        published=published,
        as_of=as_of,
        lang=lang,
        format=format.value,
        review=review,
        corrections=given,
        url=url,
        verbose=verbose,
        trace=trace,
        colours=coloured(output),
    )
    found = check_many(files, settings, output, engine, master) if many else check_one(files[0], settings, output)
    if wanted & found:
        raise typer.Exit(1)


def check_one(file: str, settings: Settings, output: str) -> set[str]:
    """Check one article and write its findings; the codes found."""
    from hali import api
    from hali.batch import work
    from hali.batch.settings import PAGES

    data, name = read(file)
    with progress("checking"):
        record = api.open_record(as_of=settings.as_of)
        checked = work.check_one(data, name, settings, record)
    if settings.format in PAGES and is_folder(output):
        place = name if settings.format == "html" else ""
        for part, content in work.written(record, checked, settings, file, place):
            keep(output, part, content, [file])
    else:
        deliver(work.document(record, checked, settings, file), output)
    return {finding.code for finding in checked.findings}


def check_many(files: list[str], settings: Settings, output: str, engine: str, master: str) -> set[str]:
    """Check many articles, write what each makes, say on standard error how it went; the codes found."""
    from hali.batch import engines
    from hali.batch.files import articles, require_many
    from hali.batch.settings import PAGES
    from hali.batch.tally import Tally

    require_many(settings, output, files)
    paths = articles(files)
    require_free(output, settings.format, map(str, paths), force=True)
    tally = Tally(files, paths, settings)
    with progress("opening the record"):
        outcomes = engines.run(paths, settings, engine, master)
    with destination(output, settings.format in PAGES, map(str, paths)) as put, counted(len(paths)) as step:
        for outcome in outcomes:
            if outcome.error:
                print(f"hali: {outcome.file}: {outcome.error}", file=sys.stderr)
            for name, content in tally.add(outcome):
                put(name, content)
            step()
        if not tally.checked:
            raise UnreadableInput(f"none of the {len(paths)} articles could be read")
        for name, content in tally.closing():
            put(name, content)
    if settings.format != "text" or output != STANDARD:
        print(tally.summary(), file=sys.stderr)
    return set(tally.codes)


def lines(file: str) -> list[str]:
    """The lines of a UTF-8 file."""
    data, _ = read(file)
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{file}: not UTF-8 text (byte {error.start})") from error


def codes(text: str) -> set[str]:
    """The finding codes of `--fail-on`; an unknown one is an error that names those accepted."""
    from hali.model.claim import CODES

    wanted = {word.strip().upper() for word in text.split(",") if word.strip()}
    if wanted - set(CODES):
        raise QuestionError(f"unknown finding {', '.join(sorted(wanted - set(CODES)))}; accepted: {', '.join(CODES)}")
    return wanted


def quantities(
    file: Annotated[str, typer.Argument(help='JSON Lines with {"id", "text"[, "lang"]}; - for standard input.')],
) -> None:
    """Read the quantities of sentences: JSON Lines in, JSON Lines out."""
    from hali.checking.quantities import records

    for found in records(line for line in lines(file) if line.strip()):
        print(json.dumps(found, ensure_ascii=False))
