"""Trade in goods: size by both reporters, shares, ranks, growth, balance, products, mirror gap.

Every indicator returns all its definitions at once: reporters, blocs by composition, flows, products, periods,
currencies and vintages are rows, not parameters.
"""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import TOTAL, by_flow, combined, listed_total, percentage, series, shaped, side_by_side
from hali.record.query import (
    SERIES,
    Table,
    Tables,
    current,
    exact_running,
    no_texts,
    with_currencies,
)

PLACE = [c for c in SERIES if c != "measure"]
"""The series of a trade flow: all of one measure."""


COMPILED = ("CEPII:GRAVITY_BACI", "CEPII:GRAVITY_COMTRADE", "CEPII:GRAVITY_IMF")
"""Dataflows a third party compiled from both reports: levels only, no growth or sums of their own."""


def levels(tables: Tables) -> Table:
    """Value of goods exports, imports and turnover, EUR, USD and the publisher's currency."""
    from ibis import _

    return shaped(
        current(with_currencies(tables, tables.goods.filter(_.partner != "WLD"))),
        measure=by_flow(_.flow, "exports", "imports", "trade_total"),
        scope="goods",
    )


def totals(tables: Tables) -> Table:
    """Goods trade of an area with the world, EUR, USD and the publisher's currency."""
    from ibis import _

    return shaped(
        current(with_currencies(tables, tables.goods.filter(_.partner == "WLD"))),
        measure=by_flow(_.flow, "exports", "imports", "trade_total"),
        scope="goods",
        partner="WLD",
    )


def world(tables: Tables, rows: Table) -> Table:
    """What a share is a share of: the printed world row, the printed extra-EU row, or the sum of all partners.

    The sum of named partners stands in only where a table lists its partners and prints no world row.
    """
    import ibis
    from ibis import _

    keys = [c for c in (*PLACE, "known", "start", "end") if c != "partner"]
    printed = rows.filter(_.partner.isin(["WLD", "EXT_EU27_2020"])).mutate(
        denominator=ibis.ifelse(_.partner == "WLD", "WLD", "EXT")
    )
    # one total per reporter: a bloc's printed row goes before our sum over its members
    order = ibis.window(group_by=[*keys, "denominator"], order_by=[ibis.desc("method")])
    printed = printed.mutate(nth=ibis.row_number().over(order)).filter(_.nth == 0)
    single = tables.areas.filter(_.kind.isin(["country", "former", "residual"])).select(partner="code")
    named = rows.semi_join(single, "partner").anti_join(printed.filter(_.denominator == "WLD"), keys)
    return printed.select(*keys, *TOTAL).union(listed_total(tables, named, keys))


def partner_share(tables: Tables) -> Table:
    """100 x flow with the partner / flow with the world, PCT; numerator and denominator of one table and state."""
    from ibis import _

    rows = tables.goods.filter(_.product == "TOTAL")
    keys = [c for c in (*PLACE, "known") if c != "partner"]
    pairs = side_by_side(rows.filter(~_.partner.isin(["WLD", "EXT_EU27_2020"])), world(tables, rows), keys)
    return shaped(
        percentage(pairs, [*rows.columns, "denominator"]),
        measure=by_flow(_.flow, "partner_share_exports", "partner_share_imports", "partner_share_trade"),
        scope="goods",
        unit="PCT",
    )


def product_share(tables: Tables) -> Table:
    """100 x flow of the product / flow of all goods with the same partner, PCT."""
    from ibis import _

    rows = tables.goods.filter(_.flow.isin(["X", "M"]))
    keys = [c for c in (*PLACE, "known", "method") if c != "product"]
    pairs = side_by_side(rows.filter(_.product != "TOTAL"), rows.filter(_.product == "TOTAL"), keys)
    return shaped(
        percentage(pairs, rows.columns),
        measure=by_flow(_.flow, "product_share_exports", "product_share_imports", "trade_total"),
        scope="goods",
        denominator="TOTAL",
        unit="PCT",
    )


