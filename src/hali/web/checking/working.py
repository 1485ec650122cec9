"""The checking process: a text and what is asked of it in, a page or a file out; it stays warm between texts.

It never sees the file a text came from, only the text, and writes nothing to any log.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali import process
from hali.errors import HaliError, QuestionError, RecordError
from hali.web.checking import messages
from hali.web.checking.questions import Question, Variant, asked

if TYPE_CHECKING:
    from hali.batch.settings import Settings
    from hali.checking.article import Article
    from hali.checking.checked import Checked
    from hali.model.claim import Claim, Finding
    from hali.record.store import Record

WARM = """Trade of the neighbours

In 2021 the EU accounted for 28.4 % of Kazakhstan's foreign trade and for almost 40 % of Kazakhstan's exports in 2021.
Trade in goods between the EU and Kazakhstan was worth \u20ac24 billion in 2021. The EU is Kazakhstan's largest partner.

Mwaka 2021, EU ilichangia asilimia 28.4 ya biashara ya nje ya Kazakhstan. The EPCA entered into force in 2016."""
"""A text that uses what every check uses."""

KEPT = 8
"""Checked texts kept in memory, so that a file made of one is there at once."""

KEPT_CLAIMS = 400
"""Claims of a text up to which it is kept."""

Tell = Callable[[dict[str, Any], bytes], None]
"""Sends a message: its head and its body."""


class Worker:
    """Checks texts and writes what is made of them.

    Args:
        tell: sends a message.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._does = {"warm": self._warm, "page": self._page, "file": self._file}
        self._kept: OrderedDict[tuple[Any, ...], Checked] = OrderedDict()

    def work(self, head: Mapping[str, Any]) -> None:
        """Answer one message; never raises on bad input or on a fault of ours."""
        try:
            answer, body = self._does[head["do"]](head)
        except HaliError as error:
            answer, body = {"error": str(error), "kind": _kind(error)}, b""
        except MemoryError:
            answer, body = {"error": "the check takes more memory than there is", "kind": "fault"}, b""
        except Exception as error:
            # the place and the kind of the fault, but no message: it may quote the text
            place = traceback.extract_tb(error.__traceback__)[-1]
            told = f"{type(error).__name__} at {place.name}:{place.lineno}"
            answer, body = {"error": f"a fault of hali, please report it: {told}", "kind": "fault"}, b""
        self._tell(answer | {"megabytes": _megabytes()}, body)

    def _warm(self, head: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        from hali.checking.article import from_text
        from hali.checking.intake.source import Source

        text = from_text(WARM).text
        source = Source(text, tuple((b.kind, b.start, b.end) for b in from_text(WARM).blocks))
        told = Question(source).told()
        self._page({"question": told, "variant": {}, "id": "0" * 32})
        self._kept.clear()
        return {"warm": True}, b""

    def _page(self, head: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        from hali.web.checking import page

        question, variant = asked(head["question"]), _variant(head["variant"])
        record, checked = self._checked(question, variant)
        command = settings(question, variant, "html").command(question.name)
        made = page.fragment(record, checked, command, head["id"], variant, question)
        return {"record": record.id, "title": page.title(checked)}, made.encode()

    def _file(self, head: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        from hali.batch import work

        question, variant = asked(head["question"]), _variant(head["variant"])
        format = head["format"]
        record, checked = self._checked(question, variant)
        how = settings(question, variant, format, head.get("review"))
        if format in {"pdf", "docx"}:
            return {"record": record.id}, self._printed(record, checked, question, variant, format)
        return {"record": record.id}, work.document(record, checked, how, question.name)

    def _printed(self, record: Record, checked: Checked, question: Question, variant: Variant, format: str) -> bytes:
        from hali.briefs.compose import day_of
        from hali.checking import printed
        from hali.publish.render import render

        command = settings(question, variant, "html").command(question.name)
        try:
            return render(printed.document(record, checked, day_of(record), command), format)
        except RecordError as error:  # a letter no font at hand has
            raise QuestionError(str(error)) from error

    def _checked(self, question: Question, variant: Variant) -> tuple[Record, Checked]:
        from hali import api
        from hali.batch import work

        record = api.open_record(as_of=variant.as_of)
        key = (question.packed(), variant.corrections, variant.report, variant.as_of, record.id)
        if key in self._kept:
            self._kept.move_to_end(key)
            return record, self._kept[key]
        how = settings(question, variant, "json")
        checked = work.check_one(question.source, question.name, how, record, _Progress(self._tell))
        if len(checked.findings) <= KEPT_CLAIMS:
            self._kept[key] = checked
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return record, checked


class _Progress:
    """Tells how a check goes on.

    Args:
        tell: sends a message.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._text = ""
        self._language = "en"

    def article(self, article: Article) -> None:
        """How many sentences are read."""
        from hali.languages import written_in

        self._text = article.text
        self._language = written_in(next(iter(article.languages), "en"))
        self._say("sentences", count=sum(len(block.sentences) for block in article.blocks))

    def claims(self, claims: Sequence[Claim]) -> None:
        """How many claims are found."""
        self._say("claim", count=len(claims))

    def finding(self, finding: Finding) -> None:
        """One finding: its state, its word, the claim's words."""
        from hali import narrate
        from hali.checking.annotate import STATES

        claim = finding.claim
        self._say(
            "finding",
            id=claim.id,
            state=STATES[finding.code],
            word=narrate.finding_name(finding.code, self._language),
            quote=" ".join(self._text[claim.start : claim.end].split()),
        )

    def _say(self, event: str, **told: Any) -> None:
        self._tell({"more": True, "event": event, **told}, b"")


def settings(question: Question, variant: Variant, format: str, review: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the command line that ask the same.

    Args:
        question: the text and what is said about it.
        variant: how its findings are shown.
        format: of the file.
        review: what a reviewer states, for claimreview.
    """
    from hali.batch.settings import Settings
    from hali.checking.output.claimreview import Review

    return Settings(
        pair=question.pair,
        published=question.published,
        as_of=variant.as_of,
        lang=variant.report,
        format=format,
        review=Review(**review) if review else None,
        corrections=variant.corrections,
        url=question.url,
    )


def _variant(told: Mapping[str, Any]) -> Variant:
    return Variant(**dict(told) | {"corrections": tuple(told.get("corrections", ()))})


def _kind(error: HaliError) -> str:
    """What an error is, for the server to choose its status."""
    kinds = {QuestionError: "question", RecordError: "record"}
    return next((name for kind, name in kinds.items() if isinstance(error, kind)), "fault")


def _megabytes() -> int:
    """The most memory this process has had, in MB; 0 where the system does not say.

    On Linux `ru_maxrss` begins with what the process that started this one held: a large server would have every
    checker replaced after each question.
    """
    with suppress(OSError):
        found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
        if found:
            return int(found[1]) // 1_000
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def main() -> None:
    """Answer messages until the server closes the line."""
    process.collect_seldom()
    process.leave_pandas()
    out = messages.channel()
    worker = Worker(lambda head, body: messages.send(out, head, body))
    while (message := messages.read(sys.stdin.buffer)) is not None:
        worker.work(message.head)


if __name__ == "__main__":
    main()
