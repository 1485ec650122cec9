"""A harvested table supersedes its shipped copy: one definition, newer values, and the old ones as of a day before."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from tests.connectors.test_unga import library
from tests.connectors.test_worldbank_imf_ecb_oecd import page

from hali.connectors import source, sources
from hali.model.definition import DEFINITION_COLUMNS, Reading
from hali.pillars.plan import plan
from hali.record import readings, tables
from hali.record.ingest import ingest
from hali.record.session import Session
from hali.record.store import Record

BEFORE = "2026-08-01"
"""A day after everything that ships, and before the files."""

COMEXT = "ESTAT:DS-059341"


def comext(cells: dict[tuple[str, str, str, str], float], updated: str) -> bytes:
    """An answer of the Comext interface: reporter, partner, flow, year -> EUR."""
    names = ("freq", "reporter", "partner", "product", "flow", "indicators", "time")
    keys = [("A", a, b, "TOTAL", flow, "VALUE_EUR", year) for a, b, flow, year in cells]
    codes = [sorted({key[at] for key in keys}) for at in range(len(names))]
    value = {}
    for key, number in zip(keys, cells.values(), strict=True):
        place = 0
        for at, code in enumerate(key):
            place = place * len(codes[at]) + codes[at].index(code)
        value[str(place)] = number
    dimension = {
        name: {"category": {"index": {code: n for n, code in enumerate(codes[at])}}} for at, name in enumerate(names)
    }
    message = {
        "version": "2.0",
        "class": "dataset",
        "updated": updated,
        "id": list(names),
        "size": [len(one) for one in codes],
        "value": value,
        "dimension": dimension,
        "extension": {"id": "DS-059341", "agencyId": "ESTAT", "version": "1.0"},
    }
    return json.dumps(message).encode()


TRADE = {
    ("EU27_2020", "KZ", "2", "2021"): 5.5e9,
    ("EU27_2020", "KZ", "2", "2025"): 9e9,
    ("EU27_2020", "WORLD", "2", "2025"): 2.7e12,
    ("DE", "KZ", "1", "2021"): 4e9,
}
"""Revised figures of 2021, and a later year."""


def votes() -> bytes:
    """The roll calls of 2018 as the library would list them, Kazakhstan's votes turned round, and those of 2024."""
    told = []
    calls = [call for call in tables.votes() if call.date[:4] in {"2018", "2019"}]
    for call in calls:
        cast = dict(call.votes)
        if call.date.startswith("2018") and "KAZ" in cast:
            cast["KAZ"] = {"Y": "N", "N": "Y", "A": "A"}[cast["KAZ"]]
        told.append((900_000 + call.id, call.date, call.resolution, cast))
        if call.date.startswith("2019"):
            later = call.date.replace("2019", "2024") if not call.date.endswith("02-29") else "2024-02-28"
            told.append((950_000 + call.id, later, f"{call.resolution}/LATER", cast))
    told.append((999_999, "2025-03-01", "A/RES/79/999", {"KAZ": "Y", "DEU": "Y"}))
    rows = []
    for number, day, resolution, cast in told:
        count = {letter: f"{sum(vote == letter for vote in cast.values())}.0" for letter in "YNA"}
        common = {"undl_id": str(number), "date": day, "resolution": resolution, "total_ms": f"{len(cast)}.0"}
        common |= {"total_yes": count["Y"], "total_no": count["N"], "total_abstentions": count["A"]}
        common |= {"total_non_voting": ""}
        rows += [common | {"ms_code": area, "ms_vote": vote} for area, vote in cast.items()]
    return library(rows)


GDP = [{"date": "2023", "value": 3e11}, {"date": "2026", "value": 4e11}]


def put(session: Session, folder: Path, name: str, publisher: str, content: bytes) -> None:
    file = folder / name
    file.write_bytes(content)
    [outcome] = ingest(session.store, source(publisher), [file])
    assert outcome.result == "new", outcome


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("superseded")
    opened = Session(plan(), folder / "data")
    put(opened, folder, "ds-059341.json", "comext", comext(TRADE, "2026-10-15T11:00:00+0200"))
    put(opened, folder, "gdp.json", "worldbank", page(1, 1, *GDP).replace(b"2026-07-13", b"2026-10-13"))
    put(opened, folder, "votes.csv", "unga", votes())
    return opened


def newest(record: Record, measure: str, reporter: str, partner: str, **where: str) -> list[Reading]:
    return readings.find(record, [measure], reporters=[reporter], partners=[partner], newest=True, where=where)


@pytest.mark.parametrize(
    ("measure", "reporter", "partner", "publisher"),
    [
        ("exports", "EU27_2020", "KAZ", "ESTAT"),
        ("imports", "DEU", "KAZ", "ESTAT"),
        ("gdp", "KAZ", "_Z", "WB"),
        ("un_vote_agreement", "EU27_2020", "KAZ", "UN"),
        ("un_vote_agreement", "DEU", "KAZ", "UN"),
    ],
)
def test_no_pair_shows_two_editions_as_two_definitions(session, measure, reporter, partner, publisher) -> None:
    found = newest(session.record(), measure, reporter, partner)
    listed = defaultdict(list)
    for reading in found:
        if reading.definition.dataflow.partition(":")[0] == publisher:
            key = [getattr(reading.definition, c) for c in DEFINITION_COLUMNS if c not in {"dataflow", "vintage"}]
            listed[tuple(key)].append((reading.definition.dataflow, reading.definition.vintage, reading.value))
    assert listed
    assert {key: told for key, told in listed.items() if len(told) > 1} == {}


