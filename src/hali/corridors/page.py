"""An answer as a document any writer takes: routes, map, parts, what would change them, rows."""

from __future__ import annotations

from hali.corridors.answer import Answer
from hali.corridors.fallback import Distance
from hali.corridors.load import BASE_YEAR, Loaded
from hali.corridors.map import dwell, route_map
from hali.corridors.printer import Printer
from hali.corridors.question import Found
from hali.corridors.told import BOUNDARY, MONTHS
from hali.narrate import words
from hali.publish.document import (
    Block,
    Cell,
    CitedOrigin,
    Column,
    DataTable,
    Document,
    Figure,
    Note,
    Paragraph,
    Plain,
    Quantity,
    ReadingCard,
    Section,
    Statement,
    plain,
)
from hali.publish.plots import Bar, Bars
from hali.version import VERSION

LANGUAGE = "en"
READ = "2026-11-29"
"""Day the rows of the network were last gone over."""


def document(answer: Answer) -> Document:
    """The answer as a document in English."""
    printer = Printer(answer)
    one, other = answer.ends
    sections = [
        Section("routes", "connectivity", "Routes", 1, "", (_routes(printer), *_values(printer))),
        Section("map", "connectivity", "Map", 1, "", (figure(answer, printer.sources(answer.lead.rows)),)),
        Section("parts", "connectivity", f"Where the days go: {answer.lead.name}", 1, "", (_parts(printer),)),
    ]
    if answer.tornado:
        sections.append(Section("saved", "connectivity", "What would shorten it", 1, "", (_tornado(printer),)))
    if answer.break_even:
        sections.append(Section("value", "connectivity", "Value of the cargo", 1, "", (_break_even(printer),)))
    sections.append(Section("capacity", "connectivity", "Capacity", 1, "", _capacity(printer)))
    if answer.differences:
        sections.append(Section("set", "connectivity", "Before and after", 1, "", (_differences(printer),)))
    sections.append(Section("assumed", "connectivity", "Assumptions", 1, "", (_assumed(answer),)))
    lead = _lead(printer)
    return Document(
        kind="routes",
        title=f"Routes from {one.name} to {other.name}",
        subtitle=f"One FEU, terminal to terminal, departing in {MONTHS[answer.question.month]}",
        language=LANGUAGE,
        pair=(one.area, other.area),
        composition=tuple((place.asked, place.read_as) for place in answer.ends if place.read_as),
        as_of=READ,
        as_of_text=READ,
        record=answer.loaded.id,
        version=f"hali {VERSION}",
        lead=(lead,),
        sections=tuple(sections),
        readings=printer.cards,
        origins=printer.origins(),
        labels={**words.table(LANGUAGE, "labels"), "record": "Network"},
        methods=tuple(plain(text) for text in METHODS),
    )


METHODS = (
    "The clock starts with the departure of the first service and stops with the arrival of the last one.",
    "Running times are triangular, handling is lognormal, waiting for a departure is uniform; a factor common to all "
    "parts of a journey stands for good and bad times. Weather shuts services by month, and a queue forms behind it.",
    "Hours of ports and rail borders are multiplied by factors fitted to a few published times of the Middle Corridor; "
    "all other published times were kept for validation.",
    "Costs are ranges: tariffs differ by season, shipper and direction, and few are published.",
)


def _lead(printer: Printer) -> Paragraph:
    route = printer.answer.lead
    days, rows = route.times.quantiles, route.grounds["time"].rows
    runs = (
        Plain(f"{route.name}: half of all boxes take no more than "),
        printer.of(route, "time", days[2], "days", 1, "median"),
        Plain(" days, and nineteen in twenty no more than "),
        printer.of(route, "time", days[4], "days", 1, "95th percentile"),
        Plain(" days."),
    )
    return Paragraph((Statement(runs, printer.sources(rows)),))


