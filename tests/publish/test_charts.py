from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from hali.errors import RecordError
from hali.languages import CODES
from hali.publish import axes, charts, palette, vega_parts
from hali.publish.plots import (
    Band,
    Bar,
    Bars,
    Break,
    Chart,
    Dot,
    Dumbbell,
    Line,
    Pair,
    Point,
    Series,
    Span,
    Spans,
    Spark,
    Stack,
    Stacked,
    Strip,
)

YEARS = range(2014, 2025)
LINE = Line(
    (
        Series("Samplia's count", tuple(Point(y, None if y == 2019 else y - 2000, y == 2022) for y in YEARS)),
        Series("Examplia's count", tuple(Point(y, y - 1999.5) for y in YEARS)),
    ),
    "billion EUR",
    breaks=(Break(2020.5, "without Thirdland"), Break(2016, "new survey")),
    claim=Band(23.5, 24.5, "claimed: 24"),
)
BARS = Bars(
    (Bar("Northland", 1234.5, "1,234.5", True), Bar("Samplia", 17.7, "17.7", False, True), Bar("C", None, "–")), "t"
)
DUMBBELL = Dumbbell(
    (Pair("Exports", (17.5, 19.2), ("17.5", "19.2"), (False, True)), Pair("Both", (23, None), ("23", ""))),
    ("Examplia", "Samplia"),
    "billion EUR",
)
STACK = Stack(
    (Stacked("Middle", (3, 2, 4), "9"), Stacked("North", (6, None, 8), "14")), ("Rail", "Port", "Ferry & more"), "days"
)
SPANS = Spans((Span("North", 9.0, 12.5, 18.0, "12.5 (9–18)", True), Span("Two seas", 19.0, 28.7, 45.0, "28.7")), "days")
STRIP = Strip(
    (
        *(Dot(20 + k % 17, hollow=k % 5 == 0) for k in range(60)),
        Dot(28.4, "default", "28.4"),
        Dot(38.6, "front", "38.6", True),
        Dot(9e9),
    ),
    Band(35, 40, "claimed: almost 40", 40),
    "%",
)
SPARK = Spark(tuple(Point(y, None if y == 2019 else y - 2000.0, y == 2024) for y in YEARS))
ALL: dict[str, Chart] = {
    "line": LINE,
    "bars": BARS,
    "dumbbell": DUMBBELL,
    "stack": STACK,
    "spans": SPANS,
    "strip": STRIP,
    "spark": SPARK,
}
WITH_AXES = ("line", "bars", "dumbbell", "stack", "spans")


def drawn(chart: Chart, language: str = "en", key: str = "k") -> str:
    return charts.picture(chart, language, "A < sentence & more", key)


def texts(picture: str) -> list[str]:
    return [found for found in ElementTree.fromstring(picture).itertext() if found.strip()]


