"""The structure message: its lists hold every code that occurs, and other software takes it."""

from __future__ import annotations

import gc
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

import hali
from hali.publish import write_sdmx_structure as structure
from hali.publish.write_table import ATTRIBUTES, DIMENSIONS, OBS_STATUS, frequency

ASKED = (
    {"measure": ["exports", "imports", "trade_balance", "partner_share_trade"], "reporter": "KZ"},
    {"measure": ["visas", "migrants", "un_vote_agreement", "oda", "services_exports"], "reporter": "DE"},
    {"reporter": "KZ", "partner": "EU"},
    {"reporter": "ASEAN", "partner": "EU"},
)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_every_code_of_a_reading_is_in_a_list(asked: dict, record) -> None:
    lists = structure.codelists()
    coded = [
        (column, lists[structure.OF.get(name, name)])
        for name, column in DIMENSIONS
        if structure.OF.get(name, name) in lists
    ]
    assert len(coded) >= 6
    found = hali.readings(**asked, record=record)
    assert len(found)
    for column, known in coded:
        assert set(found[column].to_pylist()) <= set(known), column
    assert {frequency(period) for period in found["period"].to_pylist()} <= set(lists["FREQ"])
    assert {OBS_STATUS.get(one, one) for one in found["status"].to_pylist()} <= set(lists["OBS_STATUS"])


def test_its_components_are_the_columns_of_the_data() -> None:
    out = BytesIO()
    structure.write(out)
    tree = etree.fromstring(out.getvalue())
    named = {
        kind: tree.xpath(f"//*[local-name()='{kind}']/@id") for kind in ("Dimension", "TimeDimension", "Attribute")
    }
    assert [*named["Dimension"], *named["TimeDimension"]] == ["FREQ", *(name for name, _ in DIMENSIONS)]
    assert named["Attribute"] == ["OBS_STATUS", "UNIT_MULT", *(name for name, _ in ATTRIBUTES)]
    assert not tree.xpath("//*[local-name()='Code'][not(*[local-name()='Name']/text())]")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, record) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("sdmx")
    found = hali.readings(["exports", "imports"], reporter="KZ", partner="EU", record=record)
    for name, format in (("structure.xml", "sdmx-structure"), ("data.csv", "sdmx-csv")):
        with (folder / name).open("wb") as out:
            found.write(out, format)
    return folder / "structure.xml", folder / "data.csv"


def test_pysdmx_validates_the_data_with_it(files: tuple[Path, Path]) -> None:
    pysdmx = pytest.importorskip("pysdmx.io")
    [data] = pysdmx.get_datasets(str(files[1]), str(files[0]), validate=True)
    assert len(data.data) == len(files[1].read_text().splitlines()) - 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves the file open
def test_sdmx1_reads_structure_and_data(files: tuple[Path, Path]) -> None:
    sdmx = pytest.importorskip("sdmx")
    message = sdmx.read_sdmx(files[0])
    flow = message.dataflow["READINGS"]
    flow.structure = message.structure["READINGS"]
    read = sdmx.read_sdmx(files[1], structure=flow)
    gc.collect()  # what it left open is closed here, and warned of here
    assert len(read.data[0].obs) == len(files[1].read_text().splitlines()) - 1
