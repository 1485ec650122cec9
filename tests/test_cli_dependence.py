"""`hali dependence`: what the record says of two sides, a file of one's own, every format, refusals in one line."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hali
from hali.briefs.dependence import listing, pages, view
from hali.errors import HaliError, NotInRecord, QuestionError
from hali.languages import CODES
from hali.publish import write_html, write_text
from hali.record import readings as lookup

HEAD = "exporter,importer,product,year,value\n"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hali", "dependence", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def text(found: view.View, lang: str = "en") -> str:
    return write_text.write(pages.compose(found, lang)).decode()


@pytest.fixture(scope="module")
def pair(record) -> view.View:
    return view.of_record(record, "ITA", "KAZ")


@pytest.fixture(scope="module")
def union(record) -> view.View:
    return view.of_record(record, "EU", "KAZ")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three years of six-digit products: of 854231 only China exports, and Kazakhstan and Italy buy it."""
    rows = []
    for year in (2021, 2022, 2023):
        for product in ("010121", "270900", "854231"):
            for exporter in ("156", "380", "398", "276"):
                for importer in ("156", "380", "398", "276"):
                    alone = product == "854231" and exporter != "156"
                    if exporter != importer and not alone:
                        rows.append(f"{exporter},{importer},{product},{year},{10 + int(exporter) % 7}")
    made = tmp_path / "flows.csv"
    made.write_text(HEAD + "\n".join(rows) + "\n")
    return made


def test_shares_are_those_of_the_rows_themselves(record, pair) -> None:
    """Sums of the raw rows of BACI, taken without the code under test."""
    rows = lookup.standing(record, "CEPII:BACI").to_pylist()
    into = {row["reporter"]: row["value"] for row in rows if row["partner"] == "ITA"}
    out = {row["partner"]: row["value"] for row in rows if row["reporter"] == "KAZ"}
    part = next(part for part in pair.parts if part.level == "total")
    italy, kazakhstan = part.sides
    assert italy.supply.low == pytest.approx(into["KAZ"] / sum(into.values()))
    assert italy.suppliers.low == pytest.approx(sum(one**2 for one in into.values()) / sum(into.values()) ** 2)
    assert italy.supply.rank == 1 + sum(one > into["KAZ"] for one in into.values())
    assert kazakhstan.market.low == pytest.approx(out["ITA"] / sum(out.values()))


def test_a_bloc_is_one_area_and_its_own_trade_is_left_out(record, union) -> None:
    rows = lookup.standing(record, "CEPII:BACI").to_pylist()
    from datetime import date

    from hali.codelists import areas

    inside = areas.members("EU27_2020", date(2023, 12, 31))
    taken = [row for row in rows if row["partner"] in inside and row["reporter"] not in inside]
    own = sum(row["value"] for row in taken if row["reporter"] == "KAZ")
    part = next(part for part in union.parts if part.level == "total")
    assert part.sides[0].supply.low == pytest.approx(own / sum(row["value"] for row in taken))
    assert part.sides[0].imports == pytest.approx(sum(row["value"] for row in taken))
    assert "counts as one area" in text(union)


def test_the_record_says_at_what_detail_it_holds_goods(pair) -> None:
    told = text(pair)
    assert [part.level for part in pair.parts] == ["total", "industry"]
    assert "By industry, 2022" in told
    assert "need products of six digits" in told
    assert all(part.critical == ((), ()) for part in pair.parts)
    assert "estimates" in told  # the industries are a model's


@pytest.mark.parametrize("lang", CODES)
def test_every_language_has_all_words(pair, lang: str) -> None:
    told = text(pair, lang)
    assert not re.search(r"\{\w*\}|dependence_", told)
    assert b"<table" in write_html.write(pages.compose(pair, lang))


def test_a_table_without_a_side_is_named(record) -> None:
    told = view.of_record(record, "UZB", "KGZ")
    assert [source for source, _ in told.missing] == ["OECD:ICIO"]
    assert "OECD:ICIO does not hold both sides" in text(told)


