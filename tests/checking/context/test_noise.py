"""News of health, sport, crime, local business and elections: their numbers are of no measure of trade or finance."""

import pytest

from hali.checking import article, frames

SENTENCES = [
    "The clinic in Nairobi imported 40 doses of antivenom for 3,200 dollars.",
    "Uganda beat Kenya by 12 points and took 60 percent of the rebounds.",
    "Detectives seized 18 kilograms of ivory worth 2 million dollars that was to be exported to Vietnam.",
    "A bakery in Astana sells 300 loaves a day and made 9 million tenge last month.",
    "The governing party won 54 percent of the vote in Kazakhstan and 31 of 50 seats.",
    "The singer from Italy sold 80,000 tickets and earned 4 million euros in Germany.",
    "Rents in Tashkent rose by 15 percent after the arrival of families from Russia.",
    "Ticket inspectors fined 230 passengers 90 euros each on trains from Berlin to Poland.",
    "The striker was transferred from France to England for 65 million euros.",
    "A shop in Kampala exports 20 baskets a month to France for 900 dollars.",
    "В больницу Алматы поступили 45 пациентов, 12 процентов из них дети.",
    "Сборная Казахстана обыграла Германию со счётом 3:1, на матч пришли 24 тысячи зрителей.",
    "Полиция изъяла контрабандные сигареты из России на 5 млн тенге.",
    "Кандидат набрал 61 процент голосов на выборах в Узбекистане.",
    "Магазин продал ковры из Турции на 300 тысяч тенге.",
    "Футболист перешёл из Италии в Испанию за 40 млн евро.",
    "Аудандық ауруханаға 45 науқас түсті, оның 12 пайызы балалар.",
    "Полиция Ресейден әкелінген 5 млн теңгенің темекісін тәркіледі.",
    "Сайлауда Өзбекстанда үміткер 61 пайыз дауыс жинады.",
    "Матчқа Қазақстан мен Германиядан 24 мың жанкүйер келді.",
    "Hospitali ya Nairobi ilipokea wagonjwa 45, asilimia 12 kati yao ni watoto.",
    "Timu ya Kenya iliifunga Uganda mabao 3 mbele ya mashabiki 24,000.",
    "Polisi walikamata bidhaa za magendo kutoka Uganda za shilingi milioni 5.",
    "Mgombea alipata asilimia 61 ya kura katika uchaguzi wa Tanzania.",
    "Duka moja jijini Mombasa liliuza vitenge kutoka China kwa shilingi 900,000.",
    "L'hôpital de Lyon a accueilli 45 patients venus d'Italie, dont 12 % d'enfants.",
    "La France a battu l'Allemagne 3 à 1 devant 24 000 spectateurs.",
    "Les douaniers ont saisi pour 2 millions d'euros de cigarettes venues de Pologne.",
    "Le candidat a obtenu 61 % des voix à l'élection au Sénégal.",
    "L'attaquant a été vendu par l'Italie à l'Espagne pour 40 millions d'euros.",
    "Un fromager de Savoie vend 3 % de sa production en Suisse.",
    "Das Krankenhaus in Köln nahm 45 Patienten aus Polen auf, 12 Prozent davon Kinder.",
    "Deutschland schlug Frankreich vor 24.000 Zuschauern mit 3:1.",
    "Zöllner beschlagnahmten Zigaretten aus Polen im Wert von 2 Millionen Euro.",
    "Der Kandidat erhielt bei der Wahl in Kenia 61 Prozent der Stimmen.",
    "Ein Winzer aus Baden verkauft 4 Prozent seiner Flaschen nach Dänemark.",
    "Der Stürmer wechselte für 40 Millionen Euro von Italien nach Spanien.",
]


@pytest.mark.parametrize("text", SENTENCES, ids=[text[:40] for text in SENTENCES])
def test_other_news_is_of_no_measure(text: str) -> None:
    claims = [c for c in frames.claims(article.from_text(text)) if c.kind != "event"]
    assert {c.measure for c in claims} <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Uganda trade: in 2022 the former sold the latter goods worth $900 million, the latter sold the "
        "former goods worth $400 million.",
        "Kenya na Uganda zinafanya biashara: mwaka 2022 ya kwanza iliiuzia ya pili bidhaa za dola milioni 900, na ya "
        "pili iliiuzia ya kwanza bidhaa za dola milioni 400.",
        "Кения и Уганда торгуют: в 2022 году экспорт первой во вторую составил 900 млн долларов, а второй в первую — "
        "400 млн долларов.",
        "Кения мен Уганда сауда жасайды: 2022 жылы алғашқысының соңғысына экспорты 900 млн доллар, соңғысының "
        "алғашқысына экспорты 400 млн доллар болды.",
        "Le Kenya et l'Ouganda commercent : en 2022, les exportations du premier pays vers le second ont atteint "
        "900 millions de dollars, celles du second vers le premier 400 millions de dollars.",
        "Kenia und Uganda handeln: 2022 beliefen sich die Ausfuhren des ersteren in das letztere auf 900 Millionen "
        "Dollar, die des letzteren in das erstere auf 400 Millionen Dollar.",
        "Kenya ve Uganda ticaret yapıyor: 2022'de birincinin ikinciye ihracatı 900 milyon dolar, ikincinin birinciye "
        "ihracatı 400 milyon dolar oldu.",
    ],
)
def test_which_of_two_is_the_latter_is_not_guessed(text):
    assert [bool(c.restriction) for c in frames.claims(article.from_text(text))] == [True, True]
