"""An answer as a document any writer takes: routes, map, parts, what would change them, rows."""

from __future__ import annotations

from collections.abc import Sequence

from hali.corridors import distance_page, exported
from hali.corridors.answer import Answer
from hali.corridors.distance_page import READ
from hali.corridors.fallback import Distance
from hali.corridors.load import BASE_YEAR
from hali.corridors.map import dwell, route_map
from hali.corridors.printer import Printer
from hali.corridors.question import Found
from hali.corridors.throughput import Bottleneck
from hali.languages import numbers
from hali.methods.corridors.economics import LOADS
from hali.narrate import words
from hali.publish.blocks import (
    Block,
    Cell,
    Column,
    DataTable,
    Figure,
    Note,
    Paragraph,
    Plain,
    Quantity,
    Statement,
    plain,
)
from hali.publish.document import Document, Section
from hali.publish.plots import Bar, Bars, Span, Spans
from hali.version import VERSION

METHODS = ("clock", "time", "fit", "cost")

DAYS = (("p5", 0), ("median", 2), ("p95", 4))
"""Days printed of a route: key of the words and place among the quantiles."""


def document(found: Answer | Distance, lang: str = "en") -> Document:
    """What was found as a document in a language."""
    return _routes_document(found, lang) if isinstance(found, Answer) else distance_page.document(found, lang)


def _routes_document(answer: Answer, lang: str) -> Document:
    printer = Printer(answer, lang)
    says = printer.says
    return Document(
        kind="routes",
        title=says("titles.document", **says.ends(answer.ends)),
        subtitle=says("titles.subtitle", month=says.month(answer.question.month)),
        language=lang,
        pair=(answer.ends[0].area, answer.ends[1].area),
        composition=tuple((place.asked, says.place(place)) for place in answer.ends if place.read_as),
        as_of=READ,
        as_of_text=numbers.format_date(READ, lang),
        record=answer.loaded.id,
        version=f"hali {VERSION}",
        lead=(_lead(printer),),
        sections=tuple(_sections(printer)),
        readings=printer.cards,
        origins=printer.origins(),
        labels={**words.table(lang, "labels"), "record": says("titles.network")},
        methods=tuple(plain(says(f"methods.{name}")) for name in METHODS),
    )


def _sections(printer: Printer) -> list[Section]:
    """The sections, without those that have nothing to say."""
    answer, says = printer.answer, printer.says
    lead = says.route(answer.lead.title)
    found: list[tuple[str, str, tuple[Block, ...]]] = [
        ("routes", says("titles.routes"), (spans(printer, answer.routes), _routes(printer), *_values(printer))),
        ("map", says("titles.map"), (figure(answer, printer),)),
    ]
    if answer.differences:
        found.append(("set", says("titles.set"), (_differences(printer),)))
    found.append(("parts", says("titles.parts", route=lead), (_parts(printer),)))
    if answer.tornado:
        found.append(("saved", says("titles.saved"), (_tornado(printer),)))
    if any(answer.lead in (one.faster, one.cheaper) for one in answer.break_even):
        found.append(("value", says("titles.value"), (_break_even(printer),)))
    found.append(("capacity", says("titles.capacity"), _capacity(printer)))
    found.append(("assumed", says("titles.assumed"), _assumed(printer)))
    return [Section(id_, "connectivity", title, 1, "", blocks) for id_, title, blocks in found]


def _lead(printer: Printer) -> Paragraph:
    route = printer.answer.lead
    times, cited = route.times, printer.sources(route.grounds["time"].rows)
    median, late, movement, dwell_ = (
        printer.of(route, "time", value, "days", 1, what)
        for value, what in (
            (times.quantiles[2], "median"),
            (times.quantiles[4], "p95"),
            (times.movement, "movement"),
            (times.dwell, "dwell"),
        )
    )
    name = printer.says.route(route.title)
    return Paragraph(
        (
            printer.statement("lead.median", cited, route=name, q=median, q2=late),
            printer.statement("lead.share", cited, q=movement, q2=dwell_),
            printer.statement("lead.modelled"),
        )
    )


