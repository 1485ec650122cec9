"""Personal: the areas that "we", "they", "here" and "the neighbour" mean, as stand-ins of a sentence.

"We sold them goods for 7.9 bn and they sold us 7.7" names nobody. Where the text is on just two countries and it is
known which of them "we" are, "they" and "you" beside it are the other; so are "here" and "over there".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hali.checking.context import persons
from hali.checking.context import sides as standing
from hali.checking.context.board import revised
from hali.checking.context.passage import Passage
from hali.checking.context.persons import BESIDE, CLOSE, FLOWS, NEIGHBOUR, PLACED, SOLD, Two
from hali.checking.wording import Cue
from hali.codelists.areas import Mention

_ACTS = frozenset({"sell", "buy", "supply", "receive"})
_OWN = frozenset({"gdp", "economy", "national_economy", "inflation", "prices", "growth_alone", "power", "renewables"})
"""What a country has, where farmers and firms have exports: "their economy"."""
_PAIRED = frozenset({"here", "there"})
"""Roles of places that say whose they are only beside each other: "8 percent here, 17 there"."""
_PARTS = {"own": "of", "for": "of", "here": "in", "there": "in"} | {part: part for part in standing.PARTS}
"""Role of a person -> the part an area has there; none for a bare word, whose place in the sentence says it."""


def resolved(passages: Sequence[Passage], two: Two | None, on: frozenset[str] | None = None) -> list[Passage]:
    """The sentences of a block, with the areas that persons in them mean; "they" of a third one or of firms mean none.

    Args:
        passages: sentences of a block, in order.
        two: who "we" and "they" are, or None.
        on: the two countries the text is on, or None.
    """
    on = on or frozenset((two.we, two.they) if two else ())
    if not on:
        return list(passages)
    found: list[Passage] = []
    third = False
    for one in passages:
        named = {persons.state(m.concept) for m in one.names} - {""}
        third = bool(named - on) or (third and not named)
        open_ = not third and not one.text.rstrip().endswith("?")
        stand = (*(_stand(one, two) if two and open_ else ()), *(_neighbour(one, on, two) if open_ else ()))
        found.append(revised(one, standins=tuple(sorted((*one.standins, *stand), key=_start))) if stand else one)
    return found


def _neighbour(one: Passage, on: frozenset[str], two: Two | None) -> Iterator[Mention]:
    """The country that "the neighbour" means: the other than the one its sentence names, or than "we".

    None where a name stands right at the word ("Uganda, our neighbour"), or none is named and nobody is "we".
    """
    cues = [cue for cue in persons.cues(one, NEIGHBOUR) if not _hidden(one, cue)]
    named = {mention.concept for mention in one.mentions} & on
    beside = any(_same(one, cue, mention) for mention in one.mentions for cue in cues)
    spoken = two is not None and any(persons.speaks(cue, "we") for cue in persons.cues(one))
    owner = next(iter(named)) if len(named) == 1 else two.we if two and spoken and not named else None
    if not cues or beside or owner is None:
        return
    for cue in cues:
        yield Mention(cue.start, cue.end, next(iter(on - {owner})), None, _PARTS.get(persons.person(cue)[1], "person"))


def _same(one: Passage, cue: Cue, mention: Mention) -> bool:
    """Whether a name beside "the neighbour" says who that is: not in "Kenya sold its neighbour tea"."""
    if mention.start >= cue.end:
        return mention.start - cue.end < CLOSE and not one.having("topic", low=cue.end, high=mention.start)
    acts = one.having("topic", low=mention.end, high=cue.start)
    return not persons.person(cue)[1] and cue.start - mention.end < CLOSE and not acts


def _start(mention: Mention) -> int:
    return mention.start


def _stand(one: Passage, two: Two) -> Iterator[Mention]:
    """The areas that the persons of a sentence mean."""
    named = {mention.concept for mention in one.mentions}
    cues = [cue for cue in persons.cues(one) if not _hidden(one, cue)]
    here = cues
    places = {persons.person(cue)[0] == "we" for cue in cues if persons.person(cue)[1] in _PAIRED | {"in"}}
    if len(places) == 1:
        cues = [cue for cue in cues if persons.person(cue)[1] not in _PAIRED]
    mine = [cue for cue in cues if persons.speaks(cue, "we")]
    faced = any(persons.person(cue)[1] != "of" or _owns(one, cue, FLOWS) for cue in mine) or two.we in named
    others = [cue for cue in cues if persons.person(cue)[0] != "we" or SOLD in cue.name]
    others = [cue for cue in others if _is_country(one, cue, mine, faced) and not _other_party(one, cue, two)]
    if others:
        told = list(dict.fromkeys((*others, *mine)))
    else:
        told = [cue for cue in mine if cue.name == "we_in"] if named <= {two.they} else []
        if not told and named == {two.they} and one.named("topic") & PLACED:
            # "Chinese investment here": the author's own country, where the other is the one named.
            told = [cue for cue in here if cue.name == "we_here"]
    for cue in told:
        yield from _mentions(one, cue, two)


def _other_party(one: Passage, cue: Cue, two: Two) -> bool:
    """Whether "they" face the other country themselves: in "they sold Japan goods" they are not the Japanese."""
    low, high = one.clause(cue.start, cue.end)
    return any(m.concept == two.they and low <= m.start < high for m in one.mentions)


def _is_country(one: Passage, cue: Cue, mine: Sequence[Cue], faced: bool) -> bool:
    """Whether "they" are a country: beside "us" and with no firms told of, or as owner of what a country has."""
    _, role = persons.person(cue)
    if role == "of":
        part = any(q.unit == "percent" for q in one.quantities) and any(persons.person(c)[1] == "" for c in mine)
        # "We take 5 percent of their exports."
        return _owns(one, cue, FLOWS if part else frozenset())
    if not faced or one.having("context", "firm", "firms") or any(_of_people(one, c, cue) for c in mine):
        return False
    low, high = one.clause(cue.start, cue.end)
    acts = one.named("topic", low, high) & _ACTS
    # "Prices are high: they rose by 7 %, and we pay": what was told of before may be "they".
    opposed = not one.having("topic", high=cue.start) and any(_measured(one, c) for c in mine)
    return role != "" or bool(acts) or opposed or _takes(one, cue, mine, low, high)


def _of_people(one: Passage, ours: Cue, cue: Cue) -> bool:
    """Whether something of ours that no country has stands before "they": "our farmers suffer: they sold us milk"."""
    return persons.person(ours)[1] == "of" and ours.start < cue.start and not _owns(one, ours, FLOWS | {"partner"})


def _measured(one: Passage, cue: Cue) -> bool:
    """Whether a figure is told of "us": "they grew by 5.7 percent and we by 3.4"."""
    told = one.text[cue.end : one.clause(cue.start, cue.end)[1]]
    return persons.person(cue)[1] == "" and any(sign.isdigit() for sign in told)


def _takes(one: Passage, cue: Cue, mine: Sequence[Cue], low: int, high: int) -> bool:
    """Whether "they" have a part of what is ours: "they take nine percent of our exports"."""
    ours = [c for c in mine if persons.person(c)[1] == "of" and cue.end < c.start < high and _owns(one, c, FLOWS)]
    part = any(q.unit == "percent" and low <= q.start < high for q in one.quantities)
    return bool(ours) and part and not one.named("relation", low, high) & {"up", "down"}


def _owns(one: Passage, cue: Cue, more: frozenset[str] = frozenset()) -> bool:
    """Whether a word of possession stands at what countries have, or at `more` of the kind: "our economy"."""
    owned = one.having("topic", *_OWN, *more)
    return any(min(abs(c.first - cue.last), abs(cue.first - c.last)) <= BESIDE for c in owned)


def _hidden(one: Passage, cue: Cue) -> bool:
    """Whether a longer name or number holds the word."""
    spans = [(m.start, m.end) for m in one.mentions] + [(q.start, q.end) for q in one.quantities]
    return any(low <= cue.start < high for low, high in spans)


def _mentions(one: Passage, cue: Cue, two: Two) -> Iterator[Mention]:
    """The areas that a cue means, each in the part its word has; of "walituuzia" two."""
    who, role = persons.person(cue)
    if role.startswith(SOLD):
        seller, buyer = (two.we, two.they) if who == "we" else (two.they, two.we)
        yield Mention(cue.start, cue.start + 1, seller, None, "from")
        yield Mention(cue.start + 1, cue.end, buyer, None, "to")
        return
    if role == "to" and _bought(one, cue):
        # "Nous leur avons achet\u00e9": what is bought of them comes from them.
        role = "from"
    yield Mention(cue.start, cue.end, two.we if who == "we" else two.they, None, _PARTS.get(role, "person"))


def _bought(one: Passage, cue: Cue) -> bool:
    topics = one.named("topic", *one.clause(cue.start, cue.end))
    return "buy" in topics and not topics & {"sell", "supply", "export"}
