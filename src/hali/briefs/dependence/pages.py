"""Dependence of two partners on each other as a document: indices of both, product by product, what is critical."""

from __future__ import annotations

import math
from collections.abc import Iterator

from hali.briefs import tables
from hali.briefs.compose import day_of
from hali.briefs.dependence import critical
from hali.briefs.dependence.teller import Teller
from hali.briefs.dependence.view import Part, View
from hali.codelists import areas
from hali.languages import numbers
from hali.methods.dependence import Top
from hali.methods.dyad import ProductRows, Reliance
from hali.narrate import words
from hali.publish import plots
from hali.publish.document import (
    Block,
    Cell,
    Column,
    DataTable,
    Document,
    Figure,
    Note,
    Paragraph,
    Plain,
    Section,
    Statement,
    plain,
)
from hali.record import dataflows
from hali.version import VERSION

LISTED = 15
"""Products of a table at the most; CSV and JSON have all."""

DRAWN = 10
"""Products drawn at the most."""

NAMED = 3
"""Partners named as the largest; JSON has five."""

OPENINGS = 8
"""Products named that the other could come to supply."""


def compose(view: View, lang: str) -> Document:
    """The document of a view.

    Args:
        view: a pair by every table that holds both.
        lang: language of the words.
    """
    teller = Teller(view, lang)
    sections = [section for part in view.parts for section in _sections(teller, part)]
    names = [words.form(side, lang, "plain") for side in view.pair]
    day = day_of(view.record)
    return Document(
        kind="dependence",
        title=teller.said("title", a=names[0], b=names[1]),
        subtitle=teller.said("subtitle"),
        language=lang,
        pair=view.pair,
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=view.record.id,
        version=teller.press.text("version", version=VERSION),
        sections=tuple(sections),
        readings=teller.press.cards(),
        origins=teller.press.origins(),
        labels=words.table(lang, "labels"),
        methods=tuple(plain(text) for text in _methods(teller)),
        disclaimer=tuple(str(text) for text in words.table(lang, "disclaimer").values()),
    )


def _methods(teller: Teller) -> Iterator[str]:
    """What the tables are, what they lack, what cannot be told from them."""
    view = teller.view
    for part in view.parts:
        economies = numbers.format_number(int(part.flows.named.sum()), teller.lang, 0)
        yield teller.said("economies", source=part.source, n=economies)
        for code, absent in zip(view.sides, part.trade.absent, strict=True):
            if areas.area(code).kind != "country" and part is view.parts[0]:
                yield teller.said("bloc", bloc=teller.name(code))
            if absent:
                yield teller.said("absent", bloc=teller.name(code), areas=teller.names(absent))
        if part.trade.nobody:
            yield teller.said("nobody", codes=", ".join(part.trade.nobody))
    for source, _ in view.missing:
        yield teller.said("lacking", source=source)
    finest = view.parts[-1]
    if finest.uncritical == "detail":
        yield teller.said("detail", level=teller.level(finest))
    elif finest.uncritical:
        yield teller.said("years", years=", ".join(map(str, finest.trade.years)))


def _sections(teller: Teller, part: Part) -> Iterator[Section]:
    """The indices of a table, then its products in both directions."""
    title = words.capital(teller.level(part), teller.lang)
    notes = [plain(text) for text in _residuals(teller, part)]
    if any(flow.nature == "model" for flow in (dataflows.of(part.source) if part.vintages else ())):
        notes.append(plain(str(words.table(teller.lang, "caveats")["ESTIMATE"])))
    blocks: list[Block] = [_indices(teller, part), *([Note(tuple(notes))] if notes else [])]
    yield Section(f"indices-{part.level}", "trade", f"{title}, {part.year}", blocks=tuple(blocks))
    if part.level == "total":
        return
    for side in (0, 1):
        told = list(_products(teller, part, side))
        if told:
            own, other = teller.view.sides[side], teller.view.sides[1 - side]
            yield Section(f"products-{own}-{other}".lower(), "trade", _way(teller, part, side), blocks=tuple(told))


def _way(teller: Teller, part: Part, side: int) -> str:
    """What flows to a side, in words."""
    mirror = words.table(teller.lang, "mirror")
    own, other = (teller.name(teller.view.sides[place]) for place in (side, 1 - side))
    told = str(mirror["way"]).format(kind=mirror["goods"], exporter=other, importer=own)
    return f"{words.capital(told, teller.lang)}, {teller.level(part)}, {part.year}"


