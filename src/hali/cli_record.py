"""The commands that fill and keep the record: update, ingest, sources, record."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hali.cli_lists import ListFormat, write
from hali.errors import QuestionError, RecordError
from hali.terminal import STANDARD, deliver, progress

if TYPE_CHECKING:
    from hali.record.harvest import Outcome


class OutcomeFormat(StrEnum):
    """Formats the outcomes of an update are written in."""

    text = "text"
    json = "json"


class Action(StrEnum):
    """What is done with the record."""

    build = "build"
    verify = "verify"
    export = "export"
    import_ = "import"
    gc = "gc"
    mend = "mend"


class Engine(StrEnum):
    """What computes the readings."""

    duckdb = "duckdb"
    spark = "spark"


LONG = 60.0
"""Seconds from which on an update says beforehand what it takes."""

Format = Annotated[OutcomeFormat, typer.Option(help="What to write.")]

SOURCE_COLUMNS = (
    *("dataflow", "title", "source", "first_year", "last_year", "rows", "known", "licence", "ship"),
    *("automated", "vintages", "retrieved"),
)
"""Columns of the CSV of `hali sources`."""

VINTAGE_COLUMNS = ("dataflow", "id", "known", "retrieved", "published", "rows", "slice")
"""Columns of the CSV of the vintages of one source."""


def update(
    names: Annotated[
        list[str] | None, typer.Argument(help="Sources or tables; default every source.", metavar="[SOURCE]...")
    ] = None,
    pair: Annotated[tuple[str, str] | None, typer.Option(help="Only what concerns these two partners.")] = None,
    since: Annotated[str, typer.Option(help="First period asked for: 2015, 2021-03.", metavar="PERIOD")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be asked.")] = False,
    format: Format = OutcomeFormat.text,
) -> None:
    """Ask the publishers for new vintages; exit 3 if one of them failed. Interrupted, it goes on where it was."""
    from hali import curation

    expected = curation.estimate(names or (), pair, since)
    if dry_run or expected.seconds >= LONG:
        print(f"{'this would take' if dry_run else 'this takes'} {expected.line()}", file=sys.stderr)
    told, doing = _telling(format), "asking the publishers"
    with progress(doing) as say:
        outcomes = curation.update(
            names or (),
            pair,
            since,
            dry_run,
            told,
            lambda who: say(f"{doing}: waiting for {who}" if who else doing),
        )
    _ended(outcomes, format)


def ingest(
    source: Annotated[str, typer.Argument(help="Whose files they are; see `hali sources --all`.")],
    files: Annotated[list[Path], typer.Argument(help="Files as the publisher gives them.")],
    partner: Annotated[
        list[str] | None, typer.Option(help="Of a bulk file, keep only rows with this area; may be repeated.")
    ] = None,
    format: Format = OutcomeFormat.text,
) -> None:
    """Take a publisher's files into the record, offline; the table is recognised from the content."""
    from hali import curation

    with progress("reading"):
        outcomes = curation.ingest(source, files, partner or (), _telling(format))
    _ended(outcomes, format)


def _telling(format: OutcomeFormat) -> Any:
    """What prints an outcome as it comes; JSON is one document at the end."""
    return (lambda outcome: print(outcome.line(), flush=True)) if format is OutcomeFormat.text else (lambda _: None)


def _ended(outcomes: list[Outcome], format: OutcomeFormat) -> None:
    """Write the summary, and stop with exit code 3 where a publisher failed."""
    from collections import Counter
    from dataclasses import asdict

    if format is OutcomeFormat.json:
        deliver(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False, indent=1) + "\n", STANDARD)
    counts = Counter(outcome.result for outcome in outcomes)
    print(", ".join(f"{number} {result}" for result, number in counts.items()) or "nothing to do", file=sys.stderr)
    if counts["failed"]:
        raise typer.Exit(3)


def sources(
    source: Annotated[str, typer.Argument(help="One source: its vintages and last revisions.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also tables the record holds nothing of.")] = False,
    format: Annotated[ListFormat, typer.Option(help="What to write.")] = ListFormat.text,
) -> None:
    """List the tables of the record: title, years, rows, freshness, licence; of one source its vintages."""
    from hali import curation

    if source:
        found = curation.vintages(source)
        text = "\n".join(line for table in found for line in _vintage_lines(table))
    else:
        with progress("opening the record"):
            found = curation.sources(everything)
        text = "\n".join(_source_line(entry) for entry in found)
    if format is ListFormat.csv:
        columns = VINTAGE_COLUMNS if source else SOURCE_COLUMNS
        rows = [vintage | {"dataflow": t["dataflow"]} for t in found for vintage in t["vintages"]] if source else found
        write(rows, columns, str, format, 0, "")
        return
    if format is ListFormat.json:
        text = json.dumps(found, ensure_ascii=False, indent=1)
    deliver(text + "\n", STANDARD)


