"""Who holds a share: an area, what stands for one, or something else altogether.

"Small firms account for 3 % of Kazakhstan's exports" is no figure on a partner, whoever the text is about. Where the
sentence names only the owner of the whole, the word that holds the share decides.
"""

from __future__ import annotations

from hali.checking.context.passage import Passage
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.morphology import ending

_OTHERS = frozenset({"company", "firms", "sector"})
_SMALL = frozenset({"event", "phrase", "time"})
"""Groups whose words may be part of a holder as well."""
_LETTERS = 3
"""Shorter words hold nothing."""


def something_else(passage: Passage, at: int) -> bool:
    """True where the holder of the share that quantity number `at` gives is a word that means no area."""
    low, high = passage.zone(at)
    shares = passage.having("relation", "share", low=low, high=high)
    if any(_stranger(passage, index, low) for share in shares for index in _owning(passage, share)):
        return True
    if len({m.concept for m in passage.mentions if low <= m.start < high}) != 1:
        return False
    return any(_stranger(passage, word, low) for share in shares for word in _holder(passage, share, at))


def _owning(passage: Passage, share: Cue) -> list[int]:
    """Index of the noun in the genitive right before "share", where cases say all: "the nuts' share was 4 %" (tr)."""
    before = share.first - 1
    portion = any(c.first == share.first for c in passage.having("relation", "portion"))
    if before < 0 or not portion or not traits(passage.language).cases_decide:
        return []
    return [before] if passage.words[before].form.endswith(ending("genitive", passage.language)) else []


def _holder(passage: Passage, share: Cue, at: int) -> list[int]:
    """Indexes of the words that may hold a share: right before the verb, right after "share of"."""
    quantity = passage.quantities[at]
    if any(c.first == share.first for c in passage.having("relation", "portion")):
        after = share.last + 1
        while any(c.first <= after <= c.last and c.name in {"of", "filler"} for c in passage.having("place")):
            after += 1
        return [after] if after > share.last + 1 or traits(passage.language).owner_behind else []
    before = share.first - 1
    return [before] if before >= 0 and not quantity.start <= passage.words[before].start < quantity.end else []


def _stranger(passage: Passage, index: int, low: int) -> bool:
    """True for a noun no lexicon knows, or knows as no area."""
    if not 0 <= index < len(passage.words):
        return False
    word = passage.words[index]
    known = [(c.start, c.end) for c in passage.cues if c.group not in _SMALL and c.name not in _OTHERS]
    known += [(m.start, m.end) for m in passage.mentions] + [(q.start, q.end) for q in passage.quantities]
    known += [(p.start_char, p.end_char) for p in passage.periods]
    if word.start < low or len(word.form) < _LETTERS or not word.form.isalpha():
        return False
    return not any(a <= word.start < b for a, b in known)
