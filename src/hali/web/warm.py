"""What the first page of a process needs and every one after it, loaded while nobody asks yet."""

from __future__ import annotations

import importlib
from contextlib import suppress

from hali.errors import HaliError
from hali.languages import writing
from hali.web import frame
from hali.web.site import Site

MODULES = (
    "pyarrow.compute",
    "hali.briefs.compose",
    "hali.checking.gates",
    "hali.checking.judge",
    "hali.checking.sweep",
    "hali.corridors.in_brief",
    "hali.shown_brief",
)
"""What composing a brief imports when it is first asked to."""

TEMPLATES = ("pair.html", "section.html")
"""Templates of the pages most are asked for, with all they are made of."""


def up(served: Site) -> None:
    """Load it; nothing is computed, and a record that cannot be read is told to who asks for a page."""
    for name in MODULES:
        importlib.import_module(name)
    for name in TEMPLATES:
        frame.environment().get_template(name)
    frame.words("en")
    writing("en")
    with suppress(HaliError):
        warehouse = served.record().warehouse
        for told in ("held", "origins", "events"):
            getattr(warehouse, told)
