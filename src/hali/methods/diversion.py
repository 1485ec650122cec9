"""Exports that importers do not record: did the gap of some goods to some destinations open after a day?

A panel holds one exporter's reports `x` and the reports `m` of its destinations, (destinations, products, months); nan
where a report is unknown, zero where nothing was reported. Listed products at suspected destinations after a day are
compared with unlisted products of the same destination and month, with the same product at other destinations, and with
the same destination and product before. What is found is a difference between two reports, never its cause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hali.errors import QuestionError
from hali.methods.diversion_amounts import amounts, course
from hali.methods.diversion_panel import TOLERANCE, Panel, within_effects

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FEWEST_BEFORE = 6
"""Months before the day below which nothing is tested."""

DRAWS = 200
"""Random product lists the true one is ranked among."""

SIGNIFICANT = 0.05
"""Largest share of placebos at least as extreme, for a flag."""

STRATA = 5
"""Classes of value within which products change places in a placebo list."""

LEAD = 3
"""Months of a lead of the event study."""

COVERAGE = 0.9
"""Of the intervals."""

Twin = Callable[["Floats", "Floats", "Flags"], float]
"""Estimates the same effect from m, x at the importer's valuation, and the treated cells, zeros of m kept in."""

REASONS = (
    *("margin", "lag", "consignment", "transit", "re_export", "confidential", "chapter_99", "exchange_rate"),
    *("threshold", "revision", "composition"),
)
"""What else a gap may contain; none of them is excluded by a test of totals."""


@dataclass(frozen=True, slots=True)
class Diversion:
    """What was found for one list of products, one set of destinations and one day.

    Attributes:
        theta: change of the log gap of the treated cells beside all others; below zero = recorded less.
        low: lower end of its 90 % interval, from the placebo lists.
        high: upper end.
        standard_error: clustered by destination; nan for fewer than two suspected ones.
        twin: the same by Poisson pseudo-maximum likelihood with zeros kept; nan where it was not asked for.
        placebo_p: share of placebo lists whose gap opened at least as much, the true one counted in.
        lead: (leads,) effect in each of the spans of `LEAD` months before the last one before the day.
        lead_p: share of placebo lists whose leads are together at least as far from zero.
        without_largest_p: `placebo_p` without the treated product and month of the largest export.
        month_x: (months,) exports of the listed products to the suspected destinations.
        month_m: (months,) imports they record.
        month_gap: (months,) log of m over x at the importer's valuation; nan where either is zero.
        by_product: (products,) exported and not recorded after the day, x(1+c) - m; zero for unlisted ones.
        amount: sum of `by_product`.
        amount_low: smallest of it over `MARGINS` and `LAGS`.
        amount_high: largest of it.
        opened_low: part of the amount by which the gap opened, m (exp(-theta) - 1), at the end `high`.
        opened_high: the same at the end `low`.
        cells: treated cells of two reports.
        one_sided: treated cells of which only the exporter reports a value.
        flag: whether all conditions of a finding hold.
        against: the conditions that do not hold.
        unexcluded: what else the gap may contain.
    """

    theta: float
    low: float
    high: float
    standard_error: float
    twin: float
    placebo_p: float
    lead: Floats
    lead_p: float
    without_largest_p: float
    month_x: Floats
    month_m: Floats
    month_gap: Floats
    by_product: Floats
    amount: float
    amount_low: float
    amount_high: float
    opened_low: float
    opened_high: float
    cells: int
    one_sided: int
    flag: bool
    against: tuple[str, ...]
    unexcluded: tuple[str, ...]


def treated(told: Panel, listed: Flags, suspected: Flags, first: int) -> Flags:
    """The cells of listed products at suspected destinations from the month `first` on."""
    import numpy as np

    after = np.arange(told.x.shape[2]) >= first
    cells: Flags = suspected[:, None, None] & listed[None, :, None] & after[None, None, :]
    return cells


