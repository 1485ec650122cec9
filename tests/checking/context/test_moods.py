"""Moods: facts, plans, forecasts, possibilities, denials, questions and corrections in six languages."""

import pytest

from hali.checking import article
from hali.checking.context import moods, passage

SENTENCES = [
    # en
    ("en", "Bilateral trade reached 5 billion dollars in 2023.", [""]),
    ("en", "Both governments aim to bring mutual trade to 10 billion dollars.", ["goal"]),
    (
        "en",
        "Trade was 5 billion dollars in 2023, and the two sides want to raise it to 10 billion dollars.",
        ["", "goal"],
    ),
    (
        "en",
        "The ministers agreed to increase exports to 4 billion euros and imports to 3 billion euros.",
        ["goal", "goal"],
    ),
    ("en", "Exports are expected to rise by 12 percent.", ["forecast"]),
    ("en", "Trade could reach 8 billion dollars once the border opens.", ["possibility"]),
    ("en", "Exports to Italy did not reach 9 billion dollars.", ["denial"]),
    ("en", "It is not true that the EU buys 90 percent of Kazakhstan's oil.", ["denial"]),
    ("en", "The claim that France takes 40 percent of the exports is false.", ["denial"]),
    ("en", "Has trade really grown by 30 percent?", ["question"]),
    ("en", "The share is not 40 percent but 28 percent.", ["corrected", ""]),
    ("en", "The EU's share was 28 percent, not 40 percent.", ["", "corrected"]),
    ("en", "Imports came to no more than 3 billion euros.", [""]),
    ("en", "Exports rose not only to Italy but also to France, by 7 percent.", [""]),
    ("en", "As expected, exports grew by 9 percent.", [""]),
    ("en", "If exports reached 7 billion dollars, the deficit would vanish.", ["possibility"]),
    # ru
    ("ru", "Товарооборот достиг 5 млрд долларов.", [""]),
    ("ru", "Стороны планируют довести товарооборот до 10 млрд долларов.", ["goal"]),
    ("ru", "Товарооборот составил 5 млрд долларов, стороны намерены довести его до 10 млрд долларов.", ["", "goal"]),
    ("ru", "По прогнозу, экспорт вырастет на 12 процентов.", ["forecast"]),
    ("ru", "Экспорт может достигнуть 8 млрд долларов.", ["possibility"]),
    ("ru", "Экспорт в Италию не достиг 9 млрд долларов.", ["denial"]),
    ("ru", "Неверно, что на ЕС приходится 90 процентов экспорта нефти.", ["denial"]),
    ("ru", "Правда ли, что торговля выросла на 30 процентов?", ["question"]),
    ("ru", "Доля составила не 40 процентов, а 28 процентов.", ["corrected", ""]),
    ("ru", "Импорт составил не менее 3 млрд евро.", [""]),
    ("ru", "Если экспорт достигнет 7 млрд долларов, дефицит исчезнет.", ["forecast"]),
    # kk
    ("kk", "Тауар айналымы 5 млрд долларға жетті.", [""]),
    ("kk", "Тараптар тауар айналымын 10 млрд долларға жеткізуді жоспарлап отыр.", ["goal"]),
    ("kk", "Тараптар экспортты 4 млрд долларға, импортты 3 млрд долларға жеткізуді көздейді.", ["goal", "goal"]),
    ("kk", "Экспорт 8 млрд долларға жетуі мүмкін.", ["possibility"]),
    ("kk", "Италияға экспорт 9 млрд долларға жеткен жоқ.", ["denial"]),
    ("kk", "Еуроодақ мұнайдың 90 пайызын алады деген дұрыс емес.", ["denial"]),
    ("kk", "Сауда 30 пайызға өсті ме?", ["question"]),
    ("kk", "Үлес 40 пайыз емес, 28 пайыз болды.", ["corrected", ""]),
    ("kk", "Импорт көлемі 3 млрд еуродан кем емес.", [""]),
    # sw
    ("sw", "Biashara ilifikia dola bilioni 5.", [""]),
    ("sw", "Nchi hizo zinalenga kukuza biashara hadi dola bilioni 10.", ["goal"]),
    ("sw", "Mauzo yanatarajiwa kupanda kwa asilimia 12.", ["forecast"]),
    ("sw", "Biashara inaweza kufikia dola bilioni 8.", ["possibility"]),
    ("sw", "Mauzo kwenda Italia hayakufikia dola bilioni 9.", ["denial"]),
    ("sw", "Si kweli kwamba Umoja wa Ulaya unanunua asilimia 90 ya mafuta.", ["denial"]),
    ("sw", "Je, biashara iliongezeka kwa asilimia 30?", ["question"]),
    ("sw", "Sehemu hiyo si asilimia 40 bali asilimia 28.", ["corrected", ""]),
    ("sw", "Uagizaji ulikuwa si chini ya euro bilioni 3.", [""]),
    # fr
    ("fr", "Les échanges ont atteint 5 milliards de dollars.", [""]),
    ("fr", "Les deux pays souhaitent porter leurs échanges à 10 milliards de dollars.", ["goal"]),
    ("fr", "Les exportations devraient progresser de 12 %.", ["forecast"]),
    ("fr", "Le commerce pourrait atteindre 8 milliards de dollars.", ["possibility"]),
    ("fr", "Les exportations vers l'Italie n'ont pas atteint 9 milliards de dollars.", ["denial"]),
    ("fr", "Il est faux que l'UE achète 90 % du pétrole kazakh.", ["denial"]),
    ("fr", "Le commerce a-t-il augmenté de 30 % ?", ["question"]),
    ("fr", "La part n'est pas de 40 % mais de 28 %.", ["corrected", ""]),
    ("fr", "Les importations ne représentent pas moins de 3 milliards d'euros.", [""]),
    # de
    ("de", "Der Handel erreichte 5 Milliarden Dollar.", [""]),
    ("de", "Beide Seiten wollen den Handel auf 10 Milliarden Dollar steigern.", ["goal"]),
    ("de", "Der Handel, der 2023 bei 5 Milliarden Dollar lag, soll auf 10 Milliarden Dollar steigen.", ["", "goal"]),
    ("de", "Die Ausfuhren dürften um 12 Prozent zulegen.", ["forecast"]),
    ("de", "Der Handel könnte 8 Milliarden Dollar erreichen.", ["possibility"]),
    ("de", "Die Ausfuhren nach Italien erreichten 9 Milliarden Dollar nicht.", ["denial"]),
    ("de", "Es stimmt nicht, dass die EU 90 Prozent des Öls kauft.", ["denial"]),
    ("de", "Ist der Handel um 30 Prozent gestiegen?", ["question"]),
    ("de", "Der Anteil beträgt nicht 40 Prozent, sondern 28 Prozent.", ["corrected", ""]),
    ("de", "Die Einfuhren betrugen nicht weniger als 3 Milliarden Euro.", [""]),
    # a second round, read once before anything was changed for it
    ("en", "Norway and Poland hope to lift trade to 8 billion euros.", ["goal"]),
    ("en", "Trade between Norway and Poland, which they hope to double, was 4 billion euros.", ["goal", ""]),
    ("en", "Nobody should believe that exports fell by 40 percent.", ["denial"]),
    ("en", "Officials rejected reports that imports had doubled to 3 billion dollars.", ["denial", "denial"]),
    ("ru", "Слухи о росте импорта на 40 процентов опроверг министр.", ["denial"]),
    ("kk", "Екі ел саудасын 6 млрд долларға дейін ұлғайтуды мақсат етеді.", ["goal"]),
    ("kk", "Экспорт 40 пайызға төмендеді деген ақпарат жалған.", ["denial"]),
    ("sw", "Serikali inakusudia kuongeza mauzo hadi dola bilioni 6.", ["goal"]),
    ("sw", "Waziri alikanusha kuwa biashara imeshuka kwa asilimia 40.", ["denial"]),
    ("fr", "Les ventes n'ont jamais dépassé 2 milliards d'euros.", ["denial"]),
    ("fr", "Varsovie table sur 6 milliards d'euros d'échanges.", ["forecast"]),
    ("de", "Bis 2035 soll sich das Volumen auf 6 Milliarden Euro verdoppeln.", ["goal", "goal"]),
    ("de", "Dass die Ausfuhren um 40 Prozent sanken, ist falsch.", ["denial"]),
    ("de", "Warschau peilt 6 Milliarden Euro an.", ["goal"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES, ids=[text[:40] for _, text, _ in SENTENCES])
def test_each_number_has_the_mood_its_words_give_it(language: str, text: str, expected: list[str]) -> None:
    read = article.from_text(text)
    here = passage.read(read, 0, read.blocks[0].sentences[0])
    assert here.language == language
    assert [moods.read(here, q.start, q.end)[0] for q in here.quantities] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Если в 2021 году Перу продало товаров на 31 млн евро, то в 2023 году – на 387 млн евро.", ""),
        ("Если в 2030 году Перу продаст товаров на 31 млн евро, рынок изменится.", "possibility"),
    ],
)
def test_an_if_of_the_past_only_compares(text, expected):
    from datetime import date

    read = article.from_text(text, date(2024, 9, 1))
    here = passage.read(read, 0, read.blocks[0].sentences[0])
    first = here.quantities[0]
    assert moods.read(here, first.start, first.end)[0] == expected
