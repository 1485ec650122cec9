"""The rooms of the checker: imports without circles, between modules and between folders; no room too large."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Any

from tests.eval import gold

import hali.checking
from hali.checking import article, frames
from hali.checking.context import coded, number, rules
from hali.checking.context.asked import Asked
from hali.checking.context.beside import Beside
from hali.checking.context.doubt_cases import Case
from hali.model.claim import Claim

ROOT = Path(hali.checking.__file__).parent
CONTEXT = ROOT / "context"
ROUND = Path(gold.__file__).parent / "articles" / "round_a.jsonl"
BOARDS = (number.Number, Asked, Beside, Case)
"""Boards of one number."""
BETWEEN = frozenset({"board", "coded", "passage", "place"})
"""What a call goes through, and where a sentence and what stands around it are looked up."""
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


def followed(texts: Iterable[str], counts: Callable[[number.Number, FrameType, str], bool]) -> list[list[str]]:
    """Of each number of the texts the modules of the calls that count while its claim is made, one after the other.

    Args:
        texts: read one by one.
        counts: told the number, the call and the module that called; boards and rules only hand calls on.
    """
    told: list[list[str]] = []
    made = vars(number.Number)["claim"]

    def following(one: number.Number) -> Any:
        way: list[str] = []
        told.append(way)

        def noted(frame: FrameType, event: str, arg: Any) -> None:
            if event != "call" or _room(frame) in {"", *BETWEEN}:
                return
            caller = frame.f_back
            while caller is not None and _room(caller) in {"", "board", "coded"}:
                caller = caller.f_back
            if caller is not None and _room(caller) != _room(frame) and counts(one, frame, _room(caller)):
                way.append(_room(frame))

        before = sys.getprofile()
        sys.setprofile(noted)
        try:
            return run(one)
        finally:
            sys.setprofile(before)

    run, made.run = made.run, following
    try:
        for text in texts:
            frames.claims(article.from_text(text))
    finally:
        made.run = run
    return told


@cache
def _module(file: str) -> str:
    return Path(file).stem if Path(file).parent == CONTEXT else ""


def _room(frame: FrameType) -> str:
    """The module of a frame; "" outside `context`."""
    return _module(frame.f_code.co_filename)


def by_its_board(one: number.Number, call: FrameType, caller: str) -> bool:
    """Whether its board asks."""
    return caller == "number"


def hands_it_on(one: number.Number, call: FrameType, caller: str) -> bool:
    """Whether a call passes the number on: itself, its index, its claim or a board of it. To read a slot does not."""
    code = call.f_code
    given = {name: call.f_locals.get(name) for name in code.co_varnames[: code.co_argcount]}
    if isinstance(given.get("self"), BOARDS):
        return False
    return any(
        value is one
        or value is one.quantity
        or (name == "at" and value == one.at)
        or (isinstance(value, BOARDS) and value.at == one.at)
        or (isinstance(value, Claim) and value.quantity is one.quantity)
        for name, value in given.items()
    )


def stays(way: Sequence[str]) -> list[str]:
    """The modules of a way, each once for all that follows there without another between."""
    return [room for room, _ in groupby(way)]


def test_a_number_on_its_way_asks_each_room_once() -> None:
    ways = followed((text for rule in rules.rules() for text in rule.yes), by_its_board)
    assert len(ways) > 100
    for way in ways:
        # What is found is put together in `claiming`, stage by stage; whoever decides something is asked once.
        assert {room for room, often in Counter(stays(way)).items() if often > 1} <= {"claiming"}


def test_a_number_comes_back_at_most_ten_times() -> None:
    texts = [text for rule in (*rules.rules(), *coded.evidence()) for text in rule.yes]
    texts += [one.text for one in gold.read(ROUND)]
    ways = [stays(way) for way in followed(texts, hands_it_on)]
    assert len(ways) > 400
    assert max(len(way) - len(set(way)) for way in ways) <= 10
