"""Passage: one sentence with everything that was found in it, before anything is concluded from it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import regex

from hali.checking import quantities, wording
from hali.checking.article import Article, Sentence
from hali.checking.context import capitals
from hali.checking.context.board import board, once, stage
from hali.checking.numbers import addressed, bare
from hali.checking.times import periods, yearless
from hali.checking.times.periods import PeriodMention
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.codelists.areas import Mention
from hali.languages.phrases import Scan
from hali.languages.tokens import Token, Word
from hali.languages.vocabulary import read_tokens
from hali.model.claim import Quantity

_MARKS = regex.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+"
    r"|\[\d{1,3}(?:\s?[,\u2013-]\s?\d{1,3})*\]"
    r"|(?<=\])\([^)\s]*\)|[*_`]{1,3}(?=\w)|(?<=[\w%.,:;!?)])[*`]{1,3}|\[\^?[\w-]+\]:\S*"
)
"""Addresses, source marks and Markdown signs: no words of the sentence."""

_SIGNS = ("[", "*", "_", "`", "@", "://", "www.")
_STOP = regex.compile(r"[;:()\[\]\u2026\"\u00ab\u00bb\u201c\u201d\u201e]|,(?!\d)")
_SHORT = regex.compile(r"(?<=\p{L}\s)\(\p{Lu}{2,6}\)")
"""What a body is called for short, behind its name and before its verb: "The Pipeline Consortium (CPC) oil shipped"."""
_JOINT = 9
"""Characters between two areas named in one breath."""
_BESIDE = 4
"""Characters between an area and its number in a list."""
VISAS = frozenset({("topic", "visa"), ("context", "schengen")})
"""Cues of a text on visas."""
_LOOSE = frozenset({"relation", "place", "mood", "rank", "context", "origin"})
"""Groups whose words mean nothing inside a quantity ("up to", "more than")."""


@board
@dataclass(frozen=True)
class Passage:
    """One sentence. Offsets are into `text`; its stages say what it holds.

    Attributes:
        block: index of its block.
        start: offset of the sentence in the article.
        text: the sentence, of unchanged length, with marks blanked out.
        language: of the sentence.
        published: day of publication, or None.
        standins: areas it means without their names ("the bloc").
        before: the last quantity before it that measures something: of its paragraph, or an amount of the text.
        visas: the text before it has spoken of visas, or of students.
        told: areas that share a name with another and are told in the text before it.
    """

    block: int
    start: int
    text: str
    language: str
    published: date | None
    standins: tuple[Mention, ...] = ()
    before: Quantity | None = None
    visas: bool = False
    told: frozenset[str] = frozenset()

    @stage("text")
    def tokens(self) -> tuple[Token, ...]:
        """Its words, figures and signs: where it is cut, once."""
        return wording.cut(self.text)

    @stage("tokens", "language")
    def scan(self) -> Scan:
        """Its tokens, with the number words, units and words for times among them."""
        return read_tokens(self.tokens, self.language)

    @stage("text")
    def words(self) -> tuple[Word, ...]:
        """Its words, joined from the tokens."""
        return wording.words(self.text)

    @stage("words", "language")
    def scanned(self) -> tuple[Cue, ...]:
        """Its cue words, also those inside a quantity."""
        return wording.scan(self.words, self.language)

    @stage("scanned")
    def marked(self) -> frozenset[tuple[str, str]]:
        """Group and name of every cue."""
        return frozenset((cue.group, cue.name) for cue in self.scanned)

    @stage("text", "words", "language")
    def found(self) -> tuple[Mention, ...]:
        """The areas whose names stand in it, and names that several countries bear."""
        return areas.found(self.text, self.language, self.words)

    @stage("found", "told")
    def names(self) -> tuple[Mention, ...]:
        """The areas whose names stand in it, whatever they mean there."""
        return areas.settled(self.found, self.told)

    @stage("scan", "text", "scanned")
    def amounts(self) -> tuple[Quantity, ...]:
        """The numbers with a unit."""
        persons = [(c.start, c.end) for c in self.scanned if c.group == "person"]
        return tuple(addressed.told(quantity, persons) for quantity in quantities.read(self.scan, self.text))

    @stage("scan", "text", "amounts", "published", "scanned")
    def periods(self) -> tuple[PeriodMention, ...]:
        """The time spans it names, with and without their year."""
        amounts = [(q.start, q.end) for q in self.amounts]
        named = periods.read(self.scan, self.text, amounts, self.published)
        taken = [(p.start_char, p.end_char) for p in named]
        rest = yearless.find(self.scan, self.text, self.published, self.scanned, taken)
        return tuple(sorted([*named, *(PeriodMention(*one) for one in rest)], key=lambda p: p.start_char))

    @stage("scan", "text", "amounts", "periods", "scanned", "marked", "names", "before", "visas")
    def quantities(self) -> tuple[Quantity, ...]:
        """Its quantities; a number that belongs to a period ("6 months") is none."""
        found = self.amounts
        kept = [q for q in found if not any(p.start_char <= q.start and q.end <= p.end_char for p in self.periods)]
        if any(sign.isdigit() for sign in self.text):
            taken = [(q.start, q.end) for q in found] + [(p.start_char, p.end_char) for p in self.periods]
            visas = self.visas or bool(VISAS & self.marked)
            kept += bare.find(self.scan, self.text, self.scanned, taken, self.names, visas)
            taken += [(q.start, q.end) for q in kept]
            kept += list(bare.going_on(self.scan, self.text, self.scanned, self.before, kept, taken))
            kept.sort(key=lambda q: q.start)
        return tuple(kept)

    @stage("text", "language", "names", "words", "scanned", "quantities", "standins")
    def mentions(self) -> tuple[Mention, ...]:
        """The areas it means, but those of a currency ("shillings of Kenya") and cities that are only places."""
        money = [(q.start, q.end) for q in self.quantities if q.unit != "count"]
        found = [m for m in self.names if not any(a <= m.start < b for a, b in money)]
        if any(m.kind == "capital" for m in found):
            found = capitals.governments(self.text, self.language, self.words, self.scanned, found)
        # "The Central Asian country" is the country, not the region.
        apart = [m for m in found if not any(s.start < m.end and m.start < s.end for s in self.standins)]
        return tuple(sorted([*apart, *self.standins], key=lambda m: m.start))

    @stage("names", "mentions", "scanned")
    def of_a_capital(self) -> bool:
        """Whether it means no area and names a capital, not as a place where something is ("in Moscow")."""
        placed = {cue.end + 1 for cue in self.scanned if cue.group == "place" and cue.name == "in"}
        acting = any(m.kind == "capital" and m.start not in placed for m in self.names)
        return acting and not self.mentions

    @stage("quantities", "scanned", "standins")
    def cues(self) -> tuple[Cue, ...]:
        """Its cue words; inside a quantity only those that may say what is counted."""
        taken = [(q.start, q.end) for q in self.quantities]
        # "The neighbour" is a country, and no foreign subject.
        meant = [(m.start, m.end) for m in self.standins if m.kind not in {"noun", "adjective"}]
        scanned = [c for c in self.scanned if c.name != "foreign" or not any(a <= c.start < b for a, b in meant)]
        return tuple(c for c in scanned if c.group not in _LOOSE or not any(a <= c.start < b for a, b in taken))

    @stage("cues")
    def grouped(self) -> Mapping[str, tuple[Cue, ...]]:
        """Its cue words by group."""
        groups: dict[str, list[Cue]] = defaultdict(list)
        for cue in self.cues:
            groups[cue.group].append(cue)
        return {group: tuple(listed) for group, listed in groups.items()}

    @stage("text", "language", "quantities", "periods", "standins", "mentions", "cues", "grouped")
    def stops(self) -> tuple[tuple[int, int], ...]:
        """Spans of punctuation and conjunctions that may end a clause.

        None stands inside a quantity, a period or an area name, nor between two areas in one breath ("EU and China").
        """
        taken = [(q.start, q.end) for q in self.quantities]
        taken += [(p.start_char, p.end_char) for p in self.periods] + [(m.start, m.end) for m in self.mentions]
        late = "last" in wording.grammar(self.language).get("verb", ())
        short = [m.span() for m in _SHORT.finditer(self.text)] if late else []
        found = [m.span() for m in _STOP.finditer(self.text) if not any(a <= m.start() < b for a, b in short)]
        found += [(c.start, c.end) for c in self.having("context", "conjunction")]
        # "By 5 % rising, ...": the clause ends behind such a verb, not before it.
        found += [(c.end, c.end) for c in self.having("context", "converb")]
        joints = [(a.end, b.start) for a, b in pairwise(self.mentions) if self._in_one_breath(a, b)]
        return tuple(sorted(s for s in found if not any(a <= s[0] < b for a, b in taken + joints)))

    def word_at(self, offset: int) -> int:
        """Index of the first word that ends behind `offset`, which is how many there are where none does."""
        return bisect_right(self.words, offset, key=lambda word: word.end)

    @stage("words", "quantities")
    def behind_numbers(self) -> frozenset[int]:
        """Indexes of the words right behind its quantities."""
        starts = [word.start for word in self.words]
        return frozenset(bisect_left(starts, quantity.end) for quantity in self.quantities)

    def _in_one_breath(self, one: Mention, other: Mention) -> bool:
        """True for "EU and China"; not where each has a number: "19 % of exports of Kazakhstan, China 18 %".

        Nor is what is told of "us" and of "them": "we sold, they bought".
        """
        if {one.concept, other.concept} <= {m.concept for m in self.standins} and one in self.standins:
            return False
        if other.start - one.end > _JOINT or self.having("topic", low=one.end, high=other.start):
            return False
        if any(one.end <= q.start < other.start for q in self.quantities):
            return False
        before = any(q.end <= one.start for q in self.quantities)
        return not (before and any(0 <= q.start - other.end <= _BESIDE for q in self.quantities))

    @once
    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The span around start..end up to the nearest stop on each side."""
        low = max((b for _, b in self.stops if b <= start), default=0)
        high = min((a for a, _ in self.stops if a >= end), default=len(self.text))
        return low, high

    @once
    def zone(self, at: int) -> tuple[int, int]:
        """The part of the sentence that belongs to its quantity number `at`.

        It lies between the first stop after the quantity before it and the first stop after itself. Two quantities
        without a stop between them share what stands before the first.
        """
        low, high = 0, len(self.text)
        if at > 0:
            low = self._between(self.quantities[at - 1].end, self.quantities[at].start) or self.zone(at - 1)[0]
        if at + 1 < len(self.quantities):
            high = self._between(self.quantities[at].end, self.quantities[at + 1].start) or self._shared(at + 1)
        parts = [c.start for c in self.having("context", "partition", low=self.quantities[at].end)]
        around = bracket(self.text, self.quantities[at].start) if at else None
        # What a bracket says of the number before it ends with the bracket.
        return low, min([high, *parts, *(around or ())[1:]])

    def _between(self, left: int, right: int) -> int | None:
        return next((a for a, b in self.stops if left <= a and b <= right), None)

    def _shared(self, at: int) -> int:
        """End of the zone of a quantity that no stop parts from the one before it: nothing after it is shared."""
        return self.quantities[at].start

    @property
    def schengen(self) -> bool:
        """Whether it has words for the Schengen area or its visas."""
        return ("context", "schengen") in self.marked

    @property
    def unclear(self) -> bool:
        """Whether it has a name that several countries bear, and the text has not told which it means."""
        return len(self.found) > len(self.names)

    def named(self, group: str, low: int = 0, high: int | None = None) -> frozenset[str]:
        """Names of the cues of a group within low..high."""
        if group not in self.grouped:
            return frozenset()
        stop = len(self.text) if high is None else high
        return frozenset([c.name for c in self.grouped[group] if low <= c.start and c.end <= stop])

    def having(self, group: str, *names: str, low: int = 0, high: int | None = None) -> tuple[Cue, ...]:
        """The cues of a group, of these names if any are given, within low..high."""
        cues = self.grouped.get(group, ())
        if names:
            cues = tuple([c for c in cues if c.name in names])
        if not cues or (low == 0 and high is None):
            return cues
        stop = len(self.text) if high is None else high
        return tuple([c for c in cues if low <= c.start and c.end <= stop])


def read(
    article: Article,
    block: int,
    sentence: Sentence,
    before: Quantity | None = None,
    visas: bool = False,
    told: frozenset[str] = frozenset(),
) -> Passage:
    """One sentence of an article, its marks blanked out; `before`, `visas` and `told` are as in `Passage`."""
    text = article.text[sentence.start : sentence.end]
    if any(sign in text for sign in _SIGNS):
        text = _MARKS.sub(lambda m: " " * len(m.group()), text)
    day = article.published
    return Passage(block, sentence.start, text, sentence.language, day, before=before, visas=visas, told=told)


def bracket(text: str, at: int) -> tuple[int, int] | None:
    """The round bracket an offset stands in."""
    opened, closed = text.rfind("(", 0, at), text.find(")", at)
    return (opened, closed) if opened > text.rfind(")", 0, at) and closed >= 0 else None
