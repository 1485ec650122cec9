"""An Atom feed (RFC 4287) from plain entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from hali.version import VERSION

MEDIA = "application/atom+xml; charset=utf-8"

NAMESPACE = "http://www.w3.org/2005/Atom"

SINCE = "2026"
"""Year in which names below our authority began to be given (RFC 4151)."""

MOST = 50
"""Entries of a feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Attributes:
        name: what stands behind the authority in its id; names one thing for ever.
        title: in a few words.
        text: in a sentence.
        day: ISO day.
        address: page that says more.
        kind: category: changed, added, withdrawn, published, correction.
    """

    name: str
    title: str
    text: str
    day: str
    address: str
    kind: str


def written(site: str, path: str, page: str, lang: str, title: str, entries: Sequence[Entry], day: str) -> bytes:
    """The feed, its newest entries first.

    Args:
        site: address of the server, without a slash at the end.
        path: of the feed itself, with its parameters.
        page: address of the page that shows the same.
        lang: language of its texts.
        title: what it tells.
        entries: in any order.
        day: ISO day of a feed without entries.
    """
    newest = sorted(entries, key=lambda one: (one.day, one.name), reverse=True)[:MOST]
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": lang})
    _text(feed, "id", tag(site, path.partition("?")[0].strip("/")))
    _text(feed, "title", title)
    _text(feed, "updated", _moment(newest[0].day if newest else day))
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": site + path})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _text(SubElement(feed, "author"), "name", "hali")
    generator = SubElement(feed, "generator", {"version": VERSION})
    generator.text = "hali"
    for one in newest:
        entry = SubElement(feed, "entry")
        _text(entry, "id", tag(site, one.name))
        _text(entry, "title", one.title)
        _text(entry, "updated", _moment(one.day))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.address})
        SubElement(entry, "category", {"term": one.kind})
        _text(entry, "summary", one.text)
    told: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return told + b"\n"


def tag(site: str, name: str) -> str:
    """A `tag:` URI (RFC 4151) below the name of the server.

    >>> tag("https://hali.example", "reading/00ff")
    'tag:hali.example,2026:reading/00ff'
    """
    return f"tag:{urlsplit(site).hostname},{SINCE}:{name}"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _moment(day: str) -> str:
    """A day, a month or a year as a moment (RFC 3339)."""
    return f"{day}{'-01-01'[len(day) - 4 :] if len(day) < 10 else ''}T00:00:00Z"