@pytest.mark.parametrize("kind", ALL)
def test_a_picture_is_one_named_image_without_style_or_reference(kind: str) -> None:
    picture = drawn(ALL[kind])
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "k-alt"
    assert root[0].text == "A < sentence & more"
    assert re.findall(r'id="([^"]*)"', picture) == ["k-alt"]
    for forbidden in ("style=", "http://", "https://", "url(", "<script", "href", "<image"):
        assert forbidden not in picture.replace('xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize("kind", ALL)
def test_every_colour_is_of_the_palette_and_has_its_class(kind: str) -> None:
    roles = {colour: role for role, colour in palette.LIGHT.items()}
    for node in ElementTree.fromstring(drawn(ALL[kind])).iter():
        for name, letter in (("fill", "f"), ("stroke", "k")):
            colour = node.get(name, "none")
            if colour not in ("none", "transparent"):
                assert f"{letter}-{roles[colour]}" in node.get("class", "").split()


@pytest.mark.parametrize("kind", WITH_AXES)
def test_marks_drawn_alike_one_after_the_other_say_it_once(kind: str) -> None:
    told = ("fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "class")
    for parent in ElementTree.fromstring(drawn(ALL[kind])).iter():
        looks = [() if node.tag.endswith("}g") else tuple(map(node.get, told)) for node in parent]
        assert not any(any(one) and one == other for one, other in itertools.pairwise(looks))


@pytest.mark.parametrize("kind", ALL)
def test_drawn_again_it_is_the_same_to_the_byte(kind: str) -> None:
    first = drawn(ALL[kind])
    charts._drawn.cache_clear()
    assert drawn(ALL[kind]) == first
    assert drawn(ALL[kind], key="other") == first.replace("k-alt", "other-alt")


@pytest.mark.parametrize("kind", WITH_AXES)
def test_altair_accepts_the_specification(kind: str) -> None:
    import altair

    altair.Chart.from_dict(charts.specification(ALL[kind]))  # type: ignore[arg-type]


def test_figures_agree_with_those_of_d3_in_every_language() -> None:
    chart = replace(
        LINE, series=(Series("A", (Point(2020, -1500.5), Point(2021, 2e6))),), claim=None, breaks=(), digits=1
    )
    for language in CODES:
        wanted = {axes.axis_figure(mark, 1, language) for mark in axes.ticks(-1500.5, 2e6)}
        assert wanted <= set(texts(drawn(chart, language)))


def test_nothing_outside_is_ever_asked_for() -> None:
    spec = charts.specification(BARS)
    spec["layer"][0]["data"] = {"url": "http://127.0.0.1:9/data.csv"}
    with pytest.raises(ValueError, match=r"(?i)not allowed|access|denied|load"):
        charts._rendered(json.dumps(spec), "en")


def test_a_missing_value_breaks_the_line() -> None:
    own, other = (found for found in re.findall(r' d="(M[^"]*)"', drawn(LINE)) if found.count("L") > 5)
    assert (own.count("M"), other.count("M")) == (2, 1)
    assert drawn(SPARK).split("</desc>")[1].split("m-3")[0].count("M") == 3  # two parts and the last dot


def test_a_point_that_counts_something_else_is_not_joined_with_the_one_before() -> None:
    def parts(*, apart: bool) -> int:
        points = tuple(Point(2018 + n, float(n), apart=apart and n == 2) for n in range(4))
        (course,) = re.findall(r' d="(M[0-9.,L]+(?:M[0-9.,L]+)*)"', drawn(Line((Series("a", points),), "x")))
        return int(course.count("M"))

    assert (parts(apart=False), parts(apart=True)) == (1, 2)


def test_flagged_values_are_hollow() -> None:
    paper = palette.LIGHT["paper"]
    for chart in (LINE, DUMBBELL, BARS, STRIP, SPARK):
        assert f'fill="{paper}"' in drawn(chart)
    assert f'fill="{paper}"' not in drawn(replace(LINE, series=LINE.series[1:]))


def test_bars_start_at_zero_and_empty_rows_have_none() -> None:
    x = charts.specification(BARS)["layer"][0]["encoding"]["x"]
    assert x["scale"]["domain"] == [0.0, 1234.5]
    assert (
        sum(
            len(layer["data"]["values"])
            for layer in charts.specification(BARS)["layer"]
            if layer["mark"]["type"] == "rect"
        )
        == 2
    )
    assert "–" in texts(drawn(BARS))


def test_a_chart_of_losses_reaches_down_to_them() -> None:
    spec = charts.specification(Bars((Bar("A", -5, "-5"), Bar("B", -1, "-1")), "%"))
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [-5, 0.0]


def test_series_break_and_claim_are_named_in_the_picture() -> None:
    found = texts(drawn(LINE))
    assert {"Samplia's count", "without Thirdland", "new survey", "claimed: 24", "billion EUR"} <= set(found)


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    ends = (20.0, 20.1, 20.2, 20.3)
    chart = Line(tuple(Series(f"S{k}", (Point(2020, 1), Point(2021, end))) for k, end in enumerate(ends)), "t")
    heights = sorted(layer["encoding"]["y"]["value"] for layer in names_in(chart))
    assert len(heights) == len(ends)
    assert all(b - a >= vega_parts.LINE_HEIGHT - 0.01 for a, b in itertools.pairwise(heights))


def test_a_long_name_pushes_no_other_from_its_line() -> None:
    long = "the count of a publisher whose name takes several lines"
    ends = {"S1": 20.0, "S2": 26.0, long: 80.0}
    chart = Line(tuple(Series(name, (Point(2020, 1), Point(2021, end))) for name, end in ends.items()), "t")
    assert not leaders(chart)


def names_in(chart: Line) -> list[dict]:
    """The layers that print the name of a line, at a place in pixels."""
    labels = {series.label for series in chart.series}
    texts = [one for one in charts.specification(chart)["layer"] if one["mark"]["type"] == "text"]
    return [one for one in texts if labels & {str(part) for part in one["data"]["values"][0].get("t", ())}]


def leaders(chart: Line) -> list[dict]:
    """The layers that join a name to its line."""
    layers = charts.specification(chart)["layer"]
    return [one for one in layers if one["mark"]["type"] == "rule" and "value" in one["encoding"].get("x2", {})]


def test_a_line_that_ends_early_is_named_behind_its_end() -> None:
    """A long leader looks like the course of its line."""
    long = Series("long", tuple(Point(2010 + year, 40.0) for year in range(16)))
    short = Series("short", (Point(2010, 10.0), Point(2014, 12.0)))
    chart = Line((long, short), "t")
    assert not leaders(chart)
    places = {layer["data"]["values"][0]["t"][0]: layer["encoding"]["x"]["value"] for layer in names_in(chart)}
    assert places["short"] < places["long"] / 2


def test_where_another_line_runs_behind_its_end_the_name_stands_outside_with_a_dotted_leader() -> None:
    long = Series("long", tuple(Point(2010 + year, 12.0) for year in range(16)))
    crossing = Series("crossing", tuple(Point(2010 + year, 8.0 + year % 2 * 8) for year in range(16)))
    chart = Line((long, Series("short", (Point(2010, 10.0), Point(2014, 12.0))), crossing), "t")
    assert [one["mark"]["strokeDash"] for one in leaders(chart)][:1] == [[1, 3]]


def test_a_strip_of_two_thousand_stays_small_and_counts_what_it_cuts() -> None:
    many = Strip(
        (*(Dot(30 + (k * 7919 % 1000) / 100) for k in range(1990)), *(Dot(1e6) for _ in range(10))),
        Band(35, 40, "c"),
        "%",
    )
    picture = drawn(many)
    assert len(picture) < 20_000
    assert "10" in texts(picture)
    root = ElementTree.fromstring(picture)
    assert float(root.get("height", "0")) < 220


def test_a_strip_without_dots_shows_the_claim() -> None:
    assert "claimed" in texts(drawn(Strip((), Band(35, 40, "claimed"), "%")))


def test_no_staff_of_a_strip_runs_through_a_text() -> None:
    dots = tuple(Dot(value, "front", f"{value} %: a definition") for value in (20.0, 28.4, 29.6, 38.6, 39.7))
    root = ElementTree.fromstring(drawn(Strip(dots, Band(35, 40, "c"), "%")))
    nodes = list(root.iter())
    labels = [n for n in nodes if n.tag.endswith("text") and "definition" in (n.text or "")]
    staffs = [
        n
        for n in nodes
        if n.tag.endswith("line") and n.get("x1") == n.get("x2") and n.get("stroke") == palette.LIGHT["ink"]
    ]
    assert len(labels) == len(staffs) == 5
    for label in labels:
        left, base = float(label.get("x", "")), float(label.get("y", ""))
        for staff in staffs:
            crosses = left < float(staff.get("x1", "")) < left + axes.text_width(label.text or "") - 4
            assert not (crosses and float(staff.get("y1", "")) < base - 10)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Line((), "u"),
        lambda: Line((Series("A", ()),), "u"),
        lambda: Line(tuple(Series(str(k), (Point(1, 1),)) for k in range(6)), "u"),
        lambda: Bars((), "u"),
        lambda: Dumbbell((), ("a", "b"), "u"),
        lambda: Stack((), (), "u"),
        lambda: Spans((), "u"),
    ],
)
def test_what_cannot_be_drawn_is_refused(make: Callable[[], Chart]) -> None:
    with pytest.raises(RecordError, match="chart"):
        make()


