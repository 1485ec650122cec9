"""The structure of our readings as an SDMX-ML 2.1 message: concepts, code lists, data structure and dataflow.

Software that is given it validates SDMX-CSV and SDMX-JSON of ours. Dimensions whose values are no SDMX identifiers
(`KZ_BNS:TRADE`, `HS:27`) are texts.

Source: SDMX 2.1 schemas (sdmx-twg/sdmx-ml, SDMXStructure.xsd).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, BinaryIO

from hali.codelists import areas, measures
from hali.model.definition import NONE
from hali.publish.extract import COLUMNS
from hali.publish.write_table import ATTRIBUTES, DIMENSIONS

_NAMESPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
MESSAGE, STRUCTURE, COMMON = (f"{{{_NAMESPACE}{name}}}" for name in ("message", "structure", "common"))

AGENCY, ID, VERSION = "HALI", "READINGS", "1.0"

FREQUENCIES = {"A": "annual", "S": "half-yearly", "Q": "quarterly", "M": "monthly", "D": "daily", "_O": "other"}

LISTED: Mapping[str, Mapping[str, str]] = {
    "FREQ": {**FREQUENCIES, NONE: "not applicable"},
    "FLOW": {"X": "exports", "M": "imports", "T": "exports and imports", "B": "exports less imports", NONE: "none"},
    "SCOPE": {"goods": "goods", "services": "services", "both": "goods and services", NONE: "none"},
    "RATE": {"reported": "as published", "annual_mean": "at the mean rate of the year", NONE: "no money"},
    "METHOD": {"table": "as the publisher prints it", "printed": "a bloc's row of a table", "sum": "added up by hali"},
    "OBS_STATUS": {"A": "normal value", "B": "break", "E": "estimated", "F": "forecast", "P": "provisional"}
    | {"U": "low reliability: quoted second-hand"},
}
"""Code lists that say everything here."""


def write(out: BinaryIO) -> None:
    """Write the message; it is the same whatever was asked for."""
    from lxml import etree

    spaces = {name: f"{_NAMESPACE}{name}" for name in ("message", "structure", "common")}
    root = etree.Element(f"{MESSAGE}Structure", nsmap=spaces)
    header = etree.SubElement(root, f"{MESSAGE}Header")
    for name, text in (("ID", f"{AGENCY}-{ID}"), ("Test", "false"), ("Prepared", "1980-01-01T00:00:00")):
        etree.SubElement(header, f"{MESSAGE}{name}").text = text
    etree.SubElement(header, f"{MESSAGE}Sender", id=AGENCY)
    held = etree.SubElement(root, f"{MESSAGE}Structures")
    _dataflow(etree.SubElement(held, f"{STRUCTURE}Dataflows"))
    lists = etree.SubElement(held, f"{STRUCTURE}Codelists")
    for name, codes in codelists().items():
        _codelist(lists, name, codes)
    _concepts(etree.SubElement(held, f"{STRUCTURE}Concepts"))
    _structure(etree.SubElement(held, f"{STRUCTURE}DataStructures"))
    out.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


@cache
def codelists() -> dict[str, Mapping[str, str]]:
    """Code list -> its codes with their names."""
    known = {code: areas.name(code, "en") or code for code in areas.codes()}
    return {
        **LISTED,
        "MEASURE": {one.id: measures.name(one.id, "en") for one in measures.measures() if "." not in one.id},
        "AREA": {**known, NONE: "none"},
    }


OF = {"REF_AREA": "AREA", "COUNTERPART_AREA": "AREA"}
"""Dimension -> its code list, where that has another name."""


def _concept_names() -> dict[str, str]:
    columns = {name: column for name, column in (*DIMENSIONS, *ATTRIBUTES)}
    told = {"FREQ": "frequency", "OBS_VALUE": COLUMNS["value"], "OBS_STATUS": COLUMNS["status"]}
    told["UNIT_MULT"] = "power of ten of the unit; always 0"
    return {**told, **{name: COLUMNS[column] for name, column in columns.items()}}


def _artefact(parent: Any, kind: str, id: str, name: str) -> Any:
    from lxml import etree

    one = etree.SubElement(parent, f"{STRUCTURE}{kind}", id=id, agencyID=AGENCY, version=VERSION, isFinal="true")
    _name(one, name)
    return one


def _name(parent: Any, text: str) -> None:
    from lxml import etree

    etree.SubElement(parent, f"{COMMON}Name", {"{http://www.w3.org/XML/1998/namespace}lang": "en"}).text = text


def _dataflow(parent: Any) -> None:
    from lxml import etree

    flow = _artefact(parent, "Dataflow", ID, "Readings of hali")
    _reference(etree.SubElement(flow, f"{STRUCTURE}Structure"), ID, "datastructure", "DataStructure")


def _codelist(parent: Any, name: str, codes: Mapping[str, str]) -> None:
    from lxml import etree

    listed = _artefact(parent, "Codelist", f"CL_{name}", f"Codes of {name}")
    for code, told in codes.items():
        _name(etree.SubElement(listed, f"{STRUCTURE}Code", id=code), told)


def _concepts(parent: Any) -> None:
    from lxml import etree

    scheme = _artefact(parent, "ConceptScheme", f"CS_{ID}", "Concepts of readings")
    for id, name in _concept_names().items():
        _name(etree.SubElement(scheme, f"{STRUCTURE}Concept", id=id), name)


def _structure(parent: Any) -> None:
    from lxml import etree

    structure = _artefact(parent, "DataStructure", ID, "Readings: one number a definition")
    parts = etree.SubElement(structure, f"{STRUCTURE}DataStructureComponents")
    listed = etree.SubElement(parts, f"{STRUCTURE}DimensionList", id="DimensionDescriptor")
    names = ["FREQ", *(name for name, _ in DIMENSIONS if name != "TIME_PERIOD")]
    for place, name in enumerate(names, 1):
        _component(listed, "Dimension", name, position=str(place))
    _component(listed, "TimeDimension", "TIME_PERIOD", position=str(len(names) + 1))
    attributes = etree.SubElement(parts, f"{STRUCTURE}AttributeList", id="AttributeDescriptor")
    for name in ("OBS_STATUS", "UNIT_MULT", *(name for name, _ in ATTRIBUTES)):
        one = _component(attributes, "Attribute", name, assignmentStatus="Conditional")
        relation = etree.SubElement(one, f"{STRUCTURE}AttributeRelationship")
        etree.SubElement(etree.SubElement(relation, f"{STRUCTURE}PrimaryMeasure"), "Ref", id="OBS_VALUE")
    measure = etree.SubElement(parts, f"{STRUCTURE}MeasureList", id="MeasureDescriptor")
    _component(measure, "PrimaryMeasure", "OBS_VALUE")


def _component(parent: Any, kind: str, name: str, **told: str) -> Any:
    """A dimension, attribute or measure: its concept, and its code list or that it is a text, a number, a period."""
    from lxml import etree

    one = etree.SubElement(parent, f"{STRUCTURE}{kind}", id=name, **told)
    concept = etree.SubElement(one, f"{STRUCTURE}ConceptIdentity")
    _reference(concept, name, "conceptscheme", "Concept", parent=f"CS_{ID}")
    listed = OF.get(name, name)
    represented = etree.SubElement(one, f"{STRUCTURE}LocalRepresentation")
    if listed in codelists():
        _reference(etree.SubElement(represented, f"{STRUCTURE}Enumeration"), f"CL_{listed}", "codelist", "Codelist")
    else:
        kinds = {"TimeDimension": "ObservationalTimePeriod", "PrimaryMeasure": "Double"}
        etree.SubElement(represented, f"{STRUCTURE}TextFormat", textType=kinds.get(kind, "String"))
    return one


def _reference(holder: Any, id: str, package: str, kind: str, parent: str = "") -> None:
    from lxml import etree

    version = {"maintainableParentID": parent, "maintainableParentVersion": VERSION} if parent else {"version": VERSION}
    reference = {"id": id, **version, "agencyID": AGENCY, "package": package, "class": kind}
    etree.SubElement(holder, "Ref", reference)
