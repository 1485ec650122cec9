"""Checking: sentences read a second, one sweep, one article of 1,000 words, many articles on every engine.

    python bench/checking.py core                      per core, warm: reading, sweep, article
    python bench/checking.py batch --articles 10000    articles of 600 words, wall time and memory of all processes
    python bench/checking.py batch --articles 500 --engine local spark  the same on both

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
    from hali.check import article as articles
    from hali.check import frames, quantities, sweep

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
    parser.add_argument("what", choices=["core", "batch"])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--engine", nargs="+", default=["local"], choices=["local", "spark"])
    options = parser.parse_args()
    if options.what == "core":
        core()
    else:
        batch(options.articles, options.words, options.engine)


if __name__ == "__main__":
    main()
