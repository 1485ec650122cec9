"""The measures: what claims are about, and the series the record stores under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from hali.codelists.files import rows
from hali.errors import UnknownCode

_LANGUAGES = ("en", "sw", "kk", "ru", "fr", "de")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be counted.

    Attributes:
        id: `partner_share_trade`; of a stored series that is one of several under a measure `fdi_flow.gross`.
        kind: `claim` (a text may be about it) or `observed` (a series of the record).
        pillar: subject it belongs to.
        unit: of a claim measure `money`, `percent`, `count`, `t`, `rank` ...; of a series its SDMX units.
        relation: `level`, `share`, `change` or `rank`; empty for a series.
        axes: what a definition of the measure has to fix.
        default: how open axes are filled, in words.
        aliases: language -> the words that name the measure.
        note: what is easily confused.
        variants: names after the dot of the series stored under the measure.
        feeds: ids of the claim measures a series helps to answer.
        definition: what the series stored under this very id counts; empty where there is none.
    """

    id: str
    kind: Literal["claim", "observed"]
    pillar: str
    unit: str
    relation: str
    axes: tuple[str, ...]
    default: str
    aliases: Mapping[str, tuple[str, ...]]
    note: str
    variants: tuple[str, ...]
    feeds: tuple[str, ...]
    definition: str


def measures() -> tuple[Measure, ...]:
    """Every measure: those of claims first, then the stored series."""
    return tuple(_table().values())


def measure(id: str) -> Measure:
    """The measure or stored series of an id.

    Raises:
        UnknownCode: no such measure.
    """
    try:
        return _table()[id]
    except KeyError:
        raise UnknownCode("measure", id, _nearest(id)) from None


def base(id: str) -> str:
    """The measure a series belongs to: `fdi_flow.gross` -> `fdi_flow`.

    >>> base("fdi_flow.gross"), base("gdp")
    ('fdi_flow', 'gdp')
    """
    return id.partition(".")[0]


@cache
def _table() -> dict[str, Measure]:
    """`measures.csv` by id, in its order."""
    return {row["id"]: _measure(row) for row in rows("measures.csv")}


def _measure(row: dict[str, str]) -> Measure:
    """One row of `measures.csv`."""
    aliases = {lang: tuple(row[lang].split("; ")) for lang in _LANGUAGES if row[lang]}
    return Measure(
        id=row["id"],
        kind="claim" if row["kind"] == "claim" else "observed",
        pillar=row["pillar"],
        unit=row["unit"],
        relation=row["relation"],
        axes=tuple(row["axes"].split()),
        default=row["default"],
        aliases=MappingProxyType(aliases),
        note=row["note"],
        variants=tuple(row["variants"].split()),
        feeds=tuple(row["feeds"].split()),
        definition=row["definition"],
    )


def _nearest(id: str) -> tuple[str, ...]:
    """Up to three ids that come close to `id`."""
    from rapidfuzz import process

    return tuple(hit for hit, _, _ in process.extract(id, list(_table()), limit=3, score_cutoff=60))
