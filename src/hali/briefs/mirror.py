"""The gap between the two counts of a flow, in both directions, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from hali.briefs import both_ways, series, tables
from hali.briefs.press import Press
from hali.model.definition import Reading
from hali.publish.document import Block, Document, Section
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
    return both_ways.compose(record, a, b, lang, "gap", MEASURE, _section)


def _section(press: Press, own: Sequence[Reading], way: tuple[str, str]) -> Section:
    exporter, importer = (tables.name_of(code, press.lang) for code in way)
    title = press.text(
        "figure_series", measure=tables.row_name(own[-1], press.lang), reporter=exporter, partner=importer
    )
    drawn = series.figure(press, own, ())
    blocks: list[Block] = [*([drawn] if drawn else []), *series.values(press, own)]
    return Section(id=f"gap-{way[0]}".lower(), pillar="trade", title=title, blocks=tuple(blocks))
