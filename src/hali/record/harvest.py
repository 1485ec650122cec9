"""Ask publishers, keep what they send, and make vintages of it: all or nothing for each dataflow.

    requests -> replies (kept as they came) -> parse -> rows -> acceptance -> vintages of the slices that changed

Publishers are asked side by side, one host by one thread. A publisher that fails leaves its part of the record as it
was and does not stop the others. An update that was interrupted takes up the answers it already has.
"""

from __future__ import annotations

import json
import queue
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from hali.access import durable, refusals
from hali.access.http import Client, Limits, check_online
from hali.access.rawstore import KEPT, Fetch
from hali.errors import HaliError, QuestionError, SourceChanged, SourceError, SourceUnavailable
from hali.model.source import Feed, Reply, Request, Scope, Source
from hali.record import bulk, bulk_chapters, changes, shaping
from hali.record.journal import Kept, address, journal, now
from hali.record.shaping import Answer, guarded
from hali.record.vintages import Draft, Store, Vintage
from hali.version import VERSION

Result = Literal["new", "unchanged", "failed", "skipped", "planned"]

POLL_FIRST, POLL_LONGEST, POLL_ALL = 2.0, 30.0, 900.0
"""Seconds between questions after a deferred answer: at first, at most, and altogether."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the harvest of one dataflow ended.

    Attributes:
        source: id of the source.
        dataflow: id of the dataflow.
        result: new, unchanged, failed, skipped, or planned (`--dry-run`).
        reason: what changed, or why it failed or was skipped; the address of a planned message.
        messages: how many messages were, or would be, sent.
        rows: rows harvested.
        vintages: ids of the new vintages.
        caveats: what validation found worth telling.
    """

    source: str
    dataflow: str
    result: Result
    reason: str
    messages: int = 0
    rows: int = 0
    vintages: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()

    def line(self) -> str:
        """The outcome in one line."""
        return f"{self.result:10} {self.dataflow:28} {self.reason}".rstrip()


def update(
    store: Store,
    chosen: Sequence[tuple[Source, Feed]],
    scopes: Sequence[Scope],
    *,
    dry_run: bool = False,
    told: Callable[[Outcome], None] = lambda _: None,
    client: Callable[[], Client] | None = None,
) -> list[Outcome]:
    """Ask the publishers for the dataflows `chosen`.

    Args:
        store: where answers and vintages go.
        chosen: what to ask for, and whom.
        scopes: areas and periods; each dataflow is asked for all of them.
        dry_run: only say what would be asked.
        told: called with each outcome as it comes, in this thread.
        client: makes the client of a thread; by default a patient one.

    Returns:
        The outcomes, in the order of `chosen`.

    Raises:
        SourceUnavailable: `HALI_OFFLINE=1` forbids the network.
    """
    lines: dict[str, list[tuple[Source, Feed]]] = defaultdict(list)
    for source, dataflow in chosen:
        lines[source.hosts[0]].append((source, dataflow))
    order = {dataflow.id: number for number, (_, dataflow) in enumerate(chosen)}
    if dry_run:
        found = [_planned(source, dataflow, scopes) for source, dataflow in chosen]
        for outcome in found:
            told(outcome)
        return found
    check_online()
    make = client or (lambda: Client(store.state / "hosts"))
    outcomes: queue.Queue[Outcome | BaseException] = queue.Queue()
    found = []
    with store.in_use(), journal(store, _question(chosen, scopes)) as kept:

        def ask(line: list[tuple[Source, Feed]]) -> None:
            try:
                with make() as asked:
                    for source, dataflow in line:
                        outcomes.put(_harvest(Harvest(store, source, dataflow, asked, kept), scopes))
            except BaseException as error:
                outcomes.put(error)

        for line in lines.values():
            # a daemon does not outlive Ctrl-C; the store is whole at every moment
            threading.Thread(target=ask, args=(line,), daemon=True).start()
        for _ in order:
            ended = outcomes.get()
            if isinstance(ended, BaseException):
                raise ended
            found.append(ended)
            told(ended)
    return sorted(found, key=lambda outcome: order[outcome.dataflow])


def _question(chosen: Sequence[tuple[Source, Feed]], scopes: Sequence[Scope]) -> str:
    return json.dumps([sorted(dataflow.id for _, dataflow in chosen), [asdict(scope) for scope in scopes]])


