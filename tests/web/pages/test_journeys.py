"""What a person does, in a real browser: with a mouse, on a phone, by keyboard, without scripts."""

from __future__ import annotations

import re
import subprocess

import pytest
from tests.web.browsing import needs_browser

from hali.web.pages.series import snippets

pytestmark = needs_browser

PAIR = "/en/eu27_2020/kaz"
READING = "cf999e0941c05d94ea47c0daec9ad1d1"


@pytest.mark.parametrize("width", [1280, 375])
def test_find_a_pair_and_read_the_source_of_a_number(visit, width):
    seen = visit(width)
    seen.open("/en/")
    page = seen.page
    page.get_by_role("combobox", name="One side").fill("EU")
    page.get_by_role("combobox", name="Other side").press_sequentially("kazak")
    page.get_by_role("option", name="Kazakhstan KAZ").click()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/en/eu27_2020/kaz")
    seen.check()
    assert page.get_by_role("heading", level=1).inner_text().startswith("European Union and Kazakhstan")
    mark = page.locator("section.headline details.about").first
    mark.locator("summary").click()
    card = mark.locator(".card")
    card.get_by_text("Bureau of National Statistics").first.wait_for()
    assert "Definition" in card.inner_text()
    seen.check()
    card.get_by_role("link", name="All values, other definitions, every cell").click()
    page.wait_for_url("**/en/series/*")
    seen.check()
    assert page.locator("#cells tbody tr").count() == 54


@pytest.mark.parametrize("width", [1280, 375])
def test_switch_sides_and_look_at_the_gap(visit, width):
    seen = visit(width)
    seen.open(PAIR)
    page = seen.page
    page.locator("article#trade h2 a").click()
    seen.check()
    page.get_by_role("link", name="Count of Kazakhstan").click()
    page.wait_for_url("**view=B")
    seen.check()
    assert page.locator("nav.views a[aria-current]").inner_text() == "Count of Kazakhstan"
    page.get_by_role("link", name="Gap between the counts").click()
    page.wait_for_url("**view=mirror")
    seen.check()
    assert page.locator("main figure").count() == 2
    page.get_by_role("link", name="The same seen from Kazakhstan").click()
    seen.check()
    assert page.url.endswith("/en/kaz/eu27_2020/trade?view=mirror")


def test_copy_a_citation(visit):
    seen = visit(permissions=["clipboard-read", "clipboard-write"])
    seen.open(PAIR)
    page = seen.page
    button = page.locator("button[data-copy=citation]")
    button.click()
    page.locator("button[data-copy=citation]", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"hali \(2026\)\. European Union and Kazakhstan.*Record [0-9a-f]{12} .*\?v=[0-9a-f]{12}$", copied)
    seen.check()


def test_download_the_data_of_a_figure(visit):
    seen = visit(accept_downloads=True)
    seen.open(f"{PAIR}/energy")
    with seen.page.expect_download() as started:
        seen.page.locator("p.files").get_by_role("link", name="CSV").click()
    data = started.value.path().read_text(encoding="utf-8").splitlines()
    assert data[0].startswith("reading,")
    points = seen.page.locator("figure svg :is(path[class*='f-s1'], [class*='f-s1'] path)").count()
    assert len(data) - 1 == seen.page.locator("figure tbody data").count() >= points > 5
    with seen.page.expect_download() as started:
        seen.page.locator("p.files").get_by_role("link", name="PNG").click()
    assert started.value.path().read_bytes().startswith(b"\x89PNG")


def test_the_language_changes_and_the_rest_stays(visit):
    seen = visit()
    seen.open(f"{PAIR}/trade?view=A")
    page = seen.page
    for name, lang in (("Русский", "ru"), ("Қазақша", "kk"), ("Kiswahili", "sw")):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**/{lang}/eu27_2020/kaz/trade?view=A")
        seen.check()
        assert page.locator("html").get_attribute("lang") == lang


def focus(page):
    return page.evaluate(
        "(() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);"
        " return {tag: e.tagName, text: (e.innerText || e.value || '').trim().slice(0, 80), id: e.id,"
        " href: e.getAttribute('href') || '', top: b.top, bottom: b.bottom, outline: s.outlineStyle}; })()"
    )


