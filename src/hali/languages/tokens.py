"""A text as words, figures and signs with their places: the one place where texts are cut.

Numbers and times read the tokens; cues and names read the `words`, which are joined from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from hali.languages.declared import ALIKE, CODES, caseless, traits

HYPHENS = frozenset("-\u2010\u2011\u00ad")
"""Signs that join the parts of a compound word."""

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
"""Signs that can stand between the ends of a range."""

BREAK = "\n"
"""The `low` form of the token that stands for an empty line."""

_SEEN_THROUGH = {0xAD: None, 0x2019: "'", **dict.fromkeys(range(0x64B, 0x653)), **ALIKE}
"""Soft hyphens and the vowel signs of Arabic go, apostrophes become straight, letters compared as another are it."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Marks without width that pages leave inside words and figures."""

IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
"""A Chinese character, which is a token by itself."""

# Figures first: groups of exactly three after a space or an apostrophe (a PDF writes a plain space after each no-break
# one), else digits with points and commas. Bounded counts keep the search linear on any input. Before all of them the
# plain words between blanks and marks, which most tokens are.
_WRITTEN = r"""
    (?P<p>
        (?!(?-i:[kKMmT]|Md|Mrd|Mds|[Mm]n|[Bb]n|Mio)(?-i:EUR|USD|GBP|CHF))
        [^\W\d_\u3400-\u9fff]++(?=[\s,.;:!?()%-]|\Z)
    )
  | (?P<n>
        (?<![\d.,/-])(?:\d{1,3}[ -])?(?:1/2|[12]/3|[13]/4|[1-4]/5|[1357]/8)(?![\d.,/-]?\d)
      | (?<![\d.,/-])(?:\d{1,6}[ ]?)?[\u00bc-\u00be\u2150-\u215e](?!\d)
      | \d{1,3}(?:(?:[\u00a0\u202f\u2009][ ]?|[ '\u2019])\d{3}){1,6}(?!\d)(?:[.,]\d{1,15}(?!\d))?
      | \d+(?:[.,\u066b\u066c]\d+){0,8}
      | (?<![^\s$\u20ac\u00a3\u00a5(])[.]\d+(?![.,]?\d)
    )
  | (?P<b>\n[^\S\n]*\n)
  | (?P<s>
        (?<![^\W\d_])(?:USD?|AUD?|CAD?|CAN|CDN|NZD?|HKD?|SGD?|NT|MX|MEX|TT|BZ|EC|BDS|BS|GY|FJ|WS|RD|MOP|A|C|S|R|J)\$
      | (?<![^\W_])U\$S(?![^\W_])
      | \$(?:US|CAN|CA|AU|NZ|SG|HK|MX|AR|CL|CO|BM|BN|BZ|FJ|NA|SB|SR|TT|UY|WS|A|C)(?![^\W_])
      | (?<![^\W\d_])(?:CN|JP)\u00a5 | \u00a3(?:GB|CY|FK|GI|IE|LB|MT)(?![^\W_]) | (?<![^\W_])GH[\u20b5\u00a2]
    )
  | (?P<w>
        [\u3400-\u9fff]
      | (?-i:[kKMmT]|Md|Mrd|Mds|[Mm]n|[Bb]n|Mio)(?=(?-i:EUR|USD|GBP|CHF)(?![^\W_]))
      | (?:RAISED)[23\u00b2\u00b3](?![^\W_])
      | (?:ELIDED)['\u2019](?=[^\W\d_])
      | [^\W\d_][^\W\d_\u0300-\u036f\u00ad]*(?:[\u0300-\u036f\u064b-\u0652\u00ad][^\W\d_\u0300-\u036f\u00ad]*)*
        (?:['\u2019][^\W\d_]+)?
    )
  | [\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+
  | (?P<o>[+][/][-\u2012\u2013\u2212]|\S)
    """


def _any(name: str) -> str:
    """What the languages have of a trait, as alternatives."""
    return "|".join(re.escape(word) for lang in CODES for word in getattr(traits(lang), name))


