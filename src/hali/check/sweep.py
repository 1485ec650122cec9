"""The sweep: try every definition of the grid on a claim, keep what no other beats, count what chance would match.

The default is chosen without looking at the claimed number. Extends Wu, Agarwal, Li, Yang and Yu (PVLDB 2014).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from hali.check.definitions import trials
from hali.check.definitions.asking import question
from hali.check.definitions.axes import AXES, Question
from hali.check.definitions.compare import compared, compared_granule
from hali.check.definitions.front import front, made, merged, moving, ordered, placebo
from hali.check.definitions.trials import Trials, calendar, full_years, joined
from hali.codelists import areas
from hali.model import units
from hali.model.claim import Candidate, Claim, Departure, Quantity, Spread
from hali.model.definition import NONE
from hali.record import readings as lookup
from hali.record.store import Record

SCALES = (10.0, 0.1, 1000.0, 0.001)
"""Slips of scale that are tried: a factor of ten, and milliard for million."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """All candidates of one claim.

    Attributes:
        question: the claim with its roles settled.
        default: the text's own terms, conventionally filled; None where the record has no reading for them.
        closest: where it has none, the nearest terms it has for the same time, whatever number they give; else None.
        candidates: cheapest first; equal numbers merged under the cheapest definition.
        front: the default, then every minimal change with its gap.
        nearby: other definitions of the default's measure and period, worth showing beside it.
        missing: cells of the grid without data.
        placebo: cost -> share of random figures of this form matched at that cost.
    """

    question: Question
    default: Candidate | None
    closest: Candidate | None
    candidates: Trials
    front: tuple[Candidate, ...]
    nearby: tuple[Candidate, ...]
    missing: int
    placebo: dict[int, float]

    @property
    def tried(self) -> int:
        """How many definitions were tried: different numbers of a measure and period."""
        return len(self.candidates)

    @property
    def matched(self) -> int:
        """How many of them meet the claim, strictly or roughly, at any cost."""
        return int((self.candidates.band < 2).sum())

    def spread(self) -> Spread:
        """The numbers tried, without their definitions."""
        import numpy as np

        tried = self.candidates
        order = np.argsort(tried.value, kind="stable")
        quoted = tried.holds("status", "Q")[order]
        return Spread(
            values=array("d", tried.value[order].tobytes()),
            quoted=quoted.tobytes(),
            units=tuple(sorted({tried.unit[int(code)] for code in np.unique(tried.codes("unit"))})),
        )


def run(record: Record, claim: Claim, pair: tuple[str, str] | None, published: str = "") -> Sweep | None:
    """Try the grid on a claim with a number; None where it names no measure or no area, or cannot be checked."""
    if claim.measure is None or set(claim.unsaid) - {"rate"} or claim.quantity is None:
        return None
    asked = question(claim, pair, published)
    if asked is None:
        return None
    judged = _definitions(record, asked)
    if _borrowed(claim) and asked.span and not (~judged.changing("period")).any():
        # A period the sentence only has from its neighbours, and of which the record knows nothing, is not the claim's.
        asked = replace(asked, span=None)
        judged = _definitions(record, asked)
    tried = _compared(asked, claim, judged)
    default = _default(tried)
    ranked = ordered(merged(tried, compared_granule(claim.quantity)))
    return Sweep(
        question=asked,
        default=default,
        closest=None if default else _best(tried.take(_open_only(tried))),
        candidates=ranked,
        front=front(ranked, default),
        nearby=_nearby(ranked, default),
        missing=_missing(judged),
        placebo=placebo(claim.quantity, ranked),
    )


def _borrowed(claim: Claim) -> bool:
    return claim.period is not None and claim.period.stated != "sentence"


@lru_cache(maxsize=64)
def _definitions(record: Record, asked: Question) -> Trials:
    """The definitions of the grid with their departures; many claims of a text differ in nothing but the number."""
    judged = _judged(asked, _readings(record, asked))
    return _older_vintages(asked, _settle_period(asked, judged))


def _readings(record: Record, asked: Question) -> Trials:
    """Every reading of the measures tried on the two sides, in either role."""
    subject = _codes(asked, asked.subject) if asked.subject else []
    other = _codes(asked, asked.other) if asked.other else []
    return trials.of(
        *lookup.rows(
            record,
            tuple(asked.grid.measures_tried(asked.measure)),
            reporters=subject,
            partners=other or ([NONE, "WLD"] if asked.subject else []),
            either_way=bool(other),
        )
    )


def _codes(asked: Question, concept: str) -> list[str]:
    return [*areas.concept_codes(concept), *asked.grid.other_blocs.get(concept, ())]


def _judged(asked: Question, tried: Trials) -> Trials:
    """Readings that are part of the grid, with their departures on the axes that one reading decides."""
    for axis, columns in AXES:
        tried = tried.asked(columns, partial(axis, asked))
    return _second_hand(tried)


PLACE = ("measure", "reporter", "partner", "flow", "product", "variant", "start", "end")
"""What makes a quoted figure and a cell of a table one definition."""


def _second_hand(tried: Trials) -> Trials:
    """A quoted figure loses to a table: where both give one definition, the quoted one is an open slot's filling."""
    import numpy as np

    quoted = tried.holds("status", "Q")
    if not quoted.any() or quoted.all():
        return tried
    place = tried.key(PLACE)
    beaten = quoted & np.isin(place, place[~quoted])
    flows, groups = np.unique(tried.codes("dataflow"), return_inverse=True)
    names = [str(tried.index.texts["dataflow"][flow]) for flow in flows]
    listed: list[list[Departure]] = [[], *([Departure("source", "", name, 1)] for name in names)]
    return tried.changed(np.where(beaten, groups + 1, 0), listed)


