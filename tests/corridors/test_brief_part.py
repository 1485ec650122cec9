"""What a brief says of routes: only for pairs a corridor joins, as estimates, with no number in a sentence."""

from __future__ import annotations

import pytest

from hali import api
from hali.corridors import brief_part, in_brief
from hali.corridors.answer import answer
from hali.corridors.question import Question
from hali.languages import CODES
from hali.publish.blocks import Figure, Paragraph


@pytest.fixture(scope="module")
def document(record):
    return api.brief("EU", "KZ", record=record)


def last(document):
    section = next(one for one in document.sections if one.id == in_brief.SECTION)
    said, figure = section.blocks[-2:]
    assert isinstance(said, Paragraph)
    assert isinstance(figure, Figure)
    return said, figure


def test_one_sentence_and_one_figure_of_estimates(document):
    said, figure = last(document)
    assert "estimates" in said.statements[0].text
    assert not said.statements[0].quantities
    assert not any(letter.isdigit() for letter in said.statements[0].text + figure.subtitle + figure.title.text)
    found = brief_part.between("EU", "KAZ")
    assert found is not None
    assert [row[0].text for row in figure.table.rows] == [one.name for one in found.routes[: brief_part.SHOWN]]
    for row, route in zip(figure.table.rows, found.routes, strict=False):
        assert row[2].value == route.times.quantiles[2]
        assert document.readings[row[2].reading]["status"].startswith("modelled")


def test_all_it_rests_on_is_one_source(document):
    said, figure = last(document)
    number = len(document.origins)
    assert said.statements[0].sources == figure.title.sources == (number,)
    assert "published figures" in document.origins[-1].citation


def test_direction_is_the_same_from_both_sides():
    one, other = brief_part.between("EU", "KAZ"), brief_part.between("KAZ", "EU")
    assert one is not None
    assert other is not None
    assert [place.node for place in one.ends] == [place.node for place in other.ends] == ["almaty", "duisburg"]


def test_numbers_are_those_of_the_page_of_routes():
    found = brief_part.between("EU", "KAZ")
    assert found is not None
    asked = answer(Question(start="almaty", end="duisburg"))
    assert [one.times.quantiles for one in found.routes] == [one.times.quantiles for one in asked.routes]


@pytest.mark.parametrize("pair", [("KEN", "TZA"), ("FRA", "USA"), ("DEU", "POL")])
def test_nothing_for_pairs_no_corridor_joins(pair):
    assert brief_part.between(*pair) is None


def test_nothing_on_an_earlier_day_and_on_one_sheet(record):
    for document in (
        api.brief("EU", "KZ", record=record, as_of="2024-06-30"),
        api.brief("EU", "KZ", record=record, sections=()),
    ):
        assert all(not origin.id.startswith("routes-") for origin in document.origins)


@pytest.mark.parametrize("lang", CODES)
def test_every_language(record, lang):
    said, figure = last(api.brief("EU", "KZ", lang=lang, record=record))
    assert said.statements[0].text
    assert figure.alt
