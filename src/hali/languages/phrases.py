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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from hali.languages import lexicon
from hali.languages.tokens import HYPHENS, IDEOGRAPH, Token, fold, tokenize

_LONGEST_WORD = 48
"""No entry matches a longer word: keeps the look-up bounded on any input."""
_LONGEST_PHRASE = 9
"""Tokens of the longest entry, hyphens in the text included."""
_CACHED_WORDS = 60_000


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


class _Word(NamedTuple):
    mode: str
    forms: tuple[str, ...]
    endings: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    key: Any
    lang: str
    own: bool
    cased: bool
    words: tuple[_Word, ...]


class _Known(NamedTuple):
    single: dict[str, tuple[Hit, ...]]
    longer: tuple[_Phrase, ...]


_NOTHING = _Known({}, ())


@cache
def _endings(lang: str) -> re.Pattern[str]:
    return re.compile(lexicon(lang)["endings"] or r"(?!)")


def _word(chunk: str, endings: re.Pattern[str]) -> _Word:
    forms = tuple(chunk.split("|"))
    if chunk.startswith("*"):
        return _Word("suffix", (chunk[1:],), None)
    if chunk.endswith("*"):
        return _Word("stem", (chunk[:-1],), None)
    if any(form.endswith("~") for form in forms):
        return _Word("ending", tuple(form.rstrip("~") for form in forms), endings)
    return _Word("exact", forms, None)


def _matches(word: _Word, form: str) -> bool:
    if word.mode == "exact":
        return form in word.forms
    if word.mode == "stem":
        return form.startswith(word.forms[0])
    if word.mode == "suffix":
        return form.endswith(word.forms[0])
    return any(_ends(word, stem, form) for stem in word.forms)


def _ends(word: _Word, stem: str, form: str) -> bool:
    if not form.startswith(stem):
        return False
    rest = form[len(stem) :]
    return not rest or (word.endings is not None and word.endings.fullmatch(rest) is not None)


def _compile(kind: str, key: Any, lang: str, entry: str, endings: re.Pattern[str]) -> _Phrase:
    own = entry.startswith("=") and len(entry) > 1
    body = entry[1:] if own else entry
    cased = body.startswith("^")
    body = body[1:] if cased else body
    words: list[_Word] = []
    for chunk in _HYPHEN.sub(" ", body).split():
        if _MARKS.search(chunk) and len(chunk) > 1:
            words.append(_word(fold(chunk), endings))
        elif (chunk.isalpha() and not IDEOGRAPH.match(chunk)) or (chunk[-1] in "'\u2019" and len(chunk) > 1):
            words.append(_Word("exact", (chunk if cased else fold(chunk),), None))
        else:
            words += [_Word("exact", (t.text if cased else t.low,), None) for t in tokenize(chunk)]
    return _Phrase(kind, key, lang, own, cased, tuple(words))


class PhraseBook:
    """All entries, indexed by their first word."""

    def __init__(self, entries: Iterable[tuple[str, Any, str, str]]) -> None:
        self._exact: dict[str, list[_Phrase]] = defaultdict(list)
        self._stems: dict[str, list[_Phrase]] = defaultdict(list)
        self._suffixes: dict[str, list[_Phrase]] = defaultdict(list)
        self._known: dict[str, _Known] = {}
        for kind, key, lang, entry in entries:
            phrase = _compile(kind, key, lang, entry, _endings(lang))
            first = phrase.words[0]
            table = {"exact": self._exact, "suffix": self._suffixes}.get(first.mode, self._stems)
            for form in first.forms:
                table[form].append(phrase)
        self._endings = tuple(self._suffixes)

    def _learn(self, low: str, text: str) -> _Known:
        if len(low) > _LONGEST_WORD:
            return _NOTHING
        found = list(self._exact.get(low, ()))
        if text != low:
            found += [p for p in self._exact.get(text, ()) if p.cased]
        for size in range(1, len(low) + 1):
            found += [p for p in self._stems.get(low[:size], ()) if _matches(p.words[0], low)]
        if low.endswith(self._endings):
            found += [p for ending, ps in self._suffixes.items() if low.endswith(ending) for p in ps]
        found = [p for p in found if not p.cased or p.words[0].forms[0] == text]
        single: dict[str, tuple[Hit, ...]] = {}
        for p in found:
            if len(p.words) == 1:
                inflected = p.words[0].mode == "ending" and low not in p.words[0].forms
                hit = Hit(p.kind, p.key, p.lang, 1, p.own, p.cased, inflected)
                single[p.kind] = (*single.get(p.kind, ()), hit)
        return _Known(single, tuple(p for p in found if len(p.words) > 1))

    def at(self, tokens: Sequence[Token], i: int) -> dict[str, tuple[Hit, ...]]:
        """Every entry that begins at token `i`, by kind; within a kind the longest first."""
        token = tokens[i]
        # The case matters to abbreviations only, and these are short.
        name = token.text if len(token.text) <= 8 else token.low
        known = self._known.get(name)
        if known is None:
            if len(self._known) > _CACHED_WORDS:
                self._known.clear()
            known = self._known[name] = self._learn(token.low, token.text)
        if not known.longer:
            return known.single
        found = dict(known.single)
        for phrase in known.longer:
            hit = _follow(phrase, tokens, i)
            if hit:
                found[hit.kind] = tuple(sorted((*found.get(hit.kind, ()), hit), key=lambda h: -h.length))
        return found


