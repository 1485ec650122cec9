"""An estimate: what a model gives for a pair, with how sure it is; never what anybody reported or published."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hali.errors import RecordError, UnreadableInput
from hali.model import period as periods
from hali.model.definition import NONE

FLOWS = ("X", "M", "T", NONE)

_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_RECORD = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Specification:
    """What was estimated, and how.

    Attributes:
        id: short and lasting, `gravity.three_way`; another choice of variables or effects is another specification.
        words: the same in one line.
        method: the paper or manual the method follows.
    """

    id: str
    words: str
    method: str

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise _refused(f"specification id {self.id!r}; accepted: small letters, digits, and . _ - between them")
        for name in ("words", "method"):
            _require_line(f"{name} of specification {self.id}", getattr(self, name))


@dataclass(frozen=True, slots=True)
class Sample:
    """The data it was estimated from.

    Attributes:
        countries: codes of the areas, sorted, each once.
        first_year, last_year: the years it spans, both included.
        n: how many observations were used, after those that were dropped.
    """

    countries: tuple[str, ...]
    first_year: int
    last_year: int
    n: int

    def __post_init__(self) -> None:
        if not self.countries or list(self.countries) != sorted(set(self.countries)):
            raise _refused("the countries of a sample are at least one code, sorted, each once")
        if self.first_year > self.last_year:
            raise _refused(f"a sample from {self.first_year} to {self.last_year}: the first year comes first")
        if self.n < 1:
            raise _refused(f"a sample of {self.n} observations; at least one is needed")


@dataclass(frozen=True, slots=True)
class StatedInterval:
    """The interval its method states.

    Attributes:
        low, high: its ends, in the unit of the estimate.
        level: how often such an interval holds the true value, in per cent.
    """

    low: float
    high: float
    level: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise _refused(
                f"an interval from {self.low} to {self.high}; accepted: two finite ends, the lower one first"
            )
        if not 0 < self.level < 100:
            raise _refused(f"an interval of level {self.level}; accepted: per cent between 0 and 100")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a model gives for one pair, flow and period.

    Attributes:
        measure: id of the measures codelist.
        reporter: area it is about, from whose side.
        partner: the other area; `_Z` for none.
        flow: `X`, `M`, `T` or `_Z`.
        product: `TOTAL`, `HS:27` ... or `_Z`.
        period: SDMX time period.
        unit: unit of value, standard error and interval.
        value: the point estimate, in base units.
        standard_error: None where the method gives none; never zero.
        interval: None where the method states none.
        specification: see `Specification`.
        sample: see `Sample`.
        made: ISO day of the run.
        inputs: id of the record it was estimated from.
    """

    measure: str
    reporter: str
    partner: str = NONE
    flow: str = NONE
    product: str = NONE
    period: str
    unit: str
    value: float
    standard_error: float | None
    interval: StatedInterval | None
    specification: Specification
    sample: Sample
    made: str
    inputs: str

    def __post_init__(self) -> None:
        for name in ("measure", "reporter", "partner", "product", "unit"):
            _require_line(name, getattr(self, name))
        if self.flow not in FLOWS:
            raise _refused(f"flow {self.flow!r}; accepted: {', '.join(FLOWS)}")
        try:
            periods.bounds(self.period)
        except UnreadableInput as error:
            raise _refused(str(error)) from error
        if not math.isfinite(self.value):
            raise _refused(f"value {self.value}: it is no finite number")
        spread = self.standard_error
        if spread is not None and not (math.isfinite(spread) and spread > 0):
            raise _refused(f"standard error {spread}; accepted: a number above zero, or None where there is none")
        try:
            date.fromisoformat(self.made)
        except ValueError:
            raise _refused(f"made {self.made!r}; accepted: an ISO day") from None
        if not _RECORD.fullmatch(self.inputs):
            raise _refused(f"inputs {self.inputs!r}; accepted: the id of a record, 12 hexadecimal digits")

    @property
    def key(self) -> tuple[str, ...]:
        """What is estimated, under which specification."""
        return (*(getattr(self, name) for name in KEY), self.specification.id)


KEY: tuple[str, ...] = ("measure", "reporter", "partner", "flow", "product", "period", "unit")
"""The columns that together are unique within a run."""

SHARED: tuple[str, ...] = ("specification", "sample", "made", "inputs")
"""What all estimates of one run have in common."""


def require_run(estimates: Sequence[Estimate]) -> Estimate:
    """The first of `estimates` if together they are one run: the same specification, sample, day and record.

    Raises:
        RecordError: there are none, they are of several runs, or two are of the same thing.
    """
    if not estimates:
        raise _refused("a run without estimates")
    for name in SHARED:
        if any(getattr(one, name) != getattr(estimates[0], name) for one in estimates):
            raise _refused(f"the estimates of a run differ in their {name}")
    for key, count in Counter(one.key for one in estimates).items():
        if count > 1:
            raise _refused(f"{count} estimates of {' '.join(key)} in one run")
    return estimates[0]


def _require_line(name: str, text: str) -> None:
    if not text.strip() or len(text.splitlines()) != 1:
        raise _refused(f"{name} {text[:60]!r}; accepted: one line of text")


def _refused(reason: str) -> RecordError:
    return RecordError(f"estimate refused: {reason}")
