"""A measure that is a plain published series is one entry and its words, and stands in record, check, brief, docs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ENTRY = """
[arable_land]
unit = "percent"
relation = "level"
lag_months = 18
axes = ["area", "period", "vintage"]
default = "share of the land area"
note = "pasture is another measure"
definition = "land under crops or lying fallow, as a share of the land area"
indicator = "environment.level"
[arable_land.check]
side = "area"
[arable_land.brief]
section = "sdg"
place = 35
use = "listed"
"""

WORDS = {
    "en": ("arable land as a share of land", "arable land"),
    "sw": ("ardhi ya kilimo kama sehemu ya ardhi yote", "ardhi inayolimwa"),
    "kk": ("егістік жердің үлесі", "егістік жер"),
    "ru": ("доля пахотных земель", "пахотные земли"),
    "fr": ("part des terres arables", "terres arables"),
    "de": ("Anteil des Ackerlands an der Landfläche", "ackerbaulich genutzte Fläche"),
}

TABLE = """period,reporter,arable_land
2021,KAZ,10.9
2022,KAZ,11.1
2023,KAZ,11.4
2023,UZB,9.2
"""

DECLARED = """
[[table]]
file = "land.csv"
set = { dataflow = "WB:WDI", status = "A", vintage = "2026-07-01", origin = "WB_WDI" }
[table.columns]
arable_land = { measure = "arable_land", unit = "PCT" }
"""

USED = """
import importlib.util, json, pathlib, sys
import hali
from hali.publish import write_markdown
from hali.pillars import plan
from hali.record import seed

assert hali.__file__.startswith(sys.argv[1]), hali.__file__
# as tools/seed.py and tools/compile_plan.py do
seed.write(seed.folder())
for name, sql in zip((plan.COMPILED, plan.ALONE), plan.compiled(), strict=True):
    (pathlib.Path(plan.__file__).parent / name).write_text(plan.dump(sql), encoding="utf-8")
record = hali.open_record()
spec = importlib.util.spec_from_file_location("docs_generate", sys.argv[2])
pages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pages)
claim = "In 2023 arable land made up 11.4% of the territory of Kazakhstan."
# further off than a factor of three it would be taken for a figure of something else
wrong = "In 2023 arable land made up 23.2% of the territory of Kazakhstan."
print(json.dumps({
    "readings": hali.readings("arable_land", reporter="KAZ")["value"].to_pylist(),
    "codes": [f.code for text in (claim, wrong) for f in hali.check(text, record=record).findings],
    "briefs": [write_markdown.write(hali.brief("EU", "KAZ", lang=i, record=record)).decode() for i in ("en", "de")],
    "measures": pages.measures_page(),
    "indicators": pages.indicators(),
}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a copy of the package with one more entry and a small table says; its other tables are left out."""
    folder = tmp_path_factory.mktemp("one_entry")
    package = folder / "hali"
    shutil.copytree(ROOT / "src" / "hali", package, ignore=shutil.ignore_patterns("__pycache__"))
    with (package / "codelists" / "data" / "measures" / "sdg.toml").open("a", encoding="utf-8") as entries:
        entries.write(ENTRY)
    for lang, (name, alias) in WORDS.items():
        with (package / "languages" / lang / "measures.toml").open("a", encoding="utf-8") as words:
            words.write(f'[arable_land]\nname = "{name}"\naliases = ["{alias}"]\n')
    embedded = package / "record" / "embedded"
    (embedded / "tables" / "land.csv").write_text(TABLE)
    declared = (embedded / "dataflows.toml").read_text(encoding="utf-8")
    rates = declared[
        declared.index('[[table]]\nfile = "rates_per_euro.csv"') : declared.index('[[table]]\nfile = "dist')
    ]
    flows = declared[: declared.index("[[table]]\n")]
    (embedded / "dataflows.toml").write_text(flows + rates + DECLARED, encoding="utf-8")
    votes = (embedded / "votes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (embedded / "votes.csv").write_text("".join(votes[:5]), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(folder), "HALI_DATA": str(folder / "data"), "HALI_OFFLINE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", USED, str(folder), str(ROOT / "docs" / "generate.py")],
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout)


@pytest.mark.slow
def test_it_is_a_reading(seen):
    assert sorted(seen["readings"]) == [10.9, 11.1, 11.4]


@pytest.mark.slow
def test_a_claim_about_it_is_checked(seen):
    assert seen["codes"] == ["REPRODUCED", "NOT_REPRODUCED"]


@pytest.mark.slow
def test_the_brief_lists_it(seen):
    english, german = seen["briefs"]
    (row,) = [line for line in english.splitlines() if "Arable land as a share of land" in line]
    assert "11.4" in row
    assert "2023" in row
    assert any("Anteil des Ackerlands an der Landfläche" in line and "11,4" in line for line in german.splitlines())


@pytest.mark.slow
def test_the_reference_lists_it(seen):
    assert "| `arable_land` | sdg | percent | level | 18 |" in seen["measures"]
    (section,) = [line for line in seen["indicators"].splitlines() if line.startswith("Section 11, `sdg`")]
    assert "`life_expectancy`, `arable_land`, `broadband_subscriptions_per_100`" in section
    (indicator,) = [line for line in seen["indicators"].splitlines() if line.startswith("| `environment.level`")]
    assert "`arable_land`" in indicator
