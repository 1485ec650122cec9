"""The language of a text, from letters and function words."""

from __future__ import annotations

import pytest

from hali.checking.numbers.prior import prior


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The share of exports fell in the second year."),
        ("sw", "Biashara ya nje ilipungua kwa asilimia tano mwaka jana."),
        ("ru", "Доля экспорта снизилась в прошлом году."),
        ("kk", "Былтыр экспорт үлесі төмендеді."),
        ("kk", "Экспорт 12 пайыз артты."),
        ("kk", "Қостанай, Ақтөбе, Семей"),
        ("ru", "Костанай, Актобе, Семей"),
        ("fr", "La part des exportations a reculé l'an dernier."),
        ("de", "Der Anteil der Ausfuhren sank im Vorjahr."),
        ("sw", "Wakimbizi elfu tano mia mbili walipokelewa Burundi."),
        ("en", ""),
        ("en", "12345 %"),
    ],
)
def test_prior(lang, text):
    assert prior(text) == lang


def test_only_the_beginning_of_a_long_text_is_looked_at():
    assert prior("Der Anteil der Ausfuhren sank im Vorjahr. " * 80 + "the of and to in " * 100_000) == "de"
