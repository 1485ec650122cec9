"""The page of routes: a form whose address holds everything, an answer, its files, and what is refused."""

from __future__ import annotations

import json

import pytest
from lxml import html as markup

from hali import routing
from hali.corridors.load import load
from hali.corridors.places import place
from hali.corridors.question import Question
from hali.languages import CODES

ASKED = "start=Altynkol&end=Constanta&month=1&cargo_value=100000&avoid=Iran&set=dwell.aktau=0.75"


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return markup.fromstring(answer.content)


def text(element):
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def found():
    return routing.asked(
        Question(
            start="Altynkol",
            end="Constanta",
            month=1,
            cargo_value=1e5,
            avoid=("Iran",),
            settings=("dwell.aktau=0.75",),
        )
    )


def test_the_form_alone_leads_to_answers(client):
    root = page(client, "/en/routes")
    assert {one.get("name") for one in root.xpath("//form[@class='ask']//*[@name]")} == {
        *("start", "end", "month", "cargo_value", "objective", "avoid", "set")
    }
    for address in root.xpath("//ul[@class='examples']//a/@href"):
        assert page(client, address).xpath("//section[@aria-labelledby='routes']")


def test_the_page_says_what_the_answer_says(client, found):
    root = page(client, f"/en/routes?{ASKED}")
    lead = found.lead
    said = text(root.xpath("//section[@class='headline']")[0])
    assert f"{lead.times.quantiles[2]:.1f} days" in said
    assert "estimates of a model" in said
    rows = root.xpath("//section[@aria-labelledby='routes']//div[@class='scroll']/table/tbody/tr")
    assert sum(lead.name == text(row[0]) for row in rows) == 3
    assert len(root.xpath("//main//figure")) == 3
    assert {"map", "set", "parts", "saved", "capacity"} <= set(root.xpath("//h2/@id"))
    for data in root.xpath("//main//data"):
        assert float(data.get("value")) >= 0


def test_what_was_asked_stands_in_the_form_and_in_every_link(client):
    root = page(client, f"/en/routes?{ASKED}")
    assert root.xpath("//input[@name='start']/@value") == ["Altynkol"]
    assert root.xpath("//select[@name='month']/option[@selected]/@value") == ["1"]
    assert root.xpath("//select[@id='shorter']/option[@selected]/@value") == ["dwell.aktau=0.75"]
    assert root.xpath("//input[@id='more']/@value") == [""]
    for address in (*root.xpath("//nav[@class='languages']//a/@href"), *root.xpath("//p[@class='files']//a/@href")):
        assert all(part in address for part in ("start=Altynkol", "month=1", "avoid=Iran", "set=dwell.aktau")), address


def test_fields_left_empty_are_nothing_and_several_are_one(client):
    twice = page(client, "/en/routes?start=Altynkol&end=Constanta&month=&objective=&set=&set=dwell%3D0.75&set=&avoid=")
    assert twice.xpath("//select[@id='shorter']/option[@selected]/@value") == ["dwell=0.75"]


def test_files_are_what_the_command_line_writes(client, found):
    for format in ("json", "geojson", "csv"):
        answer = client.get(f"/en/routes.{format}?{ASKED}")
        assert answer.text == routing.written(found, format)
        assert f"routes.{format}" in answer.headers["content-disposition"]
    picture = client.get(f"/kk/routes.svg?{ASKED}")
    assert "Констанца" in picture.text
    assert "default-src 'none'" in picture.headers["content-security-policy"]
    assert client.get(f"/en/routes.xlsx?{ASKED}").status_code == 404


def test_the_api_gives_the_same_bytes(client, found):
    answer = client.get(f"/api/v1/routes?{ASKED}")
    assert answer.text == routing.written(found, "json")
    assert json.loads(answer.text)["set"] == ["dwell.aktau = 0.75", "without Iran"]
    assert client.get(f"/api/v1/routes?{ASKED}&format=geojson").headers["content-type"] == "application/geo+json"
    assert client.get("/api/v1/routes?start=Xiann&end=Poti").status_code == 404
    assert client.get("/api/v1/routes?start=Poti&end=Aktau&month=13").status_code in (400, 422)


def test_no_network_is_said(client):
    root = page(client, "/sw/routes?start=Kenya&end=Tanzania")
    assert "Hakuna mtandao" in text(root.xpath("//section[@class='headline']")[0])
    assert not root.xpath("//main//figure")
    assert [text(one) for one in root.xpath("//section[@aria-labelledby='files']//a")] == ["JSON", "HTML", "API"]


@pytest.mark.parametrize(
    ("asked", "status", "line"),
    [
        ("start=Xiann&end=Poti", 404, "“Xiann” is no place known here"),
        ("start=Aktau", 400, "two places are needed"),
        ("start=Aktau&end=aktau", 400, "two different places"),
        ("start=Aktau&end=Poti&month=13", 400, "month 13"),
        ("start=Aktau&end=Poti&month=x", 400, "accepted are 1 to 12"),
        ("start=Aktau&end=Poti&month=1.5", 400, "accepted are 1 to 12"),
        ("start=Aktau&end=Poti&cargo_value=much", 400, "accepted is a number"),
        ("start=Aktau&end=Poti&cargo_value=nan", 400, "above 0"),
        ("start=Aktau&end=Poti&objective=luck", 400, "accepted are time, cost, co2, sure"),
        ("start=Aktau&end=Poti&cargo_value=-5", 400, "above 0"),
        ("start=Aktau&end=Poti&set=dwell.aktau", 400, "cannot be set"),
        ("start=Aktau&end=Poti&set=close.alat=yes,open.alat=yes", 400, "both closed and opened"),
        ("start=Kenya&end=Tanzania&set=dwell=0.5", 400, "nothing can be avoided or set"),
        ("start=Ulaanbaatar&end=Harbin&avoid=Russia,Zamyn-Uud", 404, "no route between these places"),
    ],
)
def test_what_is_wrong_is_one_line_above_the_form(client, asked, status, line):
    root = page(client, f"/en/routes?{asked}", status)
    assert line in text(root.xpath("//p[@role='alert']")[0])
    assert root.xpath("//form[@class='ask']//input[@name='start']/@value")
    for address in root.xpath("//ul[@class='choices']//a/@href"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("lang", CODES)
def test_every_language(client, lang):
    root = page(client, f"/{lang}/routes?{ASKED}")
    options = [text(one) for one in root.xpath("//select[@name='month']/option")]
    assert len(set(options)) == 13
    offered = root.xpath("//datalist/option/@value")
    assert {place(name, load("")).node for name in offered} == set(load("").nodes)


def test_a_pair_leads_to_its_routes(client):
    for pair, there in (("chn/deu", True), ("ken/tza", True), ("eu27_2020/kaz", True)):
        links = page(client, f"/en/{pair}").xpath("//p[@class='turn']/a/@href")
        found = [one for one in links if "/routes?" in one]
        assert bool(found) is there
        assert page(client, found[0]).xpath("//section[@class='headline']")
