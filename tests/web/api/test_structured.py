"""What search engines and reference managers read: true to the page, and never a ClaimReview."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from tests.web.api.conftest import SHARE

from hali.web import structured


def linked(page):
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def meta(page):
    return [
        (name, unescape(text)) for name, text in re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', page)
    ]


def test_a_series_is_a_dataset(client):
    page = client.get(f"/en/series/{SHARE}").text
    told = linked(page)
    assert told["@type"] == "Dataset"
    assert told["identifier"] == SHARE
    assert told["variableMeasured"]["unitText"]
    assert told["license"]
    assert any("Kazakhstan" in one["name"] for one in told["creator"])
    for one in told["distribution"]:
        found = client.get(one["contentUrl"].removeprefix("http://127.0.0.1:8765"))
        assert found.status_code == 200
        assert found.headers["content-type"].startswith(one["encodingFormat"])


@pytest.mark.parametrize("lang", ["en", "kk"])
def test_a_pair_is_a_report(client, lang):
    told = linked(client.get(f"/{lang}/eu27_2020/kaz").text)
    assert (told["@type"], told["inLanguage"]) == ("Report", lang)
    assert len(told["about"]) == 2
    assert told["isBasedOn"]
    assert f"v={told['version']}" in told["url"]


@pytest.mark.parametrize("path", [f"/en/series/{SHARE}", "/en/eu27_2020/kaz"])
def test_reference_managers_find_title_day_and_address(client, path):
    told = dict(meta(client.get(path).text))
    assert {"citation_title", "citation_author", "citation_publication_date", "citation_public_url"} <= set(told)
    assert re.fullmatch(r"\d{4}/\d{2}/\d{2}", told["citation_publication_date"])


def test_no_text_ends_the_element_it_stands_in():
    written = structured._written({"name": "</script><script>alert(1)</script>&amp;"})
    assert "<" not in written
    assert "&" not in written
    assert json.loads(written)["name"].startswith("</script>")


def test_no_page_states_a_claim_review(client):
    for path in ("/en/", "/en/eu27_2020/kaz", "/en/check", f"/en/series/{SHARE}"):
        assert '"@type":"ClaimReview"' not in client.get(path).text
