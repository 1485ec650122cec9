"""A finding in one line: the official figure with the digits the verdict rests on, which year, whose count."""

from __future__ import annotations

from hali.languages import numbers
from hali.model.claim import Candidate, Finding, Quantity
from hali.narrate import words
from hali.narrate.definition import departure
from hali.narrate.finding import event_title, item, labelled, reason, value_text
from hali.narrate.sentence import count, sentence

WEAK = 0.2
"""Share of random figures that would fit above which a match is called weak evidence."""

NEARLY_ANY = 0.75
"""Share above which nearly any number would fit."""

SHOWN = 2
"""Definitions named in one line at the most."""

MATCHED = ("OUTDATED", "DEPENDS_ON_DEFINITION", "ONLY_IF_TERMS_CHANGED")
"""Findings whose line names the definitions that give the number."""

_DIGITS = (None, 1, 2, 3, 4)


def line(finding: Finding, lang: str) -> str:
    """What the official figure is and what gives the claimed one; of an abstention why, and what the record has."""
    written = words.table(lang, "check.line")
    if finding.reason:
        return _abstention(finding, lang)
    if finding.events:
        return _dates(finding, lang)
    if finding.claim.kind == "rank":
        near = finding.default or next(iter(finding.giving), None)
        # a place in an index is told as any figure is, one among partners beyond the fifth with who is before it
        told = near is not None and (near.value in range(1, 6) or finding.claim.measure != "partner_rank")
        return sentence(near.reading, lang).text if near and told else finding.explanation
    said, neighbour = finding.claim.quantity, finding.neighbour
    assert said is not None
    giving = [c for c in finding.giving if c is not finding.default]
    parts = []
    if neighbour is not None and finding.code != "QUOTED_ONLY":
        parts.append(_official(neighbour, said, lang))
    if finding.code == "QUOTED_ONLY":
        parts += [str(written["quoted"]).format(figure=_official(c, said, lang)) for c in finding.giving[:1]]
    elif finding.code in MATCHED:
        parts += [item(c, lang) for c in giving[:SHOWN]]
    text = str(words.table(lang, "findings.more")["also"]).join(parts)
    return f"{text}. {weak(finding.chance, lang)}".strip()


def _dates(finding: Finding, lang: str) -> str:
    """The day of an event; of another one than the text tells, also which it is."""
    days = [numbers.format_date(event.date, lang) for event in finding.events[:SHOWN]]
    if finding.code != "REPRODUCED":
        days = [labelled(d, event_title(e, lang)[0], lang) for d, e in zip(days, finding.events, strict=False)]
    return f"{str(words.table(lang, 'findings.more')['also']).join(days)}."


def _official(one: Candidate, said: Quantity, lang: str) -> str:
    """A figure with its year and count, and on which side of the words "over" or "under" it lies."""
    written = words.table(lang, "check.line")
    figure = telling(one.value, one.unit, said, lang)
    d = one.reading.definition
    text = words.filled(
        written["figure"], value=figure, when=words.when(d.period, lang), count=count(one.reading, lang)
    )
    key = {">": "below", ">=": "below", "<": "above", "<=": "above"}.get(said.approximator)
    side = _side(one.value, said)
    if key and side == (-1 if key == "below" else 1):
        text = str(written[key]).format(figure=text, claim=said.text)
    return text


def telling(value: float, unit: str, said: Quantity, lang: str) -> str:
    """A number with as many digits as it takes to see on which side of the claimed interval it lies.

    4.49 against "over 4.5" is not printed as 4.5.
    """
    for digits in _DIGITS:
        step = numbers.printed_granule(value, unit, lang, digits)
        printed = round(value / step) * step
        if _side(printed, said) == _side(value, said) and not (_side(value, said) and _at_bound(printed, said)):
            return value_text(value, unit, lang, digits)
    return value_text(value, unit, lang, _DIGITS[-1])


def _side(value: float, said: Quantity) -> int:
    """-1 below the claimed interval, 1 above it, 0 within."""
    scale = 100.0 if said.unit == "share" else 1.0
    hair = 1e-9 * abs(value)
    if said.low is not None and (value < said.low * scale - hair or (said.low_open and value <= said.low * scale)):
        return -1
    if said.high is not None and (value > said.high * scale + hair or (said.high_open and value >= said.high * scale)):
        return 1
    return 0


def _at_bound(value: float, said: Quantity) -> bool:
    """Whether a number is printed like an end of the claimed interval."""
    scale = 100.0 if said.unit == "share" else 1.0
    return any(end is not None and abs(value - end * scale) <= 1e-9 * abs(value) for end in (said.low, said.high))


def weak(chance: float | None, lang: str) -> str:
    """That a match is weak evidence, in plain words; "" where it is not."""
    if chance is None or chance <= WEAK:
        return ""
    written = words.table(lang, "check.line")
    if chance > NEARLY_ANY:
        return str(written["weak_any"])
    return str(written["weak"]).format(number=numbers.format_number(max(2, round(1 / chance)), lang, 0))


def _abstention(finding: Finding, lang: str) -> str:
    """Why nothing is said; where the record has something on other terms, which."""
    told = reason(finding.reason, finding.claim, lang)
    near = finding.neighbour
    if near is None or not near.departures or finding.code != "OUTSIDE_THE_RECORD":
        return told
    also = str(words.table(lang, "findings.more")["also"])
    has = also.join(departure(d, lang, near.reading.end) for d in near.departures)
    return f"{told} {str(words.table(lang, 'check.line')['has']).format(has=has)}"
