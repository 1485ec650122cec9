"""Dependence on trade partners: concentration with bounds, critical products, intensity, fit of two structures.

A value of nan is unknown and stays unknown; zero is a value. What is confidential belongs to no partner and is part of
every denominator, so it widens a number to an interval instead of disappearing from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Concentration:
    """Herfindahl-Hirschman index of partners or products, 0 to 1.

    Attributes:
        low: the residual split among infinitely many partners; this is the index where there is no residual.
        high: the residual as one further partner.
        worst: the residual as the largest partner's: no split of it gives more.
        residual: share of the total that names no partner.
        count: partners with a value above zero.
    """

    low: float
    high: float
    worst: float
    residual: float
    count: int


@dataclass(frozen=True, slots=True)
class Top:
    """The largest partners.

    Attributes:
        codes: their codes, the largest first; equal ones in the order of the alphabet.
        low: their shares of the total, as named.
        high: the same with all the residual added to each.
        share: sum of `low`.
        tied: whether another partner equals the last one listed, or two listed ones are equal.
    """

    codes: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    share: float
    tied: bool


def _total(values: Floats, residual: float) -> float:
    """Named values and residual together.

    Raises:
        QuestionError: a value is negative or unknown, or all is zero.
    """
    import numpy as np

    if not np.all(np.isfinite(values)) or np.any(values < 0) or not residual >= 0:
        raise QuestionError("concentration takes values of zero or more, none unknown; leave unknown partners out")
    total = float(values.sum() + residual)
    if not total:
        raise QuestionError("concentration needs at least one value above zero")
    return total


def concentration(values: Floats, residual: float = 0.0) -> Concentration:
    """Herfindahl-Hirschman index of `values`, with bounds for a residual that names nobody.

    Args:
        values: (n,) trade with each named partner, in one currency.
        residual: trade with confidential and unspecified partners, in the same currency.

    Raises:
        QuestionError: a value is negative or unknown, or all is zero.

    Source:
        Hirschman, A. O. (1964), The Paternity of an Index, American Economic Review 54(5), 761-762.
    """
    total = _total(values, residual)
    shares, rest = values / total, residual / total
    squares = float(shares @ shares)
    largest = float(shares.max()) if len(shares) else 0.0
    high = squares + rest**2
    return Concentration(
        low=squares,
        high=high,
        # without a residual the three are one number, whatever the rounding
        worst=max(high, squares - largest**2 + (largest + rest) ** 2),
        residual=rest,
        count=int((values > 0).sum()),
    )


def top(codes: Sequence[str], values: Floats, k: int = 1, residual: float = 0.0) -> Top:
    """The `k` largest of some partners and their shares; fewer where fewer have a value above zero.

    Args:
        codes: (n,) code of each partner.
        values: (n,) trade with it.
        k: how many.
        residual: trade that names nobody.

    Raises:
        QuestionError: a value is negative or unknown, all is zero, or `k` is below 1.
    """
    if k < 1:
        raise QuestionError(f"the largest {k} partners: give 1 or more")
    total = _total(values, residual)
    ordered = sorted((-float(value), code) for code, value in zip(codes, values, strict=True) if value > 0)
    listed = ordered[:k]
    sizes = [-size for size, _ in ordered[: k + 1]]
    low = tuple(-size / total for size, _ in listed)
    return Top(
        codes=tuple(code for _, code in listed),
        low=low,
        high=tuple(share + residual / total for share in low),
        share=sum(low),
        tied=len(set(sizes)) < len(sizes),
    )


WINDOW = 3
"""Years of a window of critical products."""

YEARS_MET = 2
"""Years of a window in which all criteria have to be met."""

NO_EXPORTS = 9999.0
"""Imports over exports where a product is imported and not exported, as CEPII prints it."""

CEPII = (0.4, 0.4, 1.0)
"""Thresholds: concentration of imports, concentration of world exports, imports over exports."""

EC = (0.4, 0.5, 1.0)
"""Thresholds: concentration of extra-EU imports, extra-EU share of imports, extra-EU imports over exports."""


def cepii_criteria(hhi_imports: Floats, hhi_world: Floats, imports: Floats, exports: Floats) -> Floats:
    """The three criteria of CEPII for each product and year: (products, years, 3).

    Args:
        hhi_imports: (products, years) concentration of the importer's suppliers, 0 to 1.
        hhi_world: (products, years) concentration of the world's exporters, 0 to 1.
        imports: (products, years) of the importer.
        exports: (products, years) of the importer.

    Source:
        CEPII, Foreign dependencies (database), and Policy Brief 2023-41.
    """
    import numpy as np

    return np.stack([hhi_imports, hhi_world, _over(imports, exports)], axis=-1)


def ec_criteria(hhi_extra: Floats, extra_imports: Floats, all_imports: Floats, exports: Floats) -> Floats:
    """The three criteria of the European Commission for each product and year: (products, years, 3).

    Args:
        hhi_extra: (products, years) concentration of extra-EU suppliers, 0 to 1.
        extra_imports: (products, years) imports from outside.
        all_imports: (products, years) the same and those among members.
        exports: (products, years) to outside.

    Source:
        European Commission (2021), Strategic dependencies and capacities, SWD(2021) 352.
    """
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(all_imports > 0, extra_imports / all_imports, np.nan)
    return np.stack([hhi_extra, share, _over(extra_imports, exports)], axis=-1)


def _over(imports: Floats, exports: Floats) -> Floats:
    """Imports over exports; `NO_EXPORTS` where there are only imports, unknown where there is neither."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = imports / exports
    found: Floats = np.where((exports == 0) & (imports > 0), NO_EXPORTS, np.where(exports == 0, np.nan, ratio))
    return np.where(np.isnan(exports), np.nan, found)


