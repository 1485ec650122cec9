"""One reading, one sentence: whole templates with slots; each number keeps its place and its reading.

The kind of sentence follows from the unit and the sign, the template from measure, kind, variant and whether there is
a product and a partner. Where a language lacks a form of an area, or a template for the measure, the label template is
used ("Kazakhstan - X: goods exports, 2021: ..."). Every departure from the default definition is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hali.codelists import areas
from hali.languages import numbers
from hali.model.definition import ESTIMATE, NONE, Reading
from hali.narrate import words
from hali.narrate.words import AreaWords
from hali.record import dataflows

OPEN, CLOSE = "\ue000", "\ue001"
"""Marks of the ends of a number while a template is filled."""

SIGNED = {"trade_balance": ("surplus", "deficit")}
"""Measures whose sign is a word, beside the growth rates."""

GROWTH = ("trade_growth", "exports_growth", "imports_growth", "gdp_growth")

MANY = 4
"""From so many missing members on, a sum is called partial without naming them."""


@dataclass(frozen=True, slots=True)
class Span:
    """One number of a sentence.

    Attributes:
        start, end: code points into the sentence, half-open.
        reading: id of the reading.
        value: the unrounded number as printed, so a fall of 7 % is 7.
        unit: unit of the reading.
        digits: decimals printed.
        scale: what the printed figure was divided by.
    """

    start: int
    end: int
    reading: str
    value: float
    unit: str
    digits: int
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its numbers."""

    text: str
    quantities: tuple[Span, ...]


def sentence(reading: Reading, lang: str, digits: int | None = None) -> Sentence:
    """A reading as one sentence that says its whole definition.

    Args:
        reading: the number.
        lang: language to write in.
        digits: decimals to print; default by unit and size, and as quoted for a quoted figure.
    """
    template = template_of(reading, lang)
    if template is None:
        template = words.table(lang, "sentences.label")["level_alone" if _alone(reading) else "level"]
    return _composed(template, (reading,), lang, digits)


def gap(one: Reading, other: Reading, lang: str) -> Sentence | None:
    """Two counts of the same flow in one sentence, or None where the language has no words for it.

    Args:
        one: the count of its reporter; for exports the exporter's.
        other: the same flow and period by the other reporter, in the same unit.
        lang: language to write in.
    """
    template = words.table(lang, "sentences").get(one.definition.measure, {}).get("gap")
    if template is None or not words.speakable(template, lang, **_sides(one)):
        return None
    return _composed(template, (one, other), lang, None)


def template_of(reading: Reading, lang: str) -> str | None:
    """The template that can say this reading in this language, or None."""
    written = words.table(lang, "sentences").get(reading.definition.measure, {})
    for key in _keys(reading):
        template = written.get(key)
        if template and words.speakable(template, lang, **_sides(reading)) and _named(template, reading, lang):
            return str(template)
    return None


def _named(template: str, reading: Reading, lang: str) -> bool:
    """Whether the language has the form of the product the template asks for."""
    made = words.product(reading.definition.product, lang) or {}
    return all(slot.partition(".")[2] in made for slot in words.slots(template) if slot.startswith("product."))


def speaks(reading: Reading, lang: str) -> bool:
    """Whether the language has a full sentence for this reading, not only the label template."""
    return template_of(reading, lang) is not None


def kind(reading: Reading) -> str:
    """Kind of sentence a reading needs: level, share, rank, rise, fall, surplus or deficit; "" for none.

    Growth over more than a year is `rise_over` or `fall_over`.
    """
    measure, unit = reading.definition.measure, reading.definition.unit
    if measure in GROWTH:
        return ("rise" if reading.value >= 0 else "fall") + ("_over" if _is_long(reading) else "")
    if measure in SIGNED:
        return SIGNED[measure][reading.value < 0]
    if reading.value < 0:
        return ""
    return {"PCT": "share", "RANK": "rank"}.get(unit, "level")


def _is_long(reading: Reading) -> bool:
    """Whether growth is over more than one year."""
    base, period = reading.definition.base, reading.definition.period
    return len(base) == len(period) == 4 and int(period) - int(base) > 1


def _span(base: str, period: str, lang: str) -> str:
    """The years growth runs over: "from 2021 to 2023"; "" where base or period is no year."""
    if len(base) != 4 or len(period) != 4:
        return ""
    return words.when(f"{base}-01-01/P{int(period) - int(base) + 1}Y", lang)


