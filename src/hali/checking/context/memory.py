"""Memory: the two sides a text has been speaking of, for a claim whose sentence names one of them or none.

It goes before any area that merely stands somewhere around: "exports to China were 5 bn. Imports reached 3 bn" is of
the same two, whoever else the paragraph names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from hali.checking.context import terms
from hali.checking.context.roles import ALONE, BY_ORIGIN, ROUTES, SOURCE_FIRST, TARGET_FIRST, WHOLES
from hali.checking.context.whose import WORLD, Sides
from hali.codelists import areas
from hali.model.claim import Claim

_FAMILIES = {
    "visa": ("visas_issued", "visa_refusal_rate"),
    "oil": ("oil_imports_volume", "partner_share_oil_imports"),
    "gas": ("gas_imports_volume", "partner_share_gas_imports"),
    "coal": ("coal_imports_volume", "partner_share_coal_imports"),
    "fdi": ("fdi_flow", "fdi_stock", "fdi_gross_cumulative", "fdi_growth", "partner_share_fdi"),
}
_TRADED = ("trade_", "exports", "imports", "partner_", "product_share_", "services_")
FUELS = frozenset({"oil", "gas", "coal"})
"""Families of what is bought from origins: a text goes through them from the side of who buys."""
_NEARLY = 0.75
"""Share of the pairs of a text that one area is a side of, from which on the text goes through its trade."""
_NEAR = 2
"""Paragraphs over which whose trade it is goes on."""
_OTHERS = frozenset({"with", "to", "from", "in", "between"})
"""Markers of an area that something else stands beside."""
_LOOSE = frozenset({"of", "adjective", "joined"})
"""Markers that leave open whether people and money come from an area or go there."""


def recalled(
    found: Sides,
    measure: str,
    claims: Sequence[Claim],
    block: int,
    markers: frozenset[str],
    tellers: Mapping[frozenset[str], str],
) -> Sides | None:
    """The open sides as the claims before had them, or None where they do not tell.

    Args:
        found: what the sentence fixes.
        measure: id of the measure.
        claims: those settled before, the newest last.
        block: the claim's paragraph.
        markers: how the one area of the sentence stands in it.
        tellers: of two areas the one whose trade with the other the text has last told.
    """
    have = found.named()
    if measure in ALONE or measure in ROUTES or found.limited or found.pair is not None or len(have) > 1:
        return None
    related = [c for c in reversed(claims) if c.measure and family(c.measure) == family(measure)]
    whole = _with_all(related, block)
    if whole is not None and (not have or (found.reporter == whole and not markers & _OTHERS)):
        return replace(found, reporter=whole, partner=WORLD)
    alike = [c for c in related if len(two(c)) == 2]
    if measure == "partner_rank" and not have:
        alike = [c for c in alike if c.measure == measure] or alike
    if not have:
        claim = _heading_list(alike)
        return _taken(found, measure, claim, markers) if claim else None
    if family(measure) in FUELS and (bought := _bought(found, alike, block)) is not None:
        return bought
    if family(measure) == "trade" and (member := fellow(found, alike, block, markers)) is not None:
        return member
    for claim in alike:
        if have <= two(claim):
            return _taken(found, measure, claim, markers)
    whose = owner(alike) if "with" in markers and family(measure) == "trade" else None
    whose = whose or (tellers.get(frozenset(two(alike[0]))) if alike else whole)
    if whose is not None and measure in WHOLES and whose not in have and found.partner:
        return replace(found, reporter=whose)
    if whose is not None and whose not in have and measure not in WHOLES:
        return replace(found, reporter=None, partner=None, pair=(whose, next(iter(have))), teller=whose)
    whose = _sender(found, measure, alike, block) or _teller(found, measure, tellers)
    if whose is not None and whose not in have:
        return replace(found, reporter=whose)
    if alike and measure in BY_ORIGIN and block - alike[0].block <= _NEAR:
        return people(found, alike[0])
    if not alike or block - alike[0].block > _NEAR or not (measure in WHOLES or family(measure) in {"visa", *FUELS}):
        return None
    # "China's share was 18 %; the EU's 29 %": whose trade it is goes on, and who gives visas.
    whose = alike[0].reporter or owner(alike)
    return replace(found, reporter=whose) if whose and whose not in have and found.partner else None


def people(found: Sides, last: Claim) -> Sides | None:
    """Who they are goes on from country to country, and where they are from people to people."""
    have = found.named()
    if found.partner is None and last.partner and last.partner not in have:
        return replace(found, partner=last.partner)
    if found.reporter is None and last.reporter and last.reporter not in have:
        return replace(found, reporter=last.reporter)
    return None


def _bought(found: Sides, alike: Sequence[Claim], block: int) -> Sides | None:
    """Who buys goes on in a paragraph, whatever origin a sentence names: "Mexico came next with 12 %"."""
    named = next(iter(found.named()))
    newest = alike[0] if alike and alike[0].block == block else None
    if newest is None or newest.reporter in {None, named} or newest.pair is not None:
        return None
    return replace(found, reporter=newest.reporter, partner=named)


def _with_all(related: Sequence[Claim], block: int) -> str | None:
    """Whose trade with all partners the newest sentence told: "Kenya's foreign trade was 20 bn. Exports rose to 8"."""
    newest = [claim for claim in related if claim.sentence_start == related[0].sentence_start]
    if not newest or block - newest[0].block > _NEAR or any(len(two(claim)) == 2 for claim in newest):
        return None
    owners = {claim.reporter for claim in newest if claim.partner == WORLD}
    return next(iter(owners)) if len(owners) == 1 else None


def _sender(found: Sides, measure: str, alike: Sequence[Claim], block: int) -> str | None:
    """Whose exports or imports go on: "EU exports to Russia fell by 38 %. Exports to Armenia doubled"."""
    flow = terms.flow(measure)
    if family(measure) != "trade" or flow not in {"X", "M"} or found.partner is None or not alike:
        return None
    newest = [claim for claim in alike if claim.sentence_start == alike[0].sentence_start]
    if block - newest[0].block > _NEAR:
        return None
    owners = {claim.reporter for claim in newest if claim.flow == flow}
    return next(iter(owners)) if len(owners) == 1 else None


def _teller(found: Sides, measure: str, tellers: Mapping[frozenset[str], str]) -> str | None:
    """Whose trade with the partner of a flow the text has told: "with Brazil trade was 9 bn, of which exports 5 bn"."""
    if terms.flow(measure) not in {"X", "M"} or found.partner is None:
        return None
    told = {teller for pair, teller in tellers.items() if found.partner in pair and teller != found.partner}
    return next(iter(told)) if len(told) == 1 else None


def owner(alike: Sequence[Claim]) -> str | None:
    """Whose trade a text goes through: the one area of nearly all pairs, or of the one pair whose owner is said."""
    pairs = {frozenset(two(claim)) for claim in alike}
    counts = Counter(side for pair in pairs for side in pair)
    (most, often), second = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    if often > 1 and often >= _NEARLY * len(pairs) and often > second[1]:
        return most
    owners = {claim.reporter for claim in alike if claim.reporter and claim.stated.get("reporter") == "sentence"}
    return next(iter(owners)) if len(pairs) == len(owners) == 1 else None


def fellow(found: Sides, alike: Sequence[Claim], block: int, markers: frozenset[str]) -> Sides | None:
    """The sides of a member told behind its union: "EU exports to Chad were 3 bn. Italy alone sold for 2".

    Args:
        found: what the sentence fixes: the one area.
        alike: claims before of the same family, the newest first.
        block: the claim's paragraph.
        markers: how the area stands: "exports to Germany" are not Germany's.
    """
    named = next(iter(found.named()))
    near = [claim for claim in alike if block - claim.block <= 1 and claim.reporter and claim.partner]
    if not near or markers & _OTHERS - {"in", "between"} or named in two(near[0]):
        return None
    for claim in near:
        for union, other in ((claim.reporter, claim.partner), (claim.partner, claim.reporter)):
            inside = members(union or "")
            if named in inside and other not in inside and other in two(near[0]):
                reporter, partner = (named, other) if union == claim.reporter else (other, named)
                return replace(found, reporter=reporter, partner=partner, pair=None)
    return None


@cache
def members(concept: str) -> frozenset[str]:
    """The members of a union; none of a country."""
    code = areas.concept_codes(concept)[0]
    return frozenset() if areas.area(code).kind == "country" else areas.members(code, date.max)


def _heading_list(alike: Sequence[Claim]) -> Claim | None:
    """The claim whose sides hold for what names none: that at the head of the newest sentence.

    Where its sentence goes on to others ("Italy took 6 %, behind China (11 %)"), only if they were named before, too.
    """
    if not alike:
        return None
    newest = [claim for claim in alike if claim.sentence_start == alike[0].sentence_start]
    head = newest[-1]
    if all(two(claim) == two(head) for claim in newest):
        return head
    return head if any(two(claim) == two(head) for claim in alike[len(newest) :]) else None


def family(measure: str) -> str:
    """What a measure is about, whatever is said of it: trade, visas, investment, else the measure itself.

    >>> family("exports_growth"), family("visa_refusal_rate")
    ('trade', 'visa')
    """
    told = next((name for name, ids in _FAMILIES.items() if measure in ids), None)
    traded = measure.startswith(_TRADED) and measure != "partner_companies"
    return told or ("trade" if traded else measure)


def two(claim: Claim) -> set[str]:
    """The areas of a claim, without the world."""
    return {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side and side != WORLD}


def _taken(found: Sides, measure: str, claim: Claim, markers: frozenset[str]) -> Sides:
    """The sides of a claim before; the part an area of the sentence clearly has stays."""
    have = found.named()
    other = next(iter(sorted(two(claim) - have)), None)
    if measure not in WHOLES and measure not in SOURCE_FIRST | TARGET_FIRST:
        # What is between two belongs to neither.
        first, second = sorted(two(claim), key=lambda side: (side not in have, side))
        return replace(found, reporter=None, partner=None, pair=(first, second))
    weak = measure in TARGET_FIRST and family(measure) != "trade" and markers <= _LOOSE
    if not have or weak or found.reporter in {None, claim.reporter}:
        if claim.reporter and claim.partner and (not have or weak or found.partner in {None, claim.partner}):
            return replace(found, reporter=claim.reporter, partner=claim.partner, pair=None)
        if not have:
            return replace(found, reporter=None, partner=None, pair=claim.pair)
    return replace(found, reporter=found.reporter or other, partner=found.partner or other)
