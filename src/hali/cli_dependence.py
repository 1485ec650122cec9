"""The command that says what two partners are to each other in the trade of all: `hali dependence A B`."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from hali.cli_options import AsOf, Force, Lang, Output
from hali.terminal import as_csv, deliver, format_of, progress, require_free

if TYPE_CHECKING:
    from hali.briefs.dependence.view import View


class DependenceFormat(StrEnum):
    """Formats a dependence is written in."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"


def dependence(
    a: Annotated[str, typer.Argument(help="One side: a country or bloc, by name or code.")],
    b: Annotated[str, typer.Argument(help="The other side.")],
    data: Annotated[
        str,
        typer.Option(
            help="Trade of your own, CSV, Parquet or a folder: exporter, importer, product, year, value (or BACI's "
            "i, j, k, t, v); one nomenclature.",
            metavar="FILE",
        ),
    ] = "",
    lang: Lang = "en",
    as_of: AsOf = "",
    format: Annotated[
        DependenceFormat | None, typer.Option(help="What to write; default what the ending of -o says, else text.")
    ] = None,
    output: Output = "-",
    force: Force = False,
) -> None:
    """Say what A and B are to each other in goods: shares, concentration, fit, product by product, what is critical.

    The record holds totals and industries. Products of six digits, which the criteria of critical products need, come
    from a file of your own (--data).
    """
    from hali import api
    from hali.briefs.dependence import view

    format = format_of("dependence", output, format, DependenceFormat.text)
    require_free(output, format.value, [data] if data else (), force=force)
    api.check_language(lang)
    pair = api.resolve_pair((a, b))
    with progress("opening the record"):
        record = api.open_record(as_of=as_of)
        found = view.of_file(record, *pair, data) if data else view.of_record(record, *pair)
        written = _written(found, lang, format)
    deliver(written, output)


def _written(view: View, lang: str, format: DependenceFormat) -> bytes | str:
    """A view in one of the formats."""
    from hali.briefs.dependence import listing, pages
    from hali.publish import write_html, write_text

    match format:
        case DependenceFormat.json:
            return json.dumps(listing.document(view), ensure_ascii=False, indent=1) + "\n"
        case DependenceFormat.csv:
            return as_csv(listing.COLUMNS, listing.rows(view))
        case DependenceFormat.text:
            return write_text.write(pages.compose(view, lang))
        case DependenceFormat.html:
            return write_html.write(pages.compose(view, lang))
