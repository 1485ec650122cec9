"""Years in four digits: alone, as decades, as two in one; not those of names and documents."""

from __future__ import annotations

from datetime import date

from hali.checking import wording
from hali.checking.times.atoms import Atom, over_year_words, within_year
from hali.checking.times.coded import coded_before
from hali.codelists import areas
from hali.languages import traits
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES, HYPHENS

_EARLIEST, _LATEST = 1800, 2100


def year_at(found: Scan, i: int, floor: int, taken: list[tuple[int, int]]) -> Atom | None:
    """The year, decade or pair of years at token `i`."""
    token = found.tokens[i]
    if token.kind != "n" or not token.text.isdecimal() or len(token.text) != 4:
        return None
    year = int(token.text)
    if not _EARLIEST <= year <= _LATEST or not _is_year(found, i, floor):
        return None
    if any(start < token.end and token.start < end for start, end in taken):
        return None
    decade = _decade(found, i, year, floor)
    if decade is not None:
        return decade
    fiscal = _second_year(found, i, year)
    if fiscal is not None:
        last, until = fiscal
        return Atom(i, over_year_words(found, last), date(year, 1, 1), date(until + 1, 1, 1), "range")
    return within_year(found, i, i + 1, year, floor)


def _is_year(found: Scan, i: int, floor: int) -> bool:
    """False for four digits in a name, a document number, a fraction or a time."""
    tokens = found.tokens
    token, before = tokens[i], tokens[i - 1] if i else None
    if before is not None and token.glued and not (before.text == "/" and coded_before(found, i, floor)):
        joined = before.text in HYPHENS and before.glued and i > 1 and tokens[i - 2].kind == "w"
        if joined and tokens[i - 2].low not in wording.said("year_prefixes") and not found.at(i - 2, "period_months"):
            return False
        if (before.kind == "w" and before.low != "fy") or before.text in {"/", ":", "_", "\u2116", "#", "+", "."}:
            return False
    if i + 1 < len(tokens) and tokens[i + 1].glued:
        after = tokens[i + 1]
        if after.kind == "w":
            known = found.at(i + 1, "year_word") or found.at(i + 1, "period_decade_marks")
            return known is not None or after.low in {"q", "h"}
        pair = i + 2 < len(tokens) and tokens[i + 2].kind == "n" and (after.text == "/" or tokens[i + 2].glued)
        # "2021: 356 m" is the year of a list, "2021:356" is none.
        if after.text in {"/", ":"} and pair:
            return _second_year(found, i, int(token.text)) is not None
    if any(traits(h.lang).word_of_year_behind for h in found.all_at(i + 1, "year_word")):
        return True
    return not (found.before(i, "label", floor) or _in_a_name(found, i, floor))


def _in_a_name(found: Scan, i: int, floor: int) -> bool:
    """Whether a year is part of a programme's name, "Vision 2030", "the 2030 Agenda"; such names have round years.

    After the year an area is no name: "in 2020 Kazakhstan exported ...".
    """
    if int(found.tokens[i].text) % 5:
        return False
    if found.before(i, "name", floor):
        return True
    return found.at(i + 1, "name") is not None and not areas.mentions(found.tokens[i + 1].text, found.prior)


def _decade(found: Scan, i: int, year: int, floor: int) -> Atom | None:
    """A decade: "the 1990s", "die 1990er", "miaka ya 1990"."""
    tokens = found.tokens
    if year % 10:
        return None
    start, end = i, i + 1
    if end < len(tokens) and tokens[end].text in HYPHENS and tokens[end].glued:
        end += 1
    if end < len(tokens) and tokens[end].glued and (mark := found.at(end, "period_decade_marks")):
        end += mark.length
    else:
        before = found.before(i, "period_decades", floor)
        if before is None:
            return None
        start, end = i - before.length, i + 1
    return Atom(start, over_year_words(found, end), date(year, 1, 1), date(year + 10, 1, 1), "range")


def _second_year(found: Scan, i: int, year: int) -> tuple[int, int] | None:
    """The end of "2015/16", "2015/2016" and "2015-20": token after it and the last year."""
    tokens = found.tokens
    if i + 2 >= len(tokens) or not (tokens[i + 1].glued and tokens[i + 2].glued) or tokens[i + 2].kind != "n":
        return None
    sign, text = tokens[i + 1].text, tokens[i + 2].text
    if i + 3 < len(tokens) and tokens[i + 3].glued and (tokens[i + 3].text in HYPHENS or tokens[i + 3].text == "/"):
        return None
    if sign == "/" and len(text) == 4 and text.isdecimal() and int(text) == year + 1:
        return i + 3, int(text)
    if len(text) != 2 or not text.isdecimal() or (sign != "/" and sign not in DASHES):
        return None
    until = year - year % 100 + int(text)
    if until <= year or (sign == "/" and until != year + 1):
        return None
    return i + 3, until
