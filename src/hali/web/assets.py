"""Style sheets and scripts: held in memory, named by what is in them, so that a browser may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hali.publish.pages import stylesheet
from hali.web.answers import Body, answer

MEDIA = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}

SHEETS = ("page.css",)
"""Style sheets of the one-file pages that hold for the site as well; its own stand behind them."""


@cache
def _held() -> tuple[dict[str, str], dict[str, Body]]:
    """Name -> address below /static/, and address -> file."""
    addresses, assets = {}, {}
    for name, body in _read():
        stem, _, ending = name.rpartition(".")
        address = f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}.{ending}"
        addresses[name] = address
        assets[address] = Body(body, MEDIA[ending])
    return addresses, assets


def _read() -> Iterator[tuple[str, bytes]]:
    folder = files("hali.web") / "static"
    sheets = [stylesheet(SHEETS)]
    for name, file in sorted(_below(folder)):
        if name.endswith(".css"):
            sheets.append(file.read_text(encoding="utf-8"))
        elif name.rpartition(".")[2] in MEDIA:
            yield name, file.read_bytes()
    yield "site.css", "".join(sheets).encode()


def _below(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _below(one, f"{prefix}{one.name}/")
        else:
            yield prefix + one.name, one


def address(name: str) -> str:
    """Path of a file of `static/` ("site.css", "site.js") on this server.

    All style sheets of the folder are one file, `site.css`: a page asks for one.
    """
    return f"/static/{_held()[0][name]}"


def _serve(request: Request) -> Response:
    found = _held()[1].get(request.path_params["name"])
    if found is None:
        return Response("no such file\n", 404, media_type="text/plain")
    return answer(request, found, pinned=True)


routes = [Route("/static/{name:path}", _serve)]
