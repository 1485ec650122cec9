"""The sweep: try every definition of the grid on a claim, keep what no other beats, count what chance would match.

The default is chosen without looking at the claimed number. Extends Wu, Agarwal, Li, Yang and Yu (PVLDB 2014).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from hali.checking.definitions import evidence, trials
from hali.checking.definitions.asking import question
from hali.checking.definitions.axes import AXES, Question
from hali.checking.definitions.compare import compared, compared_granule, written
from hali.checking.definitions.front import front, made, merged, moving, ordered, placebo
from hali.checking.definitions.trials import Trials, calendar, joined
from hali.codelists import areas
from hali.model import units
from hali.model.claim import Candidate, Claim, Departure, Quantity, Spread, is_divisor
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
        compared: every definition tried, compared with the number.
        default: the text's own terms, conventionally filled; None where the record has no reading for them.
        neighbour: the default, else the nearest terms the record has, whatever number they give; None if it has none.
        candidates: cheapest first; equal numbers merged under the cheapest definition.
        front: the default, then every minimal change with its gap.
        nearby: other definitions of the default's measure and period, worth showing beside it.
        missing: cells of the grid without data.
        placebo: cost -> share of random figures of this form matched at that cost.
    """

    question: Question
    compared: Trials
    default: Candidate | None
    neighbour: Candidate | None
    candidates: Trials
    front: tuple[Candidate, ...]
    nearby: tuple[Candidate, ...]
    missing: int
    placebo: dict[int, float]

    @property
    def own(self) -> Any:
        """Which of `compared` are on the claim's own terms, its open slots filled one way or another."""
        return _open_only(self.question, self.compared)

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


def run(
    record: Record, claim: Claim, pair: tuple[str, str] | None, published: str = "", page: str = ""
) -> Sweep | None:
    """Try the grid on a claim with a number; None where its words leave nothing to be tried.

    Args:
        record: what it is tried on.
        claim: kind `quantity` or `rank`.
        pair: concepts the reader named, or None.
        published: ISO day the text appeared, or "".
        page: address or origin of the page the text is from, or "".
    """
    if claim.measure is None or claim.quantity is None or _silent(claim):
        return None
    asked = question(claim, pair, published)
    if asked is None:
        return None
    judged = evidence.independent(record, definitions(record, asked), page)
    tried = _compared(asked, claim, judged)
    default = _default(tried)
    ranked = ordered(merged(tried, compared_granule(claim.quantity)))
    return Sweep(
        question=asked,
        compared=tried,
        default=default,
        neighbour=default or _neighbour(asked, tried),
        candidates=ranked,
        front=front(ranked, default),
        nearby=_nearby(ranked, default),
        missing=_missing(judged),
        placebo=placebo(claim.quantity, ranked, ranked),
    )


def holds(record: Record, claim: Claim, pair: tuple[str, str] | None, published: str = "") -> bool:
    """Whether any reading of the measures tried gives a claim's number, in whatever definition: cheaper than `run`.

    Args:
        record: as in `run`.
        claim: as in `run`.
        pair: as in `run`.
        published: as in `run`.
    """
    import numpy as np

    quantity, asked = claim.quantity, question(claim, pair, published)
    if quantity is None or asked is None or quantity.low is None or quantity.high is None or quantity.unit == "times":
        return asked is not None
    tried = _readings(record, asked)
    factors = np.array([_factor(asked, quantity, str(unit)) for unit in tried.index.texts["unit"]])
    value = np.abs(tried.index.value[tried.rows] * factors[tried.codes("unit")])
    return bool(((value >= quantity.low) & (value <= quantity.high)).any())


def _silent(claim: Claim) -> bool:
    """Whether the words alone leave nothing to judge; of a part, the record still has the whole to show."""
    return bool(claim.unsaid or claim.mood or claim.reason not in {"", "restriction"})


def definitions(record: Record, asked: Question) -> Trials:
    """The definitions of the grid with their departures; many claims of a text differ in nothing but the number.

    Args:
        record: what they are taken from.
        asked: the claim with its roles settled.
    """

    def judged() -> Trials:
        return _older_vintages(asked, _settle_period(asked, _judged(asked, _readings(record, asked))))

    return record.warehouse.note((asked, record.as_of), judged)


