"""Elements that have to be computed, or looked for in several series: totals, growth, a recent year, ten years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from hali.briefs.material import Material, Series, codes_of, is_year, same_line, usual
from hali.briefs.press import aged
from hali.briefs.roles import held, unquoted
from hali.codelists import areas
from hali.codelists import organisations as listed
from hali.model.definition import NONE, Reading
from hali.record import readings as lookup

GOODS = ("trade_total", "exports", "imports")
"""Measures of the size of goods trade, the widest first."""

YEARS = 10
"""Full years of a long series."""

INDUSTRIES = "goods_by_industry"
"""Goods by the industry that makes them, as a model balances them: where no side's products are held."""

PRODUCTS = 5
"""Products that make a list of the main ones."""


RANGED = ("distance_capitals", "visa_free_days")
"""Measures told of the members of a bloc that has no number of its own."""

OF_MEMBERS = ("fewest", "most", "all", "near", "far", "nearest", "farthest")
"""Formulas that find one member of a bloc; `[brief]` names each, after "members_"."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A number that follows from readings of the record.

    Attributes:
        formula: its formula, as `[brief]` names it, without "formula_".
        readings: what it is computed from; it is of the sides and the period of the first.
        value: the number, in its unit.
        unit: the unit.
    """

    formula: str
    readings: tuple[Reading, ...]
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found; nothing at all where the element is missing."""

    readings: tuple[Reading, ...] = ()
    computed: tuple[Computed, ...] = ()
    organisations: tuple[str, ...] = ()


def total(material: Material) -> Found:
    """Goods in both directions, as a side or a third party counts them."""
    return _told(material, "trade_total")


def balance(material: Material) -> Found:
    """Exports less imports, as a side or a third party counts them."""
    return _told(material, "trade_balance")


def _told(material: Material, measure: str) -> Found:
    return Found(
        tuple(r for role in ("ab", "ba") for r in (held(material, measure, "", "TOTAL", role),) if r is not None)
    )


def recent_year(material: Material) -> Found:
    """A full year of goods trade that the brief does not mark as old."""
    found = [r for s in _goods(material) for r in unquoted(s.years) if not aged(r, material.as_of)]
    return Found((max(found, key=lambda r: r.end),)) if found else Found()


def long_series(material: Material) -> Found:
    """Ten full years in one line of one table."""
    lines = [unquoted(s.comparable) for s in _goods(material)]
    long = [line[-YEARS:] for line in lines if len(line) >= YEARS]
    return Found(tuple(max(long, key=_end))) if long else Found()


def _end(line: Iterable[Reading]) -> str:
    return max(reading.end for reading in line)


def goods_growth(material: Material) -> Found:
    """Growth of the widest count of goods trade from one year to the next in one line."""
    found = [
        (new, old)
        for s in _goods(material)
        for line in (unquoted(s.comparable),)
        for old, new in pairwise(line)
        if int(new.definition.period) - int(old.definition.period) == 1 and same_line(old, new) and old.value > 0
    ]
    if not found:
        return Found()
    new, old = max(found, key=lambda pair: pair[0].end)
    return Found((new, old), (Computed("growth", (new, old), 100 * (new.value / old.value - 1), "PCT"),))


def products_out(material: Material) -> Found:
    """The largest products the first side sends, by its own count, else by the other's, else by a model."""
    return _products(material, (("exports", "ab"), ("imports", "ba"), (INDUSTRIES, "ab")))


def products_back(material: Material) -> Found:
    """The largest products the second side sends, by its own count, else by the other's, else by a model."""
    return _products(material, (("exports", "ba"), ("imports", "ab"), (INDUSTRIES, "ba")))


def concentration(material: Material) -> Found:
    """Share of the largest product in the goods of one side, else of the largest industry in those of all industries.

    Quoted shares are none; the industries are those of a model, whose sum is all goods it counts.
    """
    for measure in ("product_share_exports", "product_share_imports"):
        told = held(material, measure, "", "", "pair")
        if told is not None:
            return Found((told,))
    for role in ("ab", "ba"):
        parts = _by_product(material, INDUSTRIES, role)
        if len(parts) >= PRODUCTS:
            share = 100 * parts[0].value / sum(r.value for r in parts)
            return Found((parts[0],), (Computed("largest_share", tuple(parts), share, "PCT"),))
    return Found()


