"""Organisations whose members are states, as they stood when they were listed; no bloc of which anything is summed.

Lists of the World Factbook as of its closing (February 2026), own names in every language. What a list leaves out
proves nothing: some are not complete. The European Union is named where it is a member in its own right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hali.codelists.files import rows
from hali.errors import UnknownCode
from hali.languages import CODES
from hali.languages.folder import texts


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation.

    Attributes:
        id: `ORG:WTO`.
        members: concepts of its members, `KAZ`, `EU`.
        names: language -> name.
        listed: month of the list.
    """

    id: str
    members: frozenset[str]
    names: dict[str, str]
    listed: str


@cache
def organisations() -> dict[str, Organisation]:
    """All, by id, in the order of the file: the narrower ones first."""
    return {
        row["id"]: Organisation(
            row["id"],
            frozenset(row["members"].split()),
            {lang: texts(lang, "organisations.csv", "id").get(row["id"], row["id"]) for lang in CODES},
            row["listed"],
        )
        for row in rows("organisations.csv")
    }


def joint(one: str, other: str, day: str) -> tuple[str, ...]:
    """Ids of the organisations of which two concepts are members, by the lists known on an ISO day."""
    return tuple(org.id for org in organisations().values() if org.listed <= day and {one, other} <= org.members)


def name(id_: str, lang: str) -> str:
    """Name of an organisation.

    Raises:
        UnknownCode: no such organisation.
    """
    if id_ not in organisations():
        raise UnknownCode("organisation", id_, tuple(organisations()))
    return organisations()[id_].names[lang]
