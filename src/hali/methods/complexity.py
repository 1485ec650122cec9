"""Economic complexity: revealed advantage, ECI and PCI by one symmetric eigen-solve, relatedness of products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FEWEST = 3
"""Exporters below which there is no third eigenvalue to tell the second from."""

APART = 1e-8
"""Distance below which two eigenvalues are one."""

BLOCK = 512
"""Products whose proximities are held at a time."""


@dataclass(frozen=True, slots=True)
class Complexity:
    """Complexity of exporters and products, standardised to mean 0 and standard deviation 1 (ddof 0).

    Attributes:
        eci: (exporters,) economic complexity; nan for those left out.
        pci: (products,) product complexity; nan for those left out.
        diversity: (exporters,) products with advantage.
        ubiquity: (products,) exporters with advantage.
        second: second eigenvalue; 1 would be two economies that share no product.
        gap: second eigenvalue less the third: the smaller, the less the data determine the order.
    """

    eci: Floats
    pci: Floats
    diversity: NDArray[np.int64]
    ubiquity: NDArray[np.int64]
    second: float
    gap: float


def rca(exports: Floats) -> Floats:
    """Revealed comparative advantage, (exporters, products): share of a product in exports over its world share.

    A cell without trade is 0, as is every cell of an exporter or product without any.

    Args:
        exports: (exporters, products), in one currency.

    Raises:
        QuestionError: a value is negative or unknown, or all is zero.

    Source:
        Balassa, B. (1965), Trade Liberalisation and "Revealed" Comparative Advantage, Manchester School 33(2), 99-123.
    """
    import numpy as np

    if not np.all(np.isfinite(exports)) or np.any(exports < 0):
        raise QuestionError("revealed advantage takes exports of zero or more, none unknown")
    whole = exports.sum()
    if not whole > 0:
        raise QuestionError("revealed advantage needs exports above zero")
    expected = exports.sum(axis=1, keepdims=True) * (exports.sum(axis=0, keepdims=True) / whole)
    found: Floats = np.divide(exports, expected, out=np.zeros_like(exports), where=expected > 0)
    return found


def complexity(advantage: Flags) -> Complexity:
    """ECI and PCI of a matrix of advantages, exact: no iteration, no parameter.

    Exporters without any advantage and products nobody has one in are left out (their diversity or ubiquity is 0).

    Args:
        advantage: (exporters, products) whether RCA is 1 or more.

    Raises:
        QuestionError: fewer than three exporters with an advantage, exporters that fall into groups without a common
            product, or a second eigenvalue that occurs twice: then no order follows from the data.

    Source:
        Hidalgo, C. A. and Hausmann, R. (2009), The building blocks of economic complexity, PNAS 106(26), 10570-10575;
        solved as the symmetric matrix D^-1/2 M U^-1 M' D^-1/2, which has the same eigenvalues.
    """
    import numpy as np

    diversity, ubiquity = advantage.sum(axis=1), advantage.sum(axis=0)
    rows, columns = diversity > 0, ubiquity > 0
    if rows.sum() < FEWEST:
        raise QuestionError(f"complexity needs {FEWEST} exporters with an advantage or more; {rows.sum()} have one")
    held = advantage[np.ix_(rows, columns)].astype(np.float64)
    root = 1 / np.sqrt(diversity[rows])
    scaled = root[:, None] * held / np.sqrt(ubiquity[columns])
    values, vectors = np.linalg.eigh(scaled @ scaled.T)
    second, gap = float(values[-2]), float(values[-2] - values[-3])
    if second > 1 - APART:
        raise QuestionError("exporters fall into groups that share no product: complexity does not compare them")
    if gap < APART:
        raise QuestionError("the second eigenvalue occurs twice: the data give no order of complexity")
    eci = _standardised(root * vectors[:, -2])
    eci *= _sign(eci, diversity[rows].astype(np.float64))
    pci = _standardised((held.T @ eci) / ubiquity[columns])
    return Complexity(
        eci=_placed(eci, rows),
        pci=_placed(pci, columns),
        diversity=diversity,
        ubiquity=ubiquity,
        second=second,
        gap=gap,
    )


def _sign(eci: Floats, diversity: Floats) -> float:
    """The sign that makes the diverse complex; where neither does, the one that makes the first exporter complex."""
    import numpy as np

    together = float(eci @ (diversity - diversity.mean()))
    if abs(together) <= APART * len(eci) * float(diversity.std()):
        together = float(eci[np.flatnonzero(abs(eci) > APART)[0]])
    return float(np.sign(together))


def _standardised(values: Floats) -> Floats:
    spread = values.std()
    if not spread > 0:
        raise QuestionError("all products have the same complexity: no order follows from the data")
    made: Floats = (values - values.mean()) / spread
    return made


def _placed(values: Floats, where: Flags) -> Floats:
    import numpy as np

    made = np.full(len(where), np.nan)
    made[where] = values
    return made


def density(advantage: Flags, exporters: NDArray[np.int64] | None = None) -> Floats:
    """Relatedness density, 0 to 1, (exporters, products): how near a product is to what an exporter does well.

    Of all proximities to other products, the part that leads to products of the exporter's advantage. Proximity of
    two products is the smaller of the two conditional probabilities of having an advantage in one given the other.
    A product's proximity to itself is left out. A product near to no other has none (nan).

    Args:
        advantage: (exporters, products) whether RCA is 1 or more.
        exporters: rows wanted; default all.

    Source:
        Hidalgo, C. A., Klinger, B., Barabási, A.-L. and Hausmann, R. (2007), The Product Space Conditions the
        Development of Nations, Science 317(5837), 482-487.
    """
    import numpy as np

    held = advantage.astype(np.float32)  # counts of exporters, exact in 32 bits
    wanted = held if exporters is None else held[exporters]
    made = np.empty((len(wanted), held.shape[1]))
    for first in range(0, held.shape[1], BLOCK):
        last = min(first + BLOCK, held.shape[1])
        near = _proximity(held, first, last)
        total = near.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            made[:, first:last] = np.where(total > 0, (wanted @ near) / total, np.nan)
    return made


def proximity(advantage: Flags) -> Floats:
    """Proximity of every two products, 0 to 1, (products, products); 0 of a product to itself. See `density`."""
    import numpy as np

    return _proximity(advantage.astype(np.float32), 0, advantage.shape[1])


def _proximity(held: NDArray[np.float32], first: int, last: int) -> Floats:
    """Proximity of all products to those from `first` up to `last`."""
    import numpy as np

    ubiquity = held.sum(axis=0)
    together = (held.T @ held[:, first:last]).astype(np.float64)
    larger = np.maximum(ubiquity[:, None], ubiquity[None, first:last])
    near: Floats = np.divide(together, larger, out=np.zeros_like(together), where=larger > 0)
    near[np.arange(first, last), np.arange(last - first)] = 0
    return near


@dataclass(frozen=True, slots=True)
class Openings:
    """Products an exporter could come to supply, the nearest first.

    Attributes:
        product: (n,) numbers of the products.
        density: (n,) how near they are to what it does well, 0 to 1.
        imports: (n,) what the other side imports of them.
    """

    product: NDArray[np.int64]
    density: Floats
    imports: Floats


def openings(near: Floats, advantage: Flags, imports: Floats) -> Openings:
    """Products the one side imports, in which the other has no advantage yet and to which it is nearer than usual.

    Args:
        near: (products,) density of the supplier.
        advantage: (products,) of the supplier.
        imports: (products,) of the other side from the world.

    Returns:
        Those above the median density of the products in which the supplier has no advantage.
    """
    import numpy as np

    free = ~advantage & np.isfinite(near)
    usual = np.median(near[free]) if free.any() else np.inf
    wanted = np.flatnonzero(free & (near > usual) & (imports > 0))
    order = wanted[np.lexsort((wanted, -imports[wanted], -near[wanted]))]
    return Openings(order, near[order], imports[order])
