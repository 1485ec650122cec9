"""The page of a pair and those of its sections."""

from __future__ import annotations

import re

import pytest
from lxml import html as markup

from hali import api, retrieval
from hali.errors import NotInRecord
from hali.languages import CODES
from hali.web.pages import views

PAIR = "/en/eu27_2020/kaz"


@pytest.fixture(scope="module")
def document(record):
    return api.brief("EU", "KZ", record=record)


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return markup.fromstring(answer.content)


def text(element):
    return " ".join(element.text_content().split())


def test_the_page_says_what_the_brief_says(client, document):
    root = page(client, PAIR)
    assert text(root.find(".//h1")) == document.title
    said = [text(one) for one in root.xpath("//section[@class='headline']//div[@class='statement']/p")]
    expected = [one.text for one in views.headlines(document)]
    assert len(said) == len(expected) >= 3
    assert all(printed.startswith(" ".join(one.split())) for printed, one in zip(said, expected, strict=True))
    numbers = root.xpath("//ul[@class='key-numbers']/li")
    assert len(numbers) == len(views.key_numbers(document).items)
    for shown, item in zip(numbers, views.key_numbers(document).items, strict=True):
        assert text(shown.xpath(".//span[@class='key-label']")[0]).rstrip(": ") == item.label
        data = shown.xpath(".//span[@class='key-value']/data")[0]
        assert data.get("data-reading") == item.number.reading
        assert float(data.get("value")) == item.number.value


def test_every_number_leads_to_what_stands_behind_it(client):
    for path in (PAIR, f"{PAIR}/trade", f"{PAIR}/energy", f"{PAIR}/outlook"):
        root = page(client, path)
        seen = set(root.xpath("//data/@data-reading"))
        assert seen, path
        for data in root.xpath("//main//data"):
            id_ = data.get("data-reading")
            linked = data.xpath("ancestor::a[@class='behind']/@href")
            marked = root.xpath(f"//details[@data-card='/en/card/{id_}']")
            derived = data.xpath("ancestor::*[self::div[@class='statement'] or self::tr or self::li][1]")
            assert linked or marked or derived, (path, id_)
            if linked:
                assert linked[0].startswith(f"/r/{id_}"), path


def test_a_card_for_every_section_that_says_what_is_held_or_why_not(client, document, record):
    root = page(client, PAIR)
    cards = root.xpath("//article")
    assert [card.get("id") for card in cards] == [one.id for one in document.sections if one.blocks]
    for card in cards:
        assert card.xpath(".//p[@class='badge']"), card.get("id")
    other = page(client, "/en/fra/usa")
    gaps = other.xpath("//div[@class='gap']//li")
    held = api.brief("FRA", "USA", record=record)
    reasons = {one.id: one.gap for one in held.sections if one.gap}
    assert {gap.get("id") for gap in gaps} == set(reasons)
    for gap in gaps:
        assert text(gap.xpath("ancestor::div[@class='gap']/p")[0]) == reasons[gap.get("id")].text
    first = page(client, gaps[0].xpath("./a/@href")[0])
    assert " ".join(reasons[gaps[0].get("id")].next_step.split()) in text(first.find(".//main"))


def test_a_pair_without_data_is_a_page_with_reasons(client):
    root = page(client, "/en/tuv/smr")
    assert "The record holds" in text(root.find(".//main"))
    assert client.get("/en/tuv/smr.json").json()["sections"]


def test_a_section_shows_its_blocks_and_cites_their_sources(client, document):
    root = page(client, f"{PAIR}/energy")
    section = next(one for one in document.sections if one.id == "energy")
    assert text(root.find(".//h1")) == section.title
    assert len(root.xpath("//figure")) == 1
    listed = {int(one.get("value")) for one in root.xpath("//ol[@class='source-list']/li")}
    marks = {int(n) for mark in root.xpath("//main//a[@class='mark']") for n in re.findall(r"\d+", text(mark))}
    assert marks <= listed
    printed = {
        int(n)
        for found in root.xpath("//main//td/text() | //main//td//a/text()")
        for n in re.findall(r"^\[(\d+)\]$", found)
    }
    assert printed
    assert printed <= marks
    assert len(root.xpath("//nav[@class='next']//li")) == 3


def test_a_section_nobody_knows_names_those_there_are(client):
    answer = client.get(f"{PAIR}/weather")
    assert answer.status_code == 404
    assert "energy" in answer.text
    assert "overview" in answer.text


def columns(root, caption):
    table = next(one for one in root.xpath("//table") if caption in text(one.find("caption")))
    return [text(head) for head in table.xpath("./thead//th")]


def test_the_count_of_one_side_shows_nothing_of_the_other(client):
    both = columns(page(client, f"{PAIR}/trade"), "Goods trade by both counts")
    assert any("EU27:" in head for head in both)
    assert any("Kazakhstan:" in head for head in both)
    for view, own, other in (("A", "EU27", "Kazakhstan"), ("B", "Kazakhstan", "EU27")):
        root = page(client, f"{PAIR}/trade?view={view}")
        heads = columns(root, "Goods trade by both counts")
        assert any(f"{own}:" in head for head in heads), view
        assert not any(f"{other}:" in head for head in heads), view
        assert f"count of {own}" in text(root.xpath("//figure//*[local-name()='svg']")[0])
        assert f"count of {other}" not in text(root.xpath("//figure//*[local-name()='svg']")[0])
        assert text(root.xpath("//nav[@class='views']//a[@aria-current]")[0]) == f"Count of {own}"


