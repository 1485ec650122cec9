"""Counts the sixty elements for 24 pairs and for pairs drawn by a seed, and writes docs/elements.json.

    .venv/bin/python tools/elements.py [DRAWN]

DRAWN pairs (500 where nothing is said) of members of the United Nations are drawn by SEED: those with a position in
the newest year of the General Assembly the record holds. It takes some minutes, so `docs/coverage.md` is made from
what was counted last; tests/briefs/test_elements.py counts a few of the pairs again.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from hali import api
from hali.briefs import elements, material
from hali.briefs.compose import day_of
from hali.record import readings as lookup
from hali.record.store import Record

COUNTED = Path(__file__).parents[1] / "docs" / "elements.json"
"""What was counted last."""

PAIRS = (
    "EU-KZ",
    "EU-UZ",
    "DE-KZ",
    "KZ-UZ",
    "EU-CN",
    "FR-DE",
    "US-CN",
    "IN-BR",
    "KE-TZ",
    "PL-UA",
    "JP-KR",
    "TR-AZ",
    "EU-AL",
    "FR-BR",
    "ZA-NG",
    "MX-CA",
    "VN-AU",
    "EG-SA",
    "EU-AU",
    "EU-MX",
    "ASEAN-EU",
    "KZ-RU",
    "KZ-CN",
    "UZ-TR",
)
"""Pairs the page lists one by one."""

SEED = 2026
"""What the other pairs are drawn by."""

DRAWN = 500
"""How many of them."""

TOGETHER = 10
"""Drawn pairs counted between two writings."""


def count(found: Sequence[elements.State]) -> dict[str, Any]:
    """Elements held by group, those held in part, and the newest year of any."""
    held = elements.present(found)
    return {
        "groups": dict(Counter(state.element.group for state in held)),
        "held": len(held),
        "partly": sum(state.status == "partly" for state in found),
        "newest": max((state.newest for state in held), default=""),
    }


def draw(record: Record, number: int, seed: int = SEED) -> list[tuple[str, str]]:
    """Pairs of members of the United Nations, drawn by `seed`."""
    held = lookup.find(record, ["un_ideal_point"])
    newest = max(reading.end for reading in held)
    members = sorted({reading.definition.reporter for reading in held if reading.end == newest})
    chance = random.Random(seed)  # noqa: S311 -- nothing is kept secret
    return [tuple(chance.sample(members, 2)) for _ in range(number)]  # type: ignore[misc]


def main() -> None:
    """Count and write, batch by batch; what was counted of this very record before is not counted again."""
    record = api.open_record()
    day = day_of(record)
    before = json.loads(COUNTED.read_text(encoding="utf-8")) if COUNTED.exists() else {}
    if (before.get("record"), before.get("day"), before.get("seed")) != (record.id, day, SEED):
        before = {}
    listed, drawn = before.get("pairs", {}), before.get("drawn", {})
    wanted = ["-".join(pair) for pair in draw(record, int(sys.argv[1]) if len(sys.argv) > 1 else DRAWN)]
    for pair in PAIRS:
        listed[pair] = listed.get(pair) or count(_states(record, pair, day))
    for number, pair in enumerate(dict.fromkeys(wanted)):
        if pair not in drawn:
            drawn[pair] = len(elements.present(_states(record, pair, day)))
        if number % TOGETHER == 0:
            _write(record, day, listed, drawn)
    _write(record, day, listed, drawn)


def _write(record: Record, day: str, listed: dict[str, Any], drawn: dict[str, int]) -> None:
    counted = {
        "record": record.id,
        "day": day,
        "seed": SEED,
        "pairs": {pair: listed[pair] for pair in PAIRS},
        "median": median(drawn.values()) if drawn else None,
        "drawn": drawn,
    }
    COUNTED.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")
    print(f"{len(drawn)} drawn pairs, median {counted['median']}", file=sys.stderr, flush=True)


def _states(record: Record, pair: str, day: str) -> tuple[elements.State, ...]:
    """What the record holds of each element of a pair on a day.

    Asked as a brief asks, pair by pair: many at once take many gigabytes.
    """
    sides = api.resolve_pair(pair.split("-"))
    material.prepare(record, *sides, day)
    return elements.of(material.gather(record, *sides, day))


if __name__ == "__main__":
    main()
