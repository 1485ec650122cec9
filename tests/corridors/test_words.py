"""Routes in six languages: every text in each, the same slots, names of places, and answers without an English word."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from hali.corridors import exported, page, told
from hali.corridors.answer import Answer, answer
from hali.corridors.load import load
from hali.corridors.question import Question
from hali.corridors.texts import table
from hali.corridors.wording import Wording
from hali.errors import UnknownCode
from hali.languages import CODES
from hali.publish.document import Document

NAMES = ("places", "corridors")
OTHERS = [code for code in CODES if code != "en"]


@pytest.fixture(scope="module")
def found() -> Answer:
    return answer(
        Question(
            start="Xi'an",
            end="Germany",
            month=1,
            cargo_value=1e5,
            settings=("dwell.aktau=0.75", "headway.poti-constanta.feeder=3.5", "open.cku=yes"),
            avoid=("Iran",),
            draws=500,
        )
    )


def slots(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("lang", OTHERS)
def test_every_text_has_the_same_slots(lang: str) -> None:
    english, other = table("en"), table(lang)
    assert other.keys() == english.keys()
    for group, texts in english.items():
        if group not in NAMES:
            assert other[group].keys() == texts.keys(), group
            for key, text in texts.items():
                assert slots(other[group][key]) == slots(text), (group, key)


@pytest.mark.parametrize("lang", CODES)
def test_names_are_those_of_the_network(lang: str) -> None:
    loaded = load("")
    assert set(table(lang)["places"]) <= set(loaded.nodes)
    assert lang == "en" or set(table(lang)["corridors"]) == set(loaded.corridors)
    if lang in ("ru", "kk"):
        assert set(table(lang)["places"]) == set(loaded.nodes)


def test_every_kind_of_assumption_and_setting_has_words(found: Answer) -> None:
    loaded = load("")
    kinds = {
        word.partition("-")[0] for one in (*loaded.network.services, *loaded.network.processes) for word in one.assumed
    }
    assert kinds <= set(table("en")["assumed"])
    from hali.corridors.what_if import _DOERS

    assert set(_DOERS) <= set(table("en")["set"])
    assumed = {word for route in found.routes for word in route.assumed}
    listed = Wording("en", found.loaded).assumed(assumed)
    left = {word for word in assumed if not Wording("en", found.loaded).assumed([word])}
    assert left == {"no inflation after 2024", "load of a FEU: 12 to 24 tonnes"}
    assert "Aktau to Alat, feeder ship" in {where for places in listed.values() for where in places}


def texts(document: Document) -> list[str]:
    said = [document.title, document.subtitle]
    for section in document.sections:
        said.append(section.title)
        for block in section.blocks:
            table_ = getattr(block, "table", block)
            if hasattr(table_, "columns"):
                said += [table_.caption, table_.unit, *(column.title for column in table_.columns)]
                said += [cell.text for row in table_.rows for cell in row if cell is not None]
            said += [one.text for one in getattr(block, "statements", ())]
    return said


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_nothing_is_left_in_english(found: Answer, lang: str) -> None:
    allowed = re.compile(r"\b(USD|FEU|TEU|CO2|p5|p95|x|hali|Germany)\b")
    for text in texts(page.document(found, lang)):
        assert not re.search(r"[A-Za-z]{3,}", allowed.sub("", text)), text
    lines = told.text(found, lang).splitlines()
    rows = next(place for place, line in enumerate(lines) if "carecprogram" in line)
    for line in lines[:rows]:
        plain = allowed.sub("", re.sub(r"\b[LP]\d+\b", "", line))
        assert not re.search(r"[A-Za-z]{3,}", plain), line


@pytest.mark.parametrize("lang", CODES)
def test_numbers_are_the_same_in_each_language(found: Answer, lang: str) -> None:
    written, english = page.document(found, lang), page.document(found)
    assert [card["value"] for card in written.readings.values()] == [
        card["value"] for card in english.readings.values()
    ]
    assert len(written.origins) == len(english.origins)


def test_pages_stand_by_publisher_and_hold_every_row(found: Answer) -> None:
    document = page.document(found)
    cited = exported.cited(found)
    assert len(document.origins) < len(cited)
    listed = " ".join(origin.citation for origin in document.origins)
    assert all(re.search(rf"\b{row}:", listed) for row in cited)
    names = [origin.citation.partition(". ")[0] for origin in document.origins]
    first_seen = list(dict.fromkeys(names))
    assert names == sorted(names, key=first_seen.index)


def test_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownCode, match="language"):
        Wording("xx", load(""))
