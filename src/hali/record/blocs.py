"""Sums over the members of blocs: of partners, of reporters, and of the pairs of members of two blocs."""

from __future__ import annotations

from typing import Any

from hali.record.query import SERIES, WHERE, Table, Tables, exact_sum, no_texts

NEGLIGIBLE = 0.005
"""Members that were a smaller part of the sum, each in the last year it was held, may be absent from it."""

PAIRS = 0.5
"""Part of the pairs of members of two blocs that is held at the least where their sum is told."""

MADE = (*WHERE, "value", "status", "method", "vintage", "missing", "whole", "partial", "cells")
"""The columns of a sum, as of every row that is known on a day."""


def with_blocs(tables: Tables, rows: Table) -> Table:
    """`rows` and the sums over the members of every bloc, first as partner, then as reporter.

    Members are those on the last day of the row's period. A partner bloc is summed where the table holds every
    partner (an absent one is zero), no member is absent, or those that are were `NEGLIGIBLE`; never where its numbers
    are no parts of a sum (distances). A reporter bloc is summed where the dataflow allows sums; with a partner bloc
    over all pairs of members that are held, if they are `PAIRS` of all. `missing` lists of whom the record has no
    number, or of two blocs not every number. Rows a publisher prints for a bloc stay beside our sums (`method`).
    """
    import ibis
    from ibis import _

    held = _of_partners(tables, rows)
    partners = held.filter(_.missing.length() == 0).select(*MADE).union(_nearly_whole(rows, held))
    single = rows.mutate(size=ibis.literal(1).cast("int64"), there=ibis.literal(1.0))
    # a row that is printed of a bloc goes before the sum over its members
    summed = held.anti_join(rows, list(WHERE)).select(*single.columns)
    reporters = _of_reporters(tables, single.union(summed))
    # what follows from a bloc's printed rows goes before the sum over its members
    return rows.union(partners).union(reporters.anti_join(partners, list(WHERE)))


def _grouped(tables: Tables, rows: Table, side: str) -> Table:
    """`rows` summed over the members of every bloc standing as `side`, with those who are `present` and `all`."""
    from ibis import _

    other = "reporter" if side == "partner" else "partner"
    members = tables.membership
    belong = (members.first < rows.end, members.last >= rows.end)
    spans = rows.select("end").distinct()
    sized = spans.join(members, (members.first < spans.end) & (members.last >= spans.end))
    flags = tables.dataflows.select("dataflow", "complete_partners")
    of_two = {} if side == "partner" else {"there": _.there.sum(), "size": _.size.max(), "lacking": _lacking()}
    return (
        rows.join(members, [rows[side] == members.member, *belong])
        .filter(_.bloc != _[other])
        .group_by(*(c for c in WHERE if c != side), "bloc")
        .agg(
            value=exact_sum(_.value),
            status=_.status.max(),
            vintage=_.vintage.max(),
            present=_.member.collect(),
            whole=_.whole.all(),
            partial=_.partial.any(),
            cells=_.cells.collect().flatten().sort(),
            without=_.missing.collect().flatten().unique(),
            **of_two,
        )
        .join(sized.group_by("bloc", "end").agg(all=_.member.collect()), ["bloc", "end"])
        .join(flags, "dataflow")
        .rename({side: "bloc"})
    )


def _lacking() -> Any:
    """The reporters that are not held with every member of the partner bloc."""
    from ibis import _

    return _.member.collect(where=_.missing.length() > 0)


def _of_partners(tables: Tables, rows: Table) -> Table:
    """Each reporter with every bloc of partners with a member held: MADE, `size`, the part of it that is `there`."""
    import ibis
    from ibis import _

    may = tables.dataflows.filter(~_.pairwise)
    summed = _grouped(tables, rows.semi_join(may, "dataflow"), "partner")
    # the reporter itself may be a member of the partner bloc and never trades with itself
    absent = summed.all.filter(lambda member: ~summed.present.contains(member) & (member != summed.reporter)).sort()
    listed = summed.complete_partners & ~summed.partial
    missing = ibis.ifelse(listed, no_texts(), absent)
    size = summed.all.length() - summed.all.contains(summed.reporter).cast("int64")
    told = summed.mutate(missing=missing, size=size, method=ibis.literal("sum"))
    return told.select(*MADE, "size", there=1 - told.missing.length() / told.size)


def _nearly_whole(rows: Table, held: Table) -> Table:
    """Sums of a year over partners in which every absent member is known to be `NEGLIGIBLE`: MADE."""
    from ibis import _

    same = [c for c in (*SERIES, "known") if c not in {"period", "partner"}]
    short = held.filter((_.freq == "A") & (_.missing.length() > 0) & (_.value > 0))
    absent = short.select(*WHERE, member=_.missing.unnest())
    before = rows.select(*same, member="partner", held="end", part="value")
    last = (
        absent.join(before, [*same, "member"])
        .filter(_.held < _.end)
        .group_by(*WHERE, "member")
        .agg(part=_.part.argmax(_.held))
    )
    lost = last.group_by(*WHERE).agg(part=exact_sum(_.part), known_of=_.count())
    kept = short.join(lost, list(WHERE)).filter((_.known_of == _.missing.length()) & (_.part <= NEGLIGIBLE * _.value))
    return kept.select(*MADE)


def _of_reporters(tables: Tables, rows: Table) -> Table:
    """Every bloc of reporters with each partner and each bloc of partners: MADE.

    Of two blocs `missing` lists reporters without any number and, of those who are not held with all of the other
    side, one side's: the shorter list.
    """
    import ibis
    from ibis import _

    summed = _grouped(tables, rows.semi_join(tables.dataflows.filter(_.may_sum), "dataflow"), "reporter")
    kept = summed.filter((_.size == 1) | (_.there >= PAIRS * _.all.length()))
    nobody = kept.all.filter(lambda member: ~kept.present.contains(member))
    lacking = ibis.coalesce(kept.lacking, no_texts())
    partly = ibis.ifelse(kept.without.length() <= lacking.length(), kept.without, lacking)
    missing = ibis.ifelse(kept.size == 1, nobody, nobody.concat(partly).unique()).sort()
    return kept.mutate(missing=missing, method=ibis.literal("sum")).select(*MADE)
