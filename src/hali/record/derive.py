"""Growth, sums over years and other currencies: derived from levels when they are looked up, for every reader alike.

A table of n years gives n(n-1)/2 growth rates and as many sums, in every currency: nine of ten definitions follow from
levels, so none of them is stored. What is derived holds on the days on which all its levels stood together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hali.model.definition import DEFINITION_COLUMNS, NONE
from hali.model.indicator import Derived
from hali.record.query import TARGETS
from hali.record.rows import Rows, part

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

LINE = ("measure", "reporter", "partner", "flow", "scope", "product", "unit", "rate", "method", "dataflow")
"""What the levels of one line have in common, in one frequency."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Mean rates of exchange by year.

    Attributes:
        of: (unit, target, year) -> (units of the target for one unit, number of the observation).
    """

    of: Mapping[tuple[str, str, int], tuple[float, int]]


def in_currencies(rows: Rows, rates: Rates, compares: Collection[str]) -> None:
    """Add every amount of money in TARGETS, by the annual mean rate of its year.

    A year without a rate is left out, and so is a span of several years: nobody knows how a sum was spread over them.

    Args:
        rows: levels as published (`rate` is `reported`).
        rates: rates of exchange.
        compares: indicators that convert by themselves.
    """
    import numpy as np

    base = np.flatnonzero(rows.holds("rate", ("reported",)) & ~rows.holds("indicator", frozenset(compares)))
    year = _year(rows.days["start"][base])
    within = year == _year(rows.days["end"][base] - 1)
    base, year = base[within], year[within]
    for target in TARGETS:
        cases = list(zip(rows.codes["unit"][base].tolist(), year.tolist(), strict=True))
        known = {case: rates.of.get((rows.texts["unit"][case[0]], target, case[1])) for case in set(cases)}
        found = [known[case] for case in cases]
        kept = np.array([one is not None for one in found], bool)
        if not kept.any():
            continue
        like = base[kept]
        rate = np.array([one[0] for one in found if one])
        cell = np.array([one[1] for one in found if one], np.int64)
        parts = np.stack([part(like), cell], axis=1).ravel()
        rows.append(
            like,
            numbers={name: held[like] * rate for name, held in rows.numbers.items()},
            codes={
                "unit": rows.constant("unit", target, len(like)),
                "rate": rows.constant("rate", "annual_mean", len(like)),
            },
            days={},
            offsets=np.arange(len(like) + 1) * 2,
            parts=parts,
        )


def growth(rows: Rows, indicator: str, how: Derived, compiled: Collection[str]) -> None:
    """Add 100 x (level / level of the base period - 1), PCT, in each currency.

    Years are compared with every earlier year of the same line, other spans with the same span a year earlier.

    Args:
        rows: levels, in all currencies.
        indicator: id of the indicator of what is added.
        how: which levels, and what is made of them.
        compiled: dataflows a third party compiled from both reports: levels only.
    """
    import numpy as np

    levels = _levels(rows, how, compiled)
    line = rows.key(levels, LINE)
    start, end = rows.days["start"][levels], rows.days["end"][levels]
    annual = _frequency(rows, levels) == "A"
    near, far = _joined(np.where(annual, line, -1), np.where(annual, line, -2))
    season, earlier = _season(line, start, end, _frequency(rows, levels))
    also_near, also_far = _joined(np.where(annual, -1, earlier), np.where(annual, -2, season))
    near, far = np.concatenate([near, also_near]), np.concatenate([far, also_far])
    kept = (end[far] <= start[near]) & (rows.numbers["value"][levels[far]] != 0)
    near, far = levels[near[kept]], levels[far[kept]]
    together = np.maximum(rows.days["known"][near], rows.days["known"][far]) <= np.minimum(
        rows.days["stood"][near], rows.days["stood"][far]
    )
    near, far = near[together], far[together]
    value = 100 * (rows.numbers["value"][near] / rows.numbers["value"][far] - 1)
    both = (near, far)
    status = _largest(rows, "status", both)
    broken = rows.holds("status", ("B",))[near] | rows.holds("status", ("B",))[far]
    _add(
        rows,
        near,
        both,
        value=value,
        first=near,
        codes={
            "measure": rows.renamed("measure", near, "measure", how.names),
            "base": rows.renamed("base", far, "period"),
            "variant": rows.renamed("variant", near, "unit"),
            "unit": rows.constant("unit", "PCT", len(near)),
            "indicator": rows.constant("indicator", indicator, len(near)),
            "vintage": _largest(rows, "vintage", both),
            "status": status,
            "caveats": _caveats(rows, near, status, broken),
        },
        days={},
    )


def cumulated(rows: Rows, indicator: str, how: Derived, compiled: Collection[str]) -> None:
    """Add the sum of a level over consecutive years, each of which the line holds, in each currency.

    Args:
        rows: see `growth`.
        indicator: see `growth`.
        how: see `growth`.
        compiled: see `growth`.
    """
    import numpy as np

    levels = _levels(rows, how, compiled)
    levels = levels[_frequency(rows, levels) == "A"]
    first, last = [], []
    chains: list[Array] = []
    for group in _groups(rows.key(levels, LINE)):
        line = levels[group]
        for day in np.unique(rows.days["known"][line]).tolist():
            standing = line[(rows.days["known"][line] <= day) & (rows.days["stood"][line] >= day)]
            standing = standing[np.argsort(rows.days["start"][standing], kind="stable")]
            breaks = np.flatnonzero(rows.days["start"][standing][1:] != rows.days["end"][standing][:-1]) + 1
            for chain in np.split(standing, breaks):
                if len(chain) > 1:
                    a, b = np.triu_indices(len(chain), 1)
                    first.append(a)
                    last.append(b)
                    chains.append(chain)
    if not chains:
        return
    lengths = np.array([len(a) for a in first])
    begins = np.repeat(np.cumsum([0, *(len(chain) for chain in chains)][:-1]), lengths)
    years = np.concatenate(chains)
    a, b = np.concatenate(first) + begins, np.concatenate(last) + begins
    count = b - a + 1
    offsets = np.concatenate([[0], np.cumsum(count)])
    members = years[np.repeat(a - offsets[:-1], count) + np.arange(offsets[-1])]
    value = _exact_sums(rows.numbers["value"][members], offsets)
    near, end = years[a], years[b]
    owner = np.repeat(np.arange(len(count)), count)
    ranked = {c: _ranked(rows, c) for c in ("status", "vintage")}
    worst = {c: _reduced(ranked[c], rows.codes[c][members], offsets) for c in ranked}
    known = np.zeros(len(count), np.int64) - 10**9
    np.maximum.at(known, owner, rows.days["known"][members])
    stood = np.full(len(count), 10**9)
    np.minimum.at(stood, owner, rows.days["stood"][members])
    base_year = _year(rows.days["start"][near])
    spans = [f"{y}-01-01/P{n}Y" for y, n in zip(base_year.tolist(), count.tolist(), strict=True)]
    named = {text: rows.code("period", text) for text in dict.fromkeys(spans)}
    _add(
        rows,
        near,
        None,
        value=value,
        first=near,
        codes={
            "measure": rows.renamed("measure", near, "measure", how.names),
            "base": rows.renamed("base", near, "period"),
            "period": np.array([named[text] for text in spans], np.int64),
            "variant": rows.constant("variant", "cumulated", len(near)),
            "indicator": rows.constant("indicator", indicator, len(near)),
            "vintage": worst["vintage"],
            "status": worst["status"],
            "caveats": _caveats(rows, near, worst["status"], np.zeros(len(near), bool)),
        },
        days={"end": rows.days["end"][end], "known": known, "stood": stood},
        offsets=offsets,
        parts=part(members),
    )


def _levels(rows: Rows, how: Derived, compiled: Collection[str]) -> Array:
    """Rows growth and sums start from: a flow of all goods, not compiled from both reports."""
    import numpy as np

    return np.flatnonzero(
        rows.holds("indicator", how.levels)
        & rows.holds("product", ("TOTAL",))
        & rows.holds("variant", (NONE,))
        & rows.holds("measure", tuple(how.names))
        & ~rows.holds("dataflow", frozenset(compiled))
    )


def _year(days: Array) -> Array:
    import numpy as np

    found: Array = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return found


def _frequency(rows: Rows, levels: Array) -> Array:
    """SDMX frequency by the notation of the period: A, S, Q, M, or _O for everything else."""
    import numpy as np

    kinds = np.array([_frequency_of(period) for period in rows.texts["period"]])
    found: Array = kinds[rows.codes["period"][levels]]
    return found


def _frequency_of(period: str) -> str:
    if len(period) == 4:
        return "A"
    if len(period) == 7:
        return period[5] if period[5] in "SQ" else "M"
    return "D" if len(period) == 10 else "_O"


def _season(line: Array, start: Array, end: Array, frequency: Array) -> tuple[Array, Array]:
    """A number for line, frequency, year, and the days it begins and ends; and the same for the year before.

    A span that begins in January and ends with February is the same span in a leap year.
    """
    import numpy as np

    first, last = start.astype("datetime64[D]"), (end - 1).astype("datetime64[D]")
    months = [day.astype("datetime64[M]") for day in (first, last)]
    day = (first - months[0]).astype(np.int64)
    month_of = [month.astype(np.int64) % 12 for month in months]
    years = [day.astype("datetime64[Y]").astype(np.int64) for day in (first, last)]
    kinds = np.unique(frequency, return_inverse=True)[1]
    season = ((line * 8 + kinds) * 12 + month_of[0]) * 12 + month_of[1]
    season = (season * 31 + day) * 64 + (years[1] - years[0])
    return season * 4096 + years[0] + 2000, season * 4096 + years[0] + 1999


def _joined(left: Array, right: Array) -> tuple[Array, Array]:
    """Positions of every pair of an entry of `left` and an equal one of `right`; negative ones never meet."""
    import numpy as np

    order = np.argsort(right, kind="stable")
    low = np.searchsorted(right[order], left, "left")
    high = np.searchsorted(right[order], left, "right")
    count = np.where(left < 0, 0, high - low)
    near = np.repeat(np.arange(len(left)), count)
    skipped = np.repeat(np.cumsum(count) - count, count)
    return near, order[np.repeat(low, count) + np.arange(count.sum()) - skipped]


def _groups(key: Array) -> list[Array]:
    """Positions of each group of equal keys."""
    import numpy as np

    order = np.argsort(key, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(key[order])) + 1) if len(key) else []


def _exact_sums(values: Array, offsets: Array) -> Array:
    """Sums of runs of `values` in whole ten-thousandths, so that their order does not matter (`query.exact_sum`)."""
    import numpy as np

    whole = np.rint(values * 1e4).astype(np.int64)
    running = np.concatenate([[0], np.cumsum(whole)])
    found: Array = (running[offsets[1:]] - running[offsets[:-1]]) / 1e4
    return found


def _ranked(rows: Rows, column: str) -> Array:
    """Codes of a column in the order of their texts."""
    import numpy as np

    return np.argsort(np.array(rows.texts[column], object), kind="stable")


def _reduced(order: Array, codes: Array, offsets: Array) -> Array:
    """The code of the largest text of each run."""
    import numpy as np

    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    found: Array = order[np.maximum.reduceat(rank[codes], offsets[:-1])]
    return found


def _largest(rows: Rows, column: str, sides: tuple[Array, Array]) -> Array:
    """The code of the larger text of two sides."""
    import numpy as np

    order = _ranked(rows, column)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    found: Array = order[np.maximum(rank[rows.codes[column][sides[0]]], rank[rows.codes[column][sides[1]]])]
    return found


def _caveats(rows: Rows, like: Array, status: Array, broken: Array) -> Array:
    """Codes of the caveats: a break, and what `pillars.plan.finish` tells of every reading."""
    import numpy as np

    quoted = np.array([text == "Q" for text in rows.texts["status"]])[status]
    flags = {
        "BREAK": broken,
        "AS_PRINTED": rows.holds("method", ("printed",))[like],
        "SECOND_HAND": quoted,
        "PARTIAL": ~rows.holds("missing", ("",))[like],
    }
    case = sum((flag.astype(np.int64) << bit for bit, flag in enumerate(flags.values())), np.zeros(len(like), np.int64))
    codes = np.zeros(1 << len(flags), np.int64)
    for number in np.unique(case).tolist():
        told = " ".join(name for bit, name in enumerate(flags) if number >> bit & 1)
        codes[number] = rows.code("caveats", told)
    found: Array = codes[case]
    return found


def _add(
    rows: Rows,
    like: Array,
    both: tuple[Array, Array] | None,
    *,
    value: Array,
    first: Array,
    codes: dict[str, Array],
    days: dict[str, Array],
    offsets: Array | None = None,
    parts: Array | None = None,
) -> None:
    """Append derived rows, of each definition the one that was known first."""
    import numpy as np

    if both is not None:
        parts = part(np.stack(both, axis=1).ravel())
        offsets = np.arange(len(like) + 1) * 2
        days = days | {
            "known": np.maximum(*(rows.days["known"][side] for side in both)),
            "stood": np.minimum(*(rows.days["stood"][side] for side in both)),
        }
    assert offsets is not None
    assert parts is not None
    definition = np.zeros(len(like), np.int64)
    for column in DEFINITION_COLUMNS:
        held = codes.get(column, rows.codes[column][like])
        _, definition = np.unique(definition * (int(held.max(initial=0)) + 1) + held, return_inverse=True)
    order = np.lexsort((days["known"], definition))
    kept = np.sort(order[np.unique(definition[order], return_index=True)[1]])
    count = np.diff(offsets)[kept]
    begin = np.concatenate([[0], np.cumsum(count)])
    taken = np.repeat(offsets[:-1][kept] - begin[:-1], count) + np.arange(begin[-1])
    value_of, granule_of = (rows.numbers[name][first] for name in ("value", "granule"))
    relative = np.abs(granule_of / np.where(value_of == 0, 1, value_of))
    rows.append(
        like[kept],
        numbers={"value": value[kept], "granule": np.abs(value[kept]) * relative[kept]},
        codes={name: held[kept] for name, held in codes.items()},
        days={name: held[kept] for name, held in days.items()},
        offsets=begin,
        parts=parts[taken],
    )
