"""What somebody asks `readings` and `panel` for: texts, numbers, ranges and lists of them, as codes of the record."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from hali.errors import NotInRecord, QuestionError, UnknownCode, UnreadableInput
from hali.model import period as periods
from hali.record.index import Wanted
from hali.record.query import TARGETS

Some = str | Iterable[str]
"""One text or several."""

Years = str | int | Iterable[str | int]
"""A period, a year, or several of them: "2021-03", 2021, range(2015, 2025)."""

FLOWS = ("X", "M", "T", "B")
"""Flows of readings: exports, imports, both together, exports less imports."""


def texts(given: Some) -> tuple[str, ...]:
    """One text or several as several; nothing of an empty one."""
    listed = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    if not all(isinstance(one, str) for one in listed):
        raise QuestionError(f"a text or a list of texts is needed, not {given!r:.60}")
    return tuple(dict.fromkeys(one for one in listed if one))


def measures(given: Some) -> tuple[str, ...]:
    """Ids of measures; raises UnknownCode naming the nearest."""
    from hali.codelists import measures as codelist

    return tuple(codelist.resolve(one).id for one in texts(given))


def areas(given: Some) -> tuple[str, ...]:
    """The codes of all compositions of areas somebody names; raises UnknownCode naming the nearest."""
    from hali.codelists import areas as codelist

    concepts = dict.fromkeys(codelist.concept(codelist.resolve(one)) for one in texts(given))
    return tuple(dict.fromkeys(code for concept in concepts for code in codelist.concept_codes(concept)))


def flows(given: Some) -> tuple[str, ...]:
    """Codes of FLOWS; raises UnknownCode naming them."""
    found = tuple(one.upper() for one in texts(given))
    for one in found:
        if one not in FLOWS:
            raise UnknownCode("flow", one, FLOWS)
    return found


def spelled(given: Years) -> tuple[str, ...]:
    """Periods in SDMX notation, in their order.

    Raises:
        QuestionError: something else than texts and whole numbers.
        UnreadableInput: a text that is no period.
    """
    listed = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    found = []
    for one in listed:
        if isinstance(one, bool) or not isinstance(one, (str, int)):
            raise QuestionError(f"a period is a text or a year, not {one!r:.40}")
        text = f"{one:04}" if isinstance(one, int) else one
        if text:
            periods.bounds(text)
            found.append(text)
    return tuple(dict.fromkeys(found))


def within(given: Years, start: str | int, end: str | int) -> Wanted | None:
    """Which periods are meant: those listed, and of them those between two others; None = all.

    Args:
        given: periods; "" = all.
        start: period in which the first may begin; "" = any.
        end: period in which the last may end; "" = any.

    Raises:
        QuestionError: `start` lies after `end`.
        UnreadableInput: one of them is no period.
    """
    listed, first, last = spelled(given), spelled(start), spelled(end)
    if not first and not last:
        return set(listed) if listed else None
    begin = periods.bounds(first[0])[0] if first else date.min
    until = periods.bounds(last[0])[1] if last else date.max
    if begin >= until:
        raise QuestionError(f"the first period, {first[0]}, lies after the last, {last[0]}")

    def meant(period: str) -> bool:
        if listed and period not in listed:
            return False
        try:
            begins, ends = periods.bounds(period)
        except UnreadableInput:  # _Z, of what has no period
            return False
        return begin <= begins and ends <= until

    return meant


def unanswered(measure: str, held: Iterable[str]) -> NotInRecord:
    """Why a measure that is listed has no readings of its own.

    Args:
        measure: its id.
        held: ids of measures that have.
    """
    from hali.codelists import measures as codelist

    known = set(held)
    one = codelist.measure(measure)
    base = codelist.base(measure)
    if base != measure and base in known:
        return NotInRecord(f"{measure} is a variant of {base}: ask for {base}, its column `variant` tells them apart")
    led = [name for name in one.feeds if name in known]
    if led:
        return NotInRecord(f"{measure} is stored for other measures: ask for {', '.join(led)}")
    return NotInRecord(f"the record holds no figures of {measure} yet; `hali sources --all` says whom they would be of")


@dataclass(frozen=True, slots=True)
class Question:
    """What `readings` is asked for, as codes.

    Attributes:
        measures: ids; empty = all.
        reporters: codes of areas; empty = all.
        partners: codes of areas; empty = all.
        flows: codes; empty = all.
        products: codes; empty = all.
        periods: which periods; None = all.
        newest: periods of each series, from the newest back; 0 = all.
        all_definitions: also older vintages.
        command: the command that asks for the same.
    """

    measures: tuple[str, ...]
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    flows: tuple[str, ...]
    products: tuple[str, ...]
    periods: Wanted | None
    newest: int
    all_definitions: bool
    command: str

    @property
    def where(self) -> dict[str, Wanted]:
        """Conditions on the columns of a reading."""
        told = {"flow": self.flows, "product": self.products, "period": self.periods}
        return {column: wanted for column, wanted in told.items() if wanted}


def command(**given: Any) -> str:
    """The command line that asks for the same; several texts stand with commas between them."""
    words = ["hali", "readings", *([",".join(texts(given.pop("measure")))] if given.get("measure") else [])]
    given.pop("measure", None)
    for name, value in given.items():
        option = f"--{name.replace('_', '-')}"
        if value is True:
            words.append(option)
        elif value:
            words += [option, str(value) if isinstance(value, int) else ",".join(texts(value))]
    return shlex.join(words)


def count(newest: int) -> int:
    """A number of periods; raises QuestionError where it is none."""
    if newest < 0:
        raise QuestionError(f"newest is a number of periods, 1 or more, not {newest}; 0 is all of them")
    return int(newest)


def usual(given: Some) -> tuple[str, ...]:
    """The code of each area as it is composed today; raises UnknownCode naming the nearest."""
    from hali.codelists import areas as codelist

    today = datetime.now(UTC).date()
    resolved = [codelist.resolve(one) for one in texts(given)]
    return tuple(
        dict.fromkeys(codelist.conventional(one, today) if one in codelist.concepts() else one for one in resolved)
    )


def years(given: int | Iterable[int]) -> tuple[int, ...]:
    """Calendar years; raises QuestionError where one is none."""
    listed = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    try:
        found = tuple(sorted({int(one) for one in listed}))
    except (TypeError, ValueError):
        raise QuestionError(
            f"years are whole numbers: 2021, [2010, 2020] or range(2005, 2023), not {given!r:.40}"
        ) from None
    if any(not 1 <= year <= 9999 for year in found):
        raise QuestionError(f"years lie between 1 and 9999, not {found[0]} to {found[-1]}")
    return found


def currency(given: str) -> str:
    """A currency amounts are converted to; raises UnknownCode naming them."""
    if given.upper() not in TARGETS:
        raise UnknownCode("currency", given, TARGETS)
    return given.upper()


def dataflow(given: str, held: Iterable[str]) -> str:
    """The id of a table; raises UnknownCode naming the nearest."""
    known = sorted(held)
    if given and given not in known:
        from rapidfuzz import process

        raise UnknownCode("table", given, [one for one, _, _ in process.extract(given, known, limit=3)])
    return given
