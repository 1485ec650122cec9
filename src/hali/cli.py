"""The command line: parse the question, call the API, print. Nothing is computed here."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hali.errors import HaliError, QuestionError, UnreadableInput
from hali.terminal import STANDARD, counted, deliver, lines, progress, read

if TYPE_CHECKING:
    from hali.batch import Settings

app = typer.Typer(
    name="hali",
    help="The evidence behind the relations between two partners: record, brief, claim checker.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsOf = Annotated[str, typer.Option(help="See the record as of this day (YYYY-MM-DD).", metavar="DATE")]
Output = Annotated[str, typer.Option("-o", "--output", help="Write to this file; - for standard output.")]
Lang = Annotated[str, typer.Option(help="Language of the output: en, sw, kk, ru, fr, de.")]


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


class TableFormat(StrEnum):
    """Formats a table is written in."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@app.command()
def brief(
    a: Annotated[str, typer.Argument(help="The observer: a country or bloc, by name or code.")],
    b: Annotated[str, typer.Argument(help="The other side.")],
    lang: Lang = "en",
    as_of: AsOf = "",
    format: Annotated[BriefFormat, typer.Option(help="What to write.")] = BriefFormat.html,
    output: Output = "",
) -> None:
    """Write the state-of-relations brief of A and B."""
    from hali import api
    from hali.publish.render import render

    with progress("opening the record"):
        document = api.brief(a, b, lang=lang, as_of=as_of)
    content = render(document, format.value)
    name = f"hali-{document.pair[0]}-{document.pair[1]}-{lang}.{format.value}".lower()
    deliver(content, output or (STANDARD if format is BriefFormat.json else name))


@app.command()
def check(
    files: Annotated[
        list[str], typer.Argument(help="Articles (.txt, .md, .html, .pdf, .docx) or folders of them; - reads one.")
    ],
    pair: Annotated[tuple[str, str] | None, typer.Option(help="The two partners the text is about.")] = None,
    published: Annotated[str, typer.Option(help="Day the text appeared.", metavar="DATE")] = "",
    as_of: AsOf = "",
    lang: Lang = "en",
    format: Annotated[CheckFormat, typer.Option(help="What to write.")] = CheckFormat.text,
    fail_on: Annotated[str, typer.Option(help="Exit 1 if one of these findings occurs.", metavar="CODE,...")] = "",
    output: Output = STANDARD,
) -> None:
    """Find the numbers, ranks and dated events of a text and the definitions that reproduce them, if any.

    Several articles, or a folder of them, are checked on all cores: one JSON document a line, a summary at the end.
    """
    from hali.batch import Settings

    wanted = codes(fail_on)
    settings = Settings(pair, published, as_of, lang)
    if len(files) > 1 or (files[0] != STANDARD and Path(files[0]).is_dir()):
        found = check_many(files, settings, format, output)
    else:
        found = check_one(files[0], settings, format, output)
    if wanted & found:
        raise typer.Exit(1)


def check_one(file: str, settings: Settings, format: CheckFormat, output: str) -> set[str]:
    """Check one article and write its findings; the codes found."""
    from hali import api
    from hali.check import report

    data, name = read(file)
    with progress("checking"):
        record = api.open_record(as_of=settings.as_of)
        checked = api.check(
            data,
            pair=settings.pair,
            published=settings.published,
            name=name,
            lang=settings.lang,
            record=record,
        )
    if format is CheckFormat.json:
        content: str | bytes = json.dumps(report.to_json(checked), ensure_ascii=False, indent=1) + "\n"
    elif format is CheckFormat.csv:
        content = report.to_csv(checked)
    elif format is CheckFormat.html:
        from hali.check.annotate import to_html

        content = to_html(record, checked)
    else:
        content = report.to_text(checked)
    deliver(content, output)
    return {finding.code for finding in checked.findings}


def check_many(files: list[str], settings: Settings, format: CheckFormat, output: str) -> set[str]:
    """Check many articles, write one JSON document a line, say on standard error how it went; the codes found."""
    from collections import Counter

    from hali import api, batch

    if format is not CheckFormat.json:
        raise QuestionError("several articles are written as JSON, one a line: add --format json")
    if settings.pair:
        api.resolve_pair(settings.pair)
    api.check_language(settings.lang)
    found = batch.articles(files)
    total: Counter[str] = Counter()
    failed = 0
    with lines(output) as out, counted(len(found)) as step:
        for outcome in batch.run(found, settings):
            if outcome.error:
                failed += 1
                print(f"hali: {outcome.file}: {outcome.error}", file=sys.stderr)
            else:
                out.write(outcome.document + "\n")
            total.update(outcome.codes)
            step()
    summary = ", ".join(f"{code} {number}" for code, number in total.most_common()) or "no claims"
    print(f"{len(found) - failed} articles checked, {failed} unreadable: {summary}", file=sys.stderr)
    return set(total)


