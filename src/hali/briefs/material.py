"""Everything the record holds on two partners, looked up once and sorted into series.

A series is one measure, variant and product of one reporter and partner; each of its periods has one reading, chosen
by the default definition: the bloc's members of today, a table before a quoted figure, a party's own table before a
compilation, the publisher's own currency, the newest vintage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from hali.briefs import parties
from hali.briefs.parties import Parties
from hali.codelists import areas
from hali.codelists.measures import measure, measures
from hali.model.definition import NONE, Reading
from hali.model.observation import Event
from hali.record import dataflows
from hali.record import readings as lookup
from hali.record.index import Wanted
from hali.record.store import Record

COMPANIONS = {"EU": ("SCHENGEN", "EIB", "EBRD")}
"""Bodies that act beside a bloc and report on its partners."""

ALONE = (NONE, "WLD")
"""In place of a partner: nobody, and everybody."""

ROUTE_REPORTERS = ("TITR_ASSOC", "UTLC")
"""Operators of routes between partners; shown with an area such a route crosses."""

GAP = 2
"""Years by which a line of one table may end before a newer figure of another."""

OLDEST = 17
"""Years before the brief that are looked at."""


@dataclass(frozen=True, slots=True)
class Key:
    """What makes readings one series."""

    measure: str
    variant: str
    product: str
    flow: str
    reporter: str
    partner: str


COUNTED = ("trade_total", "trade_balance")
"""Measures that say what one side counts: no third party's number fills the gaps between a side's own."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series: the chosen reading of each period, oldest first."""

    key: Key
    readings: tuple[Reading, ...]

    @property
    def latest(self) -> Reading:
        """The newest full year, else the newest period; a figure of a table before a newer quoted one."""
        return max(self.readings, key=lambda r: (r.status != "Q" or self._old(r), is_year(r), r.end))

    def _old(self, reading: Reading) -> bool:
        """Whether no table of the series comes within five years of a quoted figure."""
        tables = [int(r.end[:4]) for r in self.readings if r.status != "Q"]
        return not tables or int(reading.end[:4]) - max(tables) > 3

    def at(self, period: str) -> Reading | None:
        """The reading of one period."""
        return next((r for r in self.readings if r.definition.period == period), None)

    @property
    def years(self) -> tuple[Reading, ...]:
        """The readings of full years."""
        return tuple(r for r in self.readings if is_year(r))

    @property
    def comparable(self) -> tuple[Reading, ...]:
        """The readings of full years that can stand in one line: areas, members included, and table of the newest.

        Where the newest table is a compilation, the line is that of the most years among those that end within GAP
        years of it. Quoted figures of the same areas stay; they are marked.
        """
        years = self.years
        tables = [r for r in years if r.status != "Q"] or years
        kept = {_longest(tables)} if tables else set()
        return tuple(
            r for r in years if _line(r) in kept or (r.status == "Q" and {_line(r)[:2]} == {k[:2] for k in kept})
        )


@dataclass(frozen=True, slots=True)
class Material:
    """What a brief is made of.

    Attributes:
        record: where it comes from.
        pair: concepts or dated codes of the two sides, as asked.
        codes: the code each side has by default, `EU27_2020`.
        as_of: ISO day of the brief.
        series: by key.
        everything: all readings found, for the other definitions of a number.
        events: events with a party of each side, or of one side and a group of the other; oldest first.
        groups: groups both sides' programmes run through.
        parties: codes an event may name each side by.
    """

    record: Record
    pair: tuple[str, str]
    codes: tuple[str, str]
    as_of: str
    series: dict[Key, Series]
    everything: tuple[Reading, ...]
    events: tuple[Event, ...]
    groups: tuple[str, ...] = field(default=())
    parties: Parties = field(default_factory=Parties)

    def find(
        self,
        measure: str,
        reporter: str | None = None,
        partner: str | None = None,
        variant: str | None = None,
        product: str | None = None,
        flow: str | None = None,
    ) -> list[Series]:
        """Series of a measure, narrowed by whatever is given; longest and newest first."""
        wanted = (variant, product, flow, reporter, partner)
        found = [
            s
            for k, s in self.series.items()
            if k.measure == measure
            and all(
                w is None or w == h
                for w, h in zip(wanted, (k.variant, k.product, k.flow, k.reporter, k.partner), strict=True)
            )
        ]
        return sorted(found, key=lambda s: (s.latest.end, len(s.readings)), reverse=True)

    def one(self, measure: str, reporter: str, partner: str, **more: str) -> Series | None:
        """The one series that fits best, or None."""
        return next(iter(self.find(measure, reporter, partner, **more)), None)


