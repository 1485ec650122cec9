"""One file of every kind damaged; `python -m tests.torture.storage` damages them all, five hundred times."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from tests.torture import storage

KINDS = ("flip", "delete", "replace")


@pytest.mark.parametrize("start", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, len(KINDS)))])
def test_no_damage_goes_unnoticed_and_no_number_is_wrong(tmp_path: Path, start: int) -> None:
    whole = storage.filled(tmp_path / "whole")
    before = storage.asked(Path(shutil.copytree(whole, tmp_path / "copy")))
    assert all(before[name] for name in ("exports DEU", "exports FRA", "votes", "estimates", "products"))
    chance = random.Random(start)
    files = storage.one_of_each(whole)[start :: len(KINDS)]
    assert len(files) >= 5
    for number, file in enumerate(files):
        one = storage.trial(whole, before, chance, file, KINDS[(start + number) % len(KINDS)])
        assert one is None or one.wrong == ""
