"""Claiming: what each stage adds to a claim, and the claim put together from it.

A part never changes what another has said: it adds slots, the words that witness them, where they are stated, the steps
that explain them, and reasons that leave nothing to check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hali.model.claim import Claim, Step

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """What one stage says of a claim.

    Attributes:
        slots: values of slots, by name.
        evidence: slot -> its words in the document.
        stated: slot -> where the text states it.
        steps: how it was decided.
        unsaid: reasons why the claim cannot be checked.
    """

    slots: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Span] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    unsaid: tuple[str, ...] = ()


def assembled(blank: Claim, *parts: Part) -> Claim:
    """The claim with all that its parts say, in their order."""
    slots: dict[str, Any] = {}
    evidence, stated = dict(blank.evidence), dict(blank.stated)
    for part in parts:
        slots |= part.slots
        evidence |= part.evidence
        stated |= part.stated
    return replace(
        blank,
        **slots,
        evidence=evidence,
        stated=stated,
        trace=(*blank.trace, *(step for part in parts for step in part.steps)),
        unsaid=(*blank.unsaid, *(reason for part in parts for reason in part.unsaid)),
    )


def witnesses(offset: int, **spans: Span | None) -> dict[str, Span]:
    """Slot -> its words in the document, for the spans of a sentence that begins at `offset`; without those unknown."""
    return dict(_placed(offset, spans))


def _placed(offset: int, spans: Mapping[str, Span | None]) -> Iterator[tuple[str, Span]]:
    for slot, span in spans.items():
        if span is not None:
            yield slot, (offset + span[0], offset + span[1])
