"""Citations: the producer first, hali last, the record pinned, every special letter kept or escaped."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali import languages
from hali.errors import RecordError
from hali.model.observation import Origin
from hali.publish import citations
from hali.publish.citations import Citation, processing
from hali.version import VERSION

ORIGIN = Origin(
    id="X_1",
    producer="Bureau of Examples & Sons",
    title="Trade by country_100 %",
    dataset="EX-045",
    url_main="https://data.example/x_1",
    date_published="2024-07",
    retrieved="2026-11-20",
    licence="CC BY 4.0",
    attribution="Source: Bureau of Examples",
    note="",
)
CITED = Citation(ORIGIN, "0123456789ab", "minor")


@pytest.mark.parametrize("lang", languages.CODES)
def test_producer_stands_first_and_hali_after_it(lang: str) -> None:
    for text in (CITED.short(lang), CITED.long(lang)):
        assert text.startswith(ORIGIN.producer)
        assert text.index(ORIGIN.dataset) < text.index(f"hali {VERSION}")
        assert "{" not in text
    long = CITED.long(lang)
    for part in ("2024", ORIGIN.title, "0123456789ab", ORIGIN.url_main, "CC BY 4.0"):
        assert part in long


@pytest.mark.parametrize("lang", languages.CODES)
def test_what_was_done_is_said_apart(lang: str) -> None:
    said = {replace(CITED, processing=done).long(lang) for done in ("none", "minor", "major")}
    assert len(said) == 3


def test_processing_is_the_most_that_was_done() -> None:
    assert [processing(*flags) for flags in ((False, False), (False, True), (True, False), (True, True))] == [
        "none",
        "minor",
        "major",
        "major",
    ]


def test_key_names_producer_table_year_and_record() -> None:
    assert re.fullmatch(r"bureau-of-examples-ex-045-2024-[0-9a-f]{6}", CITED.key)
    assert CITED.key != replace(CITED, record="ba9876543210").key
    assert CITED.key == replace(CITED, processing="none").key


def test_key_of_a_producer_in_another_script_is_ascii() -> None:
    key = Citation(replace(ORIGIN, producer="Бюро", dataset=""), "0123456789ab").key
    assert key.isascii()
    assert key.startswith("trade-by-country-2024-")


@pytest.mark.parametrize("field", ["producer", "title", "licence"])
def test_origin_that_cannot_be_cited_is_refused(field: str) -> None:
    with pytest.raises(RecordError, match="X_1"):
        Citation(replace(ORIGIN, **{field: ""}), "0123456789ab")


@given(st.text(alphabet="ab&%$#_{}~^\\ é", min_size=1, max_size=20))
def test_bibtex_is_balanced_and_escapes_every_special_letter(title: str) -> None:
    entry = Citation(replace(ORIGIN, title=title), "0123456789ab").bibtex()
    bare = re.sub(r"\\text\w+\{\}|\\[&%$#_{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    [line] = [line for line in bare.splitlines() if line.startswith("  title")]
    assert not re.search(r"[&%$#_~^\\]", line)


def test_ris_has_its_tags_and_ends() -> None:
    lines = CITED.ris().split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert "AU  - Bureau of Examples & Sons" in lines
    assert "Y2  - 2026/11/20" in lines


def test_csl_is_a_dataset_with_dates_as_numbers() -> None:
    item = CITED.csl()
    assert item["type"] == "dataset"
    assert item["issued"] == {"date-parts": [[2024, 7]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 20]]}
    assert "record 0123456789ab" in item["note"]


def test_files_hold_each_origin_once_and_hali_last() -> None:
    twice = [CITED, CITED, Citation(replace(ORIGIN, id="X_2"), "0123456789ab")]
    items = json.loads(citations.csl_json(twice))
    assert [item["type"] for item in items] == ["dataset", "dataset", "software"]
    assert citations.bibtex(twice).count("@misc{") == 3
    assert citations.ris(twice).count("ER  - ") == 3
    assert citations.bibtex(twice).rindex("@misc{hali-") > citations.bibtex(twice).rindex("@misc{bureau")
