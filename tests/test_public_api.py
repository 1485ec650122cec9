"""What `import hali` promises: its names, their documentation, one version, and a light import."""

from __future__ import annotations

import inspect
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


def test_public_names_are_these() -> None:
    assert hali.__all__ == ["__version__", "brief", "check", "explain", "open_record", "readings"]


@pytest.mark.parametrize("name", [name for name in hali.__all__ if name != "__version__"])
def test_public_function_is_documented_and_typed(name: str) -> None:
    function = getattr(hali, name)
    doc = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    assert doc.splitlines()[0].endswith((".", "?", ":"))
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty
        assert parameter.name in doc, f"{name}: {parameter.name} is not documented"


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