def codes(text: str) -> set[str]:
    """The finding codes of `--fail-on`; an unknown one is an error that names those accepted."""
    from hali.model.claim import CODES

    wanted = {word.strip().upper() for word in text.split(",") if word.strip()}
    if wanted - set(CODES):
        raise QuestionError(f"unknown finding {', '.join(sorted(wanted - set(CODES)))}; accepted: {', '.join(CODES)}")
    return wanted


@app.command()
def quantities(
    file: Annotated[str, typer.Argument(help='JSON Lines with {"id", "text"[, "lang"]}; - for standard input.')],
) -> None:
    """Read the quantities of sentences: JSON Lines in, JSON Lines out."""
    from hali.check.quantities import records

    data, _ = read(file)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{file}: not UTF-8 text (byte {error.start})") from error
    for found in records(line for line in lines if line.strip()):
        print(json.dumps(found, ensure_ascii=False))


@app.command()
def readings(
    measure: Annotated[str, typer.Argument(help="Id of a measure; see `hali measures`.")] = "",
    reporter: Annotated[str, typer.Option(help="Area whose statistics say so.")] = "",
    partner: Annotated[str, typer.Option(help="The other area.")] = "",
    flow: Annotated[str, typer.Option(help="X exports, M imports, T both.")] = "",
    period: Annotated[str, typer.Option(help="SDMX period: 2021, 2021-03, 2022-01-01/P9M.")] = "",
    all_definitions: Annotated[bool, typer.Option("--all-definitions", help="Older vintages too.")] = False,
    format: Annotated[TableFormat, typer.Option(help="What to write.")] = TableFormat.table,
    output: Output = STANDARD,
) -> None:
    """List readings: the numbers of the record, each under its definition."""
    from hali import api

    with progress("opening the record"):
        table = api.readings(
            measure,
            reporter=reporter,
            partner=partner,
            flow=flow,
            period=period,
            all_definitions=all_definitions,
        )
    write_table(table, format, output)


def write_table(table: Any, format: TableFormat, output: str) -> None:
    """Write an Arrow table in one of the table formats."""
    import io

    if format is TableFormat.parquet:
        import pyarrow.parquet as pq

        if output == STANDARD:
            raise QuestionError("Parquet is no text: name a file with -o")
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        deliver(buffer.getvalue(), output)
        return
    rows = table.to_pylist()
    if format is TableFormat.json:
        deliver(json.dumps(rows, ensure_ascii=False, default=str, indent=1) + "\n", output)
        return
    import csv

    if format is TableFormat.table:
        shown = ("reading", "measure", "reporter", "partner", "flow", "period", "variant", "unit", "value", "vintage")
        widths = [max([len(c), *(len(_cell(row[c])) for row in rows)]) for c in shown]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in [shown, *([_cell(row[c]) for c in shown] for row in rows)]
        ]
        deliver("\n".join(lines) + "\n", output)
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([" ".join(v) if isinstance(v, list) else v for v in row.values()] for row in rows)
    deliver(out.getvalue(), output)


def _cell(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


@app.command()
def explain(
    reading: Annotated[str, typer.Argument(help="Id of a reading.")],
    lang: Lang = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Explain a number down to its cells: definition, formula, every observation and origin."""
    from dataclasses import asdict

    from hali import api

    with progress("opening the record"):
        found = api.explain(reading, lang=lang)
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
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
        print(f"  origin    {origin.id}: {origin.attribution}; {origin.title}. {origin.licence}. {origin.url_main}")


@app.command()
def sources() -> None:
    """List the tables of the record: publisher, title, years, licence."""
    from hali import api
    from hali.record import readings as lookup

    with progress("opening the record"):
        record = api.open_record()
    for row in lookup.coverage(record):
        print("  ".join(row))


@app.command()
def measures() -> None:
    """List the measures: id, pillar, unit, what is counted by default."""
    from hali.codelists.measures import measures as listed

    for m in listed():
        print(f"{m.id:28} {m.pillar:12} {m.unit:8} {m.default}")


@app.command()
def pillars() -> None:
    """List the pillars with their indicators and formulas."""
    from hali.pillars import pillars as listed

    for pillar in listed():
        print(pillar.id)
        for indicator in pillar.indicators:
            print(f"  {indicator.id:28} {indicator.formula}")


@app.command()
def areas() -> None:
    """List the areas: code, kind, name."""
    from hali.codelists import areas as codelist

    for code in codelist.codes():
        area = codelist.area(code)
        print(f"{area.code:28} {area.kind:12} {area.name}")


def main() -> None:
    """Run the command; an error of ours is one line on standard error and its exit code."""
    try:
        app()
    except HaliError as error:
        print(f"hali: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