def _heads(printer: Printer, *keys: str) -> tuple[Column, ...]:
    """Heads of a table whose first column holds words and the others numbers."""
    return tuple(Column(printer.says(f"heads.{key}"), place > 0) for place, key in enumerate(keys))


def spans(printer: Printer, routes: Sequence[Found]) -> Figure:
    """Days of routes as bars from the 5th to the 95th percentile, with the table that says the same."""
    answer, says = printer.answer, printer.says
    rows: list[tuple[Cell, ...]] = []
    drawn = []
    for route in routes:
        days = route.times.quantiles
        name = says.route(route.title)
        text = f"{says.number(days[2], 1)} ({says.number(days[0], 0)}–{says.number(days[4], 0)})"
        drawn.append(Span(name, days[0], days[2], days[4], text, front=route is answer.lead))
        rows.append((Plain(name), *(printer.of(route, "time", days[place], "days", 1, what) for what, place in DAYS)))
    title = says("captions.spans_title", **says.ends(answer.ends))
    shortest = min(routes, key=lambda one: one.times.quantiles[2])
    cited = printer.sources(row for route in routes for row in route.grounds["time"].rows)
    heads = _heads(printer, "route", *(what for what, _ in DAYS))
    return Figure(
        chart=Spans(tuple(drawn), says("units.days")),
        title=Statement((Plain(title),), cited),
        subtitle=says("captions.spans"),
        source_line=says("lead.modelled"),
        alt=says("captions.spans_alt", route=says.route(shortest.title)),
        table=DataTable(heads, tuple(rows), title, says("units.days")),
    )


def _routes(printer: Printer) -> DataTable:
    says = printer.says
    rows: list[tuple[Cell, ...]] = []
    for route in printer.answer.routes:
        days, cost, co2e = route.times.quantiles, route.cost, route.co2e
        rows.append(
            (
                Plain(says.route(route.title)),
                *(printer.of(route, "time", days[place], "days", 1, what) for what, place in DAYS),
                printer.of(route, "time", 100 * route.times.on_time, "pct", 0, "on_time"),
                printer.of(route, "cost", cost.low, "usd", 0, "cost_low"),
                printer.of(route, "cost", cost.high, "usd", 0, "cost_high"),
                printer.of(route, "co2e", co2e.low, "co2", 0, "co2_low"),
                printer.of(route, "co2e", co2e.high, "co2", 0, "co2_high"),
            )
        )
    heads = ("route", "p5", "median", "p95", "on_time", "usd_low", "usd_high", "co2_low", "co2_high")
    units = (says("units.days"), says("units.usd_of", year=BASE_YEAR), says("units.co2_of"))
    return DataTable(
        columns=_heads(printer, *heads),
        rows=tuple(rows),
        caption=says("captions.routes"),
        unit="; ".join(units),
        sources=printer.sources(row for route in printer.answer.routes for row in route.rows),
    )


def _values(printer: Printer) -> tuple[Block, ...]:
    """Cost with the worth of time, where the value of the cargo was said."""
    if printer.answer.question.cargo_value is None:
        return ()
    says = printer.says
    rows: list[tuple[Cell, ...]] = [
        (
            Plain(says.route(route.title)),
            _value(printer, route, found.low, "value_low"),
            _value(printer, route, found.high, "value_high"),
        )
        for route in printer.answer.routes
        if (found := route.generalised) is not None
    ]
    heads = _heads(printer, "route", "usd_low", "usd_high")
    return (DataTable(heads, tuple(rows), says("captions.values"), says("units.usd")),)


def _value(printer: Printer, route: Found, value: float, what: str) -> Quantity:
    says = printer.says
    rows = (*route.grounds["time"].rows, *route.grounds["cost"].rows)
    told = f"{says(f'what.{what}')}, {says.route(route.title)}"
    return printer.number(value, says("units.usd"), 0, "value", told, rows, route.assumed)


