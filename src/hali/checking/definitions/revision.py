"""What a later vintage can say of an earlier text: within what figures are usually revised by, nothing against it.

The record often holds only the table of today. Where a text is older than the table and differs from it by no more than
statistics are usually revised by, what stood in the table on the text's day is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hali.checking.definitions.axes import Question
from hali.checking.definitions.compare import compared_granule, written
from hali.checking.definitions.trials import Trials
from hali.model.claim import Quantity
from hali.record import dataflows

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

LEVEL, LOOSE_LEVEL = 0.03, 0.05
"""Share of a level by which it is usually revised: of a year's goods or heads; of parts of a year, of accounts, and of
what a third party passes on."""

CHANGE, CHANGE_SHARE = 1.5, 0.1
"""Percentage points by which a rate of growth is usually revised; of a high rate, this share of it."""

SHARE = 1.0
"""Percentage points by which a share is usually revised."""

SLACK = 0.02
"""Share of a level by which two editions or two offices differ that were both there when the text appeared."""

SEASONAL = 0.1
"""Share by which an adjustment for the season moves a month's trade; texts seldom say that theirs is adjusted."""

MIRROR = 0.3
"""Share by which two offices' reports of one flow differ in three of four cases (343 yearly flows of the record)."""

FIRST_PLACES = 5
"""Places that are seldom revised; behind them two neighbours often change places."""

_TRADE = ("exports", "imports", "trade_")
"""Beginnings of the measures of trade, whose months are published adjusted as well."""

_ACCOUNTS = ("gdp", "fdi", "remittances")
"""Beginnings of the measures taken from national accounts and the balance of payments."""


def unsettled(asked: Question, tried: Trials, quantity: Quantity) -> Array:
    """Whether each came after the text and a usual revision may explain how the number differs from it.

    Args:
        asked: the claim as a question.
        tried: tables on the claim's own terms, compared with it.
        quantity: the claim's number.
    """
    import numpy as np

    later = tried.holds("known", lambda day: not asked.published or day > asked.published)
    # Of an edition that is known by its year alone, nobody knows on which side of the text it came out.
    later = later | tried.holds("vintage", lambda day: day >= asked.published[: len(day)])
    size = np.abs(tried.value)
    if asked.family == "change" and quantity.unit == "times":
        room = np.maximum(CHANGE / 100, CHANGE_SHARE * np.abs(size - 1))
    elif asked.family == "change":
        room = np.maximum(CHANGE, CHANGE_SHARE * size)
    elif asked.family == "share":
        room = np.full(len(tried), SHARE)
    elif asked.measure == "partner_rank":
        room = np.where(size > FIRST_PLACES, 1.0, 0.0)
    else:
        loose = asked.scope == "services" or asked.measure.startswith(_ACCOUNTS) or _is_part(asked)
        # What a third party passes on differs from the office's own table as well: of 95 in 100 by 1 to 4 %.
        relayed = tried.holds("dataflow", dataflows.relayed)
        room = np.where(relayed | loose, LOOSE_LEVEL, LEVEL) * size
    low, high = written(quantity)
    away = np.maximum(np.maximum(low - tried.value, tried.value - high), 0.0)
    # Of "4.5 bn" the last digit is rounded; what was rounded is not known either.
    hidden = np.minimum(compared_granule(quantity) / 2, room)
    found: Array = later & (away <= room + hidden)
    return found


def close(asked: Question, tried: Trials, quantity: Quantity) -> Array:
    """Whether each level differs so little from the claim that another edition or an adjustment may explain it.

    Args:
        asked: the claim as a question.
        tried: tables on the claim's own terms, compared with it.
        quantity: the claim's number.
    """
    import numpy as np

    if (
        asked.family == "change"
        or quantity.unit in {"percent", "share", "times", "pp"}
        or asked.measure == "partner_rank"
    ):
        return np.zeros(len(tried), bool)
    room = SEASONAL if _is_part(asked) and asked.measure.startswith(_TRADE) else SLACK
    low, high = written(quantity)
    found: Array = np.maximum(low - tried.value, tried.value - high) <= room * np.abs(tried.value)
    return found


def mirrored(tried: Trials, quantity: Quantity) -> Array:
    """Whether each is so near to the claim that the other side's report of the same flow may be the number.

    Args:
        tried: tables on the claim's own terms, compared with it.
        quantity: the claim's number.
    """
    import numpy as np

    low, high = written(quantity)
    found: Array = np.maximum(low - tried.value, tried.value - high) <= MIRROR * np.abs(tried.value)
    return found


def _is_part(asked: Question) -> bool:
    """Whether the text speaks of a part of a year."""
    return asked.span is not None and asked.span[0][5:] != asked.span[1][5:]
