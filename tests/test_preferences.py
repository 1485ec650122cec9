"""The settings file, and colours: what a person wants without saying it each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hali import preferences, terminal
from hali.checking.output import text
from hali.cli_brief import BriefFormat
from hali.cli_readings import TableFormat
from hali.errors import QuestionError
from hali.record.store import data_folder


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def write(content: str) -> Path:
        path = tmp_path / "settings.toml"
        path.write_text(content, encoding="utf-8")
        monkeypatch.setenv("HALI_SETTINGS", str(path))
        return path

    return write


def test_none_is_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALI_SETTINGS", str(tmp_path / "none.toml"))
    assert preferences.preferences() == preferences.Preferences()
    assert terminal.placed("brief.html") == "brief.html"


def test_it_says_language_folder_and_formats(written, tmp_path: Path) -> None:
    written(f'language = "sw"\nfolder = "{tmp_path.as_posix()}"\n[format]\nbrief = "pdf"\nreadings = "csv"\n')
    told = preferences.preferences()
    assert (told.language, told.format) == ("sw", {"brief": "pdf", "readings": "csv"})
    assert Path(terminal.placed("brief.html")) == tmp_path / "brief.html"
    assert terminal.format_of("brief", "-", None, BriefFormat.html) is BriefFormat.pdf
    assert terminal.format_of("readings", "-", None, TableFormat.table) is TableFormat.csv


def test_what_is_said_goes_before_it(written) -> None:
    written('[format]\nbrief = "pdf"\n')
    assert terminal.format_of("brief", "-", BriefFormat.md, BriefFormat.html) is BriefFormat.md
    assert terminal.format_of("brief", "a.docx", None, BriefFormat.html) is BriefFormat.docx


def test_the_data_folder_goes_after_the_environment(written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(f'data = "{tmp_path.as_posix()}"\n')
    monkeypatch.setenv("HALI_DATA", "/somewhere")
    assert data_folder() == Path("/somewhere")
    monkeypatch.delenv("HALI_DATA")
    assert data_folder() == tmp_path


def test_a_change_is_seen(written) -> None:
    path = written('language = "sw"\n')
    assert preferences.preferences().language == "sw"
    path.write_text('language = "kk"\n')
    assert preferences.preferences().language == "kk"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("language = sw", "is no TOML"),
        ('lang = "sw"', "says 'lang'; accepted are language, data, folder, format"),
        ("language = 7", "language is a text, not 7"),
        ('format = "pdf"', "format is a table"),
        ('[format]\nserve = "pdf"', "a format of 'serve'; accepted are brief, check, readings"),
        ("[format]\nbrief = 1", "format.brief is a text"),
    ],
)
def test_what_nobody_knows_is_one_line(content: str, said: str, written) -> None:
    written(content)
    with pytest.raises(QuestionError) as caught:
        preferences.preferences()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('language = "xx"', "no language 'xx'; accepted are en, sw, kk, ru, fr, de"),
        ('[format]\nbrief = "odt"', "hali brief writes no 'odt'; accepted are html, pdf, docx, md, json"),
    ],
)
def test_the_command_line_names_the_file(content: str, said: str, written, tmp_path: Path) -> None:
    path = written(content)
    done = subprocess.run(
        [sys.executable, "-m", "hali", "brief", "EU", "KZ"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    shown = subprocess.run([sys.executable, "-m", "hali", "--version"], capture_output=True, text=True, check=False)
    assert shown.returncode == 0


def test_the_language_is_that_of_lists_and_reports(written) -> None:
    written('language = "de"')
    command = [sys.executable, "-m", "hali", "areas", "Kazakhstan", "--format", "csv"]
    assert "Kasachstan" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    over = [*command, "--lang", "fr"]
    assert "Kasachstan" not in subprocess.run(over, capture_output=True, text=True, check=True).stdout


def test_colours_are_for_terminals_that_show_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert terminal.coloured("-")
    assert not terminal.coloured("findings.txt")
    monkeypatch.setenv("TERM", "dumb")
    assert not terminal.coloured("-")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not terminal.coloured("-")


def test_a_coloured_report_says_the_same(record) -> None:
    import re

    import hali

    checked = hali.check("The EU made up 29.5 % of Kazakhstan's trade in 2022.", record=record)
    plain, coloured = text.to_text(checked), text.to_text(checked, colours=True)
    assert "\x1b" not in plain
    assert "\x1b[32m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
