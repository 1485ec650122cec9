"""What all one-file pages share: the templates, the style sheet, and runs of text as HTML.

A page needs no script and asks nobody for anything; its own content security policy says so.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from hali.publish import charts, palette
from hali.publish.blocks import NO_BREAK_SPACE, Foreign, Quantity, Quoted, Run, Statement, source_mark
from hali.publish.lines import gap_line, host, retrieval, source_groups
from hali.publish.plots import Chart

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(template: str, styles: tuple[str, ...], language: str, **context: Any) -> bytes:
    """One self-contained page as UTF-8.

    Args:
        template: file in the templates folder.
        styles: style sheets of the same folder, in order.
        language: code of the page's language, for the figures of its charts.
        context: what the template prints.
    """
    style = stylesheet(styles)
    policy = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    sheet = Markup(style)  # noqa: S704 - our own style sheets, no input
    page = _environment().get_template(template)
    text = page.render(style=sheet, policy=policy, language=language, picture=picture, **context)
    return text.encode()


@cache
def stylesheet(names: tuple[str, ...]) -> str:
    """The named style sheets and the palette as one text."""
    light, dark = palette.variables(palette.LIGHT), palette.variables(palette.DARK)
    colours = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    return colours + palette.chart_rules() + "\n" + "".join(source(name) for name in names)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    found = Environment(
        loader=FunctionLoader(source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    equip(found)
    return found


def equip(environment: Environment) -> None:
    """Give an environment the filters and tests the templates of this package need."""
    environment.filters["runs"] = html_runs
    environment.filters["mark"] = html_mark
    environment.filters["plain_number"] = plain_number
    environment.filters["loose"] = _loose
    environment.filters["whole_words"] = whole_words
    environment.tests["quantity"] = lambda run: isinstance(run, Quantity)
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["distinct"] = distinct_readings
    environment.filters["gap_line"] = gap_line
    environment.filters["source_groups"] = source_groups
    environment.filters["retrieval"] = retrieval
    environment.filters["host"] = host


def _loose(text: Markup) -> Markup:
    """A large figure that may stand on two lines: its number and its scale on one, its currency on the other."""
    start, found, rest = text.partition(">")
    figure, end, mark = rest.partition("<")
    return start + found + Markup(_two_lines(figure)) + end + mark  # noqa: S704 - what was escaped stays so


def _two_lines(figure: str) -> str:
    r"""A figure with one plain space, where it may be broken; as it is where number and unit are all it has.

    >>> _two_lines("dola\u00a0za\u00a0Marekani\u00a0bilioni\u00a045.3").split(" ")
    ['dola\xa0za\xa0Marekani', 'bilioni\xa045.3']
    >>> _two_lines("2\u00a0500\u00a0MWh").split(" ")
    ['2\xa0500\xa0MWh']
    """
    words = figure.replace(" ", NO_BREAK_SPACE).split(NO_BREAK_SPACE)
    number = [place for place, word in enumerate(words) if word[:1].isdigit() or word[:1] == "\u2212"]
    if not number:
        return figure
    # the scale stands on the inner side of the number
    cut = number[-1] + 2 if number[0] == 0 else number[0] - 1
    parts = (words[:cut], words[cut:]) if 0 < cut < len(words) else (words,)
    return " ".join(NO_BREAK_SPACE.join(part) for part in parts)


_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")

LONGEST_WORD = 22
"""Letters of a word with hyphens that a narrow page has room for."""


def whole_words(text: str) -> Markup:
    """A title whose words with hyphens no line breaks: a half of one reads as a word of its own."""

    def whole(found: re.Match[str]) -> str:
        return f'<span class="word">{found[0]}</span>' if len(found[0]) <= LONGEST_WORD else found[0]

    return Markup(_COMPOUND.sub(whole, escape(text)))  # noqa: S704 - what was escaped stays so


def source(name: str) -> str:
    """Text of a template or style sheet of this package."""
    return (files("hali.publish") / "templates" / name).read_text(encoding="utf-8")


def picture(chart: Chart, language: str, alt: str, key: str) -> Markup:
    """A chart of ours is safe as it stands: its texts are escaped where it is drawn. Empty where none can be."""
    if not charts.drawable(chart):
        return Markup("")
    return Markup(charts.picture(chart, language, alt, key))  # noqa: S704


def html_runs(runs: Iterable[Run]) -> Markup:
    """Runs of text as HTML; the text content is exactly the joined texts of the runs."""
    return Markup("").join(_html_run(run) for run in runs)


def _html_run(run: Run) -> Markup:
    match run:
        case Quantity(text=text, reading=reading, value=value):
            return Markup('<data value="{}" data-reading="{}">{}</data>').format(plain_number(value), reading, text)
        case Quoted(text=text, said_by=said_by):
            return Markup('<span class="quoted" title="{}">{}</span>').format(said_by, text)
        case Foreign(text=text, lang=lang):
            return Markup('<span lang="{}" dir="auto">{}</span>').format(lang, text)
        case _:
            return escape(run.text)


def html_mark(sources: tuple[int, ...], page: str = "") -> Markup:
    """A source mark that leads to the first of its sources, on this page or on another one.

    One link, not one for each number: programs that take the article out of a page, `hali check` among them, drop short
    blocks with several short links as navigation.
    """
    if not sources:
        return Markup("")
    mark = source_mark(sources).removeprefix(NO_BREAK_SPACE)
    return Markup('{}<a class="mark" href="{}#source-{}">{}</a>').format(NO_BREAK_SPACE, page, sources[0], mark)


def plain_number(value: float) -> str:
    """A number for machines: no exponent, no trailing zeros.

    >>> plain_number(23035000000.0), plain_number(28.42)
    ('23035000000', '28.42')
    """
    return f"{value:.0f}" if value == int(value) else repr(value)


def distinct_readings(statement: Statement) -> tuple[Quantity, ...]:
    """Our numbers in a statement, each reading once."""
    return tuple({run.reading: run for run in reversed(statement.quantities)}.values())[::-1]
