"""Synthetic claims made from the record: choose a definition, round its number, word it, perhaps slip once.

The author of a claim knows the definition; the text keeps only some of its terms. What is measured is whether the
sweep brings the author's definition back, and whether the printed placebo rate is the rate at which chance does.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hali.checking import sweep
from hali.checking.gates import UNKNOWN, verdict
from hali.codelists import areas
from hali.model import units
from hali.model.claim import Claim, Period, Quantity
from hali.model.definition import Reading
from hali.record import readings
from hali.record.store import Record

MEASURES = (
    "trade_total",
    "exports",
    "imports",
    "partner_share_trade",
    "partner_share_exports",
    "partner_share_imports",
)
FRACTIONS = (1 / 5, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4)
"""Shares a writer says in words where they are near enough."""
SLIPS = ("flow", "period", "currency", "scale")
OTHER_FLOW = {
    "exports": "trade_total",
    "imports": "trade_total",
    "trade_total": "exports",
    "partner_share_exports": "partner_share_trade",
    "partner_share_imports": "partner_share_trade",
    "partner_share_trade": "partner_share_exports",
}


@dataclass(frozen=True)
class Case:
    """A claim and the reading it was made from."""

    claim: Claim
    truth: Reading
    slip: str


def population(record: Record) -> list[Reading]:
    """Readings an author may quote: yearly goods trade of dyads of the record, own tables, newest vintage."""
    found = readings.find(
        record,
        MEASURES,
        newest=True,
        where={
            "product": "TOTAL",
            "variant": "_Z",
            "period": lambda period: len(period) == 4,
            "status": ("A", "B"),
            "dataflow": ("KZ_BNS:TRADE", "UZ_STAT:TRADE", "ESTAT:DS-059341"),
            "partner": lambda partner: partner != "WLD",
        },
    )
    named = {"country", "bloc"}
    return [
        r
        for r in found
        if r.value > 0
        and areas.area(r.definition.partner).kind in named
        and areas.area(r.definition.reporter).kind in named
        and (r.definition.unit == "PCT" or r.value >= 1e6)
        and (r.definition.unit != "PCT" or r.value >= 1)
    ]


def cases(record: Record, number: int, slips: bool, seed: int) -> Iterator[Case]:
    """`number` seeded claims; with `slips`, each departs from its definition once."""
    chance = random.Random(seed)
    quotable = population(record)
    known = {measure: [r for r in quotable if r.definition.measure == measure] for measure in MEASURES}
    while number:
        truth = chance.choice(known[chance.choice(MEASURES)])
        slip = chance.choice(SLIPS) if slips else ""
        if slip in {"currency", "scale"} and truth.definition.unit == "PCT":
            continue
        case = _case(truth, slip, chance)
        if case is not None:
            number -= 1
            yield case


def _case(truth: Reading, slip: str, chance: random.Random) -> Case | None:
    d = truth.definition
    measure = OTHER_FLOW[d.measure] if slip == "flow" else d.measure
    year = int(d.period) + (chance.choice([-1, 1]) if slip == "period" else 0)
    if slip == "period" and not 2019 <= year <= 2022:
        return None
    unit = d.unit
    if slip == "currency":
        if d.rate != "reported":
            return None
        unit = {"EUR": "USD", "USD": "EUR"}[unit]
    value = truth.value * (10.0 if slip == "scale" else 1.0)
    said = written(value, "percent" if d.unit == "PCT" else unit, chance)
    share = d.unit == "PCT"
    return Case(
        Claim(
            id="c",
            kind="quantity",
            start=0,
            end=1,
            sentence="",
            sentence_start=0,
            language="en",
            block=0,
            quantity=said,
            measure=measure,
            reporter=areas.concept(d.reporter) if share or measure != "trade_total" else None,
            partner=areas.concept(d.partner) if share or measure != "trade_total" else None,
            pair=(areas.concept(d.reporter), areas.concept(d.partner)),
            period=Period(f"{year}-01-01", f"{year + 1}-01-01", "year", str(year), "sentence"),
        ),
        truth,
        slip,
    )


def written(value: float, unit: str, chance: random.Random) -> Quantity:
    """`value` as an article writes it: two or three figures, bare or hedged so that the words are true."""
    scale = next((s for s in (1e9, 1e6) if value >= s), 1.0) if unit != "percent" else 1.0
    digits = chance.choice([0, 1]) if value / scale >= 10 else 1
    text = f"{value / scale:.{digits}f}"
    granule = units.granule(text, scale)
    number = float(text) * scale
    fraction = next((f for f in FRACTIONS if abs(value - 100 * f) < 2.5), None) if unit == "percent" else None
    if fraction is not None and chance.random() < 0.5:
        text, number, unit, granule = "a fraction", fraction, "share", units.granule("0.05")
    word = chance.choice(["", "~"])
    i = units.interval(number, granule, word, unit)
    return Quantity(
        start=0,
        end=1,
        text=text,
        value=number,
        low=i.low,
        high=i.high,
        lenient_low=i.lenient_low,
        lenient_high=i.lenient_high,
        low_open=i.low_open,
        high_open=i.high_open,
        unit=unit,
        scale=scale,
        approximator=word,
        granule=granule,
        language="en",
    )


def moved(quantity: Quantity, steps: float) -> Quantity:
    """The same figure, `steps` granules away."""
    by = steps * quantity.granule

    def shifted(bound: float | None) -> float | None:
        return None if bound is None else bound + by

    assert not isinstance(quantity.value, tuple)
    return replace(
        quantity,
        value=quantity.value + by,
        low=shifted(quantity.low),
        high=shifted(quantity.high),
        lenient_low=shifted(quantity.lenient_low),
        lenient_high=shifted(quantity.lenient_high),
    )


def recovered(record: Record, case: Case) -> bool:
    """Whether the author's own number, of the author's own year and flow, is on the front."""
    swept = sweep.run(record, case.claim, None)
    assert swept is not None
    assert case.claim.quantity is not None
    near = case.claim.quantity.granule / 50
    return any(
        abs(c.reading.value - case.truth.value) <= near
        and c.reading.definition.period == case.truth.definition.period
        and c.reading.definition.measure == case.truth.definition.measure
        for c in swept.front
    )


def reproduced_when_moved(record: Record, case: Case) -> bool:
    """Whether the claim is still plainly REPRODUCED three granules away."""
    assert case.claim.quantity is not None
    claim = replace(case.claim, quantity=moved(case.claim.quantity, 3))
    swept = sweep.run(record, claim, None)
    return swept is not None and bool(swept.candidates) and verdict(claim, swept, UNKNOWN).code == "REPRODUCED"


@dataclass(frozen=True)
class Calibration:
    """Printed and observed rate, in percent, at which a random figure of a claim's form is matched at `cost`."""

    cost: int
    claims: int
    printed: float
    observed: float


