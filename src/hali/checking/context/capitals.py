"""Capitals that stand for their country: "trade between Ankara and Astana", "Brussels granted Tajikistan ...".

A city is a place first: of talks, of a match, of a museum. It is read as its government only where the words around it
leave nothing else: paired with another area, behind "with", behind the word for a flow, or as the one who gives or
takes at the head of a clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from hali.checking import wording
from hali.checking.context import cases
from hali.checking.wording import Cue, Word
from hali.codelists.areas import Mention
from hali.languages import traits

_PAIR = regex.compile(rf"\s*(?:,|[-\u2013]|{wording.one_of('and')}|&)\s*")
_POSSESSIVE = regex.compile("['\u2019\u02bc]s?\\b")
_TITLE = regex.compile(r"[\s-]\p{Lu}")
_FLOWS = frozenset({"trade", "export", "import", "fdi", "balance", "deficit", "debt", "aid", "supply", "partner"})
_ACTS = frozenset(
    {"export", "import", "sell", "buy", "supply", "receive", "invested", "aid", "pledge", "finance", "loan", "issue"}
)
_SURPLUS = frozenset({"balance", "deficit"})
_REACH = 4
"""Words that may stand between a capital and what it does ("Moscow has since 2020 supplied")."""


def governments(
    text: str, language: str, words: Sequence[Word], cues: Sequence[Cue], mentions: Sequence[Mention]
) -> list[Mention]:
    """The mentions without the capitals that are only places; those that stand for a country as nouns.

    Args:
        text: the sentence.
        language: its language.
        words: its words.
        cues: its cue words.
        mentions: every area named in it.
    """
    starts = {m.start for m in mentions}
    kept: list[Mention] = []
    place: Mention | None = None
    for mention in mentions:
        if mention.kind != "capital":
            kept.append(mention)
            continue
        first = next(i for i, w in enumerate(words) if w.end > mention.start)
        before = {c.name for c in cues if c.group == "place" and c.last == first - 1}
        listed = place is not None and _PAIR.fullmatch(text, place.end, mention.start) is not None
        if listed or ("in" in before and not before & {"to", "with"}):
            place = mention
        elif _favoured(cues, first) or any(
            _paired(text, mention, other) for other in mentions if other.concept != mention.concept
        ):
            kept.append(replace(mention, kind="noun"))
        elif not traits(language).nouns_capital and _TITLE.match(text, mention.end) and mention.end + 1 not in starts:
            # Such as "Brussels Airport", "Paris Agreement".
            continue
        elif _governs(text, language, words, cues, mention, first, before):
            kept.append(replace(mention, kind="noun"))
    return kept


def _with_another(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether it is paired with an area that is another."""
    return any(_paired(text, mention, other) for other in mentions if other.concept != mention.concept)


def _favoured(cues: Sequence[Cue], first: int) -> bool:
    """True for the capital right behind "in favour of", in whose favour a balance is told."""
    return any(c.group == "relation" and c.name == "surplus" and c.last == first - 1 for c in cues)


def _paired(text: str, one: Mention, other: Mention) -> bool:
    left, right = sorted((one, other), key=lambda m: m.start)
    return _PAIR.fullmatch(text, left.end, right.start) is not None


def _governs(
    text: str,
    language: str,
    words: Sequence[Word],
    cues: Sequence[Cue],
    mention: Mention,
    first: int,
    before: set[str],
) -> bool:
    """True where the words at a capital make it a party: "with Beijing", "exports to Moscow", "Berlin invested"."""
    last = max(i for i, w in enumerate(words) if w.start < mention.end)
    topics = [c for c in cues if c.group == "topic"]
    if "with" in before or (cases.has(language) and cases.side(words[last].form, language) == "with"):
        return True
    if before & {"to", "from", "of", "by"}:
        flows = [c for c in topics if c.name in _FLOWS and 0 < first - c.last <= _REACH]
        if any("," not in text[c.end : mention.start] for c in flows):
            return True
    if traits(language).owner_behind and any(c.last == first - 1 and c.name in _FLOWS for c in topics):
        # Here owners stand behind what they own, with their case only.
        return True
    if cases.has(language) and cases.side(words[last].form, language) in {"of", "to", "from"}:
        return any(0 < c.first - last <= _REACH and c.name in _FLOWS for c in topics)
    if _POSSESSIVE.match(text, mention.end) and traits(language).possessive_s:
        return any(0 < c.first - last - 1 <= 2 and c.name in _FLOWS for c in topics)
    if any(0 <= c.first - last - 1 <= _REACH and c.name in _SURPLUS for c in topics):
        # "That leaves Washington with a surplus".
        return True
    if any(1 < first - c.last <= 2 and c.name in _SURPLUS and "," not in text[c.end : mention.start] for c in topics):
        # "A surplus for Paris".
        return True
    late = "last" in wording.grammar(language).get("verb", ())
    reach = len(words) if late else _REACH
    return _opens(text, words, first) and any(0 <= c.first - last - 1 <= reach and c.name in _ACTS for c in topics)


def _opens(text: str, words: Sequence[Word], first: int) -> bool:
    """True at the head of a sentence or clause, also behind its year ("In 2023, Berlin ...")."""
    before = text[: words[first].start].rstrip()
    return not before or before[-1] in ",;:\u2013\u2014" or (len(before) >= 4 and before[-4:].isdigit())
