"""The calls behind `hali routes`: routes of a network, or what the record says of two places without one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hali import api, retrieval
from hali.codelists import areas
from hali.errors import QuestionError
from hali.publish.tabular import Tabular

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.corridors.answer import Answer
    from hali.corridors.fallback import Distance, Said
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

    Columns: `route`, `corridor`, `p5`, `p50` and `p95` in days, `on_time`, `cost_low` and `cost_high` in USD per FEU at
    prices of `price_year`, `co2e_low` and `co2e_high` in kg per FEU, `not_beaten`, and `rows`, the published figures
    the numbers rest on.

    Args:
        answer: what was found.
    """

    def __init__(self, answer: Answer | Distance) -> None:
        self.answer = answer

    @cached_property
    def table(self) -> pa.Table:
        """The routes as an Arrow table."""
        import pyarrow as pa

        texts = dict.fromkeys(("route", "corridor"), pa.string())
        floats = dict.fromkeys(("p5", "p50", "p95", "on_time", "cost_low", "cost_high"), pa.float64())
        more = dict.fromkeys(("co2e_low", "co2e_high"), pa.float64())
        last = {"price_year": pa.int64(), "not_beaten": pa.bool_(), "rows": pa.list_(pa.string())}
        return pa.Table.from_pylist(list(self._rows()), schema=pa.schema({**texts, **floats, **more, **last}))

    def _rows(self) -> Iterator[dict[str, Any]]:
        """One dict a route."""
        for one in self.data.get("routes", ()):
            days, cost, co2e = one["days"], one["cost"], one["co2e"]
            yield {
                "route": one["name"],
                "corridor": one["corridor"],
                **{name: days[name] for name in ("p5", "p50", "p95", "on_time")},
                **{f"cost_{end}": cost[end] for end in ("low", "high")},
                "price_year": cost["price_year"],
                **{f"co2e_{end}": co2e[end] for end in ("low", "high")},
                "not_beaten": one["on_front"],
                "rows": list(dict.fromkeys([*days["rows"], *cost["rows"], *co2e["rows"]])),
            }

    @cached_property
    def data(self) -> dict[str, Any]:
        """Everything as plain data: what `hali routes --format json` writes."""
        from hali.corridors import told
        from hali.corridors.answer import Answer

        return told.data(self.answer) if isinstance(self.answer, Answer) else told.distance_data(self.answer)

    def __repr__(self) -> str:
        from hali.corridors import told
        from hali.corridors.answer import Answer

        return told.text(self.answer) if isinstance(self.answer, Answer) else told.distance_text(self.answer)

    def _repr_html_(self) -> str:
        from hali.corridors import page
        from hali.corridors.answer import Answer
        from hali.corridors.load import load
        from hali.publish import notebook

        if isinstance(self.answer, Answer):
            return notebook.document(page.document(self.answer))
        return notebook.document(page.distance_document(self.answer, load()))


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


def _connections(record: Record, one: str, other: str) -> tuple[list[Said], list[str]]:
    """Newest readings of logistics performance of two countries and of the air routes between them; what is missing."""
    from hali.corridors.fallback import Said

    if one == other or not (areas.known(one) and areas.known(other)):
        return [], []
    found: list[Said] = []
    missing: list[str] = []
    for measure, reporter, partner in (("lpi_score", one, ""), ("lpi_score", other, ""), ("air_routes", one, other)):
        names = " to ".join(areas.name(code, "en") for code in (reporter, partner) if code)
        what = "of 5 in the Logistics Performance Index" if measure == "lpi_score" else "direct air routes"
        rows = retrieval.readings(measure, reporter=reporter, partner=partner, record=record).to_pylist()
        if not rows:
            missing.append(f"{what.removeprefix('of 5 in the ')}, {names}")
            continue
        last = max(rows, key=lambda row: row["period"])
        found.append(Said(f"{what}, {names}", last["value"], last["unit"], last["period"], last["reading"]))
    return found, missing
