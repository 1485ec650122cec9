"""A document as DOCX: real headings, repeated table heads, pictures with their sentence, a language on each run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hali.publish import charts
from hali.publish.blocks import (
    Block,
    Box,
    Cell,
    DataTable,
    Figure,
    Foreign,
    KeyNumbers,
    Note,
    Paragraph,
    Plain,
    Quantity,
    Run,
    Statement,
    source_mark,
)
from hali.publish.document import Document, Labels
from hali.publish.lines import cell_text, column_weights, facts, gap_line, host, imprint, retrieval, source_groups
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
MARGIN = 1.6
"""Above and below the text, in centimetres."""
PICTURE, PICTURE_OF_SHEET = 11.0, 8.0
"""Width of a chart in centimetres: in a whole brief, and where the first page is alone and has to stay one page."""
LINE = 90
"""Letters of a table that fill the width of the text."""
UNDER = 0.3
"""Indent of sources below the name of their publisher, in centimetres."""
SIZES = {
    "Normal": 10,
    "Title": 17,
    "Subtitle": 11,
    "Heading 1": 15,
    "Heading 2": 12,
    "List Bullet": 10,
    "List Continue": 8.5,
    "Footer": 8,
    "Caption": 8.5,
    "Table Text": 8.5,
    "Source": 7.5,
}
"""Size of the type in points, by style."""
OF_SHEET = 0.85
"""The same where the first page is alone, as a part of that."""
SPACES = {"Title": (0, 2), "Subtitle": (0, 4), "Heading 1": (12, 3), "Heading 2": (8, 2), "Normal": (0, 4)}
"""Points above and below a paragraph; of other styles 0 and 2."""
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Date of every entry of the file: a clock would make two files of one document differ."""


def write(document: Document) -> bytes:
    """The document as DOCX."""
    import docx

    paper = docx.Document()
    _set_styles(paper, document)
    _head(paper, document)
    _blocks(paper, document.lead, document)
    for section in document.filled:
        _line(paper, f"{section.number} {section.title}".strip(), f"Heading {section.level}")
        _blocks(paper, section.blocks, document)
        if section.gap:
            paper.add_paragraph(gap_line(section.gap, document.labels))
    _back(paper, document)
    buffer = io.BytesIO()
    paper.save(buffer)
    return _undated(buffer.getvalue())


