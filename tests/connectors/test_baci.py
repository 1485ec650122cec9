"""BACI totals of pairs; the rows are made up, the layout is CEPII's."""

from __future__ import annotations

import io
import zipfile

import pytest

from hali.connectors import baci
from hali.errors import UnknownCode
from hali.model.source import ROW, Reply, Scope

YEAR = (
    "t,i,j,k,v,q\n"
    '2021,398,251,010121,"       1.250",   0.5\n'
    "2021,398,251,270900,1000.001,NA\n"
    "2021,251,398,870323,7.5,1\n"
    "2021,699,398,300490,2,NA\n"
    "2021,711,398,300490,9,1\n"
)


def archive(**files: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, text in files.items():
            packed.writestr(f"{name}.csv", text)
    return stream.getvalue()


WHOLE = archive(
    BACI_HS92_Y2021_V202501=YEAR,
    BACI_HS92_Y2020_V202501=YEAR.replace("2021,", "2020,"),
    country_codes_V202501="country_code,country_name,country_iso2,country_iso3\n398,Kazakhstan,KZ,KAZ\n",
    product_codes_HS92_V202501="code,description\n010121,Horses\n",
)


def values(body: bytes) -> dict[tuple[str, str, str], float]:
    read = baci.parse(body)
    assert tuple(read.column_names) == ROW
    assert set(read["unit"].to_pylist()) == {"USD"}
    return {(r["period"], r["reporter"], r["partner"]): r["value"] for r in read.to_pylist()}


def test_totals_of_pairs_in_dollars() -> None:
    found = values(YEAR.encode())
    assert found == {  # 251 is France and 699 India, unlike ISO; 711 is a customs union that is gone
        ("2021", "KAZ", "FRA"): 1_001_251.0,
        ("2021", "FRA", "KAZ"): 7_500.0,
        ("2021", "IND", "KAZ"): 2_000.0,
    }


def test_a_whole_archive() -> None:
    assert set(values(WHOLE)) == {(y, a, b) for y in ("2020", "2021") for _, a, b in values(YEAR.encode())}
    flow = baci.SOURCE.dataflows[0]
    assert flow.stamp(WHOLE) == "2025-01"
    assert flow.stamp(YEAR.encode()) == ""
    assert flow.recognise("x.zip", WHOLE)
    assert flow.recognise("x.csv", YEAR.encode())
    assert not flow.recognise("x.csv", b"a,b\n")
    assert flow.bulk == "baci"
    assert not flow.catalogue


def test_the_newest_version_is_found_on_the_page() -> None:
    flow = baci.SOURCE.dataflows[0]
    (asked,) = flow.requests(Scope())
    assert asked.accept == "text/html"
    names = "BACI_HS92_V202501.zip BACI_HS17_V202701.zip BACI_HS92_V202601b.zip BACI_HS92_V202601.zip"
    following = flow.following(Reply(asked, 200, {}, f"<html><a href='x/{names}'>".encode()))
    assert following is not None
    assert following.url == "https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_HS92_V202601b.zip"
    assert flow.following(Reply(following, 200, {}, b"PK")) is None
    assert "names no BACI_HS92" in flow.refuse(Reply(asked, 200, {}, b"<html>moved</html>"))
    assert flow.refuse(Reply(following, 200, {}, b"PK")) == ""


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("t,i,j,k,v,q", "t,i,j,k,v", ValueError),
        (",7.5,1", ",,1", ValueError),
        (",7.5,1", ",much,1", ValueError),
        ("270900", "010121", ValueError),
        ("2021,699", "2021,1699", UnknownCode),
        ("2021,699", "21,699", ValueError),
    ],
)
def test_damaged_files_stop(old: str, new: str, error: type[Exception]) -> None:
    assert old in YEAR
    with pytest.raises(error):
        baci.parse(YEAR.replace(old, new).encode())


def test_cut_and_mixed_archives_stop() -> None:
    with pytest.raises(ValueError, match="damaged"):
        baci.parse(WHOLE[:-30])
    mixed = archive(BACI_HS92_Y2021_V202501=YEAR, BACI_HS92_Y2020_V202401=YEAR)
    with pytest.raises(ValueError, match="2 versions"):
        baci.stamp(mixed)
    with pytest.raises(ValueError, match="zip without"):
        baci.parse(archive(other="a,b\n"))
