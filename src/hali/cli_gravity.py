"""The command that fits a gravity equation on the record and says what it says of a pair."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from hali import process
from hali.cli_lists import ListFormat
from hali.terminal import STANDARD, as_csv, deliver, progress

if TYPE_CHECKING:
    from hali.gravity_answer import Gravity


class PairEffect(StrEnum):
    """Effect of a pair."""

    none = "none"
    directed = "directed"
    symmetric = "symmetric"


class Errors(StrEnum):
    """What standard errors allow for."""

    pair = "pair"
    robust = "robust"
    jackknife = "jackknife"


DYAD = tuple[str, str]


def gravity(
    table: Annotated[
        str,
        typer.Option(help="Exports of many countries; see `hali sources`. Default CEPII:BACI, over years IMF:DOTS."),
    ] = "",
    since: Annotated[int, typer.Option(help="First year.")] = 0,
    until: Annotated[int, typer.Option(help="Last year.")] = 9999,
    pair_effect: Annotated[PairEffect, typer.Option(help="Effect of the pairs; takes the place of distance.")] = (
        PairEffect.none
    ),
    errors: Annotated[
        Errors, typer.Option(help="Standard errors: clustered by pair, robust alone, or a jackknife by pair.")
    ] = Errors.pair,
    potential: Annotated[
        DYAD | None, typer.Option(help="Expected beside actual exports of A to B.", metavar="A B")
    ] = None,
    agreement: Annotated[
        DYAD | None, typer.Option(help="Trade around the agreement of A and B.", metavar="A B")
    ] = None,
    what_if: Annotated[
        tuple[str, str, str, str] | None,
        typer.Option(help="Exports of A to B with the trade costs of X to Y.", metavar="A B X Y"),
    ] = None,
    world: Annotated[
        str,
        typer.Option(
            help="With --what-if: general equilibrium on this file: exporter, importer, value, domestic sales too.",
            metavar="FILE",
        ),
    ] = "",
    sigma: Annotated[float, typer.Option(help="With --world: elasticity of substitution.", metavar="NUMBER")] = 5.0,
    closure: Annotated[
        str, typer.Option(help="With --world: how expenditure follows income: ratio, nominal, balanced.")
    ] = "ratio",
    format: Annotated[ListFormat, typer.Option(help="What to write.")] = ListFormat.text,
) -> None:
    """Fit a gravity equation of trade on the record; expected trade, effect of an agreement, other trade costs.

    Poisson pseudo-maximum likelihood with effects of every exporter and importer in every year. What its sample is
    stands above the numbers, rows that were left out below.
    """
    process.take_pandas()
    from hali import gravity_answer

    with progress("fitting"):
        found = gravity_answer.gravity(
            table=table,
            since=since,
            until=until,
            pair_effect=pair_effect.value,
            errors=errors.value,
            potential=potential,
            agreement=agreement,
            what_if=what_if,
            world=world,
            sigma=sigma,
            closure=closure,
        )
    deliver({"json": _json, "csv": _csv, "text": _text}[format.value](found), STANDARD)


def _text(found: Gravity) -> str:
    return f"{found!r}\n"


def _json(found: Gravity) -> str:
    return json.dumps(found.data, ensure_ascii=False, indent=1) + "\n"


def _csv(found: Gravity) -> str:
    """The table of the answer."""
    return as_csv(found.rows[0], found.rows)
