"""The measures codelist."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hali.codelists import measures
from hali.errors import UnknownCode
from hali.languages import CODES

SHARED = Path(__file__).parents[2].parent / "shared"
CLAIMS = [m for m in measures.measures() if m.kind == "claim"]


def test_counts() -> None:
    assert len(CLAIMS) == 85
    assert len({m.id for m in measures.measures()}) == len(measures.measures())


@pytest.mark.parametrize("measure", CLAIMS, ids=lambda m: m.id)
def test_claim_measure_is_complete(measure: measures.Measure) -> None:
    assert measure.relation in {"level", "share", "change", "rank"}
    assert measure.axes
    assert measure.default
    assert measure.note
    for lang in CODES:
        assert measure.aliases[lang], lang
        assert all(alias == alias.strip() and alias for alias in measure.aliases[lang])


@pytest.mark.parametrize("lang", CODES)
def test_an_alias_names_one_measure(lang: str) -> None:
    seen: dict[str, str] = {}
    for measure in CLAIMS:
        for alias in measure.aliases[lang]:
            assert seen.setdefault(alias.casefold(), measure.id) == measure.id, alias
            if seen[alias.casefold()] == measure.id:
                assert [a.casefold() for a in measure.aliases[lang]].count(alias.casefold()) == 1


def test_variants_and_what_they_feed() -> None:
    for measure in measures.measures():
        for variant in measure.variants:
            assert measures.measure(f"{measure.id}.{variant}").feeds == (measure.id,)
        if measure.kind == "observed":
            assert measure.unit
            assert measure.definition
            for fed in measure.feeds:
                assert measures.measure(fed).kind == "claim"
        if "." in measure.id:
            assert measure.id.split(".")[1] in measures.measure(measures.base(measure.id)).variants


def test_lags_in_their_order() -> None:
    lag = {m.id: m.lag_months for m in measures.measures()}
    assert all(0 <= months <= 24 for months in lag.values())
    assert lag["agreements_in_force"] == 0 < lag["trade_total"] < lag["gdp"] < lag["students_from_partner"]
    assert lag["trade_total"] == lag["partner_share_trade"] == lag["trade_growth"] == lag["trade_value"]


@pytest.mark.parametrize(
    ("lang", "alias", "measure"),
    [
        ("en", "trade turnover", "trade_total"),
        ("en", "invested", "fdi_flow"),
        ("en", "exports of goods", "exports"),
        ("sw", "kiasi cha biashara", "trade_total"),
        ("sw", "biashara ya nje", "trade_total"),
        ("sw", "iliwekeza", "fdi_flow"),
        ("sw", "mwekezaji mkuu", "fdi_gross_cumulative"),
        ("ru", "товарооборот", "trade_total"),
        ("kk", "тауар айналымы", "trade_total"),
        ("fr", "échanges commerciaux", "trade_total"),
        ("de", "Handelsvolumen", "trade_total"),
    ],
)
def test_vocabulary(lang: str, alias: str, measure: str) -> None:
    assert alias in measures.measure(measure).aliases[lang]


def test_unknown_measure_offers_the_nearest() -> None:
    with pytest.raises(UnknownCode, match="fdi_flow"):
        measures.measure("fdi_flw")


@pytest.mark.shared
def test_the_vocabulary_of_the_design_is_carried_over() -> None:
    with (SHARED / "design" / "measures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["id"] for row in rows} <= {m.id for m in CLAIMS}
    for row in rows:
        ours = measures.measure(row["id"])
        assert (ours.pillar, ours.unit, ours.relation) == (row["pillar"], row["unit"], row["relation"])
        assert ours.axes == tuple(row["axes"].split(","))
        for lang in ("en", "sw", "kk", "ru", "fr", "de"):
            assert {a.strip() for a in row[f"aliases_{lang}"].split(";")} <= set(ours.aliases[lang])
