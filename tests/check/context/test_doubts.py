"""Which claims the words fix beyond doubt, so that they may be refuted."""

from __future__ import annotations

from datetime import date

import pytest

from hali.check import article, frames


def doubts(text):
    return frames.claims(article.from_text(text, published=date(2024, 6, 1)))[-1].doubts


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan's exports to China were 12 billion dollars in 2022.",
        "In 2022 Kazakhstan's exports to China grew by 12 % compared with 2021.",
        "Trade between Kazakhstan and China grew in 2022. Exports of Kazakhstan to China were 12 billion dollars.",
    ],
)
def test_what_the_sentence_or_the_one_value_before_it_fixes_is_certain(text):
    assert doubts(text) == ()


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Kazakhstan's exports to China were 12 billion dollars.", "period"),
        ("In 2020 little changed, in 2022 much did. Kazakhstan's exports to China were 12 billion dollars.", "period"),
        ("In 2022 trade with China was 12 billion dollars. Kyrgyzstan watched.", "areas"),
        ("In 2022 Kazakhstan's exports to China grew. Then they fell by 2.8 %.", "base"),
    ],
)
def test_what_could_be_another_is_in_doubt(text, slot):
    assert slot in doubts(text)
