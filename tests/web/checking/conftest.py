"""An app whose checks lie in a folder of the test, a server for browsers, and a page that reports what goes wrong."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient
from tests.web.browsing import Watched
from tests.web.conftest import BASE

from hali.web.app import create_app
from hali.web.checking import routes
from hali.web.checking.pool import Pool
from hali.web.checking.service import Checks
from hali.web.checking.store import Files
from hali.web.settings import Settings

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "mixed_en_sw.txt"


def served(settings, store, **how):
    """An app with its checks in `store`."""
    app = create_app(settings)
    app.state.checks = Checks(Pool({}, **how), store, lambda: app.state.site.record().id)
    return app


@pytest.fixture(scope="session", autouse=True)
def patient():
    """Pages wait as long as it takes on a loaded machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "PATIENCE", 90.0)
        yield


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("checks")


@pytest.fixture(scope="session")
def checking(folder):
    """A client of an app that checks."""
    with TestClient(served(Settings(), Files(folder)), base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def example(checking):
    """Address of the checked example article."""
    answer = checking.post("/en/check", files={"file": (EXAMPLE.name, EXAMPLE.read_bytes())})
    assert answer.status_code == 303
    assert checking.get(answer.headers["location"]).status_code == 200
    return answer.headers["location"]


@contextmanager
def started(*options):
    """A server of its own process; its address and the process."""
    command = [sys.executable, "-m", "hali", "serve", "--port", "0", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            for _ in range(200):
                try:
                    httpx.get(f"{address}/healthz", timeout=5)
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield address, server
        finally:
            server.terminate()
            server.communicate(timeout=30)


@pytest.fixture
def visit(browser, server):
    """Opens pages and fails on console errors, policy violations, foreign requests, failed requests."""
    opened = []

    def new(width=1280, height=900, scheme="light", script=True, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            base_url=server,
            **options,
        )
        opened.append((context, Watched(context, server)))
        return opened[-1][1].page

    yield new
    for context, _ in opened:
        context.close()
    assert [wrong for _, watched in opened for wrong in watched.wrong] == []


def fits(page, patience=3.0):
    """No horizontal scrolling of the page itself, once what came last is laid out.

    It asks again and again from outside, for a wait inside the page needs `eval`, which the
    policy of the page forbids.
    """
    until = time.monotonic() + patience
    while True:
        root = page.evaluate("(({scrollWidth, clientWidth}) => [scrollWidth, clientWidth])(document.documentElement)")
        if root[0] <= root[1] or time.monotonic() > until:
            return root[0] <= root[1]
        page.wait_for_timeout(50)
