"""What becomes of sentences about other subjects and other areas, and of sentences whose measure is known."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from hali.checking import article, frames
from hali.checking.checked import check_article
from hali.model.claim import Claim
from hali.model.period import bounds
from hali.record.store import Record

DEFINITE = frozenset({"REPRODUCED", "NOT_REPRODUCED"})
SILENT = frozenset({"NOT_CHECKABLE", "OUTSIDE_THE_RECORD"})
PAIR = ("EU", "KAZ")


def foreign(record: Record, rows: list[dict[str, Any]], pair: tuple[str, str] | None) -> Counter[str]:
    """Counts of sentences: `rows`, with a `definite` finding, with `any` but a silent one.

    Of the sentences on trade of other areas (`elsewhere`) also those that are plainly `outside` the record. What the
    record has come to hold since a sentence was written may get the findings its `accept` lists.
    """
    counts: Counter[str] = Counter(rows=len(rows))
    for row in rows:
        codes = {f.code for f in check_article(record, article.from_text(row["text"]), pair, "en").findings}
        codes -= set(row.get("accept", ()))
        counts["definite"] += bool(codes & DEFINITE)
        counts["any"] += bool(codes - SILENT)
        elsewhere = bool(row.get("elsewhere")) and "accept" not in row
        counts["elsewhere"] += elsewhere
        counts["outside"] += elsewhere and "OUTSIDE_THE_RECORD" in codes
    return counts


def claim_of(row: dict[str, Any]) -> Claim | None:
    """The claim a row of `linking.jsonl` is about, None where its number or rank was not read."""
    at = row["text"].index(row["quantity"])
    kind = row.get("kind", "quantity")
    found = frames.claims(article.from_text(row["text"]))
    wanted = (c for c in found if c.kind == kind and c.start < at + len(row["quantity"]) and at < c.end)
    return next(wanted, None)


def linked(rows: list[dict[str, Any]]) -> Counter[str]:
    """Counts of sentences by measure: `right`, `abstained`, `wrong`.

    Also areas (`sides`) and `periods` wanted, with how many are right (`sides_right`, `periods_right`), and the
    sentences with nothing wrong (`whole`).
    """
    counts: Counter[str] = Counter()
    for row in rows:
        claim = claim_of(row)
        got = claim.measure if claim else None
        counts["right" if got == row["measure"] else "abstained" if got is None else "wrong"] += 1
        parts = {"sides": sides_right} if "pair" in row or "reporter" in row else {}
        parts |= {"periods": period_right} if "period" in row else {}
        right = {name: claim is not None and holds(row, claim) for name, holds in parts.items()}
        for name, holds in right.items():
            counts[name] += 1
            counts[f"{name}_right"] += holds
        terms = claim is not None and all(getattr(claim, t) == row[t] for t in ("flow", "relation") if t in row)
        counts["whole"] += got == row["measure"] and all(right.values()) and (terms or got is None)
    return counts


def misread(rows: list[dict[str, Any]]) -> int:
    """How many rows are linked to a measure, area or period that is not theirs; what is left open does not count."""
    return sum(_is_misread(row, claim_of(row)) for row in rows)


def _is_misread(row: dict[str, Any], claim: Claim | None) -> bool:
    if claim is None or claim.measure is None:
        return False
    if claim.measure != row["measure"]:
        return True
    wanted = {*row.get("pair", ()), row.get("reporter"), row.get("partner")} - {None}
    told = {claim.reporter, claim.partner, *(claim.pair or ())} - {None}
    roles = [(claim.reporter, row.get("reporter")), (claim.partner, row.get("partner"))]
    swapped = "pair" not in row and any(got not in {None, want} for got, want in roles)
    areas = ("pair" in row or "reporter" in row) and (bool(told - wanted) or swapped)
    return areas or ("period" in row and claim.period is not None and not period_right(row, claim))


def period_right(row: dict[str, Any], claim: Claim) -> bool:
    """Whether the claim states the period of the row, or none where the row has none."""
    if claim.period is None or row["period"] is None:
        return claim.period is None and row["period"] is None
    first, slash, last = row["period"].partition("/")
    start, end = (day.isoformat() for day in bounds(first))
    return (claim.period.start, claim.period.end) == (start, end if not slash else last and bounds(last)[1].isoformat())


def sides_right(row: dict[str, Any], claim: Claim) -> bool:
    """Whether the areas are those of the row: both by role, or the two of a pair in any role."""
    if "pair" in row:
        return {claim.reporter, claim.partner, *(claim.pair or ())} - {None} == set(row["pair"])
    return (claim.reporter, claim.partner) == (row["reporter"], row["partner"])


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    import json

    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
