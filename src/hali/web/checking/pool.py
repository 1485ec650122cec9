"""The processes of one server: readers for single use, checkers that stay warm, and a queue before them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Coroutine, Mapping
from typing import Any

from hali.checking.intake.source import Source
from hali.errors import UnreadableInput
from hali.web.checking import questions, reading
from hali.web.checking.messages import Message
from hali.web.checking.processes import Child, Stopped

READER, CHECKER = "hali.web.checking.reading", "hali.web.checking.working"

SECONDS = 60.0
"""Time a check may take by the clock."""

START = 60.0
"""Time a checker may take to get ready."""

HEAD_START = 3.0
"""Seconds the first pages have the machine to themselves; what is to be checked earlier does not wait."""

READERS = 2
"""Files that are read at a time."""

WAITING = 16
"""Files that may be in reading, and checks that may wait for a checker."""

LARGE = 900
"""Megabytes of memory after which a checker is replaced."""


class Busy(Exception):
    """More is to be checked than this machine can."""


class Pool:
    """Readers and checkers.

    Args:
        environment: variables for them beside those of this process.
        checkers: how many checks run at a time.
        seconds: time a check may take.
    """

    def __init__(self, environment: Mapping[str, str], checkers: int = 1, seconds: float = SECONDS) -> None:
        self._environment = environment
        self._seconds = seconds
        self._free: asyncio.Queue[Child] = asyncio.Queue()
        self._checkers = [Child(CHECKER, environment) for _ in range(checkers)]
        self._reader = Child(READER, environment)
        self._waiting = 0
        self._reading = 0
        self._wanted = asyncio.Event()
        self._places = asyncio.Semaphore(READERS)
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the processes; checkers get ready while the server already answers."""
        await self._reader.start()
        self._begun(self._prepared())

    async def stop(self) -> None:
        """End all processes."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for child in (*self._checkers, self._reader):
            await child.end()

    async def read(self, data: bytes, name: str) -> Source:
        """The text of a file, read by a process of its own.

        Args:
            data: the bytes.
            name: file name.

        Raises:
            UnreadableInput: what `reading.read` refuses, or what takes too much time or memory.
            Busy: too many wait already.
        """
        if self._reading >= WAITING:
            raise Busy
        self._reading += 1
        try:
            async with self._places:
                return await self._read(data, name)
        finally:
            self._reading -= 1

    async def _read(self, data: bytes, name: str) -> Source:
        reader, self._reader = self._reader, Child(READER, self._environment)
        try:
            answers = [one async for one in reader.ask(Message({"name": name}, data), reading.SECONDS + 1)]
        except Stopped as error:
            raise UnreadableInput(reading.too_much(name)) from error
        finally:
            await reader.end()
            await self._reader.start()
        head = answers[-1].head
        if "error" in head:
            raise UnreadableInput(head["error"])
        return questions.source(head["source"])

    async def check(self, message: Message) -> AsyncGenerator[Message]:
        """What a checker answers to a message, as it comes.

        Raises:
            Busy: too many wait already.
            Stopped: the checker ended, or took too long.
        """
        if self._waiting >= WAITING:
            raise Busy
        self._waiting += 1
        self._wanted.set()
        try:
            checker = await self._free.get()
        finally:
            self._waiting -= 1
        large = False
        try:
            async with contextlib.aclosing(checker.ask(message, self._seconds)) as answers:
                async for answer in answers:
                    large = answer.head.get("megabytes", 0) > LARGE
                    yield answer
        finally:
            if large:
                await checker.end()
            if checker.running:
                self._free.put_nowait(checker)
            else:
                self._later(checker)

    async def _prepared(self) -> None:
        """Start the first checkers."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wanted.wait(), HEAD_START)
        for checker in self._checkers:
            self._later(checker)

    def _later(self, checker: Child) -> None:
        self._begun(self._ready(checker))

    def _begun(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ready(self, checker: Child) -> None:
        """Start a checker and let it load what every check needs; one that fails is free all the same, to say why."""
        with contextlib.suppress(Stopped):
            async for _ in checker.ask(Message({"do": "warm"}), START):
                pass
        self._free.put_nowait(checker)
