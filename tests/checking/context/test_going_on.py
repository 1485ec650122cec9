"""Numbers that go on from the ones before: another area, another year, another place, without the words for them."""

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text


def claims(text, published=date(2024, 10, 7)):
    return frames.claims(from_text(text, published))


def told(text):
    return [(c.quantity.value, c.measure, c.reporter, c.partner) for c in claims(text) if c.kind == "quantity"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Chile supplied 18 % of the crude oil imported by Peru. Brazil follows with 12 %.",
        "2022 stammten 18 Prozent der Rohölimporte Perus aus Chile. Aus Brasilien kamen 12 Prozent.",
        "En 2022, 18 % du pétrole brut importé par le Pérou venaient du Chili. Suit le Brésil (12 %).",
        "В 2022 году 18 % импорта нефти Перу пришлось на Чили. Из Бразилии – 12 %.",
    ],
)
def test_another_area_has_its_part_of_the_same(text):
    assert told(text)[-1] == (12.0, "partner_share_oil_imports", "PER", "BRA")


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Peru's trade with Chile was 1.9 billion dollars. In 2019 it was 900 million.",
        "2022 betrug der Handel Perus mit Chile 1,9 Milliarden Dollar. 2019 waren es 900 Millionen.",
        "En 2022, les échanges du Pérou avec le Chili ont atteint 1,9 milliard de dollars. En 2019 : 900 millions.",
        "В 2022 году товарооборот Перу с Чили составил 1,9 миллиарда долларов. В 2019-м – 900 миллионов.",
        "2022 жылы Перу мен Чили арасындағы тауар айналымы 1,9 млрд доллар болды. 2019 жылы – 900 млн.",
        "Mwaka 2022 biashara ya Peru na Chile ilikuwa dola bilioni 1.9. Mwaka 2019 ilikuwa milioni 900.",
    ],
)
def test_a_bare_amount_has_the_unit_and_the_measure_told_before(text):
    one, other = claims(text)
    assert (other.quantity.value, other.quantity.unit, other.measure) == (9e8, "USD", "trade_total")
    assert set(other.pair) == set(one.pair) == {"PER", "CHL"}
    assert (one.period.start[:4], other.period.start[:4]) == ("2022", "2019")


def test_a_bare_number_that_counts_something_else_has_no_unit_of_before():
    for text in (
        "In 2022 Peru's trade with Chile was 1.9 billion dollars. Some 300,000 trees were planted.",
        "In 2022 Peru's trade with Chile was 1.9 billion dollars. It rests on article 240.",
        "В 2022 году товарооборот Перу с Чили составил 1,9 миллиарда долларов. Перевезли 300 тысяч пассажиров.",
    ):
        assert [one for one in told(text)[1:] if one[1]] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The town of Arica gave 9 %.",
        "Brazil spends 12 % on pensions.",
        "Brazil's Petrobras pumped 12 % more.",
        "That left Brazil with a surplus of 2 bn dollars.",
        "Brazil lent 2 bn dollars.",
    ],
)
def test_words_that_nobody_has_read_stop_it(sentence):
    text = f"In 2022 Chile's share of Peru's foreign trade was 18 %. {sentence}"
    [last] = claims(text)[1:]
    assert last.measure in {None, "trade_balance"} or last.restriction


def test_a_number_told_by_words_is_not_refuted():
    text = "In 2022 Chile's share of Peru's foreign trade was 18 %. Brazil follows with 12 %."
    assert "measure" in claims(text)[-1].doubts


def test_people_are_counted_by_where_they_are_from():
    text = "In 2019, 3,839 Georgians were enrolled in Germany."
    assert told(text) == [(3839.0, "students_from_partner", "DEU", "GEO")]
    text = "En 2019, 1 926 Kazakhs étudiaient en Allemagne."
    assert told(text)[0][:2] == (1926.0, "students_from_partner")


def test_the_variant_goes_on():
    text = "In 2022 Schengen consulates in Peru received 9,000 visa applications, in Chile 4,000."
    assert [(c.partner, c.variant) for c in claims(text)] == [("PER", "applied"), ("CHL", "applied")]


