"""What an update would take: the messages that cover a question, and how long they last; asks nobody."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hali.errors import HaliError, QuestionError, SourceUnavailable
from hali.model.source import Feed, Request, Scope, Source

ROWS_A_SECOND = 20_000
"""Rows that are sent, read and checked in a second, for estimates: a slow line rather than a fast one."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What an update takes, at most, as far as its questions tell.

    Attributes:
        messages: messages to the publishers.
        hosts: how many hosts they go to, side by side.
        rows: rows of the answers; tables whose questions do not tell are not in it.
        seconds: of the slowest host.
    """

    messages: int
    hosts: int
    rows: int
    seconds: float

    def line(self) -> str:
        """The effort in one line."""
        minutes = max(1, round(self.seconds / 60))
        return (
            f"at most {self.messages:,} messages to {self.hosts} hosts and {self.rows:,} rows, "
            f"about {minutes:,} minute{'s' * (minutes > 1)}"
        )


def estimate(chosen: Sequence[tuple[Source, Feed]], scopes: Sequence[Scope]) -> Effort:
    """What an update of the dataflows `chosen` takes; asks nobody."""
    messages, rows, seconds = 0, 0, defaultdict[str, float](float)
    for source, dataflow in chosen:
        try:
            requests = asked_for(source, dataflow, scopes)
        except HaliError:
            continue  # its outcome says so
        times = 2 if dataflow.uncounted else 1
        expected = sum(request.rows for request in requests)
        messages, rows = messages + times * len(requests), rows + expected
        if requests:
            seconds[source.hosts[0]] += times * (len(requests) / source.rate + expected / ROWS_A_SECOND)
    return Effort(messages, len(seconds), rows, max(seconds.values(), default=0.0))


def asked_for(source: Source, dataflow: Feed, scopes: Sequence[Scope]) -> list[Request]:
    """The messages that cover all `scopes`, each once.

    Raises:
        QuestionError: the table cannot be asked for one of them.
        SourceUnavailable: they are more than the publisher answers in a day.
    """
    try:
        found = list(dict.fromkeys(request for scope in scopes for request in dataflow.requests(scope)))
    except (KeyError, ValueError) as error:
        raise QuestionError(f"{dataflow.id} cannot be asked for this: {error}") from error
    if source.daily and len(found) > source.daily:
        hint = f", or set {source.key_env}" if source.key_env and not os.environ.get(source.key_env) else ""
        raise SourceUnavailable(
            f"{source.title}: this takes {len(found):,} messages and {source.daily} a day are allowed; "
            f"narrow it with --pair or --since{hint}"
        )
    return found
