"""The command that sets both counts of a flow side by side: `hali mirror A B`."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from hali.cli_options import AsOf, Force, Lang, Output
from hali.errors import QuestionError
from hali.terminal import STANDARD, as_csv, deliver, format_of, progress, require_free, tell_undrawn

if TYPE_CHECKING:
    from hali.briefs.mirror.counts import Direction, View
    from hali.publish.document import Document


class MirrorFormat(StrEnum):
    """Formats both counts are written in."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"
    svg = "svg"
    png = "png"


class By(StrEnum):
    """What a row is."""

    year = "year"
    product = "product"
    member = "member"


class Kind(StrEnum):
    """What flows."""

    goods = "goods"
    services = "services"
    investment = "investment"


class Currency(StrEnum):
    """Currencies both counts are compared in."""

    USD = "USD"
    EUR = "EUR"


def mirror(
    a: Annotated[str, typer.Argument(help="One side: a country or bloc, by name or code.")],
    b: Annotated[str, typer.Argument(help="The other side.")],
    by: Annotated[By, typer.Option(help="A row for each year, product, or member of a bloc.")] = By.year,
    of: Annotated[Kind, typer.Option(help="What flows.")] = Kind.goods,
    years: Annotated[str, typer.Option(help="Only these years: 2021, 2018-2023.", metavar="YEAR[-YEAR]")] = "",
    currency: Annotated[Currency, typer.Option(help="Compare in this currency.")] = Currency.USD,
    margin: Annotated[
        str,
        typer.Option(
            help="Freight and insurance over the exporter's value: a share, constant (0.06, the default), regression "
            "(estimated from all totals of two counts), declared (by an importer of two valuations).",
            metavar="SHARE|MODEL",
        ),
    ] = "",
    lang: Lang = "en",
    as_of: AsOf = "",
    format: Annotated[
        MirrorFormat | None, typer.Option(help="What to write; default what the ending of -o says, else text.")
    ] = None,
    output: Output = "-",
    force: Force = False,
) -> None:
    """Set what A and B report of the same flow side by side: both counts, the gap, what it may contain.

    Shown are both directions. A gap is a difference of two counts and says nothing of its cause.
    """
    from hali import api
    from hali.briefs.mirror import counts, margins

    format = format_of("mirror", output, format, MirrorFormat.text)
    if format is MirrorFormat.png and output == STANDARD:
        raise QuestionError("png is no text: name a file with -o")
    require_free(output, format.value, force=force)
    api.check_language(lang)
    pair = api.resolve_pair((a, b))
    with progress("opening the record"):
        view = counts.view(
            api.open_record(as_of=as_of),
            *pair,
            kind=of.value,
            by=by.value,
            years=span(years),
            currency=currency.value,
            margin=margins.read(margin),
        )
        written = _written(view, lang, format)
    deliver(written, output)


def span(text: str) -> tuple[int, ...]:
    """First and last year of `--years`; empty where it was left out.

    >>> span("2018-2023"), span("2021"), span("")
    ((2018, 2023), (2021, 2021), ())
    """
    if not text:
        return ()
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
    if not found:
        raise QuestionError(f"--years {text}: write one year, 2021, or two, 2018-2023")
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise QuestionError(f"--years {text}: the first year comes after the last")
    return first, last


def _written(view: View, lang: str, format: MirrorFormat) -> bytes | str:
    """A view in one of the formats."""
    from hali.briefs.mirror import listing, pages
    from hali.publish import write_html, write_text

    match format:
        case MirrorFormat.json:
            return json.dumps(listing.document(view), ensure_ascii=False, indent=1) + "\n"
        case MirrorFormat.csv:
            return as_csv(listing.COLUMNS, listing.rows(view))
        case MirrorFormat.text:
            return write_text.write(pages.compose(view, lang))
        case MirrorFormat.html:
            page = pages.compose(view, lang)
            tell_undrawn(page)
            return write_html.write(page)
        case _:
            return _drawn(view, pages.compose(view, lang), format.value)


def _drawn(view: View, document: Document, format: str) -> bytes:
    """The figure of the direction with the most rows of two counts, of equal ones where they differ most."""
    import numpy as np

    from hali.briefs.mirror.pages import section_id
    from hali.publish import figure_file
    from hali.publish.document import Figure

    def told(way: Direction) -> tuple[int, float]:
        return sum(bool(row.x and row.m) for row in way.rows), float(np.nansum(abs(way.gaps.missing)))

    order = sorted(view.directions, key=told, reverse=True)
    sections = {section.id: section for section in document.sections}
    for direction in order:
        for block in sections[section_id(direction)].blocks:
            if isinstance(block, Figure):
                return figure_file.write(block, document, f"hali mirror {' '.join(document.pair)}", format)
    raise QuestionError("there is too little to draw: a picture needs two years, members or products")
