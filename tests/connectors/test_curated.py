"""Curated tables: strict about columns, codes and pages."""

from __future__ import annotations

import csv
import io

import pytest

from hali.connectors import curated
from hali.errors import UnknownCode, UnreadableInput
from hali.model.source import EVENT, PAGE, ROW

PLACE = {
    "vintage": "2023-04-12",
    "producer": "A ministry",
    "page": "A page",
    "url": "https://example.org/page",
    "published": "2023-04-12",
    "licence": "quoted with its page",
    "attribution": "Source: a ministry",
    "note": "",
}
FIGURE = {
    "measure": "corridor_cargo.rail",
    "reporter": "TITR_ASSOC",
    "partner": "_Z",
    "flow": "_Z",
    "product": "ROUTE:TITR",
    "period": "2022-01-01/P9M",
    "value": "1840000",
    "unit": "T",
    "status": "A",
    **PLACE,
}
HAPPENED = {
    "date": "2020-03-01",
    "kind": "agreement",
    "action": "in_force",
    "subject": "EPCA",
    "parties": "EU27_2020 KAZ",
    "pillar": "politics",
    "status": "A",
    **PLACE,
    "title": "An agreement comes into force",
}


def text(*rows: dict[str, str]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def flows(body: bytes) -> list[str]:
    return [flow.id for flow in curated.SOURCE.dataflows if flow.recognise("x.csv", body)]


def test_a_figure_with_its_page() -> None:
    body = text(FIGURE, FIGURE | {"period": "2021"})
    read = curated.parse_figures(body)
    assert tuple(read.column_names) == (*ROW, *PAGE)
    first, second = read.to_pylist()
    assert (first["freq"], first["value"], first["url"]) == ("_O", 1_840_000.0, "https://example.org/page")
    assert second["freq"] == "A"
    assert flows(body) == ["CURATED:OFFICIAL"]
    assert flows(text(FIGURE | {"status": "Q"})) == ["CURATED:QUOTED"]


def test_an_event_with_its_page() -> None:
    body = text(HAPPENED)
    read = curated.parse_events(body)
    assert tuple(read.column_names) == (*EVENT, *PAGE)
    assert read["parties"].to_pylist() == [["EU27_2020", "KAZ"]]
    assert flows(body) == ["CURATED:EVENTS"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"value": "many"}, ValueError),
        ({"value": "nan"}, ValueError),
        ({"reporter": "EU"}, UnknownCode),
        ({"period": "spring 2022"}, ValueError),
        ({"period": "2022-13"}, UnreadableInput),
        ({"vintage": "lately"}, UnreadableInput),
        ({"licence": ""}, ValueError),
        ({"further": "x"}, ValueError),
    ],
)
def test_a_wrong_figure_stops(change: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        curated.parse_figures(text(FIGURE | change))


def test_official_and_quoted_figures_do_not_mix() -> None:
    with pytest.raises(ValueError, match="files of their own"):
        curated.parse_figures(text(FIGURE, FIGURE | {"status": "Q", "period": "2021"}))


@pytest.mark.parametrize(
    ("change", "error"),
    [({"kind": "party"}, ValueError), ({"parties": "EU KAZ"}, UnknownCode), ({"date": "spring"}, UnreadableInput)],
)
def test_a_wrong_event_stops(change: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        curated.parse_events(text(HAPPENED | change))


def test_a_cut_row_stops() -> None:
    with pytest.raises(ValueError, match="fields"):
        curated.parse_figures(text(FIGURE, FIGURE)[:-80])
    assert flows(b"a,b\n1,2\n") == []
