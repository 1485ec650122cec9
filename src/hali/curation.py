"""The calls that fill and keep the record: ask publishers, take in files, say what is there, verify, move, tidy.

Everything heavy is imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.api import open_record, resolve_pair
from hali.errors import QuestionError, UnknownCode
from hali.record.store import Record, data_folder

if TYPE_CHECKING:
    from hali.model.source import Feed, Scope, Source
    from hali.record.harvest import Outcome
    from hali.record.planning import Effort
    from hali.record.upkeep import Freed, Verified
    from hali.record.vintages import Store


def update(
    names: Iterable[str] = (),
    pair: tuple[str, str] | None = None,
    since: str = "",
    dry_run: bool = False,
    told: Callable[[Outcome], None] = lambda _: None,
    waiting: Callable[[str], None] = lambda _: None,
    path: str | Path | None = None,
) -> list[Outcome]:
    """Ask the publishers for their tables and keep what is new as vintages of the record.

    Args:
        names: sources (`eurostat`) or tables (`ESTAT:EXT_LT_MAINEU`); default every source that may be asked.
        pair: only what concerns these two partners.
        since: first SDMX period asked for; "" = all.
        dry_run: only say what would be asked.
        told: called with each outcome as it comes.
        waiting: called every second with the hosts that are waited for, and since when.
        path: data folder; default `HALI_DATA`, else the platform's user data folder.

    Returns:
        One outcome a table. A publisher that fails is an outcome, not an exception.

    Raises:
        UnknownCode: no such source or table.
        QuestionError: a publisher's terms forbid asking it by program, or `since` is no period.
    """
    from hali.record import harvest

    chosen, scopes = _chosen(list(names)), _scopes(pair, since)
    return harvest.update(_store(path), chosen, scopes, dry_run=dry_run, told=told, waiting=waiting)


def estimate(names: Iterable[str] = (), pair: tuple[str, str] | None = None, since: str = "") -> Effort:
    """What an update takes, at most: messages, rows and time. Nobody is asked.

    Args:
        names: as in `update`.
        pair: as in `update`.
        since: as in `update`.

    Raises:
        UnknownCode: no such source or table.
        QuestionError: a publisher's terms forbid asking it by program, or `since` is no period.
    """
    from hali.record import planning

    return planning.estimate(_chosen(list(names)), _scopes(pair, since))


def ingest(
    name: str,
    files: Iterable[str | Path],
    partners: Iterable[str] = (),
    told: Callable[[Outcome], None] = lambda _: None,
    path: str | Path | None = None,
) -> list[Outcome]:
    """Take a publisher's files into the record, offline; the table is recognised from the content.

    Args:
        name: id of the source.
        files: files as the publisher gives them (.csv .tsv .json .xml .xls .xlsx, .gz .zip .7z of such).
        partners: areas; of a bulk file only rows with one of them are kept. Empty = everything.
        told: called with each outcome as it comes.
        path: data folder; default `HALI_DATA`, else the platform's user data folder.

    Raises:
        UnknownCode: no such source.
        UnreadableInput: a file is of none or of several tables of the source.
    """
    from hali.codelists import areas
    from hali.record import ingest as reading

    codes = [code for typed in partners for code in areas.concept_codes(areas.concept(areas.resolve(typed)))[:1]]
    return reading.ingest(_store(path), _source(name), [Path(file) for file in files], partners=codes, told=told)


def sources(
    everything: bool = False, record: Record | None = None, path: str | Path | None = None
) -> list[dict[str, Any]]:
    """Every table of the record with licence, coverage and freshness.

    Args:
        everything: also tables hali can read of which the record holds nothing.
        record: an opened record; default the one of `path`.
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.connectors import sources as declared
    from hali.record import overview

    return overview.overview(record or open_record(path), _store(path), declared(), everything)


def vintages(name: str, path: str | Path | None = None) -> list[dict[str, Any]]:
    """The harvested vintages of a source's tables, and what changed with the last ones.

    Args:
        name: id of the source.
        path: data folder; default `HALI_DATA`, else the platform's user data folder.

    Raises:
        UnknownCode: no such source.
    """
    from hali.record import overview

    return overview.detail(_store(path), _source(name))


