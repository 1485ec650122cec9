"""A checked text as the main part of a page: the text with its claims marked, its findings, how they are corrected.

Made in the checking process, so that however long a text is the server only hands it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from urllib.parse import urlencode

from hali import narrate
from hali.checking import annotate
from hali.checking.checked import Checked
from hali.checking.output.text import ATTENTION
from hali.languages import numbers
from hali.languages.marks import ELLIPSIS
from hali.model.claim import Finding
from hali.publish import pages
from hali.publish.annotated import AnnotatedDocument, FindingCard, stretches
from hali.publish.write_annotated import TAGS
from hali.record.store import Record
from hali.web import frame
from hali.web.checking.choices import Choice, area_names, choices, years
from hali.web.checking.questions import Question, Variant

FORMATS = ("html", "pdf", "docx", "csv", "json")
"""Files a checked text can be had as, by suffix; claimreview takes the name of its reviewer first."""


TITLE = 70
"""Letters of a title made of the first words of a text."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a page shows of one finding, beside `FindingCard`.

    Attributes:
        finding: the finding as every output shows it.
        choices: the terms of its claim, each with how it is corrected.
        chance: how often a random figure would be matched, in per cent as printed, or "".
        weak: that share is large.
        corrected: the reader corrected something of it.
    """

    finding: FindingCard
    choices: tuple[Choice, ...]
    chance: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The findings in the order they are listed.

    Attributes:
        problems: ids of those an editor should look at, the most urgent first.
        fine: ids of the others that were judged, in reading order.
        silent: why nothing is said, with the ids, in the order of the first.
    """

    problems: tuple[str, ...]
    fine: tuple[str, ...]
    silent: tuple[tuple[str, tuple[str, ...]], ...]


def fragment(record: Record, checked: Checked, command: str, id: str, variant: Variant, question: Question) -> str:
    """The main part of the page as HTML.

    Args:
        record: what the text was checked against.
        checked: the text and its findings.
        command: the command that writes the annotated file.
        id: of the text.
        variant: how the findings are shown.
        question: the text as asked.
    """
    shown = annotate.document(record, checked, command)
    texts = frame.words(variant.page)
    query = Query(variant)
    return (
        frame.environment()
        .get_template("checking/checked.html")
        .render(
            document=shown,
            labels=dict(shown.labels),
            language=shown.language,
            lang=variant.page,
            w=texts["checking"],
            cards={card.finding.id: card for card in _cards(checked, shown)},
            listed=listed(checked),
            query=query,
            id=id,
            formats=FORMATS,
            variant=variant,
            own_names=frame.OWN_NAMES,
            raw=question.name.lower().endswith((".txt", ".md")),
            question=question,
            title=title(checked),
            areas=area_names(shown.language),
            years=years(date.today().year if not variant.as_of else int(variant.as_of[:4])),  # noqa: DTZ011 - a list to choose from
            as_of_label=narrate.label("as_of", shown.language),
            as_of=numbers.format_date(variant.as_of, shown.language) if variant.as_of else "",
            picture=pages.picture,
            stretches=stretches,
            tags=TAGS,
        )
    )


def title(checked: Checked) -> str:
    """The title of a text, or its first words."""
    return checked.article.title or shorten(checked.article.text, TITLE, placeholder=f" {ELLIPSIS}")


@dataclass(frozen=True, slots=True)
class Query:
    """Addresses of this page with something changed, everything else kept."""

    variant: Variant

    @property
    def here(self) -> str:
        """The query as it is, "" where there is none."""
        return f"?{urlencode(self.variant.parameters)}" if self.variant.parameters else ""

    def __call__(self, **changes: str) -> str:
        """The query with parameters set, or left out where they are empty."""
        kept = dict(self.variant.parameters) | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    def without(self, key: str) -> str:
        """The query without one correction."""
        return "?" + urlencode(self.others(key))

    def others(self, key: str) -> list[tuple[str, str]]:
        """The parameters a form that sets `key` has to keep."""
        return [(name, value) for name, value in self.variant.parameters if name != key]


def listed(checked: Checked) -> Listed:
    """The findings of a text, problems first."""
    problems = sorted(
        (f for f in checked.findings if f.code in ATTENTION and not f.reason),
        key=lambda f: (ATTENTION.index(f.code), f.claim.start),
    )
    urgent = {f.claim.id for f in problems}
    silent: dict[str, list[str]] = {}
    for finding in checked.findings:
        if finding.reason:
            silent.setdefault(narrate.line(finding, checked.language), []).append(finding.claim.id)
    return Listed(
        problems=tuple(f.claim.id for f in problems),
        fine=tuple(f.claim.id for f in checked.findings if not f.reason and f.claim.id not in urgent),
        silent=tuple((reason, tuple(ids)) for reason, ids in silent.items()),
    )


def _cards(checked: Checked, shown: AnnotatedDocument) -> Iterator[Card]:
    corrected: dict[str, dict[str, str]] = {}
    for claim, slot, value in checked.corrections:
        corrected.setdefault(claim, {})[slot] = value
    for finding, card in zip(checked.findings, shown.findings, strict=True):
        own: Mapping[str, str] = corrected.get(card.id, {})
        yield Card(card, choices(finding, shown.language, own), _chance(finding, shown.language), bool(own))


def _chance(finding: Finding, lang: str) -> str:
    """How often a random figure of the claim's form would be matched at the cost the finding needed."""
    rate = finding.chance
    if rate is None and finding.placebo and not finding.reason:
        rate = finding.placebo[max(finding.placebo)]
    return numbers.format_quantity(100 * rate, "PCT", lang, 0) if rate is not None else ""