def _keys(reading: Reading) -> Iterator[str]:
    """Keys of the templates that fit, the most exact first."""
    d = reading.definition
    base = kind(reading)
    if base == "rank":
        if reading.value in range(1, 6):
            yield f"rank_{d.flow}_{d.variant}"
        return
    if not base:
        return
    variants = ["", f"_{d.variant}"] if d.measure in GROWTH else [f"_{d.variant}" if d.variant != NONE else ""]
    alone = "_alone" if _alone(reading) else ""
    product = "_product" if d.product not in {NONE, "TOTAL"} else ""
    for variant in variants:
        if d.partner == "WLD" and f"{base}{variant}" == "level":
            yield "level_world"
        yield f"{base}{variant}{alone}{product}"


def _alone(reading: Reading) -> bool:
    return reading.definition.partner == NONE


def _composed(template: str, readings: tuple[Reading, ...], lang: str, digits: int | None) -> Sentence:
    d = readings[0].definition
    printed = [printed_number(r, lang, digits) for r in readings]
    names = ("q", "q2")
    text = words.filled(
        template,
        **_areas(readings[0], lang),
        when=words.when(d.period, lang),
        versus=versus(d.base, lang),
        span=_span(d.base, d.period, lang),
        period=numbers.format_period(d.period, lang) if d.period != NONE else "",
        product=_Forms(words.product(d.product, lang) or {}),
        rank=words.table(lang, "ranks").get(str(int(readings[0].value)), ""),
        currency=words.currency(d.variant, lang),
        nouns=words.Nouns(readings[0].value, lang),
        measure=words.named(d.measure, lang, d.variant, d.product),
        statistics=_statistics(readings[0], lang),
        count=count(readings[0], lang),
        count2=count(readings[-1], lang),
        mark=mark(readings[0], lang),
        **{name: OPEN + shown + CLOSE for name, (shown, _, _) in zip(names, printed, strict=False)},
    )
    return _spans(words.capital(text, lang), readings, [(number, scale) for _, number, scale in printed])


def _statistics(reading: Reading, lang: str) -> str:
    """Whose statistics a number in label form is: the reporter's, or the third party's that put it together."""
    if is_own_count(reading, lang):
        return words.filled(words.table(lang, "definition")["statistics"], **_areas(reading, lang))
    told = words.table(lang, "codes").get(reading.definition.dataflow)
    return str(told or count(reading, lang) or _publisher(reading))


def _sides(reading: Reading) -> dict[str, str]:
    """Codes the two sides are spoken of with."""
    d = reading.definition
    return {"reporter": words.spoken(d.reporter, d.period), "partner": words.spoken(d.partner, d.period)}


def _areas(reading: Reading, lang: str) -> dict[str, AreaWords]:
    return {slot: AreaWords(code, lang) for slot, code in _sides(reading).items()}


class _Forms:
    """Forms of a product by attribute: `{product.of}`."""

    __slots__ = ("_forms",)

    def __init__(self, forms: object) -> None:
        self._forms = forms

    def __getattr__(self, name: str) -> str:
        return str(self._forms.get(name, ""))  # type: ignore[attr-defined]


def _spans(marked: str, readings: tuple[Reading, ...], shapes: list[tuple[int, float]]) -> Sentence:
    """The sentence without its marks, and where its numbers stand."""
    spans: list[Span] = []
    text = ""
    for piece in marked.split(OPEN):
        inside, found, rest = piece.partition(CLOSE)
        if found:
            reading = readings[len(spans)]
            digits, scale = shapes[len(spans)]
            value = abs(reading.value) if kind(reading).partition("_")[0] in {"fall", "deficit"} else reading.value
            d = reading.definition
            spans.append(Span(len(text), len(text) + len(inside), reading.id, value, d.unit, digits, scale))
        text += inside + rest
    return Sentence(text, tuple(spans))


def printed_number(reading: Reading, lang: str, digits: int | None = None) -> tuple[str, int, float]:
    """A reading's number as a sentence prints it: text, decimals, scale.

    People are printed bare, for the sentence names them. A quoted figure keeps the decimals it was quoted with.
    """
    unit = reading.definition.unit
    value = abs(reading.value) if kind(reading).partition("_")[0] in {"fall", "deficit"} else reading.value
    wanted = digits if digits is not None else quoted_digits(reading)
    text = numbers.format_quantity(value, "NR" if unit == "PERS" else unit, lang, wanted)
    granule = numbers.printed_granule(value, "NR" if unit == "PERS" else unit, lang, wanted)
    scale = next((s for s in (1e9, 1e6) if granule >= s / 1e3 and abs(value) >= s * 0.9), 1.0)
    return text, max(0, round(-_log10(granule / scale))), scale


