"""Years only compared with are of no other number: "the 8 bn of 2012", "14 % below 2022", "a decade earlier"."""

from __future__ import annotations

import pytest

from hali.checking import article, frames


def years(text):
    return [c.period.start[:4] if c.period else None for c in frames.claims(article.from_text(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In 2022 Peru's exports to Chile rose. They came to 5.6 billion dollars, far from the 8.3 billion of 2012.",
            ["2022", "2012"],
        ),
        ("In 2023 Peru's trade with Chile was 3.8 billion dollars, 14 percent below 2022.", ["2023", "2023"]),
        (
            "Peru's exports to Chile were 2 billion dollars in 2023, imports 1 billion; the surplus was 2 bn in 2022.",
            ["2023", "2023", "2022"],
        ),
        ("In 2020 some 3,000 Peruvians studied in Chile, up from 1,000 a decade earlier.", ["2020", "2010"]),
        (
            "В 2014 году экспорт Перу в Чили составил 859 млн долларов, а в 2022-м упал вдвое, до 430 млн долларов.",
            ["2014", "2022", "2022"],
        ),
    ],
)
def test_each_number_has_its_own_year(text, expected):
    assert years(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chile's exports to Peru have grown by 71 % since 2015 and reached 13.9 bn dollars in 2022.",
        "Mauzo ya Chile kwa Peru yamekua kwa asilimia 71 tangu mwaka 2015 na yalifikia dola bilioni 13.9 mwaka 2022.",
        "С 2015 года экспорт Чили в Перу вырос на 71 % и в 2022 году достиг 13,9 млрд долларов.",
        "2015 жылдан бері Чилидің Перуге экспорты 71 % өсіп, 2022 жылы 13,9 млрд долларға жетті.",
        "Depuis 2015, les exportations du Chili vers le Pérou ont augmenté de 71 % pour atteindre 13,9 milliards de "
        "dollars en 2022.",
        "Seit 2015 sind Chiles Ausfuhren nach Peru um 71 Prozent gewachsen und erreichten 2022 13,9 Milliarden Dollar.",
        "2015'ten bu yana Şili'nin Peru'ya ihracatı yüzde 71 arttı ve 2022'de 13,9 milyar dolara ulaştı.",
    ],
)
def test_a_change_since_a_year_ends_with_the_later_year_of_its_sentence_and_is_not_sure_to(text: str):
    rise = frames.claims(article.from_text(text))[0]
    assert rise.period is not None
    assert (rise.period.start[:4], rise.period.end[:4]) == ("2015", "2023")
    assert "period" in rise.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Chile's exports to Peru grew by 69 %, from 8.2 bn dollars in 2015 to 13.9 bn dollars.",
        "Экспорт Чили в Перу вырос на 69 %: с 8,2 млрд долларов в 2015 году до 13,9 млрд долларов.",
        "Les exportations du Chili vers le Pérou sont passées de 8,2 milliards de dollars en 2015 à 13,9 milliards "
        "de dollars.",
    ],
)
def test_what_a_number_rose_to_after_a_year_is_of_nobody_knows_when(text: str):
    last = frames.claims(article.from_text(text))[-1]
    assert last.period is None
    assert "no_period" in last.unsaid
