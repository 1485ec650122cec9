"""Environment and development: climate pledges, forest, air, life expectancy, SDG index, and the economy's size."""

from __future__ import annotations

from hali.codelists import measures
from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.published import published
from hali.pillars.rows import rate_of, shaped
from hali.record.query import SERIES, Table, Tables, exact_sum, of

ADDED = measures.added()
"""National series that add up over the members of a bloc."""

LACKING = 10
"""A sum lacks one in so many members at the most: without more of them it would not tell the size of the bloc."""


def of_members(tables: Tables) -> Table:
    """What the members of a bloc have together, each by its newest table, of a bloc no table prints a row of.

    The members of the last day of the period, one table each: that of the best status, then the newest. A sum takes
    no more than two tables, both named. With members absent it stands only where the bloc has no whole one in any
    period, lists them, and lacks no more than one in LACKING.
    """
    import ibis
    from ibis import _

    single = tables.dataflows.filter(~_.paged).select("dataflow")
    national = of(tables, *ADDED).filter((_.partner == "_Z") & (_.method == "table")).semi_join(single, "dataflow")
    best = ibis.window(
        group_by=[c for c in SERIES if c != "dataflow"],
        order_by=["status", ibis.desc("known"), "dataflow"],
    )
    rows = national.mutate(nth=ibis.row_number().over(best)).filter(_.nth == 0).select(*national.columns)
    concepts = tables.areas.filter(_.summed).select("code", "concept")
    printed = national.join(concepts, national.reporter == concepts.code).select("measure", "concept").distinct()
    members = tables.membership
    belong = (members.first < rows.end, members.last >= rows.end)
    taken = ("from_tables", "first_table", "last_table")
    keys = ["measure", "freq", "period", "flow", "product", "unit", "start", "end"]
    summed = (
        rows.join(members, [rows.reporter == members.member, *belong])
        .group_by(*keys, "bloc")
        .agg(
            value=exact_sum(_.value),
            status=_.status.max(),
            vintage=_.vintage.max(),
            known=_.known.max(),
            there=_.member.collect(),
            cells=_.cells.collect().flatten().sort(),
            from_tables=_.dataflow.nunique(),
            first_table=_.dataflow.min(),
            last_table=_.dataflow.max(),
        )
    )
    spans = rows.select("end").distinct()
    all_ = spans.join(members, (members.first < spans.end) & (members.last >= spans.end))
    sized = summed.join(all_.group_by("bloc", "end").agg(all=_.member.collect()), ["bloc", "end"])
    absent = sized.all.filter(lambda member: ~sized.there.contains(member)).sort()
    told = sized.mutate(missing=absent).filter((_.from_tables <= 2) & (_.missing.length() * LACKING <= _.all.length()))
    gaps = ibis.window(group_by=["measure", "flow", "product", "unit", "bloc"])
    kept = (
        told.mutate(fewest=_.missing.length().min().over(gaps))
        .filter((_.missing.length() == 0) | (_.fewest > 0))
        .join(concepts, _.bloc == concepts.code)
        .anti_join(printed, ["measure", "concept"])
        .select(*keys, "bloc", "value", "status", "vintage", "known", "missing", "cells", *taken)
    )
    return shaped(
        kept,
        rate=rate_of(_.unit),
        reporter=_.bloc,
        partner="_Z",
        dataflow=ibis.ifelse(_.from_tables == 1, _.first_table, _.first_table + ibis.literal("-") + _.last_table),
        method="sum",
    )


PILLAR = Pillar(
    id="environment",
    order=8,
    sections=(
        Section("climate", (9,), ("curated", "worldbank")),
        Section("biodiversity", (10,), ("worldbank",)),
        Section("sdg", (11,), ("worldbank",)),
    ),
    indicators=(
        published("environment.level"),
        published("environment.economy"),
        Indicator(
            "environment.of_members",
            ADDED,
            "sum over the members of the bloc, what they trade with each other included",
            "",
            of_members,
            ADDED,
        ),
    ),
)
