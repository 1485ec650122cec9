"""The look of a DOCX: paper, type and language of its styles, and how python-docx reaches what it has no words for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hali.publish.document import Document
from hali.publish.write_json import digest

if TYPE_CHECKING:
    from docx.document import Document as Paper

FONT = "Noto Sans"
ELSEWHERE = (
    f'<w:font w:name="{FONT}"><w:altName w:val="Arial"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
)
"""What a program takes in its place that has not got it: nothing with serifs, which is wider than our columns."""
TEXT_WIDTH = 17.0
"""Width of the text in centimetres."""
MARGIN, MARGIN_OF_SHEET = 1.6, 1.3
"""Above and below the text, in centimetres: in a whole brief, and where the first page is alone."""
SIZES = {
    "Normal": 9.5,
    "Title": 17,
    "Subtitle": 11,
    "Heading 1": 15,
    "Heading 2": 12,
    "List Bullet": 9.5,
    "List Continue": 8.5,
    "Footer": 8,
    "Caption": 8.5,
    "Table Text": 8.5,
    "Block Title": 9.5,
    "Source": 7,
}
"""Size of the type in points, by style."""
OF_SHEET = 0.8
"""The same where the first page is alone, as a part of that; of the spaces, half of them."""
SPACES = {
    "Title": (0, 2),
    "Subtitle": (0, 4),
    "Heading 1": (12, 3),
    "Heading 2": (8, 2),
    "Normal": (0, 4),
    "Block Title": (6, 2),
    "Caption": (2, 5),
    "Table Text": (0, 1),
    "Source": (0, 1),
}
"""Points above and below a paragraph; of other styles 0 and 2."""
ADDED = ("Table Text", "Block Title", "Source")
"""Styles the template of python-docx has not."""


def set_styles(paper: Paper, document: Document) -> None:
    """Give a new DOCX its paper, its styles and what it says of itself."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    for name in ADDED:
        paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    properties = paper.core_properties
    properties.title, properties.author, properties.language = document.title, document.version, document.language
    properties.created = properties.modified = datetime.fromisoformat(document.as_of).replace(tzinfo=UTC)
    properties.comments = f"{document.record} {digest(document)[:8]}"
    layout = paper.sections[0]
    layout.page_width, layout.page_height = Cm(21), Cm(29.7)
    layout.left_margin = layout.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    margin = MARGIN if document.filled else MARGIN_OF_SHEET
    layout.top_margin = layout.bottom_margin = Cm(margin)
    layout.footer_distance = Cm(margin / 2)
    for name, size in SIZES.items():
        style: Any = paper.styles[name]
        style.font.name = FONT
        style.font.size = Pt(size if document.filled else round(2 * OF_SHEET * size) / 2)
        style.font.italic = False
        style.font.bold = name.startswith("Heading") or name.endswith("Title")
        style.font.color.rgb = RGBColor(0x1B, 0x21, 0x26)
        before, after = (points if document.filled else points / 2 for points in SPACES.get(name, (0, 2)))
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.tab_stops.clear_all()  # those of a footer would hold its page number in mid-line
        _set_font(style.element.get_or_add_rPr(), document.language)
    _lighten(paper.styles["Table Grid"].element)
    fonts: Any = next(part for part in paper.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    fonts._blob = fonts.blob.replace(b"</w:fonts>", f"{ELSEWHERE}</w:fonts>".encode())


def _set_font(properties: Any, language: str) -> None:
    """The one font, at its own width, and the language."""
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "Theme" in key:
            del fonts.attrib[key]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(word(kind), FONT)
    for spaced in properties.findall(word("spacing")):
        properties.remove(spaced)
    set_language(properties, language)


def _lighten(style: Any) -> None:
    """Tables have thin lines between rows and none between columns."""
    for line in style.find(f".//{word('tblBorders')}"):
        upright = line.tag in {word("left"), word("right"), word("insideV")}
        line.set(word("val"), "nil" if upright else "single")
        line.set(word("color"), "A9B1B7")


def word(name: str) -> str:
    """A name of WordprocessingML with its namespace."""
    return qualified(f"w:{name}")


def qualified(name: str) -> str:
    """A name of OOXML, "r:id", with its namespace."""
    from docx.oxml.ns import qn

    found: str = qn(name)
    return found


def set_language(properties: Any, language: str) -> None:
    """Mark what a run or a style has as being of a language."""
    from docx.oxml import OxmlElement

    for old in properties.findall(word("lang")):
        properties.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(word("val"), language)
    properties.append(mark)


def style_id(style: str) -> str:
    """Id of a style: its name without blanks, in the template as in what is added to it."""
    return style.replace(" ", "")
