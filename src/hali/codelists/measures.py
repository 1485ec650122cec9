"""The measures: what claims are about, and the series the record stores under them.

What a measure is stands in one entry of `data/measures/<pillar>.toml`: the lag of its figures, how the check takes it,
where the brief shows it, the stored series under it; what it is called, in `measures.toml` of each language. Lists of
measures elsewhere are drawn from here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from hali.errors import UnknownCode
from hali.languages import CODES
from hali.languages.folder import toml

_Part = TypeVar("_Part")

FOLDER = resources.files("hali.codelists") / "data" / "measures"
"""One file a pillar, one table a measure; the fields are those of `Measure`, `Checked` and `Shown`."""

Side = Literal["", "source", "target", "whole", "area", "route"]
"""Whose number it is: of the side things come from or go to, of the owner of a whole, of one area, of a route."""

Use = Literal["", "stated", "listed", "never"]
"""What the brief does with a measure.

`stated`: its section states it where it is held; `listed`: its section lists it where it is held; `never`: not looked
up; empty: looked up, for a section or an element that asks for it by name.
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """How the check takes a measure; the table `check` of its entry.

    Attributes:
        family: decides how period, reporter and currency are compared: money, share, change.
        side: whose number it is, see `Side`.
        whole: words for the whole that a share is of, names of cues.
        both_sides: says nothing with only one side known.
        national: stored without a partner although a text may name two sides.
        by_origin: of people, told by what they are called and where they are: "749 Kazakhs in Korea".
        symmetric: of two sides and the same whichever is named first: nobody's statistics in particular.
        stock: of a day or a state, not of a span: any reading inside the stated period is of that period.
        flow: the flow its own name fixes, as the reporter sees it: X, M, T.
        products: a text may name a product of it.
        usual_variant: the variant an unnamed variant stands for; every other one is an open slot.
        usual_product: the product an unnamed product stands for, where it is not all goods.
        as_variant: the variant that its readings are of the measure on whose claims they are tried.
        other_ways: it is also told in a way of which nothing is held (inflation from December to December), so that
            what is held bears a number out but refutes none.
        tried: other measures whose readings are tried on a claim of it -> cost and slot, as in the grid.
    """

    family: Literal["", "money", "share", "change"] = ""
    side: Side = ""
    whole: tuple[str, ...] = ()
    both_sides: bool = False
    national: bool = False
    by_origin: bool = False
    symmetric: bool = False
    stock: bool = False
    flow: Literal["", "X", "M", "T"] = ""
    products: bool = False
    usual_variant: str = ""
    usual_product: str = ""
    as_variant: str = ""
    other_ways: bool = False
    tried: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """How the brief shows a measure; the table `brief` of its entry.

    Attributes:
        section: id of the section it stands in; empty where none lists it.
        place: its place among the measures of the section, smallest first.
        use: see `Use`.
        of_a_pair: joins two sides: a figure of one side alone only goes beside one of the pair.
        stated_alone: without a partner it makes a statement all the same.
        full_years: only full years are shown.
        members_by_day: a bloc has the members of each day, not those of today.
        within: a bloc within which it says nothing: visas for short stays are not for those who need none.
        unread: variants the check does not read back from a sentence; they stand in tables only.
        lead: variants that go before the others.
        key_statement: its place among the measures that may be a key statement; 0 = none.
        dependency: a share of one side's supply that comes from the other.
        target: a target or plan with a date.
        today: the measure (and variant) that holds the value of a target today.
        says: the product its name says already.
        edition: the year a table files its newest edition under, and the year of that edition, by which it is dated.
    """

    section: str = ""
    place: int = 0
    use: Use = ""
    of_a_pair: bool = False
    stated_alone: bool = False
    full_years: bool = False
    members_by_day: bool = False
    within: str = ""
    unread: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    key_statement: int = 0
    dependency: bool = False
    target: bool = False
    today: str = ""
    says: str = ""
    edition: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be counted.

    Attributes:
        id: `partner_share_trade`; of a stored series that is one of several under a measure `fdi_flow.gross`.
        pillar: subject it belongs to: the name of its file.
        unit: of a claim measure `money`, `percent`, `count`, `t`, `rank` ...; of a series its SDMX units.
        also: other words commands and calls take for it: `distance`.
        lag_months: months after the end of a year until its figure is usually out; 0 where it is known at once.
        relation: `level`, `share`, `change` or `rank`; empty for a series.
        axes: what a definition of the measure has to fix.
        default: how open axes are filled, in words.
        note: what is easily confused.
        definition: what the series stored under this very id counts; empty where there is none.
        feeds: ids of the claim measures a series helps to answer.
        indicator: the indicator that gives the stored series as published; empty where none does.
        adds: what the members of a bloc have of it, added up, is what the bloc has; never of rates and indices.
        names: language -> its name in tables and sentences.
        aliases: language -> the words of texts that name the measure.
        variants: names after the dot of the series stored under the measure.
        told_apart: every variant, stored or computed, the one with the more telling word first.
        check: how the check takes it.
        brief: how the brief shows it.
    """

    id: str
    pillar: str
    unit: str
    lag_months: int
    also: tuple[str, ...] = ()
    relation: str = ""
    axes: tuple[str, ...] = ()
    default: str = ""
    note: str = ""
    definition: str = ""
    feeds: tuple[str, ...] = ()
    indicator: str = ""
    adds: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    variants: tuple[str, ...] = ()
    told_apart: tuple[str, ...] = ()
    check: Checked = field(default_factory=Checked)
    brief: Shown = field(default_factory=Shown)

    @property
    def kind(self) -> Literal["claim", "observed"]:
        """`claim` where a text may be about it, else `observed`: a series of the record."""
        return "claim" if self.aliases else "observed"


def measures() -> tuple[Measure, ...]:
    """Every measure: those of claims first, then the stored series."""
    return tuple(_table().values())


def measure(id: str) -> Measure:
    """The measure or stored series of an id.

    Raises:
        UnknownCode: no such measure.
    """
    try:
        return _table()[id]
    except KeyError:
        raise UnknownCode("measure", id, _nearest(id)) from None


def resolve(word: str) -> Measure:
    """The measure of an id, or of another word for it.

    Raises:
        UnknownCode: no such measure.
    """
    return measure(_also().get(word, word))


@cache
def _also() -> Mapping[str, str]:
    """Another word for a measure -> its id."""
    return MappingProxyType({word: one.id for one in measures() for word in one.also})


def find(id: str) -> Measure | None:
    """The measure or stored series of an id, or None."""
    return _table().get(id)


def base(id: str) -> str:
    """The measure a series belongs to: `fdi_flow.gross` -> `fdi_flow`.

    >>> base("fdi_flow.gross"), base("gdp")
    ('fdi_flow', 'gdp')
    """
    return id.partition(".")[0]


def name(id: str, lang: str, variant: str = "") -> str:
    """Name of a measure, of one of its variants where they differ; the id where it has no name.

    >>> name("fdi_flow", "en", "gross"), name("gdp", "en", "_Z")
    ('gross inflow of foreign direct investment', 'gross domestic product at current prices')
    """
    names = labels(lang)
    return names.get(f"{id}.{variant}") or names.get(id) or id


@cache
def labels(lang: str) -> Mapping[str, str]:
    """Id of a measure, with its variant after a dot -> its name in a language."""
    return MappingProxyType({id: names[lang] for id, names in _read()[1].items() if lang in names})


@cache
def says(id: str, variant: str) -> str:
    """The product the name of a measure or of its variant says already; empty for none."""
    return _read()[2].get(f"{id}.{variant}") or _read()[2].get(id, "")


@cache
def published(indicator: str) -> tuple[str, ...]:
    """Ids of the stored series an indicator gives as published."""
    return tuple(m.id for m in measures() if m.indicator == indicator)


@cache
def added() -> tuple[str, ...]:
    """Ids of the stored series whose national figures add up to those of a bloc."""
    return tuple(m.id for m in measures() if m.adds)


@cache
def in_section(section: str, *uses: Use) -> tuple[str, ...]:
    """Measures of a section of the brief with one of these uses, in their places."""
    found = [m for m in measures() if m.brief.section == section and m.brief.use in uses]
    return tuple(m.id for m in sorted(found, key=lambda m: m.brief.place))


@cache
def _table() -> Mapping[str, Measure]:
    """Every measure and stored series by id, claims first."""
    read = _read()[0]
    return {m.id: m for kind in ("claim", "observed") for m in read if m.kind == kind}


@cache
def _read() -> tuple[list[Measure], Mapping[str, Mapping[str, str]], Mapping[str, str]]:
    """The measures in the order of the files; the names by id; the products names say by id."""
    words = {lang: toml(lang, "measures.toml") for lang in CODES}
    found: list[Measure] = []
    names: dict[str, Mapping[str, str]] = {}
    products: dict[str, str] = {}
    for file in sorted(FOLDER.iterdir(), key=lambda file: file.name):
        pillar = file.name.removesuffix(".toml")
        for id, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            variants = {f"{id}.{variant}": table for variant, table in entry.pop("variants", {}).items()}
            stored = {i: table for i, table in variants.items() if "unit" in table}
            one = _measure(
                entry | {"variants": [i.partition(".")[2] for i in stored]},
                words,
                id=id,
                pillar=pillar,
                told_apart=tuple(i.partition(".")[2] for i in variants),
            )
            found.append(one)
            names |= {i: _named(i, words) for i in (id, *variants)}
            products[id] = one.brief.says
            for i, table in variants.items():
                products[i] = table.pop("says", "")
            # a stored variant has the lag of its measure where it says no other
            inherited: dict[str, Any] = {"lag_months": one.lag_months, "feeds": [id]}
            found += [_measure(inherited | table, words, id=i, pillar=pillar) for i, table in stored.items()]
    return found, names, products


_Words = Mapping[str, Mapping[str, Any]]
"""Language -> id -> what the measure is called."""


def _named(id: str, words: _Words) -> dict[str, str]:
    """Language -> name of a measure."""
    return {lang: told[id]["name"] for lang, told in words.items() if "name" in told.get(id, ())}


def _measure(entry: dict[str, Any], words: _Words, *, id: str, **fixed: Any) -> Measure:
    """One table of a file; a field no class knows is a TypeError."""
    fields = _tuples(entry) | fixed
    fields["names"] = _named(id, words)
    fields["aliases"] = {
        lang: tuple(told[id]["aliases"]) for lang, told in words.items() if "aliases" in told.get(id, ())
    }
    fields["check"] = _part(Checked, entry.get("check", {}))
    fields["brief"] = _part(Shown, entry.get("brief", {}))
    return Measure(id=id, **fields)


def _part(part: type[_Part], table: dict[str, Any]) -> _Part:
    """The table `check` or `brief` of an entry."""
    fields = _tuples(table)
    if "tried" in fields:
        fields["tried"] = {measure: tuple(cost) for measure, cost in fields["tried"].items()}
    return part(**fields)


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    """A table with its lists as tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _nearest(id: str) -> tuple[str, ...]:
    """Up to three ids that come close to `id`."""
    from rapidfuzz import process

    return tuple(hit for hit, _, _ in process.extract(id, list(_table()), limit=3, score_cutoff=60))