def _settle_period(asked: Question, tried: Trials) -> Trials:
    """Fill an unset period: the latest full year at publication; five earlier years and the year to date are open."""
    import numpy as np

    if not asked.open_ended or not len(tried):
        return tried
    known = _known(asked, tried)
    whole = full_years(tried)
    conventional = known & (tried.cost == 0)
    basis = next((kept for kept in (conventional & whole, conventional, known) if kept.any()), None)
    if basis is None:
        return tried
    ends, starts = tried.codes("end"), tried.codes("start")
    latest = ends[basis].max()
    ended = calendar(tried.index)[2]
    age = ended[latest] - ended[ends]
    timeless = tried.holds("period", NONE)
    yearly = whole[np.flatnonzero(basis)[0]]
    first_after = np.searchsorted(tried.index.texts["start"], tried.index.texts["end"][latest])
    cost = np.where((age > 0) & (age <= 5), asked.grid.open, asked.grid.stated)
    after = ~(whole | ~yearly)
    cost[after] = asked.grid.open
    # The last month of the latest full year ends with it, and is no full year.
    now = ((ends == latest) & ~after) | timeless
    cost[now] = 0
    kept = now | ~after | (starts >= first_after)
    return _changed_by(tried.take(kept), asked, "period", cost[kept])


def _changed_by(tried: Trials, asked: Question, column: str, cost: Any) -> Trials:
    """Each with a departure to its own text in `column`, at its cost."""
    import numpy as np

    key = tried.codes(column).astype(np.int64) * 10 + cost
    _, firsts, groups = np.unique(key, return_index=True, return_inverse=True)
    texts = tried.index.texts[column][tried.codes(column)[firsts]]
    listed = [asked.departure(column, "", str(t), int(c)) for t, c in zip(texts, cost[firsts], strict=True)]
    return tried.changed(groups, listed)


def _known(asked: Question, tried: Trials) -> Any:
    """Whether each was published when the text appeared."""
    return tried.holds("known", lambda day: not asked.published or day <= asked.published)


SERIES = (
    "measure",
    "reporter",
    "partner",
    "flow",
    "product",
    "period",
    "base",
    "unit",
    "variant",
    "method",
    "dataflow",
)
"""What a revision leaves as it is."""


def _older_vintages(asked: Question, tried: Trials) -> Trials:
    """The newest vintage at publication stands at no cost; any other vintage of a definition is an open slot."""
    import numpy as np

    if not len(tried):
        return tried
    _, groups = np.unique(tried.key(SERIES), return_inverse=True)
    age = tried.codes("known") + _known(asked, tried) * len(tried.index.texts["known"])
    newest = np.full(groups.max() + 1, -1, np.int64)
    np.maximum.at(newest, groups, age)
    return _changed_by(tried, asked, "vintage", np.where(age == newest[groups], 0, asked.grid.open))


