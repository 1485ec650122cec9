"""The processes that read and check: ended when they take too long, started anew, never more than the machine bears."""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import psutil
import pytest

from hali.checking.intake.ingest import plain
from hali.errors import UnreadableInput
from hali.web.checking import pool as pools
from hali.web.checking import reading
from hali.web.checking.messages import Message
from hali.web.checking.pool import Busy, Pool
from hali.web.checking.processes import Child, Stopped
from hali.web.checking.questions import Question, Variant

ASKED = Question(plain("The EPCA entered into force in 2016.", "text"))


def message(**head):
    return Message(
        {"do": "file", "format": "json", "review": None, **head, "question": ASKED.told(), "variant": asdict(Variant())}
    )


def alone(work):
    """Run a coroutine in a thread of its own: a browser of other tests holds the loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def running(work):
    """Run some work with a pool and end the pool."""

    async def whole():
        pool = Pool({})
        await pool.start()
        try:
            return await work(pool)
        finally:
            await pool.stop()

    return alone(whole())


def test_each_file_has_a_process_of_its_own_and_none_is_left():
    before = set(psutil.Process().children(recursive=True))

    async def work(pool):
        first, second = await asyncio.gather(pool.read(b"Trade grew.", "a.txt"), pool.read(b"Trade fell.", "b.txt"))
        return first.text, second.text, set(psutil.Process().children(recursive=True)) - before

    first, second, children = running(work)
    assert (first, second) == ("Trade grew.", "Trade fell.")
    assert children
    _, left = psutil.wait_procs(children, timeout=10)
    assert not left


def test_it_is_started_once_however_many_ask():
    async def work():
        before = set(psutil.Process().children())
        child = Child(pools.READER, {})
        await asyncio.gather(child.start(), child.start(), child.start())
        started = set(psutil.Process().children()) - before
        await child.end()
        return started

    assert len(alone(work())) == 1


def test_a_reader_has_limits_it_cannot_lift():
    resource = pytest.importorskip("resource")

    async def work(pool):
        waiting = pool._reader
        reader = psutil.Process(waiting._process.pid)
        before = reader.rlimit(psutil.RLIMIT_AS)
        task = asyncio.create_task(pool.read(b"%PDF-1.4 " + b"x" * 100, "a.pdf"))
        seen = set()
        while not task.done():
            for one in (reader, *_children(reader)):
                try:
                    seen.add(one.rlimit(psutil.RLIMIT_AS))
                except psutil.Error:
                    continue
            await asyncio.sleep(0.002)
        with pytest.raises(UnreadableInput):
            await task
        return before, seen

    before, seen = running(work)
    assert before[0] in {resource.RLIM_INFINITY, -1} or before[0] > reading.MEMORY
    assert (reading.MEMORY, reading.MEMORY) in seen
    assert all(limit in {before, (reading.MEMORY, reading.MEMORY)} for limit in seen)


def _children(process):
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def test_a_file_that_takes_too_long_is_left_and_the_next_one_is_read(monkeypatch):
    async def work(pool):
        monkeypatch.setattr(reading, "SECONDS", -1)
        with pytest.raises(UnreadableInput, match="seconds or 512 MB"):
            await pool.read(b"Trade grew.", "a.txt")
        monkeypatch.undo()
        return await pool.read(b"Trade grew.", "a.txt")

    assert running(work).text == "Trade grew."


def test_a_checker_that_dies_is_replaced():
    async def work(pool):
        async def ask():
            return [one async for one in pool.check(message())]

        # the first of all computes what it needs, and may have to be replaced for the memory that takes
        await ask()
        await ask()
        checker = pool._checkers[0]
        gone = checker._process
        under_way = asyncio.create_task(ask())
        os.kill(gone.pid, signal.SIGKILL)
        with pytest.raises(Stopped):
            await under_way
        answers = await ask()
        return gone.pid, checker._process.pid, answers[-1]

    before, after, answer = running(work)
    assert before != after
    assert b"EPCA" in answer.body


def test_more_than_may_wait_is_refused_at_once(monkeypatch):
    monkeypatch.setattr(pools, "WAITING", 1)

    async def work(pool):
        async def ask():
            return [one async for one in pool.check(message())]

        # the checker is not ready yet: one may wait for it, the second may not
        first = asyncio.create_task(ask())
        await asyncio.sleep(0.05)
        with pytest.raises(Busy):
            await ask()
        return await first

    assert running(work)[-1].head["record"]


def test_what_is_no_message_of_ours_ends_the_process():
    async def work():
        child = Child("this", {})  # prints a poem
        with pytest.raises(Stopped):
            [one async for one in child.ask(Message({}), 20)]
        assert not child.running

    alone(work())


def test_a_checker_counts_its_own_memory_and_not_that_of_the_server():
    import subprocess
    import sys

    held = b"1" * 400_000_000
    told = subprocess.run(
        [sys.executable, "-c", "from hali.web.checking.working import _megabytes; print(_megabytes())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(held) // 1_000_000 > int(told.stdout) > 10
