"""Whether there is a network, by the names of publishers."""

from __future__ import annotations

import socket
import time

import pytest

from hali.access import reachable
from hali.errors import SourceUnavailable

NAMES = ("one.example", "two.example")


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HALI_REPLAY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return


def resolving(known: tuple[str, ...]) -> object:
    def look(host: str, port: int) -> list[str]:
        if host in known:
            return ["an address"]
        raise socket.gaierror(-2, "Name or service not known")

    return look


def test_one_name_found_is_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving(("two.example",)))
    reachable.check_reachable(NAMES)


def test_no_name_found_is_none_and_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving(()))
    with pytest.raises(SourceUnavailable, match=r"no network: the name one\.example .* `hali ingest"):
        reachable.check_reachable(NAMES)


def test_a_resolver_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: time.sleep(30))
    with pytest.raises(SourceUnavailable, match="no network"):
        reachable.check_reachable(NAMES, patience=0.05)


@pytest.mark.parametrize("setting", ["HTTPS_PROXY", "HALI_REPLAY"])
def test_behind_a_proxy_nothing_is_said(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving(()))
    monkeypatch.setenv(setting, "http://127.0.0.1:9")
    reachable.check_reachable(NAMES)


def test_nobody_asked_nothing_said() -> None:
    reachable.check_reachable(())
