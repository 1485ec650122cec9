"""Atom feeds: valid, in the reader's language, with ids that are never used twice."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from tests.web.api.conftest import SHARE

from hali.web.api import atom
from hali.web.api.atom import Entry

A = f"{{{atom.NAMESPACE}}}"
FEEDS = [
    "/feed/en/eu27_2020/kaz.atom",
    "/feed/sw/eu27_2020/kaz/trade.atom",
    f"/feed/ru/series/{SHARE}.atom",
    "/feed/de/sources/kazstat.atom",
    "/feed/kk/changes.atom",
    "/feed/check/corrections.atom",
]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_the_standard_asks_for(client, path):
    found = client.get(path)
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert found.headers["access-control-allow-origin"] == "*"
    feed = ElementTree.fromstring(found.content)
    assert feed.tag == f"{A}feed"
    lang = path.split("/")[2]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == ("en" if lang == "check" else lang)
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{A}{name}")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{A}link")}
    assert links["self"].endswith(path)
    entries = feed.findall(f"{A}entry")
    assert 0 < len(entries) <= atom.MOST
    ids = [entry.findtext(f"{A}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(id_.startswith("tag:127.0.0.1,2026:") for id_ in ids)
    moments = [entry.findtext(f"{A}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert all(len(moment) == 20 for moment in moments)
    assert all(entry.findtext(f"{A}summary") for entry in entries)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_asked_about_by_tag(client, path):
    tag = client.get(path).headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_sentences_are_in_the_language_of_the_feed(client):
    text = client.get("/feed/sw/eu27_2020/kaz/trade.atom").text
    assert "kwa takwimu za Kazakhstan" in text


def test_a_section_tells_of_its_measures_only(client):
    whole, part = (client.get(f"/feed/en/eu27_2020/kaz{name}.atom").text for name in ("", "/tourism"))
    assert "trade in goods" in whole
    assert "trade in goods" not in part


def test_the_same_number_has_the_same_id_in_every_feed(client):
    of_pair = ElementTree.fromstring(client.get("/feed/en/eu27_2020/kaz.atom").content)
    of_series = ElementTree.fromstring(client.get(f"/feed/en/series/{SHARE}.atom").content)
    ids = [{entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")} for feed in (of_pair, of_series)]
    assert ids[0] & ids[1]


def test_areas_are_said_in_any_way(client):
    assert client.get("/feed/en/EU/Kazakhstan.atom").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/feed/en/eu27_2020/atlantis.atom",
        "/feed/en/congo/kaz.atom",
        "/feed/en/eu27_2020/kaz/nothing.atom",
        "/feed/en/series/" + "0" * 32 + ".atom",
        "/feed/en/sources/nobody.atom",
    ],
)
def test_what_is_not_there_is_404(client, path):
    assert client.get(path).status_code == 404


def test_texts_are_escaped_and_entries_bounded():
    entries = [
        Entry(f"x/{n}", "<b>&", "a < b & c", f"2026-01-{1 + n % 28:02}", "https://a.example/", "added")
        for n in range(80)
    ]
    written = atom.written(
        "https://a.example", "/feed/x.atom", "https://a.example/x", "en", "T & t", entries, "2026-01-01"
    )
    feed = ElementTree.fromstring(written)
    assert len(feed.findall(f"{A}entry")) == atom.MOST
    assert feed.find(f"{A}entry").findtext(f"{A}summary") == "a < b & c"


@pytest.mark.parametrize(
    ("day", "moment"), [("2026", "2026-01-01"), ("2026-08", "2026-08-01"), ("2026-08-02", "2026-08-02")]
)
def test_a_vintage_is_a_moment(day, moment):
    assert atom._moment(day) == f"{moment}T00:00:00Z"
