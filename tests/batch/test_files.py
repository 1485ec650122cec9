"""Which files a batch reads, and where their results may be put."""

from __future__ import annotations

import pytest

from hali.batch import files
from hali.batch.settings import Settings
from hali.checking.output.claimreview import Review
from hali.errors import QuestionError, UnreadableInput


def test_articles_are_found_once_and_in_order(folder):
    found = files.articles([str(folder), str(folder / "a1.txt")])
    assert [p.name for p in found] == ["a0.txt", "a1.txt", "a2.txt", "a3.txt", "a4.txt", "broken.txt", "z's.md"]


def test_missing_path_and_empty_folder_are_refused(tmp_path):
    with pytest.raises(UnreadableInput, match="no such file"):
        files.articles([str(tmp_path / "nowhere.txt")])
    with pytest.raises(UnreadableInput, match="without articles"):
        files.articles([str(tmp_path)])


def test_results_lie_as_the_articles_do_and_no_two_in_one_place(folder):
    found = files.articles([str(folder)])
    places = [files.place(path, files.root(found)) for path in found]
    assert places[0] == "a0.txt"
    assert places[-1] == "inner/z's.md"
    assert len(set(places)) == len(found)


@pytest.mark.parametrize("output", ["articles", "articles/checked", "./articles/inner/../checked/"])
def test_results_among_the_articles_are_refused(folder, monkeypatch, output):
    monkeypatch.chdir(folder.parent)
    with pytest.raises(QuestionError, match="outside it with -o"):
        files.require_many(Settings(format="html"), output, ["articles"])
    files.require_many(Settings(format="html"), "articles-checked", ["articles"])


def test_pages_of_several_articles_need_a_folder_and_one_address_is_not_theirs():
    with pytest.raises(QuestionError, match="name a folder with -o"):
        files.require_many(Settings(format="claimreview", review=Review("Desk")), "-", ["a"])
    with pytest.raises(QuestionError, match="--url"):
        files.require_many(Settings(format="claimreview", review=Review("Desk", url="https://a.example")), "x", ["a"])
