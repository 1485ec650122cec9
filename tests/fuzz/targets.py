"""Fuzz targets: functions from bytes that may raise nothing but UnreadableInput; README.md says how to run them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from contextlib import suppress

LANGUAGES = ("en", "sw", "kk", "ru", "fr", "de")
MODULES = ("api", "check.article", "check.frames", "check.quantities", "check.intake.read_pdf", "check.checked")


def quantities(data: bytes) -> None:
    """Every quantity lies in the text, whose language the first byte chooses."""
    from hali.checking.quantities import find

    text = data[1:].decode("utf-8", "replace")
    for one in find(text, LANGUAGES[data[0] % len(LANGUAGES)] if data else "en"):
        assert 0 <= one.start < one.end <= len(text)


def periods(data: bytes) -> None:
    """The period of a claim, whatever stands beside it, does not end before it begins."""
    from hali.checking import article, frames

    said = data.decode("utf-8", "replace")
    text = f"Exports of the EU to Kazakhstan were 5 billion euros {said} 2021."
    for claim in frames.claims(article.from_text(text)):
        assert claim.period is None or not claim.period.end or claim.period.start <= claim.period.end


def html(data: bytes) -> None:
    """A page."""
    _read(data, "a.html")


def docx(data: bytes) -> None:
    """A Word document."""
    _read(data, "a.docx")


def pdf(data: bytes) -> None:
    """A PDF, in this process, where a crash is seen; its caller puts limits round it."""
    from hali.checking.intake import read_pdf

    texts, error = read_pdf.pages(data)
    assert "\n" not in error
    read_pdf.joined(texts)


def check(data: bytes) -> None:
    """The whole way of a plain text, from its bytes to the findings."""
    from hali import api
    from hali.errors import UnreadableInput

    with suppress(UnreadableInput):
        api.check(data, name="a.txt")


TARGETS: dict[str, Callable[[bytes], None]] = {f.__name__: f for f in (quantities, periods, html, docx, pdf, check)}


def _read(data: bytes, name: str) -> None:
    from hali.checking import article
    from hali.errors import UnreadableInput

    with suppress(UnreadableInput):
        found = article.read(data, name)
        found.text.encode()
        assert all(0 <= block.start < block.end <= len(found.text) for block in found.blocks)


def main() -> None:
    """Fuzz the target named first; what follows is for atheris."""
    import atheris

    target = TARGETS[sys.argv.pop(1)]
    with atheris.instrument_imports(include=["hali", "pypdf"]):
        for module in MODULES:
            importlib.import_module(f"hali.{module}")
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
