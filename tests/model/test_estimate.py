"""An estimate says what it rests on and how sure it is, or it is refused in one line."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from hali.errors import RecordError
from hali.model.estimate import Estimate, Sample, Specification, StatedInterval, require_run

SPECIFICATION = Specification("gravity.two_way", "trade by distance, exporter-year and importer-year", "Yotov (2016)")
SAMPLE = Sample(("DEU", "KAZ", "UZB"), 2015, 2019, 30)
ESTIMATE = Estimate(
    measure="exports",
    reporter="KAZ",
    partner="DEU",
    flow="X",
    product="TOTAL",
    period="2019",
    unit="USD",
    value=1.25e9,
    standard_error=3e8,
    interval=StatedInterval(0.7e9, 1.9e9, 90),
    specification=SPECIFICATION,
    sample=SAMPLE,
    made="2026-03-01",
    inputs="0123456789ab",
)


def test_without_standard_error_and_interval_it_stands() -> None:
    bare = replace(ESTIMATE, standard_error=None, interval=None, partner="_Z", flow="_Z", product="_Z")
    assert (bare.value, bare.standard_error) == (1.25e9, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"standard_error": 0.0}, "standard error 0.0; accepted: a number above zero, or None"),
        ({"standard_error": -1.0}, "standard error -1.0"),
        ({"standard_error": math.inf}, "standard error inf"),
        ({"value": math.nan}, "value nan"),
        ({"flow": "exports"}, "flow 'exports'; accepted: X, M, T, _Z"),
        ({"period": "2019-13"}, "unknown period '2019-13'"),
        ({"made": "2026"}, "made '2026'; accepted: an ISO day"),
        ({"inputs": ""}, "inputs ''; accepted: the id of a record"),
        ({"measure": ""}, "measure ''"),
        ({"unit": " "}, "unit ' '"),
    ],
)
def test_what_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(RecordError) as refused:
        replace(ESTIMATE, **wrong)
    assert str(refused.value).startswith(f"estimate refused: {words}")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        (Specification, ("Three way", "w", "m"), "specification id 'Three way'"),
        (Specification, ("a", "two\nlines", "m"), "words of specification a"),
        (Specification, ("a", "w", ""), "method of specification a"),
        (Sample, ((), 2000, 2001, 5), "the countries of a sample"),
        (Sample, (("KAZ", "DEU"), 2000, 2001, 5), "the countries of a sample"),
        (Sample, (("DEU", "DEU"), 2000, 2001, 5), "the countries of a sample"),
        (Sample, (("DEU",), 2001, 2000, 5), "a sample from 2001 to 2000"),
        (Sample, (("DEU",), 2000, 2001, 0), "a sample of 0 observations"),
        (StatedInterval, (2.0, 1.0, 95), "an interval from 2.0 to 1.0"),
        (StatedInterval, (1.0, math.inf, 95), "an interval from 1.0 to inf"),
        (StatedInterval, (1.0, 2.0, 100), "an interval of level 100"),
    ],
)
def test_what_its_parts_refuse(kind: type, fields: tuple[object, ...], words: str) -> None:
    with pytest.raises(RecordError, match=f"^estimate refused: {words}"):
        kind(*fields)


def test_a_run_is_of_one_specification_and_names_each_thing_once() -> None:
    other = replace(ESTIMATE, partner="UZB")
    assert require_run([ESTIMATE, other]) is ESTIMATE
    for wrong, words in (
        ([], "a run without estimates"),
        ([ESTIMATE, replace(other, made="2026-03-02")], "differ in their made"),
        ([ESTIMATE, replace(other, sample=replace(SAMPLE, n=29))], "differ in their sample"),
        ([ESTIMATE, other, replace(ESTIMATE, value=1.0)], "2 estimates of exports KAZ DEU X TOTAL 2019 USD"),
    ):
        with pytest.raises(RecordError, match=words):
            require_run(wrong)
