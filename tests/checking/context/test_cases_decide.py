"""Measures and areas where cases say all and verbs stand last, as in Turkish."""

from __future__ import annotations

import pytest

from hali.checking import article, frames

CLAIMS = [
    # Two clauses with one verb.
    (
        "Kenya'nın Uganda'ya ihracatı yüzde 5, Tanzanya'ya ihracatı yüzde 7 azaldı.",
        [("exports_growth", "KEN", "UGA"), ("exports_growth", "KEN", "TZA")],
    ),
    # A converb ends its clause.
    (
        "Hollanda, Almanya'ya 150 milyar avroluk mal satarken bu ülkeden 106 milyar avroluk mal aldı.",
        [("exports", "NLD", "DEU"), ("imports", "NLD", "DEU")],
    ),
    # What a noun in the genitive holds is no share of an area.
    ("Hindistan'ın ihracatında yazılımın payı yüzde 12'ye çıktı.", [(None, None, None)]),
    (
        "Makine ve ekipman, Almanya'nın Özbekistan'a ihracatının yüzde 41'ini oluşturuyor.",
        [("product_share_exports", "DEU", "UZB")],
    ),
    (
        "Nijer'in Fransa'ya yaptığı ihracatın dörtte üçünü uranyum oluşturuyordu.",
        [("product_share_exports", "NER", "FRA")],
    ),
    # Who owns is not always who sells.
    ("Özbekistan'ın Çin'den yaptığı alımlar 11,3 milyar dolarlık hacme erişti.", [("imports", "UZB", "CHN")]),
    ("Seul'ün Pekin'e ihracatı yüzde 20 düştü.", [("exports_growth", "KOR", "CHN")]),
    (
        "Kazakistan'dan Çin tarafından satın alınan petrol 11 milyon tona ulaştı.",
        [("oil_imports_volume", "CHN", "KAZ")],
    ),
    (
        "Gürcistan'a yapılan 1,6 milyar dolarlık doğrudan yatırımın 240 milyon doları Türkiye'den geldi.",
        [("fdi_gross_cumulative", "GEO", None), ("fdi_gross_cumulative", "GEO", "TUR")],
    ),
    # The object of a visit, peoples in the plural, an area for each number.
    ("İran'ı ziyaret eden Iraklıların sayısı 2 milyonu aştı.", [("tourist_arrivals", "IRN", "IRQ")]),
    (
        "ABD'den 246, Rusya'dan 825, Çin'den 691 öğrenci Türkiye'deki üniversitelerde öğrenim görüyor.",
        [
            ("students_from_partner", "TUR", "USA"),
            ("students_from_partner", "TUR", "RUS"),
            ("students_from_partner", "TUR", "CHN"),
        ],
    ),
    # Places and who follows.
    (
        "İthalatta ise ilk sırayı 2 milyar dolarla Rusya aldı.",
        [("partner_rank", None, "RUS"), ("imports", None, "RUS")],
    ),
    (
        "Gürcistan'ın en büyük ticaret ortakları arasında Türkiye birinci, ABD ikinci oldu.",
        [("partner_rank", "GEO", "TUR"), ("partner_rank", "GEO", "USA")],
    ),
    # The weight of a fuel whose trade grew; a whole before its part.
    (
        "Polonya'nın Kolombiya'dan taş kömürü ithalatı dört kat artarak 4,5 milyon tona yükseldi.",
        [("imports_growth", "POL", "COL"), ("coal_imports_volume", "POL", "COL")],
    ),
    # An estimate of what has been is told as a fact.
    ("IMF'nin tahminine göre Senegal'in GSYH'si 2023'te 31 milyar dolardı.", [("gdp", "SEN", None)]),
    # A genitive is no flour, and no English preposition.
    ("Belarus'un ithalatının yarısından fazlası Rusya'dan yapılıyor.", [("partner_share_imports", "BLR", "RUS")]),
]


@pytest.mark.parametrize(("text", "wanted"), CLAIMS)
def test_measure_and_sides(text, wanted):
    found = sorted(frames.claims(article.from_text(text)), key=lambda claim: claim.start)
    assert [(claim.measure, claim.reporter, claim.partner) for claim in found] == wanted


def test_an_estimate_is_a_fact_and_what_is_to_come_is_none():
    estimated, expected = (
        frames.claims(article.from_text(text))[0]
        for text in (
            "IMF'nin tahminine göre Kenya ekonomisi 2023'te yüzde 5,4 büyüdü.",
            "Kenya ekonomisinin 2026'da yüzde 5 büyüyeceği tahmin ediliyor.",
        )
    )
    assert (estimated.relation, expected.relation) == ("change", "target")
