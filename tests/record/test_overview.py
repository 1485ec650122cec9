"""Coverage counted from the files is that of their states."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hali.record import overview
from hali.record.store import Record

FLOWS = ("WB:WGI", "CEPII:GEODIST", "KZ_BNS:TRADE", "CURATED:QUOTED")
"""Tables of many years, of none, of several vintages, and of single figures."""


@pytest.mark.parametrize("as_of", ["", "2022-06-30"])
def test_counted_from_files_as_from_states(record: Record, as_of: str) -> None:
    seen = replace(record, as_of=as_of)
    held = record.warehouse.held
    files = [one for one in (*held.files, *held.pages) if one.dataflow in FLOWS]
    assert len(files) == len(FLOWS)
    counted = overview._count(overview._plain(record.warehouse, files), seen)
    assert sorted(counted) == sorted(overview._count(record.warehouse.observed(FLOWS), seen))
    assert len(counted) == (len(FLOWS) if not as_of else len(FLOWS) - 1)
