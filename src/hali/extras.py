"""What is not installed with hali itself: for each extra the modules it brings, and one line where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from hali.errors import QuestionError

EXTRAS: dict[str, tuple[str, ...]] = {
    "charts": ("vl_convert",),
    "articles": ("trafilatura", "htmldate", "lxml_html_clean", "pypdf"),
    "pdf": ("typst", "vl_convert"),
    "docx": ("docx", "vl_convert"),
    "xlsx": ("xlsxwriter",),
    "ingest": ("py7zr", "openpyxl", "xlrd"),
    "web": ("fastapi", "uvicorn", "multipart", "vl_convert", "trafilatura", "pypdf"),
    "mcp": ("mcp", "jsonschema", "uvicorn"),
    "gravity": ("pyfixest",),
    "engines": ("ibis",),
    "spark": ("ibis", "pyspark"),
}
"""Extra -> modules; `pyproject.toml` names the packages."""

FORMATS = ("pdf", "docx", "xlsx")
"""Formats that need the extra of their name."""


class MissingExtra(QuestionError):
    """An extra is asked for that is not installed.

    Args:
        what: what needs it.
        extra: its name.
    """

    code = "missing_extra"

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{what} needs the extra \"{extra}\": pip install 'hali[{extra}]'")

    @property
    def details(self) -> dict[str, str]:
        """The extra, and what to install."""
        return {"extra": self.extra, "install": f"hali[{self.extra}]"}


def require(extra: str, what: str) -> None:
    """Raise MissingExtra where a module of an extra is not installed.

    Args:
        extra: a key of EXTRAS.
        what: what needs it, for the message: "a brief as PDF".
    """
    if not installed(extra):
        raise MissingExtra(what, extra)


def installed(extra: str) -> bool:
    """Whether all modules of an extra are there.

    Args:
        extra: a key of EXTRAS.
    """
    return all(find_spec(name) is not None for name in EXTRAS[extra])


def require_format(format: str) -> None:
    """Raise MissingExtra where a format needs an extra that is not installed."""
    if format in FORMATS:
        require(format, f"a file in {format.upper()}")
