"""The first page, usable alone: key statements, key numbers, one figure, what is disputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hali import narrate
from hali.brief import choice, tables, trade
from hali.brief.material import Material, Series, is_year, usual
from hali.brief.press import Press
from hali.codelists import areas
from hali.model.claim import Departure
from hali.model.definition import NONE, Reading
from hali.model.period import last_day
from hali.narrate import words
from hali.narrate.words import AreaWords
from hali.publish import plots
from hali.publish.document import (
    Block,
    Box,
    Cell,
    Column,
    DataTable,
    KeyNumber,
    KeyNumbers,
    Note,
    Paragraph,
    Plain,
    plain,
)

STATEMENTS = 5
"""Key statements at the most."""

NUMBERS = 4
"""Key numbers at the most."""

SHARES = ("partner_share_trade", "partner_share_exports", "partner_share_imports")
"""Shares whose definitions the box sets side by side; of the last the lowest, of the others the highest is shown."""

FEWEST = 4
"""Definitions the box needs at least."""

DISPUTED = 8
"""Definitions in the box at the most."""

EARLIER = (1, 5)
"""Years before the key number that are shown beside it."""

STALE = 8
"""Years after which a number is no key statement."""

DEPENDENCIES = (
    "partner_share_oil_imports",
    "uranium_share",
    "partner_share_gas_imports",
    "partner_share_coal_imports",
)
"""Shares of one side's supply that come from the other."""

FURTHER = ("fdi_flow", "fdi_stock", "fdi_gross_cumulative", "students_from_partner", "visas_issued", "rail_freight")
"""What else may be a key statement, in this order."""


def blocks(material: Material, press: Press) -> tuple[Block, ...]:
    """The blocks of the first page; a sentence that says so where the record holds nothing."""
    found: list[Block] = []
    chosen = key_readings(material, press.lang)
    said = [press.say(*readings) for readings in chosen]
    if not said:
        return (Paragraph((plain(press.text("none_at_all")),)),)
    found += [Paragraph((statement,)) for statement in said]
    found += _strip(material, press)
    old = press.old_periods(r for readings in chosen for r in readings)
    found += [Note((plain(old),))] if old else []
    found += _figure(material, press)
    found += _disputed(material, press)
    return tuple(found)


def key_readings(material: Material, lang: str) -> list[tuple[Reading, ...]]:
    """Up to five sentences' readings: size by both counts, the partner's shares, a dependency, investment, people."""
    pair = trade.both_counts(material)
    both = pair is not None and narrate.gap(*pair, lang) is not None
    first = pair if pair is not None and both else tuple(_sizes(material)[:1])
    more = [*_shares(material), *_dependencies(material)[:1], *_further(material, lang)]
    chosen = [first, *((reading,) for reading in more)] if first else [(reading,) for reading in more]
    spoken = [readings for readings in chosen if narrate.speaks(readings[0], lang)]
    return spoken[:STATEMENTS]


def _sizes(material: Material) -> list[Reading]:
    return [r for r in (trade.size(material, *side) for side in trade.roles(material)) if r is not None]


def _shares(material: Material) -> list[Reading]:
    """The larger of the partner's shares in either side's total trade, and its share in that side's exports."""
    best: list[tuple[Reading, tuple[str, str]]] = []
    for side in trade.roles(material):
        for measure in ("partner_share_trade", "partner_share_exports"):
            series = material.one(measure, *side)
            if series is not None and series.years:
                best.append((trade.newest(series), side))
                break
    if not best:
        return []
    largest, side = max(best, key=lambda item: item[0].value)
    exports = material.one("partner_share_exports", *side)
    more = [trade.newest(exports)] if exports is not None and exports.years else []
    return [largest, *(r for r in more if r.id != largest.id)]


def _dependencies(material: Material) -> list[Reading]:
    """Newest shares of one side's energy supply that come from the other, largest first."""
    found = []
    for measure in DEPENDENCIES:
        series = [s for s in material.find(measure) if s.key.partner not in {NONE, "WLD"} and choice.is_read(s)]
        whole = [s.latest for s in series if not s.latest.missing]
        found += [max(whole, key=lambda r: r.end)] if whole else []
    return sorted((r for r in found if r.end > _oldest(material)), key=lambda r: r.value, reverse=True)


