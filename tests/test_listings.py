"""Lists of measures, areas and sources: found by words, taken by others."""

from __future__ import annotations

import pandas as pd
import pytest

import hali
from hali.codelists import measures as codelist
from hali.errors import UnknownCode


def test_measures_are_found_by_words_in_six_languages(record) -> None:
    assert hali.measures("visas", record=record).entries[0]["id"] == "visas_issued"
    assert "uranium_share" in {one["id"] for one in hali.measures("уран", "ru", record=record)}
    every = hali.measures(record=record)
    assert len(every) == len(codelist.measures())
    assert pd.DataFrame(every)["id"].is_unique


def test_held_says_whether_there_are_readings(record) -> None:
    held = {one["id"]: one["held"] for one in hali.measures(record=record)}
    assert held["exports"]
    assert not held["remittances"]


def test_other_words_for_measures_are_their_own() -> None:
    ids = {one.id for one in codelist.measures()}
    also = [word for one in codelist.measures() for word in one.also]
    assert len(also) == len(set(also))
    assert not ids & set(also)
    assert codelist.resolve("distance").id == "distance_capitals"
    with pytest.raises(UnknownCode, match="distance_capitals"):
        codelist.resolve("distanc")


def test_areas_and_sources() -> None:
    assert hali.areas("Kasachstan", "de").entries[0]["name"] == "Kasachstan"
    assert {one["dataflow"].partition(":")[0] for one in hali.sources("eurostat")} == {"ESTAT"}
    assert len(hali.sources(everything=True)) > len(hali.sources())
    assert len(hali.sources("no such publisher")) == 0


def test_a_list_is_short_in_print_and_a_table_in_a_notebook(record) -> None:
    listed = hali.measures(record=record)
    assert len(repr(listed).splitlines()) == 14
    assert repr(listed).startswith(f"<{len(listed)} measures>")
    assert "<table" in listed._repr_html_()
    assert repr(hali.measures("zzzzzz", record=record)) == "<0 measures>"
    assert hali.measures("zzzzzz", record=record)._repr_html_() == "<p>0 measures</p>"
    with pytest.raises(UnknownCode, match="language"):
        hali.areas(lang="xx")
