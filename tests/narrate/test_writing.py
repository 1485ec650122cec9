"""The files of words: the same keys and slots in every language, and a word for everything the record holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

import pytest

from hali import languages, narrate
from hali.codelists import measures
from hali.model.units import currency
from hali.narrate import words
from hali.pillars import pillars
from hali.publish import annotated, document
from hali.record import readings

LANGUAGES = list(languages.CODES)
OTHERS = [lang for lang in LANGUAGES if lang != "en"]
SLOTS = {
    "reporter partner q q2 when versus span count count2 mark product rank currency measure period statistics nouns"
}


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}|")
        else:
            yield f"{prefix}{key}", value


def keys(lang: str) -> set[str]:
    # the plural categories of a noun, and forms of an area, differ by language
    found = {key for key, _ in flat(languages.writing(lang))}
    return {key for key in found if not key.startswith(("nouns|", "areas|"))}


def names(template: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_language_has_the_same_keys(lang):
    assert keys(lang) == keys("en")


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_says_all_its_slots(lang):
    own = dict(flat(languages.writing(lang)))
    for key, template in flat(languages.writing("en")):
        if isinstance(template, str) and not key.startswith(("nouns|", "areas|", "when|", "versus|")):
            lost = names(template) - names(own[key]) - {"nouns"}
            assert not lost, f"{lang} {key} says nothing of {lost}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_use_known_slots_and_end_as_sentences_do(lang):
    known = set(" ".join(SLOTS).split())
    for measure, kinds in words.table(lang, "sentences").items():
        for kind, template in kinds.items():
            assert names(template) <= known, (measure, kind)
            assert template.endswith("."), (measure, kind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_says_whose_count_it_is_where_two_sides_count(lang):
    # said by the consulate or the lender itself; votes are nobody's statistics
    silent = {"label", "visas_issued", "visa_refusal_rate", "dfi_lending", "un_vote_agreement"}
    for measure, kinds in words.table(lang, "sentences").items():
        for kind, template in kinds.items():
            if measure not in silent and "alone" not in kind:
                assert "count" in names(template), (measure, kind)


@pytest.fixture(scope="module")
def told(record):
    """Stored series, products and units of everything the indicators read."""
    read = {series for pillar in pillars() for one in pillar.indicators for series in one.stored}
    cursor = record.warehouse.observed()
    query = "select distinct {} from observations where list_contains(?, measure)"
    listed = {
        column: {text for (text,) in cursor.execute(query.format(column), [sorted(read)]).fetchall()}
        for column in ("measure", "product", "unit")
    }
    cursor.close()
    assert all(len(texts) > 5 for texts in listed.values())
    return listed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_measure_product_and_unit_of_the_record_has_a_name(lang, told):
    named = measures.labels(lang)
    answered = {name for pillar in pillars() for one in pillar.indicators for name in one.measures}
    for measure in answered:
        variants = [f"{measure}.{variant}" for variant in measures.measure(measure).variants]
        assert measure in named or (variants and set(variants) <= set(named)), measure
    for series in told["measure"]:
        base = measures.base(series)
        assert base not in answered or series in named or base in named, series
    for product in told["product"]:
        assert product in {"_Z", "TOTAL"} or words.product(product, lang), product
    computed = {word for name in answered for word in measures.measure(name).unit.split() if word == word.upper()}
    for unit in told["unit"] | computed:
        assert unit in words.table(lang, "units") or currency(unit), unit


TITLED = {"_Z", *("RTA", "CPTPP", "RCEP", "SAA", "BILATERALS_I", "AACHEN_TREATY", "BORDER", "TAIWAN_RELATIONS")}
"""Subjects of many agreements and acts, which only the title tells apart."""
TOLD_BY_TITLE = {"EPCA.adopted", "EPCA.visited", "NUCLEAR_GUARANTEE.declared"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_of_the_record_has_words_or_a_title_that_says_more(lang, record):
    known = words.table(lang, "events")
    own = [e for e in readings.events(record) if e.subject not in TITLED]
    missing = {f"{e.subject}.{e.action}" for e in own} - set(known)
    assert missing == TOLD_BY_TITLE
    assert all(e.title for e in readings.events(record))


@pytest.mark.parametrize("lang", OTHERS)
def test_terms_that_are_words_are_said_in_the_language_and_names_of_licences_are_not(lang, record):
    listed = readings.origins(record).values()
    kept = {origin.terms for origin in listed if narrate.licence(origin, lang) == origin.terms}
    names = (
        "CC",
        "Etalab ",
        "ODC-",
        "ODbL ",
        "MIT",
        "IMF special terms",
        "OECD terms",
        "Government of Japan standard terms",
    )
    assert kept
    assert [terms for terms in kept if not terms.startswith(names)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sections_labels_and_captions_are_complete(lang):
    sections = {section.id for pillar in pillars() for section in pillar.sections}
    assert sections <= set(words.table(lang, "sections"))
    assert set(document.LABELS) <= set(words.table(lang, "labels"))
    assert set(annotated.LABELS) <= set(words.table(lang, "labels")) | set(words.table(lang, "check.labels"))
    captions = {f"caption_{id_}" for id_ in sections - {"trade"}}
    assert captions <= set(words.table(lang, "brief"))
    assert {m.id for m in measures.measures() if m.brief.section} <= set(measures.labels(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_template_holds_a_digit_of_its_own(lang):
    for measure, kinds in words.table(lang, "sentences").items():
        for kind, template in kinds.items():
            bare = "".join(text for text, *_ in Formatter().parse(template))
            assert not any(letter.isdigit() for letter in bare), (measure, kind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_names_of_slots_in_areas_are_forms(lang):
    forms = {"plain", "short", "subject", "of", "in", "to", "from", "with", "adjective", "owner", "was"}
    for table in ("sentences", "key", "count", "departures", "findings", "brief"):
        for key, template in flat(words.table(lang, table)):
            for slot in words.slots(template) if isinstance(template, str) else ():
                name, _, form = slot.partition(".")
                if form and name not in {"product", "nouns"}:
                    assert form in forms, (key, slot)
