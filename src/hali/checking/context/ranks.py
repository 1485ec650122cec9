"""Ranks: which place among partners, markets or suppliers a text gives an area ("7th biggest", "in fifth place").

A place is an ordinal beside a word for size ("sixth-largest"), beside a word for place ("Rang 25") or beside what is
ranked ("18e client"); the largest is the first; "ten largest" are places 1 to 10. What is ranked stands beside it, in
its sentence, or in a sentence of the paragraph before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from hali.checking import wording
from hali.checking.context import rules
from hali.checking.context.heads import CLOSE, FAR, GROUP, gap_to, head_of, words_apart, words_from
from hali.checking.context.overtaking import ahead_of
from hali.checking.context.passage import Passage
from hali.checking.context.placewords import Mark, places_in
from hali.checking.context.ranked import ALONE, FLOWS, OTHER, SUBJECTS, Place
from hali.checking.context.sides import sides
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.languages import traits
from hali.languages.morphology import ending
from hali.model.claim import Claim

_AMONG = (1, 5)
"""What "one of the largest" is taken to mean."""
_COMPLEMENT = 4
"""Words behind what is ranked that may narrow it ("supplier of crude oil")."""
_CLIMB = 4
"""Words from one place to the other it is climbed or slid to."""
_WITH = 5
"""Characters of "with", "mit" before the number that goes with a place."""
_WIDE = frozenset({"bloc", "moving", "group", "printed"})
_MOVES = frozenset({"supply", "sell", "buy", "receive", "come", "goods"})
"""Topics that name no other list of places."""
TRADES = frozenset(
    {"partner_rank", "trade_total", "trade_growth", "exports", "exports_growth", "imports", "imports_growth"}
    | {"partner_share_trade", "partner_share_exports", "partner_share_imports"}
)
"""Measures of a trade that partners have places in."""


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
    marks = [mark for mark in places_in(passage) if not _is_amount(passage, mark)]
    if not marks:
        return ()
    trading = not headline and (told is not None or bool(passage.named("topic") & set(SUBJECTS)))
    heads = {mark: head_of(passage, mark, marks, trading) for mark in marks}
    climbs: dict[Mark, int] = {}
    for mark, after in pairwise(marks):
        # "It slid from 13th to 21st place"
        if {mark.kind, after.kind} <= {"bare", "place"} and _climbs(passage, mark, after):
            heads[mark] = heads[mark] or heads[after]
            climbs |= {mark: -1, after: 1}
    kept = [mark for mark in marks if not _is_double(mark, heads) and not _is_list(passage, mark, heads)]
    found = ((mark, _place(passage, mark, heads, earlier, told)) for mark in kept)
    return tuple(replace(place, climb=climbs.get(mark, 0)) for mark, place in found if place is not None)


def _is_amount(passage: Passage, mark: Mark) -> bool:
    """True for the number of an amount behind a word for a place: "Canada takes 5 per cent", "it is at 3 bn euros"."""
    last = passage.words[mark.last]
    return any(q.start <= last.start and last.end < q.end and q.unit != "count" for q in passage.quantities)


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
    name = carried if head is None else SUBJECTS.get(head.name, head.name)
    assert name is not None
    span = (words[first].start, words[last].end)
    place = Place(*span, rank, FLOWS[name], _counting(passage), _narrow(passage, name, head), head, judged)
    if rank == (1, 1):
        before = len({s.concept for s in ahead_of(passage, place, sides(passage))})
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
    if wording.postposes(passage.language):
        return words[mark.last].form.endswith(ending("ablative", passage.language))
    return any(c.last == mark.first - 1 or (c.last == mark.first - 2) for c in passage.having("relation", "from"))


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
    if mark.kind == "place" and passage.named("topic", low, high) - _MOVES - set(SUBJECTS):
        return None
    for head in heads.values():
        if head is not None:
            return SUBJECTS.get(head.name, head.name)
    for one in reversed(earlier):
        there = places_in(one)
        for other in reversed(there):
            if (head := head_of(one, other, there)) is not None:
                return SUBJECTS.get(head.name, head.name)
    if told is None or not passage.mentions:
        return None
    return next(name for name, flow in FLOWS.items() if flow == (told.flow if told.flow != "T" else None))


def _beside_area(passage: Passage, mark: Mark) -> bool:
    """True where an area is the neighbour of an ordinal: "Uholanzi ni wa 9"."""
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
    if "last" in wording.grammar(passage.language).get("verb", ()):
        told = told or any(c.first == mark.last + 1 for c in passage.having("mood", "asserted"))
        told = told or any(c.first == mark.last + 1 for c in passage.having("context", "conjunction"))
    return told or passage.text[end : end + 1] in {"", ",", ".", ";", ":", ")"}


def _is_vague(passage: Passage, mark: Mark, head: Cue) -> bool:
    """True for "a leading, reliable partner": no place is meant."""
    vague = any(abs(words_apart(c, Mark("", head.first, head.last, (1, 1)))) <= 1 for c in _cues(passage, "not_rank"))
    return vague and mark.rank == (1, 1) and bool(gap_to(mark, head))


def _cues(passage: Passage, *names: str) -> tuple[Cue, ...]:
    return passage.having("rank", *names)


def _one_of(passage: Passage, mark: Mark, head: Cue) -> Cue | None:
    """The "one of" before "the largest partners"; none for "ranks first among ..."."""
    single = any(abs(words_apart(c, mark)) <= FAR for c in _cues(passage, "countries"))
    if single or mark.kind != "size":
        return None
    found = [
        c for c in _cues(passage, "one_of") if -CLOSE <= gap_to(mark, c) <= GROUP and words_from(mark, head) <= CLOSE
    ]
    return found[0] if found else None


def _narrow(passage: Passage, name: str, head: Cue | None) -> bool:
    """True where what is ranked is no whole trade: a region, one ware, investors."""
    if head is None or name == OTHER:
        return name == OTHER
    wares = rules.names("product").keys() | {"services", "agri", "arms"}
    near = [c for c in passage.having("topic", *wares) if -CLOSE <= c.first - head.last <= _COMPLEMENT]
    if name != "trade_partner" and near:
        return True
    for mention in passage.mentions:
        if not 0 <= mention.start - head.end <= 60:
            continue
        between = passage.having("place", "in", low=head.end, high=mention.start)
        if between and areas.concept_kind(mention.concept) in _WIDE:
            return True
    return False


def _is_list(passage: Passage, mark: Mark, heads: Mapping[Mark, Cue | None]) -> bool:
    """True for the list that areas behind it have places in: "among its largest partners Chad was first" (tr)."""
    own = heads[mark]
    if own is None or not traits(passage.language).cases_decide or _one_of(passage, mark, own) is None:
        return False
    end = passage.words[own.last].end
    first = min((m.start for m in passage.mentions if m.start > end), default=len(passage.text))
    return any(m.kind in {"place", "bare"} and passage.words[m.first].start > first for m in heads)


def _is_double(mark: Mark, heads: Mapping[Mark, Cue | None]) -> bool:
    """True for a second word of size for one thing ranked: "the largest and most important partner"."""
    own = heads[mark]
    if own is not None and own.name in ALONE:
        # A label that says in short what its sentence says in full.
        proper = [m for m, head in heads.items() if head is not None and head.name not in ALONE]
        if any(m.rank == mark.rank for m in proper):
            return True
    if mark.kind != "size" or mark.rank != (1, 1) or own is None:
        return False
    rivals = [m for m, head in heads.items() if m is not mark and head is heads[mark] and m.kind != "place"]
    return any(m.rank != (1, 1) or m.first < mark.first for m in rivals)
