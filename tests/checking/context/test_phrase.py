"""Every word of the phrase a number counts is read by a slot, known to change nothing, or named as a restriction."""

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text


def restriction(text):
    return frames.claims(from_text(text, date(2024, 10, 7)))[0].restriction


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Peru's exports of asparagus to Chile came to 40 million dollars in 2022.", "asparagus"),
        ("Peru's trade with Patagonia was worth 40 million dollars in 2022.", "Patagonia"),
        ("Bavarian exports to Peru came to 40 million euros in 2022.", "Bavarian"),
        ("Peru's rice exports to Chile came to 40 million dollars in 2022.", "rice"),
        ("Some 3,000 Peruvian students in Valdivia study at universities in Chile.", "Valdivia"),
        ("The company handled 9,000 TEU on the Trans-Caspian route in 2022.", "The company"),
        ("Der Handel Perus mit Feuerland betrug 2022 40 Millionen Dollar.", "Feuerland"),
        ("Die bayerischen Exporte nach Peru betrugen 2022 40 Millionen Euro.", "bayerischen"),
        ("Die Exporte von Spargel aus Peru nach Chile betrugen 2022 40 Millionen Dollar.", "Spargel"),
        ("Les exportations d'asperges du Pérou vers le Chili ont atteint 40 millions de dollars en 2022.", "asperges"),
        ("Les échanges du Pérou avec la Patagonie ont atteint 40 millions de dollars en 2022.", "Patagonie"),
        ("Экспорт спаржи из Перу в Чили составил 40 млн долларов в 2022 году.", "спаржи"),
        ("Товарооборот Перу с Патагонией составил 40 млн долларов в 2022 году.", "Патагонией"),
        ("Перудің Чилиге қияр экспорты 2022 жылы 40 млн доллар болды.", "қияр"),
        ("Патагония өлкесімен тауар айналымы 2022 жылы 40 млн доллар болды.", "Патагония өлкесімен"),
        ("Mauzo ya karafuu kutoka Kenya kwenda Chile yalikuwa dola milioni 40 mwaka 2022.", "karafuu"),
    ],
)
def test_an_unread_word_restricts_the_claim(text, word):
    assert restriction(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "The total bilateral trade between Peru and Chile reached a record 5 billion dollars in 2022.",
        "Peru's overall exports of goods to Chile amounted to 5 billion dollars in 2022.",
        "In 2022 mutual trade turnover of Peru with Chile, the ministry said, was 5 billion dollars.",
        "The ministry expects that Peru's exports to Chile stood at 5 billion dollars in 2022.",
        "Chile accounts for 9 % of Peru's foreign trade in 2022.",
        "Der gesamte bilaterale Warenhandel zwischen Peru und Chile erreichte 2022 den Rekordwert "
        "von 5 Milliarden Dollar.",
        "Die peruanischen Exporte nach Chile betrugen 2022 insgesamt 5 Milliarden Dollar.",
        "Le commerce bilatéral total entre le Pérou et le Chili a atteint 5 milliards de dollars en 2022.",
        "Les exportations du Pérou vers le Chili s'élèvent à 5 milliards de dollars.",
        "Общий объём взаимной торговли Перу и Чили достиг 5 млрд долларов в 2022 году.",
        "Внешнеторговый оборот Перу с Чили по итогам 2022 года составил 5 млрд долларов.",
        "Перу мен Чили арасындағы жалпы тауар айналымы 2022 жылы 5 млрд долларға жетті.",
        "Jumla ya biashara kati ya Kenya na Uganda ilifikia dola bilioni 5 mwaka 2022.",
    ],
)
def test_neutral_words_change_nothing(text):
    assert restriction(text) == ""


def test_the_number_that_goes_on_has_its_own_restriction():
    text = "Peru's trade with Chile reached 5 billion dollars in 2022, with Patagonia 40 million dollars."
    first, second = frames.claims(from_text(text))
    assert first.restriction == ""
    assert second.restriction == "Patagonia"


def test_what_stands_before_a_bracket_is_counted_in_it():
    text = "In 2022 Peru's exports to Chile were led by asparagus (40 million dollars)."
    assert restriction(text) == "asparagus"


def test_the_restriction_has_its_place_and_its_step():
    text = "In 2022 Peru's exports of asparagus to Chile came to 40 million dollars."
    claim = frames.claims(from_text(text))[0]
    start, end = claim.evidence["restriction"]
    assert text[start:end] == "asparagus"
    step = next(s for s in claim.trace if s.stage == "words")
    assert (step.rule, step.result, step.vetoes) == ("unread_words", "asparagus", ("restriction",))
