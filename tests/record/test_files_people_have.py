"""Every kind of file people download: taken with known totals, or refused with what it is and what would be taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.record.files_people_have import KINDS
from tests.test_cli import Run, run

from hali import api, retrieval
from hali.record.vintages import Store

__all__ = ["run"]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALI_OFFLINE", "1")
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file(run: Run, tmp_path: Path, kind: str) -> None:
    file = KINDS[kind]
    Path(file.name).write_bytes(file.make())
    done = run("ingest", file.source, file.name)
    said = done.out + done.err
    assert file.name in said
    for word in file.words:
        assert word in said
    store = Store(tmp_path / "data")
    if file.total is None:
        assert done.code in {2, 3}, said
        assert sum(line.startswith(("hali: ", "failed ")) for line in said.splitlines()) == 1
        assert store.read().vintages == ()
        return
    assert done.code == 0, said
    (vintage,) = store.read().vintages
    values = store.rows(vintage)["value"].to_pylist()
    assert (len(values), sum(values)) == (file.total[0], pytest.approx(file.total[1]))
    assert run("ingest", file.source, file.name).out.startswith("unchanged ")


def test_plain_observations_come_back_with_what_they_are_about(run: Run, tmp_path: Path) -> None:
    file = KINDS["Eurostat, undeclared CSV"]
    Path(file.name).write_bytes(file.make())
    assert run("ingest", file.source, file.name).code == 0
    found = retrieval.observations("ESTAT:UNE_RT_A", record=api.open_record(tmp_path / "data")).to_pylist()
    told = {(row["measure"], row["reporter"], row["period"], row["status"]): row["value"] for row in found}
    assert told == {
        ("une_rt_a:age=TOTAL;sex=T;unit=PC_ACT", "DEU", "2021", "A"): 3.5,
        ("une_rt_a:age=TOTAL;sex=T;unit=PC_ACT", "GRC", "2021", "B"): 14.5,
        ("une_rt_a:age=TOTAL;geo=DE21;sex=T;unit=PC_ACT", "_Z", "2021", "A"): 2.0,
    }


def test_a_table_of_the_world_bank_is_known_from_the_day_it_says(run: Run, tmp_path: Path) -> None:
    for kind in ("World Bank CSV", "World Bank, DataBank CSV"):
        file = KINDS[kind]
        Path(file.name).write_bytes(file.make())
        run("ingest", file.source, file.name)
    assert {vintage.known for vintage in Store(tmp_path / "data").read().vintages} == {"2024-06-28"}
