"""Agreement in roll calls: how often two sides made the same choice, by five definitions.

A side's choices are a boolean array of one row per roll call and three columns (yes, abstained, no). A country that
voted has one true column, one that did not has none. The position of a bloc is the choice most of its voting members
made; where two or three choices are equally frequent the bloc holds each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHOICES = "YAN"
"""The three choices in the order of the columns: yes, abstained, no."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two sides over the roll calls in which both hold a position.

    Attributes:
        calls: number of these roll calls.
        identical: 100 x roll calls with the same choice / calls, %; a divided bloc agrees with each of the choices
            that are equally frequent.
        ties_apart: the same, but a divided bloc agrees with nobody, %.
        half: 100 x (same choice + half of those in which one side abstained and the other did not) / calls, %.
        yes_no: 100 x same choice / roll calls in which neither side abstained, %; None where there is none.
        kappa: (identical - expected) / (1 - expected), the agreement beyond that of the two sides' own shares of
            yes, abstained and no; None where each side makes one and the same choice throughout.
    """

    calls: int
    identical: float
    ties_apart: float
    half: float
    yes_no: float | None
    kappa: float | None


def choices(votes: Sequence[str]) -> NDArray[np.bool_]:
    """Choices of a country: calls x 3.

    Args:
        votes: `Y`, `A` or `N` for each roll call, "" where it did not vote.

    Raises:
        QuestionError: another letter.
    """
    import numpy as np

    unknown = sorted(set(votes) - {*CHOICES, ""})
    if unknown:
        raise QuestionError(f"not a vote: {unknown[0]!r}; accepted are Y, A, N and nothing for no vote")
    made: NDArray[np.bool_] = np.array(votes, dtype="U1").reshape(-1, 1) == np.array(list(CHOICES))
    return made


def majority(members: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Position of a bloc: the most frequent choices of its members in each roll call, calls x 3.

    Args:
        members: choices of each member; the rows of a roll call held outside its membership are all false.
    """
    import numpy as np

    counts = np.sum(np.stack(list(members)), axis=0)
    most: NDArray[np.bool_] = (counts == counts.max(axis=1, keepdims=True)) & (counts > 0)
    return most


def agreement(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Agreement:
    """Agreement of two sides' choices (both calls x 3).

    Raises:
        QuestionError: there is no roll call in which both hold a position.

    Source:
        half: index of agreement, Lijphart (1963), The Analysis of Bloc Voting in the General Assembly, American
        Political Science Review 57(4), 902-917.
        With three equally spaced choices the unweighted S of Signorino and Ritter (1999), Tau-b or Not Tau-b,
        International Studies Quarterly 43(1), 115-144, is 2 x half / 100 - 1, so it is not listed on its own.
        kappa: Cohen (1960), A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement
        20(1), 37-46; for votes Häge (2011), Choice or Circumstance?, Political Analysis 19(3), 287-305.
        yes_no: voting coincidence as in United States Department of State, Voting Practices in the United Nations.
    """
    both = first.any(axis=1) & second.any(axis=1)
    calls = int(both.sum())
    if not calls:
        raise QuestionError("no roll call in which both sides voted")
    one, other = first[both], second[both]
    same = (one & other).any(axis=1)
    tied = (one.sum(axis=1) > 1) | (other.sum(axis=1) > 1)
    abstained = one[:, 1] | other[:, 1]
    sided = int((~abstained).sum())
    identical = 100 * int(same.sum()) / calls
    half = (100 * int(same.sum()) + 50 * int((abstained & ~same).sum())) / calls
    return Agreement(
        calls=calls,
        identical=identical,
        ties_apart=100 * int((same & ~tied).sum()) / calls,
        half=half,
        yes_no=100 * int((same & ~abstained).sum()) / sided if sided else None,
        kappa=_kappa(identical / 100, one, other),
    )


def _kappa(observed: float, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float | None:
    """Agreement beyond chance; a divided bloc counts for each of its choices in equal parts."""
    expected = float(_shares(one) @ _shares(other))
    return (observed - expected) / (1 - expected) if expected < 1 else None


def _shares(side: NDArray[np.bool_]) -> Any:
    """Shares of yes, abstained and no in the roll calls of a side."""
    return (side / side.sum(axis=1, keepdims=True)).mean(axis=0)
