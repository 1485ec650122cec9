"""SDMX-ML 2.0 (generic and compact data), 2.1 (generic and structure-specific) and 3.0 (structure-specific)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from hali.access import bounds
from hali.access.formats.columns import parsed_floats, repeated, table
from hali.access.formats.groups import Groups

if TYPE_CHECKING:
    import pyarrow as pa

_ROOTS = (
    "GenericData",
    "StructureSpecificData",
    "GenericTimeSeriesData",
    "StructureSpecificTimeSeriesData",
    "CompactData",
)
_SERIES = re.compile(rb"<(?:\w+:)?Series[\s>]")
_VALUE = "OBS_VALUE"


def recognised(start: bytes) -> bool:
    """Whether the beginning of an XML message is SDMX data."""
    return any(root.encode() in start for root in _ROOTS)


def footer(body: bytes) -> tuple[str, tuple[str, ...]]:
    """Code and texts of the footer of a message; ("", ()) where there is none.

    Raises:
        ValueError: damaged XML.
    """
    from lxml import etree

    bounds.check_xml(body)
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"damaged XML: {error}") from error
    for message in root.iter("{*}Footer"):
        found = next(message.iter("{*}Message"))
        texts = tuple(text.text.strip() for text in found.iter("{*}Text") if text.text)
        return found.get("code", ""), texts
    return "", ()


def read(body: bytes) -> pa.Table:
    """The table of an SDMX-ML data message, series by series or flat, whatever dimension stands at the observation.

    Attributes of groups stand at every observation of the group; several values of one attribute are joined by `;`.

    Raises:
        ValueError: damaged, not SDMX data, only a footer, deletions, a value that is no number.
    """
    from lxml import etree

    bounds.check_xml(body, _SERIES)
    found = _Rows()
    texts: list[str] = []
    at_observation = dataflow = ""
    # observations in series are read with the series: only those of a flat message are met one by one
    flat = () if _SERIES.search(body) else ("{*}Obs",)
    tags = ("{*}Series", "{*}Group", "{*}DataSet", "{*}Structure", "{*}Message", *flat)
    try:
        for _, element in etree.iterparse(
            io.BytesIO(body), ("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
        ):
            name = element.tag.rpartition("}")[2]
            if name == "Series":
                found.series(element, at_observation)
                _forget(element)
            elif name == "DataSet":
                found.dataset(element, () if flat else element.iterchildren("{*}Obs"), at_observation)
            elif name == "Obs" and element.getparent().tag.endswith("DataSet"):
                found.observation(element, at_observation)
                _forget(element)
            elif name == "Group" and element.getparent().tag.endswith("DataSet"):
                found.group(element)
                _forget(element)
            elif name == "Structure" and element.get("dimensionAtObservation"):
                at_observation = element.get("dimensionAtObservation")
                dataflow = _reference(element)
            elif name == "Message" and element.tag.endswith("/footer}Message"):
                texts += [element.get("code") or "", *(t.text for t in element.iter("{*}Text") if t.text)]
    except etree.XMLSyntaxError as error:
        raise ValueError(f"damaged XML: {error}") from error
    if not found.datasets:
        raise ValueError(f"no data in the message{': ' + ' '.join(texts)[:200] if texts else ''}")
    return table(found.columns(), dataflow=dataflow)


def _forget(element: Any) -> None:
    """Free what has been read: the element and everything before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _reference(structure: Any) -> str:
    """Dataflow a header refers to, `ESTAT:NAMA_10_GDP(1.0)`; "" where it names only the structure."""
    for usage in structure.iter("{*}StructureUsage"):
        for reference in usage.iter("{*}Ref", "Ref"):
            return f"{reference.get('agencyID')}:{reference.get('id')}({reference.get('version', '1.0')})"
        # an URN below it in SDMX 2.1, the text itself in 3.0
        match = re.search(r"=(\S+)", " ".join(usage.itertext()))
        return match[1] if match else ""
    return ""