def _products(material: Material, ways: tuple[tuple[str, str], ...]) -> Found:
    for measure, role in ways:
        latest = _by_product(material, measure, role)
        if len(latest) >= PRODUCTS:
            return Found(tuple(latest[:PRODUCTS]))
    return Found()


def _by_product(material: Material, measure: str, role: str) -> list[Reading]:
    """What a measure has of each product in the newest year, the largest first."""
    found = [
        r
        for s in _series(material, measure, role, total=False)
        if s.key.product not in {"TOTAL", NONE}
        for r in unquoted(s.years)
    ]
    newest = max((r.definition.period for r in found), default="")
    return sorted((r for r in found if r.definition.period == newest), key=lambda r: (-r.value, r.id))


def year_to_date(material: Material) -> Found:
    """Goods trade of a part of a year that is newer than every full year held."""
    full = max((r.end for s in _goods(material) for r in unquoted(s.years)), default="")
    codes = [codes_of(side) for side in material.pair]
    after = full[:4] or material.as_of[:4]
    found = lookup.find(
        material.record,
        GOODS,
        reporters=codes[0],
        partners=codes[1],
        either_way=True,
        newest=True,
        where={"period": lambda period: len(period) > 4 and period[:4] >= after, "product": "TOTAL"},
    )
    parts = [r for r in unquoted(found) if not is_year(r) and full < r.end <= material.as_of and r.start[:4] >= after]
    newest = [r for r in parts if r.definition.variant != lookup.CUMULATED]
    return Found((max(newest, key=_widest),)) if newest else Found()


def _widest(part: Reading) -> tuple[str, int, bool, str]:
    """Order of parts of a year: the newest, then the longest, then in the currency of its publisher."""
    d = part.definition
    return part.end, -int(part.start.replace("-", "")), d.rate == "reported", part.id


def ideal_points(material: Material) -> Found:
    """Distance of the ideal points of both sides, as published, else their difference in the newest common year."""
    told = held(material, "un_ideal_point_distance", "", "", "pair")
    if told is not None:
        return Found((told,))
    sides = [{r.definition.period: r for r in _national(material, "un_ideal_point", role)} for role in ("a", "b")]
    common = sorted(set(sides[0]) & set(sides[1]))
    if not common:
        return _points_of_members(material)
    one, other = (side[common[-1]] for side in sides)
    return Found((one, other), (_apart(one, other),))


def _apart(one: Reading, other: Reading) -> Computed:
    """Distance of two ideal points of one year."""
    return Computed("distance", (one, other), abs(one.value - other.value), "INDEX")


def _points_of_members(material: Material) -> Found:
    """Distance of the nearest and of the farthest member of a bloc, each as such; a bloc has no point of its own."""
    sides = [members_of(side, material.as_of) for side in material.pair]
    found = lookup.find(
        material.record, ["un_ideal_point"], reporters=[*sides[0], *sides[1]], partners=[NONE], newest=True
    )
    points = {(r.definition.reporter, r.definition.period): r for r in found}
    years = {period for _, period in points}
    whole = sorted(y for y in years if all((code, y) in points for side in sides for code in side))
    if not whole:
        return Found()
    pairs = [
        _apart(points[one, whole[-1]], points[other, whole[-1]])
        for one in sides[0]
        for other in sides[1]
        if one != other
    ]
    if not pairs:
        return Found()
    ends = (replace(min(pairs, key=_size), formula="nearest"), replace(max(pairs, key=_size), formula="farthest"))
    return Found(ends[0].readings + ends[1].readings, ends)


def distance(material: Material) -> Found:
    """Distance of capitals, largest cities or all people; of a bloc, to its nearest and farthest capital."""
    for measure in ("distance_capitals", "distance_weighted", "distance_largest_cities"):
        told = held(material, measure, "", "", "pair")
        if told is not None:
            return Found((told,))
    return _range(material, "distance_capitals", ("ab",), ("near", "far"))


def visa_rule(material: Material) -> Found:
    """Days of stay without a visa; of a bloc, the fewest and the most its members have, where all of them have some."""
    told = held(material, "visa_free_days", "", "", "pair")
    return Found((told,)) if told is not None else _range(material, "visa_free_days", ("ab", "ba"), ("fewest", "most"))


