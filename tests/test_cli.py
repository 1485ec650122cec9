"""The command line: right questions are answered on standard output, wrong ones in one line with exit code 2."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from lxml import html
from tests.record.test_vintages import FLAGS, draft
from tests.replay.fake import row

from hali import api, cli
from hali.model.dataflow import Dataflow
from hali.model.source import VOTE, table
from hali.record.vintages import Store

ROOT = Path(__file__).parents[1]
TRADE = str(ROOT / "examples" / "trade_en.txt")
FALSE = "In 2021 the EU accounted for 45 % of Kazakhstan's foreign trade.\n"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


class Run:
    """Runs one command in this process, as `hali ARGUMENTS`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capfd = capfd

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Done:
        self.monkeypatch.setattr(sys, "argv", ["hali", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self.capfd.readouterr()
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = self.capfd.readouterr()
        assert "Traceback" not in out + err
        return Done(int(stopped.value.code or 0), out, err)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return Run(monkeypatch, capfd)


def refused(done: Done, *words: str) -> None:
    """Exit code 2, nothing on standard output, one line on standard error that holds `words`."""
    assert done.code == 2, done.err
    assert done.out == ""
    lines = done.err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("hali: ")
    for word in words:
        assert word in lines[0]


def test_help_lists_every_command(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    for command in cli.app.registered_commands:
        assert command.callback is not None
        assert command.callback.__name__ in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("brief", "EU"),
        ("check",),
        ("check", TRADE, "--format", "exe"),
        ("record", "build", "--engine", "dask"),
    ],
)
def test_wrong_usage_is_exit_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("brief", "EU", "XX"), ("unknown area", "XX")),
        (("brief", "EU", "EU"), ("two different areas",)),
        (("brief", "EU", "KZ", "--lang", "tlh"), ("unknown language", "tlh", "sw")),
        (("brief", "EU", "KZ", "--as-of", "yesterday"), ("not a date", "YYYY-MM-DD")),
        (("check", "missing.txt"), ("missing.txt", "cannot be read")),
        (("check", ".", "--format", "html"), ("several articles", "-o")),
        (("check", TRADE, "--format", "claimreview"), ("--reviewer",)),
        (("check", TRADE, "--reviewer", "The Desk"), ("--format claimreview",)),
        (("check", TRADE, "--master", "local"), ("--engine spark",)),
        (("record", "build", "--master", "local"), ("--engine spark",)),
        (("record", "verify", "--engine", "spark"), ("hali record build",)),
        (("check", ".", "--format", "json"), ("folder without articles", ".txt")),
        (("check", TRADE, "--fail-on", "WRONG"), ("unknown finding WRONG", "NOT_REPRODUCED")),
        (("check", TRADE, "--lang", "xx"), ("unknown language", "xx")),
        (("check", TRADE, "--set", "c1.colour=red"), ("no slot 'colour'", "period")),
        (("check", TRADE, "--set", "c99.period=2020"), ("no claim c99", "c1")),
        (("check", TRADE, "--corrections", "missing.txt"), ("missing.txt", "cannot be read")),
        (("check", ".", "--set", "c1.period=2020"), ("one article",)),
        (("check", TRADE, "--pair", "EU", "Nowhereland"), ("unknown area", "Nowhereland")),
        (("check", TRADE, "--published", "2022-13-01"), ("not a date",)),
        (("readings", "trade_tota"), ("unknown measure", "trade_total")),
        (("readings", "--reporter", "Nowhereland"), ("unknown area",)),
        (("readings", "trade_balance", "--reporter", "KZ", "--format", "parquet"), ("-o",)),
        (("explain", "000000000000"), ("no reading", "hali readings")),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("record")
