"""A document as DOCX: real headings, repeated table heads, pictures with their sentence, a language on each run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
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
from hali.publish.docx_styles import TEXT_WIDTH, qualified, set_language, set_styles, style_id, word
from hali.publish.lines import (
    SourceEntry,
    cell_text,
    column_weights,
    facts,
    gap_line,
    host,
    imprint,
    retrieval,
    source_groups,
)

if TYPE_CHECKING:
    from docx.document import Document as Paper

PICTURE, PICTURE_OF_SHEET = 8.6, 5.0
"""Width of a chart in centimetres: in a whole brief, and where the first page is alone and has to stay one page."""
WHOLE = 8
"""Rows of a table that a page does not cut, at the most."""
LINE = 98
"""Letters of a table that fill the width of the text."""
UNDER = 0.3
"""Indent of sources below the name of their publisher, in centimetres."""
TITLES = ("Title", "Heading 1", "Heading 2")
"""Styles of titles."""
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Date of every entry of the file: a clock would make two files of one document differ."""


def write(document: Document) -> bytes:
    """The document as DOCX."""
    import docx

    paper = docx.Document()
    set_styles(paper, document)
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


def _line(paper: Paper, text: str, style: str) -> Any:
    """A new paragraph; its style is set by id, for python-docx reads through all styles whenever one is named.

    Args:
        paper: where it is added.
        text: its text so far.
        style: a name of SIZES; "" = that of plain text.
    """
    line: Any = paper.add_paragraph() if style in TITLES else paper.add_paragraph(text)
    if style:
        line._p.style = style_id(style)
    if style in TITLES:
        _unbroken(line, text)
    return line


def _unbroken(line: Any, text: str) -> None:
    """A title at the end of a paragraph, whose words with hyphens no line breaks."""
    from docx.oxml import OxmlElement

    for place, part in enumerate(_INNER_HYPHEN.split(text)):
        if place:
            line.runs[-1]._r.append(OxmlElement("w:noBreakHyphen"))
        line.add_run(part)


def _head(paper: Paper, document: Document) -> None:
    _line(paper, document.title, "Title")
    if document.subtitle:
        _line(paper, document.subtitle, "Subtitle")
    _line(paper, " · ".join(f"{name}: {text}" for name, text in facts(document)), "Caption")


def _back(paper: Paper, document: Document) -> None:
    if document.methods:
        _line(paper, document.labels["methods"], "Heading 1")
        for statement in document.methods:
            _sentences(paper, (statement,), "List Bullet")
    if document.filled:
        _sources(paper, document)
    else:
        _sources_of_sheet(paper, document)
    foot = paper.sections[0].footer.paragraphs[0]
    foot.text = f"{imprint(document)}\t"
    _page_number(foot)


def _sources(paper: Paper, document: Document) -> None:
    """The disclaimer, and the list of sources in two columns: no page at the end has a few lines only."""
    from docx.shared import Cm

    labels = document.labels
    if document.disclaimer:
        _line(paper, labels["disclaimer"], "Heading 1")
        _line(paper, " ".join(document.disclaimer), "Source")
    _line(paper, labels["sources"], "Heading 1")
    _line(paper, retrieval(document.origins, labels), "Source").paragraph_format.keep_with_next = True
    _columns(paper, 2)
    for group in source_groups(document.origins, labels):
        line = _line(paper, "", "Caption")
        line.paragraph_format.keep_with_next = True
        line.add_run(f"{group.title}.").bold = True
        line.add_run(f" {group.note}")
        for entry in group.entries:
            if entry.publisher and entry.first:
                _line(paper, f"{entry.publisher}:", "Source").paragraph_format.keep_with_next = True
            line = _line(paper, "", "Source")
            line.paragraph_format.left_indent = Cm(UNDER) if entry.publisher else None
            _entry(line, entry, entry.text)
    _columns(paper, 1)


def _sources_of_sheet(paper: Paper, document: Document) -> None:
    """The same as small print at the foot of a page that is alone: what has no room there goes overleaf as a whole."""
    labels = document.labels
    line = _line(paper, "", "Source")
    line.paragraph_format.keep_together = True
    line.add_run(f"{labels['sources']}. ").bold = True
    groups = source_groups(document.origins, labels)
    for entry in (entry for group in groups for entry in group.entries):
        _entry(line, entry, f"{entry.publisher} {entry.text}".strip())
        line.add_run(" ")
    notes = (*(group.note for group in groups), retrieval(document.origins, labels), *document.disclaimer)
    _line(paper, " ".join(filter(None, notes)), "Source")


def _entry(line: Any, entry: SourceEntry, text: str) -> None:
    """An entry at the end of a paragraph, its address as a link."""
    line.add_run(f"[{entry.number}] {text} ")
    if entry.origin.url:
        _link(line, host(entry.origin.url), entry.origin.url)


