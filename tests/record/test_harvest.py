"""From a publisher's answers to vintages: each fault ends in success or one clear line, and the record as it was."""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from tests.replay.fake import FAKE, TRADE, URL, body, message, other, row
from tests.replay.server import Message, Replay

from hali.access.http import Client, Limits
from hali.errors import SourceUnavailable
from hali.model.source import Request, Scope
from hali.record import harvest, journal
from hali.record.vintages import Store

CHOSEN = [(FAKE, TRADE)]
ALL = (Scope(),)
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    with Replay() as running:
        monkeypatch.setenv("HALI_REPLAY", running.address)
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def update(store: Store, chosen=CHOSEN, scopes=ALL, **more):
    limits = Limits(body=2_000_000, grace=0.2, slowest=1000)

    def patient() -> Client:
        return Client(store.state / "hosts", limits, sleep=lambda _: None)

    return harvest.update(store, chosen, scopes, client=patient, **more)


def seeded(server: Replay, store: Store) -> None:
    """A first vintage of two rows."""
    server.answer(URL, message([row("2020", 10.0), row("2021", 20.0)], "2026-01-01"))
    (outcome,) = update(store)
    assert (outcome.result, outcome.rows) == ("new", 2)


def test_a_first_vintage_and_what_it_is_made_of(server: Replay, store: Store) -> None:
    seeded(server, store)
    (vintage,) = store.read().vintages
    assert (vintage.known, vintage.slice, vintage.rows) == ("2026-01-01", "data.example.org/trade", 2)
    (origin,) = vintage.origins
    assert origin["attribution"] == "Fake office, TRADE, 2026-01-01"
    assert vintage.raw[0] in origin["note"]
    assert URL in origin["note"]
    assert set(store.rows(vintage)["origin"].to_pylist()) == {origin["id"]}
    assert store.raw.read(vintage.raw[0]) == body([row("2020", 10.0), row("2021", 20.0)], "2026-01-01")
    (fetch,) = store.raw.fetches()
    assert (fetch.url, fetch.status, fetch.sha256) == (URL, 200, vintage.raw[0])
    assert store.read().dataflows["FAKE:TRADE"]["world"] == "row"


def test_again_is_unchanged_whatever_the_stamp_and_the_order(server: Replay, store: Store) -> None:
    seeded(server, store)
    server.answer(URL, message([row("2021", 20.0), row("2020", 10.0)], "2026-02-01"))
    (outcome,) = update(store)
    assert (outcome.result, outcome.reason) == ("unchanged", "2 rows as before")
    assert len(store.read().vintages) == 1


def test_a_revision_says_what_changed(server: Replay, store: Store) -> None:
    seeded(server, store)
    server.answer(URL, message([row("2021", 21.0), row("2022", 30.0)], "2026-02-01"))
    (outcome,) = update(store)
    assert outcome.result == "new"
    assert outcome.reason == "known 2026-02-01: 1 added, 1 changed, 1 withdrawn"


