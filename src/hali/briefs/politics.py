"""The section on political dialogue: agreement in UN votes, drawn beside other partners, by rule and by subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hali import narrate
from hali.briefs import choice, comparators, tables
from hali.briefs.material import Material, Series, is_year
from hali.briefs.press import Press
from hali.codelists.areas import concept
from hali.model.definition import NONE, Reading
from hali.narrate import words
from hali.narrate.words import AreaWords
from hali.publish.document import Block, Cell, Column, DataTable, Figure, Paragraph, Plain

MEASURE = "un_vote_agreement"
RULES = ("identical", "half", "yes_no")
"""Variants that stand side by side: all are shares of roll calls."""

EARLIER = (0, 1, 10)
"""Years before the newest one that the table shows."""

LINES = 5
"""Lines of the figure at the most."""


def blocks(material: Material, press: Press, measures: Sequence[str]) -> tuple[list[Block], list[Reading]]:
    """Statements, figure and table of the section, and all readings shown."""
    whole = material.find(MEASURE, variant=RULES[0], product=NONE)[:1]
    others = [s for m in measures if m != MEASURE for s in material.find(m)]
    chosen = choice.statements(material, press.lang, measures, [*whole, *others])
    chosen = [reading for reading in chosen if not press.stated(reading)]
    found: list[Block] = [Paragraph(tuple(press.say(r) for r in chosen))] if chosen else []
    shown = list(chosen)
    for series in whole:
        figure, drawn = _figure(material, press, series)
        found += [figure, *_table(material, press, series)]
        shown += drawn
    return found, shown


def _figure(material: Material, press: Press, series: Series) -> tuple[Figure, list[Reading]]:
    """Agreement of the second side with the first and with others, a line each."""
    d = series.latest.definition
    held = comparators.held(series.latest, material)
    first = d.partner if d.reporter == held else d.reporter
    lines = [(tables.name_of(first, press.lang), list(series.comparable))]
    for code, readings in comparators.over_time(material, series.latest).items():
        since = series.comparable[0].start
        lines.append((tables.name_of(code, press.lang), [r for r in readings if is_year(r) and r.start >= since]))
    template = str(words.table(press.lang, "brief")["figure_votes"])
    if words.speakable(template, press.lang, area=held):
        title = words.filled(template, area=AreaWords(held, press.lang))
    else:
        title = f"{words.capital(narrate.measure(MEASURE, press.lang), press.lang)}, {tables.name_of(held, press.lang)}"
    kept = [line for line in lines if len(line[1]) >= 2][:LINES]
    return tables.line_figure(press, kept, title), [r for _, readings in kept for r in readings]


def _table(material: Material, press: Press, series: Series) -> Iterator[Block]:
    """Agreement of the pair by three rules and in six subjects, in the newest year and earlier ones."""
    lang = press.lang
    newest = int(series.comparable[-1].definition.period)
    first, second = (concept(side) for side in (series.key.reporter, series.key.partner))
    every = material.find(MEASURE, first, second)
    rules = [s for rule in RULES for s in every if (s.key.variant, s.key.product) == (rule, NONE)]
    subjects = sorted((s for s in every if s.key.product != NONE), key=lambda s: s.key.product)
    years = [newest - back for back in EARLIER]
    rows: list[tuple[Cell, ...]] = []
    shown: list[Reading] = []
    for one in (*rules, *subjects):
        name = words.code(one.key.variant if one.key.product == NONE else one.key.product, lang)
        readings = [one.at(str(year)) for year in years]
        if not any(readings[:-1]):  # years old, and nothing newer to see it by
            continue
        shown += [r for r in readings if r is not None]
        rows.append((Plain(words.capital(name, press.lang)), *(press.cell(r) for r in readings)))
    yield DataTable(
        columns=(Column(press.text("table_votes")), *(Column(str(year), numeric=True) for year in years)),
        rows=tuple(rows),
        caption=press.text("caption_votes"),
        unit="%",
        sources=press.sources(shown),
        note=press.flags_note(shown),
    )
