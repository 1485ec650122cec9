"""The frame of all pages: words, links, languages, assets."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from string import Formatter

import pytest
from lxml import html as markup

from hali.languages import CODES
from hali.web import assets, frame

FOLDER = files("hali.web")


def leaves(table, path=()):
    """(path, text) of every text of nested tables and lists."""
    items = table.items() if isinstance(table, dict) else enumerate(table)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


@pytest.mark.parametrize("lang", [code for code in CODES if code != "en"])
def test_every_word_is_there_in_every_language_with_the_same_slots(lang):
    english, other = dict(leaves(frame.words("en"))), dict(leaves(frame.words(lang)))
    assert english.keys() == other.keys()
    for key, text in english.items():
        slots = [{name for _, name, _, _ in Formatter().parse(told) if name} for told in (text, other[key])]
        assert slots[0] == slots[1], key
        assert other[key].strip(" ") == other[key] != "", key


def test_words_are_used():
    used = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("templates", "pages", ".")
        for path in (FOLDER / folder).iterdir()
        if path.name.endswith((".html", ".py"))
    )
    for room in ("frame", "pages"):
        for path, _ in leaves(frame.words("en")[room]):
            key = path[-1]
            assert re.search(rf"[.\"'_]{key}\b|f\[name\]|side_", used), path


def test_pages_have_the_language_of_their_address(client):
    for lang in CODES:
        root = markup.fromstring(client.get(f"/{lang}/").content)
        assert root.get("lang") == lang
        assert root.xpath("//link[@rel='canonical']/@href") == [f"http://127.0.0.1:8765/{lang}/"]
        alternates = root.xpath("//link[@rel='alternate']/@hreflang")
        assert sorted(alternates) == sorted(CODES)
        assert root.xpath("//nav[contains(@class, 'languages')]//a[@aria-current]/@lang") == [lang]


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("sw", "sw"),
        ("fr-CH, fr;q=0.9", "fr"),
        ("xx, ru;q=0.5, de;q=0.8", "de"),
        ("", "en"),
        ("zh", "en"),
        ("a;q=b", "en"),
    ],
)
def test_the_first_page_is_in_the_language_of_the_browser(client, header, lang):
    answer = client.get("/", headers={"Accept-Language": header})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{lang}/")
    assert answer.headers["vary"] == "Accept-Language"


def test_a_link_keeps_all_it_does_not_name(client):
    page = "/en/eu27_2020/kaz/trade?view=A&v=2024-01-01&from=2019"
    root = markup.fromstring(client.get(page).content)
    root.make_links_absolute("http://127.0.0.1:8765" + page)
    seen = 0
    for anchor in root.xpath("//a[@href]"):
        address = anchor.get("href")
        if not address.startswith("http://127.0.0.1:8765/") or "#" in address:
            continue
        query = dict(part.split("=") for part in address.partition("?")[2].split("&") if part)
        changed = {"view"} if anchor.xpath("ancestor::nav[contains(@class, 'views')]") else set()
        changed |= {"v"} if "since" in query or anchor.xpath("ancestor::p[@class='state']") else set()
        for name, value in (("from", "2019"), ("view", "A"), ("v", "2024-01-01")):
            assert name in changed or query.get(name) == value, address
        seen += 1
    assert seen > 50
    hidden = {field.get("name"): field.get("value") for field in root.xpath("//form//input[@type='hidden']")}
    assert hidden == {"from": "2019", "view": "A", "v": "2024-01-01"}


def test_an_unknown_parameter_is_named_and_ignored(client):
    root = markup.fromstring(client.get("/en/about/privacy?colour=red").content)
    assert "colour" in root.xpath("string(//p[@role='status'])")


def test_assets_are_named_by_what_is_in_them(client):
    root = markup.fromstring(client.get("/en/").content)
    for address in root.xpath("//link[@rel='stylesheet']/@href | //script/@src | //link[@rel='icon']/@href"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert hashlib.sha256(answer.content).hexdigest()[:10] in address
    assert client.get("/static/../settings.py").status_code == 404


def test_templates_and_scripts_bring_nothing_the_policy_forbids():
    for folder in ("templates", "static"):
        for path in (FOLDER / folder).iterdir():
            if path.is_dir():
                continue
            text = path.read_text(encoding="utf-8")
            assert "style=" not in text, path.name
            assert not re.search(r'<script(?![^>]*(?:src=|type="application/ld))', text), path.name
            assert not re.search(r"\son[a-z]+=", text), path.name
            assert "|safe" not in text.replace(" ", ""), path.name
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), path.name


def test_script_before_a_click_is_small():
    own = next(body for name, body in assets._held()[1].items() if name.startswith("site.") and name.endswith(".js"))
    assert len(own.packed) <= 7_000
