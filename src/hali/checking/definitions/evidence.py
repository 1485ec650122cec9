"""What a number may rest on: tables confirm, quotations do not, no page confirms itself, a bound refutes one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hali import narrate
from hali.checking.definitions import axes
from hali.checking.definitions.axes import Question
from hali.checking.definitions.trials import Trials
from hali.codelists import areas
from hali.model.claim import Candidate, Quantity
from hali.record import readings
from hali.record.store import Record

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def quoted(tried: Trials) -> Array:
    """Whether each is a figure somebody quoted, for which there is no table."""
    return tried.holds("status", "Q")


def independent(record: Record, tried: Trials, page: str) -> Trials:
    """`tried` without the figures that were read on the very page they would be held against.

    Args:
        record: the record.
        tried: definitions tried.
        page: address of the page a text comes from, or the id of its origin in the record; "" if unknown.
    """
    import numpy as np

    places = np.flatnonzero(quoted(tried)) if page else np.empty(0, int)
    if not len(places):
        return tried
    whole = readings.complete(record, tried.index.read(tried.rows[places]))
    cells = {cell for one in whole for cell in one.cells}
    read_on = {o.cell: o.origin for o in readings.observations(record, cells)}
    origins = readings.origins(record, set(read_on.values()))
    own = [
        place
        for place, one in zip(places.tolist(), whole, strict=True)
        if any(page == read_on[cell] or _same(page, origins[read_on[cell]].url_main) for cell in one.cells)
    ]
    return tried.take(np.delete(np.arange(len(tried)), own)) if own else tried


def _same(one: str, other: str) -> bool:
    """Whether two addresses are one page: scheme, `www.`, a closing slash and what follows `?` or `#` aside."""
    return _address(one) == _address(other)


def _address(url: str) -> tuple[str, str]:
    parts = urlsplit(url.strip())
    return parts.netloc.lower().removeprefix("www.").removeprefix("m."), parts.path.rstrip("/")


def refuting(asked: Question, tried: Trials, quantity: Quantity) -> Array:
    """Whether each can say that the claim is wrong: a bound cannot on its open side.

    Args:
        asked: the claim as a question.
        tried: tables on the claim's own terms, compared with it.
        quantity: the claim's number.
    """
    import numpy as np

    found = np.ones(len(tried), bool)
    low = (quantity.low or 0.0) * (100.0 if quantity.unit == "share" else 1.0)
    for at, one in enumerate(tried):
        lower, upper = _bounds(asked, one)
        if lower or upper:
            below = one.value < low
            found[at] = asked.family != "change" and not (lower and below) and not (upper and not below)
    return found


def _bounds(asked: Question, one: Candidate) -> tuple[bool, bool]:
    """Whether a reading is only a lower, or only an upper bound of what the claim counts."""
    reading = one.reading
    lower = narrate.is_lower_bound(reading) or bool(reading.missing)
    upper = "UPPER_BOUND" in reading.caveats
    for code in (reading.definition.reporter, reading.definition.partner):
        if any(d.slot == "composition" and d.used == code for d in one.departures):
            counted, meant = axes.members(code, reading.end), axes.usual(areas.concept(code), reading.end)
            lower, upper = lower or not counted >= meant, upper or not counted <= meant
    return lower, upper
