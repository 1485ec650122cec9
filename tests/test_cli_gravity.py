"""`hali gravity` on the record that ships: its sample, its three questions, one clear line for bad input."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

import hali
from hali import cli, gravity_panel, process, retrieval
from hali.errors import HaliError, NotInRecord, QuestionError, UnknownCode

pytest.importorskip("pyfixest", reason="the extra gravity is not installed")

process.take_pandas()


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    cli.app(["gravity", *words], standalone_mode=False)
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def sample(record) -> gravity_panel.Sample:
    return gravity_panel.sample(record, gravity_panel.ONE_YEAR)


def test_the_panel_holds_the_published_cells(record, sample) -> None:
    rows = retrieval.observations("CEPII:BACI", record=record).to_pylist()
    assert len(sample.countries) == len({row["reporter"] for row in rows})
    assert len(sample.panel.flow) == len(sample.countries) * (len(sample.countries) - 1)
    assert np.sum(sample.panel.flow > 0) == len(rows)
    assert np.sum(sample.panel.flow) == pytest.approx(sum(row["value"] for row in rows))
    one = next(row for row in rows if row["reporter"] == "KAZ" and row["partner"] == "DEU")
    assert sample.panel.flow[sample.dyad("KAZ", "DEU")].tolist() == [one["value"]]


def test_what_a_table_does_not_list_is_not_zero(record) -> None:
    found = gravity_panel.sample(record, gravity_panel.MANY_YEARS, 2010, 2012, distances=False)
    assert (found.panel.flow > 0).all()
    assert found.years == (2010, 2011, 2012)
    assert found.panel.names == ("agreement",)


def test_agreements_apply_from_their_year_and_in_the_union_by_membership(record) -> None:
    years = (2003, 2004, 2010, 2011)
    codes = ("DEU", "POL", "KOR", "USA")
    applies = gravity_panel.in_force(record, codes, years)
    assert (applies == applies.swapaxes(0, 1)).all()
    assert applies[0, 2].tolist() == [False, False, False, True]  # EU and Korea, 2011-07-01
    assert applies[0, 3].tolist() == [False] * 4  # EU and United States: none
    assert applies[2, 3].tolist() == [False] * 4  # Korea and United States: 2012
    without = gravity_panel.in_force(record, codes, years, "EU - Korea, Republic of")
    assert not without[0, 2].any()


def test_a_bloc_is_its_members_of_the_day(sample) -> None:
    assert len(sample.places("EU")) == 27
    assert len(sample.places("EU", 2013)) == 28
    with pytest.raises(NotInRecord, match="no trade of TWN"):
        sample.dyad("TWN", "KAZ")


def test_the_text_says_what_its_sample_is(capsys, record) -> None:
    told = answer(capsys)
    for words in (
        "CEPII:BACI",
        "194 countries",
        "are zero",
        "clustered by pair",
        "bias corrected: variance",
        "missing",
    ):
        assert words in told
    assert "ln_distance" in told


def test_csv_and_json_hold_the_same_coefficients(capsys, record) -> None:
    rows = list(csv.DictReader(io.StringIO(answer(capsys, "--format", "csv"))))
    told = json.loads(answer(capsys, "--format", "json"))
    assert [float(row["coef"]) for row in rows] == [one["coef"] for one in told["coefficients"]]
    distance = told["coefficients"][0]
    assert distance["name"] == "ln_distance"
    assert -1.5 < distance["coef"] < -0.5  # as meta-analyses of gravity find it
    assert distance["se"] > distance["uncorrected_se"]
    assert len(told["model"]["dropped"]["missing"]) == 2 * 955  # pairs whose distance CEPII does not hold


def test_pair_effects_are_fitted_over_years(capsys, record) -> None:
    told = json.loads(answer(capsys, "--pair-effect", "directed", "--since", "2019", "--format", "json"))
    assert told["sample"]["table"] == "IMF:DOTS"
    assert told["model"]["effects"][-1] == "directed pair"
    assert told["model"]["bias_corrected"] == "estimate and variance"
    symmetric = json.loads(answer(capsys, "--pair-effect", "symmetric", "--since", "2019", "--format", "json"))
    assert symmetric["model"]["bias_corrected"] == "no"


def test_trade_costs_of_another_pair(capsys, record) -> None:
    told = json.loads(answer(capsys, "--what-if", "KZ", "DE", "KZ", "DE", "--format", "json"))["what_if"]
    assert (told["ratio"], told["low"], told["high"]) == (1, 1, 1)
    words = answer(capsys, "--what-if", "KZ", "DE", "KZ", "TR")
    assert words.count("assumption") == 3
    assert "no general equilibrium" in words


def test_trade_around_an_agreement(capsys, record) -> None:
    told = json.loads(
        answer(capsys, "--agreement", "EU", "KR", "--since", "2007", "--until", "2015", "--format", "json")
    )
    found = told["agreement"]
    assert found["applied_from"] == "2011-07-01"
    assert found["title"] == "EU - Korea, Republic of"
    assert [row["year"] for row in found["years"]] == [-4, -3, -2, -1, 0, 1, 2, 3, 4]
    assert 0 < found["placebo_rank"] <= 1


def test_what_is_to_be_expected_of_a_pair(capsys, record) -> None:
    words = ("--potential", "JP", "DE", "--table", "IMF:DOTS", "--since", "2022", "--format", "json")
    told = json.loads(answer(capsys, *words))["potential"]
    assert told["low"] < told["ratio"] < told["high"]
    assert told["ratio"] == pytest.approx(told["expected"] / told["actual"])
    assert told["left_out"] == 1


def test_python_and_the_command_say_the_same(capsys, record) -> None:
    found = hali.gravity(record=record)
    assert found.data == json.loads(answer(capsys, "--format", "json"))
    assert f"{found!r}\n" == answer(capsys)
    assert [one["name"] for one in found] == ["ln_distance", "agreement"]
    assert found["coef"].to_pylist() == [one["coef"] for one in found.data["coefficients"]]
    assert found.data["sample"]["title"] in found._repr_html_()


def test_a_pair_and_the_years_of_an_agreement_are_rows(record) -> None:
    other = hali.gravity(what_if=("KZ", "DE", "KZ", "TR"), record=record)
    assert other["ratio"].to_pylist() == [other.data["what_if"]["ratio"]]
    around = hali.gravity(agreement=("EU", "KR"), since=2007, until=2015, record=record)
    assert around["year"].to_pylist() == [-4, -3, -2, -1, 0, 1, 2, 3, 4]


def test_a_jackknife_leaves_the_estimate_and_widens_its_error(record) -> None:
    usual, wider = (
        hali.gravity(pair_effect="directed", since=2019, errors=errors, record=record)
        for errors in ("pair", "jackknife")
    )
    assert wider["coef"].to_pylist() == usual["coef"].to_pylist()
    assert wider["se"][0].as_py() > usual["se"][0].as_py()
    assert wider.data["model"]["standard_errors"].startswith("jackknife by pair")


@pytest.mark.parametrize(("name", "given"), [("pair_effect", "both"), ("errors", "none")])
def test_a_word_nobody_knows_names_those_accepted(name: str, given: str) -> None:
    with pytest.raises(UnknownCode, match=f"unknown {name} '{given}'"):
        hali.gravity(**{name: given})


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (["--potential", "KZ", "Atlantis"], "unknown area 'Atlantis'"),
        (["--potential", "KZ", "DE", "--agreement", "KZ", "DE"], "take one of potential, agreement and what-if"),
        (["--potential", "KZ", "DE", "--pair-effect", "directed"], "take no pair effect"),
        (["--pair-effect", "symmetric", "--errors", "jackknife"], "a jackknife takes directed pair effects or none"),
        (["--pair-effect", "directed", "--table", "CEPII:BACI"], "at least 2 periods, there is 1"),
        (["--table", "KZ_BNS:TRADE"], "a gravity equation needs 10; accepted is a table like CEPII:BACI"),
        (["--table", "NO:SUCH"], "holds nothing of 'NO:SUCH'"),
        (["--since", "2030"], "no exports of these years; it holds 2023 to 2023"),
        (["--agreement", "US", "CN"], "no agreement of USA and CHN came to apply"),
        (["--agreement", "KZ", "DE"], "has no trade of KAZ"),
    ],
)
def test_bad_input_is_one_clear_line(words, match, record) -> None:
    with pytest.raises(HaliError, match=match) as caught:
        cli.app(["gravity", *words], standalone_mode=False)
    assert caught.value.exit_code == QuestionError.exit_code
    assert "\n" not in str(caught.value)
