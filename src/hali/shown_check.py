"""A checked article that a notebook shows as its page."""

from __future__ import annotations

from dataclasses import dataclass, fields

from hali.checking.checked import Checked
from hali.record.store import Record


@dataclass(frozen=True, slots=True)
class CheckedText(Checked):
    """A checked article and the record it was checked against.

    Attributes:
        opened: the record; the page names the sources of its readings.
    """

    opened: Record

    def _repr_html_(self) -> str:
        from hali.checking import annotate
        from hali.publish import notebook

        return notebook.fragment(annotate.to_html(self.opened, self).decode())


def with_record(checked: Checked, record: Record) -> CheckedText:
    """`checked` as a notebook can show it."""
    return CheckedText(**{field.name: getattr(checked, field.name) for field in fields(checked)}, opened=record)
