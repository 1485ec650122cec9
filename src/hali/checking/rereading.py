"""Rereading: other frames the words of a claim leave room for, tried where its own frame confirms nothing or refutes.

A slot that a sentence leaves open is filled from what stands around it, and often several fillings may be meant. The
record tells which: a number of three digits is seldom, by chance, what one of a few frames gives. So a frame that gives
it is taken for the one meant, and a number that its own frame refutes is left open. This confirms numbers; it refutes
none, and changes nothing a sentence itself states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import regex

from hali.checking import wording
from hali.checking.article import Article
from hali.checking.context import about, going_on, links, onward, roles, rules, terms
from hali.checking.context.links import Link
from hali.checking.context.number import BESIDE_IT
from hali.checking.context.whose import WORLD
from hali.checking.definitions.asking import BOTH_WAYS
from hali.checking.definitions.axes import ONE_WAY
from hali.checking.definitions.grid import grid
from hali.codelists import areas
from hali.model.claim import Claim, Finding, Period, Quantity, Step
from hali.model.definition import NONE

Sides = tuple[str | None, str | None]
"""Reporter and partner."""

MOST = 12
"""Frames tried on one claim at the most: each asks the record."""

CHANCE = 0.05
"""Chance that one of the frames gives a number of another matter, up to which they are tried."""

_DECADES = 4.6
"""Natural logarithm of the two decades over which numbers beside each other are spread."""

_FOCUS = 4
"""Claims before, of different frames, from which open slots are filled."""

_NEAR = 3
"""Areas of the sentence that may be meant, the nearest to the number."""

_THEMES = 2
"""Areas a text is about."""

_TIMES = 2
"""Times told before that an undated number may be of."""

_REACH = 40
"""Claims before, the nearest, among which those are looked for."""

_ELSEWHERE = ("in previous", "in heading")
"""How the rule of a measure ends whose words stand in another sentence."""

_MIRRORED = {"exports": "imports", "imports": "exports", "exports_growth": "imports_growth"}
_MIRRORED |= {"imports_growth": "exports_growth"}
"""A flow as the other side counts it."""

_BESIDE = {
    "trade_total": ("exports", "imports"),
    "exports": ("imports", "trade_total"),
    "imports": ("exports", "trade_total"),
}
"""A measure -> the flows that a number beside it may be of, and so with their growth."""

_YEAR = regex.compile(r"(?:19|20)\d\d")
_FIGURE = regex.compile(r"\d")

_CONFIRMED = frozenset({"REPRODUCED", "REPRODUCED_ROUGHLY", "DEPENDS_ON_DEFINITION"})

_OPEN = frozenset({"no_measure", "no_area", "no_period"})
"""Reasons of the words that another frame may take away."""

_EXITS = frozenset({"no_rule", "own_subject_unknown"})
"""Ways out of linking that leave the measure open."""

_LEFT = frozenset(
    {"no_measure", "own_subject_unknown", "no_area", "one_area", "no_period", "open_direction", "open_whole"}
    | {"not_held", "other_terms", "other_period", "other_count", "one_count", "other_year", "frame_unsure"}
)
"""Reasons of a finding after which other frames are tried."""


def wanted(finding: Finding) -> bool:
    """Whether another frame may say more than a finding does; what the reader says a claim means stays so."""
    claim = finding.claim
    if claim.kind != "quantity" or claim.quantity is None or finding.reason not in _LEFT:
        return False
    said = claim.mood or claim.restriction or set(claim.unsaid) - _OPEN or "reader" in claim.stated.values()
    if said or claim.relation in {"target", "difference", "ratio"} or (claim.measure is None and _lost(claim)):
        return False
    return claim.measure is not None or any(
        s.stage == "measure" and s.rule.split(" ")[0] in _EXITS for s in claim.trace
    )


def _lost(claim: Claim) -> bool:
    """Whether a number stands right behind a word of loss: "in 2019 it was minus 325 m" is no flow that was told."""
    start = claim.start - claim.sentence_start
    fell = (c for c in wording.scan(wording.words(claim.sentence), claim.language) if c.name == "down")
    return any(c.group == "relation" and 0 <= start - c.end <= 1 for c in fell)


def refuted(finding: Finding) -> bool:
    """Whether a number is refuted that another frame may give; not one that is told of its own areas alone."""
    claim = finding.claim
    if finding.code != "NOT_REPRODUCED" or claim.kind != "quantity" or claim.quantity is None:
        return False
    return "reader" not in claim.stated.values() and not _told_alone(claim)


def _told_alone(claim: Claim) -> bool:
    """Whether the areas that a sentence names are the number's own and no others, with no other number in between.

    "Kenya's economy grew in 2023 by 0.7 %" is of nobody else.
    """
    here = claim.start - claim.sentence_start
    found = areas.mentions(claim.sentence, claim.language)
    if {m.concept for m in found} != {claim.reporter, claim.partner, *(claim.pair or ())} - {None}:
        return False
    return any(not _FIGURE.search(_YEAR.sub("", claim.sentence[m.end : here])) for m in found if m.end <= here)


def taken(claims: Sequence[Claim], at: int, judged: Sequence[Finding]) -> bool:
    """Whether the frame that confirms a number is that of the same number elsewhere in its sentence.

    Of "6.1 % in France, against 6.1 % in Morocco" one alone can be Morocco's: the one said of it.

    Args:
        claims: those of the text, in reading order.
        at: index of the claim.
        judged: the findings on them up to its own.
    """
    finding = judged[-1]
    claim = finding.claim
    if finding.code not in _CONFIRMED or claim.kind != "quantity" or claim.quantity is None or claim.measure is None:
        return False
    if _left(claim, "reread"):
        # what is said of a number outweighs another reading of it, and of two both read anew either may be the one
        return any(_same(claim, other) for other in (*claims[:at], *claims[at + 1 :]))
    confirmed = [one.claim for one in judged[:-1] if one.code in _CONFIRMED]
    return any(_same(claim, other) and _key(claim) == _key(other) for other in confirmed)


def _same(claim: Claim, other: Claim) -> bool:
    """Whether one sentence says the same number of two things, or twice of one, by one measure at one time."""
    here = (claim.block, claim.sentence_start, claim.measure, _span(claim.period))
    if claim.quantity is None or other.quantity is None:
        return False
    if here != (other.block, other.sentence_start, other.measure, _span(other.period)):
        return False
    return (claim.quantity.unit, claim.quantity.value) == (other.quantity.unit, other.quantity.value)


def settled(finding: Finding) -> Finding:
    """A confirmed number of two areas of which the text leaves open which is which: as the record has them.

    "Pending asylum applications, EU and Peru: 30,250" are of Peruvians in the EU if one way alone gives the number.
    """
    claim, symmetric = finding.claim, grid().symmetric | BOTH_WAYS
    if finding.code != "REPRODUCED" or claim.pair is None or claim.measure is None or claim.measure in symmetric:
        return finding
    giving = [c.reading.definition for c in finding.front if c.band == 0 and c.cost <= grid().open]
    found = {(d.partner, d.reporter) if _turns(claim.measure, d.measure) else (d.reporter, d.partner) for d in giving}
    ways = {(areas.concept(one), areas.concept(other)) for one, other in found if NONE not in (one, other)}
    if len(ways) != 1 or set(*ways) != set(claim.pair):
        return finding
    reporter, partner = ways.pop()
    step = Step("areas", "told_by_the_record", f"{reporter}>{partner}")
    sided = replace(claim, reporter=reporter, partner=partner, pair=None, trace=(*claim.trace, step))
    return replace(finding, claim=sided)


def _turns(said: str, used: str) -> bool:
    """Whether sides change places between two measures: goods from A to B are exports of A and imports of B."""
    told_by_source = used in grid().sources and said not in grid().sources
    return told_by_source or ONE_WAY.get(said, 0) * ONE_WAY.get(used, 0) < 0


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the claims of a text.

    Attributes:
        paragraphs: for each block the areas it names, in the order of its sentences.
        themes: the areas that most of its sentences name.
    """

    paragraphs: Sequence[Sequence[str]]
    themes: Sequence[str]


