"""A network read from its tables and checked: each number cites a row or is named an assumption."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from hali.corridors.tables import COLUMNS, Row, read
from hali.errors import UnreadableInput
from hali.methods.corridors.network import SEA, Closure, Network, Process, Service
from hali.methods.corridors.sphere import great_circle

BASE_YEAR = 2024
"""Year whose prices costs are told in."""

DETOUR = 1.2
"""Kilometres by rail or road for one of the great circle, where none are published; an assumption."""

TOLERANCE = 0.35
"""Share a line may be shorter than the great circle of its ends before it is refused: ends are areas, not points."""

MODES = ("rail", "road", "air", *sorted(SEA))
KINDS = ("terminal", "port", "border", "gauge_change")
STATUSES = ("open", "closed", "planned")
GROUPS = ("rail_border", "road_border", "port", "terminal")


@dataclass(frozen=True, slots=True)
class Node:
    """A place of a network.

    Attributes:
        id: its id.
        name: as printed.
        area: ISO alpha-3 of its country.
        point: degrees (longitude, latitude).
        kind: terminal, port, border or gauge_change.
        sea: sea it lies at; "" for none, or an ocean.
        stands_for: codes and concepts of the areas it is taken for where one names them.
        aliases: other names.
    """

    id: str
    name: str
    area: str
    point: tuple[float, float]
    kind: str
    sea: str
    stands_for: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corridor:
    """A corridor: its id, its name, and those a route may go on by."""

    id: str
    name: str
    joins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """What a service or a place takes, and what it took.

    Attributes:
        element: id of a service or a place.
        capacity: as published.
        unit: its unit.
        flow: what was carried, in `flow_unit`; None where it is not published.
        flow_unit: unit of the flow.
        rows: rows of both.
    """

    element: str
    capacity: float
    unit: str
    flow: float | None
    flow_unit: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A row the network rests on: what it is, its address, year, whether the year is certain, and its quality."""

    id: str
    what: str
    address: str
    year: str
    year_certain: str
    quality: str

    @property
    def publisher(self) -> str:
        """Host of the page it was read on; the package it was computed with; hali where it was computed here."""
        if not self.address.startswith("computed"):
            return urlsplit(self.address).netloc.removeprefix("www.")
        return self.address.removeprefix("computed").strip(": ").partition(" ")[0] or "hali"


@dataclass(frozen=True)
class Loaded:
    """A network with all that is said around it.

    Attributes:
        network: services, processes, closures.
        nodes: place id -> place.
        corridors: corridor id -> corridor, in the order their names are printed.
        limits: capacities.
        sources: row id -> row.
        fitted: class of processes -> rows its factor was fitted to.
        level: rows the factor common to a journey rests on.
        prices: rows the prices of other years are brought to BASE_YEAR by.
        id: 12 hexadecimal digits of its tables.
    """

    network: Network
    nodes: Mapping[str, Node]
    corridors: Mapping[str, Corridor]
    limits: tuple[Limit, ...]
    sources: Mapping[str, Source]
    fitted: Mapping[str, tuple[str, ...]]
    level: tuple[str, ...]
    prices: tuple[str, ...]
    id: str


