"""Every source that is asked by program for 12 pairs and for everything, by publishers with caps that misbehave.

    python -m tests.torture.publishers [SEED]

Each message may be late, cut, refused or replaced. What is stored must be what publishers that behave give, slice by
slice; each table must end in success, with what was skipped by name, or in one clear line. Exit code 1 if not.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.replay.publishers import Publishers
from tests.replay.server import Message, Replay

from hali import curation
from hali.access.http import Client, Limits
from hali.record import harvest
from hali.record.harvest import Outcome
from hali.record.vintages import Store, row_hash

PAIRS = (
    ("EU", "KZ"), ("EU", "UZ"), ("DE", "KZ"), ("KZ", "UZ"), ("EU", "CN"), ("BR", "MX"),
    ("FR", "TR"), ("CN", "US"), ("IT", "AZ"), ("PL", "UA"), ("JP", "KR"), ("KZ", "TM"),
)  # fmt: skip
"""Pairs with the EU, with members, without either, and with a country that reports nothing."""

BY_NAME = ("OECD:DAC2A", "ESTAT:DS-045409", "CEPII:BACI")
FAULTS = ("busy", "down", "cut", "half", "row", "page", "empty", "gone", "large")


def main(seed: int) -> int:
    """Run all scopes; how many tables broke a rule."""
    os.fsync = lambda _: None  # type: ignore[assignment]
    os.environ.pop("HALI_OFFLINE", None)
    os.environ["HALI_COMTRADE_KEY"] = "free"
    chance, broken, counts = random.Random(seed), 0, Counter[str]()
    with Replay() as server:
        os.environ["HALI_REPLAY"] = server.address
        for pair in (*PAIRS, None):
            names = tuple(flow.id for _, flow in curation._chosen([])) + BY_NAME
            broken += _scope(server, chance, pair, names, counts)
    print(f"seed {seed}: {dict(counts)}; {broken} tables broke a rule")
    return broken


def _scope(
    server: Replay, chance: random.Random, pair: tuple[str, str] | None, names: tuple[str, ...], counts: Counter[str]
) -> int:
    behaved, capped = Publishers(comtrade=10**9, eurostat=10**9), Publishers(comtrade=500, eurostat=2_000, page=500)
    with tempfile.TemporaryDirectory() as folder:
        server._makers[:] = [("https://", behaved.answer)]
        clean = Store(Path(folder) / "clean")
        _update(clean, names, pair)
        whole = {vintage.slice: row_hash(clean.rows(vintage), vintage.kind) for vintage in clean.read().vintages}
        server._makers[:] = [("https://", lambda url: _spoiled(capped.answer(url), chance))]
        store = Store(Path(folder) / "spoiled")
        outcomes = _update(store, names, pair)
        wrong = [v for v in store.read().vintages if whole.get(v.slice) != row_hash(store.rows(v), v.kind)]
    counts.update(outcome.result for outcome in outcomes)
    unclear = [o for o in outcomes if "\n" in o.line() or (o.result == "failed" and len(o.reason) < 15)]
    for vintage in wrong:
        counts["partial"] += 1
        print(f"{pair}: {vintage.dataflow} is not what was sent whole: {vintage.rows} rows of {vintage.slice[:80]}")
    for outcome in unclear:
        print(f"{pair}: unclear: {outcome.line()}")
    shown = Counter(outcome.result for outcome in outcomes)
    print(f"{'everything' if pair is None else ' '.join(pair):12} {dict(shown)}", flush=True)
    return len(wrong) + len(unclear)


def _update(store: Store, names: tuple[str, ...], pair: tuple[str, str] | None) -> list[Outcome]:
    def client() -> Client:
        return Client(store.state / "hosts", Limits(), sleep=lambda _: None)

    return harvest.update(store, curation._chosen(list(names)), curation._scopes(pair, "2016"), client=client)


def _spoiled(message: Message, chance: random.Random) -> Message:
    """The message, or, once in 25 times, what is no whole answer."""
    if message.status != 200 or chance.random() > 0.04:
        return message
    body = message.body
    match chance.choice(FAULTS):
        case "busy":
            return Message(status=429, headers={"Retry-After": "2"})
        case "down":
            return Message(status=503)
        case "cut":
            return replace(message, manner="cut")
        case "half":
            return replace(message, body=body[: len(body) // 2])
        case "row":
            return replace(message, body=body[: body.rfind(b"\n", 0, len(body) * 2 // 3) + 1])
        case "page":
            return Message(b"<html>sorry</html>", headers={"Content-Type": "text/html"})
        case "empty":
            return replace(message, body=b"")
        case "gone":
            return Message(status=404)
        case _:
            return Message(status=413)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 1) else 0)
