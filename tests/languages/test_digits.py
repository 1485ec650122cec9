"""Figures in digits: decimal signs, grouping, and what is no figure."""

from __future__ import annotations

import pytest

from hali.languages.digits import read_figure


@pytest.mark.parametrize(
    ("raw", "lang", "written"),
    [
        ("12.5", "de", "12.5"),
        ("12,5", "en", "12.5"),
        ("9.876.543", "en", "9876543"),
        ("9,876,543", "de", "9876543"),
        ("1.234", "de", "1234"),
        ("1.234", "en", "1.234"),
        ("3,456", "en", "3456"),
        ("3,456", "ru", "3.456"),
        ("0,456", "en", "0.456"),
        ("1.234,50", "de", "1234.50"),
        ("1,234.50", "fr", "1234.50"),
        ("1\u202f234\u202f567,8", "fr", "1234567.8"),
        ("1\u00a0234 567,8", "ru", "1234567.8"),
        ("1 234", "kk", "1234"),
        ("1'234'567.5", "de", "1234567.5"),
        ("57.0", "en", "57.0"),
        ("0", "sw", "0"),
    ],
)
def test_reads(raw, lang, written):
    figure = read_figure(raw, lang)
    assert figure is not None
    assert figure.written == written


@pytest.mark.parametrize("raw", ["18.08.2017", "1.2.3", "02826", "007", "12,3,456", "1.2345.678", "9" * 25])
def test_dates_versions_and_codes_are_no_figures(raw):
    assert read_figure(raw, "en") is None


def test_an_ambiguous_group_keeps_the_other_reading():
    figure = read_figure("3,456", "sw")
    assert figure is not None
    assert (figure.written, figure.other) == ("3456", "3.456")
    assert read_figure("3,456", "en").other == ""


def test_a_foreign_point_is_a_decimal_one_before_a_scale_word():
    assert read_figure("1.234", "ru", scaled=True).written == "1.234"
    assert read_figure("1.234", "ru").written == "1234"
    assert read_figure("1.234", "de", scaled=True).written == "1234"


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009", "\u00a0 "])
def test_spaces_read_alike(space):
    assert read_figure(f"1{space}234{space}567,8", "fr").written == "1234567.8"
