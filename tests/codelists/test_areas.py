"""Codes, dated membership and names."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.codelists import areas
from hali.codelists.files import rows
from hali.errors import UnknownCode
from hali.languages import CODES

SHARED = Path(__file__).parents[2].parent / "shared"
DAYS = st.dates(min_value=date(1958, 1, 1), max_value=date(2030, 12, 31))
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("code", "size"),
    [
        ("EU6", 6),
        ("EU9", 9),
        ("EU10", 10),
        ("EU12", 12),
        ("EC12", 12),
        ("EU15", 15),
        ("EU25", 25),
        ("EU27_2007", 27),
        ("EU28", 28),
        ("EU27_2020", 27),
        ("EA11", 11),
        ("EA12", 12),
        ("EA13", 13),
        ("EA15", 15),
        ("EA16", 16),
        ("EA17", 17),
        ("EA18", 18),
        ("EA19", 19),
        ("EA20", 20),
        ("EA21", 21),
        ("CA5", 5),
    ],
)
def test_size(code: str, size: int) -> None:
    assert len(areas.members(code, TODAY)) == size


def test_compositions_differ_as_history_says() -> None:
    of = {c: areas.members(c, TODAY) for c in ("EU28", "EU27_2020", "EU27_2007", "EU25")}
    assert of["EU28"] - of["EU27_2020"] == {"GBR"}
    assert of["EU27_2007"] | {"HRV"} == of["EU28"]
    assert of["EU27_2007"] - of["EU25"] == {"BGR", "ROU"}


@given(day=DAYS, code=st.sampled_from(sorted(areas.FIXED)))
def test_fixed_code_has_the_same_members_on_every_day(day: date, code: str) -> None:
    assert areas.members(code, day) == areas.members(code, areas.FIXED[code])


@given(day=DAYS)
def test_conventional_code_has_the_members_of_the_day(day: date) -> None:
    code = areas.conventional("EU", day)
    assert areas.members(code, day) == areas.members("EU_V", day)
    assert areas.concept(code) == "EU"


@pytest.mark.parametrize(
    ("concept", "day", "code"),
    [
        ("EU", date(2018, 12, 31), "EU28"),
        ("EU", date(2020, 1, 31), "EU28"),
        ("EU", date(2020, 2, 1), "EU27_2020"),
        ("EU", date(2021, 12, 31), "EU27_2020"),
        ("EU", date(2010, 12, 31), "EU27_2007"),
        ("EU", date(1990, 1, 1), "EU12"),
        ("EA", date(2024, 6, 30), "EA20"),
        ("KAZ", date(2021, 12, 31), "KAZ"),
        ("EAEU", date(2021, 12, 31), "EAEU"),
        ("EUROPE", date(2021, 12, 31), "EUROPE_AS_PRINTED_KZ"),
    ],
)
def test_conventional(concept: str, day: date, code: str) -> None:
    assert areas.conventional(concept, day) == code


def test_no_european_union_before_1958() -> None:
    with pytest.raises(UnknownCode, match="EU on 1950-01-01"):
        areas.conventional("EU", date(1950, 1, 1))


def test_printed_row_of_the_kazakh_table_loses_the_united_kingdom_in_2023() -> None:
    assert areas.members("EU_AS_PRINTED_KZ", date(2022, 12, 31)) == areas.members("EU28", TODAY)
    assert areas.members("EU_AS_PRINTED_KZ", date(2023, 12, 31)) == areas.members("EU27_2020", TODAY)


def test_moving_blocs() -> None:
    assert areas.members("EAEU", date(2014, 12, 31)) == frozenset()
    assert areas.members("EAEU", date(2021, 12, 31)) == {"ARM", "BLR", "KAZ", "KGZ", "RUS"}
    assert "GBR" in areas.members("EU_V", date(2020, 1, 31))
    assert "GBR" not in areas.members("EU_V", date(2020, 2, 1))
    cis = areas.members("CIS", date(2021, 12, 31))
    assert "KAZ" in cis
    assert not cis & {"GEO", "UKR", "TKM"}


def test_members_of_one_and_of_none() -> None:
    assert areas.members("KAZ", TODAY) == {"KAZ"}
    assert areas.members("EU_UNSTATED", TODAY) == frozenset()
    assert areas.members("WLD", TODAY) == frozenset()


def test_concept_and_its_codes() -> None:
    assert areas.concept("EU27_2020") == areas.concept("EU_AS_PRINTED_KZ") == areas.concept("EU") == "EU"
    assert areas.concept("EUROPE_AS_PRINTED_KZ") == "EUROPE"
    assert areas.concept_codes("KAZ") == ("KAZ",)
    codes = areas.concept_codes("EU")
    assert codes[:3] == ("EU27_2020", "EU28", "EU_V")
    assert {"EU27_2007", "EU25", "EU15", "EU12", "EC12", "EU_AS_PRINTED_KZ", "EU_UNSTATED"} <= set(codes)


def test_every_code_has_a_concept_that_leads_back() -> None:
    for code in areas.codes():
        assert code in areas.concept_codes(areas.concept(code))


def test_concept_is_no_code() -> None:
    with pytest.raises(UnknownCode, match="EU27_2020"):
        areas.area("EU")


def test_memberships_are_of_known_areas_and_do_not_overlap() -> None:
    until: dict[tuple[str, str], date | None] = {}
    for m in sorted(areas.membership(), key=lambda m: m.start):
        assert areas.area(m.bloc).kind == "moving"
        assert areas.area(m.member).kind == "country"
        assert m.end is None or m.start < m.end
        before = until.get((m.bloc, m.member), m.start)
        assert before is not None, (m.bloc, m.member)
        assert before <= m.start, (m.bloc, m.member)
        assert m.source
        until[m.bloc, m.member] = m.end


def test_no_name_is_spelled_like_the_alpha2_code_of_another_area() -> None:
    meant = areas._dictionary()
    assert {alpha2: meant[alpha2.casefold()] for alpha2 in areas._alpha2()} == {
        alpha2: (code,) for alpha2, code in areas._alpha2().items()
    }


@pytest.mark.parametrize("lang", CODES)
def test_every_code_and_concept_has_a_name(lang: str) -> None:
    for code in (*areas.codes(), *areas.concepts()):
        assert areas.name(code, lang).strip()
        assert areas.name(code, lang, "short").strip()


FORMED = """EU27_2020 EU28 EU KAZ UZB KGZ TJK TKM RUS CHN TUR DEU FRA ITA NLD ESP POL GBR USA EAEU CA5 WLD"""


@pytest.mark.parametrize("code", FORMED.split())
def test_forms_for_sentences(code: str) -> None:
    for lang in CODES:
        for form in ("subject", "of", "in", "to", "from", "with", "adjective"):
            assert areas.has_form(code, lang, form), (code, lang, form)
            assert areas.name(code, lang, form)


def test_a_form_nobody_wrote_is_an_error() -> None:
    assert not areas.has_form("NSP", "ru", "of")
    with pytest.raises(UnknownCode, match="of of NSP in ru"):
        areas.name("NSP", "ru", "of")
    with pytest.raises(UnknownCode, match="language"):
        areas.name("KAZ", "xx")


@pytest.mark.parametrize(
    ("code", "lang", "form", "text"),
    [
        ("KAZ", "ru", "of", "Казахстана"),
        ("KAZ", "kk", "of", "Қазақстанның"),
        ("KAZ", "kk", "to", "Қазақстанға"),
        ("KAZ", "fr", "of", "du Kazakhstan"),
        ("KAZ", "de", "of", "Kasachstans"),
        ("KAZ", "sw", "plain", "Kazakhstan"),
        ("KAZ", "sw", "in", "nchini Kazakhstan"),
        ("USA", "de", "in", "in den Vereinigten Staaten"),
        ("USA", "kk", "from", "АҚШ-тан"),
        ("NLD", "en", "of", "of the Netherlands"),
        ("NLD", "ru", "in", "в Нидерландах"),
        ("ITA", "fr", "from", "d’Italie"),
        ("RUS", "kk", "with", "Ресеймен"),
        ("CHN", "ru", "with", "с Китаем"),
        ("EU", "fr", "of", "de l’UE"),
        ("EU27_2020", "en", "short", "EU27"),
        ("EU27_2020", "ru", "short", "ЕС27"),
    ],
)
def test_form(code: str, lang: str, form: str, text: str) -> None:
    assert areas.name(code, lang, form) == text


@pytest.mark.parametrize("lang", CODES)
def test_long_names_of_the_union_carry_no_count(lang: str) -> None:
    for code in areas.concept_codes("EU"):
        long = areas.name(code, lang)
        assert not any(f" {n} " in f" {long} " for n in ("6", "9", "10", "12", "15", "25", "27", "28")), long


NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""Territories of CLDR that are no country of ISO 3166: islets, unions, placeholders."""


