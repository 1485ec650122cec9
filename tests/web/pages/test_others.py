"""First page, sources, changes, pages of words."""

from __future__ import annotations

import pytest
from lxml import html as markup

from hali.languages import CODES
from hali.record import readings as lookup
from hali.record import revisions


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return markup.fromstring(answer.content)


def text(element):
    return " ".join(element.text_content().split())


def test_the_first_page_has_two_tasks_and_says_what_is_held(client, record):
    root = page(client, "/en/")
    pair, check = root.xpath("//main//form")
    assert (pair.get("action"), pair.get("method")) == ("/en/pair", "get")
    assert (check.get("action"), check.get("method")) == ("/en/check", "post")
    assert check.xpath(".//textarea[@name='text']")
    assert len(root.xpath("//ul[@class='examples']/li")) == 6
    for address in root.xpath("//ul[@class='examples']//a/@href"):
        assert client.get(address).headers.get("location") is None, address
    held = lookup.summary(record)
    assert f"{held['observations']:,}" in text(root.xpath("//p[@class='holds']")[0])
    assert "Kazakhstan" in root.xpath("//datalist/option/@value")


def test_changes_are_revised_values_and_new_tables(client, record):
    root = page(client, "/en/changes?since=2025-01-01")
    revised = revisions.revised(record, "2025-01-01")
    assert len(root.xpath("//section[@aria-labelledby='revised']//tbody/tr")) == len(revised) >= 2
    published = revisions.published(record, "2025-01-01")
    assert len(root.xpath("//section[@aria-labelledby='published']//tbody/tr")) == len(published)
    assert client.get("/en/changes?since=soon").status_code == 400
    assert client.get("/en/changes?pair=kaz").status_code == 400
    assert client.get("/en/changes?pair=kaz-nowhereland").status_code == 404


def test_changes_of_a_pair_are_those_of_its_brief(client):
    root = page(client, "/en/changes?since=2024-06-01&pair=eu-kaz")
    assert "Changes since 1 June 2024" in text(root.find(".//main"))
    assert root.xpath("//main//table//data")


def test_sources_name_licence_and_coverage_and_what_is_not_used(client):
    root = page(client, "/en/sources")
    held = root.xpath("//section[@aria-labelledby='held-title']//tbody/tr")
    others = root.xpath("//section[@aria-labelledby='others-title']//tbody/tr")
    assert len(held) > 20
    assert len(others) > 5
    assert all(text(row.xpath("./td[2]")[0]) for row in held)
    assert "World Bank" in text(page(client, "/en/sources/worldbank").find(".//h1"))
    assert client.get("/en/sources/nobody").status_code == 404


@pytest.mark.parametrize("lang", CODES)
def test_pages_of_words_are_written_in_every_language(client, lang):
    for name in (
        "about/disclaimer",
        "about/methods",
        "about/corrections",
        "about/privacy",
        "accessibility",
        "glossary",
    ):
        root = page(client, f"/{lang}/{name}")
        assert len(text(root.find(".//main"))) > 200, name
    assert client.get(f"/{lang}/about/nothing").status_code == 404


@pytest.mark.parametrize("lang", CODES)
def test_the_glossary_has_names_and_no_codes_in_their_place(client, lang):
    rows = page(client, f"/{lang}/glossary").xpath("//tbody/tr")
    assert len(rows) > 200
    for row in rows:
        name, unit = text(row.find("./th")), text(row.find("./td"))
        assert "_" not in name + unit, row.get("id")
        assert unit not in {"percent", "count", "score", "money" if lang != "en" else ""}, row.get("id")


def test_a_page_nobody_made_is_not_found(client):
    for path in ("/nothing", "/xx/", "/en/nothing", "/en/a/b/c/d", "/r/"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "<h1>" in answer.text, path
    assert client.post("/en/").status_code == 405
    assert client.get("/healthz").text == "ok\n"


def test_a_line_of_an_error_is_one_clear_line(client):
    for path in ("/en/eu27_2020/kaz?v=x", "/en/eu27_2020/kaz/nothing", "/en/eu27_2020/kaz/reform.svg", "/r/0"):
        root = markup.fromstring(client.get(path).content)
        line = root.xpath("//main/p")[0].text_content()
        assert 10 < len(line) < 400, path
        assert "Traceback" not in line
