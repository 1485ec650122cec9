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
