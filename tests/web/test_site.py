"""What requests of a process share."""

from __future__ import annotations

import threading

import pytest

from hali.web import site
from hali.web.settings import Settings


def test_who_comes_when_the_line_is_full_is_told_at_once(client, monkeypatch):
    served = site.opened(Settings())
    go, inside = threading.Event(), threading.Barrier(site.COMPOSING + 1)

    def compose() -> None:
        with served.turn():
            inside.wait(10)
            go.wait(10)

    def wait() -> None:
        with served.turn():
            pass

    composing = [threading.Thread(target=compose) for _ in range(site.COMPOSING)]
    for thread in composing:
        thread.start()
    inside.wait(10)
    waiting = [threading.Thread(target=wait) for _ in range(site.WAITING)]
    for thread in waiting:
        thread.start()
    while served.line._value:
        pass
    with pytest.raises(site.Busy), served.turn():
        pass
    go.set()
    for thread in (*composing, *waiting):
        thread.join()
    with served.turn():
        pass


def test_a_long_wait_ends(monkeypatch):
    monkeypatch.setattr(site, "PATIENCE", 0.05)
    served = site.opened(Settings())
    with served.turn(), served.turn(), pytest.raises(site.Busy), served.turn():
        pass


def test_the_busy_page_says_when_to_come_back(client, app, monkeypatch):
    held = app.state.site
    taken = [held.line.acquire(blocking=False) for _ in range(site.COMPOSING + site.WAITING)]
    try:
        answer = client.get("/en/isl/mlt")
    finally:
        for _ in taken:
            held.line.release()
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "try again" in answer.text
    assert client.get("/en/isl/mlt").status_code == 200
