"""Code lists and declarations as the tables the SQL of the readings joins: areas, memberships, dataflows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from hali.codelists import areas
from hali.model.dataflow import Dataflow, both
from hali.record import tables
from hali.record.states import FIRST, LAST

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.record.vintages import Manifest

SUMMED = ("EU27_2020", "EU28", "EU_V", "EAEU", "CA5")
"""The blocs whose sums are computed."""

ROLL_CALLS = "WLD"
"""Reporter of the series that says which roll calls there were."""


@cache
def membership() -> pa.Table:
    """Who belongs to which of SUMMED, half-open dates; fixed compositions hold for all time."""
    import pyarrow as pa

    dated = [(m.bloc, m.member, m.start, m.end or LAST) for m in areas.membership() if m.bloc in SUMMED]
    moving = {bloc for bloc, *_ in dated}
    for bloc in SUMMED:
        if bloc not in moving:
            dated += [(bloc, member, FIRST, LAST) for member in sorted(areas.members(bloc, LAST))]
    columns = zip(*sorted(dated), strict=True)
    return pa.table(dict(zip(("bloc", "member", "first", "last"), map(list, columns), strict=True)))


@cache
def _members() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for bloc, member in zip(*(membership()[name].to_pylist() for name in ("bloc", "member")), strict=True):
        found.setdefault(bloc, set()).add(member)
    return {bloc: frozenset(members) for bloc, members in found.items()}


def everyone(codes: Iterable[str]) -> frozenset[str]:
    """`codes` and all who ever belonged to one of the summed blocs among them."""
    wanted = frozenset(codes)
    return wanted.union(*(_members().get(code, frozenset()) for code in wanted))


@cache
def area_table() -> pa.Table:
    """Every area code with its kind, the concept it stands for, and whether its members are added up."""
    import pyarrow as pa

    listed = [areas.area(code) for code in areas.codes()]
    return pa.table(
        {
            "code": [a.code for a in listed],
            "kind": [a.kind for a in listed],
            "concept": [areas.concept(a.code) for a in listed],
            "summed": [a.code in SUMMED for a in listed],
        }
    )


def dataflows(manifest: Manifest) -> dict[str, Dataflow]:
    """Every dataflow that ships or was harvested, by id.

    Of a table that ships in part and was harvested too, only what holds for both parts is said.
    """
    declared = dict(tables.dataflows())
    for id_, told in manifest.dataflows.items():
        harvested_too = Dataflow(**told)
        declared[id_] = both(declared[id_], harvested_too) if id_ in declared else harvested_too
    return declared


def dataflow_table(declared: Mapping[str, Dataflow]) -> pa.Table:
    """What the SQL needs to know of each dataflow."""
    import pyarrow as pa

    told = [
        {
            "dataflow": one.id,
            "title": one.title,
            "publisher": one.publisher,
            "complete_partners": one.complete_partners,
            "may_sum": one.may_sum,
            "nature": one.nature,
            "paged": one.kind == "paged",
        }
        for one in declared.values()
    ]
    return pa.Table.from_pylist(told)


def fingerprint(*listed: pa.Table) -> str:
    """Hash of the content of tables."""
    digest = hashlib.sha256()
    for table in listed:
        digest.update(repr(table.to_pydict()).encode())
    return digest.hexdigest()
