"""Routes between two places: a form whose address holds all that was asked, the answer, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response

from hali import routing
from hali.corridors import exported, page
from hali.corridors.answer import Answer
from hali.corridors.fallback import Distance
from hali.corridors.grounds import publishers
from hali.corridors.load import load
from hali.corridors.places import place
from hali.corridors.question import OBJECTIVES, Objective, Question
from hali.corridors.wording import Wording
from hali.errors import HaliError, NotInRecord, QuestionError, UnknownCode
from hali.web import failures, frame
from hali.web.answers import Body, answer
from hali.web.pages import asked as questions
from hali.web.pages.suffixes import MEDIA, NoSuchFormat
from hali.web.safety import PICTURE
from hali.web.site import Site, site

PARAMETERS = ("start", "end", "month", "cargo_value", "objective", "avoid", "set")
"""What is asked, in the order of links. What may be given several times stands in links once, with commas."""

FILES = {"json": "JSON", "geojson": "GeoJSON", "csv": "CSV", "svg": "SVG", "png": "PNG", "html": "HTML"}
"""Format of a file -> its name; without a network there are JSON and HTML alone."""

MEDIA_OF = {**{suffix[1:]: media for suffix, media in MEDIA.items()}, "geojson": "application/geo+json"}

EXAMPLES = (("xian", "duisburg"), ("altynkol", "constanta"), ("almaty", "milan"), ("shanghai", "rotterdam"))

LONGEST = 400
"""Letters of one parameter at the most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks.

    Attributes:
        given: parameter -> text, in the order of PARAMETERS; what was left empty is "".
        lang: language of the answer.
    """

    given: Mapping[str, str]
    lang: str

    @property
    def empty(self) -> bool:
        """Whether no place is named yet."""
        return not (self.given["start"] or self.given["end"])

    @property
    def settings(self) -> tuple[str, ...]:
        """What is to be otherwise."""
        return tuple(filter(None, self.given["set"].split(",")))

    @property
    def question(self) -> Question:
        """The question.

        Raises:
            QuestionError: something that cannot be asked.
        """
        given = self.given
        if not (given["start"] and given["end"]):
            raise QuestionError("two places are needed: start and end")
        return Question(
            start=given["start"],
            end=given["end"],
            month=_month(given["month"] or "0"),
            cargo_value=_number("cargo_value", given["cargo_value"]) if given["cargo_value"] else None,
            objective=cast(Objective, given["objective"] or "time"),
            avoid=tuple(filter(None, given["avoid"].split(","))),
            settings=self.settings,
        )

    def query(self, **changes: str) -> dict[str, str]:
        """Parameters of a link to the same question, or to one that differs from it."""
        return {name: text for name, text in (dict(self.given) | changes).items() if text}


def _number(name: str, text: str) -> float:
    try:
        return float(text.replace(" ", "").replace("\u00a0", ""))
    except ValueError:
        raise QuestionError(f"{name} is {text[:20]!r}; accepted is a number") from None


def _month(text: str) -> int:
    if not text.isdecimal():
        raise QuestionError(f"month is {text[:20]!r}; accepted are 1 to 12")
    return int(text)


def asked(request: Request) -> Asked:
    """What an address asks."""
    params = request.query_params
    given = {
        name: _joined(params.getlist(name)) if name in ("avoid", "set") else params.get(name, "").strip()
        for name in PARAMETERS
    }
    return Asked({name: text[:LONGEST] for name, text in given.items()}, frame.language(request))


def _joined(texts: Iterable[str]) -> str:
    """What was given in one or several fields, each part once."""
    parts = (part.strip() for text in texts for part in text.split(","))
    return ",".join(dict.fromkeys(part for part in parts if part))


def routes(request: Request) -> Response:
    """The page of routes: the form alone, or with an answer, or with what was wrong."""
    served = site(request)
    wanted = asked(request)
    request.state.keeps = tuple(wanted.query().items())
    if wanted.empty:
        return answer(request, Body(_page(request, wanted, None).encode(), frame.HTML))
    record = served.record(request.query_params.get("v", ""))
    key = ("routes", record.id, wanted.lang, served.settings.address, str(request.url.query))
    try:
        return answer(request, questions.body(served, key, lambda: _answered(request, served, wanted)))
    except HaliError as error:
        if failures.status_of(error) >= 500:
            raise
        return _refused(request, wanted, error)


def file(request: Request) -> Response:
    """The answer as a file."""
    served = site(request)
    wanted = asked(request)
    format = request.path_params["format"]
    if format not in FILES:
        raise NoSuchFormat(f".{format}", tuple(f".{one}" for one in FILES))
    record = served.record(request.query_params.get("v", ""))
    key = ("routes", format, record.id, wanted.lang, served.settings.address, str(request.url.query))

    def make() -> Body:
        found = found_of(served, wanted.question)
        address = frame.absolute(request, _address(request, wanted))
        written = routing.written(found, format, wanted.lang, address)
        raw = written if isinstance(written, bytes) else written.encode()
        return Body(raw, MEDIA_OF[format], found.loaded.id)

    headers = {"Content-Disposition": f'attachment; filename="hali-routes.{format}"'}
    if format == "svg":
        headers["Content-Security-Policy"] = PICTURE
    return answer(request, questions.body(served, key, make), headers=headers)


def found_of(served: Site, question: Question) -> Answer | Distance:
    """The answer to a question, worked out once for page and files."""

    def make() -> Answer | Distance:
        with served.turn():
            return routing.asked(question, served.record())

    return served.documents.get(("routes", served.record().id, question), make)


def between(request: Request, lang: str, start: str, end: str) -> str:
    """Address of the routes between two areas by their codes; "" where one is no place and has no capital."""
    loaded = load("")
    try:
        one, other = (place(code, loaded) for code in (start, end))
    except UnknownCode:
        return ""
    if (one.node, one.name) == (other.node, other.name):
        return ""
    return frame.link(request, f"/{lang}/routes", start=start, end=end)


def _address(request: Request, wanted: Asked, format: str = "", **changes: str) -> str:
    suffix = f".{format}" if format else ""
    return frame.link(request, f"/{wanted.lang}/routes{suffix}", **wanted.query(**changes))


def _answered(request: Request, served: Site, wanted: Asked) -> Body:
    found = found_of(served, wanted.question)
    return Body(_page(request, wanted, found).encode(), frame.HTML, found.loaded.id)


def _page(
    request: Request,
    wanted: Asked,
    found: Answer | Distance | None,
    line: str = "",
    choices: Sequence[tuple[str, str]] = (),
) -> str:
    loaded = found.loaded if found is not None else load("")
    says = Wording(wanted.lang, loaded)
    told = frame.words(wanted.lang)["routes"]
    what_ifs = _what_ifs(says, told, found, wanted.settings)
    offered = {value for _, options, _ in what_ifs for value, _ in options}
    document = page.document(found, wanted.lang) if found is not None else None
    given = dict(wanted.given) | {"set": ",".join(one for one in wanted.settings if one not in offered)}
    return frame.page(
        request,
        "routes.html",
        lang=wanted.lang,
        title=document.title if document else told["title"],
        description=told["line"],
        document=document,
        given=given,
        open=any(text for name, text in wanted.given.items() if name not in ("start", "end")),
        line=line,
        choices=choices,
        places=sorted(says.near(id_) for id_ in load("").nodes),
        months=[("", told["none"]), *((str(month), says.month(month)) for month in range(1, 13))],
        objectives=[("" if one == "time" else one, told[one]) for one in OBJECTIVES],
        what_ifs=what_ifs,
        examples=[
            (f"{start} – {end}", _address(request, wanted, start=start, end=end))
            for start, end in (map(says.near, pair) for pair in EXAMPLES)
        ],
        files=_files(request, wanted, found),
        rests=_rests(told, found),
        indexed=found is None,
        notices=frame.unknown(request, *PARAMETERS),
    )


def _what_ifs(
    says: Wording, told: Mapping[str, Any], found: Answer | Distance | None, settings: Iterable[str]
) -> list[tuple[str, list[tuple[str, str]], str]]:
    """Choices of the form: id, what can be chosen as (setting, words), and what is."""
    passed = _passed(found)
    planned = dict.fromkeys(
        one.corridor for one in says.loaded.network.services if one.planned and one.corridor in says.loaded.corridors
    )
    listed = {
        "shorter": [("dwell=0.75", says("set.everywhere")), *((f"dwell.{one}=0.75", says.near(one)) for one in passed)],
        "closed": [(f"close.{one}=yes", says.near(one)) for one in passed],
        "line_open": [(f"open.{one}=yes", says.corridor(one)) for one in planned],
    }
    chosen = set(settings)
    return [
        (id_, [("", told["none"]), *options], next((value for value, _ in options if value in chosen), ""))
        for id_, options in listed.items()
        if options
    ]


def _passed(found: Answer | Distance | None) -> list[str]:
    """Places the routes pass between their ends, those most of them pass first."""
    if not isinstance(found, Answer):
        return []
    ends = {place.node for place in found.ends}
    counted: dict[str, int] = {}
    for route in found.routes:
        for service in route.services:
            counted[service.end] = counted.get(service.end, 0) + (service.end not in ends)
    return sorted((one for one, n in counted.items() if n), key=lambda one: -counted[one])


def _files(request: Request, wanted: Asked, found: Answer | Distance | None) -> list[tuple[str, str]]:
    """Name and address of each file, and of the same in the API."""
    if found is None:
        return []
    formats = FILES if isinstance(found, Answer) else ("json", "html")
    api = frame.link(request, "/api/v1/routes", **wanted.query())
    return [*((FILES[one], _address(request, wanted, one)) for one in formats), ("API", api)]


def _rests(told: Mapping[str, Any], found: Answer | Distance | None) -> str:
    """How many figures of how many publishers an answer stands on."""
    if not isinstance(found, Answer):
        return ""
    listed = publishers(found.loaded, exported.cited(found))
    figures = [one for sources in listed.values() for one in sources]
    pages = {one.publisher if one.address.startswith("computed") else one.address for one in figures}
    return str(told["rests"]).format(figures=len(figures), pages=len(pages), publishers=len(listed))


def _refused(request: Request, wanted: Asked, error: HaliError) -> Response:
    """The form with one line on what was wrong, and what was perhaps meant."""
    told = frame.words(wanted.lang)["routes"]
    line, choices = str(error), []
    if isinstance(error, UnknownCode) and error.scheme == "place":
        line = told["unknown"].format(typed=error.word[:60])
        side = "start" if wanted.given["start"].strip() == error.word else "end"
        choices = [(name, _address(request, wanted, **{side: name})) for name in error.nearest]
    elif isinstance(error, NotInRecord):
        line = told["no_route"]
    html = _page(request, wanted, None, line, choices)
    return answer(request, Body(html.encode(), frame.HTML), status=failures.status_of(error))
