"""The grid as data: `grid.toml`, read once, and its hash, which every finding carries."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Grid:
    """What is tried on which claim, and at what cost.

    Attributes:
        version: raised with every change.
        hash: of the file, 12 hexadecimal digits.
        open, stated, slip: costs of the three kinds of departure.
        tried: measure of the claim -> measure of the reading -> (cost, slot).
        families: measure -> money, share or change.
        variants: measure -> the variant an unnamed variant stands for.
        implied: variant named -> variants that hold what it says.
        products: measure -> the product an unnamed product stands for, if not all goods.
        single: measures of one area.
        symmetric: measures of two sides without a declarant.
        routes: measures of a route, whoever counts.
        units: unit of a text -> unit of readings -> factor from the reading to the text.
        third_parties: prefixes of dataflows compiled by neither party.
        other_blocs: concept -> codes of blocs it is mistaken for.
        stocks: measures of a day or state.
        swapped: currencies a writer may take one for another.
    """

    version: int
    hash: str
    open: int
    stated: int
    slip: int
    tried: dict[str, dict[str, tuple[int, str]]]
    families: dict[str, str]
    variants: dict[str, str]
    implied: dict[str, list[str]]
    products: dict[str, str]
    single: frozenset[str]
    symmetric: frozenset[str]
    routes: frozenset[str]
    units: dict[str, dict[str, float]]
    third_parties: tuple[str, ...]
    other_blocs: dict[str, tuple[str, ...]]
    stocks: frozenset[str]
    swapped: tuple[str, ...]

    def measures_tried(self, measure: str) -> dict[str, tuple[int, str]]:
        """The measures whose readings are tried on a claim of `measure`, with cost and slot."""
        return self.tried.get(measure, {measure: (0, "measure")})


@cache
def grid() -> Grid:
    """The grid in force."""
    text = files("hali.check.definitions").joinpath("grid.toml").read_bytes()
    data = tomllib.loads(text.decode())
    return Grid(
        version=data["version"],
        hash=hashlib.sha256(text).hexdigest()[:12],
        open=data["costs"]["open"],
        stated=data["costs"]["stated"],
        slip=data["costs"]["slip"],
        tried={
            claimed: {tried: (cost, slot) for tried, (cost, slot) in entries.items()}
            for claimed, entries in data["measures"].items()
        },
        families={measure: family for family, measures in data["families"].items() for measure in measures},
        variants=data["variants"],
        implied=data["implied"],
        products=data["products"],
        single=frozenset(data["single"]["measures"]),
        symmetric=frozenset(data["symmetric"]["measures"]),
        routes=frozenset(data["routes"]["measures"]),
        units=data["units"],
        third_parties=tuple(data["third_parties"]["prefixes"]),
        other_blocs={concept: tuple(codes) for concept, codes in data["other_blocs"].items()},
        stocks=frozenset(data["stocks"]["measures"]),
        swapped=tuple(data["swapped"]["currencies"]),
    )
