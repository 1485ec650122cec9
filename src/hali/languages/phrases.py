"""Finds the entries of the reading files in a text, all languages at once; `vocabulary` says what the entries are.

How an entry is written in the `reading.toml` of a language:

    per cent     these words in this order, upper or lower case; a hyphen may join them in the text ("two-thirds")
    percent~     the word with any of the language's `endings`, or none
    increas*     the word with any ending
    *zidi        the word with any beginning
    plus de|du   either word
    ^MW          letter case as written
    =fast        only in texts of the file's own language (after `=`, `^` may follow)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from hali.languages import lexicon
from hali.languages.openings import Opened, Openings, Part, opened
from hali.languages.tokens import HYPHENS, IDEOGRAPH, Token, fold, tokenize

_LONGEST_WORD = 48
"""No entry matches a longer word: keeps the look-up bounded on any input."""
_CACHED_WORDS = 60_000
_ABBREVIATION = 8
"""Letters of the longest word whose case may matter."""
_CASED = Part("gap")

_MARKS = re.compile(r"[~*|]")
_HYPHEN = re.compile(r"(?<=[\w%])-(?=\w)")


class Hit(NamedTuple):
    """An entry found at a place.

    Attributes:
        kind: section and name of the entry: `scale`, `unit`, `approximator` ...
        key: what the entry stands for: a number, a currency, a class.
        lang: language of the file.
        length: tokens it takes.
        own: True for an entry that counts only in texts of its own language.
        cased: True for an entry whose letter case matters; these are abbreviations.
        inflected: True if the last word carries an ending.
    """

    kind: str
    key: Any
    lang: str
    length: int
    own: bool
    cased: bool
    inflected: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    key: Any
    lang: str
    own: bool
    cased: bool
    words: tuple[Part, ...]

    def hit(self, length: int, last: str) -> Hit:
        """The entry found, with `last` its last word in the text."""
        word = self.words[-1]
        inflected = word.mode == "ending" and last not in word.forms
        return Hit(self.kind, self.key, self.lang, length, self.own, self.cased, inflected)


class _Known(NamedTuple):
    """What a word begins: what it is alone, by kind, and the entries of several words that may go on from it."""

    single: Mapping[str, tuple[Hit, ...]]
    further: Opened[_Phrase] | None


_NOTHING = _Known({}, None)


@cache
def _endings(lang: str) -> re.Pattern[str]:
    return re.compile(lexicon(lang)["endings"] or r"(?!)")


def _part(chunk: str, endings: re.Pattern[str]) -> Part:
    forms = tuple(chunk.split("|"))
    if chunk.startswith("*"):
        return Part("suffix", (chunk[1:],))
    if chunk.endswith("*"):
        return Part("stem", (chunk[:-1],))
    if any(form.endswith("~") for form in forms):
        return Part("ending", tuple(form.rstrip("~") for form in forms), endings)
    return Part("exact", forms)


def _compile(kind: str, key: Any, lang: str, entry: str, endings: re.Pattern[str]) -> _Phrase:
    own = entry.startswith("=") and len(entry) > 1
    body = entry[1:] if own else entry
    cased = body.startswith("^")
    body = body[1:] if cased else body
    words: list[Part] = []
    for chunk in _HYPHEN.sub(" ", body).split():
        if _MARKS.search(chunk) and len(chunk) > 1:
            words.append(_part(fold(chunk), endings))
        elif (chunk.isalpha() and not IDEOGRAPH.match(chunk)) or (chunk[-1] in "'\u2019" and len(chunk) > 1):
            words.append(Part("exact", (chunk if cased else fold(chunk),)))
        else:
            words += [Part("exact", (t.text if cased else t.low,)) for t in tokenize(chunk)]
    return _Phrase(kind, key, lang, own, cased, tuple(words))


def _first(hits: Iterable[Hit], prior: str) -> tuple[Hit, ...]:
    """Hits of one kind, the longest first, of equals those of the text's own language."""
    return tuple(sorted(hits, key=lambda hit: (-hit.length, hit.lang != prior)))


class PhraseBook:
    """All entries, indexed by their first words."""

    def __init__(self, entries: Iterable[tuple[str, Any, str, str]]) -> None:
        compiled = (_compile(kind, key, lang, entry, _endings(lang)) for kind, key, lang, entry in entries)
        self._openings = Openings((phrase.words, phrase) for phrase in compiled)
        self._known: dict[str, dict[str, _Known]] = defaultdict(dict)

    def _learn(self, low: str, text: str, prior: str) -> _Known:
        if len(low) > _LONGEST_WORD:
            return _NOTHING
        begun = [*self._openings.begun(low)]
        if text != low:
            begun += [one for one in self._openings.begun(text) if one[1].cased]
        begun = [
            (parts, phrase)
            for parts, phrase in begun
            if (not phrase.cased or parts[0].forms[0] == text) and (not phrase.own or phrase.lang == prior)
        ]
        if not begun:
            return _NOTHING
        # the words of an entry with case are compared as they are written
        further = opened(
            (parts if not phrase.cased else (parts[0], _CASED)[: len(parts)], phrase) for parts, phrase in begun
        )
        single: dict[str, list[Hit]] = defaultdict(list)
        for phrase in further.alone:
            single[phrase.kind].append(phrase.hit(1, low))
        return _Known(
            {kind: _first(hits, prior) for kind, hits in single.items()},
            further if further.seconds or further.others else None,
        )

    def find(self, tokens: Sequence[Token], prior: str) -> list[Mapping[str, tuple[Hit, ...]]]:
        """Every entry that begins at each token of a text of a language, by kind; within a kind the longest first."""
        memory = self._known[prior]
        if len(memory) > _CACHED_WORDS:
            memory.clear()
        found: list[Mapping[str, tuple[Hit, ...]]] = []
        for i, token in enumerate(tokens):
            # The case matters to abbreviations only, and these are short.
            name = token.text if len(token.text) <= _ABBREVIATION else token.low
            known = memory.get(name)
            if known is None:
                known = memory[name] = self._learn(token.low, token.text, prior)
            single, further = known
            found.append(single if further is None else _longer(single, further, tokens, i, prior))
        return found


