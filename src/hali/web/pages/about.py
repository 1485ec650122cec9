"""Pages of words: disclaimer, methods, corrections, privacy, accessibility, glossary."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hali.codelists.measures import measures
from hali.errors import UnknownCode, UnreadableInput
from hali.model.units import record_unit
from hali.narrate import words
from hali.web import frame
from hali.web.answers import Body, answer
from hali.web.pages import asked as questions
from hali.web.site import site

NAMES = ("disclaimer", "methods", "corrections", "privacy")
"""Pages below /about/."""

FROM_BRIEF = ("disclaimer", "methods")
"""Those that print what every brief prints."""


def about(request: Request) -> Response:
    """One page of words."""
    name = request.path_params["name"]
    if name not in NAMES:
        raise UnknownCode("page", name, NAMES)
    return _kept(request, name, lambda lang: _about(lang, name))


def accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return _kept(request, "accessibility", lambda lang: _about(lang, "accessibility"))


def glossary(request: Request) -> Response:
    """Terms, and every measure the language has a name for, with its unit."""
    return _kept(request, "glossary", _glossary)


def _about(lang: str, name: str) -> dict[str, Any]:
    told = frame.words(lang)["about"][name]
    texts = list(words.table(lang, name).values()) if name in FROM_BRIEF else []
    return {"template": "about.html", "title": told["title"], "texts": [*texts, *told["texts"]]}


def _glossary(lang: str) -> dict[str, Any]:
    told = frame.words(lang)["about"]["glossary"]
    named = [one for one in measures() if lang in one.names]
    listed = sorted(
        ((words.capital(words.measure(one.id, lang), lang), one) for one in named), key=lambda pair: pair[0]
    )
    return {
        "template": "glossary.html",
        "title": told["title"],
        "terms": told["terms"],
        "measures": [(name, ", ".join(_unit(code, lang) for code in one.unit.split()), one.id) for name, one in listed],
    }


def _unit(code: str, lang: str) -> str:
    """A unit of the codelist in words: that of a table, or one texts are read in."""
    if code == "money":
        return str(frame.words(lang)["about"]["glossary"]["money"])
    known = "RANK" if code == "rank" else code
    with suppress(UnreadableInput):
        known = record_unit(code)
    return str(words.table(lang, "units").get(known, code))


def _kept(request: Request, name: str, make: Callable[[str], dict[str, Any]]) -> Response:
    served = site(request)
    lang = frame.language(request)
    record = served.record()

    def page() -> Body:
        values = make(lang)
        html = frame.page(request, values.pop("template"), **values, notices=frame.unknown(request))
        return Body(html.encode(), frame.HTML)

    key = ("about", name, record.id, lang, served.settings.address, str(request.url.query))
    return answer(request, questions.body(served, key, page))
