"""Agreement in roll calls: hand-made cases, bounds, symmetry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.errors import QuestionError
from hali.methods.alignment import agreement, choices, majority

VOTES = st.lists(st.sampled_from(["Y", "A", "N", ""]), min_size=1, max_size=40)


def test_hand_made_case() -> None:
    """Ten roll calls; one side is absent from two: five alike, two an abstention apart, one opposed."""
    one = choices(["Y", "Y", "N", "A", "Y", "A", "Y", "N", "", "Y"])
    other = choices(["Y", "Y", "N", "A", "Y", "Y", "A", "Y", "Y", ""])
    found = agreement(one, other)
    assert found.calls == 8
    assert found.identical == pytest.approx(100 * 5 / 8)
    assert found.half == pytest.approx(100 * (5 + 2 / 2) / 8)
    assert found.yes_no == pytest.approx(100 * 4 / 5)
    # shares yes, abstained, no: 4/8 2/8 2/8 and 5/8 2/8 1/8
    expected = (4 * 5 + 2 * 2 + 2 * 1) / 64
    assert found.kappa == pytest.approx((5 / 8 - expected) / (1 - expected))


def test_a_bloc_takes_the_choice_of_most_of_its_members() -> None:
    members = [choices(["Y", "Y", "A", ""]), choices(["Y", "N", "A", ""]), choices(["N", "", "N", ""])]
    position = majority(members)
    assert position.tolist() == [
        [True, False, False],
        [True, False, True],  # one yes, one no: a tie
        [False, True, False],
        [False, False, False],  # nobody voted
    ]


def test_a_tie_agrees_with_each_of_its_choices_or_with_none() -> None:
    bloc = majority([choices(["Y", "Y"]), choices(["Y", "A"])])
    found = agreement(bloc, choices(["Y", "A"]))
    assert (found.identical, found.ties_apart) == (100.0, 50.0)


def test_a_divided_bloc_counts_for_its_choices_in_equal_parts() -> None:
    """Four roll calls; in the second the bloc is divided between yes and abstained, in the last it is opposed."""
    bloc = majority([choices(["Y", "Y", "N", "A"]), choices(["Y", "A", "N", "A"])])
    found = agreement(bloc, choices(["Y", "A", "N", "Y"]))
    assert found.identical == 75.0
    # shares yes, abstained, no: 1.5/4 1.5/4 1/4 and 2/4 1/4 1/4
    expected = (1.5 * 2 + 1.5 * 1 + 1 * 1) / 16
    assert found.kappa == pytest.approx((3 / 4 - expected) / (1 - expected))
    assert found.half == pytest.approx(100 * (3 + 1 / 2) / 4)


def test_no_common_roll_call_is_a_question_without_an_answer() -> None:
    with pytest.raises(QuestionError, match="no roll call"):
        agreement(choices(["Y", ""]), choices(["", "N"]))


def test_another_letter_is_refused() -> None:
    with pytest.raises(QuestionError, match="accepted are Y, A, N"):
        choices(["X"])


@given(VOTES, st.data())
def test_symmetry_and_bounds(votes: list[str], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.sampled_from(["Y", "A", "N"]), min_size=len(votes), max_size=len(votes)))
    one, two = choices(votes), choices(other)
    if not one.any():
        return
    found = agreement(one, two)
    back = agreement(two, one)
    assert (found.identical, found.half, found.yes_no) == (back.identical, back.half, back.yes_no)
    assert 0 <= found.ties_apart <= found.identical <= found.half <= 100
    assert found.kappa is None or found.kappa <= 1 + 1e-12
    assert agreement(one, one).identical == 100


@given(st.lists(st.sampled_from(["Y", "A", "N"]), min_size=1, max_size=30))
def test_a_bloc_of_one_is_its_member(votes: list[str]) -> None:
    assert np.array_equal(majority([choices(votes)]), choices(votes))
