"""Countries and blocs: codes, dated membership, names and forms in every language, and their mentions in texts.

Two vocabularies. A *code* stands in the record and in readings: ISO alpha-3, or a bloc code that fixes its members
(`EU27_2020`) or says that they move (`EU_V`). A *concept* is what a text says: `EU`, `KAZ`, `EUROPE`. For a country
the two are one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from hali import cldr
from hali.codelists.files import rows
from hali.codelists.gazetteer import Alias, Doubts, Gazetteer, Mention
from hali.errors import UnknownCode
from hali.languages import CODES, REFERENCE, caseless, language
from hali.languages import folder as languages
from hali.languages import known as known_language
from hali.languages.tokens import Word

__all__ = [
    "FIXED",
    "Area",
    "Membership",
    "Mention",
    "area",
    "codes",
    "concept",
    "concept_codes",
    "concepts",
    "conventional",
    "found",
    "has_form",
    "members",
    "membership",
    "mentions",
    "name",
    "resolve",
    "settled",
    "stages_agreements",
    "told_apart",
]

Kind = Literal["country", "bloc", "moving", "printed", "group", "institution", "residual", "world", "none", "former"]

FIXED: Mapping[str, date] = MappingProxyType(
    {
        "EU6": date(1972, 12, 31),
        "EU9": date(1980, 12, 31),
        "EU10": date(1985, 12, 31),
        "EU12": date(1994, 12, 31),
        "EC12": date(1994, 12, 31),
        "EU15": date(2004, 4, 30),
        "EU25": date(2006, 12, 31),
        "EU27_2007": date(2013, 6, 30),
        "EU28": date(2020, 1, 31),
        "EU27_2020": date(2020, 2, 1),
        "EA11": date(2000, 12, 31),
        "EA12": date(2006, 12, 31),
        "EA13": date(2007, 12, 31),
        "EA15": date(2008, 12, 31),
        "EA16": date(2010, 12, 31),
        "EA17": date(2013, 12, 31),
        "EA18": date(2014, 12, 31),
        "EA19": date(2022, 12, 31),
        "EA20": date(2025, 12, 31),
        "EA21": date(2026, 1, 1),
    }
)
"""Fixed code -> a day on which the EU (or the euro area) had exactly its members."""

_NO_NAMES = frozenset(["block", "inner", "apart", "borne", "beside", "rival"])
"""Kinds of rows of `area_aliases.csv` that say what a name does not mean."""
_SHARED = {"ambiguous": "noun", "ambiguous_adjective": "adjective"}
"""Kinds of rows of names that several areas bear, and what they are in a text that has told which one it means."""
_NOT_READ = frozenset(["silent", "resolve", *_SHARED, *_NO_NAMES - {"block"}])
"""Kinds of rows that give the texts nothing to find."""

_MOVING = {"EU": "EU_V", "EA": "EA_V"}  # concept -> the code whose dated members it follows
_BREAK = date(2023, 1, 1)  # first day of the data year from which the Kazakh EU row is without the United Kingdom


@dataclass(frozen=True, slots=True)
class Area:
    """One code of the record.

    Attributes:
        code: ISO alpha-3, bloc code, printed row or residual.
        kind: `country`, `bloc` (members fixed), `moving` (members of the day), `printed` (a row of a national table
            with a composition of its own), `group`, `institution`, `residual`, `world`, `none`, `former`.
        name: English label.
    """

    code: str
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A time during which a country belonged to a bloc.

    Attributes:
        bloc: moving code, `EU_V`, `EA_V`, `EAEU`, `CIS`.
        member: ISO alpha-3.
        start: first day.
        end: first day no longer in it; None while it lasts.
        role: `member`; in the CIS also `associate` and `participant`, who do not count as members.
        source: where the dates come from.
    """

    bloc: str
    member: str
    start: date
    end: date | None
    role: str
    source: str


@cache
def area(code: str) -> Area:
    """The area of a code.

    Raises:
        UnknownCode: no such code; a concept such as `EU` is not one.
    """
    row = _row(code)
    return Area(code=code, kind=row["kind"], name=row["name"])  # type: ignore[arg-type]


