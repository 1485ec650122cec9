"""Boards: what is known of a text, in slots that are each set by one declared stage, and set once.

A board is a class. Its fields are given; its stages, in the order they are written, set the other slots, each when it
is first asked for. A stage names the slots it reads. They are given, or set by a stage before it: what is otherwise is
refused when the class is made, so that no import succeeds with it.

>>> @board
... class Line:
...     def __init__(self, text):
...         self.text = text
...     given = ("text",)
...     @stage("text")
...     def words(self):
...         return self.text.split()
...     @stage("words")
...     def count(self):
...         return len(self.words)
>>> Line("two words").count
2
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

T = TypeVar("T")
B = TypeVar("B")
P = ParamSpec("P")


class Stage(Generic[T]):
    """One slot of a board and the function that sets it.

    Attributes:
        name: of the slot it writes, which is the function's name.
        reads: slots it reads.
    """

    def __init__(self, run: Callable[[Any], T], reads: tuple[str, ...]) -> None:
        self.run = run
        self.reads = frozenset(reads)
        self.name = run.__name__
        self.__doc__ = run.__doc__

    @overload
    def __get__(self, one: None, owner: type) -> Stage[T]: ...

    @overload
    def __get__(self, one: object, owner: type | None = None) -> T: ...

    def __get__(self, one: object | None, owner: type | None = None) -> Stage[T] | T:
        if one is None:
            return self
        # Found there before this is asked again.
        value = one.__dict__[self.name] = self.run(one)
        return value


def stage(*reads: str) -> Callable[[Callable[[Any], T]], Stage[T]]:
    """A method as the stage that sets the slot of its name.

    Args:
        reads: names of the slots it reads.
    """
    return lambda run: Stage(run, reads)


def stages(kind: type) -> Iterator[Stage[Any]]:
    """The stages of a board, in order."""
    yield from (slot for slot in vars(kind).values() if isinstance(slot, Stage))


def given(kind: type) -> frozenset[str]:
    """The slots of a board that no stage sets."""
    return frozenset(f.name for f in fields(kind)) if is_dataclass(kind) else frozenset(getattr(kind, "given", ()))


def board(kind: type[B]) -> type[B]:
    """The class, whose stages read only what is given or set before them.

    Raises:
        TypeError: for a stage that reads what none before it sets.
    """
    known = set(given(kind))
    for one in stages(kind):
        if missing := sorted(one.reads - known):
            raise TypeError(f"{kind.__name__}.{one.name} reads {', '.join(missing)}, which no stage before it sets")
        known.add(one.name)
    return kind


def revised(one: B, **slots: Any) -> B:
    """The board with other slots given; what no changed slot goes into is not read again."""
    changed = set(slots)
    new: B = replace(one, **slots)  # type: ignore[type-var]
    for each in stages(type(one)):
        if each.reads & changed:
            changed.add(each.name)
        elif each.name in one.__dict__:
            new.__dict__[each.name] = one.__dict__[each.name]
    return new


def once(read: Callable[Concatenate[B, P], T]) -> Callable[Concatenate[B, P], T]:
    """A pure function of a board and of small values, computed once for each and kept with the board."""
    kept = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def remembered(one: B, /, *args: P.args, **options: P.kwargs) -> T:
        known: dict[Any, T] = one.__dict__.setdefault(kept, {})
        key = (args, tuple(options.items())) if options else args
        if key not in known:
            known[key] = read(one, *args, **options)
        return known[key]

    return remembered
