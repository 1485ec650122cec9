"""Every language of CODES is complete; what one lacks is said line by line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from hali import cli_lists
from hali.errors import UnknownCode
from hali.languages import BASIC, CODES, folder, language
from hali.languages.completeness import covers, gaps
from hali.languages.declared import Traits

ROOT = Path(__file__).parents[2] / "src" / "hali" / "languages"


@pytest.mark.parametrize("lang", CODES)
def test_a_full_language_lacks_nothing(lang):
    assert list(gaps(lang)) == []


def test_every_folder_is_a_language_of_a_level_and_its_order_is_its_own():
    assert sorted(CODES + BASIC) == sorted(path.name for path in ROOT.iterdir() if (path / "language.toml").is_file())
    assert len({language(code).order for code in CODES + BASIC}) == len(CODES + BASIC)
    assert language("kk").traits.units_after_ten
    assert language("pl").traits == Traits()


def test_every_file_of_a_folder_is_one_that_is_read():
    named = {folder.DECLARED, *folder.ONLY_SOME, *folder.READ, *folder.WRITTEN}
    for lang in CODES + BASIC:
        held = {path.relative_to(ROOT / lang).as_posix() for path in (ROOT / lang).rglob("*") if path.is_file()}
        assert held <= named, lang


@pytest.fixture
def worse(tmp_path, monkeypatch):
    """A copy of Swahili with gaps of every kind, read as the language `sw`."""
    shutil.copytree(ROOT / "sw", tmp_path / "sw")
    shutil.copytree(ROOT / "en", tmp_path / "en")
    changes = {
        "measures.toml": ("[gdp_growth]\nname", "[gdp_growth]\nnome"),
        "areas.csv": ("nchini Aruba", ""),
        "products.csv": ("HS:01,", "HS:0I,"),
        "web/frame.toml": ("{names}", "{nomes}"),
        "language.toml": ('level = "full"', 'level = "basic"'),
    }
    for name, (old, new) in changes.items():
        text = (tmp_path / "sw" / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "sw" / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "sw" / "places.csv").unlink()
    (tmp_path / "sw" / "elements.toml").write_text("gdp = [", encoding="utf-8")
    (tmp_path / "sw" / "organisations.csv").write_text("id;name\nORG:ECO;Shirika\n", encoding="utf-8")
    (tmp_path / "sw" / "area_aliases.csv").write_bytes("concept,kind\nEU,\u00e7".encode("latin-1"))
    marked = "\ufeff" + (tmp_path / "sw" / "web" / "api.toml").read_text(encoding="utf-8")
    (tmp_path / "sw" / "web" / "api.toml").write_text(marked, encoding="utf-8")
    monkeypatch.setattr(folder.resources, "files", lambda package: tmp_path)
    language.cache_clear()
    yield list(gaps("sw"))
    monkeypatch.undo()
    language.cache_clear()


def test_each_gap_is_a_line(worse):
    assert worse[0] == 'language.toml: level is "basic"; set it to "full" when nothing else is listed here'
    assert set(worse[1:]) == {
        "measures.toml: gdp_growth.name is missing",
        "measures.toml: gdp_growth.nome is not known",
        "areas.csv: ABW has no in",
        "products.csv: no row HS:01",
        "web/frame.toml: ignored has the slots {nomes}, not {names}",
        "places.csv: no such file",
        "area_aliases.csv: not in UTF-8; save it as CSV UTF-8",
        "organisations.csv: no column id; the first line names the columns, with commas between them",
        "elements.toml: Invalid value (at end of document)",
    }


def test_a_slip_in_a_declaration_is_a_line_and_stops_no_other_language(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "sw", tmp_path / "sw")
    shutil.copytree(ROOT / "en", tmp_path / "en")
    text = (tmp_path / "sw" / "language.toml").read_text(encoding="utf-8")
    (tmp_path / "sw" / "language.toml").write_text(text.replace("unit_first", "unit_frist"), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", SLIP, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == [
        ["en"],
        ["language.toml: traits.unit_frist is not known; known is unit_first"],
    ]


SLIP = """
import importlib.resources, json, pathlib, sys
files = importlib.resources.files
importlib.resources.files = lambda of: pathlib.Path(sys.argv[1]) if of == "hali.languages" else files(of)
from hali.languages import CODES
from hali.languages.completeness import gaps
print(json.dumps([CODES, list(gaps("sw"))]))
"""


def test_the_command_says_what_is_lacking_and_ends_with_one(capsys):
    with pytest.raises(typer.Exit) as ended:
        cli_lists.languages(check="pl")
    assert ended.value.exit_code == 1
    lines = capsys.readouterr().out.splitlines()
    assert "writing.toml: no such file" in lines
    cli_lists.languages(check="kk")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "hali: kk lacks nothing\n")
    with pytest.raises(UnknownCode, match="language"):
        cli_lists.languages(check="xx")


def test_what_a_language_covers():
    russian, polish = covers("ru"), covers("pl")
    assert russian["measure_names"] == covers("en")["measure_names"] > 200
    assert russian["gaps"] == 0
    assert (polish["level"], polish["sentences"], polish["area_forms"]) == ("basic", 0, 0)
    assert polish["number_words"] > 0
