"""The sixty elements of a pair: which of them the record holds, in part or not at all.

What answers an element is declared in `data/elements.toml`; what has to be computed stands in `element_rules`. An
element that needs both sides is held only with both: with one of them it is held in part. No figure somebody quoted
answers an element, and no figure or event of another pair does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Literal

from hali.briefs import element_rules as rules
from hali.briefs.element_rules import Computed
from hali.briefs.material import Material
from hali.briefs.roles import held
from hali.codelists.measures import base
from hali.languages import CODES
from hali.languages.folder import toml
from hali.model.definition import Reading
from hali.model.observation import Event

FEWEST = 3
"""A pair with fewer elements, whole or in part, gets one page."""

SNAPSHOT = "snapshot"
"""The group, and the section, of what each side is for itself."""

_TERM = re.compile(
    r"(?P<measure>[a-z_0-9]+)(?:\.(?P<variant>\w+))?(?::(?P<product>\w+(?::\w+)*))?@(?P<role>ab|ba|a|b|pair|route)"
)

Status = Literal["held", "partly", "missing"]


@dataclass(frozen=True, slots=True)
class Term:
    """One alternative that answers an element; see `data/elements.toml`. Empty parts take any."""

    measure: str
    variant: str
    product: str
    role: str


@dataclass(frozen=True, slots=True)
class Element:
    """One of the sixty; the fields are described in `data/elements.toml`."""

    id: str
    group: str
    section: str
    needs: tuple[tuple[Term, ...], ...]
    rule: str
    events: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def measures(self) -> frozenset[str]:
        """Measures that answer it."""
        return frozenset(term.measure for need in self.needs for term in need)


@dataclass(frozen=True, slots=True)
class State:
    """What a record holds of an element for a pair.

    Attributes:
        element: which.
        status: whether all of it is held, a part or nothing.
        answers: the reading that answers each of its needs, None where there is none; those of a rule, all of them.
        computed: numbers that follow from the readings.
        events: events of the pair that answer it, newest first.
        organisations: areas both sides belong to.
    """

    element: Element
    status: Status
    answers: tuple[Reading | None, ...] = ()
    computed: tuple[Computed, ...] = ()
    events: tuple[Event, ...] = ()
    organisations: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Readings that answer it."""
        return tuple(reading for reading in self.answers if reading is not None)

    @property
    def newest(self) -> str:
        """The newest year it is known for; empty for what has no date."""
        ends = [last_year(r) for r in self.readings if r.definition.period != "_Z"]
        return max([*ends, *(e.date[:4] for e in self.events)], default="")


@cache
def declared() -> tuple[Element, ...]:
    """The elements, in the order of the brief."""
    text = (files("hali.briefs") / "data" / "elements.toml").read_text(encoding="utf-8")
    words = {lang: toml(lang, "elements.toml") for lang in CODES}
    return tuple(_element(id_, entry, words) for id_, entry in tomllib.loads(text).items())


def _element(id_: str, entry: Mapping[str, object], words: Mapping[str, Mapping[str, str]]) -> Element:
    needs = entry.get("needs", [])
    events = entry.get("events", [])
    assert isinstance(needs, list)
    assert isinstance(events, list)
    return Element(
        id=id_,
        group=str(entry["group"]),
        section=str(entry["section"]),
        needs=tuple(tuple(term(text) for text in need) for need in needs),
        rule=str(entry.get("rule", "")),
        events=tuple(events),
        names={lang: told.get(id_, id_) for lang, told in words.items()},
    )


def term(text: str) -> Term:
    """An alternative as it is written.

    >>> term("partner_rank:TOTAL@ab")
    Term(measure='partner_rank', variant='', product='TOTAL', role='ab')
    """
    found = _TERM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is no MEASURE[.VARIANT][:PRODUCT]@ROLE")
    return Term(**{name: part or "" for name, part in found.groupdict().items()})


def of(material: Material) -> tuple[State, ...]:
    """What a record holds of each element for the pair of a material, on its day."""
    joint = sorted((e for e in material.events if material.parties.joint(e)), key=lambda e: e.date, reverse=True)
    return tuple(_state(material, element, joint) for element in declared())


def present(states: Sequence[State]) -> tuple[State, ...]:
    """Those of which all is held."""
    return tuple(state for state in states if state.status == "held")


def _state(material: Material, element: Element, joint: Sequence[Event]) -> State:
    events = tuple(e for e in joint if any(fnmatchcase(f"{e.kind}.{e.action}.{e.pillar}", p) for p in element.events))
    if element.rule:
        found = rules.RULES[element.rule](material)
        status: Status = "held" if found.readings or found.organisations or events else "missing"
        return State(element, status, found.readings, found.computed, events, found.organisations)
    answers = _answers(material, element)
    known = sum(answer is not None for answer in answers)
    if events or (answers and known == len(answers)):
        return State(element, "held", answers, events=events)
    return State(element, "partly" if known else "missing", answers, events=events)


def _answers(material: Material, element: Element) -> tuple[Reading | None, ...]:
    """A reading for each need: of one measure for all of them where there is one, else of the first that answers."""
    table = [[held(material, t.measure, t.variant, t.product, t.role) for t in need] for need in element.needs]
    for column in zip(*table, strict=False):
        if all(column):
            return tuple(column)
    return tuple(next((reading for reading in row if reading is not None), None) for row in table)


def last_year(reading: Reading) -> str:
    """The last year of the period of a reading: its end is the day after."""
    return str(int(reading.end[:4]) - (reading.end[4:] == "-01-01"))


@cache
def asked() -> frozenset[str]:
    """Measures some element asks for."""
    return frozenset(base(m) for element in declared() for m in element.measures)
