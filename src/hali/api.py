"""The calls the command line, the notebook and the web share: open a record, write a brief, check a text.

Everything heavy is imported when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hali.errors import NotInRecord, QuestionError
from hali.record.store import Record, check_date, data_folder

if TYPE_CHECKING:
    from hali.checking.checked import Checked, Listener
    from hali.checking.intake.source import Source
    from hali.publish.document import Document
    from hali.record.session import Session


@cache
def session(path: Path | None = None) -> Session:
    """The session of a data folder: whatever is opened there shares what was looked up before.

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.pillars.plan import plan
    from hali.record.session import Session

    return Session(plan(), path)


def open_record(path: str | Path | None = None, *, as_of: str = "") -> Record:
    """The record: what ships with the package and what was harvested. Nothing is computed before it is asked.

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
        as_of: ISO date; what was published later is not seen. "" = everything.

    Raises:
        RecordError: the data folder cannot be used.
        QuestionError: `as_of` is no date.
    """
    day = check_date(as_of) if as_of else ""
    return session(Path(path) if path else data_folder()).record(day)


def resolve_pair(names: Iterable[str]) -> tuple[str, str]:
    """The two area concepts or dated codes a person typed.

    Raises:
        UnknownCode: naming the nearest accepted words.
        QuestionError: not two different areas.
    """
    from hali.codelists import areas

    codes = [areas.resolve(name) for name in names]
    if len(codes) != 2 or codes[0] == codes[1]:
        raise QuestionError(f"two different areas are needed, not {' and '.join(codes) or 'none'}")
    return codes[0], codes[1]


def earlier(record: Record, since: str) -> Record:
    """An earlier state of a record: as of a day, or the record of an id that was built on this machine.

    Args:
        record: the state it is compared with.
        since: ISO date, or the 12 hexadecimal digits a document prints as its record.

    Raises:
        QuestionError: `since` is neither, or a day that is not before the record's own.
        NotInRecord: the record never was in that state.
    """
    if not re.fullmatch(r"[0-9a-f]{12}", since):
        day = check_date(since)
        if record.as_of and day >= record.as_of:
            raise QuestionError(f"changes since {day} are not seen as of {record.as_of}: give an earlier day")
        return replace(record, as_of=day)
    before = record.warehouse.earlier(since)
    if before is None:
        raise NotInRecord(f"record {since} is no earlier state of this one; give a day instead")
    return replace(record, warehouse=before)


def check_language(lang: str) -> str:
    """`lang` if it is one of the languages; raises UnknownCode naming them."""
    from hali.languages import known

    return known(lang)


def brief(
    a: str,
    b: str,
    lang: str = "en",
    as_of: str = "",
    record: Record | None = None,
    since: str = "",
    sections: Collection[str] | None = None,
) -> Document:
    """The state-of-relations brief of two partners, countries or blocs, as a document any writer takes.

    Args:
        a: the observer, as a name in any language or a code ("EU", "Kazakhstan", "EU28").
        b: the other side.
        lang: code of a language, `hali languages` lists them.
        as_of: ISO date to see the record as of, or "".
        record: an opened record; default the one that ships.
        since: ISO date, or id of an earlier record on this machine: the brief ends with what changed since then.
        sections: ids of the sections that follow the first page ("trade", "energy"); default all of them, empty = the
            first page alone.

    Raises:
        UnknownCode: an area or language no codelist knows.
        QuestionError: two equal areas, no date, or no such section.
        NotInRecord: no record of the id given as `since` is on this machine.
    """
    from hali.access.shelf import Shelf
    from hali.briefs import circulating, comparators, element_rules, material
    from hali.briefs.compose import compose, day_of
    from hali.checking import gates, judge, sweep
    from hali.checking.definitions.grid import grid
    from hali.codelists import areas
    from hali.corridors import in_brief
    from hali.shown_brief import brief as shown

    pair = resolve_pair((a, b))
    lang = check_language(lang)
    opened = record or open_record(as_of=as_of)
    before = earlier(opened, since) if since else None
    blocs = [code for side in pair for code in grid().other_blocs.get(areas.concept(side), ())]
    day = day_of(opened, as_of)
    beside = comparators.asks(pair, comparators.others(opened, pair, day))
    material.prepare(opened, *pair, day, blocs, [*beside, *element_rules.asks(pair, day)])
    checked = []
    for one in circulating.on(pair):
        swept = sweep.run(opened, one.claim, pair, one.published, one.origin)
        text = gates.Text(one.published, one.origin)
        checked.append((one, judge.judge(opened, one.claim, swept, circulating.LANGUAGE, text)))
    composed = compose(opened, *pair, lang, as_of, checked, before, sections)
    routes = Shelf(opened.warehouse.store.folder.parent / "routes")
    # a model of today's network says nothing of an earlier day
    return shown(composed if as_of or opened.as_of else in_brief.added(composed, routes))


def check(
    text: str | bytes | Source,
    pair: tuple[str, str] | None = None,
    published: str = "",
    as_of: str = "",
    name: str = "text.txt",
    lang: str = "",
    record: Record | None = None,
    url: str = "",
    corrections: Iterable[str] | Mapping[str, str] = (),
    listener: Listener | None = None,
) -> Checked:
    """Every quantitative claim, rank and dated event of a text, with the definitions that reproduce it, if any.

    Args:
        text: the text, or the bytes of a .txt, .md, .html, .pdf or .docx file, or what was read from one before.
        pair: the two partners the text is about, where it does not say so itself.
        published: ISO date the text appeared; chooses vintages, and the year an undated figure means.
        as_of: ISO date to see the record as of, or "".
        name: file name; its ending says how bytes are read.
        lang: language of the explanations; "" = that of the text, English where hali does not write it.
        record: an opened record; default the one that ships.
        url: address of the page the text appeared on; what was read there does not confirm it.
        corrections: what you say the claims mean, as `["c3.period=2022"]` or `{"c3.period": "2022"}`.
        listener: told how the check goes on; None = nobody.
    """
    from datetime import date

    from hali.checking.article import from_text, of, read
    from hali.checking.checked import check_article
    from hali.checking.corrections import parsed
    from hali.languages import written_in
    from hali.shown_check import with_record

    day = date.fromisoformat(check_date(published)) if published else None
    if isinstance(text, bytes):
        article = read(text, name, day)
    else:
        article = from_text(text, day) if isinstance(text, str) else of(text, day)
    sides = resolve_pair(pair) if pair else None
    opened = record or open_record(as_of=as_of)
    spoken = check_language(lang) if lang else written_in(next(iter(article.languages), "en"))
    checked = check_article(opened, article, sides, spoken, url, parsed(corrections), listener)
    return with_record(checked, opened)