def calibration(record: Record, number: int, seed: int) -> list[Calibration]:
    """For `number` claims, put a random figure of the claim's form in its place and see whether it is matched.

    The figure is drawn from the range of the values tried, widened by a quarter on each side, as the rate is defined.
    """
    chance = random.Random(seed)
    sums: dict[int, list[float]] = {}
    for case in cases(record, number, False, seed):
        said = case.claim.quantity
        swept = sweep.run(record, case.claim, None)
        assert said is not None
        assert swept is not None
        assert not isinstance(said.value, tuple)
        values = [c.value for c in swept.candidates]
        width = max(values) - min(values)
        figure = chance.uniform(min(values) - width / 4, max(values) + width / 4)
        percent = 100 if said.unit == "share" else 1
        steps = round(figure / (percent * said.granule)) - round(said.value / said.granule)
        placed = sweep.run(record, replace(case.claim, quantity=moved(said, steps)), None)
        assert placed is not None
        for cost in (0, 1, 2, 3):
            known = [k for k in swept.placebo if k <= cost]
            if known:
                hit = any(c.band == 0 and c.cost <= cost for c in placed.candidates)
                entry = sums.setdefault(cost, [0.0, 0.0, 0.0])
                entry[0] += 1
                entry[1] += swept.placebo[max(known)]
                entry[2] += hit
    return [
        Calibration(cost, int(n), 100 * printed / n, 100 * hits / n)
        for cost, (n, printed, hits) in sorted(sums.items())
    ]