def test_wrong_question_is_one_clear_line(run: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    refused(run(*arguments), *words)


@pytest.mark.usefixtures("record")
def test_binary_file_is_refused(run: Run) -> None:
    Path("picture.txt").write_bytes(bytes(range(256)) * 40)
    refused(run("check", "picture.txt"), "picture.txt")


@pytest.mark.usefixtures("record")
def test_unreadable_json_line_is_refused(run: Run) -> None:
    refused(run("quantities", "-", stdin=b'{"id": 1, "text": \n'), "line 1")


@pytest.mark.usefixtures("record")
def test_empty_text_is_refused(run: Run) -> None:
    refused(run("check", "-"), "empty")


@pytest.mark.usefixtures("record")
def test_text_without_a_number_makes_no_claims(run: Run) -> None:
    done = run("check", "-", "--format", "json", stdin=b"Asubuhi njema kutoka Astana.")
    assert done.code == 0
    assert json.loads(done.out)["claims"] == []


@pytest.mark.usefixtures("record")
def test_a_corrections_file_and_options_are_held_by_the_command(run: Run) -> None:
    Path("mine.txt").write_text("# what was meant\nc1.period = 2023\n", encoding="utf-8")
    Path("text.txt").write_text("In 2021 the EU had 29.6 % of Kazakhstan's foreign trade.", encoding="utf-8")
    done = run("check", "text.txt", "--corrections", "mine.txt", "--set", "c1.reporter=KZ", "--verbose", "--trace")
    assert done.code == 0
    command = done.out.splitlines()[-1]
    assert "text.txt --set c1.period=2023 --set c1.reporter=KZ --verbose --trace" in command
    assert "c1 “29.6 %” Reproduced" in done.out
    again = run(*shlex.split(command)[2:])
    assert again.out == done.out


@pytest.mark.slow
@pytest.mark.usefixtures("record")
def test_text_of_20_megabytes_is_refused_or_checked(run: Run) -> None:
    Path("long.txt").write_text("Nothing is counted in this sentence. " * 560_000, encoding="utf-8")
    done = run("check", "long.txt")
    if done.code:
        refused(done, "long.txt")


def test_data_folder_that_is_a_file_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("HALI_DATA", str(taken))
    refused(run("sources"), "data folder", "HALI_DATA")


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="needs a file system nobody can write to; root ignores modes"
)
def test_data_folder_that_cannot_be_written_is_read_all_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("readings", "trade_balance", "--reporter", "KZ", "--partner", "UZ", "--format", "csv")
    usual = run(*asked)
    monkeypatch.setenv("HALI_DATA", "/proc/hali")
    done = run(*asked)
    assert (done.code, done.err) == (0, "")
    assert done.out == usual.out
    assert "trade_balance" in done.out
    refused(run("record", "build"), "data folder", "HALI_DATA")


