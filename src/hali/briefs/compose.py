"""Readings of one pair -> the brief as a document, in the order of the outline, honest about its gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from hali import narrate
from hali.briefs import changes, elements, first_page, outlook, sections
from hali.briefs.disputed import Checked
from hali.briefs.material import Material, gather
from hali.briefs.press import Press
from hali.errors import QuestionError
from hali.languages import numbers
from hali.narrate import words
from hali.pillars import pillars
from hali.publish.document import Document, Section, plain
from hali.record import readings as lookup
from hali.record.store import Record
from hali.version import VERSION

HEADINGS: dict[str, tuple[int, ...]] = {"economy": (1,), "security": (5,), "education": (6,)}
"""Sections that are headings only: what they head follows."""

LAST = "outlook"
"""The last section."""


def compose(
    record: Record,
    a: str,
    b: str,
    lang: str,
    as_of: str = "",
    circulating: Sequence[Checked] = (),
    since: Record | None = None,
    only: Collection[str] | None = None,
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
        only: ids of the sections that follow the first page, each with those under it; None = all of them, empty =
            the first page alone, for one sheet.

    Returns:
        A document any writer takes. A pair the record knows nothing of gives the same outline made of gaps.

    Raises:
        QuestionError: there is no section of such an id.
    """
    wanted = None if only is None else _wanted(only)
    day = day_of(record, as_of)
    material = gather(record, a, b, day)
    press = Press(material, lang)
    held = elements.of(material)
    lead = first_page.blocks(material, press, held, circulating, alone=wanted == set())
    body = _sections(material, press, held, wanted)
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
            # on one sheet the name says which members are meant
            (press.text(key), narrate.composition(code, day, lang) if body else words.form(code, lang, "plain"))
            for key, code in zip(("first", "second"), material.codes, strict=True)
        ),
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=record.id,
        version=press.text("version", version=VERSION),
        lead=lead,
        sections=body,
        readings=press.cards(),
        origins=press.origins(),
        labels=words.table(lang, "labels"),
        methods=tuple(plain(text) for text in _methods(press)) if body else (),
        disclaimer=tuple(str(text) for text in words.table(lang, "disclaimer").values()),
        changes=changes.as_data(compared, since.as_of if _by_day(since, record) else since.id)
        if since and compared
        else None,
    )


def _methods(press: Press) -> list[str]:
    """What holds for all numbers, with the flags of the tables, each of which is explained once above."""
    flags = press.flags_told
    return [*map(str, words.table(press.lang, "methods").values()), *([f"{flags}."] if flags else [])]


def _in_words(since: Record, record: Record, lang: str) -> str:
    """An earlier state of the record in words: its day, or the id of another record."""
    if _by_day(since, record):
        return numbers.format_date(since.as_of, lang)
    return f"{words.label('record', lang)} {since.id}"


def _by_day(since: Record, record: Record) -> bool:
    """Whether a state is told from the record by its day, and not by its id."""
    return since.id == record.id and bool(since.as_of)


def _outline() -> dict[str, tuple[int, ...]]:
    """Ids of the sections in order, with their places."""
    declared = {section.id: section.order for pillar in pillars() for section in pillar.sections}
    return dict(sorted((declared | HEADINGS).items(), key=lambda item: item[1])) | {LAST: ()}


def _wanted(only: Collection[str]) -> set[str]:
    """The sections asked for, each with those under it.

    Raises:
        QuestionError: there is no such section.
    """
    outline = _outline()
    unknown = [id_ for id_ in only if id_ not in outline]
    if unknown:
        raise QuestionError(f"no section {unknown[0]!r}; there are: {', '.join(outline)}")
    headed = {outline[id_] for id_ in only if len(outline[id_]) == 1}
    return {id_ for id_, place in outline.items() if id_ in only or place[:1] in headed}


def _sections(
    material: Material, press: Press, held: Sequence[elements.State], wanted: Collection[str] | None
) -> tuple[Section, ...]:
    """The outline, or what is wanted of it; of a pair with next to no element only what has something in it."""
    declared = {section.id: (section, pillar.id) for pillar in pillars() for section in pillar.sections}
    titles = words.table(press.lang, "sections")
    whole = wanted is None or LAST in wanted
    outline = {id_: place for id_, place in _outline().items() if wanted is None or id_ in wanted}
    body = []
    for id_, place in outline.items():
        if id_ == LAST:
            continue
        if id_ in HEADINGS:
            body.append(Section(id=id_, pillar="", title=str(titles[id_]), level=1, number=str(place[0])))
        else:
            part = sections.section(material, press, *declared[id_], held, whole=whole)
            # asked for without the one it stands under, a section stands for itself
            body.append(part if place[:1] in outline.values() else replace(part, level=1))
    last = (outlook.section(material, press, body, held),) if whole else ()
    if wanted is None and sum(state.status != "missing" for state in held) < elements.FEWEST:
        body = [section for section in body if section.blocks]
    return (*body, *last)


def day_of(record: Record, as_of: str = "") -> str:
    """The day a brief is written on: the one asked for, else the day the newest source was retrieved, ISO."""
    if as_of or record.as_of:
        return as_of or record.as_of
    days = [origin.retrieved for origin in lookup.origins(record).values() if origin.retrieved]
    return max(days, default="2026-01-01")
