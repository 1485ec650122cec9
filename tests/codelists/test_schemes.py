"""Codes of areas as the publishers write them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hali.codelists import areas, schemes
from hali.errors import UnknownCode

WIRE = Path(__file__).parents[2].parent / "shared" / "wire"


@pytest.mark.parametrize(
    ("scheme", "code", "area"),
    [
        ("ESTAT", "EL", "GRC"),
        ("COMEXT", "GR", "GRC"),
        ("ESTAT", "UK", "GBR"),
        ("COMEXT", "GB", "GBR"),
        ("ESTAT", "XK", "XKX"),
        ("ESTAT", "NA", "NAM"),
        ("ESTAT", "EU", "EU_V"),
        ("COMEXT", "XI", ""),
        ("COMEXT", "QP", ""),
        ("M49", "251", "FRA"),
        ("M49", "380", "ITA"),
        ("M49", "579", "NOR"),
        ("M49", "757", "CHE"),
        ("M49", "842", "USA"),
        ("M49", "699", "IND"),
        ("M49", "490", "OTH_ASI"),
        ("M49", "280", "DEU"),
        ("M49", "58", ""),
        ("M49", "810", ""),
        ("M49", "0", "WLD"),
        ("WB", "EUU", "EU27_2020"),
        ("IMF", "G998", "EU27_2020"),
        ("IMF", "G001", "WLD"),
        ("IMF", "KOS", "XKX"),
        ("ISO3", "ROM", "ROU"),
        ("CAMEO", "EUR", ""),
        ("FIPS", "KZ", "KAZ"),
        ("FIPS", "GM", "DEU"),
        ("FIPS", "AU", "AUT"),
        ("BACI", "842", "USA"),
    ],
)
def test_area_of_a_code(scheme: str, code: str, area: str) -> None:
    assert schemes.area(scheme, code) == area


def test_codes_depend_on_the_day() -> None:
    assert schemes.code("M49", "DEU") == "276"
    assert schemes.code("M49", "DEU", date(1985, 7, 1)) == "280"
    assert schemes.codes("M49", "DEU") == ("276", "280")


@pytest.mark.parametrize(
    ("scheme", "code"),
    [("ESTAT", "GB"), ("ESTAT", "GR"), ("COMEXT", "EL"), ("COMEXT", "UK"), ("M49", "250"), ("IMF", "XKX")],
)
def test_codes_a_scheme_does_not_have(scheme: str, code: str) -> None:
    with pytest.raises(UnknownCode, match=scheme):
        schemes.area(scheme, code)


def test_the_european_union_has_no_code_as_a_partner_of_comtrade() -> None:
    with pytest.raises(UnknownCode):
        schemes.code("M49", "EU27_2020")
    assert schemes.area("M49", "97") == "EU_UNSTATED"


@pytest.mark.parametrize("scheme", schemes.SCHEMES)
def test_there_and_back(scheme: str) -> None:
    for code in areas.codes():
        for written in schemes.codes(scheme, code):
            assert schemes.area(scheme, written) == code
    assert schemes.area(scheme, schemes.code(scheme, "KAZ")) == "KAZ"


def test_unknown_scheme() -> None:
    with pytest.raises(UnknownCode, match="ESTAT"):
        schemes.area("X", "KZ")


@pytest.mark.shared
def test_every_reporter_of_comtrade_has_a_place() -> None:
    reporters = json.loads((WIRE / "comtrade" / "ref_Reporters.json").read_bytes())["results"]
    expired = [r for r in reporters if "entryExpiredDate" in r]
    assert (len(reporters), len(expired)) == (255, 33)
    for reporter in reporters:
        area = schemes.area("M49", str(reporter["id"]))
        if not reporter["isGroup"] and "entryExpiredDate" not in reporter:
            assert area == reporter["reporterCodeIsoAlpha3"], reporter["text"]


@pytest.mark.shared
def test_every_area_of_the_imf_has_a_place() -> None:
    structures = json.loads((WIRE / "imf" / "structures_extract.json").read_bytes())
    for flow in ("IMTS", "DIP", "WEO"):
        for dimension in {"COUNTRY", "COUNTERPART_COUNTRY"} & set(structures[flow]["available"]):
            for code in structures[flow]["available"][dimension]:
                schemes.area("IMF", code)
