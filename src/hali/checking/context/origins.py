"""Where goods and people come from by the word beside them: "Kazakh crude", "l'uranium kazakh", "Uzbek students".

An area that stands right at what is moved is its origin, not the one who moves it: in "Germany received Kazakh crude"
the importer is Germany. Beside the word for a purchase it is the buyer again: "German oil imports".
"""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking.context import cases, rules
from hali.checking.context.overtaking import in_accusative
from hali.checking.context.passage import Passage
from hali.checking.context.sides import Side
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.languages import traits
from hali.languages.morphology import ending, tables

_PEOPLE = ("student", "tourist", "resident", "refugee", "asylum")
_BETWEEN = 1
"""Words that may part an adjective from its noun ("Kazakh natural uranium")."""
_SUPPLY = 3
"""Words from an owner to its supply."""
_OF = 2
"""Words that may part a noun from the area behind it ("oil of the Republic of ...")."""


def of(passage: Passage, near: Sequence[Side]) -> list[Side]:
    """The areas that stand at goods or people as their origin."""
    # "Residents of Australia born in India" are not from Australia.
    people = [one for one in _PEOPLE if one != "resident"] if passage.having("topic", "born") else _PEOPLE
    nouns = passage.having("topic", "goods", *rules.names("product"), *people)
    if traits(passage.language).cases_decide:
        # "Who visited Iran" are not from there; of what the EU is supplied with, by another, it is no source.
        near = [side for side in near if not in_accusative(passage, side) and not _supplied(passage, side, near)]
    return [side for side in near if _counted(passage, side) or any(_from(passage, side, noun) for noun in nouns)]


def _supplied(passage: Passage, side: Side, near: Sequence[Side]) -> bool:
    """True for who owns a supply that somebody else gives: "of the EU's uranium supply Chad provides a third" (tr)."""
    given = any(not other.markers for other in near) and "of" in side.markers and "adjective" not in side.markers
    supplies = passage.having("topic", "supply")
    return given and any(0 < cue.first - side.last <= _SUPPLY for cue in supplies)


def birthplaces(passage: Passage, near: Sequence[Side]) -> list[Side]:
    """The countries people were born in: "born in Chad", "in Serbien geboren", "kamen in Estland zur Welt"."""
    countries = [side for side in near if "adjective" not in side.markers and side.mention.kind != "adjective"]
    found = []
    for born in passage.having("topic", "born"):
        lives = passage.having("topic", "live", low=born.end)
        inside = [s for s in countries if born.first < s.first and s.last < born.last]
        behind = inside or [s for s in countries if 0 <= s.first - born.last - 1 <= _OF]
        # "In Chad Geborene lebten 2020 bei uns": where they live is not where they were born.
        behind = [s for s in behind if not any(c.last < s.first for c in lives)]
        before = [s for s in countries if 0 <= born.first - s.last - 1 <= _BETWEEN]
        found += behind[:1] or before[-1:]
    return found


def _counted(passage: Passage, side: Side) -> bool:
    """True for people told by where they are from: "3,839 Georgians were enrolled in Germany"."""
    if not passage.named("topic") & set(_PEOPLE):
        return False
    if _are_people(passage, side):
        return True
    return any(q.unit == "count" and not q.noun and side.mention.start - q.end == 1 for q in passage.quantities)


def _are_people(passage: Passage, side: Side) -> bool:
    """True for a people in the plural, where cases say all: "the number of the Iraqis who visited Iran" (tr)."""
    if side.mention.kind != "adjective" or not traits(passage.language).cases_decide:
        return False
    plurals = tables(passage.language).get("plurals", ())
    forms = tuple(p + e for p in plurals for e in ("", *ending("genitive", passage.language)))
    return passage.words[side.last].form.endswith(forms)


def _from(passage: Passage, side: Side, noun: Cue) -> bool:
    flows = passage.having("topic", "import", "buy")
    wants = (*(f for f in flows if f.name == "import"), *passage.having("context", "needs"))
    if any(noun.first <= want.first <= noun.last + 1 for want in wants):
        # "German oil imports", "the EU's uranium needs".
        return False
    before, after = noun.first - side.last - 1, side.first - noun.last - 1
    if "adjective" in side.markers:
        gap = after if traits(passage.language).adjective_behind else before
        return 0 <= gap <= _BETWEEN
    if side.markers - {"of", "joined"}:
        return False
    if "of" in side.markers and 0 <= after <= _OF:
        # "Imports of oil of the EU" leaves open whose oil it is.
        return not any(f.last < noun.first <= f.last + _OF + 1 for f in (*flows, *wants))
    # Where cases say all, a bare name is of the noun right behind it only: "France, Algerian citizens' visas" (tr).
    between = 0 if traits(passage.language).cases_decide and not side.markers else _BETWEEN
    return 0 <= before <= between and _owns(passage, side)


def _owns(passage: Passage, side: Side) -> bool:
    """True for an area before the noun it owns: "Kazakhstan's oil", "Russlands Gas"."""
    if "of" in side.markers:
        return True
    if cases.has(passage.language):
        return True
    named = passage.text[side.mention.start : side.mention.end]
    genitive = traits(passage.language).genitive_s and named.endswith("s")
    return genitive and named != areas.name(side.concept, passage.language)
