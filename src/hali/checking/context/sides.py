"""Areas of a sentence and how each stands there: before which preposition, in which case, as owner of what.

An area's part is read from what stands at it: a preposition ("to", "kutoka"), a case ending, the noun it
owns ("Kazakhstan's trade"). Areas that only say who counted, or which members a bloc has, are no
side of the relation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from hali.checking import wording
from hali.checking.context import cases
from hali.checking.context.board import once
from hali.checking.context.passage import Passage
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.codelists.areas import Mention
from hali.languages import traits
from hali.languages.morphology import ending

Span = tuple[int, int]

_POSSESSIVE = regex.compile("['\u2019\u02bc]s?\\b|['\u2019]")
JOINED = regex.compile(rf"\s*(?:,|[-\u2013]|,?\s*(?:{wording.one_of('and')}|&))\s*(?:{wording.one_of('articles')})?\s*")
"""What joins two areas to one list."""
_BRACKET = regex.compile(r"\s*\([^()]*\)")
"""What a list says of one area before it goes on: "with China (21 %), Russia (18 %) and Italy (4 %)"."""
_OWNABLE = frozenset({"trade", "export", "import", "fdi", "partner", "balance"})
_NO_MARKS = frozenset({"filler", "market", "as_for", "thence", "favour"})
"""Cues of places that say nothing of the area behind them."""
PARTS = frozenset({"to", "from", "of", "in", "with"})
"""Kinds of stand-ins that say their part themselves: "theirs", "bei uns"."""
SPOKEN = PARTS | {"person"}
"""Kinds of stand-ins that are persons: "they", "theirs"."""
_REACH = 4
"""Fillers ("the Republic of") that may stand between a preposition and an area."""
_CITED = 30
"""Characters that may stand between "according to" and the area whose statistics are meant."""


@dataclass(frozen=True, slots=True)
class Side:
    """One area of a sentence and how it stands there.

    Attributes:
        mention: where it is named.
        markers: `to`, `from`, `with`, `in`, `of`, `by`, `between`, `about`, `adjective`, `joined`; none for a bare
            name.
        first, last: index of its first and last word.
    """

    mention: Mention
    markers: frozenset[str]
    first: int
    last: int

    @property
    def concept(self) -> str:
        """The area meant."""
        return self.mention.concept


@once
def sides(passage: Passage) -> tuple[Side, ...]:
    """The areas of a sentence that may be sides of a relation, in order."""
    aside = (*passage.having("subject"), *passage.having("topic", "banned"))
    hidden = [(c.start, c.end) for c in aside]
    shown = [m for m in passage.mentions if not _covered(m, hidden)]
    members = [(c.start, c.end) for c in _memberships(passage)]
    kept = [m for m in shown if not _covered(m, members)]
    if members and all(m.concept != "EU" for m in kept):
        # "The 27 member states sold goods to Peru": who is only told by its members is a side.
        kept = [m for m in shown if m in kept or (m.concept == "EU" and m.composition is not None)]
    cited = origin(passage)
    if cited is not None:
        others = [m for m in kept if not _covered(m, [cited[1]])]
        kept = others if len({m.concept for m in others}) > 1 else kept
    if any(m.concept == "EU" for m in kept):
        # "EU ..., and European companies ...": the companies are the EU's.
        kept = [m for m in kept if m.concept != "EUROPE"]
    found: list[Side] = []
    for mention in kept:
        first = next(i for i, w in enumerate(passage.words) if w.end > mention.start)
        last = max(i for i, w in enumerate(passage.words) if w.start < mention.end)
        found.append(Side(mention, _markers(passage, mention, first, last), first, last))
    joined = _thence(passage, _coordinate(passage, _of_the_last(passage, found)))
    return tuple(side for side in joined if "without" not in side.markers)


def _thence(passage: Passage, found: Iterable[Side]) -> list[Side]:
    """The areas, of which the one that "from there" means is marked so: the only one before those words, if bare."""
    known = list(found)
    for cue in passage.having("place", "thence"):
        before = [at for at, side in enumerate(known) if side.last < cue.first]
        if len(before) == 1 and not known[before[0]].markers:
            known[before[0]] = replace(known[before[0]], markers=frozenset({"from"}))
    return known


def _covered(mention: Mention, spans: Iterable[Span]) -> bool:
    return any(a <= mention.start and mention.end <= b for a, b in spans)


def _markers(passage: Passage, mention: Mention, first: int, last: int) -> frozenset[str]:
    if mention.kind in PARTS:
        return frozenset({mention.kind})
    if _only_spoken_of(passage, first, last):
        return frozenset({"about"})
    if mention.kind == "adjective":
        people = cases.people(passage.words[last].form, passage.language) if cases.has(passage.language) else ""
        if people:
            # To those from Kazakhstan, in one word.
            return frozenset({people})
        behind = [c for c in passage.having("place", "filler") if c.first == last + 1]
        carried = _carried(passage, behind[0]) if behind else ""
        if carried in {"to", "from"}:
            # "To Kazakh citizens": the noun behind has the case of both.
            return frozenset({carried})
        owns = any(c.first == last + 1 and c.name in _OWNABLE for c in passage.having("topic"))
        before = frozenset() if owns else _before(passage, first) & {"to", "from", "in", "with", "by"}
        if not before and any(c.first == last + 1 for c in passage.having("place", "market")):
            return frozenset({"to"})
        return before or frozenset({"of", "adjective"})
    ending = _ending(passage, mention, last)
    return frozenset({ending}) if ending else _before(passage, first)


def _only_spoken_of(passage: Passage, first: int, last: int) -> bool:
    """True for the area of "as for Switzerland": that a sentence turns to it says nothing of its part."""
    behind = wording.postposes(passage.language)
    at = last + 1 if behind else first - 1
    return any(at == (c.first if behind else c.last) for c in passage.having("place", "as_for"))


def _first(passage: Passage, mention: Mention) -> int:
    return next(i for i, w in enumerate(passage.words) if w.end > mention.start)


def _before(passage: Passage, first: int) -> frozenset[str]:
    """What the nearest words before an area say of it, over articles and "the Republic of"; nothing where cases do."""
    if traits(passage.language).cases_decide:
        return frozenset()
    at = first
    owned: frozenset[str] = frozenset()
    for _ in range(_REACH):
        cues = [c for c in passage.having("place") if c.last == at - 1]
        marks = frozenset(c.name for c in cues if c.name not in _NO_MARKS)
        skipped = [c for c in cues if c.name in {"filler", "market"}]
        # An article that may be a genitive ("der") says nothing behind a preposition: "aus der Schweiz" (de).
        if marks and not (marks == {"of"} and skipped):
            anew = "and" in marks and passage.text[: min(c.start for c in cues)].rstrip().endswith(",")
            # Where one word means "and" and "with", behind a comma it is "and" (sw).
            return frozenset({"and"}) if anew else marks
        owned = owned or marks
        if not skipped:
            break
        at = min(c.first for c in skipped)
    return owned


def _ending(passage: Passage, mention: Mention, last: int) -> str:
    """What a possessive s or a case ending says of an area, "" if there is none."""
    known = traits(passage.language)
    if _POSSESSIVE.match(passage.text[mention.end : mention.end + 2]) and known.possessive_s:
        return "of"
    named = passage.text[mention.start : mention.end]
    if known.genitive_s and mention.kind == "noun" and named.endswith("s"):
        # "Chinas Anteil"; a name that ends in s by itself stands as it is.
        own = named == areas.name(mention.concept, passage.language)
        return "" if own or _before(passage, _first(passage, mention)) else "of"
    spoken = cases.spoken(passage.words[last].form, passage.language)
    return _cased(passage, mention, last, spoken) if spoken else ""


def _cased(passage: Passage, mention: Mention, last: int, spoken: str) -> str:
    """What its case says of an area, in a language that has such cases."""
    form = passage.words[last].form
    if last + 1 < len(passage.words) and passage.words[last + 1].form in ending("instrumental", spoken):
        return "with"
    behind = [c.name for c in passage.having("place", "to", "by") if c.first == last + 1]
    if behind and traits(spoken).cases_decide:
        # "For Chad", "by Chad": a word of its own behind the name says it (tr).
        return behind[0]
    named = passage.text[mention.start : mention.end]
    plain = wording.fold(areas.name(mention.concept, spoken).split()[-1])
    found = "" if areas.is_name(named) else cases.side(form.removeprefix(plain), spoken)
    if found or passage.language != spoken:
        return found
    if " " in named and form.endswith(ending("owned_dative", spoken)):
        return "to"
    # The noun behind it may carry the case: to the economy, from the countries of.
    heads = [c for c in passage.having("place", "filler", "market") if c.first == last + 1]
    return _carried(passage, heads[0]) if heads else ""


def _carried(passage: Passage, head: Cue) -> str:
    """What the case of a noun says of the area before it."""
    return cases.carried(passage.words[head.last].form, passage.language) if cases.has(passage.language) else ""


def _of_the_last(passage: Passage, found: list[Side]) -> list[Side]:
    """The areas; where cases say all, those of a list before its "and" have the case of the last (tr).

    What opens the sentence and is parted by a comma is its subject: "Kenya, to Chad and Mali, ...".
    """
    known = list(found)
    if not traits(passage.language).cases_decide:
        return known
    for at in reversed(range(1, len(known))):
        one, other = known[at - 1], known[at]
        between = passage.text[one.mention.end : other.mention.start]
        if one.markers or not other.markers or "adjective" in other.markers or not JOINED.fullmatch(between):
            continue
        if "," not in between or ("joined" in other.markers and one.first > 0):
            known[at - 1] = replace(one, markers=other.markers | {"joined"})
    return known


def _coordinate(passage: Passage, found: list[Side]) -> Iterable[Side]:
    """Areas joined by "and" or a comma stand alike: "to France, Italy and Germany"."""
    previous: Side | None = None
    for side in found:
        now = side
        spoken = "person" in {side.mention.kind, previous.mention.kind if previous else ""}
        if previous is not None and not spoken and "adjective" not in side.markers | previous.markers:
            between = _BRACKET.sub("", passage.text[previous.mention.end : side.mention.start])
            # Where cases say all, what has one of its own is joined to no bare name: "Colombia, with the US" (tr).
            own = traits(passage.language).cases_decide and bool(side.markers) and not previous.markers
            if JOINED.fullmatch(between) and not side.markers - {"with", "and", "by"} and not own:
                now = replace(side, markers=previous.markers | {"joined"})
        previous = now
        yield now


def composition(passage: Passage) -> tuple[str, Span] | None:
    """Bloc code the text itself names ("EU27", "28 members", "with the United Kingdom") and where, or None."""
    for name, code in (
        ("printed", "EU_AS_PRINTED_KZ"),
        ("with_gbr", "EU28"),
        ("members_28", "EU28"),
        ("without_gbr", "EU27_2020"),
    ):
        cues = [c for c in _memberships(passage) if c.name == name]
        if cues:
            return code, (cues[0].start, cues[0].end)
    for mention in passage.mentions:
        # "EU member states" moves with the date, as "EU" does: it fixes no composition.
        if mention.composition is not None and areas.area(mention.composition).kind != "moving":
            return mention.composition, (mention.start, mention.end)
    return None


def _memberships(passage: Passage) -> list[Cue]:
    """The words that say which members a bloc has; "with the United Kingdom" only beside the EU and a partner."""
    others = {m.concept for m in passage.mentions} - {"GBR"}
    told = "EU" in others and len(others) > 1
    return [c for c in passage.having("composition") if told or c.name in {"printed", "members_28"}]


def origin(passage: Passage) -> tuple[str, Span] | None:
    """Whose statistics the text cites as area concept, and where ("by Kazakhstan's count"), or None."""
    for cue in passage.having("origin", "agency"):
        return cue.tail, (cue.start, cue.end)
    counts = passage.having("origin", "statistics")
    for cue in counts:
        owner = next((m for m in passage.mentions if _owns_count(passage, m, cue)), None)
        if owner is not None:
            return owner.concept, (owner.start, cue.end)
    for cue in passage.having("origin", "says"):
        if wording.postposes(passage.language):
            before = [m for m in passage.mentions if 0 <= cue.start - m.end < _CITED]
            if before:
                return before[-1].concept, (before[-1].start, cue.end)
        for mention in passage.mentions:
            if not cue.end <= mention.start + 1 <= cue.end + _CITED or _crossed(passage, cue.end, mention.start):
                continue
            near = [c for c in counts if c.start >= cue.start and c.start - mention.end < _CITED]
            if near:
                return mention.concept, (cue.start, max(mention.end, *(c.end for c in near)))
    return None


def _owns_count(passage: Passage, mention: Mention, count: Cue) -> bool:
    """True for the area in "Turkish statistics put it at 3 bn", "South Korea's own customs service"."""
    last = max(i for i, w in enumerate(passage.words) if w.start < mention.end)
    owns = mention.kind == "adjective" or _ending(passage, mention, last) == "of"
    return owns and 0 <= count.first - last - 1 <= 2 and not _crossed(passage, mention.end, count.start)


def _crossed(passage: Passage, low: int, high: int) -> bool:
    return any(low <= a < high for a, _ in passage.stops) or any(low <= q.start < high for q in passage.quantities)
