"""A number beside a verb of change: what it came to, or by how much."""

from __future__ import annotations

import pytest

from hali.check import article, frames
from hali.check.context import passage, relations


def relation(text: str, at: int = 0) -> str:
    read = article.from_text(text)
    return relations.relation(passage.read(read, 0, read.blocks[0].sentences[0]), at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports rose by 9 %.", "change"),
        ("Exports rose 9 % to 12 billion euros.", "change"),
        ("The EU's share rose to 30 %.", "share"),
        ("The EU's share rose by 3 percentage points.", "difference"),
        ("Exports doubled.", "change"),
        ("Exports were twice as large as imports.", "ratio"),
        ("Exports rose by 3 billion euros.", "difference"),
        ("Exports rose to 24 billion euros.", "level"),
        ("A 9 % increase in exports.", "change"),
        ("30 % of the increase came from China.", "share"),
        ("Mauzo yaliongezeka kwa asilimia 12.", "change"),
        ("Sehemu ya EU iliongezeka hadi asilimia 30.", "share"),
        ("Экспорт вырос на 12 %.", "change"),
        ("Доля ЕС выросла до 30 %.", "share"),
        ("Экспорт вырос до 24 млрд евро.", "level"),
        ("Экспорт 12 пайызға өсті.", "change"),
        ("ЕО үлесі 30 пайызға дейін өсті.", "share"),
        ("Les exportations ont progressé de 3,7 %.", "change"),
        ("La part de l'UE a atteint 30 %.", "share"),
        ("Die Ausfuhren stiegen um 6 Prozent auf 14 Mrd. Euro.", "change"),
        ("Die Ausfuhren gingen um 6 Prozent zurück.", "change"),
        ("Die Ausfuhren stiegen auf 14 Mrd. Euro.", "level"),
    ],
)
def test_relation(text, expected):
    assert relation(text) == expected


def test_the_second_number_of_one_change_is_a_change_too():
    assert relation("Exports reached 62 billion dollars, an increase of 12 billion dollars or 23.9 %.", 2) == "change"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Exports to China fell by 7 %.", -1),
        ("Exports to China grew by 7 %.", 1),
        ("The EU's trade deficit with Kazakhstan was 12 bn euros.", -1),
        ("Kazakhstan's trade surplus with the EU was 12 bn dollars.", 1),
        ("Экспорт в Китай снизился на 7 %.", -1),
        ("Die Ausfuhren nach China sanken um 7 Prozent.", -1),
        ("Exports to China were 7 bn euros.", 0),
    ],
)
def test_the_direction_of_a_change(text, sign):
    (claim,) = frames.claims(article.from_text(text))
    assert claim.sign == sign


def test_so_much_more_than_is_a_difference():
    (claim,) = frames.claims(article.from_text("EU exports to Kazakhstan were 2 bn euros more than in 2020."))
    assert (claim.relation, claim.measure) == ("difference", None)
