"""Cases: what the ending of a name says of the part its area has, in languages that have cases for it."""

from __future__ import annotations

from functools import cache

import regex

from hali.languages import CODES, language, lexicon
from hali.languages.morphology import ending, tables


@cache
def has(lang: str) -> bool:
    """Whether the cases of a language say the part an area has: the table `sides` of its `morphology.toml`."""
    return "sides" in tables(lang)


def spoken(form: str, lang: str) -> str:
    """The language whose cases a form may carry: the text's own, or one whose letters it has; "" for none."""
    known = (lang,) if has(lang) else tuple(one for one in CODES if has(one) and _own(one).search(form))
    return next((one for one in known if _script(one).search(form)), "")


def side(form: str, lang: str) -> str:
    """`from`, `with`, `of`, `in` or `to` as a form ends, "" where it ends otherwise."""
    return next((name for name, endings in _sides(lang).items() if form.endswith(endings)), "")


def carried(form: str, lang: str) -> str:
    """The same for a noun that is itself owned."""
    return side(form, lang) or ("to" if form.endswith(ending("possessed_dative", lang) or ("\n",)) else "")


def people(form: str, lang: str) -> str:
    """`from` or `to` for a people in the plural, "" for any other form."""
    plurals = tables(lang).get("plurals", ())
    many = {name: tuple(p + e for p in plurals for e in _sides(lang)[name]) for name in ("from", "to")}
    return next((name for name, endings in many.items() if form.endswith(endings)), "")


@cache
def _sides(lang: str) -> dict[str, tuple[str, ...]]:
    """Part of an area -> endings."""
    return {
        name: tuple(e for case in cases for e in ending(case, lang)) for name, cases in tables(lang)["sides"].items()
    }


@cache
def _own(lang: str) -> regex.Pattern[str]:
    """Letters that other languages of the script have not, or seldom."""
    prior = lexicon(lang)["prior"]
    return regex.compile(f"[{prior['letters']}{prior['shared_letters']}]")


@cache
def _script(lang: str) -> regex.Pattern[str]:
    return regex.compile(rf"\p{{Script={language(lang).script}}}")
