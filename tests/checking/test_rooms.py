"""The rooms of the checker: imports without circles, between modules and between folders; no room too large."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

import hali.checking

ROOT = Path(hali.checking.__file__).parent
LONGEST = 300
"""Lines of a module that reads texts."""


def imports() -> dict[str, set[str]]:
    """Module of the checker -> modules of it that it imports."""
    names = {_name(path) for path in ROOT.rglob("*.py")}
    found: dict[str, set[str]] = {}
    for path in ROOT.rglob("*.py"):
        there = found.setdefault(_name(path), set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hali.checking"):
                wanted = {f"{node.module}.{one.name}" for one in node.names} | {str(node.module)}
                there |= wanted & names - {_name(path)}
    return found


def _name(path: Path) -> str:
    parts = ("hali", "checking", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


def room(module: str) -> str:
    """The folder of a module; a module right in the checker is a room of its own."""
    return ".".join(module.split(".")[:3])


def circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """The names on some circle of a graph; empty where there is none."""
    left = {name: set(to) & graph.keys() for name, to in graph.items()}
    while ends := [name for name, to in left.items() if not to]:
        left = {name: to - set(ends) for name, to in left.items() if to}
    return sorted(left)


def test_no_module_imports_itself_through_others() -> None:
    assert circle({name: to - {"hali.checking"} for name, to in imports().items()}) == []


def test_no_folder_imports_itself_through_others() -> None:
    rooms: dict[str, set[str]] = {}
    for name, to in imports().items():
        rooms.setdefault(room(name), set()).update(room(one) for one in to)
    assert circle({name: to - {name, "hali.checking"} for name, to in rooms.items()}) == []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) == ["a", "b", "c"]


def test_a_room_has_one_job() -> None:
    read = [*(ROOT / "context").glob("*.py"), *(ROOT / "times").glob("*.py"), ROOT / "frames.py", ROOT / "wording.py"]
    long = {
        path.name: lines for path in read if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}
