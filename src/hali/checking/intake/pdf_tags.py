"""What the tags of a PDF say of its text: which lines are one paragraph, which letters stand in a cell or a picture."""

from __future__ import annotations

from typing import Any, NamedTuple

CELLS = ("/TD", "/TH")
HEADINGS = ("/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Title")
PICTURE = 0
"""Owner of letters inside a picture that has words of its own: the words stand for them."""

Owners = dict[int, dict[int, int]]
"""Page -> marked content -> its owner: PICTURE, a cell counted from 1 up, a paragraph or heading from -1 down; other
text none."""


class Tags(NamedTuple):
    """What the tags say.

    Attributes:
        owners: who owns which marked content; empty for a PDF without tags.
        headings: the owners that are headings.
    """

    owners: Owners
    headings: frozenset[int]


def read(reader: Any) -> Tags:
    """The tags of a PDF, from its structure tree."""
    tree = _resolved(reader.trailer["/Root"].get("/StructTreeRoot"))
    found: Owners = {}
    headings: set[int] = set()
    if not isinstance(tree, dict):
        return Tags(found, frozenset())
    roles = {str(name): str(role) for name, role in _resolved(tree.get("/RoleMap", {})).items()}
    cells = paragraphs = 0
    seen: set[int] = set()
    waiting: list[tuple[Any, int | None, int | None]] = [(tree, None, None)]
    while waiting:
        node, page, owner = waiting.pop()
        number = getattr(node, "idnum", None)
        if number in seen:
            continue
        seen |= {number} if number is not None else set()
        node = _resolved(node)
        if isinstance(node, int):
            if page is not None and owner is not None:
                found.setdefault(page, {})[int(node)] = owner
            continue
        if isinstance(node, list):
            waiting += [(kid, page, owner) for kid in node]
            continue
        if not isinstance(node, dict):
            continue
        if "/Pg" in node:
            page = getattr(node.raw_get("/Pg"), "idnum", page)  # type: ignore[attr-defined]
        kind = str(node.get("/S", ""))
        kind = roles.get(kind, kind)
        if (owner or -1) < 0 and kind in CELLS:
            cells += 1
            owner = cells
        elif owner is None and kind in ("/P", *HEADINGS):
            paragraphs += 1
            owner = -paragraphs
            headings |= {owner} if kind != "/P" else set()
        elif (owner or -1) < 0 and kind == "/Figure" and str(node.get("/Alt", "")).strip():
            owner = PICTURE
        inner = node.raw_get("/K") if "/K" in node else node.get("/MCID")  # type: ignore[attr-defined]
        if inner is not None:
            waiting.append((inner, page, owner))
    return Tags(found, frozenset(headings))


def _resolved(node: Any) -> Any:
    return node.get_object() if hasattr(node, "get_object") else node


class Owned:
    """The text of one page while it is read, as pieces with their owner."""

    __slots__ = ("_now", "_owners", "_shown", "pieces")

    def __init__(self, owners: dict[int, int]) -> None:
        self._owners = owners
        self._now: list[int | None] = []
        self._shown: int | None = None
        self.pieces: list[tuple[int | None, str]] = []

    def operation(self, operator: bytes, arguments: Any, *_: Any) -> None:
        """Follow one operation of the page: marked content begins or ends, or letters are shown."""
        if operator in (b"BDC", b"BMC"):
            named = arguments[1] if operator == b"BDC" and len(arguments) > 1 else None
            mark = named.get("/MCID") if isinstance(named, dict) else None
            outer = self._now[-1] if self._now else None
            self._now.append(self._owners.get(int(mark)) if mark is not None else outer)
        elif operator == b"EMC" and self._now:
            self._now.pop()
        elif operator in (b"Tj", b"TJ", b"'", b'"'):
            self._shown = self._now[-1] if self._now else None

    def text(self, text: str, *_: Any) -> None:
        """Take a piece of text; it belongs to what was shown last."""
        self.pieces.append((self._shown, text))
