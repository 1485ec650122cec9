"""Between which ends a transit time is, by the names each language gives them."""

from __future__ import annotations

import pytest

from hali.checking.context import route_ends


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("From Altynkol to Poti the train takes 12 days.", "ROUTE:TITR.ALTYNKOL-POTI"),
        ("De Khorgos \u00e0 Bakou, il faut 9 jours.", "ROUTE:TITR.ALTYNKOL-BAKU"),
        ("Von Altynkol nach Konstanza sind es 18 Tage.", "ROUTE:TITR.ALTYNKOL-CONSTANTA"),
        ("Из Хоргоса в Баку поезд идёт 9 суток.", "ROUTE:TITR.ALTYNKOL-BAKU"),
        ("Алтынкөлден Потиге дейін 12 күн.", "ROUTE:TITR.ALTYNKOL-POTI"),
        ("From Altynkol by way of Baku to Poti it takes 12 days.", None),
        ("Trains reach Hamburg from Xi'an in 16 days.", route_ends.OTHER),
        ("Njia ya Kaskazini huchukua siku 14.", route_ends.OTHER),
        ("The Northern Corridor takes longer than the Middle Corridor with its 15 days.", None),
        ("The corridor takes 15 days.", None),
    ],
)
def test_the_ends_of_a_route(text: str, product: str | None) -> None:
    assert route_ends.product(text) == product


def test_a_delivery_between_known_ends_is_a_transit():
    assert route_ends.variant("delivery", "From Altynkol to Poti deliveries take 12 days.") is None
    assert route_ends.variant("delivery", "Deliveries take 12 days.") == "delivery"
