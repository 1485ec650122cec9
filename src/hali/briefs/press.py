"""From chosen readings to printed statements and cells: numbered sources, cards, marks. Nothing is chosen here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from hali import narrate
from hali.briefs import flags
from hali.briefs.material import Material, dated
from hali.languages import numbers
from hali.model.definition import NONE, Reading, reading_id
from hali.model.observation import Event, Origin
from hali.narrate.words import form, table
from hali.publish.blocks import numbered
from hali.publish.document import (
    Cell,
    CitedOrigin,
    Foreign,
    OtherReading,
    Plain,
    Quantity,
    ReadingCard,
    Run,
    Statement,
    plain,
)
from hali.record import readings as lookup
from hali.record.store import Record

OTHERS = 4
"""Other definitions listed on the card of a number."""

MOST_DIGITS = 3
"""Decimals of the smallest numbers in a table."""

OLD = 3
"""Years after which a number's year is marked."""


class Press:
    """Turns readings into runs of text, and remembers what was printed.

    Sources are numbered in the order they are first cited.
    """

    def __init__(self, material: Material, lang: str) -> None:
        self.material = material
        self.lang = lang
        self._origins = lookup.origins(material.record)
        self._origins_of: dict[str, tuple[str, ...]] = {}
        self._computed: set[str] = set()
        self._alike: dict[tuple[str, str], list[Reading]] = defaultdict(list)
        for reading in material.everything:
            self._alike[reading.definition.measure, reading.definition.period].append(reading)
        self._cited: dict[str, int] = {}
        self._said: set[str] = set()
        self._stated: set[str] = set()
        self._cards: dict[str, Reading] = {}
        self._derived: dict[str, ReadingCard] = {}

    def learn(self, readings: Iterable[Reading], record: Record | None = None) -> None:
        """Look up the origins of readings that may be printed, where they are of another record in that one."""
        held = record or self.material.record
        asked = {r.id: r for r in readings if r.id not in self._origins_of}
        found = lookup.origins_of(held, asked.values())
        self._computed |= {r.id for r in lookup.complete(held, list(asked.values())) if len(r.cells) > 1}
        if held.id != self.material.record.id:
            self._origins = lookup.origins(held, {id_ for ids in found.values() for id_ in ids}) | self._origins
        self._origins_of |= found

    def once(self, key: str) -> bool:
        """Whether something is said for the first time: a note that holds for the whole brief stands in it once."""
        new = key not in self._said
        self._said.add(key)
        return new

    def keep(self, readings: Iterable[Reading]) -> None:
        """Remember numbers whose sentences always stand on the first page: no section says them again."""
        self._stated |= {reading.id for reading in readings}

    def stated(self, reading: Reading) -> bool:
        """Whether the first page has the sentence of a number."""
        return reading.id in self._stated

    def producer(self, origin: str) -> str:
        """Who published an origin of the record."""
        return self._origins[origin].producer

    def text(self, key: str, **slots: object) -> str:
        """A text of `[brief]` with its slots filled."""
        return str(table(self.lang, "brief")[key]).format(**slots)

    def named(self, names: Mapping[str, str]) -> str:
        """The one of `names` that is in the brief's language, with the two sides in it: "goods (EU27 → Kazakhstan)"."""
        a, b = (form(code, self.lang, "short") for code in self.material.codes)
        return names[self.lang].format(a=a, b=b)

    def say(self, *readings: Reading) -> Statement:
        """One reading, or two counts of one flow, as a sentence with its sources.

        The caller makes sure of words for two counts (`narrate.gap`).
        """
        said = narrate.sentence(readings[0], self.lang)
        if len(readings) == 2:
            both = narrate.gap(readings[0], readings[1], self.lang)
            said = both if both is not None else said
        runs: list[Run] = []
        place = 0
        for span in said.quantities:
            if span.start > place:
                runs.append(Plain(said.text[place : span.start]))
            runs.append(
                Quantity(said.text[span.start : span.end], span.reading, span.value, span.unit, span.scale, span.digits)
            )
            place = span.end
        runs.append(Plain(said.text[place:]))
        self._cards |= {reading.id: reading for reading in readings[: len(said.quantities)]}
        # a rank may be said in words, which have no card but a source
        return Statement(tuple(runs), self.sources(readings[: max(1, len(said.quantities))]))

    def number(self, reading: Reading, digits: int | None = None) -> Quantity:
        """A reading's number alone, with scale and unit."""
        self._cards[reading.id] = reading
        text = narrate.value_text(reading.value, reading.definition.unit, self.lang, digits)
        _, decimals, scale = narrate.printed_number(reading, self.lang, digits)
        return Quantity(text, reading.id, reading.value, reading.definition.unit, scale, decimals)

    def cell(self, reading: Reading | None, scale: float = 1.0, digits: int | None = None) -> Cell:
        """A reading as a table cell: a plain number in `scale`, with its flag; None for none."""
        if reading is None:
            return None
        self._cards[reading.id] = reading
        value = reading.value / scale
        shown = digits if digits is not None else cell_digits(reading.definition.unit, value, scale)
        if digits is None and reading.granule and reading.definition.unit == "PCT":
            shown = min(shown, narrate.quoted_digits(reading) or 0)  # no finer than it was quoted
        text = numbers.format_number(abs(value), self.lang, shown)
        if reading.definition.unit == "YEAR":
            text = f"{value:.0f}"
        minus = "\u2212" if value < 0 and float(f"{abs(value):.{shown}f}") else ""
        flag = self.flag(reading)
        return Quantity(minus + text, reading.id, reading.value, reading.definition.unit, scale, shown, flag)

    def derived(
        self,
        kind: str,
        readings: Sequence[Reading],
        value: float,
        unit: str,
        digits: int,
        definition: str,
        formula: str,
        scale: float = 1.0,
    ) -> Quantity:
        """A number computed from readings for this document only, as a table cell with a card of its own.

        Args:
            kind: what of the readings it is ("slope"); with their ids it makes the id.
            readings: what it is computed from.
            value: the number as printed, in `scale`.
            unit: unit of the number.
            digits: decimals printed.
            definition: what it is, in words.
            formula: key of its formula in `[brief]`.
            scale: what the number was divided by.
        """
        id_ = reading_id((kind, *(r.id for r in readings)))
        minus = "\u2212" if value < 0 and float(f"{abs(value):.{digits}f}") else ""
        self._derived[id_] = {
            "definition": definition,
            "formula": self.text(formula),
            "value": value * scale,
            "unit": unit,
            "status": self._status(max(r.status for r in readings), computed=True),
            "sources": list(self.sources(readings)),
            "others": [],
        }
        text = minus + numbers.format_number(abs(value), self.lang, digits)
        return Quantity(text, id_, value * scale, unit, scale, digits)

    def flag(self, reading: Reading) -> str:
        """Short mark of a table cell: quoted, partial or at a break; empty for none."""
        key = flags.key(reading)
        return self.text(key) if key else ""

    def flags_note(
        self, readings: Iterable[Reading | None], dated: Iterable[Reading] = (), *, again: bool = False
    ) -> str:
        """What the flags of a table mean, for those that occur and no table before it explained.

        Args:
            readings: the cells.
            dated: readings whose period is printed with the mark of an old one.
            again: whether all are explained, as behind a picture, where a printed page shows no table.
        """
        keys = flags.explained(readings, self.lang)
        keys += [flags.OLD] if any(self.is_old(r) for r in dated) else []
        if again:
            return "; ".join(map(self.text, keys))
        self._explain(keys)
        return "; ".join(self.text(key) for key in keys if self.once(key))

    def hollow_note(self, readings: Iterable[Reading]) -> str:
        """What the hollow marks of a picture mean: the flags of its numbers in words; empty where there are none."""
        keys = flags.explained(readings, self.lang)
        self._explain(keys)
        meant = [self.text(key).partition(":")[2].strip() for key in keys]
        return self.text("figure_hollow", what="; ".join(meant)) if meant else ""

    def _explain(self, keys: Collection[str]) -> None:
        """What a flag is said to mean no caveat says again."""
        if "flag_p" in keys:
            self.once("PARTIAL")

    @property
    def flags_told(self) -> str:
        """What the flags mean that the tables so far explained, for a reader of a later one; may be empty."""
        keys = flags.ordered({flags.OLD, *flags.MEANT.values()} & self._said, self.lang)
        return "; ".join(map(self.text, keys))

    def is_old(self, reading: Reading) -> bool:
        """Whether a number is older than three years on the day of the brief."""
        return aged(reading, self.material.as_of)

    def old_periods(self, readings: Iterable[Reading]) -> str:
        """A sentence naming the periods of numbers older than three years; empty where there are none."""
        periods = {numbers.format_period(r.definition.period, self.lang) for r in readings if self.is_old(r)}
        if not periods:
            return ""
        listed = numbers.join_list(sorted(periods), self.lang)
        return str(table(self.lang, "caveats")["old"]).format(years=listed)

    def sources(self, readings: Iterable[Reading]) -> tuple[int, ...]:
        """Numbers of the sources of some readings, ascending; their origins are looked up when they are first cited."""
        cited = list(readings)
        self.learn(cited)
        ids = {origin for reading in cited for origin in self._origins_of[reading.id]}
        return tuple(sorted(self._number(id_) for id_ in sorted(ids)))

    def event(self, event: Event) -> tuple[Cell, Cell]:
        """Date and title of an event as table cells."""
        title, language = narrate.event_title(event, self.lang)
        run: Run = Plain(title) if language == self.lang else Foreign(title, language)
        return Plain(numbers.format_date(event.date, self.lang)), run

    def tells(self, event: Event) -> bool:
        """Whether an event can be a statement: the language has a sentence for it that `hali check` reads back."""
        return f"{event.subject}.{event.action}" in table(self.lang, "event_sentences")

    def told(self, event: Event) -> Statement:
        """An event as a statement with its date and source."""
        template = str(table(self.lang, "event_sentences")[f"{event.subject}.{event.action}"])
        exact = ("year", "month", "day")[event.date.count("-")]
        day = numbers.format_date(event.date, self.lang)
        parties = numbers.join_list([form(code, self.lang, "plain") for code in event.parties], self.lang)
        text = template.format(when=str(table(self.lang, "event_when")[exact]).format(day=day), party=parties)
        return plain(text if text.endswith(".") else f"{text}.", self.event_source(event))

    def cite(self, id_: str, page: Origin | None = None) -> int:
        """Number of an origin of the record, or of a page that is none of its origins."""
        if page is not None:
            self._origins[page.id] = page
        return self._number(id_)

    def event_source(self, event: Event) -> int:
        """Number of an event's source."""
        return self._number(event.origin)

    def _number(self, origin: str) -> int:
        return self._cited.setdefault(origin, len(self._cited) + 1)

    def producers(self, readings: Sequence[Reading]) -> str:
        """Producers behind some readings with the numbers of their sources, as a figure's source line."""
        cited = list(self._cited)
        grouped: dict[str, list[int]] = {}
        for number in self.sources(readings):
            grouped.setdefault(self._origins[cited[number - 1]].producer, []).append(number)
        parts = [f"{producer} [{numbered(listed)}]" for producer, listed in grouped.items()]
        return self.text("source_line", sources="; ".join(parts))

    def origins(self) -> tuple[CitedOrigin, ...]:
        """Every source cited so far, number 1 first."""
        return tuple(self._citation(self._origins[id_]) for id_ in self._cited)

    def _citation(self, origin: Origin) -> CitedOrigin:
        return CitedOrigin(
            id=origin.id,
            citation=narrate.citation(origin, self.lang),
            licence=narrate.licence(origin, self.lang),
            attribution=origin.attribution,
            url=origin.link,
            retrieved=numbers.format_date(origin.retrieved, self.lang) if origin.retrieved else "",
            dataset=origin.dataset if origin.kind == "table" else "",
            kind=origin.kind,
            producer=origin.producer,
        )

    @property
    def printed(self) -> tuple[Reading, ...]:
        """Every reading printed so far."""
        return tuple(self._cards.values())

    def cards(self) -> dict[str, ReadingCard]:
        """What stands behind every number printed so far."""
        return {id_: self._card(reading) for id_, reading in self._cards.items()} | self._derived

    def _card(self, reading: Reading) -> ReadingCard:
        formulas = table(self.lang, "formulas")
        sources = list(self.sources([reading]))
        computed = reading.id in self._computed
        plain_formula = "members" if computed and reading.definition.method == "sum" else "other"
        others: list[OtherReading] = [
            {
                "reading": other.id,
                "definition": narrate.definition(other, self.lang),
                "text": narrate.value_text(other.value, other.definition.unit, self.lang),
            }
            for other in _others(reading, self._alike[reading.definition.measure, reading.definition.period])
        ]
        return {
            "definition": narrate.definition(reading, self.lang),
            "formula": str(formulas.get(reading.indicator, formulas[plain_formula])),
            "value": reading.value,
            "unit": reading.definition.unit,
            "status": self._status(reading.status, computed),
            "sources": sources,
            "others": others,
            "measure": reading.definition.measure,
            "variant": reading.definition.variant,
            "product": reading.definition.product,
            "flow": reading.definition.flow,
            "reporter": reading.definition.reporter,
            "partner": reading.definition.partner,
            "period": reading.definition.period,
        }

    def _status(self, status: str, computed: bool) -> str:
        """The status of a number in words: what several observations give, no body published as such."""
        written = table(self.lang, "status")
        said = [str(written["computed"])] if computed else []
        said += [str(written[status])] if status != "A" or not computed else []
        return "; ".join(said)


