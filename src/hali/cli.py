"""The command line: parse the question, call the API, print. Nothing is computed here."""

from __future__ import annotations

import json
import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hali import (
    cli_clients,
    cli_dependence,
    cli_diversion,
    cli_gravity,
    cli_lists,
    cli_mirror,
    cli_record,
    cli_relation,
    cli_routes,
    cli_serve,
    preferences,
    process,
)
from hali.cli_examples import examples
from hali.errors import HaliError, QuestionError, UnreadableInput
from hali.languages import CODES
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
    keep_together,
    placed,
    progress,
    read,
    require_free,
    stream,
    tell,
    tell_undrawn,
    unwritten,
)

if TYPE_CHECKING:
    from hali.batch.settings import Settings
    from hali.publish.document import Document

app = typer.Typer(
    name="hali",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsOf = Annotated[str, typer.Option(help="See the record as of this day (YYYY-MM-DD).", metavar="DATE")]
Output = Annotated[str, typer.Option("-o", "--output", help="Write to this file; - for standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file of another kind without asking.")]
Lang = Annotated[str, typer.Option(help=f"Language of the output: {', '.join(CODES)}.")]


class BriefFormat(StrEnum):
    """Formats a brief is written in."""

    html = "html"
    pdf = "pdf"
    docx = "docx"
    md = "md"
    json = "json"


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


class TableFormat(StrEnum):
    """Formats a table is written in."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    xlsx = "xlsx"
    sdmx_csv = "sdmx-csv"
    sdmx_json = "sdmx-json"
    sdmx_structure = "sdmx-structure"
    zip = "zip"


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

    pair = api.resolve_pair((a, b))
    wanted = [id_.strip() for id_ in sections.split(",") if id_.strip()]
    if short and wanted:
        raise QuestionError("--short is the first page alone; take --short or --sections, not both")
    format = format_of("brief", output, format, BriefFormat.html)
    name = f"hali-{pair[0]}-{pair[1]}-{lang}.{format.value}".lower()
    target = output or (STANDARD if format is BriefFormat.json else placed(name))
    require_free(target, format.value, force=force)
    if format is not BriefFormat.json:
        charts.start()
    with progress("opening the record"):
        document = api.brief(a, b, lang=lang, as_of=as_of, since=since, sections=wanted if wanted or short else None)
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


def readings(
    measure: Annotated[str, typer.Argument(help="Id of a measure, or ids with commas; see `hali measures`.")] = "",
    reporter: Annotated[str, typer.Option(help="Area whose statistics say so: KZ, or KZ,UZ.")] = "",
    partner: Annotated[str, typer.Option(help="The other area, or areas.")] = "",
    flow: Annotated[str, typer.Option(help="X exports, M imports, T both, B balance.")] = "",
    product: Annotated[str, typer.Option(help="Code of a product: TOTAL, HS:27.")] = "",
    period: Annotated[str, typer.Option(help="SDMX periods: 2021, 2021-03, 2022-01-01/P9M; 2020,2021.")] = "",
    start: Annotated[str, typer.Option(help="Only periods that begin in or after this one.", metavar="PERIOD")] = "",
    end: Annotated[str, typer.Option(help="Only periods that end in or before this one.", metavar="PERIOD")] = "",
    newest: Annotated[int, typer.Option(help="Only so many of the newest periods of each series; 0 = all.")] = 0,
    all_definitions: Annotated[bool, typer.Option("--all-definitions", help="Older vintages too.")] = False,
    series: Annotated[str, typer.Option(help="The series of this reading, and nothing else.", metavar="ID")] = "",
    format: Annotated[
        TableFormat | None, typer.Option(help="What to write; default what the ending of -o says, else table.")
    ] = None,
    output: Output = STANDARD,
    force: Force = False,
) -> None:
    """List readings: the numbers of the record, each under its definition."""
    from hali import api
    from hali.exports import BINARY

    format = format_of("readings", output, format, TableFormat.table)
    if format.value in BINARY and output == STANDARD:
        raise QuestionError(f"{format.value} is no text: name a file with -o")
    require_free(output, format.value, force=force)
    with progress("opening the record"):
        found = api.readings(
            several(measure),
            reporter=several(reporter),
            partner=several(partner),
            flow=several(flow),
            product=several(product),
            period=several(period),
            start=start,
            end=end,
            newest=newest,
            all_definitions=all_definitions,
            series=series,
        )
    with stream(output) as out:
        found.write(out, format.value)
    tell(output)
    if not len(found):
        print(f"hali: no readings: {found.why_empty()}", file=sys.stderr)


def several(text: str) -> list[str]:
    """What stands between commas."""
    return [one.strip() for one in text.split(",") if one.strip()]


def explain(
    reading: Annotated[str, typer.Argument(help="Id of a reading.")],
    lang: Lang = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Explain a number down to its cells: definition, formula, every observation and origin."""
    from hali import api

    with progress("opening the record"):
        found = api.explain(reading, lang=lang)
    if as_json:
        print(found.to_json(), end="")
        return
    r = found.reading
    print(f"{r.id}  {r.value:,.4f} {r.definition.unit}")
    print(f"  what      {found.definition}")
    print(f"  formula   {found.formula}" + (f" ({found.method})" if found.method else ""))
    print(f"  status    {r.status}  {' '.join(r.caveats)}".rstrip())
    if r.missing:
        print(f"  missing   {' '.join(r.missing)}")
    print(f"  from      {len(found.observations)} observations of {', '.join(r.sources)}")
    for cell in found.observations:
        print(
            f"    {cell.dataflow} {cell.period} {cell.reporter}-{cell.partner} {cell.flow} {cell.product} "
            f"{cell.value:,.2f} {cell.unit} ({cell.vintage}, {cell.origin})"
        )
    for origin in found.origins.values():
        print(f"  origin    {origin.id}: {origin.attribution}")
        print(f"  cite      {found.citations[origin.id]}")


def _version(asked: bool) -> None:
    """Say name and version, and stop."""
    if asked:
        from hali.version import VERSION

        print(f"hali {VERSION}")
        raise typer.Exit


for command in (
    *(brief, check, quantities, readings, explain),
    *(cli_mirror.mirror, cli_relation.relation),
    cli_gravity.gravity,
    *(cli_dependence.dependence, cli_diversion.diversion),
    *(brief, check, quantities, readings, explain, cli_routes.routes),
    *(cli_record.update, cli_record.ingest, cli_record.sources, cli_record.record),
    *(cli_serve.serve, cli_clients.mcp, cli_clients.watch),
    *(cli_lists.measures, cli_lists.pillars, cli_lists.areas, cli_lists.languages),
):
    app.command(epilog=examples(command.__name__))(command)


@app.callback()
def _settings(
    version: Annotated[
        bool, typer.Option("--version", help="Say which hali this is.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """The evidence behind the relations between two partners: record, brief, claim checker."""


def main() -> None:
    """Run the command; an error of ours is one line on standard error and its exit code."""
    process.collect_seldom()
    process.leave_pandas()
    try:
        _run()
    except HaliError as error:
        print(f"hali: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except PermissionError as error:  # of a folder deep inside, which those above did not tell
        print(f"hali: {error.filename}: {error.strerror}; ask its owner for the right to it", file=sys.stderr)
        sys.exit(QuestionError.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _preferred() -> dict[str, dict[str, str]]:
    """Options the settings file sets, by command: the language of all that have one."""
    if {"-h", "--help", "--version"} & set(sys.argv):
        return {}
    language = preferences.preferences().language
    if not language:
        return {}
    if language not in CODES:
        told = f"the settings file {preferences.file()}: no language {language!r}"
        raise QuestionError(f"{told}; accepted are {', '.join(CODES)}")
    return {name: {"lang": language} for name in ("brief", "check", "explain", "measures", "areas")}


def _misused(error: Exception) -> int:
    """What is said of a command that was written wrongly, in one line; its exit code. Raises any other error."""
    # Typer's errors of usage have no public class: it comes with a Click of its own
    told = getattr(error, "format_message", None)
    context = getattr(error, "ctx", None)
    if told is None:
        raise error
    message = " ".join(str(told()).replace("Value error, ", "").split()).rstrip(".")
    if context is not None and type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help())
    else:
        command = context.command_path if context is not None else "hali"
        print(f"hali: {message[:1].lower()}{message[1:]}; `{command} -h` shows what is accepted", file=sys.stderr)
    return QuestionError.exit_code


def _run() -> None:
    """Run the command; what it printed has left, or standard output could not be written."""
    try:
        try:
            code = app(default_map=_preferred(), standalone_mode=False)
        except Exception as error:
            code = _misused(error)
        finally:
            sys.stdout.flush()
        sys.exit(code or 0)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None:  # of a file, not of a stream
            raise
        raise unwritten(error) from error
