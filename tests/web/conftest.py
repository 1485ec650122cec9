"""A client of the app; one server and one browser for all tests that need them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.web.browsing import CHROMIUM, FLAGS, serving

from hali.web.app import create_app
from hali.web.settings import Settings

BASE = "http://127.0.0.1:8765"


@pytest.fixture(scope="session")
def app():
    """The app with its default settings."""
    return create_app(Settings())


@pytest.fixture(scope="session")
def client(app):
    """A client that does not follow redirects by itself."""
    with TestClient(app, base_url=BASE, follow_redirects=False) as found:
        yield found


@pytest.fixture
def served():
    """A client of an app with settings of its own: `served(rate=2)`."""

    def make(**settings) -> TestClient:
        return TestClient(create_app(Settings(**settings)), base_url=BASE, follow_redirects=False)

    return make


@pytest.fixture(scope="session")
def server():
    """Address of a server."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """A browser; playwright runs once in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()
