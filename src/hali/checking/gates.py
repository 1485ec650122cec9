"""From a sweep to a verdict: the gates a definite finding must pass, each with the reason for which it may fail.

Held: the record has a reading of exactly the claim's terms. Explained: no word of the phrase counted is left over.
Time: the year is the text's own, or the one it must have meant. Bounds and parts refute nothing they leave open.
Evidence: tables confirm, quotations do not. NOT_REPRODUCED is never what is left when nothing else fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hali.checking.definitions import evidence, revision
from hali.checking.definitions.asking import BOTH_WAYS
from hali.checking.definitions.axes import ONE_WAY, official_currency
from hali.checking.definitions.compare import written
from hali.checking.definitions.front import placebo
from hali.checking.definitions.trials import Trials, calendar
from hali.checking.sweep import Sweep
from hali.codelists import areas, measures
from hali.model.claim import REASONS, Candidate, Claim, Code
from hali.record import dataflows

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

NEAR = 0.25
"""Granules outside the strict interval at which an open slot still explains a figure: half its own half-width."""

FAR = 3.0
"""Ratio to the record's figure beyond which a number is more likely of something else than wrong."""

ROUGH = 1.5
"""Ratio to the record's figure beyond which no number is roughly right, however it is rounded."""

POINTS = 5.0
"""Percentage points beyond which no share or rate is roughly right, however round it is told."""

SELDOM = 0.3
"""Share of random figures above which a slip that gives the number explains nothing."""

_SPLIT = re.compile(r"\d\d(\d\d)(?:[-\u2013]|/(?:\d\d)?)(\d\d)")
"""A year that begins in one and ends in the next: "2018-19", "2018/19", "2018/2019"."""


@dataclass(frozen=True, slots=True)
class Text:
    """What the judge knows of the text a claim is from.

    Attributes:
        published: ISO day it appeared, "" if unknown.
        page: its address, or the id of its origin in the record; "" if unknown.
        words: all of it.
        cited: concepts whose statistics it names as its source, anywhere.
    """

    published: str = ""
    page: str = ""
    words: str = ""
    cited: frozenset[str] = frozenset()


UNKNOWN = Text()
"""A text of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding's code, and why it abstains, one of REASONS, if it does.

    `slip` is the one change that gives the number, for ONLY_IF_TERMS_CHANGED and OUTDATED, and for REPRODUCED the one
    direction or count that does.
    """

    code: Code
    reason: str = ""
    slip: Candidate | None = None


def from_words(claim: Claim) -> Verdict | None:
    """The verdict the words alone give: what is not said as a fact, or not said whole, is not judged."""
    reason = claim.reason or claim.mood or next(iter(claim.unsaid), "")
    if claim.restriction and reason in {"", "restriction"}:
        return Verdict("OUTSIDE_THE_RECORD", "restriction")
    if claim.kind != "event" and claim.measure is None and reason in {"", "no_measure"}:
        # how linking left tells more than that it found nothing
        left = (step.rule for step in claim.trace if step.stage == "measure" and step.rule in REASONS)
        reason = next(left, "no_measure")
    return Verdict("NOT_CHECKABLE", reason) if reason else None


