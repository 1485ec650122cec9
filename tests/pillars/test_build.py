"""All readings at once are those a question computes by itself, and are computed no more than once."""

from __future__ import annotations

import os
import sys

import pytest
from tests.record import tiny
from tests.record.tiny import RATES, draft, rate
from tests.replay.fake import row

from hali.errors import QuestionError, RecordError
from hali.pillars.build import build
from hali.record import readings

TRADE = draft(row("2020", 100.0), row("2021", 150.0), row("2021", 40.0, partner="FRA"))
EURO = draft(rate("2020", 1.25), rate("2021", 1.2), flow=RATES)


def told(record):
    """Every reading with its definition and value."""
    return sorted((str(one.definition), one.value) for one in readings.find(record))


def test_what_is_built_is_what_is_asked(tmp_path):
    asked = told(tiny.record(tmp_path / "asked", TRADE, EURO))
    record = tiny.record(tmp_path / "built", TRADE, EURO)
    written = build(record.warehouse)
    assert {file.parent.name for file in written} == {*record.warehouse.plan.parts, "cells"}
    assert asked
    assert told(record) == asked
    assert not [one for one in record.warehouse.folder.glob("*/*.arrow") if one.parent.name != "rates"]
    assert build(record.warehouse) == []
    lost = record.warehouse.built("trade")
    lost.unlink()
    assert build(record.warehouse) == [lost]
    record.warehouse.built("cells").unlink()
    assert build(record.warehouse) == [record.warehouse.built("cells")]


def test_an_engine_nobody_knows_is_refused(tmp_path):
    with pytest.raises(QuestionError, match="duckdb"):
        build(tiny.warehouse(tmp_path, TRADE), "abacus")


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_takes_no_files_is_named(tmp_path):
    warehouse = tiny.warehouse(tmp_path, TRADE)
    warehouse.folder.mkdir(parents=True)
    warehouse.folder.chmod(0o500)
    with pytest.raises(RecordError, match="record"):
        build(warehouse)
