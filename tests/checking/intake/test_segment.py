"""Sentences end where they end, in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.checking.intake import segment


def split(text: str, language: str) -> list[str]:
    return [text[a:b] for a, b in segment.sentences(text, 0, len(text), language)]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("ru", "Оборот составил 3,1 млрд долл. США. В 2022 году он вырос.", 2),
        ("ru", "Оборот составил 3,1 млрд долл. В 2022 году он вырос.", 2),
        ("ru", "За 2015–2022 гг. Казахстан вырос.", 1),
        ("ru", "В г. Алматы живёт 2 млн человек.", 1),
        ("ru", "К. Токаев посетил Берлин.", 1),
        ("kk", "Тауар айналымы 2,6 млрд долл. болды.", 1),
        ("kk", "Тауар айналымы 2,6 млрд. Ресейге экспорт өсті.", 2),
        ("ru", "Оборот составил $50 млрд. Основными партнерами стали Россия и Китай.", 2),
        ("ru", "Оборот составил 50 млрд. долл. США за год.", 1),
        ("de", "Der Handel stieg auf 4,2 Mrd. Euro. Die Ausfuhren fielen.", 2),
        ("de", "Das Abkommen trat am 1. März 2020 in Kraft.", 1),
        ("de", "Im 3. Quartal stieg er, z. B. Maschinen.", 1),
        ("de", "Es war das Jahr 2021. Die Ausfuhren fielen.", 2),
        ("fr", "Le stock atteint 25 Mds. Il baisse.", 2),
        ("en", "Trade was $2.3 bn. The rest fell.", 2),
        ("en", "U.S. exports rose 2.5 per cent. See No. 5 of the list.", 2),
        ("en", "The EU took 28.4 % in 2021.[3] Russia took 24 %.", 2),
        ("en", "“It grew.” He left!", 2),
        ("sw", "Mauzo yalifikia dola bilioni 4.5. Mwaka 2022 yalipungua.", 2),
        ("sw", "Barua Na. Tano ilitumwa.", 1),
    ],
)
def test_sentences(language, text, count):
    assert len(split(text, language)) == count


def test_a_source_mark_stays_with_its_sentence():
    assert split("The EU took 28 %.[3, 5] Russia less.", "en")[0].endswith("[3, 5]")


@given(st.text(alphabet="abcД .!?\n12,()[]", max_size=80))
def test_no_character_but_white_space_is_lost(text):
    kept = "".join(text[a:b] for a, b in segment.sentences(text, 0, len(text), "en"))
    assert "".join(kept.split()) == "".join(text.split())


def test_blocks_of_a_text_with_single_line_breaks():
    text = f"A heading\nA paragraph that ends with a full stop, {'word ' * 20}end.\nBiashara:\n• An item"
    assert [kind for kind, _, _ in segment.blocks(text)] == ["heading", "paragraph", "label", "item"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kiwango cha Biashara: EU inachangia 40 %", "Kiwango cha Biashara"),
        ("**Trade:** the EU has 40 %", "Trade"),
        ("He said on the fifth day of the long visit: trade grew", ""),
        ("At 10:30 trade grew", ""),
    ],
)
def test_label_before_a_colon(text, label):
    assert segment.label(text, 0, len(text)) == label


@pytest.mark.parametrize(
    "text",
    [
        "Espérance de vie : 74,4 ans (2023), contre 66,2 ans en 2007 selon l'office\nForêts : 1,3 % du territoire\n",
        "Life expectancy: 74.4 years in 2023, after 66.2 years in 2007, by the office\nForests: 1.3 % of the land\n",
        "Продолжительность жизни: 74,4 года в 2023 году против 66,2 года в 2007-м\nЛеса: 1,3 % территории\n",
    ],
)
def test_lines_of_a_fact_sheet_stay_apart(text):
    assert len(list(segment.blocks(text))) == 2


def test_a_wrapped_sentence_stays_whole():
    text = "The minister said one thing about the 3 million tonnes of wheat that were sold:\nMore is to come.\n"
    wrapped = (
        "The ministry said that the exports of the country had gone up by 3 percent in\nPeru: it was a good year.\n"
    )
    assert len(list(segment.blocks(wrapped))) == 1
    assert len(list(segment.blocks(text))) == 2