def _oldest(material: Material) -> str:
    """Year before which no key statement is made."""
    return str(int(material.as_of[:4]) - STALE)


def _further(material: Material, lang: str) -> Iterator[Reading]:
    """Investment and people: the newest figure of each measure, of the pair itself."""
    for measure in FURTHER:
        series = [s for s in material.find(measure) if s.key.partner not in {NONE, "WLD"} and choice.is_read(s)]
        spoken = [s.latest for s in series if narrate.speaks(s.latest, lang) and s.latest.end > _oldest(material)]
        spoken.sort(key=lambda r: choice.variant_order(r.definition.variant))
        if spoken:
            yield max(spoken, key=lambda r: (not r.missing, r.end))


def _strip(material: Material, press: Press) -> Iterator[Block]:
    """Four key numbers, then the same one and five years earlier."""
    series = [s for s in _key_series(material) if s.years][:NUMBERS]
    if not series:
        return
    items = []
    for one in series:
        latest = trade.newest(one)
        points = tuple(plots.Point(int(r.definition.period), r.value) for r in one.comparable)
        items.append(
            KeyNumber(
                label=_label(latest, press.lang),
                number=press.number(latest),
                sources=press.sources([latest]),
                spark=plots.Spark(points) if len(points) >= 4 else None,
            )
        )
    yield KeyNumbers(tuple(items))
    yield _earlier(press, series)


def _key_series(material: Material) -> list[Series]:
    """Trade by each count, the largest share, the mirror gap of the larger flow, then dependencies."""
    found: list[Series] = []
    for side in trade.roles(material):
        for measure in ("trade_total", "exports"):
            series = material.one(measure, *side, product="TOTAL")
            if series is not None and series.years:
                found.append(series)
                break
    for share in _shares(material)[:1]:
        d = share.definition
        found += [s for s in material.find(d.measure) if any(r.id == share.id for r in s.readings)][:1]
    found += _mirror(material)
    for reading in _dependencies(material):
        found += [s for s in material.find(reading.definition.measure) if reading in s.readings and s.years][:1]
    return list(dict.fromkeys(found))


def _mirror(material: Material) -> list[Series]:
    """The mirror gap of the larger of the two flows, where the newest is not stale."""
    sizes = {}
    for reporter, partner in trade.roles(material):
        exports = material.one("exports", reporter, partner, product="TOTAL")
        gap = material.one("mirror_gap", reporter, partner)
        if exports is not None and exports.years and gap is not None and gap.years:
            sizes[trade.newest(exports).value] = gap
    return [sizes[max(sizes)]] if sizes else []


def _label(reading: Reading, lang: str) -> str:
    """What a key number counts, with its definition."""
    return narrate.heading(reading, lang) or words.capital(narrate.short(reading, lang))


def _earlier(press: Press, series: Sequence[Series]) -> DataTable:
    """The key numbers and the same one and five years earlier."""
    lang = press.lang
    heads = [Column(press.text("table_measure")), Column(press.text("table_unit"))]
    heads += [Column(press.text("table_latest"), numeric=True)]
    heads += [Column(press.text(f"table_earlier_{n}"), numeric=True) for n in EARLIER]
    rows = []
    shown = []
    for one in series:
        latest = trade.newest(one)
        scale, unit = tables.scale_of([latest], lang)
        year = int(latest.definition.period)
        held = {int(r.definition.period): r for r in one.comparable}
        readings = [latest, *(held.get(year - n) for n in EARLIER)]
        shown += [r for r in readings if r is not None]
        name = words.capital(narrate.measure(latest.definition.measure, lang, latest.definition.variant))
        reporter = tables.name_of(latest.definition.reporter, lang)
        head: list[Cell] = [Plain(f"{name} ({reporter}, {tables.marked_period(press, latest)})"), Plain(unit)]
        rows.append((*head, *(press.cell(r, scale) for r in readings)))
    return DataTable(
        columns=tuple(heads),
        rows=tuple(rows),
        caption=press.text("caption_earlier"),
        sources=press.sources(shown),
        note=press.flags_note(shown, dated=[trade.newest(one) for one in series]),
    )


