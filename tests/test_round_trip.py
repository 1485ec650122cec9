"""What the brief says, the checker reads back: every number in a statement is found, and found reproduced."""

from __future__ import annotations

import pytest

from hali import api
from hali.publish.document import block_statements
from hali.publish.render import render

PAIRS = [("EU", "KZ"), ("EU", "UZ"), ("DE", "KZ"), ("KZ", "UZ")]
LANGUAGES = ["en", "sw", "kk", "ru", "fr", "de"]


def statements(document):
    for section in document.sections:
        yield from block_statements(section.blocks)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_statement_is_read_back(record, pair, lang):
    document = api.brief(*pair, lang=lang, record=record)
    failed = []
    for statement in statements(document):
        if not statement.quantities:
            continue
        checked = api.check(statement.text, pair=pair, lang=lang, record=record)
        found = [f for f in checked.findings if f.claim.kind == "quantity"]
        codes = [f.code for f in found]
        if codes != ["REPRODUCED"] * len(statement.quantities):
            failed.append((statement.text, codes))
    assert not failed


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format", ["md", "html"])
def test_the_written_brief_contradicts_nothing(record, lang, format):
    data = render(api.brief("EU", "KZ", lang=lang, record=record), format)
    checked = api.check(data, pair=("EU", "KZ"), name=f"brief.{format}", lang=lang, record=record)
    codes = [f.code for f in checked.findings if f.claim.kind == "quantity"]
    assert codes.count("REPRODUCED") >= 15
    assert not set(codes) - {"REPRODUCED", "NOT_CHECKABLE"}
