"""A file of two monthly reports by destination and product as the panel the diversion test takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError, UnreadableInput
from hali.pillars.flow_files import columns_of, named, scanned
from hali.record import engine

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "destination": ("destination", "importer", "partner"),
    "product": ("product",),
    "month": ("month", "period"),
    "exported": ("exported", "x"),
    "recorded": ("recorded", "m"),
}
"""What a column of a file holds -> the names it may have."""

KEPT = "c"
"""Value of a report that is kept confidential: unknown, not zero."""

MONTH = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
"""What a month looks like."""

LARGEST_PANEL = 30_000_000
"""Cells of a panel at the most; beyond, the tests take more memory than a desk has."""


@dataclass(frozen=True, slots=True)
class Monthly:
    """One exporter's reports and those of its destinations.

    Attributes:
        destinations: their names, as in the file, in the order of the alphabet.
        products: codes likewise.
        months: `2022-03`, without a gap.
        x: (destinations, products, months) exporter's reports; nan where unknown.
        m: the same of the destinations.
    """

    destinations: tuple[str, ...]
    products: tuple[str, ...]
    months: tuple[str, ...]
    x: Floats
    m: Floats


def of_file(file: str) -> Monthly:
    """The panel of a file with a row a destination, product and month.

    An empty report, or no row at all, is zero where the reporter has any report of that month, and unknown where it
    has none; `c` is confidential, and unknown.

    Args:
        file: CSV or Parquet; columns as `COLUMNS` names them, values of both reports in one currency.

    Raises:
        UnreadableInput: no such file, or none that can be read.
        QuestionError: a column is missing, a value is no number, a cell is there twice, or there are too many.
    """
    import duckdb

    with closing(engine.opened()) as connection:
        scan = scanned(file)
        column = named(columns_of(connection, scan, file), COLUMNS, file)
        try:
            reports = ", ".join(
                f"nullif(trim({column[name]}::varchar), '') as {name}" for name in ("exported", "recorded")
            )
            connection.execute(
                f"create temp table given as select trim({column['destination']}::varchar) as destination, "
                f"trim({column['product']}::varchar) as product, left({column['month']}::varchar, 7) as month, "
                f"{reports} from {scan}"
            )
        except duckdb.Error as error:
            raise UnreadableInput(f"{file}: {str(error).splitlines()[0]}") from None
        _whole(connection, file)
        return _panel(connection, file)


def _whole(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Refuse what is no report of a month.

    Raises:
        QuestionError: naming what is wrong and in how many rows.
    """
    wrong = {
        "without a month as 2022-03": f"month is null or not regexp_full_match(month, '{MONTH}')",
        "without a destination or product": "coalesce(destination, '') = '' or coalesce(product, '') = ''",
        **{
            f"whose `{name}` is neither a number of zero or more nor `{KEPT}`": (
                f"{name} is not null and {name} <> '{KEPT}' and "
                f"not coalesce(isfinite(try_cast({name} as double)) and try_cast({name} as double) >= 0, false)"
            )
            for name in ("exported", "recorded")
        },
    }
    for what, condition in wrong.items():
        count = connection.execute(f"select count(*) from given where {condition}").fetchall()[0][0]
        if count:
            raise QuestionError(f"{file}: {count:,} rows {what}")
    twice = connection.execute(
        "select destination, product, month from given group by all having count(*) > 1 order by all limit 1"
    ).fetchall()
    if twice:
        raise QuestionError(f"{file}: {' '.join(twice[0])} is there twice; sum the rows first")


def _panel(connection: duckdb.DuckDBPyConnection, file: str) -> Monthly:
    """The table `given` as arrays."""
    import numpy as np

    listed = {
        name: [str(row[0]) for row in connection.execute(f"select distinct {name} from given order by 1").fetchall()]
        for name in ("destination", "product", "month")
    }
    if not listed["month"]:
        raise QuestionError(f"{file}: no row")
    listed["month"] = _months(listed["month"][0], listed["month"][-1])
    shape = tuple(len(one) for one in listed.values())
    if int(np.prod(shape)) > LARGEST_PANEL:
        told = " x ".join(map(str, shape))
        raise QuestionError(f"{file}: {told} destinations, products and months are too many; keep fewer products")
    for name, order in listed.items():
        engine.create(
            connection, f"{name}s", {"code": ("varchar", order), "place": ("integer", list(range(len(order))))}
        )
    reports = ", ".join(
        f"case when {name} is null then -1.0 when {name} = '{KEPT}' then -2.0 else {name}::double end as {name}"
        for name in ("exported", "recorded")
    )
    rows = connection.execute(
        f"select d.place as d, p.place as p, t.place as t, {reports} from given "
        "join destinations d on d.code = destination join products p on p.code = product "
        "join months t on t.code = month"
    ).fetchnumpy()
    place = tuple(np.asarray(rows[name], np.int64) for name in "dpt")
    x, m = (_reports(np.asarray(rows[name], np.float64), place, shape) for name in ("exported", "recorded"))
    silent = ~(x >= 0).any(axis=(0, 1))  # the exporter is one reporter, every destination another
    x = np.where(x == -1, np.where(silent, np.nan, 0.0), x)
    silent = ~(m >= 0).any(axis=1, keepdims=True)
    m = np.where(m == -1, np.where(silent, np.nan, 0.0), m)
    x, m = (np.where(one == -2, np.nan, one) for one in (x, m))
    return Monthly(tuple(listed["destination"]), tuple(listed["product"]), tuple(listed["month"]), x, m)


def _reports(values: Floats, place: tuple[NDArray[np.int64], ...], shape: tuple[int, ...]) -> Floats:
    """Reports in their places; -1 where there is none."""
    import numpy as np

    made = np.full(shape, -1.0)
    made[place] = values
    return made


def _months(first: str, last: str) -> list[str]:
    """Every month from one to another.

    >>> _months("2021-11", "2022-02")
    ['2021-11', '2021-12', '2022-01', '2022-02']
    """
    one, other = (12 * int(text[:4]) + int(text[5:7]) - 1 for text in (first, last))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(one, other + 1)]


def listed(text: str, products: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which products a list names: codes between commas, each with all that begin with it.

    Args:
        text: `854231,8542.32`; points and blanks of a code count for nothing.
        products: codes of the panel.

    Raises:
        QuestionError: no code, or one no product begins with.
    """
    import numpy as np

    wanted = [re.sub(r"[.\s]", "", one) for one in text.replace("\n", ",").split(",") if one.strip()]
    held = [re.sub(r"[.\s]", "", one) for one in products]
    if not wanted:
        raise QuestionError("--listed: name codes of products between commas, 854231,854232, or a file with one a line")
    for code in wanted:
        if not any(one.startswith(code) for one in held):
            told = ", ".join(products[:3])
            raise QuestionError(f"--listed: no product of the file begins with {code}; it has {told} …")
    return np.array([one.startswith(tuple(wanted)) for one in held])