def _figure(material: Material, press: Press) -> Iterator[Block]:
    """Total trade by both counts in one currency; where one side has no total, the flow it has."""
    unit = trade.common_currency(material)
    for measure, title in (("trade_total", "figure_trade"), ("exports", "figure_exports")):
        lines = []
        for side in trade.roles(material):
            series = material.one(measure, *side, product="TOTAL")
            readings = [trade.in_unit(material, r, unit) for r in series.comparable] if series is not None else []
            held = [r for r in readings if r is not None]
            if len(held) >= 2:
                name = tables.name_of(held[-1].definition.reporter, press.lang)
                lines.append((press.text("line_count", reporter=name), held))
        if measure == "exports":
            lines = lines[:1]
        if lines:
            d = lines[0][1][-1].definition
            head = words.filled(
                str(words.table(press.lang, "brief")[title]),
                a=AreaWords(d.reporter, press.lang),
                b=AreaWords(d.partner, press.lang),
            )
            yield tables.line_figure(press, lines, head, press.text("figure_note"))
            return


def _disputed(material: Material, press: Press) -> Iterator[Block]:
    """The box: which numbers the definitions of one share give, lowest to highest, the default marked."""
    shares = _shares(material)
    if not shares:
        return
    default = shares[0]
    reporter, partner = (areas.concept(c) for c in (default.definition.reporter, default.definition.partner))
    every = [
        r
        for r in material.everything
        if r.definition.measure in SHARES
        and areas.concept(r.definition.reporter) == reporter
        and areas.concept(r.definition.partner) == partner
        and is_year(r)
        and r.status != "Q"
        and r.definition.dataflow == default.definition.dataflow
        and int(r.definition.period) > int(default.definition.period) - 6
    ]
    rows = _spread(every, default)
    if len(rows) < FEWEST:
        return
    heads = (
        Column(press.text("table_value"), numeric=True),
        Column(press.text("table_definition")),
        Column(press.text("table_period")),
    )
    cells: list[tuple[Cell, ...]] = []
    for reading in rows:
        said = _terms(reading, press.lang, material.as_of)
        text = press.text("disputed_default", definition=said) if reading.id == default.id else said
        cells.append((press.cell(reading), Plain(text), Plain(reading.definition.period)))
    area = tables.name_of(default.definition.partner, press.lang)
    of = tables.name_of(default.definition.reporter, press.lang)
    listed = DataTable(
        columns=heads,
        rows=tuple(cells),
        caption=press.text("disputed_caption", partner=area, reporter=of),
        unit="%",
        sources=press.sources(rows),
    )
    intro = plain(press.text("disputed_intro"))
    yield Box("joint", press.text("disputed"), (Paragraph((intro,)), listed))


def _terms(reading: Reading, lang: str, day: str) -> str:
    """Flow and members of a share: "exports, EU27"; of a printed row that it is one."""
    d = reading.definition
    area = tables.name_of(d.partner, lang)
    if d.method == "printed":
        area = narrate.departure(Departure("composition", "", d.partner, 1), lang, reading.end)
    elif d.partner != usual(areas.concept(d.partner), day):
        area = str(words.table(lang, "brief")["disputed_then"]).format(area=area)
    return f"{words.code(d.measure, lang)}, {area}"


def _spread(every: Sequence[Reading], default: Reading) -> list[Reading]:
    """The default; of each flow the newest and the extreme, and the newest printed row that counts other members."""
    kept = [default]
    for measure in SHARES:
        own = [r for r in every if r.definition.measure == measure and _of_the_day(r)]
        other = [r for r in every if r.definition.measure == measure and r.definition.method == "printed"]
        values = {f"{r.value:.6g}" for r in own}
        other = [r for r in other if f"{r.value:.6g}" not in values]
        if own:
            extreme = min if measure == SHARES[-1] else max
            kept += [max(own, key=lambda r: r.end), extreme(own, key=lambda r: r.value)]
        if other and measure != SHARES[-1]:
            kept.append(max(other, key=lambda r: r.end))
    distinct = {f"{r.value:.6g}": r for r in reversed(kept)}
    return sorted(distinct.values(), key=lambda r: (r.value, r.id))[-DISPUTED:]


def _of_the_day(reading: Reading) -> bool:
    """Whether the partner counts the members of the last day of the period."""
    d = reading.definition
    return d.partner == usual(areas.concept(d.partner), last_day(d.period).isoformat())
