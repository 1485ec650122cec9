"""The calls behind `hali routes`: routes of a network, or what the record says of two places without one."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hali import api, retrieval
from hali.codelists import areas
from hali.errors import QuestionError
from hali.publish.tabular import Tabular

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.corridors.answer import Answer
    from hali.corridors.fallback import Asked, Distance, Said
    from hali.corridors.question import Objective, Question
    from hali.record.store import Record


def routes(
    start: str,
    end: str,
    *,
    most: int = 12,
    month: int = 0,
    cargo_value: float | None = None,
    objective: Objective = "time",
    avoid: Collection[str] = (),
    settings: Collection[str] = (),
    network: str = "",
    seed: int = 0,
    record: Record | None = None,
) -> Routes:
    """The routes from one place to another: how long, how sure, how dear; by air last.

    Where no network holds both places the table is empty, and what is said all the same is printed.

    Args:
        start: a place in any usual spelling, or a country.
        end: another.
        most: routes at the most, 1 to 12.
        month: month of departure, 1 to 12; 0 = any.
        cargo_value: USD in a FEU, for the cost with the worth of time.
        objective: what the routes are ordered by.
        avoid: areas and places not to pass.
        settings: what is to be otherwise, as `["dwell.aktau=0.75"]`.
        network: folder of another network; "" = the one that ships.
        seed: of the draws.
        record: an opened record; default the one that ships. It is opened only where there is no network.

    Returns:
        A row for each route, as a table that pandas, polars and DuckDB take; `answer` holds everything else.

    Raises:
        UnknownCode: a place that is not known.
        NotInRecord: no route leads from one to the other.
        QuestionError: something that cannot be asked.
    """
    from hali.corridors.question import Question

    wanted = Question(
        start=start,
        end=end,
        most=most,
        month=month,
        cargo_value=cargo_value,
        objective=objective,
        avoid=tuple(avoid),
        settings=tuple(settings),
        folder=network,
        seed=seed,
    )
    return Routes(asked(wanted, record))


class Routes(Tabular):
    """Routes from one place to another, a row each, in the order asked for.

    Columns: `route`, `corridor`, `p5` to `p95` in days, `on_time` within `promise` days, `cost_low` and `cost_high` in
    USD per FEU at prices of `price_year`, `co2e_low` and `co2e_high` in kg per FEU, `km`, `not_beaten`, and `rows`, the
    published figures the numbers rest on.

    Args:
        answer: what was found.
    """

    def __init__(self, answer: Answer | Distance) -> None:
        self.answer = answer

    @cached_property
    def table(self) -> pa.Table:
        """The routes as an Arrow table."""
        import pyarrow as pa

        from hali.corridors.exported import COLUMNS, table

        kinds = {
            **dict.fromkeys(COLUMNS, pa.float64()),
            **dict.fromkeys(("route", "corridor"), pa.string()),
            "price_year": pa.int64(),
            "not_beaten": pa.bool_(),
            "rows": pa.list_(pa.string()),
        }
        return pa.Table.from_pylist(list(table(self.data)), schema=pa.schema(kinds))

    @cached_property
    def data(self) -> dict[str, Any]:
        """Everything as plain data: what `hali routes --format json` writes."""
        from hali.corridors import exported
        from hali.corridors.answer import Answer

        found = self.answer
        return exported.data(found) if isinstance(found, Answer) else exported.distance_data(found)

    def __repr__(self) -> str:
        from hali.corridors import told
        from hali.corridors.answer import Answer

        return told.text(self.answer) if isinstance(self.answer, Answer) else told.distance_text(self.answer)

    def _repr_html_(self) -> str:
        from hali.corridors import page
        from hali.publish import notebook

        return notebook.document(page.document(self.answer))


def asked(question: Question, record: Record | None = None) -> Answer | Distance:
    """The answer to a question for routes; what can be said all the same where no network holds both places.

    Args:
        question: the question.
        record: an opened record; default the one that ships. It is opened only where there is no network.

    Raises:
        UnknownCode: a place that is not known.
        NotInRecord: no route leads from one to the other.
        QuestionError: something that cannot be asked.
    """
    from hali.corridors import answer, fallback
    from hali.corridors.load import load

    ends = answer.ends(question)
    if all(place.node for place in ends):
        return answer.answer(question)
    if question.avoid or question.settings:
        raise QuestionError("no curated network holds both places, so nothing can be avoided or set")
    opened = record or api.open_record()
    return fallback.distance(load(question.folder), ends, *_connections(opened, ends[0].area, ends[1].area))


def _connections(record: Record, one: str, other: str) -> tuple[list[Said], list[Asked]]:
    """Newest readings of logistics performance of two countries and of the air routes between them; what is missing."""
    from hali.corridors.fallback import Asked, Said

    if one == other or not (areas.known(one) and areas.known(other)):
        return [], []
    found: list[Said] = []
    missing: list[Asked] = []
    for what in (Asked("lpi_score", one), Asked("lpi_score", other), Asked("air_routes", one, other)):
        rows = retrieval.readings(what.measure, reporter=what.reporter, partner=what.partner, record=record).to_pylist()
        if not rows:
            missing.append(what)
            continue
        last = max(rows, key=lambda row: row["period"])
        found.append(Said(what, last["value"], last["unit"], last["period"], last["reading"]))
    return found, missing


def written(found: Answer | Distance, format: str, lang: str = "en", address: str = "") -> str | bytes:
    """An answer in a format.

    Args:
        found: the answer.
        format: text, html, svg or png, in a language; json, csv or geojson, the same in all of them.
        lang: language of the words.
        address: page it stands on, for pictures; "" for none.

    Raises:
        QuestionError: there is nothing to draw, for there is no network.
    """
    from hali.corridors import exported, page, told
    from hali.corridors.fallback import Distance
    from hali.corridors.printer import Printer
    from hali.corridors.wording import Wording
    from hali.publish import figure_file, write_html

    if format == "html":
        return write_html.write(page.document(found, lang))
    if isinstance(found, Distance):
        if format == "json":
            return exported.as_json(exported.distance_data(found))
        if format == "text":
            return told.distance_text(found, lang)
        says = Wording("en", found.loaded)
        said = exported.off(found, says).rstrip(".")
        raise QuestionError(f"{said[0].lower()}{said[1:]}; {says('off.no_map')}")
    if format in ("svg", "png"):
        figure = page.figure(found, Printer(found, lang))
        return figure_file.write(figure, page.document(found, lang), address, format)
    if format in ("json", "csv", "geojson"):
        made = {"csv": exported.as_csv, "geojson": exported.geojson}
        return made[format](found) if format in made else exported.as_json(exported.data(found))
    return told.text(found, lang)
