"""An answer as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from hali.corridors import exported
from hali.corridors.answer import Answer
from hali.corridors.fallback import ORIGIN, Distance
from hali.corridors.grounds import publishers
from hali.corridors.load import BASE_YEAR
from hali.corridors.question import Found
from hali.corridors.throughput import Capacity
from hali.corridors.wording import Wording
from hali.languages import numbers
from hali.methods.corridors.economics import DAY_RATES, LOADS

SHOWN = 8
"""Parts of a tornado and break-even values a text lists."""


def text(answer: Answer, lang: str = "en") -> str:
    """The answer for a terminal."""
    says = Wording(lang, answer.loaded)
    lines = (line for part in (_head, _routes, _details, _foot) for line in part(answer, says))
    return "\n".join(lines) + "\n"


def _head(answer: Answer, says: Wording) -> Iterator[str]:
    question = answer.question
    objective = says(f"text.{question.objective}")
    yield says("text.head", **says.ends(answer.ends), month=says.month(question.month), objective=objective)
    yield from says.read_as(answer.ends)
    yield from (says("text.set", told=told) for told in says.told(question.settings, question.avoid))


def _routes(answer: Answer, says: Wording) -> Iterator[str]:
    yield "\n" + says("text.columns", year=BASE_YEAR)
    for rank, route in enumerate(answer.routes, 1):
        days = [says.number(route.times.quantiles[place], 1) for place in (0, 2, 4)]
        share = says.number(100 * route.times.on_time)
        cost, co2e = (_span(says, found.low, found.high) for found in (route.cost, route.co2e))
        yield (
            f"{rank:2} {days[0]:>7} {days[1]:>5} {days[2]:>5} {share:>5}% {says('text.in')} "
            f"{route.times.promise:<3g} {cost}   {co2e}   {says.route(route.title)}{' *' if route.on_front else ''}"
        )
    yield ""
    for rank, route in enumerate(answer.routes, 1):
        yield f"{rank:2} {_way(route, says)}"
        if route.generalised is not None:
            low, high = (says.number(value) for value in (route.generalised.low, route.generalised.high))
            value = says.number(answer.question.cargo_value or 0.0)
            yield f"   {says('text.with_time', value=value, low=low, high=high)}"


def _span(says: Wording, low: float, high: float) -> str:
    return f"{says.number(low):>8} - {says.number(high):>7}"


def _way(route: Found, says: Wording) -> str:
    """A route as "Xi'an -rail- Altynkol -feeder- ...", with days moving and standing."""
    way = says.near(route.services[0].start)
    for service in route.services:
        way += f" -{says(f'modes.{service.mode}')}- {says.near(service.end)}"
    moving, standing = (says.number(days, 1) for days in (route.times.movement, route.times.dwell))
    return f"{way}; {says('text.moving', moving=moving, standing=standing)}"


def _details(answer: Answer, says: Wording) -> Iterator[str]:
    if answer.break_even:
        yield "\n" + says("text.break_even")
        for one in answer.break_even[:SHOWN]:
            names = {"faster": says.route(one.faster.title), "cheaper": says.route(one.cheaper.title)}
            yield f"  {_span(says, one.value.low, one.value.high)}  {says('captions.rather', **names)}"
    if answer.tornado:
        yield "\n" + says("text.tornado", route=says.route(answer.lead.title))
        for name, median, late in answer.tornado[:SHOWN]:
            kind, _, where = name.partition(" ")
            yield f"  {says.number(-median, 2):>5} {says.number(-late, 2):>5}  {says.part(kind, where)}"
    yield "\n" + says("text.capacity")
    for limit in answer.capacity:
        yield from _capacity(limit, says)
    if answer.differences:
        yield "\n" + says("text.before_after")
        for change in answer.differences:
            state = change.after or change.before
            assert state is not None
            before, after = _state(change.before, says), _state(change.after, says)
            yield f"  {before} -> {after}  {says.route(state.title)}"


def _capacity(one: Capacity, says: Wording) -> Iterator[str]:
    """What a corridor takes, and what limits it."""
    if one.flow is None:
        yield f"  {exported.refusal(one, says)}"
    else:
        cut = ", ".join(map(says.element, one.cut))
        told = says("capacity.flow", corridor=says.corridor(one.corridor), q=says.number(one.flow), cut=cut)
        tonnes = f" ({says('set.tonnes_per_teu', value=f'{one.tonnes:g}')})" if one.tonnes else ""
        yield f"  {told}{tonnes}"
    for narrow in one.bottlenecks:
        used = ""
        if narrow.utilisation is not None:
            share = numbers.percent(says.number(100 * narrow.utilisation), says.lang)
            used = f", {says('capacity.used', share=share)}" + (f", {says('capacity.full')}" if narrow.full else "")
        amount = f"{says.short(narrow.capacity)} {says.unit(narrow.unit)}"
        yield f"    {says.element(narrow.element)}: {amount}{used} ({' '.join(narrow.rows)})"


def _state(found: Found | None, says: Wording) -> str:
    if found is None:
        return says("text.none").center(22)
    median, late = (says.number(found.times.quantiles[place], 1) for place in (2, 4))
    return f"{median:>5} {late:>5} {says.number(found.cost.middle):>9}"


def _foot(answer: Answer, says: Wording) -> Iterator[str]:
    """What the numbers stand on: publishers with their figures, assumptions by kind."""
    assumptions = dict.fromkeys(word for route in answer.routes for word in route.assumed)
    kinds = ", ".join(f"{kind} ({len(where)})" for kind, where in says.assumed(assumptions).items())
    listed = publishers(answer.loaded, exported.cited(answer))
    names = "; ".join(f"{name} {' '.join(one.id for one in sources)}" for name, sources in listed.items())
    yield "\n" + says("text.rests", n=sum(map(len, listed.values())), publishers=names)
    yield says("text.assumed", n=len(assumptions), kinds=kinds)
    rates = [numbers.percent(says.number(100 * rate, 1), says.lang) for rate in DAY_RATES]
    yield says("text.worth", low=rates[0], high=rates[1], light=f"{LOADS[0]:g}", heavy=f"{LOADS[1]:g}")
    question = answer.question
    yield says("text.network", id=answer.loaded.id, seed=question.seed, draws=says.number(question.draws))


def distance_text(found: Distance, lang: str = "en") -> str:
    """Two places without a network for a terminal."""
    says = Wording(lang, found.loaded)
    lines = [says("titles.from_to", **says.ends(found.ends)) + ". " + exported.off(found, says)]
    lines += says.read_as(found.ends)
    lines.append(f"  {says('off.distance', q=says.number(found.km))} ({ORIGIN})")
    for one in found.readings:
        told = says("off.reading", name=exported.asked(one.what, lang), q=says.short(one.value), period=one.period)
        lines.append(f"  {told} [{one.reading}]")
    lines += [f"  {says('off.missing', name=exported.asked(what, lang))}" for what in found.missing]
    return "\n".join(lines) + "\n"
