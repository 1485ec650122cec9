"""Attributes that a message states once for a group of series: every series whose key fits has them."""

from __future__ import annotations

from collections.abc import Mapping

Cells = Mapping[str, str | None]
_Index = dict[tuple[str, ...], dict[tuple[str | None, ...], dict[str, str | None]]]


class Groups:
    """The groups of a dataset."""

    def __init__(self) -> None:
        self._stated: list[tuple[Cells, Cells]] = []
        self._indexed: dict[frozenset[str], _Index] = {}

    def add(self, key: Cells, attributes: Cells) -> None:
        """Take in a group: codes of its part of the key, and what holds for all series under it.

        Without a key the attributes name it too: it is what the series have as well.
        """
        self._stated.append((key, attributes))
        self._indexed.clear()

    def of(self, series: Cells) -> dict[str, str | None]:
        """Attributes of the groups that a series, or an observation, belongs to."""
        if not self._stated:
            return {}
        names = frozenset(series)
        if names not in self._indexed:
            self._indexed[names] = self._index(names)
        found: dict[str, str | None] = {}
        for key, groups in self._indexed[names].items():
            found |= groups.get(tuple(series[name] for name in key), {})
        return found

    def _index(self, names: frozenset[str]) -> _Index:
        """Names of the part of the key -> its codes -> attributes, for series with these names."""
        index: _Index = {}
        for key, attributes in self._stated:
            part = key or {name: text for name, text in attributes.items() if name in names}
            if not part or not set(part) <= names:
                continue
            at = index.setdefault(tuple(part), {}).setdefault(tuple(part.values()), {})
            at |= {name: text for name, text in attributes.items() if name not in names}
        return index
