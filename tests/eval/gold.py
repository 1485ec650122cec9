"""Annotated articles: every quantity, rank and event of a text with its frame and the findings a specialist signs.

One JSON object a line: `id`, `lang`, `kind`, `published`, `title`, `text`, `claims`. A claim has its characters, what
is said (`kind`, `value`, `unit`), what of (`measure`, `reporter`, `partner`, `flow`, `period`, `relation`,
`restriction`), whether the record of that day held exactly it (`checkable`), whether it is so (`truth`), and what a
specialist signs (`accept`; `absent` = also silence). Kind `none` is a number that is no statistic. `classes` name the
traps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

KINDS = frozenset({"quantity", "rank", "event", "none"})
TRUTHS = frozenset({"true", "false", "roughly", "depends", "unknown"})
ABSTENTIONS = frozenset({"OUTSIDE_THE_RECORD", "NOT_CHECKABLE", "absent"})


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One claim as a specialist reads it; areas are concepts, `period` ISO dates, half-open."""

    start: int
    end: int
    text: str
    kind: str
    value: Any
    unit: str | None
    measure: str | None
    reporter: str | None
    partner: str | None
    flow: str | None
    period: list[str] | None
    relation: str | None
    restriction: str | None
    checkable: bool
    truth: str
    accept: list[str]
    why: str
    classes: list[str]
    event: dict[str, str] | None = None

    @property
    def values(self) -> list[float]:
        """The number, or the two ends of a range or a rank."""
        return [float(v) for v in (self.value if isinstance(self.value, list) else [self.value])]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A text with its claims in the order of the text."""

    id: str
    lang: str
    kind: str
    published: str
    text: str
    claims: tuple[GoldClaim, ...]


def read(path: Path) -> list[GoldArticle]:
    """The articles of a file; fields of neither class (notes, sources) are left out."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    names = {f.name for f in fields(GoldClaim)}
    return [
        GoldArticle(
            claims=tuple(GoldClaim(**{k: v for k, v in claim.items() if k in names}) for claim in row["claims"]),
            **{f.name: row[f.name] for f in fields(GoldArticle) if f.name != "claims"},
        )
        for row in rows
    ]


def faults(article: GoldArticle) -> list[str]:
    """What is wrong with an annotation; [] if nothing."""
    found = []
    for claim in article.claims:
        checks = {
            "characters": article.text[claim.start : claim.end] == claim.text,
            "kind": claim.kind in KINDS,
            "truth": claim.truth in TRUTHS,
            "why": bool(claim.why),
            "accept": bool(claim.accept),
            "not checkable, yet of known truth": claim.checkable or claim.truth == "unknown",
            "true, yet no reproduction accepted": claim.truth != "true" or "REPRODUCED" in claim.accept,
            "false, yet a reproduction accepted": claim.truth != "false" or "REPRODUCED" not in claim.accept,
            "period": claim.period is None or claim.period[0] < claim.period[1],
        }
        found += [f"{article.id} {claim.text!r}: {name}" for name, holds in checks.items() if not holds]
    return found
