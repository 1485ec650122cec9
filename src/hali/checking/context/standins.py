"""Words that stand for an area named before: "the bloc", "the republic", "nchi hiyo".

They mean the one bloc or country the text has named last with nothing beside it to choose from; where two could be
meant, they mean none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from hali.checking.context.board import revised
from hali.checking.context.passage import Passage
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.codelists.areas import Mention

_BLOCS = frozenset({"bloc", "moving"})


def resolved(passages: Sequence[Passage], before: Sequence[Iterable[str]]) -> list[Passage]:
    """The sentences of a block, with the areas that stand-ins in them mean.

    Args:
        passages: sentences of a block, in order.
        before: areas named in each block before it.
    """
    found: list[Passage] = []
    for one in passages:
        cues = one.having("standin")
        now = one
        if cues:
            said = [*before, *([m.concept for m in each.mentions] for each in found)]
            stand = tuple(
                Mention(_start(one, cue), cue.end, concept, None, "noun")
                for cue in cues
                if not _named(one, cue) and (concept := _meant(one, cue, said))
            )
            now = revised(one, standins=stand) if stand else one
        found.append(now)
    return found


def _start(passage: Passage, cue: Cue) -> int:
    """Where the noun begins, behind its article: what stands before that tells its part ("du pays")."""
    small = {c.first for c in passage.having("place") if c.first == c.last}
    return next(
        (passage.words[i].start for i in range(cue.first, cue.last) if i not in small), passage.words[cue.last].start
    )


def _named(passage: Passage, cue: Cue) -> bool:
    """True where the words are part of a name or go on with one: "the Republic of Kazakhstan"."""
    last = cue.last
    if any(m.start < cue.start < m.end or m.start < cue.end < m.end for m in passage.mentions):
        return True
    of = any(c.name == "of" and c.first == last + 1 for c in passage.having("place"))
    until = passage.words[min(last + (3 if of else 1), len(passage.words) - 1)].start
    return any(passage.words[last].end <= m.start <= until for m in passage.mentions)


def _meant(passage: Passage, cue: Cue, before: Sequence[Iterable[str]]) -> str | None:
    """The only area of a kind in the nearest block or sentence that names one, apart from those beside the words.

    "The Central Asian country" is one of that region, and may stand in the same sentence. "This country" is the one
    its sentence has just named, if it names one.
    """
    if cue.name == "schengen":
        return "SCHENGEN"
    just = [m.concept for m in passage.mentions if m.end <= cue.start and _is(m.concept, "country")]
    if cue.name == "this_country" and just:
        return just[-1]
    here = {m.concept for m in passage.mentions}
    region = next((m.concept for m in passage.mentions if cue.start <= m.start < cue.end), None)
    members = areas.members(areas.concept_codes(region)[0], date.max) if region else frozenset()
    for concepts in [here, *reversed(before)] if members else reversed(before):
        fitting = {c for c in concepts if c in members} if members else {c for c in concepts if _is(c, cue.name)} - here
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return None


def _is(concept: str, name: str) -> bool:
    kind = areas.concept_kind(concept)
    return kind in _BLOCS if name == "bloc" else kind == "country"
