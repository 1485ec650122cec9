"""What the brief says, the checker reads back from every format: each number is found, and found reproduced."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from hali import api
from hali.publish.blocks import Figure, KeyNumbers, Note, Paragraph, flat
from hali.publish.render import render

PAIRS = [("EU", "KZ"), ("EU", "UZ"), ("DE", "KZ")]
FORMATS = ["html", "md", "docx", "pdf"]
LANGUAGES = ["en", "sw", "kk", "ru", "fr", "de"]


@cache
def brief(record, pair, lang):
    return api.brief(*pair, lang=lang, record=record)


def quantities(document, kinds):
    """Our numbers in statements, key numbers and captions, as printed."""
    for blocks in (document.lead, *(section.blocks for section in document.sections)):
        for block in flat(blocks):
            if not isinstance(block, kinds):
                continue
            match block:
                case Paragraph(statements) | Note(statements):
                    yield from (run.text for statement in statements for run in statement.quantities)
                case KeyNumbers(items):
                    yield from (item.number.text for item in items)
                case Figure(title=title):
                    yield from (run.text for run in title.quantities)


def checked(record, pair, lang, format):
    """Number of each wording found reproduced, the codes of all findings on numbers, and of those on words."""
    data = render(brief(record, pair, lang), format)
    found = api.check(data, pair=pair, name=f"brief.{format}", lang=lang, record=record)
    numbers = [f for f in found.findings if f.claim.kind == "quantity"]
    held = Counter(plain(found.article.text[f.claim.start : f.claim.end]) for f in numbers if f.code == "REPRODUCED")
    return held, {f.code for f in numbers}, [f.code for f in found.findings if f.claim.kind != "quantity"]


def plain(text):
    return " ".join(text.split())


def missed(wanted, held):
    """Numbers of the brief that no finding reproduces; each finding answers for one number."""
    left = []
    for text in map(plain, wanted):
        hit = next((one for one in held if held[one] and (text in one or one in text)), None)
        if hit is None:
            left.append(text)
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
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_number_comes_back_and_none_is_contradicted(record, pair, format, lang):
    held, codes, others = checked(record, pair, lang, format)
    wanted = list(quantities(printed(record, pair, lang, format), (Paragraph, Note, KeyNumbers, Figure)))
    assert len(wanted) >= 20
    assert not missed(wanted, held)
    assert not codes - {"REPRODUCED", "NOT_CHECKABLE"}
    assert len(others) >= 2  # a rank, dated events
    assert set(others) == {"REPRODUCED"}
