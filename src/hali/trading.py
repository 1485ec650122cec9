"""The call behind `hali dependence`: what two partners are to each other in the trade of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hali import api

if TYPE_CHECKING:
    from hali.publish.document import Document
    from hali.record.store import Record


def dependence(a: str, b: str, *, data: str = "", lang: str = "en", record: Record | None = None) -> Document:
    """What two partners are to each other in goods: shares both ways, concentration, fit, product by product.

    Args:
        a: one side, as a name in any language or a code.
        b: the other.
        data: CSV, Parquet or folder with trade of your own: exporter, importer, product, year, value; "" = the record.
        lang: language of the words.
        record: an opened record; default the one that ships.

    Returns:
        A document any writer takes; `readings` holds its numbers.

    Raises:
        UnknownCode: an area or language no codelist knows.
        QuestionError: two areas with members in common, or data that cannot be used.
        NotInRecord: no table holds both sides.
    """
    from hali.briefs.dependence import pages, view
    from hali.shown_brief import brief as shown

    pair = api.resolve_pair((a, b))
    language = api.check_language(lang)
    opened = record or api.open_record()
    found = view.of_file(opened, *pair, data) if data else view.of_record(opened, *pair)
    return shown(pages.compose(found, language))
