"""Amounts of a panel of two reports that are exported and not recorded, and their course by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hali.methods.mirror import CONSTANT, gaps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MARGINS = (0.0, CONSTANT, 0.15)
"""Margins between FOB and CIF the amount is taken at."""

LAGS = (0, 1, 2)
"""Months between export and import the amount is taken at."""


def amounts(x: Floats, m: Floats, cells: Flags, margin: float) -> tuple[Floats, float, float]:
    """Exported and not recorded, by product, and the smallest and largest sum over `MARGINS` and `LAGS`.

    Args:
        x: (destinations, products, months) exporter's reports; nan where unknown.
        m: the same of the importers.
        cells: cells that count.
        margin: c between FOB and CIF of the amounts by product.
    """
    import numpy as np

    by_product = _unrecorded(x, m, cells, margin).sum(axis=(0, 2))
    sums = []
    for lag in LAGS:
        shifted = np.full(m.shape, np.nan)
        shifted[..., : m.shape[2] - lag] = m[..., lag:]
        # months whose import lies beyond the end are known to nobody, at any lag
        known = cells & (np.arange(x.shape[2]) < x.shape[2] - max(LAGS))
        sums += [float(_unrecorded(x, shifted, known, c).sum()) for c in MARGINS]
    whole = float(by_product.sum())
    return by_product, min([whole, *sums]), max([whole, *sums])


def _unrecorded(x: Floats, m: Floats, cells: Flags, margin: float) -> Floats:
    """x(1+c) - m of the cells in which both reports are known; zero elsewhere."""
    import numpy as np

    known = cells & np.isfinite(x) & np.isfinite(m)
    return np.where(known, np.where(known, x, 0) * (1 + margin) - np.where(known, m, 0), 0.0)


def course(x: Floats, m: Floats, listed: Flags, suspected: Flags, margin: float) -> tuple[Floats, Floats, Floats]:
    """Exports, recorded imports and log gap of the listed products at the suspected destinations, by month.

    Args:
        x: (destinations, products, months) exporter's reports; nan where unknown.
        m: the same of the importers.
        listed: (products,) which products.
        suspected: (destinations,) which destinations.
        margin: c between FOB and CIF.
    """
    import numpy as np

    sent, taken = (np.nansum(one[suspected][:, listed], axis=(0, 1)) for one in (x, m))
    return sent, taken, gaps(sent, taken, margin).log_gap
