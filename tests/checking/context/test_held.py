"""Series the record holds and texts seldom name by their name: linked only where the words say it."""

import pytest

from hali.checking import article, frames
from hali.model.claim import Claim

LINKED = [
    ("Kazakhstan's students were awarded 44 Erasmus Mundus scholarships in 2020.", "scholarships"),
    ("Студенты из Казахстана получили 44 стипендии Erasmus Mundus.", "scholarships"),
    ("Les étudiants kazakhs ont reçu 44 bourses Erasmus Mundus.", "scholarships"),
    ("Some 80 % of overland cargo between China and Europe crosses Kazakhstan.", "share_of_overland_route"),
    ("Через Казахстан проходит 80 % сухопутных грузов между Китаем и Европой.", "share_of_overland_route"),
    ("66 % of Kazakhstan's oil exports went to the EU.", "share_of_oil_exports"),
    ("На ЕС пришлось 66 % экспорта нефти Казахстана.", "share_of_oil_exports"),
    ("66 Prozent der Ölexporte Kasachstans gingen in die EU.", "share_of_oil_exports"),
    ("Kazakhstan covered 11 % of Germany's oil imports.", "partner_share_oil_imports"),
    ("The European Investment Bank lent Kazakhstan 200 million euros.", "dfi_lending"),
    ("ЕБРР выделил Казахстану кредит на 200 млн евро.", "dfi_lending"),
    ("The EU pledged 12 billion euros for Central Asia.", "pledged_finance"),
    ("Die EU hat Zentralasien 12 Milliarden Euro zugesagt.", "pledged_finance"),
    ("Kazakhstan delivered 3,140 tonnes of uranium to the EU in 2022.", "uranium_deliveries"),
    ("Казахстан поставил в ЕС 3140 тонн урана.", "uranium_deliveries"),
    ("Le Kazakhstan a livré 3 140 tonnes d'uranium à l'UE.", "uranium_deliveries"),
    ("Germany imported 8.5 million tonnes of oil from Kazakhstan.", "oil_imports_volume"),
    ("In 2022 Kazakhstan exported 64 million tonnes of oil.", "oil_exports"),
]

SILENT = [
    "A bank in Almaty lent a builder 20 million dollars.",
    "Kazakhstan mines 40 % of the world's uranium.",
    "На Казахстан приходится 40 % мировой добычи урана.",
    "The mine extracted 3,200 tonnes of uranium.",
    "Scholarships cost the city 3 million dollars.",
    "The road carries 80 % of the traffic between the two towns.",
    "The project has a budget of 9 % for travel.",
]


def quantities(text: str) -> list[Claim]:
    return [c for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]


@pytest.mark.parametrize(("text", "measure"), LINKED, ids=[text[:40] for text, _ in LINKED])
def test_a_held_series_is_linked_where_the_words_say_it(text: str, measure: str) -> None:
    assert measure in {c.measure for c in quantities(text)}


@pytest.mark.parametrize("text", SILENT)
def test_it_is_not_linked_where_they_say_something_else(text: str) -> None:
    assert [c.measure for c in quantities(text)] in ([], [None])


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("Consulates refused 12 % of the visa applications; 161,000 visas were issued.", [None, "issued"]),
        ("Of the applications 9,000 visas were refused, 161,000 visas were issued.", ["refused", "issued"]),
        ("В визах отказали в 12 % случаев, выдано 161 000 виз.", [None, "issued"]),
    ],
)
def test_visas_issued_and_refused_are_told_apart(text: str, variants: list[str | None]) -> None:
    read = quantities(text)
    assert [c.variant for c in read] == variants
    assert read[-1].measure == "visas_issued"
