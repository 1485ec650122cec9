"""The calls that set two partners beside each other: both counts of the same flow, and how wide their relation is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hali import api
from hali.errors import NotInRecord
from hali.publish.tabular import Tabular
from hali.record.store import Record

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.briefs.mirror.counts import By, Kind
    from hali.briefs.relation import Count, Relation
    from hali.methods.relation_index import Interval
    from hali.publish.document import Document

FORMULAS = {
    "bandwidth": "bandwidth.v1: flow with the partner / flow with the largest partner, same table and year",
    "dependence": "dependence.v1: flow with the partner / flow with all partners, same table and year",
    "interval": "lowest and highest over tables, years, and leaving out one component or pillar; equal weights",
}
"""How the numbers are made."""


def mirror(
    a: str,
    b: str,
    *,
    of: Kind = "goods",
    by: By = "year",
    years: Iterable[int] = (),
    currency: str = "USD",
    margin: float | str | None = None,
    lang: str = "en",
    record: Record | None = None,
) -> Document:
    """What both sides report of the same flow, side by side, both directions: the counts, the gap, what it may contain.

    Args:
        a: one side, as a name in any language or a code.
        b: the other.
        of: goods, services or investment.
        by: a row for each year, product or member of a bloc.
        years: years, of which the first and the last count; default all, of products and members the newest of both.
        currency: USD or EUR, of all values.
        margin: freight and insurance over the exporter's value, or "regression"; None = 0.06 for goods.
        lang: language of the words.
        record: an opened record; default the one that ships.

    Returns:
        A document any writer takes; `readings` holds its numbers.

    Raises:
        UnknownCode: an area or language no codelist knows.
        QuestionError: two equal areas, no such currency or margin, members of two countries.
        NotInRecord: neither side counts the flow in these years.
    """
    from hali.briefs.mirror import counts, pages
    from hali.shown_brief import brief as shown

    pair = api.resolve_pair((a, b))
    language, when = api.check_language(lang), sorted(years)
    span = (when[0], when[-1]) if when else ()
    opened = record or api.open_record()
    view = counts.view(opened, *pair, kind=of, by=by, years=span, currency=currency, margin=margin)
    return shown(pages.compose(view, language))


def relation(a: str, b: str, *, record: Record | None = None) -> Relations:
    """How wide the relation of two partners is and how much each side rests on it, by pillar: intervals, never a rank.

    Args:
        a: one side, as a name in any language or a code.
        b: the other.
        record: an opened record; default the one that ships.

    Returns:
        A row for each side and component, as a table that pandas, polars and DuckDB take; `sides` holds the intervals
        by pillar, `data` all of it as plain data.

    Raises:
        UnknownCode: an area no codelist knows.
        QuestionError: two equal areas.
        NotInRecord: the record holds nothing comparable of either side.
    """
    from hali.briefs import relation as composed

    pair = api.resolve_pair((a, b))
    opened = record or api.open_record()
    sides: list[Relation] = []
    for one, other in (pair, pair[::-1]):
        try:
            sides.append(composed.relation(opened, one, other))
        except NotInRecord as error:
            missing = error
    if not sides:
        raise missing
    return Relations(tuple(sides), opened.id)


class Relations(Tabular):
    """A relation as seen from each side, a row for each component that can be compared.

    Columns: `side`, `partner`, `pillar`, `measure`, `period`, `dataflow`, `value` and `unit` of the flow between them,
    `reading`, its id; `largest`, `largest_partner` and `largest_reading`, the same with the side's largest partner;
    `total` with all partners, of which there are `partners`; `bandwidth` and `dependence`, shares of the largest and of
    all, 0 to 1; `caveats`.

    Args:
        sides: both sides, or the one of which something is held.
        record: id of the record.
    """

    def __init__(self, sides: tuple[Relation, ...], record: str) -> None:
        self.sides = sides
        self.record = record

    @cached_property
    def data(self) -> dict[str, Any]:
        """Everything as plain data: what `hali relation --format json` writes."""
        return {"record": self.record, "formulas": FORMULAS, "sides": [_document(one) for one in self.sides]}

    @cached_property
    def table(self) -> pa.Table:
        """The components as an Arrow table."""
        import pyarrow as pa

        texts = dict.fromkeys(("side", "partner", "pillar", "measure", "period", "dataflow", "unit"), pa.string())
        flow = {"value": pa.float64(), "reading": pa.string(), "largest": pa.float64()}
        others = dict.fromkeys(("largest_partner", "largest_reading"), pa.string())
        last = {"total": pa.float64(), "partners": pa.int64(), "caveats": pa.list_(pa.string())}
        shares = dict.fromkeys(("bandwidth", "dependence"), pa.float64())
        schema = pa.schema({**texts, **flow, **others, **last, **shares})
        rows = [
            {"side": side["side"], "partner": side["partner"]} | count
            for side in self.data["sides"]
            for count in side["counts"]
        ]
        return pa.Table.from_pylist(rows, schema=schema)

    def __repr__(self) -> str:
        lines = [line for one in self.sides for line in _lines(one)]
        return "\n".join([*lines, *FORMULAS.values(), f"record {self.record}"])

    def _repr_html_(self) -> str:
        facts = [
            (f"{side['side']}: {what}", f"{side[what][0]:.2f} \u2013 {side[what][1]:.2f}")
            for side in self.data["sides"]
            for what in ("bandwidth", "dependence")
            if side[what]
        ]
        columns = ("side", "pillar", "measure", "period", "value", "unit", "bandwidth", "dependence")
        return self._shown("Bandwidth and dependence", facts, columns, [*FORMULAS.values(), f"record {self.record}"])


def _interval(interval: Interval | None) -> list[float] | None:
    return [interval.low, interval.high] if interval else None


def _document(one: Relation) -> dict[str, Any]:
    """A side as plain data."""
    index = one.index
    return {
        "side": one.side,
        "partner": one.other,
        "bandwidth": _interval(index.whole_bandwidth),
        "dependence": _interval(index.whole_dependence),
        "pillars": [
            {"pillar": name, "bandwidth": _interval(wide), "dependence": _interval(deep)}
            for name, wide, deep in zip(one.pillars, index.pillar_bandwidth, index.pillar_dependence, strict=True)
        ],
        "counts": [
            _count(count) | {"bandwidth": float(wide), "dependence": float(deep)}
            for count, wide, deep in zip(one.counts, index.bandwidth, index.dependence, strict=True)
        ],
        "missing": list(one.missing),
    }


def _count(count: Count) -> dict[str, Any]:
    d = count.reading.definition
    return {
        "pillar": count.pillar,
        "measure": count.measure,
        "period": d.period,
        "dataflow": d.dataflow,
        "unit": d.unit,
        "value": count.reading.value,
        "reading": count.reading.id,
        "largest": count.largest.value,
        "largest_partner": count.largest.definition.partner,
        "largest_reading": count.largest.id,
        "total": count.total,
        "partners": count.partners,
        "caveats": list(count.reading.caveats),
    }


def _lines(one: Relation) -> Iterator[str]:
    """A side as lines."""
    from hali.narrate import words

    def ends(interval: Interval | None) -> str:
        return f"{interval.low:.2f} – {interval.high:.2f}" if interval else "–"

    names = [words.form(code, "en", "plain") for code in (one.side, one.other)]
    index = one.index
    yield f"{names[0]}: relation with {names[1]}"
    yield f"  {'':44}{'bandwidth':>13}  {'dependence':>13}"
    yield f"  {'all pillars':44}{ends(index.whole_bandwidth):>13}  {ends(index.whole_dependence):>13}"
    for number, pillar in enumerate(one.pillars):
        wide, deep = index.pillar_bandwidth[number], index.pillar_dependence[number]
        yield f"  {pillar:44}{ends(wide):>13}  {ends(deep):>13}"
        for count, share, part in zip(one.counts, index.bandwidth, index.dependence, strict=True):
            if count.pillar == pillar:
                d = count.reading.definition
                mark = " ".join(("", *count.reading.caveats))
                told = f"{count.measure} {d.period}, {d.dataflow}{mark}"
                yield f"    {told:42}{share:13.2f}  {part:13.2f}  {count.reading.id}"
    if one.missing:
        yield f"  nothing comparable in this record: {', '.join(one.missing)}"
    yield ""
