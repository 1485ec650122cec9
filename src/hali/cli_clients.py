"""The commands that tell others: `hali mcp` answers AI clients, `hali watch` tells an address what changed."""

from __future__ import annotations

import os
import sys
from time import sleep
from typing import Annotated

import typer

from hali import extras
from hali.errors import HaliError, QuestionError


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Over HTTP at /mcp, not over standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on (--http).")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on (--http).", min=0, max=65535)] = 8765,
    host_name: Annotated[
        list[str] | None, typer.Option("--host-name", help="Name requests may come by (--http); may be repeated.")
    ] = None,
    site: Annotated[str, typer.Option(help="Address of a `hali serve` that answers point to.", metavar="URL")] = "",
) -> None:
    """Answer AI clients over the Model Context Protocol: nine read-only tools, nothing kept between calls."""
    extras.require("mcp", "hali mcp")
    from hali.mcp import server

    if not http:
        server.over_stdio(site)
        return
    import uvicorn

    print(f"hali: listening on http://{host}:{port}/mcp", file=sys.stderr)
    app = server.over_http(site, host, tuple(host_name or ()))
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


def watch(
    a: Annotated[str, typer.Argument(help="One partner: a country or bloc, by name or code.")],
    b: Annotated[str, typer.Argument(help="The other.")],
    post: Annotated[str, typer.Option(help="Address that is told, by https.", metavar="URL")],
    since: Annotated[str, typer.Option(help="The first time, tell what changed since this day.", metavar="DATE")] = "",
    every: Annotated[str, typer.Option(help="Look again and again: 15m, 6h, 1d.", metavar="SPAN")] = "",
) -> None:
    """Tell an address what changed between A and B, once (for cron) or every so often.

    The message is JSON, signed with the secret in HALI_WATCH_SECRET: header `Hali-Signature: sha256=` and the
    HMAC-SHA256 of the body. Nothing is sent where nothing changed; what was not taken is sent again the next time.
    """
    from hali import api, watching

    pair = api.resolve_pair((a, b))
    pause = watching.seconds(every) if every else 0.0
    secret = os.environ.get("HALI_WATCH_SECRET", "")
    if not pause:
        print(watching.look(pair, post, secret, since).line(), file=sys.stderr)
        return
    while True:
        try:
            print(watching.look(pair, post, secret, since).line(), file=sys.stderr)
        except QuestionError:
            raise
        except HaliError as error:  # of a receiver or a record under repair: the next look may find it well again
            print(f"hali: {error}", file=sys.stderr)
        sleep(pause)
