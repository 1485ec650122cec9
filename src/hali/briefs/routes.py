"""The map of two partners between Europe and Central Asia, with the Trans-Caspian route where it runs between them.

`data/corridor_places.csv` holds the places and where the name stands beside the point; `data/corridor_legs.csv` the
legs with the page each was read on and points for drawing only.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from hali.briefs import tables
from hali.briefs.material import Material, usual
from hali.briefs.press import Press
from hali.codelists import areas
from hali.languages import numbers
from hali.languages.folder import texts
from hali.model.observation import PAGES, Origin
from hali.narrate import words
from hali.publish import maps
from hali.publish.blocks import numbered
from hali.publish.document import Block, Cell, Column, DataTable, Figure, Plain, Statement
from hali.publish.plots import Leg, Map, Place

EAST = frozenset({"KAZ", "KGZ", "TJK", "TKM", "UZB"})
"""Areas where the route begins."""

BEYOND = frozenset({"AZE", "GEO", "TUR"})
"""Areas it leads to, beside the European Union and its members."""

LAND = "NATURAL_EARTH"
RETRIEVED = "2026-11-24"


def blocks(material: Material, press: Press, id_: str) -> list[Block]:
    """The map for one section: with its route under routes, a locator map under connections; none off the map."""
    sides = tuple(_areas(side, material.as_of) for side in material.pair)
    along = _along(*sides)
    if not all(sides) or not maps.shows({*sides[0], *sides[1]}) or along != (id_ == "routes"):
        return []
    return [_figure(material, press, sides[0], sides[1], _table("legs") if along else ())]


def joins(material: Material) -> bool:
    """Whether the Trans-Caspian route leads from one side to the other."""
    return _along(*(_areas(side, material.as_of) for side in material.pair))


def _areas(side: str, as_of: str) -> tuple[str, ...]:
    """Countries a side consists of."""
    code = usual(side, as_of)
    return tuple(sorted(areas.members(code, date.fromisoformat(as_of)))) or (code,)


def _along(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the route leads from one side to the other."""
    west = areas.members("EU27_2020", areas.FIXED["EU27_2020"]) | BEYOND
    return any(set(a) <= EAST and set(b) <= west for a, b in ((first, second), (second, first)))


def _figure(
    material: Material, press: Press, first: Sequence[str], second: Sequence[str], legs: Sequence[dict[str, str]]
) -> Figure:
    lang = press.lang
    written = {key: str(text) for key, text in words.table(lang, "map").items()}
    names = tuple(tables.name_of(usual(side, material.as_of), lang) for side in material.pair)
    places = {row["id"]: row | {"name": _named(row["id"], lang)} for row in _table("places")} if legs else {}
    slots = {"a": names[0], "b": names[1]}
    title = written["title_route" if legs else "title"].format(**slots)
    listed = numbers.join_list([row["name"] for row in places.values()], lang)
    pages = tuple(dict.fromkeys([LAND, *(leg["page"] for leg in legs)]))
    chart = Map(
        first=tuple(first),
        second=tuple(second),
        names=(names[0], names[1]),
        places=tuple(_place(row) for row in places.values()),
        legs=tuple(_leg(leg, places) for leg in legs),
        ways=(written["rail"], written["sea"]),
    )
    rows: list[tuple[Cell, ...]] = [
        (Plain(places[leg["start"]]["name"]), Plain(places[leg["end"]]["name"]), Plain(written[leg["way"]]))
        for leg in legs
    ]
    heads = [Column(written[key]) for key in ("start", "end", "way")]
    if not legs:
        heads, rows = [Column(press.text("table_area"))], [(Plain(name),) for name in names]
    return Figure(
        chart=chart,
        title=Statement((Plain(title),), tuple(_cite(press, page) for page in pages)),
        subtitle=written["subtitle_route" if legs else "subtitle"],
        source_line=_source_line(press, pages),
        alt=written["alt_route" if legs else "alt"].format(**slots, places=listed),
        table=DataTable(columns=tuple(heads), rows=tuple(rows), caption=title),
        note=written["note"],
    )


def _named(id_: str, lang: str) -> str:
    """Name of a place; its id where the language has none."""
    return texts(lang, "places.csv", "id").get(id_, id_)


def _place(row: dict[str, str]) -> Place:
    return Place(row["name"], float(row["longitude"]), float(row["latitude"]), float(row["right"]), float(row["down"]))


def _leg(leg: dict[str, str], places: dict[str, dict[str, str]]) -> Leg:
    ends = [(float(places[leg[end]]["longitude"]), float(places[leg[end]]["latitude"])) for end in ("start", "end")]
    between = [tuple(map(float, point.split())) for point in leg["waypoints"].split(";")]
    return Leg((ends[0], *((x, y) for x, y in between), ends[1]), sea=leg["way"] == "sea")


def _source_line(press: Press, pages: Sequence[str]) -> str:
    """Publishers of the pages with their numbers, each publisher once."""
    grouped: dict[str, list[int]] = {}
    for page in pages:
        grouped.setdefault(_page(page).producer, []).append(_cite(press, page))
    parts = [f"{name} [{numbered(listed)}]" for name, listed in grouped.items()]
    return press.text("source_line", sources="; ".join(parts))


def _cite(press: Press, id_: str) -> int:
    return press.cite(id_, _page(id_))


def _page(id_: str) -> Origin:
    row = next(row for row in _table("pages") if row["id"] == id_)
    return Origin(
        id=id_,
        producer=row["publisher"],
        title=row["title"],
        dataset="" if id_ == LAND else PAGES["agency"],
        url_main=row["url"],
        date_published="",
        retrieved=RETRIEVED,
        licence=row["licence"],
        attribution=f"Source: {row['publisher']}",
        note="",
    )


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    text = (files("hali.briefs") / "data" / f"corridor_{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
