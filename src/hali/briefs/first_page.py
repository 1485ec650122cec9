"""The first page, usable alone: key statements, key numbers, one figure, what is disputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hali import narrate
from hali.briefs import choice, comparators, disputed, snapshot, tables, trade
from hali.briefs.disputed import Checked
from hali.briefs.elements import State
from hali.briefs.material import Key, Material, Series, concept_of, same_line
from hali.briefs.press import Press
from hali.codelists.measures import measures
from hali.model.definition import NONE, Reading
from hali.narrate import words
from hali.narrate.words import AreaWords
from hali.publish import plots
from hali.publish.document import (
    Block,
    KeyNumber,
    KeyNumbers,
    Note,
    Paragraph,
    Plain,
    Run,
    Statement,
    plain,
)
from hali.record import dataflows

STATEMENTS = 5
"""Key statements at the most."""

NUMBERS = 4
"""Key numbers at the most."""

EARLIER = (1, 5, 10)
"""Years before the key number that are shown beside it."""

STALE = 8
"""Years after which a number is no key statement."""


def blocks(
    material: Material,
    press: Press,
    elements: Sequence[State] = (),
    circulating: Sequence[Checked] = (),
    *,
    alone: bool = False,
) -> tuple[Block, ...]:
    """The blocks of the first page; a sentence that says so where the record holds nothing.

    Behind it stands the box that compares the pair with others, unless nothing follows.

    Args:
        material: the pair.
        press: prints the words.
        elements: what the record holds of the elements of a pair.
        circulating: figures in circulation, each with what the check found.
        alone: nothing follows.
    """
    found: list[Block] = []
    chosen = key_readings(material, press.lang)
    said = [press.say(*readings) for readings in chosen]
    if not said:
        none = press.text("none_of_the_pair" if material.series else "none_at_all")
        return (Paragraph((plain(none),)), *snapshot.table(press, elements))
    found += [Paragraph((statement,)) for statement in said]
    press.keep(r for readings in chosen for r in readings)
    found += snapshot.table(press, elements)
    found += _strip(material, press)
    old = press.old_periods(r for readings in chosen for r in readings if not superseded(material, r))
    found += [Note((plain(old),))] if old else []
    found += _figure(material, press)
    shares = trade.shares(material)
    found += disputed.claims(press, circulating) if circulating else disputed.definitions(press, shares)
    if alone:
        return tuple(found)
    said_readings = [r for readings in chosen for r in readings]
    found += comparators.box(material, press, comparators.headlines(material, _key_series(material), said_readings))
    return tuple(found)


def key_readings(material: Material, lang: str) -> list[tuple[Reading, ...]]:
    """Up to five sentences' readings: size by both counts, the partner's shares, a dependency, investment, people."""
    more = [*trade.shares(material), *_dependencies(material)[:1], *_further(material, lang)]
    chosen = [*_sizes(material, lang), *((reading,) for reading in more)]
    spoken = [readings for readings in chosen if narrate.speaks(readings[0], lang)]
    return spoken[:STATEMENTS]


def _sizes(material: Material, lang: str) -> list[tuple[Reading, ...]]:
    """The size of trade: each count's newest year, then the newest year both report, side by side."""
    newest = _newest_counts(material)
    pair = trade.both_counts(material)
    if pair is None or narrate.gap(*pair, lang) is None:
        return [(reading,) for reading in newest]
    later = [(reading,) for reading in newest if reading.end > pair[0].end]
    return [*later, pair]


def _newest_counts(material: Material) -> list[Reading]:
    """The newest size of trade by each side: where a compilation is newer it comes first, once, then each own count."""
    found: list[Reading] = []
    own_counts: list[Reading] = []
    for side in trade.roles(material):
        newest, own = trade.size(material, *side), trade.own_size(material, *side)
        own = own if own is not None and own.end > _oldest(material) else None
        put_together = newest is not None and not trade.is_own(newest)
        if newest is not None and not (put_together and own is not None and found):
            found.append(newest)
        if put_together and own is not None:
            own_counts.append(own)
    return [*found, *own_counts]


def superseded(material: Material, reading: Reading) -> bool:
    """Whether a newer number of the same count is held: of the same series, by nobody who only puts counts together."""
    d = reading.definition
    reporter, partner = concept_of(d.reporter), concept_of(d.partner)
    series = material.series.get(Key(d.measure, d.variant, d.product, d.flow, reporter, partner))
    by_others = dataflows.computed(d.dataflow)
    return series is not None and any(
        r.end > reading.end and r.status != "Q" and (by_others or not dataflows.computed(r.definition.dataflow))
        for r in series.readings
    )


def _dependencies(material: Material) -> list[Reading]:
    """Newest shares of one side's energy supply that come from the other, largest first."""
    found = []
    for measure in (m.id for m in measures() if m.brief.dependency):
        series = [s for s in material.find(measure) if s.key.partner not in {NONE, "WLD"} and choice.is_read(s)]
        whole = [s.latest for s in series if not s.latest.missing]
        found += [max(whole, key=lambda r: r.end)] if whole else []
    return sorted((r for r in found if r.end > _oldest(material)), key=lambda r: r.value, reverse=True)


def _oldest(material: Material) -> str:
    """Year before which no key statement is made."""
    return str(int(material.as_of[:4]) - STALE)