def _planned(source: Source, dataflow: Feed, scopes: Sequence[Scope]) -> Outcome:
    try:
        requests = asked_for(dataflow, scopes)
    except HaliError as error:
        return Outcome(source.id, dataflow.id, "failed", str(error))
    first = f"{requests[0].method} {requests[0].url}" if requests else "nothing to ask in this scope"
    return Outcome(source.id, dataflow.id, "planned" if requests else "skipped", first, messages=len(requests))


def asked_for(dataflow: Feed, scopes: Sequence[Scope]) -> list[Request]:
    """The messages that cover all `scopes`, each once.

    Raises:
        QuestionError: the table cannot be asked for one of them.
    """
    try:
        return list(dict.fromkeys(request for scope in scopes for request in dataflow.requests(scope)))
    except (KeyError, ValueError) as error:
        raise QuestionError(f"{dataflow.id} cannot be asked for this: {error}") from error


@dataclass(frozen=True, slots=True)
class Harvest:
    """What the harvest of one dataflow works with."""

    store: Store
    source: Source
    dataflow: Feed
    client: Client
    kept: Kept


def _harvest(harvest: Harvest, scopes: Sequence[Scope]) -> Outcome:
    source, dataflow = harvest.source, harvest.dataflow
    messages = 0
    try:
        drafts: list[Draft] = []
        chapters: list[Iterator[Draft]] = []
        for request in asked_for(dataflow, scopes):
            if dataflow.bulk:
                messages += 1
                totals, by_chapter = _bulk(harvest, request, scopes)
                drafts += totals
                chapters.append(by_chapter)
                continue
            answers = list(_answers(harvest, request))
            messages += len(answers)
            drafts += shaping.drafts(harvest.store, source, dataflow, slice_of(request), answers)
        if not messages:
            return Outcome(source.id, dataflow.id, "skipped", "nothing to ask in this scope")
        return commit(harvest.store, source, dataflow, drafts, messages, chain.from_iterable(chapters))
    except HaliError as error:
        return Outcome(source.id, dataflow.id, "failed", reason(dataflow, error), messages=messages)


def reason(dataflow: Feed, error: HaliError) -> str:
    """An error in one line, without the dataflow it begins with."""
    return " ".join(str(error).removeprefix(f"{dataflow.id}: ").split())


def commit(
    store: Store,
    source: Source,
    dataflow: Feed,
    drafts: Sequence[Draft],
    messages: int,
    chapters: Iterable[Draft] = (),
) -> Outcome:
    """Make vintages of the drafts of one dataflow, all or none, and say what changed.

    Args:
        store: where they go.
        source: the publisher.
        dataflow: its table.
        drafts: what was read.
        messages: how many messages that took.
        chapters: drafts from bulk slices, made and committed one after the other because each may be large.

    Raises:
        SourceChanged: rows of `chapters` break a rule; what came before stays.
    """
    new = store.commit(drafts, {dataflow.id: shaping.flags(source, dataflow)})
    rows = sum(draft.rows.num_rows for draft in drafts)
    for draft in chapters:
        feed = next(one for one in source.dataflows if one.id == draft.dataflow)
        new += store.commit([draft], {feed.id: shaping.flags(source, feed)})
        rows += draft.rows.num_rows
    caveats = tuple(caveat for vintage in new for caveat in vintage.caveats)
    said = _changed(store, new) if new else f"{rows:,} rows as before"
    if caveats:
        said += "; " + "; ".join(caveats)
    result: Result = "new" if new else "unchanged"
    return Outcome(source.id, dataflow.id, result, said, messages, rows, tuple(v.id for v in new), caveats)


def _changed(store: Store, new: Sequence[Vintage]) -> str:
    manifest = store.read()
    reports = [changes.report(store, manifest, vintage) for vintage in new]
    if len(reports) == 1:
        return f"known {new[0].known}: {reports[0].line()}"
    added, changed, withdrawn = (sum(getattr(r, name) for r in reports) for name in ("added", "changed", "withdrawn"))
    days = sorted({v.known for v in new})
    known = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return f"known {known}: {len(new)} slices, {added:,} added, {changed:,} changed, {withdrawn:,} withdrawn"


def _answers(harvest: Harvest, request: Request) -> Iterator[Answer]:
    """The answers to one request: its pages, or what a deferred answer becomes."""
    asked: Request | None = request
    before: set[str] = set()
    waited, pause = 0.0, POLL_FIRST
    while asked is not None:
        answer = _answer(harvest, asked)
        why, following = judged(harvest.dataflow, answer.reply)
        if why and following is None:
            raise SourceUnavailable(f"{harvest.dataflow.id}: {why} ({asked.url})")
        polled = following is not None and address(following) == address(asked)
        if not why and not polled:
            yield answer
        before.add(address(asked))
        if polled:
            if waited > POLL_ALL:
                raise SourceUnavailable(f"{harvest.dataflow.id}: the deferred answer is not ready; come back later")
            harvest.client.sleep(pause)
            waited, pause = waited + pause, min(2 * pause, POLL_LONGEST)
        elif following is not None and address(following) in before:
            raise SourceChanged(f"{harvest.dataflow.id}: page after page leads back to {following.url}")
        asked = following


