"""Slots for the areas of a claim: whose number it is, and with whom.

The sentence fixes a side by how an area stands in it; what it leaves open stays open here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from hali.checking.context import origins, series
from hali.checking.context.passage import Passage
from hali.checking.context.roles import ALONE, BY_ORIGIN, SOURCE_FIRST, TARGET_FIRST, WHOLES
from hali.checking.context.sides import Side
from hali.checking.context.wording import Cue
from hali.codelists import areas

WORLD = "WLD"
_ISSUERS = frozenset({"SCHENGEN", "EU"})
"""Areas that give visas and whose own citizens need none from each other."""
Pair = tuple[str, str]

_GIVES = frozenset({"export", "sell", "supply", "invested"})
_TAKES = frozenset({"import", "buy", "receive", "issue"})
_VERBS = _GIVES | _TAKES
_OUTWARD = frozenset({"oda", "pledged_finance", "remittances"})
_GENITIVE_FIRST = frozenset({"en", "kk", "de"})
"""Languages in which an owner may stand well before what it owns: "Kazakhstan's total foreign trade"."""
_PAIR = ("reporter", "partner")
_LISTED = 3
"""Characters between a country and its number in a list."""
_RUN = 3
"""Words between an area and the surplus it runs."""
_ASIDE = frozenset({"with", "to", "from", "by"})
_FLOWS = {"exports": "export", "imports": "import"}
"""The word whose owner sends the goods, or takes them in."""
_INWARD = {"import": {"to", "in"}, "export": {"from"}, "fdi": {"to", "in"}, "trade": {"in"}}


@dataclass(slots=True)
class Sides:
    """Whose number, with whom: what the words fix, with the words that fix it.

    Attributes:
        reporter, partner, pair: as in a claim.
        spans: where each area stands in the sentence.
        teller: the one of a pair whose trade it is ("Kazakhstan's trade with Italy"): its are the exports and imports.
        limited: True where the whole is itself a part ("80 % of the EU's trade in Central Asia"): no measure we have.
    """

    reporter: str | None = None
    partner: str | None = None
    pair: Pair | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    teller: str | None = None
    limited: bool = False

    def named(self) -> set[str]:
        """The areas in it."""
        return {side for side in (self.reporter, self.partner, *(self.pair or ())) if side}


def assign(
    passage: Passage,
    measure: str,
    topics: frozenset[str],
    at: int | None,
    among: Sequence[Side],
    heads: Sequence[Cue] = (),
) -> Sides:
    """The sides of a claim as far as its own sentence fixes them.

    Args:
        passage: the sentence.
        measure: id of the measure.
        topics: topics of the part of the sentence that decided the measure.
        at: index of the quantity, or None for a rank.
        among: the sentence's areas.
        heads: the words for the whole, where they are no topic ("export market").

    Returns:
        Reporter and partner where the words give both a part; else a pair, or one side.
    """
    if measure in ALONE:
        # The body that publishes an index is not the country it rates.
        among = [s for s in among if areas.area(areas.concept_codes(s.concept)[0]).kind != "institution"]
    near = _nearest(passage, at, among if at is None else series.own_sides(passage, at, among))
    result = Sides(spans={s.concept: (s.mention.start, s.mention.end) for s in reversed(near)})
    names = _names(near)
    if not names:
        return result
    if measure in ALONE:
        owners = _names(s for s in near if s.markers & {"of", "in"} or not s.markers)
        result.reporter = names[0] if len(names) == 1 else owners[0] if len(owners) == 1 else None
    elif measure in WHOLES:
        _whole(passage, measure, at, near, result, heads or passage.having("topic", *WHOLES[measure]))
    elif measure in BY_ORIGIN and _settled(passage, at, near, result):
        pass
    elif measure in SOURCE_FIRST | TARGET_FIRST:
        _directed(passage, measure, topics, near, result)
    elif len(names) > 1:
        result.pair = _two(near)
        result.teller = _teller(passage, near, result.pair)
    elif near[0].markers & {"with", "to", "from", "between"}:
        result.partner = names[0]
    else:
        result.reporter = names[0]
        result.teller = names[0] if _owns_trade(passage, near[0]) else None
    if measure.startswith("visa"):
        _by_schengen(passage, at, result)
    if measure not in WHOLES and at is not None:
        quantity = passage.quantities[at]
        span = passage.zone(at) if len(names) == 1 else passage.clause(quantity.start, quantity.end)
        inside = [s for s in near if len(names) == 1 or span[0] <= s.mention.start < span[1]]
        if len(_names(inside)) == 1 and _world(passage, span, inside[0]):
            result.reporter, result.partner, result.pair = inside[0].concept, WORLD, None
    return result


def _settled(passage: Passage, at: int | None, near: Sequence[Side], result: Sides) -> bool:
    """Whether the words tell people and place apart, and if so who is from where.

    A name for people is where they are from, but beside a word for where they study ("Korean universities"); a country
    is where they are, unless they are from it.
    """
    campus = passage.having("context", "campus")
    people = [s for s in near if "adjective" in s.markers or s.mention.kind == "adjective"]
    there = [s for s in people if _beside(s, campus)]
    # "Students from Chad, Germany 1,926": a list goes on with the country right before its number.
    start = passage.quantities[at].start if at is not None else 0
    listed = [s for s in near if "joined" in s.markers and 0 <= start - s.mention.end <= _LISTED]
    sent = [s for s in near if s.mention.kind != "adjective" and s.markers & {"from"} and s not in listed]
    sent += [s for s in origins.of(passage, near) if s not in sent and s not in people and not _beside(s, campus)]
    sent += [s for s in origins.birthplaces(passage, near) if s not in sent]
    low, high = passage.zone(at) if at is not None else (0, len(passage.text))
    hosts = _own([*there, *(s for s in near if s.mention.kind != "adjective" and s not in sent)], low, high)
    origins_ = _own([*(s for s in people if s not in there), *sent], low, high)
    if len(hosts) > 1 or len(origins_) > 1 or (not hosts and not origins_):
        return False
    if not people and not sent and any(s.markers & {"of", "with", "to", "by"} for s in near):
        return False
    result.reporter, result.partner = next(iter(hosts), None), next(iter(origins_), None)
    return True


def _beside(side: Side, cues: Sequence[Cue]) -> bool:
    """Whether an area stands at one of the words, or is what it is of."""
    return any(-1 <= c.first - side.last - 1 <= 1 or 1 <= side.first - c.last <= 2 for c in cues)


def _own(found: Sequence[Side], low: int, high: int) -> list[str]:
    """The areas within low..high, else all."""
    return _names([side for side in found if low <= side.mention.start < high] or found)


def _by_schengen(passage: Passage, at: int | None, result: Sides) -> None:
    """Visas to "the Schengen states" are issued by them all, not by a country the sentence names for another number."""
    if result.partner in _ISSUERS and result.reporter not in {None, *_ISSUERS}:
        result.reporter, result.partner = result.partner, result.reporter
    low, high = passage.zone(at) if at is not None else (0, len(passage.text))
    start, _ = result.spans.get(result.reporter or "", (low, high))
    if not low <= start < high and passage.having("context", "schengen", low=low, high=high):
        result.reporter = None


def _names(near: Iterable[Side]) -> list[str]:
    return list(dict.fromkeys(side.concept for side in near))


def _nearest(passage: Passage, at: int | None, among: Sequence[Side]) -> list[Side]:
    """The areas in the quantity's part of the sentence; with fewer than two, also those outside that stand otherwise.

    "... to Central Asia, including 938 million to Uzbekistan" is about Uzbekistan, whoever gives.
    """
    if at is None:
        return list(among)
    low, high = passage.zone(at)
    inside = [s for s in among if low <= s.mention.start and s.mention.end <= high]
    if len(_names(inside)) > 1:
        quantity = passage.quantities[at]
        first, last = passage.clause(quantity.start, quantity.end)
        own = [s for s in inside if first <= s.mention.start < last]
        # "Since Britain left the EU: trade of Kazakhstan with the EU was 42 bn" is of the two of its own clause.
        return own if len(_names(inside)) > len(_names(own)) == len(_PAIR) else inside
    if "mutual" in passage.named("context", low, high):
        return inside
    kinds = [_standing(s) for s in inside]
    named = _names(inside)
    taken = _taken(passage, at)
    free = [s for s in among if not any(a <= s.mention.start < b for a, b in taken)]
    return [s for s in among if s in inside or (s in free and _standing(s) not in kinds and s.concept not in named)]


def _taken(passage: Passage, at: int) -> list[tuple[int, int]]:
    """Parts of the sentence that later numbers have for flows of their own ("imports from the EU 10 bn")."""
    parts = [passage.clause(q.start, q.end) for q in passage.quantities[at + 1 :]]
    return [part for part in parts if passage.having("topic", "export", "import", low=part[0], high=part[1])]


def _standing(side: Side) -> str:
    return next((m for m in ("from", "to", "with", "in", "by", "of") if m in side.markers), "bare")


def _world(passage: Passage, span: tuple[int, int], side: Side) -> bool:
    """True for "Uzbekistan's foreign trade reached ..." and "exports to all partners"."""
    low, high = span
    if passage.having("context", "world", low=low, high=high):
        return True
    if side.markers & _ASIDE:
        return False
    whole = passage.having("context", "whole", low=low, high=high)
    return bool(whole) and low <= side.mention.start <= high and "mutual" not in passage.named("context", low, high)


def _two(near: Sequence[Side]) -> Pair | None:
    """The only two areas, or the two that "between" or "with" singles out; None where more are alike."""
    names = _names(near)
    if len(names) == 2:
        return names[0], names[1]
    between = _names(s for s in near if "between" in s.markers)
    if len(between) == 2:
        return between[0], between[1]
    marked = _names(s for s in near if s.markers & {"between", "with"})
    if len(marked) == 2 and not any("joined" in s.markers for s in near if s.concept in marked):
        return marked[0], marked[1]
    owners = [n for n in _names(s for s in near if s.markers & {"of", "adjective"}) if n not in marked]
    return (owners[0], marked[0]) if len(owners) == 1 and len(marked) == 1 else None


def _teller(passage: Passage, near: Sequence[Side], pair: Pair | None) -> str | None:
    """The owner of what it trades with the other: "Kazakhstan's trade with Italy", "Italy traded 9 bn with it"."""
    among = [side for side in near if side.concept in (pair or ())]
    marked = _names(side for side in among if "with" in side.markers)
    owners = _names(side for side in among if side.concept not in marked and _owns_trade(passage, side))
    return owners[0] if len(marked) == len(owners) == 1 else None


def _owns_trade(passage: Passage, side: Side) -> bool:
    """True for the area of "Kazakhstan's trade", "товарооборот Казахстана"; not for "Kazakhstan: trade of 3 bn"."""
    if side.markers & {"between", "joined"} or (side.markers & _ASIDE and "of" not in side.markers):
        return False
    heads = passage.having("topic", "trade", "exchange")
    return any(
        _ownership(passage, head, side) is not None and (bool(side.markers) or head.last < side.first) for head in heads
    )


def _whole(
    passage: Passage, measure: str, at: int | None, near: list[Side], result: Sides, heads: Sequence[Cue]
) -> None:
    # "nakisi ya biashara ya bidhaa ya Armenia": the trade in goods is Armenia's, wherever the goods come from
    origin = [] if measure == "trade_balance" else origins.of(passage, near)
    owner = _owner(passage, heads, [s for s in near if s not in origin], at) or _owner(passage, heads, near, at)
    if owner is None and measure != "partner_rank":
        owner = _owner(passage, passage.having("topic", "partner", "trade"), near, None)
    names = _names(near)
    if owner is None:
        owner = _before_colon(passage, near)
    if owner is None:
        holders = _names(s for s in near if _holds(passage, s) or _by_name(passage, s, near))
        aside = holders or _names(s for s in near if s.markers & _ASIDE and "of" not in s.markers)
        rest = [n for n in names if n not in aside]
        if len(aside) == 1 and len(rest) <= 1:
            result.partner, result.reporter = aside[0], (rest[0] if rest else None)
        elif len(names) == 2 and _of_a_ware(measure) and (ends := _buyer(passage, measure, near)) is not None:
            result.reporter, result.partner = ends
        elif len(names) == 2:
            result.pair = (names[0], names[1])
        elif len(names) == 1:
            bare = not near[0].markers and not (measure == "trade_balance" and _runs(heads, near[0]))
            result.partner, result.reporter = (names[0], None) if bare else (None, names[0])
        return
    result.reporter = owner.concept
    others = [n for n in names if n != owner.concept]
    if len(others) > 1 and at is not None:
        low, high = passage.zone(at)
        inside = [n for n in others if any(s.concept == n and low <= s.mention.start <= high for s in near)]
        others = inside if len(inside) == 1 else others
    result.partner = others[0] if len(others) == 1 else None
    result.limited = len(others) > 1 and measure != "partner_rank"


def _of_a_ware(measure: str) -> bool:
    """True for the share of an origin in what somebody buys of one ware: oil, gas, coal."""
    return measure.startswith("partner_share_") and measure.endswith("_imports") and measure != "partner_share_imports"


def _buyer(passage: Passage, measure: str, near: list[Side]) -> Pair | None:
    """Who buys a ware and from whom: "In Spain Nigeria came first", "Russia gave the EU a third"; None if not said."""
    inside = _names(side for side in near if side.markers == {"in"})
    bare = _names(side for side in near if not side.markers)
    if len(inside) == len(bare) == 1:
        return inside[0], bare[0]
    verbs = passage.having("topic", *_VERBS)
    if not verbs or sum(not s.markers and s.last < verbs[0].first for s in near) > 1:
        return None
    source, target = _by_verb(passage, measure, _VERBS, near)
    return (target, source) if source and target else None


def _before_colon(passage: Passage, near: Sequence[Side]) -> Side | None:
    """The one area before a colon behind which others stand with their numbers: "In Chad: China 5 %, Italy 3 %"."""
    colon = passage.text.find(": ")
    before = [side for side in near if side.mention.end <= colon]
    behind = [q for q in passage.quantities if q.start > colon]
    if colon < 0 or len(before) != 1 or len(before) == len(near) or len(behind) < len(passage.quantities):
        return None
    return before[0] if len(behind) > 1 or not before[0].markers else None


def _runs(heads: Sequence[Cue], side: Side) -> bool:
    """True for the area of "Kazakhstan ran a deficit", "that leaves Ankara with a surplus"."""
    return any(0 <= head.first - side.last - 1 <= _RUN for head in heads)


def partners(found: Sides, among: Sequence[Side]) -> list[str]:
    """Several areas named in one breath as partners of the reporter, [] if there is one or none."""
    if found.reporter is None or found.partner is not None:
        return []
    listed = [side for side in among if side.concept != found.reporter and not side.markers - {"joined"}]
    return _names(listed) if any("joined" in side.markers for side in listed) else []


def _owner(passage: Passage, heads: Sequence[Cue], near: Sequence[Side], at: int | None) -> Side | None:
    """The area that owns the whole: the one that stands nearest to the word for the whole as its owner."""
    best: tuple[float, Side] | None = None
    quantity = passage.quantities[at] if at is not None else None
    for head in heads:
        for side in near:
            distance = _ownership(passage, head, side)
            if distance is None or _holds(passage, side) or _by_name(passage, side, near):
                continue
            low, high = sorted((side.first, head.first))
            if any(o.concept != side.concept and low < o.first < high for o in near):
                continue
            if quantity is not None:
                distance += 0.01 * max(head.start - quantity.end, quantity.start - head.end, 0)
            if best is None or distance < best[0]:
                best = (distance, side)
    return best[1] if best else None


def _holds(passage: Passage, side: Side) -> bool:
    """True for the area that has the share: "the EU's share", "la part du Kazakhstan", "доля ЕС"."""
    after = passage.words[side.last + 1].form if side.last + 1 < len(passage.words) else ""
    heads = passage.having("topic", "trade", "export", "import", "fdi")
    near = next((h.first - side.last - 1 for h in heads if h.first > side.last), 2)
    parted = any(c.first <= side.last + 1 <= c.last for c in passage.having("place"))
    owns = after == "s" or near == 0 or (near == 1 and not parted)
    for share in passage.having("relation", "share"):
        if share.first < share.last:
            continue
        if 0 <= share.first - side.last - 1 <= 1 and "of" in side.markers and "adjective" not in side.markers:
            return passage.language != "sw"
        if side.last < share.first and _whose(passage, side.last + 1, share.first):
            return True
        between = range(share.last + 1, side.first)
        if not owns and share.last < side.first and len(between) <= 2 and all(_link(passage, i) for i in between):
            return True
    return False


def _by_name(passage: Passage, side: Side, near: Sequence[Side]) -> bool:
    """True for the area of "In Romania the Kazakh share was 65 %", where another is the place."""
    heads = passage.having("relation", "share")
    elsewhere = any("in" in other.markers for other in near if other.concept != side.concept)
    return elsewhere and "adjective" in side.markers and any(head.first == side.last + 1 for head in heads)


def _whose(passage: Passage, low: int, high: int) -> bool:
    """True for the words between an area and its share in "the EU, whose share", "l'UE, dont la part"."""
    cues = [c for c in passage.having("place", "whose", "filler") if low <= c.first and c.last < high]
    said = {at for c in cues for at in range(c.first, c.last + 1)}
    return any(c.name == "whose" for c in cues) and said >= set(range(low, high))


def _link(passage: Passage, word: int) -> bool:
    """True for a word that is only "of" or an article."""
    return any(c.first <= word <= c.last and c.name in {"of", "filler"} for c in passage.having("place"))


def _ownership(passage: Passage, head: Cue, side: Side) -> float | None:
    """Words between an area and the noun it owns, None where it cannot own it."""
    loose = not side.markers or "joined" in side.markers
    low, high = sorted(((side.mention.start, side.mention.end), (head.start, head.end)))
    if _broken(passage, low[1], high[0]):
        return None
    if side.last < head.first:
        gap = head.first - side.last - 1
        inward = passage.language == "kk" and side.markers & _INWARD.get(head.name, set())
        if gap <= (5 if passage.language in _GENITIVE_FIRST else 1) and ("of" in side.markers or inward):
            return gap
        return gap + 0.5 if loose and gap <= (2 if passage.language == "kk" else 0) else None
    gap = side.first - head.last - 1
    if side.markers & _INWARD.get(head.name, set()) and gap <= 3:
        return gap + 1.0
    if "by" in side.markers and gap <= 2 and head.name in {"import", "buy", "export", "sell"}:
        # Such as "oil imported by the EU".
        return gap
    if "of" in side.markers and gap <= (0 if "adjective" in side.markers else 6):
        return gap
    joint = any(c.name == "and" and c.first == head.last + 1 for c in passage.having("place"))
    return gap + 0.5 if loose and gap <= (2 if joint else 1) else None


def _broken(passage: Passage, low: int, high: int) -> bool:
    """True where a quantity, a bracket or a word for "accounts for" parts an area from a noun."""
    if any(low <= q.start and q.end <= high for q in passage.quantities):
        return True
    if any(low <= a and b <= high and passage.text[a:b] in {";", ":", "(", ")"} for a, b in passage.stops):
        return True
    return any(c.first < c.last or c.name != "share" for c in passage.having("relation", "share", low=low, high=high))


def _directed(passage: Passage, measure: str, topics: frozenset[str], near: list[Side], result: Sides) -> None:
    near = _narrowest(passage, near)
    names = _names(near)
    sources, targets = _ends(topics, near)
    several = len(sources) > 1 or len(targets) > 1
    if not sources:
        sources = [name for name in _names(origins.of(passage, near)) if name not in targets]
    bare = [n for n in names if n not in sources and n not in targets]
    source = sources[0] if len(sources) == 1 else None
    target = targets[0] if len(targets) == 1 else None
    if not sources and target is not None and len(bare) == 1:
        source = bare[0]
    elif not targets and source is not None and len(bare) == 1:
        target = bare[0]
    elif not sources and not targets:
        holders = _names(s for s in near if _holds(passage, s))
        owner = _owner(passage, passage.having("topic", _FLOWS.get(measure, "")), near, None)
        if len(holders) == 1 and len(names) == 2:
            source, target = holders[0], next(n for n in names if n != holders[0])
        elif owner is not None and len(names) == 2:
            source, target = owner.concept, next(n for n in names if n != owner.concept)
            if measure == "imports":
                source, target = target, source
        else:
            source, target = _by_verb(passage, measure, topics, near)
    if len(names) == 1 and "with" in near[0].markers:
        # "Trade with Brazil was 9 bn, exports 5 bn": whoever sends, Brazil is the other.
        result.partner = names[0]
        return
    if measure.startswith("visa") and target is not None and "from" not in near[0].markers:
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


def _narrowest(passage: Passage, near: list[Side]) -> list[Side]:
    """The areas without one that another, standing alike, is a part of: "most exports to the CIS go to Kazakhstan"."""
    on = passage.published or date.max
    wholes = {s.concept: areas.members(areas.concept_codes(s.concept)[0], on) - {s.concept} for s in near}
    return [
        side
        for side in near
        if not any(o.concept in wholes[side.concept] and o.markers == side.markers != frozenset() for o in near)
    ]


def _ends(topics: frozenset[str], near: Sequence[Side]) -> tuple[list[str], list[str]]:
    """The areas things come from and the areas they go to, by their markers."""
    sources = _names(s for s in near if "from" in s.markers)
    to = _names(s for s in near if "to" in s.markers and "from" not in s.markers)
    at = _names(s for s in near if "in" in s.markers and not s.markers & {"from", "of"})
    targets = to or [name for name in at if name not in sources]
    if "buy" in topics and "import" not in topics and not sources:
        # What is bought "in" a country comes from there.
        return targets, []
    return [name for name in sources if name not in targets], targets


def _by_verb(
    passage: Passage, measure: str, topics: frozenset[str], near: Sequence[Side]
) -> tuple[str | None, str | None]:
    """Source and target from word order: who stands before the verb of giving or taking, and who after it."""
    outward = measure in SOURCE_FIRST | _OUTWARD or bool(topics & {"invested", "fdi"})
    # "Granted" is said of visas and of aid.
    known = _VERBS - {"issue"} if measure in _OUTWARD else _VERBS
    verbs = passage.having("topic", *(topics & known or known))
    if verbs:
        outward = verbs[0].name in _GIVES
    names = _names(near)
    if len(names) > 2:
        return None, None
    agents = [s for s in near if s.markers == {"by"}]
    done = [v for v in verbs if agents and v.first < agents[0].first]
    if done:
        # "supplies 8 % of the oil imported by the EU": whoever stands behind "by" imports.
        outward = done[-1].name in _GIVES
    by = _names(agents)
    owners = _names(s for s in near if s.markers & {"of", "adjective"})
    host = _owner(passage, passage.having("topic", "partner"), near, None)
    before = [s for s in near if verbs and not s.markers and s.last < verbs[0].first]
    # "Rwanda went the other way: the EU sold it goods for 300 m": whoever stands in the verb's own clause.
    own = [s for s in before if not any(s.mention.end <= a < verbs[0].start for a, _ in passage.stops)]
    opening = _names(own if len(before) > 1 and own else before)
    actor = next((group[0] for group in (by, opening, owners) if len(group) == 1), names[0])
    if host is not None and "fdi" in topics:
        # "... has become Kazakhstan's largest investment partner": the owner is the host.
        actor, outward = host.concept, False
    other = next((n for n in names if n != actor), None)
    return (actor, other) if outward else (other, actor)
