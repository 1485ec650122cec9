"""Parts of a year named behind it, as languages do that put the larger first."""

from __future__ import annotations

from hali.checking import wording
from hali.checking.times.coded import Part, coded_after, small
from hali.checking.times.counting import MONTHS, ORDINAL_MARKS, ROMAN, count_at
from hali.languages import traits
from hali.languages.morphology import ending
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES, HYPHENS


def after_year(scan: Scan, i: int) -> Part | None:
    """The part of a year named right after it, where parts stand behind their year, and in "2023 Q1".

    Args:
        scan: the text.
        i: token after the year and its year word.
    """
    if i >= len(scan.tokens):
        return None
    return (
        coded_after(scan, i) or _following_months(scan, i) or _following_numbered(scan, i) or _following_count(scan, i)
    )


def _following_months(scan: Scan, i: int) -> Part | None:
    token = scan.tokens[i]
    day = small(token.text, 31) if token.kind == "n" else 0
    start = i + 1 if day else i
    if day and scan.tokens[start : start + 1] and scan.tokens[start].text in HYPHENS:
        start += 2
    hit = next((h for h in scan.all_at(start, "period_months") if traits(h.lang).part_behind_year), None)
    if hit is None:
        return None
    end = start + hit.length
    if day:
        return Part(hit.key, 1, day, "date", i, end)
    dashed = end < len(scan.tokens) and scan.tokens[end].text in DASHES
    place = end + 1 if dashed else end
    last = scan.at(place, "period_months") if dashed or scan.tokens[end - 1].low.endswith(ending("ablative")) else None
    if last is not None and last.key > hit.key:
        until = place + last.length
        if dashed or scan.low(until).startswith(wording.said("until")):
            return Part(hit.key, last.key - hit.key + 1, 0, "months", i, until if dashed else until + 1)
    return Part(hit.key, 1, 0, "month", i, end)


def _following_numbered(scan: Scan, i: int) -> Part | None:
    ordinal = scan.at(i, "period_ordinals")
    token = scan.tokens[i]
    number = ordinal.key if ordinal else ROMAN.get(token.low, 0) or small(token.text, 4)
    if not number:
        return None
    place = i + (ordinal.length if ordinal else 1)
    if not ordinal and place < len(scan.tokens) and scan.tokens[place].text in HYPHENS:
        place += 2 if scan.low(place + 1) in ORDINAL_MARKS else 1
    for kind, most, name in (("period_quarter", 4, "quarter"), ("period_half", 2, "half")):
        hit = next((h for h in scan.all_at(place, kind) if traits(h.lang).part_behind_year), None)
        if hit is not None:
            months = MONTHS // most
            return Part((min(number, most) - 1) * months + 1, months, 0, name, i, place + hit.length)
    return None


def _following_count(scan: Scan, i: int) -> Part | None:
    leading = scan.at(i, "period_leading")
    number = count_at(scan, i + (leading.length if leading else 0))
    if number is None:
        return None
    hit = next((h for h in scan.all_at(number[1], "period_month") if traits(h.lang).part_behind_year), None)
    return Part(1, number[0], 0, "months", i, number[1] + hit.length) if hit else None
