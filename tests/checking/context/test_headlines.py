"""A number a headline says first has its time and its sides from where the text says it again."""

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text


def headline(text):
    return frames.claims(from_text(text, date(2024, 10, 7)))[0]


@pytest.mark.parametrize(
    "text",
    [
        "Trade with Chile comes to 5 bn dollars\n\nIn 2022 Peru's trade with Chile came to 5 bn dollars.",
        "Der Handel mit Chile erreicht 5 Mrd. Dollar\n\n2022 erreichte der Handel Perus mit Chile 5 Mrd. Dollar.",
    ],
)
def test_a_headline_is_of_the_time_of_its_text(text):
    claim = headline(text)
    assert (claim.period.start, claim.period.stated) == ("2022-01-01", "text")
    assert set(claim.pair) == {"PER", "CHL"}


def test_another_number_or_a_goal_tells_nothing():
    assert (
        headline("Trade with Chile at 5 bn dollars\n\nIn 2022 Peru's trade with Chile was 6 bn dollars.").period is None
    )
    text = "Trade with Chile at 5 bn dollars\n\nPeru plans to raise trade with Chile to 5 bn dollars by 2030."
    assert headline(text).period is None
