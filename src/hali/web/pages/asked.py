"""A question about a pair, read from an address: the two sides, the state of the record, the composed document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hali import api
from hali.briefs.compose import day_of
from hali.codelists import areas as codelist
from hali.errors import QuestionError
from hali.publish.document import Document
from hali.record.store import Record
from hali.web import areas, failures, frame
from hali.web.answers import Body
from hali.web.areas import Ambiguous, Side
from hali.web.site import Site, site


class Elsewhere(Exception):
    """The question is answered by another address or by a choice of addresses.

    Args:
        response: the answer.
    """

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


@dataclass(frozen=True, slots=True)
class Named:
    """A side with its name in the language of a page."""

    side: Side
    name: str

    @property
    def segment(self) -> str:
        """The side in a path."""
        return self.side.segment


@dataclass(frozen=True, slots=True)
class Pair:
    """What an address asks about a pair.

    Attributes:
        a: the observer.
        b: the other side.
        lang: language of the answer.
        v: what pins the record, as it stands in the address; "" for the newest state.
        record: the state of the record.
        newest: the newest state.
    """

    a: Named
    b: Named
    lang: str
    v: str
    record: Record
    newest: Record

    @property
    def path(self) -> str:
        """Address of the pair's page."""
        return f"/{self.lang}/{self.a.segment}/{self.b.segment}"

    @property
    def key(self) -> tuple[str, ...]:
        """What a composed document of it depends on."""
        return (self.record.id, self.record.as_of, self.a.side.asked, self.b.side.asked, self.lang)

    @property
    def pinned(self) -> bool:
        """Whether the address names the id of a record: only then its contents never change."""
        return bool(self.v) and self.v == self.record.id


def pair(request: Request, a: str, b: str) -> Pair:
    """What an address with two areas asks.

    Args:
        request: what was asked.
        a: the first area as it stands in the path, without the suffix of a format.
        b: the second.

    Raises:
        Elsewhere: the areas are said otherwise in an address of ours, or a name is that of several.
        UnknownCode: no such area.
        QuestionError: twice the same, or no state of the record is called `v`.
    """
    served = site(request)
    v = request.query_params.get("v", "")
    record, newest = served.record(v), served.record()
    day = day_of(record)
    lang = frame.language(request)
    sides = tuple(_side(request, typed, day) for typed in (a, b))
    if not all(side.canonical for side in sides):
        raise Elsewhere(_redirect(request, sides))
    if sides[0].code == sides[1].code:
        raise QuestionError(frame.words(lang)["frame"]["same_area"])
    first, second = (Named(side, named(side, lang)) for side in sides)
    return Pair(first, second, lang, v, record, newest)


def named(side: Side, lang: str) -> str:
    """Short name of a side: EU27, Kazakhstan."""
    return codelist.name(side.code, lang, "short")


def document(served: Site, asked: Pair) -> Document:
    """The composed brief, made once for all pages and files that show it."""

    def make() -> Document:
        with served.turn():
            return api.brief(asked.a.side.asked, asked.b.side.asked, lang=asked.lang, record=asked.record)

    return served.documents.get(asked.key, make)


def sheet(served: Site, asked: Pair) -> Document:
    """The first page of the brief as a document of its own, for one sheet."""
    with served.turn():
        sides = (asked.a.side.asked, asked.b.side.asked)
        return api.brief(*sides, lang=asked.lang, record=asked.record, sections=())


def body(served: Site, key: tuple[object, ...], make: Callable[[], Body]) -> Body:
    """Contents of an answer, made once."""
    return served.pages.get(key, make)


def _side(request: Request, typed: str, day: str) -> Side:
    try:
        return areas.read(typed, day)
    except Ambiguous as several:
        raise Elsewhere(_choice(request, several)) from several


def _redirect(request: Request, sides: tuple[Side, ...]) -> Response:
    """To the address that says the areas as codes; 302, for what a name means changes with time."""
    path = request.scope["path"]
    lang, _, _, *rest = path.removeprefix("/").split("/")
    suffix = "" if rest else _suffix_of(path)
    place = "/".join(["", lang, *(side.segment for side in sides), *rest]) + suffix
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(place + query, 302, {"Cache-Control": "no-cache"})


def _suffix_of(path: str) -> str:
    from hali.web.pages.suffixes import split

    return split(path.rpartition("/")[2])[1]


def _choice(request: Request, several: Ambiguous) -> Response:
    """A page with the areas a name may mean, each with the address that means it."""
    lang = frame.language(request)
    told = frame.words(lang)["frame"]
    line = told["several_line"].format(typed=several.typed)
    return failures.failure(
        request, 300, line, failures.nearest(request, several.typed, several.codes), told["several"]
    )
