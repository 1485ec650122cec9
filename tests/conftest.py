"""Shared fixtures: one record per test run, built in the project's own folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from hali import process

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

os.environ.setdefault("HALI_DATA", str(ROOT / ".hali"))
# whatever somebody prefers on this machine
os.environ["HALI_SETTINGS"] = str(ROOT / ".hali" / "none.toml")
os.environ.setdefault("HALI_OFFLINE", "1")


# a loaded machine is no reason to fail: time is measured in bench/
settings.register_profile("hali", deadline=None)
settings.load_profile("hali")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with slow tests begin first; tests marked `shared` read material that a clone on its own has not got."""
    slow = {item.path for item in items if "slow" in item.keywords}
    items.sort(key=lambda item: item.path not in slow)
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="the reference material beside the checkout is absent")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def record():
    """The embedded record, built once."""
    from hali import api

    return api.open_record()


@pytest.fixture(autouse=True)
def _pandas_stays_at_hand() -> Iterator[None]:
    """A command run within the process of the tests does without pandas; the next test may not."""
    yield
    process.take_pandas()
