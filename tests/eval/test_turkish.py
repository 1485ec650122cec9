"""Floors for Turkish, on five sets of a hundred sentences, each written before the reader had seen it.

All were tuned on after their first reading, which `first` in `baseline.json` keeps: `figures` with `value_and_unit`,
`named` links that have a measure with `named_right`, all `links` with those to a `wrong` measure, and with those
`misread` in measure, area or period.
"""

from __future__ import annotations

import pytest
from tests.eval import subjects
from tests.eval.test_floors import BASELINE, HERE, measure, measure_periods, rows

SETS = BASELINE["turkish"]


@pytest.mark.parametrize("name", SETS)
def test_figures_and_periods_are_read_as_well_as_before(name):
    path = HERE / f"{name}.jsonl"
    floors, count = SETS[name], measure(path)["tr"]
    assert count["wanted"] > 90
    assert count["value"] >= floors["value"]
    assert count["unit"] >= floors["unit"]
    assert count["extra"] <= floors["extra"]
    assert count["negatives_hit"] == 0
    assert measure_periods(path)[1] >= floors["periods"]


@pytest.mark.parametrize("name", SETS)
def test_measures_are_linked_as_well_as_before(name):
    links = [
        {"id": row["id"], "lang": "tr", "text": row["text"], **link}
        for row in rows(HERE / f"{name}.jsonl")
        for link in row["links"]
    ]
    for link in links:
        if "reporter" in link:
            link.setdefault("partner", None)
    count = subjects.linked(links)
    assert len(links) > 90
    assert count["right"] >= SETS[name]["right"]
    assert count["wrong"] <= SETS[name]["wrong"]
    assert count["sides_right"] >= SETS[name]["sides"]
    assert subjects.misread(links) <= SETS[name]["misread"]
