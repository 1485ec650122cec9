"""Investment and money: flows gross and net, stocks, cumulated gross inflow, loans, announced packages.

Gross inflow (National Bank of Kazakhstan), net inflow (balance of payments), stock, and gross inflow cumulated over
years are four numbers, never one; the variant and the measure keep them apart.
"""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.published import published
from hali.pillars.rows import shaped, share_of_world
from hali.record.query import Table, Tables

SHARED = ("fdi_flow.gross", "fdi_stock", "fdi_gross_cumulative")
"""Series shares are computed of."""


def partner_share(tables: Tables) -> Table:
    """100 x investment from the partner / investment from all partners, PCT; one table, one variant."""
    import ibis
    from ibis import _

    rows = share_of_world(tables, SHARED)
    variant = ibis.cases(
        (_.measure == "fdi_stock", "stock"), (_.measure == "fdi_flow.gross", "gross"), else_="gross_cumulative"
    )
    return shaped(rows.mutate(variant=variant), measure="partner_share_fdi", unit="PCT")


PILLAR = Pillar(
    id="investment",
    order=2,
    sections=(Section("investment", (1, 2), ("eurostat",)),),
    indicators=(
        published("investment.level", source="IMF, Balance of Payments Manual 6; OECD Benchmark Definition of FDI 4"),
        Indicator(
            "investment.partner_share",
            ("partner_share_fdi",),
            "100 x investment from the partner / investment from all partners, %",
            "",
            partner_share,
            SHARED,
            whole=True,
        ),
    ),
)