class _Rows:
    """The rows read so far: for each column texts, and how many rows each of them stands for."""

    def __init__(self) -> None:
        self.datasets = 0
        self.groups = Groups()
        self._rows = 0
        self._texts: dict[str, list[str | None]] = {_VALUE: []}
        self._counts: dict[str, list[int]] = {_VALUE: []}
        self._filled: dict[str, int] = {_VALUE: 0}

    def dataset(self, element: Any, beside: Iterable[Any], at_observation: str) -> None:
        """Close a dataset; `beside` are observations that stand beside its series.

        Raises:
            ValueError: it asks for deletions.
        """
        if element.get("action") == "Delete":
            raise ValueError("the message asks for deletions")
        for child in beside:
            self.observation(child, at_observation)
        self.datasets += 1
        self.groups = Groups()

    def series(self, element: Any, at_observation: str) -> None:
        """Add the observations of a series: generic with `SeriesKey`, or with the key as XML attributes."""
        shared = _own(element.attrib)
        if plain := _attributes_alone(element):
            self._add(self.groups.of(shared) | shared, plain)
            return
        rows: list[dict[str, str | None]] = []
        for child in element.iterchildren("*"):
            tag = child.tag.rpartition("}")[2]
            if tag == "Obs":
                rows.append(_observed(child, at_observation))
            else:
                shared |= _component(child, tag)
        names = dict.fromkeys(name for row in rows for name in row)
        columns = {name: [row.get(name) for row in rows] for name in names}
        if rows:
            self._add(self.groups.of(shared) | shared, columns)

    def observation(self, element: Any, at_observation: str) -> None:
        """Add one observation of a flat dataset."""
        cells = _observed(element, at_observation)
        self._add({}, {name: [text] for name, text in (self.groups.of(cells) | cells).items()})

    def group(self, element: Any) -> None:
        """Take in a group: its part of the key and what holds for all observations under it."""
        key: dict[str, str | None] = {}
        attributes = _own(element.attrib)
        attributes.pop("type", None)
        for child in element.iterchildren("*"):
            tag = child.tag.rpartition("}")[2]
            (key if tag == "GroupKey" else attributes).update(_component(child, tag))
        self.groups.add(key, attributes)

    def _add(self, shared: Mapping[str, str | None], columns: Mapping[str, Sequence[str | None]]) -> None:
        """Append observations, column by column, and what they have in common."""
        count = len(next(iter(columns.values())))
        for name, text in shared.items():
            if name in columns:
                raise ValueError(f"{name} both of a series and of its observations")
            self._append(name, (text,), (count,), count)
        for name, cells in columns.items():
            self._append(name, cells, (1,) * count, count)
        self._rows += count

    def _append(self, name: str, texts: Sequence[str | None], counts: Sequence[int], rows: int) -> None:
        if name not in self._texts:
            if len(self._texts) >= bounds.COLUMNS:
                raise bounds.TooMuch(f"more than {bounds.COLUMNS:,} attributes in all its observations")
            self._texts[name], self._counts[name], self._filled[name] = [], [], 0
        if missing := self._rows - self._filled[name]:
            self._texts[name].append(None)
            self._counts[name].append(missing)
        self._texts[name].extend(texts)
        self._counts[name].extend(counts)
        self._filled[name] = self._rows + rows

    def columns(self) -> dict[str, pa.Array]:
        """Arrow columns by the ids of the message."""
        found = {}
        for name, texts in self._texts.items():
            counts = self._counts[name]
            if missing := self._rows - self._filled[name]:
                texts, counts = [*texts, None], [*counts, missing]
            if name == _VALUE and len(texts) == self._rows:
                found[name] = parsed_floats(texts)
                continue
            column = repeated(texts, counts, self._rows)
            found[name] = parsed_floats(column.cast("string").to_pylist()) if name == _VALUE else column
        return found


@cache
def _path(expression: str) -> Any:
    from lxml import etree

    return etree.XPath(expression, smart_strings=False)


def _attributes_alone(series: Any) -> dict[str, list[str | None]]:
    """Columns of a series whose observations are XML attributes, the same ones for all; empty for any other."""
    first = next(series.iterchildren("*"), None)
    if first is None or not first.tag.endswith("Obs"):
        return {}
    names = first.keys()
    if "type" in names or any(name.startswith("{") for name in names) or _path(_ODD)(series):
        return {}
    count = int(_path("count(*)")(series))
    if _path("count(*/@*)")(series) != count * len(names):
        return {}
    columns = {name: _path(f"*/@{name}")(series) for name in names}
    return columns if all(len(cells) == count for cells in columns.values()) else {}


_ODD = "boolean(*/* | *[name() != name(../*[1])])"
"""Whether a series has children of several kinds, or children with children."""


def _own(attributes: Any) -> dict[str, str | None]:
    """XML attributes that are components of the data, not of XML or SDMX itself."""
    return {name: text for name, text in attributes.items() if not name.startswith("{")}


def _values(element: Any) -> dict[str, str | None]:
    """Id -> value of the generic `Value` elements in an element."""
    # SDMX 2.0 says `concept`
    return {value.get("id") or value.attrib["concept"]: value.get("value") for value in element.iterchildren("*")}


def _component(element: Any, tag: str) -> dict[str, str | None]:
    """Cells of an element in a series, an observation or a group that is no XML attribute.

    Raises:
        ValueError: an element nobody knows.
    """
    if tag in {"SeriesKey", "ObsKey", "GroupKey", "Attributes"}:
        return _values(element)
    if tag == "Comp":
        texts = (" ".join(value.itertext()).strip() for value in element.iter("{*}Value"))
        return {element.attrib["id"]: ";".join(texts)}
    if tag == "Annotations":
        return {}
    raise ValueError(f"unknown element {tag} beside the observations")


def _observed(element: Any, at_observation: str) -> dict[str, str | None]:
    """Cells of one observation: XML attributes, or the generic elements."""
    cells = _own(element.attrib)
    for child in element.iterchildren("*"):
        tag = child.tag.rpartition("}")[2]
        if tag == "ObsDimension":
            cells[child.get("id") or at_observation] = child.attrib["value"]
        elif tag == "Time":  # of SDMX 2.0
            cells["TIME_PERIOD"] = (child.text or "").strip()
        elif tag == "ObsValue":
            cells[_VALUE] = child.get("value")
        else:
            cells |= _component(child, tag)
    cells.pop("type", None)
    return cells
