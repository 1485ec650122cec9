"""Every output says what it rests on and how to get it again."""

from __future__ import annotations

import csv
import io
import json

import pytest

from hali import api
from hali.checking import annotate
from hali.checking.definitions.grid import grid
from hali.checking.output import replication, report, text

TEXT = "In 2021 the EU made up 45 % of Kazakhstan's foreign trade. In 2020 it was 30 %."
COMMAND = "hali check 'it'\"'\"'s.txt' --pair EU KZ"


@pytest.fixture(scope="module")
def checked(record):
    return api.check(TEXT, record=record)


def test_hashes_are_those_of_files_that_are_there():
    assert replication.tolerance() != replication.lexicon()
    assert len(replication.lexicon()) == len(replication.tolerance()) == len(grid().hash) == 12


def test_hash_changes_with_a_file_and_with_its_name(monkeypatch, tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text("a = 1")
    monkeypatch.setattr(replication, "files", lambda package: tmp_path)
    first = replication._hash(("words",))
    (tmp_path / "words" / "en.toml").write_text("a = 2")
    second = replication._hash(("words",))
    (tmp_path / "words" / "en.toml").rename(tmp_path / "words" / "sw.toml")
    assert len({first, second, replication._hash(("words",))}) == 3


def test_json_carries_it(checked, record):
    document = report.to_json(checked, COMMAND)
    assert document["replication"] == {
        "command": COMMAND,
        "record": record.id,
        "grid": grid().hash,
        "tolerance": replication.tolerance(),
        "lexicon": replication.lexicon(),
    }
    assert document["grid"] == grid().hash
    assert report.to_json(checked)["replication"]["command"] is None


def test_every_row_of_the_table_carries_it(checked, record):
    rows = list(csv.DictReader(io.StringIO(report.to_csv(checked, "it's.txt", COMMAND))))
    assert len(rows) == 2
    for row in rows:
        assert (row["file"], row["record"], row["command"]) == ("it's.txt", record.id, COMMAND)
        assert (row["grid"], row["lexicon"]) == (grid().hash, replication.lexicon())


def test_text_ends_with_it(checked, record):
    rests, command = text.to_text(checked, COMMAND).splitlines()[-2:]
    assert command == f"$ {COMMAND}"
    for part in (record.id, grid().hash, replication.tolerance(), replication.lexicon()):
        assert part in rests
    assert text.to_text(checked).splitlines()[-1] == rests


def test_page_carries_it_in_its_imprint(checked, record):
    from lxml import html

    tree = html.document_fromstring(annotate.to_html(record, checked, COMMAND).decode())
    codes = [code.text for code in tree.findall(".//footer//code")]
    assert {record.id, grid().hash, replication.tolerance(), replication.lexicon(), COMMAND} <= set(codes)


def test_short_report_explains_what_needs_attention_and_nothing_else(record):
    longer = "In 2021 the EU made up 28.4 % of Kazakhstan's foreign trade in goods. " + TEXT
    checked = api.check(longer, record=record)
    short = text.to_brief_text(checked, "a.txt")
    assert short.startswith("a.txt\n")
    shown = [f.claim.id for f in checked.findings if f.code in text.ATTENTION]
    assert shown
    assert len(shown) < len(checked.findings)
    assert [line.split()[0] for line in short.splitlines() if line.startswith("  c")] == shown


def test_document_keeps_its_json_shape(checked):
    keys = list(json.loads(json.dumps(report.to_json(checked))))
    assert keys[:3] == ["hali", "record", "grid"]
    assert {"document", "claims", "joint", "together", "contradictions", "replication"} <= set(keys)
