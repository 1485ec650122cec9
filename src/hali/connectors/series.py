"""The series a publisher's tables are asked for, declared in `data/<publisher>.toml`, and how rows become ours.

A table of the declaration: `title`; `dimensions`; `reporter` and `partner`, the dimensions that hold areas; `product`,
the dimension of HS codes; `fixed`, dimensions with one code throughout; `asked`, dimensions asked for with one code
though others are read too; `world`, codes of all partners together, always
asked for, and `bilateral`, false where there are no others; `reporters`, the publisher's codes of areas it has figures
of, `MEMBERS` being the 27 of the EU, where it has not all; `also`, codes of reporters always asked for; `first_year`;
`monthly`, whether periods within the year may be asked for; `nature`, `relayed`, `bound`, `lag_months`,
`complete_partners`, `may_sum` and `world_total` (its `world`) as in `Dataflow`; `offered`, false for what is not
verified; `scale`, the attribute with the power of ten values are written in. `statuses` of a file are the publisher's
own beside those of SDMX. `series`: a row each, with the codes it is found under (`where`), what it is to us
(`measure`, `flow`, `product`, `unit`; `reporter` and `partner` where they are no dimensions) and the `scale` to base
units.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from math import prod
from typing import TYPE_CHECKING, Any, Literal

from hali.codelists import areas, schemes
from hali.errors import UnknownCode
from hali.model.dataflow import Nature
from hali.model.source import ROW, Reply

if TYPE_CHECKING:
    import pyarrow as pa

_FREQUENCIES = {
    r"\d{4}": "A",
    r"\d{4}-S[12]": "S",
    r"\d{4}-Q[1-4]": "Q",
    r"\d{4}-(0[1-9]|1[0-2])": "M",
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])": "D",
}
_OLD_PERIOD = re.compile(r"(\d{4})-?([AMQS])(\d{1,2})")
ALL_AREAS = 250
"""Areas a publisher may have where none is named."""

_A_YEAR = 17
"""Periods of a year with its quarters and months."""

_LIMITING = ("A", "B", "P", "E", "F")
"""Our statuses; of several flags in one cell the last in this order stands."""

_SDMX = dict.fromkeys("ADHJKLMNOQSUWX", "A") | dict.fromkeys("EGI", "E") | {"B": "B", "F": "F", "P": "P", "V": "P"}
"""SDMX's code list of observation statuses: normal or of a limited kind, experimental and imputed are estimates,
unvalidated is provisional. Those that say why a value is missing (H, L, M, O, Q) seldom stand at one."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a declaration; see the module's docstring."""

    where: Mapping[str, str]
    measure: str
    unit: str
    flow: str = "_Z"
    product: str = "_Z"
    scale: float = 1.0
    reporter: str = ""
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One declared table; see the module's docstring. `closed`: a column not declared stops the reading."""

    code: str
    title: str
    dimensions: tuple[str, ...]
    series: tuple[Series, ...]
    scheme: str
    statuses: Mapping[str, str]
    reporter: str = ""
    reporters: tuple[str, ...] = ()
    partner: str = ""
    product: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    world: tuple[str, ...] = ()
    bilateral: bool = True
    also: tuple[str, ...] = ()
    first_year: int = 0
    monthly: bool = False
    nature: Nature = "own_report"
    relayed: bool = False
    bound: Literal["", "lower", "upper"] = ""
    lag_months: int | None = None
    complete_partners: bool = False
    world_total: Literal["row", "sum", "none"] = "none"
    may_sum: bool = False
    offered: bool = True
    scale: str = ""
    closed: bool = False

    def codes(self, dimension: str) -> list[str]:
        """Codes of a dimension the series need, in their order; empty where they need any."""
        if only := self.fixed.get(dimension) or self.asked.get(dimension):
            return [only]
        return list(dict.fromkeys(s.where[dimension] for s in self.series if dimension in s.where))

    def told(self) -> dict[str, Any]:
        """Of what nature its figures are, as `Dataflow` takes it."""
        names = ("title", "nature", "relayed", "bound", "lag_months", "complete_partners", "may_sum")
        return {name: getattr(self, name) for name in names} | {"world": self.world_total}

    def as_asked(self, period: str) -> str:
        """A bound of a question: the year of it, unless the table has periods within the year."""
        return period if self.monthly else period[:4]

    def cells(self, listed: Iterable[int], first: str = "", last: str = "") -> int:
        """Cells that a question matches at most.

        Args:
            listed: how many codes it names in each dimension but the frequency; 0 = all areas there are.
            first: its first period, or "".
            last: its last period, or "".
        """
        end = int(last[:4]) if last else datetime.now(UTC).year
        years = max(1, end - max(int(first[:4] or 0), self.first_year) + 1)
        return prod(number or ALL_AREAS for number in listed) * years * (_A_YEAR if self.monthly else 1)

    def measures(self) -> tuple[str, ...]:
        """Ids of the measures its rows hold."""
        return tuple(dict.fromkeys(s.measure for s in self.series))


