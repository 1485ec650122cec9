"""Settings: how every article of a batch is checked and written, and the command that does the same again."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from hali.checking.output.claimreview import Review
from hali.errors import QuestionError

PAGES = ("html", "claimreview")
"""Formats of which each article makes files of its own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How an article is checked, see `api.check`, and in which format its findings are written.

    Attributes:
        pair: the two partners the text is about, as typed, or None.
        published: ISO date the text appeared, or "".
        as_of: ISO date to see the record as of, or "".
        lang: language of the explanations; "" = that of each text.
        format: text, json, csv, html or claimreview.
        review: what the reviewer states; needed for, and only used by, claimreview.
        corrections: what the reader says the claims of one article mean, see `corrections`.
        url: page the article appeared on, or "".
        verbose: text with all details.
        trace: with the decisions that made each claim, in text and json.
        colours: findings of a text stand out in colour.
    """

    pair: tuple[str, str] | None = None
    published: str = ""
    as_of: str = ""
    lang: str = ""
    format: str = "text"
    review: Review | None = None
    corrections: tuple[str, ...] = ()
    url: str = ""
    verbose: bool = False
    trace: bool = False
    colours: bool = False

    @property
    def page(self) -> str:
        """The page the article appeared on, or ""."""
        return self.url or (self.review.url if self.review else "")

    def command(self, *files: str) -> str:
        """The shell command that checks `files` alike and prints the same bytes."""
        words = ["hali", "check"]
        words += [f"./{file}" if file.startswith("-") and file != "-" else file for file in files]
        words += ["--pair", *self.pair] if self.pair else []
        for option, value, default in (
            ("--published", self.published, ""),
            ("--as-of", self.as_of, ""),
            ("--lang", self.lang, ""),
            ("--format", self.format, "text"),
            ("--url", self.page, ""),
        ):
            words += [option, value] if value != default else []
        words += [word for one in self.corrections for word in ("--set", one)]
        words += ["--verbose"] if self.verbose else []
        words += ["--trace"] if self.trace else []
        return shlex.join(words + self._reviewed())

    def _reviewed(self) -> list[str]:
        review = self.review
        if review is None:
            return []
        stated = (
            ("--reviewer", review.reviewer),
            ("--reviewer-kind", "person" if review.person else ""),
            ("--reviewer-url", review.reviewer_url),
            ("--review-url", review.review_url),
            ("--reviewed", review.reviewed),
        )
        return [word for option, value in stated if value for word in (option, value)]

    def reviewer(self) -> Review:
        """What the reviewer states; raises QuestionError if nobody does."""
        if self.review is None:
            raise QuestionError("a ClaimReview needs the name of its reviewer: add --reviewer NAME")
        return self.review