def verdict(claim: Claim, swept: Sweep, text: Text) -> Verdict:
    """The verdict on a number, by the first rule that holds."""
    if _split_year(claim):
        return Verdict("OUTSIDE_THE_RECORD", "other_period")
    tried = swept.compared
    tables = ~evidence.quoted(tried) & _within_reach(claim, tried)
    plain, own = tried.cost == 0, swept.own & (tried.cost <= 1)
    if (right := (tried.band == 0) & plain & tables).any():
        assert claim.quantity is not None
        unsigned = claim.relation == "change" and not claim.sign and min(written(claim.quantity)) >= 0
        # Of a change whose direction no word tells a fall is not what is meant, and a number without its sign no proof.
        fell = unsigned and (tried.index.value[tried.rows[right]] < 0).all()
        return Verdict("NOT_CHECKABLE", "frame_unsure") if fell else Verdict("REPRODUCED")
    if ((tried.band == 1) & plain & tables & _roughly(claim, tried)).any():
        return Verdict("NOT_CHECKABLE", "other_year") if _of_the_next(claim, swept) else Verdict("REPRODUCED_ROUGHLY")
    meant = _one_way(swept) or _in_its_currency(claim, swept) or _compiled(claim, swept)
    if meant is not None and (_closed(claim) or _at_its_bound(claim, meant)):
        return Verdict("REPRODUCED", slip=meant)
    if (((tried.band == 0) | (tried.gap <= NEAR)) & (own | _at_prices(swept)) & tables).any():
        return Verdict("DEPENDS_ON_DEFINITION")
    if ((tried.band < 2) & own & ~tables).any():
        return Verdict("QUOTED_ONLY")
    if swept.question.roles_open:
        return Verdict("NOT_CHECKABLE", "open_whole" if swept.question.of_a_whole else "open_direction")
    missing = _not_held(swept) or _not_refuted(claim, swept)
    if missing and missing.reason == "other_count" and claim.period is None:
        # one side's count refutes nothing, but may well tell that an undated figure is an old one
        old = _of_another_year(claim, swept, text)
        return old if old and old.code == "OUTDATED" else missing
    if missing:
        return missing
    if swept.question.open_ended and not text.published:
        return Verdict("NOT_CHECKABLE", "no_date")
    if claim.doubts:
        told = _of_another_year(claim, swept, text)
        # a year the paragraph gives is not sure enough to refute a number, but to tell what would give it
        same_paragraph = set(claim.doubts) == {"period"} and claim.period and claim.period.stated == "paragraph"
        slipped = _slipped(claim, swept) if same_paragraph else None
        return told or slipped or Verdict("NOT_CHECKABLE", "frame_unsure")
    explained = _of_another_year(claim, swept, text) or _slipped(claim, swept)
    explained = explained or _far(claim, swept) or _of_one_count(claim, swept, text) or _of_open_slots(claim, swept)
    return explained or Verdict("NOT_REPRODUCED")


def _split_year(claim: Claim) -> bool:
    """Whether it is of one year that begins in another month: "in 2018-19" is an Indian year, and no two years."""
    written = _SPLIT.fullmatch(claim.period.text) if claim.period else None
    return written is not None and int(written[2]) == (int(written[1]) + 1) % 100


def _within_reach(claim: Claim, tried: Trials) -> Array:
    """Whether each can bear out the claim: of a bound, open to one side, only what lies near it can.

    "Up to 17 million" is said of nothing that is 236,094.
    """
    import numpy as np

    quantity = claim.quantity
    assert quantity is not None
    if _closed(claim):
        return np.ones(len(tried), bool)
    low, high = written(quantity)
    size = np.abs(tried.value)
    found: Array = (size * ROUGH >= low) & (size <= high * ROUGH)
    return found


def _at_prices(swept: Sweep) -> Array:
    """Which are amounts on the claim's own terms at the prices of another year, as a third party passes them on."""
    found: Array = swept.own & swept.compared.changing("currency") & swept.compared.changing_only("currency", "source")
    return found & (swept.question.family == "money")


def _closed(claim: Claim) -> bool:
    """Whether the number has two ends; what is open to one side is met by too much to be told from it."""
    return claim.quantity is not None and claim.quantity.low is not None and claim.quantity.high is not None


def _at_its_bound(claim: Claim, found: Candidate) -> bool:
    """Whether a figure is near the number of a bound, and not only on its side: "at least 170,155" is said of that."""
    assert claim.quantity is not None
    low, high = written(claim.quantity)
    return low <= abs(found.value) * ROUGH and abs(found.value) <= high * ROUGH


def _roughly(claim: Claim, tried: Trials) -> Array:
    """Whether each is near enough for "roughly": one digit has wide bounds, but 1.9 bn is no "1 bn".

    Of a rate or a share the points count, not the ratio: 0.6 % is roughly "0 %", and 80 % no "90 %".
    """
    import numpy as np

    assert claim.quantity is not None
    low, high = np.abs(written(claim.quantity))
    if claim.quantity.unit in {"percent", "share", "pp"}:
        off = np.abs(np.abs(tried.value) - (low + high) / 2)
        near: Array = (off <= max(POINTS, (high - low) / 2)) | (tried.gap <= NEAR)
        return near
    if claim.quantity.unit in {"times", "rank"}:
        return np.ones(len(tried), bool)
    found: Array = (np.abs(tried.value) * ROUGH >= low) & (np.abs(tried.value) <= high * ROUGH)
    return found


