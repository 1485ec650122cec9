"""An answer as plain data, as text for a terminal, and as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hali.corridors.answer import Answer
from hali.corridors.fallback import Distance
from hali.corridors.load import BASE_YEAR, Loaded
from hali.corridors.map import dwell
from hali.corridors.question import Found
from hali.methods.corridors.economics import BUFFER_WEIGHT, DAY_RATES, LOADS, Range
from hali.methods.corridors.simulate import QUANTILES

BOUNDARY = "tank to wheel"
NAMES = ("p5", "p25", "p50", "p75", "p95")
MONTHS = (
    *("any month", "January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
SHOWN = 8
"""Assumptions, parts of a tornado and break-even values a text lists."""

assert len(NAMES) == len(QUANTILES)


def data(answer: Answer) -> dict[str, Any]:
    """The answer as plain dicts and lists; each number stands beside the rows it rests on."""
    question, loaded = answer.question, answer.loaded
    cited = dict.fromkeys(row for route in answer.routes for row in route.rows)
    cited |= dict.fromkeys(row for one in answer.capacity for narrow in one.bottlenecks for row in narrow.rows)
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
                "faster": one.faster,
                "cheaper": one.cheaper,
                "cargo_value_low": round(one.value.low),
                "cargo_value_high": round(one.value.high),
                "unit": "USD per FEU",
                "rows": list(one.rows),
                "assumed": [f"weight of a day of buffer: {BUFFER_WEIGHT:g}"],
            }
            for one in answer.break_even
        ],
        "capacity": [_capacity(one) for one in answer.capacity],
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
        "rows": {id_: _source(loaded, id_) for id_ in sorted(cited)},
    }


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


def _capacity(one: Any) -> dict[str, Any]:
    return {
        "corridor": one.corridor,
        "teu_a_year": one.flow,
        "cut": list(one.cut),
        "refused": one.refused,
        "assumed": [one.assumed] if one.assumed else [],
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


def text(answer: Answer) -> str:
    """The answer for a terminal."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Answer) -> Iterator[str]:
    question = answer.question
    one, other = answer.ends
    yield f"{one.name} to {other.name}, one FEU, departing in {MONTHS[question.month]}, by {question.objective}"
    yield from (place.read_as for place in answer.ends if place.read_as)
    yield from (f"set: {told}" for told in answer.told)
    yield ""
    yield f"   days p5   p50   p95  on time    USD per FEU ({BASE_YEAR})   kg CO2e ({BOUNDARY})   route, * not beaten"
    for rank, route in enumerate(answer.routes, 1):
        days = route.times.quantiles
        yield (
            f"{rank:2} {days[0]:7.1f} {days[2]:5.1f} {days[4]:5.1f} {route.times.on_time:6.0%} in "
            f"{route.times.promise:<3g} {route.cost.low:8,.0f} - {route.cost.high:7,.0f}   {route.co2e.low:7,.0f} - "
            f"{route.co2e.high:7,.0f}   {route.name}{' *' if route.on_front else ''}"
        )
    yield ""
    for rank, route in enumerate(answer.routes, 1):
        yield f"{rank:2} {_way(answer.loaded, route)}"
        if route.generalised is not None:
            told = f"{route.generalised.low:,.0f} - {route.generalised.high:,.0f}"
            yield f"   with time, for cargo of {question.cargo_value:,.0f} USD: {told} USD"
    yield from _details(answer)


def _way(loaded: Loaded, route: Found) -> str:
    """A route as "Xi'an -rail- Altynkol -feeder- ...", with days moving and standing."""
    told = loaded.nodes[route.services[0].start].name.partition(" (")[0]
    for service in route.services:
        told += f" -{service.mode.replace('_', ' ')}- {loaded.nodes[service.end].name.partition(' (')[0]}"
    moving = f"{route.times.movement:.1f} d moving, {route.times.dwell:.1f} d standing"
    return f"{told}; {moving}; rows {' '.join(route.rows)}"


def _details(answer: Answer) -> Iterator[str]:
    if answer.break_even:
        yield "\nvalue of the cargo in a FEU from which on the faster route is the better one, USD"
        yield from (
            f"  {one.value.low:9,.0f} - {one.value.high:9,.0f}  {one.faster} rather than {one.cheaper}"
            for one in answer.break_even[:SHOWN]
        )
    if answer.tornado:
        yield f"\n{answer.lead.name}: days saved by cutting one dwell by a quarter (median, 95th percentile)"
        yield from (f"  {-median:5.2f} {-late:5.2f}  {name}" for name, median, late in answer.tornado[:SHOWN])
    yield "\ncapacity"
    for one in answer.capacity:
        said = f"{one.flow:,.0f} TEU a year, by {', '.join(one.cut)}" if one.flow is not None else one.refused
        yield f"  {one.corridor}: {said}{f' ({one.assumed})' if one.assumed else ''}"
        for narrow in one.bottlenecks:
            used = f", {narrow.utilisation:.0%} used" if narrow.utilisation is not None else ""
            used += ", full: waiting is longer than told" if narrow.full else ""
            yield f"    {narrow.element}: {narrow.capacity:,g} {narrow.unit}{used} ({' '.join(narrow.rows)})"
    if answer.differences:
        yield "\nbefore and after what was set: median and 95th percentile in days, middle of the cost in USD"
        yield from (f"  {_states(one.before)} -> {_states(one.after)}  {one.name}" for one in answer.differences)
    assumed = dict.fromkeys(word for route in answer.routes for word in route.assumed)
    yield f"\n{len(assumed)} assumptions, all listed by --format json; the first: {'; '.join(list(assumed)[:SHOWN])}"
    worth = f"{DAY_RATES[0]:.1%} to {DAY_RATES[1]:.1%} of the cargo"
    yield f"value of a day in transit: {worth}; a FEU holds {LOADS[0]:g} to {LOADS[1]:g} t"
    yield f"network {answer.loaded.id}, seed {answer.question.seed}, {answer.question.draws:,} draws"


def _states(found: Found | None) -> str:
    if found is None:
        return "none".center(22)
    return f"{found.times.quantiles[2]:5.1f} {found.times.quantiles[4]:5.1f} {found.cost.middle:9,.0f}"


def distance_data(found: Distance) -> dict[str, Any]:
    """Two places without a network as plain data."""
    return {
        "from": {"name": found.ends[0].name, "area": found.ends[0].area, "asked": found.ends[0].asked},
        "to": {"name": found.ends[1].name, "area": found.ends[1].area, "asked": found.ends[1].asked},
        "network": None,
        "said": found.said,
        "great_circle_km": round(found.km),
        "rows": [found.origin],
        "readings": [
            {"what": one.what, "value": one.value, "unit": one.unit, "period": one.period, "reading": one.reading}
            for one in found.readings
        ],
        "missing": list(found.missing),
    }


def distance_text(found: Distance) -> str:
    """Two places without a network for a terminal."""
    lines = [f"{found.ends[0].name} to {found.ends[1].name}: {found.said}"]
    lines += [place.read_as for place in found.ends if place.read_as]
    lines.append(f"  {found.km:,.0f} km as the crow flies (great circle; {found.origin})")
    lines += [f"  {one.value:,.4g} {one.what}, {one.period} (reading {one.reading})" for one in found.readings]
    lines += [f"  the record has no {what}" for what in found.missing]
    return "\n".join(lines) + "\n"
