"""The reference page and what machines read first: complete, without script, without a foreign address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tests.web.api.conftest import operations

from hali.catalogue.skill import skill
from hali.mcp.tools import TOOLS
from hali.web.api import app, reference


def test_the_page_tells_every_operation_parameter_and_shape(client):
    page = client.get("/api").text
    for path, method, told in operations():
        assert f"<code>{method.upper()} /api/v1{path}</code>" in page
        for one in told.get("parameters", ()):
            assert f"<code>{one['name']}</code>" in page
    for name in app.description()["components"]["schemas"]:
        assert f'id="shape-{name}"' in page
    for name in reference.TOLD:
        assert f'id="{name}"' in page


def test_links_of_the_page_lead_somewhere(client):
    page = client.get("/api").text
    ids = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="([^"]+)"', page)
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    for link in {link.replace("&amp;", "&") for link in links if link.startswith(("/api/", "/llms", "/SKILL"))}:
        assert client.get(link).status_code == 200, link


def test_the_page_has_no_script_of_its_own_and_asks_nobody_else(client):
    page = client.get("/api").text
    assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script src="/static/site\.[0-9a-f]+\.js" defer>', page)
    loaded = re.findall(r'(?:src|href)="(https?://[^"]+)"', page)
    assert {urlsplit(one).netloc for one in loaded} <= {"127.0.0.1:8765"}


def test_problems_point_to_the_page(client):
    told = client.get("/api/v1/readings/" + "0" * 32).json()
    assert f'id="{told["type"].partition("#")[2]}"' in client.get("/api").text


def test_stock_pages_that_load_foreign_assets_are_not_there(client):
    for path in ("/docs", "/redoc", "/openapi.json", "/api/v1/docs", "/api/v1/redoc"):
        assert client.get(path).status_code == 404


def test_the_skill_names_every_tool_and_operations_that_exist(client):
    found = client.get("/SKILL.md")
    assert found.headers["content-type"].startswith("text/markdown")
    assert found.text == skill()
    for tool in TOOLS:
        assert f"`{tool.name}`" in found.text
    assert found.headers["access-control-allow-origin"] == "*"


def test_llms_txt_leads_to_pages_that_are_there(client):
    text = client.get("/llms.txt").text
    for link in re.findall(r"\]\(http://127\.0\.0\.1:8765([^)]+)\)", text):
        assert client.get(link, follow_redirects=True).status_code == 200, link
    assert "No number without its definition" in text
