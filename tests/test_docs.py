"""The documentation is checked like code: generated pages are current, links resolve, examples print what they show."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from hali import errors
from hali.checking import checked, gates, joint
from hali.checking.definitions import front
from hali.codelists import measures
from hali.model.claim import CODES
from hali.narrate.line import WEAK
from hali.record import seed, tables
from hali.web.api import schemas

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), *sorted((ROOT / "examples").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
QUOTED_PATH = re.compile(r"`((?:src/hali|docs|examples|tests)/[\w./-]+)`")


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = load_generator()


def reference(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def is_current(name: str) -> None:
    assert GENERATOR.PAGES[name]() == reference(name), f"docs/reference/{name} is out of date; run `make docs`"


@pytest.mark.parametrize("name", [name for name in GENERATOR.PAGES if name != "json.md"])
def test_generated_page_is_current(name: str) -> None:
    is_current(name)


@pytest.mark.slow
@pytest.mark.usefixtures("record")
def test_json_page_is_current() -> None:
    is_current("json.md")


@pytest.mark.slow
@pytest.mark.usefixtures("record")
def test_the_page_on_coverage_is_current() -> None:
    assert GENERATOR.coverage() == (DOCS / "coverage.md").read_text(encoding="utf-8"), "run `make docs`"


def test_every_page_of_the_reference_is_generated() -> None:
    assert {path.name for path in (DOCS / "reference").iterdir()} == {*GENERATOR.PAGES, "schemas"}
    assert {path.stem for path in (DOCS / "reference" / "schemas").iterdir()} == set(schemas.DOCUMENTS)


@pytest.mark.parametrize("name", schemas.DOCUMENTS)
def test_schema_is_current(name: str) -> None:
    kept = (DOCS / "reference" / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert kept == GENERATOR.schema(name), f"docs/reference/schemas/{name}.json is out of date; run `make docs`"


def test_every_command_and_its_options_are_documented() -> None:
    text = reference("commands.md")
    for name, function in GENERATOR.command_functions():
        assert f"\n## {name}\n" in text
        for parameter in GENERATOR._parameters(function):
            assert parameter["help"], f"{name} {parameter['name']} has no help"


def test_every_measure_is_documented() -> None:
    text = reference("measures.md")
    assert [m.id for m in measures.measures() if f"| `{m.id}` |" not in text] == []
    assert [m.id for m in measures.measures() if m.kind == "claim" and not m.default] == []


def test_every_error_is_documented_and_drawn_in_the_tree() -> None:
    text, tree = reference("errors.md"), errors.__doc__ or ""
    for error in GENERATOR.error_classes():
        assert f"| `{error.__name__}` |" in text
        assert error.__name__ in tree


@pytest.mark.parametrize("page", ["methods/checking.md", "tutorial/fact-checker.md"])
def test_every_finding_is_documented(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [code for code in CODES if f"| `{code}` |" not in text] == []


@pytest.mark.parametrize(
    ("constant", "value", "words"),
    [
        (gates.NEAR, 0.25, "a quarter of a granule"),
        (gates.SELDOM, 0.3, "30 % at most"),
        (gates.FAR, 3, "more than three times too large or too small"),
        (WEAK, 0.2, "Above 20 %"),
        (front.PLACEBO_FIGURES, 400, "at most about 400"),
        (joint.SHOWN, 3, "Up to three"),
        (checked.TOLERANCE, 0.1, "more than 10 %"),
    ],
)
def test_constants_are_as_the_methods_say(constant: float, value: float, words: str) -> None:
    assert constant == value
    assert words in " ".join((DOCS / "methods" / "checking.md").read_text(encoding="utf-8").split())


def test_decisions_are_numbered_and_half_a_page() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(path.name[:3]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:3]} ")
        assert len(text.split()) < 350
        for named in re.findall(r"`((?:\w+/)+[\w]+\.(?:py|toml|csv))`", text[text.index("Where: ") :]):
            assert (ROOT / "src" / "hali" / named).is_file(), f"{path.name} names {named}"


@pytest.mark.parametrize("path", PAGES, ids=[str(path.relative_to(ROOT)) for path in PAGES])
def test_links_and_paths_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [path.parent / link for link in LINK.findall(text) if "://" not in link]
    targets += [ROOT / named for named in QUOTED_PATH.findall(text)]
    assert [str(target.relative_to(ROOT)) for target in targets if not target.exists()] == []


def test_contributing_names_the_layers_as_they_are_enforced() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    assert f"`{' > '.join(layers)}`" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_readme_counts_what_the_record_holds() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = tables.read_embedded()
    counts = re.search(r"holds ([\d,]+) observations, ([\d,]+) dated events and\s+([\d,]+) roll calls", text)
    assert counts is not None
    observed, events, votes = (int(count.replace(",", "")) for count in counts.groups())
    held = sum(one.rows for one in seed.seeds(seed.folder()).values())
    assert (held, len(tables.events()), len(tables.votes())) == (observed, events, votes)
    single = re.search(r"([\d,]+) single figures", text)
    assert single is not None
    assert sum(flow.startswith("CURATED:") for flow in rows["dataflow"].to_pylist()) == int(single[1])


def console_examples() -> list[tuple[str, str, str]]:
    """Page, command and the output shown, of every command in a console block that shows any."""
    found = []
    for path in PAGES:
        for block in CONSOLE.findall(path.read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                found.append((str(path.relative_to(ROOT)), command, shown))
    return found


@pytest.mark.slow
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("page", "command", "shown"), console_examples())
def test_command_prints_what_the_page_shows(page: str, command: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    words = shlex.split(command)
    assert words[0] == "hali"
    done = subprocess.run(
        [sys.executable, "-m", "hali", *words[1:]],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # no-break spaces, which sentences hold between figure and unit, are shown as plain ones
    texts = [" ".join(text.split()) for text in (shown, done.stdout)]
    alike = doctest.OutputChecker().check_output(*texts, doctest.ELLIPSIS)
    assert alike, f"{page} shows another output than:\n{done.stdout}"


@pytest.mark.slow
def test_site_builds_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "reference" / "json" / "index.html").is_file()
