"""Readings as the record gave them when all of them were stored: found by definition, equal to the last digit.

They were drawn from the last record that stored all of them: one of every kind. A number that is corrected on purpose
is changed in the file by hand, and listed under "Corrected" in CHANGELOG.md. Of a table that has gone on since, the
answers are counted up to the day `until`; those on Schengen visas were counted anew when 2013 came in. What rested on
pages the edition of November 2026 dropped, and votes of 2019 by subject, left the files with them.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import pytest

from hali.model.definition import DEFINITION_COLUMNS, Reading
from hali.record import readings

HERE = Path(__file__).parent

CLOSE = 1e-12
"""How far a quotient may move in relation to itself: its last digit depends on the order of operations."""

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


ROWS = read("pinned_readings.csv")
COUNTS = read("pinned_counts.csv")
MEASURES = {measure: list(rows) for measure, rows in groupby(ROWS, key=lambda row: row["measure"])}


def definition(row: Row) -> tuple[str, ...]:
    return tuple(row[c] for c in DEFINITION_COLUMNS)


def answers(record, rows: list[Row]) -> dict[tuple[str, ...], list[Reading]]:
    """Readings of the areas of `rows`, of one measure, by their definition: asked for together, which is six times
    as fast as one by one."""
    asked = {side: {row[side] for row in rows} for side in ("reporter", "partner")}
    wanted = set(map(definition, rows))
    found = readings.find(record, [rows[0]["measure"]], reporters=asked["reporter"], partners=asked["partner"])
    named = ((tuple(getattr(one.definition, c) for c in DEFINITION_COLUMNS), one) for one in found)
    kept = [(name, one) for name, one in named if name in wanted]
    held: dict[tuple[str, ...], list[Reading]] = defaultdict(list)
    for (name, _), one in zip(kept, readings.complete(record, [one for _, one in kept]), strict=True):
        held[name].append(one)
    return held


def differences(row: Row, found: list[Reading]) -> list[str]:
    """What the record says otherwise than `row`; one line each."""
    name = "|".join(definition(row))
    if len(found) != 1:
        return [f"{name}: {len(found)} readings"]
    [reading] = found
    return [
        f"{name}: {column} is {now!r}, was {row[column]!r}"
        for column, now in told(reading).items()
        if not same(column, row, now)
    ]


def told(reading: Reading) -> Row:
    """The columns of a pinned row beside its definition, of a reading."""
    return {
        "value": repr(reading.value),
        "start": reading.start,
        "end": reading.end,
        "known": reading.known,
        "status": reading.status,
        "granule": repr(reading.granule),
        "missing": " ".join(reading.missing),
        "caveats": " ".join(reading.caveats),
        "cells": str(len(reading.cells)),
    }


def same(column: str, row: Row, now: str) -> bool:
    """Whether a fact is what it was: texts and exact numbers to the last digit, quotients to CLOSE."""
    if column not in {"value", "granule"}:
        return now == row[column]
    tolerance = 0.0 if row["exact"] == "yes" else CLOSE
    return math.isclose(float(now), float(row[column]), rel_tol=tolerance, abs_tol=0.0)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_pinned_reading_comes_out_again(record, measure) -> None:
    held = answers(record, MEASURES[measure])
    wrong = [line for row in MEASURES[measure] for line in differences(row, held[definition(row)])]
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("measure", MEASURES)
def test_a_pinned_reading_is_found_by_its_definition_alone(record, measure) -> None:
    row = MEASURES[measure][-1]
    where = {c: row[c] for c in DEFINITION_COLUMNS if c not in {"measure", "reporter", "partner"}}
    found = readings.find(record, [measure], reporters=[row["reporter"]], partners=[row["partner"]], where=where)
    assert not differences(row, list(readings.complete(record, found)))


@pytest.mark.parametrize("row", COUNTS, ids=lambda row: "-".join(list(row.values())[:4]))
def test_a_question_has_as_many_answers_as_before(record, row) -> None:
    found = readings.find(
        record,
        [row["measure"]],
        reporters=[row["reporter"]],
        partners=[row["partner"]],
        where={"dataflow": row["dataflow"]},
    )
    values = [reading.value for reading in found if not row["until"] or reading.end <= row["until"]]
    assert len(values) == int(row["readings"])
    now = (min(values), max(values), math.fsum(values))
    assert now == pytest.approx([float(row[c]) for c in ("least", "largest", "sum")], rel=CLOSE, abs=0)


@pytest.mark.parametrize(
    ("shown", "unit", "measure", "reporter", "partner", "period"),
    [
        (40.0, "PCT", "partner_share_exports", "KAZ", "EU_AS_PRINTED_KZ", "2021"),
        (38.6, "PCT", "partner_share_exports", "KAZ", "EU27_2020", "2021"),
        (39.7, "PCT", "partner_share_trade", "KAZ", "EU28", "2018"),
        (28.4, "PCT", "partner_share_trade", "KAZ", "EU27_2020", "2021"),
        (23.0, "EUR", "trade_total", "EU27_2020", "KAZ", "2021"),
        (24.4, "EUR", "trade_total", "KAZ", "EU27_2020", "2021"),
        (25.4, "EUR", "trade_total", "KAZ", "EU_AS_PRINTED_KZ", "2021"),
        (52.2, "PCT", "un_vote_agreement", "EU27_2020", "KAZ", "2019"),
        (70.8, "PCT", "un_vote_agreement", "EU27_2020", "KAZ", "2005"),
        (1, "RANK", "partner_rank", "KAZ", "EU27_2020", "2021"),
    ],
)
def test_figures_that_docs_print_are_pinned(shown, unit, measure, reporter, partner, period) -> None:
    scale, digits = {"EUR": (1e9, 1), "PCT": (1, 1), "RANK": (1, 0)}[unit]
    asked = {"unit": unit, "measure": measure, "reporter": reporter, "partner": partner, "period": period}
    found = [row for row in ROWS if all(row[c] == text for c, text in asked.items())]
    assert shown in {round(float(row["value"]) / scale, digits) for row in found}


def test_every_kind_of_reading_is_pinned() -> None:
    held: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        for column in DEFINITION_COLUMNS:
            held[column].add(row[column])
    assert len(ROWS) >= 400
    assert {"EU27_2020", "EU28", "EU_V", "EAEU"} <= held["reporter"] & held["partner"]
    assert held["method"] == {"table", "printed", "sum"}
    assert held["rate"] == {"reported", "annual_mean", "_Z"}
    assert {"cumulated", "countries", "blocs", "kappa", "ties_apart", "half", "yes_no"} <= held["variant"]
    spans = {int(row["period"]) - int(row["base"]) for row in ROWS if row["base"].isdigit() and row["period"].isdigit()}
    assert {1, 2, 5, 10} <= spans
    assert {f"P{n}Y" for n in range(2, 8)} <= {period.partition("/")[2] for period in held["period"]}
    assert any(row["missing"] for row in ROWS)
    assert any(float(row["granule"]) > 0 for row in ROWS)
