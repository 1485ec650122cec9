"""The frame of a claim as chips: what it was read as, term by term, and which terms are borrowed from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hali.languages import numbers
from hali.languages.marks import EN_DASH
from hali.model import period as periods
from hali.model.claim import Claim, Finding
from hali.narrate import words


@dataclass(frozen=True, slots=True)
class Chip:
    """One term of a claim.

    Attributes:
        slot: its name where it is corrected: `measure`, `reporter`, `partner`, `pair`, `period`, `flow`, `scope`,
            `product`, `variant`, `composition`, `statistics`.
        name: its name in words.
        text: what it was read as, in words; None where the text does not say.
        borrowed: it is not said in the claim's own sentence.
        origin: where it is said instead: `paragraph`, `heading`, `title`, `text`, `convention` ..., "" if in the
            sentence.
    """

    slot: str
    name: str
    text: str | None
    borrowed: bool = False
    origin: str = ""


def chips(finding: Finding, lang: str) -> tuple[Chip, ...]:
    """Measure, areas, period, part of what and whose statistics, in this order; what is open has no text."""
    claim, named = finding.claim, words.table(lang, "check.slots")
    told: list[tuple[str, str | None]] = []
    if claim.kind == "event":
        told.append(("event", " ".join(claim.event or ())))
    else:
        told.append(("measure", words.measure(claim.measure, lang) if claim.measure else None))
    if claim.pair and not claim.reporter:
        told.append(("pair", numbers.join_list([words.form(side, lang, "plain") for side in claim.pair], lang)))
    elif claim.kind != "event" or claim.reporter or claim.partner:
        told += [
            (slot, words.form(side, lang, "plain") if side else None)
            for slot, side in (("reporter", claim.reporter), ("partner", claim.partner))
        ]
    told.append(("period", _period(claim, lang)))
    for slot in ("scope", "product", "variant", "composition"):
        value = getattr(claim, slot)
        told += [(slot, words.code(value, lang))] if value else []
    if claim.restriction:
        told.append(("restriction", claim.restriction))
    if claim.origin_side:
        told.append(("statistics", words.form(claim.origin_side, lang, "plain")))
    found = [_chip(claim, slot, str(named[slot]), text) for slot, text in told]
    return tuple(_by_convention(chip, finding, lang) for chip in found)


def _chip(claim: Claim, slot: str, name: str, text: str | None) -> Chip:
    where = claim.stated.get(slot, "sentence")
    if slot == "period" and claim.period is not None:
        where = claim.period.stated
    away = text is not None and where != "sentence"
    return Chip(slot, name, text, away, where if away else "")


def _by_convention(chip: Chip, finding: Finding, lang: str) -> Chip:
    """An open period with the one that was meant by convention."""
    if chip.slot != "period" or chip.text is not None or finding.default is None:
        return chip
    used = words.code(finding.default.reading.definition.period, lang)
    return Chip(chip.slot, chip.name, used, borrowed=True, origin="convention")


def _period(claim: Claim, lang: str) -> str | None:
    period = claim.period
    if period is None or not period.start:
        return None
    if not period.end:
        return f"{period.start[:4]}{EN_DASH}"
    return words.code(periods.label(date.fromisoformat(period.start), date.fromisoformat(period.end)), lang)


def chip_line(shown: tuple[Chip, ...], lang: str) -> str:
    """Chips on one line, the borrowed ones with where they are from: "exports, Kazakhstan, 2021 (from: heading)"."""
    written = words.table(lang, "check.line")
    origins = words.table(lang, "check.origins")
    texts = [
        str(written["borrowed"]).format(text=chip.text, origin=origins.get(chip.origin, chip.origin))
        if chip.borrowed
        else str(chip.text)
        for chip in shown
        if chip.text is not None
    ]
    return ", ".join(texts)
