"""What a reader says a claim means is judged as the reader says."""

from __future__ import annotations

import pytest
from tests.checking.synthetic import claim

from hali import api
from hali.checking.corrections import corrected, parsed
from hali.checking.output import report
from hali.errors import QuestionError, UnknownCode

TEXT = "In 2021 the EU had 29.6 % of Kazakhstan's foreign trade. Trade with China was worth 30 billion dollars in 2023."


def findings(record, *corrections):
    checked = api.check(TEXT, record=record, corrections=corrections)
    return {f.claim.id: f for f in checked.findings}


def test_the_period_a_reader_means_is_judged(record):
    assert findings(record)["c1"].code == "DEPENDS_ON_DEFINITION"
    told = findings(record, "c1.period=2023")["c1"]
    assert told.code == "REPRODUCED"
    assert told.claim.stated["period"] == "reader"
    assert told.default.reading.definition.period == "2023"


def test_a_missing_side_can_be_filled(record):
    def found(*corrections):
        text = "Trade with China was worth 30 billion dollars in 2023."
        return api.check(text, record=record, corrections=corrections).findings[0]

    assert found().reason == "one_area"
    assert found("c1.reporter=Kazakhstan").code == "REPRODUCED"
    assert found("c1.pair=Kazakhstan,China").code == "REPRODUCED"


def test_a_year_the_reader_gave_is_in_no_doubt(record):
    # right of 2021, the year the sentence names beside it
    text = "In 2021 the EU had almost 40 % of Kazakhstan's foreign trade."
    told = ("c1.period=2018", "c1.measure=partner_share_exports")
    finding = api.check(text, record=record, corrections=told).findings[0]
    assert (finding.code, finding.reason) == ("ONLY_IF_TERMS_CHANGED", "")


def test_a_listener_hears_of_every_step(record):
    class Listener:
        heard = ()

        def article(self, article):
            self.heard += (len(article.blocks),)

        def claims(self, claims):
            self.heard += (len(claims),)

        def finding(self, finding):
            self.heard += (finding.claim.id,)

    listener = Listener()
    api.check(TEXT, record=record, listener=listener)
    assert listener.heard == (1, 2, "c1", "c2")


def test_the_document_holds_them(record):
    checked = api.check(TEXT, record=record, corrections={"c1.period": "2023"})
    document = report.to_json(checked)
    assert document["document"]["corrections"] == ["c1.period=2023"]
    chips = {chip["slot"]: chip for chip in document["claims"][0]["frame"]}
    assert (chips["period"]["text"], chips["period"]["origin"]) == ("2023", "reader")


def test_filling_a_slot_settles_the_reasons_it_gave():
    said = claim("9.8", measure=None, unsaid=("no_measure",), reason="of_a_firm", restriction="textiles")
    (told,) = corrected([said], parsed(["c1.measure=exports"]))
    assert (told.measure, told.flow, told.unsaid, told.reason, told.restriction) == ("exports", "X", (), "", "")
    (told,) = corrected([claim("9.8", mood="goal")], parsed(["c1.mood=none"]))
    assert told.mood == ""
    (told,) = corrected([claim("9.8", doubts=("areas", "period"))], parsed(["c1.period=2023"]))
    assert told.doubts == ("areas",)
    (told,) = corrected([claim("9.8")], parsed(["c1.period=2023-01-01/P9M"]))
    assert (told.period.start, told.period.end) == ("2023-01-01", "2023-10-01")
    (told,) = corrected([claim("9.8")], parsed(["c1.period=2019/2021"]))
    assert (told.period.start, told.period.end) == ("2019-01-01", "2022-01-01")


def test_a_file_has_comments_and_blank_lines():
    assert parsed(["# mine", "", " c3 . period = 2022  # not 2021"]) == (("c3", "period", "2022"),)


@pytest.mark.parametrize("line", ["c3", "period=2022", "c3.period=", "c3.colour=red", "x3.period=2022"])
def test_what_is_no_correction_is_refused(line):
    with pytest.raises(QuestionError):
        parsed([line])


@pytest.mark.parametrize(
    ("line", "error"),
    [("c9.period=2022", QuestionError), ("c1.measure=happiness", UnknownCode), ("c1.pair=KAZ", QuestionError)],
)
def test_values_no_slot_can_hold_are_refused(line, error):
    with pytest.raises(error):
        corrected([claim("9.8")], parsed([line]))