def codes() -> tuple[str, ...]:
    """Every code, in alphabetical order of countries, then blocs and the rest."""
    return tuple(_table())


def concepts() -> tuple[str, ...]:
    """Every concept a text may name, in the order of the codes."""
    return tuple(_concepts())


def known(code: str) -> bool:
    """Whether this is the code of an area, or a concept."""
    return code in _table() or code in _concepts()


def concept(code: str) -> str:
    """What a text calls the area of a code: `EU27_2020` -> `EU`, `EUROPE_AS_PRINTED_KZ` -> `EUROPE`, `KAZ` -> `KAZ`.

    Raises:
        UnknownCode: neither a code nor a concept.
    """
    return code if code in _concepts() else _row(code)["concept"]


def concept_codes(concept: str) -> tuple[str, ...]:
    """Every code of a reading that may stand for a concept, the one of today first.

    Raises:
        UnknownCode: no such concept.
    """
    try:
        return _concepts()[concept]
    except KeyError:
        raise UnknownCode("area", concept, _nearest(concept)) from None


def concept_kind(concept: str) -> str:
    """Kind of the area of today of a concept, as in `Area.kind`."""
    return area(concept_codes(concept)[0]).kind


def conventional(concept: str, day: date) -> str:
    """The code whose members are those of the concept on `day`: `EU` on 2018-12-31 -> `EU28`.

    Raises:
        UnknownCode: no such concept, or it had no members on that day.
    """
    moving = _MOVING.get(concept)
    if moving is None:
        return concept_codes(concept)[0]
    on_day = members(moving, day)
    for code in concept_codes(concept):
        if code in FIXED and _dated(moving, FIXED[code]) == on_day:
            return code
    raise UnknownCode("area", f"{concept} on {day.isoformat()}", concept_codes(concept)[:3])


def members(code: str, day: date) -> frozenset[str]:
    """Countries of an area on a day, ISO alpha-3; of a country itself; empty where they are not known.

    Args:
        code: code of the record. A fixed code has the same members on every day.
        day: for a moving code and for the printed EU row of the Kazakh table the last day of the data's period.

    Raises:
        UnknownCode: no such code.
    """
    row = _row(code)
    if row["kind"] in {"country", "former"}:
        return frozenset({code})
    if code == "EU_AS_PRINTED_KZ":
        return members("EU28" if day < _BREAK else "EU27_2020", day)
    if code in FIXED:
        return _dated(_MOVING[row["concept"]], FIXED[code])
    if row["kind"] == "moving":
        return _dated(_MOVING.get(row["concept"], code), day)
    return frozenset(row["members"].split())


@cache
def _dated(bloc: str, day: date) -> frozenset[str]:
    """Members in the full sense of a moving bloc on a day."""
    return frozenset(
        m.member
        for m in membership()
        if m.bloc == bloc and m.role == "member" and m.start <= day and (m.end is None or day < m.end)
    )


@cache
def membership() -> tuple[Membership, ...]:
    """Every dated membership, bloc by bloc."""
    return tuple(
        Membership(
            bloc=row["bloc"],
            member=row["member"],
            start=date.fromisoformat(row["start"]),
            end=date.fromisoformat(row["end"]) if row["end"] else None,
            role=row["role"],
            source=row["source"],
        )
        for row in rows("memberships.csv")
    )


def stages_agreements(concept: str) -> bool:
    """Whether a state applies agreements before they enter into force, or one enters into force for it on its own day.

    >>> stages_agreements("NOR"), stages_agreements("KAZ")
    (True, False)
    """
    return concept in _staged()


@cache
def _staged() -> frozenset[str]:
    """The states of `staged_agreements.csv`, which names for each the law or the agreement that shows it."""
    return frozenset(row["area"] for row in rows("staged_agreements.csv"))