def around(article: Article) -> Around:
    """The areas that the paragraphs of an article name, and those it is about."""
    named = about.named(article)
    counts = Counter(area for block in named for _, area in block)
    themes = [area for area, _ in counts.most_common(_THEMES)]
    paragraphs = [list(dict.fromkeys(area for _, area in block)) for block in named]
    return Around(paragraphs, themes)


def frames(claims: Sequence[Claim], at: int, near: Around, rivals: bool = False) -> list[Claim]:
    """The other frames of claim number `at`, the nearest first, so many that by chance hardly one gives its number.

    Args:
        claims: those of the text, in reading order.
        at: index of the claim.
        near: what stands around them.
        rivals: whether also those are asked for that no number may be confirmed by: it is "9 % in Chile", not in Peru.
    """
    claim = claims[at]
    assert claim.quantity is not None
    most = min(MOST, int(CHANCE / _width(claim.quantity)))
    own = _key(claim)
    found: dict[tuple[object, ...], Claim] = {}
    kept = {claim.reporter} if _left(claim, BESIDE_IT) and not rivals else None
    for other in _frames(claim, _focus(claims[:at]), near):
        if len(found) >= most:
            break
        if _key(other) != own and not (kept and {other.reporter} != kept):
            found.setdefault(_key(other), other)
    return list(found.values())


