"""A server of its own process: free while it checks, alive after a kill, several workers with one store."""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import threading
import time

import httpx
import psutil
import pytest
from tests.web.checking.conftest import EXAMPLE, started

from hali.cli_serve import listen

pytestmark = pytest.mark.slow

LONG = "\n\n".join(f"{EXAMPLE.read_text(encoding='utf-8')}\n\nPart {n} of many." for n in range(30))


def post(address, **form):
    answer = httpx.post(f"{address}/en/check", timeout=60, **form)
    assert answer.status_code == 303, answer.text[:300]
    return f"{address}{answer.headers['location']}"


def until_ready(place, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = httpx.get(place, timeout=60)
        if b'id="findings"' in answer.content:
            return answer
    raise AssertionError("no findings")


def test_the_example_is_checked_in_time(server):
    until_ready(post(server, data={"text": "In 2021 the EU had 28.4 % of Kazakhstan's foreign trade."}))
    began = time.monotonic()
    place = post(server, files={"file": (EXAMPLE.name, EXAMPLE.read_bytes())}, data={"live": "1"}).partition("?")[0]
    first = None
    with httpx.stream("GET", f"{place}/events", timeout=60) as told:
        for line in told.iter_lines():
            if line == "event: finding" and first is None:
                first = time.monotonic() - began
    done = time.monotonic() - began
    assert first is not None
    # the goals are 1 and 3 s on an idle machine; bench/ measures them
    assert first < 3
    assert done < 9
    assert httpx.get(place).status_code == 200


def test_the_server_answers_while_it_checks(server):
    took = []
    place = post(server, data={"text": LONG, "live": "1"}).partition("?")[0]
    waiting = threading.Thread(target=until_ready, args=(place,))
    waiting.start()
    with httpx.Client(timeout=10) as client:  # to make one takes longer than to be answered
        while waiting.is_alive():
            began = time.monotonic()
            assert client.get(f"{server}/healthz").status_code == 200
            took.append(time.monotonic() - began)
            time.sleep(0.02)
    waiting.join()
    assert len(took) > 10
    assert statistics.median(took) < 0.05


def test_killed_in_the_middle_of_a_check_it_goes_on_after_a_restart():
    with started() as (address, process):
        place = post(address, data={"text": LONG, "live": "1"}).partition("?")[0]
        before = until_ready(post(address, data={"text": "The EPCA entered into force in 2016."}))
        children = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        # the processes it had notice that nobody listens any more
        _, left = psutil.wait_procs(children, timeout=70)
        assert not left
    with started() as (again, _):
        until_ready(place.replace(address, again))
        earlier = str(before.url).replace(address, again)
        answer = httpx.get(earlier, timeout=60)
        assert re.findall(r"<mark.*?</mark>", answer.text) == re.findall(r"<mark.*?</mark>", before.text)


def test_no_answer_waits_for_more_to_send():
    # asyncio turns Nagle's algorithm off only for sockets that say they are TCP; else each answer is 40 ms late
    with listen("127.0.0.1", 0) as bound:
        assert bound.proto == socket.IPPROTO_TCP


def test_several_workers_share_what_was_asked():
    with started("--workers", "2") as (address, _):
        place = post(address, data={"text": "In 2021 the EU had 28.4 % of Kazakhstan's foreign trade.", "live": "1"})
        place = place.partition("?")[0]
        # each request is a new connection, which either process may take
        pages = {until_ready(place).text for _ in range(8)}
        assert len(pages) == 1
        assert httpx.post(f"{place}/delete", timeout=30).status_code == 303
        assert {httpx.get(place).status_code for _ in range(8)} == {404}
