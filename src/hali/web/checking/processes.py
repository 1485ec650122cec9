"""Processes that read and check: started before they are needed, ended when they take too long, started anew."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncGenerator, Mapping

from hali.web.checking.messages import Message, receive


class Stopped(Exception):
    """A process ended before it had answered, or was ended because it took too long."""


class Child:
    """One process of ours that takes messages on its standard input and answers on its standard output.

    Args:
        module: what it runs.
        environment: variables beside those of this process.
    """

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._module = module
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()

    @property
    def running(self) -> bool:
        """Whether it is there."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it, if it does not run; once, however many ask."""
        async with self._starting:
            if self.running:
                return
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self._module,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # what it would say may hold the text
                env={**os.environ, **self._environment},
                start_new_session=True,  # so that what it starts itself is ended with it
            )

    async def ask(self, message: Message, seconds: float) -> AsyncGenerator[Message]:
        """Everything it answers to a message, up to the answer that is not `more`.

        Args:
            message: what is asked.
            seconds: how long it may take; then it is ended.

        Raises:
            Stopped: it ended, or was ended.
        """
        await self.start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        answered = False
        try:
            async with asyncio.timeout(seconds):
                process.stdin.write(message.packed())
                await process.stdin.drain()
                while not answered:
                    found = await receive(process.stdout)
                    if found is None:
                        raise Stopped
                    answered = not found.head.get("more")
                    yield found
        except (TimeoutError, ConnectionError) as error:
            raise Stopped from error
        finally:
            if not answered:
                await self.end()

    async def end(self) -> None:
        """End it and what it started."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
