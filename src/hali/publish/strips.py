"""Strip plots and sparklines, drawn directly: many small marks and no axes worth a charting library.

A strip shows every definition tried on a claim. Dots of one spot are piled up; where piles outgrow the room they
become columns, so that 2,000 definitions stay readable and small. The axis is fitted to the claim, the labelled
definitions and the middle nine tenths of the others; what lies beyond is counted at the edge.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hali.publish import axes
from hali.publish.plots import Dot, Point, Spark, Strip
from hali.publish.svg import element, frame, number
from hali.publish.vega_parts import WIDTH

LEFT, RIGHT = 16.0, WIDTH - 16.0
ROW = 18.0
SWARM = 64.0
"""Most height the piles may take, in pixels."""
FEW = 80
"""Up to so many dots are drawn at twice the size."""


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def __call__(self, value: float) -> float:
        return LEFT + (value - self.low) / (self.high - self.low) * (RIGHT - LEFT)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def strip(chart: Strip, language: str, alt: str) -> str:
    """The strip plot as SVG; figures of its axis are printed as in `language`."""
    marks = _axis(chart, language)
    scale = _Scale(marks[0], marks[-1])
    named = sorted((dot for dot in chart.dots if dot.role), key=lambda dot: (dot.value, dot.role, dot.label))
    flags = _flags([(scale(dot.value), axes.text_width(dot.label)) for dot in named])
    swarm = _Swarm.of(chart, scale)
    middle = 34.0 + ROW * (max((level for level, _ in flags), default=-1) + 1)
    base = middle + 20.0 + swarm.height
    parts = [
        *_band(chart, scale, middle - 11.0, base),
        *swarm.drawn(base),
        *_beyond(chart, scale, base, language),
        *_ruler(marks, scale, base, chart.digits, language),
        element("line", x1=LEFT, x2=RIGHT, y1=middle, y2=middle, stroke="grid"),
        *(
            part
            for dot, (level, start) in zip(named, flags, strict=True)
            for part in _flag(dot, scale(dot.value), middle, middle - 16.0 - ROW * level, start)
        ),
        element("text", chart.unit, x=2, y=14, fill="muted"),
        *_claim_name(chart, scale, base),
    ]
    return frame("".join(parts), WIDTH, base + 52.0, alt)


def _axis(chart: Strip, language: str) -> tuple[float, ...]:
    values = sorted(dot.value for dot in chart.dots)
    cut = len(values) // 20
    middle = values[cut : len(values) - cut]
    shown = [*middle, chart.claim.low, chart.claim.high, *(dot.value for dot in chart.dots if dot.role)]
    low, high = min(v for v in shown if math.isfinite(v)), max(v for v in shown if math.isfinite(v))
    for count in (6, 5, 4, 3):
        marks = axes.ticks(low, high, count)
        digits = axes.tick_digits(marks, chart.digits)
        widest = max(axes.text_width(axes.axis_figure(mark, digits, language)) for mark in marks)
        if (widest + 12.0) * len(marks) <= WIDTH:
            break
    return marks


def _band(chart: Strip, scale: _Scale, top: float, base: float) -> Iterator[str]:
    claim = chart.claim
    left, right = (scale(min(max(edge, scale.low), scale.high)) for edge in (claim.low, claim.high))
    yield element("rect", x=left, y=top, width=right - left, height=base - top, fill="band")
    for edge, place in ((claim.low, left), (claim.high, right)):
        if scale.holds(edge):
            yield element("line", x1=place, x2=place, y1=top, y2=base, stroke="claim")
    if claim.value is not None and scale.holds(claim.value):
        place = scale(claim.value)
        yield element(
            "line", x1=place, x2=place, y1=top, y2=base, stroke="claim", stroke_width=2, stroke_dasharray="5 3"
        )


@dataclass(frozen=True, slots=True)
class _Swarm:
    """Piles of the unnamed dots from the axis up: inside the claimed interval first, then full, then hollow ones."""

    cell: float
    step: float
    kinds: dict[str, Counter[int]]

    @classmethod
    def of(cls, chart: Strip, scale: _Scale) -> _Swarm:
        unnamed = [dot for dot in chart.dots if not dot.role and scale.holds(dot.value)]
        cell = 8.0 if len(unnamed) <= FEW else 4.0
        kinds: dict[str, Counter[int]] = {"claim": Counter(), "quiet": Counter(), "hollow": Counter()}
        for dot in unnamed:
            inside = chart.claim.low <= dot.value <= chart.claim.high
            kind = "hollow" if dot.hollow else "claim" if inside else "quiet"
            kinds[kind][math.floor(scale(dot.value) / cell)] += 1
        highest = max(sum(kinds.values(), Counter[int]()).values(), default=0)
        return cls(cell, min(cell, SWARM / max(highest, 1)), kinds)

    @property
    def height(self) -> float:
        return self.step * max(sum(self.kinds.values(), Counter[int]()).values(), default=0)

    def drawn(self, base: float) -> Iterator[str]:
        done: Counter[int] = Counter()
        width = self.cell * 0.85
        for kind, counts in self.kinds.items():
            path = []
            for pile, count in sorted(counts.items()):
                place = number((pile + 0.5) * self.cell)
                if self.step == self.cell:
                    foot = base - width / 2 - 1.0 - done[pile] * self.step
                    path += [f"M{place} {number(foot - k * self.step)}h0" for k in range(count)]
                else:
                    path.append(f"M{place} {number(base - done[pile] * self.step)}v{number(-count * self.step)}")
                done[pile] += count
            if path:
                look = {"d": "".join(path), "stroke_linecap": "round" if self.step == self.cell else "butt"}
                yield element("path", stroke="quiet" if kind == "hollow" else kind, stroke_width=width, **look)
                if kind == "hollow":
                    yield element("path", stroke="paper", stroke_width=width - 2.0, **look)


def _beyond(chart: Strip, scale: _Scale, base: float, language: str) -> Iterator[str]:
    """How many dots lie beyond either end of the axis."""
    below = sum(dot.value < scale.low for dot in chart.dots)
    above = sum(dot.value > scale.high for dot in chart.dots)
    for count, x, turn, anchor in ((below, 2.0, 5.0, "start"), (above, WIDTH - 2.0, -5.0, "end")):
        if count:
            yield element("path", d=f"M{number(x)} {number(base - 8.0)}l{number(turn)} -4v8z", fill="muted")
            text = axes.axis_figure(float(count), 0, language)
            yield element("text", text, x=x, y=base - 16.0, fill="muted", text_anchor=anchor)


def _ruler(marks: Sequence[float], scale: _Scale, base: float, digits: int, language: str) -> Iterator[str]:
    digits = axes.tick_digits(marks, digits)
    yield element("line", x1=LEFT, x2=RIGHT, y1=base, y2=base, stroke="rule")
    for mark in marks:
        place = scale(mark)
        figure = axes.axis_figure(mark, digits, language)
        anchor = "middle"
        half = axes.text_width(figure) / 2
        if place - half < 0:
            place, anchor = 1.0, "start"
        elif place + half > WIDTH:
            place, anchor = WIDTH - 1.0, "end"
        yield element("line", x1=scale(mark), x2=scale(mark), y1=base, y2=base + 4.0, stroke="rule")
        yield element("text", figure, x=place, y=base + 18.0, fill="muted", text_anchor=anchor)


def _claim_name(chart: Strip, scale: _Scale, base: float) -> Iterator[str]:
    """The claim's text below the axis, with a pointer to its place."""
    claim = chart.claim
    wanted = claim.value if claim.value is not None else max(min(claim.high, scale.high), claim.low)
    place = scale(min(max(wanted, scale.low), scale.high))
    half = axes.text_width(claim.label) / 2
    yield element("path", d=f"M{number(place)} {number(base + 24.0)}l5 8h-10z", fill="claim")
    middle = min(max(place, half + 1.0), WIDTH - half - 1.0)
    yield element("text", claim.label, x=middle, y=base + 46.0, fill="claim", text_anchor="middle")


