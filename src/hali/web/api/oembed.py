"""oEmbed 1.0: from the address of a page of ours to the frame another site can put its figure in.

Source: oembed.com, version 1.0.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from hali.errors import NotInRecord, QuestionError
from hali.languages import CODES
from hali.web.answers import Body, answer
from hali.web.api import embeds
from hali.web.api.embeds import Shown
from hali.web.api.firsts import OPEN
from hali.web.pages import views
from hali.web.site import Site, site

WIDTH, HEIGHT = 640, 600
"""Pixels of a frame where nothing smaller is asked for."""

LEAST = 200
"""Pixels below which a frame shows nothing."""

DAY = 86_400
"""Seconds an answer may be kept."""

_LANG = "|".join(CODES)
_SERIES = re.compile(rf"(?:/embed)?(/(?:{_LANG})/series/[0-9a-f]{{32}})")
_PAIR = re.compile(
    rf"(?:/embed)?/({_LANG})/(?!(?:series|about|check|sources|corridors)/)([^/]+)/([^/]+)(?:/([a-z_]+))?"
)


def oembed(request: Request) -> Response:
    """The reply; 404 for an address that is not ours or has no figure, 501 for a format there is none of."""
    given = request.query_params
    format = given.get("format", "json")
    if format not in {"json", "xml"}:
        return Response("format: json or xml\n", 501, OPEN, "text/plain; charset=utf-8")
    told = _told(request, _shown(site(request), request.headers.get("host", ""), given.get("url", "")))
    if format == "json":
        body = Body((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(), "application/json")
    else:
        body = Body(_xml(told), "text/xml; charset=utf-8")
    return answer(request, body, headers=OPEN)


def link(address: str) -> str:
    """Path of the answer for a page, for its `<link>`.

    Args:
        address: of the page, with what pins it.
    """
    return "/oembed?" + urlencode({"url": address, "format": "json"})


def _shown(served: Site, host: str, url: str) -> Shown:
    """The figure of a page of ours.

    Raises:
        QuestionError: no address is given.
        NotInRecord: it is not one of ours, or not one of a page with a figure.
    """
    if not url:
        raise QuestionError("url: give the address of a page of this site")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.netloc not in {urlsplit(served.settings.address).netloc, host}:
        raise NotInRecord("not an address of this site")
    given = parse_qs(parts.query)
    latest = given.get("follow") == [embeds.LATEST]
    record = served.record("" if latest else given.get("v", [""])[0])
    if found := _SERIES.fullmatch(parts.path):
        return embeds.of_series(served, found[1], record, latest)
    if found := _PAIR.fullmatch(parts.path):
        lang, a, b, section = found.groups()
        path = embeds.section_path(lang, unquote(a), unquote(b), section or views.OVERVIEW, record)
        return embeds.of_section(served, path, record, latest)
    raise NotInRecord("a page of this site without a figure to embed")


def _told(request: Request, shown: Shown) -> dict[str, Any]:
    """The reply as data."""
    served = site(request).settings.address
    title = shown.figure.title.text
    query = f"follow={embeds.LATEST}" if shown.latest else f"v={shown.record.as_of or shown.record.id}"
    width = _size(request, "maxwidth", WIDTH)
    height = _size(request, "maxheight", HEIGHT)
    frame = Markup('<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" frameborder="0"></iframe>')
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": "hali",
        "provider_url": served,
        "title": title,
        "cache_age": DAY,
        "width": width,
        "height": height,
        "html": str(frame.format(f"{served}/embed{shown.page}?{query}", width, height, title)),
    }


def _size(request: Request, name: str, most: int) -> int:
    """A size asked for, never more than ours.

    Raises:
        QuestionError: no number, or too small to show anything.
    """
    text = request.query_params.get(name, str(most))
    if not text.isdecimal() or int(text) < LEAST:
        raise QuestionError(f"{name}: a number of pixels, {LEAST} or more")
    return min(most, int(text))


def _xml(told: dict[str, Any]) -> bytes:
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = str(value)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"
