"""Definition (what exactly is counted) and Reading (the number it gives, and from what)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

NONE = "_Z"
"""SDMX code for "not applicable": an axis the measure does not have."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What exactly is counted. Two readings with one definition are one number.

    Attributes:
        measure: id of the measures codelist, `partner_share_trade`.
        reporter: area whose statistics say so; a country or a bloc code with its composition.
        partner: the other area; `WLD`, or `_Z` for none.
        flow: `X`, `M`, `T` or `_Z`.
        scope: `goods`, `services`, `both` or `_Z`.
        product: `TOTAL`, `HS:27`, `CRUDE_OIL` ... or `_Z`.
        period: SDMX time period of the number.
        base: period compared with (growth), or first period (cumulated sums), else `_Z`.
        unit: `EUR`, `USD`, `PCT`, `RANK`, `PERS` ...
        rate: how the currency was reached: `reported`, `annual_mean`, or `_Z`.
        variant: which of several concepts of the measure: `gross`, `net`, `stock`, `blocs`, `countries`,
            `issued`, `volume`, `value` ... or `_Z`.
        method: `table` (as the publisher prints it), `printed` (a bloc row of a national table with a
            composition of its own), `sum` (our sum over the members).
        denominator: what a share is a share of: `WLD`, `NAMED`, or `_Z`.
        dataflow: the table behind it.
        vintage: newest vintage among the observations used.
    """

    measure: str
    reporter: str
    partner: str
    flow: str
    scope: str
    product: str
    period: str
    base: str
    unit: str
    rate: str
    variant: str
    method: str
    denominator: str
    dataflow: str
    vintage: str

    @property
    def id(self) -> str:
        """Permanent id, see `reading_id`."""
        return reading_id(tuple(getattr(self, name) for name in DEFINITION_COLUMNS))


DEFINITION_COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Definition))

SERIES_COLUMNS: tuple[str, ...] = tuple(n for n in DEFINITION_COLUMNS if n not in {"period", "base", "vintage"})
"""What the readings of one series have in common."""

ESTIMATE = "ESTIMATE"
"""Caveat of a reading whose dataflow is a model or an estimate."""

ID_LENGTH = 32
"""Hexadecimal digits of the id of a reading: 128 bits."""

_LOCATED = 3
"""Leading fields of a definition its id tells: measure, reporter, partner."""

_DIGITS = 4
"""Hexadecimal digits each of them takes."""


def reading_id(values: tuple[str, ...]) -> str:
    """Permanent id of the definition whose fields are `values`, in the order of `DEFINITION_COLUMNS`.

    Four hexadecimal digits each of the SHA-256 of measure, reporter and partner, so that a reading can be computed
    from its id alone, then twenty of the SHA-256 of all fields joined by `|`.
    """
    whole = hashlib.sha256("|".join(values).encode()).hexdigest()
    return "".join(map(_located, values[:_LOCATED])) + whole[: ID_LENGTH - _LOCATED * _DIGITS]


@cache
def _located(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def located(reading: str, field: int, texts: Iterable[str]) -> list[str]:
    """Those of `texts` that the id of a reading may name as its measure (0), reporter (1) or partner (2)."""
    told = reading[field * _DIGITS : (field + 1) * _DIGITS]
    return [text for text in texts if _located(text) == told]


@dataclass(frozen=True, slots=True)
class Reading:
    """The number one definition gives, and what it is made of.

    Attributes:
        id: `definition.id`.
        definition: what is counted.
        indicator: id of the indicator that computed it (`trade.partner_share`).
        value: the number, unrounded, in base units of `definition.unit`.
        start: first day of the period, ISO.
        end: first day after the period, ISO.
        known: first day on which all its observations were published, ISO.
        status: `A`; `Q` when any observation is second-hand; `B` at a break.
        granule: half-width of rounding times two of a quoted figure, in `unit`; 0 for exact tables.
        missing: members of a bloc the record has no value for, or of two blocs not every one (then the sum is partial).
        caveats: codes of what a reader must know (`AS_PRINTED`, `BREAK`, `ESTIMATE`, `LOWER_BOUND`, `PARTIAL`,
            `SECOND_HAND`).
        sources: `dataflow@vintage` of every observation used.
        cells: the observations used, numerators first.
    """

    id: str
    definition: Definition
    indicator: str
    value: float
    start: str
    end: str
    known: str
    status: str
    granule: float
    missing: tuple[str, ...]
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    cells: tuple[int, ...]


READING_COLUMNS: tuple[str, ...] = (
    "reading",
    *DEFINITION_COLUMNS,
    "indicator",
    "value",
    "start",
    "end",
    "known",
    "status",
    "granule",
    "missing",
    "caveats",
    "sources",
    "cells",
)
"""Columns of the readings table, in order."""
