"""Cue words: which words of a text name a subject, a direction, a rank, an event or the future, by language.

The words stand in `languages/<code>/cues.toml`. A table groups names, a name lists its entries: `word` is that word,
`word*` a stem, `*word` an ending; `..` skips up to three words, `...` up to nine; CAPITALS want capitals in the text
(French BEI is no German "bei"); `=` in front keeps an entry to sentences of its own language (Swahili `=la` is no
French article), and so are topics of one short word and all words of moods (German "falls" is no condition in English).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from hali.languages import CODES, cues, tokens
from hali.languages.morphology import tables
from hali.languages.openings import Mode, Opened, Openings, Part, opened
from hali.languages.tokens import Token, Word
from hali.languages.tokens import fold_word as fold

__all__ = [
    "Cue",
    "Entry",
    "Lexicon",
    "Word",
    "entry",
    "fold",
    "grammar",
    "one_of",
    "postposes",
    "said",
    "scan",
    "table",
    "words",
]

_LONG_GAP = "..."
_GAPS = {"..": 3, _LONG_GAP: 9}
"""Words that `..` and `...` may skip."""
_MODES: Mapping[tuple[bool, bool], Mode] = {
    (False, False): "exact",
    (False, True): "stem",
    (True, False): "suffix",
    (True, True): "inside",
}
"""What stars before and behind a word make of it."""
_HEADS = frozenset({"trade_partner", "export_market", "import_source"})
"""Rank cues that say of what a place is."""
_WHOLE = frozenset({"mute", "subject", "event", "agreement", "index"})
"""Groups whose names of several words hold words that mean nothing alone."""
_NO_WORDS = frozenset({"segment", "grammar"})
"""Tables of a cue file that say how a language works."""
_SHORT = 4
"""Letters up to which a topic of one word is kept to its own language."""
_REMEMBERED = 512
"""Texts whose tokens are kept at hand: the paragraphs of an article."""
_MEMORY = 100_000
"""Word forms whose entries are kept at hand."""


class Cue(NamedTuple):
    """A cue found in a text.

    Attributes:
        group, name: table and key of the cue file: `topic`, `trade`.
        start, end: code points into the text, half-open.
        first, last: index of its first and last word.
        tail: what follows the colon of the entry ("eurostat:EU"), else "".
        loose: True where up to nine words may have been skipped ("nahm ... zu"): it hides nothing between its ends.
    """

    group: str
    name: str
    start: int
    end: int
    first: int
    last: int
    tail: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a lexicon, taken apart into words; `own` holds it back from other languages."""

    group: str
    name: str
    language: str
    own: bool
    capitals: bool
    tail: str
    loose: bool
    parts: tuple[Part, ...]


@lru_cache(maxsize=_REMEMBERED)
def cut(text: str) -> tuple[Token, ...]:
    """The tokens of `text`; kept, for a paragraph is asked what its article is about, and then read."""
    return tuple(tokens.tokenize(text))


@lru_cache(maxsize=_REMEMBERED)
def words(text: str) -> tuple[Word, ...]:
    """The words of `text`; hyphens and apostrophes part words."""
    return tokens.words(cut(text))