def _others(reading: Reading, everything: Iterable[Reading]) -> list[Reading]:
    """Other definitions of the same measure and period: the other reporter, other members, other currency."""
    d = reading.definition
    found = [
        r
        for r in everything
        if r.id != reading.id
        and r.definition.product == d.product
        and r.definition.flow == d.flow
        and (r.definition.unit == d.unit or r.definition.method == "printed")
        and (r.definition.partner != NONE) == (d.partner != NONE)
    ]
    found.sort(key=lambda r: (r.definition.dataflow != d.dataflow, r.status, r.definition.unit != d.unit, r.id))
    distinct = {f"{r.value:.6g}{r.definition.unit}": r for r in reversed(found)}
    distinct.pop(f"{reading.value:.6g}{d.unit}", None)
    return list(distinct.values())[::-1][:OTHERS]


def cell_digits(unit: str, value: float, scale: float = 1.0) -> int:
    """Decimals of a plain number in a table: one of shares and scaled figures, of others none if they are whole.

    A small number gets up to `MOST_DIGITS`, so as not to be printed as zero.
    """
    if unit in {"PCT"} or scale > 1:
        digits = 1
    elif unit in {"NR", "PERS", "RANK", "YEAR", "TEU"} or value == int(value):
        digits = 0
    else:
        digits = 2 if unit == "INDEX" else 1
    return next((more for more in range(digits, MOST_DIGITS + 1) if round(value, more)), digits)


def aged(reading: Reading, day: str) -> bool:
    """Whether a number is older than three years on an ISO day."""
    edition = dated(reading)
    end = reading.end if edition == reading.definition.period else f"{int(edition) + 1}-01-01"
    return int(day[:4]) - int(end[:4]) >= OLD and end < _years_before(day, OLD)


def _years_before(day: str, years: int) -> str:
    return f"{int(day[:4]) - years}{day[4:]}"
