"""The words of one language: labels, areas in the form a sentence needs, periods with their preposition, codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from string import Formatter
from typing import Any

from hali import cldr, languages
from hali.codelists import areas, measures, products
from hali.errors import UnknownCode, UnreadableInput
from hali.languages import numbers
from hali.model import period as periods
from hali.model import units
from hali.model.definition import NONE


def table(lang: str, name: str) -> Mapping[str, Any]:
    """One table of `languages/<code>/writing.toml`; `name` may be nested, as in `findings.lead`."""
    found: Any = languages.writing(lang)
    for part in name.split("."):
        found = found[part]
    return found  # type: ignore[no-any-return]


def label(key: str, lang: str) -> str:
    """A text by its table and key: `labels.sources`, `sections.trade`; a bare key stands in `labels`.

    Raises:
        UnknownCode: no such text.
    """
    section, _, last = key.partition(".") if "." in key else ("labels", "", key)
    found = table(lang, section).get(last)
    if not isinstance(found, str):
        raise UnknownCode("text", key, tuple(table(lang, "labels"))[:3])
    return found


class AreaWords:
    """The forms of one area for use in a template: `{reporter}`, `{reporter.of}`, `{partner.from}`."""

    __slots__ = ("_code", "_lang")

    def __init__(self, code: str, lang: str) -> None:
        self._code = code
        self._lang = lang

    def __str__(self) -> str:
        return form(self._code, self._lang, "subject")

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        return form(self._code, self._lang, name)


def spoken(code: str, sdmx: str) -> str:
    """The code a bloc is spoken of with: `EU_V` in a year with one membership to its end is `EU27_2020`.

    Args:
        code: code of a reading.
        sdmx: period of the reading.
    """
    if sdmx == NONE or code == NONE or areas.area(code).kind != "moving" or areas.concept(code) == code:
        return code
    last = periods.last_day(sdmx)
    usual = areas.conventional(areas.concept(code), last)
    return usual if areas.members(usual, last) == areas.members(code, last) else code


class Nouns:
    """Counted nouns in the form a printed number asks for, whole or not: `{nouns.student}`."""

    __slots__ = ("_category", "_lang")

    def __init__(self, value: float, lang: str) -> None:
        self._lang = lang
        self._category = cldr.plural(lang, value if value % 1 else int(value))

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        forms = table(self._lang, "nouns")[name]
        return str(forms.get(self._category, forms["other"]))


def form(code: str, lang: str, name: str) -> str:
    """One form of an area: from `[areas]` of the language, else from the codelist; `owner` is the possessive.

    Raises:
        UnknownCode: the language has no such form of the area.
    """
    own = _own(lang).get(code, {}).get(name)
    if own:
        return str(own)
    endings = languages.writing(lang).get("possessive")
    if name == "owner" and endings:
        base = form(code, lang, "subject")
        return base + str(endings["after_s"] if base.endswith("s") else endings["other"])
    return areas.name(code, lang, name)


def has_form(code: str, lang: str, name: str) -> bool:
    """Whether `form` has an answer."""
    if _own(lang).get(code, {}).get(name):
        return True
    if name == "owner" and "possessive" in languages.writing(lang):
        return has_form(code, lang, "subject")
    return name == "short" or areas.has_form(code, lang, name)


def _own(lang: str) -> Mapping[str, Mapping[str, str]]:
    return languages.writing(lang).get("areas", {})  # type: ignore[no-any-return]


@cache
def slots(template: str) -> frozenset[str]:
    """Names of the slots of a template, forms included: `reporter.of`, `q`."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def speakable(template: str, lang: str, **codes: str) -> bool:
    """Whether the language has every area form the template asks for; `codes` by slot name."""
    for slot in slots(template):
        name, _, wanted = slot.partition(".")
        if name in codes and not has_form(codes[name], lang, wanted or "subject"):
            return False
    return True


def filled(template: str, **values: object) -> str:
    """A template with its slots filled; blanks that an empty slot leaves behind are closed."""
    text = template.format(**values)
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace(" ,", ",").replace(" .", ".").strip()


