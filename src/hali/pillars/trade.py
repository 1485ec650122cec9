"""Trade in goods: size by both reporters, shares, ranks, growth, balance, products, mirror gap.

Every indicator returns all its definitions at once: reporters, blocs by composition, flows, products, periods and
vintages are rows, not parameters. Growth, sums over years and other currencies are derived from them
(`record.derive`).
"""

from __future__ import annotations

from hali.model.dataflow import COMPUTED
from hali.model.indicator import Derived, Indicator, Pillar, Section
from hali.pillars.published import published
from hali.pillars.rows import (
    SINGLE,
    TOTAL,
    by_flow,
    combined,
    listed_total,
    percentage,
    same_members,
    series,
    shaped,
    side_by_side,
)
from hali.record.query import SERIES, Table, Tables, both_ways, by_asked, current, only_asked, with_currencies

PLACE = [c for c in SERIES if c != "measure"]
"""The series of a trade flow: all of one measure."""

GOODS = ("trade_value",)

PRINTED = ("partner_share_trade", "trade_balance", "product_share_of_trade")

LEVELS = ("trade.level", "trade.total")
"""Indicators growth and sums over years are derived from."""


def reported(tables: Tables) -> Table:
    """Goods flows that a side reports: of what a third party compiled or computed there are levels only."""
    from ibis import _

    return tables.goods.anti_join(tables.dataflows.filter(_.nature.isin(COMPUTED)), "dataflow")


def levels(tables: Tables) -> Table:
    """Value of goods exports, imports and turnover, in the publisher's currency."""
    from ibis import _

    return shaped(
        current(only_asked(tables, tables.goods).filter(_.partner != "WLD")),
        rate="reported",
        measure=by_flow(_.flow, "exports", "imports", "trade_total"),
        scope="goods",
    )


