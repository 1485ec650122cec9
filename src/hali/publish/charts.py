"""Charts drawn: plain data in, SVG or PNG out, with no browser and no network.

vl-convert, of the extra `charts`, renders the charts with axes (0.3 s to start, 0.02 s for each); strips, sparklines
and maps are written directly. Pictures are kept by what they are made from, so a page asked for twice draws once; what
a command drew lies on disk for the next one. It starts the renderer in a process beside it, unless it will not be
needed: within its own everything else would wait for the start.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import metadata
from importlib.resources import as_file, files
from multiprocessing import get_context, parent_process
from pathlib import Path

from hali import extras
from hali.access.shelf import Shelf
from hali.publish import axes, maps, route_maps, strips, svg
from hali.publish.plots import Bars, Chart, Dumbbell, Line, Map, RouteMap, Spans, Spark, Stack, Strip
from hali.publish.vega_line import line_spec
from hali.publish.vega_parts import Spec
from hali.publish.vega_rows import bars_spec, dumbbell_spec, spans_spec, stack_spec
from hali.version import VERSION

VEGA_LITE = "6.4"
KEPT = 256
"""Pictures kept in memory."""


_SHELF: ContextVar[Shelf | None] = ContextVar("shelf", default=None)
"""Where a command keeps what is drawn."""


@contextmanager
def kept(folder: Path, *question: str) -> Iterator[None]:
    """Keep what is drawn meanwhile, and start the renderer unless all of it was drawn before.

    Args:
        folder: where pictures lie.
        question: what will be drawn, as far as it is known beforehand.
    """
    if not extras.installed("charts"):
        yield
        return
    shelf = Shelf(folder)
    asked = ("question", _renderer(), *question)
    if shelf.find(asked) is None:
        start()
    token = _SHELF.set(shelf)
    try:
        yield
    finally:
        _SHELF.reset(token)
    shelf.keep(asked, b"")


@cache
def _renderer() -> str:
    """What draws: a picture of another version is another one."""
    return f"hali {VERSION} vl-convert {metadata.version('vl-convert-python')} vega-lite {VEGA_LITE}"


def _once(told: tuple[str, ...], draw: Callable[[], bytes]) -> bytes:
    """What `draw` makes of `told`, drawn once where pictures are kept."""
    shelf = _SHELF.get()
    return shelf.once((_renderer(), *told), draw) if shelf else draw()


def start() -> None:
    """Start the renderer beside what else is to be done, so that it is ready when the first chart is drawn."""
    empty = {"data": {"values": [{"of": 1}]}, "mark": "point", "encoding": {"x": {"field": "of"}}}
    _beside().submit(_rendered, json.dumps(empty), "en")


def stop() -> None:
    """End the renderer that was started beside, if there is one; the next chart is drawn within this process."""
    if _beside.cache_info().currsize:
        _beside().shutdown(cancel_futures=True)
        _beside.cache_clear()


@cache
def _beside() -> ProcessPoolExecutor:
    """A process that draws."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_deaf)


def _deaf() -> None:
    """Leave it to the command to end when somebody interrupts it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End where the process that asked for pictures was killed: nobody else would."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)


def drawable(chart: Chart) -> bool:
    """Whether a chart can be drawn here: one with axes needs the extra `charts`."""
    return not isinstance(chart, Line | Bars | Dumbbell | Spans | Stack) or extras.installed("charts")


def picture(chart: Chart, language: str, alt: str, key: str) -> str:
    """The chart as one SVG element named by `alt`.

    Args:
        chart: what is shown.
        language: code of the language whose figures the axes print.
        alt: one sentence for who cannot see it.
        key: prefix of the ids in it; unique on its page.

    Raises:
        MissingExtra: it is not `drawable`.
    """
    if not drawable(chart):
        raise extras.MissingExtra("a chart with axes", "charts")
    return _drawn(chart, language, alt).replace(svg.ID_SLOT, key)


def raster(chart: Chart, language: str, alt: str, scale: float = 2.0) -> bytes:
    """The chart as PNG without background, `scale` pixels to one of the SVG, set in the font of this package."""
    return as_png(picture(chart, language, alt, "chart"), scale)


def as_png(drawn: str, scale: float = 2.0) -> bytes:
    """A picture of ours as PNG, `scale` pixels to one of the SVG, set in the font of this package.

    Raises:
        MissingExtra: the extra `charts` is not installed.
    """
    extras.require("charts", "a PNG")
    return _once(("png", str(scale), drawn), lambda: _raster(drawn, scale))


def _raster(drawn: str, scale: float) -> bytes:
    import vl_convert

    with as_file(files("hali.publish") / "fonts") as fonts:
        vl_convert.register_font_directory(str(fonts))
    found: bytes = vl_convert.svg_to_png(drawn, scale=scale)
    return found


def specification(chart: Line | Bars | Dumbbell | Spans | Stack) -> Spec:
    """Vega-Lite specification of a chart with axes."""
    match chart:
        case Line():
            return line_spec(chart)
        case Bars():
            return bars_spec(chart)
        case Dumbbell():
            return dumbbell_spec(chart)
        case Spans():
            return spans_spec(chart)
        case Stack():
            return stack_spec(chart)


@lru_cache(maxsize=KEPT)
def _drawn(chart: Chart, language: str, alt: str) -> str:
    match chart:
        case Strip():
            return strips.strip(chart, language, alt)
        case Spark():
            return strips.spark(chart, alt)
        case Map():
            return maps.drawn(chart, alt)
        case RouteMap():
            return route_maps.drawn(chart, alt)
        case _:
            spec = json.dumps(specification(chart))
            drawn = _once(("svg", language, spec), lambda: _asked(spec, language).encode())
            return svg.frame(*svg.cleaned(drawn.decode()), alt)


def _asked(spec: str, language: str) -> str:
    """A chart with axes, drawn by the process beside where one was started."""
    if _beside.cache_info().currsize:
        try:
            return _beside().submit(_rendered, spec, language).result()
        except BrokenProcessPool:
            _beside.cache_clear()
    return _rendered(spec, language)


def _rendered(spec: str, language: str) -> str:
    """The chart as Vega draws it."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(
        spec, vl_version=VEGA_LITE, allowed_base_urls=[], format_locale=axes.d3_locale(language)
    )
    return drawn
