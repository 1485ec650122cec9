"""Answers on single numbers: which measures and areas there are, their readings, and what is behind one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hali import narrate, retrieval
from hali.briefs import compose
from hali.briefs.material import Key, Series, codes_of, is_year
from hali.catalogue import area_list, chosen, measure_list
from hali.codelists import areas, measures
from hali.mcp import codes, room
from hali.model.definition import NONE, SERIES_COLUMNS, Reading
from hali.publish.citations import Citation
from hali.record import readings as lookup
from hali.record.store import Record

FOUND = 12
"""Measures a search gives at the most."""

POINTS = 5
"""Periods of a series that are listed."""

OTHERS = 3
"""Other definitions that stand beside a number."""

CELLS = 4
"""Observations that are listed of the many a number may rest on."""

TOLD_ELSEWHERE = {"period", "base", "vintage", "missing", "status"}
"""Parts of a definition that stand beside each number of a series."""


def search_measures(record: Record, query: str, lang: str = "en", compact: bool = False) -> dict[str, Any]:
    """Measures by words, the best first."""
    held = record.warehouse.plan.measures
    found = measure_list.find(query, held)
    answer: dict[str, Any] = {"query": query, "found": len(found)}
    if not found:
        answer["nearest"] = measure_list.nearest(query, lang, held)
    listed = [_measure(one, lang, compact) for one in found[: 3 if compact else FOUND]]
    return room.fill(answer, "measures", listed, room.most(compact))


def _measure(one: measures.Measure, lang: str, compact: bool) -> dict[str, Any]:
    told = {"measure": one.id, "name": codes.measure_name(one.id, lang), "unit": one.unit, "by_default": one.default}
    if not compact:
        told |= {"counts": one.definition, "note": one.note}
    return {key: text for key, text in told.items() if text}


def resolve_area(record: Record, name: str, lang: str = "en", compact: bool = False) -> dict[str, Any]:
    """The area a name or code means, and the members a bloc is read with."""
    day = compose.day_of(record)
    told = area_list.entry(area_list.code(name), lang, date.fromisoformat(day))
    members = told.pop("members")
    others = told.pop("other_codes")
    told |= {"on": day, "members_count": len(members)}
    return told if compact else told | {"members": members, "other_codes": others}


def get_readings(
    record: Record,
    measure: str,
    reporter: str,
    partner: str = "",
    flow: str = "",
    product: str = "",
    period: str = "",
    definitions: str = "default",
    lang: str = "en",
    compact: bool = False,
) -> dict[str, Any]:
    """The readings of a measure: one a period under the default definition, or every definition there is."""
    id_ = codes.measure_id(record, measure)
    own, other = (area_list.pair(reporter, partner)) if partner else (area_list.code(reporter), "")
    day = compose.day_of(record)
    if definitions == "all":
        found = chosen.readings(record, id_, own, other, flow, product, newest=False)
        lines = _by_definition(found, day)
    else:
        lines = [list(one.readings) for one in chosen.series(record, id_, own, other, day, flow, product)]
    kept = [line for line in (_within(line, period) for line in lines) if line]
    answer: dict[str, Any] = {
        "measure": id_,
        "reporter": own,
        "partner": other or NONE,
        "definitions": definitions,
        "series_found": len(kept),
        "record": record.id,
    }
    if not kept:
        return answer | {"series": [], "no_data": _why_not(record, id_, own, other, lines)}
    points = 1 if compact else POINTS
    listed = [_series(record, line, points, lang) for line in kept[: 1 if compact else 12]]
    return room.fill(answer, "series", listed, room.most(compact))


def _within(line: Sequence[Reading], period: str) -> list[Reading]:
    """The readings of a period, or all of them."""
    return [one for one in line if not period or one.definition.period == period]


def _by_definition(found: Sequence[Reading], day: str) -> list[list[Reading]]:
    """Readings that count the same thing, oldest first; today's composition of a bloc before the others."""
    lines: dict[tuple[str, ...], list[Reading]] = {}
    for one in found:
        lines.setdefault(tuple(getattr(one.definition, name) for name in SERIES_COLUMNS), []).append(one)
    today = [codes_of(area)[0] for area in areas.concepts()] + [NONE, "WLD"]
    usual = set(today)

    def order(line: list[Reading]) -> tuple[object, ...]:
        d = line[-1].definition
        return (d.product not in {"TOTAL", NONE}, {d.reporter, d.partner} - usual != set(), -int(line[-1].end[:4]))

    return sorted((sorted(line, key=lambda r: (r.end, r.known)) for line in lines.values()), key=order)


