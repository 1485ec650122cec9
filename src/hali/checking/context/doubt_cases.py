"""Cases: a claim whose slots may be in doubt, and the rules that say which are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hali.checking.context.board import board, stage
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place, Span
from hali.checking.context.whose import WORLD
from hali.model.claim import Claim

Slot = Literal["measure", "areas", "period", "base"]


@board
@dataclass(eq=False)
class Case:
    """A claim with its slots filled, whose doubts are asked.

    Attributes:
        place: its sentence and what stands around it.
        claim: the claim.
        at: index of its quantity in the sentence; None for a rank.
        where: where the words for its measure stand.
    """

    place: Place
    claim: Claim
    at: int | None
    where: str

    @stage("place")
    def here(self) -> Passage:
        """Its sentence."""
        return self.place.here

    @stage("claim", "here")
    def span(self) -> Span:
        """Its words in the sentence."""
        return self.claim.start - self.here.start, self.claim.end - self.here.start

    @stage("claim")
    def meant(self) -> set[str]:
        """The areas of the claim."""
        claim = self.claim
        return {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side and side != WORLD}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule that puts a slot in doubt; all that hold do.

    Attributes:
        id: stands in the trace of each claim with that doubt.
        slot: what it puts in doubt.
        holds: whether it does.
    """

    id: str
    slot: Slot
    holds: Callable[[Case], bool]
