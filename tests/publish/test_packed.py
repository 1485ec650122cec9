"""Parts of a document as bytes: what comes back is what was packed, to the type of each list."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.publish import packed
from hali.publish.blocks import Column, DataTable, Figure, Foreign, Paragraph, Plain, Quantity, Quoted, Statement
from hali.publish.document import CitedOrigin
from hali.publish.plots import Span, Spans, Spark

texts = st.text()
numbers = st.floats(allow_nan=False, allow_infinity=False)
runs = st.one_of(
    st.builds(Plain, texts),
    st.builds(Quantity, texts, texts, numbers, texts, numbers, st.integers(0, 9), texts),
    st.builds(Quoted, texts, texts, texts),
    st.builds(Foreign, texts, texts),
)
statements = st.builds(Statement, st.lists(runs).map(tuple), st.lists(st.integers()).map(tuple))
tables = st.builds(
    DataTable,
    st.lists(st.builds(Column, texts, st.booleans())).map(tuple),
    st.lists(st.lists(runs | st.none()).map(tuple)).map(tuple),
    texts,
)
spans = st.builds(Span, texts, numbers, numbers, numbers, texts, st.booleans())
charts = st.builds(Spans, st.lists(spans, min_size=1).map(tuple), texts)
figures = st.builds(Figure, charts, statements, texts, texts, texts, tables, texts)
cards = st.dictionaries(
    texts, st.dictionaries(texts, st.one_of(texts, numbers, st.lists(st.integers()), st.lists(st.tuples(texts, texts))))
)


@given(st.lists(statements).map(tuple), figures, cards, texts)
def test_it_comes_back_as_it_was(said, figure, card, citation) -> None:
    told = (Paragraph(said), figure, card, CitedOrigin("o", citation, "l", url="https://example.org/"), None, True)
    found = packed.unpack(packed.pack(told))
    assert found == told
    # equality takes 1 for 1.0 and for True
    assert repr(found) == repr(told)


@dataclasses.dataclass(frozen=True)
class Plain2:
    text: str


@pytest.mark.parametrize("what", [{1, 2}, b"bytes", Plain2("a"), Spark])
def test_what_is_no_part_of_a_document_is_refused(what: object) -> None:
    with pytest.raises(TypeError):
        packed.pack((what,))


def test_what_only_has_the_name_is_refused() -> None:
    other = dataclasses.make_dataclass("Plain", [("text", str)])
    with pytest.raises(TypeError):
        packed.pack((other("a"),))