def _undated(data: bytes) -> bytes:
    """The same file with fixed dates inside."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()


def _set_styles(paper: Paper, document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    for name in ("Table Text", "Source"):
        paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    properties = paper.core_properties
    properties.title, properties.author, properties.language = document.title, document.version, document.language
    properties.created = properties.modified = datetime.fromisoformat(document.as_of).replace(tzinfo=UTC)
    properties.comments = f"{document.record} {digest(document)[:8]}"
    layout = paper.sections[0]
    layout.page_width, layout.page_height = Cm(21), Cm(29.7)
    layout.left_margin = layout.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    layout.top_margin = layout.bottom_margin = Cm(MARGIN)
    layout.footer_distance = Cm(MARGIN / 2)
    for name, size in SIZES.items():
        style: Any = paper.styles[name]
        style.font.name = FONT
        style.font.size = Pt(size if document.filled else round(2 * OF_SHEET * size) / 2)
        style.font.italic = False
        style.font.bold = name.startswith("Heading") or name == "Title"
        style.font.color.rgb = RGBColor(0x1B, 0x21, 0x26)
        before, after = SPACES.get(name, (0, 2))
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
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
        fonts.set(_w(kind), FONT)
    for spaced in properties.findall(_w("spacing")):
        properties.remove(spaced)
    _set_language(properties, language)


def _lighten(style: Any) -> None:
    """Tables have thin lines between rows and none between columns."""
    for line in style.find(f".//{_w('tblBorders')}"):
        upright = line.tag in {_w("left"), _w("right"), _w("insideV")}
        line.set(_w("val"), "nil" if upright else "single")
        line.set(_w("color"), "A9B1B7")


def _w(name: str) -> str:
    return _qualified(f"w:{name}")


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    found: str = qn(name)
    return found


def _set_language(properties: Any, language: str) -> None:
    from docx.oxml import OxmlElement

    for old in properties.findall(_w("lang")):
        properties.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(_w("val"), language)
    properties.append(mark)


def _id(style: str) -> str:
    """Id of a style: its name without blanks, in the template as in what is added to it."""
    return style.replace(" ", "")


def _line(paper: Paper, text: str, style: str) -> Any:
    """A new paragraph; its style is set by id, for python-docx reads through all styles whenever one is named.

    Args:
        paper: where it is added.
        text: its text so far.
        style: a name of SIZES; "" = that of plain text.
    """
    line: Any = paper.add_paragraph(text)
    if style:
        line._p.style = _id(style)
    return line


def _head(paper: Paper, document: Document) -> None:
    _line(paper, document.title, "Title")
    if document.subtitle:
        _line(paper, document.subtitle, "Subtitle")
    _line(paper, " · ".join(f"{name}: {text}" for name, text in facts(document)), "Caption")


def _back(paper: Paper, document: Document) -> None:
    from docx.shared import Cm

    labels = document.labels
    if document.methods:
        _line(paper, labels["methods"], "Heading 1")
        for statement in document.methods:
            _sentences(paper, (statement,), "List Bullet")
    heading = f"Heading {1 if document.filled else 2}"
    _line(paper, labels["sources"], heading)
    _line(paper, retrieval(document.origins, labels), "Source")
    _columns(paper, 2)
    for group in source_groups(document.origins, labels):
        line = _heading(paper, f"{group.title}.")
        line.add_run(f" {group.note}")
        line._p.style = _id("Caption")
        for entry in group.entries:
            if entry.publisher and entry.first:
                _line(paper, f"{entry.publisher}:", "Source").paragraph_format.keep_with_next = True
            line = _line(paper, f"[{entry.number}] {entry.text} ", "Source")
            line.paragraph_format.left_indent = Cm(UNDER) if entry.publisher else None
            if entry.origin.url:
                _link(line, host(entry.origin.url), entry.origin.url)
    _columns(paper, 1)
    if document.disclaimer:
        _line(paper, labels["disclaimer"], heading)
        _line(paper, " ".join(document.disclaimer), "Source")
    foot = paper.sections[0].footer.paragraphs[0]
    foot.text = f"{imprint(document)}\t"
    _page_number(foot)


def _link(line: Any, text: str, address: str) -> None:
    """A link at the end of a paragraph."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement

    link = OxmlElement("w:hyperlink")
    link.set(_qualified("r:id"), line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(line.add_run(text)._r)
    line._p.append(link)


def _page_number(line: Any) -> None:
    """The field that prints the number of the page, at the right edge of the text."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    stops = line.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    field = OxmlElement("w:fldSimple")
    field.set(_w("instr"), "PAGE")
    line._p.append(field)


def _blocks(paper: Paper, blocks: tuple[Block, ...], document: Document) -> None:
    for block in blocks:
        match block:
            case Paragraph(statements):
                _sentences(paper, statements)
            case KeyNumbers(items):
                _columns(paper, 2)
                for item in items:
                    line = _line(paper, f"{item.label}: ", "List Bullet")
                    _runs(line, (item.number,))
                    line.add_run(source_mark(item.sources))
                    if item.change:
                        line.paragraph_format.keep_with_next = True
                        _sentences(paper, item.change, "List Continue")
                _columns(paper, 1)
            case Figure():
                _figure(paper, block, document)
            case DataTable():
                _table(paper, block, document.labels)
            case Note(statements):
                _heading(paper, document.labels["about_data"])
                for statement in statements:
                    _sentences(paper, (statement,), "List Bullet")
            case Box(title=title, blocks=inner):
                _heading(paper, title)
                _blocks(paper, inner, document)


def _columns(paper: Paper, count: int) -> None:
    """Set what follows in some columns, on the same page."""
    from docx.enum.section import WD_SECTION
    from docx.shared import Cm

    layout: Any = paper.add_section(WD_SECTION.CONTINUOUS)
    columns = layout._sectPr.find(_w("cols"))
    columns.set(_w("num"), str(count))
    columns.set(_w("space"), str(Cm(0.6).twips))


def _heading(paper: Paper, text: str) -> Any:
    """Title of a box: no heading of the outline, but never alone at the foot of a page."""
    line = paper.add_paragraph()
    line.add_run(text).bold = True
    line.paragraph_format.keep_with_next = True
    return line


def _sentences(paper: Paper, statements: Iterable[Statement], style: str = "") -> Any:
    line = _line(paper, "", style)
    for place, statement in enumerate(statements):
        if place:
            line.add_run(" ")
        _runs(line, statement.runs)
        line.add_run(statement.mark)
    return line


def _runs(line: Any, runs: tuple[Run, ...]) -> None:
    for run in runs:
        made = line.add_run(run.text)
        made.bold = True if isinstance(run, Quantity) else None
        if isinstance(run, Foreign):
            _set_language(made._r.get_or_add_rPr(), run.lang)


def _figure(paper: Paper, figure: Figure, document: Document) -> None:
    from docx.shared import Cm

    title = _sentences(paper, (figure.title,))
    title.paragraph_format.keep_with_next = True
    for run in title.runs:
        run.bold = True
    if figure.subtitle:
        _line(paper, figure.subtitle, "Caption").paragraph_format.keep_with_next = True
    image = charts.raster(figure.chart, document.language, figure.alt)
    shape: Any = paper.add_picture(io.BytesIO(image), width=Cm(PICTURE if document.filled else PICTURE_OF_SHEET))
    paper.paragraphs[-1].paragraph_format.keep_with_next = True
    shape._inline.docPr.set("descr", figure.alt)
    shape._inline.docPr.set("name", "chart")
    _line(paper, f"{figure.source_line} {figure.note}".strip(), "Caption")


def _table(paper: Paper, table: DataTable, labels: Labels) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    caption = paper.add_paragraph()
    caption.add_run(table.caption).bold = True
    caption.add_run(source_mark(table.sources) + (f" ({table.unit})" if table.unit else ""))
    caption.paragraph_format.keep_with_next = True
    grid: Any = paper.add_table(1 + len(table.rows), len(table.columns))
    grid._tbl.tblStyle_val = _id("Table Grid")
    grid.autofit = False
    weights = column_weights(table, labels, LINE)
    widths = [Cm(TEXT_WIDTH * min(1.0, sum(weights) / LINE) * weight / sum(weights)) for weight in weights]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    rows: list[tuple[Cell, ...]] = [tuple(Plain(column.title) for column in table.columns), *table.rows]
    for place, (row, printed) in enumerate(zip(grid.rows, rows, strict=True)):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column, one, width in zip(row.cells, table.columns, printed, widths, strict=True):
            cell.width = width
            line = cell.paragraphs[0]
            line._p.style = _id("Table Text")
            made = line.add_run(cell_text(one, labels))
            made.bold = place == 0
            if isinstance(one, Foreign):
                _set_language(made._r.get_or_add_rPr(), one.lang)
            if column.numeric:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    grid.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
    _line(paper, table.note, "Caption")  # also keeps two tables in a row from becoming one
