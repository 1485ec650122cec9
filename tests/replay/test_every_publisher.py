"""Every source that is asked by program, for pairs and for everything, with caps, cut-offs and errors.

Each question ends in success, a named retry or one clear line, and no partial answer is stored as whole. The long form,
for 12 pairs and unscoped, is `python -m tests.torture.publishers`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.replay.publishers import Publishers
from tests.replay.server import Message, Replay

from hali import curation
from hali.access.http import Client, Limits
from hali.record import harvest, planning
from hali.record.harvest import Outcome
from hali.record.vintages import Store

PROOF = ("ESTAT:NRG_TI_OIL", "ESTAT:DS-059341", "COMTRADE:HS", "WB:GOV_WGI", "IMF:IMTS", "ECB:EXR", "OECD:DAC2A")
"""A table of every form of question and answer."""

Rows = dict[tuple[str, ...], float]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    monkeypatch.delenv("HALI_COMTRADE_KEY", raising=False)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # what a power cut leaves is tested elsewhere
    with Replay() as running:
        monkeypatch.setenv("HALI_REPLAY", running.address)
        yield running


def update(
    store: Store, names: tuple[str, ...], pair: tuple[str, str] | None, since: str = "", silence: float = 20.0
) -> list[Outcome]:
    chosen = curation._chosen(list(names))

    def patient() -> Client:
        return Client(store.state / "hosts", Limits(silence=silence, grace=0.2, slowest=1000), sleep=lambda _: None)

    return harvest.update(store, chosen, curation._scopes(pair, since), client=patient)


def held(store: Store) -> Rows:
    """What the store has, by key."""
    names = ("measure", "freq", "period", "reporter", "partner", "flow", "product", "unit")
    found: Rows = {}
    for vintage in store.read().vintages:
        for row in store.rows(vintage).to_pylist():
            found[(vintage.dataflow, *(row[name] for name in names))] = row["value"]
    return found


def test_a_pair_at_every_publisher(server: Replay, tmp_path: Path) -> None:
    Publishers().serve(server)
    outcomes = update(Store(tmp_path), (*PROOF, "ESTAT:EXT_LT_MAINEU", "ESTAT:DS-045409"), ("DE", "KZ"))
    results = {outcome.dataflow: outcome.result for outcome in outcomes}
    assert results.pop("ESTAT:EXT_LT_MAINEU") == "skipped"  # it has the EU only
    assert set(results.values()) == {"new"}, [outcome.line() for outcome in outcomes]


def test_caps_change_nothing_but_the_number_of_messages(
    server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("ESTAT:NRG_TI_OIL", "COMTRADE:HS", "WB:GOV_WGI")
    monkeypatch.setenv("HALI_COMTRADE_KEY", "free")
    Publishers(comtrade=10**9, eurostat=10**9).serve(server)
    generous = Store(tmp_path / "generous")
    assert {o.result for o in update(generous, names, ("EU", "KZ"))} == {"new"}
    asked = len(server.asked)
    capped = Publishers(comtrade=500, eurostat=100, page=20)
    server._makers.clear()
    capped.serve(server)
    store = Store(tmp_path / "capped")
    assert {o.result for o in update(store, names, ("EU", "KZ"))} == {"new"}
    assert held(store) == held(generous)
    assert len(server.asked) > 2 * asked + 10


def test_everything_is_asked_for_in_parts(server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Publishers().serve(server)
    (refused,) = update(Store(tmp_path), ("COMTRADE:HS",), None)
    assert refused.result == "failed"
    assert (
        "messages and 500 a day are allowed; narrow it with --pair or --since, or set HALI_COMTRADE_KEY"
        in refused.reason
    )
    assert server.asked == []
    monkeypatch.setenv("HALI_COMTRADE_KEY", "free")
    names = ("IMF:DIP", "WB:GOV_WGI", "ECB:EXR", "ESTAT:NRG_TI_OIL", "COMTRADE:HS")
    Publishers(comtrade=100_000).serve(server)
    outcomes = update(Store(tmp_path), names, None)
    assert [outcome.result for outcome in outcomes] == ["new"] * 5
    expected = planning.estimate(curation._chosen(list(names)), curation._scopes(None, ""))
    assert expected.messages == len(server.asked) == sum(outcome.messages for outcome in outcomes)
    assert sum(outcome.rows for outcome in outcomes) <= expected.rows
    assert expected.line().startswith(f"at most {expected.messages} messages to 5 hosts and ")


def test_an_unknown_indicator_is_skipped_by_name(server: Replay, tmp_path: Path) -> None:
    Publishers(unknown=("GOV_WGI_RL.EST",)).serve(server)
    (outcome,) = update(Store(tmp_path), ("WB:GOV_WGI",), ("BR", "MX"))
    assert outcome.result == "new"
    assert "skipped GOV_WGI_RL.EST: Invalid value" in outcome.reason
    assert "\n" not in outcome.line()


def test_who_reports_nothing_does_not_stop_the_others(server: Replay, tmp_path: Path) -> None:
    Publishers().serve(server)
    (outcome,) = update(Store(tmp_path), ("COMTRADE:HS",), ("KZ", "TM"))
    assert (outcome.result, "TKM 1995-2006: nothing reported" in outcome.reason) == ("new", True)


def test_the_newest_baci_is_found_and_kept(server: Replay, tmp_path: Path) -> None:
    Publishers().serve(server)
    store = Store(tmp_path)
    (outcome,) = update(store, ("CEPII:BACI",), ("DE", "KZ"))
    assert outcome.result == "new", outcome.line()
    assert server.asked[-1].url.endswith("BACI_HS92_V202701.zip")


def rows_cut(message: Message) -> Message:
    """An answer that ends behind one of its rows, as long as it says it is."""
    body = message.body
    return replace(message, body=body[: body.rindex(b"\n", 0, len(body) * 2 // 3) + 1]) if b"\n" in body else message


FAULTS: dict[str, tuple[Callable[[Message], Message], bool]] = {
    "busy": (lambda _: Message(status=429, headers={"Retry-After": "1"}), True),
    "down": (lambda _: Message(status=503), True),
    "cut on the way": (lambda m: replace(m, manner="cut"), True),
    "silent": (lambda m: replace(m, manner="silent", headers=m.headers | {"X-Wait": "1.2"}), False),
    "a web page": (lambda _: Message(b"<html>sorry</html>", headers={"Content-Type": "text/html"}), False),
    "gone": (lambda _: Message(status=404), False),
    "empty": (lambda m: replace(m, body=b""), False),
    "half": (lambda m: replace(m, body=m.body[: len(m.body) // 2]), False),
}
"""What happens to the first message to each table -> whether it is asked again and all is well."""


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_in_each_table(server: Replay, tmp_path: Path, fault: str) -> None:
    publishers, seen = Publishers(), set[str]()
    spoil, again = FAULTS[fault]

    def answer(url: str) -> Message:
        message, table = publishers.answer(url), url.split("?")[0]
        if table in seen:
            return message
        seen.add(table)
        return spoil(message)

    server.make("https://", answer)
    store = Store(tmp_path / "spoiled")
    outcomes = update(store, PROOF, ("DE", "KZ"), "2017", silence=0.7 if fault == "silent" else 20.0)
    stored = {row[0] for row in held(store)}
    for outcome in outcomes:
        assert "\n" not in outcome.line()
        assert outcome.result == ("new" if again else "failed"), outcome.line()
        assert (outcome.dataflow in stored) == (outcome.result == "new")
    if again:
        server._makers.clear()
        publishers.serve(server)
        assert {o.result for o in update(store, PROOF, ("DE", "KZ"), "2017")} == {"unchanged"}


@pytest.mark.parametrize("before", [False, True], ids=["new", "again"])
def test_a_table_cut_behind_a_row_is_asked_for_again(server: Replay, tmp_path: Path, before: bool) -> None:
    """Where nothing in the answer shows it, the second answer does."""
    publishers, seen = Publishers(), set[str]()
    publishers.serve(server)
    store = Store(tmp_path)
    names = ("ESTAT:EXT_LT_MAINEU", "ESTAT:NRG_IND_REN", "ECB:EXR", "IMF:DIP")
    if before:
        assert {o.result for o in update(store, names, ("EU", "KZ"))} == {"new"}
    was = held(store)

    def answer(url: str) -> Message:
        message = publishers.answer(url)
        if url in seen:
            return message
        seen.add(url)
        return rows_cut(message)

    server._makers[:] = [("https://", answer)]
    outcomes = update(store, names, ("EU", "KZ"))
    assert {o.result for o in outcomes} == {"failed"}
    assert all("cut off" in outcome.reason for outcome in outcomes), [o.line() for o in outcomes]
    assert held(store) == was
    server._makers.clear()
    publishers.serve(server)
    assert {o.result for o in update(store, names, ("EU", "KZ"))} == {"unchanged" if before else "new"}
