"""Ranks: which place among partners, markets or suppliers a text gives an area ("7th biggest", "на пятом месте").

A place is an ordinal beside a word for size ("sixth-largest"), beside a word for place ("Rang 25") or beside what is
ranked ("18e client"); the largest is the first; "ten largest" are places 1 to 10. What is ranked stands beside it, in
its sentence, or in a sentence of the paragraph before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hali.checking.context import rules, wording
from hali.checking.context.passage import Passage
from hali.checking.context.placewords import Mark, places_in
from hali.checking.context.sides import JOINED, Side, sides
from hali.checking.context.wording import Cue
from hali.codelists import areas
from hali.model.claim import Claim

_AMONG = (1, 5)
"""What "one of the largest" is taken to mean."""
_CLOSE, _FAR, _GROUP = 3, 6, 9
"""Words that may part "largest" from "partner", the same over "single country among the", and "one of" from it."""
_ROOM = 12
"""Words that may part a word for place from what is ranked ("among the partners of ... takes 5th place")."""
_COMPLEMENT = 4
"""Words behind what is ranked that may narrow it ("supplier of crude oil")."""
_ABLATIVE = ("дан", "ден", "тан", "тен", "нан", "нен")
"""Endings of where something came from, in languages that put objects before their case."""
_CLIMB = 4
"""Words from one place to the other it is climbed or slid to."""
_WITH = 5
"""Characters of "with", "с", "mit" before the number that goes with a place."""
_BARE = 2
"""Words that may part an ordinal from what is ranked."""
_WIDE = frozenset({"bloc", "moving", "group", "printed"})
_OTHER = "other_field"
"""What is ranked by something else than trade: investors, economies."""
_ALONE = {"partner_alone": None, "market_alone": "X"}
"""What is ranked in a text on trade by a word that elsewhere may mean anything: "the fifth-largest partner"."""
_FLOWS = {"trade_partner": None, "export_market": "X", "import_source": "M", _OTHER: None, **_ALONE}
_SUBJECTS = {"trade": "trade_partner", "export": "export_market", "import": "import_source"}
"""Of what an area takes a place where no partner is named: "ranks second in Kazakhstan's imports"."""
_MOVES = frozenset({"supply", "sell", "buy", "receive", "come", "goods"})
"""Topics that name no other list of places."""
TRADES = frozenset(
    {"partner_rank", "trade_total", "trade_growth", "exports", "exports_growth", "imports", "imports_growth"}
    | {"partner_share_trade", "partner_share_exports", "partner_share_imports"}
)
"""Measures of a trade that partners have places in."""
_OWNED = frozenset({"of", "with", "to", "from", "in"})
"""How an area stands that is not the one ranked."""
_APPOSED = 3
"""Words between an area and the place it is given in apposition."""
_NEAR = 70
"""Characters between a place and the words "after China"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rank as the words give it.

    Attributes:
        start, end: span of the words in the sentence.
        rank: lowest and highest place meant.
        flow: X for an export market, M for a source of imports, else None.
        counting: `countries` or `blocs` where the words say so.
        within: True where the set ranked is no whole trade ("in Central Asia", "supplier of oil").
        head: the word for what is ranked; None where it stands in another sentence.
        judged: True for "one of the leading partners": who leads need not be among the first five.
        climb: -1 for the place climbed or slid from, 1 for the one then reached, 0 for any other.
    """

    start: int
    end: int
    rank: tuple[int, int]
    flow: str | None
    counting: str | None
    within: bool
    head: Cue | None
    judged: bool = False
    climb: int = 0


def read(
    passage: Passage, earlier: Sequence[Passage] = (), told: Claim | None = None, headline: bool = False
) -> tuple[Place, ...]:
    """The ranks a sentence claims, in order.

    Args:
        passage: the sentence.
        earlier: sentences before it in its paragraph, which may have named what is ranked.
        told: the claim before it, whose trade a place without its own word is a place in.
        headline: it is a title or heading, whose "partner" may be one in anything.
    """
    if not passage.having("rank") and not any(one.having("rank") for one in earlier):
        return ()
    marks = places_in(passage)
    if not marks:
        return ()
    trading = not headline and (told is not None or bool(passage.named("topic") & set(_SUBJECTS)))
    heads = {mark: _head(passage, mark, marks, trading) for mark in marks}
    climbs: dict[Mark, int] = {}
    for mark, after in pairwise(marks):
        # "It slid from 13th to 21st place"
        if {mark.kind, after.kind} <= {"bare", "place"} and _climbs(passage, mark, after):
            heads[mark] = heads[mark] or heads[after]
            climbs |= {mark: -1, after: 1}
    kept = [mark for mark in marks if not _is_double(mark, heads)]
    found = ((mark, _place(passage, mark, heads, earlier, told)) for mark in kept)
    return tuple(replace(place, climb=climbs.get(mark, 0)) for mark, place in found if place is not None)


def own_sides(passage: Passage, place: Place, places: Sequence[Place], among: Sequence[Side]) -> list[Side]:
    """The areas that may be sides of one rank: not those it comes after, nor those other ranks of the sentence have.

    Args:
        passage: the sentence.
        place: the rank.
        places: all ranks of the sentence.
        among: the areas of the sentence.
    """
    gone = [*_ahead(passage, place, among), *_behind(passage, among)]
    left = [s for s in among if s not in gone and not overtaken(passage, s)]
    ranked = [s for s in left if "joined" in s.markers or not s.markers & _OWNED]
    if len(places) < 2 or not ranked:
        return left
    leading = ranked[0].mention.start < places[0].start
    at = places.index(place)
    low = (places[at - 1].end if at else 0) if leading else place.start
    high = place.end if leading else (places[at + 1].start if at + 1 < len(places) else len(passage.text))
    inside = [s for s in ranked if low <= s.mention.start < high]
    return [s for s in left if s in inside or s not in ranked] if inside else left


def roles(own: Sequence[Side], places: Sequence[Place]) -> tuple[str | None, str] | None:
    """Whose rank list it is, as far as the words say, and who has the place; None where several may have it.

    Args:
        own: the areas of one rank.
        places: all ranks of the sentence.
    """
    listed = len(places) > 1
    ranked = {s.concept for s in own if not s.markers & _OWNED or (listed and "joined" in s.markers)}
    others = {s.concept for s in own} - ranked
    if len(ranked) != 1 or len(others) > 1:
        return None
    return next(iter(others), None), next(iter(ranked))


def apposed(passage: Passage, place: Place, among: Sequence[Side]) -> tuple[str, str] | None:
    """Whose rank and who has it in "Kenya sells tea to Egypt, its third partner": the one that opens, the one beside.

    None where the sentence is built otherwise.
    """
    beside = [side for side in among if side.mention.end <= place.start]
    opening = [side for side in beside if not side.markers - {"joined"}]
    if not opening or opening[0] is beside[-1] or opening[0].concept == beside[-1].concept:
        return None
    between = passage.text[beside[-1].mention.end : place.start]
    its = passage.having("context", "its", low=beside[-1].mention.end, high=place.end)
    plain = between.strip().startswith(",") and len(between.split()) <= _APPOSED
    return (opening[0].concept, beside[-1].concept) if plain and its and its[0].start < place.end else None


def overtaken(passage: Passage, side: Side) -> bool:
    """True for the area that lost a place: "China overtook Russia as ...", "devant la Russie", "Ресейді басып озып"."""
    for cue in passage.having("context", "overtakes"):
        gap = cue.first - side.last - 1 if _postposed(passage) else side.first - cue.last - 1
        if 0 <= gap <= 1:
            return True
    return False


def _postposed(passage: Passage) -> bool:
    """True where an object stands before its postposition or verb."""
    return "after" in wording.grammar(passage.language).get("objects", ())


def _ahead(passage: Passage, place: Place, among: Sequence[Side]) -> list[Side]:
    """The areas named as ranked before it: "third after China and Russia", "Қытай мен Ресейден кейінгі"."""
    if not among:
        return []
    for cue in passage.having("rank", "behind"):
        if _postposed(passage):
            chain = _chain(passage, among, cue.first, -1)
        elif any(c.last == cue.first - 1 for c in passage.having("topic", "export", "import", "supply", "sell")):
            continue
        else:
            chain = _chain(passage, among, cue.last, 1)
        near = chain and min(abs(place.start - cue.end), abs(cue.start - place.end)) <= _NEAR
        if near:
            return chain
    return []


def _behind(passage: Passage, among: Sequence[Side]) -> list[Side]:
    """The areas named as coming after it: "followed by Russia and China"."""
    return [side for cue in passage.having("rank", "followed") for side in _chain(passage, among, cue.last, 1)]


def _chain(passage: Passage, among: Sequence[Side], at: int, step: int) -> list[Side]:
    """The areas in one breath right behind word `at`, or before it with step -1.

    A list ends with its "and"; what only a comma joins is the next clause ("After China, Germany is ...").
    """
    near = [s for s in among if 0 <= ((s.first if step > 0 else s.last) - at) * step - 1 <= 1]
    if not near:
        return []
    index = list(among).index(near[0])
    chain = [near[0]]
    while 0 <= index + step < len(among):
        one, other = sorted((among[index], among[index + step]), key=lambda s: s.first)
        between = passage.text[one.mention.end : other.mention.start]
        if not JOINED.fullmatch(between):
            break
        index += step
        chain.append(among[index])
        if "," not in between:
            return chain if step > 0 else [*chain, *_listed(passage, among, index)]
    return chain[:1]


def _listed(passage: Passage, among: Sequence[Side], index: int) -> list[Side]:
    """The areas of a list before its "and", back from the one at `index`."""
    found: list[Side] = []
    while index > 0:
        between = passage.text[among[index - 1].mention.end : among[index].mention.start]
        if "," not in between or not JOINED.fullmatch(between):
            break
        index -= 1
        found.append(among[index])
    return found


def _place(
    passage: Passage,
    mark: Mark,
    heads: Mapping[Mark, Cue | None],
    earlier: Sequence[Passage],
    told: Claim | None,
) -> Place | None:
    head = heads[mark]
    carried = None if head is not None else _carried(passage, mark, heads, earlier, told)
    if head is None and carried is None:
        return None
    rank = mark.rank
    judged = False
    words = passage.words
    first, last = mark.first, mark.last
    if head is not None and head.group == "rank" and mark.kind != "place":
        if _is_vague(passage, mark, head):
            return None
        group = _one_of(passage, mark, head)
        judged = group is not None and any(mark.first <= c.first <= mark.last for c in _cues(passage, "leading"))
        if group is not None and rank == (1, 1):
            rank = _AMONG
            first, last = min(first, group.first), max(last, group.last)
        first, last = min(first, head.first), max(last, head.last)
    name = carried if head is None else _SUBJECTS.get(head.name, head.name)
    assert name is not None
    span = (words[first].start, words[last].end)
    place = Place(*span, rank, _FLOWS[name], _counting(passage), _narrow(passage, name, head), head, judged)
    if rank == (1, 1):
        before = len({s.concept for s in _ahead(passage, place, sides(passage))})
        # "The largest market and third-largest partner after Russia and China": they are ahead of the third only.
        behind = [cue.start for cue in passage.having("rank", "behind")]
        between = any(span[1] <= words[m.first].start < start for m in heads if m is not mark for start in behind)
        if before and not between:
            place = replace(place, rank=(1 + before, 1 + before))
    return place


def _counting(passage: Passage) -> str | None:
    named = passage.named("rank")
    return "countries" if "countries" in named else "blocs" if "blocs" in named else None


def _climbs(passage: Passage, mark: Mark, after: Mark) -> bool:
    """True for two places that are the ends of a way from one to the other."""
    words = passage.words
    low, high = words[mark.last].end, words[after.first].start
    if not 0 < after.first - mark.last <= _CLIMB or any(low <= a < high for a, _ in passage.stops):
        return False
    if "after" in wording.grammar(passage.language).get("objects", ()):
        return words[mark.last].form.endswith(_ABLATIVE)
    return any(c.last == mark.first - 1 or (c.last == mark.first - 2) for c in passage.having("relation", "from"))


def _head(passage: Passage, mark: Mark, marks: Sequence[Mark], trading: bool = False) -> Cue | None:
    """What is ranked: named beside the mark; for a word for place anywhere near it, or the trade it is a place in."""
    heads = _heads(passage, trading)
    if mark.kind == "place":
        near = [h for h in heads if _apart(mark, h) <= _ROOM]
        if not near:
            topics = passage.having("topic", *_SUBJECTS)
            products = rules.names("product").keys() & passage.named("topic")
            near = [] if products else [t for t in topics if _apart(mark, t) <= _ROOM]
        return min(near, key=lambda h: _apart(mark, h), default=None)
    single = [c for c in passage.having("rank", "countries") if abs(_words_apart(c, mark)) <= _FAR]
    found = []
    for head in heads:
        gap = _gap(mark, head)
        reach = _FAR if single else _CLOSE
        fits = -_reach_of_ordinal(passage, mark) <= gap <= 0 if mark.kind == "bare" else -reach <= gap <= _CLOSE
        between = [m for m in marks if m is not mark and m.kind != "bare" and _apart(m, head) < abs(gap)]
        if mark.kind != "bare" and passage.having(
            "context", "conjunction", low=head.end, high=passage.words[mark.first].start
        ):
            # "... among its five largest partners and its ten largest investors": a place in something else.
            continue
        if fits and not (between and mark.rank == (1, 1)):
            found.append(head)
    return min(found, key=lambda h: (_apart(mark, h), -(h.last - h.first)), default=None)


def _heads(passage: Passage, trading: bool) -> list[Cue]:
    """The words for what is ranked: of "trade and economic partner" trade, a mere partner only in a text on trade."""
    heads = passage.having("rank", *_FLOWS)
    trade = [h for h in heads if h.name not in {_OTHER, *_ALONE}]
    rest = [h for h in heads if h.name == _OTHER or (trading and h.name in _ALONE)]
    return [*trade, *(h for h in rest if not any(t.first <= h.last and h.first <= t.last for t in heads if t is not h))]


def _reach_of_ordinal(passage: Passage, mark: Mark) -> int:
    """Words between an ordinal and what is ranked; more where those ahead are named between them."""
    behind = any(c.first == mark.last + 1 for c in passage.having("rank", "behind"))
    return _GROUP if behind else _BARE


def _gap(mark: Mark, head: Cue) -> int:
    """Words between: negative where the mark comes first, 0 where they touch or overlap."""
    if mark.last < head.first:
        return mark.last + 1 - head.first
    return max(mark.first - head.last - 1, 0)


def _apart(mark: Mark, head: Cue) -> int:
    return abs(_gap(mark, head))


def _words_apart(cue: Cue, mark: Mark) -> int:
    return -_gap(mark, cue)


def _carried(
    passage: Passage,
    mark: Mark,
    heads: Mapping[Mark, Cue | None],
    earlier: Sequence[Passage],
    told: Claim | None,
) -> str | None:
    """What a place without its own word is a place of: what the text has ranked already, else whose trade it tells."""
    if mark.kind not in {"place", "bare"} or mark.rank[0] != mark.rank[1]:
        return None
    if mark.kind == "bare" and not (_beside_area(passage, mark) or _closes(passage, mark)):
        return None
    low, high = passage.clause(passage.words[mark.first].start, passage.words[mark.last].end)
    if mark.kind == "place" and passage.named("topic", low, high) - _MOVES - set(_SUBJECTS):
        return None
    for head in heads.values():
        if head is not None:
            return _SUBJECTS.get(head.name, head.name)
    for one in reversed(earlier):
        there = places_in(one)
        for other in reversed(there):
            if (head := _head(one, other, there)) is not None:
                return _SUBJECTS.get(head.name, head.name)
    if told is None or not passage.mentions:
        return None
    return next(name for name, flow in _FLOWS.items() if flow == (told.flow if told.flow != "T" else None))


def _beside_area(passage: Passage, mark: Mark) -> bool:
    """True where an area is the neighbour of an ordinal: "первая - Россия", "Uholanzi ni wa 9"."""
    for mention in passage.mentions:
        first = next(i for i, w in enumerate(passage.words) if w.end > mention.start)
        last = max(i for i, w in enumerate(passage.words) if w.start < mention.end)
        if mark.first - last - 1 in {0, 1} or first - mark.last - 1 == 0:
            return True
    return False


def _closes(passage: Passage, mark: Mark) -> bool:
    """True for an ordinal behind which nothing is counted: "it is now twelfth.", "Chad was fifth with 4 %"."""
    end = passage.words[mark.last].end
    told = any(0 <= q.start - end <= _WITH for q in passage.quantities)
    return told or passage.text[end : end + 1] in {"", ",", ".", ";", ":", ")"}


def _is_vague(passage: Passage, mark: Mark, head: Cue) -> bool:
    """True for "a leading, reliable partner": no place is meant."""
    vague = any(abs(_words_apart(c, Mark("", head.first, head.last, (1, 1)))) <= 1 for c in _cues(passage, "not_rank"))
    return vague and mark.rank == (1, 1) and bool(_gap(mark, head))


def _cues(passage: Passage, *names: str) -> tuple[Cue, ...]:
    return passage.having("rank", *names)


def _one_of(passage: Passage, mark: Mark, head: Cue) -> Cue | None:
    """The "one of" before "the largest partners"; none for "ranks first among ..."."""
    single = any(abs(_words_apart(c, mark)) <= _FAR for c in _cues(passage, "countries"))
    if single or mark.kind != "size":
        return None
    found = [c for c in _cues(passage, "one_of") if -_CLOSE <= _gap(mark, c) <= _GROUP and _apart(mark, head) <= _CLOSE]
    return found[0] if found else None


def _narrow(passage: Passage, name: str, head: Cue | None) -> bool:
    """True where what is ranked is no whole trade: a region, one ware, investors."""
    if head is None or name == _OTHER:
        return name == _OTHER
    wares = rules.names("product").keys() | {"services", "agri", "arms"}
    near = [c for c in passage.having("topic", *wares) if -_CLOSE <= c.first - head.last <= _COMPLEMENT]
    if name != "trade_partner" and near:
        return True
    for mention in passage.mentions:
        if not 0 <= mention.start - head.end <= 60:
            continue
        between = passage.having("place", "in", low=head.end, high=mention.start)
        if between and areas.area(areas.concept_codes(mention.concept)[0]).kind in _WIDE:
            return True
    return False


def _is_double(mark: Mark, heads: Mapping[Mark, Cue | None]) -> bool:
    """True for a second word of size for one thing ranked: "the largest and most important partner"."""
    own = heads[mark]
    if own is not None and own.name in _ALONE:
        # A label that says in short what its sentence says in full.
        proper = [m for m, head in heads.items() if head is not None and head.name not in _ALONE]
        if any(m.rank == mark.rank for m in proper):
            return True
    if mark.kind != "size" or mark.rank != (1, 1) or own is None:
        return False
    rivals = [m for m, head in heads.items() if m is not mark and head is heads[mark] and m.kind != "place"]
    return any(m.rank != (1, 1) or m.first < mark.first for m in rivals)
