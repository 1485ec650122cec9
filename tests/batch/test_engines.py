"""Many articles: the same findings as one by one, in order, whatever the engine, with unreadable files told apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import count, islice
from pathlib import Path
from shutil import which

import pytest

from hali import api
from hali.batch import engines, files, local, work
from hali.batch.settings import Settings
from hali.batch.work import Outcome
from hali.checking.output import report
from hali.errors import QuestionError, UnknownCode
from hali.record import spark

JSON = Settings(format="json")


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_are_those_of_single_checks(record, folder, workers):
    outcomes = list(engines.run(files.articles([str(folder)]), JSON, workers=workers))
    assert [Path(o.file).name for o in outcomes][:5] == [f"a{n}.txt" for n in range(5)]
    codes = [o.codes for o in outcomes if not o.error]
    true, false = {"REPRODUCED": 1}, {"NOT_REPRODUCED": 1}
    assert codes == [true, false, true, false, true, true]
    assert [Path(o.file).name for o in outcomes if "binary" in o.error] == ["broken.txt"]
    alone = report.to_json(api.check((folder / "a1.txt").read_text(), record=record), JSON.command(outcomes[1].file))
    [(name, line)] = outcomes[1].parts
    document = json.loads(line)
    assert (name, document.pop("file")) == ("", outcomes[1].file)
    assert document == json.loads(json.dumps(alone))


@pytest.mark.slow
@pytest.mark.skipif(find_spec("pyspark") is None, reason="the extra hali[spark] is not installed")
@pytest.mark.skipif(which("java") is None, reason="Spark needs Java")
def test_spark_writes_what_the_local_engine_writes(record, folder, tmp_path):
    written = []
    for engine in ("local", "spark"):
        command = [sys.executable, "-m", "hali", "check", "articles", "--format", "html", "-o", str(tmp_path / engine)]
        done = subprocess.run(
            [*command, "--engine", engine],
            cwd=folder.parent,
            env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "6 articles checked, 1 unreadable" in done.stderr
        found = sorted(p for p in (tmp_path / engine).rglob("*") if p.is_file())
        written.append({p.relative_to(tmp_path / engine): p.read_bytes() for p in found})
    assert written[0] == written[1]
    assert len(written[0]) > 6


def test_spark_that_is_not_installed_is_one_line_that_names_the_extra(folder, monkeypatch):
    monkeypatch.setattr("hali.extras.find_spec", lambda name: None)
    with pytest.raises(QuestionError, match=r"pip install 'hali\[spark\]'"):
        engines.run([folder / "a0.txt"], JSON, engine="spark")


def test_spark_without_java_is_one_line_that_says_so(folder, monkeypatch):
    monkeypatch.setattr("hali.extras.find_spec", lambda name: name)
    monkeypatch.setattr("hali.record.spark.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(QuestionError, match="needs Java 17 or newer"):
        engines.run([folder / "a0.txt"], JSON, engine="spark")


def test_cluster_without_spark_is_refused():
    with pytest.raises(QuestionError, match="add --engine spark"):
        spark.require("local", "spark://host:7077")


def test_wrong_settings_stop_a_batch_before_its_first_article(folder):
    with pytest.raises(UnknownCode, match="Nowhereland"):
        engines.run([folder / "a0.txt"], Settings(pair=("EU", "Nowhereland")))


def test_fault_of_one_article_is_its_outcome(record, folder, monkeypatch):
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(work.api, "check", fault)
    [outcome] = engines.run([folder / "a0.txt"], JSON)
    assert outcome.parts == ()
    assert "ZeroDivisionError" in outcome.error


def die_or_name(path: Path) -> Outcome:
    """A task of which one article ends the process, as one does that needs more memory than there is."""
    if path.name == "fatal":
        os._exit(9)
    return Outcome(str(path))


@pytest.mark.slow
def test_article_that_ends_its_process_costs_no_other():
    names = [*(f"{n}" for n in range(12)), "fatal", *(f"{n}" for n in range(12, 20))]
    outcomes = list(local.run(die_or_name, [Path(name) for name in names], 2))
    assert [o.file for o in outcomes] == names
    assert [o.file for o in outcomes if o.error] == ["fatal"]


def test_work_is_handed_out_a_window_at_a_time_and_comes_back_in_order():
    begun = count()
    latest = 0

    def work_on(item: int) -> int:
        nonlocal latest
        latest = max(latest, next(begun))
        time.sleep(0.002 * (item % 3))
        return item

    with ThreadPoolExecutor(3) as threads:
        results = local.in_order(lambda item: threads.submit(work_on, item), count(), 5)
        assert list(islice(results, 20)) == list(range(20))
        results.close()
    assert latest <= 20 + 5
