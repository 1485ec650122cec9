"""An answer as plain data, as JSON, as a table in CSV and as GeoJSON: the same in every language, names in English."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from hali.codelists import areas, measures
from hali.corridors.answer import Answer
from hali.corridors.fallback import ORIGIN, Asked, Distance
from hali.corridors.load import BASE_YEAR, Loaded
from hali.corridors.map import dwell
from hali.corridors.question import Found
from hali.corridors.throughput import Capacity
from hali.corridors.wording import Wording
from hali.methods.corridors.economics import BUFFER_WEIGHT, DAY_RATES, Range
from hali.methods.corridors.simulate import QUANTILES

BOUNDARY = "tank to wheel"
NAMES = ("p5", "p25", "p50", "p75", "p95")

assert len(NAMES) == len(QUANTILES)


def data(answer: Answer) -> dict[str, Any]:
    """The answer as plain dicts and lists; each number stands beside the rows it rests on."""
    question, loaded = answer.question, answer.loaded
    return {
        "from": _place(answer, 0),
        "to": _place(answer, 1),
        "month": question.month or None,
        "objective": question.objective,
        "seed": question.seed,
        "draws": question.draws,
        "network": loaded.id,
        "set": list(answer.told),
        "routes": [_route(loaded, route, answer) for route in answer.routes],
        "break_even": [
            {
                "faster": one.faster.name,
                "cheaper": one.cheaper.name,
                "cargo_value_low": round(one.value.low),
                "cargo_value_high": round(one.value.high),
                "unit": "USD per FEU",
                "rows": list(one.rows),
                "assumed": [f"weight of a day of buffer: {BUFFER_WEIGHT:g}"],
            }
            for one in answer.break_even
        ],
        "capacity": [_capacity(one, Wording("en", loaded)) for one in answer.capacity],
        "tornado": [
            {
                "part": name,
                "route": answer.lead.name,
                "cut": 0.25,
                "p50_days": round(median, 3),
                "p95_days": round(late, 3),
                "rows": list(answer.lead.grounds["time"].rows),
            }
            for name, median, late in answer.tornado
        ],
        "differences": [_difference(one.name, one.before, one.after) for one in answer.differences],
        "rows": {id_: _source(loaded, id_) for id_ in sorted(cited(answer))},
    }


def cited(answer: Answer) -> tuple[str, ...]:
    """Ids of the rows an answer rests on."""
    before = [one.before for one in answer.differences if one.before is not None]
    found = dict.fromkeys(row for route in (*answer.routes, *before) for row in route.rows)
    found |= dict.fromkeys(row for one in answer.capacity for narrow in one.bottlenecks for row in narrow.rows)
    return tuple(found)


def _place(answer: Answer, side: int) -> dict[str, Any]:
    place = answer.ends[side]
    return {"id": place.node, "name": place.name, "area": place.area, "asked": place.asked, "read_as": place.read_as}


def _source(loaded: Loaded, id_: str) -> dict[str, str]:
    source = loaded.sources[id_]
    return {
        "what": source.what,
        "address": source.address,
        "year": source.year,
        "year_certain": source.year_certain,
        "quality": source.quality,
    }


def _route(loaded: Loaded, route: Found, answer: Answer) -> dict[str, Any]:
    grounds = {
        measure: {"rows": list(found.rows), "assumed": list(found.assumed)} for measure, found in route.grounds.items()
    }
    times = route.times
    found: dict[str, Any] = {
        "name": route.name,
        "corridor": route.corridor,
        "services": [service.id for service in route.services],
        "places": [route.services[0].start, *(service.end for service in route.services)],
        "on_front": route.on_front,
        "days": {
            **{name: round(value, 2) for name, value in zip(NAMES, times.quantiles, strict=True)},
            "mean": round(times.mean, 2),
            "sd": round(times.sd, 2),
            "buffer": round(times.buffer, 2),
            "movement": round(times.movement, 2),
            "dwell": round(times.dwell, 2),
            "promise": times.promise,
            "on_time": round(times.on_time, 3),
            **grounds["time"],
        },
        "cost": {**_range(route.cost), "unit": "USD per FEU", "price_year": BASE_YEAR, **grounds["cost"]},
        "co2e": {**_range(route.co2e), "unit": "kg per FEU", "boundary": BOUNDARY, **grounds["co2e"]},
        "km": {"value": round(sum(one.km for one in route.services)), **grounds["co2e"]},
        "parts": [
            {
                "part": part.name,
                "mean": round(mean, 3),
                "p50": round(median, 3),
                "p95": round(late, 3),
                "rows": list(part.rows),
                "assumed": list(part.assumed),
            }
            for part, mean, median, late in times.parts
        ],
    }
    if route.generalised is not None:
        rows = sorted({*route.grounds["time"].rows, *route.grounds["cost"].rows})
        found["generalised_cost"] = {
            **_range(route.generalised),
            "unit": "USD per FEU",
            "cargo_value": answer.question.cargo_value,
            "value_of_a_day": list(DAY_RATES),
            "rows": rows,
        }
    return found


def _range(found: Range) -> dict[str, int]:
    return {"low": round(found.low), "high": round(found.high)}


def _capacity(one: Capacity, says: Wording) -> dict[str, Any]:
    return {
        "corridor": one.corridor,
        "teu_a_year": one.flow,
        "cut": list(one.cut),
        "refused": refusal(one, says) if one.refused else "",
        "assumed": [f"{one.tonnes:g} tonnes in a TEU"] if one.tonnes else [],
        "bottlenecks": [
            {
                "element": narrow.element,
                "capacity": narrow.capacity,
                "unit": narrow.unit,
                "flow": narrow.flow,
                "utilisation": None if narrow.utilisation is None else round(narrow.utilisation, 3),
                "full": narrow.full,
                "rows": list(narrow.rows),
            }
            for narrow in one.bottlenecks
        ],
    }


def refusal(one: Capacity, says: Wording) -> str:
    """Why no capacity of a corridor can be said, in words."""
    units = ", ".join(map(says.unit, one.units))
    return says(f"capacity.{one.refused}", corridor=says.corridor(one.corridor), units=units)


def _difference(name: str, before: Found | None, after: Found | None) -> dict[str, Any]:
    def state(found: Found | None) -> dict[str, Any] | None:
        if found is None:
            return None
        return {
            "p50": round(found.times.quantiles[2], 2),
            "p95": round(found.times.quantiles[4], 2),
            "cost_middle": round(found.cost.middle),
            "co2e_middle": round(found.co2e.middle),
            "rows": list(found.rows),
        }

    return {"route": name, "before": state(before), "after": state(after)}


def as_json(found: dict[str, Any]) -> str:
    """Plain data as JSON."""
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


COLUMNS = (
    *("route", "corridor", "p5", "p25", "p50", "p75", "p95", "on_time", "promise", "cost_low", "cost_high"),
    *("price_year", "co2e_low", "co2e_high", "km", "not_beaten", "rows"),
)
"""Columns of the table of routes; days, USD and kg CO2e per FEU."""


def as_csv(answer: Answer) -> str:
    """The routes as CSV, a row each."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "rows": " ".join(row["rows"])} for row in table(data(answer)))
    return out.getvalue()


