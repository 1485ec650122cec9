"""What a browser may keep, and for how long."""

from __future__ import annotations

import pytest

PATHS = ("/en/", "/en/eu27_2020/kaz", "/en/eu27_2020/kaz/trade", "/en/eu27_2020/kaz.csv", "/en/about/privacy")
READING = "cf999e0941c05d94ea47c0daec9ad1d1"


@pytest.mark.parametrize("path", [*PATHS, f"/en/series/{READING}", f"/en/card/{READING}"])
def test_unpinned_is_asked_about_each_time(client, path):
    first = client.get(path)
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]
    assert tag.startswith('"')
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(path).content == first.content


def test_a_page_that_names_its_record_is_kept_for_ever_and_the_same(client, record):
    path = f"/en/eu27_2020/kaz?v={record.id}"
    first = client.get(path)
    assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert record.id in first.headers["etag"]
    assert "numbers of this pair differ" not in first.text
    for path in (f"/en/eu27_2020/kaz.csv?v={record.id}", f"/en/series/{READING}?v={record.id}"):
        assert "immutable" in client.get(path).headers["cache-control"], path


def test_a_day_names_no_record_for_a_vintage_may_still_be_added(client):
    assert client.get("/en/eu27_2020/kaz?v=2024-01-01").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(("v", "status"), [("tomorrow", 400), ("0123456789ab", 404), ("2024-13-01", 400)])
def test_a_state_nobody_knows_is_told(client, v, status):
    answer = client.get(f"/en/eu27_2020/kaz?v={v}")
    assert answer.status_code == status
    assert v in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_packed_and_plain_are_told_apart(client):
    packed = client.get(PATHS[1], headers={"Accept-Encoding": "gzip"})
    plain = client.get(PATHS[1], headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_heads_are_answered(client):
    for path in PATHS:
        answer = client.head(path)
        assert answer.status_code == 200, path
        assert answer.headers["etag"], path
