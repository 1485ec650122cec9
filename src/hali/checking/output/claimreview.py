"""Findings -> schema.org ClaimReview, the mark-up in which fact-checkers exchange reviews.

Source: https://schema.org/ClaimReview. A finding is a sentence about a number, so there is no numeric rating. Who
answers for the review and when it appeared is said by the reviewer, never guessed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from hali import narrate
from hali.checking.checked import Checked
from hali.checking.output import report
from hali.checking.output.replication import replication
from hali.errors import QuestionError
from hali.model.claim import Finding
from hali.model.links import web_address
from hali.record import readings
from hali.record.store import Record, check_date


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer states about a review.

    Attributes:
        reviewer: name of who answers for it.
        person: whether the reviewer is a person; else an organisation.
        reviewer_url: the reviewer's own page, or "".
        url: page the article appeared on, or "".
        review_url: page the review is published on, or ""; each claim is addressed as in the annotated page.
        reviewed: ISO date the review was published, or "".

    Raises:
        QuestionError: an address that is none, or a date that is none.
    """

    reviewer: str
    person: bool = False
    reviewer_url: str = ""
    url: str = ""
    review_url: str = ""
    reviewed: str = ""

    def __post_init__(self) -> None:
        if not self.reviewer.strip():
            raise QuestionError("a ClaimReview needs the name of its reviewer: add --reviewer NAME")
        for address in (self.reviewer_url, self.url, self.review_url):
            if address and not web_address(address):
                raise QuestionError(f"not a web address: {address!r}; write https://...")
        if self.reviewed:
            check_date(self.reviewed)


def reviews(record: Record, checked: Checked, review: Review, command: str = "") -> dict[str, dict[str, Any]]:
    """One ClaimReview for each claim that could be checked, by the id of the claim, in reading order.

    Args:
        record: what the article was checked against; gives the origins of the numbers.
        checked: the article and its findings.
        review: who reviews it, and where it appeared.
        command: the command that repeats the check, "" if none does.
    """
    return {
        finding.claim.id: _review(record, checked, finding, review, command)
        for finding in checked.findings
        if finding.code != "NOT_CHECKABLE"
    }


def _review(record: Record, checked: Checked, finding: Finding, review: Review, command: str) -> dict[str, Any]:
    claim = finding.claim
    author = {
        "@type": "Person" if review.person else "Organization",
        "name": review.reviewer,
        "url": review.reviewer_url,
    }
    return _stated(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": f"{review.review_url.partition('#')[0]}#claim-{claim.id}" if review.review_url else "",
            "datePublished": review.reviewed,
            "inLanguage": checked.language,
            "author": _stated(author),
            "claimReviewed": " ".join(claim.sentence.split()),
            "itemReviewed": _claim(checked, finding, review),
            "reviewRating": {"@type": "Rating", "alternateName": finding.explanation},
            "reviewBody": " ".join(_body(checked, finding)),
            "citation": _citations(record, finding, checked.language),
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": value}
                for name, value in {"finding": finding.code, **asdict(replication(checked, command))}.items()
                if value
            ],
        }
    )


def _claim(checked: Checked, finding: Finding, review: Review) -> dict[str, Any]:
    claim, article = finding.claim, checked.article
    published = article.published.isoformat() if article.published else ""
    appearance = _stated({"@type": "Article", "url": review.url, "headline": article.title, "datePublished": published})
    return _stated(
        {
            "@type": "Claim",
            "identifier": claim.id,
            "name": " ".join(article.text[claim.start : claim.end].split()),
            "text": " ".join(claim.sentence.split()),
            "inLanguage": claim.language,
            "datePublished": published,
            "appearance": appearance if len(appearance) > 1 else None,
        }
    )


def _body(checked: Checked, finding: Finding) -> list[str]:
    """The explanation with what stands beside it, if anything does: remarks, and sentences that would be true."""
    beside = [*finding.remarks, *report.true_sentences(finding, checked.language)]
    return [finding.explanation, *beside] if beside else []


def _citations(record: Record, finding: Finding, language: str) -> list[dict[str, str]]:
    """The origins of the numbers and events the finding rests on."""
    shown = [finding.default, *finding.front] if finding.default else finding.front
    cells = {cell for one in shown if one for cell in one.reading.cells}
    used = {o.origin for o in readings.observations(record, cells)} if cells else set()
    used |= {event.origin for event in finding.events}
    listed = readings.origins(record, used) if used else {}
    return [
        _stated({"@type": "CreativeWork", "name": narrate.citation(o, language), "url": o.link})
        for o in sorted(listed.values(), key=lambda o: o.id)
    ]


def _stated(properties: dict[str, Any]) -> dict[str, Any]:
    """Only what is known: an empty property would state that there is nothing."""
    return {name: value for name, value in properties.items() if value}
