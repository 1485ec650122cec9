"""Readings of one pair -> the brief as a document, in the order of the outline, honest about its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from hali import narrate
from hali.brief import changes, elements, first_page, outlook, sections
from hali.brief.disputed import Checked
from hali.brief.material import Material, gather
from hali.brief.press import Press
from hali.languages import numbers
from hali.narrate import words
from hali.pillars import pillars
from hali.publish.document import Document, Section, plain
from hali.record import readings as lookup
from hali.record.store import Record

HEADINGS: dict[str, tuple[int, ...]] = {"economy": (1,), "security": (5,), "education": (6,)}
"""Sections that are headings only: what they head follows."""


def compose(
    record: Record,
    a: str,
    b: str,
    lang: str,
    as_of: str = "",
    circulating: Sequence[Checked] = (),
    since: Record | None = None,
) -> Document:
    """The state-of-relations brief of two partners.

    Args:
        record: where all numbers come from.
        a: the observer, as area concept or dated code ("EU", "KAZ", "EU28").
        b: the other side.
        lang: language of the brief.
        as_of: ISO day up to which publications are used; "" = the day the record was last added to.
        circulating: figures in circulation on the pair, each with what the check found.
        since: an earlier state of the record; the brief ends with what changed since then. None = no such section.

    Returns:
        A document any writer takes. A pair the record knows nothing of gives the same outline made of gaps.
    """
    day = day_of(record, as_of)
    material = gather(record, a, b, day)
    press = Press(material, lang)
    held = elements.of(material)
    lead = first_page.blocks(material, press, held, circulating)
    body = _sections(material, press, held)
    compared = changes.compare(gather(since, a, b, day), material) if since else None
    if since and compared:
        press.learn(changes.later(compared))
        press.learn(changes.earlier(compared), since)
        body = (*body, changes.section(press, compared, _in_words(since, record, lang)))
    names = [words.form(side, lang, "plain") for side in (a, b)]
    return Document(
        kind="brief",
        title=press.text("title", a=names[0], b=names[1]),
        subtitle=press.text("subtitle"),
        language=lang,
        pair=(a, b),
        composition=tuple(
            (press.text(key), narrate.composition(code, day, lang))
            for key, code in zip(("first", "second"), material.codes, strict=True)
        ),
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=record.id,
        version=press.text("version", version=program_version()),
        lead=lead,
        sections=body,
        readings=press.cards(),
        origins=press.origins(),
        labels=words.table(lang, "labels"),
        methods=tuple(plain(str(text)) for text in words.table(lang, "methods").values()),
        disclaimer=tuple(str(text) for text in words.table(lang, "disclaimer").values()),
        changes=changes.as_data(compared, since.as_of if _by_day(since, record) else since.id)
        if since and compared
        else None,
    )


def _in_words(since: Record, record: Record, lang: str) -> str:
    """An earlier state of the record in words: its day, or the id of another record."""
    if _by_day(since, record):
        return numbers.format_date(since.as_of, lang)
    return f"{words.label('record', lang)} {since.id}"


def _by_day(since: Record, record: Record) -> bool:
    """Whether a state is told from the record by its day, and not by its id."""
    return since.id == record.id and bool(since.as_of)


def _sections(material: Material, press: Press, held: Sequence[elements.State]) -> tuple[Section, ...]:
    """The outline; of a pair with next to no element only what has something in it."""
    declared = sorted(
        ((section.order, section, pillar.id) for pillar in pillars() for section in pillar.sections),
        key=lambda item: item[0],
    )
    made = [(order, sections.section(material, press, section, pillar, held)) for order, section, pillar in declared]
    titles = words.table(press.lang, "sections")
    made += [
        (order, Section(id=id_, pillar="", title=str(titles[id_]), level=1, number=str(order[0])))
        for id_, order in HEADINGS.items()
    ]
    body = [section for _, section in sorted(made, key=lambda item: item[0])]
    last = outlook.section(material, press, body, held)
    if sum(state.status != "missing" for state in held) < elements.FEWEST:
        body = [section for section in body if section.blocks]
    return (*body, last)


def day_of(record: Record, as_of: str = "") -> str:
    """The day a brief is written on: the one asked for, else the day the newest source was retrieved, ISO."""
    if as_of or record.as_of:
        return as_of or record.as_of
    days = [origin.retrieved for origin in lookup.origins(record).values() if origin.retrieved]
    return max(days, default="2026-01-01")


def program_version() -> str:
    """Version of hali as installed."""
    try:
        return version("hali")
    except PackageNotFoundError:
        return "0"
