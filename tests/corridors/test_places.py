"""What words name which place: spellings, countries, capitals."""

from __future__ import annotations

from hali.corridors.load import load
from hali.corridors.places import place


def test_a_capital_in_another_spelling_is_not_the_place_that_stands_for_its_country() -> None:
    kyiv = place("Kiev", load())
    assert (kyiv.name, kyiv.area, kyiv.node) == ("Kyiv", "UKR", "")
    assert place("Ukraine", load()).node == "chornomorsk"
    assert place("Пекин", load()).node == "beijing"
