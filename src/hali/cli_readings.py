"""The commands that give numbers of the record: `hali readings`, `hali explain`."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from hali.cli_options import Force, Lang, Output
from hali.errors import QuestionError
from hali.terminal import STANDARD, format_of, progress, require_free, stream, tell


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


def readings(
    measure: Annotated[str, typer.Argument(help="Id of a measure, or ids with commas; see `hali measures`.")] = "",
    reporter: Annotated[str, typer.Option(help="Area whose statistics say so: KZ, or KZ,UZ; names too.")] = "",
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
    from hali import retrieval
    from hali.exports import BINARY

    format = format_of("readings", output, format, TableFormat.table)
    if format.value in BINARY and output == STANDARD:
        raise QuestionError(f"{format.value} is no text: name a file with -o")
    require_free(output, format.value, force=force)
    with progress("opening the record"):
        found = retrieval.readings(
            several(measure),
            reporter=several_areas(reporter),
            partner=several_areas(partner),
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


def several_areas(text: str) -> list[str]:
    """Areas between commas, where a name may hold a comma itself: the longest name that is known.

    Parts that are all areas by themselves are not joined to one.

    >>> several_areas("JPN,Korea, Republic of,DE"), several_areas("China,Hong Kong")
    (['JPN', 'Korea, Republic of', 'DE'], ['China', 'Hong Kong'])
    """
    from hali.codelists import areas

    parts = several(text)
    found: list[str] = []
    while parts:
        known = [len(areas.candidates(part)) == 1 for part in parts]
        number = next(
            (
                most
                for most in range(len(parts), 1, -1)
                if not all(known[:most]) and areas.candidates(", ".join(parts[:most]))
            ),
            1,
        )
        found.append(", ".join(parts[:number]))
        del parts[:number]
    return found


def explain(
    reading: Annotated[str, typer.Argument(help="Id of a reading.")],
    lang: Lang = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Explain a number down to its cells: definition, formula, every observation and origin."""
    from hali import retrieval

    with progress("opening the record"):
        found = retrieval.explain(reading, lang=lang)
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
