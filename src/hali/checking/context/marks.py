"""Marks: what a sentence shows beside its topics: two areas, a direction, who acts, several years, what is to come."""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking.context import firms, moods
from hali.checking.context.links import Surroundings
from hali.checking.context.passage import Passage
from hali.checking.context.sides import Side, sides
from hali.checking.times.periods import months
from hali.languages import traits
from hali.model.claim import Period, Quantity

_YEAR = 12
_NEAR, _FAR = 2, 6
"""Words from an owner to what it delivers: "Chad's to Mali at that time made sales" where cases say all (tr)."""


def of(passage: Passage, quantity: Quantity, period: Period | None, around: Surroundings) -> frozenset[str]:
    """The marks of a number.

    Args:
        passage: its sentence.
        quantity: the number.
        period: the time its sentence states for it, or None.
        around: what stands around the sentence.
    """
    found: set[str] = set()
    # "Trade with Chad was 3 bn. Chad sold goods for 2": the other one is understood.
    we = bool(passage.named("context") & {"us", "ours", "we"})
    if len({m.concept for m in passage.mentions}) + we + around.trading * (1 + around.turned) > 1:
        found.add("dyad")
    if around.trading:
        found.add("trading")
    if around.trading and around.turned and "buy" not in passage.named("topic"):
        # Where the text has turned to Armenia, "deliveries there" go from whom it tells to Armenia.
        found.add("directed")
    standing = sides(passage)
    if any(not side.markers - {"joined", "by"} for side in standing):
        found.add("actor")
    if {"from", "to"} <= {name for side in standing for name in side.markers} or _sent(
        passage, standing, around.trading
    ):
        found.add("directed")
    if period is not None:
        found.add("span" if _long(period) else "year")
    clause = passage.clause(quantity.start, quantity.end)
    if moods.ahead(passage, *clause):
        found.add("future")
    if any("with" in side.markers for side in standing):
        found.add("with")
    if _grew(passage, standing, *clause):
        found.add("country_grew")
    found |= _beside_number(passage, quantity)
    if _national_firms(passage, *clause):
        found.add("national_firms")
    if around.both_flows and _summed(passage, quantity, clause):
        found.add("both_flows")
    for between in passage.having("place", "between"):
        if any(0 <= m.start - between.end <= 15 for m in passage.mentions):
            found.add("between")
    return frozenset(found | {f"any:{name}" for name in passage.named("topic")})


def _beside_number(passage: Passage, quantity: Quantity) -> set[str]:
    """What stands right at a number: who they are ("34,000 Kenyans"), and that it is of a whole ("5 % of the fund")."""
    people = [m for m in passage.mentions if m.kind == "adjective"]
    at = any(0 < m.start - quantity.end <= 1 or 0 < quantity.start - m.end <= 1 for m in people)
    of = any(0 < c.start - quantity.end <= 1 for c in passage.having("place", "of"))
    return ({"origin"} if at else set()) | ({"of_whole"} if of else set())


def _national_firms(passage: Passage, low: int, high: int) -> bool:
    """True for "German companies held 3 bn in Chad" in a clause that names nothing else that they may have held."""
    if not any(firms.of_a_nation(passage, cue) for cue in passage.having("topic", "company")):
        return False
    return _nothing_else(passage, low, high, [(m.start, m.end) for m in passage.mentions])


def _summed(passage: Passage, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """True for a clause that names nothing else: "in all it was 3 bn", not "in all 3 bn went into roads"."""
    opened = max((q.end for q in passage.quantities if q.end <= quantity.start), default=0)
    # "Loans: in all 3 bn": what stands before a colon says what is summed.
    low = opened if ":" in passage.text[opened : clause[0]] else clause[0]
    return _nothing_else(passage, low, clause[1], ())


def _nothing_else(passage: Passage, low: int, high: int, named: Sequence[tuple[int, int]]) -> bool:
    """Whether each word within low..high is on a list of the language, or of a number, a time or what is named."""
    read = [(c.start, c.end) for c in passage.scanned if (c.group, c.name) != ("phrase", "neutral")]
    read += [(q.start, q.end) for q in passage.quantities] + [(p.start_char, p.end_char) for p in passage.periods]
    inside = (w for w in passage.words if low <= w.start and w.end <= high)
    return all(any(a <= w.start and w.end <= b for a, b in (*read, *named)) for w in inside)


def _grew(passage: Passage, standing: Sequence[Side], low: int, high: int) -> bool:
    """True where a country itself is said to have grown: "Kenya grew by 5 %", "Die T\u00fcrkei wuchs 2024 um 3 %"."""
    nouns = [s for s in standing if low <= s.mention.start and s.mention.kind in {"noun", "person"}]
    subjects = [s for s in nouns if not s.markers - {"joined"}]
    for cue in passage.having("relation", "grew", low=low, high=high):
        before = [s for s in subjects if s.last < cue.first]
        if before and not passage.having("topic", low=low, high=cue.start):
            return True
    return False


def _sent(passage: Passage, standing: Sequence[Side], trading: bool) -> bool:
    """True for deliveries of one area to another, purchases of one from another.

    "Les livraisons allemandes au Kazakhstan", "what Chad from Mali buys" (tr).
    """
    moves = passage.having("topic", "supply", "sell", "export")
    owners = [s for s in standing if s.markers & {"of", "adjective"}]
    reach = _FAR if traits(passage.language).cases_decide else _NEAR
    at = [s for s in owners if any(-2 <= c.first - s.last <= reach or -2 <= s.first - c.last <= 2 for c in moves)]
    bought = owners if passage.having("topic", "buy") else []
    ways = (("to", at), ("from", bought))
    if trading and at:
        # Behind the trade of two "Saudi deliveries" go to the other.
        return True
    return any(s.concept != o.concept and way in o.markers for way, whose in ways for s in whose for o in standing)


def _long(period: Period) -> bool:
    """True for several years or an open end; of an undated span its words must hold a number ("the past 20 years")."""
    if not period.start:
        return any(sign.isdigit() for sign in period.text) and period.kind == "relative"
    lasting = months(period)
    return lasting is None or lasting > _YEAR
