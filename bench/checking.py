"""Checking: sentences read a second, one sweep, one article of 1,000 words, many articles on every engine.

    python bench/checking.py core                      per core, warm: reading, sweep, article
    python bench/checking.py batch --articles 10000    articles of 600 words, wall time and memory of all processes
    python bench/checking.py batch --articles 500 --engine local spark  the same on both
    python bench/checking.py lengths                   one text of 100 to 10,000 sentences, and texts nobody writes

Texts are put together from the sentences of `tests/eval`, in the six languages, always the same ones; half of them hold
claims on areas of the record. Prints; asserts nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("HALI_DATA", ROOT / ".hali"))
SETS = ("corpus", "linking", "foreign")
CLAIMS = (
    "In 2021 the EU accounted for almost 40 % of Kazakhstan's foreign trade.",
    "Trade in goods between the EU and Kazakhstan was about 24 billion euros.",
)


def sentences() -> list[tuple[str, str]]:
    """(language, sentence) of every set."""
    rows = [json.loads(line) for name in SETS for line in (ROOT / f"tests/eval/{name}.jsonl").read_text().splitlines()]
    return [(row["lang"].replace("mix", "en"), row["text"]) for row in rows]


def article(chance: random.Random, words: int) -> str:
    """Paragraphs of four sentences of one language."""
    known = sentences()
    language = chance.choice(["en", "sw", "ru", "kk", "fr", "de"])
    pool = [text for spoken, text in known if spoken == language]
    said: list[str] = []
    while sum(len(text.split()) for text in said) < words:
        said.append(chance.choice(pool))
    return "\n\n".join(" ".join(said[at : at + 4]) for at in range(0, len(said), 4)) + "\n"


def core() -> None:
    """What one core does once everything is loaded."""
    from hali import api
    from hali.checking import article as articles
    from hali.checking import frames, quantities, sweep

    chance = random.Random(1)
    known = sentences()
    sample = [chance.choice(known) for _ in range(5000)]
    for language, text in sample[:200]:
        quantities.find(text, language)
    start = time.perf_counter()
    for language, text in sample:
        quantities.find(text, language)
    print(f"reading: {len(sample) / (time.perf_counter() - start):,.0f} sentences a second")

    record = api.open_record()
    text = article(chance, 1000)
    api.check(text, record=record)
    times = []
    for _ in range(7):
        start = time.perf_counter()
        checked = api.check(text, record=record)
        times.append(time.perf_counter() - start)
    print(f"article of 1,000 words, {len(checked.findings)} claims: {statistics.median(times):.3f} s")

    for said in CLAIMS:
        (claim,) = frames.claims(articles.from_text(said))
        times = []
        for _ in range(7):
            start = time.perf_counter()
            found = sweep.run(record, claim, None, "2022-06-30")
            times.append(time.perf_counter() - start)
        assert found is not None
        cells = found.tried + found.missing
        print(f"sweep of {found.tried} definitions ({cells} cells): {1000 * statistics.median(times):.1f} ms")


def batch(count: int, words: int, engines: list[str]) -> None:
    """Many articles as one command."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "articles")
        folder.mkdir()
        for number in range(count):
            Path(folder, f"{number:05}.txt").write_text(article(random.Random(number), words), encoding="utf-8")
        for engine in engines:
            written = Path(work, f"{engine}.jsonl")
            command = [sys.executable, "-m", "hali", "check", "articles", "--format", "json", "-o", str(written)]
            environment = {**os.environ, "HALI_DATA": str(DATA), "SPARK_LOCAL_IP": "127.0.0.1"}
            start = time.perf_counter()
            with subprocess.Popen(
                [*command, "--engine", engine], cwd=work, env=environment, stderr=subprocess.PIPE, text=True
            ) as process:
                peaks: list[tuple[float, int]] = []
                watch = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
                watch.start()
                _, told = process.communicate()
            wall = time.perf_counter() - start
            watch.join()
            quarter = len(peaks) // 4
            early, late = (max(total for total, _ in part) for part in (peaks[: quarter + 1], peaks[-quarter - 1 :]))
            print(
                f"{engine}: {count} articles of {words} words in {wall:.0f} s, {count / wall:.1f} a second; "
                f"memory of all processes, first quarter {early:.0f} MB, last {late:.0f} MB, "
                f"largest process {max(one for _, one in peaks)} MB; exit {process.returncode}; "
                f"{hashlib.sha256(written.read_bytes()).hexdigest()[:12]}"
            )
            print("   ", told.strip().splitlines()[-1])


