"""One message to a publisher and its answer: patient with what passes, strict with what does not fit.

Asks again after 429, 5xx, timeouts and answers cut off on the way; never after 400, 401, 403, 404. A publisher's
`Retry-After` is obeyed up to two minutes; beyond, the error says when to come back. A publisher that says nothing is
given up after a minute, however often it was asked. An answer 413, too large, comes back as it is, so that less can be
asked for. Messages go by https to the hosts of the source, and so do redirects. `HALI_OFFLINE=1` forbids the network;
`HALI_REPLAY=http://127.0.0.1:PORT` sends every message to a server on this machine, the host as first part of the path.
Proxy and certificates are those of the environment (`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, `SSL_CERT_DIR`).
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urljoin, urlsplit

from hali.access import integrity
from hali.access.limits import Buckets
from hali.errors import QuestionError, SourceUnavailable
from hali.model.source import Reply, Request, Source
from hali.version import VERSION

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"hali/{VERSION} (evidence engine for official statistics)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HINTS = {
    400: "the publisher does not understand the question",
    401: "the publisher asks for a key",
    403: "the publisher refuses access",
    404: "the publisher has no such table",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient to be.

    Attributes:
        tries: messages sent at most for one answer.
        first_pause: seconds; the first pause is drawn from 0 to this, the next from 0 to twice as much, and so on.
        longest_pause: seconds a pause drawn so may last.
        longest_wait: seconds of a publisher's `Retry-After` that are waited for.
        silence: seconds a publisher may say nothing, over all messages for one answer.
        body: bytes of an answer held in memory.
        file: bytes of an answer written to a file.
        slowest: bytes a second below which an answer is given up ...
        grace: ... measured over so many seconds.
        redirects: redirects followed for one answer.
    """

    tries: int = 5
    first_pause: float = 1.0
    longest_pause: float = 60.0
    longest_wait: float = 120.0
    silence: float = 60.0
    body: int = 1 << 30
    file: int = 8 << 30
    slowest: float = 500.0
    grace: float = 30.0
    redirects: int = 5


class _Again(Exception):
    """No usable answer, but asking again may help.

    Args:
        reason: what happened.
        wait: seconds the publisher asked to wait; None = it did not say.
        silent: seconds it said nothing before it was given up.
    """

    def __init__(self, reason: str, wait: float | None = None, silent: float = 0.0) -> None:
        self.reason = reason
        self.wait = wait
        self.silent = silent
        super().__init__(reason)