def _series(record: Record, line: Sequence[Reading], points: int, lang: str) -> dict[str, Any]:
    """A series: what it counts, its newest numbers, one sentence, its sources."""
    newest = Series(Key("", "", "", "", "", ""), tuple(line)).latest
    d = newest.definition
    shown = _shown(line, newest, points)
    told = {"flow": d.flow, "product": d.product, "variant": d.variant}
    return {
        **{name: code for name, code in told.items() if code not in {NONE, "TOTAL"}},
        "unit": d.unit,
        "counts": ", ".join(text for slot, text in narrate.slots(newest, lang) if slot not in TOLD_ELSEWHERE),
        "sentence": narrate.sentence(newest, lang).text,
        "readings": [_point(one, d.unit) for one in shown],
        "periods_held": [line[0].definition.period, line[-1].definition.period, len(line)],
        "sources": _cited(record, [newest], lang)[:2],
    }


def _shown(line: Sequence[Reading], newest: Reading, points: int) -> list[Reading]:
    """The newest full year, those before it, and a part of a year that came later; of a series without years the last.

    Readings of one period, as with all definitions, stay together.
    """
    years = [one for one in reversed(line) if is_year(one) and one is not newest]
    if not is_year(newest):
        return [newest, *(one for one in reversed(line) if one is not newest)][:points]
    later = [one for one in reversed(line) if one.end > newest.end and not is_year(one)][:1] if points > 1 else []
    return [newest, *years[: points - 1 - len(later)], *later]


def _point(one: Reading, unit: str) -> dict[str, Any]:
    d = one.definition
    told: dict[str, Any] = {"reading": one.id, "period": d.period, "value": one.value, "vintage": d.vintage}
    if d.unit != unit:
        told["unit"] = d.unit
    if one.caveats:
        told["caveats"] = list(one.caveats)
    return told


def _why_not(record: Record, id_: str, own: str, other: str, lines: Sequence[Sequence[Reading]]) -> str:
    """Why nothing is listed, and what there is instead."""
    if lines:
        periods = sorted({one.definition.period for line in lines for one in line})
        return f"nothing of that period; held: {', '.join(periods[-8:])} ({len(periods)} periods from {periods[0]})"
    if other and chosen.readings(record, id_, other, own):
        return f"nothing in the statistics of {own}; {other} reports it: ask with reporter {other}, partner {own}"
    alone = f"; without a partner there is: ask with reporter {own} alone"
    return "the record holds nothing of this measure here" + (
        alone if other and chosen.readings(record, id_, own, "") else ""
    )


def _cited(record: Record, readings: Sequence[Reading], lang: str) -> list[str]:
    """The publications behind some readings, cited in short, each once."""
    ids = dict.fromkeys(id_ for listed in lookup.origins_of(record, readings).values() for id_ in listed)
    known = lookup.origins(record, ids)
    return list(dict.fromkeys(Citation(known[id_], record.id, "none").short(lang) for id_ in ids if id_ in known))


def explain_reading(record: Record, reading: str, lang: str = "en", compact: bool = False) -> dict[str, Any]:
    """A number down to its cells, with the other numbers its measure has under other definitions."""
    found = retrieval.explain(reading, lang, record)
    r = found.reading
    answer: dict[str, Any] = {
        "reading": r.id,
        "value": r.value,
        "unit": r.definition.unit,
        "definition": found.definition,
        "formula": found.formula,
        "status": r.status,
        "sentence": narrate.sentence(r, lang).text,
        "observations_count": len(found.observations),
        "record": record.id,
    }
    told = {"method": found.method, "caveats": list(r.caveats), "missing_members": list(r.missing)}
    answer |= {key: value for key, value in told.items() if value}
    cited = [room.cut(text, 400) for text in found.citations.values()]
    if compact:
        return room.fill(
            answer,
            "sources",
            [Citation(one, record.id, "none").short(lang) for one in found.origins.values()],
            room.COMPACT,
        )
    answer = room.fill(answer, "sources", cited, room.FULL - 1_400)
    answer["other_definitions"] = _others(record, r, lang)
    cells = [_cell(cell) for cell in found.observations[:CELLS]]
    return room.fill(answer, "observations", cells, room.FULL)


def _cell(cell: Any) -> dict[str, Any]:
    names = ("dataflow", "period", "reporter", "partner", "flow", "product", "value", "unit", "vintage", "origin")
    return {name: getattr(cell, name) for name in names}


def _others(record: Record, one: Reading, lang: str) -> list[dict[str, Any]]:
    """Numbers of the same measure, product and period by other definitions, those nearest in value first."""
    d = one.definition
    sides = [areas.concept(d.reporter), areas.concept(d.partner) if areas.known(d.partner) else ""]
    partner = d.partner if d.partner in chosen.ALONE else sides[1]
    found = chosen.readings(record, d.measure, sides[0], "" if partner == NONE else partner, product=d.product)
    same = [
        r for r in found if r.definition.period == d.period and r.definition.unit == d.unit and r.value != one.value
    ]
    same.sort(key=lambda r: (abs(r.value - one.value), r.id))
    distinct = {r.value: r for r in reversed(same)}
    listed = sorted(distinct.values(), key=lambda r: (abs(r.value - one.value), r.id))[:OTHERS]
    return [{"reading": r.id, "value": r.value, "counts": narrate.short(r, lang)} for r in listed]
