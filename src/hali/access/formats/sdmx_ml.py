"""SDMX-ML 2.1 (generic and structure-specific data) and 3.0 (structure-specific)."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from hali.access.formats.columns import padded, parsed_floats, table, text_column
from hali.access.formats.groups import Groups

if TYPE_CHECKING:
    import pyarrow as pa

_ROOTS = ("GenericData", "StructureSpecificData", "GenericTimeSeriesData", "StructureSpecificTimeSeriesData")
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

    found = _Rows()
    texts: list[str] = []
    at_observation = dataflow = ""
    tags = ("{*}Series", "{*}Obs", "{*}Group", "{*}DataSet", "{*}Structure", "{*}Message")
    try:
        for event, element in etree.iterparse(
            io.BytesIO(body), ("start", "end"), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
        ):
            name = etree.QName(element).localname
            if event == "start":
                if name == "DataSet":
                    found.groups = Groups()
                    if element.get("action") == "Delete":
                        raise ValueError("the message asks for deletions")
                continue
            if name == "Series":
                found.series(element, at_observation)
                _forget(element)
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
            elif name == "DataSet":
                found.datasets += 1
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
    """The rows read so far, column by column."""

    def __init__(self) -> None:
        self.datasets = 0
        self.groups = Groups()
        self._rows = 0
        self._columns: dict[str, list[str | None]] = {_VALUE: []}

    def series(self, element: Any, at_observation: str) -> None:
        """Add the observations of a series: generic with `SeriesKey`, or with the key as XML attributes."""
        shared = _own(element.attrib)
        rows: list[dict[str, str | None]] = []
        for child in element.iterchildren("*"):
            tag = child.tag.rpartition("}")[2]
            if tag == "Obs":
                rows.append(_observed(child, at_observation))
            else:
                shared |= _component(child, tag)
        self._add(self.groups.of(shared) | shared, rows)

    def observation(self, element: Any, at_observation: str) -> None:
        """Add one observation of a flat dataset."""
        cells = _observed(element, at_observation)
        self._add({}, [self.groups.of(cells) | cells])

    def group(self, element: Any) -> None:
        """Take in a group: its part of the key and what holds for all observations under it."""
        key: dict[str, str | None] = {}
        attributes = _own(element.attrib)
        attributes.pop("type", None)
        for child in element.iterchildren("*"):
            tag = child.tag.rpartition("}")[2]
            (key if tag == "GroupKey" else attributes).update(_component(child, tag))
        self.groups.add(key, attributes)

    def _add(self, shared: dict[str, str | None], rows: list[dict[str, str | None]]) -> None:
        """Append rows that have some cells in common."""
        for name, text in shared.items():
            padded(self._columns.setdefault(name, []), self._rows).extend([text] * len(rows))
        for name in {name for row in rows for name in row}:
            if name in shared:
                raise ValueError(f"{name} both of a series and of its observations")
            padded(self._columns.setdefault(name, []), self._rows).extend([row.get(name) for row in rows])
        self._rows += len(rows)

    def columns(self) -> dict[str, pa.Array]:
        """Arrow columns by the ids of the message."""
        return {
            name: parsed_floats(padded(cells, self._rows)) if name == _VALUE else text_column(padded(cells, self._rows))
            for name, cells in self._columns.items()
        }


def _own(attributes: Any) -> dict[str, str | None]:
    """XML attributes that are components of the data, not of XML or SDMX itself."""
    return {name: text for name, text in attributes.items() if not name.startswith("{")}


def _values(element: Any) -> dict[str, str | None]:
    """Id -> value of the generic `Value` elements in an element."""
    return {value.attrib["id"]: value.get("value") for value in element.iterchildren("*")}


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
        elif tag == "ObsValue":
            cells[_VALUE] = child.get("value")
        else:
            cells |= _component(child, tag)
    cells.pop("type", None)
    return cells
