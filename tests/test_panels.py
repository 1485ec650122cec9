"""Panels: the rows and numbers of `hali.panel`, against `hali.readings` and against hand-made cases."""

from __future__ import annotations

import pandas as pd
import pytest

import hali
from hali.errors import NotInRecord, QuestionError, UnknownCode

GRAVITY = ["exports", "gdp", "distance"]


@pytest.fixture(scope="module")
def gravity(record) -> pd.DataFrame:
    return hali.panel(GRAVITY, years=range(2005, 2023), record=record).to_pandas()


def test_each_dyad_and_year_stands_once(gravity: pd.DataFrame) -> None:
    assert len(gravity) > 40_000
    assert not gravity.duplicated(["reporter", "partner", "year"]).any()
    assert set(gravity["year"]) == set(range(2005, 2023))
    assert gravity["exports"].notna().all()
    assert (gravity["exports"] >= 0).all()
    assert set(gravity["exports_unit"]) == {"USD"}
    assert (gravity["reporter"] != gravity["partner"]).all()


def test_it_holds_every_dyad_and_year_the_record_holds(gravity: pd.DataFrame, record) -> None:
    """But those only told in a currency the record has no rate of, the yen."""
    held = record.warehouse.observed([]).execute(
        "select distinct reporter, partner, period::int from observations join areas a on a.code = reporter "
        "join areas b on b.code = partner where measure = 'trade_value' and flow = 'X' and product = 'TOTAL' "
        "and length(period) = 4 and period between '2005' and '2022' and gone is null "
        "and a.kind in ('country', 'former') and b.kind in ('country', 'former') and unit <> 'JPY'"
    )
    rows = set(gravity[["reporter", "partner", "year"]].itertuples(index=False, name=None))
    missing = set(held.fetchall()) - rows
    assert not missing


@pytest.mark.parametrize("pair", [("KZ", "DE"), ("DE", "KZ"), ("US", "CN"), ("UZ", "TR"), ("AM", "IR")])
def test_a_number_is_the_default_reading(pair: tuple[str, str], gravity: pd.DataFrame, record) -> None:
    found = pd.DataFrame(hali.readings("exports", reporter=pair[0], partner=pair[1], record=record))
    found = found[(found["period"].str.len() == 4) & (found["product"] == "TOTAL") & (found["variant"] == "_Z")]
    chosen = found[found["default"]].set_index("period")
    codes = [found["reporter"].iloc[0], found["partner"].iloc[0]]
    mine = gravity[(gravity["reporter"] == codes[0]) & (gravity["partner"] == codes[1])]
    assert len(mine) > 0
    for row in mine.itertuples():
        default = chosen.loc[str(row.year)]
        assert row.exports_dataflow == default["dataflow"]
        same = found[
            (found["period"] == str(row.year)) & (found["dataflow"] == default["dataflow"]) & (found["unit"] == "USD")
        ]
        assert row.exports == pytest.approx(same.sort_values("known")["value"].iloc[-1], rel=1e-12)


def test_a_measure_of_one_area_stands_for_both_and_one_without_a_year_in_each(gravity: pd.DataFrame, record) -> None:
    gdp = pd.DataFrame(hali.readings("gdp", reporter="KZ", period=2019, record=record))
    usd = gdp[(gdp["unit"] == "USD") & (gdp["dataflow"] == "WB:WDI")]["value"].iloc[0]
    there = gravity[gravity["year"] == 2019]
    assert set(there[there["reporter"] == "KAZ"]["gdp_reporter"]) == {usd}
    assert set(there[there["partner"] == "KAZ"]["gdp_partner"]) == {usd}
    dyads = gravity.dropna(subset=["distance_capitals"]).groupby(["reporter", "partner"])["distance_capitals"]
    assert (dyads.nunique() == 1).all()
    both = gravity.dropna(subset=["distance_capitals"]).set_index(["reporter", "partner"])["distance_capitals"]
    both = both[~both.index.duplicated()]
    assert both["KAZ", "DEU"] == both["DEU", "KAZ"]


