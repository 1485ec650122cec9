"""The command that tests exports that importers do not record: `hali diversion FILE`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hali import extras
from hali.cli_lists import ListFormat
from hali.errors import QuestionError
from hali.methods.mirror import CONSTANT
from hali.terminal import STANDARD, as_csv, deliver, progress

if TYPE_CHECKING:
    from hali.methods.diversion import Diversion, Twin
    from hali.pillars.monthly_flows import Monthly

AGAINST = {
    "not_below_zero": "the importer does not record less than before",
    "no_twin": "no Poisson estimate beside it: the extra `gravity` is not there",
    "twin_disagrees": "the Poisson estimate, which keeps zeros, points the other way",
    "placebo": "as much is found with random lists of products",
    "leads": "the gap moved before the day already",
    "one_shipment": "a single product and month makes it",
}
"""Conditions of a finding that do not hold, in words."""

UNEXCLUDED = {
    "margin": "freight and insurance",
    "lag": "goods on their way at the end of the months",
    "consignment": "country of consignment against country of origin",
    "transit": "transit and cargo to order",
    "re_export": "re-export",
    "confidential": "products and partners kept confidential",
    "chapter_99": "goods of no specified chapter",
    "exchange_rate": "rates of exchange",
    "threshold": "thresholds of reporting",
    "revision": "revisions",
    "composition": "what kinds of goods and members are counted",
}
"""What else a gap may contain, in words."""

SHOWN = 12
"""Destinations of a scan that the text shows; JSON and CSV have all."""


def diversion(
    file: Annotated[
        str,
        typer.Argument(
            help="CSV or Parquet, one exporter: destination, product, month (2022-03), exported, recorded; "
            "empty = no report, c = confidential."
        ),
    ],
    listed: Annotated[str, typer.Option(help="Products tested: codes between commas, or a file with one a line.")],
    since: Annotated[str, typer.Option(help="First month after the day, 2022-03.", metavar="MONTH")],
    to: Annotated[str, typer.Option(help="Destinations tested together, between commas; default each one alone.")] = "",
    margin: Annotated[
        float, typer.Option(help="Freight and insurance over the exporter's value.", metavar="SHARE")
    ] = CONSTANT,
    seed: Annotated[int, typer.Option(help="Of the random lists of products.")] = 0,
    format: Annotated[ListFormat, typer.Option(help="What to write.")] = ListFormat.text,
) -> None:
    """Test whether listed goods are recorded less by their importers from a month on, beside other goods and partners.

    Difference in differences of two reports, ranked among random lists of products. The record holds no reports of
    importers by month and product, so both come from a file. What is found is a difference of two counts, never its
    cause.
    """
    from hali.methods.diversion_panel import panel
    from hali.pillars import monthly_flows

    if not 0 <= margin <= 1:
        raise QuestionError(f"a margin between FOB and CIF of {margin:g} is not within 0 and 1; 0.06 stands for 6 %")
    with progress("reading the file"):
        told = monthly_flows.of_file(file)
    chosen = monthly_flows.listed(_codes(listed), told.products)
    if since not in told.months:
        raise QuestionError(f"--since {since}: the file has months from {told.months[0]} to {told.months[-1]}")
    first = told.months.index(since)
    with progress("testing"):
        made = panel(told.x, told.m, margin)
        answer = _together(told, made, chosen, to, first, seed) if to else _alone(told, made, chosen, first, seed)
    answer = {"panel": _panel(told, file, chosen, since, margin), **answer, "unexcluded": UNEXCLUDED}
    deliver({"json": _json, "csv": _csv, "text": _text}[format.value](answer), STANDARD)


def _codes(listed: str) -> str:
    """The codes of `--listed`, or those of the file it names."""
    file = Path(listed)
    try:
        return file.read_text("utf-8") if len(listed) < 200 and file.is_file() else listed
    except (OSError, UnicodeDecodeError):
        raise QuestionError(f"--listed {listed}: no text with a code a line") from None


def _twin() -> Twin | None:
    """The estimator that keeps zeros, where it is installed."""
    if all(find_spec(name) for name in extras.EXTRAS["gravity"]):
        from hali import process
        from hali.methods.poisson_twin import gap_effect

        process.take_pandas()
        return gap_effect
    return None


def _panel(told: Monthly, file: str, chosen: Any, since: str, margin: float) -> dict[str, Any]:
    """What is tested, as far as the file tells."""
    import numpy as np

    return {
        "file": Path(file).name,
        "destinations": len(told.destinations),
        "products": len(told.products),
        "listed": int(chosen.sum()),
        "months": [told.months[0], told.months[-1]],
        "since": since,
        "margin": margin,
        "both": int(((told.x > 0) & (told.m > 0)).sum()),
        "unknown": int((~np.isfinite(told.x) | ~np.isfinite(told.m)).sum()),
    }


def _together(told: Monthly, made: Any, chosen: Any, to: str, first: int, seed: int) -> dict[str, Any]:
    """Some destinations tested as one."""
    import numpy as np

    from hali.methods.diversion import detect, treated
    from hali.methods.poisson_twin import excess_exports

    wanted = [one.strip() for one in to.split(",") if one.strip()]
    for one in wanted:
        if one not in told.destinations:
            raise QuestionError(f"--to: no destination {one}; the file has {', '.join(told.destinations[:8])} …")
    suspected = np.array([one in wanted for one in told.destinations])
    twin = _twin()
    found = detect(made, chosen, suspected, first, twin=twin, seed=seed)
    answer: dict[str, Any] = {"found": {"destination": ", ".join(wanted), **_told(found, told)}}
    if twin:
        try:
            more = excess_exports(told.x, treated(made, chosen, suspected, first))
        except QuestionError as error:
            answer["excess_exports"] = {"refused": str(error)}
        else:
            names = ("effect", "low", "high", "value", "value_low", "value_high")
            answer["excess_exports"] = {name: float(getattr(more, name)) for name in names}
    return answer


def _alone(told: Monthly, made: Any, chosen: Any, first: int, seed: int) -> dict[str, Any]:
    """Every destination tested alone, with control of false discoveries."""
    from hali.methods.diversion_scan import scan

    found = scan(made, chosen, first, twin=_twin(), seed=seed)
    rows = []
    for place, name in enumerate(told.destinations):
        one = found.found[place]
        row: dict[str, Any] = {"destination": name, "untested": found.untested[place]}
        if one is not None:
            row |= _told(one, told)
            row |= {"adjusted_p": float(found.adjusted_p[place]), "flag": bool(found.flag[place])}
        rows.append(row)
    return {"scan": sorted(rows, key=lambda row: (row.get("adjusted_p", 2.0), row.get("theta", 0.0)))}


def _told(found: Diversion, told: Monthly) -> dict[str, Any]:
    """A finding as plain data; None where a number is not known."""
    import math

    names = ("theta", "low", "high", "standard_error", "twin", "placebo_p", "lead_p", "without_largest_p")
    amounts = ("amount", "amount_low", "amount_high", "opened_low", "opened_high")
    numbers = {name: float(getattr(found, name)) for name in (*names, *amounts)}
    months = zip(told.months, found.month_x, found.month_m, found.month_gap, strict=True)
    return {
        **{name: value if math.isfinite(value) else None for name, value in numbers.items()},
        "cells": found.cells,
        "one_sided": found.one_sided,
        "flag": found.flag,
        "against": list(found.against),
        "months": [
            {"month": month, "exported": float(x), "recorded": float(m), "log_gap": float(gap) if gap == gap else None}
            for month, x, m, gap in months
        ],
        "products": {code: float(value) for code, value in zip(told.products, found.by_product, strict=True) if value},
    }


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _csv(answer: dict[str, Any]) -> str:
    """A row a destination."""
    rows = answer.get("scan") or [answer["found"]]
    left_out = {"months", "products"}
    columns = list(dict.fromkeys(name for row in rows for name in row if name not in left_out))
    return as_csv(columns, ({**row, "against": " ".join(row.get("against", ()))} for row in rows))


def _text(answer: dict[str, Any]) -> str:
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    told = answer["panel"]
    yield (
        f"panel     {told['file']}: {told['destinations']} destinations, {told['products']} products, "
        f"{told['months'][0]} to {told['months'][1]}; {told['both']:,} cells of two reports"
    )
    yield f"tested    {told['listed']} listed products from {told['since']} on; margin {100 * told['margin']:.0f} %"
    if "found" in answer:
        yield from _found(answer["found"])
        if "excess_exports" in answer:
            yield _excess(answer["excess_exports"])
    else:
        yield from _scanned(answer["scan"])
    yield "read as   shipped by the exporter, not recorded by the importer: a difference of two counts, not its cause"
    yield "          not excluded: " + "; ".join(answer["unexcluded"].values())


def _found(one: dict[str, Any]) -> Iterator[str]:
    cells, alone, twin = one["cells"], one["one_sided"], _number(one["twin"], "+.3f")
    yield f"to        {one['destination']}: {cells:,} cells of two reports, {alone:,} of the exporter alone"
    yield f"gap       log points {_ranged(one, 'theta', 'low', 'high', '+.3f')} (90 %), Poisson {twin}"
    yield (
        f"placebo   p {one['placebo_p']:.3f} among random lists; before the day p {one['lead_p']:.3f}; without the "
        f"largest product and month p {one['without_largest_p']:.3f}"
    )
    yield f"amount    not recorded by the importer {_ranged(one, 'amount', 'amount_low', 'amount_high', ',.0f')}"
    yield f"          of it since the gap opened {one['opened_low']:,.0f} to {one['opened_high']:,.0f} (90 %)"
    yield "finding   " + ("all conditions hold" if one["flag"] else "none")
    yield from (f"          {AGAINST[name]}" for name in one["against"])


def _excess(told: dict[str, Any]) -> str:
    if "refused" in told:
        return f"exports   beyond what other goods and months lead one to expect: {told['refused']}"
    return (
        f"exports   beyond what other goods and months lead one to expect: {told['value']:,.0f} "
        f"({told['value_low']:,.0f} to {told['value_high']:,.0f}, 90 %)"
    )


def _scanned(rows: list[dict[str, Any]]) -> Iterator[str]:
    tested = [row for row in rows if not row["untested"]]
    flagged = sum(row["flag"] for row in tested)
    told = f"{len(tested)} of {len(rows)} destinations tested"
    yield f"scan      {told}; of {flagged} all conditions hold (adjusted p < 0.05)"
    yield f"          {'':24}{'log gap':>8} {'90 %':>19} {'adj. p':>7}  opened, low to high"
    for row in tested[:SHOWN]:
        # the Poisson estimate is asked for only where everything else holds
        other = [name for name in row["against"] if name != "no_twin"] or row["against"]
        mark = "all hold" if row["flag"] else "; ".join(AGAINST[name] for name in other) or "adjusted p"
        amount = f"{row['opened_low']:,.0f} to {row['opened_high']:,.0f}"
        gap = f"{row['theta']:+8.3f} {row['low']:+9.3f} to {row['high']:+.3f}"
        yield f"          {row['destination']:24}{gap} {row['adjusted_p']:7.3f}  {amount}  {mark}"
    untested = [row for row in rows if row["untested"]]
    yield from (f"          {row['destination']:24}not tested: {row['untested']}" for row in untested[:SHOWN])


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _ranged(row: dict[str, Any], what: str, low: str, high: str, form: str) -> str:
    return f"{_number(row[what], form)} ({_number(row[low], form)} to {_number(row[high], form)})"
