"""Words around findings: several claims together, contradictions, counts, the claim as read."""

from __future__ import annotations

from collections.abc import Mapping

from hali.languages import numbers
from hali.model.claim import Finding, Joint
from hali.model.observation import Origin
from hali.narrate import words
from hali.narrate.definition import departure, short
from hali.narrate.finding import value_text


def joint(one: Joint, said: Mapping[str, str], lang: str) -> str:
    """One definition that gives several numbers of a text at once, what each becomes, and what it changes.

    Args:
        one: the assignment.
        said: words of each claim by its id.
        lang: language to write in.
    """
    written = words.table(lang, "check")
    given = [(claim, c) for claim, c in zip(one.claims, one.candidates, strict=True) if c is not None]
    changes = {(d.slot, d.used): departure(d, lang, c.reading.end) for _, c in given for d in c.departures}
    items = [
        str(written["joint_item"]).format(claim=said[claim], value=value_text(c.value, c.reading.definition.unit, lang))
        for claim, c in given
    ]
    also = str(words.table(lang, "findings.more")["also"])
    text = str(written["joint"]).format(
        reproduced=numbers.format_number(one.reproduced, lang, 0),
        definition=short(given[-1][1].reading, lang),
        items=also.join(items),
    )
    if not changes:
        return text
    departures = also.join(changes.values())
    return f"{text} {str(written['joint_cost']).format(departures=departures)}"


def contradiction(share: str, level: str, implied: float, recorded: float | None, unit: str, lang: str) -> str:
    """A share and a level that cannot both be.

    Args:
        share: words of the share.
        level: words of the level.
        implied: the total both make together, in `unit`.
        recorded: the total of the record, in `unit`, or None.
        unit: currency.
        lang: language to write in.
    """
    written = words.table(lang, "check")
    total = value_text(implied, unit, lang)
    if recorded is None:
        return str(written["contradiction_alone"]).format(share=share, level=level, implied=total)
    return str(written["contradiction"]).format(
        share=share, level=level, implied=total, recorded=value_text(recorded, unit, lang)
    )


def counts(finding: Finding, lang: str) -> str:
    """How many definitions were tried, had no data, matched."""
    written = words.table(lang, "check")
    return str(written["counts"]).format(
        tried=numbers.format_number(finding.tried, lang, 0),
        missing=numbers.format_number(finding.missing, lang, 0),
        matched=numbers.format_number(finding.matched, lang, 0),
    )


def strip(finding: Finding, lang: str) -> str:
    """What the strip of all definitions shows, in one sentence for who cannot see it."""
    written = words.table(lang, "check")
    unit = finding.front[0].unit if finding.front else ""
    if finding.spread is None:
        return str(written["no_default"])
    return str(written["strip"]).format(
        low=value_text(finding.spread.low, unit, lang),
        high=value_text(finding.spread.high, unit, lang),
        default=value_text(finding.default.value, unit, lang) if finding.default else str(written["no_default"]),
    )


def check_label(key: str, lang: str) -> str:
    """A fixed word of a checked article."""
    return str(words.table(lang, "check.labels")[key])


def sentence_of(key: str, lang: str) -> str:
    """A fixed sentence of a checked article."""
    return str(words.table(lang, "check")[key])


def line_word(key: str, lang: str) -> str:
    """A fixed word of the lines of a report."""
    return str(words.table(lang, "check.line")[key])


def check_labels(lang: str) -> dict[str, str]:
    """Every fixed word of a checked article."""
    return {key: str(text) for key, text in words.table(lang, "check.labels").items()}


def disclaimer(lang: str) -> list[str]:
    """The paragraphs printed on every output."""
    return [str(text) for text in words.table(lang, "disclaimer").values()]


def citation(origin: Origin, lang: str) -> str:
    """An origin as one entry of a list of sources."""
    written = words.table(lang, "brief")
    year = origin.date_published[:4] or written["no_date"]
    return str(written["citation"]).format(producer=origin.producer, year=year, title=origin.title)


def licence(origin: Origin, lang: str) -> str:
    """The licence of an origin; terms that are words stand in the language, names of licences as they are."""
    return str(words.table(lang, "licences").get(origin.terms, origin.terms))


def axis_unit(unit: str, scale: float, lang: str) -> str:
    """Unit of an axis in words, "billion EUR"."""
    named = words.table(lang, "units")
    known = {"percent": "PCT", "share": "PCT", "t": "T", "day": "D", "count": "NR"}
    name = str(named.get(known.get(unit, unit), unit))
    size = {1e9: "billion", 1e6: "million"}.get(scale)
    return str(named[size]).format(unit=name) if size else name


def steps(gap: float, lang: str) -> str:
    """Distance to the claim in steps of its written precision."""
    return numbers.format_number(gap, lang, 1) if gap else numbers.format_number(0, lang, 0)