def totals(tables: Tables) -> Table:
    """Goods trade of an area with the world, in the publisher's currency."""
    from ibis import _

    return shaped(
        current(only_asked(tables, tables.goods).filter(_.partner == "WLD")),
        rate="reported",
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
    single = tables.areas.filter(_.kind.isin(SINGLE)).select(partner="code")
    named = rows.semi_join(single, "partner").anti_join(printed.filter(_.denominator == "WLD"), keys)
    return printed.select(*keys, *TOTAL).union(listed_total(printed_first(named), keys))


def printed_first(rows: Table) -> Table:
    """Each flow of a reporter with a partner once: a bloc's printed row goes before our sum over its members."""
    import ibis
    from ibis import _

    same = ibis.window(group_by=[*PLACE, "known"], order_by=[ibis.desc("method")])
    return rows.mutate(nth=ibis.row_number().over(same)).filter(_.nth == 0).drop("nth")


def partner_share(tables: Tables) -> Table:
    """100 x flow with the partner / flow with the world, PCT; numerator and denominator of one table and state."""
    from ibis import _

    rows = by_asked(tables, tables.goods.filter(_.product == "TOTAL"))
    keys = [c for c in (*PLACE, "known") if c != "partner"]
    partners = only_asked(tables, rows).filter(~_.partner.isin(["WLD", "EXT_EU27_2020"]))
    pairs = side_by_side(partners, world(tables, rows), keys)
    return shaped(
        percentage(pairs, [*rows.columns, "denominator"]),
        measure=by_flow(_.flow, "partner_share_exports", "partner_share_imports", "partner_share_trade"),
        scope="goods",
        unit="PCT",
    )


def product_share(tables: Tables) -> Table:
    """100 x flow of the product / flow of all goods with the same partner, PCT."""
    from ibis import _

    rows = only_asked(tables, tables.goods.filter(_.flow.isin(["X", "M"])))
    keys = [c for c in (*PLACE, "known", "method") if c != "product"]
    pairs = side_by_side(rows.filter(_.product != "TOTAL"), rows.filter(_.product == "TOTAL"), keys)
    return shaped(
        percentage(pairs, rows.columns),
        measure=by_flow(_.flow, "product_share_exports", "product_share_imports", "trade_total"),
        scope="goods",
        denominator="TOTAL",
        unit="PCT",
    )


def balance(tables: Tables) -> Table:
    """Exports minus imports of one reporter, in the publisher's currency."""
    from ibis import _

    rows = only_asked(tables, tables.goods.filter(_.product == "TOTAL"))
    keys = [c for c in (*PLACE, "known", "method") if c != "flow"]
    pairs = side_by_side(rows.filter(_.flow == "X"), rows.filter(_.flow == "M"), keys)
    return shaped(
        current(
            combined(
                pairs,
                _.value - _.value_2,
            ).select(*rows.columns)
        ),
        rate="reported",
        measure="trade_balance",
        scope="goods",
        flow="B",
    )


def reconciled(tables: Tables) -> Table:
    """Turnover and balance of two sides from a table that has one number for each direction, whoever reports it.

    Gaulier, G. and Zignago, S. (2010), BACI: International Trade Database at the Product-Level, CEPII WP 2010-23.
    """
    import ibis
    from ibis import _

    third = tables.dataflows.filter(_.nature == "compiled")
    # a compilation that lists imports, too, passes both reports on and has reconciled nothing
    both = tables.goods.filter(_.flow == "M").select("dataflow").distinct()
    rows = tables.goods.filter((_.product == "TOTAL") & (_.flow == "X")).semi_join(third, "dataflow")
    rows = rows.anti_join(both, "dataflow")
    rows = both_ways(tables, rows)
    back = rows.mutate(reporter=_.partner, partner=_.reporter)
    pairs = side_by_side(only_asked(tables, rows), back, [*(c for c in PLACE if c != "flow"), "reporter", "known"])
    whole = combined(
        pairs,
        _.value,
        method=ibis.ifelse((_.method == "sum") | (_.method_2 == "sum"), "sum", "table"),
    )
    turnover = whole.mutate(value=_.value + _.value_2, flow=ibis.literal("T"), measure=ibis.literal("trade_total"))
    surplus = whole.mutate(value=_.value - _.value_2, flow=ibis.literal("B"), measure=ibis.literal("trade_balance"))
    return shaped(
        current(turnover.union(surplus).select(*rows.columns)),
        rate="reported",
        scope="goods",
    )


def rank(tables: Tables) -> Table:
    """Rank of the partner among the reporter's partners, 1 = largest, RANK.

    Variant `countries`: among single countries. Variant `blocs`: the EU and the EAEU count as one partner each and
    their members not at all; computed for each composition of the EU.
    """
    import ibis
    from ibis import _

    # a partner that is left out might stand before the others
    listed_all = (_.product == "TOTAL") & (_.freq == "A") & ~_.partial
    rows = printed_first(by_asked(tables, tables.goods.filter(listed_all)))
    single = tables.areas.filter(_.kind.isin(["country", "former"])).select(partner="code")
    place = ["dataflow", "period", "reporter", "flow", "unit", "known"]
    # all partners are there where they add up to the total, or where the total is printed beside them
    printed = rows.filter(_.partner.isin(["WLD", "EXT_EU27_2020"])).select(*place)
    listed = rows.group_by(*place).agg(whole=_.whole.all()).filter(_.whole).select(*place)
    rows = rows.semi_join(printed.union(listed, distinct=True), place)
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
    every = only_asked(tables, ibis.union(*ranked))
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

    flows = both_ways(tables, reported(tables).filter((_.product == "TOTAL") & (_.freq == "A")))
    rows = current(with_currencies(tables, flows))
    # a bloc's printed row goes before our sum over its members
    newest = ibis.window(group_by=[*PLACE, "rate"], order_by=[ibis.desc("known"), ibis.desc("method")])
    rows = rows.mutate(nth=ibis.row_number().over(newest)).filter(_.nth == 0).drop("nth")
    rows = rows.filter(~_.partner.isin(["WLD", "EXT_EU27_2020"]))
    imports = rows.filter(_.flow == "M").mutate(reporter=_.partner, partner=_.reporter)
    pairs = side_by_side(rows.filter(_.flow == "X"), imports, ["reporter", "partner", "period", "unit"], same_members)
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

    rows = series(tables, PRINTED)
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
    sections=(Section("trade", (1, 1), ("comext", "kazstat")),),
    indicators=(
        Indicator(
            "trade.level",
            ("exports", "imports", "trade_total"),
            "goods exports, imports, or exports + imports of one reporter",
            "United Nations, IMTS 2010 Concepts and Definitions",
            levels,
            GOODS,
        ),
        Indicator(
            "trade.total",
            ("exports", "imports", "trade_total"),
            "goods exports, imports, or exports + imports of one reporter with the world",
            "United Nations, IMTS 2010 Concepts and Definitions",
            totals,
            GOODS,
        ),
        Indicator(
            "trade.partner_share",
            ("partner_share_trade", "partner_share_exports", "partner_share_imports"),
            "100 x flow with the partner / flow with all partners, %",
            "",
            partner_share,
            GOODS,
            whole=True,
        ),
        Indicator(
            "trade.product_share",
            ("product_share_exports", "product_share_imports"),
            "100 x flow of the product / flow of all goods, %",
            "",
            product_share,
            GOODS,
        ),
        Indicator(
            "trade.growth",
            ("trade_growth", "exports_growth", "imports_growth"),
            "100 x (flow / flow in the base period - 1), %",
            "",
            derived=Derived(
                "growth",
                LEVELS,
                {"exports": "exports_growth", "imports": "imports_growth", "trade_total": "trade_growth"},
            ),
        ),
        Indicator(
            "trade.cumulated",
            ("exports", "imports", "trade_total"),
            "sum of the flow over consecutive years",
            "",
            derived=Derived("cumulated", LEVELS, {name: name for name in ("exports", "imports", "trade_total")}),
        ),
        Indicator(
            "trade.printed",
            ("partner_share_trade", "trade_balance", "product_share_exports", "product_share_imports"),
            "as published",
            "",
            printed,
            PRINTED,
        ),
        Indicator("trade.balance", ("trade_balance",), "exports - imports of one reporter", "", balance, GOODS),
        Indicator(
            "trade.reconciled",
            ("trade_total", "trade_balance"),
            "goods in both directions together, or the difference, of a table with one number for each direction",
            "Gaulier and Zignago (2010), BACI, CEPII Working Paper 2010-23",
            reconciled,
            GOODS,
        ),
        Indicator(
            "trade.rank", ("partner_rank",), "1 + number of partners with a larger flow", "", rank, GOODS, whole=True
        ),
        Indicator(
            "trade.mirror_gap",
            ("mirror_gap",),
            "exporter's report - importer's report of the same flow",
            "",
            mirror_gap,
            GOODS,
            compares=True,
        ),
        published(
            "trade.published", source="IMF, Balance of Payments Manual 6; OECD, Inter-Country Input-Output tables"
        ),
    ),
)