@pytest.mark.parametrize(
    ("listed", "code"),
    [("Korea, Republic of", "KOR"), ("Iran, Islamic Republic of", "IRN"), ("Gambia, The", "GMB")],
)
def test_a_name_in_the_order_of_sorted_lists_is_known(listed: str, code: str) -> None:
    assert areas.resolve(listed) == code
    assert areas.candidates(listed) == (code,)


def test_every_country_cldr_names_resolves() -> None:
    from babel import Locale

    known = {row["alpha2"]: code for code, row in areas._table().items() if row["alpha2"]}
    for alpha2, name in Locale("en").territories.items():
        if len(alpha2) != 2 or alpha2 in NOT_COUNTRIES:
            continue
        if alpha2 == "MF":  # shares its name with the Dutch half of the island
            continue
        assert areas.resolve(name) == known[alpha2]
        assert areas.resolve(alpha2) == known[alpha2]


@pytest.mark.parametrize("lang", CODES)
def test_names_resolve_to_their_area(lang: str) -> None:
    for code in areas.codes():
        if areas.area(code).kind == "country" and code not in {"MAF", "SXM", "COG", "COD"}:
            assert areas.resolve(areas.name(code, lang)) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EU", "EU"),
        ("eu", "EU"),
        ("kz", "KAZ"),
        ("KAZ", "KAZ"),
        ("Kazakistani", "KAZ"),
        ("Kazakhstan", "KAZ"),
        ("Қазақстан", "KAZ"),
        ("ЕС", "EU"),
        ("ЕО", "EU"),
        ("UE", "EU"),
        ("Umoja wa Ulaya", "EU"),
        ("  European   Union ", "EU"),
        ("l’Union européenne", "EU"),
        ("EU28", "EU28"),
        ("EU27_2020", "EU27_2020"),
        ("EU27", "EU27_2020"),
        ("Germany", "DEU"),
        ("DE", "DEU"),
        ("UK", "GBR"),
        ("Uingereza", "GBR"),
        ("Turkey", "TUR"),
        ("Uturuki", "TUR"),
        ("the Netherlands", "NLD"),
        ("Central Asia", "CA5"),
        ("Europe", "EUROPE"),
        ("world", "WLD"),
        ("South Korea", "KOR"),
    ],
)
def test_resolve(typed: str, meant: str) -> None:
    assert areas.resolve(typed) == meant


