"""The margin between FOB and CIF a comparison takes: named, given, or estimated from all totals of two reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hali.briefs.mirror import reliability
from hali.codelists import areas
from hali.errors import NotInRecord, QuestionError
from hali.methods.margin import MarginFit, fit_margin
from hali.methods.mirror import CONSTANT
from hali.record import readings as lookup
from hali.record.store import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

Model = Literal["constant", "regression", "declared"]
MODELS: tuple[Model, ...] = ("constant", "regression", "declared")

DISTANCES, DISTANCE = "CEPII:GEODIST", "distance_capitals"
"""What the margin rests on. Borders are held for some pairs alone, and a pair without a row may have one."""

NEAREST = 0.01
"""Part of the flows with the shortest way; the longest of them is taken to cost nothing."""

MOST_CLIPPED = 0.1
"""Part of the estimated margins outside 0 to 40 % from which on none of them is believed."""

FLOORS = (reliability.FLOOR, 10 * reliability.FLOOR)
"""USD both reports of a total have to reach: a margin that depends on it says nothing of freight."""

STEADY = 0.02
"""How far the margins at both floors may lie apart."""

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Margin:
    """A margin and where it comes from.

    Attributes:
        value: c = CIF / FOB - 1.
        model: how it was found; `none` where valuations do not differ.
        cells: flows and years of two counts it was estimated from; 0 of one that is given.
    """

    value: float
    model: Model | Literal["none"]
    cells: int = 0


def of(record: Record, wanted: float | str | None, sides: _Pair) -> Margin:
    """The margin for the goods of two sides.

    Args:
        record: the record.
        wanted: a share, the name of a model, or None for the constant.
        sides: the two sides, as codes.

    Raises:
        QuestionError: no such model, or a share outside 0 and 1.
        NotInRecord: the record has nothing the model could rest on.
    """
    if wanted is None or wanted == "constant":
        return Margin(CONSTANT, "constant")
    if wanted == "regression":
        return _estimated(record, sides)
    if wanted == "declared":
        raise NotInRecord(
            "no importer of this record publishes its imports both with and without freight, so none declares a "
            "margin; --margin takes constant, regression or a share (0.06)"
        )
    if isinstance(wanted, str):
        raise QuestionError(f"--margin {wanted}: take a share such as 0.06, or {', '.join(MODELS)}")
    if not 0 <= wanted <= 1:
        raise QuestionError(f"a margin between FOB and CIF of {wanted:g} is not within 0 and 1; 0.06 stands for 6 %")
    return Margin(float(wanted), "constant" if wanted else "none")


def read(text: str) -> float | str | None:
    """What is typed after `--margin`: a number, or the name of a model; None for nothing.

    >>> read("0.05"), read("regression"), read("")
    (0.05, 'regression', None)
    """
    try:
        return float(text) if text else None
    except ValueError:
        return text


def _estimated(record: Record, sides: _Pair) -> Margin:
    """The margin of two countries by the regression over all totals of two reports."""
    import numpy as np

    if any(areas.area(code).kind != "country" for code in sides):
        raise QuestionError("--margin regression is for two countries: a bloc has no one distance")
    way = distances(record)
    regressors = _regressors([sides], way)
    if not np.isfinite(regressors).all():
        raise NotInRecord(f"the record has no distance between {sides[0]} and {sides[1]} for a regression")
    all_, large = (fitted(record, way, regressors, floor) for floor in FLOORS)
    one, other = (float(fit.margin[-1]) for fit in (all_, large))
    believed = all(fit.converged and fit.clipped <= MOST_CLIPPED for fit in (all_, large))
    if not believed or not abs(one - other) <= STEADY:
        raise NotInRecord(
            f"the totals of two reports in this record give no margin: {100 * one:.0f} % from all {all_.used:,}, "
            f"{100 * other:.0f} % from the {large.used:,} of ten million USD or more, of which "
            f"{100 * large.clipped:.0f} % lie outside 0 to 40 %; --margin takes constant or a share (0.06)"
        )
    return Margin(one, "regression", all_.used)


def fitted(record: Record, way: Mapping[_Pair, float], more: NDArray[np.float64], floor: float) -> MarginFit:
    """Margins of every total of two reports, and in the end of the regressors `more`, which are not fitted to.

    Args:
        record: the record.
        way: distance of every two countries.
        more: (k, 1) further regressors.
        floor: USD both reports have to reach.

    Raises:
        NotInRecord: too few such totals.
    """
    import numpy as np

    exports, imports, bare = reliability.totals(record)
    cells = [key for key in sorted(exports.keys() & imports.keys() - bare) if (key[0], key[1]) in way]
    own = _regressors([(one, other) for one, other, _ in cells], way)
    both = np.concatenate([own, more])
    rest = np.full(len(more), np.nan)
    x = np.concatenate([[exports[key] for key in cells], rest])
    m = np.concatenate([[imports[key] for key in cells], rest])
    groups = []
    for side in (0, 1):
        names = [(key[side], key[2]) for key in cells] + [("", "")] * len(more)
        place = {name: number for number, name in enumerate(sorted(set(names)))}
        groups.append(np.array([place[name] for name in names], np.int64))
    try:
        reference = np.array([np.log(np.quantile(np.exp(own[:, 0]), NEAREST))])
        return fit_margin(x, m, both, reference, groups[0], groups[1], floor)
    except (QuestionError, IndexError) as error:
        raise NotInRecord(f"no margin can be estimated from this record: {error}") from None


def _regressors(pairs: Sequence[_Pair], way: Mapping[_Pair, float]) -> NDArray[np.float64]:
    """(pairs, 1): ln distance of the capitals."""
    import numpy as np

    return np.array([[np.log(way.get(pair, np.nan))] for pair in pairs])


def distances(record: Record) -> dict[_Pair, float]:
    """Kilometres between the capitals of every two countries, in both orders."""
    import pyarrow.compute as pc

    rows = lookup.standing(record, DISTANCES, record.as_of)
    rows = rows.filter(pc.equal(rows["measure"], DISTANCE)).select(["reporter", "partner", "value"]).to_pylist()
    found = {(row["partner"], row["reporter"]): row["value"] for row in rows}
    return found | {(row["reporter"], row["partner"]): row["value"] for row in rows}
