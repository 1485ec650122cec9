"""The command that serves the web app: parse, say the address, answer until told to stop."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from hali import extras
from hali.errors import QuestionError

if TYPE_CHECKING:
    from hali.web.settings import Settings

GRACE = 10
"""Seconds requests may still take after the server is told to stop."""


def serve(
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="Address to listen on; the default is this machine alone.")] = "127.0.0.1",
    host_name: Annotated[
        list[str] | None, typer.Option(help="Name it answers to; the first makes its permalinks.", metavar="NAME")
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="It stands behind a proxy that speaks TLS.")] = False,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Show it in the browser.")] = True,
    workers: Annotated[int, typer.Option(help="Processes that answer.", min=1, max=64)] = 1,
    rate: Annotated[int, typer.Option(help="Requests a minute from one address; 0 sets no limit.", min=0)] = 0,
    allow_fetch: Annotated[
        bool, typer.Option("--allow-fetch", help="Fetch pages visitors give the address of.")
    ] = False,
    no_keep: Annotated[bool, typer.Option("--no-keep", help="Results of checks stay in memory only.")] = False,
    cors_post: Annotated[
        list[str] | None, typer.Option(help="Origin whose pages may post to the API.", metavar="ORIGIN")
    ] = None,
) -> None:
    """Serve the web app and the API on this machine."""
    extras.require("web", "hali serve")
    if no_keep and workers > 1:
        raise QuestionError("--no-keep holds results in the memory of one process: leave out --workers")
    from hali.web.settings import Settings

    bound = listen(host, port)
    settings = Settings(
        host=host,
        port=bound.getsockname()[1],
        host_names=tuple(host_name or ()),
        https=https,
        workers=workers,
        rate=rate,
        allow_fetch=allow_fetch,
        keep=not no_keep,
        cors_post=tuple(cors_post or ()),
    )
    print(settings.address, flush=True)
    run(settings, bound, show=open_browser)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on an address; raises QuestionError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named TCP, or asyncio does not turn off the wait for more to send, and each answer is 40 ms late
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(2048)
    except OSError as error:
        bound.close()
        raise QuestionError(f"cannot listen on {host}:{port}: {error.strerror}; choose another --port") from error
    bound.set_inheritable(True)
    return bound


def run(settings: Settings, bound: socket.socket, *, show: bool) -> None:
    """Answer on a socket until told to stop; requests under way are finished first.

    Args:
        settings: of the server.
        bound: where it listens.
        show: open the browser once it listens.
    """
    import uvicorn

    from hali.web.settings import to_environment

    os.environ.update(to_environment(settings))
    config = uvicorn.Config(
        "hali.web.app:from_environment",
        factory=True,
        workers=settings.workers,
        log_config=LOGS,
        access_log=False,
        server_header=False,
        proxy_headers=settings.https,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=GRACE,
        lifespan="on",
    )
    if show:
        import webbrowser

        webbrowser.open(settings.address)
    if settings.workers > 1:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, sockets=[bound]).run()
        return
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # raised once more when all requests are answered
        server.run(sockets=[bound])
    if not server.started:
        sys.exit(QuestionError.exit_code)


LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "loggers": {
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "hali": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
"""Everything goes to standard error; of requests nothing but what `hali.web.safety` notes."""
