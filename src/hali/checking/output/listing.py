"""Every number of a text: judged, silent with its reason, or not read as a statistic. Nothing is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from hali.checking.checked import Checked

_NUMBER = regex.compile(r"\p{Nd}(?:[\p{Nd}.,:/'\u2019\u00a0\u202f-]*\p{Nd})?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text.

    Attributes:
        start, end: code points in the text.
        status: `judged`, `silent`, or `unread` where it was not read as a statistic.
        claim: id of its claim, "" where it is in none.
        reason: why nothing is said, one of REASONS, else "".
    """

    start: int
    end: int
    status: Literal["judged", "silent", "unread"]
    claim: str = ""
    reason: str = ""


def numbers(checked: Checked) -> tuple[Number, ...]:
    """The claims of a text and the figures in no claim, in reading order."""
    listed = [
        Number(f.claim.start, f.claim.end, "silent" if f.reason else "judged", f.claim.id, f.reason)
        for f in checked.findings
    ]
    taken = sorted((one.start, one.end) for one in listed)
    at = 0
    for match in _NUMBER.finditer(checked.article.text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at == len(taken) or match.end() <= taken[at][0]:
            listed.append(Number(match.start(), match.end(), "unread"))
    return tuple(sorted(listed, key=lambda one: (one.start, one.end)))


def unread(checked: Checked) -> tuple[str, ...]:
    """The figures that were not read as statistics, as written, each once; without the years and days of claims."""
    text = checked.article.text
    used = [span for finding in checked.findings for span in finding.claim.evidence.values()]
    passed = [
        one
        for one in numbers(checked)
        if one.status == "unread" and not any(start <= one.start and one.end <= end for start, end in used)
    ]
    return tuple(dict.fromkeys(text[one.start : one.end] for one in passed))
