"""Figures in circulation: who printed what about a pair, as a table of claims with their origins.

`data/claims.csv` holds each figure as it was printed, with what it is said of, and a sentence of our own with it. A
figure whose origin is not known is not in it. The figures are checked like those of any text; the brief prints what
the check finds.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from hali.codelists import areas
from hali.model import units
from hali.model.claim import Approximator, Claim, Period, Quantity, Relation
from hali.model.observation import PAGES, Origin

LANGUAGE = "en"
"""Language of the sentences."""


@dataclass(frozen=True, slots=True)
class Circulating:
    """One figure somebody printed.

    Attributes:
        pair: the two concepts it is about.
        claim: the figure with what it is said of; its sentence is ours.
        published: ISO day, "" where the page has none.
        origin: id of the page: an origin of the record, whose numbers must not confirm it, or that of `page`.
        page: the page as an origin to cite; None where it is one of the record.
    """

    pair: tuple[str, str]
    claim: Claim
    published: str
    origin: str
    page: Origin | None


def on(pair: tuple[str, str]) -> tuple[Circulating, ...]:
    """Figures in circulation on a pair of concepts or dated codes, whichever side stands first."""
    sides = {areas.concept(side) for side in pair}
    return tuple(one for one in every() if set(one.pair) == sides)


@cache
def every() -> tuple[Circulating, ...]:
    """Every figure in circulation, in the order of the table."""
    text = (files("hali.briefs") / "data" / "claims.csv").read_text(encoding="utf-8")
    return tuple(_circulating(row) for row in csv.DictReader(text.splitlines()))


def _circulating(row: dict[str, str]) -> Circulating:
    pair = (row["a"], row["b"])
    claim = Claim(
        id=row["id"],
        kind="quantity",
        start=0,
        end=len(row["text"]),
        sentence=row["text"],
        sentence_start=0,
        language=LANGUAGE,
        block=0,
        quantity=_quantity(row),
        measure=row["measure"],
        relation=cast(Relation, row["relation"]),
        pair=None if row["reporter"] else pair,
        period=Period(row["start"], row["end"], "range", "", "sentence") if row["start"] else None,
        reporter=row["reporter"] or None,
        partner=row["partner"] or None,
        flow=row["flow"] or None,
        product=row["product"] or None,
        variant=row["variant"] or None,
    )
    return Circulating(pair, claim, row["published"], row["origin"], _page(row))


def _quantity(row: dict[str, str]) -> Quantity:
    scale = float(row["scale"])
    approximator = cast(Approximator, row["approximator"])
    value, step = float(row["written"]) * scale, units.granule(row["written"], scale)
    limits = units.interval(value, step, approximator, row["unit"])
    return Quantity(
        start=0,
        end=0,
        text=row["written"],
        value=value,
        low=limits.low,
        high=limits.high,
        lenient_low=limits.lenient_low,
        lenient_high=limits.lenient_high,
        low_open=limits.low_open,
        high_open=limits.high_open,
        unit=row["unit"],
        scale=scale,
        approximator=approximator,
        granule=step,
        language=LANGUAGE,
    )


def _page(row: dict[str, str]) -> Origin | None:
    if not row["publisher"]:
        return None
    return Origin(
        id=row["origin"],
        producer=row["publisher"],
        title=row["title"],
        dataset=PAGES["agency"],
        url_main=row["url"],
        date_published=row["published"],
        retrieved="2026-11-23",
        licence="single figures and dates: facts quoted with source",
        attribution=f"Source: {row['publisher']}",
        note="",
    )