def _routes(printer: Printer) -> DataTable:
    rows: list[tuple[Cell, ...]] = []
    for route in printer.answer.routes:
        days = route.times.quantiles
        rows.append(
            (
                Plain(route.name),
                *(
                    printer.of(route, "time", days[place], "days", 1, name)
                    for place, name in ((0, "5th percentile"), (2, "median"), (4, "95th percentile"))
                ),
                printer.of(route, "time", 100 * route.times.on_time, "%", 0, "share that keeps the typical days"),
                printer.of(route, "cost", route.cost.low, "USD per FEU", 0, "lower cost"),
                printer.of(route, "cost", route.cost.high, "USD per FEU", 0, "upper cost"),
                printer.of(route, "co2e", route.co2e.low, "kg CO2e per FEU", 0, "lower emissions"),
                printer.of(route, "co2e", route.co2e.high, "kg CO2e per FEU", 0, "upper emissions"),
            )
        )
    heads = ("Route", "Days, p5", "Median", "p95", "On time, %", "USD, low", "USD, high", "CO2e, low", "CO2e, high")
    return DataTable(
        columns=tuple(Column(head, number > 0) for number, head in enumerate(heads)),
        rows=tuple(rows),
        caption="Routes, the best of each corridor",
        unit=f"days; USD per FEU in prices of {BASE_YEAR}; kg CO2e per FEU, {BOUNDARY}",
        sources=printer.sources(row for route in printer.answer.routes for row in route.rows),
    )


def _values(printer: Printer) -> tuple[Block, ...]:
    """Cost with the worth of time, where the value of the cargo was said."""
    if printer.answer.question.cargo_value is None:
        return ()
    rows: list[tuple[Cell, ...]] = [
        (
            Plain(route.name),
            _value(printer, route, found.low, "lower"),
            _value(printer, route, found.high, "upper"),
        )
        for route in printer.answer.routes
        if (found := route.generalised) is not None
    ]
    heads = (Column("Route"), Column("USD, low", numeric=True), Column("USD, high", numeric=True))
    return (DataTable(heads, tuple(rows), "Cost with the worth of time", "USD per FEU"),)


def _value(printer: Printer, route: Found, value: float, which: str) -> Quantity:
    rows = (*route.grounds["time"].rows, *route.grounds["cost"].rows)
    return printer.number(
        value, "USD per FEU", 0, "value", f"{which} cost with time, {route.name}", rows, route.assumed
    )


def figure(answer: Answer, sources: tuple[int, ...] = ()) -> Figure:
    """The map of an answer, with its places and days as a table.

    Args:
        answer: the answer.
        sources: numbers of its sources in the document it stands in.
    """
    chart = route_map(answer)
    names = [place.name for place in answer.ends]
    spent = dwell(answer.lead)
    nodes = answer.loaded.nodes
    rows: list[tuple[Cell, ...]] = [
        (Plain(nodes[one.start].name), Plain(nodes[one.end].name), Plain(one.mode.replace("_", " ")), Plain(route.name))
        for route in answer.routes
        for one in route.services
    ]
    longest = max(spent, key=lambda place: spent[place])
    alt = (
        f"Map of {len(answer.routes)} routes from {names[0]} to {names[1]}; the first by land or sea is the "
        f"{answer.lead.name}, where boxes stand longest at {nodes[longest].name}."
    )
    heads = tuple(Column(head) for head in ("From", "To", "By", "Route"))
    return Figure(
        chart=chart,
        title=Statement((Plain(f"Routes from {names[0]} to {names[1]}"),), sources),
        subtitle="Legs by way of travel; circles grow with the mean days spent at a place",
        source_line="Natural Earth (public domain): coasts only, no borders are drawn; sea lines: searoute.",
        alt=alt,
        table=DataTable(heads, tuple(rows), "Legs of the routes"),
        note="Lines show the way, not the track.",
    )


def _parts(printer: Printer) -> DataTable:
    route = printer.answer.lead
    rows: list[tuple[Cell, ...]] = []
    for part, mean, median, late in route.times.parts:
        own = (*part.rows, *printer.answer.loaded.level)
        cells = [
            printer.number(value, "days", 1, "time", f"{name} of {part.name}", own, part.assumed)
            for value, name in ((mean, "mean"), (median, "median"), (late, "95th percentile"))
        ]
        rows.append((Plain(_said(printer.answer.loaded, part.kind, part.where)), *cells))
    heads = ("Part", "Mean", "Median", "p95")
    columns = tuple(Column(head, number > 0) for number, head in enumerate(heads))
    return DataTable(columns, tuple(rows), "Days of each part", "days", printer.sources(route.grounds["time"].rows))


