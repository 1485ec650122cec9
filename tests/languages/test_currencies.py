"""Names and signs of currencies: CLDR's forms with endings, nouns that several countries share."""

from __future__ import annotations

import pytest
from babel.numbers import get_currency_name

from hali.checking.quantities import find
from hali.languages import CODES
from hali.languages.currencies import MONEY, WITHDRAWN, by_country, names
from hali.model.units import CURRENCIES


@pytest.mark.parametrize("lang", CODES)
def test_every_name_of_cldr_is_read(lang):
    wrong = []
    for code in sorted(CURRENCIES - {"XCD", "XPF", "SLL", "PGK"}):
        for count in (1, 2, 5, 1.5):
            name = get_currency_name(code, count=count, locale=lang)
            if name == code or "(" in name or any(c.isdigit() for c in name):
                continue
            text = f"{name} 5,5" if lang == "sw" else f"5,5 {name}"
            if [q.unit for q in find(text.replace(",", "." if lang in {"en", "sw"} else ","), lang)] != [code]:
                wrong.append((code, name))
    assert wrong == []


def test_money_that_left_use_is_read_by_name():
    assert frozenset(MONEY) == CURRENCIES | WITHDRAWN
    assert [q.unit for q in find("10 million Finnish markkas and 300 million pesetas", "en")] == ["FIM", "ESP"]


def test_names_are_given_once():
    entries = list(names("fr"))
    assert len(entries) == len(set(entries))
    assert ("KWD", "dinar~ koweïtien~") in entries


@pytest.mark.parametrize(
    ("code", "word", "text", "expected"),
    [
        ("KES", "shilling", {"uganda", "and"}, "UGX"),
        ("KES", "shilling", {"uganda", "kenya"}, "KES"),
        ("KES", "shilling", {"uganda", "tanzania"}, "KES"),
        ("KES", "shilling", set(), "KES"),
        ("SEK", "kronor", {"norwegian"}, "NOK"),
        ("XAF", "fcfa", {"sénégal"}, "XOF"),
        ("USD", "dollars", {"canada"}, "USD"),
    ],
)
def test_a_shared_noun_is_told_by_the_country_named(code, word, text, expected):
    assert by_country(code, word, frozenset(text)) == expected


def test_cases_of_russian_and_kazakh_names():
    for text in ("5 кувейтским динарам", "5 кувейтскими динарами", "5 кувейтского динара"):
        assert [q.unit for q in find(text, "ru")] == ["KWD"]
    assert [q.unit for q in find("5 Кувейт динарына", "kk")] == ["KWD"]
