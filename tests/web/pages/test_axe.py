"""axe-core on every page type: no violation, in light and in dark, wide and narrow."""

from __future__ import annotations

import pytest
from tests.web.browsing import needs_browser

from hali.languages import CODES

pytestmark = needs_browser

READING = "cf999e0941c05d94ea47c0daec9ad1d1"
PAGES = (
    "",
    "eu27_2020/kaz",
    "eu27_2020/kaz/trade",
    "eu27_2020/kaz/trade?view=mirror",
    "eu27_2020/kaz/trade?view=industries",
    "eu27_2020/kaz/trade?view=dependence",
    "eu27_2020/kaz/routes",
    "eu27_2020/kaz/overview",
    "fra/usa/energy",
    f"series/{READING}",
    "sources",
    "ken/tza",
    "routes",
    "routes?start=Altynkol&end=Constanta&month=1&cargo_value=100000&set=dwell.aktau%3D0.75",
    "routes?start=Nairobi&end=Dodoma",
    "changes?since=2025-01-01",
    "changes?since=2024-06-01&pair=eu-kaz",
    "glossary",
    "accessibility",
    "about/privacy",
)
REFUSED = ("congo/kaz", "kazakstain/kaz", "eu27_2020/kaz/nothing", "eu27_2020/kaz?v=x", "routes?start=Xiann&end=Poti")


VIEWS = (("light", 1280), ("dark", 320))
"""Colours do not depend on the width, nor names and order on the colours; at 320 pixels nothing may be wider."""


def check(visit, lang, pages, scheme, width, *, clean=True, also=0):
    """Open pages and find nothing wrong; where `also` is a width, they fit into a window of that, too."""
    seen = visit(width, color_scheme=scheme)
    wrong = {}
    for path in pages:
        address = f"/{lang}/{path}"
        if clean:
            seen.open(address)
        else:
            seen.page.goto(seen.base + address)
        for mark in seen.page.locator("section.headline details.about summary").all()[:2]:
            mark.click()
            seen.page.locator("details.about[open] .card dl").first.wait_for()
        if found := seen.violations():
            wrong[address] = found
        if also:
            seen.page.set_viewport_size({"width": also, "height": 900})
            seen.check()
            seen.page.set_viewport_size({"width": width, "height": 900})
    assert not wrong, (scheme, width, wrong)


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_no_violation_in_english(visit, scheme, width):
    check(visit, "en", PAGES, scheme, width)


def test_no_violation_where_something_is_refused(visit):
    check(visit, "en", REFUSED, "light", 1280, clean=False)


@pytest.mark.slow
@pytest.mark.parametrize("lang", sorted(set(CODES) - {"en"}))
def test_no_violation_in_any_language(visit, lang):
    """By turns in one view and in the other, in every second language the other way round: what a page is in both is
    seen in English, what a language does to a page in either. Every page of every language fits into both widths."""
    turn = sorted(CODES).index(lang)
    for at, (scheme, width) in enumerate(VIEWS):
        check(visit, lang, PAGES[(at + turn) % 2 :: 2], scheme, width, also=VIEWS[1 - at][1])
