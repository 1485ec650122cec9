"""What `import hali` promises: its names, their documentation, one version, and a light import."""

from __future__ import annotations

import importlib
import inspect
import pydoc
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import hali

ROOT = Path(__file__).parents[1]

HEAVY = ("altair", "duckdb", "docx", "ibis", "lxml", "numpy", "pandas", "pyarrow", "pypdf", "scipy", "trafilatura")
"""What no command may pay for before it is needed."""


CALLS = ("areas", "brief", "check", "dependence", "explain", "gravity", "measures", "mirror", "observations")
CALLS = (*CALLS, "open_record", "panel", "readings", "relation", "routes", "series", "sources")


def test_public_names_are_these() -> None:
    assert hali.__all__ == ["HaliError", "__version__", *CALLS]


@pytest.mark.parametrize("name", CALLS)
def test_public_function_is_documented_and_typed(name: str) -> None:
    function = getattr(hali, name)
    doc = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    assert doc.splitlines()[0].endswith((".", "?", ":"))
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
        assert f"{parameter.name}: " in doc, f"{name}: {parameter.name} is not documented"


def test_calls_stay_calls_once_the_packages_behind_them_are_loaded() -> None:
    for package in ("hali.briefs.compose", "hali.checking.sweep", "hali.connectors"):
        importlib.import_module(package)
    assert all(inspect.isfunction(getattr(hali, name)) for name in CALLS)


def test_help_shows_every_call() -> None:
    shown = pydoc.render_doc(hali, renderer=pydoc.plaintext)
    assert all(f"    {name}(" in shown for name in CALLS)


USED = """
import hali
from hali import HaliError

def values(found: list[float]) -> float:
    return sum(found)

shares = hali.readings(["exports", "imports"], reporter="KZ", partner=["EU", "CN"], period=range(2015, 2025), newest=3)
reveal_type(shares)
reveal_type(hali.panel(["exports", "gdp"], years=range(2005, 2023)))
reveal_type(hali.check("40 %").findings)
reveal_type(hali.measures("visas").entries)
reveal_type(hali.explain("0").reading.value)
reveal_type(hali.relation("EU", "KZ").sides)
reveal_type(hali.gravity(potential=("KZ", "DE")))
code: str = HaliError.code
wrong: int = hali.brief("EU", "KZ")
"""


def test_a_type_checker_sees_every_call(tmp_path: Path) -> None:
    (tmp_path / "used.py").write_text(USED)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(tmp_path / "used.py")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    revealed = re.findall(r'Revealed type is "([^"]+)"', told)
    assert [one.replace("builtins.", "") for one in revealed] == [
        "hali.exports.Readings",
        "hali.panels.Panel",
        "tuple[hali.model.claim.Finding, ...]",
        "tuple[dict[str, Any], ...]",
        "float",
        "tuple[hali.briefs.relation.Relation, ...]",
        "hali.gravity_answer.Gravity",
    ]
    assert re.findall(r"error: (.*?)  \[", told) == [
        'Incompatible types in assignment (expression has type "Document", variable has type "int")'
    ]


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'verdict'"):
        _ = hali.verdict


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    changed = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited is not None
    assert changed is not None
    assert {project, cited[1], changed[1]} == {hali.__version__}


def test_import_of_package_and_command_line_is_light() -> None:
    code = f"import sys, hali, hali.cli; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
