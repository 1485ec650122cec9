"""The reference page and embedded figures in a real browser: axe-core, without script, inside a frame of others."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.web.api.conftest import SHARE
from tests.web.browsing import needs_browser

pytestmark = needs_browser


@pytest.fixture
def visit(browser, server):
    """A watched page: `visit(width=375, color_scheme="dark")`."""
    from tests.web.browsing import Watched

    contexts = []

    def make(width, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        return Watched(contexts[-1], server)

    yield make
    for context in contexts:
        context.close()


PAGES = (
    "/api",
    "/embed/en/eu27_2020/kaz/trade?follow=latest",
    "/embed/sw/eu27_2020/kaz/overview?follow=latest",
    f"/embed/ru/series/{SHARE}?follow=latest",
)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_violation(visit, scheme, width):
    seen = visit(width, color_scheme=scheme)
    for path in PAGES:
        seen.open(path)
        for shape in seen.page.locator("details.shape summary").all()[:2]:
            shape.click()
        assert seen.violations() == [], path


class _Other(BaseHTTPRequestHandler):
    """A page of another site that holds the frame."""

    def do_GET(self):
        body = f"<!doctype html><title>Another site</title>{self.server.frame}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_a_figure_shows_inside_the_page_of_another_site(browser, server, client):
    """A page of another origin may frame it, and the frame of the oEmbed reply is tall enough not to scroll."""
    url = "http://127.0.0.1:8765/en/eu27_2020/kaz/trade?follow=latest"
    told = client.get("/oembed", params={"url": url}).json()
    with HTTPServer(("127.0.0.1", 0), _Other) as other:
        other.frame = told["html"].replace("http://127.0.0.1:8765", server)
        thread = threading.Thread(target=other.serve_forever, daemon=True)
        thread.start()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        wrong = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"http://127.0.0.1:{other.server_port}/")
        inside = page.frame_locator("iframe")
        inside.locator("figure svg").wait_for(timeout=20_000)
        assert inside.locator("html").evaluate("e => e.scrollHeight - e.clientHeight") <= 0
        assert not [text for text in wrong if "favicon" not in text and "404" not in text]
        page.close()
        other.shutdown()
        thread.join()


def test_it_all_works_without_script(visit):
    seen = visit(1280, java_script_enabled=False)
    seen.page.goto(seen.base + "/api")
    seen.page.click("nav.operations a >> nth=0")
    assert seen.page.url.endswith("#get-areas")
    seen.page.click("section.operation a >> nth=0")
    assert "Kazakhstan" in seen.page.content()