def test_a_spark_is_at_most_two_thousand_bytes() -> None:
    assert len(drawn(Spark(tuple(Point(k, k % 7 + 0.123) for k in range(60))))) < 2000
    assert "<path" not in drawn(Spark((Point(1, None),)))


def test_a_picture_for_paper_is_a_png_that_does_not_change() -> None:
    first = charts.raster(STRIP, "kk", "alt")
    assert first.startswith(b"\x89PNG")
    assert charts.raster(STRIP, "kk", "alt") == first


@pytest.mark.slow
def test_six_charts_in_a_new_process_take_seconds_at_most() -> None:
    code = """
import time
start = time.perf_counter()
from hali.publish import charts
from hali.publish.plots import Line, Point, Series
for k in range(6):
    points = tuple(Point(year, year % 7 + k) for year in range(2000, 2024))
    charts.picture(Line((Series("A", points),), "unit"), "en", "alt", "key")
print(time.perf_counter() - start)
"""
    took = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert float(took) < 4.0


def test_a_process_beside_draws_the_same_and_its_end_is_no_end() -> None:
    here = charts.picture(LINE, "en", "beside", "key")
    charts.start()
    try:
        charts._drawn.cache_clear()
        assert charts.picture(LINE, "en", "beside", "key") == here
        charts._beside().submit(os._exit, 1)
        charts._drawn.cache_clear()
        assert charts.picture(LINE, "en", "beside", "key") == here
        assert not charts._beside.cache_info().currsize, "drawn without it from here on"
    finally:
        charts._beside.cache_clear()
