"""Energy: what one side buys of the other's oil, gas, coal and uranium, and what share of its supply that is."""

from __future__ import annotations

from typing import Any

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import series, shaped, share_of_world
from hali.record.query import Table, Tables

STORED = (
    "oil_exports",
    "oil_production",
    "crude_imports_per_day",
    "crude_transit_volume",
    "partner_share_oil_imports.crude",
    "partner_share_oil_imports.petroleum_oils",
    "share_of_oil_exports",
    "uranium_deliveries",
    "uranium_production",
    "uranium_price_long_term",
    "uranium_share.deliveries",
    "uranium_share.world_production",
    "energy_dependency.of_use",
    "energy_use_per_head",
)

GREEN = (
    "renewables_share.final",
    "renewables_share.electricity",
    "renewables_share.without_large_hydro",
    "renewables_share_target",
    "renewable_capacity",
    "renewables_generation",
    "renewables_facilities",
    "green_hydrogen_output.plan",
)


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

    rows = series(tables, ("energy_imports",))
    return shaped(
        rows,
        measure=of_fuel(_.product, "oil_imports_volume", "gas_imports_volume", "coal_imports_volume"),
        variant=basis(_.unit),
    )


def partner_share(tables: Tables) -> Table:
    """100 x imports of a fuel from the partner / imports of it from all origins, PCT."""
    from ibis import _

    rows = share_of_world(tables, ("energy_imports",))
    return shaped(
        rows,
        measure=of_fuel(
            _.product, "partner_share_oil_imports", "partner_share_gas_imports", "partner_share_coal_imports"
        ),
        variant=basis(_.unit),
        unit="PCT",
    )


def levels(tables: Tables) -> Table:
    """Energy figures as published."""
    return series(tables, STORED)


def green(tables: Tables) -> Table:
    """Renewable energy figures as published."""
    return series(tables, GREEN)


PILLAR = Pillar(
    id="energy",
    order=3,
    sections=(
        Section(
            "energy",
            (2,),
            (
                "oil_imports_volume",
                "partner_share_oil_imports",
                "gas_imports_volume",
                "partner_share_gas_imports",
                "coal_imports_volume",
                "uranium_share",
                "uranium_deliveries",
                "energy_dependency",
            ),
            ("eurostat",),
        ),
        Section(
            "green_energy",
            (2, 1),
            ("renewables_share", "renewable_capacity", "renewables_share_target", "green_hydrogen_output"),
            ("worldbank", "curated"),
        ),
    ),
    indicators=(
        Indicator(
            "energy.imports",
            ("oil_imports_volume", "gas_imports_volume", "coal_imports_volume"),
            "imports of the fuel by origin",
            "United Nations, International Recommendations for Energy Statistics",
            imports,
        ),
        Indicator(
            "energy.partner_share",
            ("partner_share_oil_imports", "partner_share_gas_imports"),
            "100 x imports of the fuel from the partner / imports from all origins, %",
            "",
            partner_share,
        ),
        Indicator("energy.level", ("uranium_share", "energy_dependency"), "as published", "", levels),
        Indicator("energy.green", ("renewables_share", "renewable_capacity"), "as published", "", green),
    ),
)
