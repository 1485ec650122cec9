"""The gap between the two counts of a flow, in both directions, as a document."""

from __future__ import annotations

from collections.abc import Iterator

from hali.brief import series, tables
from hali.brief.compose import day_of, program_version
from hali.brief.material import Material, codes_of, currency, usual
from hali.brief.press import Press
from hali.codelists import areas
from hali.languages import numbers
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Block, Document, Section
from hali.record import readings as lookup
from hali.record.store import Record

MEASURE = "mirror_gap"


def compose(record: Record, a: str, b: str, lang: str) -> Document:
    """The exporter's figure minus the importer's, year by year, for exports of A to B and of B to A.

    Args:
        record: where all numbers come from.
        a: one side, as area concept or dated code.
        b: the other.
        lang: language of the document.

    Returns:
        A section for each direction both sides report; none where neither is.
    """
    day = day_of(record)
    sides = (usual(a, day), usual(b, day))
    around = lookup.find(record, [MEASURE], reporters=codes_of(a), partners=codes_of(b), either_way=True)
    everything = tuple(series.newest(around))
    press = Press(Material(record, (a, b), sides, day, {}, everything, ()), lang)
    unit = "EUR" if "EUR" in {currency(areas.concept(side)) for side in (a, b)} else "USD"
    sections = tuple(_sections(press, everything, sides, unit))
    names = [words.form(side, lang, "plain") for side in (a, b)]
    return Document(
        kind="gap",
        title=press.text("title", a=names[0], b=names[1]),
        language=lang,
        pair=(a, b),
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=record.id,
        version=press.text("version", version=program_version()),
        sections=sections,
        readings=press.cards(),
        origins=press.origins(),
        labels=words.table(lang, "labels"),
    )


def _sections(press: Press, readings: tuple[Reading, ...], sides: tuple[str, str], unit: str) -> Iterator[Section]:
    for exporter, importer in (sides, sides[::-1]):
        own = [
            r
            for r in readings
            if (r.definition.reporter, r.definition.partner, r.definition.unit) == (exporter, importer, unit)
        ]
        if not own:
            continue
        title = str(words.table(press.lang, "brief")["figure_series"]).format(
            measure=tables.row_name(own[-1], press.lang),
            reporter=tables.name_of(exporter, press.lang),
            partner=tables.name_of(importer, press.lang),
        )
        drawn = series.figure(press, own, ())
        blocks: list[Block] = [*([drawn] if drawn else []), *series.values(press, own)]
        yield Section(id=f"gap-{exporter}".lower(), pillar="trade", title=title, blocks=tuple(blocks))
