from __future__ import annotations

import pytest

from hali.publish.palette import DARK, DASHES, LIGHT, SERIES, SHAPES, TEXT_ROLES, chart_rules, contrast

SCHEMES = {"light": LIGHT, "dark": DARK}
MARKS = ("rule", "quiet", *TEXT_ROLES)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "band"])
def test_marks_reach_three_to_one_and_letters_four_and_a_half(scheme: str, ground: str) -> None:
    colours = SCHEMES[scheme]
    low = {role: round(contrast(colours[role], colours[ground]), 2) for role in MARKS}
    assert {role: value for role, value in low.items() if value < 3.0} == {}
    assert {role: low[role] for role in TEXT_ROLES if low[role] < 4.5} == {}


def test_known_contrasts() -> None:
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == 1.0


def test_each_role_has_one_colour_of_its_own_in_both_schemes() -> None:
    assert set(LIGHT) == set(DARK)
    assert len(set(LIGHT.values())) == len(LIGHT)
    assert all(f".f-{role}{{" in chart_rules() and f".k-{role}{{" in chart_rules() for role in LIGHT)


def test_series_differ_without_colour() -> None:
    assert len(SERIES) == len(DASHES) == len(SHAPES) == len(set(DASHES)) == len(set(SHAPES))