def test_short_lines_below_a_label_are_its_list():
    text = "Peru's crude\n\nLargest suppliers, share of oil imports in 2022:\nChile 19.2 %\nBrazil 15.8 %\n\nIt is new."
    assert told(text) == [
        (19.2, "partner_share_oil_imports", "PER", "CHL"),
        (15.8, "partner_share_oil_imports", "PER", "BRA"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Peru's trade with Chile was 14 billion dollars in 2022. Brazil kept fourth place.",
        "Der Handel Perus mit Chile betrug 2022 14 Milliarden Dollar. Brasilien rangiert auf Platz vier.",
        "Товарооборот Перу с Чили составил в 2022 году 14 млрд долларов. Бразилия занимает четвёртое место.",
    ],
)
def test_a_place_without_its_own_word_is_one_in_the_trade_told(text):
    last = claims(text)[-1]
    assert (last.kind, last.rank, last.reporter, last.partner) == ("rank", (4, 4), "PER", "BRA")
    assert "measure" in last.doubts


def test_a_place_in_a_text_on_something_else_is_none():
    assert [c for c in claims("Brazil kept fourth place in the medal table.") if c.kind == "rank"] == []


def test_a_place_in_apposition_is_that_of_the_area_beside_it():
    text = "Peru traded goods worth 7 bn dollars with Chile, its largest trading partner, and 2 bn with Brazil."
    [rank] = [c for c in claims(text) if c.kind == "rank"]
    assert (rank.reporter, rank.partner) == ("PER", "CHL")


def test_the_two_of_the_own_clause_go_before_a_third():
    text = "Since Brazil left the pact: Peru's trade with Chile was 42 bn dollars in 2022."
    assert set(claims(text)[-1].pair) == {"PER", "CHL"}


def test_a_year_looked_back_on_is_not_that_of_the_next_paragraph():
    text = (
        "In 2023 Peru's trade with Chile was 1.7 bn dollars. In 2022 it had been 1.3 bn dollars.\n\n"
        "Exports rose by 20 %."
    )
    assert claims(text)[-1].period.start == "2023-01-01"
    text = "In 2010 Peru's trade with Chile was 1.7 bn dollars. In 2012 it was 2 bn dollars.\n\nExports rose by 20 %."
    assert claims(text)[-1].period.start == "2012-01-01"


def test_what_a_factor_is_compared_with_is_not_its_year():
    text = "In 2023 Peru exported goods worth 3.6 bn dollars to Chile, 12 percent more than in 2022."
    assert claims(text)[-1].period.start == "2023-01-01"


def test_the_year_of_the_first_of_two_is_not_that_of_the_second():
    text = "Peru's exports to Chile were 5 bn dollars in 2023. Its share climbed from 3.1 % in 2022 to 3.7 %."
    first, second = claims(text)[1:]
    assert (first.period.start, second.period.start) == ("2022-01-01", "2023-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "Belarusians asked for 710,504 Schengen visas in 2017.",
        "Les Biélorusses ont demandé 710 504 visas Schengen en 2017.",
        "Белорусы в 2017 году запросили 710 504 шенгенские визы.",
        "Wabelarusi waliomba visa 710,504 za Schengen mwaka 2017.",
    ],
)
def test_what_is_asked_for_is_not_what_is_issued(text):
    assert [(c.measure, c.variant) for c in claims(text)] == [("visas_issued", "applied")]


@pytest.mark.parametrize(
    "text",
    [
        "They study abroad.\n\n- Chile had 3,100 students from Uzbekistan in 2019.\n- Brazil had 1,200 Uzbeks.\n",
        "Im Jahr 2019 studierten 3.100 Usbeken in Chile.\n\n– In Brasilien waren es 1.200 Usbeken.\n",
    ],
)
def test_an_item_goes_on_from_the_one_before(text):
    assert told(text)[-1] == (1200, "students_from_partner", "BRA", "UZB")


def test_people_are_counted_before_and_behind_their_name():
    text = (
        "Chile ilikuwa na wanafunzi 3,100 kutoka Peru mwaka 2019.\n\nOrodha ya mwaka 2019:\n\n"
        "- Brazil ilikuwa na Waperu 1,200.\n"
    )
    assert [one[0] for one in told(text)] == [3100, 1200]


