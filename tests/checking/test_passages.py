"""Short passages that go on in half sentences, written before they were read: claims with their whole frame."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hali.checking import frames
from hali.checking.article import from_text

PASSAGES = [json.loads(line) for line in (Path(__file__).parent / "passages.jsonl").read_text("utf-8").splitlines()]
SYMMETRIC = {"trade_total", "trade_growth"}
MIRRORED = {"exports": "imports", "imports": "exports"}

FLOORS = {"origin": 16, "turn": 16, "change": 20, "macro": 17, "people": 17, "place": 14}
"""Claims of each kind of passage with their whole frame: may only rise."""


def frame(claim) -> tuple[object, ...]:
    """Measure, sides and year; from where to where goods go, whoever tells it."""
    measure, sides = claim.measure, (claim.reporter, claim.partner)
    flow, _, grown = (measure or "").partition("_")
    if measure in SYMMETRIC:
        sides = tuple(sorted(claim.pair or (side for side in sides if side)))
    elif flow == "imports" and all(sides):
        measure, sides = "exports" + ("_" + grown if grown else ""), sides[::-1]
    return measure, sides, claim.period.start[:4] if claim.period and claim.period.end else ""


def wanted(told) -> tuple[object, ...]:
    measure, sides = told["measure"], tuple(told["sides"].split(">"))
    sides = sides if len(sides) > 1 else (sides[0], None)
    flow, _, grown = measure.partition("_")
    if measure in SYMMETRIC:
        sides = tuple(sorted(sides))
    elif flow == "imports":
        measure, sides = "exports" + ("_" + grown if grown else ""), sides[::-1]
    return measure, sides, told["period"]


def holds(told, claims, text) -> bool:
    """Whether one of the claims is the one told."""
    low = text.index(told["words"])
    here = [c for c in claims if c.start < low + len(told["words"]) and low < c.end]
    rank = told["relation"].partition(" ")[2]
    relation = told["relation"].partition(" ")[0]
    for claim in here:
        got = frame(claim)
        if relation == "change" and claim.period and claim.period.end:
            # A change is of the year it ends in.
            got = (*got[:2], str(int(claim.period.end[:4]) - (claim.period.end[4:] == "-01-01")))
        if rank and claim.rank != (int(rank), int(rank)):
            continue
        want = wanted(told)
        if got[:2] == want[:2] and (not want[2] or got[2] == want[2]) and claim.relation == relation:
            return True
    return False


def count() -> tuple[Counter, Counter, list[str]]:
    """Right and all claims by kind, and the missed ones."""
    right, whole, missed = Counter(), Counter(), []
    for one in PASSAGES:
        text = one["text"]
        claims = frames.claims(from_text(text, date.fromisoformat(one["published"])))
        for told in one["claims"]:
            whole[one["kind"]] += 1
            if holds(told, claims, text):
                right[one["kind"]] += 1
            else:
                missed.append(f"{one['kind']} {one['lang']} {told}")
    return right, whole, missed


@pytest.fixture(scope="module")
def counted():
    return count()


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_as_many_frames_are_whole_as_before(counted, kind):
    right, _, missed = counted
    assert right[kind] >= FLOORS[kind], [one for one in missed if one.startswith(kind)]
