"""Citations of origins: short, long, BibTeX, RIS, CSL-JSON. The producer stands first, hali last, its record pinned."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hali import languages
from hali.errors import RecordError
from hali.languages import numbers
from hali.model.observation import Origin
from hali.version import VERSION

Processing = Literal["none", "minor", "major"]
"""What was done to a publisher's figure: nothing; a sum, a quotient or another unit; a method with a paper of its own.

The words for each stand in `[citations]` of the writing files.
"""

_TEX = {letter: f"\\{letter}" for letter in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def processing(by_method: bool, combined: bool) -> Processing:
    """What was done to figures.

    Args:
        by_method: they were computed by a method with a paper of its own.
        combined: several observations make one of them.
    """
    return "major" if by_method else "minor" if combined else "none"


@dataclass(frozen=True, slots=True)
class Citation:
    """One origin as it is cited.

    Attributes:
        origin: what is cited.
        record: id of the record the figures were taken from.
        processing: what was done to them.
    """

    origin: Origin
    record: str
    processing: Processing = "none"

    def __post_init__(self) -> None:
        """Refuse an origin that cannot be cited."""
        if not (self.origin.producer and self.origin.title and self.origin.licence):
            raise RecordError(f"origin {self.origin.id} has no producer, title or licence to cite")

    @property
    def year(self) -> str:
        """Year of publication, else of retrieval; "" if neither is known."""
        return (self.origin.date_published or self.origin.retrieved)[:4]

    @property
    def key(self) -> str:
        """`producer-dataset-year-hash`: ASCII, the same for the same origin of the same record."""
        digest = hashlib.sha256(f"{self.origin.id}|{self.record}".encode()).hexdigest()[:6]
        parts = (_slug(self.origin.producer), _slug(self.origin.dataset or self.origin.title), self.year, digest)
        return "-".join(part for part in parts if part)

    def short(self, lang: str = "en") -> str:
        """One line for a figure's foot: producer, table, day of retrieval, hali."""
        o, words = self.origin, _words(lang)
        retrieved = words["retrieved_short"].format(day=o.retrieved) if o.retrieved else ""
        return words["short"].format(
            producer=o.producer, dataset=o.dataset or o.title, retrieved=retrieved, version=VERSION
        )

    def long(self, lang: str = "en") -> str:
        """The full entry: producer, year, title, table, retrieval, processing, record, address, licence."""
        o, words = self.origin, _words(lang)
        parts = [
            words["head"].format(producer=o.producer, year=self.year) if self.year else f"{o.producer}.",
            words["title_dataset" if o.dataset else "title"].format(title=o.title.rstrip("."), dataset=o.dataset),
        ]
        if o.retrieved:
            parts.append(words["retrieved"].format(day=numbers.format_date(o.retrieved, lang)))
        parts.append(words["processed"].format(version=VERSION, processing=words[self.processing], record=self.record))
        if o.link:
            parts.append(f"<{o.link}>.")
        parts.append(words["licence"].format(licence=o.licence.rstrip(".")))
        return " ".join(parts)

    def bibtex(self) -> str:
        """A `@misc` entry."""
        o = self.origin
        fields = {
            "author": f"{{{_tex(o.producer)}}}",
            "title": f"{{{_tex(o.title)}}}",
            "year": self.year,
            "number": _tex(o.dataset),
            "url": o.link,
            "urldate": o.retrieved,
            "note": _tex(self._note()),
        }
        return _entry(self.key, fields)

    def ris(self) -> str:
        """A record of type DATA, lines ending as the format wants them."""
        o = self.origin
        lines = [
            ("TY", "DATA"),
            ("ID", self.key),
            ("AU", o.producer),
            ("TI", o.title),
            ("M1", o.dataset),
            ("PY", self.year),
            ("DA", o.date_published.replace("-", "/")),
            ("PB", o.producer),
            ("UR", o.link),
            ("Y2", o.retrieved.replace("-", "/")),
            ("N1", self._note()),
        ]
        return _ris(lines)

    def csl(self) -> dict[str, Any]:
        """An item of type dataset, as CSL-JSON has it."""
        o = self.origin
        item: dict[str, Any] = {
            "id": self.key,
            "type": "dataset",
            "author": [{"literal": o.producer}],
            "title": o.title,
            "publisher": o.producer,
        }
        item |= {name: text for name, text in (("number", o.dataset), ("URL", o.link)) if text}
        for name, day in (("issued", o.date_published or self.year), ("accessed", o.retrieved)):
            if day:
                item[name] = {"date-parts": [[int(part) for part in day.split("-")]]}
        return item | {"note": self._note()}

    def _note(self) -> str:
        done = _words("en")[self.processing]
        licensed = f"Licence: {self.origin.licence.rstrip('.')}."
        named = f" {self.origin.attribution.rstrip('.')}." if self.origin.attribution else ""
        return f"{licensed}{named} Processed by hali {VERSION} ({done}), record {self.record}."


def bibtex(citations: Sequence[Citation]) -> str:
    """A file of all entries, hali's own last."""
    own = {
        "author": "{The hali authors}",
        "title": "{hali: the evidence behind the relations between two partners}",
        "version": VERSION,
        "note": f"Record {_record(citations)}",
    }
    return "\n".join([*(one.bibtex() for one in _distinct(citations)), _entry(f"hali-{VERSION}", own)])


def ris(citations: Sequence[Citation]) -> str:
    """A file of all records, hali's own last."""
    own = [
        ("TY", "COMP"),
        ("ID", f"hali-{VERSION}"),
        ("AU", "The hali authors"),
        ("TI", "hali: the evidence behind the relations between two partners"),
        ("ET", VERSION),
        ("N1", f"Record {_record(citations)}"),
    ]
    return "\r\n".join([*(one.ris() for one in _distinct(citations)), _ris(own)])


def csl_json(citations: Sequence[Citation]) -> str:
    """A list of all items, hali's own last."""
    own = {
        "id": f"hali-{VERSION}",
        "type": "software",
        "author": [{"literal": "The hali authors"}],
        "title": "hali: the evidence behind the relations between two partners",
        "version": VERSION,
        "note": f"Record {_record(citations)}",
    }
    return json.dumps([*(one.csl() for one in _distinct(citations)), own], ensure_ascii=False, indent=1) + "\n"


def _distinct(citations: Iterable[Citation]) -> list[Citation]:
    """Each origin once, in the order given."""
    return list({one.origin.id: one for one in citations}.values())


def _record(citations: Sequence[Citation]) -> str:
    return ", ".join(dict.fromkeys(one.record for one in citations)) or "none"


def _words(lang: str) -> dict[str, str]:
    return dict(languages.writing(lang)["citations"])


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:3])


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{key},", *lines, "}"]) + "\n"


def _ris(lines: Sequence[tuple[str, str]]) -> str:
    return "\r\n".join([*(f"{tag}  - {' '.join(text.split())}" for tag, text in lines if text), "ER  - "]) + "\r\n"
