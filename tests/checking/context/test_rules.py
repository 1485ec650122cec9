"""Every rule has a text it decides, and one like it that it does not; without it the first is read otherwise.

The rules of `linking.toml` have the second kind where they bar words: a text they would decide but for their bars.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any, cast

import pytest
from tools import rule_evidence

from hali.checking import article, frames
from hali.checking.context import coded, rules
from hali.checking.context.coded import Evidence
from hali.checking.context.rules import Rule

AMOUNTS = frozenset({"money", "count", "t", "bbl", "m3", "TEU", "change"})
"""Units whose rules a change may meet together."""

DAY = date(2024, 6, 1)
"""On which the texts of rules written as code appeared."""

YES = [(rule.id, text) for rule in rules.rules() for text in rule.yes]
NO = [(rule.id, text) for rule in rules.rules() for text in rule.no]


def steps(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each number of a text the rule that decided and what was barred."""
    for claim in frames.claims(article.from_text(text)):
        for step in claim.trace:
            if step.stage == "measure":
                yield step.rule.partition(" in ")[0], step.vetoes


@pytest.mark.parametrize(("rule", "text"), YES, ids=[rule for rule, _ in YES])
def test_a_rule_decides_its_sentence(rule: str, text: str) -> None:
    assert rule in {decided for decided, _ in steps(text)}


@pytest.mark.parametrize("rule", rules.rules(), ids=lambda rule: rule.id)
def test_a_sentence_of_a_rule_is_read_otherwise_without_it(rule: Rule) -> None:
    told = [rule_evidence.Text(rule.id, text, None) for text in rule.yes]
    with_it = [rule_evidence.claims(one) for one in told]
    with rule_evidence.without(rule.id):
        assert [rule_evidence.claims(one) for one in told] != with_it


@pytest.mark.parametrize(("rule", "text"), NO, ids=[rule for rule, _ in NO])
def test_a_rule_is_barred_in_its_sentence(rule: str, text: str) -> None:
    read = list(steps(text))
    assert rule not in {decided for decided, _ in read}
    assert any(veto.rpartition(": ")[0] == rule for _, vetoes in read for veto in vetoes)


def test_each_rule_has_its_evidence_and_a_name_of_its_own():
    named = [rule.id for rule in rules.rules()]
    assert len(set(named)) == len(named)
    assert all(rule.yes for rule in rules.rules())
    assert all(bool(rule.no) == bool(rule.bar) for rule in rules.rules())


def may_meet(one: Rule, other: Rule) -> bool:
    """Whether some number may meet both."""
    if not (one.unit & other.unit or (one.unit & AMOUNTS and other.unit & AMOUNTS)):
        return False
    bars = one.bar | other.bar
    return all(need - bars for need in (*one.need, *other.need))


def test_rules_that_can_hold_together_have_a_precedence_or_say_the_same():
    for one, other in combinations(rules.rules(), 2):
        if one.level == other.level and may_meet(one, other):
            assert one.measure == other.measure, (one.id, other.id)


def test_the_order_of_the_file_means_nothing():
    written = cast("list[dict[str, Any]]", rules._file()["rule"])
    shuffled = random.Random(7).sample(written, len(written))
    assert shuffled != written
    assert rules.read(shuffled) == rules.rules()


def deciding(text: str) -> set[str]:
    """The rules in the traces of the claims of a text."""
    claims = frames.claims(article.from_text(text, DAY))
    assert claims
    return {step.rule for claim in claims for step in claim.trace}


@pytest.mark.parametrize("rule", coded.evidence(), ids=lambda rule: rule.id)
def test_a_rule_written_as_code_decides_its_texts_and_no_others(rule: Evidence) -> None:
    assert rule.yes
    assert rule.no
    assert [text for text in rule.yes if rule.id not in deciding(text)] == []
    assert [text for text in rule.no if rule.id in deciding(text)] == []


@pytest.mark.parametrize("rule", coded.evidence(), ids=lambda rule: rule.id)
def test_a_text_is_read_otherwise_without_its_rule(rule: Evidence) -> None:
    told = [rule_evidence.Text(rule.id, text, DAY) for text in rule.yes]
    with_it = [rule_evidence.claims(one) for one in told]
    with rule_evidence.without(rule.id):
        assert [rule_evidence.claims(one) for one in told] != with_it


def test_each_rule_written_as_code_has_its_texts():
    written = [rule.id for module, name in rule_evidence.CODED for rule in getattr(module, name)]
    assert len(set(written)) == len(written)
    assert sorted(written) == sorted(rule.id for rule in coded.evidence())


def test_of_the_rules_of_a_room_no_two_have_one_level():
    for module, name in rule_evidence.CODED:
        levels = [rule.level for rule in getattr(module, name) if isinstance(rule, coded.Coded)]
        assert len(set(levels)) == len(levels), (module.__name__, name)


def test_the_order_in_which_rules_are_written_means_nothing(monkeypatch):
    texts = [text for rule in coded.evidence() for text in rule.yes]
    read = [frames.claims(article.from_text(text, DAY)) for text in texts]
    for module, name in rule_evidence.CODED:
        mixed = list(getattr(module, name))
        random.Random(11).shuffle(mixed)
        assert mixed != list(getattr(module, name))
        ordered = coded.in_order(*mixed) if isinstance(mixed[0], coded.Coded) else tuple(mixed)
        monkeypatch.setattr(module, name, ordered)
    again = [frames.claims(article.from_text(text, DAY)) for text in texts]
    assert [[replace(claim, trace=()) for claim in one] for one in again] == [
        [replace(claim, trace=()) for claim in one] for one in read
    ]
