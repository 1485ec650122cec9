"""Speakers: who "we" are in a text on two countries, by what it says of "us"; the other is then who "they" are.

The text tells by what "we" sell to whom, by "we Kenyans", by "our exports to Japan", by "German firms here"; where it
says none of it, by the language, if only one of the two is written so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from hali.checking.article import Article
from hali.checking.context import about, passage, persons
from hali.checking.context import sides as standing
from hali.checking.context.passage import Passage
from hali.checking.context.persons import BESIDE, CLOSE, FLOWS, PLACED, SOLD, TOWARDS, Two
from hali.checking.context.sides import Side
from hali.checking.wording import Cue

Named = Sequence[Sequence[tuple[int, str]]]
"""Of each block the areas named in each of its sentences."""
_MOVES = frozenset({"sell", "buy", "export", "import", "supply", "trade", "receive"})
_TOLD = 2
"""Sentences that name each of the two a text is on where it names a third one beside them."""


def of(article: Article, named: Named, two: frozenset[str] | None) -> Two | None:
    """Who "we" and "they" are in an article, None where it is on more than two countries or does not tell.

    Args:
        article: the text.
        named: of each block the areas named in each of its sentences.
        two: the two countries it is on, see `themes`, or None.
    """
    if two is None:
        return None
    spoken = [one for one in _sentences(article) if persons.cues(one)]
    told = {we for one in spoken for we in _told(one, two)}
    if len(told) == 1:
        we = told.pop()
        return Two(we, next(iter(two - {we})), sure=True)
    written = {about.home([list(one) for one in named], one.language) for one in spoken}
    home = written.pop() if len(written) == 1 else None
    addressed = any(persons.speaks(cue, "you") for one in spoken for cue in persons.cues(one))
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
    counts: Counter[str] = Counter(persons.state(concept) for one in named for _, concept in one)
    states = [(one, n) for one, n in counts.most_common() if one]
    if len(states) == 1:
        # A language of one country: its own need not be named.
        own = {about.home([list(one) for one in named], block.language) for block in article.blocks}
        states += [(one, 0) for one in own - {states[0][0], None} if one]
        return frozenset(one for one, _ in states) if len(states) == 2 else None
    clear = len(states) == 2 or (len(states) > 2 and states[1][1] > _TOLD and states[2][1] < _TOLD)
    return frozenset(one for one, _ in states[:2]) if clear else None


def _told(one: Passage, two: frozenset[str]) -> Iterator[str]:
    """Who "we" are by what a sentence says: neither of the two, or one of them."""
    sides = [side for side in standing.sides(one) if side.concept in two]
    for cue in persons.cues(one):
        who, role = persons.person(cue)
        if who != "we" or role.startswith(SOLD):
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
    if not 0 < len(between) < CLOSE or any(sign in between for sign in ",;:.("):
        return False
    people = side.mention.kind == "adjective" and not side.markers & TOWARDS
    return (role == "" and people and side.first == cue.last + 1) or (
        role in {"in", ""} and side.markers == {"in"} and side.first <= cue.last + BESIDE
    )


def _faces(one: Passage, cue: Cue, role: str, side: Side, topics: frozenset[str]) -> bool:
    """Whether an area stands opposite "us": "our exports to Japan", "the Japanese sold us", "German firms here"."""
    if role == "of":
        owned = any(abs(c.first - cue.last) <= BESIDE for c in one.having("topic", *FLOWS))
        return owned and bool(side.markers & TOWARDS)
    if role == "in" and side.mention.kind == "adjective":
        # "German firms here", "some 238,000 Ghanaians in our country".
        return bool(topics & PLACED) or side.last + 1 == cue.first
    if not topics & _MOVES or side.markers & {"in", "about"}:
        return False
    if side.mention.kind != "adjective" or side.markers & TOWARDS:
        return True
    # "The Japanese sold us", not "we sold Japanese cars".
    return role != "" and side.last < cue.first and one.text[: side.mention.start].count(" ") <= BESIDE
