"""The main job on the record that ships: write a brief, check an article, say what was found and where it lies."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from textwrap import shorten

import hali
from hali.checking.annotate import to_html
from hali.checking.output.text import to_text
from hali.publish.render import render

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "examples" / "mixed_en_sw.txt"


def main(folder: Path) -> None:
    """Write the brief and the checked article into `folder` and print a summary of at most 40 lines."""
    folder.mkdir(parents=True, exist_ok=True)
    record = hali.open_record()
    document = hali.brief("EU", "KZ", record=record)
    brief, printed = folder / "brief-eu-kaz.html", folder / "brief-eu-kaz.pdf"
    brief.write_bytes(render(document, "html"))
    printed.write_bytes(render(document, "pdf"))

    checked = hali.check(ARTICLE.read_bytes(), name=ARTICLE.name, record=record)
    annotated, plain = folder / "checked.html", folder / "checked.txt"
    annotated.write_bytes(to_html(record, checked))
    plain.write_text(to_text(checked), encoding="utf-8")

    print(f"hali {hali.__version__}, record {record.id}")
    print(f"\nThe article {shown(ARTICLE)} makes {len(checked.findings)} claims:")
    for finding in checked.findings:
        claim = finding.claim
        words = shorten(checked.article.text[claim.start : claim.end], 34, placeholder="...")
        print(f"  {claim.id:4}{words:36}{finding.code}")
        if finding.code != "REPRODUCED":
            print("      " + shorten(finding.explanation, 110, placeholder=" ..."))
    counts = Counter(finding.code for finding in checked.findings)
    print("  " + ", ".join(f"{number} {code}" for code, number in counts.most_common()))
    print("\nWritten:")
    for path, what in (
        (brief, "the state of relations of the European Union and Kazakhstan"),
        (printed, "the same to print"),
        (annotated, "the article with its findings, one file"),
        (plain, "the findings as plain text"),
    ):
        print(f"  {shown(path):28}{what}")


def shown(path: Path) -> str:
    """The path as seen from where the command was given."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo")
