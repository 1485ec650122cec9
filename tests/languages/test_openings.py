"""The one index of entries by the words that open them, and the words joined from the tokens of a text."""

from __future__ import annotations

import re

import pytest

from hali.languages import BASIC, CODES, lexicon
from hali.languages.openings import Opened, Openings, Part, opened
from hali.languages.tokens import tokenize, words

NEXT = (Part("exact", ("per",)), Part("exact", ("cent", "mille")))
STEM = (Part("exact", ("per",)), Part("stem", ("cen",)))
ENTRIES = [
    (NEXT, "of"),
    ((Part("exact", ("per",)),), "each"),
    (STEM, "stem"),
    ((Part("suffix", ("er",)),), "suffix"),
]


def after(word: str, second: str) -> tuple[str, ...]:
    return opened(Openings(ENTRIES).begun(word)).longer(second)


def test_an_entry_is_found_by_its_second_word_too():
    assert opened(Openings(ENTRIES).begun("per")).alone == ("each", "suffix")
    assert after("per", "cent") == ("of", "stem")
    assert after("per", "mille") == ("of",)
    assert after("pert", "cent") == ()


def test_a_second_word_nobody_lists_leaves_what_may_still_fit():
    assert after("per", "census") == ("stem",)
    assert after("per", "year") == ("stem",)  # only who follows the entry can tell


def test_entries_keep_the_order_of_the_index():
    found: Opened[int] = opened([(STEM, 1), (NEXT, 2), (STEM, 3)])
    assert found.longer("cent") == (1, 2, 3)
    assert found.longer("mille") == (2,)


@pytest.mark.parametrize(
    ("part", "fits", "other"),
    [
        (Part("exact", ("a", "b")), "b", "ab"),
        (Part("stem", ("tra",)), "trade", "extra"),
        (Part("suffix", ("ade",)), "trade", "adept"),
        (Part("inside", ("rad",)), "trade", "tread"),
        (Part("ending", ("dollar",), re.compile("s|en")), "dollars", "dollarized"),
    ],
)
def test_what_a_word_is_asked(part, fits, other):
    assert part.fits(fits)
    assert not part.fits(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EU27 trade", ["EU27", "trade"]),
        ("l'UE et 2,5 Mio", ["l", "UE", "et", "2", "5", "Mio"]),
        ("Research & development, R&D", ["Research", "&", "development", "R", "&", "D"]),
        ("US$5 for 1Q24", ["US", "5", "for", "1Q24"]),
        ("Ex\u00adport 10\u200b000", ["Export", "10000"]),
        ("\u4e2d\u56fd2023\u5e74", ["\u4e2d\u56fd2023\u5e74"]),
    ],
)
def test_words_are_joined_from_the_tokens(text, expected):
    found = words(tokenize(text))
    assert [word.text for word in found] == expected
    assert all(text[w.start : w.end].replace("\u00ad", "").replace("\u200b", "") == w.text for w in found)


def test_letters_that_tell_a_language_are_not_ascii():
    # texts in ASCII are not searched for them
    for lang in (*CODES, *BASIC):
        told = lexicon(lang)["prior"]
        assert not any(one.isascii() for name in ("letters", "shared_letters", "foreign_letters") for one in told[name])
