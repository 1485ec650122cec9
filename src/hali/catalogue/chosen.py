"""The series of a measure between two areas under the default definition, as the brief chooses them."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from hali.briefs import choice, material
from hali.briefs.material import Key, Series
from hali.model.definition import NONE, Reading
from hali.record import readings as lookup
from hali.record.index import Wanted
from hali.record.store import Record

ALONE = (NONE, "WLD")
"""Partners of a number of one area for itself."""

FLOWS = ("T", "X", "M", "B", NONE)
"""Flows of series, the widest first."""


def series(
    record: Record, measure: str, reporter: str, partner: str, day: str, flow: str = "", product: str = ""
) -> list[Series]:
    """The default series of a measure, all goods before single products, the widest flow first.

    Args:
        record: the record.
        measure: id of a measure.
        reporter: concept or dated code of the area whose statistics say so.
        partner: the other area; "" = the area for itself, or with the world.
        day: ISO day that says which composition of a bloc is today's.
        flow: X, M, T or B; "" = all.
        product: code of a product; "" = all.
    """
    found = readings(record, measure, reporter, partner, flow, product)
    return sorted(material.by_default(found, day).values(), key=_order)


def readings(
    record: Record,
    measure: str,
    reporter: str,
    partner: str,
    flow: str = "",
    product: str = "",
    newest: bool = True,
) -> list[Reading]:
    """Every definition of a measure between two areas, sums over years left out; arguments as in `series`.

    Args:
        record: the record.
        measure: id of a measure.
        reporter: concept or dated code.
        partner: concept or dated code, or "".
        flow: X, M, T or B; "" = all.
        product: code of a product; "" = all.
        newest: only the newest vintage of each.
    """
    where: dict[str, Wanted] = {"variant": partial(_differs, "cumulated")}
    where |= {name: code for name, code in (("flow", flow), ("product", product)) if code}
    return lookup.find(
        record,
        [measure],
        reporters=material.codes_of(reporter),
        partners=_partners(partner),
        newest=newest,
        where=where,
    )


def _differs(left_out: str, variant: str) -> bool:
    return variant != left_out


def _partners(partner: str) -> Collection[str]:
    if partner == "WLD":
        return ("WLD",)
    return material.codes_of(partner) if partner else ALONE


def _order(one: Series) -> tuple[object, ...]:
    """Whole before part: all goods, the lead variant, the widest flow, the longest."""
    key: Key = one.key
    return (
        key.product not in {"TOTAL", NONE},
        choice.variant_order(one),
        FLOWS.index(key.flow) if key.flow in FLOWS else len(FLOWS),
        -int(one.latest.end[:4]),
        -len(one.readings),
        key.product,
        key.variant,
    )
