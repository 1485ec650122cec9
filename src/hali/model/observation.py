"""The observation: one published number, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from hali.model.links import web_address

Status = Literal["A", "B", "E", "F", "P", "Q"]
"""SDMX OBS_STATUS: A normal, B break in series, E estimated, F forecast, P provisional.

`Q` is ours: a figure of an official body quoted second-hand; it loses to any table.
"""

STATUSES: tuple[Status, ...] = ("A", "B", "E", "F", "P", "Q")

COLUMNS: tuple[str, ...] = (
    "cell",
    "dataflow",
    "measure",
    "freq",
    "period",
    "reporter",
    "partner",
    "flow",
    "product",
    "value",
    "unit",
    "status",
    "vintage",
    "origin",
)
"""Columns of the observation table, in order. `cell` is the row's number within one record."""

KEY: tuple[str, ...] = tuple(c for c in COLUMNS if c not in {"cell", "value", "status", "origin"})
"""The columns that together are unique: all dimensions, unit and vintage."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One published number in base units (24 bn EUR is 24e9 and `EUR`).

    Attributes:
        cell: number of the row in its record.
        dataflow: publisher and table, `KZ_BNS:TRADE`.
        measure: what was counted; an id of the measures codelist, or such an id with a `.variant`.
        freq: SDMX frequency (`A`, `S`, `Q`, `M`, `D`), `_O` for a time range, `_Z` for timeless.
        period: SDMX time period, `2021`, `2021-03`, `2022-01-01/P11M`.
        reporter: area whose statistics say so.
        partner: the other area, `WLD` for the world, `_Z` for none.
        flow: `X` exports, `M` imports, `T` turnover, `_Z` none.
        product: `TOTAL`, `HS:27`, `CRUDE_OIL`, a programme or route, `_Z` none.
        value: the number, in base units.
        unit: SDMX unit code, `USD`, `PCT`, `PERS`.
        status: see `Status`.
        vintage: date, month or year of publication.
        origin: id of the `Origin`.
    """

    cell: int
    dataflow: str
    measure: str
    freq: str
    period: str
    reporter: str
    partner: str
    flow: str
    product: str
    value: float
    unit: str
    status: Status
    vintage: str
    origin: str


PageKind = Literal["table", "official", "agency", "research"]

PAGES: Mapping[PageKind, str] = MappingProxyType(
    {"official": "official page", "agency": "page of an agency or a paper", "research": "page of an institute"}
)
"""Class of a single page -> what `Origin.dataset` says of it; a page of no other class ships."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where observations come from: enough to find, cite and license them.

    `date_published` is empty where the publisher prints none; the note then says how the vintage was set.
    """

    id: str
    producer: str
    title: str
    dataset: str
    url_main: str
    date_published: str
    retrieved: str
    licence: str
    attribution: str
    note: str

    @property
    def link(self) -> str:
        """`url_main` where it is a web address; else ""."""
        return web_address(self.url_main)

    @property
    def terms(self) -> str:
        """The licence as a list of sources names it: without remarks on copies and on what is to be confirmed."""
        return re.split(r"; | \(|: (?=data |copying)", self.licence, maxsplit=1)[0]

    @property
    def kind(self) -> PageKind:
        """What it is: a table, or a single page, by who keeps it."""
        return next((kind for kind, name in PAGES.items() if name == self.dataset), "table")


@dataclass(frozen=True, slots=True)
class Event:
    """One dated fact of the relation: an agreement in force, a visit, a vote.

    Attributes:
        date: ISO date, month or year, as exactly as the source gives it.
        kind: agreement, visit, summit, council, dialogue, resolution, vote, programme, law, treaty, strategy, security,
            accession (a step towards membership of the EU).
        action: what happened to the subject: signed, in_force, provisional, ratified, met, voted, started ...
        subject: short id of what it happened to (`EPCA`, `PCA`, `BOMCA`), `_Z` when there is only a title.
        parties: area codes; the bloc as composed on the day.
        title: one line in English.
        pillar: section of the brief it belongs to.
        origin: id of the `Origin`.
        status: `A` from the body itself, `Q` second-hand.
    """

    date: str
    kind: str
    action: str
    subject: str
    parties: tuple[str, ...]
    title: str
    pillar: str
    origin: str
    status: Status
