"""The currency of an amount that has none of its own: what its sentence or a heading says, else what the text told."""

import pytest

from hali.checking import article, frames


def units(text):
    return [(c.quantity.text, c.quantity.unit) for c in frames.claims(article.from_text(text)) if c.quantity]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Chile sold Peru goods worth 5 bn euros in 2023.\n\nBoth ways, in dollars, trade came to 9.3 bn.", "USD"),
        ("Chile sold Peru goods worth 5 bn euros in 2023.\n\nThe dollar rose, and trade came to 9.3 bn.", "EUR"),
        ("Chile sold Peru goods for 5 bn euros in 2023.\n\nTrade with Brazil, bn dollars:\n\n- Exports: 9.3 bn", "USD"),
        ("Chile verkaufte 2023 Waren für 5 Mrd. Euro nach Peru. In Dollar erreichte der Handel 9,3 Mrd.", "USD"),
        ("Chile iliiuzia Peru bidhaa za euro bilioni 5 mwaka 2023. Kwa dola, biashara ilifika bilioni 9.3.", "USD"),
        ("Le Chili vend au Pérou pour 5 milliards de dollars. En euros, les échanges atteignent 9,3 milliards.", "EUR"),
        ("Чили продала Перу товаров на 5 млрд евро. В долларах товарооборот составил 9,3 млрд.", "USD"),
        ("Чили Перуге 5 млрд еуроның тауарын сатты. Доллармен есептегенде сауда айналымы 9,3 млрд болды.", "USD"),
        ("Şili Peru'ya 5 milyar avroluk mal sattı. Dolar cinsinden ticaret hacmi 9,3 milyar oldu.", "USD"),
    ],
)
def test_an_amount_takes_the_currency_named_before_it_else_that_told_last(text, unit):
    told = units(text)
    assert len(told) == 2
    assert told[1][1] == unit


def test_behind_another_amount_of_its_sentence_it_has_the_currency_of_that():
    told = units("Chile sold goods for 5 bn euros. In dollars trade came to 9 bn. In dollars and 8 bn euros, and 1 bn.")
    assert [unit for _, unit in told] == ["EUR", "USD", "EUR", "EUR"]
