"""Ranges: the two ends of one time joined, and times whose end is open."""

from __future__ import annotations

from dataclasses import replace

from hali.checking import wording
from hali.checking.times.atoms import Atom
from hali.languages import traits
from hali.languages.morphology import ending
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES

_LONGEST_YEAR_WORD = 2


def merged_atoms(found: Scan, atoms: list[Atom]) -> list[Atom]:
    """Joins the two ends of "2005-2020", "kati ya 2005 na 2020", "from March 2020 to June 2021"."""
    merged: list[Atom] = []
    for atom in atoms:
        before = merged[-1] if merged else None
        if before is not None and before.kind != "range" and _is_span(found, before, atom):
            merged[-1] = _joined(found, before, atom)
        else:
            merged.append(atom)
    return merged


def _is_span(found: Scan, first: Atom, second: Atom) -> bool:
    if first.start is None or second.end is None or second.start is None or first.start >= second.start:
        return False
    gap = found.tokens[first.last : second.first]
    place = first.last
    if len(gap) == 1 and gap[0].text in DASHES:
        return True
    if not gap:
        return _cased_span(found, first, second)
    words = {(h.kind, h.length) for kind in ("to", "and", "period_until") for h in found.all_at(place, kind)}
    lengths = {length for kind, length in words if kind != "and"}
    if _reaches(found, place, lengths, second.first):
        return True
    joins = {length for kind, length in words if kind == "and"}
    opened = _opening(found, first.first, ("between",)) is not None
    closed = found.at(second.last, "between_after")
    return bool((opened or closed) and _reaches(found, place, joins, second.first))


def _reaches(found: Scan, place: int, lengths: set[int], goal: int) -> bool:
    """True if a joining word, and at most "the end of" and a year word after it, fill the gap."""
    for length in lengths:
        end = place + length
        end_of = found.at(end, "period_end_of")
        end += end_of.length if end_of else 0
        if end == goal:
            return True
        hit = found.at(end, "year_word")
        if hit is not None and end + hit.length == goal:
            return True
    return False


def _opening(found: Scan, i: int, kinds: tuple[str, ...]) -> int | None:
    """First token of a word such as "between" or "from" before token `i`; a year word may stand between."""
    for skipped in range(_LONGEST_YEAR_WORD + 1):
        word = found.before(i, "year_word", i - skipped) if skipped else None
        if skipped and (word is None or word.length != skipped):
            continue
        hits = [hit for kind in kinds if (hit := found.before(i - skipped, kind))]
        if hits:
            return i - skipped - max(hit.length for hit in hits)
    return None


def _cased_span(found: Scan, first: Atom, second: Atom) -> bool:
    """True for two ends told by a case and a word behind them."""
    tokens = found.tokens
    ablative = tokens[first.last - 1].low.endswith(ending("ablative"))
    return ablative and second.last < len(tokens) and tokens[second.last].low.startswith(wording.said("until"))


def _joined(found: Scan, first: Atom, second: Atom) -> Atom:
    start = _opening(found, first.first, ("between", "from", "period_since"))
    start = first.first if start is None else start
    kind = "months" if first.kind in {"month", "months"} and second.kind in {"month", "months"} else "range"
    return Atom(start, second.last, first.start, second.end, kind)


def opened(found: Scan, atom: Atom) -> Atom:
    """Opens the end of "since 1990", "tangu 2010"."""
    if atom.kind in {"range", "relative"} or atom.start is None:
        return atom
    month = next((h for h in found.all_at(atom.last, "period_connector") if traits(h.lang).part_behind_year), None)
    place = atom.last + (month.length if month else 0)
    after = found.at(place, "period_since_after")
    if after is not None:
        return replace(atom, last=place + after.length, end=None, kind="since")
    before = found.before(atom.first, "period_since")
    if before is None:
        return atom
    first = atom.first - before.length
    word = found.tokens[first].low
    if word in wording.said("since_or_with") and before.length == 1:
        compared = first > 0 and found.tokens[first - 1].low in wording.said("with_behind")
        if compared or found.tokens[atom.last - 1].low in wording.said("with_year"):
            return atom
    return replace(atom, first=first, end=None, kind="since")
