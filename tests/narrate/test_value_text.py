"""A number in explanations: its sign where the language has it."""

from __future__ import annotations

import pytest

from hali import narrate


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "\u2212US$279.1 billion"),
        ("sw", "dola za Marekani bilioni \u2212279.1"),
        ("ru", "\u2212279,1 миллиарда долларов США"),
        ("kk", "\u2212279,1 миллиард АҚШ доллары"),
    ],
)
def test_a_minus_stands_before_the_number_not_before_the_words(lang: str, text: str) -> None:
    assert narrate.value_text(-279.1e9, "USD", lang).replace("\u00a0", " ") == text
