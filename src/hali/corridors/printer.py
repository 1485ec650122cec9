"""Numbers of an answer as quantities with a card each, and the pages its rows were read on as numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

from hali.corridors.answer import Answer
from hali.corridors.exported import cited
from hali.corridors.grounds import Measure, publishers
from hali.corridors.load import BASE_YEAR, Source
from hali.corridors.question import Found
from hali.corridors.wording import Wording
from hali.methods.corridors.economics import BUFFER_WEIGHT
from hali.publish.document import CitedOrigin, Plain, Quantity, ReadingCard, Statement


class Printer:
    """Turns numbers into quantities with a card each, and rows into numbered pages.

    Args:
        answer: what is printed.
        lang: language it is printed in.
    """

    def __init__(self, answer: Answer, lang: str) -> None:
        self.answer = answer
        self.says = Wording(lang, answer.loaded)
        self.cards: dict[str, ReadingCard] = {}
        self.published = publishers(answer.loaded, cited(answer))
        pages: dict[str, list[Source]] = {}
        for sources in self.published.values():
            for source in sources:
                pages.setdefault(_page(source), []).append(source)
        self._pages = pages
        self._numbers = {page: number for number, page in enumerate(pages, 1)}

    def sources(self, rows: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the pages of rows in the list of sources."""
        loaded = self.answer.loaded.sources
        return tuple(sorted({self._numbers[_page(loaded[row])] for row in rows}))

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
            unit: its unit, in words.
            digits: decimals printed.
            kind: key of the formulas.
            what: what it is, in words; tells it from other numbers.
            rows: rows it rests on.
            assumed: assumptions in it.
        """
        question, says = self.answer.question, self.says
        id_ = f"{kind}-{len(self.cards) + 1}"
        draws = says.number(question.draws)
        formula = says(
            f"formulas.{kind}", draws=draws, seed=question.seed, year=BASE_YEAR, weight=says.short(BUFFER_WEIGHT)
        )
        status = says("formulas.status_assumed", n=len(assumed)) if assumed else says("formulas.status")
        card: ReadingCard = {
            "definition": what,
            "formula": formula,
            "value": value,
            "unit": unit,
            "status": says("formulas.published") if kind == "capacity" else status,
            "sources": list(self.sources(rows)),
            "others": [],
        }
        if assumed:
            kinds = says.assumed(assumed).items()
            card["slots"] = [
                (says("formulas.assumed"), "; ".join(f"{kind_} ({', '.join(where)})" for kind_, where in kinds))
            ]
        self.cards[id_] = card
        return Quantity(says.number(value, digits), id_, value, unit, 1.0, digits)

    def of(self, route: Found, measure: Measure, value: float, unit: str, digits: int, what: str) -> Quantity:
        """A number of a route; `what` and `unit` are keys of the words."""
        grounds = route.grounds[measure]
        told = f"{self.says(f'what.{what}')}, {self.says.route(route.title)}"
        return self.number(value, self.says(f"units.{unit}"), digits, measure, told, grounds.rows, grounds.assumed)

    def statement(self, key: str, sources: tuple[int, ...] = (), **slots: Quantity | str) -> Statement:
        """A sentence of the words with its numbers in their slots."""
        return statement(self.says, key, sources, **slots)

    def origins(self) -> tuple[CitedOrigin, ...]:
        """The pages cited, number 1 first; those of one publisher stand together."""
        return tuple(self._origin(sources) for sources in self._pages.values())

    def _origin(self, sources: Sequence[Source]) -> CitedOrigin:
        """A page with the figures read on it."""
        first = sources[0]
        told = "; ".join(self.figure(one) for one in sources)
        computed = first.address.startswith("computed")
        name = self.says("sources.computed", package=first.publisher) if computed else first.publisher
        address = "" if computed else first.address
        return CitedOrigin(first.id, f"{name}. {told}", self.says("sources.licence"), url=address)

    def figure(self, source: Source) -> str:
        """One row in words."""
        year = f", {source.year}" if source.year else ""
        doubt = self.says("sources.inferred") if source.year_certain == "no" else ""
        return self.says(
            "sources.figure", id=source.id, what=source.what, year=f"{year}{doubt}", quality=source.quality
        )


def _page(source: Source) -> str:
    """What tells one page from another: its address, or the package figures were computed with."""
    return source.publisher if source.address.startswith("computed") else source.address


def statement(says: Wording, key: str, sources: tuple[int, ...] = (), **slots: Quantity | str) -> Statement:
    """A sentence of the words, with numbers and names in their slots."""
    runs: list[Plain | Quantity] = []
    for text, slot, _, _ in Formatter().parse(says.template(key)):
        filled = slots[slot] if slot else ""
        if isinstance(filled, Quantity):
            runs += [Plain(text), filled]
        else:
            runs.append(Plain(text + filled))
    return Statement(tuple(run for run in runs if run.text), sources)
