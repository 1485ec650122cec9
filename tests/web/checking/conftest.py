"""An app whose checks lie in a folder of the test, a server for browsers, and a page that reports what goes wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from hali.web.app import create_app
from hali.web.checking.pool import Pool
from hali.web.checking.service import Checks
from hali.web.checking.store import Files
from hali.web.settings import Settings

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "mixed_en_sw.txt"
BASE = "http://127.0.0.1:8765"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]


def served(settings, store, **how):
    """An app with its checks in `store`."""
    app = create_app(settings)
    app.state.checks = Checks(Pool({}, **how), store, lambda: app.state.site.record().id)
    return app


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
def serving(*options, data=""):
    """A server of its own process; its address and the process."""
    environment = {**os.environ, "HALI_OFFLINE": "1"} | ({"HALI_DATA": data} if data else {})
    command = [sys.executable, "-m", "hali", "serve", "--port", "0", "--no-open", *options]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
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


@pytest.fixture(scope="session")
def server():
    """Address of a server that is warm."""
    with serving() as (address, _):
        time.sleep(8)
        yield address


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("no chromium on the path")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.__violations.push(event.violatedDirective));
"""


@pytest.fixture
def visit(chromium, server):
    """Opens pages and fails on console errors, policy violations, foreign requests, failed requests, overflow."""
    contexts = []
    wrong = []

    def new(width=1280, height=900, scheme="light", script=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            base_url=server,
            **options,
        )
        context.add_init_script(WATCH)

        def route(handled):
            if handled.request.url.startswith((server, "data:")):
                handled.continue_()
            else:
                wrong.append(f"foreign request {handled.request.url}")
                handled.abort()

        context.route("**/*", route)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        contexts.append((context, page, script))
        return page

    yield new
    for context, page, script in contexts:
        if script and page.url.startswith("http"):
            assert page.evaluate("window.__violations") == []
        context.close()
    assert wrong == []


def fits(page):
    """No horizontal scrolling of the page itself."""
    root = "document.documentElement"
    return page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
