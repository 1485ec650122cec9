"""What a bound is borne out by: a figure near it, not just any on its side."""

from __future__ import annotations

import pytest

import hali


@pytest.mark.parametrize(
    ("said", "confirmed"), [("at most 310 million", True), ("at most 900 million", False), ("at most 3 billion", False)]
)
def test_a_bound_is_confirmed_by_a_figure_near_it(record, said: str, confirmed: bool) -> None:
    text = f"In 2023 Uzbekistan's trade surplus with Kyrgyzstan was {said} dollars by Uzbekistan's own statistics."
    [finding] = hali.check(text, published="2024-06-01", record=record).findings
    assert (finding.code == "REPRODUCED") is confirmed


def test_gases_that_others_count_otherwise_are_not_refuted(record) -> None:
    text = "Brazil emitted 1.9 billion tonnes of greenhouse gases in 2023."
    [finding] = hali.check(text, published="2025-06-01", record=record).findings
    assert finding.code == "OUTSIDE_THE_RECORD"
