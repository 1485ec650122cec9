"""What search engines and reference managers read of a page: schema.org as JSON-LD, and `citation_*` of its head.

A ClaimReview is never among it: only a named reviewer states one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hali.model.definition import NONE
from hali.narrate import words
from hali.publish.citations import Citation
from hali.publish.document import CitedOrigin, Document, Paragraph

FILES = {".csv": "text/csv", ".json": "application/json", ".parquet": "application/vnd.apache.parquet"}
"""Suffix -> content type of the files of a series that are told."""

FEW = 20
"""Sources told at the most."""


@dataclass(frozen=True, slots=True)
class Described:
    """What the head of a page says of it.

    Attributes:
        linked: a JSON-LD object, safe inside a script element.
        meta: name and content of `meta` elements.
    """

    linked: Markup
    meta: tuple[tuple[str, str], ...]


def report(document: Document, permalink: str) -> Described:
    """Of the page of a pair or a section.

    Args:
        document: what it shows.
        permalink: address that pins its record.
    """
    said = [one.text for block in document.lead if isinstance(block, Paragraph) for one in block.statements]
    linked = _common("Report", document, next(iter(said), document.subtitle), permalink) | {
        "about": [{"@type": "Place", "name": words.form(code, document.language, "plain")} for code in document.pair],
        "isBasedOn": [_source(one) for one in document.origins[:FEW]],
    }
    return Described(_written(linked), _meta(document, permalink, ()))


def dataset(document: Document, id_: str, permalink: str, page: str, citations: Sequence[Citation]) -> Described:
    """Of the page of a series.

    Args:
        document: what it shows.
        id_: id of the reading its address names.
        permalink: address that pins its record.
        page: address of the page, to which suffixes are added.
        citations: the publications its numbers rest on.
    """
    origins = [one.origin for one in citations[:FEW]]
    told = document.readings[id_]
    linked = _common("Dataset", document, document.subtitle, permalink) | {
        "identifier": id_,
        "variableMeasured": {"@type": "PropertyValue", "name": document.title, "unitText": told["unit"]},
        "spatialCoverage": [words.form(code, document.language, "plain") for code in document.pair if code != NONE],
        "creator": [{"@type": "Organization", "name": name} for name in _distinct([one.producer for one in origins])],
        "license": _distinct([one.licence for one in origins]),
        "citation": [one.long(document.language) for one in citations[:FEW]],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{page}{suffix}"}
            for suffix, media in FILES.items()
        ],
    }
    return Described(_written(linked), _meta(document, permalink, [one.producer for one in origins]))


def _common(kind: str, document: Document, description: str, permalink: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "name": document.title,
        "description": description,
        "inLanguage": document.language,
        "url": permalink,
        "version": document.record,
        "dateModified": document.as_of,
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": "hali"},
    }


def _source(origin: CitedOrigin) -> dict[str, str]:
    told = {"@type": "CreativeWork", "name": origin.citation, "license": origin.licence}
    return told | ({"url": origin.url} if origin.url else {})


def _meta(document: Document, permalink: str, producers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return (
        ("citation_title", document.title),
        *(("citation_author", name) for name in (*_distinct(producers)[:5], "hali")),
        ("citation_publication_date", document.as_of.replace("-", "/")),
        ("citation_language", document.language),
        ("citation_public_url", permalink),
        ("citation_technical_report_number", document.record),
    )


def _distinct(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _written(linked: dict[str, Any]) -> Markup:
    """JSON that cannot end the element it stands in, whatever its texts hold."""
    text = json.dumps(linked, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - data; nothing in it can be markup
