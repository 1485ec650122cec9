"""Cue words: which words of a text name a subject, a direction, a rank, an event or the future, by language.

The words stand in `languages/<code>/cues.toml`. A table groups names, a name lists its entries: `word` is that word,
`word*` a stem, `*word` an ending; `..` skips up to three words, `...` up to nine; CAPITALS want capitals in the text
(French BEI is no German "bei"); `=` in front keeps an entry to sentences of its own language (Swahili `=la` is no
French article), and so are topics of one short word and all words of moods (German "falls" is no condition in English).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from hali.languages import CODES, caseless, cues
from hali.languages.morphology import tables

_WORD = regex.compile(r"[\w\p{M}]+|&")
_JOINT = regex.compile("(?<=\\w)['\u2019](?=\\w)")
_GAPS = {"..": 3, "...": 9}
"""Words that `..` and `...` may skip."""
_HEADS = frozenset({"trade_partner", "export_market", "import_source"})
"""Rank cues that say of what a place is."""
_NO_WORDS = frozenset({"segment", "grammar"})
"""Tables of a cue file that say how a language works."""
_SHORT = 4
"""Letters up to which a topic of one word is kept to its own language."""
_MEMORY = 100_000
"""Word forms whose entries are kept at hand."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: half-open span, the folded form cues are compared with, and whether it is all capitals.

    `joined` says that an apostrophe joins it to the word before, as it does a case ending (tr).
    """

    start: int
    end: int
    form: str
    capitals: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
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
    parts: tuple[str, ...]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` in the form cues are compared in: composed, lower case, a Cyrillic io without its dots.

    >>> fold("TRADE")
    'trade'
    """
    return unicodedata.normalize("NFC", caseless(word)).replace("\u0451", "\u0435")


def words(text: str) -> tuple[Word, ...]:
    """The words of `text`; hyphens and apostrophes part words."""
    joints = {m.end() for m in _JOINT.finditer(text)}
    return tuple(
        Word(m.start(), m.end(), fold(m.group()), m.group().isupper(), m.start() in joints)
        for m in _WORD.finditer(text)
    )


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
    parts: list[str] = []
    for piece in text.lstrip("=").split():
        if piece in _GAPS:
            parts.append(piece)
            continue
        lead, trail = piece.startswith("*"), piece.endswith("*")
        inner = [w.form for w in words(piece)]
        if lead:
            inner[0] = "*" + inner[0]
        if trail:
            inner[-1] += "*"
        parts.extend(inner)
    return Entry(group, name, language, own, capitals, tail, tuple(parts))


class Lexicon:
    """Entries, and a search for all of them in one pass over the words of a text.

    What a word may begin is looked up once for each form and language, and then kept.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.whole: dict[str, list[Entry]] = defaultdict(list)
        self.stems: dict[str, list[Entry]] = defaultdict(list)
        self.endings: list[tuple[str, Entry]] = []
        for entry in entries:
            head = entry.parts[0]
            if head.startswith("*"):
                self.endings.append((head, entry))
            elif head.endswith("*"):
                self.stems[head[:-1]].append(entry)
            else:
                self.whole[head].append(entry)
        self.lengths = sorted({len(stem) for stem in self.stems})
        self.tails = tuple(head.strip("*") for head, _ in self.endings if not head.endswith("*"))
        self.inner = [head.strip("*") for head, _ in self.endings if head.endswith("*")]
        self.memory: dict[str, dict[str, tuple[Entry, ...]]] = defaultdict(dict)

    def starting(self, form: str, language: str) -> tuple[Entry, ...]:
        """Entries whose first word `form` is in a text of this language."""
        memory = self.memory[language]
        known = memory.get(form)
        if known is None:
            known = tuple(one for one in self._begun(form) if not one.own or one.language == language)
            if len(memory) < _MEMORY:
                memory[form] = known
        return known

    def _begun(self, form: str) -> Iterator[Entry]:
        """Entries of all languages whose first word `form` is."""
        yield from self.whole.get(form, ())
        for length in self.lengths:
            if length > len(form):
                break
            yield from self.stems.get(form[:length], ())
        if form.endswith(self.tails) or any(part in form for part in self.inner):
            yield from (entry for head, entry in self.endings if _fits(head, form))

    def matches(self, found: tuple[Word, ...], language: str) -> Iterator[Cue]:
        """Every entry that occurs among the words of a text of this language.

        An ending behind an apostrophe is no word of another language: Turkish "in" of "Mali'nin" is no English "in".
        """
        endings = "joints" in tables(language)
        for at, word in enumerate(found):
            for entry in self.starting(word.form, language):
                if entry.capitals and not word.capitals:
                    continue
                if endings and word.joined and entry.language != language:
                    continue
                last = at if len(entry.parts) == 1 else _last(entry, found, at)
                if last is not None:
                    loose = "..." in entry.parts
                    yield Cue(entry.group, entry.name, word.start, found[last].end, at, last, entry.tail, loose)


def _fits(part: str, form: str) -> bool:
    lead, trail = part.startswith("*"), part.endswith("*")
    stem = part.strip("*")
    if lead and trail:
        return stem in form
    if lead:
        return form.endswith(stem)
    return form.startswith(stem) if trail else form == stem


def _last(entry: Entry, found: tuple[Word, ...], at: int) -> int | None:
    """Index of the last word of `entry` when it starts at word `at`, or None where it does not fit."""
    here, parts, k = at, entry.parts, 1
    while k < len(parts):
        if parts[k] in _GAPS:
            reach = range(here + 1, min(here + 2 + _GAPS[parts[k]], len(found)))
            k += 1
            step = next((j for j in reach if _fits(parts[k], found[j].form)), None)
        else:
            step = here + 1 if here + 1 < len(found) and _fits(parts[k], found[here + 1].form) else None
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


def scan(found: tuple[Word, ...], language: str) -> tuple[Cue, ...]:
    """The cues among the words of a sentence.

    Within a group the longest cue hides the shorter ones inside it, except among topics, which may nest ("trade" in
    "trade in services"); a `mute` phrase hides every cue inside it ("World Trade Organization" is no trade).

    Args:
        found: the words.
        language: of the sentence; entries of all languages are looked for, held-back entries only of this one.

    Returns:
        Cues by start.
    """
    cues = set(_lexicon().matches(found, language))
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
    if cue.group not in {"mute", "subject", "event"} and all(
        # Several words that are muted as a whole and mean something as a whole mean it: "greenhouse gas".
        longest.get(("mute", at), -1) > size - (size == 0)
        for at in span
    ):
        return True
    return all(longest.get((_kind(cue), at), 0) > size for at in span)
