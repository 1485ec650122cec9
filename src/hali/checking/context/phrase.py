"""The phrase a number counts, word by word: what no slot has taken restricts it ("exports *of textiles*").

The phrase is what stands around the word for the measure, and behind the number itself: adjectives and owners before
it, complements behind it ("to Bavaria", "in services"). Words that change nothing stand in the
group `phrase` of the cue files; so do articles, small words and verb endings, where the phrase ends. Any other word
nobody has read is one the record cannot follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hali.checking import wording
from hali.checking.context import firms, rules, terms
from hali.checking.context.claiming import Part, witnesses
from hali.checking.context.passage import Passage
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.morphology import tables
from hali.model.claim import Step

Span = tuple[int, int]

_FOR_RULES = frozenset({"hold", "sum", "spend", "for_defence", "budget"})
"""Context words that only rules speak of: beside a noun they narrow it as any other word ("export revenue")."""
_LONGEST = 4
"""Unread words in a row that are named."""
_LETTERS = 3
"""Shorter words restrict nothing."""
_READ = frozenset({"composition", "variant", "subject", "mute"})
"""Groups whose words some slot takes."""
_ENDS = frozenset({"relation", "mood", "rank", "time", "event", "origin"})
"""Groups whose words begin something else."""
ASPECTS = frozenset(
    {"goods", "project", "gross", "net", "cumulative", "stock", "year_end", "presence", "issue", "partner"}
    | {"national_economy"}
)
"""Topics that say how something is counted, or what everything told is."""

_PLAIN = (
    ASPECTS
    | {"trade", "exchange", "export", "import", "sell", "buy", "supply", "receive", "come", "supplier", "finance"}
    | {"bank", "visa", "cargo", "corridor", "container", "vote", "student", "live"}
)
"""Topics that never narrow another."""
_MOVES = frozenset({"by", "to", "from", "over", "compared"})
"""Relations whose words may be mere prepositions."""
_INNER = frozenset({"", "'", "\u2019", "\u02bc"})
_HYPHENS = frozenset({"-", "\u2010", "\u2011"})
"""What may stand between two words of one phrase; a hyphen only without spaces around it."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Words that restrict the phrase, and where they stand in the sentence."""

    text: str
    span: Span


def part(here: Passage, found: Restriction | None) -> Part:
    """What words that nobody has read say of a claim."""
    if found is None:
        return Part(steps=(Step("words", "all_read"),))
    where = witnesses(here.start, restriction=found.span)
    step = Step("words", "unread_words", found.text, where["restriction"], vetoes=("restriction",))
    return Part({"restriction": found.text}, where, steps=(step,))


def of_number(
    here: Passage, at: int, head: Span | None, meant: frozenset[str], goes_on: bool = False
) -> Restriction | None:
    """The first words of the phrase counted by number `at` that nobody has read, or None.

    Args:
        here: the sentence.
        at: index of the number.
        head: the words that decided the measure, None where they stand elsewhere.
        meant: topics that the measure and the slots of the claim take up.
        goes_on: True where the number goes on from the one before it ("with Omsk 1.1 bn").
    """
    reader = _Reader(here, meant | _PLAIN)
    quantity = here.quantities[at]
    low, high = here.zone(at)
    inside = [i for i, w in enumerate(here.words) if quantity.start <= w.start < quantity.end]
    found: list[range] = [reader.around(head, low, high)] if head is not None else []
    if inside and (head is None or not quantity.start <= head[0] < quantity.end):
        found.append(reader.behind(inside[-1], _until(here, at), False))
        found.append(reader.bracketed(inside[0], quantity.start))
    if inside and goes_on:
        found.append(reader.turned_to(low, inside[0]))
    found.append(reader.of_a_firm(low, quantity.start))
    return next((_named(here, one) for one in found if one), None)


def _until(here: Passage, at: int) -> int:
    """Where the part of the next number begins: "grew by 5 % with inflation near 9"."""
    ahead = here.zone(at + 1)[0] if at + 1 < len(here.quantities) else 0
    return ahead if ahead > here.quantities[at].end else len(here.text)


