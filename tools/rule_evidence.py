"""Take out each rule that reads texts in turn and count the texts whose claims or findings differ without it.

    .venv/bin/python tools/rule_evidence.py                     every rule, on the texts of tests/eval
    .venv/bin/python tools/rule_evidence.py --claims            the same without findings, in a minute
    .venv/bin/python tools/rule_evidence.py --only inflation    rules whose id begins so
    .venv/bin/python tools/rule_evidence.py --show 3            with so many of the texts of each
    .venv/bin/python tools/rule_evidence.py FILE ...            on other texts, one JSON object with `text` a line

The rules are those of `linking.toml` and those written as code, whose sentences stand in `coded.toml`. Only the texts
in which a rule fitted some words or decided something are read again without it. A rule that changes none has no
evidence there: it needs a sentence that shows what it is for, or goes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from hali import api
from hali.checking import frames
from hali.checking.article import from_text
from hali.checking.checked import check_article
from hali.checking.context import coded, deciding, doubts, going_on, moods, phrase, relations, rules, turning
from hali.checking.context.rules import Rule
from hali.model.claim import REASONS, Step
from hali.record.store import Record

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Text:
    """A text with the day it appeared, None where that is not known."""

    id: str
    text: str
    published: date | None


def texts(paths: Sequence[Path]) -> Iterator[Text]:
    """The texts of JSON-lines files, each once."""
    known: set[str] = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["text"] not in known:
                known.add(row["text"])
                day = row.get("published")
                yield Text(
                    f"{path.stem}/{row.get('id', len(known))}", row["text"], date.fromisoformat(day) if day else None
                )


CODED: tuple[tuple[ModuleType, str], ...] = (
    (moods, "RULES"),
    (relations, "RULES"),
    (relations, "CHANGED"),
    (turning, "RULES"),
    (doubts, "RULES"),
)
"""Where the rules written as code stand."""


def ids() -> list[str]:
    """The ids of all rules."""
    coded_ids = (rule.id for module, name in CODED for rule in getattr(module, name))
    return [*(rule.id for rule in rules.rules()), *coded_ids]


def claims(text: Text) -> list[tuple[Any, ...]]:
    """The claims of a text, each with what a finding may rest on of the way it was made; not which words tell it."""
    found = frames.claims(from_text(text.text, text.published))
    return [(replace(claim, trace=(), evidence={}), *map(_way, claim.trace)) for claim in found]


def _way(step: Step) -> str:
    """Where else the words for a measure stand, or why there is none."""
    rule, _, where = step.rule.partition(" in ")
    told = where if where in {"previous", "heading"} else rule if rule in {*REASONS, "no_rule"} else ""
    return told if step.stage == "measure" else ""


def findings(record: Record, text: Text) -> list[tuple[str, str]]:
    """The findings of a text with their sentences."""
    found = check_article(record, from_text(text.text, text.published), None, "en").findings
    return [(f.code, f.explanation) for f in found]


@contextmanager
def listening(asked: set[str]) -> Iterator[None]:
    """Adds to `asked` the ids of the rules that may have decided something meanwhile."""

    def by_words(*args: Any, **options: Any) -> Any:
        link = decide(*args, **options)
        asked.update(rule for rule, _ in link.candidates)
        asked.update(veto.rpartition(": ")[0] for veto in link.vetoes)
        return link

    def by_measure(of: Callable[..., Any]) -> Callable[..., Any]:
        def noted(measure: str, *args: Any) -> Any:
            grown = rules.names("growth")
            asked.update(one.id for one in rules.rules() if measure in {one.measure, grown.get(one.measure)})
            return of(measure, *args)

        return noted

    def by_code(*args: Any) -> Any:
        answer, rule = decided(*args)
        asked.add(rule)
        return answer, rule

    def in_doubt(*args: Any) -> Any:
        claim = doubted(*args)
        asked.update(step.rule for step in claim.trace if step.stage == "doubt")
        return claim

    decide, decided, doubted = deciding.decide, coded.decided, doubts.doubted
    with (
        mock.patch.object(deciding, "decide", by_words),
        mock.patch.object(phrase, "meant", by_measure(phrase.meant)),
        mock.patch.object(going_on, "_takes", by_measure(going_on._takes)),
        mock.patch.object(coded, "decided", by_code),
        mock.patch.object(doubts, "doubted", in_doubt),
    ):
        yield


@contextmanager
def without(rule: str) -> Iterator[None]:
    """The rules without the one of this id."""
    kept = tuple(one for one in rules.rules() if one.id != rule)

    def counting(classes: frozenset[str]) -> tuple[Rule, ...]:
        return tuple(one for one in kept if one.unit & classes)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(rules, "rules", return_value=kept))
        stack.enter_context(mock.patch.object(rules, "counting", counting))
        stack.enter_context(mock.patch.object(rules, "openings", rules.openings.__wrapped__))
        for module, name in CODED:
            left = tuple(one for one in getattr(module, name) if one.id != rule)
            stack.enter_context(mock.patch.object(module, name, left))
        yield


def differing(asked_of: Sequence[str], among: Sequence[Text]) -> dict[str, list[Text]]:
    """By id of a rule the texts whose claims differ without it."""
    plain: dict[str, list[tuple[Any, ...]]] = {}
    met: dict[str, list[Text]] = {rule: [] for rule in asked_of}
    for text in among:
        asked: set[str] = set()
        with listening(asked):
            plain[text.id] = claims(text)
        for rule in asked & met.keys():
            met[rule].append(text)
    found = {}
    for rule in asked_of:
        with without(rule):
            found[rule] = [text for text in met[rule] if claims(text) != plain[text.id]]
    return found


def judged_otherwise(record: Record, rule: str, among: Sequence[Text]) -> list[Text]:
    """Of texts those whose findings differ without a rule."""
    plain = [findings(record, text) for text in among]
    with without(rule):
        return [text for text, before in zip(among, plain, strict=True) if findings(record, text) != before]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="texts; default those of tests/eval")
    parser.add_argument("--only", nargs="+", default=[""], metavar="ID", help="rules whose ids begin so")
    parser.add_argument("--claims", action="store_true", help="claims only, no findings")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="so many of the texts that differ")
    given = parser.parse_args()
    evaluated = ROOT / "tests" / "eval"
    among = list(texts(given.files or sorted([*evaluated.glob("*.jsonl"), *evaluated.glob("articles/*.jsonl")])))
    asked_of = [rule for rule in ids() if rule.startswith(tuple(given.only))]
    changed = differing(asked_of, among)
    record = None if given.claims else api.open_record()
    print(f"{len(among)} texts\n\n| rule | claims differ in | findings differ in |\n| --- | ---: | ---: |")
    for rule in asked_of:
        otherwise = judged_otherwise(record, rule, changed[rule]) if record else []
        print(f"| {rule} | {len(changed[rule])} | {len(otherwise) if record else ''} |", flush=True)
        for text in (otherwise or changed[rule])[: given.show]:
            print(f"    {text.id}: {text.text[:300]!r}")
    print(f"\n{sum(not texts for texts in changed.values())} of {len(asked_of)} rules change nothing")


if __name__ == "__main__":
    main()
