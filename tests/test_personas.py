"""Three people, from the README to a result, as whole processes: each step prints or writes what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


class Desk:
    """A folder somebody works in, with hali on the path and a data folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "HALI_DATA": str(folder / "data"), "HALI_SETTINGS": str(folder / "my.toml")}
        self.environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))

    def run(self, *words: str, stdin: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            words, input=stdin, capture_output=True, text=True, check=False, cwd=self.folder, env=self.environment
        )
        assert done.returncode == code, (words, done.stderr)
        assert "Traceback" not in done.stderr
        return done

    def hali(self, *words: str, stdin: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        return self.run("hali", *words, stdin=stdin, code=code)

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_desk_officer_prepares_a_visit(desk: Desk) -> None:
    assert desk.hali("--version").stdout.startswith("hali ")
    assert "hali brief EU Kazakhstan" in desk.hali("brief", "-h").stdout
    assert "wrote sheet.pdf" in desk.hali("brief", "EU", "KZ", "--short", "-o", "sheet.pdf").stderr
    assert desk.read("sheet.pdf").startswith(b"%PDF")
    # she writes Swahili, and Word
    (desk.folder / "my.toml").write_text('language = "sw"\n[format]\nbrief = "docx"\n')
    assert "wrote hali-eu-kaz-sw.docx" in desk.hali("brief", "Umoja wa Ulaya", "Kazakhstan").stderr
    assert desk.read("hali-eu-kaz-sw.docx").startswith(b"PK")
    document = json.loads(desk.hali("brief", "EU", "KZ", "--lang", "en", "--format", "json").stdout)
    assert document["language"] == "en"
    newest = [one for one in document["lead"]["key_numbers"]]
    assert newest
    # the number she is asked about, down to its cells
    listed = desk.hali("readings", "partner_share_trade", "--reporter", "KZ", "--partner", "EU", "--period", "2024")
    reading = re.search(r"^([0-9a-f]{32}) .* EU27_2020 ", listed.stdout, re.MULTILINE)
    assert reading is not None
    told = desk.hali("explain", reading[1], "--lang", "en").stdout
    assert "formula" in told
    assert "origin" in told
    assert re.search(r"^" + reading[1] + r"  34\.", told)
    # a name nobody knows
    wrong = desk.hali("brief", "EU", "Kazakstan Republik", code=2)
    assert "unknown area" in wrong.stderr


def test_a_fact_checker_at_her_deadline(desk: Desk) -> None:
    sentence = "In 2021 the EU accounted for 45 % of Kazakhstan's foreign trade."
    told = desk.hali("check", sentence).stdout
    assert re.search(r"^c1 “45 %” Not reproduced: 28\.4", told, re.MULTILINE)
    article = ROOT / "examples" / "trade_en.txt"
    (desk.folder / "article.txt").write_bytes(article.read_bytes())
    report = desk.hali("check", "article.txt").stdout
    first, last = report.splitlines()[0], report.splitlines()[-1]
    assert "Not reproduced" in first
    # the last line does it again
    assert last.startswith("$ hali check article.txt")
    assert desk.run(*last[2:].split()).stdout == report
    claim = first.split()[0]
    again = desk.hali("check", "article.txt", "--set", f"{claim}.mood=forecast").stdout
    assert not again.startswith(f"{claim} ")
    assert desk.hali("check", "article.txt", "--fail-on", "NOT_REPRODUCED", code=1).stdout == report
    desk.hali("check", "article.txt", "-o", "checked.html")
    assert b"<mark" in desk.read("checked.html")
    # from the clipboard, in another language
    pasted = desk.hali("check", "--paste", stdin="Im Jahr 2021 entfielen 45 % des Außenhandels Kasachstans auf die EU.")
    assert "28,4" in pasted.stdout
    # a folder of articles
    (desk.folder / "articles").mkdir()
    for number in range(3):
        (desk.folder / "articles" / f"{number}.txt").write_text(f"{sentence} It was {number}.", encoding="utf-8")
    desk.hali("check", "articles", "-o", "findings.csv")
    assert desk.read("findings.csv").decode("utf-8-sig").count("NOT_REPRODUCED") == 3
    assert "cannot be read" in desk.hali("check", "missing.txt", code=2).stderr


def test_a_researcher_in_a_notebook(desk: Desk) -> None:
    found = desk.hali("measures", "vote", "--format", "csv").stdout
    assert "un_vote_agreement" in found
    desk.hali("readings", "exports,imports", "--reporter", "KZ,UZ", "--partner", "EU", "--start", "2018", "-o", "x.csv")
    assert desk.read("x.csv").startswith(b"reading,measure,reporter,partner,")
    desk.hali("readings", "exports", "--reporter", "KZ", "--partner", "EU", "-o", "x.parquet")
    empty = desk.hali("readings", "exports", "--reporter", "KZ", "--partner", "EU", "--period", "1950")
    assert "nothing for this period; there are readings for" in empty.stderr
    script = "\n".join(
        re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "tutorial" / "researcher.md").read_text("utf-8"), re.DOTALL)
    )
    (desk.folder / "tutorial.py").write_text(script, encoding="utf-8")
    told = desk.run(sys.executable, "tutorial.py").stdout
    assert re.search(r"^<panel of [\d,]+ rows", told, re.MULTILINE)
    # the textbook: incomes near one, distance near minus one
    slopes = dict(re.findall(r"^(gdp_reporter|gdp_partner|distance_capitals) +(-?\d\.\d\d)$", told, re.MULTILINE))
    assert 0.7 < float(slopes["gdp_reporter"]) < 1.3
    assert 0.7 < float(slopes["gdp_partner"]) < 1.3
    assert -1.4 < float(slopes["distance_capitals"]) < -0.7
    assert re.search(r"^record [0-9a-f]{12}$", told, re.MULTILINE)
