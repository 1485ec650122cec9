"""What one measure says of two partners in both directions, as a document with a section a direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hali.briefs import series
from hali.briefs.compose import day_of
from hali.briefs.material import Material, codes_of, currency, usual
from hali.briefs.press import Press
from hali.codelists import areas
from hali.languages import numbers
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Document, Section
from hali.record import readings as lookup
from hali.record.store import Record
from hali.version import VERSION


def compose(
    record: Record,
    a: str,
    b: str,
    lang: str,
    kind: str,
    measure: str,
    section: Callable[[Press, Sequence[Reading], tuple[str, str]], Section],
) -> Document:
    """A document of one measure, first from the first side to the second, then back.

    Args:
        record: where all numbers come from.
        a: one side, as area concept or dated code.
        b: the other.
        lang: language of the document.
        kind: kind of the document.
        measure: the measure.
        section: makes a section of the newest readings of a direction, in the currency of the pair, and its two sides.

    Returns:
        A section for each direction the record has readings of; none where it has none.
    """
    day = day_of(record)
    sides = (usual(a, day), usual(b, day))
    around = lookup.find(record, [measure], reporters=codes_of(a), partners=codes_of(b), either_way=True)
    everything = tuple(series.newest(around))
    press = Press(Material(record, (a, b), sides, day, {}, everything, ()), lang)
    unit = "EUR" if "EUR" in {currency(areas.concept(side)) for side in (a, b)} else "USD"
    sections = []
    for way in (sides, sides[::-1]):
        own = [
            r for r in everything if (r.definition.reporter, r.definition.partner, r.definition.unit) == (*way, unit)
        ]
        sections += [section(press, own, way)] if own else []
    names = [words.form(side, lang, "plain") for side in (a, b)]
    return Document(
        kind=kind,
        title=press.text("title", a=names[0], b=names[1]),
        language=lang,
        pair=(a, b),
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=record.id,
        version=press.text("version", version=VERSION),
        sections=tuple(sections),
        readings=press.cards(),
        origins=press.origins(),
        labels=words.table(lang, "labels"),
    )
