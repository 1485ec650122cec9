"""The calls that give numbers of the record: readings, panels, the observations of a table, one number explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali import api
from hali.errors import QuestionError
from hali.model.definition import Reading
from hali.model.observation import Observation, Origin
from hali.record.store import Record, check_date

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.exports import Readings
    from hali.panels import Panel
    from hali.publish.document import Document
    from hali.questions import Some, Years


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

    opened = record or api.open_record()
    if series:
        if measure or reporter or partner or flow or product or period or start or end:
            raise QuestionError("a series is named by the id of a reading alone: leave out measure, areas, flow ...")
        from hali.record import readings as held

        told = f"hali readings --series {series}{' --all-definitions' if all_definitions else ''}"
        return exports.series(opened, held.get(opened, series), told, newest=not all_definitions)
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

    opened = record or api.open_record()
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

    return composed.compose(record or api.open_record(), reading, api.check_language(lang))


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
    from hali.record import readings as held

    api.check_language(lang)
    opened = record or api.open_record()
    found = held.get(opened, reading)
    cells = held.observations(opened, found.cells)
    declared = indicator(found.indicator)
    origins = held.origins(opened, {cell.origin for cell in cells})
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
    from hali.record import readings as held

    opened = record or api.open_record()
    return held.standing(opened, dataflow, check_date(as_of) if as_of else opened.as_of)
