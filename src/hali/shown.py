"""A brief and a checked article that a notebook shows as their pages."""

from __future__ import annotations

from dataclasses import dataclass, fields

from hali.check.checked import Checked
from hali.publish.document import Document
from hali.record.store import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Document):
    """A brief of two partners."""

    def _repr_html_(self) -> str:
        from hali.publish import notebook

        return notebook.document(self)


@dataclass(frozen=True, slots=True)
class CheckedText(Checked):
    """A checked article and the record it was checked against.

    Attributes:
        opened: the record; the page names the sources of its readings.
    """

    opened: Record

    def _repr_html_(self) -> str:
        from hali.check import annotate
        from hali.publish import notebook

        return notebook.fragment(annotate.to_html(self.opened, self).decode())


def brief(document: Document) -> Brief:
    """`document` as a notebook can show it."""
    return Brief(**{field.name: getattr(document, field.name) for field in fields(document)})


def with_record(checked: Checked, record: Record) -> CheckedText:
    """`checked` as a notebook can show it."""
    return CheckedText(**{field.name: getattr(checked, field.name) for field in fields(checked)}, opened=record)
