"""`hali watch`: what is sent, how it is signed, what happens when nobody takes it."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typer.testing import CliRunner

from hali import watching
from hali.access import webhook
from hali.cli import app
from hali.errors import NotDelivered, QuestionError

SECRET = "0123456789abcdef"
PAIR = ("EU", "KAZ")


class Receiver(HTTPServer):
    """Takes messages on this machine and answers with the statuses it is told, then 204."""

    def __init__(self):
        self.taken, self.statuses = [], []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HALI_DATA", str(tmp_path))
    monkeypatch.setenv("HALI_WATCH_SECRET", SECRET)
    return tmp_path


def test_the_first_look_only_remembers(folder, receiver):
    told = watching.look(PAIR, receiver.url, SECRET, path=folder)
    assert (told.first, told.sent, receiver.taken) == (True, False, [])
    again = watching.look(PAIR, receiver.url, SECRET, path=folder)
    assert "nothing changed" in again.line()
    assert receiver.taken == []


def test_what_changed_is_sent_once_and_signed(folder, receiver):
    told = watching.look(PAIR, receiver.url, SECRET, since="2026-06-01", path=folder)
    assert told.sent
    ((headers, body),) = receiver.taken
    expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(headers["Hali-Signature"], expected)
    shape = json.loads(body)
    assert shape["pair"] == list(PAIR)
    assert len(shape["added"]) == told.counts["added"] > 0
    assert not watching.look(PAIR, receiver.url, SECRET, since="2026-06-01", path=folder).sent


def test_what_was_not_taken_is_sent_again(folder, receiver, monkeypatch):
    monkeypatch.setattr(webhook, "PAUSE", 0.0)
    receiver.statuses = [500, 503, 500]
    with pytest.raises(NotDelivered, match="status 500; it is sent again next time"):
        watching.look(PAIR, receiver.url, SECRET, since="2026-06-01", path=folder)
    assert len(receiver.taken) == webhook.TRIES
    assert watching.look(PAIR, receiver.url, SECRET, since="2026-06-01", path=folder).sent


@pytest.mark.parametrize("status", [301, 400, 404])
def test_what_will_not_help_is_not_tried_again(receiver, status):
    receiver.statuses = [status]
    with pytest.raises(NotDelivered, match=f"status {status}"):
        webhook.post(receiver.url, b"{}", SECRET)
    assert len(receiver.taken) == 1


def test_nobody_there(monkeypatch):
    with pytest.raises(NotDelivered, match=r"127\.0\.0\.1 did not take"):
        webhook.post("http://127.0.0.1:9/", b"{}", SECRET, sleep=lambda _: None)


@pytest.mark.parametrize("url", ["ftp://a.example/", "http://a.example/", "https://user:word@a.example/", "", "a"])
def test_only_safe_addresses(url):
    with pytest.raises(QuestionError, match="https://"):
        webhook.checked_address(url)


def test_offline_sends_nothing(monkeypatch):
    monkeypatch.setenv("HALI_OFFLINE", "1")
    with pytest.raises(QuestionError, match="HALI_OFFLINE"):
        webhook.post("https://a.example/", b"{}", SECRET)


@pytest.mark.parametrize(("text", "line"), [("5s", "10s at the least"), ("soon", "a number with"), ("", "a number")])
def test_a_span_that_is_none(text, line):
    with pytest.raises(QuestionError, match=line):
        watching.seconds(text)


def test_a_torn_note_counts_as_none(folder, receiver):
    watching.look(PAIR, receiver.url, SECRET, path=folder)
    for note in (folder / "watch").glob("*.json"):
        note.write_bytes(b"{")
    assert watching.look(PAIR, receiver.url, SECRET, path=folder).first


def test_the_command(folder, receiver, monkeypatch):
    command = ["watch", "EU", "KZ", "--post", receiver.url]
    assert CliRunner().invoke(app, [*command, "--since", "2026-06-01"], catch_exceptions=False).exit_code == 0
    assert len(receiver.taken) == 1
    monkeypatch.delenv("HALI_WATCH_SECRET")
    with pytest.raises(QuestionError, match="HALI_WATCH_SECRET"):
        CliRunner().invoke(app, command, catch_exceptions=False)


def test_again_and_again(folder, receiver, monkeypatch):
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) >= 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("hali.cli_clients.sleep", pause)
    receiver.statuses = [400]
    command = ["watch", "EU", "KZ", "--post", receiver.url, "--since", "2026-06-01", "--every", "10s"]
    CliRunner().invoke(app, command)
    assert pauses == [10.0, 10.0, 10.0]
    assert len(receiver.taken) == 2
