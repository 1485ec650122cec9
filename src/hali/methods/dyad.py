"""What two economies are to each other in the trade of all: shares, concentration, fit, and product by product.

The indices are those of `dependence` and `complexity`; here they are taken of one table for both sides, so that the
numerator and the denominator of each are of one reporter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError
from hali.methods import complexity as paths
from hali.methods import dependence as indices
from hali.methods.complexity import Complexity, Openings
from hali.methods.dependence import Concentration, Critical, Top

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

LARGEST = 5
"""Partners listed as the largest."""


@dataclass(frozen=True, slots=True)
class DyadFlows:
    """A year of trade, as far as the indices of two sides need it; values in one currency, no row = zero.

    Attributes:
        areas: (areas,) their codes; each side is one area, a bloc without the trade among its members.
        products: (products,) their codes.
        sides: places of the two sides among `areas`.
        named: (areas,) whether it is an economy; the others (confidential, not specified) are nobody's share.
        exports: (areas, products) what each sends to all others.
        taken: (2, areas, products) what each side takes from each area.
        sent: (2, areas) what each side sends to each area.
        inside: (2, products) what the members of a side send each other; zero of a country.
    """

    areas: tuple[str, ...]
    products: tuple[str, ...]
    sides: tuple[int, int]
    named: Flags
    exports: Floats
    taken: Floats
    sent: Floats
    inside: Floats


@dataclass(frozen=True, slots=True)
class Share:
    """The part of one partner in a total, 0 to 1; nan where nothing is traded.

    Attributes:
        low: as named.
        high: with all that names no partner added to it.
        rank: 1 + number of named partners with more; 0 without trade with it.
        partners: named partners above zero.
    """

    low: float
    high: float
    rank: int
    partners: int


@dataclass(frozen=True, slots=True)
class ProductRows:
    """What one side takes from the other, product by product; the largest exposure first.

    Attributes:
        product: (n,) places of the products.
        value: (n,) taken from the other.
        share: (n,) of the other in all that is taken of the product, 0 to 1.
        rank: (n,) 1 + number of suppliers with more.
        hhi: (n,) concentration of the suppliers, 0 to 1; what names nobody split among infinitely many.
        others: (n, 2) places of the two largest other suppliers; -1 where there is none.
        world_share: (n,) of the other in the exports of all.
        advantage: (n,) revealed comparative advantage of the other.
        exposure: (n,) value x share.
    """

    product: Places
    value: Floats
    share: Floats
    rank: Places
    hhi: Floats
    others: Places
    world_share: Floats
    advantage: Floats
    exposure: Floats


@dataclass(frozen=True, slots=True)
class Reliance:
    """What one side has from the other and sends to it.

    Attributes:
        imports: all that it takes.
        exports: all that it sends.
        supply: the other in its imports.
        market: the other in its exports.
        suppliers: concentration of its suppliers.
        markets: concentration of its markets.
        top_suppliers: the largest of them.
        top_markets: the largest of them.
        intensity: share of the other in its exports over that in world trade (`dependence.trade_intensity`).
        complementarity: how far what it exports is what the other imports, 0 to 100; nan of one product.
        products: what it takes from the other.
        openings: what the other could come to supply; None without an order of products.
    """

    imports: float
    exports: float
    supply: Share
    market: Share
    suppliers: Concentration
    markets: Concentration
    top_suppliers: Top
    top_markets: Top
    intensity: float
    complementarity: float
    products: ProductRows
    openings: Openings | None


@dataclass(frozen=True, slots=True)
class Fit:
    """What both sides have in common.

    Attributes:
        similarity: of their exports to the world, 0 to 1; nan of one product.
        grubel_lloyd: of their trade with each other, 0 to 1; nan of one product.
        complexity: of all exporters and products; None where the data give no order.
        refused: why there is none; "" where there is one.
    """

    similarity: float
    grubel_lloyd: float
    complexity: Complexity | None
    refused: str


def fit(flows: DyadFlows) -> Fit:
    """Similarity, intra-industry trade and complexity.

    Args:
        flows: a year of trade.

    Raises:
        QuestionError: a side exports nothing.
    """
    import numpy as np

    if len(flows.products) < 2:
        return Fit(np.nan, np.nan, None, "one product has no structure")
    one, other = flows.sides
    whole = indices.grubel_lloyd(flows.taken[1, one], flows.taken[0, other])[1]
    similarity = indices.export_similarity(flows.exports[one], flows.exports[other])
    try:
        found = paths.complexity(_advantage(flows) >= 1)
    except QuestionError as error:
        return Fit(similarity, whole, None, str(error))
    return Fit(similarity, whole, found, "")


def _advantage(flows: DyadFlows) -> Floats:
    """Revealed advantage of the named economies; 0 of what is none."""
    import numpy as np

    return paths.rca(np.where(flows.named[:, None], flows.exports, 0.0))


def reliance(flows: DyadFlows, side: int) -> Reliance:
    """What one side has from the other.

    Args:
        flows: a year of trade.
        side: 0 or 1.

    Raises:
        QuestionError: the side imports or exports nothing.
    """
    import numpy as np

    own, other = flows.sides[side], flows.sides[1 - side]
    taken, sent = flows.taken[side].sum(axis=1), flows.sent[side]
    advantage = _advantage(flows)
    many = len(flows.products) > 1
    needs = flows.taken[1 - side].sum(axis=0)
    totals = (np.asarray(part.sum()) for part in (sent, needs, flows.exports))
    fits = indices.complementarity(flows.exports[own], needs) if many and needs.any() else np.nan
    return Reliance(
        imports=float(taken.sum()),
        exports=float(sent.sum()),
        supply=_share(flows, taken, other),
        market=_share(flows, sent, other),
        suppliers=indices.concentration(taken[flows.named], float(taken[~flows.named].sum())),
        markets=indices.concentration(sent[flows.named], float(sent[~flows.named].sum())),
        top_suppliers=_top(flows, taken),
        top_markets=_top(flows, sent),
        intensity=float(indices.trade_intensity(sent[other], *totals)),
        complementarity=float(fits),
        products=_products(flows, side, advantage[other]),
        openings=_openings(flows, side, advantage) if many else None,
    )


def _share(flows: DyadFlows, values: Floats, partner: int) -> Share:
    import numpy as np

    total, rest = float(values.sum()), float(values[~flows.named].sum())
    mine = float(values[partner])
    named = values[flows.named]
    low, high = (mine / total, (mine + rest) / total) if total else (np.nan, np.nan)
    return Share(low, high, 1 + int((named > mine).sum()) if mine else 0, int((named > 0).sum()))


def _top(flows: DyadFlows, values: Floats) -> Top:
    codes = [code for code, held in zip(flows.areas, flows.named, strict=True) if held]
    return indices.top(codes, values[flows.named], LARGEST, float(values[~flows.named].sum()))


def concentrations(flows: DyadFlows, side: int) -> Floats:
    """Concentration of the suppliers of each product, (products,), 0 to 1; nan where none is taken."""
    return _squares(flows.taken[side], flows.named)


def world_concentrations(flows: DyadFlows) -> Floats:
    """Concentration of the exporters of each product, (products,), 0 to 1; nan where none is traded."""
    return _squares(flows.exports, flows.named)


def _squares(values: Floats, named: Flags) -> Floats:
    import numpy as np

    total = values.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(total > 0, (values[named] ** 2).sum(axis=0) / total**2, np.nan)
    return found


def _products(flows: DyadFlows, side: int, advantage: Floats) -> ProductRows:
    """The products taken from the other side, with what stands beside it."""
    import numpy as np

    other, taken = flows.sides[1 - side], flows.taken[side]
    # what names nobody is part of the denominator and no rival
    held = np.where(flows.named[:, None], taken, 0.0).T
    found = indices.dyad(held, flows.exports.T, taken[other] > 0, other)
    value = taken[other, found.product]
    share = value / taken[:, found.product].sum(axis=0)
    exposure = value * share
    order = np.lexsort((found.product, -exposure))
    product = found.product[order]
    return ProductRows(
        product=product,
        value=value[order],
        share=share[order],
        rank=found.rank[order],
        hhi=concentrations(flows, side)[product],
        others=found.others[order],
        world_share=found.world_share[order],
        advantage=advantage[product],
        exposure=exposure[order],
    )


def _openings(flows: DyadFlows, side: int, advantage: Floats) -> Openings:
    """What the other side could come to supply: near to what it does well, taken by this side."""
    import numpy as np

    other = flows.sides[1 - side]
    has = advantage >= 1
    near = paths.density(has, np.array([other]))[0]
    return paths.openings(near, has[other], flows.taken[side].sum(axis=0))


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which products a side depends on, by one set of criteria.

    Attributes:
        name: `cepii` or `ec`.
        values: (products, years, 3) the criteria.
        found: what follows from them.
    """

    name: str
    values: Floats
    found: Critical


def criteria(years: list[DyadFlows], side: int) -> tuple[Criteria, ...]:
    """Products a side depends on: by CEPII's criteria, of a bloc by those of the European Commission, too.

    Args:
        years: consecutive years with the same products in the same order.
        side: 0 or 1.

    Raises:
        QuestionError: fewer years than a window has.
    """
    import numpy as np

    def over(of: list[Floats]) -> Floats:
        return np.stack(of, axis=1)

    own = over([concentrations(one, side) for one in years])
    world = over([world_concentrations(one) for one in years])
    taken = over([one.taken[side].sum(axis=0) for one in years])
    sent = over([one.exports[one.sides[side]] for one in years])
    values = indices.cepii_criteria(own, world, taken, sent)
    found = [Criteria("cepii", values, indices.critical(values, indices.CEPII))]
    inside = over([one.inside[side] for one in years])
    if inside.any():
        values = indices.ec_criteria(own, taken, taken + inside, sent)
        found.append(Criteria("ec", values, indices.critical(values, indices.EC)))
    return tuple(found)
