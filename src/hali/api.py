"""The calls the command line, the notebook and the web share: open a record, write a brief, check a text, explain.

Everything heavy is imported when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hali.errors import NotInRecord, QuestionError, UnknownCode
from hali.model.definition import Reading
from hali.model.observation import Observation, Origin
from hali.record import store as records
from hali.record.store import Record, check_date

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.check.checked import Checked
    from hali.exports import Readings
    from hali.publish.document import Document
    from hali.record.vintages import Manifest, Store


FLOWS = ("X", "M", "T", "B")
"""Flows of readings: exports, imports, both together, exports less imports."""


def open_record(path: str | Path | None = None, engine: str = "duckdb", *, as_of: str = "", master: str = "") -> Record:
    """The record: what ships with the package and what was harvested, built on first use (about twenty seconds).

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
        engine: what computes the readings if the record is to be built: `duckdb` or `spark`, which give the same.
        as_of: ISO date; what was published later is not seen. "" = everything.
        master: address of the Spark cluster; "" = the one Spark is configured with, else this machine.

    Raises:
        RecordError: the data folder cannot be used.
        QuestionError: `as_of` is no date, or the engine is not there.
    """
    records.require_engine(engine, master)

    def build(folder: Path, store: Store, manifest: Manifest) -> None:
        from hali.pillars.materialise import build

        build(folder, store, manifest, engine, master)

    return records.open_record(build, Path(path) if path else None, check_date(as_of) if as_of else "")


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


def earlier(record: Record, since: str) -> Record:
    """An earlier state of a record: as of a day, or the record of an id that was built on this machine.

    Args:
        record: the state it is compared with.
        since: ISO date, or the 12 hexadecimal digits a document prints as its record.

    Raises:
        QuestionError: `since` is neither, or a day that is not before the record's own.
        NotInRecord: no such record is on this machine.
    """
    if not re.fullmatch(r"[0-9a-f]{12}", since):
        day = check_date(since)
        if record.as_of and day >= record.as_of:
            raise QuestionError(f"changes since {day} are not seen as of {record.as_of}: give an earlier day")
        return replace(record, as_of=day)
    name = f"{since}-{records.recipe()}"
    found = record.folder.parent / name
    if not found.is_dir():
        raise NotInRecord(f"record {since} is not on this machine, or another hali built it; give a day instead")
    return replace(record, folder=found, id=since)


def check_language(lang: str) -> str:
    """`lang` if it is one of the six languages; raises UnknownCode naming them."""
    from hali.languages import CODES

    if lang not in CODES:
        raise UnknownCode("language", lang, CODES)
    return lang


def brief(a: str, b: str, lang: str = "en", as_of: str = "", record: Record | None = None, since: str = "") -> Document:
    """The state-of-relations brief of two partners, countries or blocs, as a document any writer takes.

    Args:
        a: the observer, as a name in one of six languages or a code ("EU", "Kazakhstan", "EU28").
        b: the other side.
        lang: en, sw, kk, ru, fr or de.
        as_of: ISO date to see the record as of, or "".
        record: an opened record; default the one that ships.
        since: ISO date, or id of an earlier record on this machine: the brief ends with what changed since then.

    Raises:
        UnknownCode: an area or language no codelist knows.
        QuestionError: two equal areas, or no date.
        NotInRecord: no record of the id given as `since` is on this machine.
    """
    from hali.brief import circulating
    from hali.brief.compose import compose
    from hali.check import judge, sweep

    pair = resolve_pair((a, b))
    lang = check_language(lang)
    opened = record or open_record(as_of=as_of)
    before = earlier(opened, since) if since else None
    checked = [
        (one, judge.judge(opened, one.claim, sweep.run(opened, one.claim, pair, one.published), circulating.LANGUAGE))
        for one in circulating.on(pair)
    ]
    return compose(opened, *pair, lang, as_of, checked, before)


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
    from hali.shown import with_record

    day = date.fromisoformat(check_date(published)) if published else None
    article = from_text(text, day) if isinstance(text, str) else read(text, name, day)
    sides = resolve_pair(pair) if pair else None
    opened = record or open_record(as_of=as_of)
    return with_record(check_article(opened, article, sides, check_language(lang)), opened)


def readings(
    measure: str = "",
    *,
    reporter: str = "",
    partner: str = "",
    flow: str = "",
    period: str = "",
    all_definitions: bool = False,
    record: Record | None = None,
) -> Readings:
    """Readings: one row per definition, newest vintage, or with `all_definitions` every vintage.

    Args:
        measure: id of the measures codelist; "" = all.
        reporter: area whose statistics say so; "" = all.
        partner: the other area; "" = all.
        flow: X, M or T; "" = all.
        period: SDMX period; "" = all.
        all_definitions: also older vintages and every composition of a bloc.
        record: an opened record; default the one that ships.

    Returns:
        An Arrow stream (`pyarrow.table(...)`, `polars.DataFrame(...)`) with all that a `pyarrow.Table` has; a notebook
        shows the first rows and the sources.

    Raises:
        UnknownCode: a measure, area or flow no codelist knows.
        UnreadableInput: `period` is no SDMX period.
    """
    import shlex

    from hali import exports
    from hali.codelists import areas, measures
    from hali.model import period as periods

    wanted = [measures.measure(measure).id] if measure else []
    if flow and flow.upper() not in FLOWS:
        raise UnknownCode("flow", flow, FLOWS)
    if period:
        periods.bounds(period)
    given = {"flow": flow.upper(), "period": period}
    options = {"reporter": reporter, "partner": partner, **given}
    words = ["hali", "readings", *wanted]
    words += [word for name, text in options.items() if text for word in (f"--{name}", text)]
    words += ["--all-definitions"] if all_definitions else []
    return exports.of(
        record or open_record(),
        wanted,
        shlex.join(words),
        reporters=areas.concept_codes(areas.concept(areas.resolve(reporter))) if reporter else (),
        partners=areas.concept_codes(areas.concept(areas.resolve(partner))) if partner else (),
        newest=not all_definitions,
        where={column: text for column, text in given.items() if text},
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
        citations: how each origin is cited in full, by id.
    """

    reading: Reading
    definition: str
    formula: str
    method: str
    observations: tuple[Observation, ...]
    origins: dict[str, Origin]
    citations: dict[str, str]

    def _repr_html_(self) -> str:
        from hali.publish import notebook

        heads = ("dataflow", "period", "reporter", "partner", "flow", "product", "value", "unit", "vintage", "origin")
        found = self.reading
        facts = [("Reading", found.id), ("What", self.definition), ("Formula", self.formula), ("After", self.method)]
        facts += [("Status", found.status), ("Caveats", " ".join(found.caveats)), ("Missing", " ".join(found.missing))]
        return notebook.table(
            f"{found.value:,.6g} {found.definition.unit}",
            [(name, text) for name, text in facts if text],
            heads,
            [[getattr(cell, name) for name in heads] for cell in self.observations],
            list(self.citations.values()),
        )


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
    from hali.publish.citations import Citation, processing
    from hali.record import readings as lookup

    check_language(lang)
    opened = record or open_record()
    found = lookup.get(opened, reading)
    cells = lookup.observations(opened, found.cells)
    declared = indicator(found.indicator)
    origins = lookup.origins(opened, {cell.origin for cell in cells})
    done = processing(bool(declared.source), len(cells) > 1)
    return Explanation(
        reading=found,
        definition=narrate.definition(found, lang),
        formula=declared.formula,
        method=declared.source,
        observations=tuple(cells),
        origins=origins,
        citations={id_: Citation(origin, opened.id, done).long(lang) for id_, origin in origins.items()},
    )


def observations(dataflow: str, as_of: str = "", record: Record | None = None) -> pa.Table:
    """The observations of a table as they stood on a day, as an Arrow table.

    Args:
        dataflow: id of the table.
        as_of: ISO date; "" = as they stand now.
        record: an opened record; default the one that is there.

    Raises:
        NotInRecord: nothing of the table was known on that day.
    """
    from hali.record import readings as lookup

    opened = record or open_record()
    return lookup.standing(opened, dataflow, check_date(as_of) if as_of else opened.as_of)
