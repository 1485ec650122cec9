"""What happened to an agreement, who joined a bloc, and when: in all languages, and where a sentence says neither."""

from __future__ import annotations

import pytest

from hali.checking import article, frames


def told(text: str) -> list[tuple[str, ...]]:
    """Subject, action, sides and first and last day of each event of a text."""
    claims = (c for c in frames.claims(article.from_text(text)) if c.kind == "event")
    return [(*c.event, *sorted(c.pair or ()), c.period.start, c.period.end) for c in claims]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "The free trade agreement between Chile and Thailand was signed on 4 October 2013 and entered into force "
            "on 5 November 2015.",
            [
                ("FREE_TRADE", "signed", "CHL", "THA", "2013-10-04", "2013-10-05"),
                ("FREE_TRADE", "in_force", "CHL", "THA", "2015-11-05", "2015-11-06"),
            ],
        ),
        (
            "In March 2017 Tunisia and Canada signed a free trade agreement.",
            [("FREE_TRADE", "signed", "CAN", "TUN", "2017-03-01", "2017-04-01")],
        ),
        (
            "Das am 3. Mai 2011 unterzeichnete Wirtschaftspartnerschaftsabkommen von Japan und Peru gilt seit 2012.",
            [
                ("ECONOMIC_PARTNERSHIP", "signed", "JPN", "PER", "2011-05-03", "2011-05-04"),
                ("ECONOMIC_PARTNERSHIP", "in_force", "JPN", "PER", "2012-01-01", "2013-01-01"),
            ],
        ),
        (
            "L'accord d'association entre l'Union européenne et la Jordanie est en vigueur depuis le 1er mai 2002.",
            [("ASSOCIATION", "in_force", "EU", "JOR", "2002-05-01", "2002-05-02")],
        ),
        (
            "L'accord d'étape entre l'UE et le Ghana est appliqué à titre provisoire depuis le 15 décembre 2016.",
            [("INTERIM", "provisional", "EU", "GHA", "2016-12-15", "2016-12-16")],
        ),
        (
            "С 1 июля 2005 года между Чили и Индией действует соглашение о свободной торговле.",
            [("FREE_TRADE", "in_force", "CHL", "IND", "2005-07-01", "2005-07-02")],
        ),
        (
            "Mkataba wa ushirikiano wa kiuchumi kati ya Kenya na Japani ulitiwa saini mjini Nairobi mwezi Juni 2019.",
            [("ECONOMIC_PARTNERSHIP", "signed", "JPN", "KEN", "2019-06-01", "2019-07-01")],
        ),
        (
            "Сербия мен Түркия арасындағы еркін сауда келісімі 2010 жылғы 1 қыркүйектен бері күшінде.",
            [("FREE_TRADE", "in_force", "SRB", "TUR", "2010-09-01", "2010-09-02")],
        ),
        (
            "Türkiye ile Sırbistan arasındaki serbest ticaret anlaşması 1 Haziran 2009'da imzalandı.",
            [("FREE_TRADE", "signed", "SRB", "TUR", "2009-06-01", "2009-06-02")],
        ),
        ("Lesotho joined the Asia Pacific Trade Agreement.", []),
        (
            "The Asia Pacific Trade Agreement has been in force since June 1976.",
            [("APTA", "in_force", "1976-06-01", "1976-07-01")],
        ),
        (
            "Japan and Chile signed a treaty on 27 March 2007.",
            [("AGREEMENT", "signed", "CHL", "JPN", "2007-03-27", "2007-03-28")],
        ),
    ],
)
def test_steps_of_an_agreement(text, events):
    assert told(text) == events


@pytest.mark.parametrize(
    ("text", "sides", "day"),
    [
        ("Bulgaria joined the European Union on 1 January 2007.", ("BGR", "EU"), "2007-01-01"),
        ("Kroatien trat am 1. Juli 2013 der Europäischen Union bei.", ("EU", "HRV"), "2013-07-01"),
        ("Le Burundi a rejoint la Communauté d'Afrique de l'Est en juillet 2007.", ("BDI", "EAC"), "2007-07-01"),
        ("Кыргызстан вошёл в Евразийский экономический союз 12 августа 2015 года.", ("EAEU", "KGZ"), "2015-08-12"),
        ("Burundi ilijiunga na Jumuiya ya Afrika Mashariki mwaka 2007.", ("BDI", "EAC"), "2007-01-01"),
        ("Болгария Еуропалық одаққа 2007 жылы қосылды.", ("BGR", "EU"), "2007-01-01"),
        ("Bulgaristan 2007'de Avrupa Birliği'ne katıldı.", ("BGR", "EU"), "2007-01-01"),
    ],
)
def test_who_joined_which_bloc(text, sides, day):
    ((subject, action, *found, start, _),) = told(text)
    assert (subject, action, tuple(found), start) == ("ACCESSION", "joined", sides, day)


