"""Numbers of an answer as quantities with a card each, and its rows as numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hali.corridors.answer import Answer
from hali.corridors.grounds import Measure
from hali.corridors.load import BASE_YEAR, Source
from hali.corridors.question import Found
from hali.corridors.told import BOUNDARY
from hali.methods.corridors.economics import BUFFER_WEIGHT
from hali.publish.document import CitedOrigin, Quantity, ReadingCard

FORMULAS = {
    "time": "quantile of the sum of running, waiting, handling and closures, drawn {draws:,} times with seed {seed}",
    "cost": "sum of tariffs, handling and border fees, brought to prices of {year} by consumer prices",
    "co2e": "tonnes in a FEU x kilometres x factor, {boundary}",
    "value": "difference of cost / (value of a day x difference of days, with {weight:g} of the buffer)",
    "capacity": "as published",
}


class Printer:
    """Turns numbers into quantities with a card each, and rows into numbered sources."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.cards: dict[str, ReadingCard] = {}
        self._cited: dict[str, int] = {}

    def sources(self, rows: Iterable[str]) -> tuple[int, ...]:
        """Numbers of rows in the list of sources."""
        return tuple(sorted({self._cited.setdefault(row, len(self._cited) + 1) for row in rows}))

    def number(
        self,
        value: float,
        unit: str,
        digits: int,
        kind: str,
        what: str,
        rows: Sequence[str],
        assumed: Sequence[str] = (),
    ) -> Quantity:
        """A number with its card.

        Args:
            value: the number.
            unit: its unit.
            digits: decimals printed.
            kind: key of FORMULAS.
            what: what it is, in words; tells it from other numbers.
            rows: rows it rests on.
            assumed: assumptions in it.
        """
        question = self.answer.question
        id_ = f"{kind}-{len(self.cards) + 1}"
        formula = FORMULAS[kind].format(
            draws=question.draws, seed=question.seed, year=BASE_YEAR, boundary=BOUNDARY, weight=BUFFER_WEIGHT
        )
        card: ReadingCard = {
            "definition": what,
            "formula": formula,
            "value": value,
            "unit": unit,
            "status": f"modelled, with {len(assumed)} assumptions" if assumed else "modelled from published figures",
            "sources": list(self.sources(rows)),
            "others": [],
        }
        if assumed:
            card["slots"] = [("assumed", "; ".join(assumed))]
        self.cards[id_] = card
        return Quantity(f"{value:,.{digits}f}", id_, value, unit, 1.0, digits)

    def of(self, route: Found, measure: Measure, value: float, unit: str, digits: int, what: str) -> Quantity:
        """A number of a route."""
        grounds = route.grounds[measure]
        return self.number(value, unit, digits, measure, f"{what}, {route.name}", grounds.rows, grounds.assumed)

    def origins(self) -> tuple[CitedOrigin, ...]:
        """The rows cited, number 1 first."""
        return tuple(_origin(self.answer.loaded.sources[id_]) for id_ in self._cited)


def _origin(source: Source) -> CitedOrigin:
    year = f", {source.year}" if source.year else ""
    doubt = " (year inferred)" if source.year_certain == "no" else ""
    told = f"{source.id}: {source.what}{year}{doubt}; quality {source.quality}"
    return CitedOrigin(source.id, told, "facts, quoted with the page they were read on", url=source.address)
