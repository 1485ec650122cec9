"""Links: what a quantity is about, and the level behind a measure of growth or share."""

from __future__ import annotations

from dataclasses import dataclass

from hali.checking.context import rules
from hali.model.claim import Relation


@dataclass(frozen=True, slots=True)
class Link:
    """What a quantity is about.

    Attributes:
        measure: id of the measures codelist, or None.
        relation: how the number relates to it.
        topics: the topics in the part of the text that decided.
        span: words that decided, in the sentence; None where they stand outside it.
        rule: id of the rule that decided, or name of the way out ("of_a_firm").
        candidates: rules that held, each with its level; the lowest decides.
        vetoes: rules that a word barred, each with the word.
        where: part of the text that decided: `clause`, `zone`, `before`, `sentence`, `label`, `previous`, `heading`.
    """

    measure: str | None
    relation: Relation
    topics: frozenset[str]
    span: tuple[int, int] | None
    rule: str = ""
    where: str = ""
    candidates: tuple[tuple[str, float], ...] = ()
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the sentence.

    Attributes:
        label: topics of the block's own label.
        heading: topics of the nearest heading or label above.
        previous: link of the last quantity of the sentence before, in the same block.
        earlier: topics of the sentence before, in the same block, where it has no number.
        listed: the sentence is an item of a list, which is about what its heading says.
        visas: the text has spoken of visas.
        trading: the text has just told the trade of two areas: the second one may be understood.
        turned: the paragraph has opened with one area, which may be understood too.
        both_flows: the text has just told what each of two areas sold to the other.
    """

    label: frozenset[str] = frozenset()
    heading: frozenset[str] = frozenset()
    previous: Link | None = None
    earlier: frozenset[str] = frozenset()
    listed: bool = False
    visas: bool = False
    trading: bool = False
    turned: bool = False
    both_flows: bool = False


def base(measure: str) -> str:
    """The level behind a measure of growth or share: `trade_growth` and `partner_share_trade` -> `trade_total`."""
    level = level_of(measure)
    return next((one for one, part in rules.names("share").items() if part == level), level)


def level_of(measure: str) -> str:
    """The level that a growth is the growth of; any other measure itself."""
    return next((level for level, grown in rules.names("growth").items() if grown == measure), measure)