def _link(line: Any, text: str, address: str) -> None:
    """A link at the end of a paragraph."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement

    link = OxmlElement("w:hyperlink")
    link.set(qualified("r:id"), line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
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
    field.set(word("instr"), "PAGE")
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
                line = paper.add_paragraph()
                line.add_run(f"{document.labels['about_data']}: ").bold = True
                _told(line, statements)
            case Box(title=title, blocks=(Paragraph(statements), *rest)) if rest:  # what leads up stays with it
                _heading(paper, title)
                _sentences(paper, statements).paragraph_format.keep_with_next = True
                _blocks(paper, tuple(rest), document)
            case Box(title=title, blocks=inner):
                _heading(paper, title)
                _blocks(paper, inner, document)


def _columns(paper: Paper, count: int) -> None:
    """Set what follows in some columns, on the same page."""
    from docx.enum.section import WD_SECTION
    from docx.shared import Cm

    layout: Any = paper.add_section(WD_SECTION.CONTINUOUS)
    columns = layout._sectPr.find(word("cols"))
    columns.set(word("num"), str(count))
    columns.set(word("space"), str(Cm(0.6).twips))


def _heading(paper: Paper, text: str) -> Any:
    """Title of a box: no heading of the outline, but never alone at the foot of a page."""
    line = _line(paper, text, "Block Title")
    line.paragraph_format.keep_with_next = True
    return line


def _sentences(paper: Paper, statements: Iterable[Statement], style: str = "") -> Any:
    line = _line(paper, "", style)
    _told(line, statements)
    return line


def _told(line: Any, statements: Iterable[Statement]) -> None:
    """Sentences with their marks at the end of a paragraph."""
    for place, statement in enumerate(statements):
        line.add_run(" " if place else "")
        _runs(line, statement.runs)
        line.add_run(statement.mark)


def _runs(line: Any, runs: tuple[Run, ...]) -> None:
    for run in runs:
        made = line.add_run(run.text)
        made.bold = True if isinstance(run, Quantity) else None
        if isinstance(run, Foreign):
            set_language(made._r.get_or_add_rPr(), run.lang)


def _figure(paper: Paper, figure: Figure, document: Document) -> None:
    """A chart below its title; on a sheet beside its words, for there all has to be on one page."""
    from docx.enum.text import WD_BREAK
    from docx.shared import Cm

    image = charts.raster(figure.chart, document.language, figure.alt)
    note = f"{figure.source_line} {figure.note}".strip()
    alone = not document.filled
    if alone:
        _columns(paper, 2)
    title = _sentences(paper, (figure.title,), "Block Title")
    title.paragraph_format.keep_with_next = True
    for run in title.runs:
        run.bold = True
    if figure.subtitle:
        _line(paper, figure.subtitle, "Caption").paragraph_format.keep_with_next = True
    if alone:
        _line(paper, note, "Caption").add_run().add_break(WD_BREAK.COLUMN)
    shape: Any = paper.add_picture(io.BytesIO(image), width=Cm(PICTURE_OF_SHEET if alone else PICTURE))
    shape._inline.docPr.set("descr", figure.alt)
    shape._inline.docPr.set("name", "chart")
    if alone:
        _columns(paper, 1)
    else:
        paper.paragraphs[-1].paragraph_format.keep_with_next = True
        _line(paper, note, "Caption")


def _table(paper: Paper, table: DataTable, labels: Labels) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    caption = _heading(paper, table.caption)
    caption.add_run(source_mark(table.sources) + (f" ({table.unit})" if table.unit else "")).bold = False
    grid: Any = paper.add_table(1 + len(table.rows), len(table.columns))
    grid._tbl.tblStyle_val = style_id("Table Grid")
    grid.autofit = False
    weights = column_weights(table, labels, LINE)
    widths = [Cm(TEXT_WIDTH * min(1.0, sum(weights) / LINE) * weight / sum(weights)) for weight in weights]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    rows: list[tuple[Cell, ...]] = [tuple(Plain(column.title) for column in table.columns), *table.rows]
    whole = len(table.rows) <= WHOLE
    for place, (row, printed) in enumerate(zip(grid.rows, rows, strict=True)):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column, one, width in zip(row.cells, table.columns, printed, widths, strict=True):
            cell.width = width
            line = cell.paragraphs[0]
            line._p.style = style_id("Table Text")
            made = line.add_run(cell_text(one, labels))
            made.bold = place == 0
            line.paragraph_format.keep_with_next = whole and (place < len(table.rows) or bool(table.note))
            if isinstance(one, Foreign):
                set_language(made._r.get_or_add_rPr(), one.lang)
            if column.numeric:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    grid.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
    _line(paper, table.note, "Caption")  # also keeps two tables in a row from becoming one
