"""Pages in the browser all tests of the web app share."""

from __future__ import annotations

import pytest
from tests.web.browsing import Watched


@pytest.fixture
def visit(browser, server):
    """A watched page: `visit(width=375, color_scheme="dark")`."""
    contexts = []

    def make(width: int = 1280, **options) -> Watched:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        return Watched(contexts[-1], server)

    yield make
    for context in contexts:
        context.close()
