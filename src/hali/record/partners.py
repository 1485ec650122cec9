"""The partners of a country or bloc by the size of their trade, read off the observations.

For what must be known before readings are computed: with whom a pair is compared. So there are no definitions here, no
currencies and no sums of blocs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hali.codelists import areas
from hali.model.dataflow import MODELLED
from hali.record.lists import everyone
from hali.record.states import GOODS, Sides
from hali.record.store import Record


@dataclass(frozen=True, slots=True)
class Sizes:
    """Goods trade of one reporter in one year, by one table.

    Attributes:
        year: the calendar year.
        values: exports + imports by partner, in the table's currency; one flow alone where the table has only that.
            Of a compilation with one number for each direction, imports are what the partner exports.
    """

    year: str
    values: dict[str, float]


_SIZES = """
    with two_way as (select distinct dataflow from observations where flow = 'M'),
    seen as (
        select dataflow, unit, period, known, gone, status, product, value,
            case when reporter = $reporter then partner else reporter end as partner,
            case when reporter = $reporter then flow else 'M' end as flow
        from observations
        where freq = 'A' and (reporter = $reporter or (flow = 'X' and list_contains($compiled::varchar[], dataflow)
          and dataflow not in (from two_way)))),
    flows as (
        select dataflow, unit, period, partner, flow, value from seen
        where product = 'TOTAL' and flow in ('X', 'M') and status <> 'Q'
          and known <= $day::date and (gone is null or gone > $day::date)
        qualify known = max(known) over (partition by dataflow, unit, period, partner, flow)),
    held as (
        select dataflow, unit, period, list(distinct flow) as held
        from flows where list_contains($theirs::varchar[], partner) group by all
        order by len(held) desc, period desc, dataflow, unit limit 1)
    select period, partner, sum(value) from flows join held using (dataflow, unit, period)
    where list_contains(held, flow) group by all order by partner
"""


def sizes(record: Record, reporter: str, partner: str, day: date, *, own: bool = True) -> Sizes | None:
    """The newest year in which a table of `reporter` lists `partner`, both flows before one; None where none does.

    Args:
        record: the record.
        reporter: code of a country or bloc that publishes.
        partner: concept of the other side; of a bloc its members count.
        day: what was published later is not seen.
        own: by a table of its own, else by what a third party passes on or compiled; never by what a model gives.
    """
    warehouse = record.warehouse
    flows = warehouse.dataflows.items()
    wanted = {id_ for id_, flow in flows if flow.third_party is not own and flow.nature not in MODELLED}
    tables = warehouse.held.of({GOODS}).versions.keys() & wanted
    if not tables:
        return None
    theirs = everyone(areas.concept_codes(partner) if partner in areas.concepts() else [partner])
    compiled = sorted(id_ for id_ in tables if warehouse.dataflows[id_].nature == "compiled")
    about = (reporter,) if compiled else ()
    cursor = warehouse.observed(tables, Sides((GOODS,), reporters=(reporter,), partners=about))
    asked = {"day": day, "theirs": sorted(theirs), "reporter": reporter, "compiled": compiled}
    found = cursor.execute(_SIZES, asked).fetchall()
    cursor.close()
    return Sizes(found[0][0], {code: value for _, code, value in found}) if found else None


def voting(record: Record, codes: Collection[str]) -> frozenset[str]:
    """Those of `codes` whose votes the record holds; of a bloc those of a member."""
    cursor = record.warehouse.cursor()
    areas_ = {area for (area,) in cursor.execute("select distinct area from all_votes").fetchall()}
    cursor.close()
    return frozenset(code for code in codes if everyone([code]) & areas_)
