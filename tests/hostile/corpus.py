"""Files made to break whoever reads them: over all intakes, each a generator of a few lines.

Every one is small on the disk, or long and dull; what it unpacks to, nests to or multiplies to is not. `hali` must
end each within 60 seconds and 1 GB with one line.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.hostile.pack import Long, gz, nested, packed, seven, sheet, sparse, tarred, workbook, zipped

MEGA = 1 << 20
GIGA = 1 << 30


@dataclass(frozen=True)
class Hostile:
    """One file and how it is given.

    Attributes:
        name: what it does.
        arguments: the command; the file comes last.
        file: its name.
        make: its content.
        slow: made or read in more than a second: not in the bounded form.
    """

    name: str
    arguments: tuple[str, ...]
    file: str
    make: Callable[[], bytes]
    slow: bool = False


ESTAT = b"DATAFLOW,LAST UPDATE,freq,indic_et,sitc06,partner,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
LINE = b"ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,A,MIO_EXP_VAL,TOTAL,KZ,EU27_2020,2021,5487,p\n"
CORNER = b"freq,indic_et,sitc06,partner,geo\\TIME_PERIOD"
KEY = b"A,MIO_EXP_VAL,TOTAL,KZ,EU27_2020"
TABLE = b'<m:StructureSpecificData xmlns:m="urn:m"><m:Header><m:ID>EXT_LT_MAINEU</m:ID></m:Header><m:DataSet>'
ENDED = b"</m:DataSet></m:StructureSpecificData>"
BACI = b"t,i,j,k,v,q\n"
COMEXT = (
    b"REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,"
    b"PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n"
)
BANK = b'[{"lastupdated": "2024-01-01", "page": 1, "pages": 1, "total": 1}, [{"indicator": {"id": "SP.POP.TOTL"}'
CELL = b'<row><c t="inlineStr"><is><t>Schengen State</t></is></c></row>'


def deep(opening: bytes, closing: bytes, depth: int, middle: bytes = b"") -> bytes:
    return opening * depth + middle + closing * depth


def laughs(root: str, levels: int = 9) -> bytes:
    """Ten entities of ten entities of ten ..."""
    lines = ['<!ENTITY e0 "ha">'] + [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels + 1)]
    return f"<!DOCTYPE x [{''.join(lines)}]>{root.replace('@', f'&e{levels};')}".encode()


def _stat(**changed: object) -> bytes:
    dimensions = ["freq", "indic_et", "sitc06", "partner", "geo", "time"]
    message: dict[str, object] = {
        "class": "dataset",
        "id": dimensions,
        "size": [1] * 6,
        "value": {"0": 1},
        "dimension": {name: {"category": {"index": {"A": 0}}} for name in dimensions},
        "extension": {"id": "EXT_LT_MAINEU", "agencyId": "ESTAT"},
    }
    return json.dumps(message | changed).encode()


def _sdmx_json(series: str) -> bytes:
    parts = [{"id": name, "values": [{"id": "A"}]} for name in ("DONOR", "RECIPIENT")]
    text = json.dumps(
        {
            "structure": {
                "links": [{"urn": "Dataflow=OECD.DCD.FSD:DSD_DAC2@DF_DAC2A(1.4)"}],
                "dimensions": {"series": parts, "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2020"}]}]},
            },
            "dataSets": "@",
        }
    )
    return text.replace('"@"', series).encode()


def _contents(files: dict[str, bytes], **more: object) -> tuple[str, bytes]:
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return "contents.json", json.dumps({"format": 2, "files": listed} | more).encode()


def _vintage(**changed: object) -> dict[str, object]:
    """A vintage as a list of vintages names it; of no rows that are anywhere."""
    fields: dict[str, object] = {
        "id": "0" * 12,
        "source": "eurostat",
        "dataflow": "ESTAT:X",
        "slice": "s",
        "kind": "rows",
        "known": "2024-01-01",
        "published": "",
        "retrieved": "2024-01-01T00:00:00+00:00",
        "row_hash": "0" * 64,
        "rows": 1,
        "sha256": "0" * 64,
        "raw": [],
        "origins": [],
        "caveats": [],
        "version": "1",
        "series": [],
    }
    return fields | changed


def export(vintages: object = (), more: dict[str, bytes] | None = None, **lists: bytes) -> bytes:
    """An export whose hashes are right, whatever its lists say."""
    manifest = json.dumps({"format": 2, "dataflows": {}, "vintages": vintages}).encode()
    files = {
        "manifest.json": lists.get("manifest", manifest),
        "raw/fetches.jsonl": lists.get("log", b""),
        "estimates/runs.json": lists.get("runs", b'{"format": 1, "runs": []}'),
    } | (more or {})
    return tarred([_contents(files), *files.items()])


def _rows(count: int, **columns: str) -> bytes:
    """A Parquet file of so many rows that are all the same: some kilobytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ("measure", "freq", "period", "reporter", "partner", "flow", "product", "unit", "status", "origin")
    group = min(count, 4_000_000)
    one = {name: pa.DictionaryArray.from_arrays(pa.nulls(0, pa.int32()), pa.array(["A"])) for name in names}
    schema = pa.schema({**{name: column.type for name, column in one.items()}, "value": pa.float64()})
    out = io.BytesIO()
    import numpy as np

    part = pa.table(
        {name: pa.DictionaryArray.from_arrays(pa.array(np.zeros(group, "i4")), pa.array(["A"])) for name in names}
        | {"value": pa.array(np.zeros(group))},
        schema=schema,
    )
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for _ in range(max(1, count // group)):
            writer.write_table(part)
    return out.getvalue()


@functools.cache
def _many_rows() -> bytes:
    return _rows(100_000_000)


def _zst(size: int) -> bytes:
    """A zstd stream of zeros."""
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        for _ in range(size // MEGA):
            stream.write(bytes(MEGA))
    return out.getvalue().to_pybytes()


def _with_rows(content: bytes, **changed: object) -> bytes:
    sha256 = hashlib.sha256(content).hexdigest()
    named = _vintage(sha256=sha256, **changed)
    return export([named], {f"vintages/ESTAT_X/{'0' * 12}.parquet": content})


def _with_raw() -> bytes:
    raw = "ab" + "0" * 62
    return _raw(raw, _zst(16 * GIGA))


def _raw(raw: str, content: bytes) -> bytes:
    rows = _rows(1)
    named = _vintage(sha256=hashlib.sha256(rows).hexdigest(), raw=[raw])
    files = {f"vintages/ESTAT_X/{'0' * 12}.parquet": rows, f"raw/sha256/{raw[:2]}/{raw[2:]}.zst": content}
    return export([named], files)


def _entry(name: str, kind: bytes, target: str = "") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return tarred([_contents({name: b""}), (info, b"")])


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def _page(stream: bytes, filters: bytes = b"") -> bytes:
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] "
        b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d %s >>\nstream\n" % (len(stream), filters) + stream + b"\nendstream",
    )


def _flated(content: Long) -> bytes:
    from tests.hostile.pack import deflated

    return b"\x78\x9c" + deflated(content) + b"\0\0\0\0"


def _docx(body: bytes | Long, **parts: bytes | Long) -> bytes:
    start = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    found = body if isinstance(body, Long) else Long(b"", 0, body)
    text = Long(found.unit, found.times, start + found.start, found.end + b"</w:body></w:document>")
    return zipped({"word/document.xml": text, **{f"word/{name}.xml": part for name, part in parts.items()}})


def _of_ingest() -> Iterator[Hostile]:
    def give(source: str, file: str, name: str, make: Callable[[], bytes], slow: bool = False) -> Hostile:
        return Hostile(f"{source}: {name}", ("ingest", source), file, make, slow)

    e = "eurostat"
    yield give(e, "t.csv.gz", "gz of 16 GB of zeros", lambda: gz(Long(bytes(MEGA), 16 * 1024)))
    yield give(e, "t.csv.gz", "gz of 4 GB of one long line", lambda: gz(Long(b"a" * MEGA, 4096, ESTAT)))
    yield give(e, "t.csv.gz", "gz of 2 GB of true rows", lambda: gz(Long(LINE, 2 * GIGA // len(LINE), ESTAT)))
    yield give(e, "t.csv.gz", "gz of a gz of a gz", lambda: packed(packed(gz(Long(bytes(MEGA), 2048)))))
    yield give(e, "t.csv.gz", "gz of a million members", lambda: packed(b"a") * 1_000_000, True)
    yield give(e, "t.csv.gz", "gz that is cut off", lambda: gz(Long(LINE, 100_000, ESTAT))[:-200])
    yield give(
        e, "t.zip", "zip of 4 GB that says 10 bytes", lambda: zipped({"t.csv": Long(b"\0" * MEGA, 4096)}, says=10)
    )
    yield give(
        e, "t.zip", "zip of 2 GB of true rows", lambda: zipped({"t.csv": Long(LINE, 2 * GIGA // len(LINE), ESTAT)})
    )
    yield give(e, "t.zip", "zip of 60,000 files", lambda: zipped({f"{n}.csv": b"a" for n in range(60_000)}), True)
    yield give(e, "t.zip", "zip in a zip in a zip", lambda: nested("t.csv", 30, ESTAT + LINE))
    yield give(e, "t.zip", "zip whose table of contents is cut off", lambda: zipped({"t.csv": ESTAT + LINE})[:-30])
    yield give(e, "t.zip", "zip whose member's name climbs", lambda: zipped({"../../../t.csv": ESTAT + LINE * 2}))
    yield give(e, "t.csv", "a header of a million columns", lambda: ESTAT[:-1] + b",x" * 1_000_000 + b"\n" + LINE)
    yield give(
        e,
        "t.csv",
        "a header of 200,000 columns of other names",
        lambda: ESTAT[:-1] + b"".join(b",x%d" % n for n in range(200_000)) + b"\n" + LINE[:-1] + b"," * 200_000 + b"\n",
    )
    yield give(e, "t.csv", "one cell of 100 MB", lambda: ESTAT + LINE[:-2] + b"p" * 100_000_000 + b"\n")
    yield give(e, "t.csv", "a quotation mark nobody closes", lambda: ESTAT + b'"' + LINE * 500_000, True)
    yield give(e, "t.csv", "a million quotation marks", lambda: ESTAT + LINE[:-2] + b'"' * 1_000_001 + b"\n")
    yield give(e, "t.csv", "binary after the header", lambda: ESTAT + bytes(range(256)) * 1000)
    yield give(e, "t.csv", "a value of a million digits", lambda: ESTAT + LINE.replace(b"5487", b"9" * 1_000_000))
    yield give(
        e,
        "ext_lt_maineu.tsv",
        "a million periods",
        lambda: CORNER + b"".join(b"\t%d " % n for n in range(1_000_000)) + b"\n" + KEY + b"\t1" * 1_000_000 + b"\n",
    )
    yield give(
        e,
        "ext_lt_maineu.tsv.gz",
        "4,000 periods of 100,000 rows",
        lambda: gz(
            Long(
                KEY + b"\t:" * 4000 + b"\n",
                100_000,
                CORNER + b"".join(b"\t%d" % (n + 1000) for n in range(4000)) + b"\n",
            )
        ),
    )
    yield give(
        e,
        "ext_lt_maineu.tsv",
        "a corner of a million dimensions",
        lambda: b"a," * 1_000_000 + b"geo\\TIME_PERIOD\t2021\n",
    )
    yield give(
        e, "ext_lt_maineu.tsv", "a corner that backtracks", lambda: b"a," * 200_000 + b"!\\TIME_PERIOD\t2021\nA\t1\n"
    )
    yield give(
        e,
        "t.xml",
        "a billion laughs",
        lambda: laughs("<m:StructureSpecificData xmlns:m='urn:m'>@</m:StructureSpecificData>"),
    )
    yield give(
        e,
        "t.xml",
        "one entity of 1 MB used 4,000 times",
        lambda: (
            b'<!DOCTYPE x [<!ENTITY e "' + b"a" * MEGA + b'">]>' + TABLE + b"<Obs>" + b"&e;" * 4000 + b"</Obs>" + ENDED
        ),
    )
    yield give(
        e,
        "t.xml",
        "an entity that is a file",
        lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///dev/zero">]>' + TABLE + b"<Obs>&e;</Obs>" + ENDED,
    )
    yield give(
        e, "t.xml", "a million elements one in the other", lambda: TABLE + deep(b"<a>", b"</a>", 1_000_000) + ENDED
    )
    yield give(
        e,
        "t.xml",
        "a series of a million attributes",
        lambda: TABLE + b"<Series " + b"".join(b'a%d="1" ' % n for n in range(1_000_000)) + b"/>" + ENDED,
    )
    yield give(
        e,
        "t.xml",
        "20,000 observations each with attributes of its own",
        lambda: TABLE + b"".join(b'<Obs a%d="1" OBS_VALUE="1"/>' % n for n in range(20_000)) + ENDED,
    )
    yield give(
        e,
        "t.xml.gz",
        "gz of 60 million empty elements",
        lambda: gz(Long(b"<x/>", 60_000_000, TABLE, ENDED)),
    )
    yield give(
        e,
        "t.xml.gz",
        "gz of one series of 100 million observations",
        lambda: gz(Long(b"<Obs/>", 100_000_000, TABLE + b"<Series>", b"</Series>" + ENDED)),
    )
    yield give(
        e, "t.xml", "an attribute of 100 MB", lambda: TABLE + b'<Series a="' + b"1" * 100_000_000 + b'"/>' + ENDED
    )
    yield give(
        e,
        "t.xml",
        "100,000 name spaces",
        lambda: TABLE + b"<Series " + b"".join(b'xmlns:n%d="u%d" ' % (n, n) for n in range(100_000)) + b"/>" + ENDED,
    )
    yield give(e, "t.json", "a cube of 10 to the 15 cells", lambda: _stat(size=[100_000, 100_000, 100_000, 1, 1, 1]))
    yield give(
        e,
        "t.json",
        "a dimension of a billion codes of which one is named",
        lambda: _stat(size=[1_000_000_000, 1, 1, 1, 1, 1]),
    )
    yield give(e, "t.json", "a negative size", lambda: _stat(size=[-1, -1, 1, 1, 1, 1]))
    yield give(e, "t.json", "sizes that are no numbers", lambda: _stat(size=[[], {}, None, "a", 1, 1]))
    yield give(e, "t.json", "a cell far beyond every cube", lambda: _stat(value={"9" * 4000: 1}))
    yield give(
        e,
        "t.json",
        "100,000 dimensions",
        lambda: _stat(
            id=[str(n) for n in range(100_000)],
            size=[1] * 100_000,
            dimension={str(n): {"category": {"index": {"A": 0}}} for n in range(100_000)},
        ),
    )
    yield give(
        e,
        "t.json",
        "JSON-stat a million lists deep",
        lambda: _stat()[:-1] + b',"a":' + deep(b"[", b"]", 1_000_000) + b"}",
    )
    yield give(
        e,
        "t.json.gz",
        "gz of JSON-stat with 300 million nulls",
        lambda: gz(Long(b"null,", 300_000_000, _stat()[:-1] + b',"value":[', b"null]}")),
    )
    yield give("oecd", "t.json", "SDMX-JSON 100,000 lists deep", lambda: _sdmx_json(deep(b"[", b"]", 100_000).decode()))
    yield give(
        "oecd",
        "t.json",
        "SDMX-JSON with keys of a million parts",
        lambda: _sdmx_json('[{"series": {"' + ":0" * 1_000_000 + '": {"observations": {"0": [1]}}}}]'),
    )
    yield give(
        "oecd",
        "t.json",
        "SDMX-JSON with an index of 10^18",
        lambda: _sdmx_json('[{"series": {"0:1000000000000000000": {"observations": {"0": [1]}}}}]'),
    )
    yield give(
        "imf",
        "t.json",
        "an envelope in an envelope",
        lambda: functools.reduce(
            lambda t, _: json.dumps({"text": t.decode()}).encode(), range(14), b'{"dataSets": 1, "IMTS": 1}'
        ),
    )
    yield give(
        "oecd",
        "t.csv.gz",
        "gz of 6 GB of rows",
        lambda: gz(
            Long(
                b"DATAFLOW,OECD.DCD.FSD:DSD_DAC2@DF_DAC2A(1.4),I\n" * 100,
                1_300_000,
                b"STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,OBS_VALUE\n",
            )
        ),
    )
    yield give(
        "ecb",
        "exr.csv",
        "500 MB of line ends",
        lambda: b"KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE\n" + b"\n" * 500_000_000,
        True,
    )

    start = b'{"count": 1, "data": [{"typeCode": "C", "reporterCode": 1, "primaryValue": 1, "motCode": 0, "x": '
    yield give("comtrade", "t.json", "JSON a million lists deep", lambda: start + deep(b"[", b"]", 1_000_000) + b"}]}")
    yield give(
        "comtrade",
        "t.json",
        "JSON a million objects deep",
        lambda: start + deep(b'{"a":', b"}", 1_000_000, b"1") + b"}]}",
    )
    yield give("comtrade", "t.json", "JSON that is cut off", lambda: start + b'"' + b"a" * 10_000_000)
    yield give("comtrade", "t.json", "a number of 100,000 digits", lambda: start + b"9" * 100_000 + b"}]}")
    yield give(
        "comtrade",
        "t.json.gz",
        "gz of 100 million objects",
        lambda: gz(Long(b"{},", 100_000_000, start[:-1] + b"1}, ", b"{}]}")),
    )
    yield give(
        "comtrade",
        "t.json",
        "an object of a million names",
        lambda: start + b"{" + b",".join(b'"%d":1' % n for n in range(1_000_000)) + b"}}]}",
    )
    yield give(
        "worldbank",
        "t.json",
        "rows that are lists that are lists",
        lambda: BANK + b', "a": ' + deep(b"[", b"]", 500_000) + b"}]]",
    )
    yield give(
        "worldbank",
        "t.json.gz",
        "gz of 80 million rows",
        lambda: gz(
            Long(
                b"{},",
                80_000_000,
                BANK + b"},",
                b"{}]]",
            )
        ),
    )

    c = "comext"
    month = "full_v2_202512.7z"
    row = b"DE,KZ,E,27090090,333,06,06,3,3,5,1,1,,202512,100,100,1000,\n"
    yield give(c, month, "7z of 8 GB of zeros", lambda: seven("full_202512.dat", Long(bytes(4 * MEGA), 2048)))
    yield give(
        c, month, "7z of 4 GB of rows", lambda: seven("full_202512.dat", Long(row, 4 * GIGA // len(row), COMEXT))
    )
    yield give(
        c,
        month,
        "7z of 4 GB that says 10 bytes",
        lambda: seven("full_202512.dat", Long(bytes(4 * MEGA), 1024), says=10),
    )
    yield give(c, month, "7z of 10 bytes that says 10^15", lambda: seven("full_202512.dat", b"a" * 10, says=10**15))
    yield give(c, month, "7z with a window of 4 GB", lambda: seven("full_202512.dat", COMEXT + row, dictionary=40))
    yield give(c, month, "7z whose file climbs", lambda: seven("../../../full_202512.dat", COMEXT + row))
    yield give(c, month, "7z that is cut off", lambda: seven("full_202512.dat", COMEXT + row * 1000)[:-20])
    yield give(c, month, "7z with noise for a header", lambda: _noisy(seven("full_202512.dat", COMEXT + row)))
    yield give(c, month, "7z that says a million files", lambda: _many_files())
    yield give(c, "full_202512.dat", "a row of a million commas", lambda: COMEXT + b"," * 1_000_000 + b"\n")
    yield give(
        c,
        "full_202512.zip",
        "zip of 4 GB of rows",
        lambda: zipped({"full_202512.dat": Long(row, 4 * GIGA // len(row), COMEXT)}),
    )

    year = b"2021,4,8,270900,1.5,2.5\n"
    yield give(
        "baci",
        "BACI_HS92_V202501.zip",
        "zip of a year of 6 GB",
        lambda: zipped({"BACI_HS92_Y2021_V202501.csv": Long(year, 6 * GIGA // len(year), BACI)}),
    )
    yield give(
        "baci",
        "BACI_HS92_V202501.zip",
        "zip of 40 years of 400 MB of zeros",
        lambda: zipped({f"BACI_HS92_Y{y}_V202501.csv": Long(bytes(MEGA), 400) for y in range(1985, 2025)}),
    )
    yield give(
        "baci",
        "BACI_HS92_V202501.zip",
        "zip of 20,000 years",
        lambda: zipped({f"{n}/BACI_HS92_Y2021_V202501.csv": BACI + year for n in range(20_000)}),
        True,
    )
    yield give(
        "baci",
        "BACI_HS92_Y2021_V202501.csv",
        "a row of a million quotation marks",
        lambda: BACI + b'"' * 1_000_001 + b"\n",
    )
    yield give("unga", "votes.zip", "zip of 5 GB of text", lambda: zipped({"un_votes.csv": Long(b"a" * MEGA, 5000)}))
    yield give(
        "unga",
        "votes.csv",
        "a header of 500,000 columns",
        lambda: b"undl_id,ms_code,ms_name,ms_vote,date,session,resolution" + b",a" * 500_000 + b"\n",
    )
    yield give(
        "gdelt",
        "20250115120000.export.CSV.zip",
        "zip of 5 GB of text",
        lambda: zipped({"20250115120000.export.CSV": Long(b"1\t" * 512 * 1024, 5000)}),
    )
    yield give(
        "gdelt",
        "mentions.zip",
        "zip in a zip of 3 GB",
        lambda: zipped(
            {"20250115120000.export.CSV.zip": zipped({"20250115120000.export.CSV": Long(bytes(MEGA), 3000)})}
        ),
    )
    yield give(
        "erasmus",
        "mobility.csv.gz",
        "gz of 3 GB of semicolons",
        lambda: gz(Long(b";" * MEGA, 3000, b"Project Reference;")),
    )
    yield give(
        "curated",
        "figures.csv",
        "a header of 500,000 columns",
        lambda: b"measure,freq,period" + b",a" * 500_000 + b"\n",
    )

    for source, file in (("schengen", "visa_2018.xlsx"), ("kazstat", "trade_2022.xlsx")):
        yield give(
            source,
            file,
            "a sheet with one cell in the last corner",
            lambda: workbook(sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        )
        yield give(
            source,
            file,
            "a sheet of 40 million rows",
            lambda: workbook(sheet(Long(b"<row><c><v>1</v></c></row>", 40_000_000))),
        )
        yield give(
            source,
            file,
            "merged cells over the whole sheet",
            lambda: workbook(sheet(CELL, after=b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        )
    s, f = "schengen", "visa_2018.xlsx"
    yield give(
        s,
        f,
        "4 GB of shared texts",
        lambda: workbook(
            sheet(CELL),
            sharedStrings=Long(
                b"<si><t>a</t></si>",
                250_000_000,
                b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
                b"</sst>",
            ),
        ),
    )
    yield give(
        s,
        f,
        "40 million styles",
        lambda: workbook(
            sheet(CELL),
            styles=Long(
                b"<xf/>",
                40_000_000,
                b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>',
                b"</cellXfs></styleSheet>",
            ),
        ),
    )
    yield give(
        s,
        f,
        "one cell of 2 GB",
        lambda: workbook(sheet(Long(b"a" * MEGA, 2000, b'<row><c t="inlineStr"><is><t>', b"</t></is></c></row>"))),
    )
    yield give(
        s,
        f,
        "a row of a million cells",
        lambda: workbook(sheet(Long(b"<c><v>1</v></c>", 1_000_000, b"<row>", b"</row>"))),
    )
    yield give(
        s,
        f,
        "a sheet of a million elements one in the other",
        lambda: workbook(sheet(deep(b"<a>", b"</a>", 1_000_000))),
    )
    yield give(
        s,
        f,
        "a billion laughs in a sheet",
        lambda: workbook(
            laughs(
                "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row><c><v>@</v></c></row></sheetData></worksheet>"
            )
        ),
    )
    yield give(
        s,
        f,
        "a million merged ranges",
        lambda: workbook(
            sheet(CELL, after=b"<mergeCells>" + b'<mergeCell ref="A1:Z9"/>' * 1_000_000 + b"</mergeCells>")
        ),
    )
    yield give(s, f, "a workbook with 10,000 sheets that are one", lambda: _many_sheets())
    yield give(
        s,
        "visa_2010.xls",
        "an old workbook of noise",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 4000,
    )
    yield give(s, "visa_2010.xls", "an old workbook whose sectors go round", lambda: _round())


def _noisy(archive: bytes) -> bytes:
    size = int.from_bytes(archive[20:28], "little")
    noise = hashlib.sha512(b"noise").digest() * (size // 64 + 1)
    header = b"\x01\x04\x06" + noise[: size - 3]
    where = archive[12:28] + zlib.crc32(header).to_bytes(4, "little")
    return archive[:8] + zlib.crc32(where).to_bytes(4, "little") + where + archive[32:-size] + header


def _many_files() -> bytes:
    """A header that promises ten million files and streams."""
    header = b"\x01\x05\xff" + (10_000_000).to_bytes(8, "little") + b"\0\0"
    where = (0).to_bytes(8, "little") + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(4, "little")
    return b"7z\xbc\xaf\x27\x1c\0\x04" + zlib.crc32(where).to_bytes(4, "little") + where + header


def _many_sheets() -> bytes:
    import zipfile

    book = workbook(sheet(Long(CELL, 2000)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            if name == "xl/workbook.xml":
                more = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="r1"/>' % (n, n) for n in range(2, 10_000))
                content = content.replace(b"</sheets>", more + b"</sheets>")
            made.writestr(name, content)
    return out.getvalue()


def _round() -> bytes:
    """An OLE file whose table of sectors points to itself."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[24:34] = b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
    head[44:48] = (1).to_bytes(4, "little")
    head[56:60] = (4096).to_bytes(4, "little")
    head[76:80] = (0).to_bytes(4, "little")
    return bytes(head) + bytes(512) * 40


def _of_import() -> Iterator[Hostile]:
    def give(name: str, make: Callable[[], bytes], slow: bool = False) -> Hostile:
        return Hostile(f"import: {name}", ("record", "import"), "export.tar", make, slow)

    yield give("zeros", lambda: bytes(100_000))
    yield give("a tar of noise", lambda: hashlib.sha512(b"noise").digest() * 10_000)
    yield give(
        "a file of 1 TB that is a hole",
        lambda: tarred([_contents({"manifest.json": b""})])[:-10240] + sparse("manifest.json", 1 << 40) + bytes(1024),
    )
    yield give("contents 1 TB long that are a hole", lambda: sparse("contents.json", 1 << 40) + bytes(1024))
    yield give(
        "contents a million lists deep",
        lambda: tarred([("contents.json", b'{"format": 2, "files": ' + deep(b"[", b"]", 1_000_000) + b"}")]),
    )
    yield give("contents that are a list", lambda: tarred([("contents.json", b"[1, 2]")]))
    yield give(
        "files that are no names of hashes",
        lambda: tarred([("contents.json", b'{"format": 2, "files": {"manifest.json": 5}}'), ("manifest.json", b"")]),
    )
    yield give("a name that climbs", lambda: tarred([_contents({"../../x": b"a"}), ("../../x", b"a")]))
    yield give("an absolute name", lambda: tarred([_contents({"/srv/x": b"a"}), ("/srv/x", b"a")]))
    yield give("a link", lambda: _entry("manifest.json", tarfile.SYMTYPE, "/etc/passwd"))
    yield give("a hard link", lambda: _entry("manifest.json", tarfile.LNKTYPE, "contents.json"))
    yield give("a link to itself", lambda: _entry("manifest.json", tarfile.LNKTYPE, "manifest.json"))
    yield give("a device", lambda: _entry("manifest.json", tarfile.CHRTYPE))
    yield give("a folder", lambda: _entry("manifest.json", tarfile.DIRTYPE))
    yield give(
        "100,000 entries that are not listed",
        lambda: tarred([_contents({}), *((f"x{n}", b"") for n in range(100_000))]),
        True,
    )
    yield give("nothing but the list", lambda: tarred([_contents({})]))
    yield give("a header with a name of 100 MB", lambda: _long_name(), True)
    yield give(
        "a list a million lists deep",
        lambda: export(manifest=b'{"format": 2, "dataflows": {}, "vintages": ' + deep(b"[", b"]", 1_000_000) + b"}"),
    )
    yield give(
        "runs a million lists deep", lambda: export(runs=b'{"format": 1, "runs": ' + deep(b"[", b"]", 1_000_000) + b"}")
    )
    yield give("a log a million lists deep", lambda: export(log=deep(b"[", b"]", 1_000_000)))
    yield give("a log that is no log", lambda: export(log=b'{"a": 1}\n[]\nnothing\n'))
    yield give("a log of 100 MB in one line", lambda: export(log=b'"' + b"a" * 100_000_000 + b'"'))
    for name, value in (
        ("id", "../../../tmp/x"),
        ("id", 5),
        ("id", "A" * 10_000_000),
        ("source", None),
        ("dataflow", ["a"]),
        ("dataflow", ".."),
        ("slice", {"a": 1}),
        ("kind", "nothing"),
        ("known", "soon"),
        ("known", 20240101),
        ("known", "9999-12-31"),
        ("retrieved", ""),
        ("row_hash", "1" * 64),
        ("rows", -1),
        ("rows", "many"),
        ("raw", "abc"),
        ("raw", ["../../etc/passwd"]),
        ("origins", [1, 2]),
        ("caveats", 7),
        ("series", [None]),
        ("more", 1),
    ):
        shown = str(value)[:20]
        yield give(
            f"a vintage whose {name} is {shown}",
            functools.partial(lambda n, v: _with_rows(_rows(1), **{n: v}), name, value),
        )
    yield give("vintages that are numbers", lambda: export([1, 2, 3]))
    yield give(
        "a list whose dataflows are lists",
        lambda: export(manifest=b'{"format": 2, "dataflows": {"a": [1]}, "vintages": []}'),
    )
    yield give("rows that are no Parquet", lambda: _with_rows(b"PAR1" + bytes(1000) + b"PAR1"))
    yield give("rows of other columns", lambda: _with_rows(_other()))
    yield give("100 million rows in a few kilobytes", lambda: _with_rows(_many_rows(), rows=100_000_000), True)
    yield give("100 million rows that are said to be one", lambda: _with_rows(_many_rows()), True)
    yield give("a raw answer of 16 GB of zeros", _with_raw, True)
    yield give("a raw answer that is another", lambda: _raw("ab" + "0" * 62, _zst(MEGA)))
    yield give("a raw answer that is no zstd", lambda: _raw("ab" + "0" * 62, b"nothing"))
    yield give("a run of nothing", lambda: export(runs=b'{"format": 1, "runs": [{"id": "../../x"}]}'))


def _other() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}), out)
    return out.getvalue()


def _long_name() -> bytes:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 100_000_000
    return info.tobuf(tarfile.GNU_FORMAT) + b"a" * 100_000_000 + bytes(4096)


def _of_check() -> Iterator[Hostile]:
    def give(file: str, name: str, make: Callable[[], bytes], slow: bool = False) -> Hostile:
        return Hostile(f"check: {name}", ("check",), file, make, slow)

    p = b"<w:p><w:r><w:t>Trade was 5 billion euro.</w:t></w:r></w:p>"
    yield give("a.docx", "DOCX of 4 GB of paragraphs", lambda: _docx(Long(p, 4 * GIGA // len(p))))
    yield give(
        "a.docx",
        "DOCX of one word of 4 GB",
        lambda: _docx(Long(b"a" * MEGA, 4096, b"<w:p><w:r><w:t>", b"</w:t></w:r></w:p>")),
    )
    yield give("a.docx", "DOCX a million elements deep", lambda: _docx(deep(b"<w:p>", b"</w:p>", 1_000_000)))
    yield give(
        "a.docx",
        "DOCX with a billion laughs",
        lambda: zipped(
            {
                "word/document.xml": laughs(
                    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>@</w:t></w:r></w:p></w:body></w:document>"
                )
            }
        ),
    )
    yield give(
        "a.docx",
        "DOCX of an element of a million attributes",
        lambda: _docx(b"<w:p " + b"".join(b'a%d="1" ' % n for n in range(1_000_000)) + b"/>"),
    )
    yield give(
        "a.docx", "DOCX of an attribute that never ends", lambda: _docx(Long(b"a" * MEGA, 45, b'<w:p a="', b'"/>'))
    )
    yield give(
        "a.docx",
        "DOCX of 4 GB of styles",
        lambda: _docx(
            p,
            styles=Long(
                b'<w:style w:styleId="a"/>',
                180_000_000,
                b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">',
                b"</w:styles>",
            ),
        ),
    )
    yield give(
        "a.docx",
        "DOCX of two million styles of other names",
        lambda: _docx(
            p,
            styles=b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            + b"".join(b'<w:style w:styleId="%d"/>' % n for n in range(1_900_000))
            + b"</w:styles>",
        ),
        True,
    )
    yield give(
        "a.docx",
        "DOCX of a million name spaces",
        lambda: _docx(b"<w:p " + b"".join(b'xmlns:a%d="u%d" ' % (n, n) for n in range(1_000_000)) + b"/>"),
    )
    yield give("a.docx", "DOCX of 100,000 files", lambda: zipped({f"word/{n}.xml": b"a" for n in range(60_000)}), True)
    yield give(
        "a.html",
        "HTML of 40,000 elements one in the other",
        lambda: b"<html><body>" + b"<div>" * 40_000 + b"<p>Trade was 5 billion euro.</p>",
    )
    yield give(
        "a.html",
        "HTML of 45,000 inline elements one in the other",
        lambda: b"<html><body><p>" + b"<b>" * 45_000 + b"Trade was 5 billion euro.",
    )
    yield give(
        "a.html",
        "HTML of a tag of a million attributes",
        lambda: b"<html><body><p " + b"".join(b'a%d="1" ' % n for n in range(1_000_000)) + b">Trade</p>",
    )
    yield give("a.html", "HTML of half-open tags", lambda: b"<html><body>" + b"<p <" * 3_000_000)
    yield give("a.html", "HTML of a million entities", lambda: b"<html><body><p>" + b"&amp;" * 2_000_000 + b"</p>")
    yield give("a.html", "HTML of comments nobody closes", lambda: b"<html><body>" + b"<!-- a " * 1_900_000)
    yield give(
        "a.html",
        "HTML of 49,000 tables one in the other",
        lambda: b"<html><body>" + b"<table><tr><td>" * 16_000 + b"Trade",
    )
    yield give(
        "a.pdf", "PDF of a stream of 4 GB", lambda: _page(_flated(Long(bytes(MEGA), 4096)), b"/Filter /FlateDecode")
    )
    yield give(
        "a.pdf",
        "PDF of a stream packed 20 times",
        lambda: _page(
            functools.reduce(lambda t, _: zlib.compress(t), range(20), zlib.compress(bytes(100 * MEGA))),
            b"/Filter [" + b"/FlateDecode " * 21 + b"]",
        ),
    )
    yield give(
        "a.pdf",
        "PDF of pages that are their own parents",
        lambda: _pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    )
    yield give(
        "a.pdf",
        "PDF of lists one in the other",
        lambda: _pdf(b"<< /Type /Catalog /Pages " + deep(b"[", b"]", 200_000) + b" >>"),
    )
    yield give("a.pdf", "PDF of a page shown in itself", lambda: _page(b"/F Do " * 10_000 + b"BT /F 9 Tf (a) Tj ET"))
    yield give(
        "a.pdf",
        "PDF of a million letters each placed",
        lambda: _page(b"BT /F 9 Tf " + b"1 0 Td (a) Tj " * 300_000 + b"ET"),
        True,
    )
    yield give("a.pdf", "PDF cut off", lambda: _page(b"BT (a) Tj ET")[:200])
    yield give("a.txt", "text of 2 MB in one word", lambda: b"a" * 1_999_000)
    yield give("a.txt", "text of a million full stops", lambda: b"Trade was 5 billion euro" + b"." * 1_000_000)
    yield give("a.txt", "text of a million digits", lambda: b"Trade was " + b"9" * 1_000_000 + b" euro.")
    yield give(
        "a.txt", "text of 100,000 brackets", lambda: b"Trade was " + b"(" * 100_000 + b"5 billion euro" + b")" * 100_000
    )
    yield give(
        "a.md",
        "Markdown of 100,000 quotations one in the other",
        lambda: b">" * 100_000 + b" Trade was 5 billion euro.",
    )
    yield give("a.md", "Markdown of half a million fences", lambda: b"```\n" * 490_000)
    yield give("a.txt", "text of zeros", lambda: bytes(1_000_000))
    yield give("a.txt", "text of 60 MB", lambda: b"Trade was 5 billion euro.\n" * 2_400_000)
    yield Hostile(
        "quantities: JSON a million lists deep", ("quantities",), "a.jsonl", lambda: deep(b"[", b"]", 1_000_000)
    )
    yield Hostile(
        "quantities: an id of a million objects",
        ("quantities",),
        "a.jsonl",
        lambda: b'{"text": "a", "id": ' + deep(b'{"a":', b"}", 1_000_000, b"1") + b"}",
    )
    yield Hostile("quantities: numbers for texts", ("quantities",), "a.jsonl", lambda: b'{"text": 5, "id": []}')


CORPUS: dict[str, Hostile] = {one.name: one for part in (_of_ingest, _of_import, _of_check) for one in part()}