def same_line(one: Reading, other: Reading) -> bool:
    """Whether two readings of a series can be set against each other: the same areas, members included, and table."""
    return _line(one) == _line(other)


def _longest(years: Sequence[Reading]) -> tuple[str, str, str]:
    """The line of a series that is shown; see `Series.comparable`."""
    newest = years[-1]
    if not dataflows.computed(newest.definition.dataflow):
        return _line(newest)
    lines: dict[tuple[str, str, str], int] = {}
    ends: dict[tuple[str, str, str], str] = {}
    for reading in years:
        line = _line(reading)
        lines[line], ends[line] = lines.get(line, 0) + 1, reading.end
    oldest = str(int(newest.end[:4]) - GAP)
    return max((line for line in lines if ends[line][:4] >= oldest), key=lambda line: (lines[line], ends[line]))


def _line(reading: Reading) -> tuple[str, str, str]:
    """What points of one line have in common beside their series."""
    d = reading.definition
    by_day = measure(d.measure).brief.members_by_day
    one, other = (side if by_day else _composed(side, reading.end) for side in (d.reporter, d.partner))
    return (one, other, d.dataflow)


@cache
def _composed(code: str, end: str) -> str:
    """An area with the members of the last day of a period that ends before `end`, where they change with the time."""
    if areas.area(code).kind != "moving":
        return code
    return " ".join((code, *sorted(areas.members(code, date.fromisoformat(end) - timedelta(days=1)))))


def prepare(
    record: Record, a: str, b: str, as_of: str, others: Iterable[str] = (), asks: Iterable[lookup.Ask] = ()
) -> None:
    """Compute all that a brief will look up, in one go.

    Args:
        record: the record.
        a: concept or dated code of the first side.
        b: the same of the second.
        as_of: ISO day the brief is written on.
        others: further codes whose readings with both sides, and with everybody, will be asked for.
        asks: what else will be.
    """
    mistaken = [*others]
    about = lookup.Ask((), mistaken, [*codes_of(a), *codes_of(b)], either_way=True)
    alone = lookup.Ask((), mistaken, ALONE)
    lookup.prepare(record, *_asks(a, b, as_of), *((about, alone) if mistaken else ()), *asks)


def _asks(a: str, b: str, as_of: str) -> tuple[lookup.Ask, ...]:
    """What a brief looks up: each side with the other, with groups of the other and with nobody; who acts for them."""
    groups = parties.groups_of(a, b, date.fromisoformat(as_of))
    sides = (codes_of(a), codes_of(b))
    asks = []
    for side, own, other in zip((a, b), sides, sides[::-1], strict=True):
        asks.append(lookup.Ask((), own, [*other, *groups, *ALONE]))
        asks.append(lookup.Ask((), COMPANIONS.get(areas.concept(side), ()), other))
    asks.append(lookup.Ask((), ROUTE_REPORTERS if groups else (), [*sides[0], *sides[1], NONE]))
    return tuple(ask for ask in asks if ask.reporters)


def _helpers(a: str, b: str) -> list[str]:
    """Bodies that act beside one of the sides."""
    return [code for side in (a, b) for code in COMPANIONS.get(areas.concept(side), ())]


