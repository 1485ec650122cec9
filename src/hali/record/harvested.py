"""The harvested vintages beside the embedded record: observations, votes, events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from hali.model import period as periods
from hali.model.source import Kind
from hali.record import engine
from hali.record.vintages import KEY, Manifest, Store, Vintage

if TYPE_CHECKING:
    import pyarrow as pa


def effective(manifest: Manifest) -> list[tuple[Vintage, int]]:
    """The vintages that count, each with its number within its slice: of those known on one day, the last to come."""
    last = {(v.dataflow, v.slice, v.known): v for v in manifest.vintages}
    count: dict[tuple[str, str], int] = {}
    numbered = []
    for (dataflow, slice_, _), vintage in sorted(last.items(), key=lambda item: item[0]):
        count[dataflow, slice_] = count.get((dataflow, slice_), 0) + 1
        numbered.append((vintage, count[dataflow, slice_]))
    return numbered


def observations(
    embedded: pa.Table, store: Store, manifest: Manifest, granule: Callable[[str, float], float]
) -> pa.Table:
    """`embedded` and the rows of every harvested vintage, with the columns of `record.write.observations`.

    A row unchanged from one vintage of its slice to the next stands once, under the vintage that brought it. A vintage
    that withdraws a row states its slice anew: the rows before it are `gone` from its day on. Of a series printed on
    one day in overlapping slices the harvest that came last counts. An embedded row is gone once a harvest of its day
    or later lists its series: what ships with the package cannot be withdrawn by its publisher.

    Args:
        embedded: the observations that ship with the package.
        store: where the rows of the vintages lie.
        manifest: the vintages.
        granule: worth of one step of a figure's precision, from its dataflow and value.

    Raises:
        RecordError: the rows of a vintage are missing or damaged.
    """
    connection = engine.opened()
    connection.register("embedded", embedded)
    _list(connection, store, manifest)
    _list_pages(connection, store, manifest)
    connection.execute(_CHAPTERS)
    connection.execute(_CHOSEN)
    _describe(connection, granule)
    given = {
        "cell": f"row_number() over (order by c.place, c.cell, {_keys('c')}) - 1",
        "start": "coalesce(c.start, s.start)",
        "end": 'coalesce(c."end", s."end")',
        "granule": "coalesce(c.granule, g.granule, 0)",
    }
    columns = ", ".join(f'{given.get(name, f"c.{name}")} as "{name}"' for name in embedded.column_names)
    merged = connection.sql(
        f"select {columns} from chosen c left join spans s on s.period = c.period and c.cell is null "
        "left join granules g on g.dataflow = c.dataflow and g.value = c.value and c.cell is null order by cell"
    ).to_arrow_table()
    connection.close()
    return merged.cast(embedded.schema)


def _keys(alias: str = "") -> str:
    return ", ".join(f'{alias}."{c}"' if alias else f'"{c}"' for c in KEY)


def _list(connection: Any, store: Store, manifest: Manifest) -> None:
    """Table `states`: every effective vintage; table `listed`: its rows."""
    import pyarrow as pa

    place = _places(manifest)
    connection.execute("create table states (dataflow varchar, slice varchar, nth integer, known date, place integer)")
    texts = ", ".join(f'"{c}" varchar' for c in (*KEY, "status", "origin"))
    connection.execute(f"create table listed (dataflow varchar, slice varchar, nth integer, {texts}, value double)")
    for vintage, nth in effective(manifest):
        if vintage.kind != "rows":
            continue
        of = (vintage.dataflow, vintage.slice, nth)
        connection.execute("insert into states values (?, ?, ?, ?, ?)", [*of, vintage.known, place[vintage.id]])
        rows = store.rows(vintage)
        for name, value in zip(("dataflow", "slice", "nth"), of, strict=True):
            rows = rows.append_column(name, pa.repeat(value, rows.num_rows))
        connection.register("rows", rows)
        connection.execute("insert into listed by name select * from rows")
        connection.unregister("rows")


def _places(manifest: Manifest) -> dict[str, int]:
    return {vintage.id: number for number, vintage in enumerate(manifest.vintages)}


def _latest(store: Store, manifest: Manifest, kind: Kind) -> Iterator[tuple[Vintage, pa.Table]]:
    """The last vintage of every slice of a kind, with its rows; those that came last are last."""
    last = {(v.dataflow, v.slice): v for v, _ in effective(manifest) if v.kind == kind}
    place = _places(manifest)
    for vintage in sorted(last.values(), key=lambda v: place[v.id]):
        yield vintage, store.rows(vintage)


def _list_pages(connection: Any, store: Store, manifest: Manifest) -> None:
    """Table `pages`: single figures, each from a page of its own with a vintage of its own."""
    import pyarrow as pa

    from hali.record.write import known_day, span

    texts = ", ".join(f'"{c}" varchar' for c in (*KEY, "status", "origin", "vintage"))
    connection.execute(f"create table pages (dataflow varchar, place integer, known date, {texts}, value double)")
    place = _places(manifest)
    for vintage, rows in _latest(store, manifest, "paged"):
        dated = zip(rows["vintage"].to_pylist(), rows["period"].to_pylist(), strict=True)
        known = pa.array([known_day(day, span(period)[0]) for day, period in dated], pa.date32())
        rows = rows.append_column("known", known)
        rows = rows.append_column("dataflow", pa.repeat(vintage.dataflow, rows.num_rows))
        rows = rows.append_column("place", pa.repeat(place[vintage.id], rows.num_rows))
        connection.register("rows", rows)
        connection.execute("insert into pages by name select * from rows")
        connection.unregister("rows")


def votes(embedded: pa.Table, store: Store, manifest: Manifest) -> pa.Table:
    """`embedded` and the harvested roll calls; a call that stands in both, or in two harvests, is the last one's."""
    connection = engine.opened()
    connection.register("embedded", embedded)
    connection.execute("create table listed as select *, -1 as place, '' as dataflow from embedded")
    for number, (vintage, rows) in enumerate(_latest(store, manifest, "votes")):
        connection.register("rows", rows.drop_columns("origin"))
        connection.execute(
            "insert into listed by name select *, ? as place, ? as dataflow from rows", [number, vintage.dataflow]
        )
        connection.unregister("rows")
    merged = connection.sql(
        "select rcid, resolution, date, issues, area, vote from listed "
        "qualify place = max(place) over (partition by rcid) "
        "and place = max(place) over (partition by resolution, date) "
        "order by place, date, rcid, area"
    ).to_arrow_table()
    connection.close()
    return merged.cast(embedded.schema)


