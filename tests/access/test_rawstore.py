"""What came in is kept once, found again, and never trusted without its hash."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hali.access import durable
from hali.access.rawstore import Fetch, RawStore
from hali.errors import RecordError

FETCH = Fetch("s", "S:T", "GET", "https://x.org/t", "2026-01-02T03:04:05+00:00", 200, {"etag": "1"}, "ab", 2, "0.1.0")


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "raw")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(body=st.binary(max_size=3000))
def test_what_is_kept_is_read_again(store: RawStore, body: bytes) -> None:
    assert store.read(store.keep(body)) == body


def test_the_same_bytes_are_kept_once(store: RawStore, tmp_path: Path) -> None:
    first = store.keep(b"abc")
    (tmp_path / "file").write_bytes(b"abc")
    assert store.keep_file(tmp_path / "file") == first == store.keep(b"abc")
    assert store.hashes() == [first]
    assert store.path(first).parts[-2:] == (first[:2], f"{first[2:]}.zst")


def test_every_flipped_bit_is_found(store: RawStore) -> None:
    sha256 = store.keep(b"the figures of 2021 " * 40)
    path = store.path(sha256)
    whole = path.read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        # a bit that carries nothing, as in the header of the frame, does no harm
        with contextlib.suppress(RecordError):
            assert store.read(sha256) == b"the figures of 2021 " * 40
    path.write_bytes(whole[:-5])
    with pytest.raises(RecordError, match="damaged"):
        store.read(sha256)
    path.unlink()
    with pytest.raises(RecordError, match="not in the store"):
        store.check(sha256)


def test_another_body_under_a_hash_is_found(store: RawStore) -> None:
    one, two = store.keep(b"one"), store.keep(b"two")
    store.path(one).write_bytes(store.path(two).read_bytes())
    with pytest.raises(RecordError, match="its hash is another"):
        store.read(one)


def test_the_log_only_grows_and_survives_a_torn_line(store: RawStore, tmp_path: Path) -> None:
    assert store.fetches() == []
    store.log(FETCH)
    log = tmp_path / "raw" / "fetches.jsonl"
    with log.open("ab") as stream:
        stream.write(b'{"source": "torn')
    later = replace(FETCH, url="https://x.org/u")
    store.log(later)
    assert store.fetches() == [FETCH, later]


def test_nothing_is_left_of_a_write_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    durable.write(path, b"old")
    with contextlib.suppress(ZeroDivisionError), durable.whole(path) as part:
        part.write_bytes(b"ne")
        _ = 1 / 0
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RecordError, match=r"data folder .*file.* cannot be written .*HALI_DATA"):
        durable.write(tmp_path / "file" / "below", b"x")
    with pytest.raises(RecordError, match="HALI_DATA"):
        RawStore(tmp_path / "file").keep(b"x")


def test_a_lock_is_held_by_one_or_shared(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    shared = durable.held(path, shared=True), durable.held(path, shared=True)
    with shared[0], shared[1], pytest.raises(BlockingIOError), durable.held(path, wait=False):
        pass
    with durable.held(path, wait=False):
        pass