def _further(material: Material, lang: str) -> Iterator[Reading]:
    """Investment and people: the newest figure of each measure, of the pair itself."""
    further = sorted((m for m in measures() if m.brief.key_statement), key=lambda m: m.brief.key_statement)
    for measure in (m.id for m in further):
        series = [s for s in material.find(measure) if s.key.partner not in {NONE, "WLD"} and choice.is_read(s)]
        series.sort(key=choice.variant_order)
        spoken = [s.latest for s in series if narrate.speaks(s.latest, lang) and s.latest.end > _oldest(material)]
        whole = [r for r in spoken if not r.missing]  # a lower bound is no headline
        if whole:
            yield max(whole, key=lambda r: r.end)


def _strip(material: Material, press: Press) -> Iterator[Block]:
    """Four key numbers, the newest first, each with the same one, five and ten years earlier."""
    series = [(trade.newest(s), s) for s in _key_series(material) if s.years][:NUMBERS]
    if not series:
        return
    items = []
    for latest, one in sorted(series, key=lambda shown: -int(shown[0].end[:4])):
        points = tuple(plots.Point(int(r.definition.period), r.value) for r in one.comparable if same_line(r, latest))
        items.append(
            KeyNumber(
                label=_label(latest, press.lang),
                number=press.number(latest),
                sources=press.sources([latest]),
                change=_earlier(press, one, latest),
                spark=plots.Spark(points) if len(points) >= 4 else None,
            )
        )
    yield KeyNumbers(tuple(items))


def _key_series(material: Material) -> list[Series]:
    """Trade by each count, the largest share, the mirror gap of the larger flow, then dependencies."""
    found: list[Series] = []
    for side in trade.roles(material):
        for measure in ("trade_total", "exports"):
            series = material.one(measure, *side, product="TOTAL")
            if series is not None and series.years:
                found.append(series)
                break
    for share in trade.shares(material)[:1]:
        d = share.definition
        found += [s for s in material.find(d.measure) if any(r.id == share.id for r in s.readings)][:1]
    found += _mirror(material)
    for reading in _dependencies(material):
        found += [s for s in material.find(reading.definition.measure) if reading in s.readings and s.years][:1]
    return list(dict.fromkeys(found))


def _mirror(material: Material) -> list[Series]:
    """The mirror gap of the larger of the two flows, where the newest is not stale."""
    sizes = {}
    for reporter, partner in trade.roles(material):
        exports = material.one("exports", reporter, partner, product="TOTAL")
        gap = material.one("mirror_gap", reporter, partner)
        if exports is not None and exports.years and gap is not None and gap.years:
            sizes[trade.newest(exports).value] = gap
    return [sizes[max(sizes)]] if sizes else []


def _label(reading: Reading, lang: str) -> str:
    """What a key number counts, with its definition, and what else must be said of it."""
    named = narrate.heading(reading, lang) or words.capital(narrate.short(reading, lang), lang)
    return named + narrate.mark(reading, lang)


def _earlier(press: Press, one: Series, latest: Reading) -> tuple[Statement, ...]:
    """The same number one, five and ten years earlier ("2022: 29.5; 2018: 38.4"); nothing where none is held."""
    scale, _ = tables.scale_of([latest], press.lang)
    year = int(latest.definition.period)
    held = {int(r.definition.period): r for r in one.comparable if same_line(r, latest)}
    runs: list[Run] = []
    shown: list[Reading] = []
    for back in EARLIER:
        reading = held.get(year - back)
        cell = press.cell(reading, scale)
        runs.append(Plain(f"{'; ' if runs else ''}{year - back}:\u00a0"))
        none = words.label("no_data", press.lang).replace(" ", "\u00a0")
        runs.append(cell if cell is not None else Plain(none))
        runs += [Plain(f"\u00a0{press.flag(reading)}")] if reading is not None and press.flag(reading) else []
        shown += [reading] if reading is not None else []
    return (Statement(tuple(runs), press.sources(shown)),) if shown else ()


def _figure(material: Material, press: Press) -> Iterator[Block]:
    """Total trade by both counts in one currency; where one side has no total, the flow it has.

    One line alone stays in the currency it was published in, as its numbers stand in the sentences.
    """
    for measure, title in (("trade_total", "figure_trade"), ("exports", "figure_exports")):
        lines = _lines(material, press, measure, trade.common_currency(material))
        if len(lines) == 1 or measure == "exports":
            lines = _lines(material, press, measure, "")[:1]
        if lines:
            d = lines[0][1][-1].definition
            template = str(words.table(press.lang, "brief")[title])
            if words.speakable(template, press.lang, a=d.reporter, b=d.partner):
                head = words.filled(template, a=AreaWords(d.reporter, press.lang), b=AreaWords(d.partner, press.lang))
            else:
                head = press.text("caption_counts")
            yield tables.line_figure(press, lines, head, press.text("figure_note"), {"measure", "reporter", "partner"})
            return


def _lines(material: Material, press: Press, measure: str, unit: str) -> list[tuple[str, list[Reading]]]:
    """Name and years of each count of goods trade, in a currency; without one as published."""
    lines = []
    for side in trade.roles(material):
        series = material.one(measure, *side, product="TOTAL")
        readings = series.comparable if series is not None else ()
        held = _in(material, readings, unit) if unit else list(readings)
        # what a third party put together is nobody's count
        if len(held) >= 2 and (measure == "exports" or not dataflows.computed(held[-1].definition.dataflow)):
            lines.append((tables.line_name(press, held[-1]), held))
    return lines


def _in(material: Material, readings: Sequence[Reading], unit: str) -> list[Reading]:
    return [found for found in (trade.in_unit(material, r, unit) for r in readings) if found is not None]
