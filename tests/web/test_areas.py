"""Areas in addresses."""

from __future__ import annotations

import pytest

from hali.codelists import areas as codelist
from hali.errors import UnknownCode
from hali.web import areas
from hali.web.pages.routes import routes

DAY = "2026-11-28"


@pytest.mark.parametrize(
    ("typed", "segment", "asked"),
    [
        ("eu27_2020", "eu27_2020", "EU"),
        ("eu", "eu27_2020", "EU"),
        ("EU", "eu27_2020", "EU"),
        ("ЕС", "eu27_2020", "EU"),
        ("UE", "eu27_2020", "EU"),
        ("Umoja wa Ulaya", "eu27_2020", "EU"),
        ("eu28", "eu28", "EU28"),
        ("kz", "kaz", "KAZ"),
        ("Kazakistani", "kaz", "KAZ"),
        ("Қазақстан", "kaz", "KAZ"),
        ("eaeu", "eaeu", "EAEU"),
        ("europe", "europe_as_printed_kz", "EUROPE"),
    ],
)
def test_what_a_person_types_is_resolved(typed, segment, asked):
    side = areas.read(typed, DAY)
    assert (side.segment, side.asked, side.canonical) == (segment, asked, typed == segment)


def test_a_bloc_has_the_members_of_the_day():
    assert areas.read("eu", "2019-06-30").segment == "eu28"


def test_unknown_words_are_answered_with_the_three_nearest():
    with pytest.raises(UnknownCode) as caught:
        areas.read("Kazakstain", DAY)
    assert len(caught.value.nearest) == 3
    assert "kaz" in caught.value.nearest
    with pytest.raises(UnknownCode):
        areas.read("_z", DAY)


def test_a_name_of_several_lists_them():
    with pytest.raises(areas.Ambiguous) as caught:
        areas.read("Congo", DAY)
    assert set(caught.value.codes) == {"cog", "cod"}


def test_no_area_is_called_like_a_page():
    reserved = {route.path.split("/")[2] for route in routes if route.path.startswith("/{lang:lang}/")} - {"", "{a}"}
    reserved |= {"check", "corridors"}
    for word in {one.partition(".")[0] for one in reserved}:
        assert not codelist.candidates(word), word


def test_codes_fit_into_paths():
    for code in codelist.codes():
        assert "." not in code
        assert code.replace("_", "").isalnum(), code


def test_redirects_keep_the_query_and_are_not_for_ever(client):
    answer = client.get("/en/EU/kz/trade?view=A&colour=red")
    assert (answer.status_code, answer.headers["location"]) == (302, "/en/eu27_2020/kaz/trade?view=A&colour=red")
    answer = client.get("/en/eu/Қазақстан.json")
    assert (answer.status_code, answer.headers["location"]) == (302, "/en/eu27_2020/kaz.json")


def test_a_name_of_several_is_a_choice(client):
    answer = client.get("/fr/congo/kaz?v=2025-01-01")
    assert answer.status_code == 300
    assert 'href="/fr/cog/kaz?v=2025-01-01"' in answer.text
    assert 'href="/fr/cod/kaz?v=2025-01-01"' in answer.text


def test_an_unknown_area_is_not_found_and_the_nearest_are_links(client):
    answer = client.get("/en/kazakstain/deu")
    assert answer.status_code == 404
    assert 'href="/en/kaz/deu"' in answer.text
    assert "kazakstain" in answer.text


def test_twice_the_same_is_no_pair(client):
    assert client.get("/en/kaz/kz").status_code == 302
    assert client.get("/en/kaz/kaz").status_code == 400


def test_the_picker_leads_to_the_pair(client):
    def picked(query):
        answer = client.get(f"/en/pair?{query}")
        return answer.status_code, answer.headers.get("location", "")

    assert picked("a=EU&b=Kazakhstan") == (302, "/en/eu27_2020/kaz")
    assert picked("a=EU&b=Kazakhstan&swap=1&v=2024-01-01") == (302, "/en/kaz/eu27_2020?v=2024-01-01")
    assert picked("a=EU&b=")[0] == 400
    assert picked("a=EU&b=EU")[0] == 400
    assert picked("a=EU&b=Congo")[0] == 300
    assert picked("a=EU&b=%3Cscript%3E")[0] == 404
    assert "<script>" not in client.get("/en/pair?a=EU&b=%3Cscript%3E").text


def test_the_fields_are_helped_in_the_language_of_the_page(client):
    found = client.get("/sw/areas.json?q=ujer").json()
    assert found[0] == {"code": "deu", "name": "Ujerumani"}
    assert client.get("/sw/areas.json?q=").json() == []
    assert all("as_printed" not in one["code"] for one in client.get("/en/areas.json?q=kaza").json())
