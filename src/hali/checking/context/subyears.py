"""The part of a year that words before or after it name: month, day, quarter, half, first N months."""

from __future__ import annotations

from hali.checking.context.coded import Part, coded_after, coded_before, small
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES, HYPHENS

_MOST_SKIPPED = 4
_MONTHS = 12
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3}
_ORDINAL_MARKS = frozenset({"er", "re", "e", "st", "nd", "rd", "th", "го", "й", "м", "ші", "шы"})
_ABLATIVE = ("дан", "ден", "тан", "тен", "нан", "нен")
_LONGEST_PAST = 100
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
    """The first month of "January–June", "Januari hadi Septemba", "von Januar bis Juli" and its token."""
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
    """The day of "1 March", "1er mars", "1. März" and its token."""
    tokens = scan.tokens
    place = start - 1
    if place > floor and tokens[place].low == "of" and tokens[place - 1].low in _ORDINAL_MARKS:
        place -= 1
    if place > floor and tokens[place].glued and (tokens[place].text == "." or tokens[place].low in _ORDINAL_MARKS):
        place -= 1
        if place > floor and tokens[place].text in HYPHENS and tokens[place].glued:
            place -= 1
    if place < floor or tokens[place].kind != "n":
        return None
    day = small(tokens[place].text, 31)
    return (day, place) if day else None


def _american_day(scan: Scan, place: int, floor: int) -> Part | None:
    """A month before its day: "March 1, 2020", "March 1st, 2020"."""
    marked = place - 2 > floor and scan.tokens[place - 1].glued and scan.tokens[place - 1].low in _ORDINAL_MARKS
    place -= 1 if marked else 0
    if place - 1 < floor or scan.tokens[place - 1].kind != "n":
        return None
    day = small(scan.tokens[place - 1].text, 31)
    hit = scan.before(place - 1, "period_months", floor) if day else None
    return Part(hit.key, 1, day, "date", place - 1 - hit.length, place) if hit else None


def _numbered(scan: Scan, place: int, floor: int, kind: str, most: int) -> Part | None:
    """An ordinal with "quarter" or "half", in either order, that ends before token `place`."""
    name = "quarter" if most == 4 else "half"
    months = _MONTHS // most
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
    ordinal = next((h for h in ordinals if h.lang == "sw"), None)
    if ordinal is None or ordinal.key > most:
        return None
    link = scan.before(place - 1, "link", floor)
    hit = scan.before(place - 2, kind, floor) if link else None
    if hit is None or hit.lang != "sw":
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
    if begin > floor and (tokens[begin].text == "." or tokens[begin].low in _ORDINAL_MARKS) and tokens[begin].glued:
        begin -= 1
        if begin > floor and tokens[begin].text in HYPHENS and tokens[begin].glued:
            begin -= 1
    if begin < floor:
        return None
    number = _ROMAN.get(tokens[begin].low, 0) or small(tokens[begin].text, most)
    return (number, begin) if 0 < number <= most else None


def _count_of_months(scan: Scan, place: int, floor: int) -> Part | None:
    """A count of months: "first nine months of", "9 месяцев", "neuf premiers mois de", "miezi tisa ya kwanza ya"."""
    leading = scan.before(place, "period_leading", floor)
    if leading is not None and leading.lang == "sw":
        place -= leading.length
    quarters = scan.before(place, "period_quarter", floor)
    hit = scan.before(place, "period_month", floor) or quarters
    if hit is not None and hit.lang != "sw":
        part = _counted_months(scan, place - hit.length, floor, 3 if hit is quarters else 1)
        return part._replace(last=place) if part else None
    for length in (1, 3):
        number = _count_at(scan, place - length)
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
    count = _count_before(scan, begin, floor)
    if count is None or count[0] * each > _MONTHS:
        return None
    outer = next((h for kind in kinds if (h := scan.before(count[1], kind, floor))), None)
    if each > 1 and not (inner or outer) and scan.prior != "ru":
        # "three quarters of 2024" may be a share
        return None
    months = count[0] * each
    closing = any(h is not None and h.kind == "period_closing" for h in (inner, outer))
    first = count[1] - (outer.length if outer else 0)
    return Part(_MONTHS + 1 - months if closing else 1, months, 0, "months", first, begin)


def _count_before(scan: Scan, place: int, floor: int) -> tuple[int, int] | None:
    if place - 1 < floor:
        return None
    hit = scan.before(place, "number", floor)
    if hit is not None and 0 < hit.key <= _MONTHS:
        begin = place - hit.length
        ten = scan.before(begin, "number", floor)
        if hit.key < 3 and ten is not None and ten.key == 10 and ten.lang == hit.lang:
            return 10 + hit.key, begin - ten.length
        return hit.key, begin
    token = scan.tokens[place - 1]
    number = small(token.text, _MONTHS) if token.kind == "n" else 0
    return (number, place - 1) if number else None


