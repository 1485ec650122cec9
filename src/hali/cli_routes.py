"""The command that tells by which routes one gets from one place to another."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hali.cli_options import Force, Lang, Output
from hali.terminal import STANDARD, deliver, format_of, require_free


class RoutesFormat(StrEnum):
    """Formats routes are written in."""

    text = "text"
    json = "json"
    html = "html"
    csv = "csv"
    geojson = "geojson"
    svg = "svg"
    png = "png"


class Objective(StrEnum):
    """What routes are ordered by: median days, cost, emissions, or the day of arrival that is 95 % sure."""

    time = "time"
    cost = "cost"
    co2 = "co2"
    sure = "sure"


def routes(
    start: Annotated[str, typer.Argument(help="A place, or a country.", metavar="FROM")],
    end: Annotated[str, typer.Argument(help="Another.", metavar="TO")],
    most: Annotated[int, typer.Option("--max", help="Routes at the most, 1 to 12.")] = 12,
    month: Annotated[int, typer.Option(help="Month of departure, 1 to 12; default any.")] = 0,
    cargo_value: Annotated[float | None, typer.Option(help="Value of the cargo in a FEU.", metavar="USD")] = None,
    objective: Annotated[Objective, typer.Option(help="What the routes are ordered by.")] = Objective.time,
    avoid: Annotated[
        list[str] | None, typer.Option(help="An area or a place not to pass; may be repeated.", metavar="AREA|PLACE")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="What if: dwell.aktau=0.75, headway.poti-constanta.feeder=3.5.", metavar="KEY=VALUE"
        ),
    ] = None,
    network: Annotated[str, typer.Option(help="Folder of another network.", metavar="FOLDER")] = "",
    lang: Lang = "en",
    seed: Annotated[int, typer.Option(help="Seed of the draws: the same seed, the same answer.")] = 0,
    format: Annotated[
        RoutesFormat | None, typer.Option(help="What to write; default what the ending of -o says, else text.")
    ] = None,
    output: Output = STANDARD,
    force: Force = False,
) -> None:
    """Tell the routes from one place to another: how long, how sure, how dear, from which published figures."""
    from hali import api, routing
    from hali.corridors.question import Question

    lang = api.check_language(lang)
    format = format_of("routes", output, format, RoutesFormat.text)
    require_free(output, format.value, force=force)
    found = routing.asked(
        Question(
            start=start,
            end=end,
            most=most,
            month=month,
            cargo_value=cargo_value,
            objective=objective.value,
            avoid=tuple(avoid or ()),
            settings=tuple(settings or ()),
            folder=network,
            seed=seed,
        )
    )
    deliver(routing.written(found, format.value, lang), output)
