"""The Python of README and tutorials: type-checked as it stands, and run."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import hali

ROOT = Path(__file__).parents[1]

PAGES = ("README.md", "docs/tutorial/researcher.md", "docs/how-to/notebook.md")


def code(page: str) -> str:
    found = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return "\n".join(found)


@pytest.mark.parametrize("page", PAGES)
def test_snippets_are_typed(page: str, tmp_path: Path) -> None:
    script = tmp_path / "snippets.py"
    script.write_text(code(page), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "--cache-dir", str(tmp_path)]
    command += ["--disable-error-code", "import-untyped", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_snippets_run(page: str, tmp_path: Path) -> None:
    text = code(page)
    missing = [name for name in ("polars", "altair", "pandas") if name in text and find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    (tmp_path / "snippets.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-W", "error", "snippets.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_notebook_is_the_tutorial() -> None:
    import importlib.util
    import json

    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    for name in generator.NOTEBOOKS:
        kept = (ROOT / "docs" / "tutorial" / f"{name}.ipynb").read_text(encoding="utf-8")
        assert kept == generator.notebook(name), "run `make docs`"
        cells = [cell for cell in json.loads(kept)["cells"] if cell["cell_type"] == "code"]
        assert "\n".join("".join(cell["source"]) for cell in cells).split() == code(f"docs/tutorial/{name}.md").split()


@pytest.mark.parametrize("name", [name for name in hali.__all__ if name.islower() and name != "__version__"])
def test_an_editor_completes_and_documents_every_call(name: str) -> None:
    jedi = pytest.importorskip("jedi")
    script = jedi.Script(f"import hali\nhali.{name}", project=jedi.Project(ROOT / "src"))
    completed = [one for one in script.complete(2, 5 + len(name)) if one.name == name]
    assert [one.type for one in completed] == ["function"]
    called = jedi.Script(f"import hali\nhali.{name}(", project=jedi.Project(ROOT / "src"))
    [signature] = called.get_signatures(2, 6 + len(name))
    assert signature.params
    assert "Args:" in signature.docstring()