def name(code_or_concept: str, lang: str, form: str = "plain") -> str:
    """Name of an area in a language, in one form.

    Args:
        code_or_concept: `EU27_2020`, `EU`, `KAZ`.
        lang: a language of `CODES`.
        form: `plain` (a label, always there), `short` (`EU27`; the plain name where there is none), and for the
            areas texts are written about `subject` (with its article), `of`, `in`, `to`, `from`, `with` (with
            preposition or case) and `adjective`.

    Raises:
        UnknownCode: no such area, language, or form of this area.
    """
    known_language(lang)
    concept(code_or_concept)
    if text := _forms().get((code_or_concept, lang), {}).get(form):
        return text
    if form not in {"plain", "short"}:
        raise UnknownCode("form", f"{form} of {code_or_concept} in {lang}", ("plain", "short"))
    if form == "short":
        return name(code_or_concept, lang)
    row = _row(code_or_concept)
    return row["name"] if lang == REFERENCE or not row["alpha2"] else _territories(lang)[row["alpha2"]]


def has_form(code: str, lang: str, form: str) -> bool:
    """True if `name(code, lang, form)` gives that very form."""
    return form == "plain" or bool(_forms().get((code, lang), {}).get(form))


def resolve(text: str) -> str:
    """What a person means by a code or name, in any language and either case.

    Args:
        text: `EU`, `kz`, `KAZ`, `Kazakistani`, `Umoja wa Ulaya`, `EU28`, `Germany`, `Korea, Republic of`.

    Returns:
        A concept, or the bloc code with members of its own where the words name one.

    Raises:
        UnknownCode: no area, or several, which the error then lists.
    """
    typed = _normal(text)
    if known(typed.upper()):
        return typed.upper()
    if typed.upper() in _alpha2():
        return _alpha2()[typed.upper()]
    found = _meant(typed)
    if len(found) == 1:
        return found[0]
    raise UnknownCode("area", text.strip(), found or _nearest(typed))


def mentions(text: str, lang: str, words: Sequence[Word] | None = None) -> tuple[Mention, ...]:
    """Every area named in a text, from left to right.

    Names of all languages are looked for at once, with the endings of Russian, Kazakh and German, longest name
    first. "European Union" is `EU`, "Europe" and "European countries" are `EUROPE`. Words that name the members of
    the EU set `composition`: "EU27" to `EU27_2020`, "EU-28" to `EU28`, "EU member states" to `EU_V`. A seat of
    government is of kind `capital`: whether it stands for its country ("talks with Berlin") the reader must tell.

    Args:
        text: a sentence or a whole article.
        lang: its language.
        words: its words, where it is cut already.
    """
    return settled(found(text, lang, words), frozenset())


def found(text: str, lang: str, words: Sequence[Word] | None = None) -> tuple[Mention, ...]:
    """As `mentions`, and names that several countries bear, whose concept is all of theirs: "Congo" is `COG COD`."""
    return _gazetteer().find(text, lang, words)


def settled(found: Iterable[Mention], told: frozenset[str]) -> tuple[Mention, ...]:
    """The mentions of a sentence, with a shared name read as the one bearer of it that the text has told before.

    Beside that one's full name in the same sentence ("the DRC and Congo") it may be the other: it is left out then, as
    it is where the text has told none or several of them.

    Args:
        found: what `found` gives.
        told: areas the text has told before.
    """
    named = tuple(found)
    here = {m.concept for m in named}
    kept: list[Mention] = []
    for mention in named:
        bearers = set(mention.concept.split())
        if len(bearers) == 1:
            kept.append(mention)
        elif len(bearers & told) == 1 and not bearers & here:
            kept.append(replace(mention, concept=next(iter(bearers & told))))
    return tuple(kept)


def told_apart(found: Iterable[Mention], told: frozenset[str], headline: bool = False) -> frozenset[str]:
    """The areas told of those that share a name, once a sentence more is read; all of them where it is left unclear.

    A text that says "Congo" before it has named either in full may mean the one it does not name; a headline, which
    is short, says nothing of that.
    """
    known = set(told)
    for mention in found:
        bearers = mention.concept.split()
        if len(bearers) == 1:
            known |= {mention.concept} & _bearers()
        elif not headline and not known & set(bearers):
            known |= set(bearers)
    return frozenset(known)