SAID = {
    "run": "running",
    "wait": "waiting for a departure",
    "process": "handling and border",
    "weather": "closed by weather",
    "shut": "shut",
}


def _said(loaded: Loaded, kind: str, where: str) -> str:
    """A part in words: "Aktau to Alat, feeder: running"."""
    service = loaded.network.by_id.get(where)
    if service is None:
        return f"{loaded.nodes[where].name}: {SAID[kind]}"
    ends = " to ".join(loaded.nodes[place].name for place in (service.start, service.end))
    return f"{ends}, {service.mode.replace('_', ' ')}: {SAID[kind]}"


def _tornado(printer: Printer) -> Figure:
    answer = printer.answer
    grounds = answer.lead.grounds["time"]
    named = [(_part_name(answer.loaded, name), -median, -late) for name, median, late in answer.tornado]
    shown = [one for one in named if one[1] >= 0.005] or named[:1]
    rows: list[tuple[Cell, ...]] = [
        (
            Plain(name),
            printer.number(
                median, "days", 2, "time", f"days saved in the median: {name}", grounds.rows, grounds.assumed
            ),
            printer.number(late, "days", 2, "time", f"days saved in the p95: {name}", grounds.rows, grounds.assumed),
        )
        for name, median, late in shown
    ]
    heads = (Column("Part"), Column("Median", numeric=True), Column("p95", numeric=True))
    sources = printer.sources(grounds.rows)
    return Figure(
        chart=Bars(tuple(Bar(name, median, f"{median:.2f}") for name, median, _ in shown), "days saved in the median"),
        title=Statement((Plain(f"{shown[0][0]} is where a cut of one quarter saves most"),), sources),
        subtitle="Days saved in the median if this part alone takes a quarter less",
        source_line=f"Rows {', '.join(grounds.rows)}",
        alt=f"Bars of the days saved by cutting each part; the longest is {shown[0][0]}.",
        table=DataTable(heads, tuple(rows), "Days saved by a cut of one quarter", "days", sources),
    )


def _part_name(loaded: Loaded, name: str) -> str:
    kind, _, where = name.partition(" ")
    return _said(loaded, kind, where)


def _break_even(printer: Printer) -> DataTable:
    rows: list[tuple[Cell, ...]] = [
        (
            Plain(f"{one.faster} rather than {one.cheaper}"),
            printer.number(
                one.value.low, "USD per FEU", 0, "value", f"lower value, {one.faster}, {one.cheaper}", one.rows
            ),
            printer.number(
                one.value.high, "USD per FEU", 0, "value", f"upper value, {one.faster}, {one.cheaper}", one.rows
            ),
        )
        for one in printer.answer.break_even
    ]
    heads = (Column("Choice"), Column("USD, low", numeric=True), Column("USD, high", numeric=True))
    sources = printer.sources(row for one in printer.answer.break_even for row in one.rows)
    caption = "Value of the cargo in a FEU from which on the faster route is the better one"
    return DataTable(heads, tuple(rows), caption, "USD per FEU", sources)


