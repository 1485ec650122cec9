"""The files of `deploy/`: they parse, name commands and options there are, and give away no more rights than needed."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from typer.main import get_command

from hali.cli import app

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))


def options_of(command: str) -> set[str]:
    """Every option a command of ours takes."""
    found = get_command(app).commands[command]  # type: ignore[attr-defined]
    return {name for parameter in found.params for name in (*parameter.opts, *parameter.secondary_opts)}


def require_known(words: list[str]) -> None:
    """Raise where a command line names a command or an option there is none of."""
    command, *rest = words
    known = options_of(command)
    assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= known, words


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", UNITS, ids=[path.name for path in UNITS])
def test_units_name_commands_there_are(path):
    found = unit(path)
    assert found["Unit"]["Description"]
    if path.suffix == ".service":
        words = shlex.split(found["Service"]["ExecStart"].replace("$HALI_ARGUMENTS", ""))
        assert words[0].endswith("/hali")
        require_known(words[1:])
        for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "DynamicUser"):
            assert found["Service"][name] == "yes"
        assert found["Service"]["ProtectSystem"] == "strict"
        assert found["Service"]["StateDirectory"] == "hali"


def test_the_service_asks_nobody_and_the_update_may():
    assert "HALI_OFFLINE=1" in unit(DEPLOY / "hali.service")["Service"]["Environment"]
    assert "HALI_OFFLINE" not in unit(DEPLOY / "hali-update.service")["Service"]["Environment"]


def test_arguments_shown_in_comments_and_docs_are_options_there_are():
    texts = [(DEPLOY / "hali.service").read_text(), (ROOT / "docs" / "deploy.md").read_text()]
    shown = [line for text in texts for line in re.findall(r'HALI_ARGUMENTS="([^"]+)"', text)]
    assert len(shown) == 2
    for line in shown:
        require_known(["serve", *shlex.split(line)])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is absent")
def test_systemd_finds_nothing_wrong(tmp_path):
    for path in UNITS:
        # the program itself need not be installed where the tests run
        (tmp_path / path.name).write_text(path.read_text().replace("/opt/hali/bin/hali", "/bin/true"))
    made = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    ours = [line for line in made.stderr.splitlines() if "hali" in line]
    assert not ours


def test_the_compose_file():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    serve, update = told["services"]["serve"], told["services"]["update"]
    require_known(serve["command"])
    require_known(update["command"])
    assert all(port.startswith("127.0.0.1:") for port in serve["ports"])
    for one in (serve, update):
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["volumes"] == ["data:/data"]
        assert one["mem_limit"]
    assert (DEPLOY / ".." / serve["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert update["profiles"] == ["update"]


def instructions() -> list[tuple[str, str]]:
    """Instruction and arguments of each line of the Dockerfile."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]


def test_the_container_runs_without_root_and_says_how_it_is():
    told = instructions()
    names = [name for name, _ in told]
    assert names.count("FROM") == 2
    assert names.index("USER") > names.index("FROM", 1)
    user = dict(told)["USER"]
    assert int(user) > 0
    assert any(f"--uid {user}" in words for name, words in told if name == "RUN")
    assert "/healthz" in dict(told)["HEALTHCHECK"]
    assert "HALI_DATA=/data" in dict(told)["ENV"]
    copied = [words for name, words in told if name == "COPY" and not words.startswith("--from")]
    for words in copied:
        for name in words.split()[:-1]:
            assert (ROOT / name).exists(), name
    require_known(yaml.safe_load(dict(told)["CMD"]))


def test_constraints_of_the_image_come_from_the_lock(tmp_path):
    """The `sed` of the Dockerfile, run on the lock."""
    line = next(words for name, words in instructions() if name == "RUN" and words.startswith("sed"))
    script = re.search(r"sed -n '([^']+)'", line)[1]
    made = subprocess.run(
        ["sed", "-n", script, str(ROOT / "requirements.lock")], capture_output=True, text=True, check=True
    )
    pinned = [Requirement(line) for line in made.stdout.splitlines()]
    assert len(pinned) > 50
    assert all(str(one.specifier).startswith("==") for one in pinned)
    # of a package pinned twice, one marker holds in each version of Python
    for version in ("3.11", "3.12", "3.13"):
        here = {"python_version": version, "python_full_version": f"{version}.1", "sys_platform": "linux"}
        names = [one.name for one in pinned if one.marker is None or one.marker.evaluate(here)]
        assert len(set(names)) == len(names)
    assert "fastapi" in {one.name for one in pinned}