def tab_to(page, wanted, most=250):
    """Tab on until `wanted` holds for the focused element; focus is always seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = focus(page)
        assert at["outline"] != "none" or at["tag"] == "BODY", at
        assert at["bottom"] > 0, f"{at} is above the window"
        if wanted(at):
            return at
    raise AssertionError("never reached by keyboard")


@pytest.mark.parametrize("width", [1280, 375])
def test_all_of_it_by_keyboard(visit, width):
    seen = visit(width)
    seen.open("/en/")
    page = seen.page
    page.keyboard.press("Tab")
    assert focus(page)["text"] == "Skip to the contents"
    page.keyboard.press("Enter")
    tab_to(page, lambda at: at["id"] == "home-a")
    page.keyboard.type("eu")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator("#home-a").get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.type("kazak")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#home-b").input_value() == "Kazakhstan"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/eu27_2020/kaz")
    tab_to(page, lambda at: at["tag"] == "SUMMARY" and at["text"].startswith("About this number"))
    page.keyboard.press("Enter")
    page.locator("details.about[open] .card dl").first.wait_for()
    tab_to(page, lambda at: at["text"].startswith("All values"))
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    assert focus(page)["tag"] == "SUMMARY"
    tab_to(page, lambda at: at["href"].endswith("/energy"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/energy")
    at = tab_to(page, lambda at: at["href"].endswith("energy.csv?filtered=1"))
    with page.expect_download():
        page.keyboard.press("Enter")
    assert at["bottom"] > at["top"]
    seen.check()


@pytest.mark.parametrize("width", [1280, 375])
def test_reading_without_scripts(visit, width):
    seen = visit(width, java_script_enabled=False)
    page = seen.page
    page.goto(seen.base + "/en/")
    page.get_by_role("combobox", name="One side").fill("EU")
    page.get_by_role("combobox", name="Other side").fill("Kazakhstan")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.url.endswith("/en/eu27_2020/kaz")
    mark = page.locator("section.headline details.about").first
    mark.locator("summary").click()
    mark.get_by_role("link").click()
    assert f"/en/series/{READING}" in page.url
    assert page.locator("tr.here").count() == 1
    page.get_by_label("From year").fill("2020")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "from=2020" in page.url
    page.goto(seen.base + PAIR + "/trade")
    page.get_by_role("link", name="Count of EU27").click()
    assert page.url.endswith("view=A")
    assert page.locator("button[data-copy]:visible").count() == 0
    assert page.locator("code#citation").is_visible()
    assert not seen.wrong


def test_a_name_of_several_is_chosen_from(visit):
    seen = visit()
    seen.page.goto(seen.base + "/en/congo/kaz")
    seen.page.get_by_role("link", name="Congo (Kinshasa)").click()
    seen.check()
    assert seen.page.url.endswith("/en/cod/kaz")


def test_the_same_page_as_it_was_in_march(visit):
    seen = visit()
    seen.open(f"{PAIR}?v=2026-03-15")
    page = seen.page
    assert "15\u00a0March 2026" in page.locator("p.state").inner_text()
    page.get_by_role("link", name="Show them").click()
    seen.check()
    assert "Changes since 15" in page.locator("main").inner_text()


@pytest.mark.parametrize("path", ["/en/", PAIR, f"{PAIR}/trade", f"{PAIR}/routes", f"/en/series/{READING}"])
def test_pages_ask_for_little_and_nothing_moves(visit, path):
    seen = visit()
    asked = []
    seen.page.on("request", lambda request: asked.append(request.url))
    seen.page.add_init_script(
        "window.moved = 0;"
        "new PerformanceObserver(list => { for (const e of list.getEntries()) window.moved += e.value })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    seen.open(path)
    seen.page.wait_for_load_state("networkidle")  # what moves late moves in the half second this waits
    assert len(asked) <= 6, asked
    assert seen.page.evaluate("window.moved") <= 0.02


def test_the_address_in_a_snippet_answers(server):
    command = dict(snippets(f"{server}/en/series/{READING}", READING))["curl"]
    done = subprocess.run(command.replace("-o series.csv", "-o -"), shell=True, capture_output=True, check=True)  # noqa: S602
    assert done.stdout.startswith(b"reading,")


@pytest.mark.parametrize("path", [PAIR, f"{PAIR}/trade", f"/en/series/{READING}"])
def test_paper_shows_sources_and_address_and_no_navigation(visit, path):
    seen = visit()
    seen.open(path)
    seen.page.emulate_media(media="print")
    assert not seen.page.locator("nav.languages").is_visible()
    assert seen.page.locator("p.print-only").is_visible()
    assert path in seen.page.locator("p.print-only").inner_text()
