"""Which of a pair's series belong in a section, which numbers become sentences, and which line is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from hali import narrate
from hali.brief.material import COMPANIONS, Material, Series
from hali.codelists.areas import concept
from hali.model.definition import NONE, Reading
from hali.model.indicator import Section as Declared

STATEMENTS = 4
"""Statements of one section at the most."""

STALE = 10
"""Years after which a number is listed in a table but no longer stated in a sentence."""

UNREAD = {
    "partner_share_coal_imports": ("volume",),
    "oil_imports_volume": ("value",),
    "uranium_share": ("world_production",),
    "corridor_transit_time": ("terminals",),
    "tourist_arrivals": ("border",),
    "visas_issued": ("refused",),
    "scholarships": (NONE,),
    "erasmus_participants": (NONE,),
    "dfi_lending": (NONE,),
    "un_vote_agreement": ("ties_apart", "half", "yes_no", "kappa"),
}
"""Variants `hali check` does not read back from a sentence; they stand in tables only."""

UNREAD_PRODUCTS = ("OIL_PRODUCTS",)
"""Products of which the same holds."""

SMALLEST = 0.05
"""A smaller share would be printed as 0.0 %; it stands in tables only."""

OF_A_PAIR = (
    "fdi_",
    "partner_",
    "oil_imports",
    "gas_imports",
    "coal_imports",
    "uranium_share",
    "students_",
    "visas_",
    "tourist_",
    "rail_freight",
)
"""Starts of measures that join two sides: figures of one side alone only go beside one of the pair."""

ONE_SIDED = ("reform",)
"""Sections about each side for itself; what joins the two comes after."""

MAIN_ROUTE = "ROUTE:TITR"
"""The route whose figures are stated; legs of it and other routes stand in the table."""

OF_ONE_SIDE = (
    "renewables_share",
    "renewable_capacity",
    "corridor_cargo",
    "corridor_containers",
    "corridor_transit_time",
    "lpi_score",
    "governance_index",
    "forest_area",
)
"""Measures without a partner that make a statement; of others a brief on two sides states only what joins them."""

VARIANTS = (
    "identical",
    "gross",
    "stock",
    "volume",
    "crude",
    "issued",
    "applied",
    "refused",
    "rail",
    "delivery",
    "hotels",
    "electricity",
    "final",
)
"""Variants of one measure that go before the others."""

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

ALSO: dict[str, tuple[str, ...]] = {
    "trade": ("services_trade",),
    "dialogue": (),
    "reform": ("rule_of_law_rank",),
    "routes": (),
    "climate": ("ghg_emissions",),
    "biodiversity": ("protected_area_share",),
    "culture": (),
}
"""Measures a section should have beside those its pillar declares; said to be missing where they are."""

IF_HELD: dict[str, tuple[str, ...]] = {
    "energy": (
        "partner_share_coal_imports",
        "oil_exports",
        "share_of_oil_exports",
        "oil_production",
        "crude_imports_per_day",
        "uranium_production",
        "energy_use_per_head",
        "uranium_price_long_term",
    ),
    "green_energy": ("renewables_generation", "renewables_facilities"),
    "connectivity": (
        "transit_freight",
        "rail_transit",
        "containers_all",
        "containers_transit",
        "containers_rail",
        "share_of_container_transit",
    ),
    "routes": (
        "share_of_overland_route",
        "share_of_rail_route",
        "corridor_capacity",
        "corridor_trains",
        "crude_transit_volume",
        "corridor_cargo_forecast",
        "corridor_containers_forecast",
    ),
    "reform": (
        "voice_accountability_se",
        "parliament_votes_for",
        "parliament_votes_against",
        "parliament_abstentions",
        "agreement_areas",
        "nations_in_transit_score",
        "freedom_political_rights",
        "freedom_civil_liberties",
    ),
    "nonproliferation": ("nuclear_tests",),
    "exchange": ("students_mobility_outgoing", "erasmus_joint_master_applications"),
    "tourism": ("visa_applications_rank", "share_of_visa_applications", "visa_application_fees"),
    "sdg": ("broadband_subscriptions_per_100",),
}
"""Measures listed in a section where the record has them, and not missed where it has not."""

LINE = 5
"""Years a figure needs at least."""


def relevant(material: Material, declared: Declared) -> list[Series]:
    """Series of a section, in the order of its measures, the pair's own before those of one side."""
    measures = [*declared.measures, *ALSO.get(declared.id, ()), *IF_HELD.get(declared.id, ())]
    found = [s for measure in measures for s in _ordered(material, material.find(measure))]
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
        if s.key.partner not in {NONE, "WLD"} or s.key.measure in joined or not s.key.measure.startswith(OF_A_PAIR)
        if (s.key.measure, s.key.partner) != ("fdi_flow", NONE)
    ]


