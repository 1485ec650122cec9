from __future__ import annotations

from dataclasses import replace
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.publish.document import Column, DataTable, Document, Gap, Plain, Quantity
from hali.publish.lines import BOLD, GUTTER, cell_text, column_weights, gap_line, imprint, retrieval, source_groups
from hali.publish.write_json import digest

cells = st.text(alphabet="ab ", min_size=1, max_size=60)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=5), st.integers(40, 120))
def test_no_column_is_narrower_than_its_longest_word_and_short_tables_get_all_they_ask(
    rows: list[list[str]], line: int
) -> None:
    table = DataTable(
        (Column("One"), Column("Two"), Column("Three")), tuple(tuple(map(Plain, row)) for row in rows), "t"
    )
    found = column_weights(table, {"no_data": "–"}, line)
    words = [max((len(word) for row in rows for word in row[k].split(" ")), default=0) for k in range(3)]
    assert all(width >= word + GUTTER for width, word in zip(found, words, strict=True))
    wanted = [
        max(min(max(len(row[k]) for row in rows), 32), ceil(BOLD * len(head)))
        for k, head in enumerate(("One", "Two", "Three"))
    ]
    if sum(wanted) + 3 * GUTTER <= line:
        assert all(width >= want + GUTTER for width, want in zip(found, wanted, strict=True))
    else:
        assert sum(found) <= max(line + 2, sum(max(w, h) + GUTTER for w, h in zip(words, (4, 4, 6), strict=True)))


def test_room_left_goes_to_heads_and_cells_that_need_fewer_lines() -> None:
    heads = ("Measure", "Exports by the count of the first side", "Year")
    name = "Goods exports and imports together, both"
    table = DataTable(tuple(map(Column, heads)), (tuple(map(Plain, (name, "1", "2"))),), "t")
    wide = column_weights(table, {"no_data": "\u2013"}, 100)
    assert wide[0] >= len(name) + GUTTER
    assert sum(wide) <= 100
    assert wide[1] > max(map(len, heads[1].split(" "))) * BOLD + GUTTER + 5


def test_cyrillic_words_take_the_room_of_their_letters() -> None:
    found = []
    for word in ("жыжыжы", "aeaeae"):
        table = DataTable((Column("A"), Column("B")), ((Plain(word), Plain("x " * 90)),), "t")
        found.append(column_weights(table, {"no_data": "\u2013"}, 40)[0])
    assert found[0] > found[1] == 6 + GUTTER


def test_cells_print_their_flag_or_the_word_for_none() -> None:
    assert cell_text(Quantity("1.0", "r", 1.0, "PCT", flag="b"), {"no_data": "none"}) == "1.0\u00a0b"
    assert cell_text(None, {"no_data": "none"}) == "none"


def test_a_gap_has_as_many_lines_as_it_has_to_say() -> None:
    labels = {"looked_in": "Looked in", "next_step": "Next"}
    assert gap_line(Gap("not_published", "Nobody prints it."), labels) == "Nobody prints it."
    assert gap_line(Gap("too_old", "Old.", ("a", "b"), "do"), labels) == "Old. Looked in: a; b. Next: do"


def test_a_source_and_the_imprint_leave_out_what_is_not_there(document: Document) -> None:
    (group,) = source_groups(document.origins, document.labels)
    assert group.entries[2].text == "Bank of Examplia (2022). Reference rates. (public domain)"
    assert imprint(document).split(" · ")[0] == "hali 0.1.0"
    assert digest(document)[:8] in imprint(document)


def test_a_licence_several_sources_share_is_said_once_with_their_numbers(document: Document) -> None:
    held = ("CC BY 4.0", "public domain", "CC BY 4.0")
    origins = [replace(origin, licence=licence) for origin, licence in zip(document.origins, held, strict=True)]
    (group,) = source_groups(origins, document.labels)
    assert f"{document.labels['licence']}: CC BY 4.0 [1, 3]." in group.note
    assert [("CC BY" in text, "public domain" in text) for text in (entry.text for entry in group.entries)] == [
        (False, False),
        (False, True),
        (False, False),
    ]
    (group,) = source_groups([replace(origin, licence="CC0") for origin in origins], document.labels)
    assert f"{document.labels['licence']}: CC0." in group.note
    assert not any("CC0" in entry.text for entry in group.entries)


def test_a_publisher_of_several_is_named_once_above_them(document: Document) -> None:
    names = ("Bureau", "Bank", "Bureau")
    origins = [
        replace(
            origin, producer=name, citation=f"{name} ({2020 + place}). Table {place}.", licence="CC0", attribution=""
        )
        for place, (origin, name) in enumerate(zip(document.origins, names, strict=True), 1)
    ]
    (group,) = source_groups(origins, document.labels)
    assert [(entry.number, entry.publisher, entry.first, entry.text) for entry in group.entries] == [
        (1, "Bureau", True, "(2021). Table 1."),
        (3, "Bureau", False, "(2023). Table 3."),
        (2, "", True, "Bank (2022). Table 2."),
    ]


@pytest.mark.parametrize(
    ("attribution", "text"),
    [
        ("Source: Bank, Reference rates", "Bank (2022). Reference rates."),
        ("Source: Bank (ref_7), own sums", "Bank (2022). Reference rates. (ref_7, own sums)"),
        (
            "Source: National Bank, Reference rates",
            "Bank (2022). Reference rates. Source: National Bank, Reference rates.",
        ),
        ("Contains data of Bank (ODbL)", "Bank (2022). Reference rates. Contains data of Bank (ODbL)."),
    ],
)
def test_a_line_of_attribution_says_what_the_citation_lacks(document: Document, attribution: str, text: str) -> None:
    origin = replace(document.origins[0], citation="Bank (2022). Reference rates.", attribution=attribution)
    ((entry,),) = [group.entries for group in source_groups([origin], document.labels)]
    assert entry.text == text


def test_the_days_of_retrieval_are_said_once_for_all(document: Document) -> None:
    origins = [replace(origin, retrieved="1 May 2026") for origin in document.origins]
    assert retrieval(origins, document.labels) == f"{document.labels['retrieved']}: 1 May 2026."
    assert retrieval([replace(origin, retrieved="") for origin in origins], document.labels) == ""
