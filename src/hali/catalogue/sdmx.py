"""Readings by a key of SDMX dimensions, as SDMX-REST asks for data: `A.partner_share_trade.KAZ.EU27_2020.T`."""

from __future__ import annotations

from datetime import date

from hali import exports
from hali.codelists import areas, measures
from hali.errors import QuestionError, UnknownCode, UnreadableInput
from hali.exports import Readings
from hali.model import period as periods
from hali.publish.write_table import DIMENSIONS, STRUCTURE_ID, frequency
from hali.record.index import Wanted
from hali.record.store import Record

FLOWS = ("READINGS", "HALI,READINGS", "HALI,READINGS,1.0", STRUCTURE_ID)
"""Ways to name the one structure there is."""

ORDER = ("FREQ", *(name for name, _ in DIMENSIONS if name != "TIME_PERIOD"))
"""Dimensions of a key, in their order."""


def readings(record: Record, flow: str, key: str, start: str = "", end: str = "") -> Readings:
    """The newest vintage of the readings a key names.

    Args:
        record: the record.
        flow: one of FLOWS.
        key: codes of ORDER with dots between them; an empty place, and those left out at the end, stand for every
            code, `+` joins several.
        start: first SDMX period, or "".
        end: last SDMX period, or "".

    Raises:
        UnknownCode: another structure, or a measure or area no codelist knows.
        QuestionError: more places than dimensions, or too few of them filled.
        UnreadableInput: `start` or `end` is no period.
    """
    if flow.upper() not in FLOWS:
        raise UnknownCode("dataflow", flow, FLOWS[:1])
    places = key.split(".") if key != "all" else []
    if len(places) > len(ORDER):
        raise QuestionError(f"a key has {len(ORDER)} places at the most: {'.'.join(ORDER)}")
    given = {name: place.split("+") for name, place in zip(ORDER, places, strict=False) if place}
    _require(given)
    columns = {name: column for name, column in DIMENSIONS}
    where: dict[str, Wanted] = {columns[name]: codes for name, codes in given.items() if name in columns}
    where["period"] = _periods(given.get("FREQ", []), start, end)
    return exports.of(record, given.get("MEASURE", []), "", newest=True, where=where)


def _require(given: dict[str, list[str]]) -> None:
    """Raise where a code is unknown, or where the key asks for next to everything."""
    for code in given.get("MEASURE", []):
        measures.measure(code)
    for name in ("REF_AREA", "COUNTERPART_AREA"):
        for code in given.get(name, []):
            if code not in areas.codes():
                raise UnknownCode("area", code, areas.suggestions(code, 24)[:3])
    filled = [name for name in ("MEASURE", "REF_AREA", "COUNTERPART_AREA") if given.get(name)]
    if len(filled) < 2:
        raise QuestionError("a key names at least two of MEASURE, REF_AREA and COUNTERPART_AREA")


def _periods(frequencies: list[str], start: str, end: str) -> Wanted:
    """Which periods are meant."""
    first = periods.bounds(start)[0] if start else date.min
    last = periods.bounds(end)[1] if end else date.max

    def meant(period: str) -> bool:
        if frequencies and frequency(period) not in frequencies:
            return False
        if not start and not end:
            return True
        try:
            begins, ends = periods.bounds(period)
        except UnreadableInput:  # _Z, of what has no period
            return False
        return begins >= first and ends <= last

    return meant