def of_place(here: Passage, head: Span, place: Span, meant: frozenset[str]) -> Restriction | None:
    """The same for what is ranked; the words that give the place are read."""
    low, high = here.clause(*head)
    found = _Reader(here, meant | _PLAIN, (place,)).around(head, low, high)
    return _named(here, found) if found else None


def nothing_else(here: Passage, low: int, high: int, meant: frozenset[str]) -> bool:
    """True where each word within low..high is read by some slot, or is one that changes nothing.

    Args:
        here: the sentence.
        low: offset of the first character.
        high: offset behind the last one.
        meant: topics that are taken up.
    """
    reader = _Reader(here, meant)
    return not any(
        reader.kind(i) in {"unread", "topic"} for i, word in enumerate(here.words) if low <= word.start < high
    )


def _named(here: Passage, unread: range) -> Restriction:
    start, end = here.words[unread[0]].start, here.words[unread[-1]].end
    return Restriction(here.text[start:end], (start, end))


class _Reader:
    """Tells of each word of a sentence whether it is read, ends a phrase, or is read by nobody."""

    def __init__(self, here: Passage, meant: frozenset[str], places: tuple[Span, ...] = ()) -> None:
        self.here = here
        self.places = places
        self.meant = meant
        self.cues: dict[int, list[Cue]] = {}
        for cue in here.cues:
            for i in range(cue.first, cue.last + 1) if not cue.loose else (cue.first, cue.last):
                self.cues.setdefault(i, []).append(cue)
        self.names = [(m.start, m.end) for m in here.mentions]
        self.times = [(p.start_char, p.end_char) for p in here.periods]
        self.numbers = [(q.start, q.end) for q in here.quantities]

    def kind(self, i: int) -> str:
        """`read`, `small` (an article), `to` (a preposition), `end`, `topic` (one that narrows), or `unread`."""
        word = self.here.words[i]
        if any(self._within(spans, word.start) for spans in (self.names, self.times, self.places)):
            return "read"
        if self._within(self.numbers, word.start):
            return "end"
        cues = self.cues.get(i, [])
        groups = {c.group for c in cues}
        topics = {c.name for c in cues if c.group == "topic" and not firms.of_a_nation(self.here, c)}
        phrase = {c.name for c in cues if c.group == "phrase"}
        if topics & self.meant or groups & _READ or "neutral" in phrase:
            return "read"
        moves = {c.name for c in cues if c.group == "relation"}
        if "preposition" in phrase or ("place" in groups and moves <= _MOVES and not groups & (_ENDS - {"relation"})):
            filler = all(c.name in {"filler", "market", "and"} for c in cues if c.group == "place")
            return "small" if filler and "preposition" not in phrase else "to"
        if groups & _ENDS:
            return "end"
        if "article" in phrase:
            return "small"
        if any(c.group == "context" and c.name == "firm" for c in cues):
            return "unread"
        if topics:
            return "topic"
        if "function" in phrase or any(c.group == "context" and c.name not in _FOR_RULES for c in cues):
            return "end"
        if "ending" in phrase or len(word.form) < _LETTERS or not word.form.isalpha():
            return "end"
        if (
            traits(self.here.language).nouns_capital
            and self.here.text[word.start].islower()
            and not word.form.endswith(tuple(tables(self.here.language)["adjective_endings"]))
        ):
            # Nouns have capitals; what is left are adjectives before one.
            return "end"
        return "unread"

    @staticmethod
    def _within(spans: Sequence[Span], at: int) -> bool:
        return any(a <= at < b for a, b in spans)

    def _parted(self, i: int, j: int) -> bool:
        """True where punctuation stands between two neighbouring words."""
        between = self.here.text[self.here.words[i].end : self.here.words[j].start]
        return between.strip() not in _INNER if between != between.strip() else between not in _INNER | _HYPHENS

    def around(self, head: Span, low: int, high: int) -> range:
        """The unread words right before or behind a noun, whatever longer expression it is part of."""
        words = {i for i, w in enumerate(self.here.words) if head[0] <= w.start < head[1]}
        ware = terms.ware_inside(self.here, head)
        if ware is not None:
            return range(ware, ware + 1)
        for cue in self.here.having("topic"):
            spoken = set(range(cue.first, cue.last + 1))
            if not cue.loose and spoken & words and cue.last - cue.first < _LONGEST:
                words |= spoken
        if not words:
            return range(0)
        adjacent = traits(self.here.language).narrowed_behind
        return self.before(min(words), low) or self.behind(max(words), high, adjacent)

    def turned_to(self, low: int, first: int) -> range:
        """The unread words behind a preposition before a number that goes on from another: "with Omsk 1.1 bn"."""
        for i in range(first):
            if self.here.words[i].start >= low and self.kind(i) == "to":
                unread = self.behind(i, self.here.words[first].start, True)
                if unread:
                    return unread
        return range(0)

    def of_a_firm(self, low: int, high: int) -> range:
        """The words for a single firm that opens the number's part of the sentence: it counts its own only."""
        for cue in self.here.having("context", "firm", low=low, high=high):
            if not self.here.text[low : cue.start].strip(" ,;:\u2013-"):
                return range(cue.first, cue.last + 1)
        return range(0)

    def before(self, first: int, low: int) -> range:
        """The unread words right before a noun, over those that are read."""
        postposes = wording.postposes(self.here.language)
        i = first - 1
        while i >= 0 and self.here.words[i].start >= low and not self._parted(i, i + 1):
            kind = self.kind(i)
            if kind in {"unread", "topic"}:
                return self._row(i, -1)
            if kind != "read" and not (postposes and kind == "small"):
                break
            word = self.here.words[i]
            if not postposes and (self._within(self.names, word.start) or self._within(self.times, word.start)):
                # "The ministry expects EU exports ...": what stands before an owner is no part of the phrase.
                break
            i -= 1
        return range(0)

    def behind(self, last: int, high: int, adjacent: bool) -> range:
        """The unread words behind a noun: right behind it where the language allows, or behind a preposition."""
        if wording.postposes(self.here.language):
            return range(0)
        i, open_ = last + 1, adjacent
        if i < len(self.here.words) and self.here.words[i].form == "s":
            # "The route's association": the noun is an owner itself.
            return range(0)
        while i < len(self.here.words) and self.here.words[i].start < high and not self._parted(i - 1, i):
            kind = self.kind(i)
            lower = traits(self.here.language).nouns_capital and self.here.text[self.here.words[i].start].islower()
            if lower and kind == "unread":
                break
            if kind in {"unread", "topic"}:
                return self._row(i, 1) if open_ else range(0)
            if kind == "end":
                break
            open_ = open_ or kind in {"to", "small"}
            i += 1
        return range(0)

    def bracketed(self, first: int, start: int) -> range:
        """The unread words before a bracket in which the number stands: "machinery (27.9 billion)"."""
        opened = self.here.text[:start].rstrip(" ~\u2248$\u20ac\u00a3\u00a5").endswith("(")
        if not opened or first == 0:
            return range(0)
        return self._row(first - 1, -1) if self.kind(first - 1) in {"unread", "topic"} else range(0)

    def _row(self, i: int, step: int) -> range:
        j = i
        while (
            0 <= j + step < len(self.here.words)
            and abs(j + step - i) < _LONGEST
            and self.kind(j + step) in {"unread", "topic"}
            and not self._parted(*sorted((j, j + step)))
        ):
            j += step
        return range(min(i, j), max(i, j) + 1)


def meant(measure: str, topics: frozenset[str], rule: str, product: str | None, scope: str | None) -> frozenset[str]:
    """The topics that the rules of a measure ask for, with those that the product and scope of the claim stand for.

    Where no rule decided, all the topics of the link are meant.
    """
    names = _asked_for(measure)
    if all(one.id != rule for one in rules.rules()):
        names |= topics
    wares = {topic for topic, code in rules.names("product").items() if code == product != "OTHER"}
    if measure.startswith("fdi_"):
        # Companies are who invests.
        names |= {"company"}
    return names | wares | ({"goods", "services"} if scope in {"services", "both"} else frozenset())


@cache
def _asked_for(measure: str) -> frozenset[str]:
    """The words that the rules of a measure, or of the level whose growth it is, ask for."""
    base = {measure, *(level for level, grown in rules.names("growth").items() if grown == measure)}
    return frozenset[str]().union(*(need for one in rules.rules() if one.measure in base for need in one.need))
