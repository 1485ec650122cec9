"""Readings as one ZIP: the data twice, a page that explains them, and how to cite them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from hali.publish import citations, write_table
from hali.publish.extract import COLUMNS, WRITTEN, Extract
from hali.publish.write_markdown import escaped


def write(extract: Extract, out: BinaryIO) -> None:
    """The archive; the same readings give the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, writer in (*write_table.files(), *_texts()):
            entry = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            # Parquet is compressed already
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as file:
                writer(extract, cast("BinaryIO", file))


def _texts() -> Iterator[tuple[str, Callable[[Extract, BinaryIO], None]]]:
    made: dict[str, Callable[[Extract], str]] = {
        "README.md": readme,
        "CITATION.bib": lambda extract: citations.bibtex(extract.citations),
        "CITATION.ris": lambda extract: citations.ris(extract.citations),
        "CITATION.json": lambda extract: citations.csl_json(extract.citations),
    }
    for name, make in made.items():
        yield name, lambda extract, file, make=make: file.write(make(extract).encode())  # type: ignore[misc]


def readme(extract: Extract) -> str:
    """What the archive holds, as Markdown: columns, codes, sources with their licences, the command that made it."""
    units = ", ".join(f"{one.code} ({one.words})" for one in extract.codes() if one.column == "unit")
    lines = [
        "# Readings of the hali record",
        "",
        f"{extract.rows:,} readings: numbers of official statistics, each under the definition its columns spell out.",
        "",
        f"- Record: `{extract.record}`, as of {extract.as_of}",
        f"- Program: {extract.version}",
        f"- Command: `{extract.command}`",
        "- `data.csv`: UTF-8, lists joined by blanks (names by semicolons); `data.parquet`: the same, typed",
        "- `CITATION.bib`, `CITATION.ris`, `CITATION.json`: the publications below, for BibTeX, RIS and CSL-JSON",
        "",
        "## Columns",
        "",
        "| column | type | holds |",
        "|---|---|---|",
        *(_row(f"`{field.name}`", str(field.type), COLUMNS[field.name]) for field in extract.schema),
        "",
        f"Units of `value` and `granule` in this file: {units or 'none'}.",
        "",
        "## Codes",
        "",
        "| column | code | in words |",
        "|---|---|---|",
        *(_row(f"`{one.column}`", _code(one.code), escaped(one.words)) for one in extract.codes()),
        "",
        "## Sources and licences",
        "",
        "Name the producer of a number first. The licence is the producer's; hali adds no condition of its own.",
        "",
        "| origin | cite as | licence | attribution |",
        "|---|---|---|---|",
        *(
            _row(_code(one.origin.id), _cited(one), escaped(one.origin.licence), escaped(one.origin.attribution))
            for one in extract.citations
        ),
    ]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """A code of the data, which cannot end its own quotation."""
    return f"`{text.replace('`', '').replace('|', chr(92) + '|')}`"


def _cited(one: citations.Citation) -> str:
    """The entry in full; its address is the only link in it."""
    link = f"<{one.origin.link}>"
    return escaped(one.long()).replace(escaped(link), link.replace("|", "%7C"))


def _row(*cells: str) -> str:
    """A row of a table; no text ends a cell or the row."""
    return "| " + " | ".join(" ".join(cell.split()) for cell in cells) + " |"
