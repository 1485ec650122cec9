"""SDMX-JSON 1.0 (with or without the outer `data`) and 2.0 as the IMF's SDMX 3.0 service sends it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING, Any

from hali.access import bounds
from hali.access.formats.columns import VALUE, padded, parsed_floats, table, text_column
from hali.access.formats.groups import Groups

if TYPE_CHECKING:
    import pyarrow as pa

_Component = dict[str, Any]


def recognised(body: bytes) -> bool:
    """Whether a JSON message may be SDMX-JSON data."""
    return b'"dataSets"' in body or b'\\"dataSets\\"' in body


def read(body: bytes) -> pa.Table:
    """The table of an SDMX-JSON data message; a dataset without series or observations has no rows.

    A reply kept whole, `{"url": ..., "text": ...}`, is read like its text.

    Raises:
        ValueError: no JSON, an error instead of data, several measures, an index out of range.
        KeyError: a part the standard demands is missing.
    """
    message = bounds.read_json(body)
    if "dataSets" not in message and isinstance(message.get("text"), str):
        message = bounds.read_json(message["text"])
    data = message if "dataSets" in message else message.get("data", {})
    if "dataSets" not in data:
        raise ValueError(f"no data in the message: {str(message.get('errors') or list(message))[:200]}")
    structures = data["structures"] if "structures" in data else [data["structure"]]
    columns: dict[str, list[Any]] = {VALUE: []}
    dataflow = ""
    for dataset in data["dataSets"]:
        if dataset.get("action") == "Delete":
            raise ValueError("the message asks for deletions")
        structure = structures[int(dataset.get("structure", 0))]
        dataflow = _dataflow(structure)
        _read(dataset, structure, columns)
    rows = len(columns[VALUE])
    return table(
        {
            name: parsed_floats(cells) if name == VALUE else text_column(padded(cells, rows))
            for name, cells in columns.items()
        },
        dataflow=dataflow,
    )


def _read(dataset: dict[str, Any], structure: dict[str, Any], columns: dict[str, list[Any]]) -> None:
    """Append the observations of a dataset to the columns."""
    dimensions, attributes = structure["dimensions"], structure.get("attributes", {})
    measures = structure.get("measures", {}).get("observation", [{"id": "OBS_VALUE"}])
    if [measure["id"] for measure in measures] != ["OBS_VALUE"]:
        raise ValueError(f"measures {', '.join(measure['id'] for measure in measures)}; OBS_VALUE alone is read")
    outer = {c["id"]: c["values"][0].get("id") for c in dimensions.get("dataSet", []) if c.get("values")}
    outer |= _attributes(attributes.get("dataSet", []), dataset.get("attributes", []))
    inner = dimensions.get("observation", [])
    for name in [*outer, *(c["id"] for c in dimensions.get("series", [])), *(c["id"] for c in inner)]:
        columns.setdefault(name, [])
    at_observation = attributes.get("observation", [])
    series = dimensions.get("series", [])
    groups, within = _groups(dataset, dimensions, attributes.get("dimensionGroup", []))
    for shared, observations in _series(dataset, series, attributes.get("series", [])):
        start, count = len(columns[VALUE]), len(observations)
        keys = [key.split(":") for key in observations]
        cells = list(observations.values())
        for name, text in (groups.of(shared) | outer | shared).items():
            padded(columns.setdefault(name, []), start).extend(repeat(text, count))
        coded: dict[str, list[str]] = {}
        for place, component in enumerate(inner):
            labels = [_label(value) for value in component["values"]]
            coded[component["id"]] = [labels[_index(key[place], labels)] for key in keys]
            padded(columns[component["id"]], start).extend(coded[component["id"]])
        for place, component in enumerate(at_observation, 1):
            padded(columns.setdefault(component["id"], []), start).extend(
                _attribute(component, cell[place] if place < len(cell) else None) for cell in cells
            )
        if within:
            rows = [dict(zip(coded, codes, strict=True)) for codes in zip(*coded.values(), strict=True)]
            stated = [groups.of(shared | row) for row in rows]
            for name in {name for cell in stated for name in cell} - shared.keys():
                column = padded(columns.setdefault(name, []), start)[:start]
                columns[name] = column + [cell.get(name) for cell in stated]
        columns[VALUE].extend(cell[0] if cell else None for cell in cells)


def _groups(
    dataset: dict[str, Any], dimensions: dict[str, list[_Component]], attributes: list[_Component]
) -> tuple[Groups, bool]:
    """The groups of a dataset, and whether one of them names a dimension of the observations.

    A group's key has a place a dimension, empty where any code fits; some services count those of the dataset too.

    Raises:
        ValueError: a key of another length.
    """
    groups, within = Groups(), False
    inner = dimensions.get("observation", [])
    listed = [*dimensions.get("series", []), *inner]
    for key, given in dataset.get("dimensionGroupAttributes", {}).items():
        if not (stated := _attributes(attributes, given)):
            continue
        parts = key.split(":")
        places = listed if len(parts) == len(listed) else [*dimensions.get("dataSet", []), *listed]
        named: dict[str, str | None] = {}
        for part, dimension in zip(parts, places, strict=True):
            if part and dimension in listed:
                labels = [_label(value) for value in dimension["values"]]
                named[dimension["id"]] = labels[_index(part, labels)]
                within = within or dimension in inner
        groups.add(named, stated)
    return groups, within


def _series(
    dataset: dict[str, Any], dimensions: list[_Component], attributes: list[_Component]
) -> Iterator[tuple[dict[str, str | None], dict[str, list[Any]]]]:
    """What the observations of each series have in common, and the observations by key; flat ones are one series."""
    if flat := dataset.get("observations"):
        yield {}, flat
    labels = [[_label(value) for value in component["values"]] for component in dimensions]
    for key, series in dataset.get("series", {}).items():
        parts = key.split(":")
        shared: dict[str, str | None] = {
            component["id"]: codes[_index(part, codes)]
            for component, codes, part in zip(dimensions, labels, parts, strict=True)
        }
        yield shared | _attributes(attributes, series.get("attributes", [])), series["observations"]


def _attributes(components: list[_Component], given: list[Any]) -> dict[str, str | None]:
    """Attributes by id; those without a value are left out."""
    found = {c["id"]: _attribute(c, value) for c, value in zip(components, given, strict=False)}
    return {name: text for name, text in found.items() if text is not None}


def _attribute(component: _Component, given: Any) -> str | None:
    """Text of an attribute: the value an index points to, or what stands there itself; several joined by `;`."""
    values = component.get("values") or []
    if isinstance(given, list):
        several = [text for text in (_attribute(component, one) for one in given) if text is not None]
        return ";".join(several) or None
    if given is None:
        return None
    if values and isinstance(given, int):
        if not 0 <= given < len(values):
            raise ValueError(f"{component['id']} has no value {given}")
        return _label(values[given])
    return str(given)


def _label(value: dict[str, Any] | None) -> str:
    """Code of a value: its `id`, in SDMX-JSON 2.0 `value` for periods and free text, or its name."""
    if not value:
        return ""
    for key in ("id", "value", "name"):
        if value.get(key) is not None:
            return str(value[key])
    raise KeyError("id")


def _index(part: str, labels: list[str]) -> int:
    """Position a key names."""
    if not 0 <= int(part) < len(labels):
        raise ValueError(f"a key names position {part} of {len(labels)} codes")
    return int(part)


def _dataflow(structure: dict[str, Any]) -> str:
    """The dataflow a structure links to, `IMF.STA:IMTS(1.0.0)`; "" where no link names it so."""
    for link in structure.get("links", []):
        if "Dataflow=" in (urn := link.get("urn") or ""):
            return str(urn.split("Dataflow=")[1])
    return ""
