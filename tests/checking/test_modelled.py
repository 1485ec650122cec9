"""A model's number is shown and marked, and reproduces no claim, whoever published it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.checking.test_sweep import claim, quantity, year
from tests.record import tiny
from tests.replay.fake import FAKE, TRADE, body, row

from hali.checking import sweep
from hali.checking.judge import judge
from hali.model.claim import Claim
from hali.model.dataflow import MODELLED, Dataflow, Nature
from hali.model.definition import ESTIMATE, Reading
from hali.model.estimate import Estimate, Sample, Specification
from hali.narrate.sentence import mark
from hali.pillars.plan import plan
from hali.record import estimates, readings
from hali.record.ingest import ingest
from hali.record.session import Session
from hali.record.store import Record
from hali.record.vintages import Store

PAIR = {"reporter": "KEN", "partner": "TZA"}
"""A pair of which nothing ships."""


def published(folder: Path, nature: Nature) -> Record:
    """The record with a table of that nature, which holds one flow of PAIR."""
    source = replace(FAKE, dataflows=(replace(TRADE, nature=nature),))
    file = folder / "table.json"
    file.write_bytes(body([row(value=123e6, **PAIR)], "2022-05-01"))
    ingest(Store(folder), source, [file])
    return Session(plan(), folder).record()


def exports(value: float) -> Claim:
    return claim(quantity(value, "USD", "", f"{value / 1e6:g}", 1e6), "exports", period=year(2021), **PAIR)


def code(record: Record, said: Claim) -> str:
    return judge(record, said, sweep.run(record, said, None), "en").code


IN_2021 = {"period": "2021"}
"""A year of which no trade of the two ships."""


def told(record: Record) -> list[Reading]:
    return readings.find(record, ["exports"], reporters=["KEN"], partners=["TZA"], where=IN_2021)


@pytest.mark.parametrize("nature", MODELLED)
def test_a_modelled_series_reproduces_nothing(tmp_path: Path, nature: Nature) -> None:
    record = published(tmp_path, nature)
    assert code(record, exports(123e6)) == "OUTSIDE_THE_RECORD"


@pytest.mark.parametrize("nature", ["own_report", "compiled"])
def test_the_same_series_reported_does(tmp_path: Path, nature: Nature) -> None:
    record = published(tmp_path, nature)
    assert code(record, exports(123e6)) == "REPRODUCED"
    assert all(ESTIMATE not in one.caveats for one in told(record))


def test_its_readings_are_there_marked_in_every_currency(tmp_path: Path) -> None:
    record = published(tmp_path, "estimate")
    found = told(record)
    assert {"USD", "EUR"} <= {one.definition.unit for one in found}
    assert all(ESTIMATE in one.caveats for one in found)
    _, seen = readings.rows(record, ["exports"], reporters=["KEN"], partners=["TZA"], where=IN_2021, estimates=False)
    assert len(seen) == 0


def test_an_estimate_beside_the_record_reproduces_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one = Estimate(
        **PAIR,
        measure="exports",
        flow="X",
        product="TOTAL",
        period="2021",
        unit="USD",
        value=123e6,
        standard_error=1e6,
        interval=None,
        specification=Specification("gravity.two_way", "trade by distance", "Yotov (2016)"),
        sample=Sample(("KEN", "TZA"), 2015, 2021, 14),
        made="2022-05-01",
        inputs="0123456789ab",
    )
    estimates.add(store, [one])
    record = Session(plan(), tmp_path).record()
    assert estimates.find(record, "exports", reporters=["KEN"]) == [one]
    assert code(record, exports(123e6)) == "OUTSIDE_THE_RECORD"
    assert readings.find(record, ["exports"], reporters=["KEN"], partners=["TZA"], where=IN_2021) == []


INDICES = {
    nature: Dataflow(id=f"FAKE:{nature.upper()}", title="Indices made up for tests", publisher="fake", nature=nature)
    for nature in (*MODELLED, "compiled")
}
"""A table of indices of each nature."""


@pytest.fixture(scope="module")
def indices(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record of indices of every nature, each of another area, and of goods one side reports."""
    areas = zip(INDICES.values(), ("KEN", "TZA", "UGA"), strict=True)
    tables = [tiny.draft(index(0.5, area), flow=flow, part="indices") for flow, area in areas]
    flows = {**tiny.FLOWS, **{one.id: one for one in INDICES.values()}}
    return tiny.record(tmp_path_factory.mktemp("indices"), tiny.draft(row()), *tables, flows=flows)