def when(sdmx: str, lang: str) -> str:
    """A period with the preposition of the language: `2021` -> "in 2021"; "" for a timeless number."""
    if sdmx == NONE:
        return ""
    words = table(lang, "when")
    start, end = periods.bounds(sdmx)
    last = end - timedelta(days=1)
    kind = period_kind(sdmx)
    match kind:
        case "half" | "quarter":
            return str(words[kind][int(sdmx[-1]) - 1]).format(year=start.year)
        case "month":
            return str(words["month"]).format(month=_month(start, lang), year=start.year)
        case "months":
            return str(words["months"]).format(first=_month(start, lang), last=_month(last, lang), year=start.year)
        case "years":
            return str(words["years"]).format(first=start.year, last=last.year)
        case "span":
            sides = (numbers.format_date(f"{day:%Y-%m}", lang) for day in (start, last))
            return str(words["span"]).format(**dict(zip(("first", "last"), sides, strict=True)))
        case "day":
            return str(words["day"]).format(day=numbers.format_date(start.isoformat(), lang))
        case "days":
            first, final = (numbers.format_date(day.isoformat(), lang) for day in (start, last))
            return str(words["span"]).format(first=first, last=final)
        case _:
            return str(words["year"]).format(year=start.year)


def period_kind(sdmx: str) -> str:
    """Kind of a period: year, half, quarter, month, months (of one year), years, span (of months), day, days."""
    if "/" in sdmx:
        if sdmx.endswith("D"):
            return "days"
        start, end = periods.bounds(sdmx)
        if sdmx.endswith("Y") and (start.month, start.day) == (1, 1):
            return "years"
        return "months" if (end - timedelta(days=1)).year == start.year else "span"
    if "-S" in sdmx or "-H" in sdmx:
        return "half"
    if "-Q" in sdmx:
        return "quarter"
    return {4: "year", 7: "month"}.get(len(sdmx), "day")


def _month(day: date, lang: str) -> str:
    return str(table(lang, "when")["month_names"][day.month - 1])


def code(value: str, lang: str) -> str:
    """What a code of a definition is called: a flow, variant, product, area, currency, period or dataflow.

    A code nothing is known of is returned as it is.
    """
    named = table(lang, "codes").get(value)
    if named:
        return str(named)
    made = product(value, lang)
    if made:
        return str(made["plain"])
    if units.currency(value):
        return currency(value, lang)
    try:
        periods.bounds(value)
    except UnreadableInput:
        pass
    else:
        return numbers.format_period(value, lang)
    return form(value, lang, "plain") if areas.known(value) else measure(value, lang)


def currency(unit: str, lang: str) -> str:
    """Name of a currency as "measured in ..." takes it; the ISO code where the language has none."""
    return str(table(lang, "currencies").get(unit, unit))


def measure(id_: str, lang: str, variant: str = NONE) -> str:
    """Name of a measure, of one of its variants where they differ; the id where it has no name."""
    return measures.name(id_, lang, variant)


def product(id_: str, lang: str) -> Mapping[str, str] | None:
    """Forms `plain` and `of` of a product, or None where the language does not name it."""
    named = table(lang, "products")
    found: Mapping[str, str] | None = named.get(id_)
    if found is None and "HS:" in id_:
        head, _, chapter = id_.rpartition("HS:")
        return {key: text.format(chapter=chapter) for key, text in named[f"{head}HS:"].items()}
    if found is None and id_.startswith("ISIC4:"):
        return {"plain": products.name(id_, lang)}
    return found


def named(id_: str, lang: str, variant: str = NONE, of: str = NONE) -> str:
    """Name of a measure with its product: "finance announced: Global Gateway"."""
    made = product(of, lang)
    name = measure(id_, lang, variant)
    return f"{name}: {made['plain']}" if made else name


def capital(text: str, lang: str) -> str:
    """`text` with its first letter in upper case."""
    first = text[:1]
    return languages.language(lang).capitals.get(first, first.upper()) + text[1:]
