"""The common shape of an indicator's rows, and relations several indicators share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hali.model.definition import DEFINITION_COLUMNS
from hali.record.query import SERIES, Table, Tables, current, exact_sum, no_texts, of, only_asked

FACTS: tuple[str, ...] = ("value", "start", "end", "known", "stood", "status", "missing", "caveats", "cells")
"""What a row holds beside its definition."""


def shaped(rows: Table, **columns: Any) -> Table:
    """`rows` with exactly the columns of a definition and FACTS.

    Args:
        rows: an Ibis table.
        columns: what replaces or adds a column: a text (as literal) or an Ibis expression. Definition columns that
            stand neither in `rows` nor here are `_Z`.
    """
    import ibis

    chosen = {}
    for name in (*DEFINITION_COLUMNS, *FACTS):
        given = columns.get(name)
        if isinstance(given, str):
            chosen[name] = ibis.literal(given)
        elif given is not None:
            chosen[name] = given
        elif name in rows.columns:
            chosen[name] = rows[name]
        elif name == "caveats":
            chosen[name] = no_texts()
        elif name == "stood":
            chosen[name] = rows.known
        else:
            chosen[name] = ibis.literal("_Z")
    return rows.select(**chosen)


def flag(condition: Any, code: str) -> Any:
    """An array holding `code` where `condition` is true, else an empty one."""
    import ibis

    return ibis.ifelse(condition, ibis.array([code]), no_texts())


def by_flow(flow: Any, exports: str, imports: str, turnover: str) -> Any:
    """The measure that `flow` (X, M, T) makes of a row."""
    import ibis

    return ibis.cases((flow == "X", exports), (flow == "M", imports), else_=turnover)


def side_by_side(left: Table, right: Table, keys: list[str], *also: Any) -> Table:
    """Rows of `left` beside rows of `right` with equal `keys`; `right`'s columns are called `..._2`."""
    renamed = right.rename({f"{c}_2": c for c in right.columns})
    return left.join(renamed, [left[k] == renamed[f"{k}_2"] for k in keys] + [rule(left, renamed) for rule in also])


def same_members(left: Table, right: Table) -> Any:
    """For `side_by_side`: both sums have the same members, so that their difference is of the same."""
    return left.missing.sort() == right.missing_2.sort()


MONEY = ("EUR", "USD", "KZT", "GBP", "CNY", "RUB")
"""Units that are converted between currencies."""


def rate_of(unit: Any) -> Any:
    """The `rate` of a row as published: `reported` for money, which `record.derive` converts, else `_Z`."""
    import ibis

    return ibis.ifelse(unit.isin(list(MONEY)), "reported", "_Z")


def series(tables: Tables, measures: Sequence[str]) -> Table:
    """The stored series as readings: countries, bloc sums, all vintages.

    A stored `measure.variant` becomes the measure and its variant.
    """
    import ibis
    from ibis import _

    rows = only_asked(tables, of(tables, *measures))
    # no split: Spark takes the separator for a regular expression
    variant = ibis.ifelse(rows.measure.contains("."), rows.measure.re_replace("^[^.]*[.]", ""), "_Z")
    named = rows.mutate(variant=variant, measure=rows.measure.re_replace("[.].*", ""))
    return shaped(current(named), rate=rate_of(_.unit))


def share_of_world(tables: Tables, measures: Sequence[str], world: Sequence[str] = ("WLD",)) -> Table:
    """100 x value from the partner / value from the world, PCT, of stored series with a partner.

    The denominator is the printed world row, or where a table has none and lists its partners, their sum.
    """
    import ibis
    from ibis import _

    rows = of(tables, *measures)
    keys = [c for c in (*SERIES, "known", "method") if c != "partner"]
    printed = rows.filter(_.partner.isin(list(world))).mutate(denominator=ibis.literal("WLD"))
    partners = rows.filter(~_.partner.isin([*world, "_Z"]))
    summed = tables.areas.filter(_.summed).select(partner="code")
    totals = printed.select(*keys, *TOTAL).union(listed_total(partners.anti_join(summed, "partner"), keys))
    return percentage(side_by_side(only_asked(tables, partners), totals, keys), [*rows.columns, "denominator"])


SINGLE = ("country", "former", "residual")
"""Kinds of areas that add up to the world."""

TOTAL = ("denominator", "value", "status", "vintage", "cells")
"""What a denominator holds beside its keys."""


def listed_total(rows: Table, keys: Sequence[str]) -> Table:
    """Sums over the partners of `rows` by `keys`, where all of them are listed and no world row is printed."""
    import ibis
    from ibis import _

    return (
        rows.group_by(*keys)
        .agg(
            value=exact_sum(_.value),
            status=_.status.max(),
            vintage=_.vintage.max(),
            cells=_.cells.collect().flatten().sort(),
            whole=_.whole.all(),
        )
        .filter(_.whole)
        .mutate(denominator=ibis.literal("NAMED"))
        .select(*keys, *TOTAL)
    )


def combined(pairs: Table, value: Any, **more: Any) -> Table:
    """`pairs` of `side_by_side` as one row each: `value`, the worse status, the newer vintage, both sides' cells.

    Statuses are ordered Q over P, F, E, B, A, as their letters are. Whoever is missing on one side is missing.
    """
    import ibis
    from ibis import _

    if "missing_2" in pairs.columns:
        more["missing"] = _.missing.concat(_.missing_2).unique().sort()
    return pairs.mutate(
        value=value,
        status=ibis.greatest(_.status, _.status_2),
        vintage=ibis.greatest(_.vintage, _.vintage_2),
        cells=_.cells.concat(_.cells_2),
        **more,
    )


def percentage(pairs: Table, columns: Sequence[str]) -> Table:
    """100 x left / right of `pairs`, PCT; a `denominator` is taken over from the right. Nothing over zero."""
    from ibis import _

    more = {"denominator": _.denominator_2} if "denominator" in columns else {}
    shares = combined(pairs, 100 * _.value / _.value_2.nullif(0), **more)
    return current(shares.select(*columns)).filter(_.value.notnull())
