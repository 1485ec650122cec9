"""Many articles: the same findings as one by one, in order, with unreadable files told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hali import api, batch
from hali.check import report
from hali.errors import UnreadableInput

TRUE = "In 2021 the EU accounted for 28.4 % of Kazakhstan's foreign trade in goods."
FALSE = "In 2021 the EU accounted for 45 % of Kazakhstan's foreign trade in goods."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    for number in range(5):
        (tmp_path / f"a{number}.txt").write_text(FALSE if number % 2 else TRUE, encoding="utf-8")
    (tmp_path / "inner" / "z.md").write_text(TRUE, encoding="utf-8")
    (tmp_path / "inner" / "broken.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "table.xlsx").write_bytes(b"not an article")
    return tmp_path


def test_articles_are_found_once_and_in_order(folder):
    found = batch.articles([str(folder), str(folder / "a1.txt")])
    assert [p.name for p in found] == ["a0.txt", "a1.txt", "a2.txt", "a3.txt", "a4.txt", "broken.txt", "z.md"]


def test_missing_path_and_empty_folder_are_refused(tmp_path):
    with pytest.raises(UnreadableInput, match="no such file"):
        batch.articles([str(tmp_path / "nowhere.txt")])
    with pytest.raises(UnreadableInput, match="without articles"):
        batch.articles([str(tmp_path)])


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_are_those_of_single_checks(record, folder, workers):
    outcomes = list(batch.run(batch.articles([str(folder)]), batch.Settings(), workers))
    assert [Path(o.file).name for o in outcomes][:5] == [f"a{n}.txt" for n in range(5)]
    codes = [o.codes for o in outcomes if not o.error]
    true, false = {"REPRODUCED": 1}, {"NOT_REPRODUCED": 1}
    assert codes == [true, false, true, false, true, true]
    assert [Path(o.file).name for o in outcomes if "binary" in o.error] == ["broken.txt"]
    alone = report.to_json(api.check(FALSE, record=record))
    document = json.loads(outcomes[1].document)
    assert document.pop("file") == outcomes[1].file
    assert document["claims"] == json.loads(json.dumps(alone["claims"]))
