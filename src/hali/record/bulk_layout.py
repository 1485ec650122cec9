"""The publishers' files of product-level trade: Comext months and BACI years, and how their columns are kept.

Both become one table, sorted so that a pair lies together:

    partner reporter flow product value tonnes

and for Comext also `trade_type`, `procedure`, `supplementary`, `unit_supplementary`.

Area codes stay the publisher's; `value` is in whole EUR or USD, `tonnes` null where no mass was reported. Products are
text: `01012100`, `99RRR100`, `TOTAL`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hali.connectors import comext
from hali.errors import SourceChanged, UnreadableInput


@dataclass(frozen=True, slots=True)
class Layout:
    """One form of file.

    Attributes:
        id: `comext` or `baci`; the folder its slices lie in.
        scheme: scheme of its area codes.
        unit: currency of `value`.
        single: SQL condition that a partner is one country or remainder, not a bloc or the world, and may be added up.
        world: its code for the world, used where the totals of a chosen scope are kept.
        needed: its columns that are kept, by the publisher's newest name.
        renamed: older names of columns -> the newest.
        ignored: further columns a file may have; they follow from the product or repeat a kept column.
        numbers: kept columns read as numbers; every other one is text.
        select: SQL of the stored columns.
        order: stored columns it is sorted by.
        key: stored columns no two rows may share.
        reconciled: each flow is there once, from exporter (`reporter`) to importer (`partner`).
        digits: most digits of a product.
        memory: what DuckDB may use, megabytes.
    """

    id: str
    scheme: str
    unit: str
    single: str
    world: str
    needed: tuple[str, ...]
    renamed: Mapping[str, str]
    ignored: frozenset[str]
    numbers: frozenset[str]
    select: str
    order: str
    key: tuple[str, ...]
    reconciled: bool
    digits: int
    memory: int


COMEXT = Layout(
    id="comext",
    scheme="COMEXT",
    unit="EUR",
    single="length(partner) = 2 and partner not in ('EU', 'EA')",
    world="WORLD",
    needed=(
        *("REPORTER", "PARTNER", "TRADE_TYPE", "PRODUCT_NC", "FLOW", "STAT_PROCEDURE", "SUPPL_UNIT", "PERIOD"),
        *("VALUE_EUR", "QUANTITY_KG", "QUANTITY_SUPPL_UNIT"),
    ),
    renamed=comext.OLDER,
    ignored=frozenset(
        {
            *("DECLARANT", "PRODUCT_SITC", "PRODUCT_BEC", "PRODUCT_BEC5", "PRODUCT_SECTION", "VALUE_NAC"),
            *("PRODUCT_CPA2002", "PRODUCT_CPA2008", "PRODUCT_CPA2_1", "PRODUCT_CPA21", "PRODUCT_CPA22"),
        }
    ),
    numbers=frozenset({"VALUE_EUR", "QUANTITY_KG", "QUANTITY_SUPPL_UNIT"}),
    select="""
        PARTNER as partner,
        REPORTER as reporter,
        case FLOW when '1' then 'M' when '2' then 'X' else error('FLOW is ' || coalesce(FLOW, 'empty')) end as flow,
        case when PERIOD = '{period}' then PRODUCT_NC else error('PERIOD is ' || coalesce(PERIOD, 'empty')) end
            as product,
        coalesce(VALUE_EUR, error('no value for product ' || PRODUCT_NC)) as value,
        QUANTITY_KG / 1000 as tonnes,
        case when TRADE_TYPE in ('I', 'E', 'L', 'M') then TRADE_TYPE
            else error('TRADE_TYPE is ' || coalesce(TRADE_TYPE, 'empty')) end as trade_type,
        case when STAT_PROCEDURE in ('1', '2', '3', '9') then STAT_PROCEDURE
            else error('STAT_PROCEDURE is ' || coalesce(STAT_PROCEDURE, 'empty')) end as procedure,
        QUANTITY_SUPPL_UNIT as supplementary,
        SUPPL_UNIT as unit_supplementary""",
    order="partner, reporter, product",
    key=("partner", "reporter", "flow", "product", "trade_type", "procedure", "value", "tonnes", "supplementary"),
    reconciled=False,
    digits=8,
    memory=1200,
)
"""`full_v2_YYYYMM.7z` of Eurostat, and the history in its 19 older columns.

