"""Where `-o` writes: never over an input, over no file of another kind unasked, whole or not at all."""

from __future__ import annotations

import io
import os
import re
import sys
from enum import StrEnum
from pathlib import Path

import pytest

from hali import cli, terminal
from hali.cli_brief import BriefFormat
from hali.cli_check import CheckFormat
from hali.cli_readings import TableFormat
from hali.errors import QuestionError

TEXT = "In 2021 the EU accounted for almost 40 % of Kazakhstan's foreign trade.\n"


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path):
    """Runs `hali check` in this process, in a folder with one article; gives exit code and standard error."""
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text(TEXT, encoding="utf-8")

    def one(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["hali", "check", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        return int(stopped.value.code or 0), capfd.readouterr().err

    return one


def refused(done: tuple[int, str], *words: str) -> None:
    code, told = done
    assert code == 2, told
    [line] = told.strip().splitlines()
    assert line.startswith("hali: ")
    for word in words:
        assert word in line


@pytest.mark.parametrize("name", ["article.txt", "./x/../article.txt", "linked.txt", "hard.txt"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_an_input_is_never_written_over(check, name: str, force: tuple[str, ...]) -> None:
    Path("x").mkdir()
    Path("linked.txt").symlink_to("article.txt")
    os.link("article.txt", "hard.txt")
    refused(check("article.txt", "-o", name, *force), name, "input", "-o")
    assert Path("article.txt").read_text(encoding="utf-8") == TEXT
    assert Path("linked.txt").is_symlink()


def test_the_file_of_corrections_is_an_input(check) -> None:
    Path("said.txt").write_text("c1.period=2021\n", encoding="utf-8")
    refused(check("article.txt", "--corrections", "said.txt", "-o", "said.txt"), "said.txt", "input")


def test_one_of_many_articles_is_an_input(check) -> None:
    Path("a").mkdir()
    Path("a/b.txt").write_text(TEXT, encoding="utf-8")
    refused(check("a", "article.txt", "-o", "a/b.txt"), "a/b.txt", "input")
    assert Path("a/b.txt").read_text(encoding="utf-8") == TEXT


def test_a_page_in_a_folder_never_takes_the_place_of_an_article(tmp_path: Path) -> None:
    article = tmp_path / "index.html"
    article.write_text("an article", encoding="utf-8")
    with pytest.raises(QuestionError, match="input"):
        terminal.keep(str(tmp_path), "index.html", b"new", [str(article)])
    assert article.read_text(encoding="utf-8") == "an article"


@pytest.mark.parametrize(
    ("name", "content"), [("notes.log", b"PK\x03\x04"), ("notes.txt", b"%PDF-1.7"), ("script.py", b"print(1)\n")]
)
def test_a_file_of_another_kind_stays(check, name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    refused(check("article.txt", "--format", "text", "-o", name), name, "text", "--force", "-o")
    assert Path(name).read_bytes() == content
    assert check("article.txt", "--format", "text", "-o", name, "--force")[0] == 0
    assert Path(name).read_bytes() != content


@pytest.mark.parametrize(
    ("format", "name"), [("text", "out.txt"), ("text", "out"), ("csv", "o.CSV"), ("json", "o.json"), ("html", "o.htm")]
)
def test_an_earlier_output_or_an_empty_file_is_replaced(check, format: str, name: str) -> None:
    Path(name).touch(mode=0o640)
    first = check("article.txt", "--format", format, "-o", name)
    assert first[0] == 0, first[1]
    written = Path(name).read_bytes()
    assert check("article.txt", "--format", format, "-o", name)[0] == 0
    assert Path(name).read_bytes() == written
    assert Path(name).stat().st_mode & 0o777 == 0o640


def test_somebody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    notes = tmp_path / "notes.docx"
    notes.write_bytes(b"PK\x03\x04")
    for answer, kept in (("n\n", True), ("y\n", False)):
        monkeypatch.setattr(sys, "stdin", Terminal(answer))
        monkeypatch.setattr(sys, "stderr", Terminal())
        if kept:
            with pytest.raises(QuestionError, match="left as it is"):
                terminal.require_free(str(notes), "text")
        else:
            terminal.require_free(str(notes), "text")


def test_a_link_is_followed(check) -> None:
    Path("real.txt").touch()
    Path("out.txt").symlink_to("real.txt")
    assert check("article.txt", "-o", "out.txt")[0] == 0
    assert Path("out.txt").is_symlink()
    assert Path("real.txt").stat().st_size


@pytest.mark.parametrize("place", ["article.txt/x.html", "nowhere/x.html", "n" * 300 + ".html"])
def test_a_place_that_is_none_is_one_line(check, place: str) -> None:
    refused(check("article.txt", "--format", "html", "-o", place), place, "cannot be written", "-o")
    assert sorted(one.name for one in Path().iterdir()) == ["article.txt"]


def test_what_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    out = tmp_path / "out.txt"
    out.write_text("before", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(QuestionError, match="cannot be written"):
            terminal.deliver(b"x" * 100_000, str(out))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert out.read_text(encoding="utf-8") == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.txt"]


def test_figures_stand_together_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "b-figures"
    terminal.keep_together(str(folder), {"a.svg": b"1", "b.svg": b"2"}, ".svg", False)
    terminal.keep_together(str(folder), {"a.svg": b"3"}, ".svg", False)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == {"a.svg": b"3"}
    (folder / "mine.txt").write_text("notes", encoding="utf-8")
    with pytest.raises(QuestionError, match="--force"):
        terminal.keep_together(str(folder), {"a.svg": b"4"}, ".svg", False)
    assert (folder / "mine.txt").is_file()
    terminal.keep_together(str(folder), {}, ".svg", True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("output", "given", "expected"),
    [
        ("x.pdf", None, BriefFormat.pdf),
        ("some.folder/X.DOCX", None, BriefFormat.docx),
        ("x.markdown", None, BriefFormat.md),
        ("x.html", BriefFormat.html, BriefFormat.html),
        ("brief", None, BriefFormat.html),
        ("brief.2026", BriefFormat.json, BriefFormat.json),
        ("", None, BriefFormat.html),
        (terminal.STANDARD, None, BriefFormat.html),
        ("x.jsonl", None, BriefFormat.json),
        ("x.html", None, CheckFormat.html),
        ("x.txt", None, CheckFormat.text),
        ("x.json", CheckFormat.claimreview, CheckFormat.claimreview),
        ("x.csv", None, TableFormat.csv),
        ("x.csv", TableFormat.sdmx_csv, TableFormat.sdmx_csv),
        ("x.parquet", None, TableFormat.parquet),
    ],
)
def test_the_ending_says_the_format(output: str, given: StrEnum | None, expected: StrEnum) -> None:
    assert terminal.format_of("brief", output, given, next(iter(type(expected)))) is expected


@pytest.mark.parametrize(
    ("output", "given", "kind", "told"),
    [
        ("x.pdf", BriefFormat.html, BriefFormat, "x.pdf is the name of a pdf file; leave --format html out"),
        ("x.xlsx", None, BriefFormat, "no .xlsx file is written here; accepted are html, pdf, docx, md, json"),
        ("x.odt", None, BriefFormat, "no .odt file is written here; accepted are html, pdf, docx, md, json"),
        ("x.pdf", None, CheckFormat, "no .pdf file is written here; accepted are text, html"),
        ("x.json", CheckFormat.csv, CheckFormat, "x.json is the name of a json file"),
    ],
)
def test_an_ending_of_another_format_is_one_line(
    output: str, given: StrEnum | None, kind: type[StrEnum], told: str
) -> None:
    with pytest.raises(QuestionError, match=re.escape(told)):
        terminal.format_of("brief", output, given, next(iter(kind)))
