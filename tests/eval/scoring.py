"""Score the findings of `hali.check` on annotated articles, and print the tables.

    python -m tests.eval.scoring GOLD.jsonl [--list] [--json] [--floors]

found       annotated quantities read with value and unit; places read; events of the record read
frame       of checkable quantities and places that were read: each slot, and all four
signed      definite findings that a specialist signs, of all definite ones; `regained` of them by the table of today
confident   REPRODUCED, REPRODUCED_ROUGHLY or NOT_REPRODUCED that no specialist signs
hedged      the other definite findings that no specialist signs
abstained   checkable claims not read, or answered with an abstention, though the record holds exactly them
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.eval import agreement, pairing
from tests.eval.gold import ABSTENTIONS, GoldArticle, GoldClaim, read

import hali
from hali import api
from hali.checking.checked import Checked
from hali.model.claim import Finding
from hali.record.store import Record

CONFIDENT = frozenset({"REPRODUCED", "REPRODUCED_ROUGHLY", "NOT_REPRODUCED"})
HEDGED = frozenset({"OUTDATED", "DEPENDS_ON_DEFINITION", "ONLY_IF_TERMS_CHANGED", "QUOTED_ONLY"})
DEFINITE = CONFIDENT | HEDGED

Tally = Counter[str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A confident finding no specialist signs."""

    article: str
    text: str
    code: str
    truth: str
    why: str
    said: str


@dataclass(slots=True)
class Score:
    """Counts over all articles, by language of the article, by finding and by class of claim."""

    total: Tally = field(default_factory=Counter)
    languages: dict[str, Tally] = field(default_factory=lambda: defaultdict(Counter))
    findings: dict[str, Tally] = field(default_factory=lambda: defaultdict(Counter))
    classes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[Wrong] = field(default_factory=list)

    def rate(self, part: str, whole: str) -> float:
        """Share of `part` in `whole` over all articles; 1.0 of nothing."""
        return self.total[part] / self.total[whole] if self.total[whole] else 1.0


def score(record: Record, articles: Iterable[GoldArticle], check: Callable[[GoldArticle], Checked]) -> Score:
    """Check each article and count."""
    result = Score()
    for article in articles:
        checked = check(article)
        _count(result, record, article, checked.findings, _moved(checked.article.text, article.text))
    return result


def checker(record: Record) -> Callable[[GoldArticle], Checked]:
    """What a reader gets: the text alone and the day it appeared."""
    return lambda article: hali.check(article.text, published=article.published, record=record)


def _moved(document: str, text: str) -> int:
    """How far the characters of the checked document lie behind those of the article."""
    at = document.find(text.strip())
    return at - (len(text) - len(text.lstrip())) if at >= 0 else 0


def _count(result: Score, record: Record, article: GoldArticle, findings: Sequence[Finding], moved: int) -> None:
    links = pairing.pair_up(article.claims, findings, moved)
    lang = result.languages[article.lang]
    for tally in (result.total, lang):
        tally["articles"] += 1
    for number, gold in enumerate(article.claims):
        mine = [f for f, link in zip(findings, links, strict=True) if link == number]
        counts = _of_gold(gold, mine)
        for tally in (result.total, lang, *(result.classes[c] for c in gold.classes)):
            tally.update(counts)
    for finding, link in zip(findings, links, strict=True):
        gold = None if link is None else article.claims[link]
        counts = _of_finding(record, gold, finding)
        classes = gold.classes if gold else ["EXTRA"]
        for tally in (result.total, lang, result.findings[finding.code], *(result.classes[c] for c in classes)):
            tally.update(counts)
        if counts["confident"]:
            truth, why = (gold.truth, gold.why) if gold else ("extra", "no statistic is annotated here")
            words = article.text[finding.claim.start - moved : finding.claim.end - moved]
            result.wrong.append(Wrong(article.id, words, finding.code, truth, why, finding.explanation))


def _of_gold(gold: GoldClaim, mine: list[Finding]) -> Tally:
    """What became of one annotated claim."""
    valued = [f for f in mine if pairing.same_value(gold, f.claim)]
    whole = [f for f in valued if pairing.same_unit(gold, f.claim)]
    best = next(iter(whole or valued or mine), None)
    counts: Tally = Counter(gold=1)
    counts[f"gold_{gold.kind}"] = 1
    match gold.kind:
        case "quantity":
            counts["found"], counts["valued"] = bool(whole), bool(valued)
        case "rank":
            counts["found_rank"] = bool(valued)
        case "event":
            counts["held_event"] = gold.checkable
            counts["found_event"] = gold.checkable and bool(valued)
        case _:
            counts["read_none"] = bool(mine)
    if gold.checkable:
        code = best.code if best else "absent"
        counts["checkable"] = 1
        counts["abstained"] = code in ABSTENTIONS and code not in gold.accept
        if gold.measure and gold.kind in ("quantity", "rank") and valued:
            right = pairing.frame(gold, (whole or valued)[0])
            counts["framed"], counts["frame"] = 1, all(right.values())
            counts.update({f"frame_{slot}": holds for slot, holds in right.items()})
    return counts


def signed(record: Record, gold: GoldClaim | None, finding: Finding) -> tuple[bool, bool]:
    """Whether a specialist signs the finding, and whether only because the record holds more than on the gold's day."""
    if gold is None:
        return False, False
    if finding.code in gold.accept:
        return True, False
    if str(finding.code) == "QUOTED_ONLY" and {"REPRODUCED", "OUTSIDE_THE_RECORD"} & set(gold.accept):
        return True, False
    regained = finding.code in DEFINITE and agreement.agrees(record, gold, finding)
    return regained, regained


