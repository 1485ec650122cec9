"""What a person means by a place: its name in any of the spellings known, a country, or a city off the network."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hali.codelists import areas
from hali.corridors.load import Loaded, Node
from hali.corridors.texts import table
from hali.errors import UnknownCode
from hali.languages import CODES

LETTERS = str.maketrans({0x131: "i", 0x142: "l", 0xF8: "o", 0xDF: "ss", 0x259: "a", 0x111: "d"})
"""Letters that no accent is taken from."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place asked for.

    Attributes:
        asked: the words.
        name: its name.
        area: ISO alpha-3 of its country.
        point: degrees (longitude, latitude).
        node: its id in the network; "" where it is not in it.
        read_as: what the words were taken for, where they name a country; else "".
    """

    asked: str
    name: str
    area: str
    point: tuple[float, float]
    node: str = ""
    read_as: str = ""


def folded(text: str) -> str:
    """A name without case, accents and marks.

    >>> folded("Xi'an"), folded("Dar es Salaam")
    ('xian', 'daressalaam')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(letter for letter in plain if letter.isalnum())


def place(text: str, loaded: Loaded) -> Place:
    """The place a person means.

    Args:
        text: a name of a place of the network, a country, or a larger city.
        loaded: the network.

    Raises:
        UnknownCode: no such place; with the nearest names.
    """
    key = folded(text)
    named = _named(loaded).get(key)
    if named is not None:
        spelled = key in {folded(part) for part in (named.id, named.name, *named.name.rstrip(")").split(" ("))}
        return _of(text, named, "" if spelled else f"{text.strip()} is read as {named.name}")
    city = _cities().get(key)
    if city is not None:
        return _city(text, city, "")
    area = _area(text)
    # a capital of another spelling is a city, not the place that stands for its country
    node = None if _is_capital(text) else standing_for(area, loaded)
    if node is not None:
        return _of(text, node, f"{text.strip()} is read as {node.name}")
    city = _cities().get(f"capital of {area}")
    if city is not None:
        return _city(text, city, f"{text.strip()} is read as {city['name']}")
    raise UnknownCode("place", text.strip(), nearest(key, loaded))


def capital(place: Place, lang: str) -> str:
    """A seat of government in the words of a language; "" for other places, and where the language has no word."""
    known = areas.capitals(place.area, "en") if areas.known(place.area) else ()
    own = areas.capitals(place.area, lang) if known else ()
    return own[known.index(place.name)] if place.name in known and len(own) == len(known) else ""


def _of(text: str, node: Node, read_as: str = "") -> Place:
    return Place(text, node.name, node.area, node.point, node.id, read_as)


def _city(text: str, row: Mapping[str, str], read_as: str) -> Place:
    return Place(text, row["name"], row["area"], (float(row["lon"]), float(row["lat"])), "", read_as)


def _area(text: str) -> str:
    """Code or concept of the area a text names; "" for none."""
    try:
        return areas.resolve(text)
    except UnknownCode:
        return ""


def _is_capital(text: str) -> bool:
    """Whether a text names an area by its capital: "Kiev"."""
    return any(mention.kind == "capital" for lang in CODES for mention in areas.mentions(text.strip(), lang))


def standing_for(area: str, loaded: Loaded) -> Node | None:
    """The place that stands for an area."""
    return next((node for node in loaded.nodes.values() if area in node.stands_for), None)


def nearest(key: str, loaded: Loaded) -> tuple[str, ...]:
    """The three names of the network and of cities most like a folded name."""
    from rapidfuzz import process

    known: dict[str, str] = {name: row["name"] for name, row in _cities().items() if " " not in name}
    known |= {name: node.name for name, node in _named(loaded).items()}
    found = process.extract(key, list(known), limit=8)
    return tuple(dict.fromkeys(known[name] for name, _, _ in found))[:3]


@cache
def _by_id(ids: tuple[Node, ...]) -> Mapping[str, Node]:
    found: dict[str, Node] = {}
    for node in ids:
        plain = node.name.partition(" (")
        spoken = (table(lang)["places"].get(node.id, "") for lang in CODES)
        named = (*node.aliases, *(part for name in spoken for part in (name, *name.rstrip(")").split(" ("))))
        for name in (node.id, node.name, plain[0], plain[2].rstrip(")"), *named):
            if name:
                found.setdefault(folded(name), node)
    return found


def _named(loaded: Loaded) -> Mapping[str, Node]:
    return _by_id(tuple(loaded.nodes.values()))


@cache
def _cities() -> Mapping[str, dict[str, str]]:
    """Larger cities and capitals by folded name, the largest first, and capitals by country."""
    text = (files("hali.corridors") / "data" / "cities.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(folded(row["name"]), row)
        if row["capital"]:
            found[f"capital of {row['area']}"] = row
    return found
