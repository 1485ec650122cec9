"""Whether there is a network at all, asked before hundreds of messages are each tried five times."""

from __future__ import annotations

import os
import queue
import socket
import threading
import time
import urllib.request
from collections.abc import Collection

from hali.errors import SourceUnavailable

RESOLVING = 4.0
"""Seconds within which one of the publishers' names has to be found."""


def check_reachable(hosts: Collection[str], *, patience: float = RESOLVING) -> None:
    """Stop where not one of some names can be resolved: then there is no network, and every message would be tried.

    Behind a proxy names are resolved elsewhere, and nothing is said here.

    Args:
        hosts: names of publishers' hosts.
        patience: seconds to wait for the first.

    Raises:
        SourceUnavailable: none of them was found.
    """
    if not hosts or os.environ.get("HALI_REPLAY") or urllib.request.getproxies().keys() & {"https", "all"}:
        return
    found: queue.Queue[bool] = queue.Queue()

    def look(host: str) -> None:
        try:
            found.put(bool(socket.getaddrinfo(host, 443)))
        except OSError:
            found.put(False)

    for host in hosts:
        threading.Thread(target=look, args=(host,), daemon=True).start()
    end = time.monotonic() + patience
    for _ in hosts:
        try:
            if found.get(timeout=max(0.0, end - time.monotonic())):
                return
        except queue.Empty:
            break
    raise SourceUnavailable(
        f"there is no network: the name {min(hosts)} cannot be resolved, nor that of any other publisher asked; "
        "check the connection, or bring files in with `hali ingest SOURCE FILE`"
    )