def figure(answer: Answer, printer: Printer) -> Figure:
    """The map of an answer, with its legs as a table."""
    says = printer.says
    spent = dwell(answer.lead)
    rows: list[tuple[Cell, ...]] = [
        (
            Plain(says.node(one.start)),
            Plain(says.node(one.end)),
            Plain(says(f"modes.{one.mode}")),
            Plain(says.route(route.title)),
        )
        for route in answer.routes
        for one in route.services
    ]
    ends = says.ends(answer.ends)
    longest = says.node(max(spent, key=lambda place: spent[place]))
    title = says("titles.document", **ends)
    return Figure(
        chart=route_map(answer, says),
        title=Statement((Plain(title),), printer.sources(answer.lead.rows)),
        subtitle=says("captions.map_line"),
        source_line=says("captions.map_source"),
        alt=says("captions.map_alt", **ends, route=says.route(answer.lead.title), place=longest),
        table=DataTable(
            tuple(Column(says(f"heads.{key}")) for key in ("from", "to", "by", "route")),
            tuple(rows),
            says("captions.legs"),
        ),
        note=says("captions.map_note"),
    )


def _parts(printer: Printer) -> DataTable:
    route, says = printer.answer.lead, printer.says
    rows: list[tuple[Cell, ...]] = []
    for part, mean, median, late in route.times.parts:
        name = says.part(part.kind, part.where)
        own = (*part.rows, *printer.answer.loaded.level)
        cells = (
            printer.number(value, says("units.days"), 1, "time", f"{says(f'what.{what}')}, {name}", own, part.assumed)
            for value, what in ((mean, "mean"), (median, "median"), (late, "p95"))
        )
        rows.append((Plain(name), *cells))
    sources = printer.sources(route.grounds["time"].rows)
    heads = _heads(printer, "part", "mean", "median", "p95")
    return DataTable(heads, tuple(rows), says("captions.parts"), says("units.days"), sources)


def _tornado(printer: Printer) -> Figure:
    answer, says = printer.answer, printer.says
    grounds = answer.lead.grounds["time"]
    named = [(says.part(*name.split(" ", 1)), -median, -late) for name, median, late in answer.tornado]
    shown = [one for one in named if one[1] >= 0.005] or named[:1]

    def saved(value: float, what: str, name: str) -> Quantity:
        told = f"{says(f'what.{what}')}: {name}"
        return printer.number(value, says("units.days"), 2, "time", told, grounds.rows, grounds.assumed)

    rows: list[tuple[Cell, ...]] = [
        (Plain(name), saved(median, "saved_median", name), saved(late, "saved_p95", name))
        for name, median, late in shown
    ]
    sources = printer.sources(grounds.rows)
    longest = shown[0][0]
    return Figure(
        chart=Bars(
            tuple(Bar(name, median, says.number(median, 2)) for name, median, _ in shown), says("captions.saved_axis")
        ),
        title=Statement((Plain(says("captions.tornado_title", part=longest)),), sources),
        subtitle=says("captions.tornado_line"),
        source_line=says("lead.modelled"),
        alt=says("captions.tornado_alt", part=longest),
        table=DataTable(
            _heads(printer, "part", "median", "p95"), tuple(rows), says("captions.tornado"), says("units.days"), sources
        ),
    )


def _break_even(printer: Printer) -> DataTable:
    """Of the lead against the others; all pairs stand in the JSON."""
    says = printer.says
    rows: list[tuple[Cell, ...]] = []
    lead = printer.answer.lead
    shown = [one for one in printer.answer.break_even if lead in (one.faster, one.cheaper)]
    for one in shown:
        name = says("captions.rather", faster=says.route(one.faster.title), cheaper=says.route(one.cheaper.title))
        low, high = (
            printer.number(value, says("units.usd"), 0, "value", f"{says(f'what.{what}')}: {name}", one.rows)
            for value, what in ((one.value.low, "even_low"), (one.value.high, "even_high"))
        )
        rows.append((Plain(name), low, high))
    sources = printer.sources(row for one in shown for row in one.rows)
    heads = _heads(printer, "choice", "usd_low", "usd_high")
    return DataTable(heads, tuple(rows), says("captions.break_even"), says("units.usd"), sources)


