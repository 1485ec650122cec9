"""Which of a pair's series belong in a section, which numbers become sentences, and which line is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from hali import narrate
from hali.briefs.material import COMPANIONS, Material, Series
from hali.codelists import measures
from hali.codelists.areas import concept
from hali.model.definition import NONE, Reading
from hali.model.indicator import Section as Declared

STATEMENTS = 4
"""Statements of one section at the most."""

STALE = 10
"""Years after which a number is listed in a table but no longer stated in a sentence."""

UNREAD_PRODUCTS = ("OIL_PRODUCTS",)
"""Products `hali check` does not read back from a sentence; they stand in tables only."""

FEW = 10
"""Fewer people or things are no headline and no sentence: "1 students"; they stand in tables only."""

CROWD = {"PERS": 100.0, "NR": float(FEW)}
"""Fewer people or things in the largest year are no picture."""

SMALLEST = 0.05
"""A smaller share would be printed as 0.0 %; it stands in tables only."""

ONE_SIDED = ("reform",)
"""Sections about each side for itself; what joins the two comes after."""

MAIN_ROUTE = "ROUTE:TITR"
"""The route whose figures are stated; legs of it and other routes stand in the table."""

PROGRAMMES: dict[str, tuple[str, ...]] = {
    "terrorism": ("PROG:LEICA", "PROG:CADAP"),
    "borders": ("PROG:BOMCA",),
    "capacity": ("PROG:DARYA", "PROG:ERASMUS"),
    "climate": ("PROG:WECOOP", "PROG:GREEN-ECONOMY", "PROG:EURECA"),
    "green_energy": ("PROG:SECCA",),
    "connectivity": ("PROG:GLOBAL-GATEWAY",),
    "investment": ("PROG:EIB", "PROG:EBRD"),
}
"""Section -> programmes whose money is listed in it, by the start of their code."""

LINE = 5
"""Years a figure needs at least."""


def relevant(material: Material, declared: Declared) -> list[Series]:
    """Series of a section, in the order of its measures, the pair's own before those of one side."""
    listed = measures.in_section(declared.id, "stated", "listed")
    found = [s for measure in listed for s in _ordered(material, material.find(measure))]
    if declared.id not in ONE_SIDED:
        found.sort(key=lambda s: s.key.partner in {NONE, "WLD"})
    starts = PROGRAMMES.get(declared.id, ())
    for measure in ("pledged_finance", "programme_contribution"):
        found += [s for s in material.find(measure) if s.key.product.startswith(tuple(starts))] if starts else []
    if declared.id == "nonproliferation":
        found += [s for s in material.find("programme_contribution") if s.key.product == "PROG:LEU-BANK"]
    joined = {s.key.measure for s in found if s.key.partner not in {NONE, "WLD"}}
    return [
        s
        for s in dict.fromkeys(found)
        if s.key.partner not in {NONE, "WLD"} or s.key.measure in joined or not shown_as(s).of_a_pair
        if (s.key.measure, s.key.partner) != ("fdi_flow", NONE)
    ]


def _ordered(material: Material, series: list[Series]) -> list[Series]:
    """The pair's series first, whole sums before partial ones, then newest first."""
    return sorted(
        series,
        key=lambda s: (
            s.key.partner in {NONE, "WLD"},
            bool(s.latest.missing),
            variant_order(s),
            -int(s.latest.end[:4]),
            s.latest.status == "Q",
            -len(s.readings),
            s.key.reporter != material.pair[0],
        ),
    )


def shown_as(one: Series) -> measures.Shown:
    """How the brief shows the measure of a series."""
    return measures.measure(one.key.measure).brief


def variant_order(one: Series) -> int:
    """Place of the variant of a series among those of its measure."""
    lead = shown_as(one).lead
    return lead.index(one.key.variant) if one.key.variant in lead else len(lead)


