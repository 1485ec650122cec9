"""Roles: to which side the number of a measure belongs, and how many sides it has."""

from __future__ import annotations

SOURCE_FIRST = frozenset(
    {"exports", "exports_growth", "services_exports", "product_share_exports", "electricity_trade", "dfi_lending"}
)
"""Measures whose number belongs to the side things come from."""
TARGET_FIRST = frozenset(
    {
        "imports",
        "imports_growth",
        "services_imports",
        "product_share_imports",
        "oil_imports_volume",
        "gas_imports_volume",
        "coal_imports_volume",
        "uranium_share",
        "critical_material_share",
        "fdi_flow",
        "fdi_stock",
        "fdi_gross_cumulative",
        "fdi_growth",
        "oda",
        "remittances",
        "students_from_partner",
        "tourist_arrivals",
        "overnight_stays",
        "visas_issued",
        "visa_refusal_rate",
        "residents_by_citizenship",
        "residence_permits",
        "partner_companies",
        "debt_to_partner",
        "pledged_finance",
        "applied_tariff",
        "tariff_lines_freed",
        "scholarships",
    }
)
"""Measures whose number belongs to the side things go to: the importer, the host, the debtor."""
WHOLES = {
    "partner_share_trade": ("trade",),
    "partner_share_exports": ("export", "sell"),
    "partner_share_imports": ("import", "buy"),
    "partner_share_fdi": ("fdi",),
    "partner_share_oil_imports": ("import", "oil", "export"),
    "partner_share_gas_imports": ("import", "gas", "export"),
    "partner_rank": ("partner",),
    "trade_balance": ("balance", "deficit"),
}
"""Measures whose number belongs to the side that owns a whole, and the words for the whole."""
ALONE = frozenset(
    {
        "gdp",
        "gdp_growth",
        "population",
        "governance_index",
        "lpi_score",
        "renewables_share",
        "renewable_capacity",
        "energy_dependency",
        "ghg_emissions",
        "emission_target",
        "protected_area_share",
        "forest_area",
        "green_hydrogen_output",
        "sanctions_listed",
        "un_votes",
    }
)
"""Measures of one area."""
BOTH = frozenset(
    {
        "trade_total",
        "trade_growth",
        "services_trade",
        "partner_share_trade",
        "partner_share_exports",
        "partner_share_imports",
    }
)
"""Measures that say nothing with only the other side known."""
ROUTES = frozenset(
    {
        "corridor_cargo",
        "corridor_cargo_growth",
        "corridor_containers",
        "corridor_transit_time",
        "corridor_cost",
        "crude_transit_volume",
        "border_crossing_time",
    }
)
"""Measures of a route: no area is needed."""
