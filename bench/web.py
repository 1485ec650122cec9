"""Measure the web app as a visitor meets it, renew its section of `docs/performance.md`: `make bench-web`.

One worker on this machine alone, over loopback. What is sent and how often is bounded; nothing else is asked.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measured import ROOT, Figure, table

PAGE = ROOT / "docs" / "performance.md"
ARTICLE = ROOT / "examples" / "trade_en.txt"

BEGIN, END = "<!-- web: made by `make bench-web` -->", "<!-- web: end -->"

CONNECTIONS = 8
PAIR = "/en/eu27_2020/kaz"
SERIES = "/en/series/61869e0941c08dcb378b0916f2c107ad"
MIXED = (
    PAIR,
    f"{PAIR}/trade",
    f"{PAIR}/tourism?view=both",
    "/sw/eu27_2020/kaz",
    "/ru/kaz/eu27_2020/energy",
    "/en/ken/tza",
    SERIES,
    f"{SERIES}.csv",
    f"{PAIR}/trade.svg",
    f"{PAIR}.json",
    "/en/",
    "/en/sources",
    "/api",
    "/api/v1/areas?q=Kaz",
    "/api/v1/readings?measure=partner_share_trade&reporter=KAZ&partner=EU",
    "/api/v1/readings/61869e0941c08dcb378b0916f2c107ad",
    "/feed/en/eu27_2020/kaz.atom",
)
"""What visitors ask in the mixed load, each as often."""

HEAD = """## The web app

One worker of `hali serve`, warm, over loopback, with the client on the same {cores} cores (`bench/web.py`). Time to the
first byte is that to the headers of the answer.

{figures}

Mixed load: {asked:,} answers in {seconds:.0f} s at {connections} connections, {rate:,.0f} a second.
"""


@dataclass(frozen=True)
class Answer:
    """One answer: seconds to its headers, status, bytes as sent, contents unpacked."""

    seconds: float
    status: int
    size: int
    text: str


class Server:
    """A `hali serve` of its own.

    Args:
        data: its data folder.
    """

    def __init__(self, data: Path) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        environment = {**os.environ, "HALI_DATA": str(data), "HALI_OFFLINE": "1"}
        command = [sys.executable, "-m", "hali", "serve", "--no-open", "--port", str(self.port)]
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while True:
            try:
                with self.connected() as connection:
                    if ask(connection, "/healthz").status == 200:
                        break
            except OSError:
                if time.perf_counter() - begun > 60 or self.process.poll() is not None:
                    raise SystemExit("hali serve did not start") from None
                time.sleep(0.02)
        self.started = time.perf_counter() - begun

    @contextmanager
    def connected(self) -> Iterator[http.client.HTTPConnection]:
        """A connection that is kept open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            yield connection
        finally:
            connection.close()

    def memory(self) -> float:
        """Megabytes of the process that answers, without those that check and draw."""
        return psutil.Process(self.process.pid).memory_info().rss / 1e6

    def stop(self) -> None:
        """End it as a system would."""
        self.process.terminate()
        self.process.wait(30)


def ask(connection: http.client.HTTPConnection, path: str, **headers: str) -> Answer:
    """One question on an open connection."""
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    found = connection.getresponse()
    seconds = time.perf_counter() - begun
    body = found.read()
    packed = found.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(body) if packed else body).decode(errors="replace")
    return Answer(seconds, found.status, len(body), text)


def at_once(server: Server, path: str, times: int) -> list[float]:
    """Milliseconds to the first byte of `times` answers on each of CONNECTIONS connections."""

    def run(_: int) -> list[float]:
        with server.connected() as connection:
            return [1000 * ask(connection, path).seconds for _ in range(times)]

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [one for listed in pool.map(run, range(CONNECTIONS)) for one in listed]


