"""A bloc that is summed only when it is named has the same readings whatever was asked for before it."""

from __future__ import annotations

import pytest

from hali import api
from hali.record import asking, readings
from hali.record.lists import FOR_EVERYBODY


def shares(record, partner: str) -> dict[str, float]:
    found = readings.find(record, ["partner_share_exports"], reporters=["EU27_2020"], partners=[partner], newest=True)
    return {one.definition.period: one.value for one in found}


@pytest.mark.slow
def test_what_was_asked_of_everybody_leaves_no_bloc_out(tmp_path) -> None:
    """The exports of the EU to everybody hold no sums over Mercosur; a question about Mercosur is another one."""
    fresh = shares(api.open_record(tmp_path / "fresh"), "MERCOSUR")
    assert fresh["2023"] == pytest.approx(2.228, abs=0.001)
    record = api.open_record(tmp_path / "asked")
    readings.find(record, ["partner_share_exports"], reporters=["EU27_2020"], newest=True)
    assert shares(record, "MERCOSUR") == fresh
    assert shares(record, "BRA")


@pytest.mark.parametrize(
    ("concept", "held"), [("KAZ", True), ("EU", True), ("EAEU", True), ("MERCOSUR", False), ("ASEAN", False)]
)
def test_sums_of_everybody_are_of_few_blocs(concept: str, held: bool) -> None:
    assert asking.unnamed(concept) == held
    assert concept in {*FOR_EVERYBODY, "KAZ", "EU"} or not held
