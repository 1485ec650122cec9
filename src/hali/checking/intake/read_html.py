"""HTML -> blocks: the main text of a page without menus, share bars and notes, with its title and date."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import regex

from hali import extras
from hali.checking.intake import segment
from hali.checking.intake.source import HTML_LIMIT, Piece, Source, assemble, clean, megabytes, reason, visible
from hali.errors import UnreadableInput

_TAGS = 50_000
"""Tags a page may have; the longest pages of newspapers have some thousands."""
_PARTS_OF_TAG = 200
"""Parts (names and values) a tag may have before it is cut to the attributes anybody reads."""
_PARTS_OF_PAGE = 150_000
"""Parts all tags may have before every further tag is cut so."""

_LOOKED_AT = 2000
"""Elements of a page in which a printed date is looked for, and _SHORT the characters its line may have."""
_SHORT = 60
_STATED = regex.compile(r"\"datePublished\"\s*+:\s*+\"([^\"]{10})")
_DATED = regex.compile(r"date|publi|posted")
_DATES = frozenset(
    {
        *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date"),
        *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "citation_publication_date"),
        *("dc.date", "dc.date.issued", "dc.date.created", "dcterms.date", "dcterms.issued", "dcterms.created"),
        *("parsely-pub-date", "sailthru.date", "article.published"),
    }
)

_LABEL_WORDS = 4
"""Words before a colon that announce links."""

_DROPPED = frozenset({"script", "style", "svg", "template", "iframe"})
_RAW = frozenset({"script", "style", "iframe"})
"""Those that run to the end of the page where nothing closes them."""
_OPEN = regex.compile(r"<(?:!--|([a-z][^\s/>]*+))", regex.I)
_REST = regex.compile(r"(?:[^>=]++|=[ \t\n\r\f]*+(?:\"[^\"]*+\"|'[^']*+')?+)*+")
_PARTS = regex.compile(r"[\s\"'/]+")
_READ = regex.compile(
    r"(?<=[\s\"'])(?:name|property|content|datetime|class|id|itemprop|type)\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')", regex.I
)
_MARKUP = regex.compile(r"</?[a-z][a-z0-9]*[\s/>]", regex.I)
_DECLARATION = regex.compile(r"\s*<\?xml[^>]*>")
_START = regex.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|main|article|section|div|h[1-6]|p|table|meta|title)[\s/>])", regex.I
)

_KINDS: dict[str, segment.Kind] = {
    "p": "paragraph",
    "head": "heading",
    "item": "item",
    "cell": "cell",
    "quote": "paragraph",
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "item",
    "td": "cell",
    "th": "cell",
    "figcaption": "paragraph",
    "caption": "paragraph",
    "blockquote": "paragraph",
    "dt": "paragraph",
    "dd": "paragraph",
    "pre": "paragraph",
}
_FRAMES = frozenset(
    {"list", "table", "row", "div", "section", "article", "ul", "ol", "dl", "tr", "tbody", "thead", "figure", "main"}
)
_ROWS = frozenset({"row", "tr"})
_CELLS = frozenset({"cell", "td", "th"})
_CELL_WORDS = 20
"""Words from which on a cell is a part of the page and no cell of a table."""
_SILENT = frozenset(
    {"script", "style", "svg", "nav", "footer", "aside", "template", "noscript", "button", "form", "graphic"}
)


def looks_like(text: str) -> bool:
    """True if a text begins as a page does, after white space, comments and an XML declaration."""
    head = text[:16_384].lstrip()
    while head.startswith(("<!--", "<?")):
        _, _, head = head.partition("-->" if head.startswith("<!--") else ">")
        head = head.lstrip()
    return _START.match(head) is not None


def source(page: str, name: str) -> Source:
    """The main text of a page.

    Args:
        page: the page as text.
        name: file name, shown in errors.

    Raises:
        UnreadableInput: too large, or no article in it.
        MissingExtra: the extra `articles` is not installed.
    """
    extras.require("articles", "reading an article out of HTML")
    import trafilatura
    from lxml import html

    if len(page) > HTML_LIMIT:
        raise UnreadableInput(
            f"{name} holds more than {megabytes(HTML_LIMIT)} of HTML; save the article alone, or give its text"
        )
    slim = _slim(page, name)
    for library in ("trafilatura", "htmldate"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    try:
        tree = html.document_fromstring(slim, parser=html.HTMLParser(collect_ids=False, remove_pis=True))
        generator = tree.xpath("string(//meta[@name='generator']/@content)")
        # the structure of a page this program wrote is known: nothing has to be guessed
        body: Any = tree.find(".//main") if generator.startswith("hali") else None
        day = _published(tree)
        _prepare(tree)
        own = list(_settled(_walk(body, "paragraph"))) if body is not None else []
        found: Any = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False},
        )
        pieces = own or (list(_settled(_walk(found.body, "paragraph"))) if found is not None else [])
    except Exception as error:
        raise UnreadableInput(f"{name} cannot be read as HTML: {reason(error)}") from error
    if not pieces:
        raise UnreadableInput(f"{name}: the page holds no article text; save the text itself and give that")
    title = clean(found.title or "") if found is not None else ""
    if title and title not in {text for _, text in pieces[:3]}:
        pieces.insert(0, ("title", title))
    return assemble(pieces, name, title, day)


def _prepare(tree: Any) -> None:
    """Captions become paragraphs, which the extraction keeps; lines that are nothing but links go."""
    for figure in tree.findall(".//figure"):
        for caption in figure.findall(".//figcaption"):
            caption.tag = "p"
            caption.tail = None
            figure.addprevious(caption)
    for block in [*tree.findall(".//p"), *tree.findall(".//li")]:
        if next(block.iterfind(".//a"), None) is not None and _only_links(block):
            block.drop_tree()


def _only_links(block: Any) -> bool:
    """True for "Read also: <a>...</a>" and for an item of a menu: a short label at most, then links."""
    outside = "".join(block.xpath(".//text()[not(ancestor::a)]")).split()
    return not outside or (len(outside) <= _LABEL_WORDS and outside[-1].endswith(":"))


def marked_up(page: str) -> bool:
    """True if a text has a tag in it at all; a file may be called .html and be none."""
    return _MARKUP.search(page) is not None


def _published(tree: Any) -> date | None:
    """The day the page says it appeared; a date in its text is not asked, it may be of anything."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        if (found := _STATED.search(script.text or "")) and (day := _day(found.group(1))):
            return day
    for element in tree.xpath("//meta | //time | //*[@itemprop]"):
        names = {(element.get(key) or "").lower() for key in ("property", "name", "itemprop")}
        published = names & _DATES or (element.tag == "time" and not names - {""})
        if published and (day := _day(element.get("content") or element.get("datetime"))):
            return day
    for element in tree.xpath("//*[self::span or self::div or self::p][@class or @id]")[:_LOOKED_AT]:
        marks = f"{element.get('class')} {element.get('id')}".lower()
        text = element.text_content() if _DATED.search(marks) else ""
        if text and len(text) < _SHORT and (day := _printed(text)):
            return day
    return None


