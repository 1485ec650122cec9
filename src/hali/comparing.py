"""The calls that set two partners beside each other: both counts of the same flow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hali import api
from hali.record.store import Record

if TYPE_CHECKING:
    from hali.briefs.mirror.counts import By, Kind
    from hali.publish.document import Document


def mirror(
    a: str,
    b: str,
    *,
    of: Kind = "goods",
    by: By = "year",
    years: Iterable[int] = (),
    currency: str = "USD",
    margin: float | None = None,
    lang: str = "en",
    record: Record | None = None,
) -> Document:
    """What both sides report of the same flow, side by side, both directions: the counts, the gap, what it may contain.

    Args:
        a: one side, as a name in one of six languages or a code.
        b: the other.
        of: goods, services or investment.
        by: a row for each year, product or member of a bloc.
        years: years, of which the first and the last count; default all, of products and members the newest of both.
        currency: USD or EUR, of all values.
        margin: freight and insurance over the exporter's value; None = 0.06 for goods.
        lang: language of the words.
        record: an opened record; default the one that ships.

    Returns:
        A document any writer takes; `readings` holds its numbers.

    Raises:
        UnknownCode: an area or language no codelist knows.
        QuestionError: two equal areas, no such currency or margin, members of two countries.
        NotInRecord: neither side counts the flow in these years.
    """
    from hali.briefs.mirror import counts, pages
    from hali.shown_brief import brief as shown

    pair = api.resolve_pair((a, b))
    language, when = api.check_language(lang), sorted(years)
    span = (when[0], when[-1]) if when else ()
    opened = record or api.open_record()
    view = counts.view(opened, *pair, kind=of, by=by, years=span, currency=currency, margin=margin)
    return shown(pages.compose(view, language))
