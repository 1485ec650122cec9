"""The check as people do it, in Chromium: with the mouse, by keyboard alone, on a phone, without a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.web.browsing import needs_browser, violations
from tests.web.checking.conftest import EXAMPLE, fits

pytestmark = [pytest.mark.slow, needs_browser]

SEEN = """(() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.height > 0 && (top === null || focused.contains(top) || top.contains(focused));
})()"""


def check(page, lang="en", article=EXAMPLE):
    """Check an article; the page is at its findings then."""
    page.goto(f"/{lang}/check")
    page.set_input_files("#file", article)
    page.click("button.primary")
    page.wait_for_selector("#findings", timeout=60_000)


def word(page, claim):
    return page.inner_text(f"#claim-{claim} > summary").strip()


def open_chip(page, claim, slot):
    page.click(f"{chip(claim, slot)} summary")


def chip(claim, slot):
    """The chip whose own field a slot is; the others carry what was corrected before in hidden ones."""
    return f"#finding-{claim} .chip:has([name='{claim}.{slot}']:not([type=hidden]))"


def test_check_open_correct_download_share(visit, tmp_path):
    page = visit(accept_downloads=True)
    check(page)
    assert re.search(r"/en/check/[0-9a-f]{32}$", page.url)
    assert fits(page)
    page.click(".problems li:nth-child(2) a")
    card = page.locator("#finding-c1")
    assert card.is_visible()
    assert word(page, "c1") == "Only if the terms change"
    assert not page.locator("#findings").is_visible(), "the card lies where the list was"

    open_chip(page, "c1", "period")
    page.fill("[name='c1.period']:not([type=hidden])", "2018")
    page.click(f"{chip('c1', 'period')} button")
    page.wait_for_url("**c1.period=2018**")
    assert word(page, "c1") == "Reproduced"
    assert page.locator("#finding-c1").is_visible(), "the corrected finding is open"

    open_chip(page, "c1", "measure")
    page.select_option("[name='c1.measure']", "partner_share_exports")
    page.click(f"{chip('c1', 'measure')} button")
    page.wait_for_url("**c1.measure=partner_share_exports**")
    assert "c1.period=2018" in page.url
    assert word(page, "c1") == "Only if the terms change"
    assert "50.8\u00a0% in 2018" in page.inner_text("#finding-c1 .verdict")

    with page.expect_download() as started:
        page.click(".downloads a:has-text('HTML')")
    file = Path(tmp_path / started.value.suggested_filename)
    started.value.save_as(file)
    assert file.name == "mixed_en_sw.checked.html"
    assert "--set c1.period=2018 --set c1.measure=partner_share_exports" in file.read_text(encoding="utf-8")

    shared = page.input_value("#permalink")
    other = visit()
    other.goto(shared)
    assert "50.8\u00a0% in 2018" in other.text_content("#finding-c1 .verdict")
    assert "2018" in other.text_content("#finding-c1 .chip.corrected >> nth=1")


def test_corrections_can_be_taken_back(visit):
    page = visit()
    check(page)
    page.goto(page.url + "?c1.period=2018#finding-c1")
    open_chip(page, "c1", "period")
    page.click("#finding-c1 .chip.corrected a")
    page.wait_for_url(lambda url: "c1.period" not in url)
    assert word(page, "c1") == "Only if the terms change"


def test_copying_a_true_sentence_and_a_citation(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    check(page)
    page.click(".problems li:nth-child(2) a")
    page.click("#finding-c1 [data-copy='closest-c1']")
    assert page.evaluate("navigator.clipboard.readText()").startswith("The EU27 made up 28.4")
    page.click("#finding-c1 .cite summary")
    page.click("#finding-c1 [data-copy='cite-c1']")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert page.url.partition("#")[0] in cited
    assert "record" in cited


def test_by_keyboard_alone(visit):
    page = visit()
    page.goto("/en/check")

    def tab_to(selector, most=80, key="Tab"):
        for _ in range(most):
            page.keyboard.press(key)
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                seen = page.evaluate(SEEN)
                assert seen, f"{selector} is hidden under something"
                return
        raise AssertionError(f"{selector} cannot be reached")

    tab_to("textarea")
    page.keyboard.insert_text(EXAMPLE.read_text(encoding="utf-8"))
    tab_to("button.primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#findings", timeout=60_000)
    tab_to(".problems li:nth-child(2) a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "finding-c1"
    tab_to("#finding-c1 .chip:has([name='c1.period']) summary")
    page.keyboard.press("Enter")
    tab_to("[name='c1.period']")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("2018")
    page.keyboard.press("Enter")
    page.wait_for_url("**c1.period=2018**")
    assert word(page, "c1") == "Reproduced"
    # n and p lead from claim to claim, Escape closes, and only within the text
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.hash") == "#finding-c1"
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.hash") == "#finding-c2"
    page.keyboard.press("n")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.hash") == "#finding-c2"
    page.keyboard.press("Enter")
    assert page.locator("#finding-c2").is_visible()
    page.keyboard.press("Escape")
    page.focus(".site a")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('.site') !== null")
    # and can be turned off
    page.click("[data-keys-note] a")
    page.wait_for_url("**keys=off**")
    assert "c1.period=2018" in page.url
    page.focus("article mark a >> nth=0")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.hash") == "#finding-c1"


def test_on_a_phone_a_finding_opens_under_its_sentence(visit):
    page = visit(width=375, height=800)
    check(page)
    assert fits(page)
    page.click("article mark a[href='#finding-c1']")
    # both at one moment: the page scrolls smoothly
    mark, card = page.evaluate(
        "['article mark a[href=\"#finding-c1\"]', '#finding-c1']"
        ".map(one => document.querySelector(one).getBoundingClientRect().toJSON())"
    )
    assert mark["y"] < card["y"] < mark["y"] + 300
    assert card["width"] > 300
    assert fits(page)
    open_chip(page, "c1", "measure")
    assert fits(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert fits(page)


def test_on_a_wide_screen_it_stands_beside_the_text_and_stays_in_sight(visit):
    page = visit(width=1280, height=800)
    check(page)
    article = page.locator("article").bounding_box()
    listed = page.locator("#findings").bounding_box()
    assert listed["x"] >= article["x"] + article["width"]
    assert article["width"] / (article["width"] + listed["width"]) == pytest.approx(0.6, abs=0.04)
    page.click("article mark a >> nth=0")
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(300)
    card = page.locator("#finding-c1").bounding_box()
    assert card["x"] >= article["x"] + article["width"]
    assert 0 <= card["y"] < 100


def test_without_a_script(visit):
    page = visit(script=False)
    check(page)
    assert word(page, "c1") == "Only if the terms change"
    page.click(".problems li:nth-child(2) a")
    assert page.locator("#finding-c1").is_visible()
    open_chip(page, "c1", "period")
    page.fill("[name='c1.period']:not([type=hidden])", "2018")
    page.click(f"{chip('c1', 'period')} button")
    page.wait_for_url("**c1.period=2018**")
    assert word(page, "c1") == "Reproduced"
    assert page.locator("#finding-c1").is_visible()
    assert page.locator(".copy-button:visible").count() == 0
    page.click("section.kept button")
    page.wait_for_url("**/en/check?deleted=1")
    assert "deleted" in page.inner_text("[role=status]")


def test_a_bookmark_hands_text_over_without_sending_it(visit):
    page = visit()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto("/en/check")
    bookmark = page.get_attribute("a.bookmarklet", "href")
    assert bookmark.startswith("javascript:")
    assert "/en/check#text=" in bookmark
    page.goto("about:blank")
    page.goto("/en/check#text=Trade%20grew%20by%203%20%25.")
    assert page.input_value("textarea") == "Trade grew by 3 %."
    assert "#" not in page.url
    assert not any("grew" in url for url in sent)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(visit, scheme, width):
    page = visit(width=width, scheme=scheme)
    page.goto("/en/check")
    assert violations(page) == []
    check(page)
    assert violations(page) == []
    for details in page.locator("#findings details").all():
        details.evaluate("one => one.open = true")
    assert violations(page) == []
    page.click("article mark a[href='#finding-c1']")
    page.evaluate("document.querySelectorAll('#finding-c1 details').forEach(one => one.open = true)")
    page.evaluate("document.querySelectorAll('.below details').forEach(one => one.open = true)")
    assert violations(page) == []
    assert fits(page)


@pytest.mark.parametrize("lang", ["sw", "kk", "ru", "fr", "de"])
def test_axe_finds_nothing_in_other_languages(visit, lang):
    page = visit(width=375, scheme="dark")
    check(page, lang)
    assert fits(page)
    page.click("article mark a[href='#finding-c1']")
    assert violations(page) == []
    assert fits(page)
