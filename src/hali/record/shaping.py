"""From answers to drafts of vintages: parse, join the pages of a slice, name origins, validate."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hali.access import bounds
from hali.errors import HaliError, SourceChanged, SourceUnavailable
from hali.model.dataflow import Kind
from hali.model.source import EVENT, PAGE, ROW, VOTE, Feed, Reply, Source, table, together
from hali.record.acceptance import accept, caveats
from hali.record.vintages import Draft, Store, row_hash

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "rows": ROW,
    "paged": (*ROW, "vintage"),
    "votes": VOTE,
    "events": EVENT,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that is in the raw store.

    Attributes:
        reply: what came.
        sha256: hash of its body.
        retrieved: UTC, ISO, seconds.
    """

    reply: Reply
    sha256: str
    retrieved: str


def flags(source: Source, dataflow: Feed) -> dict[str, Any]:
    """What the record needs to know of a dataflow."""
    return dataflow.told() | {"publisher": source.id, "ship": dataflow.ship or source.ship}


def drafts(
    store: Store,
    source: Source,
    dataflow: Feed,
    scope: str | Callable[[Feed, pa.Table], str],
    answers: Sequence[Answer],
    *,
    by_hand: bool = False,
) -> list[Draft]:
    """The slices that the answers to one question hold, validated: one, or one a month where the dataflow says so.

    Args:
        store: holds the vintages before.
        source: the publisher.
        dataflow: the table.
        scope: canonical scope of the question, or how it is read off the rows.
        answers: the answers, in order.
        by_hand: they are files given by hand.

    Raises:
        SourceChanged: an answer has an unknown form, or its rows break a rule.
        SourceUnavailable: the answers are not whole.
        UnknownCode: a code of the publisher that no codelist knows.
    """
    tables = [_parsed(dataflow, answer) for answer in answers]
    if not by_hand and (why := dataflow.lacking([answer.reply for answer in answers], tables)):
        raise SourceUnavailable(f"{dataflow.id}: the answer was cut off: {why}; come back later")
    published = max((stamp(dataflow, answer.reply.body) for answer in answers), default="")
    rows, origins = _joined(source, dataflow, tables, answers, published)
    return _drafted(store, source, dataflow, scope, rows, origins, answers, published, by_hand)


def of_rows(
    store: Store,
    source: Source,
    dataflow: Feed,
    slice_: str,
    rows: pa.Table,
    answer: Answer,
    *,
    published: str,
    by_hand: bool,
) -> list[Draft]:
    """The slice that rows read elsewhere are, validated like those of `drafts`.

    Args:
        store: holds the vintages before.
        source: the publisher.
        dataflow: the table.
        slice_: canonical scope of the rows.
        rows: the columns of the table's kind.
        answer: the file they are of; it may be too large to be in the raw store.
        published: the publisher's own stamp, or "".
        by_hand: it was given by hand.

    Raises:
        SourceChanged: the rows break a rule.
    """
    import pyarrow as pa

    origin = _origin(source, dataflow, [answer], published)
    listed = rows.append_column("origin", pa.repeat(origin["id"], rows.num_rows))
    return _drafted(store, source, dataflow, slice_, listed, [origin], [answer], published, by_hand)


def _drafted(
    store: Store,
    source: Source,
    dataflow: Feed,
    scope: str | Callable[[Feed, pa.Table], str],
    rows: pa.Table,
    origins: Sequence[dict[str, str]],
    answers: Sequence[Answer],
    published: str,
    by_hand: bool,
) -> list[Draft]:
    """Rows and their origins as drafts, once they are accepted."""
    retrieved = max(answer.retrieved for answer in answers)
    accept(dataflow, rows, date.fromisoformat(retrieved[:10]))
    named = scope if isinstance(scope, str) else scope(dataflow, rows)
    found = []
    for slice_, part in _sliced(dataflow, named, rows):
        told = _told(store, dataflow, slice_, part)
        used = set(part["origin"].to_pylist())
        found.append(
            Draft(
                source=source.id,
                dataflow=dataflow.id,
                slice=slice_,
                kind=dataflow.kind,
                rows=part,
                published=published,
                retrieved=retrieved,
                raw=tuple(answer.sha256 for answer in answers if store.raw.path(answer.sha256).exists()),
                origins=tuple(_with_caveats(origin, told) for origin in origins if origin["id"] in used),
                caveats=told,
                by_hand=by_hand,
            )
        )
    return found


def stamp(dataflow: Feed, body: bytes) -> str:
    """The publisher's own change mark in an answer, or "".

    Raises:
        SourceChanged: the answer has an unknown form.
    """
    return str(guarded(dataflow, body, lambda: dataflow.stamp(body))) if body else ""


def guarded(dataflow: Feed, body: bytes, read: Callable[[], Any]) -> Any:
    """What `read` makes of an answer; whatever goes wrong becomes one line with the answer's hash and the cause.

    Raises:
        SourceChanged: it went wrong.
    """
    try:
        return read()
    except HaliError:
        raise
    except bounds.TooMuch as error:
        raise SourceChanged(f"{dataflow.id}: the answer has {error}; ask for less at a time") from error
    except Exception as error:  # a reader may stumble in any way over a form it does not know
        sha256 = hashlib.sha256(body).hexdigest()[:12]
        cause = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise SourceChanged(f"{dataflow.id}: the answer {sha256} has a form that is not known ({cause})") from error


