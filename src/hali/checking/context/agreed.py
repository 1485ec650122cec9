"""Agreed: what a sentence says happened to an agreement between two areas, or who joined a bloc, and when.

The agreement is named by its kind ("free trade agreement"); the record knows it by its parties. What happened and its
day must stand in one breath: only prepositions, names and the agreement itself may part them, for "exports rose in 2012
after the agreement entered into force" says nothing of when it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hali.checking import wording
from hali.checking.context import sides as standing
from hali.checking.context import whose
from hali.checking.context.events import Happening, actions, moment
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place, Span
from hali.checking.context.whose import Pair
from hali.checking.times.periods import PeriodMention
from hali.checking.wording import Cue
from hali.codelists import areas

KINDS = (
    "free_trade",
    "economic_partnership",
    "association",
    "interim",
    "trade_promotion",
    "customs_union",
    "cooperation",
    "trade",
)
"""What an agreement may be called; as subject of a claim in capitals."""
ANY = "AGREEMENT"
"""Subject of a claim on an agreement that the words do not tell from others of its parties."""
ACCESSION = "ACCESSION"
"""Subject of a claim that a country joined a bloc."""
STEPS = ("signed", "in_force", "provisional")
_TIMES = frozenset({"date", "month", "year", "since", "relative"})
"""Kinds of times that something happens at; what lasted from one year to another began and ended."""
_OPENING = 2
"""Words before a day that opens its sentence."""
_RIGHT_BY = 3
"""Words between a day that stands before, inside a sentence, and what happened then: "am 1. Mai in Bern signiert"."""
_JOINING = 6
"""Words between what joins and the bloc it joins."""
_AT_ONCE = 3
"""Countries that join a bloc in one sentence."""
_PARTING = ',;:()[]"\u2026\u00ab\u00bb\u201c\u201d\u201e'
"""Signs between two breaths."""
_STATES = frozenset({"country", "former", "institution"})


@dataclass(frozen=True, slots=True)
class Agreed:
    """What happened, to whose agreement, and whether other sentences had to say whose.

    Attributes:
        what: the event; its subject is a kind of agreement in capitals, the name in brackets of a record's title,
            `AGREEMENT`, or `ACCESSION`.
        pair: the two parties; a country and the bloc it joined; None for an agreement known by its name.
        borrowed: another sentence names a party or the agreement.
    """

    what: Happening
    pair: Pair | None
    borrowed: bool = False


def happenings(place: Place) -> Iterator[Agreed]:
    """The steps of agreements and the accessions that a sentence tells, in order."""
    here = place.here
    if not here.having("event") or "anniversary" in here.named("context"):
        return
    yield from _accessions(here)
    if here.having("agreement", "other", "accession") or here.having("subject"):
        return
    told = _dated(here, actions(here, *STEPS))
    if not told:
        return
    subject, source = _subject(place)
    if not subject:
        return
    named = _parties(here, source)
    pair = named or _around(place, source)
    if pair is None and subject.lower() in {*KINDS, ANY.lower()}:
        return
    borrowed = named is None or source is not here
    for action, period in told:
        yield Agreed(_happening(action, period, subject), pair, borrowed)


def _happening(action: Cue, period: PeriodMention, subject: str) -> Happening:
    start, end = min(action.start, period.start_char), max(action.end, period.end_char)
    return Happening(start, end, subject, action.name, moment(period))


def _subject(place: Place) -> tuple[str, Passage]:
    """What the agreement is called, and the sentence that says so; "" where none does.

    "The agreement" and "it" are the one of the sentence before, if that names one.
    """
    here = place.here
    own = _called(here)
    if own:
        return own, here
    bare = bool(here.having("agreement", "bare"))
    before = place.before[-1] if place.before else None
    if before is not None and (bare or not here.mentions) and not before.having("agreement", "other", "accession"):
        told = _called(before)
        if told:
            return told, before
    return (ANY if bare and _parties(here, here) else ""), here


def _called(passage: Passage) -> str:
    """The kind or the name of the only agreement a sentence names, `AGREEMENT` for several."""
    found = {c.tail or c.name.upper() for c in passage.having("agreement", *KINDS, "named")}
    return ANY if len(found) > 1 else next(iter(found), "")


def _parties(here: Passage, source: Passage) -> Pair | None:
    """The two areas that the sentence with the agreement names; of more those in the clause of the agreement."""
    for passage in (here, source) if here.mentions else (source,):
        named = whose.concepts(standing.sides(passage))
        if len(named) > 2:
            heads = passage.having("agreement", *KINDS, "bare")
            spans = [passage.clause(c.start, c.end) for c in heads]
            near = (s for s in standing.sides(passage) if any(a <= s.mention.start < b for a, b in spans))
            named = whose.concepts(near)
        if len(named) == 2:
            return named[0], named[1]
    return None


def _around(place: Place, source: Passage) -> Pair | None:
    """The two areas the text is on, where the sentence names one of them or none."""
    named = {side.concept for side in standing.sides(source)}
    if len(named) > 1:
        return None
    titled = whose.concepts(standing.sides(place.title)) if place.title else []
    two = [place.pair, place.about, (titled[0], titled[1]) if len(titled) == 2 else None]
    main = place.main
    if main is not None and named and main not in named:
        two.append((main, *named))  # type: ignore[arg-type]
    found = next((one for one in two if one is not None and named <= set(one)), None)
    if found is None or not place.union:
        return found
    one, other = ("EU" if side == "EUROPE" else side for side in found)
    return one, other


def _accessions(here: Passage) -> Iterator[Agreed]:
    """Who joined which bloc, and when."""
    if here.having("subject"):
        return
    for action, period in _dated(here, list(here.having("event", "joined"))):
        blocs = {m.concept for m in here.mentions if not _is_state(m.concept)}
        near = {m.concept for m in here.mentions if m.concept in blocs and _reaches(here, action, m.start, m.end)}
        states = [side for side in standing.sides(here) if _is_state(side.concept)]
        alone = len({s.concept for s in states}) == 1 or all("joined" in s.markers for s in states[1:])
        if len(blocs) != 1 or near != blocs or not alone or len(states) > _AT_ONCE:
            continue
        for country in dict.fromkeys(side.concept for side in states):
            yield Agreed(_happening(action, period, ACCESSION), (country, *near))  # type: ignore[arg-type]


def _is_state(concept: str) -> bool:
    return areas.concept_kind(concept) in _STATES


def _reaches(here: Passage, action: Cue, start: int, end: int) -> bool:
    """Whether a bloc stands right by the word for joining."""
    first, last = here.word_at(start), here.word_at(end - 1)
    apart = max(first - action.last, action.first - last) - 1
    days = [(p.start_char, p.end_char) for p in here.periods]
    return apart <= _JOINING and _in_one_breath(here, action, start, end, days)


def _dated(here: Passage, actions: Sequence[Cue]) -> list[tuple[Cue, PeriodMention]]:
    """The actions with a day of their own, each with it: the nearest in one breath, to which no other is nearer."""
    late = wording.postposes(here.language)
    reached = [
        # of two as near the one on the side where the language has its day
        (_apart(here, action, p.start_char, p.end_char), (p.start_char < action.start) != late, action, p)
        for action in actions
        for p in here.periods
        if p.period.start and p.period.kind in _TIMES and _in_one_breath(here, action, p.start_char, p.end_char)
    ]
    found: list[tuple[Cue, PeriodMention]] = []
    for _, _, action, period in sorted(reached, key=lambda one: one[:2]):
        if not any(action is known or period is other for known, other in found):
            found.append((action, period))
    return sorted(found, key=lambda one: one[0].start)


def _apart(here: Passage, action: Cue, start: int, end: int) -> int:
    return max(here.word_at(start) - action.last, action.first - here.word_at(end - 1), 0)


def _in_one_breath(here: Passage, action: Cue, start: int, end: int, also: Sequence[Span] = ()) -> bool:
    """Whether only prepositions, names, the agreement and what is at `also` part an action and what is at start..end.

    A comma parts them, but behind a day that opens the sentence.
    """
    low, high = (action.end, start) if action.end <= start else (end, action.start)
    if low >= high:
        return True
    between = here.text[low:high]
    before = end <= action.start
    far = action.first - here.word_at(end - 1) - 1 > _RIGHT_BY
    if before and here.word_at(start) <= _OPENING:
        between = between.lstrip().removeprefix(",")
    elif before and far and not also and not wording.postposes(here.language):
        # "They said in 2008 that the agreement in force ...": where its day stands behind, one before stands right by.
        return False
    if any(sign in between for sign in _PARTING):
        return False
    heads = here.having("agreement", *KINDS, "named", "bare")
    spans = [*also, *((m.start, m.end) for m in (*here.names, *here.mentions)), *((c.start, c.end) for c in heads)]
    bound = wording.grammar(here.language).get("bound", ())
    return all(
        word.form in bound or here.text[word.start].isupper() or any(a <= word.start < b for a, b in spans)
        for word in here.words
        if low <= word.start < high
    )