def _printed(text: str) -> date | None:
    """The day in a short line such as "14 June 2023" or "15.03.2022"."""
    from htmldate import find_date
    from lxml import html

    line = html.Element("html")
    html.etree.SubElement(html.etree.SubElement(line, "body"), "p", {"class": "date"}).text = visible(text)
    return _day(find_date(line, extensive_search=False, original_date=True, outputformat="%Y-%m-%d"))


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat((written or "").strip()[:10])
    except ValueError:
        return None


def _slim(page: str, name: str) -> str:
    """The page without comments, scripts, styles and drawings, in one pass.

    Scripts with the page's own description (JSON-LD) stay. A tag of hundreds of attributes keeps those that are read:
    the parser's time grows with their square.
    """
    kept: list[str] = []
    declaration = _DECLARATION.match(page)
    at = declaration.end() if declaration else 0
    tags = parts = 0
    unclosed: set[str] = set()
    while (mark := _OPEN.search(page, at)) is not None:
        kept.append(page[at : mark.start()])
        if mark.group(1) is None:
            at = _after(page, "-->", mark.end())
            continue
        tags += 1
        if tags > _TAGS:
            raise UnreadableInput(f"{name} holds more than {_TAGS:,} tags; save the article alone, or give its text")
        end = _REST.match(page, mark.end()).end() + 1
        tag, kind = page[mark.start() : end], mark.group(1).lower()
        if kind in _DROPPED - unclosed and "ld+json" not in tag:
            close = regex.compile(rf"</{kind}\b[^>]*+>?", regex.I).search(page, end)
            at = close.end() if close else len(page) if kind in _RAW else end
            unclosed |= set() if close else {kind}
            kept.append(" ")
            continue
        count = sum(1 for _ in _PARTS.finditer(tag))
        parts += count
        if count > _PARTS_OF_TAG or parts > _PARTS_OF_PAGE:
            tag = f"<{kind} {' '.join(_READ.findall(tag)[:9])}>"
        kept.append(tag)
        at = end
    kept.append(page[at:])
    return "".join(kept)


def _after(page: str, sign: str, start: int) -> int:
    found = page.find(sign, start)
    return len(page) if found < 0 else found + len(sign)


def _walk(element: Any, kind: segment.Kind) -> Iterator[Piece]:
    """Blocks of an HTML or trafilatura tree in reading order; a line break ends a block."""
    run = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if (
            tag in _KINDS
            or tag in _FRAMES
            or tag in {"lb", "br", "hr"}
            or (tag not in _SILENT and _holds_blocks(child))
        ):
            if text := clean("".join(run)):
                yield kind, text
            run = []
            yield from _cells(child) if tag in _ROWS else _walk(child, _KINDS.get(tag, "paragraph"))
        elif tag and tag not in _SILENT:
            run.append("".join(child.itertext()))
        run.append(child.tail or "")
    if text := clean("".join(run)):
        yield kind, text


def _cells(row: Any) -> Iterator[Piece]:
    """The cells of a row, side by side; one that holds several blocks, or a paragraph, frames a part of the page."""
    pieces = [list(_walk(cell, "cell")) for cell in row if cell.tag in _CELLS]
    if all(len(cell) < 2 and len("".join(text for _, text in cell).split()) < _CELL_WORDS for cell in pieces):
        told = [next((text for _, text in cell), "") for cell in pieces]
        yield from (("beside" if at else "cell", text) for at, text in enumerate(told) if any(told))
    else:
        yield from (piece for cell in pieces for piece in cell)


def _holds_blocks(element: Any) -> bool:
    """Whether an element of a name nobody has listed (details, fieldset) frames blocks, so that it is no text."""
    return next(element.iterdescendants(*_KINDS, *_FRAMES), None) is not None


def _settled(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for kind, text in pieces:
        if segment.is_furniture(text):
            continue
        if kind == "paragraph" or (kind == "heading" and text.endswith(":")):
            yield segment.plain_kind(text), text
        else:
            yield kind, text
