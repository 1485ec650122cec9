"""Whatever area or measure a text names, its findings can be written in every form and language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hali import api
from hali.checking import annotate
from hali.checking.output import report, text

EVAL = Path(__file__).parents[2] / "eval"
TEXTS = [
    json.loads(line)["text"]
    for name in ("corpus", "linking", "foreign")
    for line in (EVAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, len(TEXTS), 40))
def test_findings_on_any_sentence_can_be_written(record, start):
    """In all languages one after the other: what a language has looked up the next one finds at hand."""
    part = "\n\n".join(TEXTS[start : start + 40])
    for lang in ("en", "sw", "kk", "ru", "fr", "de"):
        checked = api.check(part, lang=lang, record=record)
        assert len(report.to_json(checked, "x")["claims"]) == len(checked.findings) > 0
        assert text.to_text(checked, "x", verbose=True, trace=True)
        assert report.to_csv(checked, "a", "x").count("\n") > len(checked.findings)
        assert annotate.to_html(record, checked, "x")
