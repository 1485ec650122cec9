"""Persons: the words "we", "they" and "you" of a sentence, and whom they mean in a text on two countries."""

from __future__ import annotations

from dataclasses import dataclass

from hali.checking.context.passage import Passage
from hali.checking.wording import Cue
from hali.codelists import areas

FLOWS = frozenset({"export", "import", "trade"})
"""Topics of which each country has its own: "our exports"."""
TOWARDS = frozenset({"to", "from", "with"})
"""Markers of an area that something goes to or comes from, or is shared with."""
PLACED = frozenset({"fdi", "invested", "company", "resident", "born"})
"""Topics of what has come from elsewhere: "German firms here"."""
BESIDE = 2
"""Words between "our" and what is ours."""
CLOSE = 12
"""Characters between a word for persons and the name it is joined to: "we in Kenya"."""
NEIGHBOUR = "neighbour"
"""Who is called the neighbour, which needs no "we"."""
SOLD = "sold"
"""First word of the roles of a word for two persons: "walituuzia"."""
_OPENING, _CLOSING = "\u00ab\u201c\u201e", "\u00bb\u201d"
"""Quotation marks: whoever speaks between them may be of another country than the text."""
_QUOTES = _OPENING + _CLOSING + '"'
_STATES = frozenset({"country", "bloc", "moving", "group", "printed"})
_EUROPE = "EUROPE"
_PARTIES = frozenset({"", "to", "from"})
_SKIP = "other"
"""Role of words that mean a part of the people: "some of them"."""


@dataclass(frozen=True, slots=True)
class Two:
    """The two countries of a text by its persons.

    Attributes:
        we: the one that "we" are.
        they: the other.
        sure: whether the text says so itself, and not only its language.
    """

    we: str
    they: str
    sure: bool


def state(concept: str) -> str:
    """The area a text may be on, "" for the world and the like; Europe is the EU."""
    return ("EU" if concept == _EUROPE else concept) if areas.concept_kind(concept) in _STATES else ""


def person(cue: Cue) -> tuple[str, str]:
    """Who a cue means and in which part: `we_to` is "to us"; the part of a bare word is "".

    >>> from hali.checking.wording import Cue
    >>> person(Cue("person", "they_from", 0, 4, 0, 0))
    ('they', 'from')
    """
    who, _, role = cue.name.partition("_")
    return who, role


def speaks(cue: Cue, who: str) -> bool:
    """Whether a cue means such a person, alone or in one word with another ("walituuzia")."""
    return who in cue.name.split("_")


def cues(one: Passage, who: str = "") -> list[Cue]:
    """The persons of a sentence, the longest of those at one place, but those of a quotation or of capitals ("US").

    Args:
        one: the sentence.
        who: `neighbour` for those who are called so, else the persons.
    """
    found = [c for c in one.scanned if c.group == "person" and (person(c)[0] == NEIGHBOUR) == (who == NEIGHBOUR)]
    found = [cue for cue in found if not any(_holds(other, cue) for other in found) and person(cue)[1] != _SKIP]
    return [cue for cue in found if not _quoted(one.text, cue.start) and not _capitals(one, cue)]


def _holds(longer: Cue, cue: Cue) -> bool:
    """Whether a cue stands inside a longer one: "uns" in "bei uns"."""
    return longer.first <= cue.first and cue.last <= longer.last and longer.end - longer.start > cue.end - cue.start


def _capitals(one: Passage, cue: Cue) -> bool:
    return any(one.words[at].capitals and len(one.words[at].text) > 1 for at in range(cue.first, cue.last + 1))


def _quoted(text: str, at: int) -> bool:
    """Whether an offset stands inside a quotation."""
    before = text[:at]
    opened = max(before.rfind(sign) for sign in _OPENING)
    return opened > max(before.rfind(sign) for sign in _CLOSING) or before.count('"') % 2 == 1


def speaker(two: Two | None, home: str | None, here: Passage) -> str | None:
    """The country of "we" in a sentence: what the text tells, but of what is quoted that of its language at most.

    Args:
        two: who "we" and "they" are, or None.
        home: the country of its language, or None.
        here: the sentence.
    """
    if two is None or not two.sure:
        return home
    if any(sign in here.text for sign in _QUOTES):
        return home if home == two.we else None
    return two.we


def unknown(here: Passage) -> bool:
    """Whether a sentence tells of "them" or "you", and nobody knows whom that means."""
    known = {mention.start for mention in here.standins}
    return any(not speaks(cue, "we") and cue.start not in known and person(cue)[1] in _PARTIES for cue in cues(here))
