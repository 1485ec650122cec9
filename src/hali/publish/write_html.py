"""A document as one HTML file: no script, no request, light and dark, for screen and print."""

from __future__ import annotations

from hali.publish.document import Document
from hali.publish.pages import rendered
from hali.publish.write_json import digest


def write(document: Document) -> bytes:
    """The document as a self-contained page, UTF-8."""
    return rendered(
        "document.html",
        ("page.css",),
        document.language,
        document=document,
        digest=digest(document),
        labels=dict(document.labels),
    )