@dataclass(frozen=True, slots=True)
class Critical:
    """Products an importer depends on, by windows of `WINDOW` years; window w ends with year w + 2.

    Attributes:
        dependent: (products, windows) all criteria met in `YEARS_MET` years or more.
        open: (products, windows) not dependent, but an unknown criterion could make it so.
        years_met: (products, windows) years in which all criteria are met.
        margin: (products, years, 3) criterion less its threshold: negative is what it lacks.
        new: (products, windows) dependent, and not in the window before; false in the first.
        lasting: (products, windows) dependent, and in the window before, too.
        gone: (products, windows) not dependent, as it was in the window before; none while `open`.
    """

    dependent: Flags
    open: Flags
    years_met: NDArray[np.int64]
    margin: Floats
    new: Flags
    lasting: Flags
    gone: Flags


def critical(criteria: Floats, thresholds: Sequence[float]) -> Critical:
    """Which products meet every criterion in two of three years.

    Args:
        criteria: (products, years, criteria) in consecutive years; nan where unknown.
        thresholds: one for each criterion; a criterion has to exceed it.

    Raises:
        QuestionError: fewer years than a window has, or another number of thresholds.
    """
    import numpy as np

    if criteria.ndim != 3 or criteria.shape[2] != len(thresholds):
        raise QuestionError(f"criteria have to be products x years x {len(thresholds)}, not {criteria.shape}")
    if criteria.shape[1] < WINDOW:
        raise QuestionError(f"critical products need {WINDOW} consecutive years; {criteria.shape[1]} given")
    margin = criteria - np.asarray(thresholds, np.float64)
    met = np.all(margin > 0, axis=2)
    possible = np.all((margin > 0) | np.isnan(margin), axis=2)
    years_met, might = _running(met), _running(possible)
    dependent = years_met >= YEARS_MET
    unknown = ~dependent & (might >= YEARS_MET)
    none = np.zeros_like(dependent[:, :1])
    # a window of which it is open whether the product was in makes nothing new and nothing gone
    certain = np.hstack([none, ~unknown[:, :-1]])
    before = np.hstack([none, dependent[:, :-1]])
    return Critical(
        dependent=dependent,
        open=unknown,
        years_met=years_met,
        margin=margin,
        new=dependent & ~before & certain,
        lasting=dependent & before,
        gone=~dependent & before & ~unknown,
    )


def _running(flags: Flags) -> NDArray[np.int64]:
    """How many of the years of each window are flagged."""
    import numpy as np

    counted = np.lib.stride_tricks.sliding_window_view(flags.astype(np.int64), WINDOW, axis=1).sum(axis=2)
    return np.asarray(counted, np.int64)


@dataclass(frozen=True, slots=True)
class Dyad:
    """Products an importer depends on, as far as one partner supplies them; the largest exposure first.

    Attributes:
        product: (n,) numbers of the products.
        share: (n,) share of the partner in the imports, 0 to 1.
        rank: (n,) 1 + number of suppliers with more.
        others: (n, 2) numbers of the two largest other suppliers; -1 where there is none.
        world_share: (n,) share of the partner in world exports of the product; nan where there are none.
        exposure: (n,) imports from the partner, value x share of them.
    """

    product: NDArray[np.int64]
    share: Floats
    rank: NDArray[np.int64]
    others: NDArray[np.int64]
    world_share: Floats
    exposure: Floats


