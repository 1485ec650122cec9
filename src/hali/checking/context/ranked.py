"""Ranked: one place as the words give it."""

from __future__ import annotations

from dataclasses import dataclass

from hali.checking.wording import Cue

OTHER = "other_field"
"""What is ranked by something else than trade: investors, economies."""
ALONE = {"partner_alone": None, "market_alone": "X"}
"""What is ranked in a text on trade by a word that elsewhere may mean anything: "the fifth-largest partner"."""
FLOWS = {"trade_partner": None, "export_market": "X", "import_source": "M", OTHER: None, **ALONE}
SUBJECTS = {"trade": "trade_partner", "export": "export_market", "import": "import_source"}
"""Of what an area takes a place where no partner is named: "ranks second in Kazakhstan's imports"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rank as the words give it.

    Attributes:
        start, end: span of the words in the sentence.
        rank: lowest and highest place meant.
        flow: X for an export market, M for a source of imports, else None.
        counting: `countries` or `blocs` where the words say so.
        within: True where the set ranked is no whole trade ("in Central Asia", "supplier of oil").
        head: the word for what is ranked; None where it stands in another sentence.
        judged: True for "one of the leading partners": who leads need not be among the first five.
        climb: -1 for the place climbed or slid from, 1 for the one then reached, 0 for any other.
    """

    start: int
    end: int
    rank: tuple[int, int]
    flow: str | None
    counting: str | None
    within: bool
    head: Cue | None
    judged: bool = False
    climb: int = 0