def test_answers_of_a_dialogue_go_on():
    text = (
        "– В 2022 году Перу импортировало из Чили 25,6 % нефти.\n\n– Кто ещё?\n\n"
        "– Бразилия выросла до 9,1 %. Норвегия даёт 7 %.\n"
    )
    assert told(text)[1:] == [
        (9.1, "partner_share_oil_imports", "PER", "BRA"),
        (7, "partner_share_oil_imports", "PER", "NOR"),
    ]


def test_suppliers_of_a_ware_are_no_suppliers_of_everything():
    text = "In 2022 Chile supplied 18 % of the crude oil imported by Peru. Brazil is another supplier, with 12 %."
    assert told(text)[-1][1] == "partner_share_oil_imports"
    text = "In 2022 Chile had 18 % of Peru's imports. Brazil is another supplier, with 12 %."
    assert told(text)[-1][1] == "partner_share_imports"


@pytest.mark.parametrize(
    "text",
    [
        "Chad's oil imports came from three countries in 2022. In Peru: Chile 31 %, Brazil 12 % of oil imports.",
        "В 2022 году по импорту нефти в Перу: Чили – 31 %, Бразилия – 12 %.",
    ],
)
def test_who_buys_stands_before_the_colon(text):
    assert told(text)[-1][1:] == ("partner_share_oil_imports", "PER", "BRA")


@pytest.mark.parametrize(
    "text",
    [
        "Peru's trade with Chile was 12 bn dollars in 2017. In 2018 it came to 13.2 bn dollars, of which exports were "
        "8 bn and imports 5.2 bn.",
        "Der Handel Perus mit Chile betrug 2017 12 Mrd. Dollar. 2018 waren es 13,2 Mrd. Dollar, wobei die Exporte "
        "8 Mrd. und die Importe 5,2 Mrd. ausmachten.",
    ],
)
def test_what_exports_and_imports_stand_behind_is_the_trade(text):
    assert [one[1] for one in told(text)][:3] == ["trade_total", "trade_total", "exports"]


def test_behind_a_subject_that_is_none_of_the_measures_a_number_goes_on_from_nothing():
    text = (
        "Peru's exports to Chile were 2 bn dollars in 2022. Unemployment in Peru was 5 percent in 2022, in Chile "
        "7 percent."
    )
    assert [one[1] for one in told(text)][1:] == [None, None]


def test_behind_services_what_is_sold_are_services():
    text = "Then the services. In 2022 Peru sold Chile services and more for 2 bn dollars and bought 1 bn in return."
    assert {one[1] for one in told(text)} <= {"services_exports", "services_imports"}


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 trade between Chile and Peru came to 16 bn dollars, with 9 bn dollars in favour of Chile.",
        "Mwaka 2023 biashara kati ya Chile na Peru ilifikia dola bilioni 16, na ziada ya Chile dola bilioni 9.",
        "В 2023 году товарооборот Чили и Перу составил 16 млрд долларов, сальдо — 9 млрд долларов в пользу Чили.",
        "2023 жылы Чили мен Перу арасындағы тауар айналымы 16 млрд доллар, сальдо Чилидің пайдасына "
        "9 млрд доллар болды.",
        "En 2023, les échanges entre le Chili et le Pérou ont atteint 16 milliards de dollars, dont 9 milliards de "
        "dollars de solde en faveur du Chili.",
        "2023 betrug der Handel zwischen Chile und Peru 16 Milliarden Dollar, der Saldo 9 Milliarden Dollar "
        "zugunsten Chiles.",
        "2023'te Şili ile Peru arasındaki ticaret 16 milyar dolara ulaştı, denge Şili lehine 9 milyar dolardı.",
    ],
)
def test_what_is_in_favour_of_one_of_two_is_their_balance(text):
    last = frames.claims(from_text(text))[-1]
    assert last.measure == "trade_balance"
    assert {last.reporter, last.partner, *(last.pair or ())} >= {"CHL", "PER"}
