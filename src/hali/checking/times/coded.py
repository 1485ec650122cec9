"""Parts of a year in letters and figures: "Q1 2024", "1H/2024", "9M 2024", "4Q23"."""

from __future__ import annotations

from typing import NamedTuple

from hali.checking import wording
from hali.languages.phrases import Scan
from hali.languages.tokens import HYPHENS

_CENTURY = 2000
_APOSTROPHES = frozenset("'\u2019")


class Part(NamedTuple):
    """Part of a year: first month, number of months, day (0 for none), kind, tokens it takes."""

    month: int
    months: int
    day: int
    kind: str
    first: int
    last: int


def small(text: str, most: int) -> int:
    """A whole number from 1 to `most`, or 0."""
    number = int(text) if text.isdecimal() and len(text) <= 2 else 0
    return number if number <= most else 0


def coded_before(scan: Scan, place: int, floor: int) -> Part | None:
    """The lettered part that ends right before token `place`, or before a "/" or hyphen that joins it to the year.

    Args:
        scan: the text.
        place: token after the part.
        floor: first token that no earlier period has taken.
    """
    if place - 4 >= floor and scan.low(place - 1) == ")" and scan.low(place - 4) == "(":
        # A letter in brackets after the words, "the fourth quarter (Q4) of 2024"; the year is behind it.
        place -= 1
    if place - 1 > floor and (scan.tokens[place - 1].text in HYPHENS or scan.tokens[place - 1].text == "/"):
        place -= 1
    return _coded(scan, place - 2) if place - 2 >= floor else None


def coded_after(scan: Scan, i: int) -> Part | None:
    """The lettered part at token `i`, or behind a hyphen there: "2023 Q1", "2023-H2"."""
    hyphen = i < len(scan.tokens) and scan.tokens[i].text in HYPHENS and scan.tokens[i].glued
    part = _coded(scan, i + 1 if hyphen else i)
    return part._replace(first=i) if part else None


def coded_year(scan: Scan, i: int) -> tuple[Part, int] | None:
    """A lettered part with a year of two digits at token `i`, all in one: "1Q24", "Q4'23", "9M24", "H1/25"."""
    part = _coded(scan, i)
    if part is None or (i and scan.tokens[i].glued and scan.tokens[i - 1].kind in {"w", "n"}):
        return None
    place = part.last
    tokens = scan.tokens
    sign = place < len(tokens) and tokens[place].glued and tokens[place].text in {*_APOSTROPHES, "/"}
    place += 1 if sign else 0
    # After "Q1" the year needs a sign; "1Q24" is one word.
    if place >= len(tokens) or not tokens[place].glued or not (sign or tokens[i].kind == "n"):
        return None
    if len(tokens[place].text) != 2 or not tokens[place].text.isdecimal():
        return None
    ends = place + 1 == len(tokens) or not tokens[place + 1].glued or tokens[place + 1].kind == "o"
    return (part._replace(last=place + 1), _CENTURY + int(tokens[place].text)) if ends else None


def _coded(scan: Scan, i: int) -> Part | None:
    """The letter and figure at tokens `i` and `i + 1`, in either order."""
    if not 0 <= i < len(scan.tokens) - 1 or not scan.tokens[i + 1].glued:
        return None
    letter, number = scan.tokens[i], scan.tokens[i + 1]
    led = number.kind == "n"
    if not led:
        letter, number = number, letter
    if letter.kind != "w" or number.kind != "n":
        return None
    if letter.low in wording.said("quarter_letters") and (n := small(number.text, 4)):
        return Part(n * 3 - 2, 3, 0, "quarter", i, i + 2)
    if letter.low in wording.said("half_letters") and (n := small(number.text, 2)):
        return Part(n * 6 - 5, 6, 0, "half", i, i + 2)
    if letter.low in wording.said("month_letters") and not led and (n := small(number.text, 12)):
        return Part(1, n, 0, "months", i, i + 2)
    return None
