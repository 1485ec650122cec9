"""The commands that list what can be asked for: measures, pillars, areas, languages."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from hali.languages import CODES
from hali.terminal import STANDARD, deliver

ON_SCREEN = 60
"""Lines a list prints where somebody looks at it, unless --limit says otherwise."""


class ListFormat(StrEnum):
    """Formats a list is written in."""

    text = "text"
    json = "json"
    csv = "csv"


Search = Annotated[str, typer.Argument(help="Words or a part of the code, in any language; default all.")]
Lang = Annotated[str, typer.Option(help=f"Language of the names: {', '.join(CODES)}.")]
Format = Annotated[ListFormat, typer.Option(help="What to write.")]
Limit = Annotated[
    int, typer.Option(help=f"Entries at the most; 0 = all. Default {ON_SCREEN} on a screen, else all.", min=-1)
]


def measures(search: Search = "", lang: Lang = "en", format: Format = ListFormat.text, limit: Limit = -1) -> None:
    """List the measures: id, pillar, unit, what is counted by default, whether the record holds figures."""
    from hali import listings

    write(
        listings.measures(search, lang).entries,
        ("id", "name", "pillar", "unit", "default", "variants", "definition", "held"),
        lambda one: f"{one['id']:32} {one['pillar']:12} {one['unit']:8} {one['name']}",
        format,
        limit,
        search,
    )


def pillars(format: Format = ListFormat.text) -> None:
    """List the pillars with their indicators and formulas."""
    from hali.pillars import pillars as listed

    entries = [
        {"pillar": pillar.id, "indicator": one.id, "formula": one.formula, "measures": list(one.measures)}
        for pillar in listed()
        for one in pillar.indicators
    ]
    columns = ("pillar", "indicator", "formula", "measures")
    write(entries, columns, lambda one: f"{one['pillar']:14} {one['indicator']:32} {one['formula']}", format, 0, "")


def areas(search: Search = "", lang: Lang = "en", format: Format = ListFormat.text, limit: Limit = -1) -> None:
    """List the areas: code, kind, name, and the members of a bloc today."""
    from hali import listings

    write(
        listings.areas(search, lang).entries,
        ("code", "name", "kind", "read_as", "members", "other_codes"),
        lambda one: f"{one['code']:28} {one['kind']:12} {one['name']}",
        format,
        limit,
        search,
    )


def languages(
    check: Annotated[
        str, typer.Option(help="Instead, what this language lacks beside English, one line each.", metavar="CODE")
    ] = "",
    format: Format = ListFormat.text,
) -> None:
    """List the languages: what each covers in reading and writing, and what it lacks to be complete.

    With --check the exit code is 1 where something is lacking.
    """
    from hali import listings
    from hali.languages.completeness import gaps

    if check:
        lines = [{"lacks": line} for line in gaps(check)]
        if not lines:
            print(f"hali: {check} lacks nothing", file=sys.stderr)
            return
        write(lines, ("lacks",), lambda one: one["lacks"], format, 0, "")
        raise typer.Exit(1)
    listed = listings.languages()
    write(listed.entries, tuple(listed.entries[0]), _language, format, 0, "")


def _language(one: Mapping[str, Any]) -> str:
    """A language as a line of text: the counts of what is read and what is written."""
    read = f"reads {one['number_words']} number words, {one['currencies']} currencies"
    if not one["measure_names"]:
        return f"{one['code']} {one['english']:10} {read}; writes nothing"
    read += f", {one['area_names']:,} names of areas, {one['measures_read']} measures, {one['cues']:,} cues"
    written = f"{one['area_forms']} areas, {one['measure_names']} measures, {one['product_names']} products"
    unused = ", only its numbers are read so far" if one["level"] == "basic" else ""
    texts = f"{one['sentences']:,} sentences and labels, {one['site_texts']} texts of pages"
    return f"{one['code']} {one['english']:10} {read}; writes {written}, {texts}; lacks {one['gaps']}{unused}"


def write(
    entries: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    line: Callable[[Mapping[str, Any]], str],
    format: ListFormat,
    limit: int,
    search: str,
) -> None:
    """A list on standard output; what was left out, or that nothing was found, is said on standard error.

    Args:
        entries: what is listed.
        columns: keys that make the columns of a CSV.
        line: an entry as a line of text.
        format: what to write.
        limit: entries at the most; 0 = all, -1 = ON_SCREEN where somebody looks.
        search: the words searched for.
    """
    most = limit if limit >= 0 else ON_SCREEN if format is ListFormat.text and sys.stdout.isatty() else 0
    shown = entries[:most] if most else entries
    if format is ListFormat.json:
        text = json.dumps(list(shown), ensure_ascii=False, indent=1) + "\n"
    elif format is ListFormat.csv:
        out = io.StringIO()
        made = csv.writer(out, lineterminator="\n")
        made.writerow(columns)
        made.writerows([_cell(entry[column]) for column in columns] for entry in shown)
        text = out.getvalue()
    else:
        text = "".join(f"{line(entry)}\n" for entry in shown)
    deliver(text, STANDARD)
    if not entries:
        print(f"hali: nothing is called {search!r}; leave the word out to list all", file=sys.stderr)
    elif len(shown) < len(entries):
        print(f"hali: {len(shown)} of {len(entries)}; --limit 0 lists all", file=sys.stderr)


def _cell(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
