"""Days and months in figures."""

from __future__ import annotations

from datetime import date, timedelta

from hali.checking.times.atoms import Atom
from hali.languages.phrases import Scan
from hali.model.period import add_months


def date_at(found: Scan, i: int) -> Atom | None:
    """A day or month in figures: "2020-03-01", "2020-03" with a zero before the month, "01.03.2020"."""
    tokens = found.tokens
    token = tokens[i]
    if token.kind != "n" or (token.glued and i and tokens[i - 1].kind == "w"):
        return None
    pieces = token.text.split(".")
    if len(pieces) == 3 and all(p.isdecimal() for p in pieces) and len(pieces[2]) == 4:
        return _day(i, i + 1, int(pieces[2]), int(pieces[1]), int(pieces[0]))
    if len(token.text) != 4 or not token.text.isdecimal():
        return None
    numbers, place = [int(token.text)], i + 1
    while len(numbers) < 3 and place + 1 < len(tokens) and _dashed_pair(found, place):
        numbers.append(int(tokens[place + 1].text))
        place += 2
    if len(numbers) == 3:
        return _day(i, place, *numbers)
    if len(numbers) == 2 and tokens[i + 2].text[0] == "0" and 1 <= numbers[1] <= 12:
        start = date(numbers[0], numbers[1], 1) if numbers[0] else None
        return Atom(i, place, start, add_months(start, 1), "month") if start else None
    return None


def _dashed_pair(found: Scan, place: int) -> bool:
    sign, number = found.tokens[place], found.tokens[place + 1]
    if sign.text != "-" or not sign.glued or not number.glued or number.kind != "n":
        return False
    return len(number.text) == 2 and number.text.isdecimal()


def _day(first: int, last: int, year: int, month: int, day: int) -> Atom | None:
    try:
        start = date(year, month, day)
    except ValueError:
        return None
    return Atom(first, last, start, start + timedelta(days=1), "date")