def _parsed(dataflow: Feed, answer: Answer) -> pa.Table:
    """The rows of one answer, with the period its name gives where the bytes do not say it."""
    import pyarrow.compute as pc

    body = answer.reply.body
    if not body.strip(b"\0 \t\r\n"):
        return table(_COLUMNS[dataflow.kind], [])
    rows = guarded(dataflow, body, lambda: dataflow.parse(body))
    period = dataflow.dated_by_name(answer.reply.request.url) if "period" in rows.column_names else ""
    if period:
        place = rows.column_names.index("period")
        given = pc.if_else(pc.equal(rows["period"], ""), period, rows["period"])
        rows = rows.set_column(place, "period", given)
    return rows


def _joined(
    source: Source, dataflow: Feed, tables: Sequence[pa.Table], answers: Sequence[Answer], published: str
) -> tuple[pa.Table, list[dict[str, str]]]:
    """One table of the answers' tables with the column `origin`, and its origins."""
    import pyarrow as pa

    if dataflow.kind in {"paged", "events"}:
        return _of_pages(dataflow, guarded(dataflow, b"", lambda: dataflow.combine(tables)), answers)
    origins = [_origin(source, dataflow, [answer], published) for answer in answers]
    if dataflow.combine is together:
        tables = [
            part.append_column("origin", pa.repeat(origin["id"], part.num_rows))
            for part, origin in zip(tables, origins, strict=True)
        ]
        return _picked(dataflow, together(tables)), origins
    whole = _origin(source, dataflow, answers, published)
    rows = guarded(dataflow, b"", lambda: dataflow.combine(tables))
    return _picked(dataflow, rows.append_column("origin", pa.repeat(whole["id"], rows.num_rows))), [whole]


def _picked(dataflow: Feed, rows: pa.Table) -> pa.Table:
    """The columns of the kind and `origin`; `acceptance` names those that are missing."""
    return rows.select([c for c in (*_COLUMNS[dataflow.kind], "origin") if c in rows.column_names])


def _of_pages(dataflow: Feed, rows: pa.Table, answers: Sequence[Answer]) -> tuple[pa.Table, list[dict[str, str]]]:
    """Rows that come each from a page of its own: one origin a page."""
    import pyarrow as pa

    if rows.num_rows == 0:
        return rows.append_column("origin", pa.array([], pa.string())), []
    pages = list(zip(*(rows[name].to_pylist() for name in PAGE), strict=True))
    retrieved = max(answer.retrieved for answer in answers)[:10]
    origins = {}
    for page in pages:
        told = dict(zip(PAGE, page, strict=True))
        id_ = "P_" + hashlib.sha256("|".join(map(str, page)).encode()).hexdigest()[:10]
        origins[page] = {
            "id": id_,
            "producer": told["producer"],
            "title": told["page"],
            "dataset": dataflow.id.partition(":")[2],
            "url_main": told["url"],
            "date_published": told["published"],
            "retrieved": retrieved,
            "licence": told["licence"],
            "attribution": told["attribution"],
            "note": f"{told['note']} {_hashes(answers)}".strip(),
        }
    ids = pa.array([origins[page]["id"] for page in pages], pa.string())
    return _picked(dataflow, rows.append_column("origin", ids)), list(origins.values())


def _origin(source: Source, dataflow: Feed, answers: Sequence[Answer], published: str) -> dict[str, str]:
    """The origin of the rows of one answer, or of several that became one table."""
    sent = hashlib.sha256("".join(f"{a.reply.request.url} {a.sha256}" for a in answers).encode()).hexdigest()
    asked = answers[0].reply.request
    return {
        "id": f"{dataflow.id.replace(':', '_')}_{sent[:10]}",
        "producer": source.title,
        "title": dataflow.title,
        "dataset": dataflow.id.partition(":")[2],
        "url_main": source.url,
        "date_published": published,
        "retrieved": answers[0].retrieved[:10],
        "licence": source.licence,
        "attribution": source.attribution.format_map(
            {"dataset": dataflow.id.partition(":")[2], "date": (published or answers[0].retrieved)[:10]}
        ),
        "note": f"{asked.method} {asked.url}. {_hashes(answers)}",
    }


def _hashes(answers: Sequence[Answer]) -> str:
    shown = ", ".join(answer.sha256 for answer in answers[:3])
    return f"SHA-256 {shown}" + (f" and {len(answers) - 3} more." if len(answers) > 3 else ".")


def _with_caveats(origin: dict[str, str], told: Iterable[str]) -> dict[str, str]:
    """What validation found travels with the origin to whoever explains a number."""
    return {**origin, "note": " ".join([origin["note"], *(f"{caveat}." for caveat in told)])}


def _sliced(dataflow: Feed, slice_: str, rows: pa.Table) -> list[tuple[str, pa.Table]]:
    import pyarrow.compute as pc

    if not dataflow.monthly_slices:
        return [(slice_, rows)]
    periods = sorted(rows["period"].unique().to_pylist())
    return [(f"{slice_};{period}", rows.filter(pc.equal(rows["period"], period))) for period in periods]


def _told(store: Store, dataflow: Feed, slice_: str, rows: pa.Table) -> tuple[str, ...]:
    """The caveats of a slice, compared with its last vintage."""
    line = store.read().of(dataflow.id, slice_)
    if line and line[-1].row_hash == row_hash(rows, dataflow.kind):
        return line[-1].caveats
    return caveats(dataflow, rows, store.rows(line[-1]) if line else None)