@pytest.mark.parametrize(
    ("measure", "reporter", "partner", "period", "unit", "old", "new"),
    [
        ("exports", "EU27_2020", "KAZ", "2021", "EUR", 5.487e9, 5.5e9),
        ("imports", "DEU", "KAZ", "2021", "EUR", None, 4e9),
        ("gdp", "KAZ", "_Z", "2023", "USD", 2.62e11, 3e11),
    ],
)
def test_revised_values_stand_and_the_old_ones_before(
    session, measure, reporter, partner, period, unit, old, new
) -> None:
    where = {"period": period, "unit": unit, "base": "_Z", "method": "table"}
    where |= {"dataflow": "WB:WDI" if measure == "gdp" else COMEXT}
    if measure != "gdp":
        where["product"] = "TOTAL"
    [now] = newest(session.record(), measure, reporter, partner, **where)
    assert now.value == new
    assert now.definition.vintage.startswith("2026-1")
    [then] = newest(session.record(BEFORE), measure, reporter, partner, **where)
    shipped = Session(plan(), session.store.folder.parent / "none").record()
    [told] = newest(shipped, measure, reporter, partner, **where)
    assert (then.id, then.value) == (told.id, told.value)
    assert then.value != new
    if old is not None:
        assert then.value == pytest.approx(old, rel=0.01)


def test_votes_are_those_of_the_day(session) -> None:
    def agreement(record: Record, year: str) -> list[tuple[str, float]]:
        where = {"period": year, "variant": "identical", "product": "_Z"}
        found = newest(record, "un_vote_agreement", "DEU", "KAZ", **where)
        return [(reading.definition.vintage, reading.value) for reading in found]

    shipped = Session(plan(), session.store.folder.parent / "none").record()
    for year in ("2017", "2018", "2020"):
        assert agreement(session.record(BEFORE), year) == agreement(shipped, year)
    assert agreement(session.record(), "2017") == agreement(shipped, "2017")
    both = [
        (call.votes["DEU"], call.votes["KAZ"])
        for call in tables.votes()
        if call.date.startswith("2018") and {"DEU", "KAZ"} <= set(call.votes)
    ]
    turned = {"Y": "N", "N": "Y", "A": "A"}
    [(vintage, value)] = agreement(session.record(), "2018")
    assert vintage > "2026"
    assert value == pytest.approx(100 * sum(a == turned[b] for a, b in both) / len(both), abs=1e-9)
    assert len(agreement(session.record(), "2024")) == 1
    assert agreement(session.record(BEFORE), "2024") == []


def test_what_is_withdrawn_does_not_come_back(tmp_path) -> None:
    opened = Session(plan(), tmp_path / "data")
    less = {key: value for key, value in TRADE.items() if key != ("DE", "KZ", "1", "2021")}
    less[("DE", "KZ", "1", "2020")] = 3e9  # the same extent without that cell
    whole = {**less, ("DE", "KZ", "1", "2021"): 4e9}
    put(opened, tmp_path, "whole.json", "comext", comext(whole, "2026-10-16T11:00:00+0200"))
    put(opened, tmp_path, "less.json", "comext", comext(less, "2026-10-17T11:00:00+0200"))
    where = {"period": "2021", "unit": "EUR", "dataflow": COMEXT, "product": "TOTAL"}
    assert newest(opened.record(BEFORE), "imports", "DEU", "KAZ", **where)  # it ships
    assert newest(opened.record("2026-10-16"), "imports", "DEU", "KAZ", **where)
    assert newest(opened.record(), "imports", "DEU", "KAZ", **where) == []


def test_a_count_of_roll_calls_explains_to_its_harvest(session) -> None:
    record = session.record()
    found = newest(record, "un_vote_agreement", "DEU", "KAZ", period="2018", variant="identical", product="_Z")
    [whole] = readings.complete(record, found)
    [cell] = readings.observations(record, whole.cells)
    calls = sum(call.date.startswith("2018") for call in tables.votes())
    assert (cell.measure, cell.period, cell.value, cell.dataflow) == ("un_roll_calls", "2018", calls, "UN:GA_VOTES")
    assert cell.origin in record.warehouse.origins


# fmt: off
LARGE = frozenset(
    [
        "CEPII:BACI_TOP", "US_CENSUS:TRADE", "JP_MOF:TRADE", "RU_FCS:TRADE", "KG_NSC:TRADE",
        "AM_ARMSTAT:TRADE", "IMF:DOTS", "IMF:CDIS", "AIDDATA:GCDF", "CIA:FACTBOOK", "GAPMINDER:SG", "WB:LPI",
        "JRC:EDGAR", "UNSD:SDG", "UN:SYB66", "UN:IMS", "UNHCR:RDF", "PASSPORT_INDEX", "OPENFLIGHTS",
        "WIKIDATA:MISSIONS", "WTO:RTA", "VOETEN:UNGA", "OECD:ICIO", "US_BEA:ITA", "CIA:FACTBOOK_PARTNERS",
    ]
)
# fmt: on
"""Tables of the world read from copies of publishers without a connector to that table."""


@pytest.mark.parametrize("id", tables.dataflows())
def test_what_can_be_harvested_ships_under_the_same_id(id) -> None:
    """Of a publisher with a connector only what is not its own table keeps an id of its own."""
    feeds = {feed.id for one in sources().values() for feed in one.dataflows}
    own = {
        "COMTRADE:SUM",  # our sums over another's selection of rows
        "CEPII:GEODIST",  # no connector
        *("CEPII:GRAVITY", "CEPII:GRAVITY_COMTRADE", "CEPII:GRAVITY_IMF", "CEPII:GRAVITY_BACI"),  # one data base
        *("EC:COIR", "ESTAT:NRG_TI_COIFPM", "OECD:EDU_ENRL_MOBILE", "UZ_STAT:TRADE"),
        *LARGE,
    }
    assert (id in feeds) is (id not in own)