def index(value: float, area: str) -> dict[str, Any]:
    about = {"partner": "_Z", "flow": "_Z", "product": "_Z", "unit": "INDEX"}
    return row("2023", value, measure="governance_index.voice_accountability", reporter=area, **about)


def test_readings_of_models_carry_the_caveat_and_nothing_else(indices: Record) -> None:
    found, rows = readings.rows(indices)
    flows = found.texts["dataflow"][found.codes["dataflow"][rows]]
    marked = found.holds("caveats", lambda told: ESTIMATE in told, rows)
    assert set(flows[marked]) == {INDICES[nature].id for nature in MODELLED}
    assert set(flows[~marked]) == {INDICES["compiled"].id, "FAKE:TRADE"}
    _, seen = readings.rows(indices, estimates=False)
    assert set(seen.tolist()) == set(rows[~marked].tolist())


@pytest.mark.parametrize(
    ("area", "expected"), [("KEN", "OUTSIDE_THE_RECORD"), ("TZA", "OUTSIDE_THE_RECORD"), ("UGA", "REPRODUCED")]
)
def test_an_index_of_a_model_reproduces_nothing(indices: Record, area: str, expected: str) -> None:
    said = claim(
        quantity(0.5, "score"),
        "governance_index",
        reporter=area,
        period=year(2023),
        variant="voice_accountability",
    )
    assert code(indices, said) == expected


def test_what_ships_of_models_is_marked(record) -> None:
    modelled = {one.id for one in record.warehouse.dataflows.values() if one.nature in MODELLED}
    assert modelled == {"OECD:ICIO", "VOETEN:UNGA"}
    where = {"dataflow": "OECD:ICIO"}
    found = readings.find(record, ["services_delivered"], reporters=["FRA"], partners=["DEU"], where=where)
    assert found
    assert all(ESTIMATE in one.caveats for one in found)


@pytest.mark.parametrize(("factor", "expected"), [(1.0, "REPRODUCED"), (1.2, "OUTSIDE_THE_RECORD")])
def test_an_inventory_confirms_and_refutes_nothing(record, factor: float, expected: str) -> None:
    [one] = readings.find(
        record, ["ghg_emissions"], reporters=["KAZ"], where={"dataflow": "JRC:EDGAR", "period": "2023"}
    )
    assert one.caveats == ()
    value = round(one.value * factor / 1e6) * 1e6
    said = claim(quantity(value, "t", "", f"{value / 1e6:g}", 1e6), "ghg_emissions", reporter="KAZ", period=year(2023))
    assert code(record, said) == expected


WGI = {"dataflow": "WB:WGI", "variant": "voice_accountability"}


def test_an_index_its_publisher_compiles_is_reproduced(record) -> None:
    [one] = readings.find(record, ["governance_index"], reporters=["KAZ"], newest=True, where=WGI | {"period": "2023"})
    assert one.caveats == ()
    score = quantity(round(one.value, 2), "score")
    said = claim(score, "governance_index", reporter="KAZ", period=year(2023), variant="voice_accountability")
    assert code(record, said) == "REPRODUCED"


@pytest.mark.parametrize(
    ("score", "named", "expected"),
    [
        (0.5, "voice_accountability", "REPRODUCED"),
        (0.9, "voice_accountability", "NOT_REPRODUCED"),
        (0.5, "corruption_perceptions", "OUTSIDE_THE_RECORD"),
        (0.9, "corruption_perceptions", "OUTSIDE_THE_RECORD"),
    ],
)
def test_an_index_speaks_for_itself_only(indices: Record, score: float, named: str, expected: str) -> None:
    said = claim(quantity(score, "score"), "governance_index", reporter="UGA", period=year(2023), variant=named)
    assert code(indices, said) == expected


@pytest.mark.parametrize(("score", "expected"), [(39.0, "QUOTED_ONLY"), (61.0, "OUTSIDE_THE_RECORD")])
def test_an_index_that_is_only_quoted_decides_nothing(record, score: float, expected: str) -> None:
    said = claim(
        quantity(score, "score"),
        "governance_index",
        reporter="KAZ",
        period=year(2024),
        variant="corruption_perceptions",
    )
    assert code(record, said) == expected


@pytest.mark.parametrize("lang", ["en", "sw", "kk", "ru", "fr", "de"])
def test_a_sentence_says_that_it_is_an_estimate(indices: Record, lang: str) -> None:
    [one] = readings.find(indices, ["governance_index"], reporters=["KEN"])
    assert len(mark(one, lang)) > len(", ")
    assert mark(replace(one, caveats=()), lang) == ""
