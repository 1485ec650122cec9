"""The calls the command line, the notebook and the web share: open a record, write a brief, check a text, explain.

Everything heavy is imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hali.errors import QuestionError, UnknownCode
from hali.model.definition import Reading
from hali.model.observation import Observation, Origin
from hali.record.store import Record, check_date, open_embedded

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.check.checked import Checked
    from hali.publish.document import Document


def open_record(path: str | Path | None = None, as_of: str = "") -> Record:
    """The record that ships with the package, built on first use (about ten seconds).

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
        as_of: ISO date; what was published later is not seen. "" = everything.

    Raises:
        RecordError: the data folder cannot be used.
        QuestionError: `as_of` is no date.
    """
    return open_embedded(_build, Path(path) if path else None, check_date(as_of) if as_of else "")


def _build(folder: Path) -> None:
    from hali.pillars.materialise import build

    build(folder)


def resolve_pair(names: Iterable[str]) -> tuple[str, str]:
    """The two area concepts or dated codes a person typed.

    Raises:
        UnknownCode: naming the nearest accepted words.
        QuestionError: not two different areas.
    """
    from hali.codelists import areas

    codes = [areas.resolve(name) for name in names]
    if len(codes) != 2 or codes[0] == codes[1]:
        raise QuestionError(f"two different areas are needed, not {' and '.join(codes) or 'none'}")
    return codes[0], codes[1]


def check_language(lang: str) -> str:
    """`lang` if it is one of the six languages; raises UnknownCode naming them."""
    from hali.languages import CODES

    if lang not in CODES:
        raise UnknownCode("language", lang, CODES)
    return lang


def brief(a: str, b: str, lang: str = "en", as_of: str = "", record: Record | None = None) -> Document:
    """The state-of-relations brief of two partners, countries or blocs, as a document any writer takes.

    Args:
        a: the observer, as a name in one of six languages or a code ("EU", "Kazakhstan", "EU28").
        b: the other side.
        lang: en, sw, kk, ru, fr or de.
        as_of: ISO date to see the record as of, or "".
        record: an opened record; default the one that ships.
    """
    from hali.brief.compose import compose

    pair = resolve_pair((a, b))
    opened = record or open_record(as_of=as_of)
    return compose(opened, *pair, check_language(lang), as_of)


def check(
    text: str | bytes,
    pair: tuple[str, str] | None = None,
    published: str = "",
    as_of: str = "",
    name: str = "text.txt",
    lang: str = "en",
    record: Record | None = None,
) -> Checked:
    """Every quantitative claim, rank and dated event of a text, with the definitions that reproduce it, if any.

    Args:
        text: the text, or the bytes of a .txt, .md, .html, .pdf or .docx file.
        pair: the two partners the text is about, where it does not say so itself.
        published: ISO date the text appeared; chooses vintages, and the year an undated figure means.
        as_of: ISO date to see the record as of, or "".
        name: file name; its ending says how bytes are read.
        lang: language of the explanations.
        record: an opened record; default the one that ships.
    """
    from datetime import date

    from hali.check.article import from_text, read
    from hali.check.checked import check_article

    day = date.fromisoformat(check_date(published)) if published else None
    article = from_text(text, day) if isinstance(text, str) else read(text, name, day)
    sides = resolve_pair(pair) if pair else None
    return check_article(record or open_record(as_of=as_of), article, sides, check_language(lang))


def readings(
    measure: str = "",
    *,
    reporter: str = "",
    partner: str = "",
    flow: str = "",
    period: str = "",
    all_definitions: bool = False,
    record: Record | None = None,
) -> pa.Table:
    """Readings as an Arrow table: one row per definition, newest vintage, or with `all_definitions` every vintage.

    Args:
        measure: id of the measures codelist; "" = all.
        reporter: area whose statistics say so; "" = all.
        partner: the other area; "" = all.
        flow: X, M or T; "" = all.
        period: SDMX period; "" = all.
        all_definitions: also older vintages and every composition of a bloc.
        record: an opened record; default the one that ships.

    Raises:
        UnknownCode: a measure or area no codelist knows.
    """
    from hali.codelists import areas, measures
    from hali.record import readings as lookup

    wanted = [measures.measure(measure).id] if measure else []
    conditions, values = [], []
    for column, value in (("flow", flow.upper()), ("period", period)):
        if value:
            conditions.append(f"{column} = ?")
            values.append(value)
    return lookup.table(
        record or open_record(),
        wanted,
        reporters=areas.concept_codes(areas.concept(areas.resolve(reporter))) if reporter else (),
        partners=areas.concept_codes(areas.concept(areas.resolve(partner))) if partner else (),
        newest=not all_definitions,
        where=" and ".join(conditions),
        parameters=values,
    )


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading down to its cells.

    Attributes:
        reading: the number.
        definition: what is counted, in words.
        formula: how it was computed.
        method: the paper or manual the formula follows, or "".
        observations: every observation used.
        origins: where they come from, by id.
    """

    reading: Reading
    definition: str
    formula: str
    method: str
    observations: tuple[Observation, ...]
    origins: dict[str, Origin]


def explain(reading: str, lang: str = "en", record: Record | None = None) -> Explanation:
    """The definition of a reading in words, its formula, every observation and origin behind it.

    Args:
        reading: id of a reading, as `readings` and every output give it.
        lang: language of the words.
        record: an opened record; default the one that ships.

    Raises:
        NotInRecord: no such reading.
    """
    from hali import narrate
    from hali.pillars import indicator
    from hali.record import readings as lookup

    opened = record or open_record()
    found = lookup.get(opened, reading)
    cells = lookup.observations(opened, found.cells)
    declared = indicator(found.indicator)
    return Explanation(
        reading=found,
        definition=narrate.definition(found, check_language(lang)),
        formula=declared.formula,
        method=declared.source,
        observations=tuple(cells),
        origins=lookup.origins(opened, {cell.origin for cell in cells}),
    )
