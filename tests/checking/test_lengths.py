"""Long texts: the findings of the whole are those of its parts, and the work grows no faster than the text."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile

import pytest

from hali import api
from hali.checking import article as articles
from hali.checking import frames
from hali.checking.annotate import document
from hali.checking.context.place import REACH
from hali.checking.intake import segment

PARTS = (
    "In 2021 the EU accounted for 40 % of Kazakhstan's foreign trade.",
    "In 2022 the EU accounted for 30 % of Kazakhstan's foreign trade.",
    "In 2019 exports of Kazakhstan to Uzbekistan were worth 2 billion US dollars.",
)
"""Sentences that say all there is to say: nothing carries over from one to the next."""


def told(text: str) -> list[tuple[object, ...]]:
    """What is found, apart from where."""
    checked = api.check(text)
    return [(f.code, f.reason, f.default and f.default.reading.id, f.claim.sentence) for f in checked.findings]


def test_findings_of_a_long_text_are_those_of_its_parts() -> None:
    own = [one for part in PARTS for one in told(part)]
    assert len(own) == len(PARTS)
    assert len({one[0] for one in own}) > 1
    for between in ("\n\n", " "):
        assert told(between.join(PARTS * 15)) == own * 15


def test_every_finding_of_a_long_text_stands_in_its_block() -> None:
    checked = api.check("\n\n".join(PARTS * 10))
    page = document(api.open_record(), checked)
    assert [[span.finding for span in block.spans] for block in page.blocks] == [[f"c{n}"] for n in range(1, 31)]


def test_a_long_sentence_is_read_in_parts_that_lose_nothing() -> None:
    text = "In 2021 trade was 5 billion euros, " * 400
    spans = list(segment.sentences(text, 0, len(text), "en"))
    assert max(end - start for start, end in spans) <= segment.LONGEST
    assert all(text[start:end].endswith(",") for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
    short = text[: segment.LONGEST].rstrip()
    assert list(segment.sentences(short, 0, len(short), "en")) == [(0, len(short))]


def test_a_word_is_never_taken_apart() -> None:
    text = "9" * 5_000 + " " + "1,1" * 5_000 + " 7 billion euros"
    spans = list(segment.sentences(text, 0, len(text), "en"))
    assert [text[start:end] for start, end in spans] == ["9" * 5_000, "1,1" * 5_000, "7 billion euros"]


def test_the_other_sentences_of_a_paragraph_are_looked_at_from_the_nearest_on() -> None:
    text = " ".join(f"Trade was {n} million euros." for n in range(1, 3 * REACH))
    (block,) = articles.from_text(text).blocks
    found = [frames.passage.read(articles.from_text(text), 0, sentence) for sentence in block.sentences]
    place = frames.Place(articles.from_text(text), None, None, False, 0, found, REACH + 50, None, None, None, None)  # type: ignore[arg-type]
    assert [one.start for one in place.around[:3]] == [found[REACH + at].start for at in (49, 51, 48)]
    assert len(place.around) == 2 * REACH
    assert place.before[-1] is found[REACH + 49]


def calls(work: Callable[[], object]) -> int:
    """How many Python functions are called: what a machine does, however busy it is."""
    counter = Profile(builtins=False)
    counter.runcall(work)
    return sum(one.callcount for one in counter.getstats())


SHAPES: dict[str, Callable[[int], str]] = {
    "numbers": lambda n: " ".join(str(k % 97) for k in range(10 * n)),
    "brackets": lambda n: "[(" * (10 * n) + "5 %" + ")]" * (10 * n),
    "one letter": lambda n: "a" * (100 * n),
    "areas": lambda n: "Kazakhstan, Germany, France, " * n,
    "headings": lambda n: "\n\n".join(f"Trade of {k} million euros" for k in range(n)),
}
DENSE: dict[str, Callable[[int], str]] = {
    "one sentence": lambda n: "In 2021 trade was " + ", ".join(f"up {k} % on 2020" for k in range(n)),
    "marks of direction": lambda n: "\u202e5\u2066 % \u0007of\u2069 it " * n,
    "paragraphs": lambda n: "\n\n".join(f"In 2021 trade was {k} million euros." for k in range(n)),
    "one paragraph": lambda n: " ".join(f"In 2021 trade was {k} million euros." for k in range(n)),
    "no area": lambda n: " ".join(f"Exports to the bloc rose by {k} %." for k in range(n)),
}


def growth(make: Callable[[int], str], small: int) -> float:
    """How many times the work of a text four times as long is."""

    def read(n: int) -> int:
        return calls(lambda: frames.claims(articles.from_text(make(n))))

    read(10)
    # the short one first: of what is kept at hand of the long one it would be nearly all
    fewer = read(small)
    return read(4 * small) / fewer


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_no_faster_than_the_text(shape: str) -> None:
    assert growth(SHAPES[shape], 60) < 6


@pytest.mark.slow
@pytest.mark.parametrize("shape", DENSE)
def test_work_grows_no_faster_than_the_claims(shape: str) -> None:
    assert growth(DENSE[shape], 2 * REACH) < 6
