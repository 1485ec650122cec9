"""The part of a year that words before or after it name: month, day, quarter, half, first N months."""

from __future__ import annotations

from hali.checking.times.coded import Part, coded_before, small
from hali.checking.times.counting import MONTHS, ORDINAL_MARKS, ROMAN, count_at, count_before
from hali.languages import traits
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES, HYPHENS

_MOST_SKIPPED = 4
_MONTH_JOINTS = (
    ("to", ("from", "period_since")),
    ("period_until", ("from", "period_since")),
    ("and", ("between",)),
)
"""Words that join two months of a year, and the words that may open, before "and" must open, the pair."""


def before_year(scan: Scan, i: int, floor: int) -> Part | None:
    """The part of a year named right before token `i`: "March", "1 Machi", "robo ya pili ya", "first nine months of".

    Args:
        scan: the text.
        i: token of the year.
        floor: first token that no earlier period has taken.
    """
    place = i
    for _ in range(_MOST_SKIPPED + 1):
        part = ending_at(scan, place, floor)
        if part is not None:
            return part
        skip = scan.before(place, "period_connector", floor) or scan.before(place, "year_word", floor)
        if skip is None:
            return None
        place -= skip.length
    return None


def ending_at(scan: Scan, place: int, floor: int) -> Part | None:
    """The part of a year whose words end right before token `place`."""
    return (
        _months_before(scan, place, floor)
        or _american_day(scan, place, floor)
        or coded_before(scan, place, floor)
        or _numbered(scan, place, floor, "period_quarter", 4)
        or _numbered(scan, place, floor, "period_half", 2)
        or _count_of_months(scan, place, floor)
    )


def _months_before(scan: Scan, place: int, floor: int) -> Part | None:
    """A month, a day of a month or months from ... to before token `place`."""
    hit = scan.before(place, "period_months", floor)
    if hit is None:
        return None
    start = place - hit.length
    first = _first_month(scan, start, floor)
    if first is not None:
        month, begin = first
        if month < hit.key:
            return Part(month, hit.key - month + 1, 0, "months", begin, place)
    day = _day_before(scan, start, floor)
    if day is not None:
        return Part(hit.key, 1, day[0], "date", day[1], place)
    return Part(hit.key, 1, 0, "month", start, place)


def _first_month(scan: Scan, start: int, floor: int) -> tuple[int, int] | None:
    """The first month of "January-June", "Januari hadi Septemba", "von Januar bis Juli" and its token."""
    if start <= floor:
        return None
    if scan.tokens[start - 1].text in DASHES:
        hit = scan.before(start - 1, "period_months", floor)
        return (hit.key, start - 1 - hit.length) if hit else None
    last = scan.at(start, "period_months")
    end_of = scan.before(start, "period_end_of", floor)
    start -= end_of.length if end_of else 0
    for joint, openings in _MONTH_JOINTS:
        word = scan.before(start, joint, floor)
        hit = scan.before(start - word.length, "period_months", floor) if word else None
        if word is None or hit is None:
            continue
        begin = start - word.length - hit.length
        opening = next((o for kind in openings if (o := scan.before(begin, kind, floor))), None)
        if opening is not None or joint != "and" or (last and last.key == hit.key + 1):
            return hit.key, begin - (opening.length if opening else 0)
    return None


def _day_before(scan: Scan, start: int, floor: int) -> tuple[int, int] | None:
    """The day of "1 March", "1er mars" and its token."""
    tokens = scan.tokens
    place = start - 1
    if place > floor and tokens[place].low == "of" and tokens[place - 1].low in ORDINAL_MARKS:
        place -= 1
    if place > floor and tokens[place].glued and (tokens[place].text == "." or tokens[place].low in ORDINAL_MARKS):
        place -= 1
        if place > floor and tokens[place].text in HYPHENS and tokens[place].glued:
            place -= 1
    if place < floor or tokens[place].kind != "n":
        return None
    day = small(tokens[place].text, 31)
    return (day, place) if day else None


def _american_day(scan: Scan, place: int, floor: int) -> Part | None:
    """A month before its day: "March 1, 2020", "March 1st, 2020"."""
    marked = place - 2 > floor and scan.tokens[place - 1].glued and scan.tokens[place - 1].low in ORDINAL_MARKS
    place -= 1 if marked else 0
    if place - 1 < floor or scan.tokens[place - 1].kind != "n":
        return None
    day = small(scan.tokens[place - 1].text, 31)
    hit = scan.before(place - 1, "period_months", floor) if day else None
    return Part(hit.key, 1, day, "date", place - 1 - hit.length, place) if hit else None