def _longer(
    single: Mapping[str, tuple[Hit, ...]], further: Opened[_Phrase], tokens: Sequence[Token], i: int, prior: str
) -> Mapping[str, tuple[Hit, ...]]:
    """What begins at token `i`, with the entries of several words."""
    second = _over_hyphen(tokens, i + 1)
    if second >= len(tokens):
        return single
    hits = [hit for p in further.longer(tokens[second].low) if (hit := _follow(p, tokens, i)) is not None]
    if not hits:
        return single
    kinds = dict.fromkeys(hit.kind for hit in hits)
    longer = {kind: _first((*single.get(kind, ()), *(h for h in hits if h.kind == kind)), prior) for kind in kinds}
    return {**single, **longer}


def _over_hyphen(tokens: Sequence[Token], i: int) -> int:
    """The token after `i` if `i` is a hyphen that joins its neighbours, else `i`."""
    if i < len(tokens) - 1 and tokens[i].text in HYPHENS and tokens[i].glued and tokens[i + 1].glued:
        return i + 1
    return i


def _follow(phrase: _Phrase, tokens: Sequence[Token], i: int) -> Hit | None:
    place = i + 1
    form = tokens[i].low
    for word in phrase.words[1:]:
        place = _over_hyphen(tokens, place)
        if place >= len(tokens):
            return None
        form = tokens[place].text if phrase.cased else tokens[place].low
        if not word.fits(form):
            return None
        place += 1
    return phrase.hit(place - i, form)


class Scan:
    """The tokens of one text with the entries found in them.

    Attributes:
        tokens: the tokens.
        prior: language code that decides where words or signs are ambiguous.
        notes: what a reader has found out about a token and may need again.
    """

    def __init__(self, tokens: Sequence[Token], prior: str, book: PhraseBook) -> None:
        self.tokens = tokens
        self.prior = prior
        self.notes: dict[int, Any] = {}
        self._words: frozenset[str] | None = None
        self._found = book.find(tokens, prior)
        self._kinds = frozenset(kind for found in self._found for kind in found)
        self._ends: dict[str, dict[int, list[Hit]]] = {}

    def at(self, i: int, kind: str) -> Hit | None:
        """The longest entry of a kind that begins at token `i`; of equals the one of the text's own language."""
        if not 0 <= i < len(self._found):
            return None
        hits = self._found[i].get(kind)
        return hits[0] if hits else None

    def all_at(self, i: int, kind: str) -> tuple[Hit, ...]:
        """Every entry of a kind that begins at token `i`, the longest first."""
        return self._found[i].get(kind, ()) if 0 <= i < len(self._found) else ()

    def before(self, i: int, kind: str, floor: int = 0) -> Hit | None:
        """The longest entry of a kind that ends right before token `i` and begins at `floor` or later."""
        if kind not in self._kinds:
            return None
        ends = self._ends.get(kind)
        if ends is None:
            ends = self._ends[kind] = self._ending(kind)
        return next((hit for hit in ends.get(i, ()) if i - hit.length >= floor), None)

    def _ending(self, kind: str) -> dict[int, list[Hit]]:
        """The entries of a kind by the token after them, the longest first, one of each length."""
        ends: dict[int, list[Hit]] = defaultdict(list)
        for start, found in enumerate(self._found):
            for hit in found.get(kind, ()):
                known = ends[start + hit.length]
                if not known or known[-1].length != hit.length:
                    known.append(hit)
                elif hit.lang == self.prior:
                    known[-1] = hit
        return ends

    def has(self, i: int, kinds: frozenset[str]) -> bool:
        """True if an entry of one of the kinds begins at token `i`."""
        return not kinds.isdisjoint(self._found[i])

    def low(self, i: int) -> str:
        """The `low` form of token `i`, "" beyond the text."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def over_hyphen(self, i: int) -> int:
        """The token after `i` if `i` is a hyphen that joins its neighbours, else `i`."""
        return _over_hyphen(self.tokens, i)

    def words(self) -> frozenset[str]:
        """The `low` forms of all tokens."""
        if self._words is None:
            self._words = frozenset(t.low for t in self.tokens)
        return self._words

    def anywhere(self, kind: str) -> bool:
        """True if an entry of a kind stands anywhere in the text."""
        return kind in self._kinds

    def holds(self, kinds: frozenset[str]) -> bool:
        """True if an entry of one of the kinds stands anywhere in the text."""
        return not kinds.isdisjoint(self._kinds)
