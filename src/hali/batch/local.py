"""Worker processes of this machine: every core busy, results in order, a few articles in memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hali import process
from hali.batch.work import Outcome

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

AHEAD = 4
"""Articles waiting or finished per worker: enough that a long one does not idle the others."""

Task = Callable[[Path], Outcome]
Item = TypeVar("Item")
Result = TypeVar("Result")


def run(task: Task, paths: Sequence[Path], workers: int = 0) -> Iterator[Outcome]:
    """Do `task` on every path, yielding one outcome each, in order.

    Args:
        task: what is done; it must be importable in another process.
        paths: articles.
        workers: processes; 0 = one per core, never more than there are paths.
    """
    from concurrent.futures.process import BrokenProcessPool

    count = min(workers or os.cpu_count() or 1, len(paths))
    if count < 2:
        yield from map(task, paths)
        return
    done = 0
    while done < len(paths):
        try:
            with _pool(count) as pool:
                for outcome in in_order(lambda path: pool.submit(task, path), paths[done:], count * AHEAD):
                    done += 1
                    yield outcome
        except BrokenProcessPool:
            # one of the articles under way ended its process, for want of memory as a rule: each gets one of its own
            suspects = paths[done : done + count * AHEAD]
            for path in suspects:
                done += 1
                yield _alone(task, path)


def in_order(submit: Callable[[Item], Future[Result]], items: Iterable[Item], ahead: int) -> Iterator[Result]:
    """Results of work submitted at most `ahead` items before the one that is waited for, in the order of `items`."""
    coming = iter(items)
    waiting = deque(map(submit, islice(coming, ahead)))
    try:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(map(submit, islice(coming, 1)))
    finally:
        for future in waiting:
            future.cancel()


def _alone(task: Task, path: Path) -> Outcome:
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _pool(1) as pool:
            return pool.submit(task, path).result()
    except BrokenProcessPool:
        return Outcome(str(path), error="ended the process that checked it, perhaps for want of memory")


def _pool(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=process.collect_seldom)
