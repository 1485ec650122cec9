"""update, ingest, sources and record from the command line, with a publisher on this machine."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.replay.server import Message, Replay
from tests.test_cli import Run, refused, run

from hali.errors import NotInRecord
from hali.record.vintages import Store

__all__ = ["run"]

BANK = "https://api.worldbank.org/"


class Bank:
    """The World Bank's API, version 2: every indicator of every country asked for, 2020 to 2022."""

    def __init__(self) -> None:
        self.factor = 1.0
        self.failing = ""
        self.years = (2020, 2021, 2022)
        self.stamp = "2026-07-01"

    def __call__(self, url: str) -> Message:
        parts = urlsplit(url)
        _, _, _, countries, _, indicator = parts.path.split("/")
        if self.failing and self.failing in indicator:
            return Message(b"<html>maintenance</html>", headers={"Content-Type": "text/html"})
        codes = ["KAZ", "DEU"] if countries == "all" else countries.split(";")
        rows = [
            {
                "indicator": {"id": indicator, "value": indicator},
                "country": {"id": code[:2], "value": code},
                "countryiso3code": code,
                "date": str(year),
                "value": self.factor * (len(indicator) + year / 1000 + number / 10),
                "unit": "",
                "obs_status": "",
                "decimal": 1,
            }
            for number, code in enumerate(codes)
            for year in self.years
        ]
        assert parse_qs(parts.query)["format"] == ["json"]
        header = {"page": 1, "pages": 1, "per_page": 20000, "total": len(rows), "lastupdated": self.stamp}
        return Message(json.dumps([header, rows]).encode(), headers={"Content-Type": "application/json;charset=utf-8"})


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    made = Bank()
    with Replay() as server:
        monkeypatch.setenv("HALI_REPLAY", server.address)
        monkeypatch.setattr("hali.access.limits.Buckets.take", lambda *_: None)
        server.make(BANK, made)
        yield made


def test_update_brings_vintages_and_says_so(run: Run, bank: Bank, tmp_path: Path) -> None:
    done = run("update", "WB:GOV_WGI")
    assert done.code == 0, done.err
    assert re.fullmatch(
        r"new +WB:GOV_WGI +known 2026-07-01: \d+ slices, [\d,]+ added, 0 changed, 0 withdrawn\n", done.out
    )
    assert "1 new" in done.err
    done = run("update", "wb:gov_wgi")
    assert re.fullmatch(r"unchanged +WB:GOV_WGI +\d+ rows as before\n", done.out)
    bank.factor = 1.01
    done = run("update", "WB:GOV_WGI", "--format", "json")
    (outcome,) = json.loads(done.out)
    assert (outcome["result"], outcome["dataflow"]) == ("new", "WB:GOV_WGI")

    shown = run("sources", "worldbank").out
    assert "known 2026-07-01" in shown
    assert re.search(r"last revision \w{12} -> \w{12}: 0 added, 6 changed, 0 withdrawn", shown)
    assert re.search(r"governance_index\S* 20\d\d (KAZ|DEU)-_Z _Z _Z +[\d.]+ -> [\d.]+ INDEX", shown)
    tables = {table["dataflow"]: table for table in json.loads(run("sources", "worldbank", "--format", "json").out)}
    revisions = tables["WB:GOV_WGI"]["revisions"]
    assert all(r["changed"] == 6 and len(r["largest"]) == 6 for r in revisions)

    assert re.fullmatch(r"\d+ files, all whole\n", run("record", "verify").out)
    store = Store(tmp_path / "data")
    damaged = store.path(store.read().vintages[0])
    damaged.write_bytes(b"")
    done = run("record", "verify")
    assert done.code == 2
    assert str(damaged) in done.out
    assert "hali: 1 of" in done.err


def test_one_failing_table_is_exit_3_and_the_others_go_on(run: Run, bank: Bank) -> None:
    bank.failing = "GOV_WGI"
    done = run("update", "worldbank")
    assert done.code == 3
    assert re.search(r"(?m)^failed +WB:GOV_WGI +.*a web page instead of data", done.out)
    assert re.search(r"(?m)^new +WB:WDI ", done.out)
    assert "1 failed" in done.err


@pytest.mark.usefixtures("bank")
def test_a_dry_run_of_everything_sends_nothing(run: Run, tmp_path: Path) -> None:
    done = run("update", "--dry-run", "--since", "2020")
    # without a key UN Comtrade would take more messages than a day allows
    assert (done.code, [line for line in done.out.splitlines() if line.startswith("failed")]) == (
        3,
        [line for line in done.out.splitlines() if "COMTRADE:HS" in line and "HALI_COMTRADE_KEY" in line],
    )
    assert {line.split()[0] for line in done.out.splitlines()} <= {"planned", "skipped", "failed"}
    assert "WB:WDI" in done.out
    assert "UN:GA_VOTES" not in done.out
    assert "this would take at most" in done.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("update", "nobody"), ("unknown source", "worldbank")),
        (("update", "unga"), ("not asked by program", "hali ingest unga FILE")),
        (("update", "--since", "20x1"), ("unknown period", "2021")),
        (("update", "--pair", "EU", "Nowhereland"), ("unknown area",)),
        (("ingest", "nobody", "x.csv"), ("unknown source",)),
        (("ingest", "worldbank", "missing.json"), ("missing.json", "cannot be read")),
        (("ingest", "worldbank", "text.json"), ("text.json is no file of World Bank", "WB:WDI")),
        (("record", "export"), ("name a file",)),
        (("record", "gc", "x"), ("no file is needed",)),
        (("record", "export", "x.tar"), ("nothing was harvested yet",)),
        (("record", "import", "text.json"), ("text.json is no export",)),
        (("sources", "nobody"), ("unknown source",)),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("bank")
