"""Finding listed names in running text: longest name first, inflected, never inside another word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from hali.languages import caseless
from hali.languages.morphology import carries_case, forms, inflecting
from hali.languages.tokens import Word, tokenize, words

_GAPS = frozenset([" ", "-", "'", "\u2019", "\n", "\u00a0", "\u202f"])
_GAP = re.compile(r"\s{1,2}|\s?[-\u2010\u2011\u2013\u2014&]\s?|['\u2019\u02bc]")
_POINT = re.compile(r"[.,]\s?")
_MONEY = frozenset("$\u20ac\u00a3")
_OPENING = re.compile(r"(?:^|[.!?\u2026:;\n\u2022])[\s\"'\u00ab\u00bb\u201c\u201d\u201e(\u2013\u2014-]*$")
_AND = "&"
_CACHED_WORDS = 60_000
_REACH = 12
"""Characters before a word in which a sentence may have begun."""
_SHORT = 5
"""Letters from which on a word keeps its first three in every form."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One name to look for.

    Attributes:
        text: the name as a dictionary gives it; a capital first letter is demanded of the text too.
        lang: language whose endings it takes, and which goes first where two languages share a form.
        kind: `noun`, `adjective`, `local` (a noun only in texts of `lang`), `exact` (a noun whose every word has
            the letter case given), `capital` (a seat of government that may stand for it) or `block` (words that
            hold a name but do not mean it, "US dollar").
        concept: what it names; empty for a block.
        composition: bloc code the words themselves name, or None.
    """

    text: str
    lang: str
    kind: str
    concept: str
    composition: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a text that names something.

    Attributes:
        start, end: code points of the text, half-open, with a case suffix.
        concept: what is named.
        composition: bloc code the words themselves name ("EU27"), or None.
        kind: `noun`, `adjective` or `capital`.
    """

    start: int
    end: int
    concept: str
    composition: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """What makes a listed name mean something else at a place of a text.

    Attributes:
        inner: language of a text -> names that count only inside a sentence, being common words that open one.
        apart: language of a text -> names of other languages that mean something else in it.
        borne: language of a text -> names that persons bear too ("Jordan"): beside a word with a capital they are one.
        beside: words with a capital beside which a name of `borne` is a country all the same ("President", "In").
        rivals: concept -> words of a text that show its name to be another's: "Alabama" beside "Georgia".
    """

    inner: Mapping[str, frozenset[str]] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    borne: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    rivals: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An alias taken apart: one set of accepted forms for each of its words."""

    alias: Alias
    rest: tuple[frozenset[str], ...]
    capital: bool
    pointed: bool


class Gazetteer:
    """A set of aliases, ready for searching; the forms of a name are made when a text has a word that begins alike.

    Args:
        aliases: the names to look for.
        doubts: what makes a name mean something else.
    """

    def __init__(self, aliases: Iterable[Alias], doubts: Doubts | None = None) -> None:
        self._doubts = doubts or Doubts()
        self._index: dict[str, list[_Pattern]] = {}
        self._waiting: dict[str, list[Alias]] = {}
        self._known: dict[str, dict[str, tuple[_Pattern, ...]]] = defaultdict(dict)
        self._lock = Lock()
        seen: set[tuple[str, str, str, str]] = set()
        for alias in aliases:
            own = alias.lang in inflecting() or alias.kind == "local"
            one = (alias.text, alias.concept, alias.kind, alias.lang if own else "")
            if one in seen:  # a name that languages without endings share
                continue
            seen.add(one)
            if first := next(_words(alias.text), None):
                word = caseless(first.text)
                self._waiting.setdefault(word[:2] if len(word) < _SHORT else word[:3], []).append(alias)

    def _ready(self, head: str) -> None:
        """Make the forms of the names whose first word begins with `head`; taken off the list when all are there."""
        with self._lock:
            for alias in self._waiting.get(head, ()):
                words = [word.text for word in _words(alias.text)]
                forms = [_accepted(word, alias, i == len(words) - 1) for i, word in enumerate(words)]
                pattern = _Pattern(alias, tuple(forms[1:]), alias.text[0].isupper(), bool(_POINT.search(alias.text)))
                for form in forms[0]:
                    self._index.setdefault(form, []).append(pattern)
            self._waiting.pop(head, None)

    def _beginning(self, word: str, lang: str) -> tuple[_Pattern, ...]:
        """The names whose first word may be `word` in a text of a language, first those that ask for its case."""
        low = caseless(word)
        for head in (low[:2], low[:3]):
            if head in self._waiting:
                self._ready(head)
        patterns = self._index.get(low, ())
        capital = word[0].isupper()
        return tuple(
            pattern
            for pattern in ((*self._index.get(word, ()), *patterns) if word != low else patterns)
            if (capital or not pattern.capital) and (pattern.alias.kind != "local" or pattern.alias.lang == lang)
        )

    def find(self, text: str, lang: str, cut: Sequence[Word] | None = None) -> tuple[Mention, ...]:
        """Every name in `text`, from left to right, without overlaps.

        Args:
            text: any text, in any of the languages.
            lang: language of the text; it decides where two languages use one form for two things.
            cut: the words of the text, where it is cut already.
        """
        words = list(_words(text) if cut is None else (word for word in cut if word.form != _AND))
        found: list[Mention] = []
        known = self._known[lang]
        if len(known) > _CACHED_WORDS:
            known.clear()
        borne = self._doubts.borne.get(lang, frozenset())
        doubted: dict[str, list[int]] = {}
        persons: set[str] = set()
        free = 0
        for i, word in enumerate(words):
            patterns = known.get(word.text)
            if patterns is None:
                patterns = known[word.text] = self._beginning(word.text, lang)
            if not patterns or i < free:
                continue
            fitting = [
                pattern
                for pattern in patterns
                if _fits(pattern, text, words, i) and not self._other(pattern.alias, text, word.start, lang)
            ]
            if not fitting:
                continue
            best = max(fitting, key=lambda pattern: _rank(pattern, lang))
            alias = best.alias
            last = _suffix(text, words, i + len(best.rest), alias)
            free = last + 1
            if alias.kind != "block":
                if alias.text in borne or alias.concept in self._doubts.rivals:
                    doubted.setdefault(alias.concept, []).append(len(found))
                    if alias.text in borne and _person(text, words, i, last, self._doubts.beside):
                        persons.add(alias.concept)
                kind = alias.kind if alias.kind in {"adjective", "capital"} else "noun"
                found.append(Mention(word.start, words[last].end, alias.concept, alias.composition, kind))
        return self._settled(found, doubted, persons, words) if doubted else tuple(found)

    def _other(self, alias: Alias, text: str, start: int, lang: str) -> bool:
        """True for a word that only looks like the name: in this language, or where it opens a sentence."""
        if alias.text in self._doubts.apart.get(lang, ()):
            return True
        inner = self._doubts.inner.get(lang, ())
        return alias.text in inner and bool(_OPENING.search(text[max(0, start - _REACH) : start]))

    def _settled(
        self,
        found: list[Mention],
        doubted: Mapping[str, Sequence[int]],
        persons: set[str],
        words: list[Word],
    ) -> tuple[Mention, ...]:
        """The mentions without those that are persons or rivals; a seat of government named too makes all sure."""
        sure = {mention.concept for mention in found if mention.kind == "capital"}
        there = {word.text for word in words}
        rivals = self._doubts.rivals
        others = persons | {concept for concept in doubted if not there.isdisjoint(rivals.get(concept, ()))}
        dropped = {at for concept in others - sure for at in doubted[concept]}
        return tuple(mention for at, mention in enumerate(found) if at not in dropped)


def _words(text: str) -> Iterator[Word]:
    """The words of a text that names are made of."""
    return (word for word in words(tokenize(text)) if word.form != _AND)


def _accepted(word: str, alias: Alias, last: bool) -> frozenset[str]:
    """Forms of one word of an alias; an acronym must be written exactly so, hence stays in capitals."""
    if (word.isupper() and not word.isdigit()) or alias.kind == "exact":
        return frozenset({word})
    return forms(word, alias.lang, alias.kind, last)


def _rank(pattern: _Pattern, lang: str) -> tuple[int, bool, int]:
    """What makes one alias win over another at the same place: words, language of the text, letters."""
    return len(pattern.rest), pattern.alias.lang == lang, len(pattern.alias.text)


def _fits(pattern: _Pattern, text: str, words: list[Word], i: int) -> bool:
    """True if the words from `i` on are the alias."""
    alias = pattern.alias
    if i + len(pattern.rest) >= len(words):
        return False
    start, end = words[i].start, words[i].end
    if text[end : end + 1] in _MONEY or (start and text[start - 1] in _MONEY):
        return False
    for at, accepted in enumerate(pattern.rest, i + 1):
        word = words[at].text
        if word not in accepted and (alias.kind == "exact" or caseless(word) not in accepted):
            return False
        gap = text[end : words[at].start]
        if gap not in _GAPS and not _GAP.fullmatch(gap) and not (pattern.pointed and _POINT.fullmatch(gap)):
            return False
        end = words[at].end
    return True


def _person(text: str, words: list[Word], i: int, last: int, beside: frozenset[str]) -> bool:
    """True if a word with a capital stands right before or after, as in the name of a person."""
    if i:
        before, gap = words[i - 1].text, text[words[i - 1].end : words[i].start]
        if gap == " " and before.istitle() and before not in beside:
            return True
    if last + 1 >= len(words):
        return False
    after, gap = words[last + 1].text, text[words[last].end : words[last + 1].start]
    return gap == " " and after.istitle() and after not in beside


def _suffix(text: str, words: list[Word], last: int, alias: Alias) -> int:
    """Index of the last word of the mention: an acronym may carry its case after a hyphen, as in Kazakh."""
    following = last + 1
    if following < len(words):
        sign = text[words[last].end : words[following].start]
        if carries_case(alias.lang, sign, words[following].text):
            return following
    return last
