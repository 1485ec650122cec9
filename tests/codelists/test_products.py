"""The products codelist."""

from __future__ import annotations

import pytest

from hali.codelists import products
from hali.errors import UnknownCode


def test_chapters_of_the_harmonised_system() -> None:
    chapters = [c for c in products.codes() if c.startswith("HS:") and len(c) == 5]
    assert chapters == [f"HS:{n:02d}" for n in range(1, 98) if n != 77]  # chapter 77 is reserved


@pytest.mark.parametrize("lang", ["en", "sw", "kk", "ru", "fr", "de"])
def test_every_product_has_a_name(lang: str) -> None:
    for code in products.codes():
        assert products.name(code, lang).strip()


def test_correspondences() -> None:
    assert products.product("HS:27").name == "mineral fuels"
    assert products.product("CRUDE_OIL").covers == ("HS:2709",)
    assert products.product("SITC:3").covers == ("HS:27",)
    assert len(products.product("AGRIFOOD").covers) == 24
    for code in products.codes():
        for part in products.product(code).covers:
            assert part.startswith("HS:")


def test_chapter_of_a_list() -> None:
    part = products.product("BAN_RU.HS:84")
    assert part.covers == ("HS:84",)
    assert part.name.endswith(": machinery")


def test_unknown() -> None:
    with pytest.raises(UnknownCode, match="CRUDE_OIL"):
        products.product("CRUDE_OI")
    with pytest.raises(UnknownCode):
        products.product("BAN_RU.HS:77")
    with pytest.raises(UnknownCode, match="language"):
        products.name("TOTAL", "xx")


@pytest.mark.parametrize(
    ("lang", "text", "code"),
    [
        ("en", "crude oil", "CRUDE_OIL"),
        ("en", "exports of oil and petroleum products", "OIL_PRODUCTS"),
        ("sw", "mafuta ghafi", "CRUDE_OIL"),
        ("ru", "импорт нефти", "CRUDE_OIL"),
        ("ru", "природного газа", "NATURAL_GAS"),
        ("kk", "мұнайдың үлесі", "CRUDE_OIL"),
        ("fr", "pétrole brut", "CRUDE_OIL"),
        ("de", "Erdöl", "CRUDE_OIL"),
        ("de", "Uran", "URANIUM"),
    ],
)
def test_mentions(lang: str, text: str, code: str) -> None:
    assert [m.concept for m in products.mentions(text, lang)] == [code]
