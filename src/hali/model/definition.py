"""Definition (what exactly is counted) and Reading (the number it gives, and from what)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields

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
        """Permanent id: the first 12 hexadecimal digits of the SHA-256 of all fields joined by `|`."""
        return reading_id(tuple(getattr(self, name) for name in DEFINITION_COLUMNS))


DEFINITION_COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Definition))


def reading_id(values: tuple[str, ...]) -> str:
    """Permanent id of the definition whose fields are `values`, in the order of `DEFINITION_COLUMNS`."""
    return hashlib.sha256("|".join(values).encode()).hexdigest()[:12]


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
        missing: members of a bloc the record has no value for (then the sum is partial).
        caveats: codes of what a reader must know (`AS_PRINTED`, `BREAK`, `LOWER_BOUND`, `PARTIAL`, `SECOND_HAND`).
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
