"""Why a question has no answer, and what near it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali import questions
from hali.codelists import areas
from hali.model.definition import NONE
from hali.questions import Question
from hali.record import readings as lookup
from hali.record.engine import quoted
from hali.record.states import Sides
from hali.record.store import Record

NAMED = 5
"""Codes listed at the most."""


def why(record: Record, asked: Question) -> str:
    """One line: the narrowest condition without which there are readings, or what the tables of the measures hold.

    Args:
        record: the record.
        asked: the question that has no answer.
    """
    plan = record.warehouse.plan
    unheld = [measure for measure in asked.measures if measure not in plan.measures]
    if unheld:
        return str(questions.unanswered(unheld[0], plan.measures))
    wider = {
        "period": replace(asked, periods=None),
        "product": replace(asked, products=()),
        "flow": replace(asked, flows=()),
    }
    for name, other in wider.items():
        if other == asked:
            continue
        index, rows = lookup.rows(
            record, asked.measures, reporters=asked.reporters, partners=asked.partners, where=other.where
        )
        if len(rows):
            held = sorted({str(index.texts[name][code]) for code in index.codes[name][rows].tolist()})
            return f"nothing for this {name}; there are readings for {_listed(held)}"
    return _held(record, asked)


def _held(record: Record, asked: Question) -> str:
    """Whose tables hold series of the measures, and of whom."""
    plan = record.warehouse.plan
    levels = {level for measure in asked.measures for level in plan.levels(measure)}
    stored = frozenset(
        name for part in plan.parts.values() for level in levels for name in part.measures.get(level, ())
    )
    if not stored:
        return "nothing is held of these areas; leave one of them out"
    cursor = record.warehouse.observed(record.warehouse.held.of(stored).versions, Sides(series=stored))
    try:
        for beside in (True, False):
            for name, codes, other, others in (
                ("reporter", asked.reporters, "partner", asked.partners),
                ("partner", asked.partners, "reporter", asked.reporters),
            ):
                about = f"where {other} in ({', '.join(map(quoted, others))})" if beside and others else ""
                told = cursor.execute(f"select distinct {name} from observations {about}").fetchall()
                found = sorted(code for (code,) in told if (areas.known(code) or code == NONE) and code not in codes)
                if codes and found:
                    return f"nothing with this {name}; there are figures {_with(name, found)}"
    finally:
        cursor.close()
    return "nothing is held of these areas; leave one of them out"


def _with(side: str, codes: Sequence[str]) -> str:
    """The sides there are figures with; where there is none, that it is to be left out."""
    return f"without a {side}" if list(codes) == [NONE] else f"with {_listed([one for one in codes if one != NONE])}"


def _listed(codes: Sequence[str]) -> str:
    """The first and the last few of some codes, and how many there are."""
    if len(codes) <= 2 * NAMED:
        return ", ".join(codes)
    return f"{', '.join(codes[:NAMED])} ... {', '.join(codes[-NAMED:])} ({len(codes)} in all)"