def growth(tables: Tables) -> Table:
    """100 x (flow / flow in the base period - 1), PCT, in each currency.

    Years are compared with every earlier year of the same table, other spans with the same span a year earlier.
    """
    import ibis
    from ibis import _

    rows = with_currencies(tables, tables.goods.filter((_.product == "TOTAL") & _.dataflow.notin(COMPILED)))
    keys = [c for c in (*PLACE, "known", "method", "rate") if c != "period"]
    pairs = side_by_side(
        rows,
        rows,
        keys,
        lambda a, b: b.end_2 <= a.start,
        lambda a, b: (
            (a.freq == "A")
            | ((b.start_2.year() + 1 == a.start.year()) & (b.start_2.day_of_year() == a.start.day_of_year()))
        ),
        lambda a, b: (a.freq == "A") | (b.end_2.month() == a.end.month()),
    )
    broken = (pairs.status == "B") | (pairs.status_2 == "B")
    return shaped(
        current(
            combined(
                pairs,
                100 * (_.value / _.value_2.nullif(0) - 1),
                base=_.period_2,
                caveats=ibis.ifelse(broken, ibis.array(["BREAK"]), no_texts()),
            ).select(*rows.columns, "base", "caveats")
        ).filter(_.value.notnull()),
        measure=by_flow(_.flow, "exports_growth", "imports_growth", "trade_growth"),
        scope="goods",
        variant=_.unit,
        unit="PCT",
    )


def cumulated(tables: Tables) -> Table:
    """Sum of a flow over consecutive years, each of which the table holds, EUR, USD and the publisher's currency."""
    import ibis
    from ibis import _

    rows = with_currencies(
        tables, tables.goods.filter((_.freq == "A") & (_.product == "TOTAL") & _.dataflow.notin(COMPILED))
    )
    keys = [c for c in (*PLACE, "known", "method", "rate") if c not in {"period"}]
    pairs = side_by_side(rows, rows, keys, lambda a, b: b.start_2 >= a.start)
    order = ibis.window(group_by=[*keys, "period"], order_by="start_2", preceding=None, following=0)
    sums = pairs.mutate(
        value=exact_running(_.value_2, order),
        status=_.status_2.max().over(order),
        vintage=_.vintage_2.max().over(order),
        cells=_.cells_2.collect().over(order).flatten(),
        years=_.value_2.count().over(order),
        end=_.end_2,
        length=_.end_2.year() - _.start.year(),
    ).filter((_.years == _.length) & (_.years > 1))
    spanned = sums.mutate(
        base=_.period,
        freq=ibis.literal("_O"),
        period=_.period + ibis.literal("-01-01/P") + _.length.cast("string") + ibis.literal("Y"),
    )
    return shaped(
        current(spanned.select(*rows.columns, "base")),
        measure=by_flow(_.flow, "exports", "imports", "trade_total"),
        scope="goods",
        variant="cumulated",
    )


def balance(tables: Tables) -> Table:
    """Exports minus imports of one reporter, EUR, USD and the publisher's currency."""
    from ibis import _

    rows = with_currencies(tables, tables.goods.filter(_.product == "TOTAL"))
    keys = [c for c in (*PLACE, "known", "method", "rate") if c != "flow"]
    pairs = side_by_side(rows.filter(_.flow == "X"), rows.filter(_.flow == "M"), keys)
    return shaped(
        current(
            combined(
                pairs,
                _.value - _.value_2,
            ).select(*rows.columns)
        ),
        measure="trade_balance",
        scope="goods",
        flow="B",
    )


def rank(tables: Tables) -> Table:
    """Rank of the partner among the reporter's partners, 1 = largest, RANK.

    Variant `countries`: among single countries. Variant `blocs`: the EU and the EAEU count as one partner each and
    their members not at all; computed for each composition of the EU.
    """
    import ibis
    from ibis import _

    rows = tables.goods.filter((_.product == "TOTAL") & (_.freq == "A"))
    single = tables.areas.filter(_.kind.isin(["country", "former"])).select(partner="code")
    place = ["dataflow", "period", "reporter", "flow", "unit", "known"]
    listed = tables.dataflows.filter(_.world != "none").select("dataflow")
    rows = rows.semi_join(listed, "dataflow")
    order = ibis.window(group_by=[*place, "variant"], order_by=ibis.desc("value"))
    countries = rows.semi_join(single, "partner").mutate(variant=ibis.literal("countries"))
    ranked = [countries.mutate(rank=ibis.rank().over(order) + 1)]
    for union in ("EU27_2020", "EU28", "EU_V"):
        merged = [union, "EAEU"]
        inside = tables.membership.filter(_.bloc.isin(merged)).rename(partner="member")
        known = rows.semi_join(single, "partner")
        member = [known.partner == inside.partner, inside.first < known.end, inside.last >= known.end]
        alone = known.anti_join(inside, member)
        counted = alone.union(rows.filter(_.partner.isin(merged))).mutate(variant=ibis.literal("blocs"))
        with_rank = counted.mutate(rank=ibis.rank().over(order) + 1)
        ranked.append(with_rank.filter(_.partner == union) if union != "EU27_2020" else with_rank)
    every = ibis.union(*ranked)
    return shaped(
        current(every.mutate(value=_.rank.cast("float64")).select(*rows.columns, "variant")),
        measure="partner_rank",
        scope="goods",
        unit="RANK",
        denominator="PARTNERS",
    )


