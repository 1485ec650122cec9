"""One signed message to an address that wants to be told, tried again where that may help."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from hali.access.http import USER_AGENT
from hali.errors import NotDelivered, QuestionError

SIGNATURE = "Hali-Signature"
"""Header with `sha256=` and the HMAC-SHA256 of the body under the shared secret, in hexadecimal digits."""

SHORTEST = 16
"""Characters a secret has at the least."""

TRIES = 3
PAUSE = 2.0
"""Seconds before the second try; twice as many before the third."""

PATIENCE = 20.0
"""Seconds a receiver may take."""


def signature(body: bytes, secret: str) -> str:
    """What the receiver computes and compares before it believes a message.

    >>> signature(b"{}", "0123456789abcdef")
    'sha256=f91e3e9f05cc2df64ac1c26f8adccdffda8d1e4a7a8c50a1a08eeadac6ddfec5'
    """
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def checked_address(url: str) -> str:
    """`url` if a message may go there: https, or http to this machine.

    Raises:
        QuestionError: it is no such address.
    """
    parts = urlsplit(url)
    own = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.hostname and not parts.username and (parts.scheme == "https" or (parts.scheme == "http" and own)):
        return url
    raise QuestionError(f"--post {url[:80]!r}: give an https:// address without a password, or http:// on this machine")


def checked_secret(secret: str) -> str:
    """`secret` if it is long enough; raises QuestionError saying where it is looked for."""
    if len(secret) < SHORTEST:
        raise QuestionError(f"a secret of {SHORTEST} characters or more is needed in HALI_WATCH_SECRET, to sign with")
    return secret


def post(url: str, body: bytes, secret: str, sleep: Callable[[float], None] = time.sleep) -> None:
    """Send a JSON document.

    Args:
        url: where to; see `checked_address`.
        body: the document.
        secret: what it is signed with.
        sleep: waits so many seconds.

    Raises:
        NotDelivered: no 2xx after TRIES; redirects are not followed.
        QuestionError: the address or the secret will not do, or the network is forbidden.
    """
    import httpx

    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        SIGNATURE: signature(body, checked_secret(secret)),
    }
    own = urlsplit(checked_address(url)).scheme == "http"
    if os.environ.get("HALI_OFFLINE") == "1" and not own:
        raise QuestionError("HALI_OFFLINE=1 forbids the network: nothing is sent")
    said = ""
    with httpx.Client(timeout=PATIENCE, follow_redirects=False) as client:
        for attempt in range(TRIES):
            if attempt:
                sleep(PAUSE * 2 ** (attempt - 1))
            try:
                status = client.post(url, content=body, headers=headers).status_code
            except httpx.HTTPError as error:
                said = f"{type(error).__name__}: {error}"
                continue
            if 200 <= status < 300:
                return
            said = f"status {status}"
            if status < 500 and status != 429:
                break
    raise NotDelivered(f"{urlsplit(url).hostname} did not take the message: {said[:120]}; it is sent again next time")
