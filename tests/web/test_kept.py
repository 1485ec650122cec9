"""What was made before: bounded, made once."""

from __future__ import annotations

import threading
import time

import pytest

from hali.web.kept import Kept


def test_the_oldest_use_leaves_first():
    kept = Kept(2)
    made = []
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2


def test_sizes_add_up_and_what_is_too_large_is_not_kept():
    kept = Kept(10, size=len)
    assert kept.get("large", lambda: "x" * 11) == "x" * 11
    assert len(kept) == 0
    for key in ("one", "two", "three"):
        kept.get(key, lambda: "x" * 4)
    assert len(kept) == 2


def test_who_asks_at_once_waits_for_the_first():
    kept, calls = Kept(5), []

    def make():
        calls.append(1)
        time.sleep(0.05)
        return "made"

    threads = [threading.Thread(target=lambda: kept.get("a", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


def test_a_failure_is_not_kept():
    kept = Kept(5)

    def fail():
        raise ValueError("nothing")

    with pytest.raises(ValueError, match="nothing"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1