def dyad(imports: Floats, world: Floats, dependent: Flags, partner: int) -> Dyad:
    """What one partner supplies of the products an importer depends on.

    Args:
        imports: (products, suppliers) of the importer.
        world: (products, suppliers) exports to the world.
        dependent: (products,) as `critical` finds them.
        partner: number of the supplier.

    Returns:
        The products the partner supplies, by imports x its share.
    """
    import numpy as np

    chosen = np.flatnonzero(dependent & (imports[:, partner] > 0))
    held, mine = imports[chosen], imports[chosen, partner]
    share = mine / held.sum(axis=1)
    exposure = mine * share
    order = np.lexsort((chosen, -exposure))
    rest = held.copy()
    rest[:, partner] = 0
    largest = np.argsort(-rest, axis=1, kind="stable")[:, :2]
    others = np.where(np.take_along_axis(rest, largest, axis=1) > 0, largest, -1)
    total = world[chosen].sum(axis=1)
    world_share = np.divide(world[chosen, partner], total, out=np.full(len(chosen), np.nan), where=total > 0)
    rank = 1 + (held > mine[:, None]).sum(axis=1)
    return Dyad(chosen[order], share[order], rank[order], others[order], world_share[order], exposure[order])


def trade_intensity(x_ij: Floats, x_i: Floats, m_j: Floats, x_w: Floats, *, without_own: bool = False) -> Floats:
    """Share of j in the exports of i over the share of j in world trade; nan where j trades with nobody.

    Args:
        x_ij: exports of i to j.
        x_i: exports of i to the world.
        m_j: world exports to j.
        x_w: world exports.
        without_own: leave the exports of i, which i cannot sell to itself, out of the world (`x_w - x_i`).

    Source:
        Kojima, K. (1964), The Pattern of International Trade among Advanced Countries, Hitotsubashi Journal of
        Economics 5(1), 16-36; UN ESCAP (2009), Trade Statistics in Policymaking, for both variants.
    """
    import numpy as np

    world = x_w - x_i if without_own else x_w
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where((x_i > 0) & (m_j > 0) & (world > 0), (x_ij / x_i) / (m_j / world), np.nan)
    return found


def _shares(values: Floats) -> Any:
    """Each value over their sum.

    Raises:
        QuestionError: see `_total`.
    """
    return values / _total(values, 0.0)


def complementarity(exports: Floats, imports: Floats) -> float:
    """How far what one side exports is what the other imports, 0 (nothing) to 100 (the same structure).

    Args:
        exports: (products,) exports of the one to the world.
        imports: (products,) imports of the other from the world.

    Source:
        Michaely, M. (1996), Trade Preferential Agreements in Latin America, World Bank Policy Research WP 1583.
    """
    return float(100 * (1 - 0.5 * abs(_shares(imports) - _shares(exports)).sum()))


def export_similarity(one: Floats, other: Floats) -> float:
    """Common part of two structures of exports, 0 to 1.

    Source:
        Finger, J. M. and Kreinin, M. E. (1979), A Measure of "Export Similarity" and Its Possible Uses, Economic
        Journal 89(356), 905-912.
    """
    import numpy as np

    return float(np.minimum(_shares(one), _shares(other)).sum())


def grubel_lloyd(exports: Floats, imports: Floats) -> tuple[Floats, float]:
    """Intra-industry trade of each product and of all, 0 to 1; nan where there is no trade.

    The index of all is that of the products weighted by their trade, so it depends on how fine the products are.

    Args:
        exports: (products,) of one reporter; nan where unknown.
        imports: (products,) of the same reporter with the same partner.

    Source:
        Grubel, H. G. and Lloyd, P. J. (1971), The Empirical Measurement of Intra-Industry Trade, Economic Record
        47(4), 494-517.
    """
    import numpy as np

    both = exports + imports
    with np.errstate(divide="ignore", invalid="ignore"):
        each: Floats = np.where(both > 0, 1 - abs(exports - imports) / both, np.nan)
    known = both > 0
    whole = 1 - abs(exports - imports)[known].sum() / both[known].sum() if known.any() else np.nan
    return each, float(whole)
