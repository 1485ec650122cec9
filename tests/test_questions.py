"""What `readings` and `panel` take: texts, numbers, lists, ranges; and what they say where there is no answer."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import hali
from hali import questions
from hali.errors import NotInRecord, QuestionError, UnknownCode, UnreadableInput
from hali.exports import Readings


def told(found: Readings) -> set[tuple[str, ...]]:
    return {(row["measure"], row["reporter"], row["partner"], row["period"]) for row in found}


def test_several_are_the_union_of_each(record) -> None:
    together = hali.readings(
        ["exports", "imports"],
        reporter=["KZ", "Uzbekistan"],
        partner=("EU", "CN"),
        period=range(2019, 2021),
        record=record,
    )
    apart = set()
    for measure in ("exports", "imports"):
        for reporter in ("KAZ", "UZB"):
            for partner in ("EU", "CHN"):
                for period in ("2019", 2020):
                    apart |= told(
                        hali.readings(measure, reporter=reporter, partner=partner, period=period, record=record)
                    )
    assert told(together) == apart
    assert {row[3] for row in apart} == {"2019", "2020"}


def test_between_two_periods(record) -> None:
    found = told(hali.readings("exports", reporter="KZ", partner="EU", start=2020, end="2021", record=record))
    assert {"2020", "2021"} <= {row[3] for row in found}
    assert all("2019" < row[3] < "2022" for row in found)
    assert "2019-01-01/P2Y" not in {row[3] for row in found}


def test_the_newest_periods_of_each_series(record) -> None:
    every = pd.DataFrame(hali.readings("exports", reporter="KZ", partner=["EU", "CN"], record=record))
    two = pd.DataFrame(hali.readings("exports", reporter="KZ", partner=["EU", "CN"], newest=2, record=record))
    series = ["measure", "reporter", "partner", "flow", "product", "unit", "rate", "variant", "method", "dataflow"]
    wanted = every[every.groupby(series)["end"].rank(method="dense", ascending=False) <= 2]
    assert set(two["reading"]) == set(wanted["reading"])
    assert 0 < len(two) < len(every)


@pytest.mark.parametrize("measure", ["distance", "un_vote_agreement", "contiguity", "distance_weighted"])
def test_symmetric_measures_answer_in_either_order(measure: str, record) -> None:
    one = hali.readings(measure, reporter="KZ", partner="UZ", record=record)
    other = hali.readings(measure, reporter="UZ", partner="KZ", record=record)
    assert len(one) > 0
    assert set(one["reading"].to_pylist()) == set(other["reading"].to_pylist())


def test_others_do_not(record) -> None:
    exports = hali.readings(["exports", "distance"], reporter="KZ", partner="UZ", period=2021, record=record)
    assert set(exports["reporter"].to_pylist()) == {"KAZ"}


def test_one_definition_of_each_number_is_the_default_and_it_is_the_one_a_brief_takes(record) -> None:
    from hali.briefs import material
    from hali.briefs.compose import day_of
    from hali.record import readings as lookup

    found = hali.readings(["exports", "imports", "partner_share_trade"], reporter="KZ", partner="EU", record=record)
    frame = pd.DataFrame(found)
    number = ["measure", "variant", "product", "flow", "period"]
    assert (frame.groupby(number)["default"].sum() == 1).all()
    codes = questions.areas("EU")
    same = lookup.find(
        record, ["exports", "imports", "partner_share_trade"], reporters=["KAZ"], partners=codes, newest=True
    )
    by_default = material.by_default(same, day_of(record))
    chosen = {reading.id for one in by_default.values() for reading in one.readings}
    assert set(frame[frame["default"]]["reading"]) == chosen


def test_a_part_says_the_same_of_the_default_as_the_whole(record) -> None:
    found = hali.readings("exports", reporter="KZ", partner="EU", record=record)
    parts = [flag for first in range(0, len(found), 7) for flag in found.part(first, first + 7)["default"].to_pylist()]
    assert parts == found["default"].to_pylist()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measure": "exports", "reporter": "KZ", "partner": "EU", "period": 1950}, "nothing for this period; .*2024"),
        (
            {"measure": "exports", "reporter": "KZ", "partner": "EU", "product": "HS:99"},
            "nothing for this product; .*TOTAL",
        ),
        ({"measure": "visas", "reporter": "KZ", "partner": "EU"}, "nothing with this reporter; .*AUT"),
        ({"measure": "lpi_score", "reporter": "KZ", "partner": "DE"}, "figures without a partner"),
        ({"measure": "trade_value"}, "ask for trade_total, exports"),
        ({"measure": "visas_issued.refused"}, "ask for visas_issued"),
        ({"measure": "remittances"}, "no figures of remittances yet"),
    ],
)
def test_an_empty_answer_says_what_would_not_be(asked: dict, said: str, record) -> None:
    found = hali.readings(**asked, record=record)
    assert len(found) == 0
    assert re.search(said, found.why_empty())
    assert found.why_empty() in repr(found)


def test_every_listed_measure_answers_or_says_why(record) -> None:
    held = record.warehouse.plan.measures
    listed = {entry["id"]: entry["held"] for entry in hali.measures(record=record)}
    assert {id_ for id_, there in listed.items() if there} == {id_ for id_ in listed if id_ in held}
    for id_ in (id_ for id_, there in listed.items() if not there):
        said = str(questions.unanswered(id_, held))
        led = re.search(r"ask for (\S+?)[,\s]|ask for (\S+)$", said)
        assert said.startswith((id_, f"the record holds no figures of {id_} yet"))
        assert led is None or (led[1] or led[2]).rstrip(",") in held, said


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"measure": "exprots"}, UnknownCode, "did you mean exports"),
        ({"measure": ["exports", "nothing_at_all_like_it"]}, UnknownCode, "unknown measure"),
        ({"measure": "exports", "reporter": "Atlantis"}, UnknownCode, "unknown area"),
        ({"measure": "exports", "flow": "Q"}, UnknownCode, "unknown flow"),
        ({"measure": "exports", "period": "last year"}, UnreadableInput, "unknown period"),
        ({"measure": "exports", "period": 2019.5}, QuestionError, "a period is a text or a year"),
        ({"measure": "exports", "period": True}, QuestionError, "a period is a text or a year"),
        ({"measure": "exports", "start": 2021, "end": 2019}, QuestionError, "lies after"),
        ({"measure": "exports", "newest": -1}, QuestionError, "newest is a number"),
        ({"measure": "exports", "reporter": 7}, QuestionError, "a text or a list of texts"),
        ({"measure": "exports", "reporter": ["KZ", 7]}, QuestionError, "a text or a list of texts"),
        ({"series": "abc", "measure": "exports"}, QuestionError, "a series is named by the id"),
        ({"series": "abc"}, NotInRecord, "no reading"),
    ],
)
def test_wrong_questions(asked: dict, error: type[Exception], said: str, record) -> None:
    with pytest.raises(error, match=said) as caught:
        hali.readings(**asked, record=record)
    assert "\n" not in str(caught.value)
    assert caught.value.as_data()["code"] == error.code


def test_the_command_asks_for_the_same(record) -> None:
    found = hali.readings(
        ["exports", "imports"], reporter="Viet Nam", period=range(2019, 2021), newest=1, record=record
    )
    assert found.command == "hali readings exports,imports --reporter 'Viet Nam' --period 2019,2020 --newest 1"


def test_rows_are_taken_by_pandas_and_duckdb(record) -> None:
    import duckdb

    found = hali.readings("exports", reporter="KZ", partner="EU", period=2021, record=record)
    frame = pd.DataFrame(found)
    assert list(frame.columns) == found.column_names
    assert duckdb.sql("select count(*), max(value) from found").fetchall() == [(len(frame), frame["value"].max())]
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(found).height == len(polars.from_arrow(found)) == len(frame)
