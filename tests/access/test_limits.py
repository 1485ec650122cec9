"""Who asks a host waits for a turn, whichever process or thread it is."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

import pytest

from hali.access import locks
from hali.access.limits import Buckets
from hali.errors import SourceUnavailable


class Clock:
    """A clock that stands still but for those who sleep by it."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buckets(tmp_path: Path, clock: Clock) -> Buckets:
    return Buckets(tmp_path, clock, clock.sleep)


def test_messages_are_spaced(buckets: Buckets, clock: Clock) -> None:
    for _ in range(4):
        buckets.take("h", 2.0)
    assert clock.slept == [0.5, 0.5, 0.5]
    clock.now += 10
    buckets.take("h", 2.0)
    assert clock.slept == [0.5, 0.5, 0.5]


def test_hosts_do_not_wait_for_each_other(buckets: Buckets, clock: Clock) -> None:
    buckets.take("a", 1.0)
    buckets.take("b", 1.0)
    assert clock.slept == []


def test_a_host_that_asked_for_patience_is_left_alone_by_all(tmp_path: Path, clock: Clock) -> None:
    Buckets(tmp_path, clock, clock.sleep).hold("h", 30)
    Buckets(tmp_path, clock, clock.sleep).take("h", 1.0)
    assert clock.slept == [30]


def test_the_day_ends_at_midnight_utc(buckets: Buckets, clock: Clock) -> None:
    for _ in range(3):
        buckets.take("h", 100.0, daily=3)
    with pytest.raises(SourceUnavailable, match="limit of 3 messages a day is used up; come back after midnight UTC"):
        buckets.take("h", 100.0, daily=3)
    clock.now += 86_400
    buckets.take("h", 100.0, daily=3)


def test_a_clock_set_back_does_not_shut_the_door(buckets: Buckets, clock: Clock) -> None:
    buckets.take("h", 1.0)
    clock.now -= 86_400 * 365
    buckets.take("h", 1.0)
    assert sum(clock.slept) <= 1


def test_a_torn_state_is_no_obstacle(buckets: Buckets, tmp_path: Path) -> None:
    buckets.take("h", 1000.0)
    (tmp_path / "h.json").write_text('{"free": 17')
    buckets.take("h", 1000.0)


def _ask(folder: str, messages: int, slept: multiprocessing.Queue[float]) -> None:
    buckets = Buckets(Path(folder), lambda: 0.0, slept.put)
    for _ in range(messages):
        buckets.take("h", 50.0)


@pytest.mark.skipif(locks.fcntl is None, reason="only POSIX forks processes and locks between them with fcntl")
def test_two_processes_share_one_bucket(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    slept: multiprocessing.Queue[float] = context.Queue()
    asking = [context.Process(target=_ask, args=(str(tmp_path), 15, slept)) for _ in range(2)]
    for process in asking:
        process.start()
    turns = sorted(slept.get(timeout=20) for _ in range(29))
    for process in asking:
        process.join()
    # the clock stands still: each waits until a turn of its own, and only the first does not wait
    assert turns == pytest.approx([number * 0.02 for number in range(1, 30)])


def _die_holding(folder: str, ready: multiprocessing.synchronize.Event) -> None:
    import os
    import signal

    from hali.access.durable import held

    with held(Path(folder) / "h.lock"):
        ready.set()
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_crashed_holder_frees_the_lock(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    process = context.Process(target=_die_holding, args=(str(tmp_path), ready))
    process.start()
    assert ready.wait(10)
    process.join()
    Buckets(tmp_path, time.time, time.sleep).take("h", 100.0)
