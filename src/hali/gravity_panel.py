"""The panel of a gravity equation from the record: flows of one table, distances, agreements in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from hali import retrieval
from hali.codelists import areas
from hali.errors import NotInRecord, QuestionError
from hali.methods.gravity import Panel
from hali.methods.gravity_agreement import NEVER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hali.model.observation import Event
    from hali.record.store import Record

    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

ONE_YEAR, MANY_YEARS = "CEPII:BACI", "IMF:DOTS"
"""Tables a question is put to where it names none: the one with most countries, the one with most years."""

DISTANCES, DISTANCE = "CEPII:GEODIST", "distance_capitals"
"""Table and measure of how far countries are apart."""

IN_PART = ("contiguity", "common_official_language")
"""Measures of DISTANCES that the record holds for too few pairs to be covariates."""

FEWEST_COUNTRIES = 10
"""Exporters below which a table is no panel."""

NAMED = 8
"""Countries named where one is not held."""

APPLIED = ("in_force", "provisional")
"""Actions from which on an agreement applies."""

EU = "EU_V"
"""The union by its dated membership."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A panel with what its numbers stand for.

    Attributes:
        panel: the flows; countries and years by their place below.
        countries: ISO alpha-3.
        years: calendar years, one after the other.
        table: id of the table the flows are of.
        title: its title.
        unit: currency of the flows.
        vintages: editions they were published in.
        record: id of the record.
        notes: what the sample is, line by line.
    """

    panel: Panel
    countries: tuple[str, ...]
    years: tuple[int, ...]
    table: str
    title: str
    unit: str
    vintages: tuple[str, ...]
    record: str
    notes: tuple[str, ...]

    def dyad(self, one: str, other: str, year: int = 0) -> Flags:
        """Rows of the exports of one area (a country, or all members of a bloc) to another, (n,).

        Args:
            one: exporter.
            other: importer.
            year: whose last day says who is a member; default the last of the sample.

        Raises:
            NotInRecord: the sample has none of the countries of a side.
        """
        import numpy as np

        sold, bought = (
            np.isin(key, self.places(area, year))
            for key, area in ((self.panel.exporter, one), (self.panel.importer, other))
        )
        return np.asarray(sold & bought, dtype=bool)

    def places(self, area: str, year: int = 0) -> list[int]:
        """Places of the countries of an area; arguments and errors as above."""
        held = _members(area, year or self.years[-1])
        places = [place for place, code in enumerate(self.countries) if code in held]
        if not places:
            listed = f"{', '.join(self.countries[:NAMED])} and {len(self.countries) - NAMED} more"
            raise NotInRecord(f"{self.table} has no trade of {area}; it holds {listed}")
        return places


def sample(record: Record, table: str, since: int = 0, until: int = 9999, distances: bool = True) -> Sample:
    """The panel of a table of goods exports, with agreements in force and, without pair effects, distances.

    Args:
        record: the record.
        table: id of a table with the exports of many countries.
        since: first year.
        until: last year.
        distances: whether ln distance is a covariate; a pair effect takes its place.

    Raises:
        NotInRecord: nothing of the table, or of these years, is held.
        QuestionError: it holds the exports of too few countries.
    """
    import numpy as np
    import pyarrow.compute as pc

    rows = retrieval.observations(table, record=record)
    wanted = {"measure": "trade_value", "flow": "X", "product": "TOTAL", "freq": "A"}
    for column, value in wanted.items():
        rows = rows.filter(pc.equal(rows[column], value))
    exporters = set(rows["reporter"].to_pylist())
    countries = tuple(sorted(code for code in exporters if areas.area(code).kind == "country"))
    units = sorted(set(rows["unit"].to_pylist()))
    if len(countries) < FEWEST_COUNTRIES or len(units) != 1:
        raise QuestionError(
            f"{table} holds the yearly exports of {len(countries)} countries, a gravity equation needs "
            f"{FEWEST_COUNTRIES}; accepted is a table like {ONE_YEAR} or {MANY_YEARS}"
        )
    place = {code: nth for nth, code in enumerate(countries)}
    keys = [np.array([place.get(code, -1) for code in rows[side].to_pylist()]) for side in ("reporter", "partner")]
    year = np.array([int(period) for period in rows["period"].to_pylist()])
    inside = (keys[0] >= 0) & (keys[1] >= 0) & (keys[0] != keys[1]) & (year >= since) & (year <= until)
    if not inside.any():
        raise NotInRecord(f"{table} has no exports of these years; it holds {year.min()} to {year.max()}")
    years = tuple(range(int(year[inside].min()), int(year[inside].max()) + 1))
    grid = np.full((len(countries), len(countries), len(years)), np.nan)
    complete = record.warehouse.dataflows[table].complete_partners
    if complete:
        present = np.unique(np.column_stack([keys[0], year - years[0]])[inside], axis=0)
        grid[present[:, 0], :, present[:, 1]] = 0.0
    grid[keys[0][inside], keys[1][inside], year[inside] - years[0]] = rows["value"].to_numpy()[inside]
    apart = ~np.eye(len(countries), dtype=bool)[..., None] & np.isfinite(grid)
    exporter, importer, period = (np.asarray(one, dtype=np.intp) for one in np.nonzero(apart))
    columns = [in_force(record, countries, years)[exporter, importer, period].astype(np.float64)]
    if distances:
        columns.insert(0, np.log(_distances(record, countries))[exporter, importer])
    names = ("ln_distance", "agreement") if distances else ("agreement",)
    panel = Panel(grid[apart], exporter, importer, period, np.column_stack(columns), names)
    vintages = tuple(sorted(set(rows.filter(inside)["vintage"].to_pylist())))
    title = record.warehouse.dataflows[table].title
    notes = tuple(_notes(record, panel, len(countries), len(years), complete, distances))
    return Sample(panel, countries, years, table, title, units[0], vintages, record.id, notes)


def _notes(record: Record, panel: Panel, countries: int, years: int, complete: bool, distances: bool) -> Iterator[str]:
    """What a sample is."""
    import pyarrow.compute as pc

    cells = countries * (countries - 1) * years
    zeros = int((panel.flow == 0).sum())
    if complete:
        yield f"the table lists every partner: {zeros:,} pairs without a row are zero"
    else:
        yield f"{len(panel.flow):,} of {cells:,} pairs and years are held; the others are not known, not zero"
    yield "domestic sales are not held: no general equilibrium, and no trend of all trade across borders is taken out"
    yield (
        "agreement: 1 from the year in which an agreement notified to the WTO applies; parties of agreements of many "
        "countries as listed today, of the EU by its dated membership"
    )
    if distances:
        rows = retrieval.observations(DISTANCES, record=record)
        held = sum(pc.sum(pc.equal(rows["measure"], name)).as_py() for name in IN_PART) // len(IN_PART)
        yield "ln_distance: natural logarithm of the kilometres between the capitals (CEPII GeoDist)"
        yield f"common border and language are held for {held:,} pairs only, and are no covariates"


def _distances(record: Record, countries: tuple[str, ...]) -> Floats:
    """Kilometres between countries, (n, n); nan where not held."""
    import numpy as np
    import pyarrow.compute as pc

    rows = retrieval.observations(DISTANCES, record=record)
    rows = rows.filter(pc.equal(rows["measure"], DISTANCE))
    place = {code: nth for nth, code in enumerate(countries)}
    found = np.full((len(countries), len(countries)), np.nan)
    for one, other, value in zip(*(rows[c].to_pylist() for c in ("reporter", "partner", "value")), strict=True):
        if one in place and other in place and value > 0:
            found[place[one], place[other]] = found[place[other], place[one]] = value
    return found


def in_force(record: Record, countries: tuple[str, ...], years: tuple[int, ...], but: str = "") -> Flags:
    """Whether an agreement applies between two countries in a year, (n, n, T).

    Args:
        record: the record.
        countries: ISO alpha-3.
        years: calendar years.
        but: subject line of an agreement that is left out.
    """
    import numpy as np

    place = {code: nth for nth, code in enumerate(countries)}
    found = np.zeros((len(countries), len(countries), len(years)), dtype=bool)
    ended = {_subject(event): event.date for event in _agreements(record) if event.action == "ended"}
    spans = [
        (event.parties, int(event.date[:4]), int(ended.get(_subject(event), "9999")[:4]))
        for event in _agreements(record)
        if event.action in APPLIED and _subject(event)[0] != but and not _is_union(event)
    ]
    for nth, year in enumerate(years):
        applying = [(EU, EU), *(parties for parties, first, last in spans if first <= year < last)]
        for parties in applying:
            sides = [[place[code] for code in _members(party, year) if code in place] for party in parties]
            for a, one in enumerate(sides):
                for other in sides[a + 1 :]:
                    found[np.ix_(one, other, [nth])] = found[np.ix_(other, one, [nth])] = True
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """An agreement whose effect can be asked for.

    Attributes:
        title: of the agreement.
        date: ISO date from which it applied.
        panel: the flows, with other agreements as control.
        periods: (n,) place of the year of `date` for rows of its two sides, NEVER for all others.
    """

    title: str
    date: str
    panel: Panel
    periods: Codes


def entry(record: Record, found: Sample, one: str, other: str) -> Entry:
    """The first agreement of two areas, countries or blocs, that came to apply inside the years of a sample.

    Raises:
        NotInRecord: there is none; it names those the record holds.
    """
    import numpy as np

    found.places(one), found.places(other)
    dated = sorted(
        {
            (event.date, _subject(event)[0])
            for event in _agreements(record)
            if event.action in APPLIED and _covers(event, one, other)
        }
    )
    for day, title in dated:
        year = int(day[:4])
        if found.years[0] < year <= found.years[-1]:
            rows = found.dyad(one, other, year) | found.dyad(other, one, year)
            others = in_force(record, found.countries, found.years, title)
            keys = (found.panel.exporter, found.panel.importer, found.panel.period)
            control = others[keys].astype(np.float64)[:, None]
            panel = replace(found.panel, regressors=control, names=("other agreements",))
            return Entry(title, day, panel, np.where(rows, year - found.years[0], NEVER))
    listed = "; ".join(f"{title} ({day})" for day, title in dated) or "none at all"
    raise NotInRecord(
        f"no agreement of {one} and {other} came to apply from {found.years[0] + 1} to {found.years[-1]}; "
        f"the record holds {listed}"
    )


def _covers(event: Event, *asked: str) -> bool:
    """Whether the agreement binds countries of both areas, and as different parties of it."""
    year = int(event.date[:4])
    parties = [_members(party, year) for party in event.parties]
    one, other = ({nth for nth, held in enumerate(parties) if held & _members(area, year)} for area in asked)
    return bool(one and other) and (one != other or len(one) > 1)


def _agreements(record: Record) -> Iterator[Event]:
    """Trade agreements, as far as they were known on the record's day."""
    return (
        event
        for event in record.warehouse.events
        if event.subject == "RTA" and (not record.as_of or event.date <= record.as_of)
    )


def _subject(event: Event) -> tuple[str, tuple[str, ...]]:
    """The agreement an event is about: its title without what happened, and its parties."""
    return event.title.partition(": ")[2] or event.title, event.parties


def _is_union(event: Event) -> bool:
    """Whether the parties are the union's own members: whose dates are those of their accession."""
    ever = {one.member for one in areas.membership() if one.bloc == EU}
    return len(event.parties) > 2 and set(event.parties) <= ever


def _members(area: str, year: int) -> frozenset[str]:
    """Countries of an area on the last day of a year."""
    return areas.members(_dated_code(area), date(year, 12, 31))


@cache
def _dated_code(area: str) -> str:
    """The code of an area whose members are those of the day, where it has one."""
    if area not in areas.concepts():
        return area
    codes = areas.concept_codes(area)
    return next((code for code in codes if areas.area(code).kind == "moving"), codes[0])