def _one_way(swept: Sweep) -> Candidate | None:
    """Of a flow whose direction the text leaves open, the reading that gives the number, where one direction does.

    "Trade was 13.2 bn, exports 11.7 bn" is written from one side's view without naming it.
    """
    if not swept.question.roles_open or swept.question.of_a_whole:
        return None
    tried = swept.compared
    right = tried.take(
        swept.own & tried.changing_only("flow") & (tried.cost <= 1) & (tried.band == 0) & ~evidence.quoted(tried)
    )
    found = right.candidates(range(len(right)))
    ways = {d.used for one in found for d in one.departures}
    return found[0] if len(ways) == 1 else None


def _in_its_currency(claim: Claim, swept: Sweep) -> Candidate | None:
    """Of a flow told in the partner's currency or by the partner itself, its count, where that gives the number.

    "Russia's purchases in the EU fell to 79 bn euros" is counted in Luxembourg, whoever the sentence is about; what
    "the Japanese sold us" is what our customs have counted.
    """
    asked, quantity = swept.question, claim.quantity
    if claim.flow not in {"X", "M"} or claim.origin_side or not asked.other or quantity is None:
        return None
    currency = official_currency(asked.other) == quantity.unit != official_currency(asked.subject)
    if not currency and not claim.told_by_us:
        return None
    tried = swept.compared
    theirs = swept.own & tried.changing_only("reporter") & (tried.cost <= 1) & (tried.band == 0)
    right = tried.take(theirs & ~evidence.quoted(tried))
    return next(iter(right.candidates(range(len(right)))), None)


def _compiled(claim: Claim, swept: Sweep) -> Candidate | None:
    """Where no side has a table of its own, what third parties tell, if every one of theirs gives the number.

    A report they pass on goes before what they made of the reports of both.
    """
    tried = swept.compared
    near = _within_reach(claim, tried)
    tables = tried.take(swept.own & ~evidence.quoted(tried) & (tried.cost <= 1) & near)
    reports = ~tables.holds("dataflow", dataflows.computed)
    if reports.any():
        tables = tables.take(reports)
    ways = [tables]
    if swept.question.roles_open and not swept.question.of_a_whole:
        # which of two areas is meant is open: the way that gives the number is, if the other does not
        first = [areas.concept(str(code)) for code in tables.index.texts["reporter"][tables.codes("reporter")]]
        ways = [tables.take([one == area for one in first]) for area in dict.fromkeys(first)]
    right = [way for way in ways if len(way) and (way.changing_only("source") & (way.band == 0)).all()]
    return right[0].candidates([0])[0] if len(right) == 1 else None


def _not_held(swept: Sweep) -> Verdict | None:
    """Abstention where the record has no reading of exactly the claim's terms, by what it has instead."""
    if swept.neighbour is None:
        return Verdict("OUTSIDE_THE_RECORD", "not_held")
    changed = {d.slot for d in swept.neighbour.departures}
    if swept.own.any():
        return None
    if changed <= {"period", "base"}:
        return Verdict("OUTSIDE_THE_RECORD", "other_period")
    return Verdict("OUTSIDE_THE_RECORD", "other_count" if changed == {"reporter"} else "other_terms")


