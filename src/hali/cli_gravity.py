"""The command that fits a gravity equation on the record and says what it says of a pair."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hali import extras, process
from hali.cli_lists import ListFormat
from hali.errors import QuestionError
from hali.gravity_world import SIGMAS
from hali.terminal import STANDARD, deliver, progress

if TYPE_CHECKING:
    from hali.gravity_panel import Sample
    from hali.methods.gravity import GravityFit, Panel
    from hali.record.store import Record


class PairEffect(StrEnum):
    """Effect of a pair."""

    none = "none"
    directed = "directed"
    symmetric = "symmetric"


class Errors(StrEnum):
    """What standard errors allow for."""

    pair = "pair"
    robust = "robust"


DYAD = tuple[str, str]

SHOWN = 5
"""Dropped rows of a kind that are named in the text."""


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
    errors: Annotated[Errors, typer.Option(help="Standard errors: clustered by pair, or robust alone.")] = Errors.pair,
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
    if sum(asked is not None for asked in (potential, agreement, what_if)) > 1:
        raise QuestionError("take one of --potential, --agreement and --what-if")
    if pair_effect is not PairEffect.none and (potential or what_if):
        raise QuestionError("--potential and --what-if compare pairs: they take no pair effect")
    if world and not what_if:
        raise QuestionError("--world takes --what-if A B X Y: whose trade costs change, and to whose")
    extras.require("gravity", "hali gravity")
    process.take_pandas()
    import numpy as np

    from hali import api, gravity_panel, gravity_world
    from hali.catalogue import area_list

    closed = gravity_world.checked(sigma, closure)
    codes = [area_list.code(name) for name in (*(potential or ()), *(agreement or ()), *(what_if or ()))]
    over_years = agreement is not None or pair_effect is not PairEffect.none
    table = table or (gravity_panel.MANY_YEARS if over_years else gravity_panel.ONE_YEAR)
    with progress("fitting"):
        record = api.open_record()
        sample = gravity_panel.sample(record, table, since, until, distances=not over_years)
        if agreement:
            answer = _agreement(record, sample, codes)
        elif potential:
            answer = _potential(sample, codes)
        else:
            answer = _fitted(sample, sample.panel, pair_effect.value, errors.value)
            if what_if:
                fit = answer.pop("fit")
                answer |= {"what_if": _what_if(sample, fit, codes, world=bool(world))}
                if world:
                    day = date(sample.years[-1], 12, 31)
                    change = np.array(list(answer["what_if"]["change"].values()))
                    found = gravity_world.effect(world, fit, change, (codes[0], codes[1]), day, sigma, closed)
                    answer |= {"equilibrium": found}
    answer.pop("fit", None)
    answer = {"sample": _sample(sample), **answer}
    deliver({"json": _json, "csv": _csv, "text": _text}[format.value](answer), STANDARD)


def _sample(sample: Sample) -> dict[str, Any]:
    return {
        "table": sample.table,
        "title": sample.title,
        "vintages": list(sample.vintages),
        "record": sample.record,
        "countries": len(sample.countries),
        "years": [sample.years[0], sample.years[-1]],
        "rows": len(sample.panel.flow),
        "unit": sample.unit,
        "notes": list(sample.notes),
    }


def _fitted(sample: Sample, panel: Panel, pair_effect: Any, errors: Any) -> dict[str, Any]:
    """A fit, corrected for bias where the correction applies to it."""
    from hali.methods import gravity as method
    from hali.methods.gravity_bias import corrected

    plain = method.fit(panel, pair_effect, errors)
    final = plain
    if errors == "pair" and pair_effect != "symmetric":
        final = corrected(panel, plain)
    return {"coefficients": _coefficients(plain, final), "model": _model(sample, panel, final), "fit": final}


def _coefficients(plain: GravityFit, final: GravityFit) -> list[dict[str, Any]]:
    columns = zip(final.names, final.coef, final.se, plain.coef, plain.se, strict=True)
    names = ("name", "coef", "se", "uncorrected_coef", "uncorrected_se")
    return [dict(zip(names, [row[0], *map(float, row[1:])], strict=True)) for row in columns]


def _model(sample: Sample, panel: Panel, fit: GravityFit) -> dict[str, Any]:
    """What a fit is, with the keys of the rows it left out."""
    keys = (sample.countries, panel.exporter), (sample.countries, panel.importer), (sample.years, panel.period)
    dropped = {
        kind: [" ".join(str(names[key[row]]) for names, key in keys) for row in getattr(fit.dropped, kind)]
        for kind in ("missing", "separated", "singleton")
    }
    return {
        "estimator": "PPML",
        "effects": list(fit.effects),
        "standard_errors": fit.se_rule,
        "bias_corrected": fit.bias_corrected or "no",
        "rows": fit.nobs,
        "deviance": fit.deviance,
        "pseudo_r2": fit.pseudo_r2,
        "converged": fit.converged,
        "dropped": dropped,
    }


def _potential(sample: Sample, codes: list[str]) -> dict[str, Any]:
    from hali.methods.gravity_potential import LEVEL
    from hali.methods.gravity_potential import potential as compared

    found = compared(sample.panel, sample.dyad(codes[0], codes[1]))
    return {
        "potential": {
            "exporter": codes[0],
            "importer": codes[1],
            "expected": found.fitted,
            "actual": found.actual,
            "ratio": found.ratio,
            "low": found.low,
            "high": found.high,
            "interval": LEVEL,
            "draws": found.draws,
            "left_out": found.left_out,
            "covariates": dict(zip(found.names, map(float, found.coef), strict=True)),
            "read_as": [
                "expected from the other pairs' trade, distance and agreements; no forecast, and no judgement",
                "interval of the expected over the actual value, by a bootstrap of pairs; what no covariate holds is "
                "not in it",
            ],
        }
    }


def _agreement(record: Record, sample: Sample, codes: list[str]) -> dict[str, Any]:
    from hali import gravity_panel
    from hali.methods.gravity_agreement import FEW_TREATED, LEVEL, agreement_effect

    asked = gravity_panel.entry(record, sample, codes[0], codes[1])
    found = agreement_effect(asked.panel, asked.periods)
    names = ("year", "coef", "low", "high", "percent")
    columns = (found.lead_lag, found.coef, found.low, found.high, found.percent)
    few = [f"fewer than {FEW_TREATED} pairs: intervals and pre-trend test are too narrow, the placebo rank is not"]
    return {
        "agreement": {
            "between": codes,
            "title": asked.title,
            "applied_from": asked.date,
            "pairs": found.treated,
            "mean": {"coef": found.mean_coef, "low": found.mean_low, "high": found.mean_high},
            "years": [dict(zip(names, map(float, row), strict=True)) for row in zip(*columns, strict=True)],
            "interval": LEVEL,
            "pretrend_p": found.pretrend_p,
            "placebo_rank": found.placebo_rank,
            "placebos": found.placebos,
            "read_as": [
                "log points against the year before; the first and the last year stand for all beyond; the calendar "
                "year in which it came to apply is 0",
                "placebo rank: share of random pairs without an agreement with this title that differ as much from 0",
                *(few if found.treated < FEW_TREATED else []),
            ],
        },
        "model": _model(sample, asked.panel, found.fit),
    }


def _what_if(sample: Sample, fit: GravityFit, codes: list[str], *, world: bool) -> dict[str, Any]:
    import numpy as np

    from hali.methods.gravity_potential import LEVEL, with_costs_of

    rows = [sample.dyad(codes[0], codes[1]), sample.dyad(codes[2], codes[3])]
    own, others = (_mean_costs(sample, chosen, " ".join(codes[:2])) for chosen in rows)
    found = with_costs_of(fit, own, others)
    actual = float(np.nansum(sample.panel.flow[rows[0]]))
    return {
        "exporter": codes[0],
        "importer": codes[1],
        "costs_of": codes[2:],
        "actual": actual,
        "ratio": found.ratio,
        "low": found.low,
        "high": found.high,
        "interval": LEVEL,
        "change": dict(zip(found.names, map(float, found.change), strict=True)),
        "read_as": [
            "assumption: incomes, prices and trade with third countries stay as they are (partial equilibrium)",
            "assumption: trade costs are what the covariates hold, and nothing else",
            "assumption: the coefficients hold for this pair; the interval is over them alone",
            *([] if world else ["no general equilibrium: it needs domestic sales, which a file has (--world)"]),
        ],
    }


def _mean_costs(sample: Sample, rows: Any, what: str) -> Any:
    """Covariates of a dyad, of a bloc or of several years their mean."""
    if not rows.any():
        raise QuestionError(f"the sample has no row of {what}")
    return sample.panel.regressors[rows].mean(axis=0)


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _csv(answer: dict[str, Any]) -> str:
    """The table of the answer: coefficients, years around an agreement, or the one line of a pair."""
    if "agreement" in answer:
        rows = answer["agreement"]["years"]
    elif "equilibrium" in answer:
        rows = answer["equilibrium"]["real_gdp"]
    elif "potential" in answer or "what_if" in answer:
        one = answer.get("potential") or answer["what_if"]
        rows = [{name: value for name, value in one.items() if not isinstance(value, (list, dict))}]
    else:
        rows = answer["coefficients"]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _text(answer: dict[str, Any]) -> str:
    return "\n".join(line for part, told in answer.items() for line in _LINES[part](told)) + "\n"


def _sample_lines(told: dict[str, Any]) -> Iterator[str]:
    first, last = told["years"]
    yield f"sample    {told['table']}: {told['title']} ({', '.join(told['vintages'])})"
    yield f"          {told['countries']} countries, {first}-{last}, {told['rows']:,} rows, {told['unit']}"
    yield from (f"          {note}" for note in told["notes"])


def _coefficient_lines(told: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{'':20} {'coefficient':>12} {'std. error':>12}   {'uncorrected':>12} {'std. error':>12}"
    for row in told:
        yield (
            f"{row['name']:20} {row['coef']:12.6f} {row['se']:12.6f}   "
            f"{row['uncorrected_coef']:12.6f} {row['uncorrected_se']:12.6f}"
        )


def _model_lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"model     {told['estimator']}, {told['rows']:,} rows; effects: {', '.join(told['effects'])}"
    yield f"errors    {told['standard_errors']}; bias corrected: {told['bias_corrected']}"
    yield f"fit       pseudo R2 {told['pseudo_r2']:.4f}" + ("" if told["converged"] else "; DID NOT CONVERGE")
    for kind, keys in told["dropped"].items():
        if keys:
            more = f" and {len(keys) - SHOWN:,} more (--format json)" if len(keys) > SHOWN else ""
            yield f"dropped   {len(keys):,} {kind}: {'; '.join(keys[:SHOWN])}{more}"


def _potential_lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"exports   {told['exporter']} to {told['importer']}"
    yield f"          expected {told['expected']:,.0f}, actual {told['actual']:,.0f}"
    if told["ratio"] is None:
        yield f"          nothing was traded; expected {told['low']:,.0f} to {told['high']:,.0f}"
    else:
        yield f"          expected / actual {told['ratio']:.2f}, {told['low']:.2f} to {told['high']:.2f}"
    yield f"          {told['draws']} draws; {told['left_out']} rows of the pair left out of the fit"
    yield "          " + ", ".join(f"{name} {value:.4f}" for name, value in told["covariates"].items())
    yield from _read_as(told)


def _agreement_lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"agreement {told['title']}, applied from {told['applied_from']}; {told['pairs']} pairs in one direction"
    yield f"          all years after against all before: {_ranged(told['mean'])}"
    yield from (f"{row['year']:+9.0f} {_ranged(row)}  {row['percent']:+8.1f} %" for row in told["years"])
    p = told["pretrend_p"]
    yield "pre-trend " + ("no years before to test" if p is None else f"p {p:.3f} of no difference before")
    rank = told["placebo_rank"]
    yield "placebo   " + ("too few pairs" if rank is None else f"rank {rank:.3f} of {told['placebos']} placebos")
    yield from _read_as(told)


def _ranged(row: dict[str, float]) -> str:
    return f"{row['coef']:+8.3f}  {row['low']:+8.3f} to {row['high']:+8.3f}"


def _what_if_lines(told: dict[str, Any]) -> Iterator[str]:
    yield (
        f"what if   exports of {told['exporter']} to {told['importer']} had the trade costs of "
        f"{' to '.join(told['costs_of'])}: x {told['ratio']:.3f} ({told['low']:.3f} to {told['high']:.3f})"
    )
    yield "          " + ", ".join(f"{name} {value:+.3f}" for name, value in told["change"].items())
    yield from _read_as(told)


def _equilibrium_lines(told: dict[str, Any]) -> Iterator[str]:
    trade = "" if told["trade"] is None else f"; these exports x {told['trade']:.3f}"
    yield f"world     {told['countries']} countries, sigma {told['sigma']:g}, closure {told['closure']}{trade}"
    yield f"          {'real GDP, %':38}" + "".join(f"{'sigma ' + format(one, 'g'):>10}" for one in SIGMAS)
    for row in told["real_gdp"]:
        span = f"{row['percent']:+9.4f} ({row['low']:+.4f} to {row['high']:+.4f})"
        yield f"          {row['country']:8}{span:30}" + "".join(f"{row[f'sigma_{one:g}']:+10.4f}" for one in SIGMAS)
    yield from _read_as(told)


def _read_as(told: dict[str, Any]) -> Iterator[str]:
    yield from (f"          {line}" for line in told["read_as"])


_LINES: dict[str, Callable[[Any], Iterator[str]]] = {
    "sample": _sample_lines,
    "coefficients": _coefficient_lines,
    "model": _model_lines,
    "potential": _potential_lines,
    "agreement": _agreement_lines,
    "what_if": _what_if_lines,
    "equilibrium": _equilibrium_lines,
}
"""What makes the text of each part of an answer."""
