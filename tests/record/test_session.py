"""One session for many threads and processes: the answers of one thread, no error, flat memory, states swapped."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.record.test_vintages import FLAGS, draft
from tests.replay.fake import row

from hali.pillars.plan import plan
from hali.record import readings
from hali.record.session import Session

THREADS, QUESTIONS = 16, 500

PAIRS = [("KAZ", "EU27_2020"), ("EU27_2020", "KAZ"), ("DEU", "KAZ"), ("KAZ", "RUS"), ("KAZ", "UZB"), ("UZB", "KAZ")]
MEASURES = ("exports", "trade_total", "partner_share_trade", "partner_rank", "trade_growth", "un_vote_agreement")


def answer(session: Session, question: tuple[str, str, str, str]) -> list[tuple[str, float]]:
    measure, reporter, partner, as_of = question
    found = readings.find(session.record(as_of), [measure], reporters=[reporter], partners=[partner], newest=True)
    return [(reading.id, reading.value) for reading in found]


def questions() -> list[tuple[str, str, str, str]]:
    return [(m, a, b, day) for m in MEASURES for a, b in PAIRS for day in ("", "2023-01-01")]


def megabytes() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.slow
def test_many_threads_get_the_answers_of_one(tmp_path: Path) -> None:
    alone = Session(plan(), tmp_path / "alone")
    expected = {question: answer(alone, question) for question in questions()}
    assert sum(bool(found) for found in expected.values()) > 40
    shared = Session(plan(), tmp_path / "shared")
    held: list[float] = []

    def ask(seed: int) -> int:
        dice = random.Random(seed)
        wrong = 0
        for number in range(QUESTIONS):
            question = dice.choice(questions())
            wrong += answer(shared, question) != expected[question]
            if seed == 0 and number in {QUESTIONS // 2, QUESTIONS - 1}:
                held.append(megabytes())
        return wrong

    with ThreadPoolExecutor(THREADS) as threads:
        assert sum(threads.map(ask, range(THREADS))) == 0
    if Path("/proc/self/statm").exists():
        assert held[1] - held[0] < 40, "memory grows with the number of questions"


def test_a_newer_state_is_swapped_in_and_the_old_one_stays_with_its_readers(tmp_path: Path) -> None:
    session = Session(plan(), tmp_path)
    before = session.record()
    stop = threading.Event()
    seen: set[tuple[str, int]] = set()

    def read() -> None:
        while not stop.is_set():
            record = session.record()
            found = readings.find(
                record, ["exports"], reporters=["KAZ"], partners=["DEU"], where={"dataflow": "FAKE:TRADE"}
            )
            seen.add((record.id, len(found)))

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(read) for _ in range(4)]
        try:
            rows = [row("2020", 5e6, partner="DEU"), row("2021", 6e6, partner="DEU")]
            session.store.commit([draft(*rows, day="2026-01-01")], FLAGS)
            after = session.record()
            readings.find(after, ["exports"], reporters=["KAZ"], partners=["DEU"])
        finally:
            stop.set()
        for one in running:
            one.result()
    assert before.id != after.id
    assert {id_ for id_, _ in seen} <= {before.id, after.id}
    assert {count > 0 for id_, count in seen if id_ == before.id} <= {False}
    assert {count > 0 for id_, count in seen if id_ == after.id} <= {True}
    assert session.record() == after
    assert session.record().warehouse is after.warehouse


ASK = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from hali.pillars.plan import plan
from hali.record import readings
from hali.record.session import Session

session = Session(plan(), Path(sys.argv[1]))

def ask(_):
    record = session.record()
    found = readings.find(record, ["exports"], reporters=["KAZ"], partners=["EU27_2020"], newest=True)
    return record.id, len(found), round(sum(r.value for r in found))

with ThreadPoolExecutor(3) as threads:
    print(set(threads.map(ask, range(3))))
"""


@pytest.mark.slow
def test_many_processes_begin_at_once(tmp_path: Path) -> None:
    """Eight processes of three threads each on an empty data folder."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(tmp_path / "data")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    told = [one.communicate() for one in started]
    assert {error for _, error in told} == {""}
    assert len({answer for answer, _ in told}) == 1
    assert not list((tmp_path / "data").rglob(".part-*")), "something unfinished was left"
