"""The test of `diversion` on every destination alone, with control of false discoveries, and marks beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError
from hali.methods.diversion import SIGNIFICANT, Diversion, Twin, detect
from hali.methods.diversion_panel import Panel, panel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SCAN_DRAWS = 1_999
"""Placebo lists of each destination: so many that one found among a hundred can still be significant."""

SHIFT = 3.0
"""Median absolute deviations by which unit values shift, from which on a gap is no matter of missing goods."""


@dataclass(frozen=True, slots=True)
class Scan:
    """Each destination tested alone.

    Attributes:
        found: (destinations,) what was found; None where nothing could be tested.
        adjusted_p: (destinations,) placebo p adjusted for the number of tests; nan where there is none.
        flag: (destinations,) all conditions hold, at the adjusted p.
        untested: (destinations,) why there is no test; "" where there is one.
    """

    found: tuple[Diversion | None, ...]
    adjusted_p: Floats
    flag: Flags
    untested: tuple[str, ...]


def scan(
    told: Panel, listed: Flags, first: int, *, twin: Twin | None = None, draws: int = SCAN_DRAWS, seed: int = 0
) -> Scan:
    """Test every destination of a panel.

    Args:
        told: the panel.
        listed: (products,) which products.
        first: number of the first month after the day.
        twin: see `diversion.detect`; asked only of destinations the other conditions leave.
        draws: placebo lists.
        seed: of the draws.

    Raises:
        QuestionError: no destination can be tested.

    Source:
        Benjamini, Y. and Hochberg, Y. (1995), Controlling the False Discovery Rate, Journal of the Royal Statistical
        Society B 57(1), 289-300.
    """
    import numpy as np

    many = told.x.shape[0]
    looked = [_alone(told, place, None, listed, first, None, draws, seed) for place in range(many)]
    p = np.array([one.placebo_p if isinstance(one, Diversion) else np.nan for one in looked])
    # destinations whose own gap seems to open are no measure of the others
    clean = ~(adjust(p) < SIGNIFICANT)
    found: list[Diversion | None] = []
    untested: list[str] = []
    for place in range(many):
        again = _alone(told, place, clean, listed, first, None, draws, seed)
        if twin and isinstance(again, Diversion) and again.against == ("no_twin",):
            again = _alone(told, place, clean, listed, first, twin, draws, seed)
        found.append(again if isinstance(again, Diversion) else None)
        untested.append("" if isinstance(again, Diversion) else again)
    if not any(found):
        raise QuestionError(f"no destination can be tested: {untested[0]}")
    p = np.array([one.placebo_p if one else np.nan for one in found])
    adjusted = adjust(p)
    flag = np.array([one is not None and one.flag for one in found]) & (adjusted < SIGNIFICANT)
    return Scan(tuple(found), adjusted, flag, tuple(untested))


def _alone(
    told: Panel,
    place: int,
    clean: Flags | None,
    listed: Flags,
    first: int,
    twin: Twin | None,
    draws: int,
    seed: int,
) -> Diversion | str:
    """One destination beside those of `clean`, or beside all; why there is no test where there is none."""
    import numpy as np

    suspected = np.arange(told.x.shape[0]) == place
    try:
        if clean is None:
            return detect(told, listed, suspected, first, twin=twin, draws=draws, seed=seed)
        kept = clean | suspected
        # where all comparable ones are kept, nothing has to be computed anew
        beside = told if kept.all() else panel(told.x[kept], told.m[kept], told.margin)
        return detect(beside, listed, suspected[kept], first, twin=twin, draws=draws, seed=seed)
    except QuestionError as error:
        return str(error)


def adjust(p: Floats) -> Floats:
    """Values of p adjusted by Benjamini and Hochberg; nan stays nan.

    >>> import numpy as np
    >>> adjust(np.array([0.01, 0.04, 0.03, np.nan])).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    import numpy as np

    made = np.full(p.shape, np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    made[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return made


def unit_value_shift(before: Floats, after: Floats) -> tuple[float, bool]:
    """How far the ratio of unit values of two reports moved, in median absolute deviations, and whether beyond 3.

    Args:
        before: (n,) importer's value per kg over the exporter's, of cells before the day; nan where unknown.
        after: (k,) the same after.

    Raises:
        QuestionError: no known value before or after, or all values before are one.
    """
    import numpy as np

    was, now = before[np.isfinite(before)], after[np.isfinite(after)]
    if not len(was) or not len(now):
        raise QuestionError("unit values need a cell before and one after in which both sides report value and mass")
    middle = float(np.median(was))
    spread = 1.4826 * float(np.median(abs(was - middle)))
    if not spread:
        raise QuestionError("the unit values before are all equal: a shift has no scale")
    shift = (float(np.median(now)) - middle) / spread
    return shift, abs(shift) > SHIFT


def onward(exports: Floats | None, first: int) -> float | None:
    """Mean monthly exports of a transit country to the final destination after the day less before; None = unknown.

    Args:
        exports: (months,) of the listed products, as the transit country reports them; None where it does not.
        first: number of the first month after the day.
    """
    import numpy as np

    if exports is None or not np.isfinite(exports[:first]).any() or not np.isfinite(exports[first:]).any():
        return None
    return float(np.nanmean(exports[first:]) - np.nanmean(exports[:first]))
