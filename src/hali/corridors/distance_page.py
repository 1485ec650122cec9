"""Two places without a network as a document: why there are no routes, the distance, what the record knows."""

from __future__ import annotations

from hali.corridors import exported
from hali.corridors.fallback import Distance
from hali.corridors.printer import statement
from hali.corridors.wording import Wording
from hali.languages import numbers
from hali.narrate import words
from hali.publish.blocks import Paragraph, Quantity, plain
from hali.publish.document import CitedOrigin, Document, ReadingCard
from hali.version import VERSION

READ = "2026-11-29"
"""Day the rows of the network were last gone over."""


def document(found: Distance, lang: str) -> Document:
    """Two places without a network as a document."""
    says = Wording(lang, found.loaded)
    ends = says.ends(found.ends)
    cards = {"distance": _card(says, says("off.what", **ends), "distance", found.km, "km", 1)}
    km = Quantity(says.number(found.km), "distance", found.km, "km")
    said = [plain(exported.off(found, says)), statement(says, "off.distance", (1,), q=km)]
    for one in found.readings:
        name = exported.asked(one.what, lang)
        cards[one.reading] = _card(says, name, "published", one.value, one.unit, 2)
        number = Quantity(says.short(one.value), one.reading, one.value, one.unit)
        said.append(statement(says, "off.reading", (2,), name=name, q=number, period=one.period))
    said += [plain(says("off.missing", name=exported.asked(what, lang))) for what in found.missing]
    origins = [CitedOrigin("GEONAMES", says("off.geonames"), "CC BY 4.0", url="https://www.geonames.org")]
    if found.readings:
        origins.append(CitedOrigin("RECORD", says("off.record"), says("off.as_publisher")))
    return Document(
        kind="routes",
        title=says("titles.from_to", **ends),
        subtitle=says("titles.none"),
        language=lang,
        pair=(found.ends[0].area, found.ends[1].area),
        composition=tuple((place.asked, says.place(place)) for place in found.ends if place.read_as),
        as_of=READ,
        as_of_text=numbers.format_date(READ, lang),
        record=found.loaded.id,
        version=f"hali {VERSION}",
        lead=(Paragraph(tuple(said)),),
        sections=(),
        readings=cards,
        origins=tuple(origins),
        labels={**words.table(lang, "labels"), "record": says("titles.network")},
    )


def _card(says: Wording, what: str, formula: str, value: float, unit: str, source: int) -> ReadingCard:
    return {
        "definition": what,
        "formula": says(f"formulas.{formula}"),
        "value": value,
        "unit": unit,
        "status": "",
        "sources": [source],
        "others": [],
    }
