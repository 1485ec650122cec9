"""Publishers made up for tests: each answers any question of ours whole, in its own form, with the caps it has.

The figures are made of the hash of their key, so that two answers to one question are the same, whatever their parts.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from tests.replay.server import Message, Replay

from hali.connectors import series
from hali.connectors.series import Table

YEARS = ("2015", "2016", "2017")
COUNTRIES = {
    "ESTAT": "DE FR KZ",
    "COMEXT": "DE FR KZ",
    "IMF": "DEU FRA KAZ",
    "OECD": "DEU FRA KAZ",
    "WB": "DEU FRA KAZ",
}
"""Areas of a publisher that is asked for all."""

CHAPTERS = ("TOTAL", "27", "84")
CSV = {"Content-Type": "text/csv"}
JSON = {"Content-Type": "application/json"}


@dataclass
class Publishers:
    """What the publishers give at once.

    Attributes:
        comtrade: rows at which an answer of UN Comtrade is cut off.
        eurostat: rows above which Eurostat refuses a question as too large.
        page: rows of a page of the World Bank.
        unknown: indicators the World Bank does not have.
        answered: rows that were sent whole, by host.
    """

    comtrade: int = 500
    eurostat: int = 20_000
    page: int = 20_000
    unknown: tuple[str, ...] = ()
    answered: dict[str, int] = field(default_factory=dict)

    def serve(self, server: Replay) -> None:
        """Answer every host of ours."""
        server.make("https://", self.answer)

    def answer(self, url: str) -> Message:
        """The answer to a message."""
        host = urlsplit(url).hostname or ""
        makers = {
            "ec.europa.eu": self._estat,
            "comtradeapi.un.org": self._comtrade,
            "api.worldbank.org": self._worldbank,
            "api.imf.org": self._imf,
            "sdmx.oecd.org": self._oecd,
            "data-api.ecb.europa.eu": self._ecb,
            "www.cepii.fr": self._cepii,
        }
        return makers[host](url)

    def _estat(self, url: str) -> Message:
        parts = urlsplit(url)
        code, query = parts.path.split("/")[-2], _query(url)
        table = (series.declared("comext") | series.declared("eurostat"))[code]
        listed = [query.get(f"c[{name}]", "").split(",") for name in table.dimensions]
        for place, name in enumerate(table.dimensions):
            if listed[place] == [""]:
                listed[place] = ["A"] if name == "freq" else [*COUNTRIES[table.scheme].split(), *_always(table, name)]
        rows = list(_cells(table.dimensions, listed, _years(query.get("c[TIME_PERIOD]", ""))))
        if len(rows) > self.eurostat:
            fault = (
                f"<faultcode>413</faultcode><faultstring>EXTRACTION_TOO_BIG: estimated {len(rows)} rows</faultstring>"
            )
            return Message(f"<S:Fault>{fault}</S:Fault>".encode(), 413, {"Content-Type": "application/xml"})
        head = f"STRUCTURE,STRUCTURE_ID,{','.join(table.dimensions)},TIME_PERIOD,OBS_VALUE,OBS_FLAG"
        return _csv(head, (f"dataflow,ESTAT:{code}(1.0),{','.join(key)},{_value(key)}," for key in rows))

    def _comtrade(self, url: str) -> Message:
        query = _query(url)
        partners = query.get("partnerCode", "0,276,398,842").split(",")
        products = ["TOTAL", "27", "84"] if "AG2" in query["cmdCode"] else ["TOTAL"]
        listed = [query["reporterCode"].split(","), partners, query["flowCode"].split(","), products]
        years = [year for year in query["period"].split(",") if year in YEARS]
        names = ("reporterCode", "partnerCode", "flowCode", "cmdCode", "period")
        fixed = {"typeCode": "C", "classificationCode": "H6", "motCode": 0, "partner2Code": 0, "customsCode": "C00"}
        rows = []
        for *key, year in itertools.product(*listed, years):
            if key[0] == key[1] or key[0] == "795":  # Turkmenistan does not report
                continue
            row = dict(zip(names, (*key, year), strict=True)) | fixed | {"primaryValue": _value((*key, year))}
            rows.append(row | {name: int(str(row[name])) for name in names[:2]})
        cut = rows[: self.comtrade]
        return Message(json.dumps({"count": len(cut), "data": cut, "error": ""}).encode(), headers=JSON)

    def _worldbank(self, url: str) -> Message:
        parts, query = urlsplit(url), _query(url)
        indicator = parts.path.rsplit("/", 1)[-1]
        if indicator in self.unknown:
            told = {"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}
            return Message(json.dumps([{"message": [told]}]).encode(), headers=JSON)
        codes = unquote(parts.path.split("/country/")[1].split("/")[0])
        countries = COUNTRIES["WB"].split() if codes == "all" else codes.split(";")
        first = query.get("date", "0").split(":")[0]
        rows = [
            {
                "indicator": {"id": indicator},
                "country": {"id": ""},
                "countryiso3code": country,
                "date": year,
                "value": _value((indicator, country, year)),
                "obs_status": "",
            }
            for country in countries
            for year in YEARS
            if year >= first
        ]
        page, pages = int(query.get("page", "1")), -(-len(rows) // self.page)
        header = {"page": page, "pages": pages, "per_page": self.page, "total": len(rows), "lastupdated": "2026-07-01"}
        return Message(json.dumps([header, rows[(page - 1) * self.page : page * self.page]]).encode(), headers=JSON)

    def _imf(self, url: str) -> Message:
        agency, flow, _, key = urlsplit(url).path.split("/dataflow/")[1].split("/")
        table = series.declared("imf")[f"{agency}/{flow}"]
        listed = _listed(table, key)
        first = _query(url).get("c[TIME_PERIOD]", "")
        names = [name.upper() for name in table.dimensions]
        names += ["TIME_PERIOD", "OBS_VALUE", "SCALE", "STATUS", "LATEST_ACTUAL_ANNUAL_DATA"]
        head = f"STRUCTURE[;],STRUCTURE_ID,ACTION,{','.join(names)}"
        rows = _cells(table.dimensions, listed, _years(first))
        return _csv(head, (f"dataflow,{agency}:{flow}(1.0.0),I,{','.join(row)},{_value(row)},6,,2020" for row in rows))

    def _oecd(self, url: str) -> Message:
        (table,) = series.declared("oecd").values()
        listed = _listed(table, urlsplit(url).path.rsplit("/", 1)[-1])
        names = ",".join([*table.dimensions, "time_period", "obs_value", "obs_status", "unit_mult"]).upper()
        head = f"STRUCTURE,STRUCTURE_ID,ACTION,{names}"
        rows = _cells(table.dimensions, listed, _years(f"ge:{_query(url).get('startPeriod', '')}"))
        named = "DATAFLOW,OECD.DCD.FSD:DSD_DAC2@DF_DAC2A(1.6),I"
        return _csv(head, (f"{named},{','.join(row)},{_value(row)},A,6" for row in rows))

    def _ecb(self, url: str) -> Message:
        (table,) = series.declared("ecb").values()
        listed = _listed(table, urlsplit(url).path.rsplit("/", 1)[-1])
        head = f"KEY,{','.join(table.dimensions).upper()},TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT"
        rows = [
            (*key, f"{year}-03" if key[0] == "M" else year)
            for *key, year in _cells(table.dimensions, listed, _years(f"ge:{_query(url).get('startPeriod', '')}"))
        ]
        return _csv(head, (f"EXR.{'.'.join(row[:-1])},{','.join(row)},{_value(row)},A,0" for row in rows))

    def _cepii(self, url: str) -> Message:
        if not url.endswith(".zip"):
            return Message(
                b"<html><a href='BACI_HS92_V202501.zip'> BACI_HS92_V202701.zip</html>",
                headers={"Content-Type": "text/html"},
            )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for year in YEARS:
                lines = [f"{year},{i},{j},270900,{_value((year, i, j))},1" for i, j in (("398", "276"), ("276", "398"))]
                archive.writestr(f"BACI_HS92_Y{year}_V202701.csv", "\n".join(["t,i,j,k,v,q", *lines, ""]))
        return Message(out.getvalue(), headers={"Content-Type": "application/zip"})


def _listed(table: Table, key: str) -> list[list[str]]:
    """The codes of a key, those of the dimensions it leaves open too."""
    listed = [[] if part in {"", "*"} else part.split("+") for part in unquote(key).split(".")]
    some = COUNTRIES.get(table.scheme, "").split()
    return [
        codes or (["A"] if name == "frequency" else [*some, *_always(table, name)])
        for name, codes in zip(table.dimensions, listed, strict=True)
    ]


def _always(table: Table, name: str) -> Sequence[str]:
    return {table.partner: table.world, table.reporter: table.also}.get(name, ())


def _query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _years(span: str) -> list[str]:
    first = span.removeprefix("ge:")[:4]
    return [year for year in YEARS if year >= first]


def _cells(
    dimensions: Sequence[str], listed: Sequence[Iterable[str]], years: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Every key in the order of its codes; nobody trades with himself."""
    for key in itertools.product(*(sorted(set(codes)) for codes in listed)):
        areas = [code for name, code in zip(dimensions, key, strict=True) if name in _AREAS]
        if len(areas) == len(set(areas)):
            yield from ((*key, year) for year in years)


_AREAS = {"reporter", "partner", "geo", "country", "counterpart_country", "donor", "recipient"}


def _value(key: Sequence[str]) -> int:
    return int(hashlib.sha256("|".join(key).encode()).hexdigest()[:8], 16)


def _csv(head: str, lines: Iterable[str]) -> Message:
    return Message("\n".join([head, *lines, ""]).encode(), headers=CSV)
