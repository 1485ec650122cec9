"""What stands before every route."""

from __future__ import annotations


def test_every_answer_is_dressed(client):
    for path in ("/en/", "/healthz", "/nothing", "/static/nothing.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "strict-transport-security" not in headers, path


def test_a_foreign_name_that_leads_here_is_refused(client):
    answer = client.get("/en/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "--host-name" in answer.text
    assert client.get("/en/", headers={"Host": "localhost:8765"}).status_code == 200
    assert client.get("/en/", headers={"Host": "[::1]:8765"}).status_code == 200
