"""The cue files and the search for their entries."""

from __future__ import annotations

import pytest

from hali.checking import wording
from hali.checking.context.rules import names, rules
from hali.codelists import measures
from hali.languages import CODES


def found(text: str, language: str, group: str = "topic") -> set[str]:
    return {cue.name for cue in wording.scan(wording.words(text), language) if cue.group == group}


def keys(language: str) -> set[tuple[str, str]]:
    return {(group, name) for group, entries in wording.table(language).items() for name in entries}


@pytest.mark.parametrize("language", CODES)
def test_every_language_has_the_same_names(language):
    assert keys(language) == keys("en")


def test_every_word_of_a_rule_is_a_topic_or_a_mark():
    marks = {"dyad", "actor", "directed", "part", "product", "span", "year", "between", "with", "future"}
    marks |= {"share", "up", "down", "needs", "origin", "per_head", "trading", "country_grew", "reverse"}
    marks |= {"hold", "sum", "national_firms", "both_flows", "of_whole", "comparative"}
    marks |= {"for_defence", "spend", "budget"}
    topics = set(wording.table("en")["topic"])
    used = {word.removeprefix("any:") for rule in rules() for need in (*rule.need, rule.bar) for word in need}
    assert used <= topics | marks
    assert set(names("product")) <= topics


def test_the_words_of_variants_name_variants_of_measures():
    told = {variant for measure in measures.measures() for variant in measure.told_apart}
    words = set(wording.table("en")["variant"])
    assert words - told == {"cumulative"}  # which only adds to `gross`
    assert {"gross", "net", "stock", "crude", "electricity", "refused", "conditional", "EUR"} <= words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("trade in services", "en", {"trade", "services"}),
        ("the World Trade Organization", "en", set()),
        ("объёма внешней торговли", "ru", {"trade"}),
        ("imewekeza nchini", "sw", {"fdi", "invested"}),
        ("die Weinexporte", "de", {"export", "wine"}),
        ("it is important", "en", set()),
        ("lag bei Kasachstan", "de", set()),
        ("prêt de la BEI", "fr", {"loan", "bank"}),
        ("but trade", "en", {"trade"}),
        ("экспортының", "kk", {"export"}),
    ],
)
def test_topics(text, language, expected):
    assert found(text, language) == expected


def test_gaps_reach_three_words_and_no_further():
    assert "joined" in found("Kasachstan trat 2015 der Organisation bei", "de", "event")
    assert "joined" not in found("Kasachstan trat im Jahr 2015 der Organisation bei", "de", "event")


def test_composed_and_decomposed_letters_are_one():
    assert found("exporte\u0301 vers", "fr") == found("exporté vers", "fr") == {"export"}