def part(values: list[float], share: float) -> float:
    """The value below which a share of them lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def first_bytes(server: Server, times: int) -> Iterator[Figure]:
    """Time to the first byte of the pair and the series page, cold, one by one, and at once."""
    for name, path in (("pair", PAIR), ("series", SERIES)):
        with server.connected() as connection:
            yield Figure(f"{name} page, first time in a process", ask(connection, path).seconds, "s", 1.5)
            alone = [1000 * ask(connection, path).seconds for _ in range(times)]
        yield Figure(f"{name} page, median", statistics.median(alone), "ms", 50)
        several = at_once(server, path, times)
        yield Figure(f"{name} page, 95 of 100 at {CONNECTIONS} connections", part(several, 0.95), "ms", 150)


def sizes(server: Server) -> Iterator[Figure]:
    """Kilobytes as sent of the pair page with its style sheet, and of its scripts."""
    with server.connected() as connection:
        page = ask(connection, PAIR)
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
        scripts = re.findall(r'<script src="([^"]+)"', page.text)
        styled = page.size + sum(ask(connection, path).size for path in sheets)
        yield Figure("pair page and style sheet, gzip", styled / 1000, "kB", 40)
        yield Figure(
            "scripts before a click, gzip", sum(ask(connection, path).size for path in scripts) / 1000, "kB", 20
        )


def check(server: Server) -> Iterator[Figure]:
    """Seconds until the first finding and all findings of the example article, and /healthz meanwhile."""
    beats: list[float] = []
    done = threading.Event()

    def beat() -> None:
        with server.connected() as connection:
            while not done.is_set():
                beats.append(1000 * ask(connection, "/healthz").seconds)
                time.sleep(0.01)

    thread = threading.Thread(target=beat)
    thread.start()
    try:
        first, all_ = checked(server)
    finally:
        done.set()
        thread.join()
    yield Figure("check of the example article, first finding", first, "s", 1)
    yield Figure("check of the example article, all findings", all_, "s", 3)
    yield Figure("/healthz during a check, the slowest", max(beats), "ms", 50)


def checked(server: Server) -> tuple[float, float]:
    """Seconds from sending the article to its first finding, and to its last."""
    text = ARTICLE.read_text(encoding="utf-8")
    edge = "bench-web-edge"
    parts = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("text", text), ("live", "1"))
    )
    begun = time.perf_counter()
    with server.connected() as connection:
        kind = f"multipart/form-data; boundary={edge}"
        connection.request("POST", "/en/check", f"{parts}--{edge}--\r\n".encode(), {"Content-Type": kind})
        sent = connection.getresponse()
        sent.read()
        place = sent.headers["Location"].partition("?")[0]
        connection.request("GET", f"{place}/events")
        events = connection.getresponse()
        first = 0.0
        for line in events:
            told = line.decode().strip()
            if told == "event: finding" and not first:
                first = time.perf_counter() - begun
            if told in {"event: done", "event: failed"}:
                if told == "event: failed":
                    raise SystemExit("the check failed")
                break
        return first, time.perf_counter() - begun


@dataclass
class Load:
    """What came of the mixed load."""

    answers: int = 0
    errors: int = 0
    before: float = 0.0
    after: float = 0.0
    largest: float = 0.0


def mixed(server: Server, seconds: float, told: Callable[[str], object] = lambda _: None) -> Load:
    """Ask MIXED at CONNECTIONS connections for some seconds; memory after the first third and at the end."""
    load, lock = Load(), threading.Lock()
    ending = time.perf_counter() + seconds

    def visit(number: int) -> None:
        chance = random.Random(number)
        with server.connected() as connection:
            while time.perf_counter() < ending:
                path = chance.choice(MIXED)
                try:
                    status = ask(connection, path).status
                except (OSError, http.client.HTTPException):
                    status = 0
                    connection.close()
                with lock:
                    load.answers += 1
                    if status != 200:
                        load.errors += 1
                        told(f"{status} {path}")

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        running = [pool.submit(visit, number) for number in range(CONNECTIONS)]
        time.sleep(seconds / 3)
        load.before = server.memory()
        while time.perf_counter() < ending:
            load.largest = max(load.largest, server.memory())
            time.sleep(0.5)
        for one in running:
            one.result()
    load.after = server.memory()
    return load


def measure(seconds: float, times: int) -> tuple[list[Figure], Load]:
    """All figures, and the load."""
    folder = Path(tempfile.mkdtemp(prefix="hali-bench-web-"))
    try:
        fresh = Server(folder)
        with fresh.connected() as connection:
            very_first = ask(connection, PAIR).seconds
        fresh.stop()
        server = Server(folder)
        try:
            figures = [
                Figure("start on an empty data folder, until it answers", fresh.started, "s", 2),
                Figure("the first pair ever asked on it", very_first, "s"),
                Figure("start on a data folder that was used", server.started, "s", 2),
                *first_bytes(server, times),
                *sizes(server),
            ]
            checked(server)  # the first check of a process loads what every check needs
            figures += check(server)
            for path in MIXED:
                with server.connected() as connection:
                    ask(connection, path)
            load = mixed(server, seconds, lambda line: print(line, file=sys.stderr))
            figures += [
                Figure(f"errors in {seconds:.0f} s of mixed load", load.errors, "", 0),
                Figure("memory of the worker under load", load.largest, "MB", 400),
                Figure("growth of it over the last two thirds", load.after - load.before, "MB", 25),
            ]
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures, load


def renewed(page: str, section: str) -> str:
    """The page with its section on the web app replaced, or put at its end."""
    told = f"{BEGIN}\n{section.strip()}\n{END}"
    if BEGIN in page:
        return re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: told, page, flags=re.DOTALL)
    return f"{page.rstrip()}\n\n{told}\n"


def section(page: str) -> str:
    """The section on the web app of a page, with its marks; "" where it has none."""
    found = re.search(re.escape(BEGIN) + ".*?" + re.escape(END), page, re.DOTALL)
    return found[0] if found else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of mixed load")
    parser.add_argument("-n", type=int, default=60, help="answers measured of each page, on each connection")
    parser.add_argument("--dry-run", action="store_true", help="only print")
    options = parser.parse_args()
    figures, load = measure(options.seconds, options.n)
    text = HEAD.format(
        cores=os.cpu_count(),
        figures=table(figures),
        asked=load.answers,
        seconds=options.seconds,
        connections=CONNECTIONS,
        rate=load.answers / options.seconds,
    )
    print(text)
    print(json.dumps({one.name: one.value for one in figures}), file=sys.stderr)
    if not options.dry_run:
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main()