def _not_refuted(claim: Claim, swept: Sweep) -> Verdict | None:
    """Abstention where what is held cannot say that the number is wrong."""
    asked, quantity = swept.question, claim.quantity
    assert quantity is not None
    own = swept.compared.take(swept.own)
    tables = own.take(~evidence.quoted(own))
    if not len(tables):
        return Verdict("OUTSIDE_THE_RECORD", "quoted_otherwise")
    if measures.measure(asked.measure).check.other_ways:
        return Verdict("OUTSIDE_THE_RECORD", "other_terms")
    # What the other side tells of itself, by a measure of its own, says nothing against this one.
    tables = tables.take(tables.holds("measure", asked.measure) | (asked.measure in ONE_WAY))
    one_sided = asked.stated_subject if asked.measure in ONE_WAY else asked.measure in BOTH_WAYS and asked.declarant
    if one_sided:
        # The other side's report of German imports says nothing against Germany's own.
        tables = tables.take(~tables.changing("reporter"))
    if asked.other:
        # What a third party made of the reports of both bears a number out, but says nothing against their own.
        tables = tables.take(~tables.holds("dataflow", dataflows.computed))
    if not len(tables):
        return Verdict("OUTSIDE_THE_RECORD", "other_terms" if asked.of_a_whole else "other_count")
    nearest = tables.take(tables.cost == tables.cost.min())
    if asked.measure in BOTH_WAYS and not asked.declarant and not _counted_by_both(nearest):
        # Where neither side's count is meant more than the other's, one alone says nothing against the other.
        return Verdict("OUTSIDE_THE_RECORD", "other_count")
    if revision.unsettled(asked, nearest, quantity).any():
        return Verdict("OUTSIDE_THE_RECORD", "revised_since")
    if revision.close(asked, nearest, quantity).any():
        return Verdict("OUTSIDE_THE_RECORD", "close")
    if not evidence.refuting(asked, nearest, quantity).all():
        return Verdict("OUTSIDE_THE_RECORD", "only_bound")
    return None


def _counted_by_both(tables: Trials) -> bool:
    """Whether both of two sides have counted."""
    import numpy as np

    texts = tables.index.texts["reporter"][np.unique(tables.codes("reporter"))]
    return len({areas.concept(str(code)) for code in texts}) > 1


def _of_one_count(claim: Claim, swept: Sweep, text: Text) -> Verdict | None:
    """Abstention on a flow that the office whose table is not held may have counted so.

    "Russia exported goods for 79 bn to China" is what China counted; Russia counted 69. Where the text cites the
    exporter's own office, or tells it in the money of that side alone, the other's says nothing.
    """
    asked, quantity = swept.question, claim.quantity
    assert quantity is not None
    if asked.measure not in ONE_WAY or asked.family != "money" or not asked.other:
        return None
    alone = official_currency(asked.subject) == quantity.unit != official_currency(asked.other)
    own = swept.compared.take(swept.own & ~evidence.quoted(swept.compared))
    if asked.origin_side or asked.subject in text.cited or alone or _counted_by_both(own):
        return None
    nearest = own.take(own.cost == own.cost.min())
    return Verdict("OUTSIDE_THE_RECORD", "one_count") if revision.mirrored(nearest, quantity).any() else None


def _of_open_slots(claim: Claim, swept: Sweep) -> Verdict | None:
    """A number that several slots the text leaves open give together: the partner's count as a third party made it.

    It is not refuted; where chance would often give as much, it is not explained either.
    """
    own = swept.compared.take(swept.own & ~evidence.quoted(swept.compared))
    if not (own.band == 0).any():
        return None
    if _chance(claim, swept, own) > SELDOM:
        return Verdict("NOT_CHECKABLE", "frame_unsure")
    return Verdict("DEPENDS_ON_DEFINITION")


def _far(claim: Claim, swept: Sweep) -> Verdict | None:
    """Abstention on a number that is so far from what is held that the text more likely counts something else.

    What is said wrongly of a whole is seldom wrong by more than a factor of FAR; what is said rightly of a region, a
    firm or one ware mostly is.
    """
    import numpy as np

    assert claim.quantity is not None
    if swept.question.family == "change" or swept.question.measure == "partner_rank":
        return None
    low, high = written(claim.quantity)
    tables = swept.compared.take(swept.own & ~evidence.quoted(swept.compared))
    size = np.abs(tables.value[tables.cost == tables.cost.min()])
    return Verdict("OUTSIDE_THE_RECORD", "other_size") if ((high * FAR < size) | (low > size * FAR)).all() else None


