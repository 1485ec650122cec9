"""Observations as Ibis tables: what was known when, sums over blocs, totals, currencies.

Every function takes and returns Ibis tables, so one expression runs on every engine. The tables hold what a question
needs (`record.asking`) or, on a cluster, everything. The rows that flow through here carry `cells`, the observations
they are made of, so that any number can be explained to its cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Table = Any
"""An Ibis table expression; Ibis ships no type information."""

SERIES: tuple[str, ...] = ("dataflow", "measure", "freq", "period", "reporter", "partner", "flow", "product", "unit")
"""The key of an observation without its vintage: what a revision replaces."""

WHERE: tuple[str, ...] = (*SERIES, "start", "end", "known")
"""The columns that place a row: the series, its span, and the day on which the record stood like this."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The record as Ibis tables.

    Attributes:
        observations: the columns of `record.states.OBSERVATION`.
        flows: dataflow, freq, period, reporter, product, flow, since: which flows a table has about anybody.
        dataflows: dataflow, complete_partners, may_sum, pairwise and nature as in `model.dataflow.Dataflow`, paged
            (each page is a publication of its own).
        membership: bloc, member, first, last (half-open dates).
        areas: code, kind, concept, summed (we add up its members).
        votes: known (the day of the state), rcid, resolution, date, issues, area, vote.
        years: first and last calendar year of the votes of each state of the whole record: known, first, last.
        rates: `annual_rates` of the whole record.
        asked: reporter, partner: the pairs of codes whose readings are wanted; None = all.
        rows: `with_blocs(tables, as_known(tables))`, what indicators start from; None until it is computed.
        goods: `goods(tables)`, what the indicators of trade start from; None until it is computed.
    """

    observations: Table
    flows: Table
    dataflows: Table
    membership: Table
    areas: Table
    votes: Table = None
    years: Table = None
    rates: Table = None
    asked: Table = None
    rows: Table = None
    goods: Table = None


def only_asked(tables: Tables, rows: Table) -> Table:
    """Those of `rows` whose reporter and partner are asked for."""
    return rows if tables.asked is None else rows.semi_join(tables.asked, ["reporter", "partner"])


def by_asked(tables: Tables, rows: Table) -> Table:
    """Those of `rows` whose reporter is asked for, about any partner."""
    return rows if tables.asked is None else rows.semi_join(tables.asked, "reporter")


def both_ways(tables: Tables, rows: Table) -> Table:
    """Those of `rows` that are asked for, and what the partner reports of the reporter."""
    if tables.asked is None:
        return rows
    turned = tables.asked.select(reporter="partner", partner="reporter")
    return rows.semi_join(tables.asked.union(turned), ["reporter", "partner"])


def no_texts() -> Any:
    """An empty array of texts, with its type said: an engine cannot tell it from the value."""
    import ibis

    return ibis.literal([]).cast("array<string>")


def of(tables: Tables, *measures: str) -> Table:
    """The rows of the stored `measures`, countries and blocs, as known on each day, about any partner."""
    from ibis import _

    return tables.rows.filter(_.measure.isin(list(measures)))


def as_known(tables: Tables) -> Table:
    """All observations as the record stood on each day a newer vintage came out.

    A row stands from its own vintage until the next vintage of the same series, or until the table it stands in is
    published without it (`gone`). `known` becomes the day of the state, so numerators and denominators are joined
    within one state and never across. Rows of paged dataflows (single figures, each from a page of its own) stand
    alone.

    Returns:
        WHERE + value, status, method, vintage, missing, whole, partial, cells.
    """
    import ibis
    from ibis import _

    wanted = tables.observations
    flags = tables.dataflows.select("dataflow", "paged")
    days = wanted.select("dataflow", state="known").union(
        wanted.filter(_.gone.notnull()).select("dataflow", state="gone"), distinct=True
    )
    listed = (
        wanted.join(flags, "dataflow")
        .join(days, "dataflow")
        .filter((_.known <= _.state) & (_.gone.isnull() | (_.state < _.gone)))
    )
    # of most series there is one row, and nothing to choose
    single = listed.filter(ibis.ifelse(_.paged, _.state == _.known, _.alone))
    newest = ibis.window(group_by=[*SERIES, "state"], order_by=[ibis.desc("known")])
    several = listed.filter(~_.paged & ~_.alone).mutate(nth=ibis.row_number().over(newest)).filter(_.nth == 0)
    return single.union(several.drop("nth")).select(
        *SERIES,
        "start",
        "end",
        known=_.state,
        value=_.value,
        status=_.status,
        method=ibis.literal("table"),
        vintage=_.vintage,
        missing=no_texts(),
        whole=_.whole,
        partial=_.partial,
        cells=ibis.array([_.cell]),
    )


def exact_sum(values: Any) -> Any:
    """Sum in decimals of four places: the same to the last bit in any order and on any engine."""
    return values.cast("decimal(38, 4)").sum().cast("float64")


def exact_running(values: Any, window: Any) -> Any:
    """Running sum over `window`, in decimals of four places like `exact_sum`."""
    return values.cast("decimal(38, 4)").sum().over(window).cast("float64")


def _exact(one: Any, other: Any) -> Any:
    """Sum of two values, an absent one as zero, in decimals of four places like `exact_sum`."""
    import ibis

    first, second = (ibis.coalesce(value, 0.0).cast("decimal(38, 4)") for value in (one, other))
    return (first + second).cast("float64")


def _or_other(sides: Table, column: str) -> tuple[Any, Any]:
    """A column of both sides of an outer join, either one where the other is absent."""
    import ibis

    one, other = sides[column], sides[f"{column}_2"]
    return ibis.coalesce(one, other), ibis.coalesce(other, one)


def _listed_together(sides: Table, column: str) -> Any:
    """The lists of both sides of an outer join, one after the other."""
    import ibis

    none = ibis.literal([]).cast(sides[column].type())
    return ibis.coalesce(sides[column], none).concat(ibis.coalesce(sides[f"{column}_2"], none))


def with_turnover(tables: Tables, rows: Table) -> Table:
    """`rows` and turnover, T = X + M of one reporter, where the publisher prints none.

    Both flows are needed, unless the table holds every partner and both flows of the reporter in that period: then
    an absent flow is zero.
    """
    import ibis
    from ibis import _

    keys = [c for c in (*WHERE, "method") if c != "flow"]
    flags = tables.dataflows.filter(~_.paged).select("dataflow", "complete_partners")
    parts = rows.filter(_.flow.isin(["X", "M"])).join(flags, "dataflow")
    # the two flows side by side: putting lists together by groups takes five times as long
    exports, imports = (parts.filter(_.flow == flow).drop("flow") for flow in ("X", "M"))
    sides = exports.outer_join(imports, keys, rname="{name}_2")
    either = {c: ibis.coalesce(sides[c], sides[f"{c}_2"]) for c in (*keys, "complete_partners")}
    totals = sides.select(
        **either,
        value=_exact(sides.value, sides.value_2),
        status=ibis.greatest(*_or_other(sides, "status")),
        vintage=ibis.greatest(*_or_other(sides, "vintage")),
        missing=_listed_together(sides, "missing").unique(),
        whole=ibis.and_(*_or_other(sides, "whole")),
        partial=ibis.or_(*_or_other(sides, "partial")),
        cells=_listed_together(sides, "cells"),
        alone=sides.value.isnull() | sides.value_2.isnull(),
    )
    table = ["dataflow", "freq", "period", "reporter", "product"]
    blocs = tables.flows.join(tables.membership, tables.flows.reporter == tables.membership.member)
    theirs = {c: blocs.bloc if c == "reporter" else blocs[c] for c in tables.flows.columns}
    flows = tables.flows.union(blocs.select(**theirs))
    single = totals.filter(_.alone & _.complete_partners & ~_.partial)
    known = single.select(*table, "known").distinct()
    listed = known.join(flows, [*(known[c] == flows[c] for c in table), flows.since <= known.known])
    held = listed.group_by(*table, "known").agg(held=_.flow.nunique()).filter(_.held == 2)
    kept = totals.filter(~_.alone).union(single.semi_join(held, [*table, "known"]))
    totals = kept.mutate(flow=ibis.literal("T"))
    printed = rows.filter(_.flow == "T").select(*keys).distinct()
    return rows.union(totals.anti_join(printed, keys).select(*rows.columns))


def goods(tables: Tables) -> Table:
    """Goods flows and turnover of countries and blocs, as known on each day, in the publisher's currency.

    Beside the spans the publishers print stand sums of months from January on (`2022-01-01/P9M`).
    """
    return with_months_so_far(with_turnover(tables, of(tables, "trade_value")))


def with_months_so_far(rows: Table) -> Table:
    """`rows` and, from monthly ones, the sums of January to each of February to November of a year.

    A sum ends at the first month that is not there.
    """
    import ibis
    from ibis import _

    months = rows.filter(_.freq == "M").mutate(year=_.start.year(), month=_.start.month())
    series = [c for c in (*SERIES, "known", "method") if c not in {"period", "freq"}]
    so_far = ibis.window(group_by=[*series, "year"], order_by="month", preceding=None, following=0)
    running = (
        months.mutate(
            value=exact_running(_.value, so_far),
            status=_.status.max().over(so_far),
            vintage=_.vintage.max().over(so_far),
            cells=_.cells.collect().over(so_far).flatten(),
            start=_.start.min().over(so_far),
            whole=_.whole.all().over(so_far),
            partial=_.partial.any().over(so_far),
            months=_.month.count().over(so_far),
        )
        .filter((_.months == _.month) & (_.month.between(2, 11)))
        .mutate(
            freq=ibis.literal("_O"),
            period=_.year.cast("string") + ibis.literal("-01-01/P") + _.month.cast("string") + ibis.literal("M"),
        )
    )
    return rows.union(running.select(*rows.columns))


def current(rows: Table) -> Table:
    """Drop states in which nothing a row is made of was new: each definition and vintage once.

    Adds `stood`, the last of the days on which it stood like this.
    """
    import ibis
    from ibis import _

    same = ibis.window(group_by=[c for c in rows.columns if c not in {"known", "value", "cells", "missing"}])
    days = rows.mutate(first_known=_.known.min().over(same), stood=_.known.max().over(same))
    return days.filter(_.known == _.first_known).drop("first_known")


RATE = "exchange_rate"
"""The stored measure rates of exchange are."""


def annual_rates(observations: Table) -> Table:
    """Mean exchange rates by year, newest vintage: `money`, `per`, `year`, `rate`, `cell`.

    `rate` is units of `money` for one `per` (`USD` for one `EUR`), and the same turned round.
    """
    import ibis
    from ibis import _

    rates = observations.filter((_.measure == RATE) & (_.freq == "A"))
    order = ibis.window(group_by=["unit", "period"], order_by=[ibis.desc("known"), "cell"])
    newest = (
        rates.mutate(nth=ibis.row_number().over(order))
        .filter(_.nth == 0)
        .select(
            money=_.unit.split("_")[0],
            per=_.unit.split("_")[1],
            year=_.start.year(),
            rate=_.value,
            cell=_.cell,
        )
    )
    turned = newest.select(money=_.per, per=_.money, year=_.year, rate=1 / _.rate, cell=_.cell)
    return newest.union(turned)


TARGETS = ("EUR", "USD")
"""Currencies every amount of money is also given in."""


def with_currencies(tables: Tables, rows: Table, targets: Sequence[str] = TARGETS) -> Table:
    """`rows` of money and the same in each of `targets`, by the annual mean rate of its year.

    For an indicator that compares tables of different currencies; every other one leaves it to `record.derive`.

    Adds `rate`: `reported` for the publisher's own currency, `annual_mean` for a converted one. A year
    without a rate is left out, and so is a span of several years: nobody knows how a sum was spread over them.
    """
    import ibis
    from ibis import _

    rates = tables.rates.filter(_.money.isin(list(targets))).rename(annual_rate="rate", rate_cell="cell")
    within_a_year = rows.mutate(year=_.start.year()).filter(_.year == (_.end - ibis.interval(days=1)).year())
    converted = within_a_year.join(rates, [within_a_year.unit == rates.per, within_a_year.year == rates.year])
    columns = [c for c in rows.columns if c not in {"unit", "value", "cells"}]
    return (
        rows.mutate(rate=ibis.literal("reported"))
        .select(*columns, "unit", "value", "cells", "rate")
        .union(
            converted.select(
                *columns,
                unit=_.money,
                value=_.value * _.annual_rate,
                cells=_.cells.concat(ibis.array([_.rate_cell])),
                rate=ibis.literal("annual_mean"),
            )
        )
    )
