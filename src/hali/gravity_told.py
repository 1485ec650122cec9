"""An answer of `hali.gravity` in words, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

SHOWN = 5
"""Dropped rows of a kind that are named in the text."""


def text(answer: dict[str, Any]) -> str:
    """An answer as text.

    Args:
        answer: `Gravity.data`.
    """
    return "\n".join(line for part, told in answer.items() for line in _LINES[part](told))


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
    others = [name for name in told["real_gdp"][0] if name.startswith("sigma_")]
    yield f"world     {told['countries']} countries, sigma {told['sigma']:g}, closure {told['closure']}{trade}"
    yield f"          {'real GDP, %':38}" + "".join(f"{name.replace('_', ' '):>10}" for name in others)
    for row in told["real_gdp"]:
        span = f"{row['percent']:+9.4f} ({row['low']:+.4f} to {row['high']:+.4f})"
        yield f"          {row['country']:8}{span:30}" + "".join(f"{row[name]:+10.4f}" for name in others)
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
