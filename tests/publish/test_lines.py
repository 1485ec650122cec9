from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hali.publish.document import Column, DataTable, Document, Gap, Plain, Quantity
from hali.publish.lines import GUTTER, cell_text, column_weights, gap_line, imprint, source_groups
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
        max(min(max(len(row[k]) for row in rows), 32), len(head)) for k, head in enumerate(("One", "Two", "Three"))
    ]
    if sum(wanted) + 3 * GUTTER <= line:
        assert all(width >= want + GUTTER for width, want in zip(found, wanted, strict=True))
    else:
        assert sum(found) <= max(line + 2, sum(max(w, h) + GUTTER for w, h in zip(words, (3, 3, 5), strict=True)))


def test_cells_print_their_flag_or_the_word_for_none() -> None:
    assert cell_text(Quantity("1.0", "r", 1.0, "PCT", flag="b"), {"no_data": "none"}) == "1.0\u00a0b"
    assert cell_text(None, {"no_data": "none"}) == "none"


def test_a_gap_has_as_many_lines_as_it_has_to_say() -> None:
    labels = {"looked_in": "Looked in", "next_step": "Next"}
    assert gap_line(Gap("not_published", "Nobody prints it."), labels) == "Nobody prints it."
    assert gap_line(Gap("too_old", "Old.", ("a", "b"), "do"), labels) == "Old. Looked in: a; b. Next: do"


def test_a_source_and_the_imprint_leave_out_what_is_not_there(document: Document) -> None:
    (group,) = source_groups(document.origins, document.labels)
    assert group.entries[2][1] == "Bank of Examplia (2022). Reference rates. public domain."
    assert imprint(document).split(" · ")[0] == "hali 0.1.0"
    assert digest(document)[:8] in imprint(document)


def test_a_licence_several_sources_share_is_said_once_with_their_numbers(document: Document) -> None:
    held = ("CC BY 4.0", "public domain", "CC BY 4.0")
    origins = [replace(origin, licence=licence) for origin, licence in zip(document.origins, held, strict=True)]
    (group,) = source_groups(origins, document.labels)
    assert f"{document.labels['licence']}: CC BY 4.0 [1, 3]." in group.note
    assert [("CC BY" in text, "public domain" in text) for _, text, _ in group.entries] == [
        (False, False),
        (False, True),
        (False, False),
    ]
    (group,) = source_groups([replace(origin, licence="CC0") for origin in origins], document.labels)
    assert f"{document.labels['licence']}: CC0." in group.note
    assert not any("CC0" in text for _, text, _ in group.entries)