def _key(claim: Claim) -> tuple[object, ...]:
    """What tells one frame from another."""
    return claim.measure, frozenset(claim.pair or ()), claim.reporter, claim.partner, _span(claim.period)


def _span(period: Period | None) -> tuple[str, str]:
    return (period.start, period.end) if period else ("", "")


def _width(quantity: Quantity) -> float:
    """The chance that a number of another matter lies in the interval the words leave."""
    if quantity.low is None or quantity.high is None or not 0 < quantity.low < quantity.high:
        return 1.0
    return (quantity.high - quantity.low) / quantity.low / _DECADES


def _focus(before: Sequence[Claim]) -> list[Claim]:
    """The last claims of different frames that say what they are about."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in reversed(before[-_REACH:]):
        if claim.kind == "quantity" and claim.measure and (claim.reporter or claim.pair):
            key = (links.base(claim.measure), claim.reporter, claim.partner, claim.pair, _span(claim.period))
            found.setdefault(key, claim)
        if len(found) == _FOCUS:
            break
    return list(found.values())


def _frames(claim: Claim, focus: Sequence[Claim], near: Around) -> Iterator[Claim]:
    told = [claim.measure] if claim.measure else [_carried(one, claim) for one in focus]
    measures = list(dict.fromkeys(measure for measure in told if measure))
    if not claim.measure or _borrowed(claim):
        # "Trade was 6 bn. Korean goods came in for 2.2": a part of what was told may be meant as well, or its whole
        measures += [flow for measure in measures for flow in _beside(measure) if flow not in measures]
    if claim.measure in _MIRRORED and claim.reporter and claim.partner and not claim.origin_side:
        # What one buys from the other is what the other sells to it: the same flow by the other's count.
        yield from (
            _framed(claim, _MIRRORED[claim.measure], claim.partner, claim.reporter, period)
            for period in _periods(claim, focus)
        )
    named = _named(claim)
    beside = [area for area in near.paragraphs[claim.block] if area not in named]
    for measure in measures:
        sides = list(dict.fromkeys(_sides(claim, measure, named, beside, focus, near.themes)))
        for (reporter, partner), period in product(sides, _periods(claim, focus)):
            yield _framed(claim, measure, reporter, partner, period)


def _borrowed(claim: Claim) -> bool:
    """Whether the words for its measure stand in another sentence than its number, which names areas of its own."""
    found = next((step.rule for step in claim.trace if step.stage == "measure"), "")
    return found.endswith(_ELSEWHERE) and bool(_named(claim))


def _beside(measure: str) -> tuple[str, ...]:
    """The flows that a number beside one of a measure may be of: exports beside trade, and their growth beside its."""
    grown = rules.names("growth")
    level = next((level for level in _BESIDE if grown[level] == measure), None)
    return _BESIDE.get(measure, ()) if level is None else tuple(grown[flow] for flow in _BESIDE[level])


def _named(claim: Claim) -> list[str]:
    """The areas its sentence names, the nearest to the number first."""
    here = claim.start - claim.sentence_start
    found = areas.mentions(claim.sentence, claim.language)
    return list(dict.fromkeys(m.concept for m in sorted(found, key=lambda m: abs(m.start - here))))[:_NEAR]


def _left(claim: Claim, rule: str) -> bool:
    """Whether a rule has decided on its areas, or left them open: "and Ottawa spent 2 %" is of no other country."""
    return any(step.stage == "areas" and step.rule == rule for step in claim.trace)


def _carried(one: Claim, claim: Claim) -> str | None:
    """The measure of a claim told of as the number of another is: its level, share or growth."""
    assert claim.quantity is not None
    link = Link(one.measure, one.relation or "level", frozenset(), None)
    carried = going_on.carried(link, claim.quantity, claim.relation or "level", frozenset())
    return carried.measure if carried else None


def _sides(
    claim: Claim,
    measure: str,
    named: Sequence[str],
    beside: Sequence[str],
    focus: Sequence[Claim],
    themes: Sequence[str],
) -> Iterator[Sides]:
    """Reporter and partner as the sentence and what stands before it leave room for, the nearest first."""
    if measure in roles.ALONE:
        if _left(claim, "of_a_person"):
            return
        around = (*beside, *(one.reporter for one in focus if one.reporter), *themes)
        inside = () if _left(claim, "of_another") else named
        elsewhere = () if _left(claim, "of_a_capital") or _left(claim, "of_a_namesake") else around
        yield from ((one, None) for one in (*inside, *elsewhere))
        return
    directed = terms.flow(measure) in {"X", "M"} or measure == "trade_balance"
    own = (claim.reporter, claim.partner) if claim.reporter and claim.partner else claim.pair
    if own is not None:
        yield own
    if directed and claim.reporter and claim.partner and {claim.reporter, claim.partner} == set(named):
        # both stand in the sentence: who sends and who takes is its own to say
        return
    if own is not None:
        yield _turned(own)
    if len(named) > 1:
        yield named[0], named[1]
        yield named[1], named[0]
    yield from product(beside, named)
    for one in focus:
        yield from _as_before(one, named, measure in roles.WHOLES)
    yield from product(named, beside)
    if not named:
        yield from _pairs(beside)
    yield from _pairs([*named, *(theme for theme in themes if theme not in named)])


def _turned(sides: Sides | None) -> Sides:
    assert sides is not None
    return sides[1], sides[0]


def _pairs(listed: Sequence[str]) -> Iterator[Sides]:
    yield from ((one, other) for one, other in product(listed, listed) if one != other)


def _as_before(one: Claim, named: Sequence[str], whole: bool) -> Iterator[Sides]:
    """The sides of a claim before, an area of the sentence in the place of either; of a whole its owner stays."""
    first, second = (one.reporter, one.partner) if one.reporter else (one.pair or (None, None))
    fresh = [area for area in named if area not in {first, second}]
    if fresh:
        yield from ((first, area) for area in fresh if first)
        yield from ((area, second) for area in fresh if second and second != WORLD and not whole)
    elif first and second:
        yield first, second
        yield from () if whole else ((second, first),)


def _periods(claim: Claim, focus: Sequence[Claim]) -> list[Period]:
    """The time of the claim, else those of the claims before: a number of another year than told is no rereading."""
    if claim.period and claim.period.start:
        return [claim.period]
    told = [replace(one.period, stated="text") for one in focus if one.period and one.period.start]
    return list({_span(period): period for period in told}.values())[:_TIMES]


def _framed(claim: Claim, measure: str, reporter: str | None, partner: str | None, period: Period) -> Claim:
    step = Step("areas", "reread", f"{measure} {reporter or '?'}>{partner or '?'} {period.start}/{period.end}")
    sides = onward.same_areas(replace(claim, reporter=reporter, partner=partner, pair=None), measure)
    return replace(
        claim,
        measure=measure,
        flow=terms.flow(measure),
        reporter=sides.reporter,
        partner=sides.partner,
        pair=sides.pair,
        period=period,
        reason="",
        unsaid=(),
        doubts=("measure", "areas", "period"),
        trace=(*claim.trace, step),
    )
