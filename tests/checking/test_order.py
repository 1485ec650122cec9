"""The order of names and clauses changes nothing, and no page confirms itself."""

from __future__ import annotations

from datetime import date

import pytest
from tests.checking.synthetic import claim, quantity

from hali.checking import article, sweep
from hali.checking.checked import check_article
from hali.checking.gates import Text
from hali.checking.judge import judge
from hali.model.claim import Period
from hali.record import readings

PAIRS = [("Kazakhstan", "China"), ("Kazakhstan", "Germany"), ("Uzbekistan", "Turkey"), ("the EU", "Kazakhstan")]
SENTENCES = {
    "In 2021 trade between {a} and {b} was worth {n}.": ("18.0 billion dollars", "24.4 billion euros"),
    "Trade between {a} and {b} grew by {n} in 2023.": ("24.2%", "3%"),
    "{a} and {b} traded goods worth {n} in 2022.": ("24.1 billion dollars", "40 billion dollars"),
}


def findings(record, text):
    checked = check_article(record, article.from_text(text, date(2024, 6, 1)), None, "en")
    return [(f.code, f.reason, f.default and f.default.reading.id) for f in checked.findings]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_order_of_two_names_changes_nothing(record, pair, sentence):
    for figure in SENTENCES[sentence]:
        one, other = (findings(record, sentence.format(a=a, b=b, n=figure)) for a, b in (pair, pair[::-1]))
        assert one == other
        assert one


def test_the_order_of_sentences_changes_nothing(record):
    told = [
        "In 2021 the EU made up 28.4% of Kazakhstan's foreign trade.",
        "Kazakhstan's trade with China was worth 30.1 billion dollars in 2023.",
        "Kazakhstan's exports to Uzbekistan were worth 5 billion dollars in 2021.",
    ]
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        found = findings(record, "\n\n".join(told[at] for at in order))
        assert [found[order.index(at)] for at in range(3)] == findings(record, "\n\n".join(told))


def test_no_page_confirms_itself(record):
    index, rows = readings.rows(record, ["fdi_gross_cumulative"], reporters=["KAZ"], partners=["FRA"])
    (quoted,) = readings.complete(record, index.read(rows))
    (cell,) = readings.observations(record, quoted.cells)
    page = readings.origins(record, [cell.origin])[cell.origin]
    said = claim(
        "1",
        measure="fdi_gross_cumulative",
        partner="FRA",
        flow=None,
        quantity=quantity(f"{quoted.value / 1e9:g}", "USD", "", 1e9),
        period=Period(quoted.start, quoted.end, "range", "", "sentence"),
    )

    def found(of):
        swept = sweep.run(record, said, None, "2026-01-01", of)
        finding = judge(record, said, swept, "en", Text("2026-01-01", of))
        return finding.code, finding.reason

    assert quoted.status == "Q"
    assert found("") == found("https://elsewhere.example/a") == ("QUOTED_ONLY", "")
    path = page.url_main.partition("://")[2].removeprefix("www.").rstrip("/")
    for own in (page.id, page.url_main, f"http://www.{path}/?utm=1#top"):
        assert found(own) == ("OUTSIDE_THE_RECORD", "not_held")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("In 2023 the United States ran a trade surplus of {n} with Kazakhstan by Kazakhstan's count.", "REPRODUCED"),
        ("In 2023 Kazakhstan ran a trade deficit of {n} with the United States.", "REPRODUCED"),
        (
            "In 2023 the United States ran a trade deficit of {n} with Kazakhstan by Kazakhstan's count.",
            "NOT_REPRODUCED",
        ),
    ],
)
def test_the_surplus_of_one_is_the_deficit_of_the_other(record, text, code):
    found = readings.find(
        record, ["trade_balance"], reporters=["KAZ"], partners=["USA"], newest=True, where={"unit": "USD"}
    )
    value = next(r.value for r in found if (r.start, r.end) == ("2023-01-01", "2024-01-01"))
    assert value < 0
    text = text.format(n=f"{-value / 1e9:.2f} billion dollars")
    checked = check_article(record, article.from_text(text, date(2024, 6, 1)), None, "en")
    assert checked.findings[0].code == code