_TOKEN = re.compile(
    _WRITTEN.replace("RAISED", _any("raised")).replace("ELIDED", _any("elided")), re.VERBOSE | re.IGNORECASE
)


class Token(NamedTuple):
    """One word, figure or sign.

    Attributes:
        start, end: code points into the text, half-open.
        text: as written.
        low: lower case, composed, without soft hyphens: what words are compared by.
        kind: `n` figure, `w` word, `s` currency sign of several letters, `b` empty line, `o` any other sign.
        glued: True if nothing stands between the token before and this one.
    """

    start: int
    end: int
    text: str
    low: str
    kind: str
    glued: bool


class Word(NamedTuple):
    """One word of a text: letters and figures without a sign between them, or an ampersand.

    Attributes:
        start, end: code points into the text, half-open.
        text: as written.
        form: the folded form cues are compared with.
        capitals: True if it is all capitals.
        joined: True if an apostrophe joins it to the word before, as it does a case ending (tr).
    """

    start: int
    end: int
    text: str
    form: str
    capitals: bool = False
    joined: bool = False


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form words are compared by: composed, lower case, no soft hyphens, straight apostrophes."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word).translate(_SEEN_THROUGH)
    return word.lower()


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order; time grows with its length only.

    Marks without width are looked through, inside figures too; `text` of a token is without them, its places count
    them.
    """
    if _UNSEEN.search(text) is None:
        return _tokens(text)
    places = [at for at, sign in enumerate(text) if not _UNSEEN.match(sign)]
    seen = _tokens("".join(text[at] for at in places))
    return [token._replace(start=places[token.start], end=places[token.end - 1] + 1) for token in seen]


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        if kind is None:
            # A mark of the writing direction: nothing stands between its neighbours.
            last = end if start == last else last
            continue
        raw = match.group()
        if kind == "p":
            kind, low = "w", fold(raw)
        else:
            low = raw if kind == "n" else BREAK if kind == "b" else fold(raw)
        tokens.append(Token(start, end, raw, low, kind, start == last))
        last = end
    return tokens


_WORD = regex.compile(r"[\w\p{M}]+|&")
_AND = "&"
_APOSTROPHES = "'\u2019"


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """The form of a word that cues are compared in: composed, lower case, a Cyrillic io without its dots.

    >>> fold_word("TRADE")
    'trade'
    """
    return unicodedata.normalize("NFC", caseless(word)).replace("\u0451", "\u0435")


@lru_cache(maxsize=65536)
def _pieces(text: str) -> tuple[tuple[int, int, str, str, bool], ...]:
    """The words inside a token, as `Word` has them: hyphens, apostrophes and points of figures part them."""
    found = ((*m.span(), m.group()) for m in _WORD.finditer(text))
    return tuple((start, end, word, fold_word(word), word.isupper()) for start, end, word in found)


def words(tokens: Sequence[Token]) -> tuple[Word, ...]:
    """The words of a text that is cut already: letters and figures that touch are one word ("EU27", "1Q24")."""
    found: list[Word] = []
    for at, token in enumerate(tokens):
        for low, high, text, form, capitals in _pieces(token.text):
            end = token.end if high == len(token.text) else token.start + high
            if (
                low == 0
                and token.glued
                and found
                and found[-1].end == token.start
                and _AND not in {text, found[-1].text}
            ):
                text = found[-1].text + text
                found[-1] = Word(found[-1].start, end, text, fold_word(text), text.isupper())
            else:
                joined = _is_joined(tokens, at, low)
                found.append(Word(token.start + low, end, text, form, capitals, joined))
    return tuple(found)


def _is_joined(tokens: Sequence[Token], at: int, low: int) -> bool:
    """Whether an apostrophe joins the word at `low` of a token to letters or figures: the "te" of "2023'te"."""
    if low > 1:
        return tokens[at].text[low - 1] in _APOSTROPHES and tokens[at].text[low - 2].isalnum()
    if low or at < 2 or not tokens[at].glued or not tokens[at - 1].glued:
        return False
    return tokens[at - 1].text in _APOSTROPHES and tokens[at - 2].text[-1].isalnum()