def test_ambiguous_names_list_what_they_may_mean() -> None:
    with pytest.raises(UnknownCode) as raised:
        areas.resolve("Congo")
    assert raised.value.nearest == ("COG", "COD")
    with pytest.raises(UnknownCode) as raised:
        areas.resolve("Brussels")
    assert set(raised.value.nearest) == {"EU", "BEL"}


def test_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(UnknownCode, match="kazakhstan"):
        areas.resolve("Kazakhstann")


@given(text=st.text(max_size=30))
def test_resolve_answers_or_says_so(text: str) -> None:
    try:
        meant = areas.resolve(text)
    except UnknownCode:
        return
    assert meant in areas.concepts() or meant in areas.codes()


def test_aliases_are_unique() -> None:
    """No word leads to two areas but those the data call ambiguous."""
    declared = {areas._normal(a.text) for a in areas._aliases() if a.kind in areas._SHARED}
    several = {text for text, meant in areas._dictionary().items() if len(meant) > 1}
    assert several == declared


@pytest.mark.shared
def test_areas_of_the_compilation_are_all_here() -> None:
    with (SHARED / "record" / "areas.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["code"] for row in rows} <= set(areas.codes())
    for row in rows:
        if row["members"]:
            assert areas.members(row["code"], TODAY) == set(row["members"].split())


@pytest.mark.shared
def test_memberships_agree_with_the_catalogue() -> None:
    with (SHARED / "catalogue" / "bloc_members.csv").open(encoding="utf-8", newline="") as stream:
        given_rows = {tuple(r[c] for c in ("bloc", "member", "start", "end", "role")) for r in csv.DictReader(stream)}
    kept = {row[0] for row in given_rows} - {"CA5"}
    ours = {
        (m.bloc, m.member, m.start.isoformat(), m.end.isoformat() if m.end else "", m.role)
        for m in areas.membership()
        if m.bloc in kept
    }
    assert ours == {row for row in given_rows if row[0] in kept}


def test_who_stages_agreements_is_a_state_with_a_source() -> None:
    listed = list(rows("staged_agreements.csv"))
    assert {row["area"] for row in listed} <= set(areas.concepts())
    assert all(row["source"] and row["way"] in {"provisional", "own_day"} for row in listed)
    assert areas.stages_agreements("CHE")
    assert not areas.stages_agreements("KAZ")
