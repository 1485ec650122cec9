"""The rooms of the checker: imports without circles, between modules and between folders; no room too large."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Any

import hali.checking
from hali.checking import article, frames
from hali.checking.context import board, number, rules

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


def asked(texts: Iterable[str]) -> list[list[str]]:
    """Of each number of the texts the modules that its board (`number.py`) calls, one after the other."""
    told: list[list[str]] = []
    own, made = number.__file__, vars(number.Number)["claim"]

    def noted(frame: FrameType, event: str, arg: Any) -> None:
        caller = frame.f_back
        while caller is not None and caller.f_code.co_filename == board.__file__:
            caller = caller.f_back
        name = frame.f_code.co_filename
        between = name not in {own, board.__file__} and name.startswith(str(ROOT / "context"))
        if event == "call" and between and caller is not None and caller.f_code.co_filename == own:
            told[-1].append(Path(name).stem)

    def followed(one: number.Number) -> Any:
        told.append([])
        before = sys.getprofile()
        sys.setprofile(noted)
        try:
            return run(one)
        finally:
            sys.setprofile(before)

    run, made.run = made.run, followed
    try:
        for text in texts:
            frames.claims(article.from_text(text))
    finally:
        made.run = run
    return told


def test_a_number_on_its_way_comes_back_to_few_rooms() -> None:
    ways = asked(text for rule in rules.rules() for text in rule.yes)
    assert len(ways) > 100
    for way in ways:
        stays = [room for room, _ in groupby(way) if room not in {"passage", "place"}]
        # What is found is put together in `claiming`, stage by stage; whoever decides something is asked once.
        assert {room for room in stays if stays.count(room) > 1} <= {"claiming"}
        assert len(stays) - len(set(stays)) <= 10
