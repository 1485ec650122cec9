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
    from hali.record.engine import Columns
    from hali.record.vintages import Manifest

FOR_EVERYBODY = ("EU27_2020", "EU28", "EU_V", "EAEU", "CA5")
"""The blocs whose sums are computed even where nobody asks for one by name."""

ROLL_CALLS = "WLD"
"""Reporter of the series that says which roll calls there were."""


@cache
def summed() -> frozenset[str]:
    """The blocs whose sums are computed when asked for: all with dated members, and FOR_EVERYBODY."""
    return frozenset({*FOR_EVERYBODY, *(m.bloc for m in areas.membership())})


@cache
def membership() -> Columns:
    """Who belongs to which of the blocs that are summed, half-open dates; fixed compositions hold for all time."""
    dated = [(m.bloc, m.member, m.start, m.end or LAST) for m in areas.membership()]
    for bloc in summed() - {bloc for bloc, *_ in dated}:
        dated += [(bloc, member, FIRST, LAST) for member in sorted(areas.members(bloc, LAST))]
    blocs, members, firsts, lasts = zip(*sorted(dated), strict=True)
    return {
        "bloc": ("varchar", blocs),
        "member": ("varchar", members),
        "first": ("date", firsts),
        "last": ("date", lasts),
    }


@cache
def _members() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for bloc, member in zip(*(membership()[name][1] for name in ("bloc", "member")), strict=True):
        found.setdefault(bloc, set()).add(member)
    return {bloc: frozenset(members) for bloc, members in found.items()}


def everyone(codes: Iterable[str]) -> frozenset[str]:
    """`codes` and all who ever belonged to one of the summed blocs among them."""
    wanted = frozenset(codes)
    return wanted.union(*(_members().get(code, frozenset()) for code in wanted))


@cache
def area_table() -> Columns:
    """Every area code with its kind, the concept it stands for, and whether its members are added up."""
    listed = [areas.area(code) for code in areas.codes()]
    return {
        "code": ("varchar", [a.code for a in listed]),
        "kind": ("varchar", [a.kind for a in listed]),
        "concept": ("varchar", [areas.concept(a.code) for a in listed]),
        "summed": ("boolean", [a.code in summed() for a in listed]),
    }


def dataflows(manifest: Manifest) -> dict[str, Dataflow]:
    """Every dataflow that ships or was harvested, by id.

    Of a table that ships in part and was harvested too, only what holds for both parts is said.
    """
    declared = dict(tables.dataflows())
    for id_, told in manifest.dataflows.items():
        harvested_too = Dataflow(**told)
        declared[id_] = both(declared[id_], harvested_too) if id_ in declared else harvested_too
    return declared


def dataflow_table(declared: Mapping[str, Dataflow]) -> Columns:
    """What the SQL needs to know of each dataflow, and what it is called."""
    flows = declared.values()
    return {
        "dataflow": ("varchar", [one.id for one in flows]),
        "title": ("varchar", [one.title for one in flows]),
        "publisher": ("varchar", [one.publisher for one in flows]),
        "complete_partners": ("boolean", [one.complete_partners for one in flows]),
        "may_sum": ("boolean", [one.may_sum for one in flows]),
        "pairwise": ("boolean", [one.pairwise for one in flows]),
        "nature": ("varchar", [one.nature for one in flows]),
        "paged": ("boolean", [one.kind == "paged" for one in flows]),
    }


def fingerprint(*listed: Columns) -> str:
    """Hash of the content of tables."""
    return hashlib.sha256(repr(listed).encode()).hexdigest()