def gather(record: Record, a: str, b: str, as_of: str) -> Material:
    """Look up everything on two sides.

    Args:
        record: the record.
        a: concept or dated code of the first side.
        b: the same of the second.
        as_of: ISO day the brief is written on.
    """
    sides = (codes_of(a), codes_of(b))
    day = date.fromisoformat(as_of)
    groups = parties.groups_of(a, b, day)
    helpers = _helpers(a, b)
    yearly = {m.id for m in measures() if m.brief.full_years}
    unused = {m.id for m in measures() if m.brief.use == "never"}
    kept: dict[str, Wanted] = {
        "variant": lambda variant: variant != "cumulated",
        "product": lambda product: not product.startswith("BAN_RU"),
    }
    # everything first: what is held of it answers the second question
    spans: list[tuple[Collection[str], dict[str, Wanted]]] = [
        ((), {"measure": lambda measure: measure not in yearly | unused}),
        (yearly, {"period": lambda period: len(period) == 4}),
    ]
    near = [
        reading
        for ask in _asks(a, b, as_of)
        for chosen, more in spans
        for reading in lookup.find(
            record, chosen, reporters=ask.reporters, partners=ask.partners, newest=True, where=kept | more
        )
    ]
    oldest = str(day.year - OLDEST)
    found = [r for r in near if _recent(r, oldest) and _belongs(r, sides, helpers, groups) and not _within(r, day)]
    defaults = (usual(a, as_of), usual(b, as_of))
    series = _said_once(by_default(found, as_of), areas.concept(a))
    named = parties.of((a, b), sides, groups, day)
    return Material(
        record=record,
        pair=(a, b),
        codes=defaults,
        as_of=as_of,
        series=series,
        everything=tuple(found),
        events=tuple(parties.events(record, a, b, sides, named)),
        groups=groups,
        parties=named,
    )


def _recent(reading: Reading, oldest: str) -> bool:
    """Of tables, nothing that ended before the year `oldest`; single figures of any age."""
    single = any(dataflow.kind == "paged" for dataflow in dataflows.of(reading.definition.dataflow))
    return single or reading.end > f"{oldest}-01-01"


def _belongs(reading: Reading, sides: Sequence[Sequence[str]], helpers: Sequence[str], groups: Sequence[str]) -> bool:
    """Whether a reading is of the pair, of one side alone, or of a programme that runs through a group of one side."""
    d = reading.definition
    if d.partner in ALONE:
        return d.reporter not in helpers
    if d.partner in groups:
        return d.reporter == "EU_INST"
    if d.reporter in helpers:
        return True
    return (d.reporter in sides[0]) != (d.partner in sides[0])


def _within(reading: Reading, day: date) -> bool:
    """Whether both sides of a reading belong to a bloc within which its measure says nothing, or one to the other.

    The European Union is no member of the Schengen area, and yet needs no visas for France.
    """
    bloc = measure(reading.definition.measure).brief.within
    if not bloc:
        return False
    codes = areas.concept_codes(bloc)
    inside = {*codes, *(member for code in codes for member in areas.members(code, day))}
    one, other = reading.definition.reporter, reading.definition.partner
    part = one in inside or not inside.isdisjoint(areas.members(one, day))
    return part and (other in inside or one in areas.members(other, day))


def codes_of(side: str) -> tuple[str, ...]:
    """Codes of readings that may stand for a side: all of a concept, or the one dated code asked for."""
    if side in areas.concepts():
        return areas.concept_codes(side)
    return (side,)


def usual(side: str, as_of: str) -> str:
    """The code a side has by default on a day: `EU` -> `EU27_2020`, `KAZ` -> `KAZ`, `EU28` -> `EU28`."""
    return areas.conventional(side, date.fromisoformat(as_of)) if side in areas.concepts() else side


def by_default(found: Iterable[Reading], as_of: str) -> dict[Key, Series]:
    """Readings sorted into series, of each period the one the default definition chooses.

    Args:
        found: readings.
        as_of: ISO day that says which composition of a bloc is today's.
    """
    grouped: dict[Key, dict[str, tuple[tuple[object, ...], Reading]]] = {}
    for reading in found:
        d = reading.definition
        key = Key(d.measure, d.variant, d.product, d.flow, concept_of(d.reporter), concept_of(d.partner))
        periods = grouped.setdefault(key, {})
        rank = _rank(reading, as_of)
        held = periods.get(d.period)
        if held is None or rank < held[0]:
            periods[d.period] = rank, reading
    chosen = {key: [reading for _, reading in periods.values()] for key, periods in grouped.items()}
    return {
        key: Series(key, tuple(sorted(_counted(key, readings), key=lambda r: (r.end, r.start))))
        for key, readings in chosen.items()
    }


