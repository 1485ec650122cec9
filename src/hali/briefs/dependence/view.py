"""Dependence of two partners on each other's goods: tables of all economies, indices of both sides, nothing worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hali.briefs.compose import day_of
from hali.briefs.material import usual
from hali.codelists import areas, schemes
from hali.errors import NotInRecord, QuestionError, UnknownCode
from hali.methods import dyad
from hali.methods.dependence import WINDOW
from hali.methods.dyad import Criteria, DyadFlows, Fit, Reliance
from hali.model.definition import Reading
from hali.pillars import dyad_flows
from hali.pillars.dyad_flows import Side, Trade
from hali.record import readings as lookup
from hali.record.store import Record

TABLES: tuple[tuple[str, str, str], ...] = (
    ("CEPII:BACI", "trade_value", "exports"),
    ("OECD:ICIO", "goods_by_industry", "goods_by_industry"),
)
"""Tables of the record that hold the exports of many economies to each other: id, stored and asked measure."""

FINE = 6
"""Digits of a product from which on the criteria of critical products are meant."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one table says.

    Attributes:
        source: id of the table of the record, or the name of the file.
        level: `total`, `industry`, `chapter`, `heading`, `subheading`, `item` or `product`: what a product is.
        unit: currency; "" where a file does not say.
        vintages: of the table; none of a file.
        trade: the flows.
        sides: what each side has from the other, in the newest year.
        fit: what both have in common, in the newest year.
        critical: of each side, products it depends on; none where they cannot be told.
        uncritical: why they cannot be told: `detail`, `years`, or "".
        readings: what one side sends the other, in the newest year; none of a file.
    """

    source: str
    level: str
    unit: str
    vintages: tuple[str, ...]
    trade: Trade
    sides: tuple[Reliance, Reliance]
    fit: Fit
    critical: tuple[tuple[Criteria, ...], tuple[Criteria, ...]]
    uncritical: str
    readings: tuple[Reading, ...]

    @property
    def flows(self) -> DyadFlows:
        """The newest year."""
        return self.trade.flows[-1]

    @property
    def year(self) -> int:
        """The newest year."""
        return self.trade.years[-1]


@dataclass(frozen=True, slots=True)
class View:
    """A pair by every table that holds both.

    Attributes:
        record: the record.
        pair: the sides, as asked.
        sides: the codes they have by default.
        parts: the tables.
        missing: tables of the record without one of the two, each with why.
    """

    record: Record
    pair: tuple[str, str]
    sides: tuple[str, str]
    parts: tuple[Part, ...]
    missing: tuple[tuple[str, str], ...]


def of_record(record: Record, a: str, b: str) -> View:
    """A pair by the tables of the record.

    Args:
        record: the record.
        a: one side, as area concept or dated code.
        b: the other.

    Raises:
        QuestionError: one side is a part of the other.
        NotInRecord: no table holds both.
    """
    codes, sides = _sides(record, a, b)
    parts, missing = [], []
    for source, stored, measure in TABLES:
        try:
            parts.append(_of_table(record, source, stored, measure, sides))
        except NotInRecord as error:
            missing.append((source, str(error)))
    if not parts:
        raise NotInRecord(
            f"no table of this record has {a} and {b} among the economies that trade with each other "
            f"({'; '.join(f'{source}: {why}' for source, why in missing)}); take data of your own with --data"
        )
    return View(record, (a, b), codes, tuple(parts), tuple(missing))


def of_file(record: Record, a: str, b: str, file: str) -> View:
    """A pair by a file of the reader's own.

    Args:
        record: the record, for the day that says who belongs to a bloc.
        a: one side, as area concept or dated code.
        b: the other.
        file: CSV, Parquet or folder; columns as `pillars.dyad_flows.COLUMNS` names them.

    Raises:
        QuestionError: one side is a part of the other, or the file cannot be used.
        NotInRecord: the file has no year with both sides.
    """
    codes, sides = _sides(record, a, b)
    trade = dyad_flows.of_file(file, sides, placed)
    return View(record, (a, b), codes, (_part(Path(file).name, "", (), trade, ()),), ())


def _sides(record: Record, a: str, b: str) -> tuple[tuple[str, str], tuple[Side, Side]]:
    """Codes and members of the two sides.

    Raises:
        QuestionError: one is a part of the other.
    """
    day = day_of(record)
    one, other = (_side(usual(side, day), day) for side in (a, b))
    shared = one.members & other.members
    if shared:
        names = ", ".join(sorted(shared))
        raise QuestionError(f"{a} and {b} have members in common ({names}); give two sides that trade with each other")
    return (one.code, other.code), (one, other)


def _side(code: str, day: str) -> Side:
    members = areas.members(code, date.fromisoformat(day)) - {code}
    return Side(code, frozenset(members or {code}))


def placed(code: str) -> tuple[str, str]:
    """Area of a code as files write it, and what it is; see `pillars.dyad_flows.Placed`.

    >>> placed("KAZ"), placed("398"), placed("EU27_2020")[1], placed("Areas, nes")[1]
    (('KAZ', 'economy'), ('KAZ', 'economy'), 'sum', 'nobody')
    """
    try:
        area = schemes.area("BACI", str(int(code))) if code.isascii() and code.isdigit() else areas.resolve(code)
    except UnknownCode:
        return code, "nobody"
    if not area:
        return code, "nobody"
    if area in areas.concepts() and not areas.known(area):
        return area, "sum"
    kind = areas.area(area).kind
    return area, {"country": "economy", "former": "economy", "residual": "nobody", "none": "nobody"}.get(kind, "sum")


def _of_table(record: Record, source: str, stored: str, measure: str, sides: tuple[Side, Side]) -> Part:
    """What a table of the record says.

    Raises:
        NotInRecord: it was not known, or lacks a side.
    """
    import pyarrow.compute as pc

    rows = lookup.standing(record, source, record.as_of)
    rows = rows.filter(pc.and_(pc.equal(rows["measure"], stored), pc.equal(rows["freq"], "A")))
    if not rows.num_rows:
        raise NotInRecord(f"nothing of {stored} was known")
    rows = rows.filter(pc.equal(rows["period"], pc.max(rows["period"])))
    vintages = tuple(sorted(set(rows["vintage"].to_pylist())))
    unit = str(rows["unit"][0])
    told = rows.select(["reporter", "partner", "product", "period", "value"])
    told = told.rename_columns(["exporter", "importer", "product", "year", "value"])
    told = told.set_column(3, "year", told["year"].cast("int32"))
    trade = dyad_flows.of_rows(told, sides, placed)
    one, other = (side.code for side in sides)
    found = lookup.find(
        record,
        [measure],
        reporters=[one],
        partners=[other],
        either_way=True,
        newest=True,
        where={"dataflow": source, "period": str(trade.years[-1]), "unit": unit},
    )
    return _part(source, unit, vintages, trade, tuple(found))


def _part(source: str, unit: str, vintages: tuple[str, ...], trade: Trade, readings: tuple[Reading, ...]) -> Part:
    """The indices of a table."""
    newest = trade.flows[-1]
    level = level_of(newest.products)
    why = "" if level in {"subheading", "item"} else "detail"
    why = why or ("" if len(trade.years) >= WINDOW else "years")
    critical: Sequence[tuple[Criteria, ...]] = ((), ())
    if not why:
        critical = [dyad.criteria(list(trade.flows), side) for side in (0, 1)]
    return Part(
        source=source,
        level=level,
        unit=unit,
        vintages=vintages,
        trade=trade,
        sides=(dyad.reliance(newest, 0), dyad.reliance(newest, 1)),
        fit=dyad.fit(newest),
        critical=(critical[0], critical[1]),
        uncritical=why,
        readings=readings,
    )


def level_of(products: Sequence[str]) -> str:
    """What a product is, by its codes: of the Harmonised System 2, 4, 6 or more digits, an industry, all goods.

    >>> level_of(("TOTAL",)), level_of(("01", "27")), level_of(("270900",)), level_of(("ISIC4:A01", "ISIC4:B06"))
    ('total', 'chapter', 'subheading', 'industry')
    """
    if len(products) == 1 and not products[0].isdigit():
        return "total"
    if all(one.startswith("ISIC") for one in products):
        return "industry"
    if all(one.isdigit() for one in products):
        return {2: "chapter", 4: "heading", FINE: "subheading"}.get(len(products[0]), "item")
    return "product"
