"""A text as words, figures and signs with their places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

HYPHENS = frozenset("-\u2010\u2011\u00ad")
"""Signs that join the parts of a compound word."""

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
"""Signs that can stand between the ends of a range."""

BREAK = "\n"
"""The `low` form of the token that stands for an empty line."""

# Figures first: groups of exactly three after a space or an apostrophe (a PDF writes a plain space after each no-break
# one), else digits with points and commas. Bounded counts keep the search linear on any input.
_TOKEN = re.compile(
    r"""
    (?P<n>
        \d{1,3}(?:(?:[\u00a0\u202f\u2009][ ]?|[ '’])\d{3}){1,6}(?!\d)(?:[.,]\d{1,15}(?!\d))?
      | \d+(?:[.,]\d+){0,8}
    )
  | (?P<b>\n[^\S\n]*\n)
  | (?P<s>
        (?<![^\W_])(?:US|AU|CA|CAD|CAN|NZ|HK|SG|NT|MX|A|C|S|R)\$
      | \$(?:US|CAN|CA|AU|NZ|SG|HK|MX|AR|CL|CO|A|C)(?![^\W_])
      | (?<![^\W_])(?:CN|JP)¥ | £GB(?![^\W_]) | (?<![^\W_])GH[₵¢]
    )
  | (?P<w>
        (?:k?m|км|м)[23²³](?![^\W_])
      | (?:[dlnscjmt]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_])
      | [^\W\d_][^\W\d_\u0300-\u036f\u00ad]*(?:[\u0300-\u036f\u00ad][^\W\d_\u0300-\u036f\u00ad]*)*
        (?:['’][^\W\d_]+)?
    )
  | (?P<o>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
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


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form words are compared by: composed, lower case, no soft hyphens, straight apostrophes."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word).replace("\u00ad", "").replace("’", "'")
    return word.lower()


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order; time grows with its length only."""
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        kind = match.lastgroup or "o"
        raw = match.group()
        low = raw if kind == "n" else BREAK if kind == "b" else fold(raw)
        tokens.append(Token(start, end, raw, low, kind, start == last))
        last = end
    return tokens
