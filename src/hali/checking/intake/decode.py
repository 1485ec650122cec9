"""Bytes -> text: UTF-8 first, then what the file declares, then the older encodings that can be told apart."""

from __future__ import annotations

import codecs

import regex

from hali.checking.intake.source import ACCEPTED
from hali.errors import UnreadableInput

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 4096
"""Bytes in which a page declares its encoding, and by which UTF-16 without a mark is known."""
_SAMPLE = 65_536
"""Bytes by which an older encoding is told."""
_DECLARED = regex.compile(
    rb"(?:charset|<\?xml[^>]{0,200}?encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", regex.I
)
_NAMES = regex.compile(
    r"cp125\d|cp866|iso8859-\d+|koi8-[rtu]|kz1048|ptcp154|mac-\w+|gb2312|gbk|gb18030|big5|euc_\w+|shift_jis"
)
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ascii": "cp1252",
}
_WORD = regex.compile(r"\p{L}+")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_REGULAR = regex.compile(r"[\p{Cyrillic}&&\p{L}]?[\p{Cyrillic}&&\p{Ll}]*|[\p{Cyrillic}&&\p{Lu}]+", regex.V1)
_WESTERN = frozenset(
    "\u00c0\u00c1\u00c2\u00c4\u00c5\u00c7\u00c8\u00c9\u00ca\u00ce\u00d1\u00d3\u00d4\u00d6\u00d8\u00d9\u00da\u00db"
    "\u00dc\u00df\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee\u00ef"
    "\u00f1\u00f2\u00f3\u00f4\u00f5\u00f6\u00f8\u00f9\u00fa\u00fb\u00fc\u0152\u0153"
    "\u00a0\u00a3\u00a5\u00a7\u00a9\u00ab\u00ad\u00ae\u00b0\u00b2\u00b3\u00b7\u00bb\u00bc\u00bd\u00d7\u2013\u2014"
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u2039\u203a\u20ac\u2122"
)
"""Letters with accents and ligatures of western Europe, then its quotation marks, dashes and signs."""


def declared(data: bytes) -> str:
    """The encoding a page names in its head as Python knows it, "" where it names none that can be used."""
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return ""
    try:
        codec = codecs.lookup(found.group(1).decode("ascii", "ignore")).name
    except LookupError:
        return ""
    codec = _AS_BROWSERS_DO.get(codec, codec)
    return codec if _NAMES.fullmatch(codec) else ""


def text(data: bytes, name: str, page: bool = False) -> str:
    """The text of a file.

    A mark at the start decides; else UTF-8 if every byte fits (text of another encoding all but never does), then the
    encoding a page declares, then Windows-1251 or KOI8-R where the words come out in regular Cyrillic, then
    Windows-1252 where the letters are those of western Europe.

    Args:
        data: the bytes.
        name: file name, shown in errors.
        page: True for HTML, which declares its encoding and whose odd broken byte is replaced, as browsers do.

    Raises:
        UnreadableInput: binary, or no encoding fits; names the first byte that does not.
    """
    marked = next((codec for mark, codec in _BOMS if data.startswith(mark)), "")
    if not marked and b"\x00" in data[:_HEAD]:
        marked = _wide(data)
        if not marked:
            raise UnreadableInput(f"{name} is a binary file; give {ACCEPTED}")
    try:
        found = data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        codec = "" if marked else (declared(data) if page else "")
        found = _fitting(data, codec, page and not marked)
        if not found:
            line = data.count(b"\n", 0, error.start) + 1
            what = f"text in {'UTF-16' if '16' in marked else 'UTF-8'}"
            raise UnreadableInput(
                f"{name}: byte {error.start} (line {line}) is not {what}; save it as UTF-8, or give {ACCEPTED}"
            ) from error
    if "\x00" in found:
        raise UnreadableInput(f"{name} is a binary file: character {found.index(chr(0))} is a NUL; give {ACCEPTED}")
    return found


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, known by its letters, or ""."""
    for codec in ("utf-16-le", "utf-16-be"):
        head = data[: min(_HEAD, len(data) // 2 * 2)].decode(codec, "ignore")
        plain = sum(c.isspace() or " " <= c <= "\u04ff" or "\u2010" <= c <= "\u20bf" for c in head)
        if "\x00" not in head and len(data) % 2 == 0 and plain >= 0.98 * len(head) and head.strip():
            return codec
    return ""


def _fitting(data: bytes, codec: str, mended: bool) -> str:
    """The text in the encoding that fits bytes that are not UTF-8, or "" where none does."""
    if mended and (_nearly_utf8(data) or (not codec and _nearly_utf8(data[:_SAMPLE]))):
        return data.decode("utf-8", "replace")
    for candidate in (codec, *_guesses(data[:_SAMPLE])):
        if candidate:
            try:
                return data.decode(candidate)
            except UnicodeDecodeError:
                continue
    return ""


def _nearly_utf8(data: bytes) -> bool:
    """True if the signs of several bytes are far more than the broken ones."""
    shown = data.decode("utf-8", "replace")
    broken = shown.count("\ufffd")
    return sum(c > "\x7f" for c in shown) >= 20 * broken


def _guesses(sample: bytes) -> list[str]:
    """Older encodings in which the sample makes words."""
    if _nearly_utf8(sample):
        return []
    return [codec for codec in ("cp1251", "koi8-r") if _cyrillic(sample, codec)] or (
        ["cp1252"] if _western(sample) else []
    )


def _cyrillic(sample: bytes, codec: str) -> bool:
    words = [word for word in _WORD.findall(sample.decode(codec, "ignore")) if _CYRILLIC.search(word)]
    regular = [word for word in words if _REGULAR.fullmatch(word)]
    small = sum(not word.isupper() or len(word) == 1 for word in regular)
    return len(words) > 1 and len(regular) >= 0.9 * len(words) and 2 * small > len(words)


def _western(sample: bytes) -> bool:
    shown = sample.decode("cp1252", "replace")
    high = [c for c in shown if c > "\x7f"]
    return sum(c in _WESTERN for c in high) >= 0.95 * len(high) and 3 * len(high) < len(shown)
