"""Energy: what one side buys of the other's oil, gas, coal and uranium, and what share of its supply that is."""

from __future__ import annotations

from typing import Any

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.published import published
from hali.pillars.rows import series, shaped, share_of_world
from hali.record.query import Table, Tables

IMPORTS = ("energy_imports",)


def of_fuel(product: Any, oil: str, gas: str, coal: str) -> Any:
    """The measure that a fuel makes of an import."""
    import ibis

    return ibis.cases((product == "NATURAL_GAS", gas), (product == "SOLID_FUELS", coal), else_=oil)


def basis(unit: Any) -> Any:
    """`value` for money, `volume` for everything else."""
    import ibis

    return ibis.ifelse(unit.isin(["USD", "EUR"]), "value", "volume")


def imports(tables: Tables) -> Table:
    """Imports of a fuel by origin, T, BBL, M3, or EUR and USD."""
    from ibis import _

    rows = series(tables, IMPORTS)
    return shaped(
        rows,
        measure=of_fuel(_.product, "oil_imports_volume", "gas_imports_volume", "coal_imports_volume"),
        variant=basis(_.unit),
    )


def partner_share(tables: Tables) -> Table:
    """100 x imports of a fuel from the partner / imports of it from all origins, PCT."""
    from ibis import _

    rows = share_of_world(tables, IMPORTS)
    return shaped(
        rows,
        measure=of_fuel(
            _.product, "partner_share_oil_imports", "partner_share_gas_imports", "partner_share_coal_imports"
        ),
        variant=basis(_.unit),
        unit="PCT",
    )


PILLAR = Pillar(
    id="energy",
    order=3,
    sections=(
        Section("energy", (2,), ("eurostat",)),
        Section("green_energy", (2, 1), ("worldbank", "curated")),
    ),
    indicators=(
        Indicator(
            "energy.imports",
            ("oil_imports_volume", "gas_imports_volume", "coal_imports_volume"),
            "imports of the fuel by origin",
            "United Nations, International Recommendations for Energy Statistics",
            imports,
            IMPORTS,
        ),
        Indicator(
            "energy.partner_share",
            ("partner_share_oil_imports", "partner_share_gas_imports", "partner_share_coal_imports"),
            "100 x imports of the fuel from the partner / imports from all origins, %",
            "",
            partner_share,
            IMPORTS,
            whole=True,
        ),
        published("energy.level"),
        published("energy.green"),
    ),
)
