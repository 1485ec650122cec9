"""The call behind `hali routes`: routes of a network, or what the record says of two places without one."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from hali import api
from hali.codelists import areas
from hali.corridors import answer, fallback, question
from hali.corridors.load import load
from hali.errors import QuestionError

if TYPE_CHECKING:
    from hali.record.store import Record


def routes(
    start: str,
    end: str,
    *,
    most: int = 12,
    month: int = 0,
    cargo_value: float | None = None,
    objective: question.Objective = "time",
    avoid: Collection[str] = (),
    settings: Collection[str] = (),
    network: str = "",
    seed: int = 0,
    record: Record | None = None,
) -> answer.Answer | fallback.Distance:
    """The routes from one place to another, or, where no network holds both, what can be said all the same.

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

    Raises:
        UnknownCode: a place that is not known.
        NotInRecord: no route leads from one to the other.
        QuestionError: something that cannot be asked.
    """
    asked = question.Question(
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
    ends = answer.ends(asked)
    if all(place.node for place in ends):
        return answer.answer(asked)
    if avoid or settings:
        raise QuestionError("no curated network holds both places, so nothing can be avoided or set")
    opened = record or api.open_record()
    return fallback.distance(load(network), ends, *_connections(opened, ends[0].area, ends[1].area))


def _connections(record: Record, one: str, other: str) -> tuple[list[fallback.Said], list[str]]:
    """Newest readings of logistics performance of two countries and of the air routes between them; what is missing."""
    if one == other or not (areas.known(one) and areas.known(other)):
        return [], []
    found: list[fallback.Said] = []
    missing: list[str] = []
    for measure, reporter, partner in (("lpi_score", one, ""), ("lpi_score", other, ""), ("air_routes", one, other)):
        names = " to ".join(areas.name(code, "en") for code in (reporter, partner) if code)
        what = "of 5 in the Logistics Performance Index" if measure == "lpi_score" else "direct air routes"
        rows = api.readings(measure, reporter=reporter, partner=partner, record=record).to_pylist()
        if not rows:
            missing.append(f"{what.removeprefix('of 5 in the ')}, {names}")
            continue
        last = max(rows, key=lambda row: row["period"])
        found.append(fallback.Said(f"{what}, {names}", last["value"], last["unit"], last["period"], last["reading"]))
    return found, missing