def _log10(value: float) -> float:
    from math import log10

    return log10(value)


def quoted_digits(reading: Reading) -> int | None:
    """Decimals a quoted figure was quoted with, two at the most; None for a figure of a table and for counts."""
    unit = reading.definition.unit
    if not reading.granule or unit in {"NR", "PERS", "TEU", "RANK", "YEAR"}:
        return None
    size = abs(reading.value)
    scaled = unit not in {"PCT", "INDEX", "D"}
    scale = next((s for s in ("1e9", "1e6") if scaled and size >= float(s)), "1")
    exponent = (Decimal(repr(size)) / Decimal(scale)).normalize().as_tuple().exponent
    return min(2, max(0, -int(exponent)))


def count(reading: Reading, lang: str) -> str:
    """Whose statistics a number is: "by Kazakhstan's count"; of a compilation its publisher, where it has words."""
    written = words.table(lang, "count")
    if not is_own_count(reading, lang):
        return str(written.get(_publisher(reading), ""))
    template = str(written["reporter"])
    if not words.speakable(template, lang, reporter=_sides(reading)["reporter"]):
        template = str(written["plain"])
    return words.filled(template, **_areas(reading, lang))


def is_own_count(reading: Reading, lang: str) -> bool:
    """Whether a number is the reporter's own: no publisher is named instead, and no third party put it together."""
    return _publisher(reading) not in words.table(lang, "count") and not dataflows.computed(reading.definition.dataflow)


def _publisher(reading: Reading) -> str:
    return reading.definition.dataflow.partition(":")[0]


def heading(reading: Reading, lang: str) -> str | None:
    """What a number is, as the words before a colon; None where the language has none for its measure."""
    d = reading.definition
    template = words.table(lang, "key").get(d.measure)
    if template is None or not words.speakable(template, lang, **_sides(reading)):
        return None
    head = words.filled(
        template,
        **_areas(reading, lang),
        when=words.when(d.period, lang),
        product=_Forms(words.product(d.product, lang) or {}),
        count=count(reading, lang),
    )
    told = words.table(lang, "codes").get(d.variant)
    return words.capital(f"{head}, {told}" if told else head, lang)


def versus(base: str, lang: str) -> str:
    """The period compared with: "compared with 2020"; "" where there is none."""
    if base == NONE:
        return ""
    written = words.table(lang, "versus")
    template = written["year"] if words.period_kind(base) == "year" else written["other"]
    return str(template).format(period=numbers.format_period(base, lang))


def mark(reading: Reading, lang: str) -> str:
    """What else must be said: quoted second-hand, an estimate, members missing; starts with its comma, or is empty."""
    written = words.table(lang, "marks")
    said = [str(written["SECOND_HAND"])] if "SECOND_HAND" in reading.caveats else []
    said += [str(written[ESTIMATE])] if ESTIMATE in reading.caveats else []
    said += [str(written["LOWER_BOUND"])] if is_lower_bound(reading) else []
    if reading.missing:
        said.append(_partial(reading, lang))
    return "".join(str(written["join"]).format(text) for text in said)


def is_lower_bound(reading: Reading) -> bool:
    """Whether a share is of a total that contains cells its publisher keeps back."""
    d = reading.definition
    share = d.unit == "PCT" and d.denominator != NONE
    return "LOWER_BOUND" in reading.caveats or (share and any(f.bound == "lower" for f in dataflows.of(d.dataflow)))


def is_of_two_blocs(reading: Reading) -> bool:
    """Whether a sum is over pairs of members: who is missing may be missing in some pairs only."""
    d = reading.definition
    day = date.fromisoformat(reading.end) - timedelta(days=1)
    return d.method == "sum" and all(len(areas.members(code, day)) > 1 for code in (d.reporter, d.partner))


def _partial(reading: Reading, lang: str) -> str:
    """The members a partial sum leaves out: by name where they are few and left out wholly, else in general words."""
    written = words.table(lang, "marks")
    if len(reading.missing) >= MANY or is_of_two_blocs(reading):
        return str(written["PARTIAL_MANY"])
    names = [words.form(member, lang, "plain") for member in reading.missing]
    return str(written["PARTIAL"]).format(members=numbers.join_list(names, lang))
