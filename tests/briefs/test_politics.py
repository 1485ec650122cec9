"""Agreement in UN votes: in the section, and read back from other people's sentences."""

from __future__ import annotations

import pytest

from hali import api
from hali.briefs.compose import compose
from hali.publish.document import DataTable, Figure, Paragraph


@pytest.fixture(scope="module")
def section(record):
    return next(s for s in compose(record, "EU", "KAZ", "en").sections if s.id == "dialogue")


def test_the_section_states_draws_and_splits_the_agreement(section) -> None:
    in_force, met, agreed, together = [s for b in section.blocks if isinstance(b, Paragraph) for s in b.statements]
    assert in_force.text.endswith("(EPCA) entered into force on 1\u00a0March 2020.")
    assert met.text == "The EU–Central Asia summit took place on 4\u00a0April 2025."
    assert together.text.startswith("Both belong to: ")
    assert in_force.sources
    assert met.sources
    assert agreed.text.startswith(
        "Voting agreement between the EU28 and Kazakhstan in the UN General Assembly was 52.2"
    )
    (figure,) = [b for b in section.blocks if isinstance(b, Figure)]
    names = [line.label for line in figure.chart.series]
    assert names == ["EU, members of the time", "China", "Russia", "Türkiye", "Uzbekistan"]
    table, *_ = [b for b in section.blocks if isinstance(b, DataTable)]
    assert len(table.rows) == 3 + 5  # colonialism has nothing of 2018 and 2019
    assert [c.title for c in table.columns][1:] == ["2019", "2018", "2009"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "In 2019, Kazakhstan and the EU voted the same way in 52.2 % of the votes of the UN General Assembly.",
            "REPRODUCED",
        ),
        (
            "In 2019, the EU and Kazakhstan voted the same way in 52.2 % of the votes of the UN General Assembly.",
            "REPRODUCED",
        ),
        (
            "In 2019, Kazakhstan and the EU voted the same way in 65.0 % of the votes of the UN General Assembly.",
            "DEPENDS_ON_DEFINITION",
        ),
        (
            "In 2019, Kazakhstan and the EU voted the same way in 83.7 % of the votes of the UN General Assembly.",
            "NOT_REPRODUCED",
        ),
    ],
)
def test_a_claim_is_read_whichever_side_comes_first(record, text, code) -> None:
    (finding,) = [f for f in api.check(text, ("EU", "KZ"), record=record).findings if f.claim.kind == "quantity"]
    assert (finding.claim.measure, finding.code) == ("un_vote_agreement", code)
