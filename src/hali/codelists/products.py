"""Products: HS chapters, SITC sections, fuels, and the programmes, routes and lists the record counts by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hali.codelists.files import rows
from hali.codelists.gazetteer import Alias, Gazetteer, Mention
from hali.errors import UnknownCode
from hali.languages import folder as languages
from hali.languages import known
from hali.languages.folder import texts


@dataclass(frozen=True, slots=True)
class Product:
    """One code of the product column.

    Attributes:
        code: `TOTAL`, `HS:27`, `CRUDE_OIL`, `BAN_RU.HS:84`, `PROG:BOMCA-10`, `ROUTE:TITR` ...
        kind: `total`, `none`, `hs`, `sitc`, `fuel`, `list`, `activity`, `programme`, `project`, `route`, `visa`,
            `agreement` or `vote`.
        name: English label.
        covers: codes of the Harmonised System it is made of, or part of; empty where there is no correspondence.
    """

    code: str
    kind: str
    name: str
    covers: tuple[str, ...]


def product(code: str) -> Product:
    """The product of a code; the chapters of a list (`BAN_RU.HS:84`) are products of their own.

    Raises:
        UnknownCode: no such product.
    """
    whole, _, part = code.partition(".HS:")
    row = _row(whole)
    covers = (f"HS:{part}",) if part else tuple(row["covers"].split())
    return Product(code=code, kind=row["kind"], name=name(code, "en"), covers=covers)


def codes() -> tuple[str, ...]:
    """Every listed code; chapters of a list are not listed one by one."""
    return tuple(_table())


def name(code: str, lang: str) -> str:
    """Name of a product in a language.

    Raises:
        UnknownCode: no such product or language.
    """
    whole, _, part = code.partition(".HS:")
    parts = [whole, f"HS:{part}"] if part else [whole]
    return ": ".join(_name(one, known(lang)) for one in parts)


def mentions(text: str, lang: str) -> tuple[Mention, ...]:
    """Every product named in a text, from left to right, longest name first; `concept` is the product code.

    Args:
        text: a sentence or a whole article.
        lang: its language.
    """
    return _gazetteer(lang).find(text, lang)


def _name(code: str, lang: str) -> str:
    """Name of a listed product; its code where the language has none."""
    _row(code)
    return texts(lang, "products.csv", "code").get(code) or code


def _row(code: str) -> dict[str, str]:
    """Row of `products.csv` for a code."""
    try:
        return _table()[code]
    except KeyError:
        raise UnknownCode("product", code, _nearest(code)) from None


@cache
def _table() -> dict[str, dict[str, str]]:
    """`products.csv` by code."""
    return {row["code"]: row for row in rows("products.csv")}


def _aliases(lang: str) -> Iterator[Alias]:
    """The aliases of `products.csv` of a language, one alias each."""
    for row in languages.rows(lang, "products.csv"):
        for text in filter(None, row["aliases"].split("; ")):
            yield Alias(text, lang, "noun", row["code"])


@cache
def _gazetteer(lang: str) -> Gazetteer:
    """The aliases of one language: unlike names of areas, common nouns of one mean other things in another."""
    return Gazetteer(_aliases(lang))


def _nearest(code: str) -> tuple[str, ...]:
    """Up to three codes that come close to `code`."""
    from rapidfuzz import process

    return tuple(hit for hit, _, _ in process.extract(code, list(_table()), limit=3, score_cutoff=60))
