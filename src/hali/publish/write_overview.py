"""The index of a folder of annotated articles: one page for each order, so that it can be sorted without a script."""

from __future__ import annotations

from collections.abc import Iterator

from hali.publish.overview import Overview
from hali.publish.pages import rendered

FIRST = "index.html"
"""The page with the most urgent articles first."""

BY_NAME = "index-file.html"
"""The page in the order of the files."""


def write(overview: Overview) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each page: FIRST, BY_NAME and one for each further column that counts anything."""
    shown = [k for k, total in enumerate(overview.totals) if total]
    names = {k: FIRST if k == 0 else f"index-{overview.columns[k].key}.html" for k in {0, *shown}}
    heads = [(overview.columns[k].name, names[k], k) for k in shown]

    def page(rows: object, current: int) -> bytes:
        return rendered(
            "overview.html",
            ("page.css", "overview.css"),
            overview.language,
            document=overview,
            labels=overview.labels,
            heads=heads,
            rows=rows,
            current=current,
            by_name=BY_NAME,
        )

    yield BY_NAME, page(overview.by_name(), -1)
    for column, name in names.items():
        yield name, page(overview.by_count(column), column)
