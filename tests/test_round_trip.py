"""What the brief says, the checker reads back from every format: each number is found, and found reproduced.

Of a figure the brief itself prints "as quoted in the press" there is no table: for it, and for no other, QUOTED_ONLY is
what the checker must find (the gates let tables only confirm).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from hali import api
from hali.languages import CODES
from hali.publish.blocks import Figure, KeyNumbers, Note, Paragraph, flat
from hali.publish.render import render
from hali.record import readings

PAIRS = [("EU", "KZ"), ("EU", "UZ"), ("DE", "KZ")]
NEW = {"tr": 0}
"""Languages that do not yet bring back every number: how many of a brief may be missing."""

FORMATS = ["html", "md", "docx", "pdf"]


def combinations(langs):
    """The first pair in every language and format, the others in every language, the formats by turns: how a format is
    read does not depend on the pair, and any two of pair, format and language meet."""
    return [
        pytest.param(pair, format, lang, id="-".join((*pair, format, lang)))
        for number, pair in enumerate(PAIRS)
        for turn, lang in enumerate(langs)
        for format in ([FORMATS[(number + turn) % len(FORMATS)]] if number else FORMATS)
    ]


@cache
def brief(record, pair, lang):
    return api.brief(*pair, lang=lang, record=record)


def quantities(document, kinds):
    """Our numbers in statements, key numbers and captions: as printed, and the reading each is of."""
    for blocks in (document.lead, *(section.blocks for section in document.sections)):
        yield from quantities_of(blocks, kinds)


def quantities_of(blocks, kinds):
    """The same of some blocks."""
    for block in flat(blocks):
        if not isinstance(block, kinds):
            continue
        match block:
            case Paragraph(statements) | Note(statements):
                runs = [run for statement in statements for run in statement.quantities]
            case KeyNumbers(items):
                runs = [item.number for item in items]
            case Figure(title=title):
                runs = title.quantities
        yield from ((run.text, run.reading) for run in runs)


def checked(record, pair, lang, format):
    """Number of each wording and code among the findings on numbers, the codes of all, and of those on words."""
    data = render(brief(record, pair, lang), format)
    found = api.check(data, pair=pair, name=f"brief.{format}", lang=lang, record=record)
    numbers = [f for f in found.findings if f.claim.kind == "quantity"]
    held = Counter((plain(found.article.text[f.claim.start : f.claim.end]), f.code) for f in numbers)
    return held, {f.code for f in numbers}, [f.code for f in found.findings if f.claim.kind != "quantity"]


def expected(record, reading):
    """What the checker must find of a number of ours: tables confirm, what somebody quoted does not."""
    return "QUOTED_ONLY" if readings.get(record, reading).status == "Q" else "REPRODUCED"


def plain(text):
    return " ".join(text.split())


def missed(wanted, held):
    """Numbers of the brief that no finding of the right code is on; each finding answers for one number."""
    left = []
    for text, code in sorted(wanted, key=lambda one: -held[plain(one[0]), one[1]]):  # those found as they stand first
        text = plain(text)
        near = (one for one in held if held[one] and one[1] == code and (text in one[0] or one[0] in text))
        hit = min(near, key=lambda one: abs(len(one[0]) - len(text)), default=None)  # "3.62" before the 2 in it
        if hit is None:
            left.append((text, code))
        else:
            held[hit] -= 1
    return left


def printed(record, pair, lang, format):
    """The brief as a format prints it: the first page of a PDF keeps to its sheet, without the last key statement
    where it is full."""
    document = brief(record, pair, lang)
    if format != "pdf":
        return document
    *_, last = (block for block in document.lead if isinstance(block, Paragraph))
    return replace(document, lead=tuple(block for block in document.lead if block is not last))


@pytest.mark.slow
@pytest.mark.parametrize(("pair", "format", "lang"), combinations([lang for lang in CODES if lang not in NEW]))
def test_every_number_comes_back_and_none_is_contradicted(record, pair, format, lang):
    held, codes, others = checked(record, pair, lang, format)
    ours = quantities(printed(record, pair, lang, format), (Paragraph, Note, KeyNumbers, Figure))
    wanted = [(text, expected(record, reading)) for text, reading in ours]
    assert len(wanted) >= 15
    assert not missed(wanted, held)
    assert not codes - {"REPRODUCED", "QUOTED_ONLY", "NOT_CHECKABLE"}
    assert len(others) >= 2  # a rank, dated events
    assert set(others) == {"REPRODUCED"}


@pytest.mark.slow
@pytest.mark.parametrize(("pair", "format", "lang"), combinations(NEW))
def test_of_a_new_language_few_numbers_are_missing_and_none_is_contradicted(record, pair, format, lang):
    held, codes, others = checked(record, pair, lang, format)
    ours = quantities(printed(record, pair, lang, format), (Paragraph, Note, KeyNumbers, Figure))
    wanted = [(text, expected(record, reading)) for text, reading in ours]
    assert len(wanted) >= 15
    assert len(missed(wanted, held)) <= NEW[lang]
    assert not codes & {"NOT_REPRODUCED", "ONLY_IF_TERMS_CHANGED", "OUTDATED"}
    assert "REPRODUCED" in others
    assert "NOT_REPRODUCED" not in others
