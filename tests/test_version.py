"""What tells a program from another: whatever of it changes, it is another one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hali import version


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "words" / "en").mkdir(parents=True)
    (tmp_path / "words" / "en" / "routes.toml").write_text("a")
    (tmp_path / "code.py").write_text("pass")
    monkeypatch.setattr(version, "__file__", str(tmp_path / "version.py"))
    return version.build.__wrapped__


def test_it_is_the_same_while_nothing_changes(build, tmp_path: Path) -> None:
    before = build()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "code.pyc").write_bytes(b"compiled")
    assert build() == before


def test_any_change_makes_it_another(build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {build()}
    code, words = tmp_path / "code.py", tmp_path / "words" / "en" / "routes.toml"

    def changed() -> None:
        assert build() not in seen
        seen.add(build())

    words.write_text("longer")
    changed()
    held = code.stat()
    os.utime(code, ns=(held.st_atime_ns, held.st_mtime_ns + 1))
    changed()
    (tmp_path / "words" / "new.csv").write_text("")
    changed()
    code.rename(tmp_path / "other.py")
    changed()
    monkeypatch.setattr(version, "VERSION", "9")
    changed()