@cache
def load(folder: str = "") -> Loaded:
    """The network of a folder; "" = the one that ships.

    Raises:
        UnreadableInput: a table is missing or a line of it is not as it should be; the line is named.
    """
    sources = {row["id"]: Source(**row.cells) for row in read("origins", folder)}
    nodes = {row["id"]: _node(row) for row in read("nodes", folder)}
    corridors = {row["id"]: Corridor(row["id"], row["name"], row.words("joins")) for row in read("corridors", folder)}
    calibration = _cited(read("calibration", folder), sources)
    factors = {row["class"]: row.number("factor") for row in calibration}
    maker = _Maker(folder, nodes, corridors)
    services = tuple(maker.service(row) for row in _cited(read("services", folder), sources))
    if len({one.id for one in services}) != len(services):
        raise UnreadableInput("services.csv: an id stands in it twice")
    processes = tuple(_process(row, nodes, factors) for row in _cited(read("processes", folder), sources))
    closures = tuple(_closure(row, services) for row in _cited(read("closures", folder), sources))
    limits = tuple(_limit(row, services, nodes) for row in _cited(read("capacities", folder), sources))
    spreads = [row for row in maker.classes.values() if row["kind"] == "spread"]
    sizes = {row["id"]: row.number("typical") for row in spreads}
    network = Network(services, processes, closures, level=sizes.get("level", 0.0), doubt=sizes.get("assumed", 0.0))
    _require_changes(network)
    return Loaded(
        network=network,
        nodes=nodes,
        corridors=corridors,
        limits=limits,
        sources=sources,
        fitted={row["class"]: row.cited().get("all", ()) for row in calibration},
        level=tuple(id_ for row in spreads for id_ in row.cited().get("all", ())),
        prices=tuple(dict.fromkeys(id_ for row in read("prices", folder) for id_ in row.cited().get("all", ()))),
        id=_id(folder),
    )


def _id(folder: str) -> str:
    """What tells these tables from others."""
    found = hashlib.sha256()
    for name in COLUMNS:
        for row in read(name, folder):
            found.update(repr(sorted(row.cells.items())).encode())
    return found.hexdigest()[:12]


def _cited(rows: Sequence[Row], sources: Mapping[str, Source]) -> Sequence[Row]:
    """The same rows; refuses one that cites what is not there or is not for the model."""
    for row in rows:
        columns = [column for column in ("rows", "flow_rows") if column in row.cells]
        for id_ in [id_ for column in columns for ids in row.cited(column).values() for id_ in ids]:
            if id_ not in sources:
                raise row.wrong(f"it cites {id_}, which origins.csv has not got")
            if sources[id_].quality == "X":
                raise row.wrong(f"it cites {id_}, a doubtful row; accepted are rows of quality A to D")
    return rows


def _node(row: Row) -> Node:
    if row["kind"] not in KINDS:
        raise row.wrong(f"kind is {row['kind']!r}; accepted are {', '.join(KINDS)}")
    try:
        point = float(row["lon"]), float(row["lat"])
    except ValueError:
        raise row.wrong("lat and lon are degrees") from None
    aliases = tuple(alias for alias in row["aliases"].split(";") if alias)
    return Node(row["id"], row["name"], row["area"], point, row["kind"], row["sea"], row.words("stands_for"), aliases)


