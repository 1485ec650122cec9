"""The command that says how wide a relation is and how much each side rests on it: `hali relation A B`."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from hali.cli_options import AsOf
from hali.terminal import STANDARD, deliver, progress


class RelationFormat(StrEnum):
    """Formats a relation is written in."""

    text = "text"
    json = "json"


def relation(
    a: Annotated[str, typer.Argument(help="One side: a country or bloc, by name or code.")],
    b: Annotated[str, typer.Argument(help="The other side.")],
    format: Annotated[RelationFormat, typer.Option(help="What to write.")] = RelationFormat.text,
    as_of: AsOf = "",
) -> None:
    """Say how wide the relation of A and B is and how much each rests on it, by pillar: intervals, never a rank.

    Every component stands below its pillar with the id of its reading; `hali explain` shows the cells behind it.
    """
    from hali import api, comparing

    with progress("opening the record"):
        found = comparing.relation(a, b, record=api.open_record(as_of=as_of))
    told = json.dumps(found.data, indent=1) if format is RelationFormat.json else repr(found)
    deliver(told + "\n", STANDARD)
