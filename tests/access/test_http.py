"""Every way a publisher can misbehave ends in an answer, a named retry, or one clear line."""

from __future__ import annotations

import gzip
import io
import os
import threading
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.replay.fake import FAKE, HOST, URL
from tests.replay.server import Message, Replay

from hali.access.http import USER_AGENT, Client, Limits, _Again
from hali.errors import QuestionError, SourceUnavailable
from hali.model.source import Request

ASK = Request(URL, accept="application/json")
OK = Message(b'{"a": 1}', headers={"Content-Type": "application/json"})


class Slept(list[float]):
    """Notes how long was slept, without sleeping."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    with Replay() as running:
        monkeypatch.setenv("HALI_REPLAY", running.address)
        yield running


@pytest.fixture
def slept() -> Slept:
    return Slept()


@pytest.fixture
def client(tmp_path: Path, slept: Slept):
    limits = Limits(body=1_000_000, file=1_000_000, grace=0.2, slowest=1000)
    with Client(tmp_path / "hosts", limits, sleep=slept, chance=lambda: 0.5) as made:
        yield made


def test_an_answer_as_it_came(server: Replay, client: Client) -> None:
    server.answer(URL, OK)
    reply = client.fetch(FAKE, ASK)
    assert (reply.status, reply.body, reply.headers["content-type"]) == (200, b'{"a": 1}', "application/json")
    sent = server.asked[0].headers
    assert sent["User-Agent"] == USER_AGENT
    assert "hali/" in USER_AGENT
    assert sent["Accept"] == "application/json"


def test_posts_its_body(server: Replay, client: Client) -> None:
    server.answer(URL, OK, method="POST")
    client.fetch(FAKE, Request(URL, method="POST", body=b"q=1"))
    assert server.asked[0].body == b"q=1"


def test_content_encoding_is_removed(server: Replay, client: Client) -> None:
    server.answer(URL, Message(gzip.compress(b"a" * 5000) + gzip.compress(b"b"), headers={"Content-Encoding": "gzip"}))
    assert client.fetch(FAKE, ASK).body == b"a" * 5000 + b"b"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_asks_again_with_growing_pauses(server: Replay, client: Client, slept: Slept, status: int) -> None:
    server.answer(URL, Message(status=status), Message(status=status), OK)
    assert client.fetch(FAKE, ASK).status == 200
    assert [s for s in slept if s > 0.1] == [0.5, 1.0]


def test_gives_up_after_five_tries(server: Replay, client: Client) -> None:
    server.answer(URL, Message(status=503))
    with pytest.raises(SourceUnavailable, match=r"no answer in 5 tries \(status 503\)"):
        client.fetch(FAKE, ASK)
    assert len(server.asked) == 5


def test_retry_after_in_seconds_and_as_a_date(server: Replay, client: Client, slept: Slept) -> None:
    soon = datetime.fromtimestamp(datetime.now(UTC).timestamp() + 60, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.answer(
        URL, Message(status=429, headers={"Retry-After": "7"}), Message(status=503, headers={"Retry-After": soon}), OK
    )
    client.fetch(FAKE, ASK)
    assert 7 in slept
    assert any(55 < s <= 60 for s in slept)


def test_retry_after_too_far_away_says_when(server: Replay, client: Client) -> None:
    server.answer(URL, Message(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(SourceUnavailable, match=r"busy \(status 429\); come back at \d{4}-\d\d-\d\dT\d\d:"):
        client.fetch(FAKE, ASK)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_never_asks_again_what_cannot_be_answered(server: Replay, client: Client, status: int) -> None:
    server.answer(URL, Message(status=status))
    with pytest.raises(SourceUnavailable, match=f"answered {status} "):
        client.fetch(FAKE, ASK)
    assert len(server.asked) == 1


def test_too_large_comes_back_so_that_less_can_be_asked_for(server: Replay, client: Client) -> None:
    server.answer(URL, Message(b"EXTRACTION_TOO_BIG", status=413))
    assert client.fetch(FAKE, ASK).status == 413
    assert len(server.asked) == 1


def test_a_silent_publisher_is_given_up_in_all(server: Replay, tmp_path: Path, slept: Slept) -> None:
    server.answer(URL, Message(b"x", manner="silent", headers={"X-Wait": "3"}))
    started = time.monotonic()
    told = pytest.raises(SourceUnavailable, match=r"data.example.org said nothing for 1 seconds; come back later")
    with Client(tmp_path, Limits(silence=0.6), sleep=slept) as client, told:
        client.fetch(FAKE, ASK)
    assert time.monotonic() - started < 2.5  # once, not five times
    assert Limits().silence == 60.0


def test_who_is_waited_for_can_be_seen(server: Replay, tmp_path: Path) -> None:
    server.answer(URL, Message(OK.body, manner="silent", headers={"X-Wait": "0.5"} | OK.headers))
    with Client(tmp_path) as client:
        assert client.silent() is None
        asking = threading.Thread(target=client.fetch, args=(FAKE, ASK))
        asking.start()
        time.sleep(0.3)
        host, seconds = client.silent() or ("", 0.0)
        asking.join()
        assert host == HOST
        assert 0.1 < seconds < 0.5
        assert client.silent() is None


def _zip(damaged: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "1,2,3\n" * 100)
    whole = bytearray(out.getvalue())
    if damaged:
        whole[60] ^= 1
    return bytes(whole)


@pytest.mark.parametrize(
    "broken",
    [
        Message(b'{"a"', manner="cut"),
        Message(gzip.compress(os.urandom(500))[:-20], headers={"Content-Encoding": "gzip"}),
        Message(gzip.compress(os.urandom(500))[:-20]),
        Message(_zip(damaged=True)),
        Message(_zip()[:-30]),
        Message(b"7z\xbc\xaf\x27\x1c\0\4" + b"\1" * 60),
    ],
    ids=["length", "gzip encoding", "gzip file", "zip checksum", "zip end", "7z end"],
)
def test_a_body_cut_off_is_asked_for_again(server: Replay, client: Client, broken: Message) -> None:
    server.answer(URL, broken, OK)
    assert client.fetch(FAKE, ASK).body == OK.body
    server.answer(URL, broken)
    with pytest.raises(SourceUnavailable, match="5 tries"):
        client.fetch(FAKE, ASK)


def test_whole_archives_pass(server: Replay, client: Client) -> None:
    for whole in (_zip(), gzip.compress(b"x" * 100)):
        server.answer(URL, Message(whole))
        assert client.fetch(FAKE, ASK).body == whole


@pytest.mark.parametrize("manner", ["announced", "endless"])
def test_ten_gigabytes_are_cut_off(server: Replay, client: Client, tmp_path: Path, manner: str) -> None:
    server.answer(URL, Message(b"x", manner=manner))
    with pytest.raises(SourceUnavailable, match=r"more than 0.001 GB was cut off"):
        client.fetch(FAKE, ASK)
    with pytest.raises(SourceUnavailable, match="cut off"):
        client.download(FAKE, ASK, tmp_path / "file")
    assert (tmp_path / "file").stat().st_size <= 1_000_000
    assert len(server.asked) == 2


def test_a_gzip_bomb_is_cut_off(server: Replay, client: Client) -> None:
    server.answer(URL, Message(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}))
    with pytest.raises(SourceUnavailable, match="cut off"):
        client.fetch(FAKE, ASK)


def test_a_slow_drip_is_given_up(server: Replay, tmp_path: Path, slept: Slept) -> None:
    server.answer(URL, Message(b"x" * 200, manner="drip"))
    told = pytest.raises(SourceUnavailable, match=r"2 tries \(too slow: \d+ bytes a second\)")
    with Client(tmp_path, Limits(tries=2, grace=0.2, slowest=1000), sleep=slept) as client, told:
        client.fetch(FAKE, ASK)


def test_streams_to_a_file(server: Replay, client: Client, tmp_path: Path) -> None:
    server.answer(URL, Message(status=500), Message(b"z" * 900_000))
    reply = client.download(FAKE, ASK, tmp_path / "file")
    assert reply.body == b""
    assert (tmp_path / "file").read_bytes() == b"z" * 900_000


def test_redirects_within_the_hosts_of_the_source(server: Replay, client: Client) -> None:
    server.answer(URL, Message(status=302, headers={"Location": "https://mirror.example.org/x?b=2"}))
    server.answer("https://mirror.example.org/x?b=2", Message(status=301, headers={"Location": "/y"}))
    server.answer("https://mirror.example.org/y", OK)
    assert client.fetch(FAKE, ASK).body == OK.body


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("https://elsewhere.example.com/x", "none of its hosts"),
        (f"http://{HOST}/x", "only https"),
        (f"https://{HOST}:8443/x", "none of its hosts"),
        (URL, "more than 5 redirects"),
    ],
)
def test_other_redirects_are_not_followed(server: Replay, client: Client, where: str, words: str) -> None:
    server.answer(URL, Message(status=302, headers={"Location": where}))
    with pytest.raises(SourceUnavailable, match=words):
        client.fetch(FAKE, ASK)
    assert all(asked.url.startswith(f"https://{HOST}/trade") for asked in server.asked)


def test_offline_sends_nothing(server: Replay, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALI_OFFLINE", "1")
    with pytest.raises(SourceUnavailable, match=r"HALI_OFFLINE=1 forbids the network; .*hali ingest"):
        client.fetch(FAKE, ASK)
    assert server.asked == []


@pytest.mark.parametrize("where", ["https://example.org", "http://10.0.0.1:80", "nonsense"])
def test_replay_is_on_this_machine(client: Client, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    monkeypatch.setenv("HALI_REPLAY", where)
    with pytest.raises(QuestionError, match=r"accepted is a server on this machine"):
        client.fetch(FAKE, ASK)


def test_no_server_at_all(tmp_path: Path, slept: Slept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HALI_OFFLINE", raising=False)
    monkeypatch.setenv("HALI_REPLAY", "http://127.0.0.1:9")
    with Client(tmp_path, sleep=slept) as client, pytest.raises(SourceUnavailable, match=r"5 tries .*ConnectError"):
        client.fetch(FAKE, ASK)


def test_the_key_travels_in_its_header_only(
    server: Replay, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALI_FAKE_KEY", "s3cret-key")
    server.answer(URL, OK)
    client.fetch(FAKE, ASK)
    assert server.asked[0].headers["X-Fake-Key"] == "s3cret-key"
    assert "s3cret" not in server.asked[0].url
    server.answer(URL, Message(status=403))
    with pytest.raises(SourceUnavailable, match="is the key in HALI_FAKE_KEY right") as refused:
        client.fetch(FAKE, ASK)
    assert "s3cret" not in str(refused.value)
    server.answer(URL, Message(b'{"you sent": "s3cret-key"}'))
    with pytest.raises(SourceUnavailable, match="repeats the key") as refused:
        client.fetch(FAKE, ASK)
    assert "s3cret" not in str(refused.value)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]


def test_a_missing_key_is_named_where_it_is_missed(
    server: Replay, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HALI_FAKE_KEY", raising=False)
    server.answer(URL, Message(status=401))
    with pytest.raises(SourceUnavailable, match="set HALI_FAKE_KEY"):
        client.fetch(FAKE, ASK)
    assert "X-Fake-Key" not in server.asked[0].headers


def test_the_daily_limit_ends_in_one_line(server: Replay, client: Client) -> None:
    server.answer(URL, OK)
    scarce = replace(FAKE, daily=2)
    client.fetch(scarce, ASK)
    client.fetch(scarce, ASK)
    with pytest.raises(SourceUnavailable, match="limit of 2 messages a day"):
        client.fetch(scarce, ASK)
    assert len(server.asked) == 2


class Body:
    """An answer whose body ends early without the connection saying so, as behind some proxies."""

    def __init__(self, *chunks: bytes) -> None:
        self._chunks = chunks

    def iter_raw(self):
        yield from self._chunks


def test_a_body_shorter_than_said_is_no_answer(client: Client) -> None:
    assert list(client._chunks(Body(b"abc", b"de"), "5")) == [b"abc", b"de"]
    assert list(client._chunks(Body(b"abc"), "")) == [b"abc"]
    with pytest.raises(_Again, match="3 of 5 bytes"):
        list(client._chunks(Body(b"abc"), "5"))