def statements(
    material: Material, lang: str, stated: Sequence[str], found: Sequence[Series], most: int = STATEMENTS
) -> list[Reading]:
    """Up to four readings worth a sentence: of each measure the best, then the next best, until there are enough."""
    oldest = int(material.as_of[:4]) - STALE
    of_both = _of_both(found)
    spoken = [s for s in found if _sayable(material, s, lang) and int(s.latest.end[:4]) >= oldest]
    spoken = [s for s in spoken if _thing(s) not in of_both]
    rounds = max((sum(s.key.measure == m for s in spoken) for m in stated), default=0)
    order = [
        per_measure[turn]
        for turn in range(min(rounds, 2))
        for measure in stated
        if len(per_measure := [s for s in spoken if s.key.measure == measure and not _twin(s, spoken)]) > turn
    ]
    picked = {s.key: s for s in order[:most]}
    return [s.latest for s in found if s.key in picked]


def _of_both(found: Sequence[Series]) -> set[tuple[str, str, str]]:
    """What each side has a number of for itself: a table shows the two beside each other."""
    of: dict[tuple[str, str, str], set[str]] = {}
    for one in found:
        if one.key.partner == NONE:
            of.setdefault(_thing(one), set()).add(one.key.reporter)
    return {thing for thing, reporters in of.items() if len(reporters) > 1}


def _thing(one: Series) -> tuple[str, str, str]:
    return (one.key.measure, one.key.variant, one.key.product)


def _sayable(material: Material, one: Series, lang: str) -> bool:
    """Whether the newest number of a series can be a statement: of the pair or one side of it, in full words."""
    concerned = {concept(side) for side in material.pair}
    concerned |= {helper for side in concerned for helper in COMPANIONS.get(side, ())}
    return (
        one.key.reporter in concerned
        and (one.key.partner not in {NONE, "WLD"} or shown_as(one).stated_alone)
        and one.key.partner != "WLD"
        and (not one.key.product.startswith("ROUTE:") or one.key.product == MAIN_ROUTE)
        and is_read(one)
        and narrate.speaks(one.latest, lang)
    )


def is_read(one: Series) -> bool:
    """Whether a sentence on this series is read back by `hali check`, and says more than nothing."""
    least = {"PCT": SMALLEST, "PERS": FEW, "NR": FEW}.get(one.latest.definition.unit, 0.0)
    small = abs(one.latest.value) < least
    known = one.key.variant not in shown_as(one).unread and one.key.product not in UNREAD_PRODUCTS
    return known and not small


def repeats(one: Series, found: Sequence[Series]) -> bool:
    """Whether a quoted or partial series repeats, of the same product, what a whole table says; see `_twin`."""
    return _twin(one, [s for s in found if s.key.product == one.key.product])


def _twin(one: Series, spoken: Sequence[Series]) -> bool:
    """Whether a quoted or partial series repeats what a whole table says of the same measure and partner."""
    weak = one.latest.status == "Q" or bool(one.latest.missing)
    return weak and any(
        (s.key.measure, s.key.variant, s.key.partner) == (one.key.measure, one.key.variant, one.key.partner)
        and s.latest.status != "Q"
        and not s.latest.missing
        and s.latest.end >= one.latest.end
        for s in spoken
    )


def fills_a_picture(readings: Sequence[Reading]) -> bool:
    """Whether numbers are more than nothing, or a handful of people or things."""
    largest = max((r.value for r in readings), default=0.0)
    return (
        largest >= CROWD.get(readings[0].definition.unit, 0.0) and any(r.value for r in readings) if readings else False
    )


def drawn(material: Material, found: Sequence[Series]) -> Series | None:
    """The pair's longest series of at least five years that is no partial sum and not stale, if there is one."""
    oldest = int(material.as_of[:4]) - STALE
    long = [
        s
        for s in found
        if s.key.partner not in {NONE, "WLD"} and len(s.comparable) >= LINE and int(s.comparable[-1].end[:4]) >= oldest
        if fills_a_picture(s.comparable)
    ]
    return max(long, key=lambda s: (len(s.comparable), s.key.measure.startswith("partner_share")), default=None)
