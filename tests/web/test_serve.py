"""`hali serve`: one address, one clear line where it cannot start, requests finished before it ends."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import httpx
import psutil
from tests.web.browsing import serving
from typer.testing import CliRunner

from hali import cli, extras
from hali.errors import QuestionError

COMMAND = [sys.executable, "-m", "hali", "serve", "--no-open"]


def test_it_prints_one_address_and_answers_there():
    with serving() as address:
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(f"{address}/healthz").text == "ok\n"
        assert httpx.get(f"{address}/en/about/privacy", timeout=60).status_code == 200


def test_it_starts_on_an_empty_folder_and_keeps_to_this_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "fresh"))
    with serving() as address:
        assert httpx.get(f"{address}/en/", timeout=60).status_code == 200
        port = int(address.rpartition(":")[2])
        listening = [
            one.laddr.ip for one in psutil.net_connections("tcp") if one.status == "LISTEN" and one.laddr.port == port
        ]
        assert set(listening) == {"127.0.0.1"}


def test_a_port_that_is_taken_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run([*COMMAND, "--port", str(taken.getsockname()[1])], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "choose another --port" in done.stderr


def test_a_missing_extra_is_one_clear_line(monkeypatch):
    known = importlib.util.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "fastapi" else known(name))
    found = CliRunner().invoke(cli.app, ["serve"])
    assert isinstance(found.exception, QuestionError)
    assert str(found.exception) == "hali serve needs the extra \"web\": pip install 'hali[web]'"


def test_results_in_memory_are_those_of_one_process():
    found = CliRunner().invoke(cli.app, ["serve", "--no-keep", "--workers", "2"])
    assert "leave out --workers" in str(found.exception)


def test_a_request_under_way_is_finished_before_it_ends():
    with subprocess.Popen(
        [*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        address = process.stdout.readline().strip()
        wait_for(address)
        answers = []
        asking = threading.Thread(target=lambda: answers.append(httpx.get(f"{address}/sw/ken/tza", timeout=60)))
        asking.start()
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        asking.join(60)
        process.wait(30)
    assert [one.status_code for one in answers] == [200]


def test_nothing_is_left_where_it_is_killed():
    with subprocess.Popen(
        [*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        wait_for(process.stdout.readline().strip())
        beside = []
        for _ in range(100):
            beside = psutil.Process(process.pid).children(recursive=True)
            if any("spawn_main" in " ".join(one.cmdline()) for one in beside):
                break
            time.sleep(0.1)
        time.sleep(1)
        process.kill()
    gone, alive = psutil.wait_procs(beside, timeout=10)
    assert gone
    assert not alive


def test_several_processes_answer_on_one_port():
    with serving("--workers", "2") as address:
        wait_for(address)
        for _ in range(6):
            assert httpx.get(f"{address}/en/about/privacy", timeout=60).status_code == 200


def wait_for(address: str) -> None:
    """Until the server answers."""
    for _ in range(300):
        try:
            if httpx.get(f"{address}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_help_does_not_load_the_web():
    code = "import sys; from hali import cli; print({'fastapi', 'uvicorn', 'starlette', 'jinja2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "set()"