def detect(
    told: Panel,
    listed: Flags,
    suspected: Flags,
    first: int,
    *,
    twin: Twin | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Diversion:
    """Whether the gap of listed products at suspected destinations opened from a month on.

    Args:
        told: the panel.
        listed: (products,) which products.
        suspected: (destinations,) which destinations.
        first: number of the first month after the day.
        twin: estimator that keeps zeros (`methods.poisson_twin`); None = no twin, and then no flag.
        draws: placebo lists.
        seed: of the draws.

    Raises:
        QuestionError: fewer than `FEWEST_BEFORE` months before, none after, nothing or everything listed or suspected,
            or no cell of two reports among the treated ones before and after.

    Source:
        Difference in differences of mirror gaps after Fisman, R. and Wei, S.-J. (2004), Tax Rates and Tax Evasion,
        Journal of Political Economy 112(2), 471-496; randomisation inference: Fisher, R. A. (1935), The Design of
        Experiments.
    """
    import numpy as np

    _require(told, listed, suspected, first)
    cells = treated(told, listed, suspected, first)
    seen = _evidence(told, listed, suspected, first, cells, draws, seed)
    found = float(twin(told.m, told.x * (1 + told.margin), cells)) if twin else np.nan
    against = _against(seen, twin is not None, found)
    by_product, lowest, highest = amounts(told.x, told.m, cells, told.margin)
    recorded = float(np.nansum(np.where(cells & told.both, told.m, 0)))
    month_x, month_m, month_gap = course(told.x, told.m, listed, suspected, told.margin)
    return Diversion(
        theta=seen.theta,
        low=seen.low,
        high=seen.high,
        standard_error=seen.error,
        twin=found,
        placebo_p=seen.p,
        lead=seen.lead,
        lead_p=seen.lead_p,
        without_largest_p=seen.without_largest_p,
        month_x=month_x,
        month_m=month_m,
        month_gap=month_gap,
        by_product=by_product,
        amount=float(by_product.sum()),
        amount_low=lowest,
        amount_high=highest,
        opened_low=recorded * float(np.expm1(-seen.high)),
        opened_high=recorded * float(np.expm1(-seen.low)),
        cells=int((cells & told.both).sum()),
        one_sided=int((cells & (told.x > 0) & ~(told.m > 0) & np.isfinite(told.m)).sum()),
        flag=not against,
        against=against,
        unexcluded=REASONS,
    )


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The effect and its ranks among placebo lists; see `Diversion`."""

    theta: float
    error: float
    low: float
    high: float
    p: float
    lead: Floats
    lead_p: float
    without_largest_p: float


def _evidence(
    told: Panel, listed: Flags, suspected: Flags, first: int, cells: Flags, draws: int, seed: int
) -> _Evidence:
    """The effect by least squares, and where the true list stands among random ones."""
    import numpy as np

    theta, error, within = _effect(told, cells)
    lists = _placebos(told, listed, draws, seed)
    score = _scores(told, suspected, first)
    true, others = _ratio(score, listed[None, :])[0], _ratio(score, lists)
    # noise is what lists do once the effect found is taken out; a mean of residuals is a part of an effect
    rest = replace(told, residual=told.residual - theta * within)
    spread = _ratio(_scores(rest, suspected, first), lists) * (theta / true if true else np.nan)
    reach = _reach(spread[np.isfinite(spread)] * _freedom(told.both), len(listed))
    low, high = theta - reach, theta + reach
    lead, others_lead = _leads(told, listed[None, :], suspected, first)[0], _leads(told, lists, suspected, first)
    without = _scores(told, suspected, first, _largest(told, cells))
    return _Evidence(
        theta=theta,
        error=error,
        low=low,
        high=high,
        p=_rank(true, others),
        lead=lead,
        lead_p=_rank(-float(np.sum(lead**2)), -np.sum(others_lead**2, axis=1)),
        without_largest_p=_rank(_ratio(without, listed[None, :])[0], others),
    )


def _against(seen: _Evidence, asked: bool, twin: float) -> tuple[str, ...]:
    """The conditions of a finding that do not hold."""
    conditions = {
        "not_below_zero": seen.theta < 0,
        "no_twin": asked,
        "twin_disagrees": not asked or twin < 0,
        "placebo": seen.p < SIGNIFICANT,
        "leads": seen.lead_p >= SIGNIFICANT,
        "one_shipment": seen.without_largest_p < SIGNIFICANT,
    }
    return tuple(name for name, holds in conditions.items() if not holds)


def _require(told: Panel, listed: Flags, suspected: Flags, first: int) -> None:
    """Refuse what cannot be tested, naming what is missing."""
    destinations, products, months = told.x.shape
    if first < FEWEST_BEFORE:
        raise QuestionError(f"the test needs {FEWEST_BEFORE} months before the day or more; {first} are there")
    if first >= months:
        raise QuestionError("the test needs a month after the day; the panel ends before it")
    for what, chosen, count in (("products", listed, products), ("destinations", suspected, destinations)):
        if chosen.shape != (count,) or not chosen.any() or chosen.all():
            raise QuestionError(f"of {count} {what} some have to be chosen, and some left to compare with")
    both = told.both[suspected][:, listed]
    if not both[..., :first].any() or not both[..., first:].any():
        raise QuestionError("of these products and destinations no cell before, or none after, has both reports")


def _effect(told: Panel, cells: Flags) -> tuple[float, float, Floats]:
    """Least-squares effect of the treated cells, its standard error clustered by destination, the regressor."""
    import numpy as np

    within = within_effects(cells.astype(np.float64), told.both)
    weight = float((within**2).sum())
    if weight <= TOLERANCE:
        raise QuestionError("the treated cells cannot be told from the effects: too few others are comparable")
    theta = float((within * told.residual).sum()) / weight
    left = told.residual - theta * within
    clusters = (within * left).sum(axis=(1, 2))
    if cells.any(axis=(1, 2)).sum() < 2:
        return theta, float("nan"), within
    many = len(clusters)
    return theta, float(np.sqrt(many / (many - 1) * (clusters**2).sum())) / weight, within


def _reach(spread: Floats, products: int) -> float:
    """Half the width of the interval: Student's quantile times the deviation of what placebo lists do.

    Quantiles of the lists themselves are too narrow where few products stand behind them: every list is made of the
    same few sums of noise, of which the mean of each class of value and the effect itself are taken.
    """
    import numpy as np
    from scipy.special import stdtrit

    left = max(products - min(STRATA, products) - 1, 1)
    deviation = float(np.sqrt((spread**2).mean() * (left + 1) / left))
    return float(stdtrit(left, (1 + COVERAGE) / 2)) * deviation


def _freedom(both: Flags) -> float:
    """What residuals are multiplied by to have the size of the noise: effects have taken a part of it away."""
    import numpy as np

    cells = int(both.sum())
    effects = sum(int(both.any(axis=axis).sum()) for axis in range(3))
    return float(np.sqrt(cells / max(cells - effects, 1)))


Scored = tuple[Any, Any]
"""For each product the sum of residuals of the treated cells it would have, and their number."""


def _scores(told: Panel, suspected: Flags, first: int, without: tuple[int, int] | None = None) -> Scored:
    """What each product would add to the effect if it were listed."""
    both, residual = told.both[suspected][..., first:], told.residual[suspected][..., first:]
    if without:
        product, month = without
        both = both.copy()
        both[:, product, month - first] = False
    return (residual * both).sum(axis=(0, 2)), both.sum(axis=(0, 2))


def _ratio(scores: Scored, lists: Flags) -> Floats:
    """Mean residual of the treated cells of each of some lists of products, (lists,); nan without any."""
    import numpy as np

    total, count = (lists @ one for one in scores)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(count > 0, total / count, np.nan)
    return found


def _leads(told: Panel, lists: Flags, suspected: Flags, first: int) -> Floats:
    """Mean residual of each of some lists in spans before the day, less that of the last span; (lists, leads)."""
    import numpy as np

    spans = range(first - LEAD, -1, -LEAD)
    means = []
    for start in spans:
        part = slice(start, start + LEAD)
        both, residual = told.both[suspected][..., part], told.residual[suspected][..., part]
        means.append(_ratio(((residual * both).sum(axis=(0, 2)), both.sum(axis=(0, 2))), lists))
    told_means = np.stack(means, axis=1)
    return np.nan_to_num(told_means[:, 1:] - told_means[:, :1])


def _placebos(told: Panel, listed: Flags, draws: int, seed: int) -> Flags:
    """Random lists of all products, each with as many of every class of value as the true one: (draws, products)."""
    import numpy as np

    rng = np.random.default_rng(seed)
    order = np.argsort(np.nansum(told.x, axis=(0, 2)), kind="stable")
    made = np.zeros((draws, len(listed)), bool)
    for stratum in np.array_split(order, min(STRATA, len(order))):
        shuffled = np.argsort(rng.random((draws, len(stratum))), axis=1)[:, : int(listed[stratum].sum())]
        np.put_along_axis(made, stratum[shuffled], True, axis=1)
    return made


def _rank(true: float, placebos: Floats) -> float:
    """Share of values at or below the true one, which is counted in."""
    import numpy as np

    known = placebos[np.isfinite(placebos)]
    return float((1 + (known <= true).sum()) / (1 + len(known))) if np.isfinite(true) else 1.0


def _largest(told: Panel, cells: Flags) -> tuple[int, int]:
    """Product and month of the largest treated export."""
    import numpy as np

    value = np.nansum(np.where(cells, told.x, 0), axis=0)
    product, month = np.unravel_index(int(value.argmax()), value.shape)
    return int(product), int(month)
