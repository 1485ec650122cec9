"""Indices of two sides of one table: by hand, what names no partner, critical products that are planted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hali.methods.dyad import DyadFlows, criteria, fit, reliance


def flows(values: Any, sides: tuple[int, int], named: Any = None, inside: Any = None) -> DyadFlows:
    """A year from a cube of exporter, importer and product; nothing on its diagonal."""
    areas = len(values)
    return DyadFlows(
        areas=tuple("ABCDEFGHIJ"[:areas]),
        products=tuple(f"{place:06}" for place in range(values.shape[2])),
        sides=sides,
        named=np.ones(areas, bool) if named is None else np.asarray(named),
        exports=values.sum(axis=1),
        taken=np.stack([values[:, side] for side in sides]),
        sent=np.stack([values[side].sum(axis=1) for side in sides]),
        inside=np.zeros((2, values.shape[2])) if inside is None else inside,
    )


@pytest.fixture
def cube() -> Any:
    """Four areas, three products. A takes 6, 3 and 1 of the first product from B, C and D."""
    values = np.zeros((4, 4, 3))
    values[1, 0], values[2, 0], values[3, 0] = (6, 0, 2), (3, 4, 0), (1, 0, 2)
    values[0, 1], values[0, 2] = (0, 5, 0), (0, 0, 3)
    values[2, 1], values[3, 1], values[1, 2] = (1, 1, 0), (0, 2, 1), (4, 0, 0)
    return values


def test_shares_concentration_and_places_by_hand(cube: Any) -> None:
    told = reliance(flows(cube, (0, 1)), 0)
    assert (told.imports, told.exports) == (18, 8)
    assert told.supply.low == told.supply.high == pytest.approx(8 / 18)
    assert (told.supply.rank, told.supply.partners) == (1, 3)
    assert told.suppliers.low == pytest.approx((8**2 + 7**2 + 3**2) / 18**2)
    assert (told.market.low, told.market.rank) == (pytest.approx(5 / 8), 1)
    # (5 of its 8 exports) over (9 + ... of B's imports in world trade)
    world = cube.sum()
    assert told.intensity == pytest.approx((5 / 8) / (cube[:, 1].sum() / world))
    assert told.top_suppliers.codes == ("B", "C", "D")


def test_products_are_ordered_by_exposure_and_have_their_rivals(cube: Any) -> None:
    rows = reliance(flows(cube, (0, 1)), 0).products
    assert rows.product.tolist() == [0, 2]  # 6 x 0.6 and 2 x 0.5
    assert rows.share == pytest.approx([0.6, 0.5])
    assert rows.exposure == pytest.approx([3.6, 1.0])
    assert rows.hhi == pytest.approx([0.36 + 0.09 + 0.01, 0.5])
    assert rows.others.tolist() == [[2, 3], [3, -1]]
    assert rows.world_share == pytest.approx([10 / 15, 2 / 8])


def test_what_names_no_partner_is_in_the_total_and_nobodys_share(cube: Any) -> None:
    told = reliance(flows(cube, (0, 1), named=[True, True, True, False]), 0)
    assert told.supply.low == pytest.approx(8 / 18)
    assert told.supply.high == pytest.approx((8 + 3) / 18)
    assert told.supply.partners == 2
    assert told.suppliers.low == pytest.approx((8**2 + 7**2) / 18**2)
    assert told.suppliers.high == pytest.approx((8**2 + 7**2 + 3**2) / 18**2)
    # the rival that is nobody is no supplier, its trade stays in the denominator
    assert told.products.others.tolist() == [[2, -1], [-1, -1]]
    assert told.products.share == pytest.approx([0.6, 0.5])


def test_both_sides_of_a_fit_agree(cube: Any) -> None:
    one, other = fit(flows(cube, (0, 1))), fit(flows(cube, (1, 0)))
    assert one.grubel_lloyd == other.grubel_lloyd == pytest.approx(1 - (6 + 5 + 2) / 13)
    assert one.similarity == pytest.approx(other.similarity)


def test_one_product_has_no_structure(cube: Any) -> None:
    whole = flows(cube.sum(axis=2, keepdims=True), (0, 1))
    told, found = reliance(whole, 0), fit(whole)
    assert np.isnan([told.complementarity, found.similarity, found.grubel_lloyd]).all()
    assert told.openings is None
    assert found.complexity is None
    assert found.refused


def planted(years: int, dependent: set[tuple[int, int]]) -> list[DyadFlows]:
    """Ten areas trade evenly; of product p in year y, where planted, only B exports and A buys without selling."""
    made = []
    for year in range(years):
        cube = np.ones((10, 10, 4))
        cube[np.arange(10), np.arange(10)] = 0
        for product, when in dependent:
            if when == year:
                cube[:, :, product] = 0
                cube[1, [0, 2], product] = 5
        made.append(flows(cube, (0, 1)))
    return made


def test_critical_products_take_two_of_three_years_and_have_a_history() -> None:
    years = planted(4, {(0, 0), (0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 0), (2, 1), (3, 3)})
    (found,) = criteria(years, 0)
    assert found.name == "cepii"
    assert found.found.dependent.tolist() == [[True, True], [False, True], [True, False], [False, False]]
    assert found.found.new[:, -1].tolist() == [False, True, False, False]
    assert found.found.lasting[:, -1].tolist() == [True, False, False, False]
    assert found.found.gone[:, -1].tolist() == [False, False, True, False]
    # the supplier itself depends on nobody
    assert not criteria(years, 1)[0].found.dependent.any()


def test_a_bloc_has_the_criteria_of_the_commission_too() -> None:
    years = planted(3, {(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)})
    inside = np.zeros((2, 4))
    inside[0] = (1, 50, 1, 1)  # of product 1 members supply each other: 5 of 55 come from outside
    one = [flows_with(year, inside) for year in years]
    cepii, ec = criteria(one, 0)
    assert cepii.found.dependent[:, 0].tolist() == [True, True, False, False]
    assert ec.found.dependent[:, 0].tolist() == [True, False, False, False]


def flows_with(year: DyadFlows, inside: Any) -> DyadFlows:
    from dataclasses import replace

    return replace(year, inside=inside)