def test_several_that_join_are_one_claim_each():
    assert [sides for _, _, *sides, _, _ in told("Burundi and Rwanda joined the East African Community in 2007.")] == [
        ["BDI", "EAC"],
        ["EAC", "RWA"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        # what happened and its day stand in two breaths
        "Exports rose by 8 % in 2016 after the free trade agreement between Chile and Thailand entered into force.",
        "Chile and Thailand said in 2017 that the free trade agreement in force had raised trade.",
        "The free trade agreement between Chile and Thailand is in force; in 2017 trade grew.",
        "In 2017 trade grew; the free trade agreement of Chile and Thailand is in force.",
        "Nach dem Inkrafttreten des Freihandelsabkommens zwischen Chile und Thailand stieg der Handel, 2017 noch mehr.",
        "После вступления в силу соглашения о свободной торговле Чили и Таиланда экспорт в 2017 году вырос.",
        # another agreement, a part of one or a later state of one
        "The investment protection agreement between Chile and Thailand was signed on 4 October 2013.",
        "The upgraded free trade agreement between Chile and China entered into force on 1 March 2019.",
        "A chapter of the free trade agreement between Chile and Thailand entered into force in 2016.",
        "Le protocole à l'accord de libre-échange entre le Chili et la Chine est entré en vigueur en 2019.",
        "Die zweite Phase des Freihandelsabkommens zwischen China und Pakistan ist seit 2020 in Kraft.",
        "Соглашение о воздушном сообщении между Чили и Индией вступило в силу в 2005 году.",
        "Mkataba wa kulinda uwekezaji kati ya Kenya na Japani ulitiwa saini mwaka 2016.",
        "Сербия мен Түркия арасындағы салық келісімі 2010 жылы күшіне енді.",
        "Türkiye ile Sırbistan arasındaki güncellenen serbest ticaret anlaşması 1 Haziran 2019'da yürürlüğe girdi.",
        # no step, no day, no time of a beginning
        "The free trade agreement between Chile and Thailand was negotiated in 2010.",
        "The free trade agreement between Chile and Thailand is in force.",
        "The free trade agreement between Australia and New Zealand was in force from 1966 to 1982.",
        # nobody says whose agreement it is
        "The free trade agreement entered into force on 5 November 2015.",
        # no bloc is joined
        "Croatia joined the talks of 2013.",
    ],
)
def test_no_event_of_an_agreement(text):
    assert told(text) == []


def test_it_is_the_agreement_of_the_sentence_before():
    """Whose it is the sentence itself does not say: the claim is in doubt."""
    text = "Chile and Thailand have a free trade agreement. It entered into force on 5 November 2015."
    (claim,) = (c for c in frames.claims(article.from_text(text)) if c.kind == "event")
    assert (claim.event, claim.pair, claim.doubts) == (("FREE_TRADE", "in_force"), ("CHL", "THA"), ("areas",))


def test_the_other_party_is_who_the_title_names():
    text = "Peru and Korea\n\nThe free trade agreement with Korea was signed on 21 March 2011."
    (claim,) = (c for c in frames.claims(article.from_text(text)) if c.kind == "event")
    assert (claim.pair, claim.doubts) == (("PER", "KOR"), ("areas",))


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("The free trade agreement between Chile and Thailand is to be signed in 2027.", "goal"),
        ("The free trade agreement between Chile and Thailand could be signed in 2027.", "possibility"),
        ("Das Freihandelsabkommen zwischen Chile und Thailand wurde nicht 2010 unterzeichnet.", "denial"),
    ],
)
def test_plans_and_denials_are_told_as_such(text, mood):
    (claim,) = (c for c in frames.claims(article.from_text(text)) if c.kind == "event")
    assert claim.mood == mood
