"""A record of a few readings written by hand, so that a gate can be asked about numbers anyone can check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from hali.checking import sweep
from hali.checking.definitions import trials
from hali.checking.definitions.trials import Trials
from hali.checking.gates import Text, Verdict, verdict
from hali.model import period as periods
from hali.model import units
from hali.model.claim import Approximator, Claim, Departure, Period, Quantity
from hali.model.definition import DEFINITION_COLUMNS, Definition, Reading
from hali.record import rows
from hali.record.index import Cells, Index
from hali.record.index import of as in_order
from hali.record.rows import DAYS, NUMBERS, TEXTS

PUBLISHED = "2024-06-01"
"""Day the texts appeared: the latest year of a trade figure is then 2023."""


def reading(value: float, period: str = "2023", **terms: object) -> Reading:
    """A reading of Kazakhstan's exports to China in dollars, changed by `terms`."""
    start, end = periods.bounds(period)
    of = {
        "measure": "exports",
        "reporter": "KAZ",
        "partner": "CHN",
        "flow": "X",
        "scope": "goods",
        "product": "TOTAL",
        "period": period,
        "base": "_Z",
        "unit": "USD",
        "rate": "reported",
        "variant": "_Z",
        "method": "table",
        "denominator": "_Z",
        "dataflow": "KZ_BNS:TRADE",
        "vintage": "2024-05",
    }
    definition = Definition(**{**of, **{k: str(v) for k, v in terms.items() if k in DEFINITION_COLUMNS}})
    return Reading(
        id=definition.id,
        definition=definition,
        indicator="trade.exports",
        value=value,
        start=start.isoformat(),
        end=end.isoformat(),
        known=str(terms.get("known", "2024-05-01")),
        status=str(terms.get("status", "A")),
        granule=0.0,
        missing=terms.get("missing", ()),
        caveats=terms.get("caveats", ()),
        sources=(),
        cells=(),
    )


def index(readings: Sequence[Reading]) -> Index:
    """The readings as the record keeps them, in its order."""
    made = [{name: _cell(one, name) for name in (*TEXTS, *DAYS, *NUMBERS)} | {"cells": []} for one in readings]
    return in_order(rows.of([pa.table({name: [one[name] for one in made] for name in made[0]})]), NOTHING)


NONE_YET = np.empty(0, np.int64)
NOTHING = Cells(NONE_YET, NONE_YET, [], NONE_YET, [], NONE_YET)
"""No observations: readings written by hand rest on none."""


def _cell(one: Reading, column: str) -> object:
    if column == "stood":
        return date.fromisoformat(one.known)
    held = getattr(one.definition if column in DEFINITION_COLUMNS else one, column)
    return date.fromisoformat(held) if column in DAYS else held


def trials_of(readings: Sequence[Reading], changes: Sequence[Sequence[Departure]] = ()) -> Trials:
    """The readings as trials in the order given, each with its departures, not yet compared."""
    whole = index(readings)
    tried = trials.of(whole, np.array([whole.row_of(one.definition) for one in readings]))
    return tried.changed(np.arange(len(readings)), changes) if changes else tried


@dataclass(frozen=True, eq=False)
class Records:
    """A record of `readings`; one object is one record."""

    readings: tuple[Reading, ...]
    as_of: str = ""

    @property
    def warehouse(self) -> Records:
        """What notes the definitions of a question: here nobody asks twice."""
        return self

    def note(self, key: object, make: Callable[[], Trials]) -> Trials:
        """What `make` makes."""
        return make()

    def verdict(self, said: Claim, text: Text) -> Verdict:
        """What is found on a claim of a text."""
        swept = sweep.run(self, said, None, text.published)
        assert swept is not None
        return verdict(said, swept, text)


def held(monkeypatch, *readings: Reading) -> Records:
    """A record that answers every look-up with all of `readings`."""
    whole = index(readings)
    monkeypatch.setattr(sweep.lookup, "rows", lambda *args, **kwargs: (whole, np.arange(len(readings))))
    return Records(readings)


def year(first: int, stated: str = "sentence") -> Period:
    return Period(f"{first}-01-01", f"{first + 1}-01-01", "year", "", stated)


def quantity(written: str, unit: str, word: Approximator = "", scale: float = 1.0) -> Quantity:
    value, granule = float(written) * scale, units.granule(written, scale)
    i = units.interval(value, granule, word, unit)
    return Quantity(
        0, 1, written, value, i.low, i.high, i.lenient_low, i.lenient_high, i.low_open, i.high_open, unit, scale, word,
        granule, "en",
    )  # fmt: skip


def claim(written: str, word: Approximator = "", **slots: object) -> Claim:
    """Kazakhstan's exports to China of so many billion dollars in 2023, changed by `slots`."""
    of = Claim("c1", "quantity", 0, 1, "Exports.", 0, "en", 0, quantity(written, "USD", word, 1e9), "exports")
    terms = {"reporter": "KAZ", "partner": "CHN", "flow": "X", "period": year(2023)}
    return replace(of, **{**terms, **slots})