def _follow(phrase: _Phrase, tokens: Sequence[Token], i: int) -> Hit | None:
    place = i + 1
    form = tokens[i].low
    for word in phrase.words[1:]:
        hyphen = place < len(tokens) - 1 and tokens[place].text in HYPHENS
        if hyphen and tokens[place].glued and tokens[place + 1].glued:
            place += 1
        if place >= len(tokens):
            return None
        form = tokens[place].text if phrase.cased else tokens[place].low
        if not _matches(word, form):
            return None
        place += 1
    last = phrase.words[-1]
    inflected = last.mode == "ending" and form not in last.forms
    return Hit(phrase.kind, phrase.key, phrase.lang, place - i, phrase.own, phrase.cased, inflected)


class Scan:
    """The tokens of one text with the entries found in them.

    Attributes:
        tokens: the tokens.
        prior: language code that decides where words or signs are ambiguous.
        notes: what a reader has found out about a token and may need again.
    """

    def __init__(self, tokens: list[Token], prior: str, book: PhraseBook) -> None:
        self.tokens = tokens
        self.prior = prior
        self.notes: dict[int, Any] = {}
        self._words: frozenset[str] | None = None
        self._anywhere: dict[str, bool] = {}
        self._found = [book.at(tokens, i) for i in range(len(tokens))]

    def at(self, i: int, kind: str) -> Hit | None:
        """The longest entry of a kind that begins at token `i`; of equals the one of the text's own language."""
        if not 0 <= i < len(self._found):
            return None
        best: Hit | None = None
        for hit in self._found[i].get(kind, ()):
            if hit.own and hit.lang != self.prior:
                continue
            if best is None:
                best = hit
            elif hit.length < best.length:
                break
            elif hit.lang == self.prior and best.lang != self.prior:
                best = hit
        return best

    def all_at(self, i: int, kind: str) -> tuple[Hit, ...]:
        """Every entry of a kind that begins at token `i`, the longest first."""
        if not 0 <= i < len(self._found):
            return ()
        return tuple(h for h in self._found[i].get(kind, ()) if not h.own or h.lang == self.prior)

    def before(self, i: int, kind: str, floor: int = 0) -> Hit | None:
        """The longest entry of a kind that ends right before token `i` and begins at `floor` or later."""
        for length in range(min(_LONGEST_PHRASE, i - floor), 0, -1):
            best: Hit | None = None
            for hit in self._found[i - length].get(kind, ()):
                if hit.length == length and (not hit.own or hit.lang == self.prior):
                    best = hit if best is None or hit.lang == self.prior else best
            if best:
                return best
        return None

    def has(self, i: int, kinds: frozenset[str]) -> bool:
        """True if an entry of one of the kinds begins at token `i`."""
        return not kinds.isdisjoint(self._found[i])

    def low(self, i: int) -> str:
        """The `low` form of token `i`, "" beyond the text."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def over_hyphen(self, i: int) -> int:
        """The token after `i` if `i` is a hyphen that joins its neighbours, else `i`."""
        joined = 0 < i < len(self.tokens) - 1 and self.tokens[i].text in HYPHENS
        return i + 1 if joined and self.tokens[i].glued and self.tokens[i + 1].glued else i

    def words(self) -> frozenset[str]:
        """The `low` forms of all tokens."""
        if self._words is None:
            self._words = frozenset(t.low for t in self.tokens)
        return self._words

    def anywhere(self, kind: str) -> bool:
        """True if an entry of a kind stands anywhere in the text."""
        if kind not in self._anywhere:
            self._anywhere[kind] = any(kind in found for found in self._found)
        return self._anywhere[kind]
