"""`hali mirror`: both counts as the record has them, which side is missing, every format, refusals in one line."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from hali.briefs.mirror import counts, listing, margins, pages, reliability
from hali.errors import NotInRecord, QuestionError
from hali.languages import CODES
from hali.methods.mirror import BOTH
from hali.publish import write_html, write_text

PRINTED = {
    "ITA": (8.89, 1.40),
    "NLD": (4.38, 0.77),
    "DEU": (0.40, 4.31),
    "GRC": (1.32, 2.63),
    "FRA": (2.39, 2.41),
    "LTU": (0.36, 1.29),
    "POL": (0.39, 1.01),
}
"""Kazakhstan's exports and the members' imports of 2021, bn USD, as the compilation of the record lists them."""


def rows(view: counts.View) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(row["exporter"], row["importer"], row["period"]): row for row in listing.rows(view)}


def text(view: counts.View, lang: str = "en") -> str:
    return write_text.write(pages.compose(view, lang)).decode()


def hali(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "hali", "mirror", *words], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def union(record):
    return counts.view(record, "EU", "KAZ")


@pytest.fixture(scope="module")
def members(record):
    return counts.view(record, "EU", "KAZ", by="member", years=(2021, 2021))


def test_both_counts_of_the_union_and_kazakhstan(union) -> None:
    """Comext in euros, Kazakhstan in dollars: 12.598 and 17.548 bn EUR of imports, 5.911 and 5.487 of exports."""
    told = rows(union)
    for year, imports, exports in (("2020", 12.598, 5.911), ("2021", 17.548, 5.487)):
        one, other = told["KAZ", "EU27_2020", year], told["EU27_2020", "KAZ", year]
        assert one["m_published"] / 1e9 == pytest.approx(imports, abs=5e-4)
        assert other["x_published"] / 1e9 == pytest.approx(exports, abs=5e-4)
        assert (one["m_published_unit"], one["x_published_unit"]) == ("EUR", "USD")
    assert told["KAZ", "EU27_2020", "2021"]["x_value"] / 1e9 == pytest.approx(23.25, abs=5e-3)
    assert told["KAZ", "EU27_2020", "2021"]["m_value"] / 1e9 == pytest.approx(20.75, abs=5e-3)


def test_what_the_union_exports_beyond_what_kazakhstan_imports(record) -> None:
    """0.30, 0.40, 0.59, 0.83, 3.27 and 2.78 bn USD, 2018 to 2023, without a margin."""
    told = rows(counts.view(record, "EU", "KAZ", margin=0))
    gaps = [told["EU27_2020", "KAZ", str(year)]["unrecorded"] / 1e9 for year in range(2018, 2024)]
    assert gaps == pytest.approx([0.30, 0.40, 0.59, 0.83, 3.27, 2.78], abs=6e-3)


def test_who_counts_the_oil(members) -> None:
    told = rows(members)
    for member, (x, m) in PRINTED.items():
        row = told["KAZ", member, "2021"]
        assert (row["x_value"] / 1e9, row["m_value"] / 1e9) == pytest.approx((x, m), abs=6e-3)
    # the largest first, and what cancels inside the bloc is said
    way = members.directions[1]
    assert [row.importer for row in way.rows[:2]] == ["ITA", "NLD"]
    printed = text(members)
    assert "partly cancel: 13.360 billion USD not recorded by the importers, 9.466" in printed
    assert re.search(r"Italy +8\.889 +1\.400 ", printed)


def test_every_number_carries_what_it_is_made_of(union) -> None:
    row = rows(union)["KAZ", "EU27_2020", "2021"]
    x, m, c = row["x_value"], row["m_value"], row["margin"]
    assert c == 0.06
    assert row["unrecorded"] == pytest.approx(x * 1.06 - m)
    assert row["weight_x"] == pytest.approx(row["var_m"] / (row["var_x"] + row["var_m"]))
    assert row["reconciled"] == pytest.approx(x ** row["weight_x"] * (m / 1.06) ** (1 - row["weight_x"]))
    # oil booked to the first buyer: Kazakhstan's own count of where it goes weighs little
    assert row["weight_x"] < 0.2
    assert not row["scored_m"]


def test_a_missing_side_is_said_and_never_a_zero(record) -> None:
    for pair, absent in ((("USA", "CHN"), "China"), (("FRA", "DEU"), "Germany"), (("BRA", "CHN"), "China")):
        view = counts.view(record, *pair)
        assert f"This record holds no count of this flow by {absent}." in text(view)
        newest = [row for row in view.directions[0].rows if row.x][-1]
        assert newest.m is None
        told = rows(view)[(*pair, newest.period)]
        assert (told["m_value"], told["unrecorded"], told["state"]) == (None, None, "x_only")
    neither = text(counts.view(record, "KEN", "TZA"))
    assert "by Kenya and Tanzania." in neither
    assert "Not recorded by the importer" not in neither


def test_a_sum_without_some_members_is_compared_with_nothing(record) -> None:
    """Of the EU28 Comext has no United Kingdom in 2020: shown, marked, and no gap."""
    view = counts.view(record, "EU28", "KAZ", years=(2019, 2020))
    told = rows(view)
    assert told["EU28", "KAZ", "2019"]["state"] == "both"
    partial = told["EU28", "KAZ", "2020"]
    assert (partial["state"], partial["unrecorded"], partial["reconciled"]) == ("not_comparable", None, None)
    assert partial["x_value"] > 0
    assert "p: partial sum, members missing" in text(view)


def test_what_was_published_later_is_not_seen(record) -> None:
    from hali import api

    early = api.open_record(as_of="2023-06-01")
    told = rows(counts.view(early, "EU", "KAZ", years=(2021, 2021)))
    assert told["KAZ", "EU27_2020", "2021"]["x_vintage"] <= "2023-06-01"
    scores = reliability.of(early)
    assert scores is None or scores.cells < reliability.of(record).cells


def test_imports_at_customs_value_have_no_margin(record) -> None:
    view = counts.view(record, "CHN", "USA")
    way = view.directions[0]
    both = way.gaps.state == BOTH
    assert both.any()
    assert not way.gaps.margin[both].any()
    assert "United States counts imports at customs value" in text(view)


def test_products_services_and_investment(record) -> None:
    chapters = rows(counts.view(record, "EU", "KAZ", by="product", years=(2021, 2021), currency="EUR"))
    oil = chapters["KAZ", "EU27_2020", "2021"]
    assert (oil["product"], oil["x_value"]) == ("HS:27", None)
    assert oil["m_value"] / 1e9 == pytest.approx(15.832, abs=5e-4)
    services = counts.view(record, "USA", "CHN", kind="services")
    assert services.margin == 0
    assert "no count of this flow by China" in text(services)
    assert counts.view(record, "ITA", "KAZ", kind="investment").directions[0].rows


def test_the_scores_tell_ports_and_first_buyers_from_others(record) -> None:
    scores = reliability.of(record)
    assert scores is not None
    assert scores.converged
    assert scores.cells > 2000
    assert scores.exporter("DEU") < scores.exporter("NLD") < scores.exporter("KAZ")
    assert scores.exporter("nobody") == scores.pooled


@pytest.mark.parametrize("lang", CODES)
def test_every_language_says_not_recorded_and_never_why(members, lang) -> None:
    printed = text(members, lang)
    said = {
        "en": "not recorded by the importer",
        "de": "vom Einfuhrland nicht verzeichnet",
        "fr": "non enregistré par l'importateur",
        "ru": "не учтено импортёром",
        "kk": "импорттаушы есепке алмаған",
        "sw": "haikurekodiwa na mnunuzi",
        "tr": "kaydetmediği",
    }
    # the head of a column is broken into lines
    assert said[lang].split()[0].casefold() in printed.casefold()
    for word in ("evasion", "smuggl", "Schmuggel", "contreband", "контрабанд", "обход", "Umgehung", "magendo"):
        assert word not in printed
    page = write_html.write(pages.compose(members, lang)).decode()
    assert f'lang="{lang}"' in page
    assert "{" not in pages.compose(members, lang).title


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"currency": "KZT"}, QuestionError, "USD or EUR"),
        ({"margin": 7}, QuestionError, "0.06 stands for 6 %"),
        ({"margin": 0.1, "kind": "services"}, QuestionError, "is for goods"),
        ({"by": "member"}, QuestionError, "needs a bloc"),
        ({"years": (1950, 1950)}, NotInRecord, "in 1950"),
    ],
)
def test_what_cannot_be_compared_is_refused(record, asked, error, said) -> None:
    with pytest.raises(error, match=said):
        counts.view(record, "ITA", "KAZ", **asked)


def test_two_blocs_have_no_members_side_by_side(record) -> None:
    with pytest.raises(QuestionError, match="both sides are blocs"):
        counts.view(record, "EU", "ASEAN", by="member")


@pytest.mark.slow
def test_every_format_of_the_command(tmp_path) -> None:
    told = json.loads(hali("IT", "KZ", "--format", "json").stdout)
    assert told["assumptions"]["margin_model"] == "constant"
    read = list(csv.DictReader(io.StringIO(hali("IT", "KZ", "--format", "csv").stdout)))
    assert len(read) == len(told["rows"])
    assert tuple(read[0]) == listing.COLUMNS
    for ending, begin in (("html", b"<!"), ("svg", b"<svg"), ("png", b"\x89PNG")):
        file = tmp_path / f"gap.{ending}"
        done = hali("EU", "KZ", "--by", "member", "-o", str(file))
        assert done.returncode == 0, done.stderr
        assert file.read_bytes().startswith(begin)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [("KZ", "KZ"), ("KZ", "IT", "--years", "2023-2018"), ("KZ", "IT", "--format", "png"), ("KZ", "Nowhere")]
)
def test_bad_input_is_one_line(words) -> None:
    done = hali(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("hali: ")
    assert done.stderr.count("\n") == 1


def test_a_count_nobody_holds_is_said_missing_once(record) -> None:
    """Neither Kenya nor Tanzania counts goods here: one sentence a direction, and no column of dashes."""
    told = text(counts.view(record, "KEN", "TZA"))
    assert told.count("no count of this flow by Kenya and Tanzania") == 1
    assert told.count("no count of this flow") == 2
    assert "Count of Kenya" not in told
    one_side = text(counts.view(record, "BRA", "CHN")).partition("Goods, China →")[0]
    assert "Count of Brazil" in one_side
    assert "Count of China" not in one_side


def test_margins_of_a_regression_are_believed_only_where_they_are_steady(record, monkeypatch) -> None:
    """The totals of the record give none; planted ones, whose freight follows the distance, give theirs."""
    with pytest.raises(NotInRecord, match="give no margin"):
        counts.view(record, "ITA", "KAZ", margin="regression")
    way = margins.distances(record)
    codes = sorted({one for one, _ in way})[:90]
    pairs = [(one, other) for one in codes for other in codes if (one, other) in way]
    rng = np.random.default_rng(3)
    nearest = np.quantile([way[pair] for pair in pairs], margins.NEAREST)
    freight = {pair: 0.05 * np.log(way[pair] / nearest) for pair in pairs}
    sent = {(*pair, "2020"): float(np.exp(rng.normal(20, 1))) for pair in pairs}
    taken = {key: value * float(np.exp(freight[key[:2]] + rng.normal(0, 0.05))) for key, value in sent.items()}
    monkeypatch.setattr(reliability, "totals", lambda record: (sent, taken, set()))
    view = counts.view(record, "ITA", "KAZ", margin="regression")
    expected = np.expm1(0.05 * np.log(way["ITA", "KAZ"] / nearest))
    assert view.margin == pytest.approx(expected, abs=0.01)
    assert listing.document(view)["assumptions"]["margin_model"] == "regression"
    for lang in CODES:
        assert f"{len(pairs):,}"[:1] in text(view, lang)
    assert "estimated from" in text(view)


def test_a_margin_nobody_declares_and_words_that_are_none_are_refused(record) -> None:
    with pytest.raises(NotInRecord, match="none declares a margin"):
        counts.view(record, "ITA", "KAZ", margin="declared")
    with pytest.raises(QuestionError, match="constant, regression, declared"):
        counts.view(record, "ITA", "KAZ", margin="much")
    with pytest.raises(QuestionError, match="two countries"):
        counts.view(record, "EU", "KAZ", margin="regression")