def test_members_a_table_lacks_are_named(record) -> None:
    told = view.of_record(record, "EAEU", "EU")
    industries = next(part for part in told.parts if part.level == "industry")
    assert industries.trade.absent[0] == ("ARM", "KGZ")
    assert "without Armenia and Kyrgyzstan" in text(told)


def test_numbers_have_cards_with_formula_and_source(pair) -> None:
    document = pages.compose(pair, "en")
    hhi = [one for one in document.readings.values() if "sum of squared shares" in str(one["formula"])]
    assert hhi
    assert all(one["sources"] for one in hhi)


def test_rows_and_document_agree(pair) -> None:
    told = listing.document(pair)
    assert set(told["products"][0]) == set(listing.COLUMNS)
    share = told["tables"][0]["sides"][0]["supply"]["low"]
    total = next(row for row in told["products"] if row["level"] == "total" and row["side"] == "ITA")
    assert total["share"] == pytest.approx(share)
    json.dumps(told, allow_nan=False)


def test_a_file_at_full_detail_has_critical_products(record, file: Path) -> None:
    told = view.of_file(record, "ITA", "CHN", str(file))
    (part,) = told.parts
    assert (part.level, part.uncritical) == ("subheading", "")
    (cepii,) = part.critical[0]
    place = part.flows.products.index("854231")
    assert cepii.found.dependent[:, -1].tolist() == [n == place for n in range(3)]
    assert "854231" in text(told).partition("Critical products of Italy")[2]
    row = next(r for r in listing.rows(told) if r["side"] == "ITA" and r["product"] == "854231")
    assert (row["cepii"], row["cepii_years"], row["share"], row["hhi"]) == ("first", 3, 1.0, 1.0)


def test_codes_names_and_numbers_of_areas_are_one(record, file: Path, tmp_path: Path) -> None:
    """The same flows with ISO codes, in Parquet with BACI's columns and numbers, and counted by importers."""
    import duckdb

    wanted = listing.document(view.of_file(record, "ITA", "KAZ", str(file)))
    parquet = tmp_path / "baci.parquet"
    duckdb.sql(
        "select year::int as t, exporter::int as i, importer::int as j, product::int as k, value::double as v, 1 as q "
        f"from read_csv('{file}', all_varchar = true)"
    ).write_parquet(str(parquet))
    iso = {"156": "China", "380": "ITA", "398": "KZ", "276": "DEU"}
    named, turned = tmp_path / "named.csv", tmp_path / "turned.csv"
    with file.open() as lines:
        rows = list(csv.DictReader(lines))
    named.write_text(
        HEAD
        + "".join(f"{iso[r['exporter']]},{iso[r['importer']]},{r['product']},{r['year']},{r['value']}\n" for r in rows)
    )
    turned.write_text(
        "reporter,partner,flow,product,year,value\n"
        + "".join(f"{r['importer']},{r['exporter']},M,{r['product']},{r['year']},{r['value']}\n" for r in rows)
    )
    for other in (parquet, named, turned):
        found = listing.document(view.of_file(record, "ITA", "KAZ", str(other)))
        found["tables"][0]["table"] = wanted["tables"][0]["table"]
        for row, like in zip(found["products"], wanted["products"], strict=True):
            assert row | {"table": ""} == like | {"table": ""}
        assert found["tables"] == wanted["tables"]


def test_unspecified_partners_widen_a_share(record, file: Path) -> None:
    with file.open("a") as lines:
        lines.writelines(f'"Areas, nes",380,010121,{year},50\n' for year in (2021, 2022, 2023))
    told = view.of_file(record, "ITA", "KAZ", str(file))
    (part,) = told.parts
    assert part.trade.nobody == ("Areas, nes",)
    supply = part.sides[0].supply
    assert supply.high - supply.low == pytest.approx(50 / part.sides[0].imports)
    assert "Areas, nes" in text(told)
    assert "Between" in text(told)


