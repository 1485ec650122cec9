"""Links: which addresses from data may become one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https"})
_ENDS = re.compile(r'[\s\x00-\x1f\x7f-\x9f<>"`{}\\]')
"""Signs that end an address in HTML, Markdown, BibTeX or on a line; an address that needs them has them as %XX."""


def web_address(text: str) -> str:
    """`text` if it is an http or https address that can stand in every output; else "".

    >>> web_address("https://example.org/a?b=1#c")
    'https://example.org/a?b=1#c'
    >>> web_address("javascript:alert(1)"), web_address("//example.org"), web_address("http:/x"), web_address("")
    ('', '', '', '')
    """
    try:
        parts = urlsplit(text)
        named = parts.scheme in _SCHEMES and bool(parts.hostname)
    except ValueError:
        return ""
    return text if named and not _ENDS.search(text) else ""