def _readings(record: Record, asked: Question) -> Trials:
    """Every reading of the measures tried on the two sides, in either role; an estimate reproduces nothing."""
    subject = _codes(asked, asked.subject) if asked.subject else []
    other = _codes(asked, asked.other) if asked.other else []
    return trials.of(
        *lookup.rows(
            record,
            tuple(asked.grid.measures_tried(asked.measure)),
            reporters=subject,
            partners=other or ([NONE, "WLD"] if asked.subject else []),
            either_way=bool(other),
            estimates=False,
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
    """Fill an unset period: the latest full year that could be known at publication; five years before it are open."""
    import numpy as np

    if not asked.open_ended or not len(tried):
        return tried
    year, eligible = _years(asked, tried)
    latest = asked.latest_year
    if latest is None:
        # nobody knows when the text appeared: the record's own latest year
        basis = next((kept for kept in (eligible & (tried.cost == 0), eligible) if kept.any()), None)
        if basis is None:
            return _changed_by(tried, asked, "period", np.full(len(tried), asked.grid.stated))
        latest = int(year[basis].max())
    age = latest - year
    cost = np.where((age > 0) & (age <= 5), asked.grid.open, asked.grid.stated)
    cost[age == 0] = 0
    cost[~eligible] = asked.grid.stated
    cost[tried.holds("period", NONE)] = 0
    return _changed_by(tried, asked, "period", cost)


def _years(asked: Question, tried: Trials) -> tuple[Any, Any]:
    """The year each speaks of, and whether it speaks of whole years; a part of a year is never a year."""
    first, last, ended = calendar(tried.index)
    starts, ends = tried.codes("start"), tried.codes("end")
    closed = last[ends] == ended[ends]
    whole = closed & (first[starts] > 0) & (first[starts] < ended[ends])
    return ended[ends] - closed, whole | (asked.measure in asked.grid.stocks)


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
    if turned:
        if money and asked.stated_subject and quantity.unit != "times":
            # By the partner's books the surplus of one is the deficit of the other.
            theirs = tried.holds("reporter", lambda code: areas.concept(code) == asked.other)
            value = np.where(theirs, -value, value)
        value = as_told(claim, quantity, value)
    if not money:
        return compared(quantity, tried, value)
    same = tried.holds("unit", lambda unit: units.currency(unit) == quantity.unit)
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


def as_told(claim: Claim, quantity: Quantity, value: Any) -> Any:
    """Changes in percent, or balances, as the words give them: a fall "of 3 %" is 3, one "of -3 %" has its sign.

    Args:
        claim: the claim.
        quantity: its number.
        value: a number for each definition.
    """
    import numpy as np

    if quantity.unit == "times":
        return _times(claim, value)
    if min(written(quantity)) < 0:
        return value
    return value * claim.sign if claim.sign else np.abs(value)


def _times(claim: Claim, growth: Any) -> Any:
    """Growth in percent as the factor the words name: the new over the old, or the old over the new of a fall."""
    import numpy as np

    factor = 1 + growth / 100
    return np.divide(1, factor, out=np.zeros(len(factor)), where=factor > 0) if is_divisor(claim) else factor


def _factor(asked: Question, quantity: Quantity, unit: str) -> float:
    """From the unit of a reading to that of the text; 0 where they do not meet."""
    if quantity.unit in units.CURRENCIES:
        return float(bool(units.currency(unit)))
    return asked.grid.units.get(quantity.unit, {}).get(unit, 0.0)


def _default(tried: Trials) -> Candidate | None:
    """The reading of the text's own terms, chosen without looking at the claimed number.

    Published bloc figures go before our sums, the newest vintage before older ones.
    """
    return _best(tried.take(tried.count == 0))


OPEN = ("reporter", "composition", "variant", "product", "source", "vintage", "currency")
"""Slots a text may leave open."""


def _open_only(asked: Question, tried: Trials) -> Any:
    """Whether each fills open slots otherwise than by convention, in the time the text speaks of."""
    told = tried.changing_only(*OPEN, "flow") if asked.roles_open else tried.changing_only(*OPEN)
    return told & (tried.cost == tried.count)


def _neighbour(asked: Question, tried: Trials) -> Candidate | None:
    """What the record has instead: the fewest changes, then the nearest time; no number is looked at."""
    import numpy as np

    if not len(tried):
        return None
    own = _open_only(asked, tried)
    if own.any():
        return _best(tried.take(own))
    same = tried.take(tried.cost == tried.cost.min())
    year = int(asked.span[0][:4]) if asked.span else asked.latest_year or 9999
    away = np.abs(calendar(same.index)[2][same.codes("end")] - 1 - year)
    return _best(same.take(away == away.min()))


def _best(own: Trials) -> Candidate | None:
    """Of definitions alike, the one a statistician would take first; no number is looked at."""
    import numpy as np

    if not len(own):
        return None
    newest = [-own.codes(name).astype(np.int64) for name in ("known", "end")]
    order = np.lexsort((own.rows, *newest, made(own), moving(own), evidence.quoted(own), own.count))
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