class Client:
    """Asks publishers, for one thread; the limits of a host hold for all clients of a data folder.

    Args:
        state: folder for the state of the hosts' limits.
        limits: how patient to be.
        sleep: waits so many seconds.
        clock: seconds since 1970.
        chance: a number from 0 to 1.
    """

    def __init__(
        self,
        state: Path,
        limits: Limits | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._limits = limits or Limits()
        self.sleep = sleep
        self._clock = clock
        self._chance = chance
        self._buckets = Buckets(state, clock, sleep)
        self._connection: httpx.Client | None = None
        self._silent: tuple[str, float] | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def silent(self) -> tuple[str, float] | None:
        """The host that is waited for and since how many seconds; None while nobody is. Any thread may look."""
        silent = self._silent
        return silent and (silent[0], time.monotonic() - silent[1])

    def fetch(self, source: Source, request: Request) -> Reply:
        """The answer to one message, its body in memory.

        Raises:
            SourceUnavailable: no usable answer; the line says why, and when to come back if the publisher said so.
            QuestionError: `HALI_REPLAY` is no address on this machine.
        """
        import io

        body = io.BytesIO()
        reply = self._patiently(source, request, body, self._limits.body)
        content = body.getvalue()
        if _key(source) and _key(source).encode() in content:
            raise SourceUnavailable(f"{source.title}: the answer repeats the key that was sent; it is not kept")
        return Reply(request, reply.status, reply.headers, content)

    def download(self, source: Source, request: Request, path: Path) -> Reply:
        """The answer to one message, its body written to the file `path`; `body` of the reply is empty.

        Raises:
            SourceUnavailable: see `fetch`; the file is then not whole.
        """
        with path.open("w+b") as body:
            return self._patiently(source, request, body, self._limits.file)

    def _patiently(self, source: Source, request: Request, body: BinaryIO, most: int) -> Reply:
        host = _allowed(source, request.url)
        again, left = _Again("it was not asked"), self._limits.silence
        for number in range(self._limits.tries):
            try:
                return self._once(source, request, body, most, left)
            except _Again as reason:
                again = reason
            finally:
                self._silent = None
            left -= again.silent
            if left <= 0:
                told = f"{source.title}: {host} said nothing for {self._limits.silence:.0f} seconds; come back later"
                raise SourceUnavailable(told)
            if number + 1 < self._limits.tries:
                self._pause(source, host, number, again)
        raise SourceUnavailable(
            _hidden(source, f"{source.title}: {host} gave no answer in {self._limits.tries} tries ({again.reason})")
        )

    def _pause(self, source: Source, host: str, number: int, again: _Again) -> None:
        if again.wait is None:
            longest = min(self._limits.longest_pause, self._limits.first_pause * 2**number)
            self.sleep(self._chance() * longest)
            return
        if again.wait > self._limits.longest_wait:
            when = datetime.fromtimestamp(self._clock() + again.wait, UTC).isoformat(timespec="seconds")
            raise SourceUnavailable(f"{source.title}: {host} is busy ({again.reason}); come back at {when}")
        # whoever else asks this host waits too
        self._buckets.hold(host, again.wait)
        self.sleep(again.wait)

    def _once(self, source: Source, request: Request, body: BinaryIO, most: int, patience: float) -> Reply:
        import httpx

        timeout = httpx.Timeout(connect=min(10.0, patience), read=patience, write=patience, pool=600.0)
        url, method, content = request.url, request.method, request.body
        for _ in range(self._limits.redirects + 1):
            host = _allowed(source, url)
            self._silent = host, time.monotonic()
            self._buckets.take(host, source.rate, source.daily)
            self._silent = host, time.monotonic()
            try:
                with self._connect().stream(
                    method, _address(url), headers=_headers(source, request), content=content or None, timeout=timeout
                ) as answer:
                    if answer.status_code in _REDIRECTS and "location" in answer.headers:
                        url = urljoin(url, answer.headers["location"])
                        if answer.status_code == 303:
                            method, content = "GET", b""
                        continue
                    self._judge(source, host, request, answer)
                    return self._receive(source, request, answer, body, most)
            except httpx.TimeoutException as error:
                passed = time.monotonic() - self._silent[1]
                raise _Again(f"timeout, {type(error).__name__}", silent=passed) from error
            except httpx.InvalidURL as error:
                raise SourceUnavailable(f"{source.title}: not an address: {url[:200]}") from error
            except httpx.TransportError as error:
                raise _Again(f"{type(error).__name__}: {error}") from error
        raise SourceUnavailable(f"{source.title}: more than {self._limits.redirects} redirects from {request.url}")

    def _judge(self, source: Source, host: str, request: Request, answer: httpx.Response) -> None:
        """Stop at an answer that is none by its status."""
        status = answer.status_code
        if status == 429 or status >= 500:
            raise _Again(f"status {status}", self._retry_after(answer.headers.get("retry-after", "")))
        if status >= 300 and status != 413:
            hint = _HINTS.get(status, "not an answer")
            if status in {401, 403} and source.key_env:
                hint += f"; is the key in {source.key_env} right?" if _key(source) else f"; set {source.key_env}"
            where = _hidden(source, f"{request.method} {request.url}")
            raise SourceUnavailable(f"{source.title}: {host} answered {status} ({hint}) to {where}")

    def _retry_after(self, told: str) -> float | None:
        """Seconds a publisher asks to wait, from a number or a date; None where it does not say."""
        if told.strip().isdecimal():
            return float(told)
        try:
            return max(0.0, parsedate_to_datetime(told).timestamp() - self._clock())
        except (TypeError, ValueError):
            return None

    def _receive(self, source: Source, request: Request, answer: httpx.Response, body: BinaryIO, most: int) -> Reply:
        """Write the body without its content encoding; whole, not too large, not too slow."""
        said = answer.headers.get("content-length", "")
        if said.isdecimal() and int(said) > most:
            raise _too_large(source, most)
        body.seek(0)
        body.truncate()
        try:
            size = 0
            for block in integrity.decoded(self._chunks(answer, said), answer.headers.get("content-encoding", "")):
                size += len(block)
                if size > most:
                    raise _too_large(source, most)
                body.write(block)
            body.flush()
            integrity.check_archive(body, size)
        except integrity.Truncated as error:
            raise _Again(f"cut off: {error}") from error
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(request, answer.status_code, headers, b"")

    def _chunks(self, answer: httpx.Response, said: str) -> Iterator[bytes]:
        """The body as sent; stops with `_Again` when it comes too slowly or ends too early."""
        received, counted, since = 0, 0, time.monotonic()
        for chunk in answer.iter_raw():
            if self._silent:
                self._silent = self._silent[0], time.monotonic()
            received += len(chunk)
            counted += len(chunk)
            passed = time.monotonic() - since
            if passed > self._limits.grace:
                if counted < self._limits.slowest * passed:
                    raise _Again(f"too slow: {counted / passed:.0f} bytes a second")
                counted, since = 0, time.monotonic()
            yield chunk
        if said.isdecimal() and received != int(said):
            raise _Again(f"cut off: {received:,} of {int(said):,} bytes")

    def _connect(self) -> httpx.Client:
        import httpx

        if self._connection is None:
            self._connection = httpx.Client(
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
                trust_env=not os.environ.get("HALI_REPLAY"),
            )
        return self._connection


def check_online() -> None:
    """Stop where `HALI_OFFLINE=1` forbids the network.

    Raises:
        SourceUnavailable: it does.
    """
    if os.environ.get("HALI_OFFLINE", "") not in {"", "0"}:
        raise SourceUnavailable(
            "HALI_OFFLINE=1 forbids the network; unset it, or bring files in with `hali ingest SOURCE FILE`"
        )


def _allowed(source: Source, url: str) -> str:
    """The host of `url` if a message may go there."""
    check_online()
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise SourceUnavailable(f"{source.title}: only https is spoken, not {parts.scheme or 'no scheme'}: {url[:200]}")
    if parts.hostname not in source.hosts or parts.port not in {None, 443}:
        raise SourceUnavailable(
            f"{source.title}: {parts.netloc or url[:80]} is none of its hosts ({', '.join(source.hosts)}); not followed"
        )
    return str(parts.hostname)


def _address(url: str) -> str:
    """Where a message really goes: `url`, or its place on the server that `HALI_REPLAY` names."""
    server = os.environ.get("HALI_REPLAY", "")
    if not server:
        return url
    parts = urlsplit(server)
    if parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise QuestionError(f"HALI_REPLAY is {server!r}; accepted is a server on this machine, http://127.0.0.1:PORT")
    asked = urlsplit(url)
    query = f"?{asked.query}" if asked.query else ""
    return f"{server.rstrip('/')}/{asked.hostname}{asked.path}{query}"


def _key(source: Source) -> str:
    """The key of a source from the environment; "" where it needs none or none is set."""
    return os.environ.get(source.key_env, "").strip() if source.key_env else ""


def _headers(source: Source, request: Request) -> dict[str, str]:
    headers = {"Accept": request.accept or "*/*"}
    key = _key(source)
    if key:
        headers[source.key_header] = key
    return headers


def _hidden(source: Source, text: str) -> str:
    """`text` without the key of the source."""
    key = _key(source)
    return text.replace(key, "***") if key else text


def _too_large(source: Source, most: int) -> SourceUnavailable:
    return SourceUnavailable(
        f"{source.title}: an answer of more than {most / 1e9:.3g} GB was cut off; narrow it with --pair or --since"
    )
