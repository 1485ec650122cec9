"""Pictures kept on disk: the same to the byte, whatever lies there and whoever draws at the same time."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hali.access import shelf as shelves
from hali.access.shelf import Shelf
from hali.publish import charts
from hali.publish.plots import Line, Point, Series

LINE = Line((Series("A", tuple(Point(2000 + k, k % 5) for k in range(9))),), "unit")
TOLD = ("svg", "en", "{}")


def never() -> bytes:
    raise AssertionError("it lies there")


def test_what_lies_there_is_not_drawn_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "pictures")
    assert shelf.once(TOLD, lambda: b"drawn") == b"drawn"
    assert shelf.once(TOLD, never) == b"drawn"
    assert shelf.once((*TOLD, "another"), lambda: b"other") == b"other"


@pytest.mark.parametrize("damage", [b"", b"drawn", b"\0" * 40])
def test_a_damaged_file_is_drawn_anew(tmp_path: Path, damage: bytes) -> None:
    shelf = Shelf(tmp_path)
    shelf.keep(TOLD, b"drawn")
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert shelf.once(TOLD, lambda: b"again") == b"again"
    assert shelf.find(TOLD) == b"again"


def test_a_file_in_place_of_another_is_not_used(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.keep(TOLD, b"drawn")
    (file,) = tmp_path.iterdir()
    shelf.keep(("png",), b"other")
    (other,) = set(tmp_path.iterdir()) - {file}
    file.write_bytes(other.read_bytes())
    assert shelf.find(TOLD) is None


def test_it_holds_so_many_files_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST", 8)
    shelf = Shelf(tmp_path)
    for number in range(9):
        shelf.keep((str(number),), b"drawn")
        for file in tmp_path.iterdir():
            os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 10**9))
    assert [number for number in range(9) if shelf.find((str(number),)) is None] == [0, 1, 2]


def test_where_nothing_can_be_kept_everything_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert Shelf(tmp_path / "file").once(TOLD, lambda: b"drawn") == b"drawn"


def test_many_at_once_get_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST", 4)
    shelf = Shelf(tmp_path)

    def asked(number: int) -> bytes:
        told = (str(number % 7),)
        return shelf.once(told, lambda: told[0].encode() * 1000)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(asked, range(200))) == [str(number % 7).encode() * 1000 for number in range(200)]
    assert len(list(tmp_path.iterdir())) <= 4 + 8


def test_a_command_that_drew_all_of_it_before_starts_no_renderer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(charts, "start", lambda: started.append(1))
    charts._drawn.cache_clear()
    with charts.kept(tmp_path, "KEN", "TZA"):
        first = charts.picture(LINE, "en", "alt", "key"), charts.raster(LINE, "en", "alt")
    monkeypatch.setattr(charts, "_rendered", lambda *_: never())
    monkeypatch.setattr(charts, "_raster", lambda *_: never())
    charts._drawn.cache_clear()
    with charts.kept(tmp_path, "KEN", "TZA"):
        assert (charts.picture(LINE, "en", "alt", "key"), charts.raster(LINE, "en", "alt")) == first
    assert started == [1]
    with charts.kept(tmp_path, "KEN", "UGA"):
        pass
    assert started == [1, 1]
