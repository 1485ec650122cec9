"""What can be asked for, as lists: measures, areas, sources, found by words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hali.publish.tabular import Tabular
from hali.record.store import Record

if TYPE_CHECKING:
    import pyarrow as pa

CLOSE = 10
"""Areas a word finds at the most."""


class Listing(Tabular):
    """A list of codes with what is said of each; a table others can take.

    Args:
        title: what is listed.
        entries: one dict each, with the same keys.
        columns: keys that a notebook shows.
    """

    def __init__(self, title: str, entries: Sequence[dict[str, Any]], columns: tuple[str, ...]) -> None:
        self.title = title
        self.entries = tuple(entries)
        self.columns = columns

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def table(self) -> pa.Table:
        """All of them as an Arrow table; of an empty list no columns."""
        import pyarrow as pa

        return pa.Table.from_pylist(list(self.entries))

    def __repr__(self) -> str:
        lines = [f"<{len(self):,} {self.title}>"]
        width = max((len(str(one[self.columns[0]])) for one in self.entries[:LISTED]), default=0)
        for one in self.entries[:LISTED]:
            code, *told = (str(one[name]) for name in self.columns)
            lines.append(f"  {code:{width}}  {', '.join(text for text in told if text)}")
        if len(self) > LISTED:
            lines.append(f"  ... {len(self) - LISTED:,} more")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        if not self.entries:
            return f"<p>0 {self.title}</p>"
        return self._shown(f"{len(self):,} {self.title}", [], self.columns, [])


LISTED = 12
"""Entries that are printed."""


def measures(search: str = "", lang: str = "en", record: Record | None = None) -> Listing:
    """The measures: what the record can be asked for.

    Args:
        search: words in any language, or a part of the id; "" = all.
        lang: language of the names.
        record: an opened record; default the one that ships.

    Returns:
        Entries with `id`, `name`, `pillar`, `unit`, `default`, `definition`, `variants`, `held` ...; `held` says
        whether `readings` has figures of it.
    """
    from hali import api
    from hali.catalogue import measure_list

    api.check_language(lang)
    held = (record or api.open_record()).warehouse.plan.measures
    entries = [measure_list.entry(one, lang, held) for one in measure_list.find(search)]
    return Listing("measures", entries, ("id", "name", "unit"))


def areas(search: str = "", lang: str = "en") -> Listing:
    """The areas: countries, and blocs with the members they have today.

    Args:
        search: a code, or a name in any language; "" = all.
        lang: language of the names.

    Returns:
        Entries with `code`, `name`, `kind`, `read_as`, `members`, `other_codes`.
    """
    from hali import api
    from hali.catalogue import area_list
    from hali.codelists import areas as codelist

    api.check_language(lang)
    # of a word every area is near to some degree
    found = area_list.find(search, CLOSE if search.strip() else len(codelist.codes()) * 2)
    today = datetime.now(UTC).date()
    return Listing("areas", [area_list.entry(code, lang, today) for code in found], ("code", "name", "kind"))


def languages() -> Listing:
    """The languages: those read and written in full, then those of which only numbers are read.

    Returns:
        Entries as `hali.languages.completeness.covers` gives them.
    """
    from hali.languages import BASIC, CODES
    from hali.languages.completeness import covers

    return Listing("languages", [covers(lang) for lang in CODES + BASIC], ("code", "english", "level"))


def sources(search: str = "", everything: bool = False) -> Listing:
    """The tables of the record, with title, licence, coverage and freshness.

    Args:
        search: words of a publisher or a title, or a part of a table's id; "" = all.
        everything: also tables the record holds nothing of.

    Returns:
        Entries with `dataflow`, `title`, `publisher`, `licence`, `rows`, `first_year`, `last_year`, `known` ...
    """
    from hali import curation

    words = search.casefold().split()
    listed = curation.sources(everything)
    found = [
        one
        for one in listed
        if all(
            word in f"{one['dataflow']} {one['source']} {one['publisher']} {one['title']}".casefold() for word in words
        )
    ]
    return Listing("tables", found, ("dataflow", "title", "licence"))
