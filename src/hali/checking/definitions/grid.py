"""The grid as data: `grid.toml`, what the entries of the measures say of the check, and the hash of both."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from hali.codelists import measures


@dataclass(frozen=True, slots=True)
class Grid:
    """What is tried on which claim, and at what cost.

    Attributes:
        version: raised with every change.
        hash: of all of it, 12 hexadecimal digits.
        open, stated, slip: costs of the three kinds of departure.
        tried: measure of the claim -> measure of the reading -> (cost, slot).
        families: measure -> money, share or change.
        variants: measure -> the variant an unnamed variant stands for.
        implied: variant named -> variants that hold what it says.
        stands_for: measure -> the variant of another measure that its readings are.
        products: measure -> the product an unnamed product stands for, if not all goods.
        single: measures of one area.
        symmetric: measures of two sides without a declarant.
        routes: measures of a route, whoever counts.
        units: unit of a text -> unit of readings -> factor from the reading to the text.
        other_blocs: concept -> codes of blocs it is mistaken for.
        stocks: measures of a day or state.
        sources: measures whose number is that of the side things come from.
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
    stands_for: dict[str, str]
    products: dict[str, str]
    single: frozenset[str]
    symmetric: frozenset[str]
    routes: frozenset[str]
    units: dict[str, dict[str, float]]
    other_blocs: dict[str, tuple[str, ...]]
    stocks: frozenset[str]
    sources: frozenset[str]
    swapped: tuple[str, ...]

    def measures_tried(self, measure: str) -> dict[str, tuple[int, str]]:
        """The measures whose readings are tried on a claim of `measure`, with cost and slot."""
        return self.tried.get(measure, {measure: (0, "measure")})


@cache
def grid() -> Grid:
    """The grid in force."""
    text = files("hali.checking.definitions").joinpath("grid.toml").read_bytes()
    data = tomllib.loads(text.decode())
    checked = {m.id: m.check for m in measures.measures() if m.check != measures.Checked()}
    routes = frozenset(measure for measure, check in checked.items() if check.side == "route")
    return Grid(
        version=data["version"],
        hash=_hash(text, checked),
        open=data["costs"]["open"],
        stated=data["costs"]["stated"],
        slip=data["costs"]["slip"],
        tried={m: {m: (0, "measure"), **check.tried} for m, check in checked.items() if check.tried},
        families={measure: check.family for measure, check in checked.items() if check.family},
        variants={measure: check.usual_variant for measure, check in checked.items() if check.usual_variant},
        implied=data["implied"],
        stands_for={measure: check.as_variant for measure, check in checked.items() if check.as_variant},
        products={measure: check.usual_product for measure, check in checked.items() if check.usual_product},
        single=frozenset(m for m, check in checked.items() if check.national or check.side == "area") | routes,
        symmetric=frozenset(measure for measure, check in checked.items() if check.symmetric),
        routes=routes,
        units=data["units"],
        other_blocs={concept: tuple(codes) for concept, codes in data["other_blocs"].items()},
        stocks=frozenset(measure for measure, check in checked.items() if check.stock),
        sources=frozenset(measure for measure, check in checked.items() if check.side == "source"),
        swapped=tuple(data["swapped"]["currencies"]),
    )


def _hash(text: bytes, checked: Mapping[str, measures.Checked]) -> str:
    """12 hexadecimal digits of the file and of what the entries of the measures say of the check."""
    entries = json.dumps({measure: asdict(checked[measure]) for measure in sorted(checked)}, sort_keys=True)
    return hashlib.sha256(text + entries.encode()).hexdigest()[:12]
