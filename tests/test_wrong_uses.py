"""Commands written wrongly: one clear line that names what would be accepted, exit code 2, nothing written.

Wrong questions of the Python calls stand in test_questions.py and test_panels.py.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from hali import cli, extras
from hali.errors import QuestionError
from hali.publish.render import render

WRONG = [
    (("brief",), "missing argument 'a'; `hali brief -h`"),
    (("brief", "EU"), "missing argument 'b'; `hali brief -h`"),
    (("brief", "EU", "KZ", "UZ"), "unexpected extra argument"),
    (("breif", "EU", "KZ"), "no such command 'breif'. Did you mean 'brief'?"),
    (("brief", "EU", "KZ", "--langauge", "sw"), "no such option: --langauge"),
    (("brief", "EU", "KZ", "--format", "odt"), "'odt' is not one of 'html', 'pdf', 'docx', 'md', 'json'"),
    (("brief", "EU", "KZ", "-o", "brief.odt"), "no .odt file is written here"),
    (("brief", "EU", "KZ", "-o", "brief.pdf", "--format", "docx"), "leave --format docx out"),
    (("brief", "EU", "KZ", "--short", "--sections", "trade"), "--short or --sections, not both"),
    (("brief", "EU", "KZ", "--sections", "trade,weather"), "weather"),
    (("brief", "EU", "KZ", "--since", "yesterday"), "not a date: 'yesterday'; write YYYY-MM-DD"),
    (("brief", "EU", "KZ", "--since", "0123456789ab"), "no earlier state"),
    (("brief", "EU", "Kazakstann"), "unknown area 'Kazakstann'; did you mean"),
    (("brief", "KZ", "Kazakhstan"), "two different areas"),
    (("brief", "EU", "KZ", "-o", "no/such/folder/brief.html"), "cannot be written"),
    (("check",), "name the articles"),
    (("check", "article.txt", "--paste"), "name the articles"),
    (("check", "Too short"), "Too short cannot be read"),
    (("check", "The EU has 40 % of it.", "--pair", "EU"), "requires 2 arguments"),
    (("check", "The EU has 40 % of it.", "--pair", "EU", "EU"), "two different areas"),
    (("check", "The EU has 40 % of it.", "--engine", "flink"), "'flink' is not one of 'local', 'spark'"),
    (("check", "The EU has 40 % of it.", "--set", "period=2022"), "period=2022"),
    (("check", "The EU has 40 % of it.", "--review-url", "https://example.org"), "--format claimreview"),
    (("readings", "exports", "--newest", "few"), "invalid value for '--newest'"),
    (("readings", "exports", "--newest", "-2"), "newest is a number of periods"),
    (("readings", "exports", "--start", "2021", "--end", "2019"), "the first period, 2021, lies after the last, 2019"),
    (("readings", "exports,imprts"), "unknown measure 'imprts'; did you mean imports"),
    (("readings", "exports", "--reporter", "KZ,Atlantis"), "unknown area 'Atlantis'"),
    (("readings", "exports", "--reporter", "Korea, Kingdom of,JPN"), "unknown area 'Kingdom of'"),
    (("readings", "exports", "--flow", "Z"), "unknown flow 'Z'; did you mean X, M, T, B"),
    (("readings", "exports", "--period", "21"), "unknown period '21'; accepted: 2021"),
    (("readings", "exports", "--series", "abc"), "a series is named by the id of a reading alone"),
    (("readings", "exports", "--format", "xlsx"), "name a file with -o"),
    (("explain",), "missing argument 'reading'"),
    (("explain", "not-an-id"), "no reading 'not-an-id'"),
    (("measures", "--format", "xml"), "'xml' is not one of 'text', 'json', 'csv'"),
    (("measures", "--limit", "-5"), "invalid value for '--limit'"),
    (("areas", "--lang", "tlh"), "unknown language 'tlh'"),
    (("sources", "nobody"), "nobody"),
    (("update", "nobody"), "nobody"),
    (("update", "--pair", "EU", "Atlantis"), "unknown area 'Atlantis'"),
    (("ingest", "comtrade"), "missing argument 'files"),
    (("ingest", "comtrade", "missing.csv"), "missing.csv"),
    (("record", "fly"), "'fly' is not one of 'build', 'verify'"),
    (("record", "export"), "name a file"),
    (("record", "verify", "archive.tar"), "no file is needed"),
    (("serve", "--port", "99999"), "less than or equal to 65535"),
    (("watch", "EU", "KZ"), "--post"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[" ".join(arguments) for arguments, _ in WRONG])
@pytest.mark.usefixtures("record")
def test_a_wrong_command_is_one_clear_line(
    arguments: tuple[str, ...],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["hali", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.out == ""
    lines = [line for line in told.err.splitlines() if not line.startswith("this takes at most")]
    assert len(lines) == 1
    assert lines[0].startswith("hali: ")
    assert words in lines[0]
    assert not list(tmp_path.iterdir())


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch):
    def hide(*modules: str) -> None:
        monkeypatch.setattr(extras, "find_spec", lambda name: None if name in modules else find_spec(name))

    return hide


@pytest.mark.parametrize(
    ("arguments", "module", "extra"),
    [
        (("brief", "EU", "KZ", "-o", "brief.pdf"), "typst", "pdf"),
        (("brief", "EU", "KZ", "--format", "docx", "-o", "-"), "docx", "docx"),
        (("mirror", "EU", "KZ", "-o", "mirror.svg"), "vl_convert", "charts"),
        (("check", str(Path(__file__).parents[1] / "examples" / "partnership_en.html")), "trafilatura", "articles"),
        (("readings", "exports", "-o", "exports.xlsx"), "xlsxwriter", "xlsx"),
        (("serve",), "fastapi", "web"),
        (("mcp",), "mcp", "mcp"),
        (("record", "build", "--engine", "spark"), "pyspark", "spark"),
    ],
)
@pytest.mark.usefixtures("record")
def test_a_missing_extra_is_one_line_with_the_command_that_adds_it(
    arguments: tuple[str, ...],
    module: str,
    extra: str,
    without,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    without(module)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["hali", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.splitlines() == [line for line in told.splitlines() if line.endswith(f"pip install 'hali[{extra}]'")]
    assert len(told.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_missing_extra_is_an_error_with_its_facts(without, record) -> None:
    import hali

    without("docx")
    with pytest.raises(QuestionError) as caught:
        render(hali.brief("KE", "TZ", sections=[], record=record), "docx")
    assert caught.value.as_data()["code"] == "missing_extra"
    assert caught.value.details == {"extra": "docx", "install": "hali[docx]"}
