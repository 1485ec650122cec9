"""The discourse record: what a text has fixed so far, read once and in order.

A heading fixes a time for its section, a paragraph for itself and for those behind it until another is set; what looks
back ("in 2020 it had been ...", "a year earlier") fixes nothing. The sides of the claims settled so far are kept too:
"exports to China ... imports were ..." are of the same two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hali.checking.context import events, said, shifts
from hali.checking.context.dating import Carried
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage
from hali.checking.times.periods import PeriodMention, months
from hali.model.claim import Claim, Period

_NO_RESULTS = frozenset({"date", "month"})
"""Periods of what happened, which a later paragraph is not about."""
_SETTLED = 40
"""Claims whose sides are remembered."""


@dataclass(slots=True)
class Discourse:
    """What the text has fixed up to here.

    Attributes:
        text: the time set by a heading or an earlier paragraph.
        paragraph: the time set in this paragraph.
        latest: the latest of the years set in this paragraph: an earlier one behind it is looked back on.
        claims: those settled, the newest last.
        year: the last full year set, whatever part of a year has been set since.
        aside: the time a sentence of this paragraph tells something by that is no figure.
        link: what the last number of the sentence before, in whichever paragraph, was about; None where it had none.
        ours: whose exports the text calls "our exports".
        visas: whether it has spoken of visas.
        students: whether of students.
        schengen: whether of those of the Schengen area.
        tellers: of two areas the one whose trade with the other the text has last told.
    """

    text: Carried | None = None
    year: Carried | None = None
    paragraph: Carried | None = None
    latest: Carried | None = None
    aside: Carried | None = None
    claims: list[Claim] = field(default_factory=list)
    link: Link | None = None
    ours: str | None = None
    visas: bool = False
    schengen: bool = False
    students: bool = False
    tellers: dict[frozenset[str], str] = field(default_factory=dict)

    def heading(self, passages: Sequence[Passage], kind: str) -> None:
        """Takes in a title or heading: a time it names holds until another is set."""
        for one in passages:
            self._note_visas(one)
            named = said.sets(one)
            if named:
                self.text = Carried(_stated(one, named[-1].period, "title" if kind == "title" else "heading"))
                self._note_year(self.text)

    def begin(self) -> None:
        """Begins a paragraph."""
        self.paragraph = self.latest = self.aside = None

    def end(self) -> None:
        """Ends a paragraph: what it set holds on, unless it only looked back from the time that held before."""
        mine, before = self.latest or self.paragraph, self.text
        if mine is None or mine.period.kind in _NO_RESULTS:
            return
        inherited = any(claim.period is not None and claim.period.stated not in _HERE for claim in self._in_block())
        if inherited and before is not None and mine.period.end < before.period.end:
            return
        self.text = replace(mine, period=replace(mine.period, stated="text"))
        self._note_year(self.text)

    def _in_block(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.block == self.claims[-1].block]

    def sentence(self, here: Passage, claims: Sequence[Claim]) -> None:
        """Takes in a sentence and what it claims."""
        self.claims = [*self.claims, *claims][-_SETTLED:]
        self._note_visas(here)
        moved = [s for s in shifts.find(here) if s.years > 0 and not s.compared]
        later = [c.period for c in claims if moved and c.period is not None and c.period.end]
        held = self.carried()
        if later and held is not None:
            self._set(Carried(replace(later[-1], stated="paragraph"), base=held.period))
            return
        over = next((c.period for c in claims if c.relation in {"change", "difference"} and _two_years(c.period)), None)
        if over is not None:
            self._set(_ends(over))
            return
        named = [m for m in _setting(here) if not (held and _year_before(m.period, held.period))]
        if held and any(_unfinished(here, m.period, held.period) for m in named):
            named = []
        if not claims and (_happened(here) or not here.named("topic") | here.named("origin")):
            # A year without a figure tells when something happened; the figures beside it may be of then.
            if named and not _happened(here):
                self.aside = Carried(_stated(here, named[-1].period, "paragraph"))
            return
        dated = [c.period for c in claims if c.period is not None and c.period.stated == "sentence"]
        spans = {(here.start + m.start_char, here.start + m.end_char) for m in named}
        fixed = [p for p in dated if p.span in spans] or [_stated(here, m.period, "sentence") for m in named]
        if fixed:
            latest = max(fixed, key=lambda p: p.end)
            if self.paragraph is None or latest.kind not in _NO_RESULTS or self.paragraph.period.kind in _NO_RESULTS:
                self._set(Carried(replace(latest, stated="paragraph")))

    def _set(self, time: Carried) -> None:
        self.paragraph = time
        if months(time.period) == said.LONG and (self.latest is None or time.period.end > self.latest.period.end):
            self.latest = time

    def _note_visas(self, here: Passage) -> None:
        self.schengen = self.schengen or here.schengen or any(m.concept == "SCHENGEN" for m in here.mentions)
        self.visas = self.visas or self.schengen or "visa" in here.named("topic")
        self.students = self.students or "student" in here.named("topic")

    def _note_year(self, held: Carried | None) -> None:
        if held is not None and held.period.start[5:] == held.period.end[5:]:
            self.year = held

    def carried(self, yearly: bool = False) -> Carried | None:
        """The time that holds for a sentence that names none; what is counted yearly is not of an earlier half-year."""
        if yearly and self.paragraph is None and self.year is not None:
            return self.year
        return self.paragraph or self.text or self.aside


_HERE = frozenset({"sentence", "paragraph"})


def _setting(here: Passage) -> list[PeriodMention]:
    """The periods of a sentence that set a time, without those of dated events."""
    taken = {(h.period.start_char, h.period.end_char) for h in events.happenings(here)}
    return [m for m in said.sets(here) if (m.start_char, m.end_char) not in taken]


def _two_years(period: Period | None) -> bool:
    """True for "between 2021 and 2022"."""
    if period is None or period.start[5:] != period.end[5:] or not period.start:
        return False
    return months(period) == 2 * said.LONG


def _ends(period: Period) -> Carried:
    """The later of two years between which something changed, with the earlier as its base."""
    turn = f"{int(period.start[:4]) + 1}{period.start[4:]}"
    later = replace(period, start=turn, kind="year", stated="paragraph")
    return Carried(later, base=replace(later, start=period.start, end=turn))


def _year_before(period: Period, held: Period) -> bool:
    """True for "the first half of last year" in a text on the first half of this one: the figures of then only compare.

    A text that names the year itself has gone on to it.
    """
    told = any(sign.isdigit() for sign in period.text) and period.start[:4] in period.text
    part = 0 < (months(held) or 0) < said.LONG
    return part and not told and (period.start, period.end) == _moved(held)


def _unfinished(here: Passage, period: Period, held: Period) -> bool:
    """True for "this year" in a text on a part of it, when the year was not over: it is that part, and no other."""
    over = here.published is None or period.end <= here.published.isoformat()
    part = 0 < (months(held) or 0) < said.LONG and period.start <= held.start and held.end <= period.end
    return period.kind == "relative" and months(period) == said.LONG and part and not over


def _moved(held: Period) -> tuple[str, str]:
    back = shifts.moved(held, -1)
    return back.start, back.end


def _happened(here: Passage) -> bool:
    """True where a sentence tells of an event. Where people met, figures are of that year as well as not."""
    return bool(here.named("event") - {"met"})


def _stated(one: Passage, period: Period, where: str) -> Period:
    start, end = period.span or (0, 0)
    return replace(period, stated=where, span=(one.start + start, one.start + end))


def following(later: Sequence[Passage]) -> Carried | None:
    """The time that a later sentence of the paragraph sets, for those before it where nothing else does."""
    named = ((one, period) for one in later if not _happened(one) for period in _setting(one)[:1])
    found = next(named, None)
    return Carried(_stated(found[0], found[1].period, "paragraph")) if found else None
