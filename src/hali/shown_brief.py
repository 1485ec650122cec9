"""A brief that a notebook shows as its page."""

from __future__ import annotations

from dataclasses import dataclass, fields

from hali.publish.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Document):
    """A brief of two partners."""

    def _repr_html_(self) -> str:
        from hali.publish import notebook

        return notebook.document(self)


def brief(document: Document) -> Brief:
    """`document` as a notebook can show it."""
    return Brief(**{field.name: getattr(document, field.name) for field in fields(document)})