class _Maker:
    """Makes services: looks up classes, lines and prices."""

    def __init__(self, folder: str, nodes: Mapping[str, Node], corridors: Mapping[str, Corridor]) -> None:
        self.nodes, self.corridors = nodes, corridors
        self.classes = {row["id"]: row for row in read("classes", folder)}
        self.sea = {(row["one"], row["other"], row["via"]): row for row in read("sea_legs", folder)}
        self.points = {(row["one"], row["other"]): row["points"] for row in read("waypoints", folder)}
        self.inflation = {int(row["year"]): float(row["inflation_pct"]) / 100 for row in read("prices", folder)}

    def service(self, row: Row) -> Service:
        """One service."""
        for column, accepted in (("mode", MODES), ("status", STATUSES)):
            if row[column] not in accepted:
                raise row.wrong(f"{column} is {row[column]!r}; accepted are {', '.join(accepted)}")
        for column in ("from", "to"):
            if row[column] not in self.nodes:
                raise row.wrong(f"{column} is {row[column]!r}, which nodes.csv has not got")
        if row["corridor"] and row["corridor"] not in self.corridors:
            raise row.wrong(f"corridor is {row['corridor']!r}, which corridors.csv has not got")
        if (row["mode"] == "rail") != bool(row["gauge"]):
            raise row.wrong("a service by rail has a gauge, others have none")
        rows, assumed = dict(row.cited()), list(row.words("assumed"))
        km, line = self._line(row, rows, assumed)
        days = self._days(row, km, rows, assumed)
        cost = self._cost(row, km, rows, assumed)
        factor = self._class(row, "emission", rows, assumed)
        found = Service(
            id=row["id"],
            start=row["from"],
            end=row["to"],
            mode=row["mode"],
            gauge=row["gauge"],
            km=km,
            days=days,
            headway=row.number("headway_days"),
            cost=cost,
            emission=(factor.number("low"), factor.number("high")),
            corridor=row["corridor"],
            crosses=frozenset(row.words("crosses")),
            open=row["status"] == "open",
            planned=row["status"] == "planned",
            rows=rows,
            assumed=tuple(dict.fromkeys(assumed)),
            line=line,
        )
        _require_grounds(row, found)
        return found

    def _line(
        self, row: Row, rows: dict[str, tuple[str, ...]], assumed: list[str]
    ) -> tuple[float, tuple[tuple[float, float], ...]]:
        """Kilometres and the line to draw."""
        ends = [self.nodes[row[column]] for column in ("from", "to")]
        pair = (row["from"], row["to"])
        if row["mode"] in SEA:
            if any(end.kind != "port" for end in ends):
                raise row.wrong(f"{row['mode']} runs between ports only")
            leg = self.sea.get((*sorted(pair), row["via"]))  # type: ignore[arg-type]
            if leg is None:
                raise row.wrong("sea_legs.csv has no line for it")
            rows.setdefault("km", ("SEAROUTE",))
            points = [(float(x), float(y)) for x, y in (point.split() for point in leg["line"].split(";"))]
            turned = points if pair[0] == leg["one"] else points[::-1]
            return leg.number("km"), (ends[0].point, *turned[1:-1], ends[1].point)
        circle = great_circle(ends[0].point, ends[1].point)
        between = self.points.get(pair) or self.points.get(pair[::-1], "")
        drawn = [(float(x), float(y)) for x, y in (point.split() for point in between.split(";") if point)]
        line = (ends[0].point, *(drawn if pair in self.points else drawn[::-1]), ends[1].point)
        if not row["km"]:
            rows.setdefault("km", ("GREAT_CIRCLE",))
            assumed.append("km")
            return circle * (1.0 if row["mode"] == "air" else DETOUR), line
        km = row.number("km")
        if km < circle * (1 - TOLERANCE):
            raise row.wrong(f"km is {km:g}, but its ends lie {circle:.0f} km apart")
        return km, line

    def _class(self, row: Row, column: str, rows: dict[str, tuple[str, ...]], assumed: list[str]) -> Row:
        """The class a cell names; what it rests on is put under `column`."""
        found = self.classes.get(row[column])
        if found is None or found["kind"] != column:
            named = ", ".join(id_ for id_, one in self.classes.items() if one["kind"] == column)
            raise row.wrong(f"{column} is {row[column]!r}; accepted are {named}")
        cited = found.cited().get("all", ())
        if cited:
            rows[column] = cited
        if found["assumed"] or not cited:
            assumed.append(column)
        return found

    def _days(
        self, row: Row, km: float, rows: dict[str, tuple[str, ...]], assumed: list[str]
    ) -> tuple[float, float, float]:
        if row["days_typical"]:
            least, typical, most = (row.number(f"days_{name}") for name in ("min", "typical", "max"))
        elif row["speed"]:
            speed = self._class(row, "speed", rows, assumed)
            least, typical, most = (km / speed.number(name) for name in ("high", "typical", "low"))
        else:
            raise row.wrong("it has neither days nor speed")
        if not 0 < least <= typical <= most:
            raise row.wrong(f"days are {least:g}, {typical:g}, {most:g}; accepted are least <= typical <= most")
        return least, typical, most

    def _cost(self, row: Row, km: float, rows: dict[str, tuple[str, ...]], assumed: list[str]) -> tuple[float, float]:
        """Tariff in prices of BASE_YEAR, USD per FEU."""
        if row["tariff"]:
            tariff = self._class(row, "tariff", rows, assumed)
            low, high, year = tariff.number("low") * km, tariff.number("high") * km, tariff.number("price_year")
        else:
            low, high, year = row.number("fixed_low"), row.number("fixed_high"), row.number("fixed_year")
        if low > high:
            raise row.wrong(f"cost is {low:g} to {high:g}; accepted is low <= high")
        raised = 1.0
        for later in range(int(year) + 1, BASE_YEAR + 1):
            if later not in self.inflation:
                raise row.wrong(f"prices.csv has no inflation of {later}")
            raised *= 1 + self.inflation[later]
        return low * raised, high * raised


