"""A real browser against a real server: what every page must keep to is checked on each of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
AXE = Path(os.environ.get("AXE_CORE") or str(files("axe_core_python") / "axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN = """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"], selectors: false}).then(
  found => found.violations.flatMap(one => one.nodes.map(node => [one.id, node.html])))"""
"""All rules, and only what they find wrong: to tell where everything stands that is right takes three times as long."""

PATIENCE = 1500
"""How often a page is asked whether all has come: half a minute at the least."""

DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

needs_browser = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="no chromium on the path; the pages are not tried in a browser"
)
"""Skipped where there is no browser, but for continuous integration, where that is a failure."""


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """Address of a server of this checkout that listens while the block runs."""
    command = [sys.executable, "-m", "hali", "serve", "--port", "0", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(20)


class Watched:
    """A page of which everything that goes wrong is kept.

    Args:
        context: browser context.
        base: address of the server; a request to any other fails the test.
    """

    def __init__(self, context, base: str) -> None:
        self.base = base
        self.wrong: list[str] = []
        self.under_way: set[object] = set()
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        self.page.on("response", self._response)
        self.page.on("request", lambda request: self.under_way.add(request))
        for end in ("requestfinished", "requestfailed"):
            self.page.on(end, lambda request: self.under_way.discard(request))
        self.page.route("**/*", self._route)
        self.page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
        )

    def _console(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"console: {message.text}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")

    def _route(self, route) -> None:
        if route.request.url.startswith((self.base, "data:", "blob:")):
            route.continue_()
        else:
            self.wrong.append(f"foreign request: {route.request.url}")
            route.abort()

    def open(self, path: str) -> None:
        """Go to a page of the server and see that it keeps to the rules."""
        self.page.goto(self.base + path)
        self.check()

    def check(self) -> None:
        """See that nothing went wrong so far and that the page is not wider than the window."""
        self._settle()
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px wider than the window"
        assert not self.wrong, f"{self.page.url}: {self.wrong}"

    def _settle(self) -> None:
        """Wait until the page is drawn and nothing it asked for is under way; no longer, as "networkidle" does."""
        self.page.wait_for_load_state()
        self.page.evaluate(DRAWN)
        for _ in range(PATIENCE):
            if not self.under_way:
                return
            self.page.wait_for_timeout(20)
            self.page.evaluate(DRAWN)
        raise AssertionError(f"{self.page.url} still waits for {[request.url for request in self.under_way]}")

    def violations(self) -> list[str]:
        """What axe-core finds on the page as it is."""
        return violations(self.page)


def violations(page) -> list[str]:
    """What axe-core finds wrong with a page as it is: the rule and the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # as the tester: the policy of the page forbids scripts
    found = page.evaluate(RUN, RULES)
    return [f"{rule}: {element[:200]}" for rule, element in found]
