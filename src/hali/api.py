"""The calls the command line, the notebook and the web share: open a record, write a brief, check a text, explain.

Everything heavy is imported when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hali.errors import NotInRecord, QuestionError
from hali.model.definition import Reading
from hali.model.observation import Observation, Origin
from hali.record.store import Record, check_date, data_folder

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.briefs.mirror.counts import By, Kind
    from hali.checking.checked import Checked, Listener
    from hali.checking.intake.source import Source
    from hali.exports import Readings
    from hali.panels import Panel
    from hali.publish.document import Document
    from hali.questions import Some, Years
    from hali.record.session import Session


@cache
def session(path: Path | None = None) -> Session:
    """The session of a data folder: whatever is opened there shares what was looked up before.

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.pillars.plan import plan
    from hali.record.session import Session

    return Session(plan(), path)


def open_record(path: str | Path | None = None, *, as_of: str = "") -> Record:
    """The record: what ships with the package and what was harvested. Nothing is computed before it is asked.

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
        as_of: ISO date; what was published later is not seen. "" = everything.

    Raises:
        RecordError: the data folder cannot be used.
        QuestionError: `as_of` is no date.
    """
    day = check_date(as_of) if as_of else ""
    return session(Path(path) if path else data_folder()).record(day)


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
        NotInRecord: the record never was in that state.
    """
    if not re.fullmatch(r"[0-9a-f]{12}", since):
        day = check_date(since)
        if record.as_of and day >= record.as_of:
            raise QuestionError(f"changes since {day} are not seen as of {record.as_of}: give an earlier day")
        return replace(record, as_of=day)
    before = record.warehouse.earlier(since)
    if before is None:
        raise NotInRecord(f"record {since} is no earlier state of this one; give a day instead")
    return replace(record, warehouse=before)


def check_language(lang: str) -> str:
    """`lang` if it is one of the languages; raises UnknownCode naming them."""
    from hali.languages import known

    return known(lang)


def brief(
    a: str,
    b: str,
    lang: str = "en",
    as_of: str = "",
    record: Record | None = None,
    since: str = "",
    sections: Collection[str] | None = None,
) -> Document:
    """The state-of-relations brief of two partners, countries or blocs, as a document any writer takes.

    Args:
        a: the observer, as a name in any language or a code ("EU", "Kazakhstan", "EU28").
        b: the other side.
        lang: code of a language, `hali languages` lists them.
        as_of: ISO date to see the record as of, or "".
        record: an opened record; default the one that ships.
        since: ISO date, or id of an earlier record on this machine: the brief ends with what changed since then.
        sections: ids of the sections that follow the first page ("trade", "energy"); default all of them, empty = the
            first page alone.

    Raises:
        UnknownCode: an area or language no codelist knows.
        QuestionError: two equal areas, no date, or no such section.
        NotInRecord: no record of the id given as `since` is on this machine.
    """
    from hali.briefs import circulating, comparators, element_rules, material
    from hali.briefs.compose import compose, day_of
    from hali.checking import gates, judge, sweep
    from hali.checking.definitions.grid import grid
    from hali.codelists import areas
    from hali.shown_brief import brief as shown

    pair = resolve_pair((a, b))
    lang = check_language(lang)
    opened = record or open_record(as_of=as_of)
    before = earlier(opened, since) if since else None
    blocs = [code for side in pair for code in grid().other_blocs.get(areas.concept(side), ())]
    day = day_of(opened, as_of)
    beside = comparators.asks(pair, comparators.others(opened, pair, day))
    material.prepare(opened, *pair, day, blocs, [*beside, *element_rules.asks(pair, day)])
    checked = []
    for one in circulating.on(pair):
        swept = sweep.run(opened, one.claim, pair, one.published, one.origin)
        text = gates.Text(one.published, one.origin)
        checked.append((one, judge.judge(opened, one.claim, swept, circulating.LANGUAGE, text)))
    return shown(compose(opened, *pair, lang, as_of, checked, before, sections))


def check(
    text: str | bytes | Source,
    pair: tuple[str, str] | None = None,
    published: str = "",
    as_of: str = "",
    name: str = "text.txt",
    lang: str = "",
    record: Record | None = None,
    url: str = "",
    corrections: Iterable[str] | Mapping[str, str] = (),
    listener: Listener | None = None,
) -> Checked:
    """Every quantitative claim, rank and dated event of a text, with the definitions that reproduce it, if any.

    Args:
        text: the text, or the bytes of a .txt, .md, .html, .pdf or .docx file, or what was read from one before.
        pair: the two partners the text is about, where it does not say so itself.
        published: ISO date the text appeared; chooses vintages, and the year an undated figure means.
        as_of: ISO date to see the record as of, or "".
        name: file name; its ending says how bytes are read.
        lang: language of the explanations; "" = that of the text, English where hali does not write it.
        record: an opened record; default the one that ships.
        url: address of the page the text appeared on; what was read there does not confirm it.
        corrections: what you say the claims mean, as `["c3.period=2022"]` or `{"c3.period": "2022"}`.
        listener: told how the check goes on; None = nobody.
    """
    from datetime import date

    from hali.checking.article import from_text, of, read
    from hali.checking.checked import check_article
    from hali.checking.corrections import parsed
    from hali.languages import written_in
    from hali.shown_check import with_record

    day = date.fromisoformat(check_date(published)) if published else None
    if isinstance(text, bytes):
        article = read(text, name, day)
    else:
        article = from_text(text, day) if isinstance(text, str) else of(text, day)
    sides = resolve_pair(pair) if pair else None
    opened = record or open_record(as_of=as_of)
    spoken = check_language(lang) if lang else written_in(next(iter(article.languages), "en"))
    checked = check_article(opened, article, sides, spoken, url, parsed(corrections), listener)
    return with_record(checked, opened)


def readings(
    measure: Some = "",
    *,
    reporter: Some = "",
    partner: Some = "",
    flow: Some = "",
    product: Some = "",
    period: Years = "",
    start: str | int = "",
    end: str | int = "",
    newest: int = 0,
    all_definitions: bool = False,
    series: str = "",
    record: Record | None = None,
) -> Readings:
    """Readings: one row per definition, newest vintage, or with `all_definitions` every vintage.

    Wherever one text is taken several are: `reporter=["KZ", "UZ"]`, `period=range(2015, 2025)`. Of a measure that is
    the same whichever side is named first (distances, agreement in votes) both orders answer. The column `default`
    marks the reading of each number that is taken where no definition is asked for.

    Args:
        measure: id of the measures codelist, or ids; "" = all.
        reporter: area whose statistics say so; "" = all.
        partner: the other area; "" = all.
        flow: X, M, T or B; "" = all.
        product: code of a product: TOTAL, HS:27; "" = all.
        period: SDMX period or year, or several; "" = all.
        start: period in which the first may begin; "" = any.
        end: period in which the last may end; "" = any.
        newest: periods of each series, from the newest back; 0 = all.
        all_definitions: also older vintages and every composition of a bloc.
        series: id of a reading: the readings that differ from it in nothing but period and vintage. It stands alone.
        record: an opened record; default the one that ships.

    Returns:
        An Arrow stream (`pandas.DataFrame(...)`, `polars.DataFrame(...)`, `pyarrow.table(...)`) with all that a
        `pyarrow.Table` has; a notebook shows the first rows and the sources. Where it is empty, `why_empty()` says
        what would not be.

    Raises:
        UnknownCode: a measure, area or flow no codelist knows.
        UnreadableInput: a period that is no SDMX period.
        QuestionError: `start` lies after `end`, or `series` does not stand alone.
        NotInRecord: no reading has the id given as `series`.
    """
    from hali import exports, questions

    opened = record or open_record()
    if series:
        if measure or reporter or partner or flow or product or period or start or end:
            raise QuestionError("a series is named by the id of a reading alone: leave out measure, areas, flow ...")
        from hali.record import readings as lookup

        told = f"hali readings --series {series}{' --all-definitions' if all_definitions else ''}"
        return exports.series(opened, lookup.get(opened, series), told, newest=not all_definitions)
    asked = questions.Question(
        measures=questions.measures(measure),
        reporters=questions.areas(reporter),
        partners=questions.areas(partner),
        flows=questions.flows(flow),
        products=questions.texts(product),
        periods=questions.within(period, start, end),
        newest=questions.count(newest),
        all_definitions=all_definitions,
        command=questions.command(
            measure=measure,
            reporter=reporter,
            partner=partner,
            flow=flow,
            product=product,
            period=questions.spelled(period),
            start=questions.spelled(start),
            end=questions.spelled(end),
            newest=newest,
            all_definitions=all_definitions,
        ),
    )
    return exports.answer(opened, asked)


def panel(
    measures: Some,
    *,
    reporters: Some = "",
    partners: Some = "",
    years: int | Iterable[int] = (),
    currency: str = "USD",
    dataflow: str = "",
    record: Record | None = None,
) -> Panel:
    """A panel for regressions: one row for each dyad and year, a column for each measure.

    Of each dyad and year the default definition is taken: a side's own table before a compilation, the newest vintage;
    columns beside each number say which table it is. Measures of one area alone (`gdp`) stand twice, for reporter and
    partner; what has no year (`distance`) stands in every year. What the record does not hold is null, never zero.

    Args:
        measures: ids of measures, in the order of the columns: ["exports", "gdp", "distance"].
        reporters: areas; "" = every country. Blocs are summed where they are named.
        partners: areas; "" = every country.
        years: calendar years: 2021, [2010, 2020], range(2005, 2023); default all.
        currency: EUR or USD: amounts of money are converted at the mean rate of their year.
        dataflow: id of the table the measures it holds are to come from alone, "IMF:DOTS"; "" = the default of each.
        record: an opened record; default the one that ships.

    Returns:
        Rows as an Arrow table that pandas, polars and DuckDB take.

    Raises:
        UnknownCode: a measure, area, currency or table nobody knows.
        NotInRecord: the record holds nothing of a measure, or none of it for these areas and years.
        QuestionError: no measure, no calendar year, or a measure that is derived from others.
    """
    from hali import panels, questions

    opened = record or open_record()
    asked = panels.Asked(
        measures=tuple(dict.fromkeys(questions.measures(measures))),
        reporters=questions.usual(reporters),
        partners=questions.usual(partners),
        years=questions.years(years),
        currency=questions.currency(currency),
        dataflow=questions.dataflow(dataflow, opened.warehouse.dataflows),
    )
    if not asked.measures:
        raise QuestionError('name at least one measure: ["exports", "gdp", "distance"]; `hali.measures()` lists them')
    shown = ", ".join(repr(one) for one in asked.measures)
    return panels.of(opened, asked, f"hali.panel([{shown}])")


def mirror(
    a: str,
    b: str,
    *,
    of: Kind = "goods",
    by: By = "year",
    years: Iterable[int] = (),
    currency: str = "USD",
    margin: float | None = None,
    lang: str = "en",
    record: Record | None = None,
) -> Document:
    """What both sides report of the same flow, side by side, both directions: the counts, the gap, what it may contain.

    Args:
        a: one side, as a name in any language or a code.
        b: the other.
        of: goods, services or investment.
        by: a row for each year, product or member of a bloc.
        years: years, of which the first and the last count; default all, of products and members the newest of both.
        currency: USD or EUR, of all values.
        margin: freight and insurance over the exporter's value; None = 0.06 for goods.
        lang: language of the words.
        record: an opened record; default the one that ships.

    Returns:
        A document any writer takes; `readings` holds its numbers.

    Raises:
        UnknownCode: an area or language no codelist knows.
        QuestionError: two equal areas, no such currency or margin, members of two countries.
        NotInRecord: neither side counts the flow in these years.
    """
    from hali.briefs.mirror import counts, pages
    from hali.shown_brief import brief as shown

    pair = resolve_pair((a, b))
    language, when = check_language(lang), sorted(years)
    span = (when[0], when[-1]) if when else ()
    opened = record or open_record()
    view = counts.view(opened, *pair, kind=of, by=by, years=span, currency=currency, margin=margin)
    return shown(pages.compose(view, language))


def series(reading: str, lang: str = "en", record: Record | None = None) -> Document:
    """The page of the series a reading belongs to: its course, every observation, vintages, other definitions.

    Args:
        reading: id of one of its readings, as `readings` and every output give it.
        lang: language of the words.
        record: an opened record; default the one that ships.

    Raises:
        NotInRecord: no such reading.
        UnknownCode: a language hali does not write.
    """
    from hali.briefs import series as composed

    return composed.compose(record or open_record(), reading, check_language(lang))


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

    def to_json(self) -> str:
        """The JSON document of `hali explain --json`."""
        import json
        from dataclasses import asdict

        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

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
