"""Figures in pages of others: oEmbed, bare pages, pictures; fixed to a record unless they say that they follow."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from tests.web.api.conftest import SHARE

BASE = "http://127.0.0.1:8765"


def asked(client, url, **more):
    return client.get("/oembed", params={"url": url, **more})


def test_an_address_of_ours_gives_a_frame_that_is_pinned(client):
    told = asked(client, f"{BASE}/en/eu27_2020/kaz/trade").json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    source = unescape(re.search(r'src="([^"]+)"', told["html"])[1])
    record = client.get("/api/v1/areas?limit=1").json()["record"]
    assert source == f"{BASE}/embed/en/eu27_2020/kaz/trade?v={record}"
    assert re.search(r'title="[^"]+"', told["html"])
    shown = client.get(source)
    assert shown.status_code == 200
    assert shown.headers["cache-control"].endswith("immutable")


def test_follow_latest_says_so(client):
    told = asked(client, f"{BASE}/en/series/{SHARE}?follow=latest").json()
    source = unescape(re.search(r'src="([^"]+)"', told["html"])[1])
    assert source.endswith("?follow=latest")
    page = client.get(source)
    assert "follows the latest record" in page.text
    assert page.headers["cache-control"] == "no-cache"


def test_a_pair_gives_the_figure_of_its_first_page(client):
    assert "/embed/en/eu27_2020/kaz/overview?" in asked(client, f"{BASE}/en/EU/Kazakhstan").json()["html"]


def test_as_xml_and_no_larger_than_asked(client):
    found = asked(client, f"{BASE}/en/eu27_2020/kaz/trade", format="xml", maxwidth="300", maxheight="4000")
    told = {one.tag: one.text for one in ElementTree.fromstring(found.content)}
    assert (told["type"], told["width"]) == ("rich", "300")
    assert int(told["height"]) < 4000


@pytest.mark.parametrize(
    "url",
    [
        "http://other.example/en/eu27_2020/kaz/trade",
        "https://127.0.0.1.other.example/en/eu27_2020/kaz",
        "file:///etc/passwd",
        "javascript:alert(1)",
        f"{BASE}/en/check/0123",
        f"{BASE}/en/sources",
        f"{BASE}/en/eu27_2020/kaz/nothing",
        f"{BASE}/en/eu27_2020/atlantis",
        f"{BASE}/en/series/" + "0" * 32,
        "//",
    ],
)
def test_nothing_but_figures_of_ours(client, url):
    assert asked(client, url).status_code == 404


def test_wrong_questions(client):
    assert client.get("/oembed").status_code == 400
    assert asked(client, f"{BASE}/en/eu27_2020/kaz", format="yaml").status_code == 501
    assert asked(client, f"{BASE}/en/eu27_2020/kaz", maxwidth="wide").status_code == 400


@pytest.mark.parametrize("path", [f"/en/series/{SHARE}", "/en/eu27_2020/kaz", "/en/eu27_2020/kaz/trade"])
def test_pages_lead_to_their_oembed(client, path):
    page = client.get(path).text
    link = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    assert client.get(unescape(link[1])).status_code == 200


def test_a_bare_page_may_be_framed_and_needs_no_script(client):
    found = client.get("/embed/sw/eu27_2020/kaz/trade?follow=latest")
    policy = found.headers["content-security-policy"]
    assert policy.endswith("frame-ancestors *")
    assert "<script" not in found.text
    assert " style=" not in found.text
    assert '<html lang="sw">' in found.text
    assert f'href="{BASE}/sw/eu27_2020/kaz/trade"' in found.text
    assert found.headers["x-robots-tag"] == "noindex"
    assert client.get("/en/eu27_2020/kaz").headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_an_address_that_names_no_record_leads_to_one_that_does(client):
    record = client.get("/api/v1/areas?limit=1").json()["record"]
    moved = client.get("/embed/en/EU/KZ/trade")
    assert (moved.status_code, moved.headers["location"]) == (302, f"/embed/en/eu27_2020/kaz/trade?v={record}")
    dated = client.get("/embed/en/EU/KZ/trade?v=2026-10-01")
    assert dated.headers["location"] == "/embed/en/eu27_2020/kaz/trade?v=2026-10-01"


def test_the_figure_alone(client):
    drawn = client.get("/embed/en/eu27_2020/kaz/trade.svg?follow=latest")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "/en/eu27_2020/kaz/trade?v=" in drawn.text
    assert client.get("/embed/en/eu27_2020/kaz/trade.png?follow=latest").content.startswith(b"\x89PNG")
    assert client.get("/embed/en/eu27_2020/kaz/trade.csv?follow=latest").status_code == 404


def test_a_section_without_a_figure_says_so(client):
    found = client.get("/embed/en/eu27_2020/kaz/security?follow=latest")
    assert found.status_code == 404
