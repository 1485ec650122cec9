"""Ranks among trading partners, and dated events."""

from __future__ import annotations

import pytest

from hali.checking import article, frames
from hali.checking.context.events import ACTIONS
from hali.model.claim import Claim


def of(kind: str, text: str) -> list[Claim]:
    return [c for c in frames.claims(article.from_text(text)) if c.kind == kind]


@pytest.mark.parametrize(
    ("text", "reporter", "partner", "rank"),
    [
        ("The EU is Kazakhstan's largest trading partner.", "KAZ", "EU", (1, 1)),
        ("The EU is one of the largest trading partners of Kazakhstan.", "KAZ", "EU", (1, 5)),
        ("China is the second-largest trading partner of Kazakhstan.", "KAZ", "CHN", (2, 2)),
        ("Italy is among Kazakhstan's top five trading partners.", "KAZ", "ITA", (1, 5)),
        ("Umoja wa Ulaya ni mshirika mkubwa zaidi wa biashara wa Kazakhstan.", "KAZ", "EU", (1, 1)),
        ("Umoja wa Ulaya ni mmoja wa washirika wakubwa wa biashara wa Kazakhstan.", "KAZ", "EU", (1, 5)),
        ("ЕС является крупнейшим торговым партнёром Казахстана.", "KAZ", "EU", (1, 1)),
        ("Китай — второй по величине торговый партнёр Казахстана.", "KAZ", "CHN", (2, 2)),
        ("Евросоюз – один из крупнейших торговых партнёров и инвесторов Казахстана.", "KAZ", "EU", (1, 5)),
        ("Еуропалық Одақ — Қазақстанның ең ірі сауда серіктесі.", "KAZ", "EU", (1, 1)),
        ("Қытай Қазақстанның ірі сауда серіктестерінің бірі.", "KAZ", "CHN", (1, 5)),
        ("L'Union européenne est le premier partenaire commercial du Kazakhstan.", "KAZ", "EU", (1, 1)),
        ("La Russie est l'un des principaux partenaires commerciaux du Kazakhstan.", "KAZ", "RUS", (1, 5)),
        ("Die EU ist der größte Handelspartner Kasachstans.", "KAZ", "EU", (1, 1)),
        ("China ist der zweitgrößte Handelspartner von Kasachstan.", "KAZ", "CHN", (2, 2)),
    ],
)
def test_rank(text, reporter, partner, rank):
    (claim,) = of("rank", text)
    assert (claim.measure, claim.reporter, claim.partner, claim.rank) == ("partner_rank", reporter, partner, rank)
    assert text[claim.start : claim.end]


@pytest.mark.parametrize(
    "text",
    [
        "The EU is an important trading partner for Kazakhstan.",
        "Kazakhstan is looking for new trading partners.",
        "ЕС — надёжный торговый партнёр Казахстана.",
        "The EU and Kazakhstan are partners.",
    ],
)
def test_no_rank_without_a_place(text):
    assert of("rank", text) == []


def test_a_rank_within_a_region_is_no_rank_we_know():
    (claim,) = of("rank", "Kazakhstan is the EU's largest trading partner in Central Asia.")
    assert (claim.measure, claim.unsaid) == (None, ("no_measure",))


def test_partners_named_in_one_breath_share_the_places():
    found = of("rank", "Russia and China are Kazakhstan's largest trading partners.")
    assert [(c.partner, c.rank) for c in found] == [("RUS", (1, 2)), ("CHN", (1, 2))]


def test_flow_and_counting():
    (claim,) = of("rank", "Italy was the largest single country among the export markets of Kazakhstan for goods.")
    assert (claim.reporter, claim.partner, claim.rank) == ("KAZ", "ITA", (1, 1))
    assert (claim.flow, claim.counting) == ("X", "countries")


@pytest.mark.parametrize(
    "text",
    [
        "Since March 2020 their Enhanced Partnership and Cooperation Agreement has been in force.",
        "Mkataba wa Ushirikiano Ulioimarishwa (EPCA) ulianza kutumika Machi 2020.",
        "Соглашение о расширенном партнёрстве и сотрудничестве вступило в силу в марте 2020 года.",
        "Кеңейтілген әріптестік пен ынтымақтастық туралы келісім 2020 жылғы наурызда күшіне енді.",
        "L'accord de partenariat et de coopération renforcé est entré en vigueur en mars 2020.",
        "Das Abkommen über eine verstärkte Partnerschaft trat im März 2020 in Kraft.",
    ],
)
def test_the_agreement_came_into_force(text):
    (claim,) = of("event", text)
    assert claim.event == ("EPCA", "in_force")
    assert claim.period is not None
    assert (claim.period.start, claim.period.end) == ("2020-03-01", "2020-04-01")
    assert claim.unsaid == ()


def test_several_events_of_one_sentence():
    text = "The EPCA, signed in December 2015 and provisionally applied since May 2016, came into force in March 2020."
    assert [(c.event, c.period and (c.period.start, c.period.end)) for c in of("event", text)] == [
        (("EPCA", "signed"), ("2015-12-01", "2016-01-01")),
        (("EPCA", "provisional"), ("2016-05-01", "2016-06-01")),
        (("EPCA", "in_force"), ("2020-03-01", "2020-04-01")),
    ]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kazakhstan joined the WTO in 2015.", ("WTO", "joined")),
        ("Казахстан вступил в ВТО в 2015 году.", ("WTO", "joined")),
        ("Le Kazakhstan a adhéré à l'OMC en 2015.", ("WTO", "joined")),
        ("Kasachstan trat 2015 der Welthandelsorganisation bei.", ("WTO", "joined")),
        ("Kazakhstan ratified the Paris Agreement in December 2016.", ("PARIS_AGREEMENT", "ratified")),
        ("The Partnership and Cooperation Agreement of 1995 took effect in July 1999.", ("PCA", "in_force")),
        ("The IAEA bank of low-enriched uranium was inaugurated in August 2017.", ("LEU_BANK", "inaugurated")),
        ("The first EU–Central Asia summit was held in Samarkand in April 2025.", ("EU_CA_SUMMIT", "met")),
    ],
)
def test_events(text, event):
    (claim,) = of("event", text)
    assert claim.event == event


@pytest.mark.parametrize(
    "text",
    [
        "The EPCA is the foundation of the partnership.",
        "In 2025 the two sides mark the tenth anniversary of the signing of the EPCA.",
        "The contract was signed in 2015.",
    ],
)
def test_no_event_without_subject_action_and_date(text):
    assert of("event", text) == []


def test_subjects_and_actions_are_those_of_the_record():
    import csv
    from importlib import resources

    text = (resources.files("hali.record") / "embedded" / "events.csv").read_text(encoding="utf-8")
    known = {(row["subject"], row["action"]) for row in csv.DictReader(text.splitlines())}
    assert {(s, a) for s, actions in ACTIONS.items() for a in actions if a != "joined"} <= known | {
        ("PARIS_AGREEMENT", "joined"),
        ("PCA", "ratified"),
    }