GROUNDS: Mapping[str, tuple[str, ...]] = {
    "km": ("km",),
    "days": ("days", "speed"),
    "headway": ("headway",),
    "cost": ("cost", "tariff"),
    "emission": ("emission",),
}
"""Number of a service -> fields that say what it rests on."""


def _require_grounds(row: Row, service: Service) -> None:
    """Refuse a service one of whose numbers neither cites a row nor is named an assumption."""
    # "cost-low" says that a part of the cost is assumed, not that all of it is
    said = {*service.rows, *service.assumed}
    for number, fields in GROUNDS.items():
        if said.isdisjoint(fields):
            raise row.wrong(f"{number} of {service.id} cites no row and is not named an assumption")


def _process(row: Row, nodes: Mapping[str, Node], factors: Mapping[str, float]) -> Process:
    if row["node"] != "*" and row["node"] not in nodes:
        raise row.wrong(f"node is {row['node']!r}, which nodes.csv has not got")
    if row["class"] not in GROUPS:
        raise row.wrong(f"class is {row['class']!r}; accepted are {', '.join(GROUPS)}")
    median, p95 = row.number("hours_median"), row.number("hours_p95")
    if not 0 < median <= p95:
        raise row.wrong(f"hours are {median:g} and {p95:g}; accepted are median <= 95th percentile")
    rows, assumed = row.cited(), row.words("assumed")
    for field in ("hours", "p95", "cost"):
        if field not in rows and field not in assumed and not (field == "cost" and row.number("cost_usd") == 0):
            raise row.wrong(f"{field} cites no row and is not named an assumption")
    factor = factors.get(row["class"], 1.0)
    hours = (median * factor, p95 * factor)
    return Process(row["node"], row["from"], row["to"], hours, row["class"], row.number("cost_usd"), rows, assumed)


def _closure(row: Row, services: Sequence[Service]) -> Closure:
    known = {one.id for one in services}
    unknown = sorted(set(row.words("services")) - known)
    if unknown:
        raise row.wrong(f"services.csv has no {unknown[0]}")
    share = tuple(row.number(f"m{month:02}") for month in range(1, 13))
    utilisation = row.number("utilisation")
    if max(share) >= 1 or utilisation >= 1 - sum(share) / 12:
        raise row.wrong("arrivals never drain: utilisation must be below the share of the year that is open")
    return Closure(
        row["id"],
        frozenset(row.words("services")),
        row.number("mean_days"),
        utilisation,
        share,
        row.cited(),
        row.words("assumed"),
    )


def _limit(row: Row, services: Sequence[Service], nodes: Mapping[str, Node]) -> Limit:
    if row["element"] not in nodes and row["element"] not in {one.id for one in services}:
        raise row.wrong(f"{row['element']} is neither a place nor a service")
    if not row["unit"] or (row["flow"] and not row["flow_unit"]):
        raise row.wrong("a capacity and a flow have units")
    cited = tuple(dict.fromkeys((*row.cited().get("all", ()), *row.cited("flow_rows").get("all", ()))))
    if not cited:
        raise row.wrong("a capacity cites a row")
    flow = row.number("flow") if row["flow"] else None
    return Limit(row["element"], row.number("capacity"), row["unit"], flow, row["flow_unit"], cited)


def _require_changes(network: Network) -> None:
    """Refuse a change of gauge that some place takes without a process of its own."""
    for process in network.processes:
        gauges = {word.removeprefix("rail") for word in (process.before, process.after) if word.startswith("rail")}
        if process.place == "*" and len(gauges - {""}) == 2:
            raise UnreadableInput(
                f"processes.csv: {process.before} to {process.after} for all places; a change of gauge names its place"
            )
