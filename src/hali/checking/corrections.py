"""Corrections: what a reader says a claim means, where it was read otherwise.

One correction is `c3.period=2022`: the claim's id, a slot, and what stands in it; `none` empties it. A file of them
has one a line; blank lines and what follows `#` do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import regex

from hali.codelists import areas, measures
from hali.errors import QuestionError
from hali.model import period as periods
from hali.model.claim import Claim, Period

NONE = "none"
"""Empties a slot."""

_LINE = regex.compile(r"\s*(c\d+)\s*\.\s*([a-z_]+)\s*=\s*(.*?)\s*")

AREAS = ("reporter", "partner")
FREE = ("flow", "scope", "product", "variant", "composition", "restriction", "mood")
SLOTS = ("measure", *AREAS, "pair", "period", "statistics", *FREE)
"""What can be corrected, named as the chips of a claim are."""

SETTLED: Mapping[str, frozenset[str]] = {
    "measure": frozenset(
        {"no_measure", "own_subject_unknown", "foreign_subject", "difference_of_levels", "ratio", "of_a_firm"}
        | {"per_head_or_unit", "per_time", "part_only", "other_holder", "world_total", "no_series", "restriction"}
        | {"pledge"}
    ),
    "reporter": frozenset({"no_area", "one_area"}),
    "partner": frozenset({"no_area", "one_area"}),
    "pair": frozenset({"no_area", "one_area"}),
    "period": frozenset({"no_period", "future"}),
}
"""Slot -> the reasons for silence that fall away once a reader has filled it."""

Corrections = tuple[tuple[str, str, str], ...]
"""(id of the claim, slot, value), in the order given."""


DOUBTS: Mapping[str, tuple[str, ...]] = {
    "measure": ("measure",),
    "reporter": ("areas",),
    "partner": ("areas",),
    "pair": ("areas",),
    "period": ("period", "base"),
}
"""The doubts of a claim that a slot the reader fills takes away."""


def parsed(given: Iterable[str] | Mapping[str, str]) -> Corrections:
    """Corrections from `c3.period=2022`, or from a mapping of `c3.period` to `2022`.

    Raises:
        QuestionError: one that is no correction, or of an unknown slot.
    """
    lines = [f"{key}={value}" for key, value in given.items()] if isinstance(given, Mapping) else list(given)
    found = []
    for line in (line.partition("#")[0].strip() for line in lines):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None or not match[3]:
            raise QuestionError(f"no correction: {line[:60]!r}; write for example c3.period=2022")
        if match[2] not in SLOTS:
            raise QuestionError(f"no slot {match[2]!r} in {line[:60]!r}; accepted: {', '.join(SLOTS)}")
        found.append((match[1], match[2], match[3]))
    return tuple(found)


def written(given: Corrections) -> tuple[str, ...]:
    """Corrections as they are typed."""
    return tuple(f"{claim}.{slot}={value}" for claim, slot, value in given)


def corrected(claims: Sequence[Claim], given: Corrections) -> tuple[Claim, ...]:
    """The claims as the reader reads them.

    Raises:
        QuestionError: no such claim, or a value its slot cannot hold.
        UnknownCode: an area or measure no codelist knows.
    """
    by_id = {claim.id: claim for claim in claims}
    for id_, slot, value in given:
        if id_ not in by_id:
            raise QuestionError(f"no claim {id_} in this text; it has {', '.join(by_id) or 'none'}")
        by_id[id_] = _set(by_id[id_], slot, value)
    return tuple(by_id.values())


def _set(claim: Claim, slot: str, value: str) -> Claim:
    settled = SETTLED.get(slot, frozenset())
    filled: dict[str, Any] = _SETTERS[slot](value) if slot in _SETTERS else {slot: _free(value)}
    if slot in AREAS:
        filled["pair"] = None
    if slot == "measure" or (slot, value) == ("restriction", NONE):
        filled["restriction"] = ""
    return replace(
        claim,
        **filled,
        stated=claim.stated | {slot: "reader"},
        doubts=tuple(doubt for doubt in claim.doubts if doubt not in DOUBTS.get(slot, ())),
        unsaid=tuple(reason for reason in claim.unsaid if reason not in settled),
        reason="" if claim.reason in settled | ({"restriction"} if slot == "restriction" else set()) else claim.reason,
    )


def _free(value: str) -> str | None:
    return None if value == NONE else value


def _measure(value: str) -> dict[str, Any]:
    if value == NONE:
        return {"measure": None}
    from hali.checking.context import terms

    measure = measures.measure(value)
    return {"measure": measure.id, "flow": terms.flow(measure.id)}


def _area(slot: str) -> Callable[[str], dict[str, Any]]:
    def fill(value: str) -> dict[str, Any]:
        return {slot: None if value == NONE else areas.concept(areas.resolve(value))}

    return fill


def _pair(value: str) -> dict[str, Any]:
    sides = [areas.concept(areas.resolve(one)) for one in value.split(",")]
    if len(sides) != 2:
        raise QuestionError(f"a pair is two areas with a comma between them, not {value!r}")
    return {"pair": tuple(sides), "reporter": None, "partner": None}


def _period(value: str) -> dict[str, Any]:
    if value == NONE:
        return {"period": None}
    first, _, last = value.partition("/") if not value.partition("/")[2].startswith("P") else (value, "", "")
    start = periods.bounds(first)[0].isoformat()
    end = periods.bounds(last or first)[1].isoformat()
    return {"period": Period(start, end, "year" if len(value) == 4 else "range", value, "reader")}


_SETTERS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "measure": _measure,
    "reporter": _area("reporter"),
    "partner": _area("partner"),
    "pair": _pair,
    "period": _period,
    "statistics": _area("origin_side"),
    "mood": lambda value: {"mood": "" if value == NONE else value},
    "restriction": lambda value: {"restriction": "" if value == NONE else value},
}
