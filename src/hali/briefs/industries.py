"""Goods each of two partners delivers to the other, by the industry that makes them, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from hali.briefs import series, tables
from hali.briefs.compose import day_of
from hali.briefs.material import Material, codes_of, currency, usual
from hali.briefs.press import Press
from hali.codelists import areas
from hali.languages import numbers
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Document, Note, Section, plain
from hali.record import readings as lookup
from hali.record.store import Record
from hali.version import VERSION

MEASURE = "goods_by_industry"

DRAWN = 12
"""Industries drawn at the most; the table has all."""


def compose(record: Record, a: str, b: str, lang: str) -> Document:
    """The newest year of goods by industry, the largest first, in both directions.

    Args:
        record: where all numbers come from.
        a: one side, as area concept or dated code.
        b: the other.
        lang: language of the document.

    Returns:
        A section for each direction the record has industries of; none where it has none.
    """
    day = day_of(record)
    sides = (usual(a, day), usual(b, day))
    around = lookup.find(record, [MEASURE], reporters=codes_of(a), partners=codes_of(b), either_way=True)
    everything = tuple(series.newest(around))
    press = Press(Material(record, (a, b), sides, day, {}, everything, ()), lang)
    unit = "EUR" if "EUR" in {currency(areas.concept(side)) for side in (a, b)} else "USD"
    sections = []
    for way in (sides, sides[::-1]):
        own = [
            r for r in everything if (r.definition.reporter, r.definition.partner, r.definition.unit) == (*way, unit)
        ]
        sections += [_section(press, own, way)] if own else []
    names = [words.form(side, lang, "plain") for side in (a, b)]
    return Document(
        kind="industries",
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


def _section(press: Press, own: Sequence[Reading], way: tuple[str, str]) -> Section:
    newest = max(r.definition.period for r in own)
    ranked = sorted((r for r in own if r.definition.period == newest), key=lambda r: -r.value)
    maker, taker = (tables.name_of(code, press.lang) for code in way)
    measure = words.capital(words.measure(MEASURE, press.lang), press.lang)
    title = press.text("figure_series", measure=measure, reporter=maker, partner=taker)
    figure = tables.bars_figure(press, ranked, f"{title}, {numbers.format_period(newest, press.lang)}", DRAWN)
    model = Note((plain(str(words.table(press.lang, "caveats")["ESTIMATE"])),))
    return Section(id=f"industries-{way[0]}".lower(), pillar="trade", title=title, blocks=(figure, model))
