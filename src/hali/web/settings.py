"""What `hali serve` was started with."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from hali.record.store import data_folder

VARIABLE = "HALI_SERVE"
"""Environment variable that hands the settings to worker processes, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one server.

    Attributes:
        host: address it listens on.
        port: port it listens on.
        host_names: names it answers to, beside plain addresses and localhost; the first one makes its permalinks.
        https: it stands behind TLS.
        workers: processes that answer.
        rate: requests a minute from one address; 0 = no limit.
        concurrency: requests answered at a time; more are told to come back.
        body_limit: bytes a request may send.
        allow_fetch: it may fetch pages whose address a visitor gives.
        keep: results of checks are kept on disk; else in memory only.
        cors_post: origins whose pages may post to the API.
        folder: data folder; default the one of the command line.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    host_names: tuple[str, ...] = ()
    https: bool = False
    workers: int = 1
    rate: int = 0
    concurrency: int = 64
    body_limit: int = 6_000_000
    allow_fetch: bool = False
    keep: bool = True
    cors_post: tuple[str, ...] = ()
    folder: Path | None = None

    @property
    def address(self) -> str:
        """Where a browser finds it, without a slash at the end."""
        scheme = "https" if self.https else "http"
        if self.https and self.host_names:
            return f"{scheme}://{self.host_names[0]}"
        name = self.host_names[0] if self.host_names else self.host
        name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(name, name)  # noqa: S104 - an address to open, not to bind
        return f"{scheme}://{f'[{name}]' if ':' in name else name}:{self.port}"

    @property
    def state(self) -> Path:
        """Folder of what the server itself keeps."""
        return (self.folder or data_folder()) / "web"


def to_environment(settings: Settings) -> Mapping[str, str]:
    """The settings as an environment variable for worker processes."""
    told = asdict(settings) | {"folder": str(settings.folder) if settings.folder else None}
    return {VARIABLE: json.dumps(told)}


def from_environment() -> Settings:
    """The settings a worker process was handed."""
    told = json.loads(os.environ[VARIABLE])
    lists = {name: tuple(told[name]) for name in ("host_names", "cors_post")}
    return Settings(**told | lists | {"folder": Path(told["folder"]) if told["folder"] else None})
