"""Where a sentence stands in its text: what is around it, above it, and fixed before it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from hali.checking.article import Article
from hali.checking.context.discourse import Discourse
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage
from hali.checking.context.persons import Two
from hali.checking.context.whose import Pair
from hali.model.claim import Claim, Kind

Span = tuple[int, int]

REACH = 100
"""Sentences of its paragraph that are looked at on each side of one: no paragraph that people write has as many."""


@dataclass(slots=True)
class Place:
    """Where a sentence stands: its block and what stands around and above it.

    Attributes:
        article: the text.
        pair: areas the reader named, or None.
        about: the two areas the whole article is about, or None.
        union: the article names the EU; "European companies" are then the EU's, and the Europe of a title is the EU.
        block: index of the block.
        passages: sentences of the block.
        at: index of the sentence among them.
        label, heading, title: what stands above, or None.
        discourse: what the text has fixed so far.
        previous: link of the last quantity of the sentence before.
        main: the one area that clearly most sentences of the article name, or None.
        asked: the one area a question right before the block names ("And Croatia?"), or None.
        two: who "we" and "they" are, or None.
        home: the one country the article names in which "we" writes its language, or None.
        roles: reporter and partner last settled in the block for a measure of a whole.
    """

    article: Article
    pair: Pair | None
    about: Pair | None
    union: bool
    block: int
    passages: list[Passage]
    at: int
    label: Passage | None
    heading: Passage | None
    title: Passage | None
    discourse: Discourse
    previous: Link | None = None
    roles: Pair | None = None
    main: str | None = None
    home: str | None = None
    asked: str | None = None
    two: Two | None = None

    @property
    def here(self) -> Passage:
        """The sentence itself."""
        return self.passages[self.at]

    @property
    def before(self) -> list[Passage]:
        """The sentences of the block before it, in order, as far as REACH."""
        return self.passages[max(0, self.at - REACH) : self.at]

    @property
    def after(self) -> list[Passage]:
        """The sentences of the block after it, in order, as far as REACH."""
        return self.passages[self.at + 1 : self.at + 1 + REACH]

    @property
    def around(self) -> list[Passage]:
        """Both, the nearest first, of two alike the one before."""
        return [one for two in zip_longest(reversed(self.before), self.after) for one in two if one is not None]

    def above(self) -> list[tuple[str, Passage]]:
        """Label, heading and title, as far as there are any."""
        named = (("label", self.label), ("heading", self.heading), ("title", self.title))
        return [(name, one) for name, one in named if one is not None and one is not self.here]

    def claim(self, kind: Kind, start: int, end: int, **slots: Any) -> Claim:
        """A claim that stands at start..end of the sentence, of which nothing is known but these slots."""
        here = self.here
        return Claim(
            id="",
            kind=kind,
            start=here.start + start,
            end=here.start + end,
            sentence=self.article.text[here.start : here.start + len(here.text)],
            sentence_start=here.start,
            language=here.language,
            block=self.block,
            **slots,
        )