@cache
def table(language: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The cue file of one language: group -> name -> entries."""
    return {group: {name: tuple(entries) for name, entries in names.items()} for group, names in cues(language).items()}


def grammar(language: str) -> Mapping[str, tuple[str, ...]]:
    """How a language builds its clauses: the group `grammar` of its cue file, empty for a basic language."""
    return table(language).get("grammar", {}) if language in CODES else {}


@cache
def postposes(language: str) -> bool:
    """Whether an object stands before its case or postposition."""
    return "after" in grammar(language).get("objects", ())


@cache
def said(name: str) -> tuple[str, ...]:
    """Words of a table of `grammar` in all languages, the longest first: texts quote each other."""
    found = {word for language in CODES for word in grammar(language).get(name, ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def one_of(*names: str) -> str:
    """The words of such tables as alternatives of a regular expression; an apostrophe may be typographic."""
    found = (regex.escape(word).replace("'", "['\u2019]") for name in names for word in said(name))
    return "|".join(found)


def entry(group: str, name: str, language: str, written: str) -> Entry:
    """The entry written as the module says."""
    text, _, tail = written.partition(":")
    capitals = text.isupper()
    short = group == "topic" and not capitals and len(text) <= _SHORT and text.isalpha()
    own = text.startswith("=") or short or group == "mood"
    pieces = text.lstrip("=").split()
    parts = tuple(part for piece in pieces for part in _parts(piece))
    return Entry(group, name, language, own, capitals, tail, _LONG_GAP in pieces, parts)


def _parts(piece: str) -> Iterator[Part]:
    """The words of a piece of an entry between two blanks."""
    if piece in _GAPS:
        yield Part("gap", skips=_GAPS[piece])
        return
    inner = [word.form for word in words(piece)]
    for at, form in enumerate(inner):
        lead, trail = at == 0 and piece.startswith("*"), at == len(inner) - 1 and piece.endswith("*")
        yield Part(_MODES[lead, trail], (form,))


class Lexicon:
    """Entries, and a search for all of them in one pass over the words of a text.

    What a word may begin is looked up once for each form and language, and then kept.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._openings = Openings((entry.parts, entry) for entry in entries)
        self._memory: dict[tuple[str, bool], dict[str, Opened[Entry]]] = defaultdict(dict)

    def _opened(self, form: str, language: str, ending: bool) -> Opened[Entry]:
        """Entries whose first word `form` is in a text of this language; of its own only where it is an ending."""
        begun = self._openings.begun(form)
        return opened(one for one in begun if one[1].language == language or not (ending or one[1].own))

    def matches(self, found: Sequence[Word], language: str) -> Iterator[Cue]:
        """Every entry that occurs among the words of a text of this language.

        An ending behind an apostrophe is no word of another language: Turkish "in" of "Mali'nin" is no English "in".
        """
        memories = self._memory[language, False], self._memory[language, True]
        for memory in memories:
            if len(memory) > _MEMORY:
                memory.clear()
        endings = "joints" in tables(language)
        final = len(found) - 1
        for at, word in enumerate(found):
            ending = endings and word.joined
            known = memories[ending].get(word.form)
            if known is None:
                known = memories[ending][word.form] = self._opened(word.form, language, ending)
            alone, seconds, others = known
            for entry in alone:
                if word.capitals or not entry.capitals:
                    yield Cue(entry.group, entry.name, word.start, word.end, at, at, entry.tail, entry.loose)
            if at == final or not (seconds or others):
                continue
            for entry in seconds.get(found[at + 1].form, others):
                if entry.capitals and not word.capitals:
                    continue
                last = _last(entry.parts, found, at)
                if last is not None:
                    end = found[last].end
                    yield Cue(entry.group, entry.name, word.start, end, at, last, entry.tail, entry.loose)


def _last(parts: tuple[Part, ...], found: Sequence[Word], at: int) -> int | None:
    """Index of the last word of an entry when it starts at word `at`, or None where it does not fit."""
    here, k = at, 1
    while k < len(parts):
        reach = 1
        if parts[k].mode == "gap":
            reach += parts[k].skips
            k += 1
        part, stop = parts[k], min(here + 1 + reach, len(found))
        step = next((j for j in range(here + 1, stop) if part.fits(found[j].form)), None)
        if step is None:
            return None
        here, k = step, k + 1
    return here


@cache
def _lexicon() -> Lexicon:
    return Lexicon(
        entry(group, name, language, text)
        for language in CODES
        for group, names in table(language).items()
        if group not in _NO_WORDS
        for name, texts in names.items()
        for text in texts
    )


def scan(found: Sequence[Word], language: str) -> tuple[Cue, ...]:
    """The cues among the words of a sentence.

    Within a group the longest cue hides the shorter ones inside it, except among topics, which may nest ("trade" in
    "trade in services"); a `mute` phrase hides every cue inside it ("World Trade Organization" is no trade).

    Args:
        found: the words.
        language: of the sentence; entries of all languages are looked for, held-back entries only of this one.

    Returns:
        Cues by start.
    """
    cues = dict.fromkeys(_lexicon().matches(found, language))
    if all(cue.first == cue.last and cue.group != "mute" for cue in cues):
        return tuple(sorted(cues, key=_order))
    longest: dict[tuple[str, int], int] = {}
    for cue in cues:
        for at in (cue.first, cue.last) if cue.loose else range(cue.first, cue.last + 1):
            key = (_kind(cue), at)
            longest[key] = max(longest.get(key, 0), cue.last - cue.first)
    return tuple(sorted((cue for cue in cues if not _hidden(cue, longest)), key=_order))


def _order(cue: Cue) -> tuple[int, int, str, str]:
    return cue.first, cue.last, cue.group, cue.name


def _kind(cue: Cue) -> str:
    """What a cue may hide: a topic only itself, a word for a partner no place ("mshirika mkubwa zaidi wa biashara")."""
    if cue.group in {"topic", "origin"} or cue.name in _HEADS:
        return f"{cue.group} {cue.name}"
    return cue.group


def _hidden(cue: Cue, longest: Mapping[tuple[str, int], int]) -> bool:
    span = range(cue.first, cue.last + 1)
    size = cue.last - cue.first
    if cue.group not in _WHOLE and all(
        # Several words that are muted as a whole and mean something as a whole mean it: "greenhouse gas".
        longest.get(("mute", at), -1) > size - (size == 0)
        for at in span
    ):
        return True
    return all(longest.get((_kind(cue), at), 0) > size for at in span)