def _compared(asked: Question, claim: Claim, tried: Trials) -> Trials:
    """The candidates the readings give: as they are, in the swapped currency, and with slips of scale."""
    import numpy as np

    quantity = claim.quantity
    assert quantity is not None

    units_of = tried.index.texts["unit"]
    money = quantity.unit in units.CURRENCIES
    factors = np.array([_factor(asked, quantity, str(unit)) for unit in units_of])
    tried = tried.take(factors[tried.codes("unit")] != 0)
    value = tried.index.value[tried.rows] * factors[tried.codes("unit")]
    turned = asked.measure == "trade_balance" if money else asked.family == "change"
    if turned and quantity.unit == "times":
        value = _times(claim.sign, value)
    elif turned:
        value = value * claim.sign if claim.sign else np.abs(value)
    if not money:
        return compared(quantity, tried, value)
    same = tried.holds("unit", quantity.unit)
    plain = compared(quantity, tried.take(same), value[same])
    swapped = ~same & tried.holds("rate", "reported") & (quantity.unit in asked.grid.swapped)
    other = tried.take(swapped)
    _, groups = np.unique(other.codes("unit"), return_inverse=True)
    names = [str(units_of[code]) for code in np.unique(other.codes("unit"))]
    slips = [[Departure("currency", quantity.unit, name, asked.grid.slip)] for name in names]
    parts = [plain, compared(quantity, other.changed(groups, slips), value[swapped])]
    far = (plain.count == 0) & (plain.band == 2)
    for factor in SCALES:
        wrong = compared(quantity, plain.take(far), plain.value[far] * factor)
        wrong = wrong.take(wrong.band == 0)
        slip = Departure("scale", "", f"x{factor:g}", asked.grid.slip)
        parts.append(wrong.changed(np.zeros(len(wrong), np.int64), [[slip]]))
    return joined(parts)


def _times(sign: int, growth: Any) -> Any:
    """Growth in percent as the factor the words name: "doubled", or with a fall "fell to half" as 2."""
    import numpy as np

    factor = 1 + (growth if sign else np.abs(growth)) / 100
    return np.divide(1, factor, out=np.zeros(len(factor)), where=factor > 0) if sign < 0 else factor


def _factor(asked: Question, quantity: Quantity, unit: str) -> float:
    """From the unit of a reading to that of the text; 0 where they do not meet."""
    if quantity.unit in units.CURRENCIES:
        return float(unit in units.CURRENCIES)
    return asked.grid.units.get(quantity.unit, {}).get(unit, 0.0)


def _default(tried: Trials) -> Candidate | None:
    """The reading of the text's own terms, chosen without looking at the claimed number.

    Published bloc figures go before our sums, the newest vintage before older ones.
    """
    return _best(tried.take(tried.count == 0))


def _open_only(tried: Trials) -> Any:
    """Whether each fills open slots otherwise than by convention, in the time the text speaks of."""
    told = tried.changing_only("reporter", "composition", "variant", "product", "source", "vintage", "currency")
    return told & (tried.cost == tried.count)


def _best(own: Trials) -> Candidate | None:
    """Of definitions alike, the one a statistician would take first; no number is looked at."""
    import numpy as np

    if not len(own):
        return None
    newest = [-own.codes(name).astype(np.int64) for name in ("known", "end")]
    order = np.lexsort((own.index.ids[own.rows], *newest, made(own), moving(own), own.count))
    return own.candidates(order[:1])[0]


def _nearby(ranked: Trials, default: Candidate | None) -> tuple[Candidate, ...]:
    """What stands beside the default: the same measure and period by the other reporter or with other members."""
    import numpy as np

    if default is None:
        return tuple(ranked.candidates(range(min(3, len(ranked)))))
    same = (
        ranked.holds("measure", default.reading.definition.measure)
        & ranked.holds("start", default.reading.start)
        & ranked.holds("end", default.reading.end)
    )
    # the departures of these two slots cost one each, or contradict the text
    fits = (ranked.count > 0) & ranked.changing_only("reporter", "composition") & (ranked.cost == ranked.count)
    return tuple(ranked.candidates(np.flatnonzero(same & fits)[:6]))


def _missing(judged: Trials) -> int:
    """Cells of the grid without data: combinations of measure, declarant and year in range that no reading fills."""
    import numpy as np

    columns = ("measure", "reporter", "end")
    _, firsts = np.unique(judged.key(columns), return_index=True)
    texts = [judged.index.texts[name][judged.codes(name)[firsts]] for name in columns]
    filled = {(measure, areas.concept(reporter), end) for measure, reporter, end in zip(*texts, strict=True)}
    axes = [{cell[i] for cell in filled} for i in range(3)]
    return len(axes[0]) * len(axes[1]) * len(axes[2]) - len(filled)


def with_sources(record: Record, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates with complete readings."""
    found = {r.id: r for r in lookup.complete(record, [c.reading for c in candidates])}
    return [replace(c, reading=found[c.reading.id]) for c in candidates]