def _flag(dot: Dot, x: float, middle: float, y: float, start: float) -> Iterator[str]:
    """A large dot on its line, with a staff up to its text."""
    role = "s1" if dot.role == "default" else "ink"
    yield element("line", x1=x, x2=x, y1=y - 9.0 if start > x or start < x - 8.0 else y + 4.0, y2=middle, stroke=role)
    shape = (
        "M{0} {1}m0 -7l7 7l-7 7l-7 -7z" if dot.role == "default" else "M{0} {1}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"
    )
    fill = "paper" if dot.hollow else role
    yield element("path", d=shape.format(number(x), number(middle)), fill=fill, stroke=role, stroke_width=1.6)
    yield element("text", dot.label, x=start, y=y, fill=role)


def _flags(places: Sequence[tuple[float, float]]) -> list[tuple[int, float]]:
    """Level and start of each text, given places and widths from left to right; level 0 is next to the dots.

    Flags up to some point fly right and the others left. Every such point is tried; the arrangement kept has the
    fewest staffs through texts, then the fewest levels.
    """
    tried = (_arranged(places, turn) for turn in range(len(places), -1, -1))
    return min(tried, key=lambda found: (found[0], max((level for level, _ in found[1]), default=0)))[1]


def _arranged(places: Sequence[tuple[float, float]], turn: int) -> tuple[int, list[tuple[int, float]]]:
    """Crossings, and level and start of each text, when the first `turn` flags fly right and the others left.

    A text that would leave the picture is pushed back into it.
    """
    starts = [
        min(max(2.0, x + 4.0 if k < turn else x - 4.0 - width), max(2.0, WIDTH - 2.0 - width))
        for k, (x, width) in enumerate(places)
    ]
    levels = [0] * len(places)
    done: list[int] = []
    crossings = 0
    for k in [*range(turn - 1, -1, -1), *range(turn, len(places))]:
        top = max((levels[other] for other in done), default=-1) + 1
        free = (level for level in range(top + 1) if not _clashes(places, starts, levels, k, level, done))
        found = next(free, None)
        crossings += found is None
        levels[k] = top if found is None else found
        done.append(k)
    return crossings, list(zip(levels, starts, strict=True))