@cache
def _bearers() -> frozenset[str]:
    """The areas that share a name with another."""
    return frozenset(one for alias in _aliases() if alias.kind in _SHARED for one in alias.concept.split())


def _row(code: str) -> dict[str, str]:
    """Row of `areas.csv` for a code."""
    try:
        return _table()[code]
    except KeyError:
        raise UnknownCode("area", code, _concepts().get(code, ())[:3] or _nearest(code)) from None


@cache
def _table() -> dict[str, dict[str, str]]:
    """`areas.csv` by code."""
    return {row["code"]: row for row in rows("areas.csv")}


@cache
def _alpha2() -> dict[str, str]:
    """ISO alpha-2 -> code; nothing else a person may type is spelled like one of another area (a test)."""
    return {row["alpha2"]: code for code, row in _table().items() if row["alpha2"]}


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    """Concept -> codes, in the order of `areas.csv`."""
    grouped: dict[str, list[str]] = {}
    for code, row in _table().items():
        grouped.setdefault(row["concept"], []).append(code)
    return {concept: tuple(codes) for concept, codes in grouped.items()}


@cache
def _forms() -> dict[tuple[str, str], dict[str, str]]:
    """The files `areas.csv` of the languages by code (or concept) and language."""
    return {(row.pop("code"), lang): row for lang in CODES for row in languages.rows(lang, "areas.csv")}


def _territories(lang: str) -> Mapping[str, str]:
    """Names of territories by ISO alpha-2, as Unicode's CLDR gives them."""
    return cldr.locale(language(lang).locale).territories


def _aliases() -> Iterator[Alias]:
    """Rows of the files `area_aliases.csv` of the languages, one alias each."""
    for lang in CODES:
        for row in languages.rows(lang, "area_aliases.csv"):
            for text in row["aliases"].split("; "):
                yield Alias(text, lang, row["kind"], row["concept"], row["composition"] or None)


@cache
def capitals(code: str, lang: str) -> tuple[str, ...]:
    """Names of the seats of government of a country in a language, in the order of the codelist; may be empty."""
    return tuple(
        alias.text for alias in _aliases() if (alias.kind, alias.concept, alias.lang) == ("capital", code, lang)
    )


def _listed() -> Iterator[Alias]:
    """Names of all countries in all languages, as CLDR and our own forms give them."""
    for code, row in _table().items():
        if row["alpha2"]:
            for lang in CODES:
                for text in dict.fromkeys((name(code, lang), _territories(lang)[row["alpha2"]])):
                    yield Alias(text, lang, "noun", code)


def _spelled(text: str) -> str:
    """A CLDR name as texts write it: without additions in brackets and abbreviations."""
    text = text.split(" (")[0].replace(" & ", " and ")
    for short, full in _abbreviated():
        text = re.sub(short, full, text)
    return text


@cache
def _abbreviated() -> tuple[tuple[str, str], ...]:
    return tuple(pair for lang in CODES for pair in language(lang).abbreviated.items())


@cache
def _gazetteer() -> Gazetteer:
    """All aliases, ready for searching; names that two areas share are left out."""
    # a word that is a noun in one foreign language and an adjective in another is taken for the noun
    own = sorted(_aliases(), key=lambda alias: alias.kind == "adjective")
    told = _doubts(own)
    silent = {(a.concept, a.text) for a in own if a.kind == "silent"}
    shared = {a.text for a in own if a.kind in _SHARED}
    # A seat of government and a continent are told from others by what stands around.
    namesakes = (
        replace(alias, kind=_SHARED[alias.kind])
        for alias in own
        if alias.kind in _SHARED and all(concept_kind(one) == "country" for one in alias.concept.split())
    )
    listed = (
        replace(alias, text=text)
        for alias in _listed()
        # "Trinidad and Tobago", "Trinidad & Tobago"
        for text in dict.fromkeys((_spelled(alias.text), alias.text.split(" (")[0]))
    )
    read = (
        alias
        for alias in (*own, *listed)
        if (alias.text not in shared or alias.kind == "capital")
        and (alias.kind in {"local", "exact"} or (alias.concept, alias.text) not in silent)
        and alias.kind not in _NOT_READ
    )
    return Gazetteer((*read, *namesakes), told)