def judged(dataflow: Feed, reply: Reply) -> tuple[str, Request | None]:
    """Why an answer is none, or "", and the next message it asks for.

    Raises:
        SourceChanged: the publisher's module does not know the form of the answer.
    """
    why = refusals.reason(reply, dataflow.may_be_empty)
    try:
        following = guarded(dataflow, reply.body, lambda: dataflow.following(reply)) if reply.body else None
        return why or (guarded(dataflow, reply.body, lambda: dataflow.refuse(reply)) if reply.body else ""), following
    except SourceError:
        if why:
            return why, None
        raise


def _answer(harvest: Harvest, request: Request) -> Answer:
    """One answer, fetched or taken up, in the raw store and in its log."""
    fetch = harvest.kept.take(request)
    if fetch is not None and harvest.store.raw.path(fetch.sha256).exists():
        reply = Reply(request, fetch.status, fetch.headers, harvest.store.raw.read(fetch.sha256))
        return Answer(reply, fetch.sha256, fetch.retrieved)
    reply = harvest.client.fetch(harvest.source, request)
    return keep(harvest.store, harvest.source, harvest.dataflow, reply)


def _bulk(harvest: Harvest, request: Request, scopes: Sequence[Scope]) -> tuple[list[Draft], Iterator[Draft]]:
    """A file that may be larger than memory: kept as it came, its rows by product beside the record.

    Its totals are read first, so that a file they refuse leaves nothing but what was sent; none where it is too large.
    """
    store, source, dataflow = harvest.store, harvest.source, harvest.dataflow
    durable.folder(store.folder)
    with tempfile.TemporaryDirectory(prefix=durable.PART, dir=store.folder) as work:
        path = Path(work) / (urlsplit(request.url).path.rsplit("/", 1)[-1] or "file")
        reply = harvest.client.download(source, request, path)
        sha256, retrieved = store.raw.keep_file(path), now()
        log(store, source, dataflow, reply, sha256, path.stat().st_size, retrieved)
        drafts: list[Draft] = []
        if path.stat().st_size <= Limits().body:
            whole = replace(reply, body=path.read_bytes())
            why, _ = judged(dataflow, whole)
            if why:
                raise SourceUnavailable(f"{dataflow.id}: {why} ({request.url})")
            drafts = shaping.drafts(store, source, dataflow, slice_of(request), [Answer(whole, sha256, retrieved)])
        partners = sorted({code for scope in scopes for code in scope.partners})
        slices = bulk.ingest(path, store.bulk, partners=partners)
    answer = Answer(reply, sha256, retrieved)
    return drafts, bulk_chapters.drafts(store, source, dataflow, slices, answer, totals=not drafts)


def keep(store: Store, source: Source, dataflow: Feed, reply: Reply) -> Answer:
    """Put an answer into the raw store and its log, before anything is read from it."""
    sha256, retrieved = store.raw.keep(reply.body), now()
    log(store, source, dataflow, reply, sha256, len(reply.body), retrieved)
    return Answer(reply, sha256, retrieved)


def log(store: Store, source: Source, dataflow: Feed, reply: Reply, sha256: str, size: int, retrieved: str) -> None:
    """Note in the log of fetches what came when from where."""
    store.raw.log(
        Fetch(
            source=source.id,
            dataflow=dataflow.id,
            method=reply.request.method if not reply.request.url.startswith("file:") else "FILE",
            url=address(reply.request),
            retrieved=retrieved,
            status=reply.status,
            headers={name: reply.headers[name] for name in KEPT if name in reply.headers},
            sha256=sha256,
            size=size,
            version=VERSION,
        )
    )


def slice_of(request: Request) -> str:
    """The canonical scope of a request: host, path, and the query in order.

    >>> slice_of(Request("https://x.org/data/T?geo=KZ&freq=A"))
    'x.org/data/T?freq=A&geo=KZ'
    """
    parts = urlsplit(address(request))
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)), safe=":+.,*")
    posted = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.hostname}{parts.path}{'?' if query else ''}{query}{posted}"