def _said_once(series: dict[Key, Series], first: str) -> dict[Key, Series]:
    """Without the lines towards the first side that only turn a third party's number of both sides round."""

    def turned(key: Key, one: Series) -> bool:
        other = series.get(replace(key, reporter=key.partner, partner=key.reporter))
        both = [r for s in (one, other) if s is not None for r in s.readings]
        put_together = all(dataflows.computed(r.definition.dataflow) for r in both)
        return key.measure in COUNTED and key.partner == first and other is not None and put_together

    return {key: one for key, one in series.items() if not turned(key, one)}


def _counted(key: Key, readings: Collection[Reading]) -> Collection[Reading]:
    """The readings of a line; of COUNTED, where the side itself counts, without those a third party put together."""
    own = [r for r in readings if not dataflows.computed(r.definition.dataflow)]
    return own if key.measure in COUNTED and any(r.status != "Q" for r in own) else readings


@cache
def concept_of(code: str) -> str:
    """The concept of an area's code; of nobody, everybody and institutions the code itself."""
    return code if code in {NONE, "WLD"} or code.endswith("_INST") else areas.concept(code)


def _rank(reading: Reading, as_of: str) -> tuple[object, ...]:
    """Order of the readings of one period: the default definition is the smallest."""
    d = reading.definition
    parties = composed(d.measure, d.reporter, d.partner, as_of)
    told = preference(parties, bool(reading.missing), reading.status, d.dataflow, d.method, d.rate, reading.known)
    return (*told, d.unit, reading.id)


def composed(measured: str, reporter: str, partner: str, as_of: str) -> int:
    """How far two sides are from what they are read as on a day; 0 where both are just that.

    Args:
        measured: id of the measure.
        reporter: code of a reading.
        partner: code of a reading.
        as_of: ISO day.
    """
    if measure(measured).brief.members_by_day:
        return 0 if areas.area(reporter).kind in {"country", "moving"} else 1
    return max(_composition(reporter, as_of), _composition(partner, as_of))


def preference(
    parties: int, partial: bool, status: str, dataflow: str, method: str, rate: str, known: str
) -> tuple[object, ...]:
    """What is compared where several definitions give a number of one period: the smallest is taken by default.

    Args:
        parties: see `composed`.
        partial: members of a bloc are missing.
        status: of the reading.
        dataflow: the table behind it: a side's own before what others pass on, before what others put together; of
            those alike the first in the alphabet.
        method: `table`, `sum` or `printed`.
        rate: `annual_mean` where it was converted.
        known: ISO day from which it was known; the newest goes first.
    """
    return (
        parties > 1,
        partial,
        parties,
        status == "Q",
        dataflows.third_party(dataflow),
        dataflows.computed(dataflow),
        ("table", "sum", "printed").index(method),
        rate == "annual_mean",
        tuple(-ord(c) for c in known),
        dataflow,
    )


@cache
def _composition(code: str, as_of: str) -> int:
    """0 for a country or a bloc as of today, then the same members under another code, other members, printed rows."""
    if code in {NONE, "WLD"}:
        return 0
    concept = areas.concept(code)
    kind = areas.area(code).kind
    if kind == "country" or code == concept:
        return 0
    if code == usual(concept, as_of):
        return 0
    if kind == "printed":
        return 4
    if code in {"EU_UNSTATED", "EU_INST"}:
        return 3
    day = date.fromisoformat(as_of)
    return 1 if areas.members(code, day) == areas.members(usual(concept, as_of), day) else 2


@cache
def currency(concept: str) -> str:
    """Currency the statistics of an area publish in: EUR for the EU, its members and the euro area, else USD."""
    if concept in {NONE, "WLD"}:
        return "USD"
    union = areas.members("EU27_2020", areas.FIXED["EU27_2020"])
    code = usual(concept, areas.FIXED["EU27_2020"].isoformat()) if concept in areas.concepts() else concept
    members = areas.members(code, areas.FIXED["EU27_2020"])
    return "EUR" if (members and members <= union) or concept in {"EIB", "EU_INST"} else "USD"


def is_year(reading: Reading) -> bool:
    """Whether a reading is of one calendar year."""
    return len(reading.definition.period) == 4