def test_wrong_questions(run: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    Path("text.json").write_text("{}")
    refused(run(*arguments), *words)


@pytest.mark.usefixtures("bank")
def test_offline_is_one_line_and_exit_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALI_OFFLINE", "1")
    done = run("update", "worldbank")
    assert (done.code, done.out) == (3, "")
    assert done.err.strip().count("\n") == 0
    assert "HALI_OFFLINE=1" in done.err


@pytest.mark.usefixtures("bank")
def test_a_store_of_another_format_is_refused(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "data" / "store"
    store.mkdir(parents=True)
    (store / "manifest.json").write_text('{"format": 0, "dataflows": {}, "vintages": []}')
    for arguments in (("brief", "EU", "KZ"), ("record", "verify"), ("record", "gc"), ("sources", "worldbank")):
        refused(run(*arguments), "has format 0, this hali reads format 3")


def test_ingest_move_and_tidy(run: Run, bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = bank(f"{BANK}v2/country/all/indicator/NY.GDP.MKTP.CD?format=json")
    Path("gdp.json").write_bytes(reply.body)
    monkeypatch.setenv("HALI_OFFLINE", "1")
    done = run("ingest", "worldbank", "gdp.json")
    assert (done.code, done.out.split()[:2]) == (0, ["new", "WB:WDI"])
    assert run("ingest", "worldbank", "gdp.json").out.startswith("unchanged")
    assert run("record", "export", "all.tar").code == 0
    assert "0 files removed" in run("record", "gc").err
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "there"))
    assert "1 new vintages imported" in run("record", "import", "all.tar").err
    assert Store(tmp_path / "there").read() == Store(tmp_path / "data").read()


@pytest.mark.usefixtures("record")
def test_sources_lists_what_is_there(run: Run) -> None:
    shown = run("sources").out
    assert re.search(r"(?m)^KZ_BNS:TRADE  .*2018-2026  6,878 rows  known 2026-08-01 .*ingest only", shown)
    listed = {entry["dataflow"]: entry for entry in json.loads(run("sources", "--all", "--format", "json").out)}
    assert listed["COMTRADE:HS"]["ship"] == "N"
    assert listed["COMTRADE:HS"]["key"] == "HALI_COMTRADE_KEY"
    assert listed["COMTRADE:HS"]["rows"] == 0
    assert listed["WB:WDI"]["licence"] == "CC BY 4.0"
    assert listed["KZ_BNS:TRADE"]["automated"] is False
    assert listed["CEPII:GEODIST"]["rows"] > 0


CSV = {"Content-Type": "application/vnd.sdmx.data+csv;version=2.0.0"}
HEADER = "STRUCTURE,STRUCTURE_ID,freq,indic_et,sitc06,partner,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"


def table(*changes: tuple[str, str], value: float = 5487.0, manner: str = "") -> Message:
    """Exports of the EU to Kazakhstan and all others as Eurostat's service sends them, with some text changed."""
    told = (("KZ", value), ("EXT_EU27_2020", 2_180_000.0))
    rows = [
        f"dataflow,ESTAT:EXT_LT_MAINEU(1.0),A,MIO_EXP_VAL,TOTAL,{partner},EU27_2020,{year},{amount},,"
        for partner, amount in told
        for year in (2021, 2022)
    ]
    text = "\r\n".join([HEADER, *rows, ""])
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Message(text.encode(), headers=CSV, manner=manner)


JSON = {"Content-Type": "application/json"}
TOO_BIG = b'{"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Too large"}}'
ELSEWHERE = {"Location": "https://mirror.example.org/eurostat"}
FAULTS: dict[str, tuple[Message, str]] = {
    "429 with Retry-After": (Message(status=429, headers={"Retry-After": "2"}), ""),
    "500 then success": (Message(status=500), ""),
    "truncated": (table(manner="cut"), ""),
    "wrong content type": (Message(b"%PDF-1.7 sorry", headers={"Content-Type": "application/pdf"}), "a form"),
    "web page": (
        Message(b"<!DOCTYPE html><html>", headers={"Content-Type": "text/html"}),
        "a web page instead of data",
    ),
    "413 in 200": (Message(TOO_BIG, headers=JSON), "the deferred answer is not ready"),
    "fault in 200": (Message(b"<S:Fault><faultstring>NO_RESULTS: none</faultstring></S:Fault>"), "NO_RESULTS"),
    "empty value": (Message(b'{"class": "dataset", "value": {}, "dimension": {}}', headers=JSON), "without cells"),
    "204": (Message(status=204), "an empty answer (status 204)"),
    "redirect elsewhere": (Message(status=302, headers=ELSEWHERE), "mirror.example.org is none of its hosts"),
    "drip": (table(manner="drip"), "too slow"),
    "10 GB": (table(manner="announced"), "was cut off"),
    "changed schema": (table(("partner", "counterpart")), "no column 'partner'"),
    "new dimension": (table(("freq,", "freq,size,"), (",A,", ",A,X,")), "unknown column 'size'"),
    "another table": (table(("EXT_LT_MAINEU", "EXT_LT_MAINMINE")), "not of EXT_LT_MAINEU"),
    "duplicate rows": (table(("2022", "2021")), "rows occur twice"),
    "unknown area": (table(("KZ", "K9")), "unknown ESTAT area code 'K9'"),
    "unknown flag": (table((",5487.0,,", ",5487.0,?,")), "unknown status '?'"),
    "no number": (table(("5487.0", "many")), "many"),
    "wrong scale": (table(value=5.487), "control total missed"),
}
"""What Eurostat answers at first -> what the line of the failure says, "" where asking again succeeds."""


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_from_the_command_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    from hali.access.http import Client, Limits
    from hali.record import harvest

    waited: list[float] = []
    limits = Limits(body=2_000_000, grace=0.1, slowest=5000)
    monkeypatch.setattr(harvest, "Client", lambda state: Client(state, limits, sleep=waited.append))
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    store = Store(tmp_path / "data")
    first, words = FAULTS[fault]
    # a first answer that counts nothing is asked for twice
    lines = [table(), table(), *([first, table(value=5488.0)] if not words else [first])]
    with Replay() as server:
        monkeypatch.setenv("HALI_REPLAY", server.address)
        server.make("https://ec.europa.eu/", lambda _: lines.pop(0) if len(lines) > 1 else lines[0])
        asked = ("update", "ESTAT:EXT_LT_MAINEU", "--pair", "EU", "KZ")
        assert run(*asked).code == 0
        before = store.read()
        done = run(*asked)
    assert "Traceback" not in done.out + done.err
    if not words:
        assert (done.code, done.out.split()[0]) == (0, "new")
        assert len(store.read().vintages) == len(before.vintages) + 1
        assert 2 in waited if "Retry" in fault else waited
        return
    assert (done.code, done.out.split()[0], done.out.count("\n")) == (3, "failed", 1)
    assert words in done.out
    assert store.read() == before


@pytest.mark.slow
def test_a_harvest_reaches_the_readings(run: Run, bank: Bank) -> None:
    """The whole way: a publisher revises a figure, and a reading, its vintage and its origin say so."""
    from dataclasses import replace

    from hali import api, retrieval
    from hali.record import readings

    bank.factor, bank.stamp, bank.years = 6e9, "2026-07-10", (2020, 2021, 2024)
    assert run("update", "WB:WDI").code == 0
    bank.factor, bank.stamp, bank.years = 7e9, "2026-08-01", (2020, 2021)
    assert run("update", "WB:WDI").code == 0

    def shown(*more: str) -> dict[str, str]:
        done = run("readings", "gdp", "--reporter", "KZ", "--format", "json", *more)
        return {
            r["period"]: r["vintage"]
            for r in json.loads(done.out)
            if r["dataflow"] == "WB:WDI" and r["unit"] == "USD" and r["period"] in {"2021", "2024"}
        }

    assert shown() == {"2021": "2026-08-01"}  # 2024 was withdrawn
    assert shown("--all-definitions")["2024"] == "2026-07-10"
    record = api.open_record()
    then = readings.find(replace(record, as_of="2026-07-20"), ["gdp"], reporters=["KAZ"], newest=True)
    stood = {r.definition.period: r.definition.vintage for r in then if r.definition.unit == "USD"}
    assert (stood["2021"], stood["2024"]) == ("2026-07-10", "2026-07-10")
    done = run("readings", "gdp", "--reporter", "KZ", "--period", "2021", "--format", "json")
    found = [r for r in json.loads(done.out) if r["dataflow"] == "WB:WDI" and r["unit"] == "USD"]
    explained = retrieval.explain(found[0]["reading"], record=record)
    (origin,) = {o.id: o for o in explained.origins.values()}.values()
    assert "api.worldbank.org" in origin.note
    assert origin.licence == "CC BY 4.0"
    listed = retrieval.observations("WB:WDI", record=record).to_pylist()
    gdp = {row["period"]: row["value"] for row in listed if (row["measure"], row["reporter"]) == ("gdp", "KAZ")}
    assert found[0]["value"] == gdp["2021"]
    assert "2024" not in gdp
    with pytest.raises(NotInRecord, match="holds nothing of 'WB:WDI' up to 1990-01-01"):
        retrieval.observations("WB:WDI", as_of="1990-01-01", record=record)
