"""The quality gate: measure reading, linking and the sweep, print the table, keep it in docs/quality.md.

`make gate` runs it (two to four minutes). The floors that must hold are tests; this is the measurement behind them.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from tests.eval import gold, perturbed, recovery, scoring, subjects
from tests.eval.test_floors import BASELINE, HERE, SHARED, measure, measure_periods

from hali import api
from hali.checking.definitions.grid import grid
from hali.record.store import Record
from hali.version import VERSION

ROOT = HERE.parents[1]
CLAIMS = 500
FIGURES = 1000
PERTURBED = 20
ORDERS = {"names": "two areas", "date": "time and clause", "clauses": "two clauses", "reporters": "two publishers"}


def percent(part: float, whole: float) -> str:
    """`part` of `whole` with one decimal."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def reading(path: Path) -> list[str]:
    """Rows of the table of quantities, by language."""
    rows = []
    for lang, c in sorted(measure(path).items()):
        parts = [percent(c[name], c["wanted"]) for name in ("value", "unit", "approximator", "span")]
        rows.append(f"| {lang} | {c['wanted']} | {' | '.join(parts)} | {c['extra']} | {c['negatives_hit']} |")
    return rows


def unseen() -> list[str]:
    """The unseen sentences: now, and as they were first read."""
    path = HERE / "unseen_reading.jsonl"
    lines = [
        "",
        "## Reading numbers: unseen sentences",
        "",
        "| language | quantities | value | + unit | + approximator | span | extra | negatives hit |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *reading(path),
        "",
        "Periods: {1} of {0} sentences.".format(*measure_periods(path)),
        "",
        "Their first reading, before anything was changed for them (annotations that contradicted the conventions of "
        "the design were put right first):",
        "",
        "| set | quantities | value | + unit | + approximator | extra | negatives hit | periods |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    first = json.loads((HERE / "unseen_reading.json").read_text(encoding="utf-8"))["first_reading"]
    for name, c in first.items():
        parts = " | ".join(f"{c[key]} %" for key in ("value", "unit", "approximator"))
        hit = f"{c['negatives_hit']} of {c['negatives']}"
        lines.append(f"| {name} | {c['quantities']} | {parts} | {c['extra']} | {hit} | {c['periods']} |")
    return lines


def linking() -> list[str]:
    """Rows of the table of measures: right, abstained, wrong, areas and periods, by set of sentences."""
    sets: dict[str, list[dict[str, object]]] = {}
    for row in subjects.read(HERE / "linking.jsonl"):
        sets.setdefault(str(row.get("set", "first")), []).append(row)
    lines = []
    for name, rows in sets.items():
        c = subjects.linked(rows)
        unseen = BASELINE["linking"]["unseen"].get(name)
        before = " / ".join(str(unseen[k]) for k in ("right", "abstained", "wrong")) if unseen else "–"
        shares = " | ".join(percent(c[k], len(rows)) for k in ("right", "abstained", "wrong"))
        parts = " | ".join(percent(c[f"{k}_right"], c[k]) for k in ("sides", "periods"))
        lines.append(f"| {name} | {len(rows)} | {shares} | {parts} | {before} |")
    return lines


def foreign(record: Record) -> list[str]:
    """Rows of the table of other subjects, without and with a pair named by the reader."""
    rows = subjects.read(HERE / "foreign.jsonl")
    lines = []
    for name, pair in (("none", None), ("EU and Kazakhstan", subjects.PAIR)):
        c = subjects.foreign(record, rows, pair)
        shares = " | ".join(percent(c[k], c["rows"]) for k in ("definite", "any"))
        lines.append(f"| {name} | {c['rows']} | {shares} | {percent(c['outside'], c['elsewhere'])} |")
    return lines


def articles(record: Record) -> list[str]:
    """Rows of the table of annotated articles: the development set and the rounds of own articles."""
    sets = {"development": SHARED.parent / "gold" / "articles_dev.jsonl"}
    sets |= {path.stem: path for path in sorted((HERE / "articles").glob("*.jsonl"))}
    rows = []
    for name, path in sets.items():
        if not path.is_file():
            continue
        found = scoring.score(record, gold.read(path), scoring.checker(record))
        n = found.total
        refuted = found.findings["NOT_REPRODUCED"]
        parts = [
            percent(n["signed"], n["definite"]),
            percent(n["confident"], n["claims"]),
            percent(refuted["accepted"], refuted["claims"]),
            percent(n["frame"], n["framed"]),
            percent(n["abstained"], n["checkable"]),
            percent(n["found_rank"], n["gold_rank"]),
        ]
        rows.append(f"| {name} | {n['articles']} | {n['claims']} | {' | '.join(parts)} |")
    return rows


def properties(record: Record) -> list[str]:
    """Rows of the table of what must not happen: noise, other years, other order."""
    texts = [str(row["text"]) for row in subjects.read(HERE / "noise.jsonl")]
    definite = scoring.definite(record, texts)
    rows = [f"| news of other subjects with a definite finding | {len(texts)} | {percent(len(definite), len(texts))} |"]
    for day, c in perturbed.confirmed(record, PERTURBED, seed=4).items():
        share = percent(c["confirmed"], c["texts"])
        rows.append(f"| undated text of {day} with the number of another year, confirmed | {c['texts']} | {share} |")
    for kind, pairs in perturbed.differing(record, PERTURBED, seed=4).items():
        share = percent(sum(differs for _, differs in pairs), len(pairs))
        rows.append(f"| {ORDERS[kind]} in the other order, other findings | {len(pairs)} | {share} |")
    return rows


def first_readings() -> list[str]:
    """Rows of what each round of articles gave when the program first read it."""
    rows = []
    for name, c in BASELINE["first_readings"].items():
        cells = [
            name,
            c["definite"],
            percent(c["signed"], c["definite"]),
            percent(c["wrong"], c["claims"]),
            f"{c['refuted_right']} of {c['refuted']}",
            f"{c['frame']} %",
            f"{c['abstained']} %",
        ]
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows


def main() -> None:
    """Measure, print, write docs/quality.md."""
    record = api.open_record()
    started = time.perf_counter()
    lines = [
        "# Quality",
        "",
        f"Measured by `make gate` with hali {VERSION}, record `{record.id}`, grid `{grid().hash}`. The development "
        "sentences were tuned on; read their figures as what does not get worse, not as what unseen text will give.",
        "",
        "## Reading numbers: own development sentences",
        "",
        "| language | quantities | value | + unit | + approximator | span | extra | negatives hit |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *reading(HERE / "corpus.jsonl"),
        "",
        "Periods: {1} of {0} sentences.".format(*measure_periods(HERE / "corpus.jsonl")),
    ]
    if SHARED.is_file():
        lines += [
            "",
            "## Reading numbers: a second development set",
            "",
            "| language | quantities | value | + unit | + approximator | span | extra | negatives hit |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *reading(SHARED),
            "",
            "Periods: {1} of {0} sentences.".format(*measure_periods(SHARED)),
        ]
    lines += unseen()
    lines += [
        "",
        "## Linking numbers to measures: own development sentences",
        "",
        "The first set was tuned on. The others were written before they were looked at: their first reading stands in "
        "the last column.",
        "",
        "| set | sentences | right | abstained | wrong | areas | periods | unseen: right / abstained / wrong |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *linking(),
        "",
        "## Sentences about other subjects and other areas",
        "",
        "Health, sport, crime, finance, weather, politics, culture, firms; and trade, energy and investment of areas "
        "the record does not hold. A definite finding is REPRODUCED or NOT_REPRODUCED; of those on other areas the "
        "last column shows how many are said to be outside the record.",
        "",
        "| pair named | sentences | definite finding | any finding | other areas: outside the record |",
        "| --- | ---: | ---: | ---: | ---: |",
        *foreign(record),
        "",
        "## Whole articles",
        "",
        "Articles annotated by hand, every claim with the findings a specialist signs. The development set was tuned "
        "on. Signed: definite findings a specialist signs. Wrong: REPRODUCED, REPRODUCED_ROUGHLY and NOT_REPRODUCED "
        "nobody signs, of all claims. Abstained: of the claims the record holds exactly.",
        "",
        "| set | articles | claims | signed | wrong | NOT_REPRODUCED right | whole frame | abstained | places |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *articles(record),
        "",
        "The rounds as the program first read them, each before anything was changed for it. Who annotated a round "
        "says for each number which findings a specialist signs; an abstention may be one of them, for 44 of 100 "
        "checkable numbers in round_l, 31 in round_n, 68 in round_p, 70 in round_q.",
        "",
        "| round | definite findings | signed | wrong | NOT_REPRODUCED right | whole frame | abstained |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *first_readings(),
        "",
        "## What must not happen",
        "",
        "| | texts or pairs | share |",
        "| --- | ---: | ---: |",
        *properties(record),
        "",
        "## Bringing back the author's definition",
        "",
        "Claims made from the record: a random definition, its number rounded and worded, and in the second row one "
        "slip (flow, year, currency or power of ten).",
        "",
        "| | claims | true definition on the front |",
        "| --- | ---: | ---: |",
    ]
    for name, slips in (("no slip", False), ("one slip", True)):
        made = list(recovery.cases(record, CLAIMS, slips, seed=1))
        found = sum(recovery.recovered(record, case) for case in made)
        lines.append(f"| {name} | {CLAIMS} | {percent(found, CLAIMS)} |")
    made = list(recovery.cases(record, CLAIMS, False, seed=2))
    kept = sum(recovery.reproduced_when_moved(record, case) for case in made)
    lines += [
        "",
        f"Moved by three granules, {percent(kept, CLAIMS)} of {CLAIMS} claims are still plainly reproduced.",
        "",
        "## Placebo rate: printed and observed",
        "",
        f"{FIGURES} claims; in the place of each figure a random one of its form.",
        "",
        "| cost up to | claims | printed | observed |",
        "| ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {c.cost} | {c.claims} | {c.printed:.1f} % | {c.observed:.1f} % |"
        for c in recovery.calibration(record, FIGURES, seed=3)
    ]
    text = "\n".join(lines) + "\n"
    (ROOT / "docs" / "quality.md").write_text(text, encoding="utf-8")
    print(text)
    print(f"measured in {time.perf_counter() - started:.0f} s; written to docs/quality.md")


if __name__ == "__main__":
    main()
