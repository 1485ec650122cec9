"""One reading of the embedded record for each sentence template, and readings made by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hali import api
from hali.model.definition import Definition, Reading
from hali.narrate import words
from hali.narrate.sentence import _keys
from hali.record import readings

AREAS = ["KAZ", "EU27_2020", "UZB", "EIB", "EBRD", "SCHENGEN", "EU_INST", "EU_V", "DEU", "CHN", "EU_UNSTATED", "EU28"]


def _usual(reading: Reading) -> bool:
    d = reading.definition
    return len(d.period) == 4 or d.variant == "cumulated" or d.dataflow.startswith("CURATED:")


def made(measure: str = "trade_total", **slots: object) -> Reading:
    """A reading of 23.035 bn EUR, EU27 with Kazakhstan in 2021, with some slots changed."""
    facts = {name: slots.pop(name) for name in ("value", "status", "granule", "missing", "caveats") if name in slots}
    given = {
        "measure": measure,
        "reporter": "EU27_2020",
        "partner": "KAZ",
        "flow": "T",
        "scope": "goods",
        "product": "TOTAL",
        "period": "2021",
        "base": "_Z",
        "unit": "EUR",
        "rate": "reported",
        "variant": "_Z",
        "method": "table",
        "denominator": "_Z",
        "dataflow": "ESTAT:DS-059341",
        "vintage": "2024-11",
    }
    definition = Definition(**{**given, **slots})  # type: ignore[arg-type]
    reading = Reading(
        id=definition.id,
        definition=definition,
        indicator="trade.level",
        value=23.035e9,
        start="2021-01-01",
        end="2022-01-01",
        known="2024-11-01",
        status="A",
        granule=0.0,
        missing=(),
        caveats=(),
        sources=("ESTAT:DS-059341@2024-11",),
        cells=(1,),
    )
    return replace(reading, **facts)  # type: ignore[arg-type]


@cache
def by_template() -> dict[tuple[str, str], Reading]:
    """(measure, template key) -> the newest reading the template would say."""
    written = words.table("en", "sentences")
    pool = readings.find(
        api.open_record(),
        [measure for measure in written if measure != "label"],
        reporters=AREAS,
        partners=[*AREAS, "_Z", "WLD"],
        newest=True,
        where={
            "product": lambda product: not product.startswith("BAN"),
            "period": lambda period: period >= "2013",
        },
    )
    pool = [r for r in pool if _usual(r)]
    pool.sort(key=lambda r: (r.status == "Q", bool(r.missing), -int(r.end[:4]), r.id))
    found: dict[tuple[str, str], Reading] = {}
    for reading in pool:
        measure = reading.definition.measure
        key = next((key for key in _keys(reading) if key in written[measure]), None)
        if key is not None:
            found.setdefault((measure, key), reading)
    return found