def _ordered(material: Material, series: list[Series]) -> list[Series]:
    """The pair's series first, whole sums before partial ones, then newest first."""
    return sorted(
        series,
        key=lambda s: (
            s.key.partner in {NONE, "WLD"},
            bool(s.latest.missing),
            variant_order(s.key.variant),
            -int(s.latest.end[:4]),
            s.latest.status == "Q",
            -len(s.readings),
            s.key.reporter != material.pair[0],
        ),
    )


def variant_order(variant: str) -> int:
    """Place of a variant among those of its measure."""
    return VARIANTS.index(variant) if variant in VARIANTS else len(VARIANTS)


def statements(
    material: Material, lang: str, measures: Sequence[str], found: Sequence[Series], most: int = STATEMENTS
) -> list[Reading]:
    """Up to four readings worth a sentence: of each measure the best, then the next best, until there are enough."""
    oldest = int(material.as_of[:4]) - STALE
    spoken = [s for s in found if _sayable(material, s, lang) and int(s.latest.end[:4]) >= oldest]
    rounds = max((sum(s.key.measure == m for s in spoken) for m in measures), default=0)
    order = [
        per_measure[turn]
        for turn in range(min(rounds, 2))
        for measure in measures
        if len(per_measure := [s for s in spoken if s.key.measure == measure and not _twin(s, spoken)]) > turn
    ]
    picked = {s.key: s for s in order[:most]}
    return [s.latest for s in found if s.key in picked]


def _sayable(material: Material, one: Series, lang: str) -> bool:
    """Whether the newest number of a series can be a statement: of the pair or one side of it, in full words."""
    concerned = {concept(side) for side in material.pair}
    concerned |= {helper for side in concerned for helper in COMPANIONS.get(side, ())}
    return (
        one.key.reporter in concerned
        and (one.key.partner not in {NONE, "WLD"} or one.key.measure in OF_ONE_SIDE)
        and one.key.partner != "WLD"
        and (not one.key.product.startswith("ROUTE:") or one.key.product == MAIN_ROUTE)
        and is_read(one)
        and narrate.speaks(one.latest, lang)
    )


def is_read(one: Series) -> bool:
    """Whether a sentence on this series is read back by `hali check`, and says more than nothing."""
    small = one.latest.definition.unit == "PCT" and abs(one.latest.value) < SMALLEST
    known = one.key.variant not in UNREAD.get(one.key.measure, ()) and one.key.product not in UNREAD_PRODUCTS
    return known and not small


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


def drawn(material: Material, found: Sequence[Series]) -> Series | None:
    """The pair's longest series of at least five years that is no partial sum and not stale, if there is one."""
    oldest = int(material.as_of[:4]) - STALE
    long = [
        s
        for s in found
        if s.key.partner not in {NONE, "WLD"} and len(s.comparable) >= LINE and int(s.comparable[-1].end[:4]) >= oldest
    ]
    return max(long, key=lambda s: (len(s.comparable), s.key.measure.startswith("partner_share")), default=None)
