"""A dataflow: one table of one publisher, and of what nature its figures are; said once, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

Kind = Literal["rows", "paged", "votes", "events"]
"""What it holds: observations; single figures, each from a page of its own; roll calls; dated events."""

Nature = Literal["own_report", "compiled", "model", "quoted", "estimate"]
"""Where its figures come from.

`own_report`: what one side reports of itself; `compiled`: a third party's, put together from the reports of several;
`model`: computed by a model; `quoted`: official figures as the press or a copy quotes them; `estimate`: not observed.
"""

COMPUTED: tuple[Nature, ...] = ("compiled", "model", "estimate")
"""Natures of figures no side reports: levels only, no growth, no sums, no mirror flow."""

MODELLED: tuple[Nature, ...] = ("model", "estimate")
"""Natures of figures that are estimates: their readings say so, and no claim is checked against them."""

Ship = Literal["Y", "X", "N"]
"""What of it may stand in the embedded record: rows, single figures with citation, nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataflow:
    """What the record needs to know of one table of one publisher, of what ships and of what is harvested.

    Attributes:
        id: publisher and table, `KZ_BNS:TRADE`.
        title: what it holds, one line.
        publisher: id of the source; empty where the source that lists the table says it.
        kind: see `Kind`.
        nature: see `Nature`.
        relayed: own reports that a third party passes on; a party's own table goes before.
        bound: `lower` or `upper` where cells are kept back, so that shares and sums are bounds; else empty.
        lag_months: months after the end of a year until its figure is usually out; None = as the measure says.
        may_sum: the sum over reporters is the figure of a bloc they form.
        pairwise: its numbers are of two sides and no parts of a sum (distances, agreements), so that no bloc has one.
        complete_partners: every partner is listed, so an absent partner is zero.
        world: how the total over partners is had: `row`, `sum` (over all rows) or `none`.
        ship: see `Ship`; empty = as its source says.
    """

    id: str
    title: str
    publisher: str = ""
    kind: Kind = "rows"
    nature: Nature = "own_report"
    relayed: bool = False
    bound: Literal["", "lower", "upper"] = ""
    lag_months: int | None = None
    may_sum: bool = False
    pairwise: bool = False
    complete_partners: bool = False
    world: Literal["row", "sum", "none"] = "none"
    ship: Ship | Literal[""] = ""

    @property
    def third_party(self) -> bool:
        """Whether the figures of two sides come from neither of them: a party's own table goes before."""
        return self.relayed or self.nature in COMPUTED

    def told(self) -> dict[str, Any]:
        """The fields of this class, by name."""
        return {f.name: getattr(self, f.name) for f in fields(Dataflow)}


def both(first: Dataflow, second: Dataflow) -> Dataflow:
    """What holds for two parts of one table, one that ships and one that was harvested; else as the first."""
    return Dataflow(
        **first.told()
        | {
            "may_sum": first.may_sum and second.may_sum,
            "pairwise": first.pairwise or second.pairwise,
            "complete_partners": first.complete_partners and second.complete_partners,
            "world": first.world if first.world == second.world else "none",
        }
    )
