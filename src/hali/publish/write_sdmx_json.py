"""Readings as an SDMX-JSON 2.0 data message, flat: every dimension stands at the observation.

Source: sdmx-twg/sdmx-json, data-message/docs/1-sdmx-json-field-guide.md (version 2.0.0).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from hali.publish.extract import Extract
from hali.publish.write_table import ATTRIBUTES, DIMENSIONS, OBS_STATUS, STRUCTURE_ID, frequency

URN = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=" + STRUCTURE_ID
"""What names the structure."""


def write(extract: Extract, out: BinaryIO) -> None:
    """Write the message; it holds all codes before its first value, so the readings are gone through as a whole."""
    rows = [row for batch in extract.batches() for row in batch.to_pylist()]
    named = ["FREQ", *(name for name, _ in DIMENSIONS)]
    keys = [[frequency(row["period"]), *(row[column] for _, column in DIMENSIONS)] for row in rows]
    codes = [list(dict.fromkeys(key[place] for key in keys)) for place in range(len(named))]
    places = [{code: str(number) for number, code in enumerate(listed)} for listed in codes]
    words = {(one.column, one.code): one.words for one in extract.codes()}
    columns = [None, *(column for _, column in DIMENSIONS)]
    observations = {
        ":".join(place[code] for place, code in zip(places, key, strict=True)): _values(row)
        for key, row in zip(keys, rows, strict=True)
    }
    structure = {
        "links": [{"rel": "dataflow", "urn": URN}],
        "dataSets": [0],
        "dimensions": {
            "dataSet": [],
            "series": [],
            "observation": [
                {
                    "id": name,
                    "keyPosition": number,
                    "roles": [name],
                    "values": [_value(name, code, words.get((column or "", code), "")) for code in listed],
                }
                for number, (name, column, listed) in enumerate(zip(named, columns, codes, strict=True))
            ],
        },
        "measures": {"observation": [{"id": "OBS_VALUE"}]},
        "attributes": {
            "dataSet": [],
            "dimensionGroup": [],
            "series": [],
            "observation": [{"id": name} for name in ("OBS_STATUS", "UNIT_MULT", *(name for name, _ in ATTRIBUTES))],
        },
    }
    message = {
        "meta": {
            "id": f"HALI-{extract.record}",
            "prepared": f"{extract.as_of or '0001-01-01'}T00:00:00Z",
            "sender": {"id": "HALI", "name": extract.version},
            "contentLanguages": ["en"],
        },
        "data": {
            "structures": [structure],
            "dataSets": [{"structure": 0, "action": "Information", "observations": observations}],
        },
    }
    out.write((json.dumps(message, ensure_ascii=False, allow_nan=False) + "\n").encode())


def _value(dimension: str, code: str, words: str) -> dict[str, str]:
    """A code with its words; of periods the code is the value itself."""
    if dimension == "TIME_PERIOD":
        return {"value": code}
    return {"id": code, **({"name": words} if words else {})}


def _values(row: dict[str, Any]) -> list[Any]:
    """Value and attributes of an observation; empty attributes are null."""
    status = OBS_STATUS.get(row["status"], row["status"])
    return [row["value"], status, "0", *(_attribute(row[column]) for _, column in ATTRIBUTES)]


def _attribute(value: object) -> str | None:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _joined(value) or None
    return None if value in (None, "") else str(value)


def _joined(texts: Iterable[object]) -> str:
    return " ".join(str(text) for text in texts)
