"""Every third-party package named in an import is declared, and our own modules import each other in no circle."""

from __future__ import annotations

import ast
import graphlib
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OPTIONAL = {"pyspark", "pysail", "py4j", "atheris"}  # guarded: the group `spark` and what comes with it, a fuzzer
OURS = {"hali", "tests", "bench", "tools"}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~; ]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


def _imported(folder: str) -> set[str]:
    found: set[str] = set()
    for file in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - OURS - OPTIONAL


EXTRAS = DECLARED["project"]["optional-dependencies"]
RUN = _names(DECLARED["project"]["dependencies"]) | _names([*EXTRAS["web"], *EXTRAS["mcp"], *EXTRAS["gravity"]])
DEV = RUN | _names(DECLARED["dependency-groups"]["dev"])


@pytest.mark.parametrize(("folder", "declared"), [("src", RUN), ("tests", DEV), ("bench", DEV)])
def test_what_is_imported_is_declared(folder: str, declared: set[str]) -> None:
    providers = metadata.packages_distributions()
    missing = {
        module
        for module in _imported(folder)
        if not {name.lower().replace("_", "-") for name in providers.get(module, [module])} & declared
    }
    assert not missing, f"{folder} imports {sorted(missing)}, which pyproject.toml does not declare"


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph("hali", exclude_type_checking_imports=True, cache_dir=None)
    assert len(graph.modules) > 200
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    graphlib.TopologicalSorter(imports).prepare()  # raises CycleError, naming the circle
