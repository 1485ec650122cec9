"""Which entries a word of a text may open: the one index of words that numbers, units, cues and aliases are found by.

An entry is a row of parts, one for each word. What a word opens is looked up once and kept; entries of several words
are kept by their second word too, so that "the" leads on to nothing where no entry goes on with the word behind it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Literal, NamedTuple, TypeVar

E = TypeVar("E")

Mode = Literal["exact", "stem", "suffix", "inside", "ending", "gap"]


class Part(NamedTuple):
    """What one word of an entry asks of a word of a text.

    Attributes:
        mode: the word is one of the `forms`, begins with one (`stem`), ends with one (`suffix`), holds one (`inside`),
            or is one with a regular `ending`; a `gap` asks nothing and is for who looks for the entry to fill.
        forms: folded.
        endings: of mode `ending`.
        skips: words a `gap` may skip.
    """

    mode: Mode
    forms: tuple[str, ...] = ()
    endings: re.Pattern[str] | None = None
    skips: int = 0

    def fits(self, form: str) -> bool:
        """True if a word of the text, folded, is what is asked."""
        mode, forms = self.mode, self.forms
        if mode == "exact":
            return form in forms
        if mode == "stem":
            return form.startswith(forms)
        if mode == "suffix":
            return form.endswith(forms)
        if mode == "ending":
            return any(form.startswith(stem) and self._ends(form[len(stem) :]) for stem in forms)
        return mode == "gap" or any(one in form for one in forms)

    def _ends(self, rest: str) -> bool:
        return not rest or (self.endings is not None and self.endings.fullmatch(rest) is not None)


class Opened(NamedTuple, Generic[E]):
    """The entries a word may open, each list in the order of the index.

    Attributes:
        alone: of that word alone.
        seconds: of several words: second word -> entries whose second part it fits.
        others: of several words, for any other second word: those whose second part is no listed word.
    """

    alone: tuple[E, ...]
    seconds: Mapping[str, tuple[E, ...]]
    others: tuple[E, ...]

    def longer(self, second: str) -> tuple[E, ...]:
        """The entries of several words that may go on with this second word."""
        return self.seconds.get(second, self.others)


class Openings(Generic[E]):
    """Entries by the word that opens them.

    Args:
        entries: the parts of each entry, and the entry.
    """

    def __init__(self, entries: Iterable[tuple[tuple[Part, ...], E]]) -> None:
        self._exact: dict[str, list[tuple[tuple[Part, ...], E]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[tuple[Part, ...], E]]] = defaultdict(list)
        self._loose: list[tuple[tuple[Part, ...], E]] = []
        for parts, entry in entries:
            first = parts[0]
            if first.mode in {"suffix", "inside"}:
                self._loose.append((parts, entry))
                continue
            table = self._exact if first.mode == "exact" else self._stems
            for form in first.forms:
                table[form].append((parts, entry))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._tails = tuple(form for parts, _ in self._loose if parts[0].mode == "suffix" for form in parts[0].forms)
        self._inner = tuple(form for parts, _ in self._loose if parts[0].mode == "inside" for form in parts[0].forms)

    def begun(self, form: str) -> Iterator[tuple[tuple[Part, ...], E]]:
        """Parts and entry of all whose first word `form` is."""
        yield from self._exact.get(form, ())
        for length in self._lengths:
            if length > len(form):
                break
            yield from (one for one in self._stems.get(form[:length], ()) if one[0][0].fits(form))
        if form.endswith(self._tails) or any(part in form for part in self._inner):
            yield from (one for one in self._loose if one[0][0].fits(form))


def opened(begun: Iterable[tuple[tuple[Part, ...], E]]) -> Opened[E]:
    """Entries that one word opens, sorted by what follows."""
    alone: list[E] = []
    listed: dict[str, list[tuple[int, E]]] = defaultdict(list)
    others: list[tuple[int, Part, E]] = []
    for at, (parts, entry) in enumerate(begun):
        if len(parts) == 1:
            alone.append(entry)
        elif parts[1].mode == "exact":
            for form in parts[1].forms:
                listed[form].append((at, entry))
        else:
            others.append((at, parts[1], entry))
    seconds = {
        form: tuple(e for _, e in sorted([*own, *((at, e) for at, part, e in others if part.fits(form))], key=_place))
        for form, own in listed.items()
    }
    return Opened(tuple(alone), seconds, tuple(entry for _, _, entry in others))


def _place(one: tuple[int, object]) -> int:
    return one[0]
