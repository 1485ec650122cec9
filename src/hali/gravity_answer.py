"""The call behind `hali gravity`: a gravity equation fitted on the record, and what it says of a pair."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

from hali import extras
from hali.errors import QuestionError, UnknownCode
from hali.publish.tabular import Tabular

if TYPE_CHECKING:
    import pyarrow as pa

    from hali.gravity_panel import Sample
    from hali.methods.gravity import GravityFit, Panel
    from hali.record.store import Record

PairEffect = Literal["none", "directed", "symmetric"]
"""Effect of a pair."""

Errors = Literal["pair", "robust", "jackknife"]
"""What standard errors allow for: dependence within a pair, with or without a jackknife, or unequal variances alone."""


def gravity(
    *,
    table: str = "",
    since: int = 0,
    until: int = 9999,
    pair_effect: PairEffect = "none",
    errors: Errors = "pair",
    potential: tuple[str, str] | None = None,
    agreement: tuple[str, str] | None = None,
    what_if: tuple[str, str, str, str] | None = None,
    world: str = "",
    sigma: float = 5.0,
    closure: str = "ratio",
    record: Record | None = None,
) -> Gravity:
    """A gravity equation of trade, by Poisson pseudo-maximum likelihood, and what it says of a pair.

    Effects of every exporter and importer in every year; needs the extra `gravity`. What the sample is stands in
    `data["sample"]`, rows that were left out in `data["model"]`.

    Args:
        table: id of a table with the exports of many countries; "" = CEPII:BACI, over several years IMF:DOTS.
        since: first year.
        until: last year.
        pair_effect: none, directed or symmetric; an effect of the pairs takes the place of distance.
        errors: standard errors clustered by pair, robust alone, or a jackknife by pair, which covers more of the noise
            of few countries.
        potential: exporter and importer: their expected beside their actual trade.
        agreement: two areas: trade around the agreement between them.
        what_if: exporter, importer, and the pair whose trade costs they are to have.
        world: with `what_if`: file of the sales of every economy to every other and to itself, for a general
            equilibrium.
        sigma: with `world`: elasticity of substitution.
        closure: with `world`: how expenditure follows income: ratio, nominal, balanced or shares.
        record: an opened record; default the one that ships.

    Returns:
        A table that pandas, polars and DuckDB take: coefficients, years around the agreement, or one row for the pair;
        `data` holds everything else.

    Raises:
        MissingExtra: the extra `gravity` is not installed.
        UnknownCode: an area, effect or kind of errors nobody knows.
        QuestionError: more than one of the last three questions, a pair effect beside `potential` or `what_if`, a
            jackknife with symmetric pair effects, or a table of too few countries.
        NotInRecord: the record holds nothing of the table, the years, a side or an agreement.
    """
    for name, given, accepted in (("pair_effect", pair_effect, PairEffect), ("errors", errors, Errors)):
        if given not in get_args(accepted):
            raise UnknownCode(name, given, get_args(accepted))
    if sum(asked is not None for asked in (potential, agreement, what_if)) > 1:
        raise QuestionError("take one of potential, agreement and what-if")
    if pair_effect != "none" and (potential or what_if):
        raise QuestionError("potential and what-if compare pairs: they take no pair effect")
    if errors == "jackknife" and pair_effect == "symmetric":
        raise QuestionError("a jackknife takes directed pair effects or none")
    if world and not what_if:
        raise QuestionError("a world is for a what-if: whose trade costs change, and to whose")
    extras.require("gravity", "hali gravity")
    from hali import api, gravity_panel, gravity_world
    from hali.catalogue import area_list

    closed = gravity_world.checked(sigma, closure)
    codes = [area_list.code(name) for name in (*(potential or ()), *(agreement or ()), *(what_if or ()))]
    over_years = agreement is not None or pair_effect != "none"
    opened = record or api.open_record()
    asked = table or (gravity_panel.MANY_YEARS if over_years else gravity_panel.ONE_YEAR)
    sample = gravity_panel.sample(opened, asked, since, until, distances=not over_years)
    answer = {"sample": _sample(sample)}
    if agreement:
        return Gravity(answer | _agreement(opened, sample, codes))
    if potential:
        return Gravity(answer | _potential(sample, codes))
    told, fit = _fitted(sample, sample.panel, pair_effect, errors)
    if what_if:
        told["what_if"] = _what_if(sample, fit, codes, world=bool(world))
        if world:
            day = date(sample.years[-1], 12, 31)
            change = list(told["what_if"]["change"].values())
            told["equilibrium"] = gravity_world.effect(world, fit, change, (codes[0], codes[1]), day, sigma, closed)
    return Gravity(answer | told)


class Gravity(Tabular):
    """What a gravity equation says, a row for each coefficient or year, or one for the pair.

    Columns of coefficients: `name`, `coef`, `se`, and both uncorrected for bias; of an agreement `year` against the one
    it came to apply in, `coef`, `low`, `high` in log points, `percent`; of a world `country`, change of real GDP in
    `percent`, `low`, `high`; of a pair its trade and their `ratio` with an interval, `low` and `high`.

    Args:
        data: everything as plain data, part by part: what `hali gravity --format json` writes.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table."""
        if "agreement" in self.data:
            return list(self.data["agreement"]["years"])
        if "equilibrium" in self.data:
            return list(self.data["equilibrium"]["real_gdp"])
        if one := self.data.get("potential") or self.data.get("what_if"):
            return [{name: value for name, value in one.items() if not isinstance(value, (list, dict))}]
        return list(self.data["coefficients"])

    @cached_property
    def table(self) -> pa.Table:
        """The rows as an Arrow table."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.rows)

    def __repr__(self) -> str:
        from hali import gravity_told

        return gravity_told.text(self.data)

    def _repr_html_(self) -> str:
        sample = self.data["sample"]
        first, last = sample["years"]
        facts = [
            ("Sample", f"{sample['countries']} countries, {first} to {last}, {sample['rows']:,} rows"),
            ("Table", f"{sample['table']} ({', '.join(sample['vintages'])})"),
        ]
        asked = (self.data.get(part, {}) for part in ("potential", "agreement", "what_if", "equilibrium"))
        notes = [note for one in asked for note in one.get("read_as", ())] + sample["notes"]
        notes.append(f"record {sample['record']}")
        return self._shown(sample["title"], facts, tuple(self.table.column_names), notes)


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


def _fitted(sample: Sample, panel: Panel, pair_effect: PairEffect, errors: Errors) -> tuple[dict[str, Any], GravityFit]:
    """A fit, corrected for bias where the correction applies to it."""
    from hali.methods import gravity as method
    from hali.methods.gravity_bias import corrected

    plain = method.fit(panel, pair_effect, "robust" if errors == "robust" else "pair")
    final = plain
    if errors == "jackknife":
        final = corrected(panel, plain, "jackknife")
    elif errors == "pair" and pair_effect != "symmetric":
        final = corrected(panel, plain)
    return {"coefficients": _coefficients(plain, final), "model": _model(sample, panel, final)}, final


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
