"""A newer record comes in while pages are read: no request fails, who pinned the old one still reads it."""

from __future__ import annotations

import threading

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import BASE

from hali import curation
from hali.web.app import create_app
from hali.web.settings import Settings

KEY = {"freq": "A", "indic_et": "MIO_EXP_VAL", "sitc06": "TOTAL", "partner": "KZ", "geo": "EU27_2020"}
PAGE = "/en/eu27_2020/kaz"


def table(value: int) -> str:
    """A table of Eurostat with one number, in millions of euro."""
    return f"{','.join(KEY)}\\TIME_PERIOD\t2024 \n{','.join(KEY.values())}\t{value}\n"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def ingested(folder, tmp_path, value: int) -> None:
    file = tmp_path / "estat_ext_lt_maineu.tsv"
    file.write_text(table(value), encoding="utf-8")
    assert [one.result for one in curation.ingest("eurostat", [file], path=folder)] == ["new"]


@pytest.mark.slow
def test_a_record_is_swapped_in_under_load(folder, tmp_path):
    app = create_app(Settings(folder=folder))
    client = TestClient(app, base_url=BASE, follow_redirects=False)
    first = client.get(PAGE).headers["etag"][1:13]
    pinned = f"{PAGE}?v={first}"
    before = {path: client.get(path).content for path in (pinned, f"{PAGE}/trade?v={first}", f"{PAGE}.csv?v={first}")}
    stop, answers = threading.Event(), []

    def read(path: str) -> None:
        reader = TestClient(app, base_url=BASE, follow_redirects=False)
        while not stop.is_set():
            answer = reader.get(path)
            answers.append((answer.status_code, answer.headers["etag"][1:13]))

    threads = [threading.Thread(target=read, args=(path,)) for path in (PAGE, PAGE, f"{PAGE}/trade", "/en/")]
    for thread in threads:
        thread.start()
    try:
        for value in (16_000, 16_500):
            ingested(folder, tmp_path, value)
            newest = client.get(PAGE).headers["etag"][1:13]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert {status for status, _ in answers} == {200}
    assert newest != first
    assert client.get("/en/").headers["etag"][1:13] == newest
    for path, content in before.items():
        app.state.site.pages._held.clear()
        app.state.site.documents._held.clear()
        answer = client.get(path)
        assert answer.headers["etag"][1:13] == first, path
        assert answer.content == content, path
    told = client.get(f"{PAGE}?v={newest}").text
    assert newest in told
    assert client.get(f"/en/changes?since={first}&pair=eu-kaz").status_code == 200