Classifications that follow from the product (SITC, CPA, BEC, section) and the value in national currency are not kept.
"""

BACI = Layout(
    id="baci",
    scheme="BACI",
    unit="USD",
    single="partner <> '0'",
    world="0",
    needed=("T", "I", "J", "K", "V", "Q"),
    renamed=MappingProxyType({}),
    ignored=frozenset(),
    numbers=frozenset({"V"}),
    select="""
        J as partner,
        I as reporter,
        'X' as flow,
        case when T = '{period}' then K else error('t is ' || coalesce(T, 'empty')) end as product,
        round(coalesce(V, error('no value for product ' || K)) * 1000, 3) as value,
        case when suffix(Q, 'NA') then null else cast(Q as double) end as tonnes""",
    order="reporter, partner, product",
    key=("partner", "reporter", "product"),
    reconciled=True,
    digits=6,
    memory=600,
)
"""`BACI_HS92_Y2021_V202501.csv` of CEPII: thousand USD and tonnes, both reports of a flow reconciled."""

LAYOUTS: Mapping[str, Layout] = MappingProxyType({layout.id: layout for layout in (COMEXT, BACI)})
"""Every layout by id."""

_BACI_NAME = re.compile(r"BACI_(?P<hs>HS\d{2})_Y(?P<year>\d{4})_V(?P<version>\d{6})(?P<letter>[a-z]?)\.csv")
_COMEXT_PERIOD = re.compile(r"(?P<year>\d{4})(?P<month>0[1-9]|1[0-2]|52)")


@dataclass(frozen=True, slots=True)
class Part:
    """What one file holds, before its rows are read.

    Attributes:
        layout: its form.
        variant: `M` a month or `A` a year of Comext, `HS92` a classification of BACI; never summed together.
        period: SDMX, `2025-12` or `2021`.
        vintage: date or month the publisher states, "" where it states none.
        header: columns of the file in order, each by the publisher's newest name, "" where it is not kept.
        written: period as the rows write it.
    """

    layout: Layout
    variant: str
    period: str
    vintage: str
    header: tuple[str, ...]
    written: str


def part(name: str, head: bytes) -> Part:
    """What the file `name` that begins with `head` (its header and first row) holds.

    Raises:
        UnreadableInput: neither Comext nor BACI.
        SourceChanged: a column is missing or unknown.
    """
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    names = [column.strip().strip('"').upper() for column in (lines or [""])[0].split(",")]
    first = [*lines, "", ""][1].split(",")
    if named := _BACI_NAME.fullmatch(name):
        version = named["version"]
        vintage = f"{version[:4]}-{version[4:]}{named['letter']}"
        header = _header(BACI, name, names)
        return Part(BACI, named["hs"], named["year"], vintage, header, named["year"])
    if {"PRODUCT_NC", "PERIOD"} <= set(names):
        header = _header(COMEXT, name, names)
        written = first[names.index("PERIOD")].strip() if len(first) == len(names) else ""
        period = _COMEXT_PERIOD.fullmatch(written)
        if period is None:
            raise SourceChanged(
                f"{name}: period {written[:20]!r} of the first row is no month (202512) or year (202552)"
            )
        if period["month"] == "52":
            return Part(COMEXT, "A", period["year"], "", header, written)
        return Part(COMEXT, "M", f"{period['year']}-{period['month']}", "", header, written)
    raise UnreadableInput(
        f"{name} is no bulk file known here; accepted: full_v2_YYYYMM.7z of Comext (or the .dat in it), the zip of "
        "BACI (or BACI_HS92_Y2021_V202501.csv from it, under its own name)"
    )


def _header(layout: Layout, name: str, names: Sequence[str]) -> tuple[str, ...]:
    """Columns in order by their newest name, "" for those that are not kept."""
    kept = [layout.renamed.get(column, column) for column in names]
    # the older layout has numeric codes (DECLARANT, PARTNER) beside the ISO ones: only the latter are kept
    if "PARTNER_ISO" in names:
        kept[names.index("PARTNER")] = ""
    missing = [column for column in layout.needed if kept.count(column) != 1]
    unknown = [column for column in kept if column not in {"", *layout.needed, *layout.ignored}]
    if missing or unknown:
        listed = "; ".join(
            f"{what} {', '.join(columns[:5])}" for what, columns in (("no", missing), ("unknown", unknown)) if columns
        )
        raise SourceChanged(f"{name}: the columns are not those of {layout.id}: {listed}")
    return tuple(column if column in layout.needed else "" for column in kept)