def table(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Plain data as rows of COLUMNS, one a route; none where there is no network."""
    for one in found.get("routes", ()):
        days, cost, co2e = one["days"], one["cost"], one["co2e"]
        yield {
            "route": one["name"],
            "corridor": one["corridor"],
            **{name: days[name] for name in (*NAMES, "on_time", "promise")},
            **{f"cost_{end}": cost[end] for end in ("low", "high")},
            "price_year": cost["price_year"],
            **{f"co2e_{end}": co2e[end] for end in ("low", "high")},
            "km": one["km"]["value"],
            "not_beaten": one["on_front"],
            "rows": list(dict.fromkeys([*days["rows"], *cost["rows"], *co2e["rows"]])),
        }


def geojson(answer: Answer) -> str:
    """The routes as GeoJSON: a line for each service of each route, a point for each place (RFC 7946)."""
    features: list[dict[str, Any]] = []
    for rank, route in enumerate(answer.routes, 1):
        spent = dwell(route)
        for service in route.services:
            about = {"route": rank, "name": route.name, "service": service.id, "mode": service.mode}
            about |= {"km": round(service.km), "rows": sorted({id_ for ids in service.rows.values() for id_ in ids})}
            line = {"type": "LineString", "coordinates": [list(point) for point in service.line]}
            features.append({"type": "Feature", "properties": about, "geometry": line})
        for place, days in spent.items():
            node = answer.loaded.nodes[place]
            about = {"route": rank, "place": node.name, "days": round(days, 2)}
            point = {"type": "Point", "coordinates": list(node.point)}
            features.append({"type": "Feature", "properties": about, "geometry": point})
    return as_json({"type": "FeatureCollection", "features": features})


def distance_data(found: Distance) -> dict[str, Any]:
    """Two places without a network as plain data."""
    says = Wording("en", found.loaded)
    return {
        "from": {"name": found.ends[0].name, "area": found.ends[0].area, "asked": found.ends[0].asked},
        "to": {"name": found.ends[1].name, "area": found.ends[1].area, "asked": found.ends[1].asked},
        "network": None,
        "said": off(found, says),
        "great_circle_km": round(found.km),
        "rows": [ORIGIN],
        "readings": [
            {
                "what": asked(one.what, "en"),
                "value": one.value,
                "unit": one.unit,
                "period": one.period,
                "reading": one.reading,
            }
            for one in found.readings
        ],
        "missing": [asked(one, "en") for one in found.missing],
    }


def off(found: Distance, says: Wording) -> str:
    """That there is no network, and what of it is near, in words."""
    told = [says("off.none", places=says("off.or").join(says.place(one.place) for one in found.off))]
    told += [
        says("off.near", node=says.near(one.node), q=says.number(one.km), place=says.place(one.place))
        for one in found.off
        if one.node
    ]
    return " ".join(told)


def asked(what: Asked, lang: str) -> str:
    """What the record was asked for: "direct air routes, Kenya, Tanzania"."""
    names = (areas.name(code, lang, "short") for code in (what.reporter, what.partner) if code)
    return ", ".join((measures.name(what.measure, lang), *names))