def _clashes(
    places: Sequence[tuple[float, float]],
    starts: Sequence[float],
    levels: Sequence[int],
    one: int,
    level: int,
    others: Sequence[int],
) -> bool:
    """Whether a flag at `level` touches another: texts of one level, or the higher's staff and the lower's text."""
    for other in others:
        low, high = (one, other) if level <= levels[other] else (other, one)
        left, right = starts[low] - 4.0, starts[low] + places[low][1] + 4.0
        if level != levels[other]:
            if left < places[high][0] < right:
                return True
        elif left < starts[high] + places[high][1] + 4.0 and starts[high] - 4.0 < right:
            return True
    return False


def spark(chart: Spark, alt: str) -> str:
    """A small line of 120 by 28 pixels with its last value marked."""
    known = [(p.x, p.y) for p in chart.points if p.y is not None]
    if not known:
        return frame("", 120.0, 28.0, alt, "spark")
    left, right = min(x for x, _ in known), max(x for x, _ in known)
    low, high = min(y for _, y in known), max(y for _, y in known)

    def place(x: float, y: float) -> str:
        across = (x - left) / (right - left) if right > left else 0.5
        up = (y - low) / (high - low) if high > low else 0.5
        return f"{number(4.0 + across * 112.0)} {number(24.0 - up * 20.0)}"

    path, pen = [], "M"
    for point in chart.points:
        if point.y is None:
            pen = "M"
            continue
        path.append(pen + place(point.x, point.y))
        pen = "L"
    last: Point = next(p for p in reversed(chart.points) if p.y is not None)
    course = element("path", d="".join(path), stroke="s1", stroke_width=1.6)
    end = f"M{place(*known[-1])}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z"
    dot = element("path", d=end, fill="paper" if last.hollow else "s1", stroke="s1", stroke_width=1.6)
    return frame(course + dot, 120.0, 28.0, alt, "spark")
