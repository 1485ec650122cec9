"""Investment and money: flows gross and net, stocks, cumulated gross inflow, loans, announced packages.

Gross inflow (National Bank of Kazakhstan), net inflow (balance of payments), stock, and gross inflow cumulated over
years are four numbers, never one; the variant and the measure keep them apart.
"""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import series, shaped, share_of_world
from hali.record.query import Table, Tables

STORED = (
    "fdi_flow.gross",
    "fdi_flow.net",
    "fdi_stock",
    "fdi_gross_cumulative",
    "fdi_net_or_stock_unclear",
    "partner_share_fdi.gross_cumulative",
    "partner_companies",
    "dfi_lending",
    "oda",
    "pledged_finance.budget",
    "pledged_finance.commitment",
    "programme_contribution",
)


def levels(tables: Tables) -> Table:
    """Direct investment, loans and aid as published, in the publisher's currency, EUR and USD."""
    return series(tables, STORED)


def partner_share(tables: Tables) -> Table:
    """100 x investment from the partner / investment from all partners, PCT; one table, one variant."""
    import ibis
    from ibis import _

    rows = share_of_world(tables, ("fdi_flow.gross", "fdi_stock", "fdi_gross_cumulative"))
    variant = ibis.cases(
        (_.measure == "fdi_stock", "stock"), (_.measure == "fdi_flow.gross", "gross"), else_="gross_cumulative"
    )
    return shaped(rows.mutate(variant=variant), measure="partner_share_fdi", unit="PCT")


PILLAR = Pillar(
    id="investment",
    order=2,
    sections=(
        Section(
            "investment",
            (1, 2),
            ("fdi_stock", "fdi_flow", "fdi_gross_cumulative", "partner_share_fdi", "partner_companies", "dfi_lending"),
            ("eurostat",),
        ),
    ),
    indicators=(
        Indicator(
            "investment.level",
            ("fdi_flow", "fdi_stock", "fdi_gross_cumulative", "partner_companies", "dfi_lending", "oda"),
            "as published",
            "IMF, Balance of Payments Manual 6; OECD Benchmark Definition of FDI 4",
            levels,
        ),
        Indicator(
            "investment.partner_share",
            ("partner_share_fdi",),
            "100 x investment from the partner / investment from all partners, %",
            "",
            partner_share,
        ),
    ),
)
