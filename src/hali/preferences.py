"""What somebody wants wherever nothing else is said: the settings file.

language = "sw"             # of briefs, reports and lists
data = "~/record"           # data folder; HALI_DATA goes before it
folder = "~/briefs"         # where files go that no -o names

[format]
brief = "pdf"
check = "html"
readings = "csv"
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from hali.errors import QuestionError

COMMANDS = ("brief", "check", "readings")
"""Commands that write in several formats."""

KEYS = ("language", "data", "folder", "format")
"""What the file may say."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the settings file says.

    Attributes:
        language: code of the language of briefs, reports and lists; "" = as each command has it.
        data: data folder; "" = the platform's.
        folder: where files go that no -o names; "" = where the command is run.
        format: command -> format it writes.
    """

    language: str = ""
    data: str = ""
    folder: str = ""
    format: dict[str, str] = field(default_factory=dict)


def file() -> Path:
    """Where the settings file is: `HALI_SETTINGS`, else `settings.toml` in the platform's folder for settings."""
    given = os.environ.get("HALI_SETTINGS")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_config_path

    return user_config_path("hali", appauthor=False) / "settings.toml"


def preferences() -> Preferences:
    """What the settings file says; nothing where there is none.

    Raises:
        QuestionError: it cannot be read, or says something nobody knows.
    """
    path = file()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        raise QuestionError(f"the settings file {path} cannot be read: {error.strerror}") from error


@cache
def _read(path: Path, changed: int) -> Preferences:
    """The settings of a file as it was last changed."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuestionError(f"the settings file {path} is no TOML: {error}") from error
    for key, value in told.items():
        if key not in KEYS:
            raise QuestionError(f"the settings file {path} says {key!r}; accepted are {', '.join(KEYS)}")
        _require(path, key, value, dict if key == "format" else str)
    for command, format in told.get("format", {}).items():
        if command not in COMMANDS:
            accepted = ", ".join(COMMANDS)
            raise QuestionError(f"the settings file {path} says a format of {command!r}; accepted are {accepted}")
        _require(path, f"format.{command}", format, str)
    return Preferences(**told)


def _require(path: Path, key: str, value: Any, kind: type) -> None:
    if not isinstance(value, kind):
        wanted = "a table" if kind is dict else "a text"
        raise QuestionError(f"the settings file {path}: {key} is {wanted}, not {value!r:.40}")