def events(embedded: pa.Table, store: Store, manifest: Manifest) -> pa.Table:
    """`embedded` and the harvested events; one that stands in both is the harvested one."""
    connection = engine.opened()
    connection.register("embedded", embedded)
    connection.execute("create table listed as select *, -1 as place from embedded")
    for number, (_, rows) in enumerate(_latest(store, manifest, "events")):
        days = [periods.bounds(day) for day in rows["date"].to_pylist()]
        rows = rows.append_column("start", _days(days, 0)).append_column("end", _days(days, 1))
        connection.register("rows", rows)
        connection.execute("insert into listed by name select *, ? as place from rows", [number])
        connection.unregister("rows")
    columns = ", ".join(f'"{name}"' for name in embedded.column_names)
    merged = connection.sql(
        f"select {columns} from listed qualify row_number() over (partition by date, action, subject, title "
        "order by place desc) = 1 order by start, title, action"
    ).to_arrow_table()
    connection.close()
    return merged.cast(embedded.schema)


_CHAPTERS = f"""
    create table chapters as
    with withdrawing as (
        select distinct dataflow, slice, nth + 1 as nth from (
            select l.dataflow, l.slice, l.nth, {_keys("l")}
            from listed l join states s on s.dataflow = l.dataflow and s.slice = l.slice and s.nth = l.nth + 1)
        anti join (select dataflow, slice, nth - 1 as nth, {_keys()} from listed)
        using (dataflow, slice, nth, {_keys()}))
    select s.*, w.nth is not null as restates,
           min(case when w.nth is not null then s.known end) over (
               partition by s.dataflow, s.slice order by s.nth rows between 1 following and unbounded following) as gone
    from states s left join withdrawing w using (dataflow, slice, nth)
"""
"""Every vintage, whether it states its slice anew, and the day the next such vintage of its slice was known."""

