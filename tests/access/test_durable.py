"""Files that survive a crash: whole or not at all, with the umask's modes; lists and lines know what is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hali.access import durable, locks, sealed
from hali.errors import DamagedRecord, RecordError


@pytest.fixture
def umask():
    """A group may write."""
    before = os.umask(0o002)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_group_can_share_what_is_written(tmp_path: Path) -> None:
    durable.write(tmp_path / "a" / "file", b"x")
    durable.append(tmp_path / "a" / "lines", b"x")
    with durable.held(tmp_path / "a" / "lock"):
        pass
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "a").iterdir()}
    assert set(modes.values()) == {0o664}, modes


def test_only_what_was_abandoned_is_swept(tmp_path: Path) -> None:
    abandoned = tmp_path / f"{durable.PART}0"
    abandoned.write_bytes(b"half")
    part = durable.Part(tmp_path)
    durable.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [part.path]
    locks.close(part._descriptor)  # its process ended
    durable.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "is full"), (errno.EROFS, "cannot be written"), (errno.EACCES, "cannot be")]
)
def test_a_full_disk_is_told_from_a_folder_nobody_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fails(_: Path) -> None:
        raise OSError(number, os.strerror(number))

    durable.write(tmp_path / "file", b"before")
    monkeypatch.setattr(durable, "flush", fails)
    with pytest.raises(RecordError, match=f"{words}.*{os.strerror(number)}.*HALI_DATA"):
        durable.write(tmp_path / "file", b"after")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"before")]


def test_lines_that_are_lost_are_missed(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    assert durable.uncut(file)
    for number in range(5):
        durable.append(file, f"line {number}".encode())
    whole = file.read_bytes()
    assert durable.uncut(file)
    for content in (whole[:-1], whole[:10], whole.replace(b"3", b"4"), b""):
        file.write_bytes(content)
        assert not durable.uncut(file)
        durable.append(file, b"another")
        if content != whole[:-1]:  # which lost no more than its end
            assert not durable.uncut(file)
    file.unlink()
    assert not durable.uncut(file)


def test_a_line_torn_by_a_crash_is_no_loss(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    durable.append(file, b"one")
    with file.open("ab") as stream:
        stream.write(b"tor")
    assert durable.uncut(file)
    durable.append(file, b"two")
    assert file.read_bytes() == b"one\ntor\ntwo\n"
    assert durable.uncut(file)


def test_every_byte_of_a_list_counts() -> None:
    text = sealed.dump({"number": 1, "names": ["é", "b"]})
    assert sealed.load(text) == {"sha256": text[12:76].decode(), "number": 1, "names": ["é", "b"]}
    passed = []
    for place in range(len(text)):
        for bit in range(8):
            changed = bytearray(text)
            changed[place] ^= 1 << bit
            try:
                told = sealed.load(bytes(changed))
            except ValueError:
                continue
            # the key of the hash is gone: a list of an older version, which says so in its format
            passed += [] if sealed.SEAL not in told else [(place, bit)]
    assert passed == []


def test_a_list_that_is_older_or_gone_is_damage(tmp_path: Path) -> None:
    listed = sealed.Newest(tmp_path / "list.json")
    assert listed.read() is None
    listed.begin()
    assert listed.read() is None
    listed.replace({"names": ["a"]})
    first = listed.path.read_bytes()
    listed.replace({"names": ["a", "b"]})
    second = listed.path.read_bytes()
    found = listed.read()
    assert found is not None
    assert found["names"] == ["a", "b"]
    for content in (first, second[:-9], b"", b"[]"):
        listed.path.write_bytes(content)
        with pytest.raises(DamagedRecord, match=r"list.json is damaged.*hali record import"):
            listed.read()
    listed.path.unlink()
    with pytest.raises(DamagedRecord, match="it is gone"):
        listed.read()


def test_a_crash_between_list_and_note_is_no_damage(tmp_path: Path) -> None:
    listed = sealed.Newest(tmp_path / "list.json")
    listed.begin()
    before = listed.note.read_bytes()
    for names in (["a"], ["a", "b"]):
        listed.replace({"names": names})
        after = listed.note.read_bytes()
        listed.note.write_bytes(before)
        found = listed.read()
        assert found is not None
        assert found["names"] == names
        listed.note.write_bytes(after)
        before = after


def test_the_list_of_an_older_version_is_read(tmp_path: Path) -> None:
    listed = sealed.Newest(tmp_path / "list.json")
    listed.path.write_bytes(b'{"names": ["a"]}')
    assert listed.read() == {"names": ["a"]}
    listed.require_noted()
    listed.replace({"names": ["b"]})
    listed.note.unlink()
    with pytest.raises(DamagedRecord, match="hali record mend"):
        listed.require_noted()
