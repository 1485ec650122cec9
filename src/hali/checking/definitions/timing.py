"""Which year an undated number means: the latest that had ended and could have been out when the text appeared.

By calendar and the usual lag of the measure, never by what the record happens to hold.
"""

from __future__ import annotations

from functools import cache

from hali.codelists import measures


@cache
def latest_year(measure: str, published: str) -> int:
    """The latest full year whose figure was usually out on a day.

    Args:
        measure: id of the measures codelist.
        published: ISO day the text appeared.

    >>> latest_year("exports", "2024-03-01"), latest_year("exports", "2024-02-28")
    (2023, 2022)
    """
    year, month = int(published[:4]), int(published[5:7] or 12)
    months = 12 * year + month - 1 - measures.measure(measure).lag_months
    return months // 12 - 1