FAULTS = {
    "429 with Retry-After": ([Message(status=429, headers={"Retry-After": "1"})], True, ""),
    "500 then success": ([Message(status=500)], True, ""),
    "truncated": ([Message(b'{"table": ', headers=JSON, manner="cut")], True, ""),
    "truncated gzip": ([Message(gzip.compress(b"x" * 90)[:-9], headers={"Content-Encoding": "gzip"})], True, ""),
    "always 429": ([Message(status=429, headers={"Retry-After": "900"})] * 2, False, "come back at"),
    "always 503": ([Message(status=503)] * 9, False, "5 tries (status 503)"),
    "wrong content type": ([Message(b"a,b\n1,2\n", headers={"Content-Type": "text/csv"})] * 9, False, "CSV instead"),
    "web page": ([Message(b"<html>sorry</html>", headers={"Content-Type": "text/html"})] * 9, False, "a web page"),
    "413 in 200": (
        [Message(b'{"warning": {"status": 413, "label": "EXTRACTION_TOO_BIG"}}', headers=JSON)] * 9,
        False,
        "EXTRACTION_TOO_BIG",
    ),
    "empty value": ([message([])] * 9, False, "no rows"),
    "204": ([Message(status=204)] * 9, False, "empty answer (status 204)"),
    "redirect elsewhere": (
        [Message(status=302, headers={"Location": "https://evil.example.com/"})] * 9,
        False,
        "evil.example.com is none of its hosts",
    ),
    "drip": ([Message(b"{" + b" " * 100, headers=JSON, manner="drip")] * 9, False, "too slow"),
    "10 GB": ([Message(b"{", headers=JSON, manner="announced")] * 9, False, "was cut off"),
    "10 GB unannounced": ([Message(b"{", headers=JSON, manner="endless")] * 9, False, "was cut off"),
    "renamed key": (
        [Message(body([row()]).replace(b'"reporter"', b'"declarant"'), headers=JSON)] * 9,
        False,
        "KeyError: 'reporter'",
    ),
    "cut JSON": ([Message(body([row()])[:-20], headers=JSON)] * 9, False, "a form that is not known"),
    "duplicate rows": ([message([row(), row()])] * 9, False, "rows occur twice"),
    "unknown area": ([message([row(partner="QQQ")])] * 9, False, "unknown area 'QQQ' in column partner"),
    "unknown flow": ([message([row(flow="Q")])] * 9, False, "unknown flow 'Q'"),
    "unknown unit": ([message([row(unit="shells")])] * 9, False, "unknown unit 'shells'"),
    "unknown status": ([message([row(status="?")])] * 9, False, "unknown status '?'"),
    "unknown product": ([message([row(product="HS:99999")])] * 9, False, "unknown product 'HS:99999'"),
    "unknown measure": ([message([row(measure="mood")])] * 9, False, "unknown measure 'mood'"),
    "not a number": ([Message(body([row()]).replace(b"1.0", b"NaN"), headers=JSON)] * 9, False, "not finite"),
    "malformed period": ([message([row("2021-13")])] * 9, False, "unknown period '2021-13'"),
    "future": ([message([row("2199")])] * 9, False, "lies in the future"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault(server: Replay, store: Store, fault: str) -> None:
    seeded(server, store)
    before = store.read()
    messages, succeeds, words = FAULTS[fault]
    good = message([row("2020", 10.0), row("2021", 99.0)], "2026-02-01")
    server.answer(URL, *messages, *([good] if succeeds else []))
    (outcome,) = update(store)
    if succeeds:
        assert outcome.result == "new"
        assert len(store.read().vintages) == 2
    else:
        assert outcome.result == "failed"
        assert words in outcome.reason
        assert "\n" not in outcome.line()
        assert store.read() == before
        # what was sent is kept, whatever it was
        assert all(store.raw.path(fetch.sha256).exists() for fetch in store.raw.fetches())


def test_too_few_rows_are_refused_and_many_are_told(server: Replay, store: Store) -> None:
    server.answer(URL, message([row("2020"), row("2021")]))
    (outcome,) = update(store, [(FAKE, replace(TRADE, rows=(3, 9)))])
    assert (outcome.result, outcome.reason) == ("failed", "2 rows, at least 3 are expected")
    (outcome,) = update(store, [(FAKE, replace(TRADE, rows=(1, 1)))])
    assert outcome.result == "new"
    assert outcome.caveats == ("MANY_ROWS: 2 rows, at most 1 are expected",)
    assert "MANY_ROWS" in store.read().vintages[0].origins[0]["note"]


def test_nothing_may_be_a_fact(server: Replay, store: Store) -> None:
    server.answer(URL, message([row()]), Message(status=204))
    flow = replace(TRADE, may_be_empty=True, refuse=lambda _: "")
    assert [o.result for _ in range(2) for o in update(store, [(FAKE, flow)])] == ["new", "new"]
    assert [v.rows for v in store.read().vintages] == [1, 0]


def test_pages_are_one_slice(server: Replay, store: Store) -> None:
    server.answer(URL, message([row("2020")], pages=2))
    server.answer(f"{URL}?page=2", message([row("2021")], page=2, pages=2))
    (outcome,) = update(store)
    assert (outcome.result, outcome.messages, outcome.rows) == ("new", 2, 2)
    (vintage,) = store.read().vintages
    assert len(vintage.raw) == len(vintage.origins) == 2


def test_a_failed_page_fails_the_slice(server: Replay, store: Store) -> None:
    server.answer(URL, message([row("2020")], pages=3))
    server.answer(f"{URL}?page=2", message([row("2021")], page=2, pages=3))
    server.answer(f"{URL}?page=3", message([row("2022")], page=1, pages=3))
    (outcome,) = update(store)
    assert "page after page leads back" in outcome.reason
    server.answer(f"{URL}?page=2", Message(status=404))
    (outcome,) = update(store)
    assert "answered 404" in outcome.reason
    assert store.read().vintages == ()


def test_a_deferred_answer_is_waited_for(server: Replay, store: Store) -> None:
    state = "https://data.example.org/status"
    later = Message(json.dumps({"later": state}).encode(), headers=JSON)
    server.answer(URL, later)
    server.answer(state, later, later, message([row()]))
    (outcome,) = update(store)
    assert (outcome.result, outcome.rows) == ("new", 1)
    server.answer(state, later)
    (outcome,) = update(store)
    assert (outcome.result, "not ready" in outcome.reason) == ("failed", True)


def test_one_failing_slice_keeps_the_others_of_its_dataflow_out(server: Replay, store: Store) -> None:
    flow = replace(TRADE, requests=lambda _: [Request(f"{URL}?part={n}", "application/json") for n in (1, 2)])
    server.answer(f"{URL}?part=1", message([row("2020")]))
    server.answer(f"{URL}?part=2", Message(status=404))
    assert [o.result for o in update(store, [(FAKE, flow)])] == ["failed"]
    assert store.read().vintages == ()


def test_a_failing_publisher_does_not_stop_the_others(server: Replay, store: Store) -> None:
    chosen = [other(n, f"h{n}.example.org") for n in range(4)]
    for n in range(4):
        url = f"https://h{n}.example.org/table{n}"
        server.answer(url, Message(status=500) if n == 1 else message([row(value=float(n + 1))]))
    told: list[str] = []
    outcomes = update(store, chosen, told=lambda outcome: told.append(outcome.dataflow))
    assert [o.result for o in outcomes] == ["new", "failed", "new", "new"]
    assert sorted(told) == [f"FAKE:T{n}" for n in range(4)]
    assert len(store.read().vintages) == 3


def test_hosts_are_asked_side_by_side(server: Replay, store: Store) -> None:
    met = threading.Barrier(3, timeout=10)

    def together(_: str) -> Message:
        met.wait()
        return message([row()])

    server.make("https://h", together)
    outcomes = update(store, [other(n, f"h{n}.example.org") for n in range(3)])
    assert [o.result for o in outcomes] == ["new"] * 3


def test_a_dry_run_asks_nobody(server: Replay, store: Store) -> None:
    (outcome,) = update(store, scopes=[Scope(first="2015"), Scope(first="2015")], dry_run=True)
    assert (outcome.result, outcome.messages, outcome.reason) == ("planned", 1, f"GET {URL}?since=2015")
    assert server.asked == []
    assert not store.folder.exists()


def test_offline_is_one_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALI_OFFLINE", "1")
    with pytest.raises(SourceUnavailable, match="HALI_OFFLINE=1 forbids the network"):
        update(store)


def test_an_interrupted_update_takes_up_the_answers_it_has(
    server: Replay, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer(URL, message([row("2020")], pages=2))
    server.answer(f"{URL}?page=2", message([row("2021")], page=2, pages=2))
    whole = harvest._answer

    def interrupted(given, request):
        if "page=2" in request.url:
            raise KeyboardInterrupt
        return whole(given, request)

    monkeypatch.setattr(harvest, "_answer", interrupted)
    with pytest.raises(KeyboardInterrupt):
        update(store)
    monkeypatch.setattr(harvest, "_answer", whole)
    (outcome,) = update(store)
    assert (outcome.result, outcome.rows) == ("new", 2)
    assert [a.url for a in server.asked] == [URL, f"{URL}?page=2"]
    # once it is done, the next update asks anew
    update(store)
    assert len(server.asked) == 4


def test_an_old_interruption_is_forgotten(server: Replay, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "now", lambda: "2020-01-01T00:00:00+00:00")
    with pytest.raises(ZeroDivisionError), journal.journal(store, "q"):
        _ = 1 / 0
    monkeypatch.undo()
    with journal.journal(store, "q") as kept:
        assert kept.take(Request(URL)) is None
    assert list(store.state.glob("update-*")) == []


def test_the_key_is_nowhere_in_the_store(server: Replay, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALI_FAKE_KEY", "s3cret-key")
    seeded(server, store)
    assert server.asked[0].headers["X-Fake-Key"] == "s3cret-key"
    server.answer(URL, Message(status=401))
    (outcome,) = update(store)
    assert "s3cret" not in outcome.line()
    files = [path for path in store.folder.parent.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        if path.suffix == ".zst":
            content = store.raw.read(path.parent.name + path.stem)
        assert b"s3cret" not in content


def test_monthly_slices_are_vintages_of_their_own(server: Replay, store: Store) -> None:
    flow = replace(TRADE, monthly_slices=True)
    months = [row("2025-01", freq="M"), row("2025-02", freq="M")]
    server.answer(URL, message(months), message([months[0], row("2025-02", 5.0, freq="M")]))
    update(store, [(FAKE, flow)])
    update(store, [(FAKE, flow)])
    assert [v.slice.partition(";")[2] for v in store.read().vintages] == ["2025-01", "2025-02", "2025-02"]


def test_reparsing_the_raw_store_gives_the_same_rows(server: Replay, store: Store) -> None:
    from hali.record.shaping import Answer, drafts
    from hali.record.vintages import row_hash

    seeded(server, store)
    server.answer(URL, message([row("2020", 11.0)], "2026-02-01"))
    update(store)
    for vintage in store.read().vintages:
        fetch = next(f for f in store.raw.fetches() if f.sha256 == vintage.raw[0])
        reply = harvest.Reply(Request(fetch.url), 200, {}, store.raw.read(fetch.sha256))
        (again,) = drafts(store, FAKE, TRADE, vintage.slice, [Answer(reply, fetch.sha256, fetch.retrieved)])
        assert row_hash(again.rows) == vintage.row_hash
        assert again.published == vintage.published
