"""The two areas of an address of feeds and embeds."""

from __future__ import annotations

from hali.errors import QuestionError, UnknownCode
from hali.web import areas, frame
from hali.web.areas import Ambiguous, Side


def read(typed: str, day: str) -> Side:
    """The area a part of a path means; a name of several areas is an error that lists them.

    Raises:
        UnknownCode: none, or several.
    """
    try:
        return areas.read(typed, day)
    except Ambiguous as several:
        raise UnknownCode("area", typed, several.codes) from None


def pair(a: str, b: str, day: str, lang: str) -> tuple[Side, Side]:
    """The two areas of a path.

    Args:
        a: the first as it stands there.
        b: the second.
        day: ISO day on which blocs have the members they are read with.
        lang: language of an error.

    Raises:
        UnknownCode: one of them is none, or several.
        QuestionError: they are the same.
    """
    first, second = read(a, day), read(b, day)
    if first.code == second.code:
        raise QuestionError(frame.words(lang)["frame"]["same_area"])
    return first, second
