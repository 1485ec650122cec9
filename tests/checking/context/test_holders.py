"""Who holds a share: what is no area is no partner, whatever the text is about."""

from __future__ import annotations

import pytest

from hali.checking import article, frames

PARTNERS = {"partner_share_trade", "partner_share_exports", "partner_share_imports", "partner_share_fdi"}


def last(text):
    return frames.claims(article.from_text(text), ("EU", "KAZ"))[-1]


@pytest.mark.parametrize(
    "text",
    [
        "Small firms account for 3% of Kazakhstan's exports.",
        "The share of startups in Kazakhstan's exports reached 2%.",
        "Almaty makes up 40% of Kazakhstan's foreign trade.",
        "Wafanyabiashara wadogo walichangia asilimia 3 ya mauzo ya nje ya Kazakhstan.",
        "На малый бизнес приходится 3 % экспорта Казахстана.",
        "Доля малого бизнеса в экспорте Казахстана составила 3 %.",
        "Қазақстан экспортының 3 пайызын шағын бизнес құрайды.",
        "Les PME représentent 3 % des exportations du Kazakhstan.",
        "La part des jeunes pousses dans les exportations du Kazakhstan atteint 2 %.",
        "Der Mittelstand macht 3 Prozent der Exporte Kasachstans aus.",
        "Der Anteil der Kleinbetriebe an den Exporten Kasachstans liegt bei 3 Prozent.",
    ],
)
def test_what_is_no_area_is_no_partner(text):
    claim = last(text)
    assert claim.measure not in PARTNERS or claim.partner is None


@pytest.mark.parametrize(
    "text",
    [
        "Trade with the EU grew. In 2021 it accounted for 30% of Kazakhstan's foreign trade.",
        "The EU is a big buyer. The bloc accounts for 40% of Kazakhstan's exports.",
        "The EU leads. Its share of Kazakhstan's foreign trade was 30% in 2021.",
        "EU ni mshirika mkubwa. Inachangia asilimia 30 ya biashara ya nje ya Kazakhstan.",
        "Торговля с ЕС растёт. На него приходится 30 % внешней торговли Казахстана.",
        "ЕС лидирует. Его доля во внешней торговле Казахстана составила 30 %.",
        "ЕО жетекші. Оның Қазақстан сыртқы саудасындағы үлесі 30 пайыз.",
        "L'UE est en tête. Elle représente 30 % du commerce extérieur du Kazakhstan.",
        "Die EU führt. Auf sie entfallen 30 Prozent des Außenhandels Kasachstans.",
    ],
)
def test_a_pronoun_holds_the_share_of_the_area_it_means(text):
    claim = last(text)
    assert claim.measure in PARTNERS
    assert (claim.reporter, claim.partner) == ("KAZ", "EU")
