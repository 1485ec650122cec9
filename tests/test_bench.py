"""The synthetic world that `make bench` measures on, and the table it prints."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from bench import measured, world

from hali.codelists import areas
from hali.model.source import ROW


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    paths = world.write(tmp_path_factory.mktemp("world"), 2, areas=33, years=5)
    return [pq.read_table(path) for path in paths]


def test_an_edition_holds_every_pair_year_and_flow_once(editions) -> None:
    for rows in editions:
        assert tuple(rows.column_names) == ROW
        assert rows.num_rows == 33 * 32 * 5 * 2
        keys = list(zip(*(rows[c].to_pylist() for c in ("reporter", "partner", "period", "flow")), strict=True))
        assert len(set(keys)) == len(keys)
        assert all(reporter != partner for reporter, partner, _, _ in keys)
        assert set(rows["reporter"].to_pylist()) <= set(areas.codes())
        assert set(rows["period"].to_pylist()) == {"2020", "2021", "2022", "2023", "2024"}
        assert pc.min(rows["value"]).as_py() > 0


def test_a_new_edition_revises_its_last_years_and_little_else(editions) -> None:
    old, new = editions
    changed = pc.not_equal(old["value"], new["value"])
    late = pc.greater_equal(old["period"], "2022")
    assert pc.mean(changed.filter(late).cast("double")).as_py() > 0.95
    assert 0 < pc.mean(changed.filter(pc.invert(late)).cast("double")).as_py() < 0.04


def test_the_same_world_everywhere(editions) -> None:
    """The first rows, by hand from splitmix64: they stand here so that figures of different machines compare."""
    rows = editions[0].slice(0, 2).to_pylist()
    size = [1000 + int(n) % 1_000_000 for n in (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4)]
    assert world.mixed(np.arange(2)).tolist() == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]
    places = [(0 * 33 + 1) * 2 * 5 + year for year in (0, 1)]
    for row, at, year in zip(rows, places, (0, 1), strict=True):
        noise = 500 + int(world.mixed(np.array([at]))[0]) % 1000
        assert row["value"] == size[0] * size[1] * (100 + 4 * year) // 100 * noise // 1000


def test_figures_above_their_goal_are_marked() -> None:
    figures = [measured.Figure("slow", 3.0, "s", 2), measured.Figure("quick", 1234.5, "MB")]
    assert measured.table(figures).splitlines()[2:] == ["| slow | 3 s | 2 s | missed |", "| quick | 1,234 MB |  |  |"]
