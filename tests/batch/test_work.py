"""The work on one article: whatever happens to it, it has an outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from hali.batch import work
from hali.batch.settings import Settings
from hali.batch.tally import Tally
from hali.batch.work import Outcome
from hali.errors import UnreadableInput


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (UnreadableInput("no text in it"), "no text in it"),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error"),
        (KeyError("measure"), "a fault of hali, please report it: KeyError: 'measure'"),
        (RecursionError("too deep"), "a fault of hali, please report it: RecursionError: too deep"),
    ],
)
def test_a_fault_is_an_outcome(record, folder, monkeypatch, fault, said) -> None:
    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr(work, "check_one", fails)
    outcome = work.check_file(folder / "a0.txt", Settings(), folder)
    assert outcome == Outcome(str(folder / "a0.txt"), error=said)


def test_unreadable_articles_are_not_counted_as_checked(tmp_path) -> None:
    tally = Tally([str(tmp_path)], [tmp_path / "a.txt", tmp_path / "b.txt"], Settings())
    for outcome in (Outcome("a.txt", codes={"REPRODUCED": 2}), Outcome("b.txt", error="no text"), Outcome("c.txt")):
        assert not list(tally.add(outcome))
    assert (tally.checked, tally.unread) == (2, 1)
    assert tally.summary() == "2 articles checked, 1 unreadable: REPRODUCED 2"


def test_the_head_of_a_table_stands_before_the_first_article_that_was_read(tmp_path) -> None:
    tally = Tally([str(tmp_path)], [Path("a.txt"), Path("b.txt")], Settings(format="csv"))
    assert not list(tally.add(Outcome("a.txt", error="no text")))
    written = [name_and_bytes for _ in range(2) for name_and_bytes in tally.add(Outcome("b.txt"))]
    assert len(written) == 1
    assert written[0][1].startswith(b"file,")


def test_no_text_ends_the_script_a_review_stands_in() -> None:
    text = work._linked({"claim": "</script><script>alert(1)</script>"}).decode()
    assert "<" not in text
    assert "\\u003c/script>" in text
