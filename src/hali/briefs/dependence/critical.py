"""Products a side depends on and the other supplies, as a table."""

from __future__ import annotations

from hali.briefs.dependence.teller import Teller
from hali.briefs.dependence.view import Part
from hali.methods.dependence import WINDOW
from hali.methods.dyad import Criteria
from hali.publish.document import Cell, Column, DataTable, Note, Plain, plain

LISTED = 20
"""Products listed at the most; CSV and JSON have all."""


def status(criteria: Criteria, product: int) -> str:
    """What a product is in the newest window: `new`, `lasting`, `first` (no window before), `gone`, `open`, or ""."""
    found = criteria.found
    if found.dependent[product, -1]:
        if found.dependent.shape[1] == 1:
            return "first"
        return "new" if found.new[product, -1] else "lasting" if found.lasting[product, -1] else "first"
    if found.gone[product, -1]:
        return "gone"
    return "open" if found.open[product, -1] else ""


def told(teller: Teller, part: Part, side: int, criteria: Criteria) -> DataTable | Note:
    """The critical products the other side supplies, the largest exposure first; a line where there are none.

    Args:
        teller: words and numbers.
        part: the table they come from.
        side: 0 or 1: whose they are.
        criteria: which they are.
    """
    rows, found = part.sides[side].products, criteria.found
    own, other = (teller.name(teller.view.sides[place]) for place in (side, 1 - side))
    kept = [n for n, place in enumerate(rows.product) if found.dependent[place, -1]]
    heads = (
        Column(teller.press.text("table_product")),
        *(Column(teller.said(key), numeric=True) for key in ("share", "place", "met")),
        Column(teller.said("churn")),
    )

    def row(n: int) -> tuple[Cell, ...]:
        place = int(rows.product[n])
        return (
            Plain(teller.product(part.flows.products[place])),
            Plain(teller.plain(100 * float(rows.share[n]), 1)),
            Plain(str(int(rows.rank[n]))),
            Plain(str(int(found.years_met[place, -1]))),
            Plain(teller.said(status(criteria, place))),
        )

    years = part.trade.years[-WINDOW:]
    caption = teller.said(
        "critical",
        a=own,
        b=other,
        criteria=teller.said(criteria.name),
        years=f"{years[0]}–{years[-1]}",
        all=int(found.dependent[:, -1].sum()),
    )
    if not kept:
        return Note((plain(f"{caption}: –"),))
    return DataTable(heads, tuple(row(n) for n in kept[:LISTED]), caption)