def test_shared_record_that_cannot_be_written_is_used(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A harvest with a withdrawal and with roll calls: whatever else is worked out is not kept either."""
    store = Store(tmp_path / "data")
    store.commit([draft(row("2020", 7e9), row("2021", 8e9), day="2026-01-01")], FLAGS)
    store.commit([draft(row("2021", 9e9), day="2026-02-01")], FLAGS)
    calls = table(VOTE, [(999_001, "R/1", date(2024, 1, 1), ["me"], area, "Y") for area in ("KAZ", "UZB")])
    votes = replace(draft(row()), kind="votes", dataflow="FAKE:VOTES", slice="file")
    calls = calls.append_column("origin", pa.repeat("O", calls.num_rows))
    declared = Dataflow(id="FAKE:VOTES", title="t", publisher="fake", kind="votes").told()
    store.commit([replace(votes, rows=calls)], {"FAKE:VOTES": declared})
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))
    asked = [
        ("readings", measure, "--reporter", "KZ", "--partner", partner, "--format", "csv")
        for measure, partner in (("exports", "DE"), ("un_vote_agreement", "UZ"))
    ]
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", _reading_only(tmp_path / "data"))
        shared = [run(*one) for one in asked]
        assert not list((tmp_path / "data" / "record").rglob("*.*"))
        sources = run("sources")
    api.session.cache_clear()
    assert {done.code for done in (*shared, sources)} == {0}
    assert [done.out for done in shared] == [run(*one).out for one in asked]
    assert list((tmp_path / "data" / "record").rglob("*.arrow"))


def _reading_only(folder: Path) -> Callable[..., int]:
    """`os.open` of a system that lets files in a folder be read only."""
    really = os.open

    def opened(path: str, flags: int, *more: int, **named: int) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(folder)):
            raise OSError(30, "Read-only file system")
        return really(path, flags, *more, **named)

    return opened


@pytest.mark.usefixtures("record")
def test_output_that_cannot_be_written_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    Path("text.txt").write_text(FALSE, encoding="utf-8")
    refused(run("check", "text.txt", "-o", "nowhere/findings.txt"), "nowhere/findings.txt", "-o")
    assert [path.name for path in tmp_path.iterdir()] == ["text.txt"]


@pytest.mark.usefixtures("record")
def test_before_the_first_publication_nothing_is_known(run: Run) -> None:
    Path("text.txt").write_text(FALSE, encoding="utf-8")
    checked = run("check", "text.txt", "--as-of", "1985-01-01", "--format", "json")
    assert checked.code == 0
    assert [claim["finding"] for claim in json.loads(checked.out)["claims"]] == ["OUTSIDE_THE_RECORD"]
    brief = run("brief", "EU", "KZ", "--as-of", "1985-01-01", "--format", "json")
    assert brief.code == 0
    document = json.loads(brief.out)
    assert document["readings"] == {}
    assert "holds nothing on this pair" in document["lead"]["statements"][0]["text"]


@pytest.mark.usefixtures("record")
def test_fail_on_turns_a_finding_into_an_exit_code(run: Run) -> None:
    text = FALSE.encode()
    assert run("check", "-", "--fail-on", "not_reproduced,OUTDATED", stdin=text).code == 1
    assert run("check", "-", "--fail-on", "REPRODUCED", stdin=text).code == 0


def make_articles(below: Path) -> None:
    folder = below / "articles"
    folder.mkdir()
    for name in ("a.txt", "it's c.txt"):
        (folder / name).write_text(FALSE, encoding="utf-8")
    (folder / "b.txt").write_bytes(bytes(range(256)) * 40)


OPTIONS = ("--pair", "EU", "KZ", "--published", "2022-06-01", "--as-of", "2024-01-01", "--lang", "sw")


@pytest.mark.slow
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("format", ["json", "csv", "html", "text", "claimreview"])
def test_folder_of_articles_is_checked_whatever_one_of_them_is(run: Run, tmp_path: Path, format: str) -> None:
    make_articles(tmp_path)
    more = ("--reviewer", "The Desk") if format == "claimreview" else ()
    where = ("-o", "out") if format in {"html", "claimreview"} else ()
    done = run("check", "articles", "--format", format, *OPTIONS, *more, *where, "--fail-on", "NOT_REPRODUCED")
    assert done.code == 1
    assert "b.txt" in done.err
    summary = "2 articles checked, 1 unreadable: NOT_REPRODUCED 2"
    assert summary in (done.out if format == "text" else done.err)
    if format == "json":
        checked = [json.loads(line) for line in done.out.splitlines()]
        assert [Path(document["file"]).name for document in checked] == ["a.txt", "it's c.txt"]
    elif format == "csv":
        rows = list(csv.DictReader(io.StringIO(done.out)))
        assert [(Path(row["file"]).name, row["finding"]) for row in rows] == [
            ("a.txt", "NOT_REPRODUCED"),
            ("it's c.txt", "NOT_REPRODUCED"),
        ]
    elif format == "text":
        command = done.out.splitlines()[-1]
        assert shlex.split(command) == ["$", "hali", "check", "articles", *OPTIONS]
    else:
        assert done.out == ""
        written = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")}
        if format == "html":
            assert {"a.txt.html", "it's c.txt.html", "index.html", "index-file.html"} <= written
        else:
            files = {"a.txt/c1.jsonld", "it's c.txt/c1.jsonld"}
            assert written - {"a.txt", "it's c.txt"} == files


@pytest.mark.slow
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("format", ["json", "csv", "html", "text", "claimreview"])
def test_command_in_an_output_gives_the_same_bytes_again(run: Run, tmp_path: Path, format: str) -> None:
    make_articles(tmp_path)
    more = ("--reviewer", "O'Desk", "--reviewer-kind", "person") if format == "claimreview" else ()
    first = run("check", "articles/it's c.txt", "--format", format, *OPTIONS, *more)
    assert first.code == 0
    if format == "json":
        command = json.loads(first.out)["replication"]["command"]
    elif format == "csv":
        command = next(csv.DictReader(io.StringIO(first.out)))["command"]
    elif format == "text":
        command = first.out.splitlines()[-1].removeprefix("$ ")
    elif format == "html":
        command = html.document_fromstring(first.out).findall(".//footer//code")[-1].text or ""
    else:
        stated = {one["propertyID"]: one["value"] for one in json.loads(first.out)[0]["identifier"]}
        command = stated["command"]
    again = run(*shlex.split(command)[1:])
    assert again == first


@pytest.mark.slow
@pytest.mark.usefixtures("record")
def test_page_of_an_article_among_many_is_the_page_of_the_article(run: Run, tmp_path: Path) -> None:
    make_articles(tmp_path)
    assert run("check", "articles", "--format", "html", "-o", "out").code == 0
    alone = run("check", "articles/it's c.txt", "--format", "html")
    assert (tmp_path / "out" / "it's c.txt.html").read_text(encoding="utf-8") == alone.out
    line = json.loads(run("check", "articles", "--format", "json").out.splitlines()[-1])
    single = json.loads(run(*shlex.split(line["replication"]["command"])[1:]).out)
    assert {key: value for key, value in line.items() if key != "file"} == single


@pytest.mark.usefixtures("record")
def test_folder_of_which_nothing_can_be_read_is_exit_2_and_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    make_articles(tmp_path)
    for name in ("a.txt", "it's c.txt"):
        (tmp_path / "articles" / name).write_bytes(bytes(range(256)))
    done = run("check", "articles", "--format", "csv", "-o", "findings.csv")
    assert done.code == 2
    assert "none of the 3 articles" in done.err.splitlines()[-1]
    assert not (tmp_path / "findings.csv").exists()


@pytest.mark.usefixtures("record")
def test_reviews_of_one_article_can_be_put_into_a_folder(run: Run, tmp_path: Path) -> None:
    arguments = ("check", "-", "--format", "claimreview", "--reviewer", "The Desk", "--url", "https://a.example/1")
    assert run(*arguments, "-o", "reviews/", stdin=FALSE.encode()).code == 0
    [written] = (tmp_path / "reviews").iterdir()
    assert written.name == "c1.jsonld"
    [alone] = json.loads(run(*arguments, stdin=FALSE.encode()).out)
    assert json.loads(written.read_text(encoding="utf-8")) == alone


@pytest.mark.usefixtures("record")
def test_review_cannot_end_the_script_element_it_stands_in(run: Run) -> None:
    done = run("check", "-", "--format", "claimreview", "--reviewer", "</script>", stdin=FALSE.encode())
    assert "<" not in done.out
    assert json.loads(done.out)[0]["author"]["name"] == "</script>"


@pytest.mark.usefixtures("record")
def test_json_is_all_there_is_on_standard_output(run: Run) -> None:
    done = run("check", "-", "--format", "json", stdin=FALSE.encode())
    [claim] = json.loads(done.out)["claims"]
    assert (claim["quantity"]["value"], claim["quantity"]["unit"]) == (45, "percent")
    assert done.err == ""


@pytest.mark.parametrize(
    "text",
    [
        "Im Jahr 2021 entfielen 45 % des Außenhandels Kasachstans auf die EU.",
        "En 2021, l'UE représentait 45 % du commerce extérieur du Kazakhstan.",
        "В 2021 году на ЕС приходилось 45 % внешней торговли Казахстана.",
        "2021 жылы Қазақстанның сыртқы саудасының 45 %-ы ЕО-ға тиесілі болды.",
        "Mwaka 2021, EU ilichangia asilimia 45 ya biashara ya nje ya Kazakhstan.",
        FALSE,
    ],
)
@pytest.mark.usefixtures("record")
def test_text_of_every_language_is_checked(run: Run, text: str) -> None:
    done = run("check", "-", "--format", "json", stdin=text.encode())
    assert done.code == 0
    [claim] = json.loads(done.out)["claims"]
    assert (claim["quantity"]["value"], claim["finding"]) == (45, "NOT_REPRODUCED")


@pytest.mark.usefixtures("record")
def test_reading_can_be_listed_and_explained(run: Run) -> None:
    listed = run("readings", "partner_share_trade", "--reporter", "KZ", "--partner", "EU27_2020", "--format", "json")
    share = next(r for r in json.loads(listed.out) if r["period"] == "2021" and r["partner"] == "EU27_2020")
    # Bureau of National Statistics: 28.909 of 101.736 bn USD
    assert round(share["value"], 2) == 28.42
    explained = json.loads(run("explain", share["reading"], "--json").out)
    assert explained["reading"]["value"] == share["value"]
    assert len(explained["observations"]) == len(explained["reading"]["cells"])


@pytest.mark.usefixtures("record")
def test_brief_names_its_file(run: Run, tmp_path: Path) -> None:
    done = run("brief", "Kazakhstan", "Uzbekistan", "--format", "md")
    assert done.code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"hali-kaz-uzb-en.md", "hali-kaz-uzb-en-figures"}
    assert done.err.strip() == "wrote hali-kaz-uzb-en.md"


@pytest.mark.usefixtures("record")
def test_figures_lie_beside_the_markdown_that_shows_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b-figures").mkdir()
    (tmp_path / "b-figures" / "of-before.svg").touch()
    assert run("brief", "KZ", "UZ", "--format", "md", "-o", "b.md").code == 0
    shown = set(re.findall(r"\]\((b-figures/[^)]+\.svg)\)", (tmp_path / "b.md").read_text(encoding="utf-8")))
    assert shown
    assert shown == {f"b-figures/{path.name}" for path in (tmp_path / "b-figures").iterdir()}
    assert all((tmp_path / name).read_bytes().startswith(b"<svg") for name in shown)
    assert "](" not in run("brief", "KZ", "UZ", "--format", "md", "-o", "-").out.partition("## Sources")[0]


@pytest.mark.usefixtures("record")
def test_markdown_that_cannot_be_written_leaves_no_figures(run: Run, tmp_path: Path) -> None:
    refused(run("brief", "KZ", "UZ", "--format", "md", "-o", "nowhere/b.md"), "nowhere/b.md", "-o")
    (tmp_path / "b-figures").touch()  # a file where the folder should stand
    refused(run("brief", "KZ", "UZ", "--format", "md", "-o", "b.md"), "b-figures", "-o")
    assert [path.name for path in tmp_path.iterdir()] == ["b-figures"]


@pytest.mark.parametrize("command", ["sources", "measures", "pillars", "areas"])
@pytest.mark.usefixtures("record")
def test_lists_are_not_empty(run: Run, command: str) -> None:
    done = run(command)
    assert done.code == 0
    assert len(done.out.splitlines()) > 5
