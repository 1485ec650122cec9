"""Flags of table cells: second-hand, partial, at a break; and the keys of the texts that explain them."""

from __future__ import annotations

from collections.abc import Iterable

from hali.model.definition import Reading
from hali.narrate.words import table

MEANT = {"second_hand_flag": "flag_q", "partial_flag": "flag_p", "break_flag": "flag_b"}
"""Key of a flag in `[brief]` -> key of what it means."""

HOLLOW = frozenset({"second_hand_flag", "partial_flag"})
"""Flags of numbers that pictures draw hollow."""

OLD = "flag_old"
"""Key of what the mark of an old period means."""


def key(reading: Reading) -> str:
    """Key of the flag of a number; empty for none."""
    if reading.status == "Q":
        return "second_hand_flag"
    if reading.missing:
        return "partial_flag"
    return "break_flag" if "BREAK" in reading.caveats else ""


def explained(readings: Iterable[Reading | None], lang: str) -> list[str]:
    """Keys of what the flags of some readings mean, in the order of the flags in a language."""
    return ordered({MEANT[key(r)] for r in readings if r is not None and key(r)}, lang)


def ordered(keys: Iterable[str], lang: str) -> list[str]:
    """Keys of what flags mean in the order of the flags in a language, the mark of an old period last."""
    return sorted(keys, key=lambda one: (one == OLD, str(table(lang, "brief")[one])))