def _of_another_year(claim: Claim, swept: Sweep, text: Text) -> Verdict | None:
    """Where the number is right of another year than the one meant, and chance would seldom make it so.

    Of an undated figure the year may be an old one, OUTDATED. But where the reading of the year is in doubt, so is the
    verdict: a year named beside it, a neighbour of a year that is only borrowed, a change, which has two times. A year
    the reader gave is in no doubt.
    """
    if claim.period is not None and claim.period.stated == "reader":
        return None
    asked, right = swept.question, _right_elsewhen(claim, swept)
    if not len(right):
        return None
    years = _years(right)
    meant = int(asked.span[0][:4]) if asked.span else asked.latest_year or 0
    stated = _dated(claim)
    named = any(str(year) in (claim.sentence if stated else text.words) for year in years)
    beside = (not stated or asked.family == "change") and any(abs(year - meant) == 1 for year in years)
    if named or beside:
        return Verdict("NOT_CHECKABLE", "other_year")
    if claim.period is None and asked.family != "change" and len(years) == 1 and (right.cost <= asked.grid.open).all():
        return Verdict("OUTDATED", slip=right.candidates([0])[0])
    return None


def _right_elsewhen(claim: Claim, swept: Sweep) -> Trials:
    """The claim's own terms in other years that give the number; none where chance would often do so."""
    tried = swept.compared
    moved = tried.changing_only("period") & ~evidence.quoted(tried)
    seldom = moved.any() and _chance(claim, swept, tried.take(moved)) <= SELDOM
    return tried.take(moved & tried.changing("period") & (tried.band == 0) & seldom)


def _of_the_next(claim: Claim, swept: Sweep) -> bool:
    """Whether a number that is near without a word for about is right of the year before or after.

    "9.1 % in 2023" where it was 9.0 then and 9.1 in 2022.
    """
    span, tried = swept.question.span, swept.compared
    if span is None or claim.quantity is None or claim.quantity.approximator:
        return False
    moved = tried.changing("period") & tried.changing_only("period") & (tried.band == 0) & ~evidence.quoted(tried)
    return any(abs(year - int(span[0][:4])) == 1 for year in _years(tried.take(moved)))


def _dated(claim: Claim) -> bool:
    """Whether the sentence itself names the period, or the reader does."""
    period = claim.period
    return period is not None and period.stated in {"sentence", "reader"} and period.kind != "relative"


def _slipped(claim: Claim, swept: Sweep) -> Verdict | None:
    """ONLY_IF_TERMS_CHANGED where exactly one plausible slip gives the number, and chance seldom would.

    A year taken from another paragraph may be another year: where one gives the number too, neither explains it.
    """
    tried = swept.compared.take(~evidence.quoted(swept.compared))
    grid = swept.question.grid
    single = (tried.count == 1) & (tried.cost >= grid.stated) & (tried.cost <= grid.slip)
    plausible = tried.take(single & (~tried.changing("period") | _neighbouring(claim, swept, tried)))
    right = plausible.take(plausible.band == 0).candidates(range(int((plausible.band == 0).sum())))
    kinds = {(d.slot, d.used) for one in right for d in one.departures}
    if len(kinds) != 1 or _chance(claim, swept, plausible) > SELDOM:
        return None
    if claim.period is not None and claim.period.stated == "text" and len(_right_elsewhen(claim, swept)):
        return Verdict("NOT_CHECKABLE", "other_year")
    return Verdict("ONLY_IF_TERMS_CHANGED", slip=right[0])


def _neighbouring(claim: Claim, swept: Sweep, tried: Trials) -> Array:
    """Whether each is of the year before or after the one the sentence itself states."""
    import numpy as np

    span = swept.question.span
    if span is None or not _dated(claim):
        return np.zeros(len(tried), bool)
    first = calendar(tried.index)[0][tried.codes("start")]
    over = tried.holds("end", lambda day: not swept.question.published or day <= swept.question.published)
    found: Array = (np.abs(first - int(span[0][:4])) == 1) & over
    return found


def _years(tried: Trials) -> set[int]:
    """The years the periods of `tried` end in."""
    return {int(one.reading.end[:4]) - (one.reading.end[4:] == "-01-01") for one in tried}


def _chance(claim: Claim, swept: Sweep, among: Trials) -> float:
    """Share of random figures of the claim's form that one of `among` would match."""
    assert claim.quantity is not None
    return max(placebo(claim.quantity, swept.candidates, among).values(), default=0.0)