def test_the_world_and_blocs_are_no_partners_beside_their_members(record, file: Path) -> None:
    before = listing.document(view.of_file(record, "ITA", "KAZ", str(file)))
    with file.open("a") as lines:
        for year in (2021, 2022, 2023):
            lines.write(f"World,380,010121,{year},500\n380,EU27_2020,010121,{year},500\n")
    assert listing.document(view.of_file(record, "ITA", "KAZ", str(file))) == before


def test_two_years_are_too_few_for_critical_products(record, file: Path) -> None:
    lines = [line for line in file.read_text().splitlines() if ",2021," not in line]
    file.write_text("\n".join(lines) + "\n")
    assert "need three consecutive years of both sides; here are 2022, 2023" in text(
        view.of_file(record, "ITA", "KAZ", str(file))
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("exporter,importer,product,year\n380,398,1,2023\n", "no column value or v"),
        (HEAD, "no row"),
        (HEAD + "380,398,270900,2023,-1\n", "value of zero or more"),
        (HEAD + "380,398,270900,2023,n/a\n", "value of zero or more"),
        (HEAD + "380,398,27,2023,1\n398,380,270900,2023,1\n", "counted twice"),
        (HEAD + "276,398,270900,2023,1\n", "ITA has no row"),
        (HEAD + "380,398,270900,2023,1\n", "no year of this table"),
        (
            "exporter,importer,product,year,value,vintage\n380,398,27,2023,1,2024-01\n380,398,27,2023,1,2025-01\n",
            "of 2023 there are several editions",
        ),
        (
            "reporter,partner,flow,product,year,value\n380,398,X,270900,2023,1\n398,380,M,270900,2023,1\n",
            "one count of a flow",
        ),
    ],
)
def test_files_that_cannot_be_used_are_refused(record, tmp_path: Path, content: str, said: str) -> None:
    made = tmp_path / "bad.csv"
    made.write_text(content)
    with pytest.raises(HaliError, match=re.escape(said)):
        view.of_file(record, "ITA", "KAZ", str(made))


def test_sides_that_share_members_and_economies_without_rows_are_refused(record) -> None:
    with pytest.raises(QuestionError, match="members in common"):
        view.of_record(record, "EU", "ITA")
    with pytest.raises(NotInRecord, match="--data"):
        view.of_record(record, "AND", "VAT")


def test_command_and_call(tmp_path: Path) -> None:
    written = tmp_path / "told.csv"
    assert run("IT", "KZ", "-o", str(written)).returncode == 0
    rows = list(csv.DictReader(io.StringIO(written.read_text())))
    assert {row["level"] for row in rows} == {"total", "industry"}
    assert "Concentration of suppliers" in run("IT", "KZ").stdout
    assert hali.dependence("IT", "KZ").title == "Italy and Kazakhstan: dependence on each other"
    for words, said in (
        (("IT", "XX"), "unknown area"),
        (("IT", "KZ", "--data", "absent.csv"), "no such file"),
        (("IT", "KZ", "--lang", "xx"), "unknown language"),
        (("IT", "KZ", "--format", "svg"), "svg"),
    ):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_complexity_and_openings_are_of_the_industries(pair) -> None:
    part = next(part for part in pair.parts if part.level == "industry")
    assert part.fit.complexity is not None
    assert np.nanmean(part.fit.complexity.eci) == pytest.approx(0, abs=1e-9)
    openings = part.sides[0].openings
    assert openings is not None
    supplied = dict(zip(part.sides[0].products.product.tolist(), part.sides[0].products.advantage, strict=True))
    assert all(supplied.get(int(place), 0.0) < 1 for place in openings.product)


def test_no_path_of_this_machine_is_printed(record, file: Path) -> None:
    told: Any = text(view.of_file(record, "ITA", "KAZ", str(file)))
    assert str(file.parent) not in told
    assert file.name in told
