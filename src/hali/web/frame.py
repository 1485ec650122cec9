"""The frame of all pages: templates, words of the interface, links that keep what the reader chose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from hali.languages import CODES
from hali.languages import language as declared
from hali.languages.folder import WEB, toml
from hali.publish import pages
from hali.publish.document import Document
from hali.version import VERSION
from hali.web import assets
from hali.web.answers import Body, answer
from hali.web.site import site

if TYPE_CHECKING:
    from jinja2 import Environment

OWN_NAMES = {code: declared(code).name for code in CODES}
"""Languages by the names their speakers give them."""

PARAMETERS = ("from", "to", "def", "view", "v", "reporter", "flow", "product", "unit", "currency")
"""What a reader chooses in an address, in the order of links; a link keeps all it does not name."""

HTML = "text/html; charset=utf-8"


@cache
def words(lang: str) -> Mapping[str, Any]:
    """Words of the interface: file of the language's `web/` -> table -> key -> text."""
    return {name: toml(lang, f"web/{name}.toml") for name in WEB}


def chosen(request: Request) -> dict[str, str]:
    """What the address chooses, in the order of PARAMETERS, empty values left out."""
    given = request.query_params
    return {name: given[name] for name in PARAMETERS if given.get(name)}


def link(request: Request, path: str, /, **changes: str) -> str:
    """An address on this server that keeps what the reader chose.

    Args:
        request: the page the link stands on.
        path: where it leads; may end with a fragment.
        changes: parameters to set; "" leaves one out.
    """
    kept = chosen(request) | changes
    place, _, fragment = path.partition("#")
    query = urlencode({name: kept[name] for name in (*PARAMETERS, *sorted(kept)) if kept.get(name)})
    return quote(place, safe="/:@~.-_") + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def unknown(request: Request, *also: str) -> list[str]:
    """A notice that names the parameters of an address that no page knows.

    Args:
        request: what was asked.
        also: further parameters this page knows.
    """
    names = sorted(set(request.query_params) - {*PARAMETERS, "lang", *also})
    line = words(language(request))["frame"]["ignored"]
    return [line.format(names=", ".join(name[:40] for name in names))] if names else []


def language(request: Request) -> str:
    """Language of a page: that of its address, else the first of the browser's that hali writes, else English."""
    told = request.path_params.get("lang") or request.query_params.get("lang")
    if told in CODES:
        return str(told)
    wished = []
    for part in request.headers.get("accept-language", "").split(","):
        code, _, weight = part.strip().partition(";q=")
        try:
            wished.append((-float(weight or 1), code[:2].lower()))
        except ValueError:
            continue
    return next((code for _, code in sorted(wished, key=lambda one: one[0]) if code in CODES), "en")


def translated(request: Request, lang: str) -> str:
    """The same page in another language."""
    path = request.scope["path"]
    if path[1:3] in CODES and path[3:4] == "/":
        return link(request, f"/{lang}{path[3:]}", **dict(getattr(request.state, "keeps", ())))
    return link(request, path, lang=lang)


def absolute(request: Request, path: str) -> str:
    """An address others can follow."""
    return site(request).settings.address + path


def page(request: Request, template: str, /, **values: Any) -> str:
    """A page as HTML.

    Args:
        request: what was asked.
        template: file of `templates/`.
        values: what it prints; the frame itself takes `title`, and may take `description`, `side_a` and `side_b`
            (`areas.Side` of the pair the page is about), `notices`, `alternates` (media type -> address), `structured`
            (`structured.Described`).
    """
    lang = str(values.pop("lang", "") or language(request))
    context = {
        "lang": lang,
        "language": lang,
        "w": words(lang),
        "own_names": OWN_NAMES,
        "version": VERSION,
        "settings": site(request).settings,
        "path": request.scope["path"],
        "link": lambda path, **changes: link(request, path, **changes),
        "absolute": lambda path: absolute(request, path),
        "translated": lambda code: translated(request, code),
        "kept": lambda *named: {name: text for name, text in chosen(request).items() if name not in named},
        "asset": assets.address,
        "picture": pages.picture,
        "notices": (),
        "alternates": {},
        "structured": None,
        "side_a": None,
        "side_b": None,
        "description": "",
        "indexed": True,
    }
    return environment().get_template(template).render(context | values)


def render(request: Request, template: str, /, *, status: int = 200, **values: Any) -> Response:
    """A page as an answer; arguments as in `page`."""
    return answer(request, Body(page(request, template, **values).encode(), HTML), status=status)


def reference(text: str) -> int:
    """The number of a source that is all a table cell holds; 0 where it holds something else.

    >>> reference("[42]"), reference("42"), reference("[a]")
    (42, 0, 0)
    """
    found = re.fullmatch(r"\[(\d+)\]", text)
    return int(found[1]) if found else 0


def stopped(text: str) -> str:
    """A text that ends with a full stop, and with one only.

    >>> stopped("CC BY 4.0"), stopped("29 Nov. 2026, 5 p.m.")
    ('CC BY 4.0.', '29 Nov. 2026, 5 p.m.')
    """
    return text if text.endswith(".") else f"{text}."


def citation(document: Document, lang: str, address: str) -> str:
    """How to cite a page of a document.

    Args:
        document: what the page shows.
        lang: language of the page.
        address: its pinned address.
    """
    return str(words(lang)["pages"]["citation"]).format(
        title=document.title,
        year=document.as_of[:4],
        record=document.record,
        day=stopped(document.as_of_text),
        address=address,
    )


@cache
def environment() -> Environment:
    """The templates of the app, and behind them those of the documents."""
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    found = Environment(
        loader=ChoiceLoader([FunctionLoader(_template), FunctionLoader(pages.source)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.equip(found)
    found.filters["reference"] = reference
    found.filters["stopped"] = stopped
    return found


def _template(name: str) -> str | None:
    file = files("hali.web") / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None
