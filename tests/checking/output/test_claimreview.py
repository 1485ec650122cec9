"""ClaimReview: what schema.org and fact-checkers ask for, nothing that nobody said."""

from __future__ import annotations

import pytest

from hali import api
from hali.checking.output import claimreview
from hali.checking.output.claimreview import Review
from hali.errors import QuestionError

TEXT = (
    "In 2021 the EU made up 45 % of Kazakhstan's  foreign trade. The EPCA entered into force in March 2020. "
    "Kazakhstan plans to double its exports to the EU to 90 billion euro by 2040."
)
FULL = Review(
    "The Desk",
    person=False,
    reviewer_url="https://desk.example",
    url="https://paper.example/article",
    review_url="https://desk.example/review#top",
    reviewed="2024-02-01",
)


@pytest.fixture(scope="module")
def checked(record):
    return api.check(TEXT, published="2023-05-01", record=record)


@pytest.fixture(scope="module")
def found(record, checked):
    return claimreview.reviews(record, checked, FULL, "hali check a.txt")


def test_what_cannot_be_checked_is_left_out(checked, found):
    codes = {f.claim.id: f.code for f in checked.findings}
    assert "NOT_CHECKABLE" in codes.values()
    assert list(found) == [id_ for id_, code in codes.items() if code != "NOT_CHECKABLE"]


def test_review_of_a_claim(checked, found):
    review = found["c1"]
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["author"] == {"@type": "Organization", "name": "The Desk", "url": "https://desk.example"}
    assert review["datePublished"] == "2024-02-01"
    # the anchor of the claim's finding in the annotated page
    assert review["url"] == "https://desk.example/review#claim-c1"
    assert review["claimReviewed"] == "In 2021 the EU made up 45 % of Kazakhstan's foreign trade."
    claim = review["itemReviewed"]
    assert (claim["@type"], claim["name"], claim["datePublished"]) == ("Claim", "45 %", "2023-05-01")
    assert claim["appearance"]["url"] == "https://paper.example/article"
    rating = review["reviewRating"]
    assert rating == {"@type": "Rating", "alternateName": checked.findings[0].explanation}


def test_sources_of_the_finding_are_cited(found):
    assert found["c1"]["citation"]
    for cited in (cited for review in found.values() for cited in review["citation"]):
        assert cited["name"]
        assert cited["url"].startswith("http")


def test_review_says_how_to_repeat_it(record, found):
    stated = {one["propertyID"]: one["value"] for one in found["c1"]["identifier"]}
    assert stated["command"] == "hali check a.txt"
    assert stated["record"] == record.id
    assert {"finding", "grid", "tolerance", "lexicon"} < set(stated)


def test_nothing_is_stated_that_nobody_said(record):
    undated = api.check(TEXT, record=record)
    review = claimreview.reviews(record, undated, Review("A. Reader", person=True))["c1"]
    assert review["author"] == {"@type": "Person", "name": "A. Reader"}
    assert not {"url", "datePublished"} & set(review)
    assert "datePublished" not in review["itemReviewed"]
    assert "url" not in review["itemReviewed"].get("appearance", {})
    assert not {"ratingValue", "bestRating", "worstRating"} & set(review["reviewRating"])


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"reviewer": " "}, "--reviewer NAME"),
        ({"reviewer": "D", "url": "paper.example"}, "not a web address"),
        ({"reviewer": "D", "review_url": "javascript:alert(1)"}, "not a web address"),
        ({"reviewer": "D", "reviewer_url": "https://[half"}, "not a web address"),
        ({"reviewer": "D", "reviewed": "yesterday"}, "YYYY-MM-DD"),
    ],
)
def test_wrong_statements_are_refused(stated, words):
    with pytest.raises(QuestionError, match=words):
        Review(**stated)
