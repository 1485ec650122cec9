"""Directions: from whom to whom something goes, by prepositions, cases, verbs and word order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hali.checking.context import origins
from hali.checking.context.owners import holds, owner_of
from hali.checking.context.passage import Passage
from hali.checking.context.roles import SOURCE_FIRST
from hali.checking.context.sides import Side
from hali.checking.context.whose import Sides, concepts
from hali.codelists import areas
from hali.languages import traits

_GIVES = frozenset({"export", "sell", "supply", "invested"})
_TAKES = frozenset({"import", "buy", "receive", "issue"})
VERBS = _GIVES | _TAKES
_OUTWARD = frozenset({"oda", "pledged_finance", "remittances"})
_OWED = frozenset({"debt_to_partner"})
_FLOWS = {
    "exports": "export",
    "imports": "import",
    "uranium_share": "import",
    "product_share_exports": "export",
    "product_share_imports": "import",
}
"""The word whose owner sends the goods, or takes them in."""


def fill_directed(passage: Passage, measure: str, topics: frozenset[str], near: list[Side], result: Sides) -> None:
    """Sets the sides of what goes from one area to another."""
    near = _narrowest(passage, near)
    names = concepts(near)
    sources, targets = _ends(topics, near, traits(passage.language).cases_decide)
    if measure in _OWED and (owed := concepts(s for s in near if "to" in s.markers)):
        # What is owed "to" a country has come from it.
        sources, targets = owed, []
    several = len(sources) > 1 or len(targets) > 1
    if not sources:
        sources = [name for name in concepts(origins.of(passage, near)) if name not in targets]
    bare = [n for n in names if n not in sources and n not in targets]
    source = sources[0] if len(sources) == 1 else None
    target = targets[0] if len(targets) == 1 else None
    if not sources and target is not None and len(bare) == 1:
        source = bare[0]
    elif not targets and source is not None and len(bare) == 1:
        target = bare[0]
    elif not sources and not targets:
        holders = concepts(s for s in near if holds(passage, s))
        owner = owner_of(passage, passage.having("topic", _FLOWS.get(measure, "")), near, None)
        if len(holders) == 1 and len(names) == 2:
            source, target = holders[0], next(n for n in names if n != holders[0])
        elif owner is not None and len(names) == 2:
            source, target = owner.concept, next(n for n in names if n != owner.concept)
            if _FLOWS[measure] == "import":
                source, target = target, source
        else:
            source, target = by_verb(passage, measure, topics, near)
    if len(names) == 1 and ("with" in near[0].markers or _is_partner(passage, near[0])):
        # "Trade with Brazil was 9 bn, exports 5 bn": whoever sends, Brazil is the other.
        result.partner = names[0]
        return
    if _serves(passage, measure, target, near):
        # A consulate "in" a country serves those who apply there.
        source, target = target, source
    if source is None and target is None and several:
        result.limited = True
    elif source is None and target is None and len(names) == 2:
        result.pair = (names[0], names[1])
    elif measure in SOURCE_FIRST:
        result.reporter, result.partner = source, target
    else:
        result.reporter, result.partner = target, source


def _is_partner(passage: Passage, side: Side) -> bool:
    """True for the one area of "the country most was exported to was Germany", "Germany was followed by Italy" (tr).

    Behind its place it is a partner ("among imports the first place took Italy"), before it who trades.
    """
    named = passage.having("rank", "export_market", "import_source", "followed")
    named += passage.having("rank", "placed", high=side.mention.start)
    return bool(named) and not side.markers and traits(passage.language).cases_decide


def _serves(passage: Passage, measure: str, target: str | None, near: Sequence[Side]) -> bool:
    """True where visas go to those from the target: a consulate there, or what is issued to them."""
    visas = measure.startswith("visa")
    if target is None or not (visas or measure == "residence_permits"):
        return False
    if not traits(passage.language).cases_decide:
        # "Les consulats de France": of France, and from nowhere.
        return visas and ("from" not in near[0].markers or "of" in near[0].markers)
    standing = next(s.markers for s in near if s.concept == target)
    applied = bool(passage.having("variant", "applied"))
    if any("from" in s.markers for s in near):
        # Who gets visas from a country has them of it; applications come from the applicants.
        return bool(passage.having("topic", "receive")) and not applied
    if not standing & {"to", "in"}:
        return False
    # What is applied for goes to the issuer, what is issued to the people.
    issued = bool(passage.having("topic", "issue")) or not applied
    return (visas and "in" in standing) or (issued and (visas or "to" in standing))


def _narrowest(passage: Passage, near: list[Side]) -> list[Side]:
    """The areas without one that another, standing alike, is a part of: "most exports to the CIS go to Kazakhstan"."""
    on = passage.published or date.max
    wholes = {s.concept: areas.members(areas.concept_codes(s.concept)[0], on) - {s.concept} for s in near}
    return [
        side
        for side in near
        if not any(o.concept in wholes[side.concept] and o.markers == side.markers != frozenset() for o in near)
    ]


def _ends(topics: frozenset[str], near: Sequence[Side], cased: bool) -> tuple[list[str], list[str]]:
    """The areas things come from and the areas they go to, by their markers; `cased` where cases say all."""
    sources = concepts(s for s in near if "from" in s.markers)
    to = concepts(s for s in near if "to" in s.markers and "from" not in s.markers)
    at = concepts(s for s in near if "in" in s.markers and not s.markers & {"from", "of"})
    if cased and "export" in topics and at == concepts(near):
        # "In Ghana exports fell": with no other area they are those of the place.
        return at, []
    targets = to or [name for name in at if name not in sources]
    if "buy" in topics and "import" not in topics and not sources:
        # What is bought "in" a country comes from there.
        return targets, []
    return [name for name in sources if name not in targets], targets


def by_verb(
    passage: Passage, measure: str, topics: frozenset[str], near: Sequence[Side]
) -> tuple[str | None, str | None]:
    """Source and target from word order: who stands before the verb of giving or taking, and who after it."""
    outward = measure in SOURCE_FIRST | _OUTWARD or bool(topics & {"invested", "fdi"})
    # "Granted" is said of visas and of aid.
    known = VERBS - {"issue"} if measure in _OUTWARD else VERBS
    verbs = passage.having("topic", *(topics & known or known))
    if verbs:
        outward = verbs[0].name in _GIVES
    names = concepts(near)
    if len(names) > 2:
        return None, None
    agents = [s for s in near if s.markers == {"by"}]
    done = [v for v in verbs if agents and v.first < agents[0].first]
    if done:
        # "supplies 8 % of the oil imported by the EU": whoever stands behind "by" imports.
        outward = done[-1].name in _GIVES
    by = concepts(agents)
    owners = concepts(s for s in near if s.markers & {"of", "adjective"})
    host = owner_of(passage, passage.having("topic", "partner"), near, None)
    before = [s for s in near if verbs and not s.markers and s.last < verbs[0].first]
    # "Rwanda went the other way: the EU sold it goods for 300 m": whoever stands in the verb's own clause.
    own = [s for s in before if not any(s.mention.end <= a < verbs[0].start for a, _ in passage.stops)]
    opening = concepts(own if len(before) > 1 and own else before)
    actor = next((group[0] for group in (by, opening, owners) if len(group) == 1), names[0])
    if host is not None and "fdi" in topics:
        # "... has become Kazakhstan's largest investment partner": the owner is the host.
        actor, outward = host.concept, False
    other = next((n for n in names if n != actor), None)
    return (actor, other) if outward else (other, actor)
