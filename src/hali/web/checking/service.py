"""Checks of one server: texts taken in, checked once however many ask, their progress told, files made of them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from hali.errors import HaliError, QuestionError, RecordError
from hali.web.checking.messages import Message
from hali.web.checking.pool import SECONDS, Pool
from hali.web.checking.processes import Stopped
from hali.web.checking.questions import Question, Variant, file_name
from hali.web.checking.store import SWEEP, Files, Memory, Store
from hali.web.settings import Settings

POLL = 0.2
"""Seconds between two looks for what another process of this server makes."""

REMEMBERED = 60.0
"""Seconds for which it is known why a check failed."""


class CheckFailed(HaliError):
    """A check that could not be finished for no fault of the question: a fault of ours, or it took too long."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a page shows of a checked text.

    Attributes:
        title: title of the text, "" if it has none.
        page: the main part of the page, as HTML.
    """

    title: str
    page: str


@dataclass(eq=False)
class Running:
    """One check under way.

    Attributes:
        events: what was told so far.
        error: why it failed, or None.
        done: it has ended.
        news: set whenever one of them changes.
    """

    events: list[dict[str, Any]] = field(default_factory=list)
    error: Exception | None = None
    done: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: dict[str, Any]) -> None:
        """Add one event."""
        self.events.append(event)
        self._wake()

    def end(self, error: Exception | None = None) -> None:
        """It has ended."""
        self.error, self.done = error, True
        self._wake()

    def _wake(self) -> None:
        news, self.news = self.news, asyncio.Event()
        news.set()


class Checks:
    """What the pages and the API ask.

    Args:
        pool: the processes that work.
        store: where texts are kept.
        record: id of the record as it is now.
        clock: seconds since 1970.
    """

    def __init__(
        self, pool: Pool, store: Store, record: Callable[[], str], clock: Callable[[], float] = time.time
    ) -> None:
        self._pool = pool
        self._store = store
        self._record = record
        self._clock = clock
        self._running: dict[tuple[str, str], Running] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the processes, and delete every now and then what is too old."""
        await self._pool.start()
        self._begun(self._sweep())

    async def stop(self) -> None:
        """End them, and the checks under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._pool.stop()

    async def take(
        self,
        data: bytes,
        name: str,
        pair: tuple[str, str] | None = None,
        published: str = "",
        url: str = "",
    ) -> Question:
        """The question a visitor asks with a file or a text.

        Args:
            data: bytes of the file, or of the text in UTF-8.
            name: file name as sent.
            pair: the two partners it is about, as typed.
            published: ISO date it appeared, or "".
            url: address of the page it appeared on, or "".

        Raises:
            UnreadableInput: no text can be read from it.
        """
        name = file_name(name)
        source = await self._pool.read(data, name)
        return Question(source, name, pair, published, url, self._clock())

    async def keep(self, question: Question) -> str:
        """Keep a question and give it an id."""
        return await asyncio.to_thread(self._store.add, question)

    def question(self, id: str) -> Question | None:
        """The question of an id, or None."""
        return self._store.question(id)

    async def delete(self, id: str) -> bool:
        """Delete a question and all that was made of it; False where there is none."""
        return await asyncio.to_thread(self._store.delete, id)

    def made(self, id: str, variant: Variant) -> Made | None:
        """The findings of a text as the main part of a page, if they are there."""
        return self._stored(id, variant.digest(self._record()))

    def _stored(self, id: str, name: str) -> Made | None:
        found = self._store.get(id, name)
        if found is None:
            return None
        title, _, page = found.partition(b"\n")
        try:
            return Made(json.loads(title), page.decode())
        except ValueError:  # a file somebody damaged: it is made again
            return None

    def begin(self, id: str, question: Question, variant: Variant) -> Running:
        """Check a text, if nobody does so already."""
        name = variant.digest(self._record())
        found = self._running.get((id, name))
        if found is not None:
            return found
        running = self._running[id, name] = Running()
        self._begun(self._run(id, name, question, variant, running))
        return running

    async def page(self, id: str, question: Question, variant: Variant, seconds: float) -> Made | None:
        """The findings of a text as the main part of a page; None where they are not ready in time.

        Args:
            id: of the text.
            question: the text.
            variant: how its findings are shown.
            seconds: how long they may be waited for.

        Raises:
            QuestionError: a correction that cannot be.
            CheckFailed: it took too long, or a fault of ours.
            Busy: too much is to be checked.
        """
        made = self.made(id, variant)
        if made is not None:
            return made
        running = self.begin(id, question, variant)
        try:
            async with asyncio.timeout(seconds):
                while not running.done:
                    await running.news.wait()
        except TimeoutError:
            return None
        if running.error:
            raise running.error
        return self.made(id, variant)

    async def events(self, id: str, question: Question, variant: Variant) -> AsyncGenerator[dict[str, Any]]:
        """How a check goes on: `sentences`, `claim`, `finding` ..., at last `done` or `failed`."""
        if self.made(id, variant) is None:
            running = self.begin(id, question, variant)
            told = 0
            while True:
                news = running.news
                while told < len(running.events):
                    yield running.events[told]
                    told += 1
                if running.done:
                    break
                await news.wait()
            if running.error:
                yield {"event": "failed"}
                return
        yield {"event": "done"}

    async def file(
        self, question: Question, variant: Variant, format: str, review: Mapping[str, Any] | None = None
    ) -> bytes:
        """The findings of a text as a file: the bytes the command line writes.

        Args:
            question: the text.
            variant: how its findings are shown.
            format: json, csv, html, claimreview, pdf or docx.
            review: what a reviewer states, for claimreview.

        Raises:
            QuestionError: a correction or a review that cannot be.
            CheckFailed: it took too long, or a fault of ours.
            Busy: too much is to be checked.
        """
        answer = await self._ask({"do": "file", "format": format, "review": review}, question, variant)
        return answer.body

    def _begun(self, work: Coroutine[Any, Any, None]) -> None:
        """Let some work run beside; the task is held, or it would be forgotten."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _sweep(self) -> None:
        while True:
            await asyncio.to_thread(self._store.sweep)
            await asyncio.sleep(SWEEP)

    async def _run(self, id: str, name: str, question: Question, variant: Variant, running: Running) -> None:
        error: Exception | None = None
        try:
            while not await self._make(id, name, question, variant, running):
                await asyncio.sleep(POLL)
        except Exception as found:
            error = found
        running.end(error)
        # a failure is remembered for a while: a page that reloads itself must not check anew each time
        wait = REMEMBERED if isinstance(error, HaliError) else 0
        asyncio.get_running_loop().call_later(wait, self._running.pop, (id, name), None)

    async def _make(self, id: str, name: str, question: Question, variant: Variant, running: Running) -> bool:
        """Make the page of a text; False where another process of this server is at it."""
        try:
            with self._store.alone(id, name):
                if self._stored(id, name) is not None:
                    return True
                answer = await self._ask({"do": "page", "id": id}, question, variant, running)
                title = json.dumps(answer.head["title"]).encode()
                await asyncio.to_thread(self._store.put, id, name, title + b"\n" + answer.body)
        except BlockingIOError:
            return False
        return True

    async def _ask(
        self, head: dict[str, Any], question: Question, variant: Variant, running: Running | None = None
    ) -> Message:
        message = Message(head | {"question": question.told(), "variant": asdict(variant)})
        answer = Message({})
        try:
            async for answer in self._pool.check(message):
                if answer.head.get("more") and running is not None:
                    running.tell({key: value for key, value in answer.head.items() if key != "more"})
        except Stopped as error:
            raise CheckFailed(
                f"the check took more than {SECONDS:.0f} seconds or more memory than there is; give a shorter text"
            ) from error
        if "error" in answer.head:
            kinds: dict[str, type[HaliError]] = {"question": QuestionError, "record": RecordError}
            raise kinds.get(answer.head["kind"], CheckFailed)(answer.head["error"])
        return answer


def opened(settings: Settings, record: Callable[[], str]) -> Checks:
    """The checks of a server.

    Args:
        settings: what it was started with.
        record: id of the record as it is now.
    """
    environment = {"HALI_DATA": str(settings.folder)} if settings.folder else {}
    store: Store = Files(settings.state / "checks") if settings.keep else Memory()
    return Checks(Pool(environment), store, record)