def _indices(teller: Teller, part: Part) -> DataTable:
    """A row an index, a column a side."""
    rows: list[tuple[str, tuple[Cell, Cell]]] = []
    place = teller.said

    def row(key: str, formula: str, values: tuple[float, float], digits: int, unit: str = "INDEX") -> None:
        if any(math.isfinite(value) for value in values):
            cells = [
                teller.number(part, formula, value, digits, f"{key} {code}", unit)
                for value, code in zip(values, teller.view.sides, strict=True)
            ]
            rows.append((key, (cells[0], cells[1])))

    def text(key: str, values: tuple[str, str]) -> None:
        rows.append((key, (Plain(values[0] or "–"), Plain(values[1] or "–"))))

    one, other = part.sides
    row("supply", "share", (100 * one.supply.low, 100 * other.supply.low), 1, "PCT")
    text("supply_place", (_place(teller, one, "supply"), _place(teller, other, "supply")))
    row("market", "share", (100 * one.market.low, 100 * other.market.low), 1, "PCT")
    text("market_place", (_place(teller, one, "market"), _place(teller, other, "market")))
    row("suppliers", "hhi", (one.suppliers.low, other.suppliers.low), 3)
    row("markets", "hhi", (one.markets.low, other.markets.low), 3)
    text("top_suppliers", (_listed(teller, one.top_suppliers), _listed(teller, other.top_suppliers)))
    text("top_markets", (_listed(teller, one.top_markets), _listed(teller, other.top_markets)))
    row("intensity", "intensity", (one.intensity, other.intensity), 2)
    row("complementarity", "complementarity", (one.complementarity, other.complementarity), 1)
    row("similarity", "similarity", (part.fit.similarity, part.fit.similarity), 3)
    row("intra", "intra", (part.fit.grubel_lloyd, part.fit.grubel_lloyd), 3)
    if part.fit.complexity:
        eci = [float(part.fit.complexity.eci[place]) for place in part.flows.sides]
        row("complexity", "complexity", (eci[0], eci[1]), 2)
    heads = [Column(place("index")), *(Column(teller.name(code), numeric=True) for code in teller.view.sides)]
    return DataTable(
        tuple(heads),
        tuple((Plain(teller.said(key)), *cells) for key, cells in rows),
        place("indices", level=teller.level(part), year=part.year),
        sources=_sources(teller, part),
        note="" if part.vintages else part.source,
    )


def _sources(teller: Teller, part: Part) -> tuple[int, ...]:
    return teller.press.sources(part.readings) if part.readings else ()


def _place(teller: Teller, told: Reliance, what: str) -> str:
    share = told.supply if what == "supply" else told.market
    return teller.said("of", place=share.rank, all=share.partners) if share.rank else ""


def _listed(teller: Teller, top: Top) -> str:
    """The largest partners with their shares."""
    shares = zip(top.codes, top.low, strict=True)
    return "; ".join(f"{teller.name(code)} {teller.plain(100 * share, 1)}" for code, share in [*shares][:NAMED])


def _residuals(teller: Teller, part: Part) -> Iterator[str]:
    """Shares that what names no partner could change."""
    for code, told in zip(teller.view.sides, part.sides, strict=True):
        for key, share in (("supply", told.supply), ("market", told.market)):
            low, high = teller.percent(share.low), teller.percent(share.high)
            if low != high:
                what = f"{teller.said(key)}, {teller.name(code)}"
                yield teller.said("residual", low=low, high=high, what=what)


def _products(teller: Teller, part: Part, side: int) -> Iterator[Block]:
    """What a side takes from the other, drawn and as a table; what the other could come to supply; what is critical."""
    told = part.sides[side]
    if len(told.products.product):
        yield _figure(teller, part, side, _table(teller, part, side))
    if told.openings is not None and len(told.openings.product):
        listed = [teller.product(part.flows.products[place]) for place in told.openings.product[:OPENINGS]]
        own, other = (teller.name(teller.view.sides[place]) for place in (side, 1 - side))
        said = teller.said("openings", a=own, b=other, level=teller.level(part), listed="; ".join(listed))
        yield Paragraph((plain(said),))
    for criteria in part.critical[side]:
        yield critical.told(teller, part, side, criteria)


def _table(teller: Teller, part: Part, side: int) -> DataTable:
    """A row a product, the largest exposure first."""
    flows, rows = part.flows, part.sides[side].products
    largest = float(rows.value.max())
    scale, unit = tables.scaled(largest, part.unit, teller.lang) if part.unit else (1.0, "")
    heads = (
        Column(teller.press.text("table_product")),
        Column(unit or teller.said("value"), numeric=True),
        *(Column(teller.said(key), numeric=True) for key in ("share", "place", "hhi", "world", "rca")),
        Column(teller.said("next")),
    )

    def row(n: int) -> tuple[Cell, ...]:
        code = flows.products[rows.product[n]]
        about = f"{teller.view.sides[side]} {code}"
        return (
            Plain(teller.product(code)),
            teller.amount(part, float(rows.value[n]), scale, about),
            teller.number(part, "share", 100 * float(rows.share[n]), 1, about, "PCT"),
            Plain(str(int(rows.rank[n]))),
            teller.number(part, "hhi", float(rows.hhi[n]), 3, about),
            teller.number(part, "world", 100 * float(rows.world_share[n]), 1, about, "PCT"),
            teller.number(part, "rca", float(rows.advantage[n]), 2, about),
            Plain("; ".join(teller.name(flows.areas[place]) for place in rows.others[n] if place >= 0) or "–"),
        )

    shown = range(min(len(rows.product), LISTED))
    return DataTable(heads, tuple(row(n) for n in shown), _way(teller, part, side), sources=_sources(teller, part))


def _figure(teller: Teller, part: Part, side: int, table: DataTable) -> Figure:
    """The partner's share of the products, of those with the largest exposure."""
    rows: ProductRows = part.sides[side].products
    bars = tuple(
        plots.Bar(
            teller.product(part.flows.products[rows.product[n]]),
            100 * float(rows.share[n]),
            teller.plain(100 * float(rows.share[n]), 1),
            front=True,
            hollow=False,
        )
        for n in range(min(len(rows.product), DRAWN))
    )
    head = teller.said("share")
    title = table.caption.replace("→", "›")  # the font of pictures has no arrow
    return Figure(
        chart=plots.Bars(bars, "%"),
        title=Statement((Plain(title),), table.sources),
        subtitle=head,
        source_line=teller.press.producers(part.readings) if part.readings else part.source,
        alt=f"{table.caption}, {head}: " + "; ".join(f"{bar.label} {bar.text}" for bar in bars) + ".",
        table=table,
    )