def _range(material: Material, measure: str, ways: Sequence[str], names: tuple[str, str]) -> Found:
    """The smallest and the largest number the members of a bloc have with the other side, where every member has one.

    A number all members share is told once, with one of them.

    Args:
        material: the pair.
        measure: what is the same whichever of two sides is named first, for the one way "ab"; else a side's own rule.
        ways: which side's rows are looked at, the first that answers.
        names: formulas of the smallest and of the largest.
    """
    sides = [members_of(side, material.as_of) for side in material.pair]
    if len(sides[0]) == len(sides[1]) == 1:
        return Found()
    # both measures at once: the second time the answer is at hand
    asked = lookup.find(material.record, RANGED, reporters=sides[0], partners=sides[1], either_way=True, newest=True)
    found = unquoted([r for r in asked if r.definition.measure == measure])
    for way in ways:
        first, second = sides if way == "ab" else sides[::-1]
        wanted = {_pair(one, other, len(ways) == 1) for one in first for other in second if one != other}
        told = {_pair(r.definition.reporter, r.definition.partner, len(ways) == 1): r for r in found}
        if wanted and wanted <= set(told):
            all_ = [told[pair] for pair in sorted(wanted)]
            ends = (min(all_, key=_number), max(all_, key=_number))
            if ends[0].value == ends[1].value and len(all_) > 1:
                return Found(ends[:1], (Computed("all", ends[:1], ends[0].value, ends[0].definition.unit),))
            computed = tuple(Computed(n, (r,), r.value, r.definition.unit) for n, r in zip(names, ends, strict=True))
            return Found(ends, computed)
    return Found()


def _pair(one: str, other: str, either: bool) -> tuple[str, str]:
    """Two sides, in the order of the alphabet where it is the same whichever is named first."""
    return (other, one) if either and other < one else (one, other)


def _number(reading: Reading) -> tuple[float, str]:
    return reading.value, reading.id


def _size(computed: Computed) -> float:
    return computed.value


def members_of(side: str, as_of: str) -> tuple[str, ...]:
    """Members of a bloc on the day of the brief; a country itself."""
    code = usual(side, as_of)
    return tuple(sorted(areas.members(code, date.fromisoformat(as_of)))) or (code,)


def asks(pair: Sequence[str], as_of: str) -> tuple[lookup.Ask, ...]:
    """What will be looked up of the members of a bloc: what is told of them one by one, and their ideal points."""
    one, other = (members_of(side, as_of) for side in pair)
    if len(one) == len(other) == 1:
        return ()
    # no partner: of all partners the agreement in votes of every member would be computed with them
    return lookup.Ask(RANGED, one, other, either_way=True), lookup.Ask(("un_ideal_point",), [*one, *other], [NONE])


def organisations(material: Material) -> Found:
    """Blocs and organisations of which both sides are members on the day of the brief."""
    day = date.fromisoformat(material.as_of)
    sides = [areas.concept(side) for side in material.pair]
    held = [m for m in areas.membership() if m.role == "member" and m.start <= day and (m.end is None or day < m.end)]
    blocs = dict.fromkeys(m.bloc for m in held)
    joint = [bloc for bloc in blocs if set(sides) <= {m.member for m in held if m.bloc == bloc}]
    blocs_of_both = [usual(areas.concept(bloc), material.as_of) for bloc in joint]
    # a group only heads the rows of a table: "Schengen states in the visa table of the year"
    blocs_of_both = [code for code in blocs_of_both if areas.area(code).kind != "group"]
    return Found(organisations=(*blocs_of_both, *listed.joint(sides[0], sides[1], material.as_of)))


def _national(material: Material, measure: str, role: str) -> Iterator[Reading]:
    side = areas.concept(material.pair["ab".index(role)])
    for s in material.find(measure, side, NONE):
        yield from unquoted(s.years)


def _goods(material: Material) -> list[Series]:
    """Series of all goods between the two, the widest measure first."""
    return [s for measure in GOODS for role in ("ab", "ba") for s in _series(material, measure, role)]


def _series(material: Material, measure: str, role: str, total: bool = True) -> list[Series]:
    a, b = (areas.concept(side) for side in material.pair)
    sides = (a, b) if role == "ab" else (b, a)
    return material.find(measure, *sides, product="TOTAL" if total else None)


RULES: Mapping[str, Callable[[Material], Found]] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            total,
            balance,
            recent_year,
            long_series,
            goods_growth,
            products_out,
            products_back,
            concentration,
            year_to_date,
            distance,
            ideal_points,
            organisations,
            visa_rule,
        )
    }
)
"""Rules by the name `data/elements.toml` calls them."""
