"""So much a head, a day or a barrel is a rate: the words for it stand near the number, and no other between."""

from __future__ import annotations

import pytest

from hali.checking import article
from hali.checking.context import beside, passage


def found(text: str, at: int, kind: str) -> bool:
    read = article.from_text(text)
    return kind in beside.of(passage.read(read, 0, read.blocks[0].sentences[0]), at).rates


@pytest.mark.parametrize(
    ("text", "at", "kind", "rate"),
    [
        ("Kenya's trade with Peru was 60 dollars per head in 2022.", 0, "per_head", True),
        ("Kenya's trade with Peru was 3 bn dollars or 60 dollars per head.", 0, "per_head", False),
        ("Kenya's trade with Peru was 3 bn dollars or 60 dollars per head.", 1, "per_head", True),
        ("In 2022 Kenya sold 20 tonnes of tea a week to Peru.", 0, "per_time", True),
        ("In 2022 there were 20 flights a week between Kenya and Peru.", 0, "per_time", False),
        (
            "Kenya's trade with Peru was 3 bn dollars, as a man in Nairobi told all who had come to hear it, per head.",
            0,
            "per_head",
            False,
        ),
    ],
)
def test_a_rate_is_told_beside_its_number(text, at, kind, rate):
    assert found(text, at, kind) is rate