def mirror_gap(tables: Tables) -> Table:
    """Exporter's report minus importer's report of one flow, EUR and USD; CIF and FOB left as reported.

    The exporter is the reporter. Both values are years, all goods, of the newest state of each table.
    """
    import ibis
    from ibis import _

    rows = with_currencies(tables, tables.goods.filter((_.product == "TOTAL") & (_.freq == "A")))
    # a bloc's printed row goes before our sum over its members
    newest = ibis.window(group_by=[*PLACE, "rate"], order_by=[ibis.desc("known"), ibis.desc("method")])
    rows = rows.mutate(nth=ibis.row_number().over(newest)).filter(_.nth == 0).drop("nth")
    rows = rows.filter(_.dataflow.notin(COMPILED) & ~_.partner.isin(["WLD", "EXT_EU27_2020"]))
    imports = rows.filter(_.flow == "M").mutate(reporter=_.partner, partner=_.reporter)
    pairs = side_by_side(rows.filter(_.flow == "X"), imports, ["reporter", "partner", "period", "unit"])
    return shaped(
        combined(
            pairs,
            _.value - _.value_2,
            known=ibis.greatest(_.known, _.known_2),
            dataflow=_.dataflow + ibis.literal("-") + _.dataflow_2,
            method=ibis.ifelse((_.method == "sum") | (_.method_2 == "sum"), "sum", "table"),
        ).select(*rows.columns),
        measure="mirror_gap",
        scope="goods",
    )


def printed(tables: Tables) -> Table:
    """Shares and balances as a publisher prints them, PCT or money."""
    import ibis
    from ibis import _

    rows = series(tables, ("partner_share_trade", "trade_balance", "product_share_of_trade"))
    share = by_flow(_.flow, "product_share_exports", "product_share_imports", "product_share_of_trade")
    return shaped(
        rows,
        measure=ibis.ifelse(_.measure == "product_share_of_trade", share, _.measure),
        flow=ibis.ifelse(_.measure == "trade_balance", "B", _.flow),
        scope="goods",
    )


PILLAR = Pillar(
    id="trade",
    order=1,
    sections=(
        Section(
            "trade",
            (1, 1),
            (
                "trade_total",
                "exports",
                "imports",
                "trade_balance",
                "partner_share_trade",
                "partner_share_exports",
                "partner_share_imports",
                "partner_rank",
                "trade_growth",
                "product_share_exports",
                "product_share_imports",
                "mirror_gap",
            ),
            ("comext", "kazstat"),
        ),
    ),
    indicators=(
        Indicator(
            "trade.level",
            ("exports", "imports", "trade_total"),
            "goods exports, imports, or exports + imports of one reporter",
            "United Nations, IMTS 2010 Concepts and Definitions",
            levels,
        ),
        Indicator(
            "trade.total",
            ("exports", "imports", "trade_total"),
            "goods exports, imports, or exports + imports of one reporter with the world",
            "United Nations, IMTS 2010 Concepts and Definitions",
            totals,
        ),
        Indicator(
            "trade.partner_share",
            ("partner_share_trade", "partner_share_exports", "partner_share_imports"),
            "100 x flow with the partner / flow with all partners, %",
            "",
            partner_share,
        ),
        Indicator(
            "trade.product_share",
            ("product_share_exports", "product_share_imports"),
            "100 x flow of the product / flow of all goods, %",
            "",
            product_share,
        ),
        Indicator(
            "trade.growth",
            ("trade_growth", "exports_growth", "imports_growth"),
            "100 x (flow / flow in the base period - 1), %",
            "",
            growth,
        ),
        Indicator(
            "trade.cumulated",
            ("exports", "imports", "trade_total"),
            "sum of the flow over consecutive years",
            "",
            cumulated,
        ),
        Indicator(
            "trade.printed",
            ("partner_share_trade", "trade_balance", "product_share_exports", "product_share_imports"),
            "as published",
            "",
            printed,
        ),
        Indicator("trade.balance", ("trade_balance",), "exports - imports of one reporter", "", balance),
        Indicator("trade.rank", ("partner_rank",), "1 + number of partners with a larger flow", "", rank),
        Indicator(
            "trade.mirror_gap",
            ("mirror_gap",),
            "exporter's report - importer's report of the same flow",
            "",
            mirror_gap,
        ),
    ),
)