def _doubts(own: Iterable[Alias]) -> Doubts:
    """The rows that say where a listed name means something else."""
    told: dict[str, dict[str, set[str]]] = {}
    for alias in own:
        if alias.kind in _NO_NAMES:
            key = alias.concept if alias.kind == "rival" else alias.lang
            told.setdefault(alias.kind, {}).setdefault(key, set()).add(alias.text)
    held = {kind: {key: frozenset(texts) for key, texts in by.items()} for kind, by in told.items()}
    return Doubts(
        inner=held["inner"],
        apart=held["apart"],
        borne=held["borne"],
        beside=frozenset().union(*held["beside"].values()),
        rivals=held["rival"],
    )


@cache
def _dictionary() -> dict[str, tuple[str, ...]]:
    """Everything a person may type -> the areas it may mean."""
    found: dict[str, dict[str, None]] = {}
    for alpha2, code in _alpha2().items():
        found.setdefault(alpha2.casefold(), {})[code] = None
    for code, row in _table().items():
        found.setdefault(_normal(row["name"]), {})[row["concept"] if row["kind"] == "moving" else code] = None
    for alias in (*_aliases(), *_listed()):
        if alias.kind in _NO_NAMES:
            continue
        concept = alias.composition if alias.composition in FIXED else alias.concept
        for meant in (concept or "").split():
            found.setdefault(_normal(alias.text), {})[meant] = None
    return {text: tuple(meant) for text, meant in found.items()}


def is_name(text: str) -> bool:
    """Whether a text is a name of an area as it is listed, in any language, and so stands in no other case."""
    return _normal(text) in _dictionary()


def _normal(text: str) -> str:
    """A name without case, article, double blanks and typographic apostrophes."""
    words = " ".join(caseless(text.replace("\u2019", "'")).split())
    for article in _articles():
        if words.startswith(article) and len(words) > len(article) + 2:
            return words.removeprefix(article)
    return words


@cache
def _articles() -> tuple[str, ...]:
    return tuple(article for lang in CODES for article in language(lang).articles)


def _nearest(text: str) -> tuple[str, ...]:
    """Up to three known names or codes that come close to `text`."""
    from rapidfuzz import process

    hits = process.extract(_normal(text), list(_dictionary()), limit=3, score_cutoff=70)
    return tuple(hit for hit, _, _ in hits)


def candidates(text: str) -> tuple[str, ...]:
    """Every concept or dated code a person may mean by a name, in any language and either case.

    >>> candidates("Congo")
    ('COG', 'COD')
    """
    typed = _normal(text).upper()
    if known(typed) or typed in _alpha2():
        return (resolve(text),)
    return _meant(_normal(text))


def _meant(typed: str) -> tuple[str, ...]:
    """Concepts and codes of a name; "korea, republic of" is the order of sorted lists for "republic of korea"."""
    names = _dictionary()
    head, comma, tail = typed.partition(", ")
    return names.get(typed) or (names.get(_normal(f"{tail} {head}"), ()) if comma else ())


def suggestions(text: str, limit: int) -> tuple[str, ...]:
    """Concepts and codes whose names or codes come closest to what a person typed, the closest first.

    Names that begin with it stand before names that hold it, and those before names that only look like it.
    """
    from rapidfuzz import fuzz, process

    typed = _normal(text)
    names = _dictionary()
    first = [name for name in names if name.startswith(typed)] if typed else []
    inside = [name for name in names if typed in name and not name.startswith(typed)] if len(typed) > 2 else []
    ordered = [*sorted(first, key=len), *sorted(inside, key=len)]
    found = dict.fromkeys(area for name in ordered for area in names[name])
    if len(found) < limit and typed:
        alike = process.extract(typed, list(names), scorer=fuzz.ratio, limit=4 * limit)
        found |= dict.fromkeys(area for name, _, _ in alike for area in names[name] if area not in found)
    return tuple(found)[:limit]