HOSTILE = {
    "one sentence without an end, 200 kB": lambda: "In 2021 trade was " + "up 5 % to 3 billion euros, " * 7_700,
    "50,000 numbers": lambda: " ".join(str(n % 997) for n in range(50_000)),
    "brackets 100,000 deep": lambda: "(" * 100_000 + "5 %" + ")" * 100_000,
    "quotes 100,000 deep": lambda: "\u201e" * 100_000 + "5 %" + "\u201c" * 100_000,
    "1,000,000 times one letter": lambda: "a" * 1_000_000,
    "marks of direction and control": lambda: "\u202e5\u2066 % \x07of\u2069 it \x1b[31m" * 10_000,
    "100,000 short sentences": lambda: "Trade rose by 5 %. " * 100_000,
}
"""Texts nobody writes, up to the most an article may have."""


def lengths(largest: int) -> None:
    """One text after another, each ten times as long, then those of HOSTILE: each in a process of its own."""
    for name in [*(str(n) for n in (100, 1_000, 10_000, 100_000) if n <= largest), *HOSTILE]:
        subprocess.run([sys.executable, __file__, "length", "--text", name], check=True)


def length(name: str) -> None:
    """Seconds and peak memory of one text: so many sentences, their figures varied, or one of HOSTILE."""
    import re
    import resource

    from hali import api

    chance = random.Random(1)
    record = api.open_record()
    pool = [text.replace("\n", " ") for language, text in sentences() if language == "en"]
    api.check("\n\n".join(pool), record=record)
    if name in HOSTILE:
        text = HOSTILE[name]()
    else:
        said = [
            re.sub(r"(?<=\d)\d(?!\d)", lambda _: str(chance.randrange(10)), chance.choice(pool))
            for _ in range(int(name))
        ]
        text = "\n\n".join(" ".join(said[at : at + 4]) for at in range(0, len(said), 4))
        # more sentences than an article may have: as many as fit
        text = text.encode()[:1_990_000].decode(errors="ignore")
    start = time.process_time()
    checked = api.check(text, record=record)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    size = len(text.encode()) / 1000
    print(f"{name}: {size:,.0f} kB, {len(checked.findings):,} claims, {seconds:.2f} s of CPU, peak {peak:.0f} MB")


def _watch(process: subprocess.Popen[str], peaks: list[tuple[float, int]]) -> None:
    """Memory of a process and all below it, twice a second: (sum, largest), in MB."""
    import psutil

    while process.poll() is None:
        try:
            top = psutil.Process(process.pid)
            sizes = [p.memory_info().rss >> 20 for p in (top, *top.children(recursive=True))]
        except psutil.Error:
            continue
        peaks.append((sum(sizes), max(sizes)))
        time.sleep(0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["core", "batch", "lengths", "length"])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--engine", nargs="+", default=["local"], choices=["local", "spark"])
    parser.add_argument("--sentences", type=int, default=10_000, help="of the longest text (lengths)")
    parser.add_argument("--text", default="100", help="sentences, or the name of a text nobody writes (length)")
    options = parser.parse_args()
    if options.what == "core":
        core()
    elif options.what == "lengths":
        lengths(options.sentences)
    elif options.what == "length":
        length(options.text)
    else:
        batch(options.articles, options.words, options.engine)


if __name__ == "__main__":
    main()