def _numbered(scan: Scan, place: int, floor: int, kind: str, most: int) -> Part | None:
    """An ordinal with "quarter" or "half", in either order, that ends before token `place`."""
    name = "quarter" if most == 4 else "half"
    months = MONTHS // most
    named = scan.before(place, "period_quarters", floor) if most == 4 else None
    if named is not None:
        return Part((named.key - 1) * months + 1, months, 0, name, place - named.length, place)
    hit = scan.before(place, kind, floor)
    if hit is not None:
        found = _ordinal_before(scan, place - hit.length, floor, most)
        if found is None:
            return None
        number, begin = found
        return Part((number - 1) * months + 1, months, 0, name, begin, place)
    ordinals = scan.all_at(place - 1, "period_ordinals") if place > floor else ()
    ordinal = next((h for h in ordinals if traits(h.lang).unit_first), None)
    if ordinal is None or ordinal.key > most:
        return None
    link = scan.before(place - 1, "link", floor)
    hit = scan.before(place - 2, kind, floor) if link else None
    if hit is None or not traits(hit.lang).unit_first:
        return None
    return Part((ordinal.key - 1) * months + 1, months, 0, name, place - 2 - hit.length, place)


def _ordinal_before(scan: Scan, place: int, floor: int, most: int) -> tuple[int, int] | None:
    if place - 1 > floor and scan.over_hyphen(place - 1) == place:
        place -= 1
    hit = scan.before(place, "period_ordinals", floor)
    if hit is not None and scan.tokens[place - hit.length].kind == "w":
        # "last quarter" is the fourth, "last half" the second.
        return min(hit.key, most), place - hit.length
    begin = place - 1
    tokens = scan.tokens
    if begin > floor and (tokens[begin].text == "." or tokens[begin].low in ORDINAL_MARKS) and tokens[begin].glued:
        begin -= 1
        if begin > floor and tokens[begin].text in HYPHENS and tokens[begin].glued:
            begin -= 1
    if begin < floor:
        return None
    number = ROMAN.get(tokens[begin].low, 0) or small(tokens[begin].text, most)
    return (number, begin) if 0 < number <= most else None


def _count_of_months(scan: Scan, place: int, floor: int) -> Part | None:
    """A count of months: "first nine months of", "neuf premiers mois de", "miezi tisa ya kwanza ya"."""
    leading = scan.before(place, "period_leading", floor)
    if leading is not None and traits(leading.lang).unit_first:
        place -= leading.length
    quarters = scan.before(place, "period_quarter", floor)
    hit = scan.before(place, "period_month", floor) or quarters
    if hit is not None and not traits(hit.lang).unit_first:
        part = _counted_months(scan, place - hit.length, floor, 3 if hit is quarters else 1)
        return part._replace(last=place) if part else None
    for length in (1, 3):
        number = count_at(scan, place - length)
        if number is not None and number[1] == place and scan.before(place - length, "period_month", floor):
            return Part(1, number[0], 0, "months", place - length - 1, place)
    return None


def bare_months(scan: Scan, first: int, place: int) -> bool:
    """True for a count of months without "first" or "last" ("nine months") in the tokens first..place."""
    kinds = ("period_leading", "period_closing", "period_months")
    return not any(scan.all_at(i, kind) for i in range(first, place) for kind in kinds)


def _counted_months(scan: Scan, begin: int, floor: int, each: int) -> Part | None:
    """A count before token `begin`, where months or quarters (`each` of 3) follow: "first nine", "neuf premiers"."""
    kinds = ("period_leading", "period_closing")
    inner = next((h for kind in kinds if (h := scan.before(begin, kind, floor))), None)
    begin -= inner.length if inner else 0
    count = count_before(scan, begin, floor)
    if count is None or count[0] * each > MONTHS:
        return None
    outer = next((h for kind in kinds if (h := scan.before(count[1], kind, floor))), None)
    if each > 1 and not (inner or outer) and not traits(scan.prior).quarters_are_time:
        # "three quarters of 2024" may be a share
        return None
    months = count[0] * each
    closing = any(h is not None and h.kind == "period_closing" for h in (inner, outer))
    first = count[1] - (outer.length if outer else 0)
    return Part(MONTHS + 1 - months if closing else 1, months, 0, "months", first, begin)
