"""How often a host may be asked: one token bucket and one daily count per host, shared by all processes.

The state of a host is a small file; whoever asks holds its lock for the moment of the calculation and sleeps outside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from hali.access import durable
from hali.errors import SourceUnavailable


@dataclass(slots=True)
class _State:
    """When the next message may go (seconds since 1970), and how many went on which UTC day."""

    free: float = 0.0
    day: str = ""
    sent: int = 0


class Buckets:
    """The token buckets of all hosts.

    Args:
        folder: where their state is kept.
        clock: seconds since 1970.
        sleep: waits so many seconds.
    """

    def __init__(self, folder: Path, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._folder = folder
        self._clock = clock
        self._sleep = sleep

    def take(self, host: str, rate: float, daily: int = 0) -> None:
        """Wait until a message may go to `host`, and count it.

        Args:
            host: name of the host.
            rate: messages a second.
            daily: messages a UTC day; 0 = no limit.

        Raises:
            SourceUnavailable: the day's messages are used up.
        """
        path = self._path(host)
        with durable.held(path.with_suffix(".lock")):
            state, now = _read(path), self._clock()
            today = datetime.fromtimestamp(now, UTC).date().isoformat()
            if state.day != today:
                state.day, state.sent = today, 0
            if daily and state.sent >= daily:
                raise SourceUnavailable(
                    f"{host}: the limit of {daily} messages a day is used up; come back after midnight UTC"
                )
            # a clock set back must not shut the door for longer than a publisher ever asks
            turn = max(now, state.free if state.free - now < HOLD_MOST else now)
            state.free, state.sent = turn + 1 / rate, state.sent + 1
            durable.write(path, json.dumps(asdict(state)).encode())
        if turn > now:
            self._sleep(turn - now)

    def hold(self, host: str, seconds: float) -> None:
        """Nobody asks `host` for the next `seconds`: it said so."""
        path = self._path(host)
        with durable.held(path.with_suffix(".lock")):
            state = _read(path)
            state.free = max(state.free, self._clock() + min(seconds, HOLD_MOST - 1))
            durable.write(path, json.dumps(asdict(state)).encode())

    def _path(self, host: str) -> Path:
        return self._folder / f"{re.sub(r'[^A-Za-z0-9.-]', '_', host)}.json"


HOLD_MOST = 3600.0
"""Seconds; a turn further away is a clock that was set back."""


def _read(path: Path) -> _State:
    try:
        return _State(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return _State()
