"""What stands before every route: who may ask, how often, how much, and the headers of every answer.

The log holds method, path and status. It never holds a text, a query, the id of a check or an address of a visitor.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hali.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of every page; an answer that brings its own keeps it."""

FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
"""The same for pages others may put into theirs."""

PICTURE = "default-src 'none'; style-src 'unsafe-inline'"
"""Of an SVG on its own."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": POLICY,
}

YEAR = 31_536_000
"""Seconds a browser remembers that a site is behind TLS."""

ADDRESSES = 10_000
"""Visitors whose pace is remembered."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

log = logging.getLogger("hali.access")


class Safety:
    """Middleware: refuses what should not be asked, dresses and notes every answer.

    Args:
        app: what answers.
        settings: of the server.
        broken: the answer where an error nobody thought of happened.
    """

    def __init__(self, app: ASGIApp, settings: Settings, broken: Callable[[Request, Exception], Response]) -> None:
        self._app = app
        self._broken = broken
        self._settings = settings
        self._headers = dict(HEADERS)
        if settings.https:
            self._headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        self._names = {"localhost", *(name.lower() for name in settings.host_names)}
        self._pace = Pace(settings.rate)
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page of ours opens a socket
            await send({"type": "websocket.close", "code": 1008})
            return
        began = time.perf_counter()
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        try:
            if refusal is not None:
                await refusal(scope, receive, dressed)
                return
            self._running += 1
            try:
                await self._app(scope, self._bounded(scope, receive), dressed)
            except TooLarge:
                await self._too_large(scope)(scope, receive, dressed)
            except Exception as error:
                response = self._broken(Request(scope), error)
                if status:  # the answer had begun: it can only be cut off
                    raise
                await response(scope, receive, dressed)
            finally:
                self._running -= 1
        finally:
            took = (time.perf_counter() - began) * 1000
            log.info("%s %s %d %.0f ms", scope["method"], shown(scope["path"]), status, took)

    def _refusal(self, scope: Scope) -> Response | None:
        """Why a request is not answered; None where it is."""
        headers = Headers(scope=scope)
        path = scope["path"]
        if not self._names_us(headers.get("host", "")):
            names = ", ".join(sorted(self._names))
            return refused(path, 421, f"this server answers to {names} and its plain address; --host-name adds a name")
        if scope["method"] not in READING and not self._same_origin(scope, headers):
            return refused(path, 403, "only pages of this server may send something to it")
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self._settings.body_limit:
            return self._too_large(scope)
        if path == "/healthz":
            return None
        wait = self._pace.wait((scope.get("client") or ("",))[0])
        if wait:
            line = f"more than {self._settings.rate} requests a minute; try again in {wait} s"
            return refused(path, 429, line, {"Retry-After": str(wait)})
        if self._running >= self._settings.concurrency:
            return refused(path, 503, "too many requests at once; try again in a moment", {"Retry-After": "2"})
        return None

    def _names_us(self, host: str) -> bool:
        """Whether the host a browser asked for is this server: a name that was given, localhost, or a plain address.

        Another name that leads here is how a page of somebody else would reach a server on its reader's machine.
        """
        name = urlsplit(f"//{host}").hostname or ""
        if name in self._names:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True

    def _same_origin(self, scope: Scope, headers: Headers) -> bool:
        """Whether what is sent comes from a page of this server, or from no page at all."""
        origin = headers.get("origin", "")
        if origin and origin in self._settings.cors_post and scope["path"].startswith("/api/"):
            return True
        site = headers.get("sec-fetch-site", "")
        if site and site != "same-origin":
            return False
        return not origin or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` that ends a body longer than allowed, whatever its length was said to be."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._settings.body_limit:
                raise TooLarge
            return message

        return receive if scope["method"] in READING else counted

    def _too_large(self, scope: Scope) -> Response:
        limit = self._settings.body_limit // 1_000_000
        return refused(scope["path"], 413, f"more than {limit} MB; send a shorter text", {"Connection": "close"})


class TooLarge(Exception):
    """A body longer than allowed."""


class Pace:
    """How fast each address asks: a bucket of tokens that fills with time.

    Args:
        rate: requests a minute; 0 = no limit.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Seconds after which `address` may ask again; 0 where it may now, which is counted."""
        if not self._rate:
            return 0
        now = time.monotonic()
        tokens, last = self._seen.pop(address, (float(self._rate), now))
        tokens = min(float(self._rate), tokens + (now - last) * self._rate / 60)
        allowed = tokens >= 1
        self._seen[address] = (tokens - 1 if allowed else tokens, now)
        if len(self._seen) > ADDRESSES:
            self._seen.popitem(last=False)
        return 0 if allowed else max(1, round((1 - tokens) * 60 / self._rate))


def refused(path: str, status: int, line: str, headers: Mapping[str, str] | None = None) -> Response:
    """One clear line; below /api/ as a problem document (RFC 9457)."""
    kept = dict(headers or {}) | {"Cache-Control": "no-store"}
    if path.startswith("/api/"):
        told = {"error": "Refused", "code": "refused", "message": line, "details": {}}
        problem = {"type": "/api#Refused", "title": "Refused", "status": status, "detail": line, **told}
        return Response(json.dumps(problem), status, kept, "application/problem+json")
    return Response(f"{line}\n", status, kept, "text/plain; charset=utf-8")


def shown(path: str) -> str:
    """A path as it is logged: without the id of a check, which is all one needs to read it.

    >>> shown("/en/check/3f2a.json")
    '/en/check/*'
    """
    hidden = re.sub(r"(/check/)[^/]+", r"\1*", path[:200])
    return "".join(letter if letter.isprintable() else "?" for letter in hidden)
