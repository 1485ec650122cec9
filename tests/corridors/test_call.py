"""`hali.routes` and `hali.mirror`: what the commands say, as tables and documents."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

import hali
from hali.corridors import exported, told
from hali.errors import NotInRecord, QuestionError, UnknownCode


def test_the_table_is_what_the_json_says() -> None:
    found = hali.routes("Altynkol", "Poti", month=6, seed=3)
    data = json.loads(exported.as_json(exported.data(found.answer)))
    frame = pd.DataFrame(found)
    assert list(frame["route"]) == [one["name"] for one in data["routes"]]
    assert list(frame["p50"]) == [one["days"]["p50"] for one in data["routes"]]
    assert (frame["p5"] <= frame["p50"]).all()
    assert (frame["p50"] <= frame["p95"]).all()
    assert frame["rows"].map(len).min() > 0
    assert repr(found) == told.text(found.answer)
    assert 'class="hali"' in found._repr_html_()


def test_without_a_network_the_table_is_empty_and_says_so(record) -> None:
    found = hali.routes("Nairobi", "Dar es Salaam", record=record)
    assert len(found) == 0
    assert "No curated network" in repr(found)
    assert found.column_names[:2] == ["route", "corridor"]


def test_settings_change_the_answer() -> None:
    usual = pd.DataFrame(hali.routes("Xi'an", "Duisburg"))
    often = pd.DataFrame(hali.routes("Xi'an", "Duisburg", settings=["headway.poti-constanta.feeder=3.5"]))
    route = "Middle Corridor (Trans-Caspian), across the Caspian Sea and the Black Sea"
    days = [frame.set_index("route").loc[route, "p50"] for frame in (usual, often)]
    assert days[0] - days[1] > 2


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"start": "Duisburgg", "end": "Xi'an"}, UnknownCode, "did you mean Duisburg"),
        ({"start": "Xi'an", "end": "Duisburg", "month": 13}, QuestionError, "13"),
        ({"start": "Xi'an", "end": "Duisburg", "settings": ["dwell.aktau=-1"]}, QuestionError, "dwell.aktau"),
    ],
)
def test_wrong_questions(asked: dict, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=re.escape(said)) as caught:
        hali.routes(**asked)
    assert "\n" not in str(caught.value)


def test_mirror_shows_both_counts(record) -> None:
    document = hali.mirror("IT", "KZ", years=[2021], record=record)
    values = {round(card["value"] / 1e9, 3) for card in document.readings.values() if card["unit"] == "USD"}
    # printed by the Bureau of National Statistics and by Eurostat, in billion USD
    assert {8.889, 1.400} <= values
    assert "<table" in document._repr_html_()
    with pytest.raises(QuestionError, match="not in 'KZT'"):
        hali.mirror("IT", "KZ", currency="KZT", record=record)
    with pytest.raises(NotInRecord):
        hali.mirror("IT", "KZ", years=[1850], record=record)