def build(engine: str = "duckdb", master: str = "", path: str | Path | None = None) -> tuple[Record, int]:
    """The record with the readings of all pairs computed, and how many files were written for that.

    Nothing needs it: what was not computed before is computed when it is asked.

    Args:
        engine: what computes the readings: `duckdb` or `spark`.
        master: address of the Spark cluster; "" = the one Spark is configured with, else this machine.
        path: data folder; default `HALI_DATA`, else the platform's user data folder.

    Raises:
        QuestionError: the engine is not there.
    """
    from hali.pillars.build import build

    opened = open_record(path)
    return opened, len(build(opened.warehouse, engine, master))


def verify(path: str | Path | None = None) -> Verified:
    """Read every file of the record to its end; what is damaged is named.

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.record import upkeep

    return upkeep.verify(_store(path))


def mend(path: str | Path | None = None) -> list[str]:
    """Put right what can be: files back from the trash, notes on lists anew, days that have not come; what was done.

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.record import upkeep

    return upkeep.mend(_store(path))


def export(file: str | Path, path: str | Path | None = None) -> int:
    """Write everything harvested to one file; how many vintages.

    Args:
        file: where to; it appears whole or not at all.
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.record import archive

    return archive.export(_store(path), Path(file))


def import_(file: str | Path, path: str | Path | None = None) -> int:
    """Add the vintages of an export, all of them or none; how many were new.

    Args:
        file: what `export` wrote.
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.record import archive

    return archive.import_(_store(path), Path(file))


def collect(path: str | Path | None = None) -> Freed:
    """Remove raw answers no vintage names, remains of crashes, and records built from older states.

    Args:
        path: data folder; default `HALI_DATA`, else the platform's user data folder.
    """
    from hali.record import upkeep

    return upkeep.collect(_store(path))


def _store(path: str | Path | None) -> Store:
    from hali.record.vintages import Store

    return Store(Path(path) if path else data_folder())


def _source(name: str) -> Source:
    from hali.connectors import sources as declared

    known = declared()
    if name.lower() not in known:
        raise UnknownCode("source", name, tuple(known))
    return known[name.lower()]


def _chosen(names: list[str]) -> list[tuple[Source, Feed]]:
    """The tables `names` stand for, with their publishers."""
    from hali.connectors import sources as declared

    known = declared()
    if not names:
        return [(s, d) for s in known.values() if s.automated for d in s.dataflows if d.catalogue]
    tables = {d.id: (source, d) for source in known.values() for d in source.dataflows}
    chosen: dict[str, tuple[Source, Feed]] = {}
    for name in names:
        if name.upper() in tables:
            found = [tables[name.upper()]]
        else:
            source = _source(name)
            found = [(source, d) for d in source.dataflows if d.catalogue] or [(source, d) for d in source.dataflows]
        forbidden = next((source for source, _ in found if not source.automated), None)
        if forbidden:
            raise QuestionError(
                f"{forbidden.title} is not asked by program: fetch its files from {forbidden.url}, "
                f"then `hali ingest {forbidden.id} FILE`"
            )
        chosen |= {dataflow.id: (source, dataflow) for source, dataflow in found}
    return list(chosen.values())


def _scopes(pair: tuple[str, str] | None, since: str) -> list[Scope]:
    """What to ask for: everything, or each side of a pair about the other, blocs with their members."""
    from hali.codelists import areas
    from hali.model import period
    from hali.model.source import Scope

    if since:
        first = period.bounds(since)[0]
        # from a quarter, a half-year or a day on is from its month on
        since = f"{first:%Y}" if first.month == 1 else f"{first:%Y-%m}"
    if not pair:
        return [Scope(first=since)]
    sides = []
    for code in resolve_pair(pair):
        codes = areas.concept_codes(areas.concept(code))
        members = {m.member for m in areas.membership() if m.bloc in codes}
        sides.append((*codes, *sorted(members - set(codes))))
    return [Scope(sides[0], sides[1], since), Scope(sides[1], sides[0], since)]
