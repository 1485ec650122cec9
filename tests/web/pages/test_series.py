"""One number: its permanent address, its card, the page of its series."""

from __future__ import annotations

import shlex
import subprocess
import sys

import duckdb
import pytest
from lxml import html as markup

from hali import retrieval
from hali.web.pages.series import snippets

READING = "cf999e0941c05d94ea47c0daec9ad1d1"
PAGE = f"/en/series/{READING}"


def text(element):
    return " ".join(element.text_content().split())


def test_a_number_has_an_address_for_ever(client):
    answer = client.get(f"/r/{READING}", headers={"Accept-Language": "sw"})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/sw/series/{READING}#r-{READING}")
    root = markup.fromstring(client.get(PAGE).content)
    row = root.xpath(f"//tr[@id='r-{READING}']")
    assert len(row) == 1
    assert "here" in row[0].get("class")
    assert client.get("/r/0123").status_code == 404
    assert client.get(f"/r/{READING[:-1]}0").status_code == 404


def test_the_page_holds_every_value_of_the_series(client, record):
    root = markup.fromstring(client.get(PAGE).content)
    shown = {
        one.get("data-reading"): float(one.get("value")) for one in root.xpath("//section[@id='values']//tbody//data")
    }
    held = retrieval.readings(series=READING, record=record)
    assert shown == dict(zip(held["reading"].to_pylist(), held["value"].to_pylist(), strict=True))


def test_vintages_and_other_definitions_stand_beside_it(client, record):
    root = markup.fromstring(client.get(PAGE).content)
    vintages = root.xpath("//section[@id='vintages']//tbody/tr")
    every = retrieval.readings(series=READING, all_definitions=True, record=record)
    periods = every["period"].to_pylist()
    assert len(vintages) == sum(periods.count(period) > 1 for period in periods)
    others = root.xpath("//section[@id='definitions']//tbody//data/@data-reading")
    assert others[0] == READING
    assert len(others) > 3


def test_the_cells_add_up_to_the_number(client, record):
    root = markup.fromstring(client.get(PAGE).content)
    cells = [text(one) for one in root.xpath("//section[@id='cells']//tbody//span[@class='quoted']")]
    total = sum(float(cell.replace(",", "")) for cell in cells)
    assert total == pytest.approx(retrieval.explain(READING, record=record).reading.value)


def test_years_and_days_narrow_the_page(client):
    root = markup.fromstring(client.get(f"{PAGE}?from=2020&to=2022").content)
    years = {text(one) for one in root.xpath("//section[@id='values']//tbody/tr/th")}
    assert years == {"2020", "2021", "2022"}
    told = markup.fromstring(client.get(f"{PAGE}?from=soon").content)
    assert "soon" in text(told.xpath("//p[@role='status']")[0])
    earlier = markup.fromstring(client.get("/en/series/cf999e0941c05d94ea47c0daec9ad1d1?v=2026-09-01").content)
    assert "1 September 2026" in text(earlier.xpath("//p[@class='state']")[0])
    assert client.get(f"{PAGE}?v=2020-01-01").status_code == 404


def test_the_card_says_definition_source_and_address(client, record):
    root = markup.fragment_fromstring(client.get(f"/en/card/{READING}").text, create_parent="div")
    told = text(root)
    explained = retrieval.explain(READING, record=record)
    assert " ".join(explained.definition.split()) in told
    assert explained.formula.split()[0] in told.lower()
    assert next(iter(explained.origins.values())).terms in told
    assert f"/r/{READING}" in told
    assert "href" in markup.tostring(root).decode()


def test_the_snippets_run(client, tmp_path):
    """Against the bytes of the app; the address itself is asked for in the journeys."""
    told = dict(snippets("http://127.0.0.1:8765" + PAGE, READING))
    file = tmp_path / "series.csv"
    file.write_bytes(client.get(f"{PAGE}.csv").content)
    assert shlex.split(told["curl"])[2] == f"http://127.0.0.1:8765{PAGE}.csv"
    done = subprocess.run([sys.executable, "-c", told["Python"]], capture_output=True, text=True, check=True)
    assert float(done.stdout) > 1e10
    query = told["DuckDB"].replace(f"http://127.0.0.1:8765{PAGE}.csv", str(file))
    rows = duckdb.sql(query).fetchall()
    assert len(rows) == 8
    assert rows == sorted(rows)
    assert f"{PAGE}.csv" in told["R"]


def test_every_publication_is_cited_short_and_in_full(client, record):
    root = markup.fromstring(client.get(PAGE).content)
    held = retrieval.readings(series=READING, record=record)
    cited = root.xpath("//ul[@class='citations']/li")
    assert len(cited) == len(held.citations)
    for one, citation in zip(cited, held.citations, strict=True):
        assert " ".join(citation.long("en").split()) in text(one)


def test_the_pair_of_the_series_is_one_click_away(client):
    root = markup.fromstring(client.get(PAGE).content)
    assert root.xpath("//p[@class='crumb']/a/@href") == ["/en/kaz/eu27_2020"]
