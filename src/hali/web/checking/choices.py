"""How a chip of a claim can be corrected: which slots, by a list or by a free field, and what stands in the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from hali import narrate
from hali.checking.context import rules
from hali.codelists import areas, measures
from hali.errors import UnknownCode
from hali.model.claim import Claim, Finding
from hali.narrate import Chip, words

Kind = Literal["list", "area", "pair", "period", "fixed"]
"""A list of codes, a free field for an area, for two, for a period; `fixed` cannot be corrected."""

_FREE: Mapping[str, Kind] = {
    "reporter": "area",
    "partner": "area",
    "statistics": "area",
    "pair": "pair",
    "period": "period",
}

SCOPES = ("goods", "services", "both")

UNITS: Mapping[str, tuple[str, ...]] = {
    "percent": ("percent",),
    "share": ("percent",),
    "pp": ("percent",),
    "times": ("percent", "money", "count", "t"),
}
"""Unit of a quantity -> units of the measures it can be of; of any other unit its own, and money for a currency."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One term of a claim and how it is corrected.

    Attributes:
        slot: as in a correction.
        name: in words.
        text: what it was read as; None where the text does not say.
        borrowed: it is not said in the claim's own sentence.
        origin: where it is said instead, in words, or "".
        corrected: the reader said so.
        kind: how it is corrected.
        options: (value, text) of a list.
        value: what stands in the field.
    """

    slot: str
    name: str
    text: str | None
    borrowed: bool
    origin: str
    corrected: bool
    kind: Kind
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""


def choices(finding: Finding, lang: str, corrected: Mapping[str, str]) -> tuple[Choice, ...]:
    """The terms of a claim: measure, areas, period, part of what, whose statistics.

    Args:
        finding: with its claim.
        lang: language of the report.
        corrected: slot -> value of what the reader corrected in this claim.
    """
    claim = finding.claim
    shown = list(narrate.chips(finding, lang))
    named = words.table(lang, "check.slots")
    if claim.kind != "event":
        told = {chip.slot for chip in shown}
        shown += [Chip(slot, str(named[slot]), None) for slot in ("scope", "statistics") if slot not in told]
    return tuple(_choice(chip, claim, lang, corrected) for chip in shown)


def _choice(chip: Chip, claim: Claim, lang: str, corrected: Mapping[str, str]) -> Choice:
    kind, options = _kind(chip.slot, claim, lang)
    origins = words.table(lang, "check.origins")
    value = corrected.get(chip.slot, "") or _value(chip.slot, claim)
    return Choice(
        slot=chip.slot,
        name=chip.name,
        text=chip.text,
        borrowed=chip.borrowed,
        origin=str(origins.get(chip.origin, chip.origin)) if chip.origin else "",
        corrected=chip.slot in corrected,
        kind=kind,
        options=options,
        value=value,
    )


def _kind(slot: str, claim: Claim, lang: str) -> tuple[Kind, tuple[tuple[str, str], ...]]:
    if slot == "measure":
        return "list", _measures(claim.quantity.unit if claim.quantity else "", claim.kind, lang)
    if slot == "scope":
        return "list", tuple((code, words.code(code, lang)) for code in SCOPES)
    if slot == "product":
        codes = dict.fromkeys((*((claim.product,) if claim.product else ()), *rules.names("product").values()))
        return "list", tuple((code, words.code(code, lang)) for code in codes if code != "OTHER")
    if slot == "restriction":
        return "list", ((claim.restriction, claim.restriction),)
    if slot == "variant" and claim.measure:
        told = _variants(claim.measure, lang)
        return ("list", told) if told else ("fixed", ())
    return _FREE.get(slot, "fixed"), ()


@cache
def _measures(unit: str, kind: str, lang: str) -> tuple[tuple[str, str], ...]:
    """The measures a number of a unit can be of, by name."""
    fitting = ("rank",) if kind == "rank" else UNITS.get(unit, (unit, "money") if unit.isupper() else (unit,))
    listed = [m for m in measures.measures() if m.kind == "claim"]
    fit = [m for m in listed if m.unit in fitting] or listed
    return tuple(sorted(((m.id, words.measure(m.id, lang)) for m in fit), key=lambda one: one[1].casefold()))


def _variants(measure: str, lang: str) -> tuple[tuple[str, str], ...]:
    known = measures.find(measure)
    return tuple((one, words.code(one, lang)) for one in known.told_apart) if known else ()


def _value(slot: str, claim: Claim) -> str:
    """What stands in the field before anything was corrected."""
    if slot == "period":
        return claim.period.start[:4] if claim.period and claim.period.kind == "year" else ""
    if slot == "statistics":
        return claim.origin_side or ""
    if slot == "pair":
        return ", ".join(claim.pair) if claim.pair else ""
    found = getattr(claim, slot, None)
    return str(found) if isinstance(found, str) else ""


@cache
def area_names(lang: str) -> tuple[str, ...]:
    """Names of countries and blocs, in the order of their letters."""
    named = {areas.name(concept, lang) for concept in areas.concepts()}
    return tuple(sorted(filter(_resolves, named), key=str.casefold))


def _resolves(name: str) -> bool:
    """Whether a name leads to one area."""
    try:
        areas.resolve(name)
    except UnknownCode:
        return False
    return True


def years(until: int) -> tuple[str, ...]:
    """Years a period is likely to be, the latest first."""
    return tuple(str(year) for year in range(until, until - 25, -1))
