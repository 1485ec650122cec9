"""JSON Schema of what hali writes, against what it writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

import hali
from hali import cli_lists
from hali.checking.output import report
from hali.errors import UnknownCode
from hali.publish.render import render
from hali.web.api import schemas

TEXT = "In 2021 the EU had almost 40 % of Kazakhstan's trade. It is the largest buyer. The pact was signed in 2015. 7."


def readings(record: Any) -> Any:
    out = BytesIO()
    hali.readings(["exports", "visas"], reporter="DE", partner="KZ", newest=2, record=record).write(out, "json")
    return json.loads(out.getvalue())


def explanation(record: Any) -> Any:
    found = hali.readings("partner_share_trade", reporter="KZ", partner="EU", period=2021, record=record)
    return json.loads(hali.explain(found["reading"][0].as_py(), record=record).to_json())


def listed(command: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> Any:
    command(format=cli_lists.ListFormat.json)
    return json.loads(capsys.readouterr().out)


def made(name: str, record: Any, capsys: pytest.CaptureFixture[str]) -> Any:
    match name:
        case "brief":
            return json.loads(render(hali.brief("KE", "TZ", record=record), "json"))
        case "report":
            return json.loads(json.dumps(report.to_json(hali.check(TEXT, record=record))))
        case "readings":
            return readings(record)
        case "explanation":
            return explanation(record)
        case "measures":
            return listed(cli_lists.measures, capsys)
        case "areas":
            return listed(cli_lists.areas, capsys)
        case "sources":
            return json.loads(json.dumps(list(hali.sources(everything=True).entries), default=str))
        case "routes":
            return dict(hali.routes("Altynkol", "Poti", cargo_value=1e5, settings=["dwell.aktau=0.5"]).data)
        case _:
            error = UnknownCode("area", "Atlantis", ["AUT"]).as_data()
            return {"type": "about:blank", "title": "unknown", "status": 404, "detail": "none", **error}


@pytest.mark.parametrize("name", schemas.DOCUMENTS)
def test_what_is_written_is_of_its_schema(name: str, record: Any, capsys: pytest.CaptureFixture[str]) -> None:
    schema = schemas.schema(name)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(made(name, record, capsys))


def test_routes_without_a_network_are_of_the_same_schema(record: Any) -> None:
    found = hali.routes("Nairobi", "Dodoma", record=record).data
    Draft202012Validator(schemas.schema("routes")).validate(json.loads(json.dumps(found)))


@pytest.mark.parametrize("name", ["brief", "report", "explanation", "routes", "problem"])
def test_a_key_that_is_gone_is_noticed(name: str, record: Any, capsys: pytest.CaptureFixture[str]) -> None:
    schema = schemas.schema(name)
    document = made(name, record, capsys)
    for key in schema["required"]:
        with pytest.raises(ValidationError):
            Draft202012Validator(schema).validate({k: v for k, v in document.items() if k != key})