_CHOSEN = f"""
    create table chosen as
    with together as (
        select l.*, c.known, c.place, c.restates, c.gone, strftime(c.known, '%Y-%m-%d') as vintage,
               null::integer as cell, null::date as start, null::date as "end", null::double as granule
        from listed l join chapters c using (dataflow, slice, nth)
        union all by name
        select *, '' as slice, 0 as nth, -1 as place, false as restates
        from embedded where dataflow in (select dataflow from states)),
    compared as (
        select *, lag(slice) over line as slice_before, lag(value) over line as value_before,
               lag(status) over line as status_before, lag(gone) over line as gone_before,
               min(case when place >= 0 then known end) over (
                   line rows between current row and unbounded following) as overtaken
        from together
        window line as (partition by dataflow, {_keys()} order by known, place)),
    kept as (
        select * from compared
        where place < 0 or restates or slice_before is distinct from slice
           or value_before is distinct from value or status_before is distinct from status
           or gone_before is distinct from gone),
    single as (
        select * replace (
            case when place < 0 then overtaken
                 when bool_or(place >= 0 and gone is null) over day then null
                 else max(gone) over day end as gone)
        from kept
        window day as (partition by dataflow, {_keys()}, known)
        qualify case when place < 0 then not bool_or(place >= 0) over day
                     else place = max(place) over day end)
    select * exclude (slice_before, value_before, status_before, gone_before, overtaken) from single
    union all by name
    select * from pages
    qualify place = max(place) over (partition by dataflow, {_keys()}, vintage)
    union all by name
    select *, -1 as place from embedded where dataflow not in (select dataflow from states)
      and not exists (select 1 from pages p where ({_keys("p")}, p.dataflow, p.vintage)
                      = ({_keys("embedded")}, embedded.dataflow, embedded.vintage))
"""
"""The rows of the record: embedded ones with their `cell`, harvested ones without."""


def _describe(connection: Any, granule: Callable[[str, float], float]) -> None:
    """Tables `spans` (days of a period) and `granules` (precision of a figure) for the harvested rows."""
    import pyarrow as pa

    from hali.record.write import span

    every = "(select dataflow, period, value from listed union all select dataflow, period, value from pages)"
    listed = [row[0] for row in connection.execute(f"select distinct period from {every}").fetchall()]
    days = [span(period) for period in listed]
    connection.register(
        "spans", pa.table({"period": pa.array(listed, pa.string()), "start": _days(days, 0), "end": _days(days, 1)})
    )
    figures = connection.execute(f"select distinct dataflow, value from {every}").fetchall()
    steps = [(flow, value, granule(flow, value)) for flow, value in figures]
    rounded = [step for step in steps if step[2]]
    connection.register(
        "granules",
        pa.table(
            {
                "dataflow": pa.array([flow for flow, _, _ in rounded], pa.string()),
                "value": pa.array([value for _, value, _ in rounded], pa.float64()),
                "granule": pa.array([step for _, _, step in rounded], pa.float64()),
            }
        ),
    )


def _days(spans: list[tuple[date, date]], side: int) -> pa.Array:
    import pyarrow as pa

    return pa.array([span[side] for span in spans], pa.date32())
