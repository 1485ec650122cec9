"""Turkish figures in sentences: endings, apostrophes, percent before the number, scale words; and its two i."""

from __future__ import annotations

import pytest

from hali.checking.numbers.prior import prior
from hali.checking.quantities import find
from hali.codelists import areas
from hali.languages import caseless

FIGURES = [
    ("Dolar 2024'te 34,5 liraya yükseldi.", [(34.5, "TRY")]),
    ("Şirket 1 milyon 250 bin avroluk sözleşme imzaladı.", [(1250000.0, "EUR")]),
    ("Yaklaşık yüzde 15'lik bir artış bekleniyor.", [(15, "percent")]),
    ("Enflasyon yüzde 61,78'den yüzde 58,51'e geriledi.", [(61.78, "percent"), (58.51, "percent")]),
    (
        "İhracat 2022'de 254,2 milyar dolarken, 2023'te 255,8 milyar dolar oldu.",
        [(254200000000.0, "USD"), (255800000000.0, "USD")],
    ),
    ("100 bin tonluk gemi, 3 bin 500 konteyner taşıyor.", [(100000.0, "t"), (3500, "count")]),
    ("Üretim 1,8 milyon varile çıktı.", [(1800000.0, "bbl")]),
    ("Günde 80 bin varil petrol taşınıyor.", [(80000.0, "bbl")]),
    ("Hattın uzunluğu 1.768 kilometre.", [(1768, "km")]),
    ("Tesisin kapasitesi 3,5 GW.", [(3500000.0, "kW")]),
    ("Ülke 12,5 milyar kWh elektrik ithal etti.", [(12500000000.0, "kWh")]),
    ("Payı 2,3 puan artarak yüzde 17,4'e çıktı.", [(2.3, "pp"), (17.4, "percent")]),
    ("Merkez Bankası faizi 250 baz puan artırdı.", [(2.5, "pp")]),
    ("Ticaret üç kat arttı.", [(3, "times")]),
    ("Ticaret hacmi 2,4 kat büyüdü.", [(2.4, "times")]),
    ("Nüfusun yarısı kentlerde yaşıyor.", [(0.5, "share")]),
    ("İhracatın dörtte üçü petrol.", [(0.75, "share")]),
    ("Gelirlerin yarısından fazlası vergilerden.", [(0.5, "share")]),
    ("500 ila 600 milyon dolar harcandı.", [([500000000.0, 600000000.0], "USD")]),
    ("10-12 gün sürüyor.", [([10, 12], "day")]),
    ("Yirmi yılda 47 milyar dolarlık yatırım yapıldı.", [(47000000000.0, "USD")]),
    ("Her yıl 2 bine yakın öğrenci burs alıyor.", [(2000, "count")]),
    ("Fabrikada 1.500 kişi çalışıyor.", [(1500, "count")]),
    ("Toplam 27 proje için 3,4 milyar $ ayrıldı.", [(27, "count"), (3400000000.0, "USD")]),
    ("AB, 300 milyon €'luk paket açıkladı.", [(300000000.0, "EUR")]),
    ("Kazakistan'dan 40 milyar metreküp gaz geçti.", [(40000000000.0, "m3")]),
    ("15 Mart 2024 tarihinde toplantı yapıldı.", []),
    ("Saat 18.30'da 5. madde görüşüldü.", []),
    ("Beşinci toplantı Astana'da 14 Mayıs'ta yapıldı.", []),
    ("2025 yılına kadar 10 milyon tona çıkarılması planlanıyor.", [(10000000.0, "t")]),
    ("Borç, GSYH'nin yüzde 24,8'ine denk geliyor.", [(24.8, "percent")]),
    ("Otuz iki ülkeden 250'ye yakın şirket katıldı.", [(250, "count")]),
    ("Yüzde yirmi beş oranında arttı.", [(25, "percent")]),
    ("İki buçuk milyon ton buğday ihraç edildi.", [(2500000.0, "t")]),
    ("2 buçuk milyar dolarlık anlaşma.", [(2500000000.0, "USD")]),
    ("Yarım milyon turist geldi.", [(500000.0, "count")]),
    ("Milyonlarca turist ve binlerce şirket.", []),
    ("Tarife yüzde 5'in altında.", [(5, "percent")]),
    ("150 milyon TL'lik yatırım.", [(150000000.0, "TRY")]),
    ("Kredi 250 mn USD tutarında.", [(250000000.0, "USD")]),
    ("Toplam 1.234,5 milyon dolar.", [(1234500000.0, "USD")]),
    ("Eksi 3,2 milyar dolar.", [(-3200000000.0, "USD")]),
    ("Açık -1,2 milyar dolar oldu.", [(-1200000000.0, "USD")]),
    ("Yüzde 0,4 azaldı.", [(0.4, "percent")]),
    ("% 100'e ulaştı.", [(100, "percent")]),
    ("Bin 200 öğrenci.", [(1200, "count")]),
    ("Bin kişi katıldı.", [(1000, "count")]),
    ("1 trilyon 130 milyar dolar.", [(1130000000000.0, "USD")]),
    ("Ülkede 45 bini aşkın Türk vatandaşı yaşıyor.", [(45000.0, "count")]),
    ("Gümrük vergisi yüzde 10'dan 5'e indirildi.", [(10, "percent"), (5, "percent")]),
    ("Oran 2022'de %9,5 artarak yükseldi.", [(9.5, "percent")]),
    ("Oran 2021 yılında % 8 iken 2022'de %9'a çıktı.", [(8, "percent"), (9, "percent")]),
    ("Yabancı öğrencilerin sayısı 2019'da 8 bin 494'e ulaştı.", [(8494, "count")]),
    ("Mültecilerin sayısı 2023 sonunda 3,2 milyona geriledi.", [(3200000.0, "count")]),
    ("Ülkenin nüfusu 2023'te 20,3 milyona çıktı.", [(20300000.0, "count")]),
    ("Ankete göre her dört kişiden biri yurt dışında yaşıyor.", [(0.25, "share")]),
    ("Her 10 kişiden üçü işsiz olduğunu söyledi.", [(0.3, "share")]),
    ("Oylamaların üçte ikisinde aynı tarafta yer aldı.", [(2 / 3, "share")]),
    ("Ticaret hacmi 2 milyar dolardan 3 milyara çıktı.", [(2e9, "USD"), (3e9, "USD")]),
    ("Uçak saat 14.30'da Esenboğa Havalimanı'na indi.", []),
    ("Ülkelerden biri 2023'te başkan seçildi.", []),
    ("Mülteci sayısı 1,2 milyondan 900 bine geriledi.", [(1200000.0, "count"), (900000.0, "count")]),
    ("Öğrenci sayısı 5 bin 400'den 7 bin 100'e çıktı.", [(5400, "count"), (7100, "count")]),
    ("Başvuruların 12 bin 300'ü kabul edildi.", [(12300, "count")]),
    ("Türkiye'de her 10 kişiden 3'ü internet kullanıyor.", [(0.3, "share")]),
    ("Ticaret 2019'dan 2023'e 3 milyar dolardan 5 milyar dolara çıktı.", [(3e9, "USD"), (5e9, "USD")]),
    ("Ülkelerin 2023'ü iyi geçti.", []),
    ("180 ülkeye 20'den fazla ürün satılıyor.", [(20, "count")]),
    (
        "Türkiye'nin 3 milyar dolarlık ihracatı, 5 milyar dolarlık ithalatı var.",
        [(3000000000.0, "USD"), (5000000000.0, "USD")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), FIGURES)
def test_figures_are_read_with_their_unit(text, wanted):
    assert prior(text) == "tr"
    read = [(list(q.value) if isinstance(q.value, tuple) else q.value, q.unit) for q in find(text, "tr")]
    assert [unit for _, unit in read] == [unit for _, unit in wanted]
    assert [value for value, _ in read] == [pytest.approx(value) for value, _ in wanted]


@pytest.mark.parametrize("text", ["İHRACAT YÜZDE 12 ARTTI", "ihracat yüzde 12 arttı", "Ihracat yuzde"])
def test_the_two_i_are_one_letter_to_compare(text):
    assert caseless(text).startswith("ihracat")


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("IRAK'A İHRACAT", "IRQ"),
        ("İTALYA'NIN PAYI", "ITA"),
        ("İngiltere'den ithalat", "GBR"),
        ("Orta Asya ülkelerine", "CA5"),
        ("Avrupa Birliğinin payı", "EU"),
        ("Kırgızlar ve Özbekler", "KGZ"),
    ],
)
def test_areas_are_found_with_their_endings(text, concept):
    assert areas.mentions(text, "tr")[0].concept == concept


def test_a_name_as_it_is_listed_carries_no_case():
    assert areas.is_name("İngiltere")
    assert not areas.is_name("İngiltere'ye")
