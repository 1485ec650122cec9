"""Factors and ratios: the factor is the new over the old, whatever the words; one thing over another is no change."""

import pytest

from hali.checking import article, frames
from hali.checking.context import passage, relations
from hali.model.claim import is_divisor

FACTORS = [
    ("Exports to France halved in 2020.", 0.5),
    ("Exports to France were cut in half in 2020.", 0.5),
    ("Exports to France fell twofold in 2020.", 0.5),
    ("Exports to France fell to half the level of 2019.", 0.5),
    ("Exports to France doubled in 2021.", 2),
    ("Exports to France were twice as high as in 2020.", 2),
    ("Imports were three times what they were in 2015.", 3),
    ("Экспорт во Францию сократился вдвое в 2020 году.", 0.5),
    ("Экспорт во Францию упал в 4 раза в 2020 году.", 0.25),
    ("Экспорт во Францию вырос вдвое в 2021 году.", 2),
    ("Экспорт во Францию в 2,5 раза больше, чем в 2020 году.", 2.5),
    ("Францияға экспорт 2020 жылы екі есе азайды.", 0.5),
    ("Францияға экспорт 2021 жылы екі есе өсті.", 2),
    ("Mauzo kwenda Ufaransa yalipungua mara mbili mwaka 2020.", 0.5),
    ("Mauzo kwenda Ufaransa yaliongezeka mara mbili mwaka 2021.", 2),
    ("Les exportations vers la France ont été divisées par deux en 2020.", 0.5),
    ("Les exportations vers la France ont doublé en 2021.", 2),
    ("Les importations sont trois fois plus élevées qu'en 2015.", 3),
    ("Die Ausfuhren nach Frankreich halbierten sich 2020.", 0.5),
    ("Die Ausfuhren nach Frankreich fielen 2020 auf die Hälfte.", 0.5),
    ("Die Ausfuhren nach Frankreich verdoppelten sich 2021.", 2),
    ("Die Einfuhren waren dreimal so hoch wie 2015.", 3),
]

RATIOS = [
    "Italy's GDP is 64 % of the GDP of France.",
    "Kazakhstan's public debt stands at 24 % of GDP.",
    "Exports were twice as large as imports.",
    "GDP per head is 45 % of the EU average.",
    "Экспорт втрое больше импорта.",
    "Госдолг составляет 24 % ВВП.",
    "Das BIP Italiens entspricht 64 % des BIP Frankreichs.",
    "La dette représente 24 % du PIB.",
    "Deni la taifa ni asilimia 60 ya pato la taifa.",
    "Мемлекеттік қарыз ЖІӨ-нің 24 пайызын құрайды.",
]


@pytest.mark.parametrize(("text", "factor"), FACTORS)
def test_a_factor_is_the_new_over_the_old(text: str, factor: float) -> None:
    claim = next(c for c in frames.claims(article.from_text(text)) if c.kind == "quantity")
    assert claim.quantity is not None
    assert (claim.quantity.unit, claim.relation) == ("times", "change")
    written = claim.quantity.value
    assert isinstance(written, float)
    assert (1 / written if is_divisor(claim) else written) == pytest.approx(factor)


@pytest.mark.parametrize("text", RATIOS)
def test_one_thing_over_another_is_a_ratio_and_no_measure(text: str) -> None:
    claims = [c for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]
    assert [(c.relation, c.measure) for c in claims] == [("ratio", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports fell by half.", "change"),
        ("The EU's share fell to a third.", "share"),
        ("Half of the exports go to Italy.", "share"),
        ("Oil makes up 64 % of exports.", "share"),
    ],
)
def test_parts_and_halves_stay_what_they_are(text: str, expected: str) -> None:
    read = article.from_text(text)
    assert relations.relation(passage.read(read, 0, read.blocks[0].sentences[0]), 0) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Poland's exports to Germany reached 95.2 billion euros and were twice as high as in 2013.",
        "Polens Ausfuhren nach Deutschland beliefen sich 2022 auf 95,2 Mrd. Euro und waren doppelt so hoch wie 2013.",
        "Polens Ausfuhren nach Deutschland beliefen sich 2022 auf 95,2 Mrd. Euro, dreimal so viel wie 2013.",
        "En 2022, les exportations polonaises vers l'Allemagne ont atteint 95,2 milliards d'euros, le double de 2013.",
        "En 2022, les exportations polonaises vers l'Allemagne ont été deux fois plus élevées qu'en 2013.",
        "В 2022 году экспорт Польши в Германию составил 95,2 млрд евро и был вдвое больше, чем в 2013 году.",
        "Mwaka 2022 mauzo ya Poland kwenda Ujerumani yalifika euro bilioni 95.2, mara mbili ya mwaka 2013.",
        "2022 жылы Польшаның Германияға экспорты 95,2 млрд еуроға жетіп, 2013 жылмен салыстырғанда екі есе көп болды.",
        "2022'de Polonya'nın Almanya'ya ihracatı 95,2 milyar avroya ulaştı, 2013'ün iki katı oldu.",
    ],
)
def test_a_year_a_factor_compares_with_is_where_it_begins(text: str) -> None:
    last = [c for c in frames.claims(article.from_text(text)) if c.relation == "change"][-1]
    assert last.period is not None
    assert (last.period.start[:4], last.period.end[:4]) == ("2013", "2023")