@cache
def declared(publisher: str) -> dict[str, Table]:
    """The tables of `data/<publisher>.toml` by code."""
    text = (resources.files("hali.connectors") / "data" / f"{publisher}.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    shared: dict[str, Any] = {name: content[name] for name in ("scheme", "closed") if name in content}
    shared["statuses"] = _SDMX | content.get("statuses", {})
    return {code: _table(code, shared | fields) for code, fields in content["table"].items()}


def _table(code: str, fields: dict[str, Any]) -> Table:
    """One table of a declaration."""
    series = tuple(Series(**row) for row in fields.pop("series"))
    lists: dict[str, Any] = {name: tuple(fields.pop(name, ())) for name in ("dimensions", "world", "also")}
    listed = fields.pop("reporters", "").replace("MEMBERS", " ".join(_members(fields["scheme"])))
    return Table(code=code, series=series, reporters=tuple(listed.split()), **lists, **fields)


@cache
def _members(scheme: str) -> list[str]:
    """A publisher's codes of the 27 members of the EU."""
    return area_codes(scheme, sorted(areas.members("EU27_2020", areas.FIXED["EU27_2020"])))


def area_codes(scheme: str, areas: Iterable[str]) -> list[str]:
    """A publisher's codes for areas of ours; an area it has no code for is left out."""
    found = []
    for area in areas:
        try:
            found.append(schemes.code(scheme, area))
        except UnknownCode:
            continue
    return found


def countries() -> list[str]:
    """Every country of the record, for questions that must name them."""
    return [code for code in areas.codes() if areas.area(code).kind == "country"]


def lacking(table: Table, replies: Sequence[Reply], read: Sequence[pa.Table]) -> str:
    """Where answers have figures of partners without that of all partners, which was asked for with them; or "".

    A message is in order of its codes: it was cut off behind one of its rows.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if table.world_total != "row" or not table.partner:
        return ""
    totals = {schemes.area(table.scheme, code) for code in table.world}
    broadest = {"WLD"} & totals or totals
    names = ["measure", "reporter", "flow", "product"]
    rows = pa.concat_tables(read)
    rows = rows.filter(pc.not_equal(rows["unit"], "PCT"))
    total = pc.is_in(rows["partner"], pa.array(sorted(broadest), pa.string()))
    counted = {tuple(row.values()) for row in rows.filter(total).group_by(names).aggregate([]).to_pylist()}
    for row in rows.filter(pc.invert(total)).group_by([*names, "partner"]).aggregate([]).to_pylist():
        if row["partner"] not in totals and tuple(row[name] for name in names) not in counted:
            return f"{' '.join(row.values())} is there, and the total of all partners is not"
    return ""


def period(written: str) -> str:
    """A period in our notation: `2010Q1`, `2010-M03`, `1972-A1` -> `2010-Q1`, `2010-03`, `1972`.

    Raises:
        ValueError: any other notation.
    """
    if match := _OLD_PERIOD.fullmatch(written):
        year, kind, number = match[1], match[2], int(match[3])
        written = {"A": year, "M": f"{year}-{number:02}"}.get(kind, f"{year}-{kind}{number}")
    frequency(written)
    return written


def frequency(period: str) -> str:
    """SDMX frequency of a period in our notation.

    Raises:
        ValueError: not one.
    """
    for form, code in _FREQUENCIES.items():
        if re.fullmatch(form, period):
            return code
    raise ValueError(f"unknown period {period!r}")


def status(written: str | None, known: Mapping[str, str]) -> str:
    """Our status of a publisher's one, or of several flags in one cell (`bp`, `A;F`, `u@C`).

    What stands after `@` is Eurostat's mark of confidentiality, which says nothing about a value that is there.

    Raises:
        ValueError: a flag the declaration does not know.
    """
    flags = (
        [written] if written and written in known else re.findall(r"[^;,|\s]", re.sub(r"@[A-Z]$", "", written or ""))
    )
    if unknown := [flag for flag in flags if flag not in known]:
        raise ValueError(f"unknown status {unknown[0]!r} in {written!r}; known are {' '.join(known)}")
    return max((known[flag] for flag in flags), key=_LIMITING.index, default="A")


def empty() -> pa.Table:
    """A table of the columns `ROW` without rows."""
    import pyarrow as pa

    return pa.table({c: pa.array([], pa.float64() if c == "value" else pa.string()) for c in ROW})


def rows(message: pa.Table, table: Table) -> pa.Table:
    """Rows of the declared series in a message, in base units; gaps and regions that are no area are left out.

    Raises:
        KeyError: a dimension is missing, or one is new.
        ValueError: an unknown status or period; no row of a declared series in a message that has rows.
        UnknownCode: an area code its scheme does not have.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    _same_dimensions(message, table)
    given = message.num_rows
    for name, code in table.fixed.items():
        if name in message.column_names:
            found = message[name].unique().to_pylist()
            message = message.filter(pc.equal(message[name].cast(pa.string()), code))
            if given and not message.num_rows:
                raise ValueError(
                    f"{table.code}: no row of a declared series: {name} is {found[0]}, only {code} is taken"
                )
    parts, matched = [], 0
    for series in table.series:
        part = message
        for name, code in series.where.items():
            part = part.filter(pc.equal(part[name].cast(pa.string()), code))
        matched += part.num_rows
        part = part.filter(pc.is_valid(part["value"]))
        if part.num_rows:
            parts.append(_ours(part, series, table))
    if not matched and given:
        raise ValueError(f"{table.code}: none of the rows is of a declared series")
    return pa.concat_tables(parts) if parts else empty()


def _same_dimensions(message: pa.Table, table: Table) -> None:
    """Stop at a message whose dimensions are not those declared."""
    have = set(message.column_names)
    if missing := [name for name in (*table.dimensions, "time_period") if name not in have]:
        raise KeyError(f"{table.code}: no column {missing[0]!r}")
    attributes = {"time_period", "value", "status", "obs_status", "conf_status", "obs_conf", "time_format"}
    if table.closed and (new := have - set(table.dimensions) - attributes):
        raise KeyError(f"{table.code}: unknown column {min(new)!r}")


def _ours(part: pa.Table, series: Series, table: Table) -> pa.Table:
    """The rows of one series as `ROW`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def mapped(name: str, translate: Callable[[Any], str]) -> pa.Array:
        encoded = part[name].combine_chunks()
        if not pa.types.is_dictionary(encoded.type):
            encoded = encoded.dictionary_encode()
        used = pc.unique(encoded.indices)
        texts = encoded.dictionary.to_pylist()
        wanted = {i for i in used.to_pylist() if i is not None}
        new = pa.array([translate(text) if i in wanted else "" for i, text in enumerate(texts)], pa.string())
        return pc.fill_null(new.take(encoded.indices), translate(None) if encoded.null_count else "")

    def constant(text: str) -> pa.Array:
        return pa.repeat(pa.scalar(text), part.num_rows)

    def areas(dimension: str, fallback: str) -> pa.Array:
        return mapped(dimension, lambda code: schemes.area(table.scheme, code)) if dimension else constant(fallback)

    periods = mapped("time_period", period)
    value = pc.multiply(part["value"].combine_chunks(), series.scale)
    if table.scale:
        powers = mapped(table.scale, _power)
        value = pc.multiply(value, pc.power(10.0, powers.cast(pa.float64())))
    found = pa.table(
        {
            "measure": constant(series.measure),
            "freq": _frequencies(periods),
            "period": periods,
            "reporter": areas(table.reporter, series.reporter or "_Z"),
            "partner": areas(table.partner, series.partner or "_Z"),
            "flow": constant(series.flow),
            "product": mapped(table.product, product) if table.product else constant(series.product),
            "value": value,
            "unit": constant(series.unit),
            "status": mapped("status", lambda written: status(written, table.statuses)),
        }
    )
    kept = pc.and_(pc.not_equal(found["reporter"], ""), pc.not_equal(found["partner"], ""))
    return found.filter(pc.and_(kept, pc.not_equal(found["product"], ""))).select(list(ROW))


def _frequencies(periods: pa.Array) -> pa.Array:
    """Frequency of every period."""
    import pyarrow as pa

    encoded = periods.dictionary_encode()
    return pa.array([frequency(text) for text in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)


def _power(written: str | None) -> str:
    """The power of ten a scale attribute states.

    Raises:
        ValueError: none is stated.
    """
    if written is None or not re.fullmatch(r"-?\d{1,2}", written):
        raise ValueError(f"a value without a power of ten (scale {written!r})")
    return written


def product(code: str) -> str:
    """Our product of a code of the Harmonised System: `27` -> `HS:27`; "" for codes of other lists.

    Raises:
        ValueError: no code at all.
    """
    if code in {"TOTAL", "AG0"}:
        return "TOTAL"
    if not code:
        raise ValueError("a row without product")
    return f"HS:{code}" if re.fullmatch(r"\d\d(\d\d){0,3}", code) else ""
