"""A page whose address a visitor gave: fetched only from public addresses, so that nobody can look behind this machine.

The name is resolved once, every address it has must be public, and the connection goes to one of those very addresses:
a name that leads elsewhere a moment later (rebinding) gains nothing. Each redirect is a new question.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from hali.errors import UnreadableInput

if TYPE_CHECKING:
    import httpx

SIZE = 5_000_000
"""Bytes a page may have."""

SECONDS = 10.0
"""Time a page may take, redirects included."""

REDIRECTS = 3
"""Redirects that are followed."""

PORTS = {"http": 80, "https": 443}
"""Scheme -> the one port asked."""

WRAPPED = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),
    IPv6Network("2001::/32"),
)
"""IPv6 networks whose addresses stand for IPv4 ones (NAT64, 6to4, Teredo)."""

_ENDINGS = {"application/pdf": "pdf", "text/plain": "txt", "text/markdown": "md", "text/html": "html"}

Resolve = Callable[[str, int], Sequence[str]]
"""Name and port -> addresses."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as fetched.

    Attributes:
        content: its bytes.
        name: a file name whose ending says what it is.
        url: where it was found, redirects followed.
    """

    content: bytes
    name: str
    url: str


def fetch(url: str, resolve: Resolve | None = None, transport: httpx.BaseTransport | None = None) -> Page:
    """The page of an address.

    Args:
        url: http or https, on its usual port.
        resolve: looks up names; default the system's.
        transport: carries the messages; default a connection of its own.

    Raises:
        UnreadableInput: the address is not public, does not answer, or answers with too much.
    """
    if os.environ.get("HALI_OFFLINE") == "1" and transport is None:
        raise UnreadableInput("no page is fetched while HALI_OFFLINE=1; paste the text instead")
    import httpx

    until = time.monotonic() + SECONDS
    with httpx.Client(transport=transport or httpx.HTTPTransport(retries=0), trust_env=False) as client:
        for _ in range(REDIRECTS + 1):
            parts = _split(url)
            host = str(parts.hostname)
            place = public(host, PORTS[parts.scheme], resolve or _resolved)[0]
            try:
                found, onward = _ask(client, parts, place, until)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise UnreadableInput(f"{host} gave no page: {_reason(error)}; paste the text instead") from error
            if onward is None:
                return Page(found[0], _name(parts, found[1]), url)
            url = urljoin(url, onward)
    raise UnreadableInput(f"the page leads elsewhere more than {REDIRECTS} times; give the address it ends at")


def public(host: str, port: int, resolve: Resolve) -> list[str]:
    """The addresses of a host, all of them public.

    Raises:
        UnreadableInput: it has none, or one that is not.
    """
    try:
        found = list(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError) as error:
        raise UnreadableInput(f"no host of the name {host[:80]!r} is known; paste the text instead") from error
    if not found or not all(is_public(one) for one in found):
        raise UnreadableInput(f"{host[:80]} is no public address; paste the text instead")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where an IPv6 one stands for an IPv4 one.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in network for network in WRAPPED) or found.packed[:12] == bytes(12):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise UnreadableInput("that is no web address; write https://...") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise UnreadableInput("that is no web address; write https://...")
    if parts.username is not None or parts.password is not None:
        raise UnreadableInput("an address with a user name is not fetched; paste the text instead")
    if port not in {None, 80, 443}:
        raise UnreadableInput("only the usual ports of the web, 80 and 443, are asked; paste the text instead")
    if port is not None and port != PORTS[parts.scheme]:
        raise UnreadableInput(f"port {port} is not that of {parts.scheme}; paste the text instead")
    return parts


def _resolved(host: str, port: int) -> Sequence[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _ask(client: httpx.Client, parts: SplitResult, place: str, until: float) -> tuple[tuple[bytes, str], str | None]:
    """The bytes and kind of a page, or where it leads. The connection goes to `place`, whatever the name says now."""
    import httpx

    left = until - time.monotonic()
    if left <= 0:
        raise httpx.ReadTimeout("too slow")
    host = str(parts.hostname)
    literal = f"[{place}]" if ":" in place else place
    target = httpx.URL(scheme=parts.scheme, host=literal, port=PORTS[parts.scheme], raw_path=_path(parts))
    request = client.build_request(
        "GET",
        target,
        headers={
            "Host": host if ":" not in host else f"[{host}]",
            "Accept": "text/html,text/plain,application/pdf",
            "User-Agent": "hali",
        },
        timeout=left,
        extensions={"sni_hostname": host},
    )
    answer = client.send(request, stream=True, follow_redirects=False)
    try:
        if answer.is_redirect:
            return (b"", ""), answer.headers.get("location", "")
        if answer.status_code != 200:
            raise httpx.ReadError(f"it answered {answer.status_code}")
        content = bytearray()
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > SIZE:
                raise UnreadableInput(f"{host} gave more than {SIZE // 1_000_000} MB; paste the text instead")
            if time.monotonic() > until:
                raise httpx.ReadTimeout("too slow")
        return (bytes(content), answer.headers.get("content-type", "")), None
    finally:
        answer.close()


def _path(parts: SplitResult) -> bytes:
    from urllib.parse import quote

    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return (f"{path}?{query}" if query else path).encode()


def _name(parts: SplitResult, media: str) -> str:
    """A file name for a page: its last word, with the ending of its kind."""
    ending = _ENDINGS.get(media.partition(";")[0].strip().lower(), "html")
    stem = parts.path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or parts.path.rstrip("/").rpartition("/")[2]
    return f"{stem or parts.hostname}.{ending}"


def _reason(error: Exception) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return f"it took more than {SECONDS:.0f} seconds"
    return " ".join(str(error).split())[:120] or type(error).__name__
