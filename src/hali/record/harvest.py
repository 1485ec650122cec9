"""Ask publishers, keep what they send, and make vintages of it: all or nothing for each dataflow.

    requests -> replies (kept as they came) -> parse -> rows -> acceptance -> vintages of the slices that changed

Publishers are asked side by side, one host by one thread. A publisher that fails leaves its part of the record as it
was and does not stop the others. An update that was interrupted takes up the answers it already has. A question whose
answer is cut off or too large is asked in parts; what the publisher does not have is skipped by name. Of the largest
dataflows each slice is all or nothing, since the whole does not fit into memory.
"""

from __future__ import annotations

import json
import queue
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from hali.access import durable, refusals
from hali.access.http import Client, Limits, check_online
from hali.access.rawstore import KEPT, Fetch
from hali.access.reachable import check_reachable
from hali.errors import HaliError, SourceChanged, SourceError, SourceUnavailable
from hali.model.source import Feed, Reply, Request, Scope, Source
from hali.record import bulk, bulk_chapters, changes, shaping
from hali.record.acceptance import FEWER
from hali.record.journal import Kept, address, came, journal
from hali.record.planning import asked_for
from hali.record.shaping import Answer, guarded
from hali.record.vintages import Draft, Store, Vintage, ahead, row_hash
from hali.version import VERSION

Result = Literal["new", "unchanged", "failed", "skipped", "planned"]

