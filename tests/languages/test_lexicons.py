"""The six reading files have the same tables, and agree with CLDR where CLDR knows."""

from __future__ import annotations

import re

import pytest
from babel import Locale
from babel.dates import get_month_names

from hali.errors import UnknownCode
from hali.languages import BASIC, CODES, language, lexicon, writing
from hali.languages.vocabulary import book, scan

OPEN = {"number", "scale", "scale_first", "scale_alone", "scale_compared", "unit", "unit_first", "currency", "subunit"}
"""Tables whose keys are values; a language has those it has words for."""


@pytest.mark.parametrize("lang", CODES)
def test_same_tables_in_every_file(lang):
    model, file = lexicon("en"), lexicon(lang)
    assert set(file) == set(model)
    for name, table in model.items():
        if isinstance(table, dict) and name not in OPEN:
            extra = {"months_in_dates", "first_day"}
            assert set(file[name]) - extra == set(table) - extra, name


@pytest.mark.parametrize("lang", CODES)
def test_same_units_are_printed_in_every_language(lang):
    assert set(lexicon(lang)["figures"]["unit"]) == set(lexicon("en")["figures"]["unit"])
    assert set(lexicon(lang)["figures"]["date"]) >= set(lexicon("en")["figures"]["date"])


@pytest.mark.parametrize("lang", CODES + BASIC)
def test_signs_are_those_of_cldr(lang):
    symbols = Locale.parse(lang).number_symbols["latn"]
    assert (language(lang).decimal, language(lang).group) == (symbols["decimal"], symbols["group"])


@pytest.mark.parametrize("lang", CODES)
def test_months_are_those_of_cldr(lang):
    names = get_month_names("wide", "stand-alone", lang)
    assert [m.lower() for m in lexicon(lang)["figures"]["date"]["months"]] == [names[i].lower() for i in range(1, 13)]


@pytest.mark.parametrize("lang", CODES)
def test_every_printed_month_is_read_as_itself(lang):
    words = lexicon(lang)["figures"]["date"]
    for forms in (words["months"], words.get("months_in_dates", words["months"])):
        for number, name in enumerate(forms, 1):
            hit = scan(name, lang).at(0, "period_months")
            assert hit is not None
            assert hit.key == number


@pytest.mark.parametrize("lang", CODES)
def test_endings_are_bounded(lang):
    endings = lexicon(lang)["endings"]
    re.compile(endings)
    assert "*" not in endings
    assert "+" not in endings


def test_the_book_is_built_once():
    assert book() is book()


def test_unknown_language():
    with pytest.raises(UnknownCode, match="language"):
        lexicon("xx")
    with pytest.raises(UnknownCode, match="language"):
        writing("../secrets")
