"""Persons: who "we" and "they" are in a text on two countries, as words that stand for areas.

"We sold them goods for 7.9 bn and they sold us 7.7" names nobody. Where the text is on just two countries and tells
which of them "we" are, "they" and "you" beside it are the other; so are "here" and "over there". Who "we" are the text
tells by what "we" sell to whom, by "we Kenyans", by "our exports to Japan", else by its language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hali.checking.article import Article
from hali.checking.context import about, passage
from hali.checking.context import sides as standing
from hali.checking.context.board import revised
from hali.checking.context.passage import Passage
from hali.checking.context.sides import Side
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.codelists.areas import Mention

_OPENING, _CLOSING = "\u00ab\u201c\u201e", "\u00bb\u201d"
"""Quotation marks: whoever speaks between them may be of another country than the text."""
_QUOTES = _OPENING + _CLOSING + '"'
_STATES = frozenset({"country", "bloc", "moving", "group", "printed"})
_EUROPE = "EUROPE"
_TOLD = 2
"""Sentences that name each of the two a text is on where it names a third one beside them."""
_BESIDE = 2
"""Words between "our" and what is ours."""
_CLOSE = 12
"""Characters between "we" and the name it is joined to: "we in Kenya"."""
_MOVES = frozenset({"sell", "buy", "export", "import", "supply", "trade", "receive"})
_ACTS = frozenset({"sell", "buy", "supply", "receive"})
_PLACED = frozenset({"fdi", "invested", "company", "resident", "born"})
_FLOWS = frozenset({"export", "import", "trade"})
_OWN = frozenset(
    {"gdp", "economy", "national_economy", "inflation", "prices", "growth_alone", "unemployment", "power", "renewables"}
)
"""What a country has, where farmers and firms have exports: "their economy"."""
_TOWARDS = frozenset({"to", "from", "with"})
_PAIRED = frozenset({"here", "there"})
"""Roles of places that say whose they are only beside each other: "8 percent here, 17 there"."""
_PARTS = {"own": "of", "for": "of", "here": "in", "there": "in"} | {part: part for part in standing.PARTS}
"""Role of a person -> the part an area has there; none for a bare word, whose place in the sentence says it."""
_PARTIES = frozenset({"", "to", "from"})
_NEIGHBOUR = "neighbour"
_SOLD = "sold"
_SKIP = "other"
"""Role of words that mean a part of the people: "some of them"."""


Named = Sequence[Sequence[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Two:
    """The two countries of a text by its persons.

    Attributes:
        we: the one that "we" are.
        they: the other.
        sure: whether the text says so itself, and not only its language.
    """

    we: str
    they: str
    sure: bool


def of(article: Article, named: Named) -> Two | None:
    """Who "we" and "they" are in an article, None where it is on more than two countries or does not tell.

    Args:
        article: the text.
        named: of each block the areas named in each of its sentences.
    """
    two = themes(article, named)
    if two is None:
        return None
    spoken = [one for one in _sentences(article) if _cues(one)]
    told = {we for one in spoken for we in _told(one, two)}
    if len(told) == 1:
        we = told.pop()
        return Two(we, next(iter(two - {we})), sure=True)
    written = {about.home([list(one) for one in named], one.language) for one in spoken}
    home = written.pop() if len(written) == 1 else None
    addressed = any(_speaks(cue, "you") for one in spoken for cue in _cues(one))
    if told or home not in two or addressed:
        return None
    return Two(home, next(iter(two - {home})), sure=False)


def _sentences(article: Article) -> Iterator[Passage]:
    """The sentences of an article, read one by one."""
    for index, block in enumerate(article.blocks):
        for sentence in block.sentences:
            yield passage.read(article, index, sentence)


def themes(article: Article, named: Named) -> frozenset[str] | None:
    """The two countries an article is on; a third may stand in one sentence, if each of the two stands in several."""
    counts: Counter[str] = Counter(_state(concept) for one in named for _, concept in one)
    states = [(one, n) for one, n in counts.most_common() if one]
    if len(states) == 1:
        # A language of one country: its own need not be named.
        own = {about.home([list(one) for one in named], block.language) for block in article.blocks}
        states += [(one, 0) for one in own - {states[0][0], None} if one]
        return frozenset(one for one, _ in states) if len(states) == 2 else None
    clear = len(states) == 2 or (len(states) > 2 and states[1][1] > _TOLD and states[2][1] < _TOLD)
    return frozenset(one for one, _ in states[:2]) if clear else None


def _state(concept: str) -> str:
    """The area a text may be on, "" for the world and the like; Europe is the EU."""
    return ("EU" if concept == _EUROPE else concept) if areas.concept_kind(concept) in _STATES else ""


def person(cue: Cue) -> tuple[str, str]:
    """Who a cue means and in which part: `we_to` is "to us"; the part of a bare word is "".

    >>> from hali.checking.wording import Cue
    >>> person(Cue("person", "they_from", 0, 4, 0, 0))
    ('they', 'from')
    """
    who, _, role = cue.name.partition("_")
    return who, role


def _speaks(cue: Cue, who: str) -> bool:
    """Whether a cue means such a person, alone or in one word with another ("walituuzia")."""
    return who in cue.name.split("_")


def _cues(one: Passage, who: str = "") -> list[Cue]:
    """The persons of a sentence, the longest of those at one place, but those of a quotation or of capitals ("US").

    Args:
        one: the sentence.
        who: `neighbour` for those who are called so, else the persons.
    """
    found = [c for c in one.scanned if c.group == "person" and (person(c)[0] == _NEIGHBOUR) == (who == _NEIGHBOUR)]
    found = [cue for cue in found if not any(_holds(other, cue) for other in found) and person(cue)[1] != _SKIP]
    return [cue for cue in found if not _quoted(one.text, cue.start) and not _capitals(one, cue)]


def _holds(longer: Cue, cue: Cue) -> bool:
    """Whether a cue stands inside a longer one: "uns" in "bei uns"."""
    return longer.first <= cue.first and cue.last <= longer.last and longer.end - longer.start > cue.end - cue.start


def _capitals(one: Passage, cue: Cue) -> bool:
    return any(one.words[at].capitals and len(one.words[at].text) > 1 for at in range(cue.first, cue.last + 1))


def speaker(two: Two | None, home: str | None, here: Passage) -> str | None:
    """The country of "we" in a sentence: what the text tells, but of what is quoted that of its language at most.

    Args:
        two: who "we" and "they" are, or None.
        home: the country of its language, or None.
        here: the sentence.
    """
    if two is None or not two.sure:
        return home
    if any(sign in here.text for sign in _QUOTES):
        return home if home == two.we else None
    return two.we


def unknown(here: Passage) -> bool:
    """Whether a sentence tells of "them" or "you", and nobody knows whom that means."""
    known = {mention.start for mention in here.standins}
    return any(not _speaks(cue, "we") and cue.start not in known and person(cue)[1] in _PARTIES for cue in _cues(here))


def _quoted(text: str, at: int) -> bool:
    """Whether an offset stands inside a quotation."""
    before = text[:at]
    opened = max(before.rfind(sign) for sign in _OPENING)
    return opened > max(before.rfind(sign) for sign in _CLOSING) or before.count('"') % 2 == 1


def _told(one: Passage, two: frozenset[str]) -> Iterator[str]:
    """Who "we" are by what a sentence says: neither of the two, or one of them."""
    sides = [side for side in standing.sides(one) if side.concept in two]
    for cue in _cues(one):
        who, role = person(cue)
        if who != "we" or role.startswith(_SOLD):
            continue
        joined = [side for side in sides if _joined(one, cue, role, side)]
        if joined:
            yield joined[0].concept
            continue
        low, high = one.clause(cue.start, cue.end) if role != "of" else (0, len(one.text))
        there = [side for side in sides if low <= side.mention.start < high]
        topics = one.named("topic", low, high)
        faces = [_faces(one, cue, role, side, topics) for side in there]
        if len({side.concept for side in there}) == 1 and (any(faces) if role == "in" else all(faces)):
            yield next(iter(two - {there[0].concept}))


def _joined(one: Passage, cue: Cue, role: str, side: Side) -> bool:
    """Whether the name says who "we" are: "we Kenyans", "here in Kenya"."""
    between = one.text[cue.end : side.mention.start]
    if not 0 < len(between) < _CLOSE or any(sign in between for sign in ",;:.("):
        return False
    people = side.mention.kind == "adjective" and not side.markers & _TOWARDS
    return (role == "" and people and side.first == cue.last + 1) or (
        role in {"in", ""} and side.markers == {"in"} and side.first <= cue.last + _BESIDE
    )


def _faces(one: Passage, cue: Cue, role: str, side: Side, topics: frozenset[str]) -> bool:
    """Whether an area stands opposite "us": "our exports to Japan", "the Japanese sold us", "German firms here"."""
    if role == "of":
        owned = any(abs(c.first - cue.last) <= _BESIDE for c in one.having("topic", *_FLOWS))
        return owned and bool(side.markers & _TOWARDS)
    if role == "in" and side.mention.kind == "adjective":
        # "German firms here", "some 238,000 Ghanaians in our country".
        return bool(topics & _PLACED) or side.last + 1 == cue.first
    if not topics & _MOVES or side.markers & {"in", "about"}:
        return False
    if side.mention.kind != "adjective" or side.markers & _TOWARDS:
        return True
    # "The Japanese sold us", not "we sold Japanese cars".
    return role != "" and side.last < cue.first and one.text[: side.mention.start].count(" ") <= _BESIDE


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
        named = {_state(m.concept) for m in one.names} - {""}
        third = bool(named - on) or (third and not named)
        open_ = not third and not one.text.rstrip().endswith("?")
        stand = (*(_stand(one, two) if two and open_ else ()), *(_neighbour(one, on, two) if open_ else ()))
        found.append(revised(one, standins=tuple(sorted((*one.standins, *stand), key=_start))) if stand else one)
    return found


def _neighbour(one: Passage, on: frozenset[str], two: Two | None) -> Iterator[Mention]:
    """The country that "the neighbour" means: the other than the one its sentence names, or than "we".

    None where a name stands right at the word ("Uganda, our neighbour"), or none is named and nobody is "we".
    """
    cues = [cue for cue in _cues(one, _NEIGHBOUR) if not _hidden(one, cue)]
    named = {mention.concept for mention in one.mentions} & on
    beside = any(_same(one, cue, mention) for mention in one.mentions for cue in cues)
    spoken = two is not None and any(_speaks(cue, "we") for cue in _cues(one))
    owner = next(iter(named)) if len(named) == 1 else two.we if two and spoken and not named else None
    if not cues or beside or owner is None:
        return
    for cue in cues:
        yield Mention(cue.start, cue.end, next(iter(on - {owner})), None, _PARTS.get(person(cue)[1], "person"))


def _same(one: Passage, cue: Cue, mention: Mention) -> bool:
    """Whether a name beside "the neighbour" says who that is: not in "Kenya sold its neighbour tea"."""
    if mention.start >= cue.end:
        return mention.start - cue.end < _CLOSE and not one.having("topic", low=cue.end, high=mention.start)
    acts = one.having("topic", low=mention.end, high=cue.start)
    return not person(cue)[1] and cue.start - mention.end < _CLOSE and not acts


def _start(mention: Mention) -> int:
    return mention.start


def _stand(one: Passage, two: Two) -> Iterator[Mention]:
    """The areas that the persons of a sentence mean."""
    named = {mention.concept for mention in one.mentions}
    cues = [cue for cue in _cues(one) if not _hidden(one, cue)]
    here = cues
    places = {person(cue)[0] == "we" for cue in cues if person(cue)[1] in _PAIRED | {"in"}}
    if len(places) == 1:
        cues = [cue for cue in cues if person(cue)[1] not in _PAIRED]
    mine = [cue for cue in cues if _speaks(cue, "we")]
    faced = any(person(cue)[1] != "of" or _owns(one, cue, _FLOWS) for cue in mine) or two.we in named
    others = [cue for cue in cues if person(cue)[0] != "we" or _SOLD in cue.name]
    others = [cue for cue in others if _is_country(one, cue, mine, faced) and not _other_party(one, cue, two)]
    if others:
        told = list(dict.fromkeys((*others, *mine)))
    else:
        told = [cue for cue in mine if cue.name == "we_in"] if named <= {two.they} else []
        if not told and named == {two.they} and one.named("topic") & _PLACED:
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
    _, role = person(cue)
    if role == "of":
        part = any(q.unit == "percent" for q in one.quantities) and any(person(c)[1] == "" for c in mine)
        # "We take 5 percent of their exports."
        return _owns(one, cue, _FLOWS if part else frozenset())
    if not faced or one.having("context", "firm", "firms") or any(_of_people(one, c, cue) for c in mine):
        return False
    low, high = one.clause(cue.start, cue.end)
    acts = one.named("topic", low, high) & _ACTS
    # "Prices are high: they rose by 7 %, and we pay": what was told of before may be "they".
    opposed = not one.having("topic", high=cue.start) and any(_measured(one, c) for c in mine)
    return role != "" or bool(acts) or opposed or _takes(one, cue, mine, low, high)


def _of_people(one: Passage, ours: Cue, cue: Cue) -> bool:
    """Whether something of ours that no country has stands before "they": "our farmers suffer: they sold us milk"."""
    return person(ours)[1] == "of" and ours.start < cue.start and not _owns(one, ours, _FLOWS | {"partner"})


def _measured(one: Passage, cue: Cue) -> bool:
    """Whether a figure is told of "us": "they grew by 5.7 percent and we by 3.4"."""
    told = one.text[cue.end : one.clause(cue.start, cue.end)[1]]
    return person(cue)[1] == "" and any(sign.isdigit() for sign in told)


def _takes(one: Passage, cue: Cue, mine: Sequence[Cue], low: int, high: int) -> bool:
    """Whether "they" have a part of what is ours: "they take nine percent of our exports"."""
    ours = [c for c in mine if person(c)[1] == "of" and cue.end < c.start < high and _owns(one, c, _FLOWS)]
    part = any(q.unit == "percent" and low <= q.start < high for q in one.quantities)
    return bool(ours) and part and not one.named("relation", low, high) & {"up", "down"}


def _owns(one: Passage, cue: Cue, more: frozenset[str] = frozenset()) -> bool:
    """Whether a word of possession stands at what countries have, or at `more` of the kind: "our economy"."""
    owned = one.having("topic", *_OWN, *more)
    return any(min(abs(c.first - cue.last), abs(cue.first - c.last)) <= _BESIDE for c in owned)


def _hidden(one: Passage, cue: Cue) -> bool:
    """Whether a longer name or number holds the word."""
    spans = [(m.start, m.end) for m in one.mentions] + [(q.start, q.end) for q in one.quantities]
    return any(low <= cue.start < high for low, high in spans)


def _mentions(one: Passage, cue: Cue, two: Two) -> Iterator[Mention]:
    """The areas that a cue means, each in the part its word has; of "walituuzia" two."""
    who, role = person(cue)
    if role.startswith(_SOLD):
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