def test_both_counts_of_each_direction_stand_beside_each_other(client, record):
    root = page(client, f"{PAIR}/trade?view=mirror")
    assert [one.get("id") for one in root.xpath("//section[starts-with(@id, 'way-')]")] == [
        "way-eu27_2020-kaz",
        "way-kaz-eu27_2020",
    ]
    counted = set()
    for one in root.xpath("//section[@id='way-kaz-eu27_2020']//tbody//data"):
        try:
            reading = retrieval.explain(one.get("data-reading"), record=record).reading
        except NotInRecord:  # what is computed from two counts
            continue
        assert reading.value == float(one.get("value"))
        counted.add((reading.definition.measure, reading.definition.reporter))
    assert {("exports", "KAZ"), ("imports", "EU27_2020")} <= counted
    assert root.xpath("//section[@id='reasons']//p")
    one_side = page(client, "/en/ken/tza/trade?view=mirror")
    assert "holds no count of this flow by Kenya" in text(one_side.find(".//main"))
    none = page(client, "/en/nru/tuv/trade?view=mirror")
    assert "no year that both sides report" in text(none.find(".//main"))


def test_a_view_that_is_none_is_named_and_ignored(client):
    root = page(client, f"{PAIR}/trade?view=sideways")
    assert "sideways" in text(root.xpath("//p[@role='status']")[0])
    assert text(root.xpath("//nav[@class='views']//a[@aria-current]")[0]) == "Both sides"


def test_other_memberships_are_one_click_away(client):
    root = page(client, PAIR)
    links = root.xpath("//ul[@class='who']//a/@href")
    assert "/en/eu28/kaz" in links
    assert text(page(client, "/en/eu28/kaz").find(".//h1"))


@pytest.mark.parametrize("lang", CODES)
def test_pages_speak_six_languages(client, lang):
    root = page(client, f"/{lang}/eu27_2020/kaz")
    assert root.get("lang") == lang
    assert text(root.find(".//h1")) == " ".join(api.brief("EU", "KZ", lang=lang).title.split())


def test_an_earlier_state_says_how_it_differs(client):
    root = page(client, f"{PAIR}?v=2024-01-01")
    state = text(root.xpath("//p[@class='state']")[0])
    assert "1 January 2024" in state
    assert re.search(r"\b[1-9]\d* numbers of this pair differ", state)
    links = root.xpath("//p[@class='state']/a/@href")
    assert "/en/changes?pair=eu27_2020-kaz&since=2024-01-01" in links
    assert PAIR in links
    assert root.xpath("//main//a[contains(@href, '/trade?v=2024-01-01')]")


def test_citation_and_permalink_pin_the_record(client, record):
    root = page(client, PAIR)
    permalink = root.xpath("string(//code[@id='permalink'])")
    assert permalink == f"http://127.0.0.1:8765{PAIR}?v={record.id}"
    citation = root.xpath("string(//code[@id='citation'])")
    assert record.id in citation
    assert permalink in citation


def test_the_page_is_light(client):
    answer = client.get(PAIR, headers={"Accept-Encoding": "gzip"})
    assert int(answer.headers["content-length"]) <= 40_000


def test_years_narrow_the_chart_and_its_table(client):
    root = page(client, f"{PAIR}/energy?from=2015&to=2018")
    years = [int(text(head)) for head in root.xpath("//figure//tbody/tr/th")]
    assert min(years) == 2015
    assert max(years) == 2018
    assert "2015–2018" in text(root.xpath("//figure//*[local-name()='desc']")[0])
    assert "soon" in text(page(client, f"{PAIR}/energy?from=soon").xpath("//p[@role='status']")[0])


def test_goods_by_industry_are_ranked_where_the_pair_has_any(client, record):
    root = page(client, f"{PAIR}/trade?view=industries")
    tables = root.xpath("//figure//table")
    assert len(tables) == 2
    for maker, table in zip(("EU27_2020", "KAZ"), tables, strict=True):
        rows = table.xpath(".//td/a/data")
        values = [float(one.get("value")) for one in rows]
        assert values == sorted(values, reverse=True)
        assert len(values) >= 10
        definitions = [retrieval.explain(one.get("data-reading"), record=record).reading.definition for one in rows]
        assert {(d.measure, d.reporter, d.unit) for d in definitions} == {("goods_by_industry", maker, "EUR")}
        assert len({d.period for d in definitions}) == 1
        assert len({d.product for d in definitions}) == len(definitions)
    offered = page(client, "/en/ken/tza/trade").xpath("//nav[@class='views']//a/@href")
    assert not any("industries" in address for address in offered)
    assert page(client, "/en/ken/tza/trade?view=industries").xpath("//div[@class='gap']")


def test_dependence_has_indices_of_both_sides_and_products_of_each(client):
    root = page(client, f"{PAIR}/trade?view=dependence")
    ids = [one.get("id") for one in root.xpath("//div[@class='section-body']/section")]
    assert ids[0] == "indices-total"
    assert {"products-eu27_2020-kaz", "products-kaz-eu27_2020"} <= set(ids)
    assert "Concentration of suppliers" in text(root.find(".//main"))
    assert len(root.xpath("//figure//table")) == 2
    assert root.xpath("//nav[@class='views']//a[@aria-current]/@href")[0].endswith("view=dependence")
    neither = page(client, "/en/nru/tuv/trade?view=dependence")
    assert neither.xpath("//div[@class='gap'] | //section[@id='indices-total']")
    inside = page(client, "/en/eu27_2020/deu/trade?view=dependence")
    assert inside.xpath("//div[@class='gap']")
