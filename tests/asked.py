"""The pairs that the tests ask about, computed together before them.

    python -m tests.asked            compute what the data folder has not got yet
    python -m tests.asked --renew    list what it holds: after a run of all tests that began with an empty folder

Readings are computed when somebody asks (decision 001), which the tests do thousands of times, a pair or two at a time;
together a pair costs a hundredth of that. The list is about time only: a pair it lacks is computed when a test asks.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from hali import api
from hali.codelists import areas
from hali.record import asking, kept
from hali.record.asking import Share
from hali.record.warehouse import Warehouse

LIST = Path(__file__).parent / "asked.csv"
"""A part of the plan, a reporter, and the partners: concepts, with a blank between them."""


def listed() -> Iterator[Share]:
    """The shares on the list."""
    with LIST.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for partner in row["partners"].split():
                yield Share(row["part"], row["reporter"], partner)


def measure_of(warehouse: Warehouse, part: str) -> str:
    """A measure that this part of the plan answers, and as few others as may be."""
    plan = warehouse.plan
    return min(sorted(plan.parts[part].measures), key=lambda one: len(plan.answering(plan.levels(one))))


def prepare(warehouse: Warehouse) -> None:
    """Compute the shares on the list, one part after the other: all at once they need several gigabytes."""
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for share in listed():
        pairs[share.part].add((share.reporter, share.partner))
    for part in sorted(pairs.keys() & warehouse.plan.parts.keys()):
        warehouse.prepare([({measure_of(warehouse, part)}, pairs[part])])


def held(warehouse: Warehouse) -> Iterator[Share]:
    """The shares of two concepts that a data folder holds, or knows to be empty."""
    concepts = sorted({areas.concept(code) for code in areas.codes()} | set(areas.codes()))
    for name, part in sorted(warehouse.plan.parts.items()):
        if not (warehouse.folder / name).is_dir():
            continue
        version = warehouse.held.version(part)
        empty = kept.empties(warehouse.folder, name, version)
        for reporter in concepts:
            for partner in concepts:
                share = Share(name, reporter, partner)
                if asking.named(share) in empty or asking.lies(warehouse.folder, version, share):
                    yield share


def renew(warehouse: Warehouse) -> None:
    """Write the list anew."""
    partners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for share in held(warehouse):
        partners[share.part, share.reporter].append(share.partner)
    with LIST.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(("part", "reporter", "partners"))
        out.writerows((*key, " ".join(names)) for key, names in partners.items())


def main() -> None:
    """Compute what is on the list, or write it anew."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="list what the data folder holds")
    given = parser.parse_args()
    warehouse = api.open_record().warehouse
    (renew if given.renew else prepare)(warehouse)


if __name__ == "__main__":
    main()
