"""Product-level trade into Parquet: a file or archive of the publisher becomes sorted slices, all or nothing each.

    <folder>/comext/M/scope=all/year=2025/month=12/vintage=2026-02-16/{rows.parquet,slice.json}
    <folder>/baci/HS92/scope=KAZ+UZB/year=2021/month=00/vintage=2025-01/{rows.parquet,slice.json}

Memory stays bounded whatever the size: archives are unpacked to a file, DuckDB reads that as a stream and sorts on
disk. A slice is written beside its place and renamed, so a crash leaves at most a folder `.ingest-*`, which the next
run removes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.access import durable, sealed
from hali.access.rawstore import hash_file
from hali.codelists import areas, schemes
from hali.errors import DamagedRecord, QuestionError, RecordError, SourceChanged, UnreadableInput
from hali.model import period as periods
from hali.record import engine
from hali.record.bulk_archive import Member, members
from hali.record.bulk_layout import Layout, Part, part
from hali.record.checked import Sealed
from hali.record.engine import quoted

if TYPE_CHECKING:
    import duckdb

ROWS, FACTS = "rows.parquet", "slice.json"
"""The two files of a slice."""

ROW_GROUP = 122_880
"""Rows whose bounds are kept together: what a query skips or reads."""

_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Slice:
    """One month or year of one file, as stored.

    Attributes:
        layout: `comext` or `baci`.
        variant: `M` or `A` of Comext, `HS92` of BACI.
        period: SDMX, `2025-12` or `2021`.
        vintage: date or month of publication; BACI's version may end in a letter (`2024-01b`).
        scope: `all`, or the chosen partners (`KAZ+UZB`).
        file: name of the file its rows come from.
        bytes: size of that file, unpacked.
        crc: CRC-32 of that file.
        read: rows of that file.
        rows: rows stored.
        control: flow -> rows and sum of values of everything stored, totals included; to be held against printed ones.
        total_rows: whether rows with the product TOTAL are among them.
        reporters: area codes of the publisher that report.
        partners: area codes of the publisher that are partners.
        folder: where it lies.
        hash: SHA-256 of the stored rows; "" in a slice of an older version of hali.
    """

    layout: str
    variant: str
    period: str
    vintage: str
    scope: str
    file: str
    bytes: int
    crc: int
    read: int
    rows: int
    control: dict[str, tuple[int, float]]
    total_rows: bool
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    folder: Path
    hash: str = ""

    @property
    def sealed(self) -> tuple[Sealed, ...]:
        """The file of its rows with its hash; none where that is not known."""
        told = f"the bulk slice {self.period} of {self.layout}/{self.variant}"
        file = Sealed(self.folder / ROWS, self.hash, told, "delete its folder and ingest its file again")
        return (file,) if self.hash else ()


def ingest(
    file: Path,
    folder: Path,
    *,
    partners: Sequence[str] = (),
    known: str = "",
    otherwise: str = "",
    done: Callable[[Slice], None] = lambda _: None,
) -> list[Slice]:
    """Store every bulk file in `file` as slices below `folder`; a slice that is there already is left as it is.

    Args:
        file: `.7z` of Comext, `.zip` of BACI, or a file unpacked from one.
        folder: folder of all bulk data.
        partners: area codes; only rows with one of them are kept, and the world totals. Empty = everything.
        known: date of publication; the archive's own date where it is empty. BACI states its version itself.
        otherwise: the date where `known` is empty and the archive has none either.
        done: called after each slice.

    Returns:
        The slices, in the order of the archive.

    Raises:
        UnreadableInput: the file is damaged or no bulk file.
        SourceChanged: its columns, codes or counts are not as known.
        UnknownCode: an area code nobody knows.
        RecordError: the folder is full or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        work = Path(tempfile.mkdtemp(prefix=f".ingest-{os.getpid()}-", dir=folder))
    except OSError as error:
        raise RecordError(f"the bulk folder {folder} cannot be written ({error.strerror})") from error
    scope = "+".join(sorted(dict.fromkeys(areas.area(code).code for code in partners))) or "all"
    stored = []
    try:
        for member in members(file, work):
            stored.append(_store(member, folder, work, scope, known or member.day or otherwise))
            done(stored[-1])
    except OSError as error:
        raise RecordError(f"{file.name} cannot be stored in {folder} ({error.strerror or error})") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if not stored:
        raise UnreadableInput(f"{file.name} holds no bulk file of Comext or BACI")
    return stored


