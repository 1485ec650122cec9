"""What briefs of drawn pairs say, read back by the checker: what comes back, what is contradicted, which are bare.

    python -m tests.eval.pairs [--pairs 40] [--seed 1] [--languages en sw kk ru fr de] [--listed] [--list]

bare        first pages without a number although the record holds one of the pair
back        numbers of statements, key numbers and captions found again with the code they must have
lost        the others
against     findings that no number of ours should have
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator

from tests import test_round_trip as trip
from tools.elements import PAIRS, draw

from hali import api
from hali.briefs import elements, material
from hali.briefs.compose import day_of
from hali.codelists import areas
from hali.publish.blocks import DataTable, Figure, KeyNumbers, Note, Paragraph, Quantity, flat
from hali.record.store import Record

MAY_BE = frozenset({"REPRODUCED", "QUOTED_ONLY", "NOT_CHECKABLE"})
BLOCS = 3
"""Of ten pairs, those with a bloc on one side."""


def drawn(record: Record, number: int, seed: int) -> list[tuple[str, str]]:
    """Pairs of countries, and some of a country and a bloc, drawn by `seed`."""
    chance = random.Random(seed)
    pairs = draw(record, number, seed)
    blocs = [one for one in areas.concepts() if areas.area(areas.concept_codes(one)[0]).kind == "bloc"]
    return [(chance.choice(blocs), b) if n % 10 < BLOCS else (a, b) for n, (a, b) in enumerate(pairs)]


def bare(record: Record, pair: tuple[str, str]) -> bool:
    """Whether the first page has no number though an element of the pair does."""
    sides = api.resolve_pair(pair)
    held = elements.present(elements.of(material.gather(record, *sides, day_of(record))))
    lead = trip.brief(record, pair, "en").lead
    tables = (row for block in flat(lead) if isinstance(block, DataTable) for row in block.rows)
    cells = any(isinstance(cell, Quantity) for row in tables for cell in row)
    return bool(held) and not cells and not any(trip.quantities_of(lead, (Paragraph, Note, KeyNumbers, Figure)))


def back(record: Record, pair: tuple[str, str], lang: str) -> Iterator[tuple[str, str]]:
    """(outcome, what) for each number of a brief, and for each finding that should not be."""
    held, _, others = trip.checked(record, pair, lang, "md")
    ours = trip.quantities(trip.brief(record, pair, lang), (Paragraph, Note, KeyNumbers, Figure))
    wanted = [(text, trip.expected(record, reading)) for text, reading in ours]
    lost = trip.missed(wanted, Counter(held))
    yield from (("back", "") for _ in range(len(wanted) - len(lost)))
    yield from (("lost", f"{text} {code}") for text, code in lost)
    yield from (("against", f"{text} {code}") for text, code in held if code not in MAY_BE)
    yield from (("against", code) for code in others if code != "REPRODUCED")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--languages", nargs="+", default=trip.CODES)
    parser.add_argument("--listed", action="store_true", help="the 24 pairs of docs/coverage.md instead of drawn ones")
    parser.add_argument("--list", action="store_true", help="name everything that is not as it should be")
    options = parser.parse_args()
    record = api.open_record()
    pairs = [tuple(one.split("-")) for one in PAIRS] if options.listed else drawn(record, options.pairs, options.seed)
    total: dict[str, Counter[str]] = {lang: Counter() for lang in options.languages}
    for pair in pairs:
        if bare(record, pair):
            print("bare", *pair, flush=True)
        for lang in options.languages:
            for outcome, what in back(record, pair, lang):
                total[lang][outcome] += 1
                if what and options.list:
                    print(outcome, *pair, lang, what, flush=True)
        trip.brief.cache_clear()
        print(".", end="", file=sys.stderr, flush=True)
    print("\n| | back | lost | against |\n|---|---:|---:|---:|")
    for lang, told in total.items():
        print(f"| {lang} | {told['back']} | {told['lost']} | {told['against']} |")


if __name__ == "__main__":
    main()
