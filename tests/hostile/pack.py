"""Archives whose content is many times what they weigh, written without ever holding it."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Long:
    """A long text: `start`, then `unit` so many `times`, then `end`."""

    unit: bytes
    times: int
    start: bytes = b""
    end: bytes = b""

    @property
    def size(self) -> int:
        return len(self.start) + len(self.unit) * self.times + len(self.end)

    @property
    def crc(self) -> int:
        if self.size > 1 << 30:
            return 0  # whoever reads that far has read too far
        together = max(1, min(self.times, (1 << 20) // max(1, len(self.unit))))
        found, many = zlib.crc32(self.start), self.unit * together
        for _ in range(self.times // together):
            found = zlib.crc32(many, found)
        return zlib.crc32(self.unit * (self.times % together) + self.end, found)


def text(content: bytes | Long) -> Long:
    return content if isinstance(content, Long) else Long(b"", 0, content)


def deflated(content: Long) -> bytes:
    """The text as a raw deflate stream; its middle is compressed once and repeated."""
    packer = zlib.compressobj(9 if content.times else 1, zlib.DEFLATED, -15)
    if not content.times:
        return packer.compress(content.start + content.end) + packer.flush()
    start = packer.compress(content.start) + packer.flush(zlib.Z_FULL_FLUSH)
    together = max(1, min(content.times, (1 << 20) // max(1, len(content.unit))))
    rounds, rest = divmod(content.times, together)
    middle = packer.compress(content.unit * together) + packer.flush(zlib.Z_FULL_FLUSH)
    last = packer.compress(content.unit * rest + content.end) + packer.flush()
    return start + middle * rounds + last


def gz(content: bytes | Long) -> bytes:
    """A gzip file."""
    found = text(content)
    tail = struct.pack("<II", found.crc, found.size & 0xFFFFFFFF)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + deflated(found) + tail


def zipped(members: Mapping[str, bytes | Long], *, says: int | None = None) -> bytes:
    """A zip; `says` is what it claims each member has unpacked."""
    out, entries = io.BytesIO(), []
    for name, content in members.items():
        found, encoded = text(content), name.encode()
        packed = deflated(found)
        size = min(found.size if says is None else says, 0xFFFFFFFE)
        fixed = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, found.crc, len(packed), size, len(encoded), 0)
        place = struct.pack("<HHHII", 0, 0, 0, 0, out.tell())
        entries.append(b"PK\x01\x02" + struct.pack("<H", 20) + fixed + place + encoded)
        out.write(b"PK\x03\x04" + fixed + encoded + packed)
    listed = b"".join(entries)
    begins, count = out.tell(), min(len(members), 0xFFFF)
    out.write(listed + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), begins, 0))
    return out.getvalue()


def nested(name: str, depth: int, content: bytes | Long) -> bytes:
    """A zip in a zip in a zip."""
    found = zipped({name: content})
    for at in range(depth):
        found = zipped({f"{at}.zip": found})
    return found


def _number(value: int) -> bytes:
    """A whole number as 7z writes it."""
    if value < 0x80:
        return bytes([value])
    return b"\xff" + struct.pack("<Q", value)


def seven(name: str, content: bytes | Long, *, says: int | None = None, dictionary: int = 0x18) -> bytes:
    """A 7z with one file; `says` is what it claims that has unpacked, `dictionary` the code of the LZMA2 window."""
    found = text(content)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0}]

    def packed(part: bytes) -> bytes:
        return lzma.compress(part, lzma.FORMAT_RAW, filters=filters)[:-1] if part else b""

    together = max(1, min(found.times, (1 << 22) // max(1, len(found.unit))))
    rounds, rest = divmod(found.times, together)
    stream = packed(found.start) + packed(found.unit * together) * rounds
    stream += packed(found.unit * rest + found.end) + b"\0"
    size = found.size if says is None else says
    folder = b"\x01\x21\x21\x01" + bytes([dictionary])
    streams = b"\x06" + _number(0) + _number(1) + b"\x09" + _number(len(stream)) + b"\0"
    streams += b"\x07\x0b\x01\0" + folder + b"\x0c" + _number(size)
    streams += b"\x0a\x01" + struct.pack("<I", found.crc) + b"\0\x08\0"
    names = name.encode("utf-16-le") + b"\0\0"
    files = b"\x05\x01\x11" + _number(len(names) + 1) + b"\0" + names + b"\0"
    header = b"\x01\x04" + streams + b"\0" + files + b"\0"
    where = struct.pack("<QQI", len(stream), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(where)) + where + stream + header


def tarred(members: Iterable[tuple[tarfile.TarInfo | str, bytes]]) -> bytes:
    """A tar archive of files and of entries of other kinds."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for entry, content in members:
            info = tarfile.TarInfo(entry) if isinstance(entry, str) else entry
            if info.isreg() and not info.size:
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content) if content else None)
    return out.getvalue()


def sparse(name: str, size: int) -> bytes:
    """The header of an old GNU sparse file of `size` bytes without any data."""
    block = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    block[156:157] = b"S"
    block[257:265] = b"ustar  \0"
    block[386 : 386 + 24] = b"%011o\0%011o\0" % (size - 1, 0)
    block[483:495] = b"\x80" + size.to_bytes(11, "big")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def workbook(sheet: bytes | Long, **parts: bytes | Long) -> bytes:
    """An .xlsx with one sheet; `parts` are further files of `xl/`, `styles` or `sharedStrings`."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{name}+xml"/>' for name in parts)
    linked = "".join(f'<Relationship Id="r{name}" Type="{rels}/{name}" Target="{name}.xml"/>' for name in parts)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>{listed}</Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{relations}">'
                f'<Relationship Id="r1" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/>'
                "</sheets></workbook>"
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{relations}">'
                f'<Relationship Id="r1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/>{linked}'
                "</Relationships>"
            ).encode(),
            "xl/worksheets/sheet1.xml": sheet,
            **{f"xl/{name}.xml": content for name, content in parts.items()},
        }
    )


def sheet(rows: bytes | Long, before: bytes = b"", after: bytes = b"") -> Long:
    """A worksheet with these rows."""
    found = text(rows)
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + before + b"<sheetData>"
    end = found.end + b"</sheetData>" + after + b"</worksheet>"
    return Long(found.unit, found.times, head + found.start, end)


def stored(name: str, content: bytes) -> bytes:
    """An ordinary zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def packed(content: bytes) -> bytes:
    """An ordinary gzip file."""
    return gzip.compress(content)