def _sweep(folder: Path) -> None:
    """Remove what processes that no longer run have left."""
    for left in folder.glob(".ingest-*-*"):
        try:
            os.kill(int(left.name.split("-")[1]), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except (PermissionError, ValueError):
            continue


def _store(member: Member, folder: Path, work: Path, scope: str, known: str) -> Slice:
    """One member as a slice; unpacked and read only if that slice is not there."""
    if member.crc and (found := _there(folder, member, scope)):
        return found
    text = member.unpack()
    try:
        with text.open("rb") as stream:
            held = part(member.name, stream.read(_HEAD))
        lines, crc = _measure(text)
        if not member.crc and (found := _there(folder, replace(member, crc=crc), scope)):
            return found
        vintage = held.vintage or known
        if not vintage:
            raise QuestionError(f"{member.name} does not say when it was published; give the date")
        if not held.vintage:
            periods.known(vintage)
        here = _place(folder, held, scope, vintage)
        if (here / FACTS).exists():
            found = read_slice(here)
            if found.crc == crc:
                return found
            raise RecordError(
                f"{member.name} differs from what is stored for {held.period} as published {vintage}; give its own date"
            )
        return _write(held, member, text, (lines, crc), here, work, scope, vintage)
    finally:
        if text.parent == work:
            text.unlink(missing_ok=True)


def _there(folder: Path, member: Member, scope: str) -> Slice | None:
    """The slice made of this very file, if any."""
    for facts in folder.glob(f"*/*/scope={scope}/*/*/*/{FACTS}"):
        found = read_slice(facts.parent)
        if (found.file, found.bytes, found.crc) == (member.name, member.size, member.crc):
            return found
    return None


def _place(folder: Path, held: Part, scope: str, vintage: str) -> Path:
    year, _, month = held.period.partition("-")
    return (
        folder
        / held.layout.id
        / held.variant
        / f"scope={scope}"
        / f"year={year}"
        / f"month={month or '00'}"
        / f"vintage={vintage}"
    )


def _measure(text: Path) -> tuple[int, int]:
    """Rows below the header, and the CRC-32, of a file."""
    lines = crc = 0
    last = b"\n"
    with text.open("rb") as stream:
        while block := stream.read(1 << 22):
            lines += block.count(b"\n")
            crc = zlib.crc32(block, crc)
            last = block[-1:]
    return lines + (last != b"\n") - 1, crc


def _write(
    held: Part,
    member: Member,
    text: Path,
    measured: tuple[int, int],
    here: Path,
    work: Path,
    scope: str,
    vintage: str,
) -> Slice:
    """Sort the rows of `text` into a folder of their own, check them, and put the folder in its place."""
    import duckdb

    made = work / "slice"
    made.mkdir()
    try:
        with _engine(work, held.layout.memory) as connection:
            connection.execute(_copy_statement(held, text, made / ROWS, scope))
            facts = _facts(connection, held.layout, made / ROWS)
        if scope == "all" and facts["rows"] != measured[0]:
            raise SourceChanged(f"{member.name}: {measured[0]} rows in the file, {facts['rows']} read")
        found = Slice(
            layout=held.layout.id,
            variant=held.variant,
            period=held.period,
            vintage=vintage,
            scope=scope,
            file=member.name,
            bytes=text.stat().st_size,
            crc=measured[1],
            read=measured[0],
            folder=here,
            hash=hash_file(made / ROWS),
            **facts,
        )
        listed = {name: value for name, value in asdict(found).items() if name != "folder"}
        (made / FACTS).write_bytes(sealed.dump(listed | {"written": _now()}))
        for name in (ROWS, FACTS):
            durable.flush(made / name)
        durable.folder(here.parent)
        _settle(made, here)
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise RecordError(f"{member.name} needs more room than {work.parent} has ({_first_line(error)})") from error
    except duckdb.Error as error:
        raise SourceChanged(f"{member.name} cannot be read as {held.layout.id}: {_first_line(error)}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return found


def _settle(made: Path, here: Path) -> None:
    """Put a finished folder in its place; another process may have put the same there first."""
    try:
        made.rename(here)
    except OSError:
        if not (here / FACTS).exists():
            raise
    durable.flush(here.parent)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].removeprefix("Invalid Input Error: ")[:200]


@contextmanager
def _engine(work: Path, memory: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB that stays within `memory` megabytes and spills beside the data."""
    settings: dict[str, Any] = {
        "memory_limit": f"{memory}MB",
        "temp_directory": str(work / "spill"),
        "preserve_insertion_order": False,
        "threads": min(4, os.cpu_count() or 1),
        "autoinstall_known_extensions": False,
    }
    connection = engine.opened(settings)
    try:
        yield connection
    finally:
        connection.close()


def _copy_statement(held: Part, text: Path, target: Path, scope: str) -> str:
    layout = held.layout
    kinds = {name or f"_{at}": "double" if name in layout.numbers else "varchar" for at, name in enumerate(held.header)}
    columns = ", ".join(f"{quoted(name)}: '{kind}'" for name, kind in kinds.items())
    quote = '"' if layout.reconciled else ""
    read = (
        f"select {layout.select.format(period=held.written)} from read_csv({quoted(text)}, header = true, "
        f"auto_detect = false, delim = ',', quote = '{quote}', escape = '{quote}', nullstr = '', "
        f"columns = {{{columns}}})"
    )
    rows = read if scope == "all" else _chosen(layout, read, scope.split("+"))
    return (
        f"copy (select * from ({rows}) order by {layout.order}) to {quoted(target)} "
        f"(format parquet, compression zstd, row_group_size {ROW_GROUP})"
    )


def _chosen(layout: Layout, read: str, partners: Sequence[str]) -> str:
    """Rows with a chosen area, and the totals over all partners of every reporter, product by product."""
    codes = [code for partner in partners for code in schemes.codes(layout.scheme, partner)]
    listed = ", ".join(quoted(code) for code in codes)
    if not codes:
        raise QuestionError(f"none of {', '.join(partners)} has a code in {layout.scheme}")
    sums = "sum(value) as value, sum(tonnes) as tonnes"
    if layout.reconciled:
        return (
            f"select * from ({read}) where partner in ({listed}) or reporter in ({listed}) "
            f"union all select '{layout.world}', reporter, 'X', product, {sums} from ({read}) group by all "
            f"union all select partner, '{layout.world}', 'X', product, {sums} from ({read}) group by all"
        )
    return (
        f"select * from ({read}) where partner in ({listed}) "
        f"union all select '{layout.world}', reporter, flow, product, {sums}, trade_type, procedure, "
        f"sum(supplementary), unit_supplementary from ({read}) where {layout.single} group by all"
    )


def _facts(connection: duckdb.DuckDBPyConnection, layout: Layout, rows: Path) -> dict[str, Any]:
    """What is stored, after the checks that need all rows."""
    source = f"read_parquet({quoted(rows)})"
    control = connection.execute(
        f"select flow, count(*), sum(value), bool_and(isfinite(value)) from {source} group by flow order by flow"
    ).fetchall()
    if not control:
        raise SourceChanged(f"a file of {layout.id} without rows")
    if not all(finite for *_, finite in control):
        raise SourceChanged(f"a file of {layout.id} with a value that is no number")
    products = [row[0] for row in connection.execute(f"select distinct product from {source}").fetchall()]
    if odd := [product for product in products if not _is_product(product, layout)]:
        raise SourceChanged(f"{odd[0]!r} is no product of {layout.id}: {layout.digits} digits")
    key = ", ".join(layout.key)
    count = sum(row[1] for row in control)
    found = connection.execute(f"select count(distinct hash({key})) from {source}").fetchone()
    if found is not None and found[0] != count:
        raise SourceChanged(f"{count - found[0]} rows are there twice (the same {key})")
    sides = {}
    for side in ("reporter", "partner"):
        sides[side] = tuple(
            row[0] for row in connection.execute(f"select distinct {side} from {source} order by 1").fetchall()
        )
        for code in sides[side]:
            schemes.area(layout.scheme, code or "")
    return {
        "rows": count,
        "control": {flow: (number, value) for flow, number, value, _ in control},
        "total_rows": "TOTAL" in products,
        "reporters": sides["reporter"],
        "partners": sides["partner"],
    }


def _is_product(product: str | None, layout: Layout) -> bool:
    """Whether a text can be a product: digits; in Comext also letters after the chapter, and TOTAL."""
    if product is None or len(product) != layout.digits or not product.isascii():
        return product == "TOTAL" and not layout.reconciled
    return product.isdigit() or (not layout.reconciled and product.isalnum() and product[:2].isdigit())


def read_slice(folder: Path) -> Slice:
    """The slice in `folder`.

    Raises:
        DamagedRecord: its description is damaged.
        RecordError: it cannot be read.
    """
    try:
        facts = sealed.load((folder / FACTS).read_bytes())
        facts.pop("written")
        if facts.pop(sealed.SEAL, ""):
            facts["hash"] = str(facts["hash"])  # whoever seals a slice says it
        facts["control"] = {flow: (rows, value) for flow, (rows, value) in facts["control"].items()}
        lists = {name: tuple(facts[name]) for name in ("reporters", "partners")}
        return Slice(**{**facts, **lists, "folder": folder})
    except PermissionError as error:
        raise durable.unreadable("a bulk slice", folder / FACTS, error) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedRecord(
            f"the bulk slice {folder} is damaged; delete the folder and ingest its file again"
        ) from error
