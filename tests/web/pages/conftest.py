"""One server and one browser for all tests of pages."""

from __future__ import annotations

import pytest
from tests.web.browsing import CHROMIUM, FLAGS, Watched, serving


@pytest.fixture(scope="session")
def server():
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


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