def _capacity(printer: Printer) -> tuple[Block, ...]:
    said: list[Statement] = []
    rows: list[tuple[Cell, ...]] = []
    for one in printer.answer.capacity:
        cited = [row for narrow in one.bottlenecks for row in narrow.rows]
        if one.flow is not None and cited:
            number = printer.number(one.flow, "TEU a year", 0, "capacity", f"capacity of {one.corridor}", cited)
            runs = (Plain(f"{one.corridor}: "), number, Plain(f" TEU a year, by {', '.join(one.cut)}."))
            said.append(Statement(runs, printer.sources(cited)))
        else:
            reason = one.refused.partition(";")[0]
            said.append(Statement((Plain(f"{one.corridor}: {reason}."),), printer.sources(cited)))
        for narrow in one.bottlenecks:
            what = f"capacity of {narrow.element}"
            used = narrow.utilisation
            rows.append(
                (
                    Plain(f"{one.corridor}: {narrow.element}"),
                    printer.number(narrow.capacity, narrow.unit, 0, "capacity", what, narrow.rows),
                    Plain(narrow.unit),
                    None
                    if used is None
                    else printer.number(100 * used, "%", 0, "capacity", f"use of the {what}", narrow.rows),
                )
            )
    heads = (Column("Element"), Column("Capacity", numeric=True), Column("Unit"), Column("Used, %", numeric=True))
    table = (DataTable(heads, tuple(rows), "Published capacities, the narrowest first"),) if rows else ()
    return (Note(tuple(said)), *table)


def _differences(printer: Printer) -> DataTable:
    rows: list[tuple[Cell, ...]] = []
    for one in printer.answer.differences:
        cells: list[Cell] = []
        for place, name in ((2, "median"), (4, "95th percentile")):
            for state, when in ((one.before, "before"), (one.after, "after")):
                cells.append(
                    None
                    if state is None
                    else printer.of(state, "time", state.times.quantiles[place], "days", 1, f"{name} {when}")
                )
        rows.append((Plain(one.name), *cells))
    heads = ("Route", "Median before", "after", "p95 before", "after")
    columns = tuple(Column(head, number > 0) for number, head in enumerate(heads))
    return DataTable(columns, tuple(rows), f"Set: {'; '.join(printer.answer.told)}", "days")


def _assumed(answer: Answer) -> DataTable:
    words_ = dict.fromkeys(word for route in answer.routes for word in route.assumed)
    rows: list[tuple[Cell, ...]] = [tuple(map(Plain, (*word.partition(": ")[::2],))) for word in words_]
    return DataTable((Column("Element"), Column("Number")), tuple(rows), "Numbers no published row gives")


def distance_document(found: Distance, loaded: Loaded) -> Document:
    """Two places without a network as a document in English."""
    one, other = found.ends
    what = f"great-circle distance from {one.name} to {other.name}"
    cards = {"distance": _card(what, "haversine of the coordinates", found.km, "km", 1)}
    km = Quantity(f"{found.km:,.0f}", "distance", found.km, "km")
    said = [plain(f"{found.said[0].upper()}{found.said[1:]}.")]
    said.append(Statement((Plain("As the crow flies it is "), km, Plain(" km.")), (1,)))
    for reading in found.readings:
        cards[reading.reading] = _card(reading.what, "as published", reading.value, reading.unit, 2)
        number = Quantity(f"{reading.value:,.4g}", reading.reading, reading.value, reading.unit)
        said.append(Statement((number, Plain(f" {reading.what}, {reading.period}.")), (2,)))
    said += [plain(f"The record has no {missing}.") for missing in found.missing]
    origins = [CitedOrigin("GEONAMES", "GeoNames, coordinates of cities", "CC BY 4.0", url="https://www.geonames.org")]
    if found.readings:
        told = "Readings of the record; `hali explain` with the id of a reading names its publisher"
        origins.append(CitedOrigin("RECORD", told, "as its publisher says"))
    return Document(
        kind="routes",
        title=f"From {one.name} to {other.name}",
        subtitle="No curated network",
        language=LANGUAGE,
        pair=(one.area, other.area),
        as_of=READ,
        as_of_text=READ,
        record=loaded.id,
        version=f"hali {VERSION}",
        lead=(Paragraph(tuple(said)),),
        sections=(),
        readings=cards,
        origins=tuple(origins),
        labels=words.table(LANGUAGE, "labels"),
    )


def _card(what: str, formula: str, value: float, unit: str, source: int) -> ReadingCard:
    return {
        "definition": what,
        "formula": formula,
        "value": value,
        "unit": unit,
        "status": "computed" if source == 1 else "of the record",
        "sources": [source],
        "others": [],
    }
