"""Poisson pseudo-maximum likelihood beside the tests on logarithms: zeros stay in. Estimated by pyfixest (extra)."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali import extras
from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def _fit(outcome: Floats, cells: Flags, used: Flags, offset: Floats | None) -> tuple[float, float]:
    """Effect of the treated cells and its standard error, clustered by destination."""
    import numpy as np

    extras.require("gravity", "the Poisson twin")
    import pandas as pd
    from pyfixest.estimation import fepois

    place = np.nonzero(used)
    sizes = used.shape
    frame = pd.DataFrame(
        {
            "y": outcome[used],
            "d": cells[used].astype(float),
            "destination": place[0],
            "pk": place[0] * sizes[1] + place[1],
            "pt": place[0] * sizes[2] + place[2],
            "kt": place[1] * sizes[2] + place[2],
        }
    )
    more = {}
    if offset is not None:
        frame["ln_offset"] = np.log(offset[used])
        more["offset"] = "ln_offset"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = fepois("y ~ d | pk + pt + kt", frame, vcov={"CRV1": "destination"}, **more)
            return float(found.coef()["d"]), float(found.se()["d"])
        except (ValueError, RuntimeError, KeyError, np.linalg.LinAlgError) as error:
            raise QuestionError("the Poisson twin has no estimate for these cells") from error


def gap_effect(m: Floats, valued: Floats, cells: Flags) -> float:
    """The effect on the imports recorded per unit exported, as `diversion.Twin` asks for it.

    Args:
        m: (destinations, products, months) importers' reports; nan where unknown.
        valued: the exporter's reports at the importers' valuation; cells of zero are left out.
        cells: treated cells.

    Raises:
        QuestionError: the extra is missing, or there is no estimate.

    Source:
        Santos Silva, J. M. C. and Tenreyro, S. (2006), The Log of Gravity, Review of Economics and Statistics 88(4),
        641-658.
    """
    import numpy as np

    return _fit(m, cells, (valued > 0) & np.isfinite(m), valued)[0]


@dataclass(frozen=True, slots=True)
class Excess:
    """Exports beyond what their own past, other products and other destinations lead one to expect.

    Attributes:
        effect: change of the logarithm of exports of the treated cells.
        low: lower end of its 90 % interval.
        high: upper end.
        value: excess of the treated cells, in the currency of the exports.
        value_low: the same at `low`.
        value_high: the same at `high`.
    """

    effect: float
    low: float
    high: float
    value: float
    value_low: float
    value_high: float


def excess_exports(x: Floats, cells: Flags) -> Excess:
    """Excess of the exports of the treated cells.

    Effects of destination and month take the place of a trend of each destination, which they contain.

    Args:
        x: (destinations, products, months) exporter's reports; nan where unknown.
        cells: treated cells.

    Raises:
        QuestionError: the extra is missing, or there is no estimate.
    """
    from statistics import NormalDist

    import numpy as np

    effect, error = _fit(x, cells, np.isfinite(x), None)
    reach = NormalDist().inv_cdf(0.95) * error
    ends = (effect, effect - reach, effect + reach)
    exported = float(np.nansum(np.where(cells, x, 0)))
    values = [exported * -float(np.expm1(-end)) for end in ends]
    return Excess(*ends, *values)
