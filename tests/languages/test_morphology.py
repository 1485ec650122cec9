"""Endings by the tables of a language, held against forms grammars print."""

from __future__ import annotations

import pytest

from hali.languages import CODES
from hali.languages.morphology import carries_case, cases, ending, forms, inflecting, rules, suffixes, tables


def test_a_case_has_every_first_sound_with_every_rest():
    assert set(cases("kk")["ablative"]) == {"дан", "ден", "тан", "тен", "нан", "нен"}
    assert cases("en") == {}
    assert ending("similative", "kk") == ("дай", "дей", "тай", "тей")
    assert ending("similative", "ru") == ()
    assert set(ending("ablative", "kk")) <= set(ending("ablative"))


def test_a_case_has_the_vowels_of_the_plural_before_it():
    assert {"лар", "ларда", "лерде", "лармен", "да"} <= suffixes("kk")
    assert not {"ларде", "лерда"} & suffixes("kk")
    assert "дай" not in suffixes("kk"), "names are not read with it"


@pytest.mark.parametrize(
    ("word", "lang", "kind", "last", "some", "none"),
    [
        ("Германия", "ru", "noun", True, {"германия", "германии", "германию", "германией"}, {"германиа"}),
        ("казахстанский", "ru", "adjective", False, {"казахстанского", "казахстанских"}, {"казахстанскийа"}),
        ("немцы", "ru", "adjective", True, {"немец", "немцев", "немцам"}, {"немцыа"}),
        ("Баку", "ru", "noun", True, {"баку"}, {"бакуа"}),
        ("Италия", "kk", "noun", True, {"италияда", "италиядан", "италияның"}, {"италиялар"}),
        ("Италия", "kk", "noun", False, {"италия"}, {"италияда"}),
        ("италиялық", "kk", "adjective", True, {"италиялықтар", "италиялықтарға"}, set()),
        ("Chinesen", "de", "adjective", True, {"chinesen", "chinese", "chinesin"}, {"chinesens"}),
        ("chinesisch", "de", "adjective", False, {"chinesische", "chinesischem"}, {"chinesischin"}),
        ("Vereinigtes", "de", "noun", False, {"vereinigten", "vereinigte"}, {"vereinigtess"}),
        ("Kenia", "de", "noun", True, {"kenia", "kenias"}, {"kenian"}),
        ("Kenya", "en", "noun", True, {"kenya"}, {"kenyas"}),
        ("АҚШ", "kk", "noun", True, {"ақш"}, {"ақшда"}),
    ],
)
def test_forms_of_a_word(word, lang, kind, last, some, none):
    made = forms(word, lang, kind, last)
    assert word.casefold() in made
    assert some <= made
    assert not none & made


def test_an_acronym_takes_its_case_behind_a_hyphen_in_its_script():
    assert carries_case("kk", "-", "тың")
    assert carries_case("ru", "-", "тың"), "the name may be listed as a Russian one"
    assert not carries_case("en", "-", "тың")
    assert not carries_case("kk", " ", "тың")
    assert not carries_case("kk", "-", "лық")


def test_rules_are_those_of_languages_whose_words_change():
    assert {"ru", "kk", "de"} <= inflecting()
    assert rules("fr") == ()
    for lang in CODES:
        named = {"cases", "suffixes"} if "cases" in tables(lang) else set()
        made = {one["endings"] for one in tables(lang).get("form", ()) if isinstance(one["endings"], str)}
        assert made <= named, lang
