"""Files as people download them by hand, made after the layouts of the sites; names as the browsers save them."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.test_cli_ingest import ATTRIBUTES, CSV1, KEY, TSV, XML, zipped


@dataclass(frozen=True)
class File:
    """One kind of file.

    Attributes:
        source: whose it is given as.
        name: its name.
        make: its content.
        total: rows and the sum of their values, where it is taken.
        words: what the refusal or the outcome must say.
    """

    source: str
    name: str
    make: Callable[[], bytes]
    total: tuple[int, float] | None = None
    words: tuple[str, ...] = field(default=())


def xlsx(*rows: Sequence[Any], title: str = "Sheet1", before: Sequence[Sequence[Any]] = ()) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = title
    for row in (*before, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: Sequence[Sequence[Any]], delimiter: str = ",", quoted: bool = False, end: str = "\r\n") -> str:
    import csv as writer

    out = io.StringIO(newline="")
    quoting = writer.QUOTE_ALL if quoted else writer.QUOTE_MINIMAL
    writer.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def columns(header: str) -> list[str]:
    return header.split(",")


# UN Comtrade, the site of today: every row has one comma too many, the code page of western Europe
NEW = columns(
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,"
    "partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,"
    "classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,"
    "mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,"
    "isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,"
    "legacyEstimationFlag,isReported,isAggregate"
)


def trade(**given: Any) -> list[Any]:
    base = dict.fromkeys(NEW, "") | {
        **{"typeCode": "C", "freqCode": "A", "refYear": 2021, "refMonth": 52, "period": "2021", "reporterCode": 398},
        **{"reporterISO": "KAZ", "reporterDesc": "Kazakhstan", "flowCode": "X", "flowDesc": "Export"},
        **{"partnerCode": 792, "partnerISO": "TUR", "partnerDesc": "Türkiye", "partner2Code": 0},
        **{"classificationCode": "H6", "cmdCode": "TOTAL", "customsCode": "C00", "motCode": 0, "primaryValue": 100.5},
    }
    return [(base | given)[name] for name in NEW]


ROWS = [
    trade(),
    trade(flowCode="M", primaryValue=50),
    trade(cmdCode="01", cmdDesc='Live animals, "alive"', aggrLevel=2, primaryValue=7),
    trade(cmdCode="27", aggrLevel=2, primaryValue=93.5),
]
SUM = (4, 251.0)
TRADE = csv([NEW]) + csv([[*row, ""] for row in ROWS])

# the site until 2023
OLD = columns(
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,"
    "Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,"
    "Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),"
    "CIF Trade Value (US$),FOB Trade Value (US$),Flag"
)


def old(flow: int, product: str, value: int, **given: str) -> list[Any]:
    base = dict.fromkeys(OLD, "") | {
        **{"Classification": "H4", "Year": "2016", "Period": "2016", "Period Desc.": "2016", "Aggregate Level": "2"},
        **{"Trade Flow Code": str(flow), "Reporter Code": "398", "Reporter": "Kazakhstan", "Partner Code": "0"},
        **{"Partner": "World", "Commodity Code": product, "Trade Value (US$)": str(value)},
    }
    return [(base | given)[name] for name in OLD]


OLDER = [old(1, "TOTAL", 50), old(2, "TOTAL", 100), old(2, "01", 9), old(4, "TOTAL", 3)]

# World Bank
COUNTRIES = '"Country Code","Region"\n"KAZ","x"\n'
INDICATORS = '"INDICATOR_CODE","INDICATOR_NAME"\n"SP.POP.TOTL","x"\n'
XML_BANK = b'<?xml version="1.0"?><Root xmlns:wb="w"><data><record/></data></Root>'
YEARS = [str(year) for year in range(2018, 2022)]
BANK = [["Country Name", "Country Code", "Indicator Name", "Indicator Code", *YEARS, ""]]
BANK += [
    ["Kazakhstan", "KAZ", "Population, total", "SP.POP.TOTL", "18", "19", "20", "", ""],
    ["Africa Eastern and Southern", "AFE", "Population, total", "SP.POP.TOTL", "600", "610", "620", "630", ""],
    ["Germany", "DEU", "Population, total", "SP.POP.TOTL", "80", "81", "82", "83", ""],
]
PREFACE = [["Data Source", "World Development Indicators", ""], [], ["Last Updated Date", "2024-06-28", ""], []]
POPULATION = (7, 383.0)
API = "\ufeff" + csv(PREFACE, quoted=True) + csv(BANK, quoted=True)
BANKED = [["Country Name", "Country Code", "Series Name", "Series Code", *(f"{y} [YR{y}]" for y in YEARS)]]
BANKED += [[*row[:-1]] for row in BANK[1:]]
BANKED = [[cell or ".." for cell in row] for row in BANKED]
FOOTER = [[], [], ["Data from database: World Development Indicators"], ["Last Updated: 06/28/2024"]]


def files(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def wdi() -> bytes:
    other = ["Kazakhstan", "KAZ", "Something else", "AG.CON.FERT.PT.ZS", "1", "2", "3", "4", ""]
    many = csv([*BANK, *([other] * 5000)], quoted=True)
    return files(
        WDICSV__csv=many, WDICountry__csv='"Country Code","Short Name"\n"KAZ","Kazakhstan"\n', WDISeries__csv="a\n"
    )


# European Central Bank: rates of every working day, newest first
def rates(first: date = date(2022, 11, 1), last: date = date(2024, 2, 5)) -> list[list[str]]:
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    rows = [
        [day.isoformat(), f"1.{day.month:02}", "150.5", "1.9558", "N/A", "0.86", "N/A" if day.year > 2022 else "70"]
        for day in days
        if day.weekday() < 5
    ]
    return [
        ["Date", "USD", "JPY", "BGN", "CYP", "GBP", "RUB", *"ABCDE", ""],
        *([*row, *["N/A"] * 5, ""] for row in rows[::-1]),
    ]


# USD, JPY and GBP of 14 whole months and one whole year, RUB of one month
def mean_sum() -> float:
    listed = [row for row in rates()[1:] if "2022-12" <= row[0][:7] <= "2024-01"]
    total = 70.0
    for place in (1, 2, 5):
        months: dict[str, list[float]] = {}
        for row in listed:
            months.setdefault(row[0][:7], []).append(float(row[place]))
        year = [rate for month, daily in months.items() if month[:4] == "2023" for rate in daily]
        total += sum(sum(daily) / len(daily) for daily in months.values()) + sum(year) / len(year)
    return total


HISTORY = (3 * 15 + 1, mean_sum())


def gesmes() -> bytes:
    header, *rows = rates()
    cubes = "".join(
        f'<Cube time="{row[0]}">'
        + "".join(
            f'<Cube currency="{c}" rate="{v}"/>' for c, v in zip(header[1:7], row[1:7], strict=True) if v != "N/A"
        )
        + "</Cube>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>'
        f"<Cube>{cubes}</Cube></gesmes:Envelope>"
    ).encode()


# Eurostat: a table nobody declared, in each form of the site
JOBS = (
    "DATAFLOW,LAST UPDATE,freq,age,unit,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\r\n"
    "ESTAT:UNE_RT_A(1.0),17/04/24 23:00:00,A,TOTAL,PC_ACT,T,DE,2021,3.5,,\r\n"
    "ESTAT:UNE_RT_A(1.0),17/04/24 23:00:00,A,TOTAL,PC_ACT,T,EL,2021,14.5,b,\r\n"
    "ESTAT:UNE_RT_A(1.0),17/04/24 23:00:00,A,TOTAL,PC_ACT,T,DE21,2021,2,,\r\n"
    "ESTAT:UNE_RT_A(1.0),17/04/24 23:00:00,A,TOTAL,PC_ACT,F,DE,2022,,:,\r\n"
)
UNEMPLOYED = (3, 20.0)
JOBS_2 = "STRUCTURE,STRUCTURE_ID,freq,age,unit,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n" + "".join(
    f"dataflow,ESTAT:UNE_RT_A(1.0),A,TOTAL,PC_ACT,T,{geo},2021,{value},\n"
    for geo, value in (("DE", 3.5), ("EL", 14.5), ("DE21", 2))
)
JOBS_LABELS = (
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,age,Age class,unit,Unit of measure,sex,Sex,geo,"
    "Geopolitical entity,TIME_PERIOD,Time,OBS_VALUE,Observation value\n"
    + "".join(
        f"dataflow,ESTAT:UNE_RT_A(1.0),Unemployment,A,Annual,TOTAL,Total,PC_ACT,Percent,T,Total,{geo},x,2021,,{value},\n"
        for geo, value in (("DE", 3.5), ("EL", 14.5), ("DE21", 2))
    )
)
JOBS_TSV = "freq,age,unit,sex,geo\\TIME_PERIOD\t2021 \t2022 \n" + "".join(
    f"A,TOTAL,PC_ACT,T,{geo}\t{value} \t: \n" for geo, value in (("DE", "3.5"), ("EL", "14.5 b"), ("DE21", "2"))
)
COMPACT = (
    '<?xml version="1.0"?><CompactData xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message" '
    'xmlns:d="urn:sdmx:org.sdmx.infomodel.keyfamily.KeyFamily=ESTAT:EXT_LT_MAINEU:compact"><Header>'
    "<ID>EXT_LT_MAINEU</ID><Prepared>2024-01-01T00:00:00</Prepared></Header><d:DataSet>"
    f'<d:Series {ATTRIBUTES} TIME_FORMAT="P1Y"><d:Obs TIME_PERIOD="2021" OBS_VALUE="5487" OBS_STATUS="p"/>'
    "</d:Series></d:DataSet></CompactData>"
)
GENERIC = (
    '<?xml version="1.0"?><GenericData xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message" '
    'xmlns:g="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/generic"><Header><ID>EXT_LT_MAINEU</ID></Header>'
    "<DataSet><g:KeyFamilyRef>EXT_LT_MAINEU</g:KeyFamilyRef><g:Series><g:SeriesKey>"
    + "".join(f'<g:Value concept="{name}" value="{code}"/>' for name, code in KEY.items())
    + '</g:SeriesKey><g:Obs><g:Time>2021</g:Time><g:ObsValue value="5487"/><g:Attributes>'
    '<g:Value concept="OBS_STATUS" value="p"/></g:Attributes></g:Obs></g:Series></DataSet></GenericData>'
)
EUROPE = (1, 5487e6)
STRUCTURE = (
    "<mes:Structure xmlns:mes='http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message'><mes:Header/></mes:Structure>"
)

KINDS: dict[str, File] = {
    "Comtrade, new CSV": File("comtrade", "TradeData_11_28_2024_10_30_9.csv", lambda: TRADE.encode("cp1252"), SUM),
    "Comtrade, new CSV in UTF-8": File("comtrade", "TradeData.csv", lambda: TRADE.encode("utf-8-sig"), SUM),
    "Comtrade, new CSV packed": File(
        "comtrade", "TradeData.csv.gz", lambda: gzip.compress(TRADE.encode("cp1252")), SUM
    ),
    "Comtrade, new CSV in a zip": File(
        "comtrade", "Trade.zip", lambda: zipped("TradeData.csv", TRADE.encode("cp1252")), SUM
    ),
    "Comtrade, new CSV saved by a spreadsheet": File(
        "comtrade", "Trade.csv", lambda: TRADE.replace(",01,", ",1,").replace(",", ";").encode("cp1252"), SUM
    ),
    "Comtrade, new XLSX": File("comtrade", "TradeData.xlsx", lambda: xlsx(NEW, *ROWS), SUM),
    "Comtrade, new XLSX with numbers for codes": File(
        "comtrade",
        "TradeData.xlsx",
        lambda: xlsx(NEW, *([int(c) if str(c).isdigit() else c for c in row] for row in ROWS)),
        SUM,
    ),
    "Comtrade, table of its Python package": File(
        "comtrade", "frame.csv", lambda: csv([["", *NEW], *([n, *row] for n, row in enumerate(ROWS))]).encode(), SUM
    ),
    "Comtrade, old CSV": File("comtrade", "comtrade.csv", lambda: csv([OLD, *OLDER]).encode("utf-8-sig"), (3, 159.0)),
    "Comtrade, old CSV quoted": File(
        "comtrade", "comtrade_trade_data.csv", lambda: csv([OLD, *OLDER], quoted=True).encode(), (3, 159.0)
    ),
    "Comtrade, old XLSX": File("comtrade", "comtrade.xlsx", lambda: xlsx(OLD, *OLDER), (3, 159.0)),
    "World Bank CSV": File("worldbank", "API_SP.POP.TOTL_DS2_en_csv_v2_1.csv", lambda: API.encode(), POPULATION),
    "World Bank zip": File(
        "worldbank",
        "API_SP.POP.TOTL_DS2_en_csv_v2_1.zip",
        lambda: files(
            **{
                "Metadata_Indicator_API_SP__POP__TOTL_DS2_en_csv_v2_1__csv": INDICATORS,
                "API_SP__POP__TOTL_DS2_en_csv_v2_1__csv": API,
                "Metadata_Country_API_SP__POP__TOTL_DS2_en_csv_v2_1__csv": '"Country Code","Region"\n"KAZ","x"\n',
            }
        ),
        POPULATION,
    ),
    "World Bank Excel": File(
        "worldbank", "API_SP.POP.TOTL.xlsx", lambda: xlsx(*BANK, title="Data", before=PREFACE), POPULATION
    ),
    "World Bank, WDI bulk": File("worldbank", "WDI_CSV.zip", wdi, POPULATION),
    "World Bank, WDI table": File("worldbank", "WDIData.csv", lambda: csv(BANK).encode(), POPULATION),
    "World Bank, DataBank CSV": File(
        "worldbank", "abc_Data.csv", lambda: csv([*BANKED, *FOOTER]).encode("utf-8-sig"), POPULATION
    ),
    "World Bank, DataBank zip": File(
        "worldbank",
        "Data_Extract.zip",
        lambda: files(abc_Data__csv=csv([*BANKED, *FOOTER]), abc_Metadata__csv="a,b\n1,2\n"),
        POPULATION,
    ),
    "World Bank, DataBank Excel": File(
        "worldbank", "Data_Extract.xlsx", lambda: xlsx(*BANKED, *FOOTER, title="Data"), POPULATION
    ),
    "ECB history zip": File("ecb", "eurofxref-hist.zip", lambda: zipped("eurofxref-hist.csv", csv(rates())), HISTORY),
    "ECB history CSV": File("ecb", "eurofxref-hist.csv", lambda: csv(rates(), end="\n").encode(), HISTORY),
    "ECB history XML": File("ecb", "eurofxref-hist.xml", gesmes, HISTORY),
    "Eurostat TSV of the bulk site": File(
        "eurostat", "estat_ext_lt_maineu.tsv.gz", lambda: gzip.compress(TSV.encode()), EUROPE
    ),
    "Eurostat SDMX-CSV": File("eurostat", "ext_lt_maineu_linear.csv", lambda: CSV1.encode(), EUROPE),
    "Eurostat SDMX-ML 2.1": File("eurostat", "ext_lt_maineu.sdmx.xml", lambda: XML.encode(), EUROPE),
    "Eurostat SDMX-ML 2.0, compact": File("eurostat", "ext_lt_maineu.sdmx.xml", lambda: COMPACT.encode(), EUROPE),
    "Eurostat SDMX-ML 2.0, generic": File("eurostat", "ext_lt_maineu.sdmx.xml", lambda: GENERIC.encode(), EUROPE),
    "Eurostat, undeclared CSV": File(
        "eurostat", "une_rt_a_linear.csv", lambda: JOBS.encode(), UNEMPLOYED, ("plain observations",)
    ),
    "Eurostat, undeclared CSV packed": File(
        "eurostat", "estat_une_rt_a.csv.gz", lambda: gzip.compress(JOBS.encode()), UNEMPLOYED, ("plain observations",)
    ),
    "Eurostat, undeclared CSV 2.0": File(
        "eurostat", "estat_une_rt_a_filtered_en.csv", lambda: JOBS_2.encode(), UNEMPLOYED, ("ESTAT:UNE_RT_A",)
    ),
    "Eurostat, undeclared CSV with labels": File(
        "eurostat", "une_rt_a.csv", lambda: JOBS_LABELS.encode(), UNEMPLOYED, ("ESTAT:UNE_RT_A",)
    ),
    "Eurostat, undeclared TSV": File(
        "eurostat", "estat_une_rt_a (1).tsv", lambda: JOBS_TSV.encode(), UNEMPLOYED, ("plain observations",)
    ),
    "Eurostat, undeclared TSV packed": File(
        "eurostat",
        "estat_une_rt_a.tsv.gz",
        lambda: gzip.compress(JOBS_TSV.encode()),
        UNEMPLOYED,
        ("plain observations",),
    ),
    "a download of Chrome that goes on": File(
        "comtrade", "TradeData.csv.crdownload", lambda: TRADE.encode(), None, ("not finished", "whole file")
    ),
    "a download of Firefox that goes on": File(
        "baci", "BACI_HS92_V202501.zip.part", lambda: b"PK\3\4", None, ("not finished", "whole file")
    ),
    "a file cut off in a row": File(
        "comtrade", "TradeData.csv", lambda: TRADE.encode("cp1252")[:-60], None, ("cut off",)
    ),
    "500 rows, the preview": File(
        "comtrade",
        "TradeData.csv",
        lambda: csv([NEW, *([trade()] * 500)]).encode(),
        None,
        ("exactly 500 rows", "sign in"),
    ),
    "rows of second partners": File(
        "comtrade", "TradeData.csv", lambda: csv([NEW, trade(partner2Code=4)]).encode(), None, ("partner2code",)
    ),
    "SITC instead of HS": File(
        "comtrade",
        "comtrade.csv",
        lambda: csv([OLD, old(2, "3", 9, Classification="S3")]).encode(),
        None,
        ("Harmonised System",),
    ),
    "metadata of countries": File(
        "worldbank",
        "Metadata_Country_API.csv",
        lambda: b'"Country Code","Region"\n"KAZ","x"\n',
        None,
        ("metadata of countries", "API_"),
    ),
    "metadata of an indicator": File(
        "worldbank", "Metadata_Indicator_API.csv", lambda: b'"INDICATOR_CODE","x"\n', None, ("metadata of indicators",)
    ),
    "XML of the World Bank": File("worldbank", "API.xml", lambda: XML_BANK, None, ("choose CSV",)),
    "another indicator": File(
        "worldbank",
        "API_X.csv",
        lambda: API.replace("SP.POP.TOTL", "SP.RUR.TOTL").encode(),
        None,
        ("SP.RUR.TOTL", "not read"),
    ),
    "the rates of one day": File(
        "ecb",
        "eurofxref.csv",
        lambda: b"Date, USD, JPY, \n28 November 2024, 1.05, 160.1, \n",
        None,
        ("eurofxref-hist",),
    ),
    "90 days without a whole month": File(
        "ecb",
        "eurofxref-hist.csv",
        lambda: csv(rates(date(2024, 1, 2), date(2024, 2, 5))).encode(),
        None,
        ("no whole month",),
    ),
    "an SDMX structure": File(
        "eurostat", "dsd.xml", lambda: STRUCTURE.encode(), None, ("structure", "choose the data")
    ),
    "a web page": File(
        "eurostat",
        "estat_une_rt_a.tsv.gz",
        lambda: b"<!DOCTYPE html><html><body>Sign in</body></html>",
        None,
        ("web page",),
    ),
    "a PDF": File("kazstat", "trade.pdf", lambda: b"%PDF-1.7\n", None, ("PDF",)),
    "an empty file": File("worldbank", "API.csv", lambda: b"", None, ("empty",)),
    "a workbook of something else": File(
        "schengen", "own.xlsx", lambda: xlsx(["a", "b"], [1, 2]), None, ("workbook without",)
    ),
    "a file of another publisher": File(
        "eurostat", "TradeData.csv", lambda: TRADE.encode(), None, ("UN Comtrade", "hali ingest comtrade")
    ),
    "a zip of pictures": File(
        "worldbank", "pictures.zip", lambda: files(a__png=b"a", b__png=b"b"), None, ("zip of 2 files",)
    ),
    "a table that is too large": File(
        "ecb", "own.csv", lambda: b"Date,USD,JPY,GBP" + b",x" * 900_000, None, ("columns",)
    ),
}