AT_ONCE = 5_000_000
"""Rows of a dataflow that are held and committed together; of one that may be larger each slice is, as it comes."""

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
        rows: rows harvested; of a planned one, at most expected, 0 where its questions do not tell.
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
    waiting: Callable[[str], None] = lambda _: None,
    client: Callable[[], Client] | None = None,
) -> list[Outcome]:
    """Ask the publishers for the dataflows `chosen`.

    Args:
        store: where answers and vintages go.
        chosen: what to ask for, and whom.
        scopes: areas and periods; each dataflow is asked for all of them.
        dry_run: only say what would be asked.
        told: called with each outcome as it comes, in this thread.
        waiting: called every second, in this thread, with who is waited for and since when.
        client: makes the client of a thread; by default a patient one.

    Returns:
        The outcomes, in the order of `chosen`.

    Raises:
        SourceUnavailable: there is no network, or `HALI_OFFLINE=1` forbids it.
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
    if client is None:
        check_reachable(lines)
    make = client or (lambda: Client(store.state / "hosts"))
    outcomes: queue.Queue[Outcome | BaseException] = queue.Queue()
    clients: list[Client] = []
    found = []
    with store.in_use(), journal(store, _question(chosen, scopes)) as kept:

        def ask(line: list[tuple[Source, Feed]]) -> None:
            try:
                with make() as asked:
                    clients.append(asked)
                    for source, dataflow in line:
                        outcomes.put(_harvest(Harvest(store, source, dataflow, asked, kept), scopes))
            except BaseException as error:
                outcomes.put(error)

        for line in lines.values():
            # a daemon does not outlive Ctrl-C; the store is whole at every moment
            threading.Thread(target=ask, args=(line,), daemon=True).start()
        for _ in order:
            ended = _next(outcomes, clients, waiting)
            if isinstance(ended, BaseException):
                raise ended
            found.append(ended)
            told(ended)
    return sorted(found, key=lambda outcome: order[outcome.dataflow])


def _next(
    outcomes: queue.Queue[Outcome | BaseException], clients: Sequence[Client], waiting: Callable[[str], None]
) -> Outcome | BaseException:
    """The next outcome; while there is none, says every second who is waited for."""
    while True:
        try:
            return outcomes.get(timeout=1.0)
        except queue.Empty:
            silent = [found for client in list(clients) if (found := client.silent())]
            waiting(", ".join(f"{host} {seconds:.0f} s" for host, seconds in silent if seconds >= 1))


def _question(chosen: Sequence[tuple[Source, Feed]], scopes: Sequence[Scope]) -> str:
    return json.dumps([sorted(dataflow.id for _, dataflow in chosen), [asdict(scope) for scope in scopes]])


def _planned(source: Source, dataflow: Feed, scopes: Sequence[Scope]) -> Outcome:
    try:
        requests = asked_for(source, dataflow, scopes)
    except HaliError as error:
        return Outcome(source.id, dataflow.id, "failed", str(error))
    first = f"{requests[0].method} {requests[0].url}" if requests else "nothing to ask in this scope"
    result: Result = "planned" if requests else "skipped"
    rows = sum(request.rows for request in requests)
    return Outcome(source.id, dataflow.id, result, first, messages=len(requests), rows=rows)


@dataclass(frozen=True, slots=True)
class Harvest:
    """What the harvest of one dataflow works with."""

    store: Store
    source: Source
    dataflow: Feed
    client: Client
    kept: Kept


@dataclass(slots=True)
class _Course:
    """How far the harvest of a dataflow has come: messages answered, and what was skipped, by name."""

    messages: int = 0
    skipped: list[str] = field(default_factory=list)


def _harvest(harvest: Harvest, scopes: Sequence[Scope]) -> Outcome:
    """Ask for one dataflow and make vintages of it; whatever goes wrong is an outcome."""
    source, dataflow, course = harvest.source, harvest.dataflow, _Course()
    try:
        requests = asked_for(source, dataflow, scopes)
        if not requests:
            return Outcome(source.id, dataflow.id, "skipped", "nothing to ask in this scope")
        drafts: list[Draft] = []
        if dataflow.bulk:
            course.messages = len(requests)
            files = [_bulk(harvest, request, scopes) for request in requests]
            drafts = [draft for totals, _ in files for draft in totals]
            later = chain.from_iterable(chapters for _, chapters in files)
        else:
            later = chain.from_iterable(_drafts(harvest, request, course) for request in requests)
            if sum(request.rows for request in requests) <= AT_ONCE:
                drafts, later = list(later), chain()
        outcome = commit(harvest.store, source, dataflow, drafts, course.messages, later)
        if len(course.skipped) == len(requests):
            raise SourceUnavailable(f"{dataflow.id}: the publisher has nothing of it: {_listed(course.skipped)}")
        told = f"{outcome.reason}; skipped {_listed(course.skipped)}" if course.skipped else outcome.reason
        return replace(outcome, reason=told, messages=course.messages)
    except HaliError as error:
        return Outcome(source.id, dataflow.id, "failed", reason(dataflow, error), messages=course.messages)


def _listed(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    return "; ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _absent(dataflow: Feed, answers: Sequence[Answer]) -> str:
    """What a question names that the publisher does not have, or "" where one of the answers has something of it."""
    told = [str(guarded(dataflow, one.reply.body, partial(dataflow.absent, one.reply))) for one in answers]
    return told[0] if told and all(told) else ""


def _drafts(harvest: Harvest, request: Request, course: _Course) -> Iterator[Draft]:
    """The slices of the answers to one question; none where the publisher has nothing of what it names.

    An answer that may have been cut off where nothing in it shows it is asked for once more: what is the same twice is
    a fact.

    Raises:
        SourceUnavailable: it is not the same twice.
    """
    store, source, dataflow = harvest.store, harvest.source, harvest.dataflow

    def read() -> list[Draft]:
        answers = list(_answers(harvest, request))
        course.messages += len(answers)
        if absent := _absent(dataflow, answers):
            course.skipped.append(absent)
            return []
        return shaping.drafts(store, source, dataflow, slice_of(request), answers)

    found = read()
    if any(_doubtful(store, dataflow, draft) for draft in found):
        hashes = [[row_hash(draft.rows, draft.kind) for draft in drafts] for drafts in (found, read())]
        if hashes[0] != hashes[1]:
            told = "two answers to one question differ: one was cut off; come back later"
            raise SourceUnavailable(f"{dataflow.id}: {told} ({request.url})")
    yield from found


def _doubtful(store: Store, dataflow: Feed, draft: Draft) -> bool:
    """Whether a slice may be part of an answer: it has lost a fifth of its rows, or any where no answer counts them.

    A first one without a count has nothing to be held against.
    """
    line = store.read().of(draft.dataflow, draft.slice)
    if not line:
        return dataflow.uncounted
    return bool(draft.rows.num_rows < (1.0 if dataflow.uncounted else FEWER) * line[-1].rows)


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
        chapters: further drafts, made and committed one after the other because together they may be large.

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
    if late := len(ahead(store.read())):
        said += f"; {late} vintages are dated later than today, by a clock that was wrong: `hali record mend`"
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
    """The answers to one request: its pages, what a deferred answer becomes, or those to smaller questions."""
    asked: Request | None = request
    before: set[str] = set()
    waited, pause = 0.0, POLL_FIRST
    while asked is not None:
        answer = _answer(harvest, asked)
        if smaller := _narrower(harvest.dataflow, answer.reply):
            for part in smaller:
                yield from _answers(harvest, part)
            return
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


def _narrower(dataflow: Feed, reply: Reply) -> list[Request]:
    """Smaller questions instead of one that was too large; none where the reply is of no known form."""
    try:
        return dataflow.narrower(reply)
    except (ValueError, KeyError, TypeError, AttributeError):
        return []  # what reads the answer says so


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

    It may be found on a page that is asked for first.

    Its totals are read first, so that a file they refuse leaves nothing but what was sent; none where it is too large.
    """
    store, source, dataflow = harvest.store, harvest.source, harvest.dataflow
    durable.folder(store.folder)
    with tempfile.TemporaryDirectory(prefix=durable.PART, dir=store.folder) as work:
        asked: Request | None = request
        while asked is not None:
            request = asked
            path = Path(work) / (urlsplit(request.url).path.rsplit("/", 1)[-1] or "file")
            reply = harvest.client.download(source, request, path)
            sha256, retrieved = store.raw.keep_file(path), came(reply)
            log(store, source, dataflow, reply, sha256, path.stat().st_size, retrieved)
            asked, whole = None, None
            if path.stat().st_size <= Limits().body:
                whole = replace(reply, body=path.read_bytes())
                why, asked = judged(dataflow, whole)
                if why:
                    raise SourceUnavailable(f"{dataflow.id}: {why} ({request.url})")
        drafts: list[Draft] = []
        if whole is not None:
            drafts = shaping.drafts(store, source, dataflow, slice_of(request), [Answer(whole, sha256, retrieved)])
        partners = sorted({code for scope in scopes for code in scope.partners})
        slices = bulk.ingest(path, store.bulk, partners=partners)
    answer = Answer(reply, sha256, retrieved)
    return drafts, bulk_chapters.drafts(store, source, dataflow, slices, answer, totals=not drafts)


def keep(store: Store, source: Source, dataflow: Feed, reply: Reply) -> Answer:
    """Put an answer into the raw store and its log, before anything is read from it."""
    sha256, retrieved = store.raw.keep(reply.body), came(reply)
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
