"""Codes of areas as the publishers write them, translated both ways.

A scheme rests on ISO codes and lists only what departs from them: `ESTAT` writes EL for Greece, `M49` 251 for France.
A code that names no area of the record (a region, a confidential remainder) is listed with an empty area.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from types import MappingProxyType

from hali.codelists.files import rows
from hali.errors import UnknownCode

__all__ = ["SCHEMES", "area", "code", "codes"]

SCHEMES = ("ESTAT", "COMEXT", "M49", "WB", "IMF", "ISO3", "CAMEO", "FIPS", "BACI", "OECD")
"""Schemes of the publishers."""

_BASE = MappingProxyType(
    {
        "ESTAT": "alpha2",
        "COMEXT": "alpha2",
        "WB": "code",
        "IMF": "code",
        "ISO3": "code",
        "CAMEO": "code",
        "OECD": "code",
    }
)
"""Scheme -> column of `areas.csv` that is its code for a country unless `area_codes.csv` says otherwise."""

_Span = tuple[str, str]


def area(scheme: str, code: str) -> str:
    """The area of a publisher's code: `EL` of `ESTAT` -> `GRC`; "" for a code known to be no area of the record.

    Raises:
        UnknownCode: no such scheme, or a code the scheme does not have.
    """
    try:
        return _areas(scheme)[code]
    except KeyError:
        raise UnknownCode(f"{scheme} area code", code, _nearest(code, _areas(scheme))) from None


def code(scheme: str, area: str, day: date | None = None) -> str:
    """The code a publisher gives an area: `GRC` in `COMEXT` -> `GR`.

    Args:
        scheme: one of `SCHEMES`.
        area: code of the record.
        day: a day the code must be in use on; without it the code in use today.

    Raises:
        UnknownCode: the scheme has no code for the area on that day.
    """
    when = "9999-12-31" if day is None else day.isoformat()
    for candidate, (start, end) in _codes(scheme).get(area, ()):
        if start <= when and (not end or when < end):
            return candidate
    raise UnknownCode(f"{scheme} area", area, _nearest(area, _codes(scheme)))


def codes(scheme: str, area: str) -> tuple[str, ...]:
    """Every code a publisher has ever given an area, today's first: `DEU` in `M49` -> 276, 280."""
    return tuple(candidate for candidate, _ in _codes(scheme).get(area, ()))


@cache
def _areas(scheme: str) -> dict[str, str]:
    """Publisher's code -> area, "" where it is none."""
    if scheme not in SCHEMES:
        raise UnknownCode("area scheme", scheme, SCHEMES)
    listed = {row["code"]: row["area"] for row in rows("area_codes.csv") if row["scheme"] == scheme}
    return _rest(scheme, listed.values()) | listed


def _rest(scheme: str, taken: Iterable[str]) -> dict[str, str]:
    """The codes a scheme has in common with ISO, or BACI with Comtrade."""
    if scheme == "BACI":
        return _areas("M49")
    if scheme not in _BASE:
        return {}
    column, done = _BASE[scheme], set(taken)
    return {
        row[column]: row["code"] for row in rows("areas.csv") if row["kind"] == "country" and row["code"] not in done
    }


@cache
def _codes(scheme: str) -> dict[str, tuple[tuple[str, _Span], ...]]:
    """Area -> its codes in a scheme with first day and first day no longer in use, newest first."""
    spans = {
        row["code"]: (row["start"], row["end"])
        for row in rows("area_codes.csv")
        if row["scheme"] == scheme or (scheme == "BACI" and row["scheme"] == "M49")
    }
    found: dict[str, list[tuple[str, _Span]]] = {}
    for candidate, meant in _areas(scheme).items():
        if meant:
            found.setdefault(meant, []).append((candidate, spans.get(candidate, ("", ""))))
    return {meant: tuple(sorted(listed, key=_last_day, reverse=True)) for meant, listed in found.items()}


def _last_day(item: tuple[str, _Span]) -> str:
    """What codes of one area are ordered by: the first day no longer in use."""
    return item[1][1] or "9999-12-31"


def _nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the known words that come close."""
    from rapidfuzz import process

    return tuple(hit for hit, _, _ in process.extract(word, list(known), limit=3, score_cutoff=60))
