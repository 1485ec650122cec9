"""Names that two countries bear: "Congo" means the one its text has named in full before, and else none."""

import pytest

from hali.checking import article, frames


def areas_of(text):
    return [(c.reporter, c.partner) for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]


@pytest.mark.parametrize(
    "text",
    [
        "The DRC is large. Congo's economy grew by 7 percent in 2024.",
        "Kinshasa said so. The Congolese economy grew by 7 percent in 2024.",
        "Die Demokratische Republik Kongo ist weit. Die Wirtschaft Kongos wuchs 2024 um 7 Prozent.",
        "La RDC est vaste. L'économie congolaise a progressé de 7 % en 2024.",
        "Jamhuri ya Kidemokrasia ya Kongo ni kubwa. Uchumi wa Kongo ulikua kwa asilimia 7 mwaka 2024.",
        "Kongo Demokratik Cumhuriyeti büyüktür. 2024'te Kongo'nun ekonomisi yüzde 7 büyüdü.",
    ],
)
def test_a_shared_name_means_the_one_named_in_full_before(text):
    assert areas_of(text) == [("COD", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Uganda and Kenya met. Congo's economy grew by 7 percent in 2024.",
        "Congo's economy grew by 7 percent in 2024. The DRC is large.",
        "The DRC and the Republic of the Congo met. Congo's economy grew by 7 percent in 2024.",
        "Congo is calm. The DRC is large. Congo's economy grew by 7 percent in 2024.",
    ],
)
def test_where_the_text_has_named_none_or_both_it_means_none_and_nobody_around(text):
    assert areas_of(text) == [(None, None)]


def test_the_river_is_no_country():
    assert areas_of("The DRC is large. Chad sold Mali goods for 5 m dollars over the Congo River in 2020.") == [
        ("TCD", "MLI")
    ]
