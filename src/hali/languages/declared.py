"""What a language is: its names, signs and traits, as `languages/<code>/language.toml` declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache, lru_cache
from typing import Any, Literal, TypeVar
from unicodedata import combining, normalize

from hali.errors import UnknownCode
from hali.languages.folder import DECLARED, folders, toml

Level = Literal["full", "basic"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Traits:
    """Traits of a language that decide how its words are read; the table `traits`. What is not said is not so.

    Attributes:
        case_ends_number: a number word or scale word with a case ending is the last word of its number (kk).
        hundred_first: the hundred stands before its count: "mia tano", five hundred (sw).
        joins_after: "and" joins what follows to a number that ends in this many: 100 "three hundred and five", 10
            "soixante et un"; 0 where nothing joins so.
        many_hundreds: hundreds are counted beyond nineteen: "twenty-four hundred" (en).
        teens_after: tens that teens follow: 60 and 80 in "quatre-vingt-dix" (fr).
        units_after_ten: eleven is "ten one" (kk).
        only_last_inflects: of several words only the last takes endings (kk).
        elided: words that lose their vowel before an apostrophe and stay words of their own: l', qu' (fr).
        raised: abbreviations that a raised 2 or 3 follows: km, m.
        sign_unsure: a grouped figure may have a decimal sign instead: "3,456" (sw).
        denominator_first: the denominator stands before the numerator: "theluthi mbili" (sw, kk).
        part_unsure: "a third" is a part only where what follows says so (en).
        hedge_before_part: an adjective between article and part says how exact it is: "ein gutes Drittel" (de).
        noun_before_out_of: a noun may stand before "in" and "of": after `one`, "one visitor in ten" (en), or after
            `any` number (fr).
        out_of_first: what a share is out of stands before the part: "of every four persons one" (tr).
        times_need_lead: a factor needs its preposition before it: "by 2.3 times" (ru).
        unit_first: units and what is counted stand before the number: "asilimia 5", "wanafunzi 320" (sw).
        percent_first: the percent sign stands before its figure: "%5" (tr).
        alone_before_figures: a thousand without its number goes on in figures: "bin 200", 1,200 (tr, kk).
        hedge_behind: what says about or more than stands behind the number, before what it counts (kk).
        cases_decide: cases say it all: a number in the dative is what was come to (in Kazakh it is by how
            much), what a number is compared with stands before its word, an owner has the genitive (tr).
        number_of_behind: "the number of" stands behind its noun (kk).
        one_adjective: at most one adjective stands between a number and what it counts (kk).
        one_is_article: the word for one is the article too: "un", "ein" (fr, de).
        hyphened_nouns: a hyphen may join a foreign word to what is counted: "38 Schengen-Visa" (de).
        nouns_capital: nouns are written with a capital (de).
        point_makes_place: a point behind figures makes them a place: "1. Juli" (de).
        split_units: number words stand inside a unit's name: "shilingi bilioni 95 za Kenya" (sw).
        possessive_s: an apostrophe and an s make an owner: "Kenya's" (en; quoted in de, sw).
        genitive_s: an s at the end of a name makes an owner: "Chinas" (de).
        owner_behind: an owner stands right behind what it owns, with its case only (ru).
        owner_far: an owner may stand well before what it owns (en, kk, de).
        owner_never_before: no owner stands before what it owns (sw).
        adjective_behind: an adjective stands behind its noun (fr, sw).
        narrowed_behind: the very next word may narrow a noun: "exportations agricoles" (ru, fr, en).
        word_of_year_behind: the word for a year stands behind its number and belongs to it (ru, kk).
        part_behind_year: a part of a year stands behind the year (kk).
        quarters_are_time: a count of quarters is a time, and no share (ru).
        ending_letters: letters in which the forms of a word mostly differ (ru, kk: 2).
    """

    case_ends_number: bool = False
    hundred_first: bool = False
    joins_after: int = 0
    many_hundreds: bool = False
    teens_after: tuple[int, ...] = ()
    units_after_ten: bool = False
    only_last_inflects: bool = False
    elided: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    sign_unsure: bool = False
    denominator_first: bool = False
    part_unsure: bool = False
    hedge_before_part: bool = False
    noun_before_out_of: Literal["", "one", "any"] = ""
    out_of_first: bool = False
    times_need_lead: bool = False
    unit_first: bool = False
    percent_first: bool = False
    alone_before_figures: bool = False
    hedge_behind: bool = False
    cases_decide: bool = False
    number_of_behind: bool = False
    one_adjective: bool = False
    one_is_article: bool = False
    hyphened_nouns: bool = False
    nouns_capital: bool = False
    point_makes_place: bool = False
    split_units: bool = False
    possessive_s: bool = False
    genitive_s: bool = False
    owner_behind: bool = False
    owner_far: bool = False
    owner_never_before: bool = False
    adjective_behind: bool = False
    narrowed_behind: bool = False
    word_of_year_behind: bool = False
    part_behind_year: bool = False
    quarters_are_time: bool = False
    ending_letters: int = 1


@dataclass(frozen=True, slots=True)
class Language:
    """A language hali reads, or reads and writes.

    Attributes:
        code: ISO 639-1, the name of its folder.
        name: what its speakers call it.
        english: what it is called in English.
        level: `full` where it is read and written, `basic` where only its numbers are read.
        order: its place in lists, smallest first.
        script: ISO 15924, `Latn`, `Cyrl`.
        direction: `ltr` or `rtl`.
        locale: name of its CLDR locale, of which come months, currencies, plurals and spelled numbers.
        regions: further locales whose names and signs of money differ from it.
        decimal, group: sign before decimals, and between groups of three digits.
        articles: words before the name of an area that a person may type, with what parts them from it.
        abbreviated: abbreviations in the names CLDR gives areas, as regular expressions, and what they stand for.
        capitals: capitals that another language's rules would not make of a letter: of the Turkish i.
        alike: letters that words are compared by as another: the two i of Turkish, whose capitals another language's
            rules of case turn into the wrong one.
        alphabet: its letters in the order of its dictionaries; empty where those with a mark stand with those without.
        traits: see `Traits`.
    """

    code: str
    name: str
    english: str
    level: Level
    order: int
    script: str
    direction: Literal["ltr", "rtl"]
    locale: str
    decimal: str
    group: str
    regions: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    abbreviated: Mapping[str, str] = field(default_factory=dict)
    capitals: Mapping[str, str] = field(default_factory=dict)
    alike: Mapping[str, str] = field(default_factory=dict)
    alphabet: str = ""
    traits: Traits = field(default_factory=Traits)


@cache
def language(code: str) -> Language:
    """The language of a code.

    Raises:
        UnknownCode: no folder of this language.
        ValueError: its `language.toml` lacks a field, has one that is not known, is no TOML, or not in UTF-8.
    """
    declared = _tuples(toml(code, DECLARED))
    declared["traits"] = _made(Traits, _tuples(declared.get("traits", {})), "traits.")
    return _made(Language, {**declared, "code": code})


def _made(of: type[T], table: dict[str, Any], within: str = "") -> T:
    """What a table declares; ValueError names the field that is not known or is missing."""
    known = {one.name: one for one in fields(of)}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            from difflib import get_close_matches

            raise ValueError(
                f"{within}{key} is not known; known is {', '.join(get_close_matches(key, known, 1) or known)}"
            )
    for name, one in known.items():
        if name not in table and one.default is MISSING and one.default_factory is MISSING:
            raise ValueError(f"{within}{name} is missing")
    return of(**table)


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


_NONE = Traits()


@cache
def traits(code: str) -> Traits:
    """The traits of a language; of "", a number in plain digits, those of none."""
    return language(code).traits if code else _NONE


def _listed(level: Level) -> tuple[str, ...]:
    """Codes of the languages of a level, in their order."""
    declared = [one for one in map(_readable, folders()) if one is not None and one.level == level]
    return tuple(one.code for one in sorted(declared, key=lambda one: (one.order, one.code)))


@cache
def _readable(code: str) -> Language | None:
    """A language; None where its file has a slip, which must not stop the others: `completeness.gaps` says which."""
    try:
        return language(code)
    except ValueError:
        return None


CODES = _listed("full")
"""Codes of the languages read and written in full, as in file names and on the command line."""

BASIC = _listed("basic")
"""Codes of languages whose figures, percentages and money are read, with few words around them; nothing is written."""

ALIKE = {ord(one): other for code in (*CODES, *BASIC) for one, other in language(code).alike.items()}
"""Letters compared as another in texts of every language, for `str.translate`."""


@lru_cache(maxsize=65536)
def caseless(word: str) -> str:
    """A word without upper and lower case, as all languages compare it.

    >>> caseless("\u0130stanbul"), caseless("ISPARTA") == caseless("\u0131sparta")
    ('istanbul', True)
    """
    return word.translate(ALIKE).casefold()


def dictionary_order(text: str, lang: str) -> tuple[tuple[int, ...], str]:
    r"""What texts of a language are sorted by, as its dictionaries are.

    >>> sorted(["Zypern", "\u00d6sterreich", "Polen"], key=lambda name: dictionary_order(name, "de"))[1:]
    ['Polen', 'Zypern']
    >>> sorted(["\u0130talya", "\u00c7ekya", "Irak"], key=lambda name: dictionary_order(name, "tr"))[1]
    'Irak'
    """
    places = _places(lang)
    bare = [part for letter in text for part in (letter if letter in places else normalize("NFKD", letter).casefold())]
    return tuple(places.get(letter, ord(letter)) for letter in bare if not combining(letter)), text


@cache
def _places(lang: str) -> dict[str, int]:
    """Letter, small or capital -> its place in the alphabet, behind all signs; empty for a language without one."""
    declared = language(lang)
    listed = list(enumerate(declared.alphabet, 0x10000))
    return {one: place for place, small in listed for one in (small, declared.capitals.get(small, small.upper()))}


REFERENCE = "en"
"""The language whose files say what a complete language has."""


def known(lang: str) -> str:
    """A code of a language read and written in full, as it is.

    Raises:
        UnknownCode: any other.
    """
    if lang not in CODES:
        raise UnknownCode("language", lang, CODES)
    return lang
