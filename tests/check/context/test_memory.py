"""The two sides a text has been speaking of go before areas that merely stand around."""

from datetime import date

import pytest

from hali.check import frames
from hali.check.article import from_text


def sides(text):
    claims = frames.claims(from_text(text, date(2024, 10, 7)))
    return [(c.measure, c.reporter, c.partner, c.pair and frozenset(c.pair)) for c in claims]


@pytest.mark.parametrize(
    "text",
    [
        "Brazil watches. Peru's exports to Chile were 5 bn dollars in 2022. Imports were 3 bn dollars.",
        "Brasilien schaut zu. Die Exporte Perus nach Chile betrugen 2022 5 Milliarden Dollar. Die Importe lagen bei 3 "
        "Milliarden Dollar.",
        "Le Brésil observe. Les exportations du Pérou vers le Chili ont atteint 5 milliards de dollars en 2022. Les "
        "importations s'élèvent à 3 milliards de dollars.",
        "Бразилия наблюдает. Экспорт Перу в Чили составил 5 млрд долларов. Импорт составил 3 млрд долларов.",
        "Бразилия қарап отыр. Перудің Чилиге экспорты 5 млрд доллар болды. Импорт 3 млрд доллар болды.",
        "Brazili inatazama. Mauzo ya Peru kwenda Chile yalikuwa dola bilioni 5. Uagizaji ulikuwa dola bilioni 3.",
    ],
)
def test_a_flow_without_areas_is_of_the_same_two(text):
    assert sides(text) == [("exports", "PER", "CHL", None), ("imports", "PER", "CHL", None)]


def test_one_area_finds_the_other_it_was_named_with():
    text = (
        "Peru traded goods worth 5 bn dollars with Chile in 2022.\n\nBrazil and Bolivia were mentioned.\n\n"
        "In the first half of 2023 trade with Chile reached 2 bn dollars."
    )
    assert sides(text)[-1] == ("trade_total", None, None, frozenset({"PER", "CHL"}))


def test_a_number_about_another_measure_recalls_nothing():
    text = "Peru's exports to Chile were 5 bn dollars in 2022.\n\nThe number of visas issued was 900."
    assert sides(text)[-1] == ("visas_issued", None, None, None)


def test_whose_trade_it_is_goes_on():
    text = "Chile had 9 % of Peru's foreign trade in 2022. Brazil's share was 6 %."
    assert sides(text) == [("partner_share_trade", "PER", "CHL", None), ("partner_share_trade", "PER", "BRA", None)]


def test_what_stands_before_a_reason_or_after_another_is_no_side():
    text = "For trade with Chile, Peru counts only 5 bn dollars, because copper leaves by Brazilian ports."
    assert sides(text) == [("trade_total", None, None, frozenset({"PER", "CHL"}))]
    text = "Chile hosted 3,000 students from Peru, Brazil 1,900."
    assert sides(text)[0] == ("students_from_partner", "CHL", "PER", None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Trade between Peru and Chile reached 5 bn dollars in 2022.",
            "Trade between Chile and Peru reached 5 bn dollars in 2022.",
        ),
        ("Товарооборот Перу с Чили составил 5 млрд долларов.", "Товарооборот Чили с Перу составил 5 млрд долларов."),
        (
            "Der Handel zwischen Peru und Chile betrug 5 Milliarden Dollar.",
            "Der Handel zwischen Chile und Peru betrug 5 Milliarden Dollar.",
        ),
        (
            "Les échanges entre le Pérou et le Chili ont atteint 5 milliards de dollars.",
            "Les échanges entre le Chili et le Pérou ont atteint 5 milliards de dollars.",
        ),
        (
            "Перу мен Чили арасындағы тауар айналымы 5 млрд доллар болды.",
            "Чили мен Перу арасындағы тауар айналымы 5 млрд доллар болды.",
        ),
        (
            "Biashara kati ya Kenya na Uganda ilikuwa dola bilioni 5.",
            "Biashara kati ya Uganda na Kenya ilikuwa dola bilioni 5.",
        ),
    ],
)
def test_the_order_of_two_names_changes_nothing(one, other):
    def symmetric(text):
        return [(m, {r, p, *(pair or ())}) for m, r, p, pair in sides(text)]

    assert symmetric(one) == symmetric(other) != []


def test_a_text_that_goes_through_the_partners_of_one_country_is_about_that_country():
    text = (
        "Peru's exports to Chile were 5 bn dollars in 2022. Imports from Brazil reached 3 bn dollars.\n\n"
        "Trade with Mexico fell to 2 bn dollars. In trade with Ecuador nothing changed."
    )
    assert sides(text)[-1][3] == {"PER", "MEX"}


def test_flows_without_a_partner_after_the_whole_foreign_trade_are_with_all():
    text = "Peru's foreign trade reached 62 bn dollars in 2023. Exports rose to 24 bn dollars."
    assert [one[1:3] for one in sides(text)] == [("PER", "WLD"), ("PER", "WLD")]


def test_the_items_of_a_list_are_of_what_its_lead_counts():
    text = "Shares in the foreign trade of Peru in 2023:\n\n- China – 21.8 %\n- Brazil – 16 %\n"
    assert [one[:3] for one in sides(text)] == [
        ("partner_share_trade", "PER", "CHN"),
        ("partner_share_trade", "PER", "BRA"),
    ]


def test_visas_of_all_schengen_states_are_not_those_of_the_country_named_behind():
    text = "The Schengen visa refusal rate for applicants from Peru was 9 % in 2023, with Malta at 81 % the strictest."
    assert sides(text)[0][:3] == ("visa_refusal_rate", "SCHENGEN", "PER")


def test_whose_statistics_speak_is_read_from_their_owner():
    (claim,) = frames.claims(from_text("Turkish statistics put Peru's exports to Türkiye at 3 bn dollars in 2022."))
    assert claim.origin_side == "TUR"
