"""Answers on texts: a claim check, a brief, what changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rapidfuzz import process

from hali import api, narrate
from hali.briefs.material import usual
from hali.catalogue import area_list, changed
from hali.checking.checked import Checked
from hali.checking.output.listing import unread
from hali.checking.output.report import contradictions, said, together
from hali.checking.output.text import ATTENTION, ORDER
from hali.codelists import measures
from hali.errors import UnknownCode, UnreadableInput
from hali.mcp import room
from hali.model.claim import Finding
from hali.model.definition import NONE
from hali.publish import write_json
from hali.record.store import Record

LONGEST = 60_000
"""Characters of a text that is checked; a longer one goes through `hali check`."""

WIDEST = 700
"""Characters of an explanation."""


def check_text(
    record: Record,
    text: str,
    pair: list[str] | None = None,
    published: str = "",
    corrections: list[str] | None = None,
    claim: str = "",
    lang: str = "",
    compact: bool = False,
) -> dict[str, Any]:
    """The numbers, ranks and dated events of a text, problems first, each with the definition that gives it, if any."""
    if len(text) > LONGEST:
        raise UnreadableInput(f"a text of {len(text):,} characters; at most {LONGEST:,}: send it in parts")
    sides = area_list.pair(*pair) if pair else None
    checked = api.check(text, pair=sides, published=published, lang=lang, record=record, corrections=corrections or ())
    words = said(checked)
    ordered = sorted(checked.findings, key=lambda f: (ORDER.index(f.code), f.claim.start))
    counted = Counter(finding.code for finding in ordered)
    answer: dict[str, Any] = {
        "record": record.id,
        "grid": checked.grid,
        "findings": {code: counted[code] for code in ORDER if counted[code]},
    }
    if claim:
        return answer | {"claims": [_whole(_named(checked, claim), words, checked.language)]}
    if figures := unread(checked):
        answer["not_read_as_statistics"] = [room.cut(one, 24) for one in figures[: 4 if compact else 12]]
    if not compact and (joint := together(checked) or contradictions(checked)):
        answer["together"] = [room.cut(one, WIDEST // 2) for one in joint[:1]]
    listed = [_claim(finding, words, checked.language, compact) for finding in ordered]
    return room.fill(answer, "claims", listed, room.most(compact))


def _named(checked: Checked, id_: str) -> Finding:
    for finding in checked.findings:
        if finding.claim.id == id_:
            return finding
    raise UnknownCode("claim", id_, [finding.claim.id for finding in checked.findings][:3])


def _claim(finding: Finding, words: dict[str, str], lang: str, compact: bool) -> dict[str, Any]:
    """A claim in a few lines; one that needs attention with the claim as read and the true sentence."""
    told: dict[str, Any] = {
        "id": finding.claim.id,
        "claim": room.cut(words[finding.claim.id], 80),
        "finding": finding.code,
        "says": room.cut(narrate.line(finding, lang), 300),
    }
    if compact:
        return told
    if finding.default:
        told["reading"] = finding.default.reading.id
    if finding.code in ATTENTION:
        told["read_as"] = room.cut(narrate.chip_line(narrate.chips(finding, lang), lang), 300)
        if finding.closest:
            told["closest_true_sentence"] = room.cut(finding.closest, 300)
    return told


def _whole(finding: Finding, words: dict[str, str], lang: str) -> dict[str, Any]:
    """One claim with everything that was tried on it, in short."""
    told = _claim(finding, words, lang, compact=False)
    told |= {"explanation": room.cut(finding.explanation, WIDEST), "tried": finding.tried, "matched": finding.matched}
    told["definitions"] = [
        {
            "reading": one.reading.id,
            "value": one.value,
            "unit": one.reading.definition.unit,
            "cost": one.cost,
            "departures": [narrate.departure(d, lang, one.reading.end) for d in one.departures],
            "counts": narrate.short(one.reading, lang),
        }
        for one in finding.front[:4]
    ]
    return told


def get_brief(
    record: Record,
    reporter: str,
    partner: str,
    sections: list[str] | None = None,
    lang: str = "en",
    compact: bool = False,
) -> dict[str, Any]:
    """The state-of-relations brief: its first page, or the sections asked for, each sentence with its readings."""
    pair = area_list.pair(reporter, partner)
    document = write_json.as_json(api.brief(*pair, lang=lang, record=record))
    answer: dict[str, Any] = {
        "title": document["title"],
        "as_of": document["as_of"],
        "record": document["record"],
        "read_as": [usual(side, document["as_of"]) for side in pair],
    }
    held = {section["section"]: section for section in document["sections"]}
    for id_ in sections or ():
        if id_ not in held:
            raise UnknownCode("section", id_, [known for known, _, _ in process.extract(id_, list(held), limit=3)])
    if sections:
        # what the first page has said no section says again
        first = [(_section(document, one), one) for one in document["lead"]["statements"]]
        told = []
        for id_ in sections:
            said = [*(one for section, one in first if section == id_), *held[id_]["statements"]]
            told += [_statement(one, id_) for one in said]
        told += [{"section": id_, "text": held[id_]["gap"]["text"]} for id_ in sections if held[id_]["gap"]]
    else:
        told = [_statement(one, "") for one in document["lead"]["statements"]]
        if not compact:
            answer["sections"] = [id_ for id_, one in held.items() if one["statements"] or one["tables"] or one["gap"]]
    return room.fill(answer, "statements", told, room.most(compact))


def _section(document: dict[str, Any], one: dict[str, Any]) -> str:
    """The section whose measures a statement's first number is of; "" for one without a number."""
    cards = (document["readings"][reading] for reading in one["readings"][:1])
    return next((measures.measure(card["measure"]).brief.section for card in cards if "measure" in card), "")


def _statement(one: dict[str, Any], section: str) -> dict[str, Any]:
    told = {"text": room.cut(one["text"], 600), "readings": one["readings"][:4], "sources": one["sources"][:2]}
    shown = {key: value for key, value in told.items() if value}
    return ({"section": section} if section else {}) | shown


def get_changes(
    record: Record, reporter: str, partner: str, since: str, lang: str = "en", compact: bool = False
) -> dict[str, Any]:
    """Numbers of a pair that were revised, are new or were withdrawn since a day, the largest changes first."""
    found = changed.of_pair(record, *area_list.pair(reporter, partner), since)
    answer: dict[str, Any] = {
        "since": found["since"],
        "record": record.id,
        "counts": {kind: len(found[kind]) for kind in ("changed", "added", "withdrawn")},
    }
    told = [_change(one, kind, lang) for kind in ("changed", "withdrawn", "added") for one in found[kind]]
    return room.fill(answer, "changes", told, room.most(compact))


def _change(one: dict[str, Any], kind: str, lang: str) -> dict[str, Any]:
    names = ("reporter", "partner", "flow", "product", "variant", "period", "unit", "dataflow")
    told = {name: one[name] for name in names if one.get(name, NONE) not in {NONE, "TOTAL"}}
    values = {name: {k: v for k, v in one[name].items() if k != "vintage"} for name in ("before", "after") if one[name]}
    return {"kind": kind, "measure": one["measure"], "name": measures.name(one["measure"], lang), **told, **values}
