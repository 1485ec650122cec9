"""Claim (what a text says), Candidate (a definition tried on it), Finding (what came out)."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Literal

from hali.model.definition import Reading
from hali.model.observation import Event

Approximator = Literal["", "~", "<~", ">", ">=", "<", "<=", "range"]
""""" bare, ~ about, <~ nearly, > over, >= at least, < under, <= at most, range from..to."""

Kind = Literal["quantity", "rank", "event"]
Relation = Literal["level", "share", "change", "rank", "ratio", "bound", "difference", "target", "event"]

Code = Literal[
    "NOT_CHECKABLE",
    "OUTSIDE_THE_RECORD",
    "REPRODUCED",
    "REPRODUCED_ROUGHLY",
    "QUOTED_ONLY",
    "OUTDATED",
    "DEPENDS_ON_DEFINITION",
    "ONLY_IF_TERMS_CHANGED",
    "NOT_REPRODUCED",
]
CODES: tuple[Code, ...] = (
    "NOT_CHECKABLE",
    "OUTSIDE_THE_RECORD",
    "REPRODUCED",
    "REPRODUCED_ROUGHLY",
    "QUOTED_ONLY",
    "OUTDATED",
    "DEPENDS_ON_DEFINITION",
    "ONLY_IF_TERMS_CHANGED",
    "NOT_REPRODUCED",
)

Mood = Literal["", "goal", "forecast", "possibility", "denial", "question", "corrected"]
"""What a clause does with its number other than stating it as a fact; "" = it states it."""

REASONS: tuple[str, ...] = (
    # the words: what is counted
    "no_measure",
    "own_subject_unknown",
    "difference_of_levels",
    "foreign_subject",
    "ratio",
    "of_a_firm",
    "per_head_or_unit",
    "per_time",
    "part_only",
    "other_holder",
    "world_total",
    "no_series",
    "restriction",
    # the words: who, when, and how it is said
    "no_area",
    "one_area",
    "no_period",
    "open_direction",
    "open_whole",
    "goal",
    "forecast",
    "possibility",
    "denial",
    "question",
    "corrected",
    "future",
    "pledge",
    "opinion",
    # the record
    "not_held",
    "other_terms",
    "other_period",
    "other_count",
    "one_count",
    "no_date",
    "other_year",
    "only_bound",
    "revised_since",
    "close",
    "frame_unsure",
    "other_size",
    "quoted_otherwise",
    "no_event",
    "other_event",
    "other_stage",
)
"""Why a finding abstains. Each has a sentence in `findings.reasons` of every language written in.