def _of_finding(record: Record, gold: GoldClaim | None, finding: Finding) -> Tally:
    """What one finding is worth."""
    right, regained = signed(record, gold, finding)
    definite = finding.code in DEFINITE
    return Counter(
        claims=1,
        extra=gold is None,
        accepted=right,
        definite=definite,
        signed=definite and right,
        regained=regained,
        confident=finding.code in CONFIDENT and not right,
        hedged=finding.code in HEDGED and not right,
    )


def floors(result: Score) -> dict[str, object]:
    """What `baseline.json` holds of a set of articles: shares rounded so that the measured ones just hold."""
    parts = {"found": "gold_quantity", "found_rank": "gold_rank", "frame": "framed", "signed": "definite"}
    ceilings = {"confident": "claims", "hedged": "claims", "abstained": "checkable"}
    given = {code: result.findings[code] for code in ("REPRODUCED", "NOT_REPRODUCED")}
    return (
        {part: _down(result.rate(part, whole)) for part, whole in parts.items()}
        | {part: round(1 - _down(1 - result.rate(part, whole)), 3) for part, whole in ceilings.items()}
        | {code: _down(t["accepted"] / t["claims"]) if t["claims"] else 1.0 for code, t in given.items()}
        | {
            "languages": {
                lang: _down(t["signed"] / t["definite"]) if t["definite"] else 1.0
                for lang, t in sorted(result.languages.items())
            }
        }
    )


def _down(share: float) -> float:
    return math.floor(share * 1000 + 1e-9) / 1000


def definite(record: Record, texts: Iterable[str]) -> list[str]:
    """Those of `texts` that get a definite finding."""
    return [t for t in texts if DEFINITE & {f.code for f in hali.check(t, record=record).findings}]


def share(part: int, whole: int) -> str:
    """`part` of `whole`, with the percentage."""
    return f"{part}/{whole} {100 * part / whole:.0f} %" if whole else "-"


def tables(result: Score) -> str:
    """The counts as text."""
    n = result.total
    slots = "; ".join(f"{slot} {share(n['frame_' + slot], n['framed'])}" for slot in pairing.SLOTS)
    lines = [
        f"{n['articles']} articles, {n['gold']} annotated, {n['checkable']} checkable; {n['claims']} claims read",
        f"found                 {share(n['found'], n['gold_quantity'])} (value alone "
        f"{share(n['valued'], n['gold_quantity'])}); places {share(n['found_rank'], n['gold_rank'])}; "
        f"events {share(n['found_event'], n['held_event'])}",
        f"extra                 {n['extra']}; no statistics, yet read {share(n['read_none'], n['gold_none'])}",
        f"frame                 {share(n['frame'], n['framed'])} ({slots})",
        f"definite, signed      {share(n['signed'], n['definite'])}, of them regained {n['regained']}",
        f"wrong confident       {share(n['confident'], n['claims'])}",
        f"wrong hedged          {share(n['hedged'], n['claims'])}",
        f"abstained             {share(n['abstained'], n['checkable'])}",
        "",
        f"{'language':10}{'claims':>7}  {'found':14}{'frame':14}{'signed':14}{'confident':>9}  {'abstained':14}",
    ]
    for name, t in sorted(result.languages.items()):
        parts = (
            share(t["found"], t["gold_quantity"]),
            share(t["frame"], t["framed"]),
            share(t["signed"], t["definite"]),
        )
        lines.append(
            f"{name:10}{t['claims']:7}  {''.join(f'{p:14}' for p in parts)}{t['confident']:9}  "
            f"{share(t['abstained'], t['checkable']):14}"
        )
    lines += ["", f"{'finding':24}{'given':>6}  accepted"]
    lines += [
        f"{name:24}{t['claims']:6}  {share(t['accepted'], t['claims'])}" for name, t in sorted(result.findings.items())
    ]
    lines += ["", f"{'class':18}{'claims':>6}  {'signed':14}{'confident':>9}  abstained"]
    lines += [
        f"{name:18}{t['claims']:6}  {share(t['signed'], t['definite']):14}{t['confident']:9}  "
        f"{share(t['abstained'], t['checkable'])}"
        for name, t in sorted(result.classes.items(), key=lambda item: (-item[1]["confident"], item[0]))
    ]
    return "\n".join(lines)


def main() -> None:
    """Score a file of annotated articles."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--list", action="store_true", help="list each wrong confident finding")
    parser.add_argument("--floors", action="store_true", help="what baseline.json would hold")
    parser.add_argument("--json", action="store_true", help="the counts as one line of JSON")
    given = parser.parse_args()
    record = api.open_record()
    result = score(record, read(given.gold), checker(record))
    if given.json:
        parts = {
            "total": result.total,
            "languages": result.languages,
            "findings": result.findings,
            "classes": result.classes,
        }
        print(json.dumps(parts, sort_keys=True))
        return
    if given.floors:
        print(json.dumps(floors(result), indent=2))
        return
    print(tables(result))
    if given.list:
        for w in result.wrong:
            print(f"\n{w.article}  {w.text!r}  {w.code}  gold: {w.truth}; {w.why}\n    {w.said[:230]}")


if __name__ == "__main__":
    main()