def _source_line(entry: dict[str, Any]) -> str:
    years = f"{entry['first_year']}-{entry['last_year']}" if entry["first_year"] else "-"
    told = [
        entry["title"],
        years,
        f"{entry['rows']:,} rows",
        f"known {entry['known']}" if entry["known"] else "not held",
        entry["licence"],
        {"Y": "shippable", "X": "single figures shippable", "N": "not shippable"}[entry["ship"]],
        "update" if entry["automated"] else "ingest only",
    ]
    if entry["key"]:
        told.append(f"key in {entry['key']}")
    if entry["vintages"]:
        told.append(f"{entry['vintages']} vintages, last retrieved {entry['retrieved']}")
    return "  ".join([entry["dataflow"], *told])


def _vintage_lines(table: dict[str, Any]) -> list[str]:
    held = f"{len(table['vintages'])} vintages" if table["vintages"] else "nothing harvested"
    lines = [f"{table['dataflow']}  {table['title']}  {held}"]
    for vintage in table["vintages"]:
        stamp = f"  stamp {vintage['published']}" if vintage["published"] else ""
        lines.append(
            f"  {vintage['id']}  known {vintage['known']}  retrieved {vintage['retrieved']}{stamp}  "
            f"{vintage['rows']:,} rows  {vintage['slice']}"
        )
        lines += [f"    {caveat}" for caveat in vintage["caveats"]]
    for report in table["revisions"]:
        lines.append(
            f"  last revision {report['before']} -> {report['vintage']}: {report['added']:,} added, "
            f"{report['changed']:,} changed, {report['withdrawn']:,} withdrawn"
        )
        lines += [f"    {_change_line(change)}" for change in report["largest"]]
    return lines


def _change_line(change: dict[str, Any]) -> str:
    key = change["key"]
    where = f"{key['measure']} {key['period']} {key['reporter']}-{key['partner']} {key['flow']} {key['product']}"
    before, after = ("-" if v is None else f"{v:,.6g}" for v in (change["before"], change["after"]))
    return f"{where}  {before} -> {after} {key['unit']}"


def record(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    file: Annotated[str, typer.Argument(help="Archive to write (export) or to read (import).")] = "",
    engine: Annotated[Engine, typer.Option(help="What computes the readings (build).")] = Engine.duckdb,
    master: Annotated[str, typer.Option(help="Address of the Spark cluster (build).", metavar="URL")] = "",
) -> None:
    """Verify the record, export or import what was harvested, put away what nothing names (gc), mend, or build all.

    Put away is moved to the trash for thirty days. `mend` puts back what a list names after all, and dates anew what
    a clock in the future dated.

    Readings are computed when they are asked; `build` computes those of every pair beforehand, on DuckDB or on Spark.
    """
    from hali import curation

    if (action in {Action.export, Action.import_}) != bool(file):
        wanted = "name a file" if not file else "no file is needed"
        raise QuestionError(f"hali record {action.value}: {wanted}")
    if action is not Action.build and (engine is not Engine.duckdb or master):
        raise QuestionError(f"hali record {action.value}: --engine and --master are for hali record build")
    if action is Action.build:
        with progress("computing all readings"):
            opened, files = curation.build(engine.value, master)
        told = f"computed by {engine.value}" if files else "was there already"
        print(f"all readings of record {opened.id}: {told}, in {opened.warehouse.folder}")
    elif action is Action.verify:
        with progress("reading every file"):
            checked = curation.verify()
        for line in (*checked.damage, *checked.unread, *checked.dated):
            print(line)
        if checked.damage:
            raise RecordError(f"{len(checked.damage)} of {checked.files} files are damaged")
        if checked.unread:
            raise RecordError(f"{len(checked.unread)} of {checked.files} files cannot be read; no other is damaged")
        print(f"{checked.files} files, all whole")
    elif action is Action.mend:
        print("\n".join(curation.mend()) or "there is nothing to mend")
    elif action is Action.export:
        with progress("writing the archive"):
            number = curation.export(file)
        print(f"{number} vintages exported to {file}", file=sys.stderr)
    elif action is Action.import_:
        with progress("reading the archive"):
            number = curation.import_(file)
        print(f"{number} new vintages imported from {file}", file=sys.stderr)
    else:
        with progress("looking for what nothing names"):
            freed = curation.collect()
        moved = f"; {freed.moved} that no list names are in the trash for thirty days" if freed.moved else ""
        print(f"{freed.files} files removed, {freed.bytes / 1e6:,.1f} MB free{moved}", file=sys.stderr)
