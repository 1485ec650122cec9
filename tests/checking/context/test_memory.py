"""The two sides a text has been speaking of go before areas that merely stand around."""

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text


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


@pytest.mark.parametrize(
    "text",
    [
        "Peru's trade with Chile was 9 bn dollars in 2022. Exports were 5 bn dollars, and imports 4 bn dollars.",
        "Der Handel Perus mit Chile betrug 2022 9 Milliarden Dollar. Die Exporte lagen bei 5 Milliarden Dollar, die "
        "Importe bei 4 Milliarden Dollar.",
        "Le commerce du Pérou avec le Chili a atteint 9 milliards de dollars en 2022. Les exportations s'élèvent à 5 "
        "milliards de dollars et les importations à 4 milliards de dollars.",
        "Товарооборот Перу с Чили в 2022 году составил 9 млрд долларов. Экспорт составил 5 млрд долларов, импорт – 4 "
        "млрд долларов.",
    ],
)
def test_exports_and_imports_are_those_of_whom_the_trade_is_told_of(text):
    assert sides(text)[1:] == [("exports", "PER", "CHL", None), ("imports", "PER", "CHL", None)]


def test_trade_between_two_leaves_open_whose_exports_are_meant():
    text = "Trade between Peru and Chile was 9 bn dollars in 2022. Exports were 5 bn dollars."
    assert sides(text)[1] == ("exports", None, None, frozenset({"PER", "CHL"}))


def test_whose_count_is_quoted_tells_whose_exports_are_meant():
    text = (
        "Trade between Germany and Chile was 9 bn euros in 2022. According to Destatis, exports were 5 bn euros and "
        "imports 4 bn euros."
    )
    assert sides(text)[1:] == [("exports", "DEU", "CHL", None), ("imports", "DEU", "CHL", None)]


def test_partner_by_partner_in_a_list_of_its_trade():
    text = (
        "Перу подвело итоги торговли за 2022 год. Торговля Перу с Чили составила 7 млрд долларов.\n\n"
        "- с Бразилией товарооборот – 9 млрд долларов, из них экспорт – 5 млрд долларов, импорт – 4 млрд долларов."
    )
    assert sides(text)[-2:] == [("exports", "PER", "BRA", None), ("imports", "PER", "BRA", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chile met.\n\nOur exports from Peru to Chile were 5 bn dollars in 2022.\n\nTrade between Peru and "
        "Chile grew by 3 %. Our imports were 4 bn dollars.",
        "Le Pérou et le Chili.\n\nNos exportations du Pérou vers le Chili ont atteint 5 milliards de dollars en 2022."
        "\n\nLe commerce entre le Pérou et le Chili a augmenté de 3 %. Nos importations s'élèvent à 4 milliards de "
        "dollars.",
    ],
)
def test_ours_are_whose_exports_were_called_ours(text):
    assert sides(text)[-1] == ("imports", "PER", "CHL", None)


@pytest.mark.parametrize(
    "text",
    [
        "Peru's foreign trade reached 90 bn dollars in 2022.\n\nThis figure rose by 3 %.\n\nTrade with Chile was 9 bn "
        "dollars.",
        "Der Außenhandel Perus erreichte 2022 90 Milliarden Dollar.\n\nDieser Wert stieg um 3 %.\n\nDer Handel mit "
        "Chile betrug 9 Milliarden Dollar.",
    ],
)
def test_the_owner_of_all_trade_owns_that_with_each(text):
    assert sides(text)[1:] == [
        ("trade_growth", "PER", "WLD", None),
        ("trade_total", None, None, frozenset({"PER", "CHL"})),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Peru's exports to Chile fell by 3 % in 2022. Exports to Brazil rose by 5 %.",
        "Les exportations du Pérou vers le Chili ont baissé de 3 % en 2022. Les exportations vers le Brésil ont "
        "progressé de 5 %.",
    ],
)
def test_whose_exports_go_on_partner_by_partner(text):
    assert sides(text)[-1] == ("exports_growth", "PER", "BRA", None)


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chile look north\n\nTrade with the EU was discussed by Peru: it was 20 bn dollars in 2022.\n\n"
        "Trade between the two countries reached 9 bn dollars.",
        "Peru na Chile zaangalia kaskazini\n\nBiashara ya Peru na Umoja wa Ulaya ilikuwa dola bilioni 20 mwaka 2022."
        "\n\nBiashara kati ya nchi hizo mbili ilifikia dola bilioni 9.",
    ],
)
def test_the_two_countries_are_those_of_the_title(text):
    assert sides(text)[-1] == ("trade_total", None, None, frozenset({"PER", "CHL"}))


@pytest.mark.parametrize(
    ("text", "partner"),
    [
        ("Most of Germany's exports to Central Asia went to Kazakhstan: 5 bn euros in 2022.", "KAZ"),
        ("Der größte Teil der deutschen Exporte in die GUS ging 2022 nach Kasachstan: 2 Milliarden Euro.", "KAZ"),
    ],
)
def test_of_a_region_and_a_part_of_it_the_part_is_meant(text, partner):
    assert sides(text)[0][2] == partner


def test_whoever_runs_a_surplus_owns_it():
    assert sides("Trade of Peru with Chile: Peru ran a deficit of 2 bn dollars in 2022.")[-1][1] == "PER"
    text = "Peru's exports to Türkiye were 5 bn dollars in 2022. That left Ankara with a surplus of 2 bn dollars."
    assert sides(text)[-1] == ("trade_balance", "TUR", "PER", None)


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 Peru's citizens were refused Schengen visas: consulates in Peru issued 900 Schengen visas. In Chile "
        "700 visas were issued.",
        "2023 wurden in Peru 900 Schengen-Visa erteilt. In Chile wurden 700 Visa erteilt.",
    ],
)
def test_who_gives_visas_goes_on(text):
    assert sides(text)[-2:] == [("visas_issued", "SCHENGEN", "PER", None), ("visas_issued", "SCHENGEN", "CHL", None)]


def test_a_pair_remembered_has_one_order_whatever_the_run():
    said = "Peru's exports to Chile were 5 bn dollars in 2022. Imports were 3 bn dollars. Trade grew by 4 %."
    last = frames.claims(from_text(said, date(2024, 10, 7)))[-1]
    assert (last.measure, last.pair) == ("trade_growth", ("CHL", "PER"))
