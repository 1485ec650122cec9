"""A publisher on this machine: replays recorded messages by an index, and misbehaves on demand.

    HALI_REPLAY=http://127.0.0.1:PORT    the host asked is the first part of the path

An index is a CSV file with the columns method, host, path, query, file, status, headers (`Name: value; ...`); the order
of a query's parts does not matter, `file` lies beside the index. Run `python -m tests.replay.server INDEX` for a server
to play with.
"""

from __future__ import annotations

import csv
import gzip
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

Key = tuple[str, str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Message:
    """One answer, and how it is sent.

    `manner`: "" whole; `cut` ends before Content-Length; `drip` byte by byte; `endless` never stops;
    `announced` says 10 GB; `silent` says nothing for a while.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = ""


@dataclass(frozen=True)
class Asked:
    """What a client sent, and when."""

    at: float
    method: str
    url: str
    headers: dict[str, str]
    body: bytes


def key(method: str, url: str) -> Key:
    """What tells one message from another."""
    parts = urlsplit(url)
    return method, parts.hostname or "", parts.path, tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))


def zipped(body: bytes) -> Message:
    """A message sent with Content-Encoding gzip."""
    return Message(gzip.compress(body), headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})


class Replay:
    """The server; `with Replay() as server` runs it."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._lines: dict[Key, deque[Message]] = defaultdict(deque)
        self._makers: list[tuple[str, Callable[[str], Message]]] = []
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                replay._serve(self, "GET")

            def do_POST(self) -> None:
                replay._serve(self, "POST")

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # a client that hangs up is what some tests want

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Replay:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, url: str, *messages: Message, method: str = "GET") -> None:
        """Answer a URL with these, one after the other; the last one stays."""
        self._lines[key(method, url)] = deque(messages)

    def make(self, prefix: str, maker: Callable[[str], Message]) -> None:
        """Answer every URL that begins so with what `maker` gives for it."""
        self._makers.append((prefix, maker))

    def load(self, index: Path) -> None:
        """Answer what an index lists."""
        with index.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                url = f"https://{row['host']}{row['path']}" + (f"?{row['query']}" if row["query"] else "")
                headers = dict(part.split(": ", 1) for part in row["headers"].split("; ") if part)
                message = Message((index.parent / row["file"]).read_bytes(), int(row["status"]), headers)
                self.answer(url, message, method=row["method"])

    def _serve(self, handler: BaseHTTPRequestHandler, method: str) -> None:
        url = "https:/" + handler.path
        posted = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
        self.asked.append(Asked(time.time(), method, url, dict(handler.headers.items()), posted))
        line = self._lines.get(key(method, url))
        if line:
            self._send(handler, line.popleft() if len(line) > 1 else line[0])
            return
        maker = next((make for prefix, make in self._makers if url.startswith(prefix)), None)
        self._send(handler, maker(url) if maker else Message(b"no such message", 404))

    def _send(self, handler: BaseHTTPRequestHandler, message: Message) -> None:
        size = {"announced": 10 << 30, "cut": len(message.body) + 1000}.get(message.manner, len(message.body))
        if message.manner == "silent":
            time.sleep(float(message.headers.get("X-Wait", "1")))
        handler.send_response(message.status)
        for name, value in message.headers.items():
            handler.send_header(name, value)
        if message.manner == "endless":
            handler.send_header("Transfer-Encoding", "chunked")
        elif "Content-Length" not in message.headers and message.status != 204:
            handler.send_header("Content-Length", str(size))
        handler.end_headers()
        if message.manner == "endless":
            block = b"%x\r\n" % (1 << 20) + b"\0" * (1 << 20) + b"\r\n"
            for _ in range(10 << 10):
                handler.wfile.write(block)
        elif message.manner == "drip":
            for byte in message.body:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(0.02)
        else:
            handler.wfile.write(message.body)
        if message.manner in {"cut", "announced"}:
            handler.close_connection = True


if __name__ == "__main__":
    import sys

    with Replay() as server:
        server.load(Path(sys.argv[1]))
        print(f"HALI_REPLAY={server.address}", flush=True)
        threading.Event().wait()
