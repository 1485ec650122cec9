"""Goods each of two partners delivers to the other, by the industry that makes them, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from hali.briefs import both_ways, tables
from hali.briefs.press import Press
from hali.languages import numbers
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Document, Note, Section, plain
from hali.record.store import Record

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
    return both_ways.compose(record, a, b, lang, "industries", MEASURE, _section)


def _section(press: Press, own: Sequence[Reading], way: tuple[str, str]) -> Section:
    newest = max(r.definition.period for r in own)
    ranked = sorted((r for r in own if r.definition.period == newest), key=lambda r: -r.value)
    maker, taker = (tables.name_of(code, press.lang) for code in way)
    measure = words.capital(words.measure(MEASURE, press.lang))
    title = press.text("figure_series", measure=measure, reporter=maker, partner=taker)
    figure = tables.bars_figure(press, ranked, f"{title}, {numbers.format_period(newest, press.lang)}", DRAWN)
    model = Note((plain(str(words.table(press.lang, "caveats")["ESTIMATE"])),))
    return Section(id=f"industries-{way[0]}".lower(), pillar="trade", title=title, blocks=(figure, model))