def test_what_is_not_held_is_null(gravity: pd.DataFrame) -> None:
    assert gravity["gdp_partner"].isna().any()
    assert not (gravity["gdp_partner"] == 0).any()
    assert (gravity["gdp_partner"].isna() == gravity["gdp_partner_origin"].isna()).all()


def test_every_number_names_its_publication(record) -> None:
    panel = hali.panel(GRAVITY, reporters="KZ", years=2021, record=record)
    cited = {one.origin.id for one in panel.citations}
    named = {id_ for name in panel.column_names if name.endswith("_origin") for id_ in panel[name].to_pylist() if id_}
    assert cited == named
    assert "panel of" in repr(panel)
    assert "<table" in panel._repr_html_()


def test_blocs_are_summed_where_they_are_named(record) -> None:
    panel = hali.panel("exports", reporters="KZ", partners=["EU", "CN"], years=2021, record=record).to_pandas()
    assert set(panel["partner"]) == {"EU27_2020", "CHN"}
    union = pd.DataFrame(hali.readings("exports", reporter="KZ", partner="EU", period=2021, record=record))
    default = union[union["default"]].iloc[0]
    assert panel.set_index("partner").loc["EU27_2020", "exports"] == pytest.approx(default["value"])


def test_another_currency_and_one_table(record) -> None:
    asked = {"reporters": "KZ", "partners": "CN", "years": 2021, "record": record}
    usd, eur = (hali.panel("exports", currency=one, **asked).to_pandas().iloc[0] for one in ("USD", "eur"))
    assert (usd["exports_unit"], eur["exports_unit"]) == ("USD", "EUR")
    rates = {
        (p, m, y): r
        for p, m, y, r in zip(
            *(record.warehouse.rates[0][c].to_pylist() for c in ("per", "money", "year", "rate")), strict=True
        )
    }
    assert eur["exports"] == pytest.approx(usd["exports"] * rates["USD", "EUR", 2021])
    dots = hali.panel("exports", dataflow="IMF:DOTS", years=2010, record=record).to_pandas()
    assert set(dots["exports_dataflow"]) == {"IMF:DOTS"}


def test_measures_of_one_area_make_a_panel_of_areas(record) -> None:
    panel = hali.panel(["gdp", "population"], years=[2019, 2020], record=record)
    assert panel.column_names[:3] == ["reporter", "year", "gdp"]
    assert not panel.to_pandas().duplicated(["reporter", "year"]).any()


def test_as_of_hides_what_was_published_later() -> None:
    before = hali.open_record(as_of="2023-01-01")
    panel = hali.panel("exports", reporters="KZ", record=before).to_pandas()
    assert panel["exports_vintage"].str[:4].astype(int).max() <= 2023
    assert panel["year"].max() <= 2022


@pytest.mark.parametrize(
    ("measures", "more", "error", "said"),
    [
        ([], {}, QuestionError, "name at least one measure"),
        ("exprots", {}, UnknownCode, "did you mean exports"),
        ("exports", {"years": "twenty"}, QuestionError, "whole numbers"),
        ("exports", {"years": [0]}, QuestionError, "between 1 and 9999"),
        ("exports", {"years": 1066}, NotInRecord, "nothing of exports"),
        ("exports", {"currency": "XYZ"}, UnknownCode, "EUR"),
        ("exports", {"dataflow": "IMF:DOT"}, UnknownCode, "IMF:DOTS"),
        ("exports", {"reporters": "Atlantis"}, UnknownCode, "unknown area"),
        ("trade_growth", {}, QuestionError, "derived from other readings"),
        ("remittances", {}, NotInRecord, "no figures of remittances yet"),
        (["distance", "gdp"], {}, QuestionError, "needs a measure of two areas by year"),
    ],
)
def test_wrong_panels(measures: object, more: dict, error: type[Exception], said: str, record) -> None:
    with pytest.raises(error, match=said) as caught:
        hali.panel(measures, **more, record=record)
    assert "\n" not in str(caught.value)
