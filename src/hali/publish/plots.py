"""What a chart shows, as plain data; `charts` draws it.

Values are plain numbers in the unit the reader sees ("24.4" with the unit "billion EUR"); texts printed beside a mark
come in ready-made, only the ticks of an axis are made by the drawing itself. A point marked `hollow` is second-hand,
provisional or otherwise flagged. A missing value is `None` and is drawn as a gap, never as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hali.errors import RecordError

MOST_SERIES = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series at position `x` (a year, or any ordered number); `y` is None where there is none.

    `apart`: no line joins it with the point before, for it counts something else.
    """

    x: float
    y: float | None
    hollow: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One named line; the name is printed at its last point."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A break in the series before position `x`, with the text that says why."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """An interval somebody claims, with the number itself (None when only the interval is known) and its text."""

    low: float
    high: float
    label: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Up to five series over time.

    Attributes:
        series: the lines; a year without data is a `Point` whose `y` is None.
        unit: what the vertical axis measures, in words.
        ticks: positions and texts of the horizontal axis; left empty, every whole `x` is a year.
        breaks: dashed verticals.
        claim: interval drawn across the plot.
        zero: whether the vertical axis starts at zero.
        digits: decimals of the axis figures.
    """

    series: tuple[Series, ...]
    unit: str
    ticks: tuple[tuple[float, str], ...] = ()
    breaks: tuple[Break, ...] = ()
    claim: Band | None = None
    zero: bool = True
    digits: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn or told apart."""
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise RecordError(f"a line chart takes 1 to {MOST_SERIES} series, not {len(self.series)}")
        if not any(series.points for series in self.series):
            raise RecordError("a line chart needs a point")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of `Bars`: its name, its value and the value's text; `front` rows carry the accent colour."""

    label: str
    value: float | None
    text: str
    front: bool = False
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Ranked bars from zero, in the order given."""

    rows: tuple[Bar, ...]
    unit: str

    def __post_init__(self) -> None:
        """Refuse a chart without rows."""
        _require_rows(self.rows)


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of `Dumbbell`: the same thing as two sides report it, each with its text."""

    label: str
    values: tuple[float | None, float | None]
    texts: tuple[str, str]
    hollow: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Two reporters of one flow, row by row; `sides` names them."""

    rows: tuple[Pair, ...]
    sides: tuple[str, str]
    unit: str
    zero: bool = True
    digits: int = 0

    def __post_init__(self) -> None:
        """Refuse a chart without rows."""
        _require_rows(self.rows)


@dataclass(frozen=True, slots=True)
class Span:
    """One row of `Spans`: from `low` to `high` with a mark between them, and its text; a `front` row is accented."""

    label: str
    low: float
    middle: float
    high: float
    text: str
    front: bool = False


@dataclass(frozen=True, slots=True)
class Spans:
    """Intervals row by row, from zero."""

    rows: tuple[Span, ...]
    unit: str

    def __post_init__(self) -> None:
        """Refuse a chart without rows."""
        _require_rows(self.rows)


@dataclass(frozen=True, slots=True)
class Stacked:
    """One row of `Stack`: a value for each part (None where there is none) and the text of their total."""

    label: str
    values: tuple[float | None, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Stack:
    """Parts of a whole, row by row; `parts` names them from left to right."""

    rows: tuple[Stacked, ...]
    parts: tuple[str, ...]
    unit: str

    def __post_init__(self) -> None:
        """Refuse a chart without rows."""
        _require_rows(self.rows)


@dataclass(frozen=True, slots=True)
class Dot:
    """One definition tried: the number it gives.

    Attributes:
        value: the number.
        role: `default` and `front` dots are drawn large and labelled; the others form the swarm.
        label: text beside a large dot.
        hollow: second-hand or otherwise flagged.
    """

    value: float
    role: Literal["default", "front", ""] = ""
    label: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """All definitions tried on one claim: a swarm of dots, the claimed interval as a band, the number as a line."""

    dots: tuple[Dot, ...]
    claim: Band
    unit: str
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Spark:
    """One small line without axes, for a run of text."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A named point of a map, in degrees; its name stands `right` and `down` pixels from it."""

    name: str
    longitude: float
    latitude: float
    right: float = 7.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of a route: points in degrees (longitude, latitude), by land or by sea."""

    points: tuple[tuple[float, float], ...]
    sea: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """Two partners, each one area or several, and a route between them.

    Attributes:
        first: codes of the areas of the first partner.
        second: codes of the areas of the second one; what is in both is drawn as the second's.
        names: names of the partners.
        places: named points.
        legs: the route, if there is one.
        ways: words for a leg by land and one by sea.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    names: tuple[str, str]
    places: tuple[Place, ...] = ()
    legs: tuple[Leg, ...] = ()
    ways: tuple[str, str] = ("", "")


Way = Literal["rail", "sea", "road", "air", "planned"]
"""How a leg of a route is travelled, or that it is not yet."""


@dataclass(frozen=True, slots=True)
class Track:
    """A leg of one or several routes: points in degrees (longitude, latitude), and whether the first route takes it.

    A leg `beyond` may leave the picture, which then shows more of the others.
    """

    points: tuple[tuple[float, float], ...]
    way: Way
    front: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of a route, in degrees, with the days spent there; `end` marks both ends of the routes."""

    name: str
    longitude: float
    latitude: float
    days: float = 0.0
    end: bool = False


@dataclass(frozen=True, slots=True)
class RouteMap:
    """Routes over land without borders.

    Attributes:
        tracks: legs; those of the first route are drawn wider and last.
        stops: places; the circle grows with the days.
        ways: words for each way that occurs.
        words: words for the first route and for the circles.
    """

    tracks: tuple[Track, ...]
    stops: tuple[Stop, ...]
    ways: tuple[tuple[Way, str], ...]
    words: tuple[str, str]

    def __post_init__(self) -> None:
        """Refuse a map without legs."""
        _require_rows(self.tracks)


Chart = Line | Bars | Dumbbell | Spans | Stack | Strip | Spark | Map | RouteMap


def _require_rows(rows: tuple[object, ...]) -> None:
    if not rows:
        raise RecordError("a chart made of rows needs one")