def _count_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """A number from 1 to 12 at token `i` and the token after it."""
    if not 0 <= i < len(scan.tokens):
        return None
    token = scan.tokens[i]
    if token.kind == "n":
        number = small(token.text, _MONTHS)
        return (number, i + 1) if number else None
    hit = scan.at(i, "number")
    if hit is None or not 0 < hit.key <= _MONTHS:
        return None
    end = i + hit.length
    step = end + 1 if hit.lang == "sw" and scan.at(end, "join") else end
    more = scan.at(step, "number") if hit.key == 10 else None
    if more is not None and 0 < more.key < 3 and more.lang == hit.lang:
        return 10 + more.key, step + more.length
    return hit.key, end


def after_year(scan: Scan, i: int) -> Part | None:
    """The part of a year named right after it (kk, and "2023 Q1"): "... жылдың бірінші тоқсанында", "... ж. 1 наурыз".

    Args:
        scan: the text.
        i: token after the year and its year word.
    """
    if i >= len(scan.tokens):
        return None
    return coded_after(scan, i) or _kazakh_months(scan, i) or _kazakh_numbered(scan, i) or _kazakh_count(scan, i)


def _kazakh_months(scan: Scan, i: int) -> Part | None:
    token = scan.tokens[i]
    day = small(token.text, 31) if token.kind == "n" else 0
    start = i + 1 if day else i
    if day and scan.tokens[start : start + 1] and scan.tokens[start].text in HYPHENS:
        start += 2
    hit = next((h for h in scan.all_at(start, "period_months") if h.lang == "kk"), None)
    if hit is None:
        return None
    end = start + hit.length
    if day:
        return Part(hit.key, 1, day, "date", i, end)
    dashed = end < len(scan.tokens) and scan.tokens[end].text in DASHES
    place = end + 1 if dashed else end
    last = scan.at(place, "period_months") if dashed or scan.tokens[end - 1].low.endswith(_ABLATIVE) else None
    if last is not None and last.key > hit.key:
        until = place + last.length
        if dashed or scan.low(until).startswith("дейін"):
            return Part(hit.key, last.key - hit.key + 1, 0, "months", i, until if dashed else until + 1)
    return Part(hit.key, 1, 0, "month", i, end)


def _kazakh_numbered(scan: Scan, i: int) -> Part | None:
    ordinal = scan.at(i, "period_ordinals")
    token = scan.tokens[i]
    number = ordinal.key if ordinal else _ROMAN.get(token.low, 0) or small(token.text, 4)
    if not number:
        return None
    place = i + (ordinal.length if ordinal else 1)
    if not ordinal and place < len(scan.tokens) and scan.tokens[place].text in HYPHENS:
        place += 2 if scan.low(place + 1) in _ORDINAL_MARKS else 1
    for kind, most, name in (("period_quarter", 4, "quarter"), ("period_half", 2, "half")):
        hit = next((h for h in scan.all_at(place, kind) if h.lang == "kk"), None)
        if hit is not None:
            months = _MONTHS // most
            return Part((min(number, most) - 1) * months + 1, months, 0, name, i, place + hit.length)
    return None


def _kazakh_count(scan: Scan, i: int) -> Part | None:
    leading = scan.at(i, "period_leading")
    number = _count_at(scan, i + (leading.length if leading else 0))
    if number is None:
        return None
    hit = next((h for h in scan.all_at(number[1], "period_month") if h.lang == "kk"), None)
    return Part(1, number[0], 0, "months", i, number[1] + hit.length) if hit else None


def past_years(scan: Scan, i: int) -> tuple[int, int] | None:
    """Years up to now that begin at token `i`: "the past 20 years", "miaka 20 iliyopita", "ces dix dernières années".

    Returns:
        Number of years and the token after the words, or None.
    """
    before = scan.at(i, "period_past")
    place = i + before.length if before else i
    count = _years_count(scan, place)
    if count is None:
        return None
    number, place = count
    after = scan.at(place, "period_past_after")
    if before is not None and before.lang == "sw":
        return (number, place + after.length) if after else None
    place += after.length if after and before is None else 0
    years = scan.at(place, "period_years")
    if years is None or (before is None and after is None):
        return None
    return number, place + years.length


def years_counted(scan: Scan, i: int) -> tuple[int, int] | None:
    """A count of years at token `i`: "five years", "пять лет", "miaka mitano", and the token after it, or None."""
    swahili = next((h for h in scan.all_at(i, "period_years") if h.lang == "sw"), None)
    if swahili is not None:
        return _years_count(scan, i + swahili.length)
    count = _years_count(scan, i)
    years = scan.at(count[1], "period_years") if count else None
    return (count[0], count[1] + years.length) if count and years and years.lang != "sw" else None


def _years_count(scan: Scan, i: int) -> tuple[int, int] | None:
    if i >= len(scan.tokens):
        return None
    token = scan.tokens[i]
    if token.kind == "n":
        number = small(token.text, _LONGEST_PAST)
        return (number, i + 1) if number else None
    hit = scan.at(i, "number")
    return (hit.key, i + hit.length) if hit and 1 < hit.key <= _LONGEST_PAST else None
