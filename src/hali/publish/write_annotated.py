"""A checked article as one HTML file: the text on the left, its findings on the right or under their sentences."""

from __future__ import annotations

from hali.publish.annotated import AnnotatedDocument, stretches
from hali.publish.pages import rendered

TAGS = {"title": "h2", "heading": "h3"}
"""Elements of blocks that head others; all other blocks are paragraphs."""


def write(annotated: AnnotatedDocument) -> bytes:
    """The article and its findings as a self-contained page, UTF-8."""
    return rendered(
        "annotated.html",
        ("page.css", "annotated.css"),
        annotated.language,
        document=annotated,
        labels=dict(annotated.labels),
        findings={finding.id: finding for finding in annotated.findings},
        stretches=stretches,
        tags=TAGS,
    )