def _capacity(printer: Printer) -> tuple[Block, ...]:
    says = printer.says
    said: list[Statement] = []
    narrow_ones: dict[tuple[str, str], Bottleneck] = {}
    for one in printer.answer.capacity:
        cited = [row for narrow in one.bottlenecks for row in narrow.rows]
        if one.flow is not None and cited:
            corridor, cut = says.corridor(one.corridor), ", ".join(map(says.element, one.cut))
            number = printer.number(
                one.flow, says("units.teu"), 0, "capacity", f"{says('what.capacity')}, {corridor}", cited
            )
            said.append(
                printer.statement("capacity.flow", printer.sources(cited), corridor=corridor, q=number, cut=cut)
            )
        elif one.refused == "mixed":
            said.append(Statement((Plain(exported.refusal(one, says)),), printer.sources(cited)))
        narrow_ones |= {(narrow.element, narrow.unit): narrow for narrow in one.bottlenecks}
    unpublished = [says.corridor(one.corridor) for one in printer.answer.capacity if one.refused == "unpublished"]
    if unpublished:
        said.append(plain(says("capacity.unpublished", corridor="; ".join(unpublished))))
    rows: list[tuple[Cell, ...]] = []
    for narrow in narrow_ones.values():
        name = says.element(narrow.element)
        capacity = printer.number(
            narrow.capacity, says.unit(narrow.unit), 0, "capacity", f"{says('what.capacity')}, {name}", narrow.rows
        )
        used = narrow.utilisation
        share = (
            None
            if used is None
            else printer.number(100 * used, "%", 0, "capacity", f"{says('what.used')}, {name}", narrow.rows)
        )
        rows.append((Plain(name), capacity, Plain(says.unit(narrow.unit)), share))
    heads = tuple(
        Column(says(f"heads.{key}"), key in ("capacity", "used")) for key in ("element", "capacity", "unit", "used")
    )
    table = (DataTable(heads, tuple(rows), says("captions.capacities")),) if rows else ()
    return (*table, Note(tuple(said)))


def _differences(printer: Printer) -> DataTable:
    says, question = printer.says, printer.answer.question
    rows: list[tuple[Cell, ...]] = []
    moved = [one for one in printer.answer.differences if one.moved]
    for one in moved or printer.answer.differences:
        state = one.after or one.before
        assert state is not None
        cells = [
            None if found is None else printer.of(found, "time", found.times.quantiles[place], "days", 1, what)
            for what, place in (("median", 2), ("p95", 4))
            for found in (one.before, one.after)
        ]
        rows.append((Plain(says.route(state.title)), *cells))
    heads = _heads(printer, "route", "median_before", "median_after", "p95_before", "p95_after")
    told = "; ".join(says.told(question.settings, question.avoid))
    return DataTable(heads, tuple(rows), says("captions.set", told=told), says("units.days"))


def _assumed(printer: Printer) -> tuple[Block, ...]:
    """What no row gives, by what it is, with the places and services it is assumed for."""
    says = printer.says
    assumptions = dict.fromkeys(word for route in printer.answer.routes for word in route.assumed)
    rows: list[tuple[Cell, ...]] = [
        (Plain(kind), Plain("; ".join(where))) for kind, where in says.assumed(assumptions).items()
    ]
    light, heavy = (f"{load:g}" for load in LOADS)
    both = (says("assumed.inflation", year=BASE_YEAR), says("assumed.load", low=light, high=heavy))
    heads = (Column(says("heads.number")), Column(says("heads.where")))
    return (Paragraph(tuple(map(plain, both))), DataTable(heads, tuple(rows), says("captions.assumed")))
