"""Areas named in texts of six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.codelists import areas
from hali.languages import CODES


def found(text: str, lang: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.concept) for m in areas.mentions(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Kazakhstan's trade with the European Union", [("Kazakhstan", "KAZ"), ("European Union", "EU")]),
        ("en", "EU-Kazakhstan relations", [("EU", "EU"), ("Kazakhstan", "KAZ")]),
        ("en", "the UK, the U.S. and the UAE", [("UK", "GBR"), ("U.S", "USA"), ("UAE", "ARE")]),
        ("en", "Turkey and Georgia", [("Turkey", "TUR"), ("Georgia", "GEO")]),
        ("en", "Dutch and German firms", [("Dutch", "NLD"), ("German", "DEU")]),
        ("en", "Papua New Guinea and Guinea-Bissau", [("Papua New Guinea", "PNG"), ("Guinea-Bissau", "GNB")]),
        ("en", "RUSSIA AND CHINA", [("RUSSIA", "RUS"), ("CHINA", "CHN")]),
        ("en", "talks in Astana", [("Astana", "KAZ")]),
        ("sw", "Kazakhstan na Umoja wa Ulaya", [("Kazakhstan", "KAZ"), ("Umoja wa Ulaya", "EU")]),
        ("sw", "Kazakistani, Uturuki na Ujerumani", [("Kazakistani", "KAZ"), ("Uturuki", "TUR"), ("Ujerumani", "DEU")]),
        ("sw", "nchi za Ulaya", [("nchi za Ulaya", "EUROPE")]),
        ("ru", "товарооборот Казахстана с Евросоюзом", [("Казахстана", "KAZ"), ("Евросоюзом", "EU")]),
        ("ru", "из Германии, Италии и Нидерландов", [("Германии", "DEU"), ("Италии", "ITA"), ("Нидерландов", "NLD")]),
        ("ru", "казахстанской нефти в Китай", [("казахстанской", "KAZ"), ("Китай", "CHN")]),
        ("ru", "с Европейским союзом и Китаем", [("Европейским союзом", "EU"), ("Китаем", "CHN")]),
        ("ru", "Соединённых Штатах", [("Соединённых Штатах", "USA")]),
        ("ru", "стран ЕС и СНГ", [("стран ЕС", "EU"), ("СНГ", "CIS")]),
        ("ru", "экспорт в страны Европы", [("страны Европы", "EUROPE")]),
        ("kk", "Қазақстанның ЕО-ға экспорты", [("Қазақстанның", "KAZ"), ("ЕО-ға", "EU")]),
        ("kk", "Еуропалық одақпен және Қытаймен", [("Еуропалық одақпен", "EU"), ("Қытаймен", "CHN")]),
        ("kk", "АҚШ-тың, Ресейден, Өзбекстанға", [("АҚШ-тың", "USA"), ("Ресейден", "RUS"), ("Өзбекстанға", "UZB")]),
        ("kk", "қазақстандық мұнай Германияға", [("қазақстандық", "KAZ"), ("Германияға", "DEU")]),
        ("kk", "Еуропалық одағының елдері", [("Еуропалық одағының", "EU")]),
        ("fr", "le Kazakhstan et l'Union européenne", [("Kazakhstan", "KAZ"), ("Union européenne", "EU")]),
        ("fr", "les exportations kazakhes vers l’Italie", [("kazakhes", "KAZ"), ("Italie", "ITA")]),
        ("fr", "au Royaume-Uni et aux Pays-Bas", [("Royaume-Uni", "GBR"), ("Pays-Bas", "NLD")]),
        ("de", "kasachische Ausfuhren in die Europäische Union", [("kasachische", "KAZ"), ("Europäische Union", "EU")]),
        ("de", "Kasachstans Handel mit der Türkei", [("Kasachstans", "KAZ"), ("Türkei", "TUR")]),
        (
            "de",
            "Handel der Europäischen Union mit den Vereinigten Staaten",
            [("Europäischen Union", "EU"), ("Vereinigten Staaten", "USA")],
        ),
        ("de", "kasachstanischem Öl", [("kasachstanischem", "KAZ")]),
    ],
)
def test_names_in_their_forms(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Euratom and EUR 5"),
        ("en", "US$ 5 billion"),
        ("en", "5 billion US dollars"),
        ("en", "worth $US 5 billion"),
        ("en", "the turkey and the china cabinet"),
        ("en", "let us trade, and polish it"),
        ("en", "the Council of Europe"),
        ("en", "Congo"),
        ("en", "Island"),
        ("sw", "dola za Marekani milioni 3"),
        ("sw", "Mali asili ya nchi"),
        ("ru", "5 млрд долларов США"),
        ("ru", "5 млрд долл. США"),
        ("ru", "Того же мнения"),
        ("ru", "Совета Европы"),
        ("kk", "5 млрд АҚШ доллары"),
        ("fr", "5 milliards de dollars américains"),
        ("fr", "Réunion du conseil"),
        ("de", "3 Mrd. US-Dollar"),
    ],
)
def test_words_that_name_no_area(lang: str, text: str) -> None:
    assert found(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "composition"),
    [
        ("en", "the EU27", "EU27_2020"),
        ("en", "the EU-28", "EU28"),
        ("en", "EU member states", "EU_V"),
        ("en", "member states of the European Union", "EU_V"),
        ("en", "the European Union", None),
        ("sw", "nchi wanachama wa Umoja wa Ulaya", "EU_V"),
        ("ru", "стран-членов ЕС", "EU_V"),
        ("ru", "ЕС-27", "EU27_2020"),
        ("kk", "ЕО-ға мүше елдермен", "EU_V"),
        ("fr", "États membres de l’UE", "EU_V"),
        ("fr", "l'UE à 27", "EU27_2020"),
        ("de", "EU-Mitgliedstaaten", "EU_V"),
        ("de", "27 EU-Staaten", "EU27_2020"),
    ],
)
def test_words_that_name_the_members(lang: str, text: str, composition: str | None) -> None:
    (mention,) = areas.mentions(text, lang)
    assert (mention.concept, mention.composition) == ("EU", composition)


def test_kind() -> None:
    kinds = [m.kind for m in areas.mentions("Kazakh exports to Germany", "en")]
    assert kinds == ["adjective", "noun"]


def test_island_is_iceland_in_german_only() -> None:
    assert found("Handel mit Island", "de") == [("Island", "ISL")]


def test_a_full_stop_does_not_join_two_words() -> None:
    assert found("It left the EU. Members protested.", "en") == [("EU", "EU")]


@pytest.mark.parametrize("lang", CODES)
def test_every_country_is_found_by_its_name(lang: str) -> None:
    silent = {"COD", "COG", "MAF", "SXM", "MUS", "DMA", "GRD", "VGB", "VIR"} | ({"JEY"} if lang == "de" else set())
    for code in areas.codes():
        if areas.area(code).kind == "country" and code not in silent:
            text = areas._spelled(areas.name(code, lang))
            text = "x " + text[0].upper() + text[1:]
            assert [m.concept for m in areas.mentions(text, lang)] == [code], text


@given(text=st.text(max_size=200), lang=st.sampled_from(CODES))
def test_mentions_lie_in_the_text_in_order(text: str, lang: str) -> None:
    end = 0
    for mention in areas.mentions(text, lang):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


@pytest.mark.parametrize("text", ["Brussels", "Tashkent", "Москвой", "Бейжіңмен", "Pékin", "Taschkents"])
def test_a_seat_of_government_is_marked_as_one(text: str) -> None:
    assert [mention.kind for mention in areas.mentions(text, "kk")] == ["capital"]
