"""Documents and tables as pieces of HTML for a notebook: no script, no request, styles that touch nothing else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from hali.publish.document import Document
from hali.publish.pages import rendered
from hali.publish.write_html import write

_ID = re.compile(r'(\s(?:id|for|aria-labelledby|aria-describedby)=")([^"]+)"')
_LINK = re.compile(r'(href="|url\()#')
_ROOT = re.compile(r"(?<![\w.-])(?::root|html|body)(?=[{,])")
_PAGE = re.compile(r"@page\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}")
_CSS_ID = re.compile(r"#(main|methods|sources|contents)\b")
_HELD = ":scope{contain:layout;padding:.5rem}"
"""What is fixed to the window on a page stays within its output."""
_SKIP = re.compile(r'<a class="skip".*?</a>', re.DOTALL)


def document(document: Document) -> str:
    """A document as it stands on its page."""
    return fragment(write(document).decode())


def fragment(page: str) -> str:
    """The body of one of our pages, with its styles held to it and ids that no other output has.

    Args:
        page: what `pages.rendered` gives.
    """
    style = page.partition("<style>")[2].partition("</style>")[0]
    body = page.partition("<body>")[2].rpartition("</body>")[0]
    language = page.partition('<html lang="')[2].partition('"')[0]
    key = "h" + hashlib.sha256(body.encode()).hexdigest()[:8]
    body = _SKIP.sub("", body, count=1)
    body = _ID.sub(lambda found: f'{found[1]}{" ".join(f"{key}-{one}" for one in found[2].split())}"', body)
    body = _LINK.sub(rf"\1#{key}-", body)
    scoped = _CSS_ID.sub(rf"#{key}-\1", _ROOT.sub(":scope", _PAGE.sub("", style)))
    return (
        f'<div class="hali" id="{key}" lang="{language}"><style>@scope (#{key}){{{scoped}{_HELD}}}</style>{body}</div>'
    )


def table(
    title: str,
    facts: Sequence[tuple[str, str]],
    heads: Sequence[str],
    rows: Sequence[Sequence[str | float]],
    notes: Sequence[str],
    language: str = "en",
) -> str:
    """A title, facts, a table whose numbers stand right, and notes below it.

    Args:
        title: heads all of it.
        facts: (name, text) pairs.
        heads: names of the columns.
        rows: as many cells each as there are heads.
        notes: one line each.
        language: code of the texts' language.
    """
    numeric = [isinstance(cell, float) for cell in (rows[0] if rows else ())]
    shown = [[_number(cell) if isinstance(cell, float) else cell for cell in row] for row in rows]
    context = {"title": title, "facts": facts, "heads": heads, "rows": shown, "notes": notes, "numeric": numeric}
    return fragment(rendered("notebook.html", ("page.css",), language, **context).decode())


def _number(value: float) -> str:
    """A number at a glance: six figures, from a thousand on two decimals at the most.

    >>> [_number(value) for value in (28.415703, 0.00012345678, 50679800.0, 1234.567)]
    ['28.4157', '0.000123457', '50,679,800', '1,234.57']
    """
    if abs(value) < 1000:
        return f"{value:.6g}"
    return f"{value:,.2f}".removesuffix(".00")