Those of what is counted are also the names of the ways out of linking, as the step `measure` of a trace has them.
"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text writes it.

    Attributes:
        start, end: code points into the text, half-open.
        text: `text[start:end]`, with approximator, currency, scale and unit.
        value: in the base unit (24 bn = 24e9, 40 % = 40, a third = 1/3); of a range the pair of its ends.
        low, high: strict interval in the base unit; None for an open side.
        lenient_low, lenient_high: the wider interval that still counts as "roughly".
        low_open, high_open: True where the strict bound itself does not count ("over 40" excludes 40).
        unit: ISO 4217 code, `percent`, `pp`, `share`, `times`, `t`, `count`, `day`, `h`, `m3`, `kWh`, `kW`, `TEU`,
            `bbl`, `km`, `ha`, or `` for none.
        scale: multiplier of the written number.
        approximator: see `Approximator`.
        granule: what one step of the written precision is worth, in the base unit.
        language: of the words read; the prior of the paragraph where there are none.
        noun: the counted noun in lower case for `count`, else "".
        alternatives: other values the digits may mean ("3,456" in sw).
    """

    start: int
    end: int
    text: str
    value: float | tuple[float, float]
    low: float | None
    high: float | None
    lenient_low: float | None
    lenient_high: float | None
    low_open: bool
    high_open: bool
    unit: str
    scale: float
    approximator: Approximator
    granule: float
    language: str
    noun: str = ""
    alternatives: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A time span a text names.

    Attributes:
        start, end: ISO dates, half-open; "" for an open side.
        kind: `year`, `range`, `half`, `quarter`, `month`, `months`, `since`, `date`, `relative`, or
            `span` (so many years, nobody says which).
        text: the words, "" if inherited from the publication date.
        stated: `sentence` (in the claim's own sentence), `paragraph`, `text` (a paragraph before), `heading`, `title`,
            `publication`, or `convention` (the year before, for the first number of "rose from 3 to 4 bn").
        span: code points of the words in the document text.
    """

    start: str
    end: str
    kind: str
    text: str
    stated: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on the way from a number to its claim, so that a wrong one can be followed.

    Attributes:
        stage: `measure`, `relation`, `period`, `base`, `areas`, `words`, `mood`, `reason`, `doubt`.
        rule: id of the rule or name of the exit that decided.
        result: what it decided, "" where it decided that nothing is said.
        span: code points of the deciding words in the document text, or None.
        candidates: what else could have been decided, each with its score (smaller is nearer).
        vetoes: names of what barred a candidate.
    """

    stage: str
    rule: str
    result: str = ""
    span: tuple[int, int] | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place of a text says. An unset slot stays None: it is an axis of the sweep.

    Attributes:
        id: `c1`, `c2` ... in reading order.
        kind: quantity, rank or event.
        start, end: code points of the claim's quantity or words in the document text.
        sentence: the sentence it stands in; `sentence_start` its offset.
        language: `en`, `sw` ... of the sentence.
        quantity: for kind quantity.
        measure: id of the measures codelist; None = no measure recognised (NOT_CHECKABLE).
        relation: how the number relates to the measure.
        reporter: area concept the number is about as whole ("EU share of KAZ's trade" -> KAZ); None where the
            text fixes none. Concepts are `EU`, `KAZ`, `EUROPE`, `CA5` ..., not yet dated compositions.
        partner: the other area concept.
        pair: the two area concepts without a role, when the text fixes no reporter.
        flow: X, M, T as seen by the reporter, or None.
        scope: goods, services, both, or None.
        product: product code or None.
        variant: variant of the measure the text names, or None.
        composition: bloc code the text itself names ("EU27", "EU-28", "as printed"), or None.
        counting: how a rank counts: `blocs`, `countries` or None.
        origin_side: whose statistics the text cites ("by Kazakhstan's count") as area concept, or None.
        period: or None.
        sign: -1 where the words say fall or deficit, +1 for rise or surplus, 0 where they say neither.
        rank: (low, high) for kind rank; "one of the largest" is (1, 5).
        event: (subject, action) for kind event.
        unsaid: names of the reasons it cannot be checked (`future`, `pledge`, `opinion`, `no_measure`, `no_area`).
        evidence: slot name -> code point span in the document text.
        block: index of the block (paragraph) in the document.
        mood: how the clause says it, see `Mood`; what is not said as a fact is not judged as one.
        reason: one of REASONS, why the words alone leave nothing to judge; "" = they do.
        restriction: words of the phrase counted that no slot has taken ("of textiles"); "" where every word is known.
        stated: slot name -> where the text states it: `sentence`, `paragraph`, `text` (a paragraph before), `label`,
            `heading`, `title`, `article` (what the whole text is about), `reader` (areas named by the reader).
        doubts: slots that the words do not fix beyond doubt (`period`, `areas`, `measure`, `base`); on such a claim a
            number that agrees is confirmed, one that does not is not refuted.
        trace: the decisions that made the claim, in order.
    """

    id: str
    kind: Kind
    start: int
    end: int
    sentence: str
    sentence_start: int
    language: str
    block: int
    quantity: Quantity | None = None
    measure: str | None = None
    relation: Relation | None = None
    reporter: str | None = None
    partner: str | None = None
    pair: tuple[str, str] | None = None
    flow: str | None = None
    scope: str | None = None
    product: str | None = None
    variant: str | None = None
    composition: str | None = None
    counting: str | None = None
    origin_side: str | None = None
    period: Period | None = None
    sign: int = 0
    rank: tuple[int, int] | None = None
    event: tuple[str, str] | None = None
    unsaid: tuple[str, ...] = ()
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)
    mood: Mood = ""
    reason: str = ""
    restriction: str = ""
    stated: dict[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()

    @property
    def of_a_table(self) -> bool:
        """Whether it is a figure of a table."""
        return any(step.stage == "words" and step.rule == "cell" for step in self.trace)

    @property
    def told_by_us(self) -> bool:
        """Whether one of its sides is the text's own "we"."""
        return any(step.stage == "areas" and step.rule == "ours" for step in self.trace)


@dataclass(frozen=True, slots=True)
class Departure:
    """One way in which a definition departs from what the text says.

    Attributes:
        slot: `reporter`, `composition`, `flow`, `scope`, `product`, `period`, `currency`, `scale`, `variant`,
            `vintage`, `measure`, `source`.
        said: what the text says, or "" where it leaves the slot open.
        used: what the definition uses.
        cost: 1 open slot filled otherwise, 2 stated term contradicted, 3 slip.
    """

    slot: str
    said: str
    used: str
    cost: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One definition tried on a claim.

    Attributes:
        reading: the definition and its number.
        value: the number compared, in the claim's unit (after a currency or scale slip it differs from the reading's).
        unit: unit of `value`.
        cost: sum of the departures' costs.
        departures: what the text would have to change.
        band: 0 strict, 1 lenient, 2 outside.
        gap: 0 inside the strict interval, else distance to it in granules.
        distance: distance to the middle of the strict interval in granules.
    """

    reading: Reading
    value: float
    unit: str
    cost: int
    departures: tuple[Departure, ...]
    band: int
    gap: float
    distance: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The numbers of all definitions tried on a claim, for a picture of them; a long text has millions.

    Attributes:
        values: in the claim's unit, ascending.
        quoted: one byte for each value, 1 where the reading is second-hand.
        units: the units of the values; several where a swapped currency was tried.
    """

    values: array[float]
    quoted: bytes
    units: tuple[str, ...]

    @property
    def low(self) -> float:
        """The smallest number tried."""
        return self.values[0]

    @property
    def median(self) -> float:
        """The number in the middle of those tried."""
        return self.values[len(self.values) // 2]

    @property
    def high(self) -> float:
        """The largest number tried."""
        return self.values[-1]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the record says about one claim. A finding is about a number, never about intent.

    Attributes:
        claim: the claim.
        code: see `CODES`.
        reason: one of REASONS where the finding abstains, else "".
        default: the reading of the text's own terms, conventionally filled.
        neighbour: the default, else the nearest terms the record has; context only where the finding abstains.
        giving: the definitions the finding says give the number.
        chance: share of random figures of this form that the change needed would match, None where none is needed.
        front: candidates that no other beats with fewer changes and a smaller gap; default first.
        nearby: further definitions worth showing (other reporter, row as printed), not on the front.
        spread: the numbers of every definition tried.
        tried, matched, missing: definitions of the grid with a value, with a match at any cost, without data.
        placebo: cost -> share of random figures of this form that would be matched at that cost.
        grid: hash of grid, tolerances and lexicon versions.
        explanation: plain sentences in the language asked for.
        closest: the author's terms with the right value, in the claim's language; None with no need of it.
        alternative: the author's number under the terms that give it; None if there are none.
        remarks: further sentences (coincidence not excluded, second-hand, beyond cost 3).
        events: for kind event, the events of the record that speak to it, oldest first.
    """

    claim: Claim
    code: Code
    explanation: str
    grid: str
    reason: str = ""
    default: Candidate | None = None
    neighbour: Candidate | None = None
    giving: tuple[Candidate, ...] = ()
    chance: float | None = None
    front: tuple[Candidate, ...] = ()
    nearby: tuple[Candidate, ...] = ()
    spread: Spread | None = None
    tried: int = 0
    matched: int = 0
    missing: int = 0
    placebo: dict[int, float] = field(default_factory=dict)
    closest: str | None = None
    alternative: str | None = None
    remarks: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Joint:
    """One assignment of definitions to several claims of a text that agree on shared terms.

    Attributes:
        claims: ids of the claims.
        candidates: one per claim, None where the claim is not reproduced.
        reproduced: how many claims hold under it (strict).
        cost: joint cost; a departure shared by several claims is counted once.
        shared: departures all claims of the assignment share.
        identity: text of a contradiction found without data ("40 % and 24 bn would make a total of 60 bn"), or "".
    """

    claims: tuple[str, ...]
    candidates: tuple[Candidate | None, ...]
    reproduced: int
    cost: int
    shared: tuple[Departure, ...]
    identity: str = ""


def is_divisor(claim: Claim) -> bool:
    """True where a fall is told by a factor above one ("fell twofold"): the old is so many times the new.

    A factor of a change is the new over the old, whatever the words: halved, fell to half, fell twofold, divided by two
    are 0.5, doubled is 2. `Quantity.value` keeps what is written.
    """
    quantity = claim.quantity
    if quantity is None or quantity.unit != "times" or claim.sign >= 0:
        return False
    written = max(quantity.value) if isinstance(quantity.value, tuple) else quantity.value
    return written > 1
